#include "json_fault.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "text_check.hpp"

namespace crit {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool starts_with(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }

// Length of the UTF-8 sequence that begins at `at`, 0 when it is malformed (overlong ones and surrogates included).
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t offset) {
    return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0U;
  };
  const auto follows = [&](std::size_t offset) { return (byte(offset) & 0xC0U) == 0x80U; };
  const unsigned lead = byte(0);
  if (lead < 0x80U) return 1;
  if (lead >= 0xC2U && lead <= 0xDFU) return follows(1) ? 2 : 0;
  if (lead >= 0xE0U && lead <= 0xEFU) {
    if (!follows(1) || !follows(2)) return 0;
    if (lead == 0xE0U && byte(1) < 0xA0U) return 0;
    if (lead == 0xEDU && byte(1) > 0x9FU) return 0;
    return 3;
  }
  if (lead >= 0xF0U && lead <= 0xF4U) {
    if (!follows(1) || !follows(2) || !follows(3)) return 0;
    if (lead == 0xF0U && byte(1) < 0x90U) return 0;
    if (lead == 0xF4U && byte(1) > 0x8FU) return 0;
    return 4;
  }
  return 0;
}

class Scanner {
 public:
  Scanner(std::string_view text, std::uint32_t begin, std::uint32_t end, bool begins_file)
      : text_(text.substr(0, end)), begin_(begin), at_(begin), begins_file_(begins_file) {}

  std::optional<JsonFault> run() {
    if (!scan_file()) return std::move(fault_);
    return std::nullopt;
  }

 private:
  std::string_view text_;  // up to the end of the part that is scanned
  std::size_t begin_;
  std::size_t at_;
  bool begins_file_;
  JsonFault fault_;

  bool at_end() const { return at_ >= text_.size(); }
  char here() const { return at_end() ? '\0' : text_[at_]; }
  std::string_view rest() const { return text_.substr(std::min(at_, text_.size())); }
  void skip_blanks() {
    while (!at_end() && is_blank(text_[at_])) ++at_;
  }

  bool fail(std::size_t begin, std::size_t end, std::string message, std::string help = {}) {
    fault_.span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(std::min(end, text_.size()))};
    fault_.message = std::move(message);
    fault_.help = std::move(help);
    return false;
  }
  bool opened_at(std::size_t byte, std::string text) {
    const auto place = static_cast<std::uint32_t>(byte);
    fault_.opened = Label{{place, place + 1}, std::move(text)};
    return false;
  }

  // The run of characters at `at_` that a writer may have meant as one thing: up to a blank, bracket, comma, colon,
  // quote.
  std::string_view word() const {
    std::size_t end = at_;
    while (end < text_.size() && !is_blank(text_[end]) &&
           std::string_view(",:;[]{}\"'").find(text_[end]) == std::string_view::npos &&
           static_cast<unsigned char>(text_[end]) >= 0x20U) {
      ++end;
    }
    return text_.substr(at_, end - at_);
  }
  // What stands at `at_`, to be shown.
  std::string found() const {
    if (at_end()) return "the end of the file";
    const std::string_view run = word();
    if (is_invisible()) return "an invisible character";
    if (!run.empty()) return fmt::format("`{}`", shorten(run));
    const auto byte = static_cast<unsigned char>(here());
    if (byte == 0) return "a NUL byte";
    if (byte < 0x20U) return fmt::format("a control character (0x{:02X})", byte);
    return fmt::format("`{}`", here());
  }
  static std::string shorten(std::string_view run) {
    constexpr std::size_t most = 40;  // enough to recognise, little enough for one line
    if (run.size() <= most) return std::string(run);
    std::size_t cut = most;
    while (cut > 0 && (static_cast<unsigned char>(run[cut]) & 0xC0U) == 0x80U) --cut;
    return std::string(run.substr(0, cut)) + "…";
  }

  bool scan_file();
  bool check_utf8();
  bool scan_after_end();
  bool scan_value(std::uint32_t depth, std::string_view before);
  bool scan_object(std::uint32_t depth);
  bool scan_array(std::uint32_t depth);
  bool scan_name(std::size_t comma, bool after_comma);
  bool scan_text();
  bool scan_number();
  bool scan_other_value(std::string_view before);
  bool fail_comment();
  bool fail_foreign_quotes();
  bool fail_unclosed(std::size_t opener);
  bool fail_between(std::size_t opener, std::size_t value_end, char closer);
  bool is_comment() const { return here() == '#' || starts_with(rest(), "//") || starts_with(rest(), "/*"); }
  // Blanks that are not JSON's, and characters without a width: text copied from elsewhere has them.
  bool is_invisible() const {
    for (const char* one : {"\u00A0", "\u00AD", "\u2002", "\u2003", "\u2009", "\u200B", "\u200C", "\u200D", "\u202F", "\u2060", "\u3000", "\uFEFF"}) {
      if (starts_with(rest(), one)) return true;
    }
    return false;
  }
  bool fail_invisible() {
    return fail(at_, at_ + (static_cast<unsigned char>(here()) < 0xE0U ? 2 : 3), "an invisible character stands here",
                "remove it, or put a plain blank there; text copied from another program often has them");
  }
  bool is_foreign_quote() const {
    return here() == '\'' || here() == '`' || starts_with(rest(), "“") || starts_with(rest(), "”") ||
           starts_with(rest(), "„") || starts_with(rest(), "‘") || starts_with(rest(), "’");
  }
};

bool Scanner::scan_file() {
  if (!check_utf8()) return false;
  skip_blanks();
  if (at_end()) {
    fault_.kind = JsonFault::Kind::empty;
    return fail(begin_, begin_, "there is nothing here to read",
                "a fact file holds one member, `{ \"member\": { … } }`, several in `[ … ]`, or one a line");
  }
  if (starts_with(rest(), "policy ") || starts_with(rest(), "use ")) {
    return fail(at_, at_ + word().size(), "this is a policy, and facts are wanted",
                "the policy is given first: `crit eval POLICY.crit FACTS.json`");
  }
  if (begins_file_ && is_letter(here()) && word() != "true" && word() != "false" && word() != "null") {
    return fail(at_, at_ + word().size(), fmt::format("a fact file is JSON, and begins with `{{` or `[`, not with `{}`", shorten(word())),
                "tables (CSV) and other formats are turned into JSON first: `{ \"member\": { … } }`");
  }
  if (!scan_value(0, "")) return false;
  skip_blanks();
  return at_end() || scan_after_end();
}

bool Scanner::check_utf8() {
  const std::string_view part = text_.substr(std::min(begin_, text_.size()));
  if (const auto foreign = begins_file_ ? foreign_file(part) : std::nullopt) {
    fault_.kind = JsonFault::Kind::not_utf8;
    return fail(begin_, begin_, foreign->message, foreign->help);
  }
  for (std::size_t i = 0; i < part.size();) {
    const std::size_t length = utf8_length(part, i);
    if (length == 0) {
      fault_.kind = JsonFault::Kind::not_utf8;
      return fail(begin_ + i, begin_ + i + 1,
                  fmt::format("byte 0x{:02X} is not UTF-8 text", static_cast<unsigned char>(part[i])),
                  "save the file as UTF-8");
    }
    i += length;
  }
  return true;
}

bool Scanner::scan_after_end() {
  const std::size_t place = at_;
  if (is_comment()) return fail_comment();
  if (here() == '}' || here() == ']') {
    return fail(place, place + 1, fmt::format("`{}` closes nothing: everything before it is closed", here()),
                fmt::format("remove this `{}`, or one closed too early further up", here()));
  }
  if (here() == ',') {
    ++at_;
    skip_blanks();
    if (here() == '{') {
      return fail(place, place + 1, "a comma follows on a whole member",
                  "put several members into `[ … ]`, or write one a line without commas between");
    }
    return fail(place, place + 1, "a comma follows where everything is closed", "remove this comma");
  }
  if (here() == '{' || here() == '[') {
    return fail(place, place + 1, fmt::format("a second value begins with `{}` after the first has ended", here()),
                "put several members into `[ … ]` with commas between, or write each on one line");
  }
  return fail(place, place + std::max<std::size_t>(word().size(), 1),
              fmt::format("{} follows where everything is closed", found()),
              "remove it, or a bracket closed too early further up");
}

bool Scanner::scan_value(std::uint32_t depth, std::string_view before) {
  skip_blanks();
  const char c = here();
  if (c == '{' || c == '[') {
    if (depth >= JsonValue::max_depth) {
      fault_.kind = JsonFault::Kind::too_deep;
      return fail(at_, at_ + 1, fmt::format("values are nested more than {} deep", JsonValue::max_depth),
                  "facts need no more than a few levels: `{ \"height\": [ { \"sd\": -3.2 } ] }`");
    }
    return c == '{' ? scan_object(depth + 1) : scan_array(depth + 1);
  }
  if (c == '"') return scan_text();
  if (c == '-' || is_digit(c)) return scan_number();
  return scan_other_value(before);
}

bool Scanner::scan_object(std::uint32_t depth) {
  const std::size_t opener = at_++;
  skip_blanks();
  if (here() == '}') return ++at_, true;
  std::size_t comma = opener;
  for (bool after_comma = false;; after_comma = true) {
    if (at_end()) return fail_unclosed(opener);
    if (!scan_name(comma, after_comma)) return false;
    const std::size_t name_end = at_;
    skip_blanks();
    if (at_end()) return fail_unclosed(opener);
    if (here() != ':') {
      if (here() == '=') return fail(at_, at_ + 1, "`=` stands between a name and its value", "write `:`");
      if (is_invisible()) return fail_invisible();
      return fail(name_end, name_end, fmt::format("a name is followed by {}, not by `:`", found()),
                  "write `\"name\": value`");
    }
    ++at_;
    skip_blanks();
    if (at_end()) return fail_unclosed(opener);
    if (!scan_value(depth, "`:`")) return false;
    const std::size_t value_end = at_;
    skip_blanks();
    if (at_end()) return fail_unclosed(opener);
    if (here() == '}') return ++at_, true;
    if (here() != ',') return fail_between(opener, value_end, '}');
    comma = at_++;
    skip_blanks();
  }
}

bool Scanner::scan_array(std::uint32_t depth) {
  const std::size_t opener = at_++;
  skip_blanks();
  if (here() == ']') return ++at_, true;
  std::size_t comma = opener;
  for (bool after_comma = false;; after_comma = true) {
    if (at_end()) return fail_unclosed(opener);
    if (after_comma && here() == ']') {
      return fail(comma, comma + 1, "a comma stands before `]`", "remove the comma: JSON has none after the last item");
    }
    if (!scan_value(depth, after_comma ? "`,`" : "`[`")) return false;
    const std::size_t value_end = at_;
    skip_blanks();
    if (at_end()) return fail_unclosed(opener);
    if (here() == ']') return ++at_, true;
    if (here() != ',') return fail_between(opener, value_end, ']');
    comma = at_++;
    skip_blanks();
  }
}

bool Scanner::scan_name(std::size_t comma, bool after_comma) {
  if (here() == '"') return scan_text();
  if (here() == '}' && after_comma) {
    return fail(comma, comma + 1, "a comma stands before `}`", "remove the comma: JSON has none after the last member");
  }
  if (is_comment()) return fail_comment();
  if (is_foreign_quote()) return fail_foreign_quotes();
  if (is_invisible()) return fail_invisible();
  const std::string_view run = word();
  if (!run.empty() && is_digit(run.front()) && after_comma && is_digit(text_[comma - 1])) {
    std::size_t start = comma;
    while (start > 0 && (is_digit(text_[start - 1]) || text_[start - 1] == '-')) --start;
    return fail(start, at_ + run.size(), "a comma stands inside a number",
                fmt::format("write {}{}", text_.substr(start, comma - start), run));
  }
  if (!run.empty() && (is_letter(run.front()) || run.front() == '_')) {
    return fail(at_, at_ + run.size(), fmt::format("the name `{}` is not in quotes", shorten(run)),
                fmt::format("write \"{}\"", shorten(run)));
  }
  return fail(at_, at_ + std::max<std::size_t>(run.size(), 1),
              fmt::format("a name in quotes is expected, found {}", found()),
              here() == ',' ? "remove one of the commas" : "write `\"name\": value`");
}

bool Scanner::scan_text() {
  const std::size_t opener = at_++;
  for (; !at_end(); ++at_) {
    const auto byte = static_cast<unsigned char>(here());
    if (byte == '"') {
      std::size_t bad_at = 0;
      const std::string_view raw = text_.substr(opener + 1, at_ - opener - 1);
      if (!unescape_json(raw, &bad_at)) {
        const bool unicode = bad_at + 1 < raw.size() && raw[bad_at + 1] == 'u';
        const std::size_t place = opener + 1 + bad_at;
        if (unicode) {
          return fail(place, std::min(place + 6, at_), "`\\u` is not followed by four digits of a whole character",
                      "write the character itself");
        }
        return fail(place, place + 2, fmt::format("`\\{}` is no escape JSON has", raw.substr(bad_at + 1, 1)),
                    "write `\\\\` for a backslash");
      }
      return ++at_, true;
    }
    if (byte == '\\') {
      ++at_;
      if (at_end()) break;
      if (static_cast<unsigned char>(here()) >= 0x20U) continue;
    }
    if (byte == '\n' || byte == '\r' || here() == '\n' || here() == '\r') {
      fail(opener, at_, "a text is not closed on its line",
           "put a `\"` at its end; a line break inside a text is `\\n`");
      return false;
    }
    if (static_cast<unsigned char>(here()) < 0x20U) {
      if (here() == '\t') return fail(at_, at_ + 1, "a tab stands inside a text", "write `\\t`, or a blank");
      return fail(at_, at_ + 1, fmt::format("{} stands inside a text", found()), "remove it");
    }
  }
  return fail(opener, opener + 1, "a text is never closed", "put a `\"` at its end");
}

bool Scanner::scan_number() {
  const std::size_t start = at_;
  const std::string_view run = word();
  if (is_json_number(run)) {
    at_ += run.size();
    // `91.4 cm`: the unit is a word of its own.
    const std::size_t number_end = at_;
    skip_blanks();
    const std::string_view unit = word();
    if (!unit.empty() && (is_letter(unit.front()) || unit.front() == '%') &&
        text_.substr(number_end, at_ - number_end) == " ") {
      return fail(start, at_ + unit.size(), fmt::format("`{} {}` is not in quotes", run, shorten(unit)),
                  fmt::format("write \"{} {}\"", run, shorten(unit)));
    }
    at_ = number_end;
    return true;
  }
  const std::size_t end = start + run.size();
  const std::string shown = shorten(run);
  if (run == "-Infinity" || run == "-inf") {
    return fail(start, end, fmt::format("`{}` is not a number JSON has", run), "write null where a value is not there");
  }
  std::string_view digits = run;
  const std::string_view sign = starts_with(run, "-") ? "-" : "";
  digits.remove_prefix(sign.size());
  if (digits.size() > 1 && digits[0] == '0' && is_digit(digits[1])) {
    std::string_view cut = digits;
    while (cut.size() > 1 && cut[0] == '0' && is_digit(cut[1])) cut.remove_prefix(1);
    if (is_json_number(cut)) {
      return fail(start, end, fmt::format("the number `{}` begins with a zero too many", shown),
                  fmt::format("write {}{}; a code or date goes in quotes, \"{}\"", sign, shorten(cut), shown));
    }
  }
  const auto is_number_mark = [](char c) { return is_digit(c) || c == '.' || c == '-'; };
  if (std::all_of(run.begin(), run.end(), is_number_mark)) {
    if (!digits.empty() && digits.front() == '.') {
      return fail(start, end, fmt::format("`{}` has no digit before its point", shown),
                  fmt::format("write {}0{}", sign, digits));
    }
    if (run.back() == '.' && std::count(run.begin(), run.end(), '.') == 1) {
      return fail(start, end, fmt::format("`{}` has no digit after its point", shown), fmt::format("write {}0", run));
    }
    if (run == "-") return fail(start, end, "`-` has no digits after it", "write the number: -3.2");
  }
  return fail(start, end, fmt::format("`{}` is not a number", shown),
              fmt::format("a date, a code or a value with a unit goes in quotes: \"{}\"", shown));
}

bool Scanner::scan_other_value(std::string_view before) {
  if (is_invisible()) return fail_invisible();
  const std::string_view run = word();
  if (run == "true" || run == "false" || run == "null") return at_ += run.size(), true;
  if (is_comment()) return fail_comment();
  if (is_foreign_quote()) return fail_foreign_quotes();
  const std::size_t end = at_ + std::max<std::size_t>(run.size(), 1);
  static constexpr std::pair<std::string_view, std::string_view> foreign[] = {
      {"True", "true"},   {"TRUE", "true"},   {"Yes", "true"},      {"YES", "true"}, {"yes", "true"},
      {"False", "false"}, {"FALSE", "false"}, {"No", "false"},      {"NO", "false"}, {"no", "false"},
      {"None", "null"},   {"NULL", "null"},   {"Null", "null"},     {"nil", "null"}, {"undefined", "null"},
      {"NaN", "null"},    {"nan", "null"},    {"Infinity", "null"}, {"inf", "null"}, {"NA", "null"},
  };
  for (const auto& [word, json] : foreign) {
    if (run == word) {
      return fail(at_, end, fmt::format("`{}` is not JSON", run),
                  json == "null" ? "write null where a value was looked for and is not there, or leave the field out"
                                 : fmt::format("write {}", json));
    }
  }
  // One that was cut off.
  for (const std::string_view word : {"true", "false", "null"}) {
    if (run.size() >= 2 && word.substr(0, run.size()) == run) {
      return fail(at_, end, fmt::format("`{}` is not JSON", run), fmt::format("write {}", word));
    }
  }
  if (starts_with(run, "+") && is_json_number(run.substr(1))) {
    return fail(at_, end, fmt::format("the number `{}` begins with `+`", shorten(run)),
                fmt::format("write {}", shorten(run.substr(1))));
  }
  if (starts_with(run, ".") && run.size() > 1 && is_json_number(fmt::format("0{}", run))) {
    return fail(at_, end, fmt::format("`{}` has no digit before its point", shorten(run)),
                fmt::format("write 0{}", shorten(run)));
  }
  if (before.empty()) {
    return fail(at_, end, fmt::format("a member begins with `{{`, found {}", found()), "facts are JSON: write { \"member\": { … } }, or remove this line");
  }
  if (!run.empty() && (is_letter(run.front()) || static_cast<unsigned char>(run.front()) >= 0x80U)) {
    return fail(at_, end, fmt::format("`{}` is not in quotes", shorten(run)),
                fmt::format("write \"{}\"", shorten(run)));
  }
  std::string help = "write a value: a number, a \"text\", true, false, null, `[ … ]` or `{ … }`";
  if (here() == ',' && before == "`,`") help = "remove one of the commas";
  return fail(at_, end, fmt::format("a value is expected after {}, found {}", before, found()), std::move(help));
}

bool Scanner::fail_comment() {
  const std::size_t line_end = std::min(text_.find('\n', at_), text_.size());
  return fail(at_, line_end, "JSON has no comments", "remove it; where a value comes from goes into its \"source\"");
}

bool Scanner::fail_foreign_quotes() {
  const std::size_t start = at_;
  const std::size_t quote = here() == '\'' || here() == '`' ? 1 : 3;
  std::size_t end = start + quote;
  while (end < text_.size() && text_[end] != '\n') {
    const std::string_view ahead = text_.substr(end, quote);
    if (quote == 1 ? ahead[0] == text_[start]
                   : (starts_with(ahead, "“") || starts_with(ahead, "”") || starts_with(ahead, "’") ||
                      starts_with(ahead, "‘"))) {
      return fail(start, end + quote, "a text stands in quotes other than straight double ones",
                  fmt::format("write \"{}\"", shorten(text_.substr(start + quote, end - start - quote))));
    }
    ++end;
  }
  return fail(start, start + quote, "a text stands in quotes other than straight double ones", "write \"…\"");
}

bool Scanner::fail_unclosed(std::size_t opener) {
  const char open = text_[opener];
  const char close = open == '{' ? '}' : ']';
  fail(text_.size(), text_.size(), fmt::format("the text ends before this `{}` is closed", open),
       fmt::format("add the missing `{}`; where the text was cut off, take it from its source again, for what is lost is not known", close));
  return opened_at(opener, "opened here");
}

bool Scanner::fail_between(std::size_t opener, std::size_t value_end, char closer) {
  if (is_invisible()) return fail_invisible();
  if (is_comment()) return fail_comment();
  if (here() == '}' || here() == ']') {
    fail(at_, at_ + 1, fmt::format("`{}` is closed by `{}`", text_[opener], here()), fmt::format("write `{}`", closer));
    return opened_at(opener, "opened here");
  }
  if (here() == ';') return fail(at_, at_ + 1, "`;` stands where a comma belongs", "write `,`");
  if (here() == ':' && closer == ']') {
    return fail(at_, at_ + 1, "a name with a value stands in a list", "put it in braces: { \"name\": value }");
  }
  const bool value_ahead =
      here() == '"' || here() == '{' || here() == '[' || here() == '-' || is_digit(here()) || is_letter(here());
  if (value_ahead) {
    return fail(value_end, value_end, fmt::format("a comma is missing before {}", found()), "put `,` between");
  }
  return fail(at_, at_ + std::max<std::size_t>(word().size(), 1),
              fmt::format("`,` or `{}` is expected, found {}", closer, found()), {});
}

}  // namespace

std::optional<JsonFault> find_json_fault(std::string_view text, std::uint32_t begin, std::uint32_t end, bool begins_file) {
  return Scanner(text, begin, end, begins_file).run();
}

}  // namespace crit
