// The author's words, for messages and decisions.
#include "quotes.hpp"

#include <fmt/format.h>

#include <set>

#include "expansion.hpp"

namespace crit {
namespace {

std::string at_most_a_line(std::string text) {
  constexpr std::size_t longest = 160;  // a line's worth; the whole stands in the file
  if (text.size() <= longest) return text;
  text.resize(longest);
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) text.pop_back();
  if (!text.empty() && (static_cast<unsigned char>(text.back()) & 0x80U) != 0) text.pop_back();
  return text + " …";
}

}  // namespace

std::string Quotes::written(Span span) const {
  std::string folded;
  for (const char c : sources_.text(span)) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) folded += c;
    else if (!folded.empty() && folded.back() != ' ') folded += ' ';
  }
  while (!folded.empty() && folded.back() == ' ') folded.pop_back();
  return at_most_a_line(std::move(folded));
}

std::string Quotes::shown(Span span) const {
  const Source& source = sources_.at(span.begin);
  const Spacing* spacing = spacing_at(file_.spacings, source);
  std::optional<std::string> spaced = spacing == nullptr ? std::nullopt : spacing->text(source, span);
  return spaced ? at_most_a_line(std::move(*spaced)) : written(span);
}

// "dx includes asthma" for `dx includes found`: what a reader of the decision knows.
std::string Quotes::shown_here(Span span) const {
  const std::string whole = shown(span);
  if (expansion_.current == 0) return whole;
  constexpr std::size_t longest = 300;
  std::string made = with_given(whole);
  return made.size() <= longest ? made : whole;
}

// A text of the define at hand, with what stands at the call in its parameters' place.
std::string Quotes::with_given(const std::string& whole) const {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
  std::string made;
  bool quoted = false;
  for (std::size_t i = 0; i < whole.size();) {
    if (whole[i] == '"') quoted = !quoted;
    std::size_t end = i;
    while (end < whole.size() && letter(whole[end])) ++end;
    if (end == i || quoted) {
      made += whole[i++];
      continue;
    }
    const std::string word = whole.substr(i, end - i);
    const bool is_field = i > 0 && whole[i - 1] == '.';
    const ast::ExprPtr* given = is_field ? nullptr : expansion_.argument(expansion_.current, word);
    if (given != nullptr && *given) {
      const ast::NamePath path{word};
      ast::Expr name;
      name.node = path;
      made += shown(expansion_.resolved(name).span);
    } else {
      made += word;
    }
    i = end;
  }
  return made;
}

// Of a message about a define's text: what is quoted is said with what the call gives, each name the first time.
std::string Quotes::as_given(const std::string& message) const {
  std::string made;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < message.size();) {
    const std::size_t end = message[i] == '`' ? message.find('`', i + 1) : std::string::npos;
    if (end == std::string::npos) {
      made += message[i++];
      continue;
    }
    const std::string inside = message.substr(i + 1, end - i - 1);
    made += "`" + (seen.insert(inside).second ? with_given(inside) : inside) + "`";
    i = end + 1;
  }
  return made;
}

}  // namespace crit
