#include "given.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "outline.hpp"

namespace crit {
namespace {

const Given* find(const std::vector<Given>& given, const std::string& name) {
  const auto place = std::find_if(given.begin(), given.end(), [&](const Given& one) { return one.output.name == name; });
  return place == given.end() ? nullptr : &*place;
}

bool same(const Given& left, const Given& right) {
  if (left.output.value == right.output.value && left.output.unit == right.output.unit) return true;
  if (!left.number || !right.number || !same_dimension(*left.unit, *right.unit)) return false;
  const std::optional<Number> converted = convert(*right.number, *right.unit, *left.unit);
  return converted && *converted == *left.number;
}

std::string shown(const Given* given) {
  if (given == nullptr) return "not given";
  return given->output.value + (given->output.unit.empty() ? "" : " " + given->output.unit);
}

}  // namespace

std::vector<std::vector<Given>> give(const Chunk& chunk, FinishedRun& run, const std::vector<std::uint32_t>& sections,
                                     bool ucum) {
  std::vector<std::vector<Given>> worlds;
  for (const std::uint32_t section : sections) {
    std::vector<Given>& world = worlds.emplace_back();
    for (const GiveInfo& info : chunk.sections[section].gives) {
      const Value value = run.entry(info.entry);
      const Routine& piece = chunk.output_code[info.entry];
      Given given{{info.name, show(chunk, value, piece), piece.is_number && !is_unknown(value) ? (ucum ? piece.unit.ucum : piece.unit.spelling) : ""}, {}, &piece.unit};
      const auto* number = std::get_if<NumberValue>(&value);
      if (number != nullptr) given.number = number->number;
      world.push_back(std::move(given));
    }
  }
  return worlds;
}

std::vector<Given> alike(const std::vector<std::vector<Given>>& worlds, const std::vector<std::string>& names, std::vector<std::string>& notes) {
  if (worlds.empty()) return {};
  std::vector<Given> result = worlds.front();
  for (const std::vector<Given>& world : worlds) {
    for (const Given& one : world) {
      if (find(result, one.output.name) == nullptr) result.push_back(one);
    }
  }
  for (Given& given : result) {
    const auto agrees = [&](const std::vector<Given>& world) {
      const Given* other = find(world, given.output.name);
      return other != nullptr && same(given, *other);
    };
    if (std::all_of(worlds.begin(), worlds.end(), agrees)) continue;
    std::string each;
    for (std::size_t i = 0; i < worlds.size(); ++i) {
      const Given* other = find(worlds[i], given.output.name);
      each += fmt::format("{}{} {}", i == 0 ? "" : ", ", shown(other), names[i]);
    }
    notes.push_back(fmt::format("{} is not settled: {}", given.output.name, each));
    given = {{given.output.name, "unknown", ""}, {}, nullptr};
  }
  return result;
}

}  // namespace crit
