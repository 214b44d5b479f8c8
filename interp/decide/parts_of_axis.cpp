#include "parts_of_axis.hpp"

#include <algorithm>
#include <optional>

namespace crit {
namespace {

constexpr std::size_t most_limits = 12;

// The limits that the fact is compared with; nullopt where some code does something else with it.
template <typename Limit, typename LimitOf>
std::optional<std::vector<Limit>> limits_of(const Chunk& chunk, std::uint32_t slot, Op compare, const LimitOf& limit_of) {
  std::vector<Limit> limits;
  const std::vector<Instruction>& code = chunk.code;
  for (std::size_t at = 0; at < code.size(); ++at) {
    if (code[at].op != Op::Fact || code[at].a != slot) continue;
    std::optional<Limit> limit;
    if (at + 2 < code.size() && code[at + 2].op == compare) limit = limit_of(code[at + 1]);
    if (!limit && at > 0 && at + 1 < code.size() && code[at + 1].op == compare) limit = limit_of(code[at - 1]);
    if (!limit) return std::nullopt;
    limits.push_back(std::move(*limit));
  }
  std::sort(limits.begin(), limits.end());
  limits.erase(std::unique(limits.begin(), limits.end()), limits.end());
  if (limits.empty() || limits.size() > most_limits) return std::nullopt;
  return limits;
}

std::vector<std::pair<std::string, Value>> parts_of_numbers(const Chunk& chunk, std::uint32_t slot) {
  const auto limit_of = [&](const Instruction& code) -> std::optional<Number> {
    if (code.op != Op::Constant) return std::nullopt;
    const auto* number = std::get_if<NumberValue>(&chunk.constants[code.a]);
    return number == nullptr ? std::nullopt : std::optional(number->number);
  };
  const auto limits = limits_of<Number>(chunk, slot, Op::CompareNumber, limit_of);
  if (!limits) return {};
  const Unit& unit = chunk.schema.facts[slot].type.unit;
  const auto text = [&](const Number& number) { return number.to_string() + (unit.is_plain() ? "" : " " + unit.spelling); };
  std::vector<std::pair<std::string, Value>> parts;
  const auto take = [&](std::string name, const std::optional<Number>& value) {
    if (value) parts.emplace_back(std::move(name), NumberValue{*value});
    return value.has_value();
  };
  bool whole = take("below " + text(limits->front()), subtract(limits->front(), Number(1)));
  for (std::size_t i = 0; i < limits->size(); ++i) {
    const Number& limit = (*limits)[i];
    whole = take(text(limit), limit) && whole;
    if (i + 1 == limits->size()) {
      whole = take("above " + text(limit), add(limit, Number(1))) && whole;
      continue;
    }
    const std::optional<Number> sum = add(limit, (*limits)[i + 1]);
    whole = take("between " + text(limit) + " and " + text((*limits)[i + 1]), sum ? divide(*sum, Number(2)) : std::nullopt) && whole;
  }
  return whole ? parts : std::vector<std::pair<std::string, Value>>{};
}

std::vector<std::pair<std::string, Value>> parts_of_days(const Chunk& chunk, std::uint32_t slot, Day as_of) {
  const auto limit_of = [&](const Instruction& code) -> std::optional<Day> {
    if (code.op == Op::AsOf) return as_of;
    const auto* date = code.op == Op::Constant ? std::get_if<Date>(&chunk.constants[code.a]) : nullptr;
    return date == nullptr || !date->exact() ? std::nullopt : std::optional(date->first);
  };
  const auto limits = limits_of<Day>(chunk, slot, Op::CompareDate, limit_of);
  if (!limits || limits->front() <= first_day || limits->back() >= last_day) return {};
  std::vector<std::pair<std::string, Value>> parts;
  const auto take = [&](std::string name, Day day) { parts.emplace_back(std::move(name), Date{day, day}); };
  take("before " + to_string(limits->front()), static_cast<Day>(limits->front() - 1));
  for (std::size_t i = 0; i < limits->size(); ++i) {
    const Day day = (*limits)[i];
    take(to_string(day), day);
    const bool is_last = i + 1 == limits->size();
    if (!is_last && (*limits)[i + 1] == day + 1) continue;
    take("after " + to_string(day) + (is_last ? "" : " and before " + to_string((*limits)[i + 1])), static_cast<Day>(day + 1));
  }
  return parts;
}

}  // namespace

std::vector<std::pair<std::string, Value>> parts_of_axis(const Chunk& chunk, std::uint32_t slot, Day as_of) {
  switch (chunk.schema.facts[slot].type.kind) {
    case FactKind::number: return parts_of_numbers(chunk, slot);
    case FactKind::date: return parts_of_days(chunk, slot, as_of);
    case FactKind::yes_no: case FactKind::text: case FactKind::duration: case FactKind::enumeration: case FactKind::code: break;
  }
  return {};
}

}  // namespace crit
