// The tokens: for each, a function from a place in the text to the place where the token ends, or no_match. Internal to
// grammar/; no PEGTL. What a reader may write wrongly in a token itself (1,000, an unclosed text) is thrown as
// SyntaxError, for no other rule could do better there.
#pragma once

#include <cstdint>

#include "state.hpp"

namespace crit::scan {

std::uint32_t keyword(ParseState& state, std::uint32_t place, Key key);
std::uint32_t keyword_of(ParseState& state, std::uint32_t place, std::uint32_t flags);

// ---- words and literals
std::uint32_t name(ParseState& state, std::uint32_t place);       // member.birth_date
std::uint32_t word(ParseState& state, std::uint32_t place);       // icd10, experimental
std::uint32_t output(ParseState& state, std::uint32_t place);  // .dose, behind a call
std::uint32_t arrow(ParseState& state, std::uint32_t place);
std::uint32_t dots(ParseState& state, std::uint32_t place);
std::uint32_t call_name(ParseState& state, std::uint32_t place);  // a name that touches its `(`
std::uint32_t item_name(ParseState& state, std::uint32_t place);  // a name before `of`
std::uint32_t text(ParseState& state, std::uint32_t place);
std::uint32_t label(ParseState& state, std::uint32_t place);  // where a head is known to be
std::uint32_t full_name(ParseState& state, std::uint32_t place);  // I.A.3   I.A.8[1]
std::uint32_t outline(ParseState& state, std::uint32_t place);
std::uint32_t code(ParseState& state, std::uint32_t place);
std::uint32_t date(ParseState& state, std::uint32_t place);
std::uint32_t duration(ParseState& state, std::uint32_t place);  // 1 year 6 months, the whole chain
std::uint32_t number(ParseState& state, std::uint32_t place);
std::uint32_t whole_number(ParseState& state, std::uint32_t place);
std::uint32_t unit_gap(ParseState& state, std::uint32_t place);  // the blank, if any, before a unit
std::uint32_t unit(ParseState& state, std::uint32_t place);
std::uint32_t type_word(ParseState& state, std::uint32_t place);  // a unit, or one alternative

// ---- operators
std::uint32_t compare_op(ParseState& state, std::uint32_t place);  // < <= > >= ≤ ≥ is `is not`
std::uint32_t member_op(ParseState& state, std::uint32_t place);   // in, not in, includes
std::uint32_t order_op(ParseState& state, std::uint32_t place);    // < <= > >= ≤ ≥
std::uint32_t sum_op(ParseState& state, std::uint32_t place);
std::uint32_t product_op(ParseState& state, std::uint32_t place);
std::uint32_t minus(ParseState& state, std::uint32_t place);

// ---- soft keywords, told from names by what follows
std::uint32_t clause_key(ParseState& state, std::uint32_t place, Key key);  // when, approve, refer, give
std::uint32_t review(ParseState& state, std::uint32_t place);               // before a text
std::uint32_t list_type(ParseState& state, std::uint32_t place);            // code, codes, list, series, periods
std::uint32_t block(ParseState& state, std::uint32_t place);                // all_of … before `{`
std::uint32_t counting_block(ParseState& state, std::uint32_t place);       // at_least … before `N of`
std::uint32_t counting(ParseState& state, std::uint32_t place);             // at_least … before `N name`
std::uint32_t selector(ParseState& state, std::uint32_t place);             // latest, count distinct, change in …
std::uint32_t pair(ParseState& state, std::uint32_t place);
std::uint32_t joined(ParseState& state, std::uint32_t place);  // before a name
std::uint32_t judged_name(ParseState& state, std::uint32_t place);
std::uint32_t verdict_word(ParseState& state, std::uint32_t place);
std::uint32_t meets(ParseState& state, std::uint32_t place);
std::uint32_t asked(ParseState& state, std::uint32_t place);
std::uint32_t calendar_window(ParseState& state, std::uint32_t place);  // in month of, in year of
std::uint32_t state_window(ParseState& state, std::uint32_t place);     // active within, started within, ended within
std::uint32_t last(ParseState& state, std::uint32_t place);             // before a duration

// ---- places: these consume nothing but blanks
std::uint32_t digit_here(ParseState& state, std::uint32_t place);
std::uint32_t operand_here(ParseState& state, std::uint32_t place);       // not the start of the next entry
std::uint32_t operand_word_here(ParseState& state, std::uint32_t place);  // a keyword that may begin an operand
std::uint32_t window_here(ParseState& state, std::uint32_t place);        // a keyword that may begin a window
std::uint32_t entry_head(ParseState& state, std::uint32_t place);    // label? text? ":" is ahead
std::uint32_t after_query(ParseState& state, std::uint32_t place);   // nothing may follow a where or has
std::uint32_t entry_end(ParseState& state, std::uint32_t place);
std::uint32_t entries_go_on(ParseState& state, std::uint32_t place);
std::uint32_t items_go_on(ParseState& state, std::uint32_t place);
std::uint32_t entry_begins(ParseState& state, std::uint32_t place);
std::uint32_t item_begins(ParseState& state, std::uint32_t place);

// ---- brackets
std::uint32_t open_brace(ParseState& state, std::uint32_t place);
std::uint32_t close_brace(ParseState& state, std::uint32_t place);
std::uint32_t open_paren(ParseState& state, std::uint32_t place);
std::uint32_t close_paren(ParseState& state, std::uint32_t place);

}  // namespace crit::scan
