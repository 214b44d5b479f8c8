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

std::optional<std::string> Spacing::text(const Source& source, Span span) const {
  const layout::Script script = layout::read_script(source, tree_, span);
  std::string made;
  std::uint32_t left = layout::nowhere;
  bool after_opener = false;
  for (std::uint32_t i = 0; i < script.count(); ++i) {
    const layout::Token& token = script.tokens[i];
    if (token.end <= span.begin || token.sort == layout::Sort::comment || script.is_sign(i, ";")) continue;
    if (token.begin >= span.end) break;
    if (token.begin < span.begin || token.end > span.end) return std::nullopt;
    if (left != layout::nowhere) {
      const std::uint32_t statement = after_opener ? layout::nowhere : script.statement_at(i);
      if (statement != layout::nowhere && is_parted(script.kind(statement)))
        made += "; ";
      else if (layout::blanks_between(script, left, i) > 0)
        made += ' ';
    }
    append_word(made, source.text({token.begin, token.end}));
    after_opener = script.is_sign(i, "{");
    left = i;
  }
  return made;
}

const Spacing* spacing_at(const std::vector<Spacing>& spacings, const Source& source) {
  const auto before = [](const Spacing& one, std::uint32_t base) { return one.base() < base; };
  const auto found = std::lower_bound(spacings.begin(), spacings.end(), source.base(), before);
  return found != spacings.end() && found->base() == source.base() ? &*found : nullptr;
}

}  // namespace crit
