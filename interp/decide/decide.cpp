#include "decide.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

#include "needs.hpp"
#include "outline.hpp"
#include "ruling.hpp"

namespace crit {
namespace {

// These bound the cost of explaining a decision that lacks very many facts, or goes through very long lists.
constexpr std::size_t max_what_if_runs = 400;
constexpr std::uint64_t max_what_if_steps = 20'000'000;  // instructions
constexpr std::uint64_t least_what_if_runs = 8;

// What makes two rulings one and the same decision to whoever asked.
std::string key(const Ruling& ruling, const std::vector<Output>& outputs) {
  std::string text = std::string(outcome_name(ruling.outcome)) + "|" + (ruling.until ? to_string(*ruling.until) : "") + "|" + ruling.target + "|" + ruling.review;
  for (const Output& output : outputs) text += "|" + output.name + "=" + output.value + " " + output.unit;
  return text;
}

Decision heading(const Chunk& chunk, const FactSet& facts, Day as_of) {
  Decision decision;
  decision.valid = true;
  decision.member = facts.id;
  decision.policy = chunk.name;
  decision.policy_title = chunk.title;
  decision.policy_version = chunk.version;
  decision.as_of = to_string(as_of);
  return decision;
}

class Decider {
 public:
  Decider(const Chunk& chunk, const FactSet& facts, Day as_of, const DecideOptions& options)
      : chunk_(chunk), facts_(facts), as_of_(as_of), options_(options), meter_(options.max_steps, options.cancelled) {}

  Decision run() {
    decision_ = heading(chunk_, facts_, as_of_);
    MachineOptions plain;
    plain.meter = &meter_;
    plain.short_circuit = options_.short_circuit;
    if (!options_.explain) {
      // No traced run will follow: the warnings are this one's, so it must see everything.
      plain.warnings = true;
      plain.short_circuit = false;
    }
    base_ = std::make_unique<Machine>(chunk_, facts_, as_of_, plain);
    base_->run();
    Ruling ruling = rule(chunk_, *base_);
    if (ruling.outcome == Outcome::approve) outputs_ = give(*base_, ruling);
    decision_.warnings = base_->warnings();
    if (!options_.explain && ruling.outcome != Outcome::pend) {
      conclude(ruling);
      return std::move(decision_);
    }
    MachineOptions trace;
    trace.trace = true;
    trace.ucum = options_.ucum;
    trace.meter = &meter_;
    Machine machine(chunk_, facts_, as_of_, trace);
    machine.run();
    // By the traced run, which never skips: so the bound is the same however the decision is computed.
    what_ifs_ = std::clamp<std::uint64_t>(max_what_if_steps / std::max<std::uint64_t>(machine.steps(), 1), least_what_if_runs, max_what_if_runs);
    const Ruling evident = rule(chunk_, machine);
    if (evident.outcome == Outcome::approve) give(machine, evident);  // for its warnings
    decision_.warnings = machine.warnings();
    std::vector<Gap> gaps;
    if (ruling.outcome == Outcome::pend) {
      gaps = find_gaps(chunk_, machine, evident);
      take_open_ends(gaps);
      settle_by_agreement(gaps, ruling);
    }
    conclude(ruling);
    if (ruling.outcome == Outcome::pend && options_.needs && options_.explain) describe_needs(gaps, machine);
    if (ruling.outcome == Outcome::pend && options_.needs && !options_.explain) {
      for (const Gap& gap : gaps) decision_.needs.push_back(need_of(gap));
    }
    if (ruling.outcome == Outcome::pend) summarize_needs();
    if (options_.explain) decision_.sections = outline(chunk_, facts_, machine, ruling, evident);
    return std::move(decision_);
  }

 private:
  std::vector<Output> give(Machine& machine, const Ruling& ruling) {
    std::vector<Output> outputs;
    for (const GiveInfo& info : chunk_.sections[ruling.section].gives) {
      const Value value = machine.entry(info.entry);
      const Piece& piece = chunk_.entries[info.entry];
      outputs.push_back({info.name, show(chunk_, value, piece), piece.is_number && !is_unknown(value) ? (options_.ucum ? piece.unit.ucum : piece.unit.spelling) : ""});
    }
    return outputs;
  }

  struct Trial {
    Ruling ruling;
    std::vector<Output> outputs;
  };
  Trial attempt(MachineOptions what_if) {
    ++runs_;
    what_if.short_circuit = options_.short_circuit;
    what_if.base = base_.get();
    what_if.meter = &meter_;
    Machine machine(chunk_, facts_, as_of_, std::move(what_if));
    machine.run();
    Trial trial{rule(chunk_, machine), {}};
    if (trial.ruling.outcome == Outcome::approve) trial.outputs = give(machine, trial.ruling);
    return trial;
  }

  // Sets are combined as if independent. Where one unknown fact alone is what they share, trying its every value may show
  // that the decision is the same whatever it is; then it stands. `known` and `missing` still see a file without it.
  void settle_by_agreement(const std::vector<Gap>& gaps, Ruling& ruling) {
    for (const Gap& gap : gaps) {
      if (gap.is_list) continue;
      const auto answers = possible_answers(chunk_.schema, chunk_.schema.facts[gap.slot].type);
      if (answers.empty() || runs_ + answers.size() > what_ifs_) continue;
      std::optional<Trial> first;
      std::vector<std::uint32_t> because;  // of all the answers
      bool agree = true;
      for (const auto& [name, value] : answers) {
        MachineOptions what_if;
        what_if.fact = {gap.slot, value};
        what_if.fact_is_supplied = false;
        Trial trial = attempt(std::move(what_if));
        if (trial.ruling.outcome == Outcome::pend || (first && key(first->ruling, first->outputs) != key(trial.ruling, trial.outputs))) {
          agree = false;
          break;
        }
        for (const std::uint32_t criterion : trial.ruling.because) {
          if (std::find(because.begin(), because.end(), criterion) == because.end()) because.push_back(criterion);
        }
        if (!first) first = std::move(trial);
      }
      if (!agree || !first) continue;
      ruling = first->ruling;
      ruling.because = std::move(because);
      ruling.may_lengthen.clear();
      outputs_ = first->outputs;
      const bool stated = facts_.facts[gap.slot].state == FactState::supplied;  // but not by a source that will do
      decision_.notes.push_back(fmt::format("{} is not {}, and the decision is the same whatever it is", chunk_.schema.facts[gap.slot].path, stated ? "documented as asked" : "known"));
      settled_ = true;
      return;
    }
  }

  void conclude(const Ruling& ruling) {
    decision_.outcome = ruling.outcome;
    for (const std::uint32_t criterion : ruling.because) decision_.because.push_back(chunk_.criteria[criterion].path);
    switch (ruling.outcome) {
      case Outcome::approve:
        if (ruling.until) {
          decision_.until = to_string(*ruling.until);
          decision_.through = to_string(static_cast<Day>(*ruling.until - 1));
        }
        decision_.outputs = outputs_;
        break;
      case Outcome::deny: decision_.category = ruling.category; break;
      case Outcome::refer:
        decision_.target = ruling.target;
        decision_.review = ruling.review;
        break;
      case Outcome::pend:
      case Outcome::undetermined: break;
    }
    decision_.summary = phrase(ruling, true);
    for (const std::uint32_t section : ruling.may_lengthen) {
      if (ruling.outcome == Outcome::approve) decision_.notes.push_back(fmt::format("{} is still open and could lengthen the approval", chunk_.sections[section].path));
    }
  }

  // "approve until 2023-10-01", "deny because I.A.4": what a decision comes to, in a few words.
  std::string phrase(const Ruling& ruling, bool whole) const {
    std::string because;
    const char* between = settled_ && whole ? " or " : ", ";  // settled by agreement: one of them, and it does not matter which
    for (std::size_t i = 0; i < ruling.because.size(); ++i) because += (i == 0 ? "" : between) + chunk_.criteria[ruling.because[i]].path;
    switch (ruling.outcome) {
      case Outcome::approve:
        return ruling.until ? fmt::format("approve until {}{}{}", to_string(*ruling.until), whole ? ": " + because + " is met" : "",
                                          whole ? fmt::format("; the last covered day is {}", to_string(static_cast<Day>(*ruling.until - 1))) : "")
                            : "approve with no end date" + (whole ? ": " + because + " is met" : std::string());
      case Outcome::deny: {
        if (ruling.no_indication_applies) return "deny: no indication applies";
        if (ruling.by_lapse) return fmt::format("deny: an approval under {} would already have ended", because);
        const std::string as = ruling.category.empty() ? "" : " as " + spaced(ruling.category);
        const bool exclusion = ruling.section != nowhere && chunk_.sections[ruling.section].kind == terms::SectionKind::exclusion;
        return fmt::format("deny{} because {}{}", as, because, !whole ? "" : exclusion ? " (an exclusion) is met" : ruling.because.size() == 1 ? " is not met" : " are not met");
      }
      case Outcome::refer:
        if (ruling.target == "review" && !ruling.review.empty()) return "refer to review: " + ruling.review;
        return fmt::format("refer to {}{}", ruling.target, whole ? " because of " + because : "");
      case Outcome::pend: return whole ? "pend" : "still pend";
      case Outcome::undetermined: break;
    }
    return "undetermined";
  }
  static std::string spaced(std::string text) {
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
  }

  Need need_of(const Gap& gap) const {
    Need need;
    need.fact = gap.is_list ? chunk_.schema.lists[gap.slot].path : chunk_.schema.facts[gap.slot].path;
    need.description = gap.is_list ? chunk_.schema.lists[gap.slot].description : chunk_.schema.facts[gap.slot].description;
    need.reason = gap.reason;
    for (const std::uint32_t criterion : gap.criteria) {  // both texts of an amended criterion have its name
      const std::string& path = chunk_.criteria[criterion].path;
      if (std::find(need.criteria.begin(), need.criteria.end(), path) == need.criteria.end()) need.criteria.push_back(path);
    }
    for (const std::uint32_t entry : gap.entries) need.criteria.push_back(chunk_.entries[entry].name);
    return need;
  }

  // Whether so many more "what if"s of answers may be run, each like this one. Their work is reckoned from the traced run, so
  // that it is the same however the decision is computed.
  bool room_for(std::size_t runs, const MachineOptions& what_if, const Machine& machine) {
    const Touched touched = touched_by(chunk_, what_if);
    std::uint64_t work = touched.criteria.empty() ? machine.steps() : chunk_.criteria.size();
    for (std::uint32_t i = 0; i < touched.criteria.size(); ++i) work += touched.criteria[i] ? machine.steps_of(i) : 0;
    const bool within = runs_ + runs <= max_what_if_runs && work_ + runs * work <= max_what_if_steps;
    const bool room = within || runs_ + runs <= what_ifs_;
    if (room) work_ += runs * work;
    left_out_ = left_out_ || !room;
    return room;
  }

  // What only the end of an ongoing period could settle: nobody can be asked for it.
  void take_open_ends(std::vector<Gap>& gaps) {
    const auto asked = std::stable_partition(gaps.begin(), gaps.end(), [](const Gap& gap) { return !gap.open_end; });
    for (auto gap = asked; gap != gaps.end(); ++gap) {
      const Need need = need_of(*gap);
      std::string criteria;
      for (const std::string& path : need.criteria) criteria += (criteria.empty() ? "" : ", ") + path;
      open_ends_.push_back(fmt::format("{}, for {}", need.fact, criteria));
    }
    gaps.erase(asked, gaps.end());
  }

  void describe_needs(const std::vector<Gap>& gaps, const Machine& machine) {
    for (const Gap& gap : gaps) {
      Need need = need_of(gap);
      try {
        work_out(gap, machine, need);
      } catch (const Stop& stop) {  // what was asked for is decided; that it cannot be told more of is no reason to say nothing
        if (stop.cancelled) throw;
        left_out_ = true;
      }
      decision_.needs.push_back(std::move(need));
    }
    if (left_out_) decision_.notes.push_back("what each answer would do was not worked out for every need: there are too many, or too long lists");
    // First what may settle the matter by itself.
    std::stable_partition(decision_.needs.begin(), decision_.needs.end(), [](const Need& need) {
      return std::any_of(need.answers.begin(), need.answers.end(), [](const Answer& answer) { return answer.outcome != Outcome::pend; });
    });
  }

  // What each answer would do.
  void work_out(const Gap& gap, const Machine& machine, Need& need) {
    const auto answers = gap.is_list ? std::vector<std::pair<std::string, Value>>{} : possible_answers(chunk_.schema, chunk_.schema.facts[gap.slot].type);
    MachineOptions of_fact;
    if (!answers.empty()) of_fact.fact = {gap.slot, answers.front().second};
    if (!answers.empty() && room_for(answers.size(), of_fact, machine)) {
      std::vector<Answer> made;
      for (const auto& [name, value] : answers) {
        MachineOptions what_if;
        what_if.fact = {gap.slot, value};
        const Trial trial = attempt(std::move(what_if));
        made.push_back({name, trial.ruling.outcome, phrase(trial.ruling, false)});
      }
      need.answers = std::move(made);
      need.every_answer = true;
      return;
    }
    // Other facts have too many values to try: each criterion that asks is taken as it may come out.
    std::set<std::uint32_t> tried;  // amendments
    for (const std::uint32_t criterion : gap.criteria) {
      if (chunk_.criteria[criterion].block == amended_block) {
        for (const std::uint32_t text : chunk_.criteria[criterion].children) {
          const std::uint32_t amendment = chunk_.criteria[text].amendment;
          if (amendment != nowhere && tried.insert(amendment).second) try_amendment(amendment, machine, need);
        }
      }
      MachineOptions of_criterion;
      of_criterion.criteria = {{criterion, Verdict::met}};
      if (!chunk_.criteria[criterion].children.empty() || !room_for(3, of_criterion, machine)) continue;
      for (const Verdict verdict : {Verdict::met, Verdict::not_met, Verdict::not_applicable}) {
        if ((bits(verdict) & bits(machine.criterion(criterion))) == 0) continue;  // it cannot come out so
        MachineOptions what_if;
        what_if.criteria = {{criterion, verdict}};
        const Trial trial = attempt(std::move(what_if));
        const char* so = verdict == Verdict::met ? "is met" : verdict == Verdict::not_met ? "is not met" : "does not apply";
        need.answers.push_back({fmt::format("{} {}", chunk_.criteria[criterion].path, so), trial.ruling.outcome, phrase(trial.ruling, false)});
      }
    }
    try_all_met(gap, machine, need);
  }

  // One fact may settle several criteria at once, where none of them alone settles the matter.
  void try_all_met(const Gap& gap, const Machine& machine, Need& need) {
    const bool settled = std::any_of(need.answers.begin(), need.answers.end(), [](const Answer& answer) { return answer.outcome != Outcome::pend; });
    MachineOptions what_if;
    for (const std::uint32_t criterion : gap.criteria) {
      if (may_be_met(machine.criterion(criterion)) && chunk_.criteria[criterion].children.empty()) what_if.criteria.emplace_back(criterion, Verdict::met);
    }
    if (settled || what_if.criteria.size() < 2 || !room_for(1, what_if, machine)) return;
    const Trial trial = attempt(std::move(what_if));
    if (trial.ruling.outcome != Outcome::pend) need.answers.push_back({"all of them are met", trial.ruling.outcome, phrase(trial.ruling, false)});
  }

  // Where it is not known whether an amendment applies.
  void try_amendment(std::uint32_t amendment, const Machine& machine, Need& need) {
    const AmendmentInfo& info = chunk_.amendments[amendment];
    MachineOptions of_amendment;
    of_amendment.criteria = {{info.when, Verdict::met}};
    if (is_certain(machine.criterion(info.when)) || !room_for(2, of_amendment, machine)) return;
    for (const Verdict verdict : {Verdict::met, Verdict::not_met}) {
      MachineOptions what_if;
      what_if.criteria = {{info.when, verdict}};
      const Trial trial = attempt(std::move(what_if));
      need.answers.push_back({fmt::format("\"{}\" {}", info.name, verdict == Verdict::met ? "applies" : "does not apply"), trial.ruling.outcome, phrase(trial.ruling, false)});
    }
  }

  void summarize_needs() {
    std::string facts;
    constexpr std::size_t named = 4;
    for (std::size_t i = 0; i < decision_.needs.size() && i < named; ++i) facts += (i == 0 ? "" : ", ") + decision_.needs[i].fact;
    if (decision_.needs.size() > named) facts += fmt::format(" and {} more", decision_.needs.size() - named);
    std::string ends;
    for (const std::string& one : open_ends_) ends += (ends.empty() ? "" : "; ") + one;
    if (facts.empty() && !ends.empty()) {
      decision_.summary = fmt::format("pend: it turns on the day on which what is ongoing will end, and no fact can say it ({})", ends);
      return;
    }
    if (!ends.empty()) decision_.notes.push_back(fmt::format("on the day on which what is ongoing will end, which no fact can say, turns {}", ends));
    decision_.summary = facts.empty() ? "pend: what is on file does not settle it" : "pend for " + facts;
  }

  const Chunk& chunk_;
  const FactSet& facts_;
  const Day as_of_;
  const DecideOptions& options_;
  Decision decision_;
  std::vector<Output> outputs_;
  Meter meter_;
  std::unique_ptr<Machine> base_;  // the run that decides; what an answer cannot touch is as it was there
  std::size_t runs_ = 0;
  std::uint64_t what_ifs_ = 0;  // runs allowed in any case
  std::uint64_t work_ = 0;      // of answers' runs, as reckoned
  bool left_out_ = false;       // some answers were not worked out
  bool settled_ = false;        // by agreement
  std::vector<std::string> open_ends_;
};

}  // namespace

Decision decide(const Chunk& chunk, const FactSet& facts, Day as_of, const DecideOptions& options) {
  return Decider(chunk, facts, as_of, options).run();
}

Decision undetermined(const Chunk& chunk, const FactSet& facts, Day as_of, std::string why) {
  Decision decision = heading(chunk, facts, as_of);
  decision.outcome = Outcome::undetermined;
  decision.summary = std::move(why);
  return decision;
}

Decision unconfirmed(const Chunk& chunk, const FactSet& facts, Day as_of, const DecideOptions& options) {
  Decision decision = undetermined(chunk, facts, as_of,
                                   fmt::format("the text of {} in force on {} is not confirmed{}", chunk.name, to_string(as_of),
                                               chunk.unconfirmed_why.empty() ? "" : ": " + chunk.unconfirmed_why));
  Meter meter(options.max_steps, options.cancelled);
  MachineOptions whole;  // nothing is skipped: the warnings are the same with and without the outline
  whole.trace = options.explain;
  whole.ucum = options.ucum;
  whole.warnings = true;
  whole.short_circuit = false;
  whole.meter = &meter;
  Machine machine(chunk, facts, as_of, whole);
  machine.run();
  const Ruling evident = rule(chunk, machine);
  for (const ActionInfo& action : chunk.actions) {
    const Truth when = action.when == nowhere ? Truth::yes : machine.entry_truth(action.when);
    if (when == Truth::no) continue;
    decision.actions.push_back(when == Truth::yes ? action.text : fmt::format("if {} (not known): {}", action.condition, action.text));
  }
  decision.warnings = machine.warnings();
  if (!options.explain) return decision;
  Ruling none;  // nothing is decided, so no criterion is what a decision rests on
  none.outcome = Outcome::undetermined;
  none.untils = evident.untils;
  decision.sections = outline(chunk, facts, machine, none, evident);
  return decision;
}

}  // namespace crit
