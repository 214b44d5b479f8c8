#include "pend_completions.hpp"

#include <algorithm>

#include "facts_json.hpp"
#include "json.hpp"
#include "json_writer.hpp"
#include "text.hpp"
#include "trials.hpp"
#include "words.hpp"

namespace crit {
namespace {

// These bound the cost of a pend. Most ways are found within some dozens of runs; with ten times as many few more are.
constexpr std::size_t most_runs = 800;
constexpr std::size_t runs_of_shrinking = 150;
constexpr std::uint64_t most_work = 4'000'000;
constexpr std::uint64_t work_of_a_cell = 40;  // to write it and to read it again, in steps of the machine
constexpr std::size_t rounds = 8;             // of filling in what earlier values ask for
constexpr std::size_t most_added = 8;         // items of one list

// How many of the first fields are days, which an item cannot lack.
std::size_t days_of(const ListSlot& list) {
  return list.kind == ListKind::series ? 1 : list.kind == ListKind::periods ? 2 : 0;
}

struct Spent {};  // thrown within the search where its bound is reached

}  // namespace

Completions::Completions(const Chunk& chunk, const FactSet& facts, Day as_of, const DecideOptions& options,
                         Meter& meter)
    : chunk_(chunk),
      facts_(facts),
      as_of_(as_of),
      options_(options),
      meter_(meter),
      tables_(chunk.schema),
      likely_(chunk, as_of) {
  working_.id = facts.id;
  working_.as_of = facts.as_of;
  working_.facts = facts.facts;
  working_.lists = facts.lists;
}

void Completions::find(FinishedRun& run, const Ruling& ruling, Decision& into) {
  bool spent = false;
  World start;
  begin();
  try {
    if (!fill(start, run, ruling, nullptr)) {
      into.no_completions = "no fact is asked for that could settle it";
      return;
    }
    settle(start);
    std::vector<Target> aims = targets(run, start);
    while (found_.size() < 2 &&
           std::any_of(aims.begin(), aims.end(), [&](const Target& target) { return leads_on(target); })) {
      for (Target& target : aims) {
        if (found_.size() < 2 && leads_on(target)) climb(target);
      }
    }
  } catch (const Spent&) {
    spent = true;
  }
  if (found_.size() < 2) {
    into.no_completions = spent ? completions_out_of_reach : "no other outcome is within reach";
    return;
  }
  for (auto& [world, outcome] : found_) {
    begin();  // shrinking has a bound of its own
    world = shrunk(std::move(world), outcome);
    begin();
    const Tried tried = attempt(world);
    Completion completion{
        {}, tried.ruling.outcome, phrase(chunk_, tried.ruling, false, false), reasons(chunk_, tried.ruling)};
    for (const Edit& edit : world) {
      completion.facts.push_back({path_of(edit), json_of_edit(edit)});
    }
    into.completions.push_back(std::move(completion));
  }
}

// ---- one trial ---------------------------------------------------------------------------------------------------

// Reads what a world gives, and puts it in the place of what is on file.
bool Completions::put(const World& world) {
  for (const auto& [is_list, slot] : put_) {
    if (is_list)
      working_.lists[slot] = facts_.lists[slot];
    else
      working_.facts[slot] = facts_.facts[slot];
  }
  put_.clear();
  std::string text = "{";
  for (const Edit& edit : world) {
    text += (text.size() == 1 ? "" : ",") + json_string(path_of(edit)) + ":" + json_of_edit(edit);
    work_ +=
        work_of_a_cell * (1 + (edit.is_list ? edit.rows.size() * chunk_.schema.lists[edit.slot].fields.size() : 0));
  }
  text += "}";
  JsonReader json(text);
  const JsonResult parsed = json.read(0, static_cast<std::uint32_t>(text.size()));
  if (!parsed.document) return false;
  Diagnostics diagnostics("");
  read_ = Binder(tables_, Strictness::names, diagnostics, texts_).bind(parsed.document->root, false);
  if (diagnostics.has_errors()) return false;
  const auto before = static_cast<std::uint32_t>(facts_.provenances.size());
  working_.provenances = facts_.provenances;
  working_.provenances.insert(working_.provenances.end(), read_.provenances.begin(), read_.provenances.end());
  const auto behind = [&](std::uint32_t& provenance) { provenance += provenance == 0 ? 0 : before; };
  for (const Edit& edit : world) {
    put_.emplace_back(edit.is_list, edit.slot);
    if (!edit.is_list) {
      working_.facts[edit.slot] = read_.facts[edit.slot];
      behind(working_.facts[edit.slot].provenance);
      continue;
    }
    ListCell& list = working_.lists[edit.slot];
    list = read_.lists[edit.slot];
    behind(list.provenance);
    for (FactCell& cell : list.cells) behind(cell.provenance);
  }
  return true;
}

Completions::Tried Completions::attempt(const World& world) {
  if (++runs_ > most_runs || work_ + meter_.spent() - spent_before_ > most_work) throw Spent{};
  Tried tried;
  if (!put(world)) return tried;
  MachineOptions plain;
  plain.short_circuit = options_.short_circuit;
  plain.meter = &meter_;
  FinishedRun run(chunk_, working_, as_of_, plain);
  tried.ruling = decide_outcome(chunk_, run);
  tried.is_decided = tried.ruling.outcome != Outcome::pend;
  for (std::uint32_t i = 0; i < chunk_.sections.size(); ++i) {
    tried.degrees.push_back(degree_of_section(run, chunk_.sections[i]));
    tried.is_closed.push_back(!may_be_met(run.section(i)));
  }
  if (tried.is_decided) take(world, tried);
  return tried;
}

// Fills in what the values so far ask for, until it is decided or nothing more is asked for.
Completions::Tried Completions::settle(World& world) {
  Tried tried = attempt(world);
  for (std::size_t round = 0; round < rounds && !tried.is_decided && !tried.degrees.empty(); ++round) {
    MachineOptions trace;
    trace.trace = true;
    trace.meter = &meter_;
    FinishedRun run(chunk_, working_, as_of_, trace);
    if (!fill(world, run, decide_outcome(chunk_, run), &tried.asked)) break;
    tried = attempt(world);
  }
  return tried;
}

void Completions::take(const World& world, const Tried& tried) {
  const std::string outcome = decision_key(tried.ruling);
  if (found_.size() > 1 || (!found_.empty() && found_.front().second == outcome)) return;
  if (found_.empty()) outcome_found_ = tried.ruling.outcome;
  found_.emplace_back(world, outcome);
}

// ---- how near a section is to being met --------------------------------------------------------------------------

double Completions::degree(const FinishedRun& run, std::uint32_t criterion) const {
  const Verdict verdict = run.criterion(criterion);
  if (verdict == Verdict::met) return 1;
  const CriterionInfo& info = chunk_.criteria[criterion];
  const double most = is_certain(verdict) ? 0.9 : 0.95;
  if (info.children.empty()) return is_certain(verdict) ? 0 : 0.4;
  double sum = 0;
  double highest = 0;
  std::size_t count = 0;
  for (const std::uint32_t child : info.children) {
    if (run.criterion(child) == Verdict::not_applicable) continue;
    const double one = degree(run, child);
    sum += one;
    highest = std::max(highest, one);
    ++count;
  }
  if (count == 0) return 0;
  const terms::BlockKind kind = info.blocks.empty() ? terms::BlockKind::all_of : info.blocks.front().kind;
  const double mean = sum / static_cast<double>(count);
  switch (kind) {
    case terms::BlockKind::any_of: return most * highest;
    case terms::BlockKind::none_of:
    case terms::BlockKind::at_most: return most * (1 - mean);
    case terms::BlockKind::all_of:
    case terms::BlockKind::at_least:
    case terms::BlockKind::exactly: break;
  }
  return most * mean;
}

double Completions::degree_of_section(const FinishedRun& run, const SectionInfo& section) const {
  double sum = degree(run, section.criterion);
  double parts = 1;
  const auto take = [&](std::uint32_t criterion) {
    sum += degree(run, criterion);
    parts += 1;
  };
  if (section.when != nowhere) take(section.when);
  for (const std::uint32_t common : section.commons) take(common);
  return sum / parts;
}

double Completions::score(const Target& target, const Tried& tried) const {
  if (tried.degrees.empty()) return -100;  // it cannot be read
  const bool aims_at_referral =
      target.section != nowhere && chunk_.sections[target.section].kind == terms::SectionKind::referral;
  double in_the_way = 0;
  for (std::uint32_t i = 0; i < chunk_.sections.size(); ++i) {
    const bool comes_first = target.section == nowhere || chunk_.sections[i].kind == terms::SectionKind::exclusion ||
                             (aims_at_referral && chunk_.sections[i].kind == terms::SectionKind::indication);
    if (i != target.section && comes_first) in_the_way += tried.is_closed[i] ? tried.degrees[i] / 4 : tried.degrees[i];
  }
  return (target.section == nowhere ? 0 : 2 * tried.degrees[target.section]) - in_the_way;
}

// ---- the search --------------------------------------------------------------------------------------------------

std::vector<Completions::Target> Completions::targets(FinishedRun& run, const World& world) const {
  std::vector<Target> all;
  for (std::uint32_t i = 0; i < chunk_.sections.size(); ++i) {
    if (may_be_met(run.section(i))) all.push_back({i, world, {}, -1000});
  }
  all.push_back({nowhere, world, {}, -1000});
  return all;
}

// Not to what is found already.
bool Completions::leads_on(const Target& target) const {
  if (found_.empty()) return true;
  const Outcome found = outcome_found_;
  if (target.section == nowhere) return found != Outcome::deny;
  switch (chunk_.sections[target.section].kind) {
    case terms::SectionKind::exclusion: return found != Outcome::deny;
    case terms::SectionKind::indication: return found != Outcome::approve;
    case terms::SectionKind::referral: break;
  }
  return true;
}

// Some steps towards the target, from where it was left.
void Completions::climb(Target& target) {
  constexpr std::size_t steps = 20;
  for (std::size_t step = 0; step < steps && found_.size() < 2; ++step) {
    World world = target.world;
    for (std::size_t changes = dice(4) == 0 ? 1 + dice(3) : 1; changes > 0; --changes) {
      const bool is_asked = !target.asked.empty() && dice(4) != 0;
      change(world[is_asked ? target.asked[dice(target.asked.size())] : dice(world.size())]);
    }
    Tried tried = settle(world);
    const double reached = score(target, tried);
    if (reached < target.score) continue;
    target.world = std::move(world);
    target.score = reached;
    target.asked = std::move(tried.asked);
  }
}

// False where nothing is asked for that is not in the world.
bool Completions::fill(World& world, FinishedRun& run, const Ruling& ruling, std::vector<std::size_t>* asked) {
  bool filled = false;
  for (const Gap& gap : find_gaps(chunk_, run, ruling, false)) {
    const auto is_it = [&](const Edit& edit) { return edit.is_list == gap.is_list && edit.slot == gap.slot; };
    const auto there = std::find_if(world.begin(), world.end(), is_it);
    if (asked != nullptr && there != world.end()) asked->push_back(static_cast<std::size_t>(there - world.begin()));
    if (there != world.end()) continue;
    world.push_back(edit_of(gap));
    filled = true;
  }
  return filled;
}

Completions::Edit Completions::edit_of(const Gap& gap) {
  Edit edit;
  edit.is_list = gap.is_list;
  edit.slot = gap.slot;
  if (!gap.is_list) {
    edit.value = one_of(values_of(edit, as_is, 0));
    return edit;
  }
  const ListCell& list = facts_.lists[gap.slot];
  const std::size_t fields = chunk_.schema.lists[gap.slot].fields.size();
  for (std::size_t item = 0; item < list.items; ++item) {
    Row row{item, !sources_of(edit).empty(), std::vector<std::size_t>(fields, as_is)};
    for (std::size_t field = 0; field < fields; ++field) {
      if (is_free(edit, item, field)) row.values[field] = one_of(values_of(edit, item, field));
    }
    edit.rows.push_back(std::move(row));
  }
  return edit;
}

void Completions::change(Edit& edit) {
  if (dice(8) == 0 && sources_of(edit).size() > 1) {
    edit.source = dice(sources_of(edit).size());
  } else if (edit.is_list) {
    change_rows(edit);
  } else {
    edit.value = one_of(values_of(edit, as_is, 0));
  }
}

void Completions::change_rows(Edit& edit) {
  std::vector<std::size_t> added;
  for (std::size_t i = 0; i < edit.rows.size(); ++i) {
    if (edit.rows[i].on_file == as_is) added.push_back(i);
  }
  const std::size_t way = dice(10);
  if (added.size() < most_added && (way < 3 || edit.rows.empty())) {
    edit.rows.push_back(new_row(edit));
    return;
  }
  if (way < 5 && !added.empty()) {
    edit.rows.erase(edit.rows.begin() + static_cast<std::ptrdiff_t>(added[dice(added.size())]));
    return;
  }
  if (edit.rows.empty()) return;
  Row& row = edit.rows[dice(edit.rows.size())];
  const std::size_t field = dice(row.values.size());
  if (row.on_file != as_is && way == 9) {
    row.resourced = !row.resourced;
  } else if (row.on_file == as_is || is_free(edit, row.on_file, field)) {
    row.values[field] = one_of(values_of(edit, row.on_file, field));
  }
}

Completions::Row Completions::new_row(const Edit& edit) {
  const auto like =
      std::find_if(edit.rows.begin(), edit.rows.end(), [](const Row& row) { return row.on_file == as_is; });
  Row row{as_is, false, std::vector<std::size_t>(chunk_.schema.lists[edit.slot].fields.size(), as_is)};
  if (like != edit.rows.end() && dice(2) == 0) row = *like;
  for (std::size_t field = 0; field < row.values.size(); ++field) {
    if (row.values[field] == as_is || dice(3) == 0) row.values[field] = one_of(values_of(edit, as_is, field));
  }
  if (chunk_.schema.lists[edit.slot].kind != ListKind::periods) return row;
  // No period ends before it begins. `"ongoing"` is behind each day, too.
  const auto ends_before = [&] {
    return values_of(edit, as_is, 1)[row.values[1]] < values_of(edit, as_is, 0)[row.values[0]];
  };
  for (int tries = 0; tries < 8 && ends_before(); ++tries) {
    for (const std::size_t field : {0U, 1U}) row.values[field] = one_of(values_of(edit, as_is, field));
  }
  return row;
}

// ---- as little as does -------------------------------------------------------------------------------------------

bool Completions::still(const World& world, const std::string& outcome) {
  const Tried tried = attempt(world);
  return tried.is_decided && decision_key(tried.ruling) == outcome;
}

Completions::World Completions::shrunk(World world, const std::string& outcome) {
  try {
    for (std::size_t i = world.size(); i-- > 0;) {
      World less = world;
      less.erase(less.begin() + static_cast<std::ptrdiff_t>(i));
      if (still(less, outcome)) world = std::move(less);
    }
    const auto try_without = [&](std::size_t edit, const auto& take_away) {
      if (runs_ >= runs_of_shrinking) return;
      World less = world;
      take_away(less[edit]);
      if (still(less, outcome)) world = std::move(less);
    };
    for (std::size_t i = 0; i < world.size(); ++i) {
      for (std::size_t row = world[i].rows.size(); row-- > 0;) {
        const bool is_added = world[i].rows[row].on_file == as_is;
        try_without(i, [&](Edit& edit) {
          if (is_added) {
            edit.rows.erase(edit.rows.begin() + static_cast<std::ptrdiff_t>(row));
            return;
          }
          edit.rows[row].resourced = false;
          std::fill(edit.rows[row].values.begin(), edit.rows[row].values.end(), as_is);
        });
        if (row >= world[i].rows.size()) continue;
        const std::size_t days = days_of(chunk_.schema.lists[world[i].slot]);
        for (std::size_t field = days;
             field < world[i].rows[row].values.size() && !chunk_.schema.lists[world[i].slot].single_value; ++field) {
          if (row < world[i].rows.size() && world[i].rows[row].values[field] != as_is)
            try_without(i, [&](Edit& edit) { edit.rows[row].values[field] = as_is; });
        }
      }
    }
  } catch (const Spent&) {
  }
  return world;
}

// The first are the likeliest.
std::size_t Completions::one_of(const std::vector<std::string>& values) {
  return std::min(dice(values.size()), dice(values.size()));
}

// ---- values and sources ------------------------------------------------------------------------------------------

const std::vector<std::string>& Completions::values_of(const Edit& edit, std::size_t item, std::size_t field) {
  const auto [place, fresh] = values_.try_emplace({edit.is_list, edit.slot, item, field});
  std::vector<std::string>& values = place->second;
  if (!fresh) return values;
  const auto likely = [&](const FactCell* on_file) {
    return edit.is_list ? likely_.of_field(edit.slot, static_cast<std::uint32_t>(field), on_file)
                        : likely_.of_fact(edit.slot, on_file);
  };
  const ListSlot* list = edit.is_list ? &chunk_.schema.lists[edit.slot] : nullptr;
  const FactType& type = list == nullptr ? chunk_.schema.facts[edit.slot].type : list->fields[field].type;
  const FactCell* on_file = list == nullptr ? &facts_.facts[edit.slot]
                            : item == as_is ? nullptr
                                            : &facts_.lists[edit.slot].cells[item * list->fields.size() + field];
  if (on_file != nullptr && on_file->state == FactState::supplied) {
    values.push_back(json_of(*on_file, chunk_.schema, type));
    const std::vector<std::string> kept = likely(on_file);
    values.insert(values.end(), kept.begin(), kept.end());
    if (sources_of(edit).empty()) return values;  // what a source says that will not do may be otherwise
  }
  if (list != nullptr && list->kind == ListKind::periods && field == 1) values.emplace_back("\"ongoing\"");
  if (list != nullptr) {  // what other items have is likelier than any limit
    const ListCell& items = facts_.lists[edit.slot];
    constexpr std::size_t most = 4;
    for (std::size_t other = 0; other < items.items && values.size() < most; ++other) {
      const FactCell& cell = items.cells[other * list->fields.size() + field];
      const auto* date = std::get_if<Date>(&cell.value);
      if (cell.state != FactState::supplied || range_of(cell.value) != nullptr || (date != nullptr && !date->exact()))
        continue;
      const std::string text = json_of(cell, chunk_.schema, type);
      if (std::find(values.begin(), values.end(), text) == values.end()) values.push_back(text);
    }
  }
  const std::vector<std::string> any = likely(nullptr);
  values.insert(values.end(), any.begin(), any.end());
  return values;
}

// Whether an item on file leaves it open.
bool Completions::is_free(const Edit& edit, std::size_t item, std::size_t field) {
  const ListSlot& list = chunk_.schema.lists[edit.slot];
  const FactCell& cell = facts_.lists[edit.slot].cells[item * list.fields.size() + field];
  if (cell.state != FactState::supplied) return true;
  const std::vector<std::string>& sources = sources_of(edit);
  const std::string source = cell.provenance == 0 ? "" : facts_.provenances[cell.provenance - 1].source;
  if (!sources.empty() && std::find(sources.begin(), sources.end(), source) == sources.end()) return true;
  if (const auto* date = std::get_if<Date>(&cell.value)) return !date->exact() || *date == ongoing;
  if (const auto* code = std::get_if<CodeValue>(&cell.value))
    return code->data->system != list.fields[field].type.system;
  return range_of(cell.value) != nullptr;
}

const std::string& Completions::path_of(const Edit& edit) const {
  return edit.is_list ? chunk_.schema.lists[edit.slot].path : chunk_.schema.facts[edit.slot].path;
}

const std::vector<std::string>& Completions::sources_of(const Edit& edit) {
  const auto [place, fresh] = sources_.try_emplace({edit.is_list, edit.slot});
  if (fresh) place->second = likely_.sources(edit.is_list, edit.slot);
  return place->second;
}

// ---- as a fact file gives it -------------------------------------------------------------------------------------

std::string Completions::json_of_edit(const Edit& edit) {
  Provenance from;
  if (edit.source < sources_of(edit).size()) from.source = sources_of(edit)[edit.source];
  if (!edit.is_list) {
    const FactSlot& slot = chunk_.schema.facts[edit.slot];
    const std::vector<std::string>& values = values_of(edit, as_is, 0);
    return sourced(
        edit.value < values.size() ? values[edit.value] : json_of(facts_.facts[edit.slot], chunk_.schema, slot.type),
        from);
  }
  JsonWriter json;
  json.begin_object("");
  json.begin_array("items");
  for (const Row& row : edit.rows) json.raw("", json_of_row(edit, row));
  json.end_array();
  json.boolean("complete", true);
  if (!from.source.empty()) json.string("source", from.source);
  json.end_object();
  return json.take();
}

std::string Completions::json_of_row(const Edit& edit, const Row& row) {
  const ListSlot& slot = chunk_.schema.lists[edit.slot];
  Provenance from;
  if (row.resourced && edit.source < sources_of(edit).size()) from.source = sources_of(edit)[edit.source];
  JsonWriter json;
  if (!slot.single_value) json.begin_object("");
  for (std::size_t field = 0; field < row.values.size(); ++field) {
    const std::vector<std::string>& values = values_of(edit, row.on_file, field);
    std::string text;
    Provenance own = from;
    if (row.values[field] < values.size()) {
      text = values[row.values[field]];
    } else if (row.on_file != as_is) {
      const FactCell& cell = facts_.lists[edit.slot].cells[row.on_file * slot.fields.size() + field];
      text = json_of(cell, chunk_.schema, slot.fields[field].type);
      if (own.source.empty() && cell.provenance != 0) own = facts_.provenances[cell.provenance - 1];
    }
    if (!text.empty()) json.raw(slot.single_value ? "" : slot.fields[field].name, sourced(text, own));
  }
  if (!slot.single_value) json.end_object();
  return json.take();
}

}  // namespace crit
