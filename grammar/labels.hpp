// Two tables about the rules: what a reader calls each one ("expected a name or `{`"), and which tree node it makes.
//
// A rule without a label never shows in a message; a rule without a kind makes no node. Included by parse.cpp only.
#pragma once

#include <string>

#include "grammar.hpp"

namespace crit::rules {

// ---- labels ----------------------------------------------------------------------------------------------------
template <typename Rule>
inline constexpr const char* label = nullptr;
// clang-format off
template <> inline constexpr const char* label<name> = "a name";
template <> inline constexpr const char* label<text> = "a text in double quotes";
template <> inline constexpr const char* label<outline> = "an outline label such as I.A";
template <> inline constexpr const char* label<full_name> = "a criterion's full name such as I.A.3";
template <> inline constexpr const char* label<date> = nullptr;  // one of many operands
template <> inline constexpr const char* label<full_date> = "a date such as `2022-09-30`";
template <> inline constexpr const char* label<comma> = "`,`";
template <> inline constexpr const char* label<colon> = "`:`";
template <> inline constexpr const char* label<equals> = "`=`";
template <> inline constexpr const char* label<open_brace> = "`{`";
template <> inline constexpr const char* label<close_brace> = "`}`";
template <> inline constexpr const char* label<open_paren> = "`(`";
template <> inline constexpr const char* label<close_paren> = "`)`";
template <> inline constexpr const char* label<primary> = "a value or condition";
template <> inline constexpr const char* label<small> = "a duration such as `90 days`";
template <> inline constexpr const char* label<count_number> = "a whole number";
template <> inline constexpr const char* label<match_key> = "a value to match";
template <> inline constexpr const char* label<set_item> = "a value";
template <> inline constexpr const char* label<code_item> = "a code";
template <> inline constexpr const char* label<code_end> = "a code";
template <> inline constexpr const char* label<comparison_tail> = "an operator";
template <> inline constexpr const char* label<product_op> = "an operator";
template <> inline constexpr const char* label<entry_end> = "the end of the line";
template <> inline constexpr const char* label<kind_name> = "a kind of source such as `chart_note`";
template <> inline constexpr const char* label<order_op> = "`>=` or another comparison";
template <> inline constexpr const char* label<bound_key> = "`at_least` or `at_most`";
template <> inline constexpr const char* label<type_expression> = "a type";
template <> inline constexpr const char* label<next_alternative> = "another alternative";
template <> inline constexpr const char* label<category> = "a category such as `not_covered`";
template <> inline constexpr const char* label<system_or_text> = "a coding system such as `icd10`";
template <> inline constexpr const char* label<policy_clause> =
    "`title`, `payer`, `version`, `source`, `effective`, `status`, `action`, `bills`, `evidence` or `leap_birthday`";
template <> inline constexpr const char* label<unit_name> = "the name of something counted, such as `tablet`";
template <> inline constexpr const char* label<arrow> = "`->` and what the table gives";
template <> inline constexpr const char* label<from_file> = "`from` and a file's name";
template <> inline constexpr const char* label<part_end> = "the end of the cell";
template <> inline constexpr const char* label<typed_end> = "the end of the line";
template <> inline constexpr const char* label<cell> = "a key, a range such as `10 kg .. 20 kg`, or `any`";
template <> inline constexpr const char* label<cell_value> = "a value";
template <> inline constexpr const char* label<cell_dots> = "`..`";
template <> inline constexpr const char* label<cell_top> = "the upper end of the range";
template <> inline constexpr const char* label<row_value> = "a value";
template <> inline constexpr const char* label<row_clause> = "a row of keys or `otherwise`";
template <> inline constexpr const char* label<amend_clause> = "`replace`, `remove` or `add`";
template <> inline constexpr const char* label<test_clause> = "`as_of`, `facts` or `expect`";
template <> inline constexpr const char* label<given_value> = "a value";
template <> inline constexpr const char* label<expect_part> = "`as`, `because`, `until`, `to`, `needs` or `give`";
template <> inline constexpr const char* label<verdict_word> = "`met`, `not met`, `unknown` or `not applicable`";
template <> inline constexpr const char* label<leap_rule> = "`march_1` or `february_28`";
template <> inline constexpr const char* label<choose_clause> = "`when` or `otherwise`";
template <> inline constexpr const char* label<match_clause> = "a value to match or `otherwise`";
template <> inline constexpr const char* label<item_level> =
    "`policy`, `use`, `facts`, `codes`, `sources`, `units`, `table`, `define`, `indication`, `exclusion`, `referral`, `common`, `otherwise deny`, `amend` or `test`";

template <typename Rule>
struct needed_key {
  static constexpr bool known = false;
};
template <Key k>
struct needed_key<need<k>> {
  static constexpr bool known = true;
  static constexpr Key key = k;
};
template <Key k>
struct needed_key<need_wide<k>> : needed_key<need<k>> {};

// ---- kinds -----------------------------------------------------------------------------------------------------
template <typename Rule>
inline constexpr Kind kind_of = Kind::error;  // none
template <Key key> inline constexpr Kind kind_of<kw_node<key>> = Kind::keyword;
template <std::uint32_t flags> inline constexpr Kind kind_of<any_kw<flags>> = Kind::keyword;
#define CRIT_NODE(rule, kind) \
  template <> inline constexpr Kind kind_of<rule> = Kind::kind
CRIT_NODE(file, file);
CRIT_NODE(policy, policy);
CRIT_NODE(policy_clause, policy_clause);
CRIT_NODE(facts, facts);
CRIT_NODE(fact, fact);
CRIT_NODE(fact_braces, group);
CRIT_NODE(type_expression, type);
CRIT_NODE(complete, complete);
CRIT_NODE(codes, codes);
CRIT_NODE(valid_from, valid_from);
CRIT_NODE(valid_to, valid_to);
CRIT_NODE(action_when, action_when);
CRIT_NODE(effective_from, valid_from);
CRIT_NODE(effective_to, valid_to);
CRIT_NODE(sources, sources);
CRIT_NODE(group_kinds, kinds);
CRIT_NODE(units, units);
CRIT_NODE(table, table);
CRIT_NODE(table_key, table_key);
CRIT_NODE(table_output, table_output);
CRIT_NODE(interpolated, keyword);
CRIT_NODE(from_file, from_file);
CRIT_NODE(table_row, row);
CRIT_NODE(otherwise_row, otherwise_row);
CRIT_NODE(cell, cell);
CRIT_NODE(cell_range, cell_range);
CRIT_NODE(call_output, output);
CRIT_NODE(cell_dots, op);
CRIT_NODE(define, define);
CRIT_NODE(parameters, parameters);
CRIT_NODE(use, use);
CRIT_NODE(common, common);
CRIT_NODE(common_for, common_for);
CRIT_NODE(amend, amend);
CRIT_NODE(amend_over, amend_over);
CRIT_NODE(amend_when, amend_when);
CRIT_NODE(replace_clause, replace);
CRIT_NODE(remove_clause, remove);
CRIT_NODE(add_clause, add);
CRIT_NODE(add_after, add_after);
CRIT_NODE(test, test);
CRIT_NODE(test_as_of, test_as_of);
CRIT_NODE(test_facts, test_facts);
CRIT_NODE(test_expect, test_expect);
CRIT_NODE(judged_name, outline);
CRIT_NODE(verdict_word, keyword);
CRIT_NODE(expect_as, expect_as);
CRIT_NODE(expect_because, expect_because);
CRIT_NODE(expect_until, expect_until);
CRIT_NODE(expect_to, expect_to);
CRIT_NODE(expect_needs, expect_needs);
CRIT_NODE(expect_give, expect_give);
CRIT_NODE(given_braces, given_braces);
CRIT_NODE(given, given);
CRIT_NODE(section, section);
CRIT_NODE(category, category);
CRIT_NODE(when_clause, when_clause);
CRIT_NODE(approve_clause, approve_clause);
CRIT_NODE(refer_clause, refer_clause);
CRIT_NODE(review, review);
CRIT_NODE(give_clause, give_clause);
CRIT_NODE(otherwise_deny, otherwise_deny);
CRIT_NODE(entry, entry);
CRIT_NODE(list_type_key, keyword);
CRIT_NODE(section_key, keyword);
CRIT_NODE(text_clause_key, keyword);
CRIT_NODE(anchor_key, keyword);
CRIT_NODE(point_key, keyword);
CRIT_NODE(state_key, keyword);
CRIT_NODE(bound_key, keyword);
CRIT_NODE(last_key, keyword);
CRIT_NODE(joined_key, keyword);
CRIT_NODE(counting_key, keyword);
CRIT_NODE(selector_key, keyword);
CRIT_NODE(block_key, keyword);
CRIT_NODE(counting_block_key, keyword);
CRIT_NODE(name, name);
CRIT_NODE(call_name, name);
CRIT_NODE(item_name, name);
CRIT_NODE(category_word, name);
CRIT_NODE(label_token, label);
CRIT_NODE(text, text);
CRIT_NODE(text_bare, text);
CRIT_NODE(outline, outline);
CRIT_NODE(full_name, outline);
CRIT_NODE(code, code);
CRIT_NODE(code_bare, code);
CRIT_NODE(star_mark, star);
CRIT_NODE(code_dots, op);
CRIT_NODE(system_name, system);
CRIT_NODE(number_digits, number);
CRIT_NODE(count_number, number);
CRIT_NODE(unit, unit);
CRIT_NODE(type_word, unit);
CRIT_NODE(date, date);
CRIT_NODE(duration, duration);
CRIT_NODE(alternative_op, op);
CRIT_NODE(compare_op, op);
CRIT_NODE(member_op, op);
CRIT_NODE(order_op, op);
CRIT_NODE(sum_op, op);
CRIT_NODE(product_op, op);
CRIT_NODE(if_then, if_then);
CRIT_NODE(unless_level, unless);
CRIT_NODE(condition, or_chain);
CRIT_NODE(and_level, and_chain);
CRIT_NODE(negation, negation);
CRIT_NODE(comparison, comparison);
CRIT_NODE(documented_level, documented);
CRIT_NODE(body_negation, negation);
CRIT_NODE(source_kinds, kinds);
CRIT_NODE(kind_name, name);
CRIT_NODE(operand_range, span_to);
CRIT_NODE(operand_sum, sum);
CRIT_NODE(product, product);
CRIT_NODE(minus, minus);
CRIT_NODE(minus_key, minus);
CRIT_NODE(number_literal, number_literal);
CRIT_NODE(set, set);
CRIT_NODE(code_item, code_item);
CRIT_NODE(paren, paren);
CRIT_NODE(call, call);
CRIT_NODE(meets, meets);
CRIT_NODE(asked, asked);
CRIT_NODE(block, block);
CRIT_NODE(query, query);
CRIT_NODE(pair, pair);
CRIT_NODE(item, item);
CRIT_NODE(window, window);
CRIT_NODE(anchor, anchor);
CRIT_NODE(of_anchor, anchor);
CRIT_NODE(where, where);
CRIT_NODE(has, has);
CRIT_NODE(gap, gap);
CRIT_NODE(run, run);
CRIT_NODE(match_choice, match);
CRIT_NODE(choose_choice, choose);
CRIT_NODE(choose_arm, arm);
CRIT_NODE(match_arm, arm);
CRIT_NODE(otherwise_arm, otherwise_arm);
#undef CRIT_NODE
// clang-format on

// Levels of precedence make a node only where an operator stands.
constexpr bool folds(Kind kind) {
  return kind == Kind::unless || kind == Kind::or_chain || kind == Kind::and_chain || kind == Kind::comparison ||
         kind == Kind::documented ||         kind == Kind::span_to || kind == Kind::sum || kind == Kind::product;
}

}  // namespace crit::rules
