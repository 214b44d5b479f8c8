// A piece of crit as a person types it, before there is a policy round it: whether it is whole, what its words are, where it
// is wrong. No terminal, no colours, no facts: those are the shell's and Session's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crit/crit.hpp"

namespace crit {

// What an entry begins as. `items`: of a policy, `define x = 1` or a whole policy. `json`: facts. Else an expression.
enum class EntryKind : std::uint8_t { empty, expression, items, json };
EntryKind entry_kind(std::string_view entry);

// False where crit's own parser finds its end too soon: an open bracket or quote, `age >=`, `policy "X" {`. What is wrong
// before its end is whole: more text does not mend it.
bool is_whole(std::string_view entry);

enum class TokenKind : std::uint8_t { keyword, name, number, text, date, unit, comment, label, operator_, bracket, unknown };
struct Token {
  Span span;  // bytes of the entry
  TokenKind kind = TokenKind::name;
};
// In order, apart; blanks are left out. Of any text, whole or not.
std::vector<Token> tokens(std::string_view entry);

// What crit's parser finds wrong, as the entry stands; none for one that is merely unfinished. Places are bytes of the entry.
std::vector<Diagnostic> syntax_errors(const SourceText& entry);

}  // namespace crit
