// What the line editor asks about an entry: whether it is whole, what its parts are, what could stand at the cursor.
// `crit repl` answers; the editor itself knows nothing of crit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crit::line {

// What a part of an entry is. Its colour is the theme's affair; errors and warnings are underlined, too.
enum class Role : std::uint8_t {
  plain,
  keyword,
  name,
  number,
  text,
  comment,
  label,
  operator_,
  command,
  error,
  warning
};

struct Mark {
  std::size_t begin, end;  // bytes of the entry, half-open
  Role role;
};

struct Offer {
  std::string insert;  // takes the place of [begin, end) of the entry
  std::string shown;   // in the menu; empty: `insert`
  std::string about;   // type, unit, present value, whether it is needed
};

struct Completion {
  std::size_t begin, end;  // bytes of the entry that an offer takes the place of; the cursor stands in or behind them
  std::vector<Offer> offers;
  std::string why_none;  // shown where there is no offer
};

class Guide {
 public:
  virtual ~Guide() = default;
  // Whether Enter on the last line runs the entry; if not, it begins a new line. A plain reader asks behind every line.
  virtual bool is_whole(std::string_view entry) = 0;
  // In order, and apart. Asked once before an entry is drawn, not at every key; never of more than longest_marked.
  virtual std::vector<Mark> marks(std::string_view entry) = 0;
  virtual Completion complete(std::string_view entry, std::size_t cursor) = 0;
  // What may follow the entry, shown grey behind it; empty: the newest entry of the history that begins so.
  virtual std::string suggest(std::string_view entry) = 0;
  // What of the entry may stand in the history's file: the entry without a member's values; empty: nothing.
  virtual std::string kept_in_history(std::string_view entry) = 0;
};

// A longer entry is drawn without marks and suggestions, so that a key in it takes no time that is felt.
constexpr std::size_t longest_marked = 64 * 1024;

}  // namespace crit::line
