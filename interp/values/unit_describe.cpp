// describe_dimension: what a reader calls what a unit measures.
#include <algorithm>
#include <iterator>

#include "unit.hpp"

namespace crit {
namespace {

struct NamedDimension {
  Dimension dimension;
  const char* name;
  bool is_number = false;
};

// Dimensions with a name of their own, and combinations that have one. What is not here is put together from these.
const std::vector<NamedDimension>& named_dimensions() {
  static const std::vector<NamedDimension> names = {
      {{}, "a plain number", true},
      {{{"m", 1}}, "a length"},
      {{{"m", 2}}, "an area"},
      {{{"m", 3}}, "a volume"},
      {{{"g", 1}}, "a mass"},
      {{{"s", 1}}, "a time"},
      {{{"K", 1}}, "a temperature"},
      {{{"C", 1}}, "an electric charge"},
      {{{"cd", 1}}, "a luminous intensity"},
      {{{"mol", 1}}, "an amount of substance"},
      {{{"eq", 1}}, "an amount in equivalents"},
      {{{"osm", 1}}, "an amount in osmoles"},
      {{{"rad", 1}}, "an angle in radians"},
      {{{"[pi]", 1}, {"rad", 1}}, "an angle in degrees"},
      {{{"rad", 2}}, "a solid angle"},
      {{{"dose", 1}}, "a number of doses", true},
      {{{"unit", 1}}, "a number of units", true},
      {{{"bit", 1}}, "an amount of information"},
      {{{"calendar month", 1}}, "a number of calendar months", true},
      {{{"calendar year", 1}}, "a number of calendar years", true},
      {{{"[pH]", 1}}, "an acidity"},
      {{{"[hnsf'U]", 1}}, "a radiodensity in Hounsfield units"},
      {{{"g", 1}, {"m", -1}, {"s", -2}}, "a pressure"},
      {{{"g", 1}, {"m", 1}, {"s", -2}}, "a force"},
      {{{"g", 1}, {"m", 2}, {"s", -2}}, "an energy"},
      {{{"g", 1}, {"m", 2}, {"s", -3}}, "a power"},
      {{{"m", 2}, {"s", -2}}, "an energy per mass"},
      {{{"m", 2}, {"s", -3}}, "an energy per mass per time"},
      {{{"mol", 1}, {"s", -1}}, "a catalytic activity"},
      {{{"m", 3}, {"s", -1}}, "a volume per time"},
      {{{"C", 1}, {"s", -1}}, "an electric current"},
      {{{"C", -1}, {"g", 1}, {"m", 2}, {"s", -2}}, "an electric potential"},
  };
  return names;
}

const NamedDimension* find(const Dimension& dimension) {
  const auto& names = named_dimensions();
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const NamedDimension& entry) { return entry.dimension == dimension; });
  return found == names.end() ? nullptr : &*found;
}

const char* name_of(const Dimension& dimension) {
  const NamedDimension* named = find(dimension);
  return named == nullptr ? nullptr : named->name;
}

// What stands behind `per`: the name without its article, one of what is counted ("dose", "calendar year").
std::string noun_of(const std::string& base, int power) {
  if (base == "dose" || base == "unit" || base == "calendar month" || base == "calendar year") return base;
  if (base == "mol") return "mole";
  if (base == "eq") return "equivalent";
  if (base == "osm") return "osmole";
  if (const char* name = name_of({{base, power}})) return std::string(name).substr(std::string(name).find(' ') + 1);
  if (const char* name = name_of({{base, 1}})) {
    return std::string(name).substr(std::string(name).find(' ') + 1) + " to the power " + std::to_string(power);
  }
  return power == 1 ? base : base + " to the power " + std::to_string(power);
}

bool is_currency(const std::string& base) { return base == "USD" || base == "EUR" || base == "GBP" || base == "CAD"; }

struct Described {
  std::string text;  // with its article
  bool is_number = false;
};

// What is measured.
Described measured(const Dimension& above) {
  if (above.empty()) return {"a number", true};
  if (const NamedDimension* named = find(above)) return {named->name, named->is_number};
  if (above.size() == 1 && above[0].second == 1) {
    const std::string& base = above[0].first;
    if (is_currency(base)) return {"money in " + base};
    if (base.front() == '[') return {"an amount in " + base};
    const bool hisses = base.back() == 's' || base.back() == 'x' || base.back() == 'z' || base.back() == 'h';
    return {"a number of " + base + (hisses ? "es" : "s"), true};  // what a policy counts: tablets, patches
  }
  std::string text;
  for (const auto& [base, power] : above) text += (text.empty() ? "" : " times ") + noun_of(base, power);
  return {(std::string("aeiou").find(text.front()) == std::string::npos ? "a " : "an ") + text};
}

// Where ` per …` reads best: what it is measured against first, time and doses last.
int place_of(const std::string& base) {
  constexpr const char* order[] = {"g", "m", "mol", "unit", "dose", "s", "calendar month", "calendar year"};
  const auto* found = std::find(std::begin(order), std::end(order), base);
  return found == std::end(order) ? 2 : static_cast<int>(found - std::begin(order));
}

Described describe(const Dimension& dimension) {
  if (const NamedDimension* named = find(dimension)) return {named->name, named->is_number};
  // A named combination above the line may hide in a longer one: a catalytic activity per volume. The longest wins.
  const NamedDimension* best = nullptr;
  for (const NamedDimension& entry : named_dimensions()) {
    const bool contained = std::all_of(entry.dimension.begin(), entry.dimension.end(), [&](const auto& part) {
      return std::find(dimension.begin(), dimension.end(), part) != dimension.end();
    });
    if (contained && entry.dimension.size() > 1 &&
        (best == nullptr || entry.dimension.size() > best->dimension.size())) {
      best = &entry;
    }
  }
  Dimension above;
  Dimension below;
  for (const auto& part : dimension) {
    const bool named =
        best != nullptr && std::find(best->dimension.begin(), best->dimension.end(), part) != best->dimension.end();
    if (!named) (part.second > 0 ? above : below).push_back(part);
  }
  // Only if all that is left stands below the line: a pressure times a time is clearer as it is written.
  if (best != nullptr && !above.empty()) {
    above.clear();
    below.clear();
    for (const auto& part : dimension) (part.second > 0 ? above : below).push_back(part);
    best = nullptr;
  }
  std::stable_sort(below.begin(), below.end(),
                   [](const auto& left, const auto& right) { return place_of(left.first) < place_of(right.first); });
  auto [text, is_number] = best != nullptr ? Described{best->name} : measured(above);
  for (const auto& [base, power] : below) {
    const bool whole = name_of({{base, -power}}) != nullptr;
    if (whole || power == -1) {
      text += " per " + noun_of(base, -power);
    } else {
      for (int step = power; step < 0; ++step) {
        text += " per " + noun_of(base, 1);
        if (power < -3) {
          text += " to the power " + std::to_string(-power);
          break;
        }
      }
    }
  }
  return {std::move(text), is_number};
}

}  // namespace

std::string describe_dimension(const Dimension& dimension) { return describe(dimension).text; }
bool is_number(const Dimension& dimension) { return describe(dimension).is_number; }
bool counts_calendar(const Dimension& dimension) {
  return std::any_of(dimension.begin(), dimension.end(),
                     [](const auto& part) { return part.first == "calendar month" || part.first == "calendar year"; });
}

}  // namespace crit
