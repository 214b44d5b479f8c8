#include "decide.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_set>

#include "pend_completions.hpp"
#include "needs.hpp"
#include "outline.hpp"
#include "ruling.hpp"
#include "trials.hpp"
#include "words.hpp"

namespace crit {
namespace {

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

// What is to be done, whatever is decided: an action is left out only where its condition is surely no.
std::vector<std::string> actions_of(const Chunk& chunk, FinishedRun& run) {
  std::vector<std::string> actions;
  for (const ActionInfo& action : chunk.actions) {
    const Truth when = action.when == nowhere ? Truth::yes : run.entry_truth(action.when);
    if (when == Truth::no) continue;
    actions.push_back(when == Truth::yes ? action.text : fmt::format("if {} (not known): {}", action.condition, action.text));
  }
  return actions;
}

class Decider {
 public:
  Decider(const Chunk& chunk, const FactSet& facts, Day as_of, const DecideOptions& options)
      : chunk_(chunk), facts_(facts), as_of_(as_of), options_(options), meter_(options.max_steps, options.cancelled), trials_(chunk, facts, as_of, options, meter_, joins_), reasons_(chunk, options.coded_reasons) {}

  Decision run() {
    decision_ = heading(chunk_, facts_, as_of_);
    MachineOptions plain;
    plain.meter = &meter_;
    plain.joins = &joins_;
    plain.short_circuit = options_.short_circuit;
    if (!options_.explain) {
      // No traced run will follow: the warnings are this one's, so it must see everything.
      plain.warnings = true;
      plain.short_circuit = false;
    }
    base_ = std::make_unique<FinishedRun>(chunk_, facts_, as_of_, plain);
    Trial trial = decided(chunk_, *base_, options_.ucum);
    decision_.actions = actions_of(chunk_, *base_);
    decision_.warnings = reasons_.warnings(base_->warnings());
    const auto end_is_open = [](const Longer& longer) { return longer.met; };
    const Ruling& ruling = trial.ruling;
    const bool names_facts = ruling.outcome == Outcome::pend || std::any_of(ruling.may_lengthen.begin(), ruling.may_lengthen.end(), end_is_open);
    if (!options_.explain && !names_facts) {
      conclude(trial, nullptr);
      return std::move(decision_);
    }
    MachineOptions trace;
    trace.trace = true;
    trace.ucum = options_.ucum;
    trace.meter = &meter_;
    trace.joins = &joins_;
    FinishedRun run(chunk_, facts_, as_of_, trace);
    trials_.bound(*base_, run);
    const Ruling evident = decide_outcome(chunk_, run);
    actions_of(chunk_, run);                                                                     // for their warnings
    if (evident.outcome == Outcome::approve) give(chunk_, run, evident.longest, options_.ucum);  // for its warnings
    decision_.warnings = reasons_.warnings(run.warnings());
    std::vector<Gap> gaps;
    if (ruling.outcome == Outcome::pend) {
      gaps = find_gaps(chunk_, run, evident, false);
      take_open_ends(gaps);
      settle_by_agreement(gaps, trial);
    }
    conclude(trial, &run);
    if (ruling.outcome == Outcome::pend) {
      if (options_.needs) {
        for (const Gap& gap : gaps) decision_.needs.push_back(need_of(gap));
        if (options_.explain) describe_answers(gaps, find_gaps(chunk_, run, evident, true), run);
        if (options_.explain && options_.completions) complete(run, evident);
      }
      summarize_needs();
    }
    if (options_.explain) decision_.sections = outline(chunk_, facts_, run, ruling, evident, reasons_);
    return std::move(decision_);
  }

 private:
  void settle_by_agreement(const std::vector<Gap>& gaps, Trial& decided) {
    bool exhausted = false;
    for (const Gap& gap : gaps) {
      std::optional<Trial> settled = trials_.agree({}, gap, exhausted);
      if (!settled) continue;
      decided = std::move(*settled);
      return;
    }
    if (std::optional<Trial> settled = trials_.agree_on_several({}, gaps, exhausted)) decided = std::move(*settled);
  }

  // `run`: traced; null where nothing is to be said of what an end rests on.
  void conclude(const Trial& decided, FinishedRun* run) {
    const Ruling& ruling = decided.ruling;
    decision_.outcome = ruling.outcome;
    decision_.because = reasons(chunk_, ruling);
    decision_.summary = phrase(chunk_, ruling, decided.either, true);
    decision_.notes = decided.notes;
    switch (ruling.outcome) {
      case Outcome::approve:
        if (ruling.until) {
          decision_.until = to_string(*ruling.until);
          decision_.through = to_string(static_cast<Day>(*ruling.until - 1));
        }
        for (const Given& given : decided.given) decision_.outputs.push_back(given.output);
        for (const Longer& longer : ruling.may_lengthen) {
          std::vector<std::string> asked;
          if (longer.met && run != nullptr) asked = asked_of_end(chunk_, *run, chunk_.sections[longer.section]);
          decision_.notes.push_back(lengthens(chunk_, longer, asked));
        }
        break;
      case Outcome::deny:
        decision_.category = ruling.category;
        for (const std::uint32_t section : ruling.lapsed) {
          const Ground said{Ground::Kind::ended, chunk_.sections[section].criterion};
          if (std::find(ruling.because.begin(), ruling.because.end(), said) != ruling.because.end()) continue;
          decision_.notes.push_back(fmt::format("an approval under {} would already have ended", chunk_.sections[section].path));
        }
        break;
      case Outcome::refer:
        decision_.target = ruling.target;
        decision_.review = ruling.review;
        break;
      case Outcome::pend:
      case Outcome::undetermined: break;
    }
  }

  Need need_of(const Gap& gap) const {
    Need need;
    need.fact = gap.is_list ? chunk_.schema.lists[gap.slot].path : chunk_.schema.facts[gap.slot].path;
    need.description = gap.is_list ? chunk_.schema.lists[gap.slot].description : chunk_.schema.facts[gap.slot].description;
    need.reason = reasons_.text(gap.reason);
    need.reason_data = data_of(gap.reason, chunk_.schema);
    std::unordered_set<std::string_view> named;
    for (const std::uint32_t criterion : gap.criteria) {  // both texts of an amended criterion have its name
      const std::string& path = chunk_.criteria[criterion].path;
      if (named.insert(path).second) need.criteria.push_back(path);
    }
    for (const std::uint32_t entry : gap.entries) need.criteria.push_back(chunk_.output_code[entry].name);
    return need;
  }

  // An answer to one of the needs, before it is known what another fact would make of it.
  struct Asked {
    std::size_t need = 0;
    Answer answer;
    MachineOptions what_if;
    std::vector<std::size_t> open;  // of the wide gaps
    bool told = true;
  };

  void ask(std::size_t need, std::string answer, MachineOptions what_if, const std::vector<Gap>& wide, std::vector<Asked>& answers) {
    const Trial trial = trials_.attempt(what_if, wide);
    answers.push_back({need, {std::move(answer), trial.ruling.outcome, phrase(chunk_, trial.ruling, trial.either, false)}, std::move(what_if), trial.open, true});
    const Asked& asked = answers.back();
    if (asked.what_if.facts.size() == 1) trials_.remember(asked.what_if.facts.front().slot, nth_answer_, trial);
  }

  // What only the end of an ongoing period could settle: nobody can be asked for it.
  void take_open_ends(std::vector<Gap>& gaps) {
    const auto asked = std::stable_partition(gaps.begin(), gaps.end(), [](const Gap& gap) { return !gap.open_end; });
    for (auto gap = asked; gap != gaps.end(); ++gap) {
      Need need = need_of(*gap);
      decision_.open_ends.push_back({std::move(need.fact), std::move(need.criteria)});
    }
    gaps.erase(asked, gaps.end());
  }

  // That no more can be told within the budget is no reason to keep back what is decided.
  void describe_answers(const std::vector<Gap>& gaps, const std::vector<Gap>& wide, const FinishedRun& run) {
    bool left_out = false;
    try {
      find_answers(gaps, wide, run);
    } catch (const Stop& stop) {
      if (stop.cancelled) throw;
      left_out = true;
      for (Need& need : decision_.needs) {
        need.answers.clear();
        need.every_answer = false;
      }
    }
    if (left_out || trials_.left_out()) {
      decision_.notes.push_back("what each answer would do was not worked out for every need: there are too many, or too long lists");
    }
  }

  void complete(FinishedRun& run, const Ruling& ruling) {
    try {
      Completions(chunk_, facts_, as_of_, options_, meter_).find(run, ruling, decision_);
    } catch (const Stop& stop) {
      if (stop.cancelled) throw;
      decision_.completions.clear();
      decision_.no_completions = completions_out_of_reach;
    }
  }

  // What each answer to each need does: decided as a decision is. `wide`: all gaps, whether they matter by now or not.
  void find_answers(const std::vector<Gap>& gaps, const std::vector<Gap>& wide, const FinishedRun& run) {
    std::vector<Asked> answers;
    for (std::size_t i = 0; i < gaps.size(); ++i) {
      const Gap& gap = gaps[i];
      const auto values = gap.is_list ? std::vector<std::pair<std::string, Value>>{} : possible_answers(chunk_.schema, chunk_.schema.facts[gap.slot].type);
      MachineOptions like;  // what is run for an answer
      if (!values.empty()) like.facts = {{gap.slot, values.front().second, true}};
      if (!values.empty() && trials_.affords(values.size(), like)) {
        nth_answer_ = 0;
        for (const auto& [name, value] : values) {
          MachineOptions what_if;
          what_if.facts = {{gap.slot, value, true}};
          ask(i, name, std::move(what_if), wide, answers);
          ++nth_answer_;
        }
        decision_.needs[i].every_answer = true;
      } else {
        ask_criteria(i, gap, wide, run, answers);
      }
    }
    for (Asked& asked : answers) decide_answer(asked, wide);
    for (Asked& asked : answers) {
      Need& need = decision_.needs[asked.need];
      if (asked.told) need.answers.push_back(std::move(asked.answer));
      else need.every_answer = false;
    }
    for (std::size_t i = 0; i < gaps.size(); ++i) {
      if (!decision_.needs[i].every_answer) try_all_met(i, gaps[i], wide, run);
    }
  }

  void tell(Asked& asked, const Trial& settled) const {
    asked.answer.outcome = settled.ruling.outcome;
    asked.answer.then = phrase(chunk_, settled.ruling, settled.either, false);
  }

  // By the rule of the missing facts on which all agree, too. Where that takes too long to try, nothing is told of the answer.
  void decide_answer(Asked& asked, const std::vector<Gap>& wide) {
    if (asked.answer.outcome != Outcome::pend) return;
    bool exhausted = false;
    for (const std::size_t gap : asked.open) {
      const std::optional<Trial> settled = trials_.agree(asked.what_if, wide[gap], exhausted);
      if (!settled) continue;
      tell(asked, *settled);
      return;
    }
    std::vector<Gap> open;
    for (const std::size_t gap : asked.open) open.push_back(wide[gap]);
    if (const std::optional<Trial> settled = trials_.agree_on_several(asked.what_if, open, exhausted)) return tell(asked, *settled);
    asked.told = !exhausted;
  }

  // Facts that are no yes_no and no enumeration have too many values to try: each criterion that asks is taken as it may come
  // out.
  void ask_criteria(std::size_t need, const Gap& gap, const std::vector<Gap>& wide, const FinishedRun& run,
                    std::vector<Asked>& answers) {
    std::set<std::uint32_t> tried;  // amendments
    for (const std::uint32_t criterion : gap.criteria) {
      if (chunk_.criteria[criterion].is_amended) {
        for (const std::uint32_t text : chunk_.criteria[criterion].children) {
          const std::uint32_t amendment = chunk_.criteria[text].amendment;
          if (amendment != nowhere && tried.insert(amendment).second)
            ask_amendment(need, amendment, wide, run, answers);
        }
      }
      MachineOptions like;
      like.criteria = {{criterion, Verdict::met}};
      if (!chunk_.criteria[criterion].children.empty() || !trials_.affords(3, like)) continue;
      for (const Verdict verdict : {Verdict::met, Verdict::not_met, Verdict::not_applicable}) {
        if ((bits(verdict) & bits(run.criterion(criterion))) == 0) continue;  // it cannot come out so
        MachineOptions what_if;
        what_if.criteria = {{criterion, verdict}};
        const char* so = verdict == Verdict::met ? "is met" : verdict == Verdict::not_met ? "is not met" : "does not apply";
        ask(need, fmt::format("{} {}", chunk_.criteria[criterion].path, so), std::move(what_if), wide, answers);
      }
    }
  }

  // Where it is not known whether an amendment applies.
  void ask_amendment(std::size_t need, std::uint32_t amendment, const std::vector<Gap>& wide, const FinishedRun& run,
                     std::vector<Asked>& answers) {
    const AmendmentInfo& info = chunk_.amendments[amendment];
    MachineOptions like;
    like.criteria = {{info.when, Verdict::met}};
    if (is_certain(run.criterion(info.when)) || !trials_.affords(2, like)) return;
    for (const Verdict verdict : {Verdict::met, Verdict::not_met}) {
      MachineOptions what_if;
      what_if.criteria = {{info.when, verdict}};
      ask(need, fmt::format("\"{}\" {}", info.name, verdict == Verdict::met ? "applies" : "does not apply"), std::move(what_if), wide, answers);
    }
  }

  // One fact may settle several criteria at once, where none of them alone settles the matter.
  void try_all_met(std::size_t index, const Gap& gap, const std::vector<Gap>& wide, const FinishedRun& run) {
    Need& need = decision_.needs[index];
    const bool settled = std::any_of(need.answers.begin(), need.answers.end(), [](const Answer& answer) { return answer.outcome != Outcome::pend; });
    MachineOptions what_if;
    for (const std::uint32_t criterion : gap.criteria) {
      if (may_be_met(run.criterion(criterion)) && chunk_.criteria[criterion].children.empty())
        what_if.criteria.emplace_back(criterion, Verdict::met);
    }
    if (settled || what_if.criteria.size() < 2 || !trials_.affords(1, what_if)) return;
    std::vector<Asked> answers;
    ask(index, "all of them are met", std::move(what_if), wide, answers);
    decide_answer(answers.front(), wide);
    if (answers.front().answer.outcome != Outcome::pend) need.answers.push_back(std::move(answers.front().answer));
  }

  void summarize_needs() {
    std::string facts;
    constexpr std::size_t named = 4;
    for (std::size_t i = 0; i < decision_.needs.size() && i < named; ++i) facts += (i == 0 ? "" : ", ") + decision_.needs[i].fact;
    if (decision_.needs.size() > named) facts += fmt::format(" and {} more", decision_.needs.size() - named);
    std::string ends;
    for (const OpenEnd& one : decision_.open_ends) ends += fmt::format("{}{}, for {}", ends.empty() ? "" : "; ", one.list, fmt::join(one.criteria, ", "));
    if (facts.empty() && !ends.empty()) {
      decision_.summary = fmt::format("pend: it turns on the day on which what is ongoing will end, and no fact can say it ({})", ends);
      return;
    }
    if (!ends.empty()) decision_.notes.push_back(fmt::format("it also turns on the day on which what is ongoing will end, and no fact can say it ({})", ends));
    decision_.summary = facts.empty() ? "pend: what is on file does not settle it" : "pend for " + facts;
  }

  const Chunk& chunk_;
  const FactSet& facts_;
  const Day as_of_;
  const DecideOptions& options_;
  Decision decision_;
  Meter meter_;
  KeptJoins joins_;
  std::unique_ptr<FinishedRun> base_;  // the run that decides; what an answer cannot touch is as it was there
  Trials trials_;
  std::size_t nth_answer_ = 0;
  const ReasonText reasons_;
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
  FinishedRun run(chunk, facts, as_of, whole);
  const Ruling evident = decide_outcome(chunk, run);
  decision.actions = actions_of(chunk, run);
  const ReasonText reasons(chunk, options.coded_reasons);
  decision.warnings = reasons.warnings(run.warnings());
  if (!options.explain) return decision;
  Ruling none;  // nothing is decided, so no criterion is what a decision rests on
  none.outcome = Outcome::undetermined;
  none.untils = evident.untils;
  decision.sections = outline(chunk, facts, run, none, evident, reasons);
  return decision;
}

}  // namespace crit
