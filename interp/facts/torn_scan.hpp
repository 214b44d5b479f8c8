// Follows text that is no JSON value: which brackets are still open, and which objects in it give an `id`, so that none of
// them is lost without a word.
//
// A text ends at its line's end at the latest. A bracket that closes what is not open last is passed over: it is better to
// take too much for a part of the broken value than to take a part of it for a member.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crit {

class TornScan {
 public:
  enum class Stop : std::uint8_t {
    end,       // all of the text was read
    line_end,  // `at` is behind a line end
    closed,    // `at` is behind the bracket that closes all that were open
    between,   // in_array: nothing is open, and text[at] is a comma or `]`
    has_id,    // an object gives an `id`, and may be a member: see found()
  };
  struct Found {
    std::uint64_t object = 0;  // where the object begins, counted as `place` is
    std::uint32_t line = 0;    // and on which line
    std::uint64_t name = 0;    // where its "id" stands, with its quotes
    std::string id;            // empty where it cannot be shown
    bool sure = true;          // false: where the brackets close, it is only a part of what they hold
  };

  // `open`: the brackets that are open already, the outermost first; true: `{`. `line`: the line of what is read first.
  // `in_array`: what is read stands in a list of members. `fault`: the byte before which it is well-formed.
  void restart(std::uint32_t line, bool in_array, std::uint64_t fault, const std::vector<bool>& open = {});
  // Reads on from text[at], which is byte `place` of the file.
  Stop read(std::string_view text, std::size_t& at, std::uint64_t place);
  void pass_line();  // a whole line that opens nothing is not read
  bool is_open() const { return !open_.empty() || outer_ > 0; }
  bool has_stray_bracket() const { return stray_; }  // one that closes what is not open last
  bool has_odd_quote() const { return odd_quote_; }  // a text that its line does not close
  // All that was read, up to where the reading stands.
  bool is_balanced() const { return !is_open() && !stray_ && !unopened_ && !odd_quote_ && !in_text_; }
  bool goes_on_behind() const { return behind_; }    // once all brackets were closed, another was opened
  const Found& found() const { return found_; }

 private:
  struct Bracket {
    bool object = false;
    bool watched = false;  // an `id` in it is told
    bool sure = false;     // see Found
    bool told = false;     // it, or an object round it: what it holds in good order is its own
    std::uint32_t line = 0;
    std::uint64_t place = 0;
  };
  enum class Id : std::uint8_t { none, name_read, colon_read, number };
  Stop bracket(char c, std::uint64_t place);
  bool text_ends();
  bool text_was_not_closed(char c, std::uint64_t place);
  bool tell();

  void push(const Bracket& one);

  std::vector<Bracket> open_;  // the innermost of them
  std::size_t outer_ = 0;      // how many are open around those
  std::uint32_t line_ = 1;
  bool in_array_ = false;
  bool line_begins_ = true;  // nothing but blanks stands before, on this line
  bool fits_ = false;        // a value may stand next, by the grammar
  bool stray_ = false;
  bool unopened_ = false;  // a bracket that closes, where none is open
  bool odd_quote_ = false;
  bool closed_ = false;  // all brackets, once
  bool behind_ = false;
  std::uint64_t fault_ = 0;
  bool in_text_ = false;
  bool escaped_ = false;
  std::string text_;  // the last text, or number behind an "id", as far as it is kept
  std::uint64_t text_place_ = 0;
  std::uint64_t name_place_ = 0;
  Id id_ = Id::none;
  // A text that ends with `{` and is followed by `id"` was never closed: an object begins in it.
  std::optional<std::uint64_t> brace_;  // the last byte of the text, but for blanks
  int after_brace_ = 0;                 // so many bytes of `"id"` are read
  Found found_;
};

}  // namespace crit
