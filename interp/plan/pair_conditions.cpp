#include "pair_conditions.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace crit::plan {
namespace {

using terms::CompareKind;
using terms::Selector;

// How the value of a node depends on one field of the earlier item, where the later one stays the same.
enum class Shape : std::uint8_t {
  fixed,
  line,   // a * field + b
  curve,  // a / field + b: monotone where the field is above 0
  other,
};

class Splitter {
 public:
  Splitter(const Plan& plan, const ListSlot& list, Query& query) : plan_(plan), list_(list), query_(query) {}

  void run() {
    const bool is_has = query_.where == none;
    const NodeId condition = is_has ? query_.has : query_.where;
    if (!query_.pair || condition == none || list_.fields.size() > most_sieve_fields) return;
    if (is_has && query_.selector == Selector::every) return;  // it asks of those that fail, too
    take_parts(condition);
    PairSplit split;
    split.sieve.is_has = is_has;
    for (const NodeId part : parts_) {
      fields_ = {};
      if (!is_plain(part)) return;
      const bool earlier = fields_.earlier.read != 0;
      const bool later = fields_.later.read != 0;
      if (!earlier && !later) return;
      for (const auto& [all, own] :
           {std::pair(&split.sieve.earlier, &fields_.earlier), std::pair(&split.sieve.later, &fields_.later)}) {
        all->read |= own->read;
        all->divisors |= own->divisors;
        if (earlier && later) all->shared |= own->read;
      }
      if (!later)
        split.earlier.push_back(part);
      else if (!earlier)
        split.later.push_back(part);
      else if (split.sieve.sweep == PairSweep::none)
        sweep(part, split);
    }
    if (split.earlier.empty() && split.later.empty() && split.sieve.sweep == PairSweep::none) return;
    query_.split = std::move(split);
  }

 private:
  const Node& at(NodeId id) const { return plan_.nodes[id]; }

  void take_parts(NodeId condition) {
    if (at(condition).kind != NodeKind::and_) return parts_.push_back(condition);
    for (const NodeId operand : plan_.operands_of(at(condition))) take_parts(operand);
  }

  // A field whose value is as the file has it. Where a period starts and ends is worked out.
  bool is_own_field(const Node& node) const {
    const bool is_field = node.kind == NodeKind::item_field || node.kind == NodeKind::pair_field;
    return is_field && node.b == 0 && (list_.kind != ListKind::periods || node.a > 1);
  }

  // Notes the fields that it reads.
  bool is_plain(NodeId id) {
    const Node& node = at(id);
    const auto operands = plan_.operands_of(node);
    const auto all_plain = [&] {
      return std::all_of(operands.begin(), operands.end(), [&](NodeId one) { return is_plain(one); });
    };
    switch (node.kind) {
      case NodeKind::item_field:
      case NodeKind::pair_field: {
        PairSieve::Fields& fields = node.kind == NodeKind::item_field ? fields_.earlier : fields_.later;
        fields.read |= std::uint64_t{1} << node.a;
        return is_own_field(node);
      }
      case NodeKind::constant: {
        const auto* number = std::get_if<Number>(&plan_.constants[node.a]);
        return number == nullptr || is_small(*number);
      }
      case NodeKind::as_of: return true;
      case NodeKind::compare: {
        const auto kind = static_cast<CompareKind>(node.a);
        if (kind == CompareKind::span || kind == CompareKind::duration) return false;
        return numbers_in(operands[0]) <= most_sieve_numbers && numbers_in(operands[1]) <= most_sieve_numbers &&
               all_plain();
      }
      case NodeKind::and_:
      case NodeKind::or_:
      case NodeKind::not_:
      case NodeKind::contains: return all_plain();
      case NodeKind::in_values: return numbers_in(operands[0]) <= most_sieve_numbers && all_plain();
      case NodeKind::negate:
      case NodeKind::add:
      case NodeKind::subtract:
      case NodeKind::multiply: return all_plain();
      case NodeKind::divide: {
        const Node& divisor = at(operands[1]);
        if (divisor.kind != NodeKind::item_field && divisor.kind != NodeKind::pair_field) return false;
        if (!all_plain()) return false;
        PairSieve::Fields& fields = divisor.kind == NodeKind::item_field ? fields_.earlier : fields_.later;
        fields.divisors |= std::uint64_t{1} << divisor.a;
        return true;
      }
      case NodeKind::fact:
      case NodeKind::define:
      case NodeKind::convert:
      case NodeKind::forward:
      case NodeKind::back:
      case NodeKind::span:
      case NodeKind::count:
      case NodeKind::in_codes:
      case NodeKind::includes:
      case NodeKind::in_window:
      case NodeKind::query:
      case NodeKind::select:
      case NodeKind::call:
      case NodeKind::lookup:
      case NodeKind::fact_known:
      case NodeKind::list_known:
      case NodeKind::fact_documented:
      case NodeKind::list_documented:
      case NodeKind::item_documented:
      case NodeKind::pair_documented:
      case NodeKind::documented_by:
      case NodeKind::meets_criterion:
      case NodeKind::meets_section:
      case NodeKind::criterion:
      case NodeKind::block:
      case NodeKind::if_:
      case NodeKind::choose: return false;
    }
    return false;
  }

  int numbers_in(NodeId id) const {
    const auto operands = plan_.operands_of(at(id));
    int numbers = operands.empty() ? 1 : 0;
    for (const NodeId operand : operands) numbers += numbers_in(operand);
    return numbers;
  }

  // Of a value that is plain. `field`: the one of the earlier item that it reads.
  Shape shape(NodeId id, std::optional<std::uint32_t>& field) const {
    const Node& node = at(id);
    const auto operands = plan_.operands_of(node);
    if (node.kind == NodeKind::item_field) {
      if (field.value_or(node.a) != node.a) return Shape::other;
      field = node.a;
      return Shape::line;
    }
    if (operands.empty()) return Shape::fixed;
    if (node.kind == NodeKind::negate) return shape(operands[0], field);
    const Shape left = shape(operands[0], field);
    if (operands.size() != 2) return Shape::other;
    const Shape right = shape(operands[1], field);
    if (right == Shape::fixed) return left;
    if (node.kind == NodeKind::divide) {  // by the field itself
      return left == Shape::fixed || left == Shape::line ? Shape::curve : Shape::other;
    }
    if (left == Shape::fixed) return right;
    const bool is_sum = node.kind == NodeKind::add || node.kind == NodeKind::subtract;
    return is_sum && left == right ? left : Shape::other;
  }

  // Precondition: it is plain and reads both.
  void sweep(NodeId part, PairSplit& split) const {
    const Node& node = at(part);
    if (node.kind != NodeKind::compare) return;
    const auto kind = static_cast<CompareKind>(node.a);
    const auto comparison = static_cast<Comparison>(node.b);
    const auto operands = plan_.operands_of(node);
    if (comparison == Comparison::is) {
      const Node* earlier = &at(operands[0]);
      const Node* later = &at(operands[1]);
      if (earlier->kind == NodeKind::pair_field) std::swap(earlier, later);
      if (earlier->kind != NodeKind::item_field || later->kind != NodeKind::pair_field) return;
      split.sieve.sweep = PairSweep::equal;
      split.sieve.earlier_field = earlier->a;
      split.sieve.later_field = later->a;
      return;
    }
    const bool is_ordered =
        kind == CompareKind::number || kind == CompareKind::date || kind == CompareKind::alternative;
    if (!is_ordered || comparison == Comparison::is_not) return;
    std::optional<std::uint32_t> field;
    const Shape left = shape(operands[0], field);
    const Shape right = shape(operands[1], field);
    if (left == Shape::other || right == Shape::other || !field) return;
    if (left != Shape::fixed && right != Shape::fixed && left != right) return;
    split.both = part;
    split.sieve.sweep = PairSweep::monotone;
    split.sieve.earlier_field = *field;
    if (left == Shape::curve || right == Shape::curve) split.sieve.earlier.positive = std::uint64_t{1} << *field;
  }

  const Plan& plan_;
  const ListSlot& list_;
  Query& query_;
  std::vector<NodeId> parts_;
  PairSieve fields_;  // of the part in work
};

}  // namespace

void split_pair_condition(const Plan& plan, const ListSlot& list, Query& query) { Splitter(plan, list, query).run(); }

}  // namespace crit::plan
