#include "crit/manual.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "manual_page.hpp"
#include "near.hpp"
#include "phrases.hpp"

namespace crit {
namespace {

// Not views: to find the length of so long a literal as a constant takes the compiler minutes.
const char* const pieces_of_page[] = {
#include "language_page.inc"
};

constexpr std::size_t most_sayings = 5;        // of those that are said with a word
constexpr std::size_t most_found = 12;         // of those whose phrase has the word
constexpr std::size_t most_near = 5;
constexpr std::size_t telling_word = 4;        // bytes of a word whose phrases are shown with its paragraph
constexpr std::size_t longest_example = 45;    // lines of a program that is shown whole

const ManualPage& page() {
  static const ManualPage read = [] {
    std::string whole;
    for (const char* piece : pieces_of_page) whole += piece;
    return read_manual_page(whole);
  }();
  return read;
}

bool is_row(std::string_view line) { return line.starts_with("|"); }
bool is_rule(std::string_view line) { return line.starts_with("|") && line.find_first_not_of("|-: ") == std::string_view::npos; }

// `[text](#place)` as its text, and no `**`; what stands in backticks stays.
std::string plain(std::string_view line) {
  std::string out;
  bool in_code = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '`') in_code = !in_code;
    if (!in_code && line.substr(i).starts_with("**")) {
      ++i;
      continue;
    }
    if (!in_code && line[i] == '<' && line.substr(i).starts_with("<a id=")) {
      const std::size_t close = line.find('>', line.find("</a", i));
      if (close == std::string_view::npos) break;
      i = close;
      continue;
    }
    const std::size_t middle = !in_code && line[i] == '[' ? line.find("](", i) : std::string_view::npos;
    const std::size_t end = middle == std::string_view::npos ? middle : line.find(')', middle);
    if (end != std::string_view::npos && line.substr(i + 1, middle - i - 1).find('[') == std::string_view::npos) {
      out += plain(line.substr(i + 1, middle - i - 1));
      i = end;
      continue;
    }
    out += line[i];
  }
  return out;
}

std::vector<std::string> cells_of(std::string_view row) {
  std::vector<std::string> cells;
  std::string cell;
  bool in_code = false;
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (row[i] == '`') in_code = !in_code;
    if (row[i] == '\\' && i + 1 < row.size() && row[i + 1] == '|') cell += row[++i];
    else if (row[i] != '|') cell += row[i];
    else {
      const std::size_t first = std::min(cell.find_first_not_of(' '), cell.size());
      cells.push_back(cell.substr(first, cell.find_last_not_of(' ') - first + 1));
      cell.clear();
    }
  }
  return cells;
}

std::string printed_row(std::string_view row) {
  const std::vector<std::string> cells = cells_of(row);
  std::string out;
  for (const std::string& cell : cells) {
    if (!cell.empty()) out += (out.empty() ? "" : &cell == &cells[1] ? ": " : " | ") + plain(cell);
  }
  return out + "\n";
}

bool row_is_about(std::string_view row, std::string_view word) {
  const std::vector<std::string> cells = cells_of(row);
  return !cells.empty() && mentions(cells.front(), word);
}

// A piece as text. Of a table only the rows whose first cell has the word, where there are such; of an example of criteria the
// lines that have it; facts and outputs are left to the page.
class PieceText {
 public:
  PieceText(const ManualPiece& piece, std::string_view word) : piece_(piece), word_(word) {
    for (const std::string& line : piece.lines) some_row_ = some_row_ || (is_row(line) && row_is_about(line, word));
  }

  std::string text() {
    for (std::size_t i = 0; i < piece_.lines.size();) {
      if (piece_.lines[i].starts_with("```")) i = code(i);
      else if (is_row(piece_.lines[i])) i = table(i);
      else i = prose(i);
    }
    // Where a block was left out, one empty line stays.
    for (std::size_t at = out_.find("\n\n\n"); at != std::string::npos; at = out_.find("\n\n\n", at)) out_.erase(at, 1);
    return out_;
  }

 private:
  // As a whole: a link may go on in the next line.
  std::size_t prose(std::size_t at) {
    std::string all;
    while (at < piece_.lines.size() && !piece_.lines[at].starts_with("```") && !is_row(piece_.lines[at])) all += piece_.lines[at++] + "\n";
    add(plain(all));
    return at;
  }

  std::size_t table(std::size_t at) {
    const std::string& head = piece_.lines[at];
    const auto has_word = [&](const std::string& row) { return row_is_about(row, word_); };
    std::size_t end = at;
    while (end < piece_.lines.size() && is_row(piece_.lines[end])) ++end;
    const auto first = piece_.lines.begin() + static_cast<std::ptrdiff_t>(at);
    const auto last = piece_.lines.begin() + static_cast<std::ptrdiff_t>(end);
    if (some_row_ && std::none_of(first, last, has_word)) return end;
    if (head.find_first_not_of("| ") != std::string::npos) add("  " + printed_row(head));
    for (auto row = first + 1; row != last; ++row) {
      if (!is_rule(*row) && (!some_row_ || has_word(*row))) add("    " + printed_row(*row));
    }
    return end;
  }

  std::size_t code(std::size_t at) {
    const std::string_view info = std::string_view(piece_.lines[at]).substr(3);
    std::size_t end = at + 1;
    while (end < piece_.lines.size() && piece_.lines[end] != "```") ++end;
    const bool whole = info.find("criteria") == std::string_view::npos && end - at - 1 <= longest_example;
    const bool wanted = !info.starts_with("json") && !info.starts_with("text") && info.find("E0412") == std::string_view::npos;
    for (std::size_t i = at + 1; wanted && i < end; ++i) {
      if (whole || mentions(piece_.lines[i], word_)) add(piece_.lines[i].empty() ? "\n" : "    " + piece_.lines[i] + "\n");
    }
    return std::min(end + 1, piece_.lines.size());
  }

  void add(const std::string& text) { out_ += text; }

  const ManualPiece& piece_;
  std::string_view word_;
  bool some_row_ = false;
  std::string out_;
};

std::string joined(const std::vector<std::string>& phrases) {
  std::string all;
  for (const std::string& phrase : phrases) all += (all.empty() ? "" : "; ") + phrase;
  return all;
}

std::string indented(std::string_view lines) {
  std::string out;
  for (const char c : lines) out += c == '\n' ? "\n      " : std::string(1, c);
  return out;
}

std::string said(const ManualSaying& saying) {
  std::string out = "  " + joined(saying.phrases) + "\n";
  for (const std::string& line : saying.lines) out += "      " + line + "\n";
  return out;
}

bool has_phrase(const ManualSaying& saying, std::string_view key) {
  return std::any_of(saying.phrases.begin(), saying.phrases.end(),
                     [&](const std::string& phrase) { return mentions(phrase, key); });
}

// Every telling word of the key, in any order, or one that differs from it by its ending.
bool has_near_phrase(const ManualSaying& saying, const std::vector<std::string>& words) {
  return !words.empty() && std::any_of(saying.phrases.begin(), saying.phrases.end(),
                                       [&](const std::string& phrase) { return words_in(phrase, words) == words.size(); });
}

// Sayings that are meant, with what they ask declared below.
template <typename IsMeant>
std::string shown_sayings(const IsMeant& is_meant) {
  std::string out;
  std::size_t shown = 0;
  std::set<std::string> declared;
  std::string declarations;
  for (const ManualSaying& saying : page().sayings) {
    if (!is_meant(saying) || shown++ >= most_found) continue;
    out += said(saying);
    for (const std::string& line : saying.declared) {  // of one with braces all its lines
      if (declared.insert(line).second) declarations += "      " + indented(line) + "\n";
    }
  }
  if (out.empty()) return out;
  if (shown > most_found) out += "  … and " + std::to_string(shown - most_found) + " more\n";
  return out + (declarations.empty() ? "" : "  with\n" + declarations);
}

// Those whose phrase has the word; where there is none, those that are near it, if they may be shown.
std::string found_phrases(std::string_view key, bool near_too) {
  const std::string found = shown_sayings([&](const ManualSaying& saying) { return has_phrase(saying, key); });
  if (!found.empty() || !near_too) return found;
  const std::vector<std::string> words = telling_words(key);
  return shown_sayings([&](const ManualSaying& saying) { return has_near_phrase(saying, words); });
}

// The shortest sayings whose line has the word.
std::string said_with(std::string_view key) {
  std::vector<const ManualSaying*> with;
  const auto length = [](const ManualSaying* saying) {
    std::size_t all = 0;
    for (const std::string& line : saying->lines) all += line.size();
    return all;
  };
  for (const ManualSaying& saying : page().sayings) {
    const bool has = std::any_of(saying.lines.begin(), saying.lines.end(), [&](const std::string& line) { return mentions(line, key); });
    if (has && !has_phrase(saying, key)) with.push_back(&saying);
  }
  std::stable_sort(with.begin(), with.end(), [&](const ManualSaying* a, const ManualSaying* b) { return length(a) < length(b); });
  std::string out;
  for (std::size_t i = 0; i < std::min(with.size(), most_sayings); ++i) out += said(*with[i]);
  return out;
}

}  // namespace

std::string manual(std::string_view word) {
  const std::string key = manual_key(word);
  if (key.empty()) return {};
  std::string out;
  for (const ManualPiece& piece : page().pieces) {
    const auto is_meant = [&](const std::string& one) { return manual_key(one) == key; };
    if (std::none_of(piece.words.begin(), piece.words.end(), is_meant)) continue;
    out += (out.empty() ? "" : "\n") + piece.heading + " (LANGUAGE.md)\n\n" + PieceText(piece, key).text();
  }
  const bool has_piece = !out.empty();
  // A sign or a small word stands in many phrases that are not about it.
  if (!has_piece || key.size() >= telling_word) {
    const std::string phrases = found_phrases(key, !has_piece);
    if (!phrases.empty()) out += (out.empty() ? "" : "\n") + std::string("How do I say\n\n") + phrases;
  }
  if (!has_piece || std::isalpha(static_cast<unsigned char>(key.front())) == 0) return out;
  if (const std::string with = said_with(key); !with.empty()) out += "\nSaid with it\n\n" + with;
  return out;
}

std::vector<std::string> manual_near(std::string_view word) {
  const std::string key = manual_key(word);
  std::vector<std::string> near;
  const auto add = [&](const std::string& one) {
    if (!one.empty() && near.size() < most_near && std::find(near.begin(), near.end(), one) == near.end()) near.push_back(one);
  };
  add(nearest(std::string(word), manual_words()));
  add(nearest(key, manual_phrases()));
  // Those phrases that have most of the words that tell something, and at least half.
  const std::vector<std::string> words = telling_words(key);
  for (std::size_t wanted = words.size(); wanted > 0 && 2 * wanted >= words.size(); --wanted) {
    for (const std::string& phrase : manual_phrases()) {
      if (words_in(phrase, words) == wanted) add(phrase);
    }
  }
  return near;
}

const std::vector<std::string>& manual_words() {
  static const std::vector<std::string> words = [] {
    std::set<std::string> all;
    for (const ManualPiece& piece : page().pieces) all.insert(piece.words.begin(), piece.words.end());
    return std::vector<std::string>(all.begin(), all.end());
  }();
  return words;
}

const std::vector<std::string>& manual_phrases() {
  static const std::vector<std::string> phrases = [] {
    std::vector<std::string> all;
    for (const ManualSaying& saying : page().sayings) all.insert(all.end(), saying.phrases.begin(), saying.phrases.end());
    return all;
  }();
  return phrases;
}

}  // namespace crit
