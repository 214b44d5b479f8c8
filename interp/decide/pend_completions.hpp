// Two ways in which the chart of a pended member could turn out that are decided differently.
//
// They are found by trying: the facts that the pend asks for are filled in, decided, and changed, now towards a section
// that is met, now away from all. Every trial is written as a fact file gives it, read by the reader of fact files, and
// decided anew, so what is shown decides so when a host gives it. The search is the same each time: its dice start from
// one number.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "bind.hpp"
#include "chunk.hpp"
#include "crit/crit.hpp"
#include "likely_values.hpp"
#include "needs.hpp"
#include "ruling.hpp"

namespace crit {

constexpr const char* completions_out_of_reach =
    "two ways that are decided differently were not found within the bound of work";

class Completions {
 public:
  // All must outlive it.
  Completions(const Chunk& chunk, const FactSet& facts, Day as_of, const DecideOptions& options, Meter& meter);

  // The run is traced; its ruling pends.
  void find(FinishedRun& run, const Ruling& ruling, Decision& into);

 private:
  static constexpr std::size_t as_is = static_cast<std::size_t>(-1);  // as it is on file

  // What stands in the place of a fact or of a list. Values and sources are given by their number among those to try.
  struct Row {
    std::size_t on_file = as_is;  // the item; as_is: it is added
    bool resourced = false;       // an item on file: by a source that will do
    std::vector<std::size_t> values;
  };
  struct Edit {
    bool is_list = false;
    std::uint32_t slot = 0;
    std::size_t value = as_is;  // of a fact
    std::size_t source = 0;
    std::vector<Row> rows;  // of a list, which is then said to be complete
  };
  using World = std::vector<Edit>;
  struct Tried {
    Ruling ruling;
    std::vector<double> degrees;     // of each section: how near it is to being met
    std::vector<bool> is_closed;     // of each section: it surely is not
    std::vector<std::size_t> asked;  // pend: edits that are there, and do not settle it
    bool is_decided = false;
  };
  struct Target {
    std::uint32_t section = nowhere;  // to be met; nowhere: none is to be
    World world;
    std::vector<std::size_t> asked;
    double score = 0;
  };

  void begin() {
    runs_ = 0;
    work_ = 0;
    spent_before_ = meter_.spent();
  }
  Tried attempt(const World& world);
  Tried settle(World& world);
  bool fill(World& world, FinishedRun& run, const Ruling& ruling, std::vector<std::size_t>* asked);
  Edit edit_of(const Gap& gap);
  void change(Edit& edit);
  void change_rows(Edit& edit);
  Row new_row(const Edit& edit);
  bool leads_on(const Target& target) const;
  void climb(Target& target);
  std::vector<Target> targets(FinishedRun& run, const World& world) const;
  double score(const Target& target, const Tried& tried) const;
  double degree(const FinishedRun& run, std::uint32_t criterion) const;
  double degree_of_section(const FinishedRun& run, const SectionInfo& section) const;
  void take(const World& world, const Tried& tried);
  World shrunk(World world, const std::string& outcome);
  bool still(const World& world, const std::string& outcome);

  std::size_t one_of(const std::vector<std::string>& values);
  const std::vector<std::string>& values_of(const Edit& edit, std::size_t item, std::size_t field);
  bool is_free(const Edit& edit, std::size_t item, std::size_t field);
  const std::vector<std::string>& sources_of(const Edit& edit);
  const std::string& path_of(const Edit& edit) const;
  std::string json_of_edit(const Edit& edit);
  std::string json_of_row(const Edit& edit, const Row& row);
  bool put(const World& world);
  std::size_t dice(std::size_t sides) { return sides < 2 ? 0 : dice_() % sides; }

  const Chunk& chunk_;
  const FactSet& facts_;
  const Day as_of_;
  const DecideOptions& options_;
  Meter& meter_;
  const SchemaTables tables_;
  const LikelyValues likely_;
  FieldTexts texts_;
  FactSet read_;     // what a trial gives
  FactSet working_;  // the facts of the member with it
  std::vector<std::pair<bool, std::uint32_t>> put_;
  std::map<std::tuple<bool, std::uint32_t, std::size_t, std::size_t>, std::vector<std::string>> values_;
  std::map<std::pair<bool, std::uint32_t>, std::vector<std::string>> sources_;
  std::minstd_rand dice_;
  // Against the bound of work; what the meter had counted before.
  std::size_t runs_ = 0;
  std::uint64_t work_ = 0;
  std::uint64_t spent_before_ = 0;
  Outcome outcome_found_ = Outcome::pend;             // the first
  std::vector<std::pair<World, std::string>> found_;  // at most two, with what makes their decisions differ
};

}  // namespace crit
