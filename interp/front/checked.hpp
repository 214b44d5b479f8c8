// The policy with every name resolved, every type settled and every unit converted: what lower.cpp turns into bytecode.
//
// Two layers. A Node is an expression with a type; a plain condition is a Node of type truth. A Body is what a criterion
// comes to: a condition, a block, a conditional, a choice; it has a verdict, which may be "not applicable". Made by
// check.cpp; owns everything it names (nothing points into the AST), so the AST may go.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ast.hpp"
#include "crit/diagnostic.hpp"
#include "number.hpp"
#include "policy_model.hpp"
#include "symbols.hpp"
#include "types.hpp"
#include "verdict.hpp"

namespace crit::checked {

struct Node;
using NodePtr = std::unique_ptr<Node>;

// ---- expressions -------------------------------------------------------------------------------------------------
struct Failed {};  // a mistake was reported; never reaches lower
struct NumberConstant {
  Number value;  // in the node's unit
};
struct DateConstant {
  Date value;
};
struct DurationConstant {
  Duration value;
};
struct TextConstant {
  std::string value;
};
struct AlternativeConstant {
  std::uint32_t index = 0;
};
struct TruthConstant {
  Truth value = Truth::unknown;
};
struct AsOf {};
struct FactRef {
  std::uint32_t slot = 0;
};
struct ItemField {
  std::uint32_t depth = 0;  // 0: the innermost query around it
  bool second = false;      // of a pair
  std::uint32_t field = 0;
};
struct DefineRef {
  std::uint32_t define = 0;
};
struct Negate {
  NodePtr operand;
};
struct Not {
  NodePtr operand;
};
struct Logic {
  bool is_and = true;
  std::vector<NodePtr> operands;
};
struct Count {  // a block without labels of its own, used as a plain condition
  ast::BlockKind kind = ast::BlockKind::all_of;
  std::uint32_t number = 0;
  std::vector<NodePtr> operands;
};
struct Arithmetic {
  ast::ArithmeticOp op = ast::ArithmeticOp::add;
  NodePtr left;
  NodePtr right;
};
struct Convert {  // result = operand * factor + offset: from one unit to another, exactly
  NodePtr operand;
  Number factor = 1;
  Number offset = 0;
};
struct ShiftDate {
  NodePtr date;
  NodePtr duration;
  bool back = false;
};
struct MakeSpan {
  NodePtr from;
  NodePtr to;
};
using terms::CompareKind;
struct Contains {
  NodePtr text;
  NodePtr what;
};
struct Compare {
  CompareKind kind = CompareKind::number;
  Comparison op = Comparison::is;
  NodePtr left;
  NodePtr right;
};
struct InValues {
  CompareKind kind = CompareKind::number;
  bool negated = false;
  NodePtr operand;
  std::vector<NodePtr> values;  // constants
};
struct InCodes {
  bool negated = false;
  NodePtr operand;
  std::uint32_t set = 0;
};
struct Includes {
  std::uint32_t list = 0;
  std::uint32_t set = 0;
};
struct Window {
  ast::WindowKind kind = ast::WindowKind::within;
  Comparison op = Comparison::greater_equal;
  NodePtr duration;          // null where the kind has none
  NodePtr anchor;            // a date or (overlapping) a span; never null where the kind has one
};
struct DateTest {
  NodePtr date;
  Window window;
};
struct Query {
  ast::Selector selector = ast::Selector::some;
  std::uint32_t number = 0;
  std::uint32_t list = 0;
  bool pair = false;
  std::optional<std::uint32_t> field;  // the value asked for
  std::vector<Window> windows;         // on items
  std::vector<Window> pair_windows;    // apart
  NodePtr where;
  NodePtr has;
  bool joined = false;                 // after `where`, before `windows`
  NodePtr gap;                         // joined: at most so long between two; null: none
  NodePtr run;                         // for_at_least; null: none
};
struct Choice {  // the first arm whose condition holds
  std::vector<std::pair<NodePtr, NodePtr>> arms;
  NodePtr otherwise;
};
using terms::Builtin;
struct Call {
  Builtin builtin = Builtin::earlier_of;
  std::vector<NodePtr> arguments;
  int places = 0;  // round
};
struct Known {  // two-valued: is it in the file?
  bool missing = false;
  bool is_list = false;
  std::uint32_t slot = 0;
};
struct IsDocumented {  // is it in the file, as the sources asked for have it?
  bool is_list = false;
  std::uint32_t slot = 0;
  NodePtr field;  // of the item at hand, an ItemField; null: a fact or a list, in `slot`
};
struct Documented {  // what a source of other kinds says is unknown in it
  SourceMask kinds = any_source;
  NodePtr operand;
};
struct Meets {
  bool is_section = false;
  std::uint32_t index = 0;  // criterion or section
};

struct Lookup {  // starting_dose(weight, member.line).dose
  std::uint32_t table = 0;
  std::uint32_t output = 0;
  std::vector<NodePtr> arguments;  // in the keys' units
};

struct Node {
  Type type;
  Span span;
  std::variant<Failed, NumberConstant, DateConstant, DurationConstant, TextConstant, AlternativeConstant, TruthConstant,
               AsOf, FactRef, ItemField, DefineRef, Negate, Not, Logic, Count, Arithmetic, Convert, ShiftDate, MakeSpan,
               Compare, InValues, InCodes, Includes, DateTest, Query, Choice, Call, Known, Meets, Contains, IsDocumented, Documented, Lookup>
      form;
};

// ---- criteria ----------------------------------------------------------------------------------------------------
struct Body;
using BodyPtr = std::unique_ptr<Body>;

struct Criterion : CriterionText {
  std::uint32_t index = 0;  // place in the dense array of verdicts
  BodyPtr body;
};

struct Condition {
  NodePtr node;
};
struct BlockBody {
  ast::BlockKind kind = ast::BlockKind::all_of;
  std::uint32_t number = 0;
  std::vector<Criterion> children;
};
struct IfBody {
  NodePtr condition;  // `unless` arrives negated
  BodyPtr then;
};
struct ChoiceBody {
  std::vector<std::pair<NodePtr, BodyPtr>> arms;
  BodyPtr otherwise;
  bool amended = false;  // each row is one text of the criterion: a block of that one variant
};
struct FixedBody {  // not_met, not_applicable as an arm
  Verdict verdict = Verdict::not_met;
};
struct Body {
  std::variant<Condition, BlockBody, IfBody, ChoiceBody, FixedBody> form;
};

struct Give {
  std::string name;
  NodePtr value;
  Span span;  // of its name
};
struct Section {
  ast::SectionKind kind = ast::SectionKind::indication;
  std::string path;
  std::string text;
  std::string category;
  std::optional<Criterion> when;  // path "I.A when"
  Criterion criteria;             // path "I.A"; its block's children are the section's entries
  NodePtr until;                  // null: open-ended
  NodePtr target;                 // referrals: a text; null: review
  std::string review;
  std::vector<Give> gives;
  std::vector<std::uint32_t> commons;  // indications: which of Policy::commons they must also meet
  std::vector<std::uint32_t> shared;   // indications: which of Policy::shared_gives they also give
  Span span;
};
struct Common {
  Criterion criteria;
};
struct Amendment {
  std::string name;
  Criterion when;  // path `amendment "NAME"`
};

struct Define {
  std::string name;
  std::string text;
  NodePtr value;  // null: it is a criterion, copied where it is used
};

// action "…" when C
struct Action {
  std::string text;
  std::string condition;  // for who does not read the policy
  NodePtr when;           // null: always
};

struct Policy : PolicyModel {
  Symbols symbols;                          // its names
  Span effective_span;                      // of its clause; where there is none, of the policy's name
  std::vector<Action> actions;              // what is to be done, whatever is decided
  std::vector<Define> defines;              // in an order in which each uses only earlier ones
  std::vector<Section> sections;
  std::vector<Common> commons;
  std::vector<Give> shared_gives;           // of `common` blocks
  std::vector<Amendment> amendments;
  std::uint32_t criteria = 0;               // how many
};

}  // namespace crit::checked
