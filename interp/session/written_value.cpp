#include "written_value.hpp"

#include <fmt/format.h>

#include "date_in_words.hpp"
#include "number.hpp"
#include "text.hpp"

namespace crit::session {

namespace {

// What is read next: a value of a type, an item, a whole list; or what stands beside a value, `source` and the like.
struct Expected {
  const FactType* type = nullptr;
  const ListSlot* item = nullptr;  // an item of it
  const ListSlot* list = nullptr;
};

struct Stop {
  WrittenFault fault;
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-'; }

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  JsonTree whole(const Expected& expected) {
    JsonTree made = value(expected, "");
    skip();
    if (at_ < text_.size()) fail(at_, text_.size(), "more stands behind the value", "a text with quotes or commas in it stands in double quotes");
    return made;
  }

 private:
  [[noreturn]] static void fail(std::size_t begin, std::size_t end, std::string message, std::string help = "") {
    throw Stop{{{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, std::move(message), std::move(help)}};
  }
  char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  // `ends`: the characters that end it; none: it goes to the end.
  JsonTree value(const Expected& expected, std::string_view ends) {
    skip();
    const std::size_t begin = at_;
    struct Level {
      explicit Level(std::uint32_t& depth_in) : depth(depth_in) { ++depth; }
      ~Level() { --depth; }
      std::uint32_t& depth;
    } level(depth_);
    if (depth_ > JsonValue::max_depth) fail(begin, begin + 1, "brackets are nested deeper than crit reads");
    const bool is_list = expected.list != nullptr && here() == '{' && !holds_names();
    JsonTree made = here() == '[' || is_list ? items(expected, is_list ? '}' : ']') : here() == '{' ? braces(expected) : here() == '"' ? quoted() : bare(expected, ends);
    made.origin = Span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)};
    if (is_date(expected) && made.kind == JsonKind::text) {
      if (std::optional<std::string> date = date_in_words(made.text)) made.text = std::move(*date);
    }
    return made;
  }

  JsonTree quoted() {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    if (at_ >= text_.size()) {
      at_ = text_.size();
      fail(begin, at_, "a text is not closed", "write `\"` where it ends");
    }
    std::size_t bad = 0;
    const std::string_view raw = text_.substr(begin + 1, at_ - begin - 1);
    ++at_;
    std::optional<std::string> content = unescape_json(raw, &bad);
    if (!content) fail(begin + 1 + bad, begin + 3 + bad, "after `\\` stands none of \" \\ / b f n r t u", "write `\\\\` for a backslash");
    return JsonTree::of_text(std::move(*content));
  }

  JsonTree bare(const Expected& expected, std::string_view ends) {
    const std::size_t begin = at_;
    if (ends.empty()) at_ = text_.size();
    else go_to(ends);
    if (is_date(expected)) go_behind_date(begin, ends);
    std::size_t end = at_;
    while (end > begin && is_blank(text_[end - 1])) --end;
    if (end == begin) fail(begin, begin, "a value is missing here");
    at_ = end;
    return of_word(std::string(text_.substr(begin, end - begin)), expected);
  }

  void go_to(std::string_view ends) {
    while (at_ < text_.size() && ends.find(text_[at_]) == std::string_view::npos) ++at_;
  }

  // In braces, too, `Sunday, March 13, 2022` is one date, with its commas.
  void go_behind_date(std::size_t begin, std::string_view ends) {
    const std::size_t first_end = at_;
    for (int commas = 0; commas < 2 && here() == ','; ++commas) {
      ++at_;
      go_to(ends);
      if (date_in_words(text_.substr(begin, at_ - begin)) && !date_in_words(text_.substr(begin, first_end - begin))) return;
    }
    at_ = first_end;
  }

  static bool is_date(const Expected& expected) { return expected.type != nullptr && expected.type->kind == FactKind::date; }

  static JsonTree of_word(std::string word, const Expected& expected) {
    JsonTree made;
    if (word == "null") return made;
    const bool is_number = expected.type != nullptr && expected.type->kind == FactKind::number;
    const bool beside = expected.type == nullptr;  // `source`, `complete`, …
    if (beside || expected.type->kind == FactKind::yes_no) {
      const std::string folded = fold_text(word);
      const bool yes = folded == "yes" || folded == "true";
      if (yes || folded == "no" || folded == "false") {
        made.kind = JsonKind::boolean;
        made.boolean = yes;
        return made;
      }
    }
    if ((is_number || beside) && Number::is_decimal_text(word)) {
      const std::optional<Number> number = is_json_number(word) ? std::nullopt : Number::parse(word);
      made.kind = JsonKind::number;
      made.text = number ? number->to_string() : std::move(word);
      if (is_json_number(made.text)) return made;
      word = std::move(made.text);
    }
    return JsonTree::of_text(std::move(word));
  }

  // Whether the braces at the cursor hold names and values, as an object does; else they hold items, as in a policy's test.
  bool holds_names() const {
    std::size_t at = at_ + 1;
    while (at < text_.size() && is_blank(text_[at])) ++at;
    return text_.find_first_of(":=", at) < std::min(text_.find_first_of(",;{}", at), text_.size());
  }

  // Up to the bracket that closes them.
  JsonTree items(const Expected& expected, char close) {
    const std::size_t begin = at_++;
    JsonTree made;
    made.kind = JsonKind::array;
    Expected item = expected;
    if (expected.list != nullptr) item = item_of(*expected.list);
    const std::string ends = std::string(",;") + close;
    for (skip(); here() != close; skip()) {
      if (at_ >= text_.size()) fail(begin, begin + 1, fmt::format("a `{}` is not closed", text_[begin]), fmt::format("write `{}` behind the last item", close));
      made.children.push_back(value(item, ends));
      separator(close);
    }
    ++at_;
    return made;
  }

  JsonTree braces(const Expected& expected) {
    const std::size_t begin = at_++;
    JsonTree made = JsonTree::object();
    for (skip(); here() != '}'; skip()) {
      if (at_ >= text_.size()) fail(begin, begin + 1, "a `{` is not closed", "write `}` behind the last value");
      std::string name = key();
      skip();
      if (here() != ':' && here() != '=') fail(at_, at_, fmt::format("`:` and a value are missing behind `{}`", name));
      ++at_;
      JsonTree child = value(member_of(expected, name), ",;}");
      child.name = std::move(name);
      made.children.push_back(std::move(child));
      separator('}');
    }
    ++at_;
    return made;
  }

  void separator(char close) {
    skip();
    if (here() == ',' || here() == ';') {
      ++at_;
    } else if (here() != close && at_ < text_.size()) {
      fail(at_, at_ + 1, fmt::format("`,` or `{}` is missing here", close), "a text with commas or brackets in it stands in double quotes");
    }
  }

  std::string key() {
    if (here() == '"') return quoted().text;
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_name(text_[at_])) ++at_;
    if (at_ == begin) fail(at_, at_ + 1, "the name of a value is missing here", "write `{name: value, …}`");
    return std::string(text_.substr(begin, at_ - begin));
  }

  static Expected item_of(const ListSlot& list) {
    if (list.single_value) return {&list.fields.front().type, nullptr, nullptr};
    return {nullptr, &list, nullptr};
  }

  // What a name inside braces holds.
  static Expected member_of(const Expected& around, const std::string& name) {
    if (around.list != nullptr && name == "items") return {nullptr, nullptr, around.list};
    if (around.item != nullptr) {
      for (const Field& field : around.item->fields) {
        if (field.name == name) return {&field.type, nullptr, nullptr};
      }
    }
    const bool wraps = name == "value" || (around.type != nullptr && around.type->kind == FactKind::code && name == "code");
    if (around.type != nullptr && wraps) return {around.type, nullptr, nullptr};
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t depth_ = 0;
};

}  // namespace

// `none`: the list is on file, is whole, and holds nothing.
static JsonTree no_items(const ListSlot& list) {
  JsonTree made;
  made.kind = JsonKind::array;
  if (list.complete || list.complete_within) return made;
  JsonTree object = JsonTree::object();
  made.name = "items";
  JsonTree complete;
  complete.kind = JsonKind::boolean;
  complete.boolean = true;
  complete.name = "complete";
  object.children = {std::move(made), std::move(complete)};
  return object;
}

WrittenValue read_written(std::string_view text, const Place& place, bool appended) {
  const bool is_whole_list = place.list != nullptr && !appended && place.item == 0;
  if (is_whole_list && fold_text(std::string(text)) == "none") return {no_items(*place.list), std::nullopt};
  Expected expected;
  const bool is_item = place.list != nullptr && (appended || place.item != 0) && place.field == nullptr && place.beside.empty();
  expected.type = place.type();
  if (is_item && place.list->single_value) expected.type = &place.list->fields.front().type;
  else if (is_item) expected.item = place.list;
  else if (is_whole_list) expected.list = place.list;
  WrittenValue made;
  try {
    made.value = Reader(text).whole(expected);
  } catch (const Stop& stop) {
    made.fault = stop.fault;
  }
  return made;
}

}  // namespace crit::session
