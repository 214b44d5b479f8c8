// The text of an entry with its cursor, and what undo takes back. Positions are bytes; the cursor always stands between
// two characters as a reader sees them (grapheme clusters).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crit::line {

class Buffer {
 public:
  const std::string& text() const { return text_; }
  std::size_t cursor() const { return cursor_; }
  std::size_t version() const { return version_; }  // another one after each change of the text
  bool is_at_end() const { return cursor_ == text_.size(); }

  void move_to(std::size_t position);
  // The one change that all others are made of: [begin, end) becomes `with`, and the cursor stands behind it. Typing is
  // one step of undo up to the next word; so is erasing.
  enum class Change : std::uint8_t { whole, typing, erasing };
  void replace(std::size_t begin, std::size_t end, std::string_view with, Change change = Change::whole);
  void insert(std::string_view text) { replace(cursor_, cursor_, text); }
  // Another entry takes its place; nothing of the old one can be taken back.
  void reset(std::string text);

  bool undo();
  bool redo();
  // From begin_group() to end_group() all is one step of undo.
  void begin_group();
  void end_group();

  // The next character's end, the one before's begin.
  std::size_t next(std::size_t position) const;
  std::size_t before(std::size_t position) const;
  std::size_t line_begin(std::size_t position) const;
  std::size_t line_end(std::size_t position) const;

 private:
  struct Edit {
    std::size_t at;
    std::string removed, inserted;
    std::size_t cursor_before;
    Change change;
    std::size_t group;
  };
  void apply(std::size_t at, std::size_t length, std::string_view with);
  bool joins_last(std::size_t begin, std::size_t end, std::string_view with, Change change) const;

  std::string text_;
  std::size_t cursor_ = 0;
  std::size_t version_ = 0;
  std::vector<Edit> done_, undone_;
  std::size_t group_ = 0, depth_ = 0;
};

}  // namespace crit::line
