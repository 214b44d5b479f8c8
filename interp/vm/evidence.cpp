// Evidence: what a verdict rests on, and what was missing. Only the traced run comes here; it changes no verdict.
#include <algorithm>
#include <functional>

#include "machine.hpp"

namespace crit {

std::string Machine::name_of(const Read& read) const {
  switch (read.kind) {
    case Read::Kind::fact: return chunk_.schema.facts[read.slot].path;
    case Read::Kind::define: return chunk_.defines[read.slot].name;
    case Read::Kind::lookup: return chunk_.tables[read.slot].name;
    case Read::Kind::item:
    case Read::Kind::list: break;
  }
  return chunk_.schema.lists[read.slot].path;
}

// An operation came to nothing, though nothing that it took was missing: then what is on file does not do. `operands`: those that
// are at fault, each a bit; where they are worked out from no fact, it is the others.
void Machine::blame(std::size_t count, std::uint32_t operands, const Reason* reason) {
  const std::size_t base = evidence_stack_.size() - count;
  bool found = false;
  for (std::size_t i = 0; i < count; ++i) {
    if (!reads_.open(evidence_stack_[base + i]).empty()) return;
    const auto stands = [this](std::uint32_t read) { return !reads_[read].derived() && !reads_[read].settled; };
    found = found || ((operands >> i & 1U) != 0 && std::any_of(evidence_stack_[base + i].begin(), evidence_stack_[base + i].end(), stands));
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (!found || (operands >> i & 1U) != 0) reads_.note_unsettled(evidence_stack_[base + i], reason);
  }
}

// After an ordinary operation: its result rests on everything it took.
void Machine::merge(std::size_t pops, std::size_t pushes, bool settle) {
  ReadSet all;
  const std::size_t base = evidence_stack_.size() - pops;
  for (std::size_t i = 0; i < pops; ++i) add_evidence(all, evidence_stack_[base + i]);
  evidence_stack_.resize(base);
  if (pushes == 0) return;
  if (settle && !stack_.empty()) {
    const Value& top = stack_.back();
    const auto* truth = std::get_if<Truth>(&top);
    if (is_unknown(top) || (truth != nullptr && *truth == Truth::unknown)) all = reads_.doubts(all);
  }
  evidence_stack_.push_back(std::move(all));
}

// A define that stands for a span, a date or a number is evidence of its own: "age 7 years 9 months".
void Machine::note_define(std::uint32_t define, const Value& value, ReadSet& evidence) {
  if (chunk_.defines[define].name.empty()) return;
  std::string text;
  if (const auto* span = std::get_if<SpanValue>(&value)) {
    if (span->from.exact() && span->to.exact() && span->from.first <= span->to.first) text = span_to_string(span->from.first, span->to.first, chunk_.leap);
  } else if (const auto* date = std::get_if<Date>(&value)) {
    text = to_string(*date);
  } else if (const std::optional<Interval> number = interval_of(value)) {
    const Unit& unit = chunk_.defines[define].unit;
    const std::string& shown = options_.ucum ? unit.ucum : unit.spelling;
    text = number->to_string(unit.spelling.empty() ? "" : " " + shown);
  }
  if (!text.empty()) evidence.insert(evidence.begin(), reads_.note_define(define, std::move(text)));
}

// What `meets` rests on: the verdict of what it asks about, and where that is open, what is missing below it.
void Machine::note_asked(std::uint32_t define, Verdict verdict, ReadSet& evidence) {
  const Piece& piece = chunk_.defines[define];
  evidence.push_back(reads_.note_define(define, std::string(verdict_name(verdict))));
  if (is_certain(verdict)) return;
  std::vector<std::uint32_t> work = piece.asked;
  while (!work.empty()) {
    const std::uint32_t criterion = work.back();
    work.pop_back();
    if (is_certain(criteria_[criterion])) continue;
    for (const std::uint32_t read : evidence_[criterion]) {
      if (reads_[read].missing && !reads_[read].settled) add_evidence(evidence, {read});
    }
    const std::vector<std::uint32_t>& children = chunk_.criteria[criterion].children;
    work.insert(work.end(), children.rbegin(), children.rend());
  }
}

// Of alternatives none of which is known, each says what would do in its stead.
void Machine::note_alternatives(std::vector<ReadSet> operands, ReadSet& evidence) {
  std::vector<Argument::List> names;  // of what is missing in each
  for (const ReadSet& operand : operands) {
    Argument::List& own = names.emplace_back();
    for (const std::uint32_t index : operand) {
      const Read& read = reads_[index];
      Argument name = name_of(read);
      if (read.missing && !read.settled && !read.derived() && std::find(own.begin(), own.end(), name) == own.end())
        own.push_back(std::move(name));
    }
  }
  for (std::size_t i = 0; i < operands.size(); ++i) {
    Argument::List others;
    for (std::size_t j = 0; j < operands.size(); ++j) {
      if (j != i && !names[j].empty()) others.emplace_back(names[j]);
    }
    for (const std::uint32_t index : operands[i]) {
      const Read& read = reads_[index];
      const bool say_so = read.missing && !read.settled && read.reason != nullptr && !others.empty();
      add_evidence(evidence, {say_so ? reads_.note_again(
                                           index, true, reads_.why(ReasonCode::would_do_instead, {read.reason, others}))
                                     : index});
    }
  }
}

// The criteria of a row that is not taken do not apply.
void Machine::discard(std::uint32_t begin, std::uint32_t end) {
  if (begin == end) return;
  discarded_.emplace_back(begin, end);
  make_not_applicable(begin, end);
}

void Machine::make_not_applicable(std::uint32_t begin, std::uint32_t end) {
  for (std::uint32_t i = begin; i < end; ++i) {
    criteria_[i] = Verdict::not_applicable;
    if (options_.trace) evidence_[i].clear();
  }
}

// What `meets` asks about may have been computed after its row was found not to be taken: by a later criterion, by an output.
void Machine::discard_again() {
  for (const auto& [begin, end] : discarded_) make_not_applicable(begin, end);
}

// Instead of a row that is not taken stands a value that nobody looks at.
void Machine::skip_row(std::uint32_t& at, std::uint32_t to) {
  push(Unknown{});
  if (options_.trace) evidence_stack_.emplace_back();
  at = to;
}

}  // namespace crit
