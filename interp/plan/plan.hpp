// The plan: what a policy asks, as typed nodes with ids. The checker's tree becomes the plan, the plan becomes
// bytecode.
//
// A node is a value, a condition or a verdict. Its operands are nodes before it, by id, so the nodes form a graph
// without circles. Equal parts are one node: a score that the policy works out in three places, or that a define with
// parameters works out in each call, is there once. A question to a list is one node; what it asks of an item, its
// windows and its durations are nodes of their own. Not the meaning of a node: that is the machine's.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "conversion.hpp"
#include "crit/diagnostic.hpp"
#include "pair_sieve.hpp"
#include "policy_model.hpp"
#include "terms.hpp"
#include "types.hpp"
#include "verdict.hpp"

namespace crit {
class Sources;
}

namespace crit::plan {

using NodeId = std::uint32_t;  // a place in Plan::nodes
constexpr NodeId none = 0xFFFFFFFFU;

enum class NodeKind : std::uint8_t {
#define NODE(name, word, a, b, sentence) name,
#include "nodes.def"
#undef NODE
};

// What a node's own numbers mean; but for the last five, places in a table of the plan.
enum class NodeArgument : std::uint8_t {
  none,
  constant,
  fact,
  list,
  field,
  define,
  conversion,
  values,
  code_set,
  window,
  query,
  table,
  output,
  criterion,
  section,
  sources,
  function,
  block,
  compared,
  comparison,
  depth,
  number,
  places,
  amended,
};

// A value written in the policy: numbers in the unit of the node's type.
using Constant = std::variant<Number, Date, Duration, std::string, Alternative, Truth, Verdict>;

struct Node {
  NodeKind kind = NodeKind::constant;
  bool is_costly =
      false;  // asks a list, looks a row up or computes a number without an exact fraction, itself or below
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t list = 0;    // of a field: the item's list
  std::uint32_t begin = 0;   // of its operands in Plan::operands …
  std::uint32_t end = 0;     // … up to here
  std::uint32_t type = 0;    // a place in Plan::types
  std::uint32_t items = 0;   // how many queries around it must be at an item; 0: it is the same wherever it stands
  std::uint32_t uses = 0;    // places that name it
  bool is_repeated = false;  // one of them is worked out for each item of a list
  Span span;                 // where it stands, or the first of the places
};

struct Window {
  terms::WindowKind kind = terms::WindowKind::within;
  Comparison op = Comparison::greater_equal;
  NodeId duration = none;
  NodeId anchor = none;  // a date or, of `overlapping`, a span
};
// The condition of a query for pairs, so far as it tells before a pair is made that it does not hold.
struct PairSplit {
  PairSieve sieve;
  std::vector<NodeId> earlier;  // what speaks of the earlier item alone, …
  std::vector<NodeId> later;    // … and of the later
  NodeId both = none;           // a comparison of the two that is monotone
};
struct Query {
  terms::Selector selector = terms::Selector::some;
  std::uint32_t number = 0;
  std::uint32_t list = 0;
  bool pair = false;
  bool joined = false;                      // after `where`, before the windows
  std::optional<std::uint32_t> field;       // whose value is asked for
  std::vector<std::uint32_t> windows;       // of the items, places in Plan::windows
  std::vector<std::uint32_t> pair_windows;  // how far apart
  NodeId where = none;                      // of an item
  NodeId has = none;                        // of an item
  NodeId gap = none;                        // joined: so long at most between two
  NodeId run = none;                        // for_at_least
  std::optional<PairSplit> split;
};

struct Criterion : CriterionText {
  NodeId node = none;  // of kind `criterion`
};
struct Give {
  std::string name;
  NodeId value = none;
};
struct Section {
  terms::SectionKind kind = terms::SectionKind::indication;
  std::string path, text, category;
  NodeId when = none;      // of kind `criterion`
  NodeId criteria = none;  // of kind `criterion`
  NodeId until = none;     // none: open-ended
  NodeId target = none;    // of a referral: a text; none: `review`
  std::string review;
  std::vector<Give> gives;
  std::vector<std::uint32_t> commons;  // of an indication: which of Plan::commons it must also meet
  std::vector<std::uint32_t> shared;   // of an indication: which of Plan::shared_gives it also gives
};
struct Amendment {
  std::string name;
  NodeId when = none;  // of kind `criterion`
};
struct Define {
  std::string name;
  NodeId value = none;  // none: it is a criterion, copied where it is used
};
struct Action {
  std::string text;
  std::string condition;  // for who does not read the policy
  NodeId when = none;     // none: always
};
// A place in the policy's text, and the node that it became.
struct Occurrence {
  Span span;
  NodeId node = none;
};

struct Plan : PolicyModel {
  std::vector<Node> nodes;  // each after its operands
  std::vector<NodeId> operands;
  std::vector<Type> types;
  std::vector<Constant> constants;
  std::vector<Conversion> conversions;
  std::vector<std::vector<std::uint32_t>> values;  // of `in { … }`: places in `constants`
  std::vector<SourceMask> sources;
  std::vector<Window> windows;
  std::vector<Query> queries;
  std::vector<Criterion> criteria;  // in the order in which they stand
  std::vector<Section> sections;
  std::vector<NodeId> commons;     // of kind `criterion`
  std::vector<Give> shared_gives;  // of `common` blocks
  std::vector<Amendment> amendments;
  std::vector<Define> defines;  // each after those that it uses
  std::vector<Action> actions;
  std::vector<Occurrence> occurrences;  // by where they begin; of those that begin alike, the longest first

  std::span<const NodeId> operands_of(const Node& node) const {
    return std::span(operands).subspan(node.begin, node.end - node.begin);
  }
};

// One node a line, then the outline, by ids; places as line and column.
std::string print(const Plan& plan, const Sources& sources);

}  // namespace crit::plan
