// Values that a fact, or a field of a list, is worth trying with, as a fact file would give them: from what the policy
// compares it with, and from what stands elsewhere in the policy.
//
// A guess, and no more: it decides nothing. limits.hpp has those values that stand for all there are.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chunk.hpp"
#include "fact_set.hpp"

namespace crit {

class LikelyValues {
 public:
  LikelyValues(const Chunk& chunk, Day as_of);  // goes through the code once; the chunk must outlive it

  // As JSON: `true`, `"40 kg"`, `"2022-05-01"`. What is on file for it, where there is something, is kept to as far as
  // it goes: a partial date is made a day of it, `<25` a number below 25, a code one of those that it stands for.
  std::vector<std::string> of_fact(std::uint32_t slot, const FactCell* on_file) const;
  std::vector<std::string> of_field(std::uint32_t list, std::uint32_t field, const FactCell* on_file) const;
  // Sources that will do, where the policy asks for some: those first that most of what it asks of this fact or list
  // takes.
  std::vector<std::string> sources(bool is_list, std::uint32_t slot) const;

 private:
  // What something is compared with.
  struct Compared {
    std::vector<Value> values;
    std::vector<std::uint32_t> code_sets;
  };
  using Place = std::pair<std::uint32_t, std::uint32_t>;  // a list and a field of it; `nowhere` and the slot of a fact

  std::optional<Value> constant_at(std::size_t at) const;
  void gather(std::size_t at, Compared& into) const;
  void take_table(const LookupTable& table, Compared& into) const;
  std::vector<std::string> of(Place place, const FactType& type, const FactCell* on_file) const;
  std::vector<std::string> numbers(const Compared& near, const FactType& type, const FactCell* on_file) const;
  std::vector<std::string> dates(const Compared& near, const FactCell* on_file) const;
  std::vector<std::string> durations(const std::vector<Value>& limits) const;
  std::vector<std::string> texts(const std::vector<Value>& limits) const;
  std::vector<std::string> codes(const Compared& near, const FactType& type, const FactCell* on_file) const;

  const Chunk& chunk_;
  std::vector<Instruction> code_;  // without its sieves
  const Day as_of_;
  std::map<Place, Compared> near_;
  std::map<Place, std::vector<SourceMask>> masks_;  // of a list, its field 0
  Compared all_;                                    // of the whole policy
};

}  // namespace crit
