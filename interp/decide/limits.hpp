// An ordered fact that the policy compares with limits alone: whatever its value is, it lies in one of the parts that the limits make
// of its axis, and of a part one value is as good as another.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "chunk.hpp"

namespace crit {

class LimitsOfFacts {
 public:
  LimitsOfFacts(const Chunk& chunk, Day as_of);  // goes through the code once

  // A value of each part of the fact's axis, with its name: "below 5 mg", "5 mg", "above 5 mg". Empty where the fact is no number and
  // no date, is used otherwise than compared with a number or a day that is written out or with `as_of`, or has very many limits.
  std::vector<std::pair<std::string, Value>> parts(std::uint32_t slot) const;

 private:
  struct Limits {
    std::vector<Number> numbers;
    std::vector<Day> days;
    bool used_otherwise = false;
  };

  const Chunk& chunk_;
  std::unordered_map<std::uint32_t, Limits> of_;  // by slot
};

}  // namespace crit
