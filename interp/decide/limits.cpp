#include "limits.hpp"

#include <algorithm>
#include <optional>

namespace crit {
namespace {

constexpr std::size_t most_limits = 12;
using Parts = std::vector<std::pair<std::string, Value>>;

// In order, each once; none where there are very many.
template <typename Limit>
std::vector<Limit> sorted(std::vector<Limit> limits) {
  std::sort(limits.begin(), limits.end());
  limits.erase(std::unique(limits.begin(), limits.end()), limits.end());
  return limits.size() > most_limits ? std::vector<Limit>{} : limits;
}

Parts parts_of_numbers(const std::vector<Number>& limits, const Unit& unit) {
  if (limits.empty()) return {};
  const auto text = [&](const Number& number) { return number.to_string() + (unit.is_plain() ? "" : " " + unit.spelling); };
  Parts parts;
  const auto take = [&](std::string name, const std::optional<Number>& value) {
    if (value) parts.emplace_back(std::move(name), NumberValue{*value});
    return value.has_value();
  };
  bool whole = take("below " + text(limits.front()), subtract(limits.front(), Number(1)));
  for (std::size_t i = 0; i < limits.size(); ++i) {
    whole = take(text(limits[i]), limits[i]) && whole;
    if (i + 1 == limits.size()) {
      whole = take("above " + text(limits[i]), add(limits[i], Number(1))) && whole;
      continue;
    }
    const std::optional<Number> sum = add(limits[i], limits[i + 1]);
    whole = take("between " + text(limits[i]) + " and " + text(limits[i + 1]), sum ? divide(*sum, Number(2)) : std::nullopt) && whole;
  }
  return whole ? parts : Parts{};
}

Parts parts_of_days(const std::vector<Day>& limits) {
  if (limits.empty() || limits.front() <= first_day || limits.back() >= last_day) return {};
  Parts parts;
  const auto take = [&](std::string name, Day day) { parts.emplace_back(std::move(name), Date{day, day}); };
  take("before " + to_string(limits.front()), static_cast<Day>(limits.front() - 1));
  for (std::size_t i = 0; i < limits.size(); ++i) {
    const Day day = limits[i];
    take(to_string(day), day);
    const bool is_last = i + 1 == limits.size();
    if (!is_last && limits[i + 1] == day + 1) continue;
    take("after " + to_string(day) + (is_last ? "" : " and before " + to_string(limits[i + 1])), static_cast<Day>(day + 1));
  }
  return parts;
}

}  // namespace

LimitsOfFacts::LimitsOfFacts(const Chunk& chunk, Day as_of) : chunk_(chunk) {
  const std::vector<Instruction>& code = chunk.code;
  const auto take = [&](const Instruction& limit, Op compare, Limits& into) {
    const Value* constant = limit.op == Op::Constant ? &chunk.constants[limit.a] : nullptr;
    const auto* number = constant == nullptr ? nullptr : std::get_if<NumberValue>(constant);
    const auto* date = constant == nullptr ? nullptr : std::get_if<Date>(constant);
    if (compare == Op::CompareNumber && number != nullptr) return into.numbers.push_back(number->number), true;
    if (compare == Op::CompareDate && limit.op == Op::AsOf) return into.days.push_back(as_of), true;
    if (compare == Op::CompareDate && date != nullptr && date->exact()) return into.days.push_back(date->first), true;
    return false;
  };
  for (std::size_t at = 0; at < code.size(); ++at) {
    if (code[at].op != Op::Fact) continue;
    Limits& limits = of_[code[at].a];
    const bool before = at + 2 < code.size() && take(code[at + 1], code[at + 2].op, limits);               // weight >= 40 kg
    const bool behind = !before && at > 0 && at + 1 < code.size() && take(code[at - 1], code[at + 1].op, limits);  // 40 kg <= weight
    limits.used_otherwise = limits.used_otherwise || !(before || behind);
  }
}

Parts LimitsOfFacts::parts(std::uint32_t slot) const {
  const auto found = of_.find(slot);
  if (found == of_.end() || found->second.used_otherwise) return {};
  const FactType& type = chunk_.schema.facts[slot].type;
  switch (type.kind) {
    case FactKind::number: return parts_of_numbers(sorted(found->second.numbers), type.unit);
    case FactKind::date: return parts_of_days(sorted(found->second.days));
    case FactKind::yes_no: case FactKind::text: case FactKind::duration: case FactKind::enumeration: case FactKind::code: break;
  }
  return {};
}

}  // namespace crit
