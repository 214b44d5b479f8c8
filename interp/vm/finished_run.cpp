#include "finished_run.hpp"

#include <utility>

#include "machine.hpp"

namespace crit {

FinishedRun::FinishedRun(const Chunk& chunk, const FactSet& facts, Day as_of, MachineOptions options)
    : machine_(std::make_unique<Machine>(chunk, facts, as_of, std::move(options))) {
  machine_->run();
}
FinishedRun::~FinishedRun() = default;

Verdict FinishedRun::criterion(std::uint32_t index) const { return machine_->criterion(index); }
Verdict FinishedRun::section(std::uint32_t index) const { return machine_->section(index); }
const Value* FinishedRun::define(std::uint32_t index) const { return machine_->define(index); }
Value FinishedRun::entry(std::uint32_t entry) { return machine_->entry(entry); }
Truth FinishedRun::entry_truth(std::uint32_t entry) { return as_truth(machine_->entry(entry)); }
Value FinishedRun::until(std::uint32_t entry, bool warn) { return machine_->until(entry, warn); }
const ReadSet& FinishedRun::evidence(std::uint32_t criterion) const { return machine_->evidence(criterion); }
const ReadSet& FinishedRun::entry_evidence() const { return machine_->entry_evidence(); }
Reads& FinishedRun::reads() { return machine_->reads(); }
const Reads& FinishedRun::reads() const { return machine_->reads(); }
std::uint64_t FinishedRun::steps_of(std::uint32_t criterion) const { return machine_->steps_of(criterion); }
std::vector<Warned> FinishedRun::warnings() const { return machine_->warnings(); }
Day FinishedRun::as_of() const { return machine_->as_of(); }
std::uint64_t FinishedRun::steps() const { return machine_->steps(); }

}  // namespace crit
