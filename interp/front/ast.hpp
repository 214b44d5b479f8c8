// The policy as it was written: one struct a construct, nothing resolved, nothing checked.
//
// build.cpp makes it from the parse tree; check.cpp reads it. Error nodes stand where the text could not be understood,
// so that the rest is still checked. Every node has its span; names and literals are kept as written. Knows no PEGTL, no
// types, no bytecode. The grammar with the same names is in LANGUAGE.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "crit/diagnostic.hpp"
#include "date.hpp"
#include "spacing.hpp"
#include "terms.hpp"
#include "truth.hpp"

namespace crit {
struct Chart;  // chart.hpp
}

namespace crit::ast {

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

// A word or text with its place. `text` is without quotes, escapes resolved.
struct Word {
  std::string text;
  Span span;
  bool empty() const { return text.empty(); }
};

// ---- literals and names ----------------------------------------------------------------------------------------
struct ErrorExpr {};                         // a syntax error was reported here
struct NumberLiteral {                       // 0.12 mg/kg/dose    150 '10*3/uL'
  std::string digits;                        // "0.12"; a minus in front is a Negate
  Word unit;                                 // empty: none
};
struct DurationLiteral {                     // 6 months   1 year 6 months   90 days
  Duration value;
};
struct DateLiteral {                         // 2022-09-30   2024-05
  Date value;
};
struct TextLiteral {                         // "somatropin"
  std::string value;
};
struct CodeLiteral {                         // E34.321  (an upper-case token)
  std::string text;
};
struct NamePath {                            // member.birth_date   as_of   open   not_met
  std::string path;
};
struct CodeRange {                           // one member of a code set: E34.3  E34.3*  D00..D09  "62360"
  Word first;                                // without the star
  Word last;                                 // empty: no range
  bool with_children = false;                // a star stood behind it
  std::optional<Date> from;                  // valid from this day on, in a declared set only
  std::optional<Date> to;                    // … to this day, the last
  Span from_span;
  Span to_span;
  Span span;
  static CodeRange of(Word code) {           // one code by itself
    CodeRange made;
    made.span = code.span;
    made.first = std::move(code);
    return made;
  }
};
struct SetLiteral {                          // { normal, elevated }   { 2, 3 }   { C*, D00..D09 }
  std::vector<ExprPtr> items;                // values; codes stand here as CodeSetItem
};
struct CodeSetItem {
  CodeRange range;
};

// ---- operators -------------------------------------------------------------------------------------------------
struct Negate {
  ExprPtr operand;
};
struct Not {
  ExprPtr operand;
};
struct Logic {                               // a and b and c   |   a or b or c
  bool is_and = true;
  std::vector<ExprPtr> operands;             // at least two
};
enum class ArithmeticOp : std::uint8_t { add, subtract, multiply, divide };
struct Arithmetic {
  ArithmeticOp op = ArithmeticOp::add;
  Span op_span;
  ExprPtr left;
  ExprPtr right;
};
struct SpanTo {                              // a to b
  ExprPtr from;
  ExprPtr to;
};
struct Compare {                             // a <= b   a is b   a is not b
  Comparison op = Comparison::is;
  Span op_span;
  ExprPtr left;
  ExprPtr right;
};
struct In {                                  // a in { … }   a not in codes_name
  bool negated = false;
  Span op_span;
  ExprPtr left;
  ExprPtr set;                               // SetLiteral or NamePath
};
struct Contains {                            // note contains "growth hormone"
  Span op_span;
  ExprPtr text;
  ExprPtr what;
};
struct Includes {                            // list includes codes_name | list includes E34.321
  Span op_span;
  ExprPtr list;
  ExprPtr what;
};

// ---- windows ---------------------------------------------------------------------------------------------------
using terms::WindowKind;
struct Window {
  WindowKind kind = WindowKind::within;
  Comparison op = Comparison::greater_equal;  // lasting and apart only
  ExprPtr duration;                           // null where the kind has none; `within_days 90` arrives as 90 days
  ExprPtr anchor;                             // null: as_of
  bool last = false;                          // covering last D: `duration` holds D
  Span span;
};
struct DateTest {                            // surgery_date within 30 days of admission_date
  ExprPtr date;
  Window window;
};

// ---- asking a list ---------------------------------------------------------------------------------------------
using terms::Selector;
struct Query {                               // SELECTOR [a of | pair (a, b) of] NAME windows [where C] [has C [for_at_least D]]
  Selector selector = Selector::some;
  Span selector_span;
  ExprPtr number;                            // at_least N …; a NumberLiteral
  Word item;                                 // some e of eosinophils
  Word second;                               // some pair (a, b) of height: `item` is a, the earlier
  Word list;                                 // dotted path, which may end in a field: height.value
  std::vector<Window> windows;               // in order; of a joined query those that stand after its `where`, too
  ExprPtr where;                             // null: none
  ExprPtr has;                               // null: none
  bool joined = false;                       // some joined medication gap at_most 7 days where C lasting >= 6 weeks
  Span joined_span;
  ExprPtr gap;                               // gap at_most D; null: none
  ExprPtr run;                               // has C for_at_least D; null: none
  Span run_span;
};

// ---- evidence, and what people are asked -----------------------------------------------------------------------
struct Documented {                          // E documented_by chart_note, lab_report
  ExprPtr operand;
  std::vector<Word> kinds;
  Span span;                                 // of the postfix
};
struct Asked {                               // asked "Is the member able …?"
  Word question;
};

// ---- conditions that may not apply, and choices ----------------------------------------------------------------
struct If {                                  // if C then E   |   E unless C
  ExprPtr condition;
  ExprPtr then;
  bool unless = false;                       // written `E unless C`: applies where C is no
};
using terms::BlockKind;
struct Entry {                               // label? text? ":" expr   |   expr
  Word label;
  Word text;
  ExprPtr expr;
  Span span;
};
struct Block {                               // at_least 2 of { … }
  BlockKind kind = BlockKind::all_of;
  Span keyword_span;
  ExprPtr number;                            // counting kinds: a NumberLiteral
  std::vector<Entry> entries;                // empty is legal here; check reports it
};
struct Arm {
  std::vector<ExprPtr> keys;                 // match: the values; choose: one condition
  ExprPtr value;
  Span span;
};
struct Choice {                              // match KEY { a, b : E }   |   choose { when C : E; otherwise : E }
  ExprPtr key;                               // null: choose
  Span keyword_span;
  std::vector<Arm> arms;
  ExprPtr otherwise;                         // null: none
};
struct Call {                                // earlier_of(a, b)   completed_years(age)   known(x)   starting_dose(weight).dose
  Word function;
  std::vector<ExprPtr> arguments;
  Word output;                               // empty: none is named
};
struct Meets {                               // meets I.A.3
  Word outline;
};

struct Expr {
  Span span;
  std::variant<ErrorExpr, NumberLiteral, DurationLiteral, DateLiteral, TextLiteral, CodeLiteral, NamePath, SetLiteral,
               CodeSetItem, Negate, Not, Logic, Arithmetic, SpanTo, Compare, In, Includes, DateTest, Query, If, Block,
               Choice, Call, Meets, Contains, Documented, Asked>
      node;
};

// ---- declarations ----------------------------------------------------------------------------------------------
struct PolicyClause {                        // title "…"   version "…"   effective from D [to D]   bills hcpcs J2170, J2171 per 1 mg
  Word keyword;                              // title payer version source action bills effective status evidence
  Word text;                                 // title, payer, version, source, action; status: why
  Word word;                                 // status: unconfirmed
  std::optional<Date> from;                  // effective
  std::optional<Date> to;
  Span from_span;
  Span to_span;
  Word system;                               // bills
  std::vector<Word> codes;
  ExprPtr when;                              // action "…" when C; null: always
  ExprPtr per;                               // bills: the quantity of one billing unit
  std::vector<Word> kinds;                   // evidence chart_note, lab_report for member.sex, igf1
  std::vector<Word> facts;
  Word rule;                                 // leap_birthday: march_1 or february_28
  Span span;
};
struct Policy {
  Word name;
  std::vector<PolicyClause> clauses;
  std::vector<std::string> lost_clauses;     // the keywords of those that could not be read
  Span span;
};

struct FactDecl;
enum class TypeForm : std::uint8_t { word, enumeration, code, codes, list_of, list, series, periods, error };
struct TypeExpr {
  TypeForm form = TypeForm::error;
  Word word;                                 // word: date, number, text, yes_no, duration or a unit; code/codes: the system
  std::vector<Word> alternatives;            // enumeration
  bool ordered = false;                      // alternatives joined by `<`, not `|`
  std::unique_ptr<TypeExpr> element;         // list of TYPE
  std::vector<FactDecl> fields;              // list, series, periods
  bool complete = false;
  std::optional<Duration> complete_within;
  Span span;
};
struct FactDecl {                            // epiphysis : open | closed "…"    |    member { … }
  Word name;
  bool is_group = false;
  std::vector<FactDecl> members;             // groups
  TypeExpr type;                             // else
  Word absent_means_no;                      // the keyword; empty: not said
  Word description;
  Span span;
};
struct Facts {
  std::vector<FactDecl> declarations;
  Span span;
};
struct SourceGroup {                         // sources medical_record "the member's medical record" { chart_note, lab_report }
  Word name;
  Word text;
  std::vector<Word> kinds;
  Span span;
};
struct Units {                               // units { tablet; vial }
  std::vector<Word> names;
  Span span;
};
struct Codes {                               // codes malignancy : icd10 { C*, D00..D09 }
  Word name;
  Word system;
  bool such_as = false;                      // codes igfd : icd10 such_as { … }: examples
  bool from_file = false;                    // … from "FILE.csv", which gather.cpp reads
  Word file;
  bool broken = false;                       // the file could not be read
  std::vector<CodeRange> members;
  Span span;
};
// table NAME(key : TYPE, …) -> output : TYPE, … { rows }
struct TableColumn {                         // a key or an output
  Word name;
  std::optional<TypeExpr> type;              // absent: the rows show it
  bool interpolated = false;
  Span span;
};
struct CellRange {                           // 10 kg   10 kg .. 20 kg   >= 10 kg and < 20 kg
  ExprPtr value;                             // one value, or a CodeSetItem; else null
  ExprPtr low;
  ExprPtr high;
  bool low_open = false;                     // the end is not in it
  bool high_open = false;
  Span span;
};
struct Cell {                                // { commercial, medicaid }
  std::vector<CellRange> ranges;
  Span span;
};
struct TableRow {
  std::vector<Cell> cells;                   // `otherwise`: none
  std::vector<ExprPtr> values;
  Span span;
};
struct Table {
  Word name;
  std::vector<TableColumn> keys;
  std::vector<TableColumn> outputs;
  std::vector<TableRow> rows;
  std::vector<TableRow> otherwise;           // at most one is legal
  bool from_file = false;                    // … from "FILE.csv", which gather.cpp reads
  Word file;
  const Chart* chart = nullptr;              // the file's rows, built into crit; then none are read
  bool broken = false;                       // a row could not be read: what the others leave out is not known
  Span span;
};
struct Define {                              // define NAME[(a, b)] ["text"] = expr
  Word name;
  std::vector<Word> parameters;
  bool has_parameters = false;
  Word text;
  ExprPtr value;
  Span span;
};

using terms::SectionKind;
// indication I.A "…" { when C  <block or entries>  approve until E  give n = E }
// exclusion III.B "…" as not_covered { when C  <block> }       referral I.C "…" { when C  <block>  refer to E }
struct Give {
  Word name;
  ExprPtr value;
  Span span;
};
struct Section {
  SectionKind kind = SectionKind::indication;
  Word outline;                              // I.A
  Word text;
  Word category;                             // exclusions: a word, or a string
  bool category_is_text = false;
  std::vector<ExprPtr> when;                 // at most one is legal; check reports more
  std::vector<Entry> criteria;               // the entries in the body; one block is the usual case
  bool has_approve = false;
  Span approve_span;
  ExprPtr until;                             // null: open-ended
  std::vector<ExprPtr> refer_to;             // at most one is legal; TextLiteral or Choice
  Word refer_to_review;                      // refer to review "why"
  bool has_refer = false;
  std::vector<Give> gives;
  Span keyword_span;
  Span span;
};
// common [IV] ["text"] [for I, II] { … }: what every indication, or those named, must also meet, and what each gives
struct Common {
  Word outline;                              // empty: "common"
  Word text;
  std::vector<Word> indications;             // empty: all
  std::vector<Entry> criteria;
  std::vector<Give> gives;
  std::vector<Word> misplaced;               // `approve`, `refer`, `when`: clauses of a section, and a mistake here
  Span keyword_span;
  Span span;
};
// amend "POLICY" ["NAME"] [over "NAME"] [when C] { replace I.A.3 "…" : E   remove I.A.10   add I.A.11 [after I.A.3] : E }
enum class AmendKind : std::uint8_t { replace, remove, add };
struct AmendClause {
  AmendKind kind = AmendKind::replace;
  Word outline;
  Word after;                                // add; empty: last
  Word text;
  ExprPtr value;                             // null: remove
  Span span;
};
struct Amend {
  Word policy;
  Word name;
  std::vector<Word> over;
  std::vector<ExprPtr> when;                 // at most one is legal
  std::vector<AmendClause> clauses;
  Span span;
};
// otherwise deny as experimental
struct OtherwiseDeny {
  Word category;
  bool category_is_text = false;
  Span span;
};

// ---- tests in the file -----------------------------------------------------------------------------------------
// A fact as a test gives it: `epiphysis : closed`, `height : { { date : 2022-08-01; sd : -3.2 } }`, `renewal_date : missing`.
struct Given {
  Word name;                                 // empty: an item of a list
  enum class Form : std::uint8_t { word, number, text, date, duration, code, braces } form = Form::word;
  Word value;  // as written: a text without its quotes, a number with its unit after a blank;
               // of braces only where they are an expectation
  std::vector<Given> members;                // braces
  Span span;
};
struct Expectation {                         // expect deny as not_covered because only I.A.4   |   expect I.A.4 is not met
  Word criterion;                            // empty: it is about the decision
  Word verdict;                              // of the criterion: "met", "not met", "unknown", "not applicable"
  Word outcome;
  Word category;
  std::vector<Word> because;
  bool only = false;
  Word until;
  Word target;
  std::vector<Word> needs;
  std::vector<Given> gives;
  Span span;
};
struct Test {                                // test "…" { as_of D; facts "x.json" with { … }; expect … }
  Word name;
  Word as_of;                                // empty: the fact file's own
  Word facts_file;                           // empty: only what is given
  std::vector<Given> given;
  bool has_facts = false;
  bool broken = false;                       // a clause could not be read: what is missing may be that
  std::vector<Expectation> expectations;
  Span span;
};

struct Use {                                 // use growth   use "../global/copay"
  Word module;                               // its name, or its path without `.crit`
  bool is_path = false;
  Span span;
};

struct File {
  std::vector<Policy> policies;              // one is legal; check reports none or more
  std::vector<Use> uses;
  std::vector<Facts> facts;
  std::vector<Units> units;
  std::vector<Codes> codes;
  std::vector<SourceGroup> source_groups;
  std::vector<Table> tables;
  std::vector<Define> defines;
  std::vector<Section> sections;             // in file order
  std::vector<OtherwiseDeny> otherwise;
  std::vector<Common> commons;
  std::vector<Amend> amends;
  std::vector<Test> tests;
  std::vector<Word> lost_names;              // declared in items that could not be read: their uses are no mistakes
  bool lost_module = false;                  // a module or the facts could not be read: any name may be one of theirs
  bool lost_criteria = false;                // a section or entry could not be read, and its outline name is not known
  std::vector<Spacing> spacings;             // of the files that it was read from, in order; none of one with mistakes
  bool several_versions = false;             // this is one of them: tests and amendments beside it are read with each
};

}  // namespace crit::ast
