// The picture of a state: as much of the entry as fits, with the cursor in it, and below it a search, a menu or a note.
#include <algorithm>
#include <optional>

#include "layout.hpp"
#include "letters.hpp"
#include "picture.hpp"
#include "state.hpp"

namespace crit::line {
namespace {

constexpr std::size_t longest_menu = 8;
constexpr std::size_t longest_note = 4;
// In fewer rows it is not said which lines are shown: the entry needs them.
constexpr std::size_t fewest_rows_with_place = 5;

// ---- the entry -----------------------------------------------------------------------------------------------------

struct Laid {
  std::vector<Row> rows;
  std::optional<std::size_t> cursor_row;
  std::size_t cursor_column = 0;
};

class EntryLayout {
 public:
  EntryLayout(const State& state, std::size_t columns) : state_(state), columns_(columns) {
    more_ = state.prompt.more;
    indent_ = columns_of(more_);
    if (indent_ * 2 > columns) {  // there is no room for it
      more_.clear();
      indent_ = 0;
    }
    if (state.looked_at == state.buffer.version()) marks_ = &state.marks;
  }

  Laid lay(const Piece& piece, std::optional<std::size_t> cursor);
  std::size_t laid_out() const { return laid_out_; }

 private:
  void put_prompt(Rows& rows, const Piece& piece) const;
  void put_suggestion(Rows& rows) const;
  Shade shade_at(std::size_t at) const;

  const State& state_;
  std::size_t columns_;
  std::string more_;
  std::size_t indent_ = 0;
  const std::vector<Mark>* marks_ = nullptr;
  std::size_t laid_out_ = 0;
};

// Puts text whose parts have roles.
template <typename Behind>
void put_marked(Rows& rows, std::string_view text, const Piece& piece, const std::vector<Mark>* marks, Behind behind) {
  static const std::vector<Mark> none;
  const auto& all = marks == nullptr ? none : *marks;
  auto mark =
      std::lower_bound(all.begin(), all.end(), piece.begin, [](const Mark& m, std::size_t at) { return m.end <= at; });
  for (std::size_t at = piece.begin; at < piece.end;) {
    while (mark != all.end() && mark->end <= at) ++mark;
    const Role role = mark != all.end() && mark->begin <= at ? mark->role : Role::plain;
    at += rows.put_letter(text.substr(0, piece.end), at, role, behind(at));
  }
}

void EntryLayout::put_prompt(Rows& rows, const Piece& piece) const {
  if (!piece.begins_line) return rows.put_blanks(indent_, Shade::prompt);
  if (piece.begin > 0) return rows.put_text(more_, Role::plain, Shade::prompt);
  const std::string& text = state_.prompt.text;
  put_marked(rows, text, {0, text.size(), true, true}, &state_.prompt.marks, [](std::size_t) { return Shade::prompt; });
}

Shade EntryLayout::shade_at(std::size_t at) const {
  const bool is_match = state_.search && state_.search->hit && at >= state_.search->match &&
                        at < state_.search->match + state_.search->length;
  return is_match ? Shade::chosen : Shade::none;
}

// Never longer than its row: what is typed does not jump.
void EntryLayout::put_suggestion(Rows& rows) const {
  const std::size_t room = columns_ - rows.column();
  const bool is_wanted = marks_ != nullptr && !state_.search && !state_.menu && state_.ending == Ending::none;
  if (!is_wanted || room < 2 || state_.suggestion.empty()) return;
  std::string text = state_.suggestion.substr(0, state_.suggestion.find('\n'));
  if (text.size() < state_.suggestion.size()) text += " …";
  const Row row = cut_row(text, room, Role::plain, Shade::suggested);
  rows.rows().back().insert(rows.rows().back().end(), row.begin(), row.end());
}

Laid EntryLayout::lay(const Piece& piece, std::optional<std::size_t> cursor) {
  Rows rows(columns_);
  rows.set_indent(indent_);
  put_prompt(rows, piece);
  Laid laid;
  const auto note_cursor = [&](std::size_t at) {
    if (!cursor || laid.cursor_row || at < *cursor) return;
    const bool is_wide = at < piece.end && shown_as(letter_at(state_.buffer.text(), at).point) == Shown::wide;
    rows.make_room(is_wide ? 2 : 1);
    laid.cursor_row = rows.row();
    laid.cursor_column = rows.column();
  };
  put_marked(rows, state_.buffer.text(), piece, marks_, [&](std::size_t at) {
    note_cursor(at);
    return shade_at(at);
  });
  note_cursor(piece.end);
  if (cursor && *cursor == state_.buffer.text().size()) put_suggestion(rows);
  laid_out_ += rows.laid_out();
  laid.rows = std::move(rows.rows());
  return laid;
}

// A part of the entry's rows round the cursor's.
struct Window {
  std::vector<Row> rows;
  std::size_t cursor_row = 0, cursor_column = 0;
  bool is_cut = false;
};

Window window_of(EntryLayout& layout, const State& state, std::size_t height) {
  const std::string& text = state.buffer.text();
  const Piece here = piece_at(text, state.buffer.cursor());
  Laid middle = layout.lay(here, state.buffer.cursor());
  Window all{std::move(middle.rows), middle.cursor_row.value_or(0), middle.cursor_column, false};
  Piece piece = here;
  while (all.cursor_row < height && piece.begin > 0) {
    piece = piece_at(text, piece.begin - 1);
    std::vector<Row> rows = layout.lay(piece, std::nullopt).rows;
    all.cursor_row += rows.size();
    std::move(all.rows.begin(), all.rows.end(), std::back_inserter(rows));
    all.rows = std::move(rows);
  }
  bool has_more = piece.begin > 0;
  piece = here;
  while (all.rows.size() - all.cursor_row <= height && piece.end < text.size()) {
    piece = piece_at(text, piece.ends_line ? piece.end + 1 : piece.end);
    std::vector<Row> rows = layout.lay(piece, std::nullopt).rows;
    std::move(rows.begin(), rows.end(), std::back_inserter(all.rows));
  }
  has_more = has_more || piece.end < text.size();
  all.is_cut = has_more || all.rows.size() > height;
  return all;
}

// Keeps `height` rows: the cursor's at two thirds, or nearer to an end of the entry.
void cut(Window& window, std::size_t height) {
  if (window.rows.size() <= height) return;
  const std::size_t below = window.rows.size() - 1 - window.cursor_row;
  const std::size_t rest = height - 1;
  const std::size_t wanted = std::max(rest * 2 / 3, rest > below ? rest - below : 0);
  const std::size_t above = std::min(window.cursor_row, wanted);
  const auto first = window.rows.begin() + static_cast<std::ptrdiff_t>(window.cursor_row - above);
  window.rows = std::vector<Row>(first, first + static_cast<std::ptrdiff_t>(height));
  window.cursor_row = above;
}

// ---- below the entry -----------------------------------------------------------------------------------------------

std::vector<Row> search_rows(const Search& search, std::size_t columns) {
  std::string text = search.failed     ? search.backward ? "no older entry holds: " : "no newer entry holds: "
                     : search.backward ? "search older entries: "
                                       : "search newer entries: ";
  return {cut_row(text + search.wanted, columns, Role::plain, Shade::note)};
}

Row offer_row(const Offer& offer, bool is_chosen, std::size_t width, std::size_t columns) {
  const Shade shade = is_chosen ? Shade::chosen : Shade::menu;
  Row row = cut_row(is_chosen ? "> " : "  ", columns, Role::plain, shade);
  const auto append = [&](const Row& more) { row.insert(row.end(), more.begin(), more.end()); };
  if (columns < 4) return row;
  append(cut_row(offer.shown.empty() ? offer.insert : offer.shown, std::min(width, columns - row.size()), Role::plain,
                 shade));
  if (offer.about.empty()) return row;
  while (row.size() < std::min(width + 4, columns)) row.push_back({" ", 1, Role::plain, shade});
  if (row.size() < columns) append(cut_row(offer.about, columns - row.size(), Role::plain, shade));
  return row;
}

std::vector<Row> menu_rows(const Menu& menu, Size size) {
  const std::vector<Offer>& offers = menu.completion.offers;
  const std::size_t page = std::clamp<std::size_t>(size.rows / 2, 2, longest_menu + 1) - 1;
  const std::size_t first = menu.chosen.value_or(0) / page * page, end = std::min(first + page, offers.size());
  std::size_t width = 0;
  for (std::size_t i = first; i < end; ++i) {
    width = std::max(width, columns_of(offers[i].shown.empty() ? offers[i].insert : offers[i].shown));
  }
  width = std::min(width, std::max<std::size_t>(size.columns / 2, 8));
  std::vector<Row> rows;
  for (std::size_t i = first; i < end; ++i) rows.push_back(offer_row(offers[i], menu.chosen == i, width, size.columns));
  if (offers.size() > page) {
    const std::string place =
        "  " + std::to_string(first + 1) + " to " + std::to_string(end) + " of " + std::to_string(offers.size());
    rows.push_back(cut_row(place, size.columns, Role::plain, Shade::note));
  }
  return rows;
}

std::vector<Row> note_rows(std::string_view note, std::size_t columns) {
  Rows rows(columns);
  for (std::size_t at = 0; at < note.size() && rows.row() < longest_note;) {
    at += rows.put_letter(note, at, Role::plain, Shade::note);
  }
  if (rows.row() < longest_note) return std::move(rows.rows());
  rows.rows().pop_back();
  Row& last = rows.rows().back();
  if (last.back().width == 0) last.pop_back();  // the second column of a wide character
  last.back() = {"…", 1, Role::plain, Shade::note};
  return std::move(rows.rows());
}

std::vector<Row> rows_below(const State& state, Size size) {
  std::vector<Row> rows;
  if (state.search) {
    rows = search_rows(*state.search, size.columns);
  } else if (state.menu) {
    rows = menu_rows(*state.menu, size);
  } else if (!state.note.empty()) {
    rows = note_rows(state.note, size.columns);
  }
  if (rows.size() > size.rows - 1) rows.resize(size.rows - 1);
  return rows;
}

Row place_row(const State& state, std::size_t columns) {
  const std::string& text = state.buffer.text();
  const auto cursor = text.begin() + static_cast<std::ptrdiff_t>(state.buffer.cursor());
  const auto line = 1 + std::count(text.begin(), cursor, '\n');
  const auto lines = line + std::count(cursor, text.end(), '\n');
  return cut_row("line " + std::to_string(line) + " of " + std::to_string(lines), columns, Role::plain, Shade::note);
}

}  // namespace

Picture draw(const State& state, Size size) {
  size.columns = std::max<std::size_t>(size.columns, 1);
  size.rows = std::max<std::size_t>(size.rows, 1);
  std::vector<Row> below = rows_below(state, size);
  std::size_t height = size.rows - below.size();
  EntryLayout layout(state, size.columns);
  Window window = window_of(layout, state, height);
  if (window.is_cut && height >= fewest_rows_with_place) {
    below.insert(below.begin(), place_row(state, size.columns));
    --height;
  }
  cut(window, height);
  Picture picture;
  picture.rows = std::move(window.rows);
  picture.row = window.cursor_row;
  picture.column = std::min(window.cursor_column, size.columns - 1);
  picture.is_block = state.keys == Keys::vi && state.vi.is_normal;
  picture.laid_out = layout.laid_out();
  std::move(below.begin(), below.end(), std::back_inserter(picture.rows));
  return picture;
}

}  // namespace crit::line
