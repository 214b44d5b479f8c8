// What to say where the parse cannot go on, put together. Internal to grammar/; no PEGTL.
//
// The grammar knows only what it expected; the habits of other languages, and of people, are recognised here by looking
// at the text, so that they cost the grammar nothing. A habit is one function, which says its message and gives true when
// the text has it: complain_signs.cpp those of characters, complain_words.cpp of words, complain_prose.cpp of the
// text of policies, complain_units.cpp of amounts and codes, complain_places.cpp of what stands where. complain.cpp tries them in order, and has the message for the rest.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "state.hpp"

namespace crit {

inline std::string quoted(std::string_view text) { return "`" + std::string(text) + "`"; }
std::string lower_case(std::string_view word);
std::string flat(std::string_view text);  // on one line, each run of blanks one

class Complaint {
 public:
  Complaint(const ParseState& state, std::uint32_t place);
  SyntaxError made();

 private:
  bool expects(std::string_view label) const {
    return std::find(state_.expected.begin(), state_.expected.end(), label) != state_.expected.end();
  }
  bool expects_operand() const { return expects("a value or condition"); }
  bool expects_operator() const { return expects("an operator"); }

  void say(Mistake mistake, std::uint32_t begin, std::uint32_t end, std::string message, std::string help = {});
  void measure_found();
  // Nothing came before it in its entry: then it is shown where it is, even if the token before is lines above.
  bool on_later_line() const;
  std::string found_text() const;
  std::string_view word_before(std::uint32_t place) const;  // on its line

  // ---- signs
  bool invisible();
  bool unclosed_text();
  bool quotes();
  bool comment();
  bool number();
  bool several_points();
  bool bracket();
  bool foreign();
  bool unit_power();
  bool name_form();

  // ---- words
  bool capital();
  bool foreign_word();
  bool values_by_condition(std::uint32_t begin);
  bool count_words();
  bool wording();
  bool missing_then();
  bool reserved();
  bool misspelt();

  // ---- prose
  const Node* operand_before(std::uint32_t place) const;
  std::uint32_t comparison_end(std::uint32_t begin) const;
  std::string one_word(std::uint32_t begin, std::uint32_t end) const;
  bool declared_as(std::string_view name, std::string_view type) const;
  bool compared_by_sign();
  bool documented_words();
  bool comparison_words();
  bool half_comparison();
  bool bullet();
  bool unquoted_label();
  bool both_words();
  bool two_words();
  bool fact_head();
  bool section_without_label();
  bool unquoted_test();
  bool expectation();

  // ---- amounts and codes
  std::uint32_t word_begin() const;
  bool number_sign();
  bool unit_words();
  bool spread_unit();
  bool coded_by_system();

  // ---- places
  bool facts_for_policy();
  std::string rest_of_clause(std::uint32_t begin) const;
  bool clause_sign();
  bool quoted_word();
  bool module_path();
  bool row_text();
  bool billed_set();
  bool effective_words();
  bool unquoted_question();
  bool after_documented_by();
  void module_prefix();
  bool chained();
  bool window();
  bool bare_list();
  bool days_covered();
  bool clause_on_line();
  bool common_head();
  bool missing_colon();
  bool printed_label();

  // ---- the rest
  void general();
  void advise_by_place(const std::vector<std::string>& wanted, bool later);
  bool starred_code();
  bool habit(char here);  // advice where the general message alone leaves a reader helpless

  const ParseState& state_;
  std::uint32_t at_;
  std::uint32_t found_end_ = 0;
  std::string_view found_;
  std::string_view found_word_;
  std::uint32_t previous_begin_ = 0;
  std::uint32_t previous_end_ = 0;
  std::string_view previous_;
  SyntaxError error_;
};

}  // namespace crit
