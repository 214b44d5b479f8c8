// The grammar of crit: rules only. Names that a reader sees are in labels.hpp, recovery in recover.hpp, tokens in
// scan.hpp.
//
// Padding: a token eats the blanks after it; whether a newline is one of them is in state.hpp. Brackets are rules of
// their own (`braces`, `blank_braces`, `paren`), for the blanks after the closing one belong to the outside again.
// Commitment: once the first token decides, the rest is `must`; no rule reads an expression and then gives it back, so
// the parse is linear. No left recursion: chains are `a (op a)*`, folded when there is no op. Entries and clauses
// recover twice: the whole (its head may be wrong), and the value after the colon (so that a broken value leaves the
// label, and a broken define its name).
#pragma once

#include "recover.hpp"

namespace crit::rules {

using namespace keyword_flag;  // NOLINT: flags of the keyword table

// clang-format off
// ---- tokens ----------------------------------------------------------------------------------------------------
template <Key key> struct kw : token<scan_key<key>> {};                     // no node
template <Key key> struct need : token<scan_key<key>> {};                   // no node; named in messages
template <Key key> struct wide_kw : token<scan_key<key>, Pad::wide> {};     // an infix word: newlines may follow
template <Key key> struct need_wide : token<scan_key<key>, Pad::wide> {};
template <Key key> struct kw_node : token<scan_key<key>> {};                // Kind::keyword
template <std::uint32_t flags> struct any_kw : token<scan_flags<flags>> {};  // Kind::keyword
template <Key key> struct clause_kw : token<scan_clause<key>, Pad::wide> {};  // a value follows, perhaps on the next line
template <Key key> struct clause_line : token<scan_clause<key>> {};         // may end the line

struct comma : token<scan_char<','>, Pad::wide> {};
struct colon : token<scan_char<':'>, Pad::wide> {};
struct equals : token<scan_char<'='>, Pad::wide> {};
struct blanks : place<scan_blanks> {};
struct separators : place<scan_separators> {};

struct name : token<scan::name> {};
struct system_name : token<scan::word> {};
struct text : token<scan::text> {};
struct outline : token<scan::outline> {};
struct code : token<scan::code> {};
struct date : token<scan::date> {};
struct duration : token<scan::duration> {};
struct category_word : token<scan::word> {};

// ---- places ----------------------------------------------------------------------------------------------------
struct digit_here : place<scan::digit_here> {};
struct operand_here : place<scan::operand_here> {};
struct operand_word_here : place<scan::operand_word_here> {};
struct window_here : place<scan::window_here> {};
struct entry_head_ahead : place<scan::entry_head> {};
struct after_query : place<scan::after_query> {};
struct entry_end : place<scan::entry_end> {};
struct entries_go_on : place<scan::entries_go_on> {};
struct items_go_on : place<scan::items_go_on> {};
struct entry_begins : place<scan::entry_begins> {};
struct item_begins : place<scan::item_begins> {};

// ---- brackets --------------------------------------------------------------------------------------------------
struct open_brace : token<scan::open_brace, Pad::wide> {};
struct close_brace : place<scan::close_brace> {};
struct open_paren : token<scan::open_paren, Pad::wide> {};
struct close_paren : place<scan::close_paren> {};

template <typename Clause>
struct entries : p::star<entries_go_on, entry_begins, recover<p::must<Clause>>, separators> {};
template <typename Clause, Newlines newlines = Newlines::separate>
struct braces : p::seq<inside<newlines, p::if_must<open_brace, separators, entries<Clause>, close_brace>>, blanks> {};
template <typename Rule>  // in sets and code lists; a comma may stand last
struct blank_braces : p::seq<inside<Newlines::blank, p::if_must<open_brace, p::opt<Rule, p::star<comma, Rule>, p::opt<comma>>, close_brace>>, blanks> {};

// ---- expressions: forward --------------------------------------------------------------------------------------
struct expression;
struct condition;
struct not_level;
struct body_level;
struct operand_range;
struct operand_sum;
struct unary;
struct primary;
struct entry;
struct type_expression;

// A value up to the end of its entry; a broken one becomes an error node and what stands before it stays.
struct value_to_end : recover<p::seq<p::must<expression>, p::must<entry_end>>> {};
struct text_to_end : p::must<text, entry_end> {};
struct full_date : p::seq<date> {};  // where nothing else may stand
struct outlines : p::seq<outline, p::star<p::if_must<comma, outline>>> {};
struct full_name : token<scan::full_name> {};  // as a decision shows it: I.A.8[1]

// ---- literals --------------------------------------------------------------------------------------------------
struct number_digits : token<scan::number, Pad::none> {};
struct unit_gap : place<scan::unit_gap> {};
struct unit : token<scan::unit, Pad::none> {};
struct number_literal : p::seq<number_digits, p::opt<unit_gap, unit>, blanks> {};
struct digits_literal : p::seq<digit_here, p::sor<date, duration, number_literal>> {};
struct count_number : token<scan::whole_number> {};
struct star_mark : token<scan_char<'*'>, Pad::none> {};
struct code_bare : token<scan::code, Pad::none> {};
struct text_bare : token<scan::text, Pad::none> {};
struct code_dots : p::string<'.', '.'> {};
struct code_end : p::seq<p::sor<code_bare, text_bare>, p::opt<star_mark>> {};
struct code_item : p::seq<code_end, p::opt<p::if_must<code_dots, code_end>>, blanks> {};

// ---- windows ---------------------------------------------------------------------------------------------------
struct small : p::sor<duration, number_literal, struct call, name, struct paren> {};  // no blanks or operators: the D of within D
struct anchor_key : p::sor<token<scan_key<Key::of>>, token<scan_key<Key::after>>, token<scan_key<Key::before>>, token<scan_key<Key::around>>> {};
struct anchor : p::if_must<anchor_key, operand_sum> {};
struct of_anchor : p::if_must<kw_node<Key::of>, operand_sum> {};
struct point_key : p::sor<token<scan_key<Key::before>>, token<scan_key<Key::after>>, token<scan_key<Key::since>>, token<scan::calendar_window>> {};
struct state_key : token<scan::state_window> {};
struct bound_key : p::sor<token<scan_key<Key::at_least>>, token<scan_key<Key::at_most>>> {};
struct order_op : token<scan::order_op, Pad::wide> {};
struct last_key : token<scan::last> {};
struct window : p::seq<window_here, p::sor<
    p::if_must<kw_node<Key::within>, small, p::opt<anchor>>,
    p::if_must<kw_node<Key::within_days>, count_number, p::opt<anchor>>,
    p::if_must<point_key, operand_sum>,
    p::if_must<kw_node<Key::overlapping>, operand_range>,
    p::if_must<kw_node<Key::covering>, p::sor<p::if_must<last_key, small>, operand_range>>,
    p::if_must<state_key, small, p::opt<of_anchor>>,
    p::if_must<kw_node<Key::lasting>, order_op, small>,
    p::if_must<kw_node<Key::apart>, bound_key, small>>> {};

// ---- asking a list ---------------------------------------------------------------------------------------------
struct pair : p::seq<inside<Newlines::blank, p::if_must<token<scan::pair>, open_paren, name, comma, name, close_paren>>, blanks, p::must<need<Key::of>>> {};
struct item_name : token<scan::item_name> {};
struct item : p::if_must<item_name, need<Key::of>> {};
// A `documented_by` behind the query is about all of it, not about what its items are asked.
struct where : p::if_must<wide_kw<Key::where>, body_level> {};
struct has : p::if_must<wide_kw<Key::has>, body_level> {};
struct run : p::if_must<wide_kw<Key::for_at_least>, small> {};
struct asking : p::seq<has, p::opt<run>> {};
struct plain_body : p::seq<p::opt<p::sor<pair, item>>, name, p::star<window>,
    p::opt<p::sor<p::seq<where, p::opt<asking>, after_query>, p::seq<asking, after_query>>>> {};
// What is done first stands first: the items that `where` keeps are joined, and windows are asked of what comes of it.
struct joined_key : token<scan::joined> {};
struct gap : p::if_must<kw<Key::gap>, need<Key::at_most>, small> {};
struct joined_body : p::if_must<joined_key, p::opt<item>, name, p::opt<gap>, p::star<window>,
    p::opt<p::sor<p::seq<where, p::star<window>, p::opt<asking>, after_query>, p::seq<asking, after_query>>>> {};
struct query_body : p::sor<joined_body, plain_body> {};
struct counting_key : token<scan::counting> {};
struct selector_key : token<scan::selector> {};
struct query : p::sor<
    p::if_must<any_kw<quantifier>, query_body>,
    p::if_must<counting_key, count_number, query_body>,
    p::if_must<selector_key, query_body>> {};

// ---- blocks, choices, calls ------------------------------------------------------------------------------------
struct entry_braces : braces<entry, Newlines::block> {};
struct block_key : token<scan::block> {};
struct counting_block_key : token<scan::counting_block> {};
struct block : p::sor<
    p::if_must<block_key, entry_braces>,
    p::if_must<counting_block_key, count_number, need<Key::of>, entry_braces>> {};

struct otherwise_arm : p::if_must<kw<Key::otherwise>, colon, value_to_end> {};
struct choose_arm : p::if_must<clause_kw<Key::when>, inside<Newlines::before_colon, condition>, colon, value_to_end> {};
struct choose_clause : p::sor<otherwise_arm, choose_arm> {};
struct minus_key : p::if_must<token<scan::minus>, number_literal> {};
struct match_key : p::sor<date, minus_key, number_literal, text, name, code> {};
struct match_arm : p::seq<match_key, p::must<p::star<p::if_must<comma, match_key>>, colon, value_to_end>> {};
struct match_clause : p::sor<otherwise_arm, match_arm> {};
struct choose_choice : p::if_must<kw<Key::choose>, braces<choose_clause>> {};
struct match_choice : p::if_must<wide_kw<Key::match>, operand_sum, braces<match_clause>> {};

struct call_name : token<scan::call_name, Pad::none> {};
struct arguments : p::seq<inside<Newlines::blank, p::if_must<open_paren, p::opt<expression, p::star<p::if_must<comma, expression>>>, close_paren>>, blanks> {};
struct call_output : token<scan::output> {};
struct call : p::if_must<call_name, arguments, p::opt<call_output>> {};
struct paren : p::seq<inside<Newlines::blank, p::if_must<open_paren, expression, close_paren>>, blanks> {};
struct set_item : p::sor<code_item, digits_literal, minus_key, name> {};
struct set : blank_braces<set_item> {};
struct meets : p::if_must<token<scan::meets>, outline> {};
struct asked : p::if_must<token<scan::asked>, text> {};

// ---- expressions, tightest last --------------------------------------------------------------------------------
struct if_then : p::if_must<wide_kw<Key::if_>, condition, need_wide<Key::then>, expression> {};
struct unless_level : p::seq<condition, p::opt<p::if_must<wide_kw<Key::unless>, condition>>> {};
struct expression : nested<p::sor<if_then, unless_level>> {};
struct and_level : p::seq<not_level, p::star<p::if_must<wide_kw<Key::and_>, not_level>>> {};
struct condition : p::seq<and_level, p::star<p::if_must<wide_kw<Key::or_>, and_level>>> {};
struct negation : p::if_must<wide_kw<Key::not_>, nested<not_level>> {};
struct compare_op : token<scan::compare_op, Pad::wide> {};
struct member_op : token<scan::member_op, Pad::wide> {};
struct comparison_tail : p::sor<p::if_must<compare_op, operand_range>, window, p::if_must<member_op, operand_range>> {};
struct comparison : p::seq<operand_range, p::opt<comparison_tail>> {};
struct kind_name : token<scan::word> {};
struct source_kinds : p::seq<kind_name, p::star<p::if_must<comma, kind_name>>> {};
struct documented_level : p::seq<comparison, p::opt<p::if_must<wide_kw<Key::documented_by>, source_kinds>>> {};
struct not_level : p::sor<negation, documented_level> {};
struct body_negation : p::if_must<wide_kw<Key::not_>, nested<body_level>> {};
struct body_level : p::sor<body_negation, comparison> {};
struct operand_range : p::seq<operand_sum, p::opt<p::if_must<wide_kw<Key::to>, operand_sum>>> {};
struct sum_op : token<scan::sum_op, Pad::wide> {};
struct product_op : token<scan::product_op, Pad::wide> {};
struct product : p::seq<unary, p::star<p::if_must<product_op, unary>>> {};
struct operand_sum : p::seq<product, p::star<p::if_must<sum_op, product>>> {};
struct minus : p::if_must<token<scan::minus>, nested<unary>> {};
struct unary : p::sor<minus, primary> {};
struct worded : p::seq<operand_word_here, p::sor<meets, asked, block>> {};
// How deep it stands is looked at before the word: what stands too deep is told whatever it is.
struct worded_deeper : p::seq<nested<operand_word_here>, p::sor<nested<query>, nested<choose_choice>, nested<match_choice>>> {};
struct primary : p::seq<operand_here, p::sor<digits_literal, text, worded, worded_deeper, call, name, code, paren, set>> {};

// ---- entries ---------------------------------------------------------------------------------------------------
struct label_token : token<scan::label> {};
struct entry_head : p::if_must<entry_head_ahead, p::opt<label_token>, p::opt<text>, colon> {};
struct entry : p::seq<p::opt<entry_head>, value_to_end> {};

// ---- facts -----------------------------------------------------------------------------------------------------
struct fact;
struct fact_braces : nested<braces<fact, Newlines::facts>> {};
struct system_or_text : p::sor<system_name, text> {};
struct complete : p::if_must<kw<Key::complete>, p::opt<p::if_must<kw<Key::within>, duration>>> {};
struct list_type_key : token<scan::list_type> {};
struct list_type : p::if_must<list_type_key, p::sor<p::if_must<kw<Key::of>, type_expression>, fact_braces, system_or_text>, p::opt<complete>> {};
struct type_word : token<scan::type_word> {};
struct alternative_op : p::sor<token<scan_char<'|'>, Pad::wide>, token<scan_char<'<'>, Pad::wide>> {};
struct next_alternative : p::seq<type_word> {};
struct word_type : p::seq<type_word, p::star<p::if_must<alternative_op, next_alternative>>> {};
struct type_expression : nested<p::sor<list_type, word_type>> {};
struct fact_type : recover<p::seq<p::must<type_expression>, p::must<p::opt<kw_node<Key::absent_means_no>>, p::opt<text>, entry_end>>> {};
struct fact : p::if_must<name, p::sor<p::seq<fact_braces, p::must<entry_end>>, p::if_must<colon, fact_type>>> {};

// ---- tables ----------------------------------------------------------------------------------------------------
struct arrow : token<scan::arrow, Pad::wide> {};
struct interpolated : kw<Key::interpolated> {};
struct table_column : p::seq<name, p::opt<p::if_must<colon, type_expression>>, p::opt<interpolated>> {};
struct table_key : p::seq<table_column> {};
struct table_output : p::seq<table_column> {};
struct table_keys : p::seq<inside<Newlines::blank, p::if_must<open_paren, table_key, p::star<p::if_must<comma, table_key>>, close_paren>>, blanks> {};
struct cell_value : p::sor<code_item, digits_literal, minus_key, kw_node<Key::no>, name> {};
struct cell_dots : token<scan::dots, Pad::wide> {};
struct cell_top : p::seq<cell_value> {};  // the upper end of a range
struct cell_limit : p::if_must<order_op, cell_value, p::opt<p::if_must<wide_kw<Key::and_>, order_op, cell_value>>> {};
struct cell_range : p::sor<cell_limit, p::seq<cell_value, p::opt<p::if_must<cell_dots, cell_top>>>> {};
struct cell_set : blank_braces<cell_range> {};
struct cell : p::sor<cell_set, cell_range> {};
struct row_value : p::sor<code_item, digits_literal, minus_key, kw_node<Key::no>, name> {};
struct row_values : p::seq<row_value, p::star<p::if_must<comma, row_value>>> {};
struct otherwise_row : p::if_must<kw<Key::otherwise>, colon, row_values, entry_end> {};
struct table_row : p::seq<cell, p::must<p::star<p::if_must<comma, cell>>, colon, row_values, entry_end>> {};
struct row_clause : p::sor<otherwise_row, table_row> {};
struct row_braces : p::seq<inside<Newlines::table, p::if_must<open_brace, separators, entries<row_clause>, close_brace>>, blanks> {};
struct from_file : p::if_must<kw<Key::from>, text> {};
struct table_body : p::sor<p::seq<from_file, p::opt<row_braces>>, row_braces> {};
struct table : p::if_must<kw<Key::table>, name, table_keys, arrow, table_output, p::star<p::if_must<comma, table_output>>, table_body> {};
// A cell of such a file is read by itself, with the rules of cells that stand in a policy.
struct part_end : p::eof {};
template <typename Rule> struct part : p::must<Rule, part_end> {};
// An expression that somebody typed: newlines are blanks in it.
struct typed_end : p::eof {};
struct typed : p::must<separators, expression, separators, typed_end> {};

// ---- sections --------------------------------------------------------------------------------------------------
struct when_clause : p::if_must<clause_kw<Key::when>, value_to_end> {};
struct approve_clause : p::if_must<clause_line<Key::approve>, p::sor<p::if_must<wide_kw<Key::until>, value_to_end>, entry_end>> {};
struct review : p::if_must<token<scan::review>, text, entry_end> {};
struct refer_clause : p::if_must<clause_line<Key::refer>, need_wide<Key::to>, p::sor<review, value_to_end>> {};
struct give_clause : p::if_must<clause_line<Key::give>, name, equals, value_to_end> {};
struct section_clause : p::sor<when_clause, approve_clause, refer_clause, give_clause, entry> {};
struct category : p::sor<category_word, text> {};
struct section_key : token<scan_flags<keyword_flag::section>> {};
struct section : p::if_must<section_key, outline, p::opt<text>, p::opt<p::if_must<kw<Key::as>, category>>, braces<section_clause>> {};

// ---- the file --------------------------------------------------------------------------------------------------
struct text_clause_key : token<scan_flags<text_clause>> {};
struct valid_from : p::if_must<kw<Key::from>, full_date> {};
struct valid_to : p::if_must<kw<Key::to>, full_date> {};
struct effective_from : p::if_must<need<Key::from>, full_date> {};
struct effective_to : p::if_must<need<Key::to>, full_date> {};
struct effective : p::if_must<kw_node<Key::effective>, p::sor<p::seq<effective_from, p::opt<valid_to>>, effective_to>, entry_end> {};
struct action_when : p::if_must<wide_kw<Key::when>, condition> {};
struct action : p::if_must<kw_node<Key::action>, text, p::opt<action_when>, entry_end> {};
struct status : p::if_must<kw_node<Key::status>, name, p::opt<text>, entry_end> {};
struct billed_code : p::sor<code, text> {};
struct bills : p::if_must<kw_node<Key::bills>, system_or_text, billed_code, p::star<p::if_must<comma, billed_code>>, need<Key::per>, number_literal, entry_end> {};
struct evidence : p::if_must<kw_node<Key::evidence>, source_kinds, need<Key::for_>, name, p::star<p::if_must<comma, name>>, entry_end> {};
struct leap_rule : p::sor<kw_node<Key::march_1>, kw_node<Key::february_28>> {};
struct leap_birthday : p::if_must<kw_node<Key::leap_birthday>, leap_rule, entry_end> {};
struct policy_clause : p::sor<p::if_must<text_clause_key, text, entry_end>, action, effective, status, bills, evidence, leap_birthday> {};
struct policy : p::if_must<kw<Key::policy>, text, braces<policy_clause>> {};
struct facts : p::if_must<kw<Key::facts>, fact_braces> {};
struct dated_code : p::seq<code_item, p::opt<valid_from>, p::opt<valid_to>> {};
struct code_list : blank_braces<dated_code> {};
struct codes : p::if_must<kw<Key::codes>, name, colon, system_or_text, p::opt<kw_node<Key::such_as>>, p::sor<from_file, code_list>> {};
struct group_kind : p::seq<kind_name> {};
struct group_kinds : blank_braces<group_kind> {};
struct sources : p::if_must<kw<Key::sources>, name, p::opt<text>, group_kinds> {};
struct unit_name : p::seq<name, p::must<entry_end>> {};
struct units : p::if_must<kw<Key::units>, braces<unit_name>> {};
struct parameters : p::seq<inside<Newlines::blank, p::if_must<open_paren, name, p::star<p::if_must<comma, name>>, close_paren>>, blanks> {};
struct define : p::if_must<kw<Key::define>, name, p::opt<parameters>, p::opt<text>, equals, value_to_end> {};
struct use : p::if_must<kw<Key::use>, p::sor<name, text>, entry_end> {};
// What only a section may say is read here too, so that it is told for what it is.
struct common_clause : p::sor<when_clause, approve_clause, refer_clause, give_clause, entry> {};
struct common_for : p::if_must<kw<Key::for_>, outlines> {};
struct common : p::if_must<kw<Key::common>, p::opt<p::not_at<kw<Key::for_>>, outline>, p::opt<text>, p::opt<common_for>, braces<common_clause>> {};
struct otherwise_deny : p::if_must<kw<Key::otherwise>, need<Key::deny>, need<Key::as>, category, entry_end> {};

// ---- amendments ------------------------------------------------------------------------------------------------
struct amended_value : p::must<p::opt<text>, colon, value_to_end> {};
struct replace_clause : p::if_must<kw<Key::replace>, outline, amended_value> {};
struct remove_clause : p::if_must<kw<Key::remove>, outline, entry_end> {};
struct add_after : p::if_must<kw<Key::after>, outline> {};
struct add_clause : p::if_must<kw<Key::add>, outline, p::opt<add_after>, amended_value> {};
struct amend_clause : p::sor<replace_clause, remove_clause, add_clause> {};
struct amend_over : p::if_must<kw<Key::over>, text, p::star<p::if_must<comma, text>>> {};
struct amend_when : p::if_must<clause_kw<Key::when>, condition> {};
struct amend : p::if_must<kw<Key::amend>, text, p::opt<text>, p::star<p::sor<amend_over, amend_when>>, braces<amend_clause>> {};

// ---- tests in the file -----------------------------------------------------------------------------------------
struct given;
struct given_braces : nested<p::seq<inside<Newlines::blank, p::if_must<open_brace, p::star<given, p::opt<p::sor<comma, token<scan_char<';'>, Pad::wide>>>>, close_brace>>, blanks>> {};
struct given_value : p::sor<given_braces, digits_literal, minus_key, text, name, kw_node<Key::no>, code> {};
struct given_rest : p::if_must<colon, given_value> {};
struct given : p::seq<given_value, p::opt<given_rest>> {};
struct test_as_of : p::if_must<kw<Key::as_of>, full_date, entry_end> {};
struct test_facts : p::if_must<kw<Key::facts>, p::sor<p::seq<text, p::opt<p::if_must<kw<Key::with>, given_braces>>>, given_braces>, entry_end> {};
struct expect_as : p::if_must<kw<Key::as>, category> {};
struct expect_because : p::if_must<kw<Key::because>, p::opt<kw_node<Key::only>>, full_name, p::star<p::if_must<comma, full_name>>> {};
struct expect_until : p::if_must<kw<Key::until>, full_date> {};
struct expect_to : p::if_must<kw<Key::to>, p::sor<kw_node<Key::review>, text>> {};
struct needed : p::sor<name, full_name> {};
struct expect_needs : p::if_must<kw<Key::needs>, needed, p::star<p::if_must<comma, needed>>> {};
struct expect_give : p::if_must<kw<Key::give>, name, equals, given_value> {};
struct expect_part : p::sor<expect_as, expect_because, expect_until, expect_to, expect_needs, expect_give> {};
struct judged_name : token<scan::judged_name> {};
struct verdict_word : token<scan::verdict_word> {};
struct expect_criterion : p::if_must<judged_name, kw<Key::is>, verdict_word> {};
struct test_expect : p::if_must<kw<Key::expect>, p::sor<expect_criterion, p::seq<name, p::star<expect_part>>>, entry_end> {};
struct test_clause : p::sor<test_as_of, test_facts, test_expect> {};
struct test : p::if_must<kw<Key::test>, text, braces<test_clause>> {};

struct item_level : p::sor<policy, use, facts, codes, sources, units, table, define, section, common, otherwise_deny, amend, test> {};
struct file : p::must<separators, p::star<items_go_on, item_begins, recover<p::must<item_level>, true>, separators>, p::eof> {};
// clang-format on

}  // namespace crit::rules
