// The words of a text, each with what it is: for whoever shows crit in colours. Of any text, also one with mistakes.
//
// What the parser could read is what the parser took it for: a name that is also a keyword is a name. In what it could not read
// the keyword table decides. Not the tokens that the parser works with: there are none.
#pragma once

#include <cstdint>
#include <vector>

#include "source.hpp"

namespace crit {

// The public crit::TokenKind has the same, in the same order.
enum class Lexical : std::uint8_t { keyword, name, number, text, date, unit, comment, label, operator_, bracket, unknown };
struct LexicalToken {
  Span span;  // bytes of the file
  Lexical kind = Lexical::name;
};
// In order, apart. `is_expression`: the text is one expression, not items.
std::vector<LexicalToken> lexical_tokens(const Source& source, bool is_expression);

}  // namespace crit
