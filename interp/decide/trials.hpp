// "What if": the policy decided again with facts, or criteria, that are not known taken as they may be; and the rule of the one
// missing fact, which holds for the decision itself and for each answer that a pend tells.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "given.hpp"
#include "needs.hpp"
#include "limits.hpp"
#include "ruling.hpp"

namespace crit {

struct Trial {
  Ruling ruling;
  std::vector<Given> given;
  std::vector<std::string> notes;  // of what is given
  bool either = false;             // settled by agreement: the reasons are alternatives
  std::vector<std::size_t> open;   // pend: which of the gaps some open criterion may still ask for
};

// What the sets come to by themselves.
Trial decided(const Chunk& chunk, FinishedRun& run, bool ucum);

// What makes two rulings one and the same decision to whoever asked.
std::string decision_key(const Ruling& ruling);

class Trials {
 public:
  // All must outlive it.
  Trials(const Chunk& chunk, const FactSet& facts, Day as_of, const DecideOptions& options, Meter& meter, KeptJoins& joins)
      : chunk_(chunk), facts_(facts), as_of_(as_of), options_(options), meter_(meter), joins_(joins) {}

  // `base` has decided: what a trial cannot touch is taken from it. By `traced`, which never skips, the work of a trial is
  // reckoned: so what is affordable is the same however the decision is computed. Both outlive it.
  void bound(const FinishedRun& base, const FinishedRun& traced);
  // Whether so many more runs like this one may be made; they are then reckoned as made.
  bool affords(std::size_t runs, const MachineOptions& what_if);
  bool left_out() const { return left_out_; }  // whether some were not

  // One run; by itself, without the rule of the one missing fact.
  Trial attempt(MachineOptions what_if, const std::vector<Gap>& gaps = {});

  // Sets are combined as if independent. Where one unknown fact alone is what they share, trying its every value may show
  // that the outcome is the same whatever it is; then it stands. `known` and `missing` still see a file without it.
  // nullopt: it does not settle the matter. `exhausted` is set where it might, and was not tried for want of runs.
  std::optional<Trial> agree(const MachineOptions& what_if, const Gap& gap, bool& exhausted);

  // The same of several facts at once, and of conditions that several criteria share: their worlds are split until each is decided,
  // within some dozens of runs. Where one world is decided otherwise, or is not, it settles nothing.
  std::optional<Trial> agree_on_several(const MachineOptions& what_if, const std::vector<Gap>& gaps, bool& exhausted);

  // What was found of a fact's values by themselves: those that pend are tried first, and one whose values decide differently
  // is not tried again beside others.
  void remember(std::uint32_t slot, std::size_t answer, const Trial& trial);

 private:
  struct Found {
    std::vector<std::size_t> pends;  // answers
    std::optional<std::string> outcome;
    bool differ = false;
  };

  struct Split {  // what is not known, and each way it may be
    bool is_condition = false;  // a define
    std::uint32_t index = 0;    // of the define, or the fact's slot
    std::size_t gap = 0;        // of a fact
    std::string name;
    std::vector<std::pair<std::string, Value>> ways;
  };
  struct Agreement {  // as far as the worlds have been gone through
    std::vector<Split> splits;
    const std::vector<Gap>& gaps;
    std::vector<std::string> names;  // of the splits that were needed
    std::vector<std::string> here;   // the world at hand: "weight is 10 kg"
    std::optional<std::string> outcome;
    std::vector<std::string> under;  // of each world
    std::vector<Trial> worlds;
    std::size_t runs = 0;
  };
  std::vector<Split> splits_of(const MachineOptions& what_if, const std::vector<Gap>& gaps, bool conditions);
  bool probe(const Agreement& agreement, const MachineOptions& what_if, bool& exhausted);
  bool explore(Agreement& agreement, const MachineOptions& what_if, const std::vector<std::size_t>& open, bool& exhausted);
  void find_conditions(const FinishedRun& traced);
  // Each way that a fact may be: its values, or a value of each part that the policy's limits make of its axis. Empty: it is asked
  // otherwise.
  std::vector<std::pair<std::string, Value>> ways_of(std::uint32_t slot);

  const Chunk& chunk_;
  const FactSet& facts_;
  const Day as_of_;
  const DecideOptions& options_;
  std::map<std::uint32_t, Found> found_;  // by slot
  std::vector<Split> conditions_;
  std::unique_ptr<LimitsOfFacts> limits_;  // null: not wanted yet
  Meter& meter_;
  KeptJoins& joins_;
  const FinishedRun* base_ = nullptr;
  const FinishedRun* traced_ = nullptr;
  std::uint64_t runs_ = 0;     // reckoned as made
  std::uint64_t allowed_ = 0;  // runs, in any case
  std::uint64_t work_ = 0;     // steps, as reckoned
  bool left_out_ = false;
};

}  // namespace crit
