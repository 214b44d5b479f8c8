#include "manual_page.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace crit {
namespace {

constexpr std::string_view about = "<!-- about: ";
constexpr std::size_t group_size = 8;
constexpr std::string_view sayings_part = "# How do I say";

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(at);
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::size_t depth_of(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }
bool is_item(std::string_view line) { return trimmed(line).starts_with("- "); }
// Neither a table, nor an item or what goes on with one, nor a quotation, nor the fence of a block.
bool is_prose(std::string_view line) {
  return !is_item(line) && line.find_first_of("|> ") != 0 && !line.starts_with("```");
}

// The text in quotes of a line that begins a saying, `1 "phrase": …` or `indication X.A "phrase" { … }`; empty for others.
std::string_view phrases_of(std::string_view line) {
  const std::string_view bare = trimmed(line);
  const std::size_t first = bare.find('"');
  const std::size_t last = first == std::string_view::npos ? first : bare.find('"', first + 1);
  if (last == std::string_view::npos || bare.starts_with("policy") || bare.starts_with("test")) return {};
  const std::string_view head = trimmed(bare.substr(0, first));
  const std::string_view tail = bare.substr(last + 1);
  const bool entry = !head.empty() && head.size() <= 8 && tail.starts_with(":");
  const bool section = tail.find('{') != std::string_view::npos && head.find(' ') != std::string_view::npos;
  if (head.starts_with("amend")) {  // amend "POLICY" "phrase" …
    const std::string_view second = tail.substr(std::min(tail.find('"'), tail.size()));
    const std::size_t close = second.find('"', 1);
    return close == std::string_view::npos ? std::string_view{} : second.substr(1, close - 1);
  }
  return entry || section ? bare.substr(first + 1, last - first - 1) : std::string_view{};
}

// What stands behind the text: of an entry the expression, of a section all of its line.
std::string behind_text(std::string_view line) {
  const std::string_view bare = trimmed(line);
  const std::size_t last = bare.find('"', bare.find('"') + 1);
  if (bare.substr(last + 1).starts_with(":")) return std::string(trimmed(bare.substr(last + 2)));
  return std::string(bare);
}

// The least indented line begins at the edge.
void outdent(std::vector<std::string>& lines) {
  std::size_t least = std::string::npos;
  for (const std::string& line : lines) least = std::min(least, depth_of(line));
  for (std::string& line : lines) line.erase(0, least);
}

class Reader {
 public:
  ManualPage read(std::string_view markdown) {
    for (std::string_view rest = markdown; !rest.empty();) {
      const std::size_t end = rest.find('\n');
      take(rest.substr(0, end));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    close_piece();
    // A section of many criteria is a group of the index, and no saying.
    std::erase_if(page_.sayings, [](const ManualSaying& saying) { return saying.lines.size() > group_size; });
    for (ManualSaying& saying : page_.sayings) {
      outdent(saying.lines);
      declare(saying);
    }
    return std::move(page_);
  }

 private:
  struct OpenSaying {
    std::size_t index = 0;
    std::size_t depth = 0;
  };

  void take(std::string_view line) {
    if (line.starts_with("```")) {
      in_code_ = !in_code_;
      in_sayings_ = in_code_ && in_part_ && line.ends_with(" in say");
      in_declarations_ = in_code_ && in_part_ && line.find(" context say gives") != std::string_view::npos;
      open_sayings_.clear();
    } else if (in_sayings_) {
      say(line);
    } else if (in_declarations_) {
      declarations_.emplace_back(line);
    }
    if (!in_code_ && line.starts_with("#")) {
      if (line.starts_with("# ")) in_part_ = line == sayings_part;
      heading_ = std::string(trimmed(line.substr(std::min(line.find_first_not_of('#'), line.size()))));
      return close_piece();
    }
    if (!in_code_ && trimmed(line).starts_with(about)) return open_piece(trimmed(line));
    if (open_) add_to_piece(line);
  }

  // An empty line ends a piece, unless a table, a list, a quotation or an example is below it; and all of these end an item.
  void add_to_piece(std::string_view line) {
    std::vector<std::string>& lines = page_.pieces.back().lines;
    const bool empty = !in_code_ && trimmed(line).empty();
    if (lines.empty()) {
      if (empty) return;
      one_item_ = is_item(line);
    } else if (one_item_ && (empty || is_item(line))) {
      return close_piece();
    } else if (!in_code_ && !empty && lines.back().empty() && is_prose(line)) {
      return close_piece();
    }
    lines.emplace_back(empty ? std::string_view{} : line);
  }

  void open_piece(std::string_view comment) {
    close_piece();
    comment.remove_prefix(about.size());
    comment = comment.substr(0, comment.find("-->"));
    ManualPiece piece{heading_, {}, {}};
    for (const std::string_view word : split(comment, ',')) piece.words.emplace_back(word);
    page_.pieces.push_back(std::move(piece));
    open_ = true;
  }
  void close_piece() {
    if (!open_) return;
    open_ = false;
    std::vector<std::string>& lines = page_.pieces.back().lines;
    while (!lines.empty() && trimmed(lines.back()).empty()) lines.pop_back();
  }

  // A saying has its own line and those that stand deeper below it, with the brace that closes them.
  void say(std::string_view line) {
    const std::size_t depth = depth_of(line);
    while (!open_sayings_.empty() && depth <= open_sayings_.back().depth) {
      if (depth == open_sayings_.back().depth && trimmed(line) == "}") add_to_open(line);
      open_sayings_.pop_back();
    }
    add_to_open(line);
    const std::string_view phrases = phrases_of(line);
    if (phrases.empty()) return;
    ManualSaying saying;
    for (const std::string_view phrase : split(phrases, ';')) saying.phrases.emplace_back(phrase);
    if (std::string text = behind_text(line); !text.empty()) saying.lines.push_back(std::move(text));
    open_sayings_.push_back({page_.sayings.size(), depth});
    page_.sayings.push_back(std::move(saying));
  }
  void add_to_open(std::string_view line) {
    for (const OpenSaying& open : open_sayings_) page_.sayings[open.index].lines.emplace_back(line.substr(open.depth));
  }

  // The declarations that a saying's lines use: lines of the first block, with what stands in the braces that they open.
  void declare(ManualSaying& saying) const {
    std::string text;
    for (const std::string& line : saying.lines) text += line + '\n';
    for (std::size_t i = 0; i < declarations_.size();) {
      const std::size_t depth = depth_of(declarations_[i]);
      const std::string_view name = declared_name(declarations_[i]);
      std::size_t end = i + 1;
      if (!name.empty() && declarations_[i].ends_with('{')) {
        while (end < declarations_.size() && depth_of(declarations_[end]) > depth) ++end;
        end = std::min(end + 1, declarations_.size());
      }
      if (mentions(text, name)) saying.declared.push_back(declarations_[i].substr(depth));
      for (std::size_t at = i + 1; mentions(text, name) && at < end; ++at) saying.declared.back() += '\n' + declarations_[at].substr(depth);
      i = end;
    }
  }
  // `fill` of `fill : series { … }`, `age` of `define age = …`; empty where the line declares nothing.
  static std::string_view declared_name(std::string_view line) {
    std::string_view bare = trimmed(line);
    bool declares = false;
    for (const std::string_view word : {"define ", "codes ", "table "}) {
      if (!bare.starts_with(word)) continue;
      bare.remove_prefix(word.size());
      declares = true;
    }
    const auto end = static_cast<std::size_t>(std::find_if_not(bare.begin(), bare.end(), is_word) - bare.begin());
    const std::string_view name = bare.substr(0, end);
    const std::string_view behind = trimmed(bare.substr(end));
    if (declares || behind.starts_with(':')) return name;
    return behind.starts_with('{') && name != "facts" ? name : std::string_view{};  // a group of facts
  }

  ManualPage page_;
  std::vector<std::string> declarations_;
  std::string heading_;
  std::vector<OpenSaying> open_sayings_;  // the outermost first
  bool open_ = false;
  bool one_item_ = false;
  bool in_code_ = false;
  bool in_part_ = false;
  bool in_sayings_ = false;
  bool in_declarations_ = false;
};

}  // namespace

ManualPage read_manual_page(std::string_view markdown) { return Reader().read(markdown); }

std::string manual_key(std::string_view word) {
  constexpr std::string_view round = " `'\"";
  while (!word.empty() && round.find(word.front()) != std::string_view::npos) word.remove_prefix(1);
  while (!word.empty() && (round.find(word.back()) != std::string_view::npos || word.back() == '(' || word.back() == ')')) word.remove_suffix(1);
  std::string key;
  for (const char c : word) {
    const bool blank = c == ' ' || c == '_' || c == '\t' || c == '\n';
    if (!blank) key += lower(c);
    else if (!key.empty() && key.back() != ' ') key += ' ';
  }
  return key;
}

bool mentions(std::string_view text, std::string_view word) {
  if (word.empty() || word.size() > text.size()) return false;
  for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
    const auto same = [](char of_text, char of_word) {
      return lower(of_text) == lower(of_word) || (of_word == ' ' && of_text == '_');
    };
    if (!std::equal(word.begin(), word.end(), text.begin() + static_cast<std::ptrdiff_t>(at), [&](char w, char t) { return same(t, w); })) continue;
    const bool open_before = at == 0 || !is_word(text[at - 1]) || !is_word(word.front());
    const std::size_t end = at + word.size();
    if (open_before && (end == text.size() || !is_word(text[end]) || !is_word(word.back()))) return true;
  }
  return false;
}

}  // namespace crit
