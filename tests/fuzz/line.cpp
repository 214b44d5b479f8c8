// Any bytes typed at the line editor, with what else may happen, and what is promised of every state and picture, and
// of the cells that a terminal then shows.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../line/screen.hpp"
#include "../line/toy_guide.hpp"
#include "line/letters.hpp"
#include "line/picture.hpp"
#include "line/state.hpp"
#include "targets.hpp"

namespace fuzz {
namespace {

using namespace crit::line;

constexpr std::string_view no_wrapping = "\x1b[?7l";  // as in a terminal's raw mode

// Bytes that no UTF-8 has stand for what is no key.
constexpr char quiet = '\xF8', resize = '\xF9', look_closely = '\xFA';

// A text that doubles by what is cut and put back is dropped here.
constexpr std::size_t longest_text = 256 * 1024;
// All cells are compared behind every so many keys: it takes longer than the key.
constexpr int between_looks = 16;

constexpr Size sizes[] = {{40, 10}, {80, 24}, {13, 5}, {200, 30},
                          {7, 3},   {2, 2},   {3, 1},  {60, 1}};  // libvterm 0.1.4 breaks at one column

bool is_sure(const Cell& cell) {
  if (cell.text.empty()) return false;
  const Letter letter = letter_at(cell.text, 0);
  return letter.length == cell.text.size() && is_of_sure_width(letter.point);
}

void require_sound_picture(const Picture& picture, Size size) {
  require(!picture.rows.empty() && picture.rows.size() <= size.rows, "a picture fits on the screen");
  require(picture.row < picture.rows.size() && picture.column < size.columns, "the cursor is on the picture");
  for (const Row& row : picture.rows) {
    require(row.size() <= size.columns, "a row fits on the screen");
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool is_second = row[i].text.empty();
      require(is_second == (row[i].width == 0), "only the second column of a wide character is without text");
      require(is_second == (i > 0 && row[i - 1].width == 2), "a wide character has two columns");
    }
  }
}

class Sitting {
 public:
  explicit Sitting(unsigned settings);
  void type(std::string_view bytes);
  void close();

 private:
  void take(const Key& key);
  void begin();
  void show();
  void change_size(Size size);
  void require_sound_state() const;
  void require_same_cells() const;

  line_test::ToyGuide guide_;
  std::vector<std::string> history_ = {".open one", "{a\nb\n}", "größe 漢字", ".let height = 43"};
  State state_;
  Keys keys_;
  Size size_;
  std::unique_ptr<line_test::Screen> screen_;
  Picture shown_;
  Decoder decoder_;
  int taken_ = 0;
};

Sitting::Sitting(unsigned settings)
    : keys_((settings & 1U) != 0 ? Keys::vi : Keys::emacs),
      size_(sizes[(settings >> 1U) % std::size(sizes)]),
      screen_(std::make_unique<line_test::Screen>(size_)) {
  screen_->feed(no_wrapping);
  begin();
}

void Sitting::begin() {
  State next;
  next.prompt = {"crit> ", "    > ", {{0, 4, Role::name}}};
  next.keys = keys_;
  next.history = &history_;
  next.followed = state_.place;
  next.killed = std::move(state_.killed);
  next.vi.last_change = std::move(state_.vi.last_change);
  state_ = std::move(next);
  shown_ = {};
  show();
}

void Sitting::require_sound_state() const {
  const std::string& text = state_.buffer.text();
  require(state_.buffer.cursor() <= text.size(), "the cursor is in the text");
  require(text == clean_text(text), "the text is valid UTF-8 without zero bytes and carriage returns", text);
  const bool is_between = state_.buffer.cursor() == text.size() ||
                          (static_cast<unsigned char>(text[state_.buffer.cursor()]) & 0xC0) != 0x80;
  require(is_between, "the cursor is between two letters", text);
}

// What the terminal shows is the picture, however it came there.
void Sitting::require_same_cells() const {
  const auto top = static_cast<std::size_t>(screen_->cursor().row) - shown_.row;
  require(top < size_.rows && top + shown_.rows.size() <= size_.rows, "the picture is on the screen");
  require(static_cast<std::size_t>(screen_->cursor().col) == shown_.column, "the cursor is in its column");
  for (std::size_t row = top; row < size_.rows; ++row) {
    const Row none;
    const Row& cells = row - top < shown_.rows.size() ? shown_.rows[row - top] : none;
    for (std::size_t column = 0; column < size_.columns; ++column) {
      if (column >= cells.size()) {
        require(screen_->text(row, column) == " ", "nothing stands beside the picture", screen_->text(row, column));
        continue;
      }
      const Cell& cell = cells[column];
      // libvterm's table of widths is of another year, and what it takes for a mark goes to the cell before.
      if (!is_sure(cell)) continue;
      const bool is_next_sure = column + 1 >= cells.size() || is_sure(cells[column + 1]);
      const std::string text = screen_->text(row, column);
      require(text == cell.text || (!is_next_sure && text.compare(0, cell.text.size(), cell.text) == 0),
              "a cell shows what the picture has", "`" + text + "` for `" + cell.text + "`");
      const VTermScreenCell found = screen_->cell(row, column);
      const std::string style = style_of(cell, Theme::none);
      require((found.attrs.underline != 0) == (style.find('4') != std::string::npos),
              "a cell is underlined as it should be");
      require((found.attrs.reverse != 0) == (style.find('7') != std::string::npos),
              "a cell is reversed as it should be");
    }
  }
}

void Sitting::show() {
  state_ = look(std::move(state_), guide_);
  Picture next = draw(state_, size_);
  require_sound_picture(next, size_);
  screen_->feed(paint(shown_, next, Theme::none));
  shown_ = std::move(next);
}

// On a new screen, since libvterm 0.1.4 may break when it is made smaller: with the cursor where it was, and what stood
// round it gone. The key scripts hold what happens to that.
void Sitting::change_size(Size size) {
  size_ = size;
  const VTermPos cursor = screen_->cursor();
  screen_ = std::make_unique<line_test::Screen>(size_);
  screen_->feed(no_wrapping);
  screen_->feed("\x1b[" + std::to_string(cursor.row + 1) + ";" + std::to_string(cursor.col + 1) + "H");
  screen_->feed(take_away(shown_, size.columns, false));
  shown_ = {};
  show();
}

void Sitting::take(const Key& key) {
  state_ = step(std::move(state_), key, guide_);
  require_sound_state();
  if (state_.ending == Ending::clear_screen) {
    screen_->feed("\x1b[H\x1b[2J");
    shown_ = {};
  }
  const bool is_over = state_.ending == Ending::entry || state_.ending == Ending::interrupted ||
                       state_.ending == Ending::end_of_input || state_.buffer.text().size() > longest_text;
  if (is_over) {
    const std::string text = state_.buffer.text();
    if (state_.ending == Ending::entry && text.size() < longest_text) history_.push_back(text);
    screen_->feed(leave(shown_));
    return begin();
  }
  show();
  if (++taken_ % between_looks != 0) return;
  require_same_cells();
  require_sound_picture(draw(state_, {1, 1}), {1, 1});
}

void Sitting::type(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::vector<Key> keys;
    if (bytes[i] == quiet) {
      keys = decoder_.end_of_burst();
    } else if (bytes[i] == look_closely) {
      require_same_cells();
    } else if (bytes[i] == resize) {
      const unsigned number = i + 1 < bytes.size() ? static_cast<unsigned char>(bytes[++i]) : 0U;
      change_size({2 + number % 64, 1 + number / 16});
    } else {
      keys = decoder_.feed(bytes.substr(i, 1));
    }
    for (const Key& key : keys) take(key);
  }
}

// All that was done is taken back, and done again.
void Sitting::close() {
  for (const Key& key : decoder_.end_of_input()) take(key);
  require_same_cells();
  Buffer buffer = state_.buffer;
  while (buffer.redo()) {
  }
  const std::string text = buffer.text();
  while (buffer.undo()) {
  }
  while (buffer.redo()) {
  }
  require(buffer.text() == text, "what is undone and done again is the same", text);
}

// In whatever pieces bytes come, the keys are the same.
void require_same_keys(std::string_view bytes) {
  Decoder whole, pieces;
  std::vector<Key> all = whole.feed(bytes), same;
  for (std::size_t i = 0; i < bytes.size(); i += 1 + i % 3) {
    for (Key& key : pieces.feed(bytes.substr(i, 1 + i % 3))) same.push_back(std::move(key));
  }
  require(all == same, "keys do not depend on how their bytes are cut");
  for (Key& key : whole.end_of_input()) all.push_back(std::move(key));
  for (Key& key : pieces.end_of_input()) same.push_back(std::move(key));
  require(all == same, "the last keys do not depend on how their bytes are cut");
}

}  // namespace

void line(std::string_view input) {
  if (input.empty()) return;
  Sitting sitting(static_cast<unsigned char>(input.front()));
  sitting.type(input.substr(1));
  sitting.close();
  require_same_keys(input.substr(1));
}

}  // namespace fuzz
