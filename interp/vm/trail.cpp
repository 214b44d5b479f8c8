// What a verdict rests on, and what was missing.
#include "trail.hpp"

#include <algorithm>
#include <utility>

namespace crit {

Trail::Trail(Run& run) : run_(run), criteria_(run.chunk.criteria.size()), costs_(run.chunk.criteria.size()) {}

ReadSet Trail::take() {
  ReadSet evidence = std::move(stack_.back());
  stack_.pop_back();
  return evidence;
}

void Trail::add_to(ReadSet& evidence) {
  add_evidence(evidence, stack_.back());
  stack_.pop_back();
}

std::string Trail::name_of(const Read& read) const {
  switch (read.kind) {
    case Read::Kind::fact: return run_.chunk.schema.facts[read.slot].path;
    case Read::Kind::define: return run_.chunk.defines[read.slot].name;
    case Read::Kind::lookup: return run_.chunk.tables[read.slot].name;
    case Read::Kind::item:
    case Read::Kind::list: break;
  }
  return run_.chunk.schema.lists[read.slot].path;
}

// An operation came to nothing, though nothing that it took was missing: then what is on file does not do. `operands`:
// those that are at fault, each a bit; where they are worked out from no fact, it is the others.
void Trail::blame(std::size_t count, std::uint32_t operands, const Reason* reason) {
  const std::size_t base = stack_.size() - count;
  bool found = false;
  for (std::size_t i = 0; i < count; ++i) {
    if (!run_.reads.open(stack_[base + i]).empty()) return;
    const auto stands = [this](std::uint32_t read) { return !run_.reads[read].derived() && !run_.reads[read].settled; };
    found =
        found || ((operands >> i & 1U) != 0 && std::any_of(stack_[base + i].begin(), stack_[base + i].end(), stands));
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (!found || (operands >> i & 1U) != 0) run_.reads.note_unsettled(stack_[base + i], reason);
  }
}

// What an operation gives rests on everything that it took. `result`: where it is unknown, what may not settle a
// question is missing; null: it is not looked at.
void Trail::merge(std::size_t count, const Value* result) {
  ReadSet all;
  const std::size_t base = stack_.size() - count;
  for (std::size_t i = 0; i < count; ++i) add_evidence(all, stack_[base + i]);
  stack_.resize(base);
  if (result != nullptr) {
    const auto* truth = std::get_if<Truth>(result);
    if (is_unknown(*result) || (truth != nullptr && *truth == Truth::unknown)) all = run_.reads.doubts(all);
  }
  stack_.push_back(std::move(all));
}

void Trail::operation(std::size_t count, const Value& result, const Reason* said, std::uint32_t at_fault,
                      const Reason* tested) {
  const auto* settled = std::get_if<Truth>(&result);
  const bool is_open = is_unknown(result) || (settled != nullptr && *settled == Truth::unknown);
  if (is_open) blame(count, at_fault, said != nullptr ? said : tested);
  merge(count, &result);
  if (tested == nullptr) return;
  for (std::uint32_t& index : stack_.back()) {
    if (!run_.reads[index].missing && !run_.reads[index].derived())
      index = run_.reads.note_again(index, as_truth(result) == Truth::unknown, tested);
  }
}

void Trail::block(std::size_t count) { merge(count, nullptr); }

// Evidence of an `and` or `or`: if operands decide the result, those operands; if the result is unknown, the unknown
// operands; otherwise all operands.
void Trail::condition(const Value* operands, std::size_t count, Truth deciding, Truth result) {
  ReadSet evidence;
  const std::size_t base = stack_.size() - count;
  for (std::size_t i = 0; i < count; ++i) {
    const Truth operand = as_truth(operands[i]);
    if (result == deciding ? operand == deciding : result != Truth::unknown || operand == Truth::unknown)
      add_evidence(evidence, stack_[base + i]);
  }
  stack_.resize(base);
  stack_.push_back(std::move(evidence));
}

void Trail::first_known(std::size_t count, std::optional<std::size_t> chosen) {
  ReadSet evidence;
  const std::size_t base = stack_.size() - count;
  if (chosen)
    evidence = std::move(stack_[base + *chosen]);
  else
    note_alternatives(stack_.data() + base, count, evidence);
  stack_.resize(base);
  stack_.push_back(std::move(evidence));
}

void Trail::lookup(std::uint32_t table, ReadSet rows, const Reason* outside, const Value& result) {
  const std::size_t keys = run_.chunk.tables[table].keys.size();
  if (outside != nullptr) {  // of the rows: that key's facts do not do
    for (std::uint32_t& index : stack_[stack_.size() - keys + *run_.chunk.tables[table].interpolated]) {
      if (!run_.reads[index].missing && !run_.reads[index].derived())
        index = run_.reads.note_again(index, true, outside);
    }
  }
  merge(keys, &result);
  add_evidence(rows, stack_.back());
  stack_.back() = std::move(rows);
}

void Trail::conditional(Truth condition) {
  if (condition != Truth::unknown) run_.reads.settle(stack_[stack_.size() - 2]);
  if (condition == Truth::no)
    drop();
  else
    merge(2, nullptr);
}

void Trail::choice(Truth condition) {
  const std::size_t base = stack_.size() - 3;
  if (condition != Truth::unknown) run_.reads.settle(stack_[base]);
  if (condition == Truth::yes) stack_[base + 2].clear();
  if (condition == Truth::no) stack_[base + 1].clear();
  merge(3, nullptr);
}

// Its own evidence stays with it; blocks above show their children, not their children's evidence.
void Trail::criterion(std::uint32_t criterion, Verdict verdict) {
  ReadSet& evidence = stack_.back();
  if (!is_certain(verdict) && run_.chunk.criteria[criterion].children.empty()) {
    const auto& warned = run_.warnings.recent;
    run_.reads.note_unsettled(evidence, warned.empty() ? nullptr : run_.reads.why(warned.front().warning.reason));
  }
  criteria_[criterion] = std::exchange(evidence, {});
  costs_[criterion] = run_.work.done() - counted_;
  counted_ = run_.work.done();
}

// A define that stands for a span, a date or a number is evidence of its own: "age 7 years 9 months".
void Trail::define(std::uint32_t define, const Value& value) {
  if (run_.chunk.defines[define].name.empty()) return;
  std::string text;
  if (const auto* span = std::get_if<SpanValue>(&value)) {
    if (span->from.exact() && span->to.exact() && span->from.first <= span->to.first)
      text = span_to_string(span->from.first, span->to.first, run_.chunk.leap);
  } else if (const auto* date = std::get_if<Date>(&value)) {
    text = to_string(*date);
  } else if (const std::optional<Interval> number = interval_of(value)) {
    const Unit& unit = run_.chunk.defines[define].unit;
    const std::string& shown = run_.options.ucum ? unit.ucum : unit.spelling;
    text = number->to_string(unit.spelling.empty() ? "" : " " + shown);
  }
  if (!text.empty()) stack_.back().insert(stack_.back().begin(), run_.reads.note_define(define, std::move(text)));
}

// What `meets` rests on: the verdict of what it asks about, and where that is open, what is missing below it.
void Trail::is_met(std::uint32_t define, Verdict verdict) {
  ReadSet& evidence = stack_.back();
  evidence.clear();
  const Routine& routine = run_.chunk.defines[define];
  evidence.push_back(run_.reads.note_define(define, std::string(verdict_name(verdict))));
  if (is_certain(verdict)) return;
  std::vector<std::uint32_t> work = routine.referenced_by_meets;
  while (!work.empty()) {
    const std::uint32_t criterion = work.back();
    work.pop_back();
    if (is_certain(run_.criteria[criterion])) continue;
    for (const std::uint32_t read : criteria_[criterion]) {
      if (run_.reads[read].missing && !run_.reads[read].settled) add_evidence(evidence, {read});
    }
    const std::vector<std::uint32_t>& children = run_.chunk.criteria[criterion].children;
    work.insert(work.end(), children.rbegin(), children.rend());
  }
}

// Of alternatives none of which is known, each says what would do in its stead.
void Trail::note_alternatives(const ReadSet* operands, std::size_t count, ReadSet& evidence) {
  std::vector<Argument::List> names;  // of what is missing in each
  for (std::size_t i = 0; i < count; ++i) {
    Argument::List& own = names.emplace_back();
    for (const std::uint32_t index : operands[i]) {
      const Read& read = run_.reads[index];
      Argument name = name_of(read);
      if (read.missing && !read.settled && !read.derived() && std::find(own.begin(), own.end(), name) == own.end())
        own.push_back(std::move(name));
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    Argument::List others;
    for (std::size_t j = 0; j < count; ++j) {
      if (j != i && !names[j].empty()) others.emplace_back(names[j]);
    }
    for (const std::uint32_t index : operands[i]) {
      const Read& read = run_.reads[index];
      const bool say_so = read.missing && !read.settled && read.reason != nullptr && !others.empty();
      add_evidence(evidence,
                   {say_so ? run_.reads.note_again(index, true,
                                                   run_.reads.why(ReasonCode::would_do_instead, {read.reason, others}))
                           : index});
    }
  }
}

}  // namespace crit
