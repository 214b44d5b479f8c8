#include "spacing.hpp"

#include <algorithm>

#include "format_tokens.hpp"

namespace crit {
namespace {

// Of what stands in braces: a line's end parts it from its neighbours, or `;`.
bool is_parted(Kind kind) {
  return is_one_of(kind, {Kind::policy_clause, Kind::fact, Kind::entry, Kind::when_clause, Kind::approve_clause,
                          Kind::refer_clause, Kind::give_clause, Kind::row, Kind::otherwise_row, Kind::arm,
                          Kind::otherwise_arm, Kind::replace, Kind::remove, Kind::add});
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// A word with blanks inside, such as `is not` or `5  mg`, has one for several; a text in quotes keeps its own.
void append_word(std::string& made, std::string_view word) {
  const bool keeps = word.front() == '"';
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (keeps || !is_blank(word[i])) made += word[i];
    else if (i > 0 && !is_blank(word[i - 1])) made += ' ';
  }
}

}  // namespace

Spacing::Spacing(const Source& source, const Tree& tree) : base_(source.base()) {
  const layout::Script script = layout::read_script(source, tree);
  std::uint32_t left = layout::nowhere;
  bool after_opener = true;
  words_.reserve(script.tokens.size());
  for (std::uint32_t i = 0; i < script.count(); ++i) {
    const layout::Token& token = script.tokens[i];
    if (token.sort == layout::Sort::comment || script.is_sign(i, ";")) continue;
    Word word{token.begin - base_, token.end - base_, Word::Before::nothing};
    if (left != layout::nowhere && layout::blanks_between(script, left, i) > 0) word.before = Word::Before::blank;
    const std::uint32_t statement = after_opener ? layout::nowhere : script.statement_at(i);
    if (statement != layout::nowhere && is_parted(script.kind(statement))) word.before = Word::Before::parting;
    words_.push_back(word);
    after_opener = script.is_sign(i, "{");
    left = i;
  }
}

std::optional<std::string> Spacing::text(const Source& source, Span span) const {
  const std::uint32_t begin = span.begin - base_;
  const std::uint32_t end = span.end - base_;
  const auto ends_before = [](const Word& word, std::uint32_t place) { return word.end <= place; };
  auto word = std::lower_bound(words_.begin(), words_.end(), begin, ends_before);
  std::string made;
  for (const auto first = word; word != words_.end() && word->begin < end; ++word) {
    if (word->begin < begin || word->end > end) return std::nullopt;
    if (word != first) made += word->before == Word::Before::parting ? "; " : word->before == Word::Before::blank ? " " : "";
    append_word(made, source.text().substr(word->begin, word->end - word->begin));
  }
  return made;
}

const Spacing* spacing_at(const std::vector<Spacing>& spacings, const Source& source) {
  const auto before = [](const Spacing& one, std::uint32_t base) { return one.base() < base; };
  const auto found = std::lower_bound(spacings.begin(), spacings.end(), source.base(), before);
  return found != spacings.end() && found->base() == source.base() ? &*found : nullptr;
}

}  // namespace crit
