// vi's moves: where a motion goes, and what of the text an operator takes then. For vi.cpp, not for a shell.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "state.hpp"

namespace crit::line {

struct Target {
  std::size_t begin, end;  // what an operator takes
  std::size_t to;          // where the cursor goes without one
  bool is_linewise = false;
};

// Of "w", "fx", "iw" and the like; `count` is 0 where none was typed. None: it goes nowhere.
std::optional<Target> motion_target(State& state, std::string_view motion, std::size_t count);
// `cw` and `cW`: to the end of the word, or so many; what stands behind the last one stays.
Target word_to_change(const Buffer& buffer, bool is_big, std::size_t count);
// So many whole lines from the cursor's on, without the last line end.
Target whole_lines(const Buffer& buffer, std::size_t count);
// The line's first character that is no blank, or its end.
std::size_t first_in_line(const Buffer& buffer, std::size_t at);

}  // namespace crit::line
