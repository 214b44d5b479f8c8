// What is told beside the verdicts: why something is unknown that was on file, and what was left out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "values_ops.hpp"

namespace crit {

struct Run;

struct Warned {
  Reason reason;
  std::vector<std::string> places;  // where it befell; none: it is of the facts themselves
};

struct NewWarning {
  ops::Warning warning;
  bool everywhere = false;  // of the facts themselves: told once, without a place
};

class Warnings {
 public:
  explicit Warnings(const Run& run) : run_(run) {}

  bool wanted() const;
  // Said once for each criterion that it befell; of the facts themselves (`everywhere`), once.
  void warn(ops::Warning warning);
  void warn(Reason reason, bool everywhere = false);
  void warn(NewWarning warning);
  // The recent ones befell this criterion, or this entry.
  void warn_at(std::uint32_t criterion, std::uint32_t entry);
  // Of what applies: nothing that befell a criterion of a section whose `when` is no.
  std::vector<Warned> warnings() const;

  std::vector<NewWarning> recent;  // of the criterion, the entry or the define in work

 private:
  struct Told {
    NewWarning warning;
    std::uint32_t criterion = 0;
    std::uint32_t entry = 0;
  };
  std::uint32_t outermost(std::uint32_t criterion) const;
  bool speaks(std::uint32_t outermost) const;

  const Run& run_;
  std::vector<Told> told_;
};

}  // namespace crit
