// Each place that was looked at, kept once.
#include <algorithm>
#include <functional>

#include "evidence.hpp"

namespace crit {

std::size_t ReadHash::operator()(const Read& read) const {
  std::size_t hash = std::hash<const Reason*>{}(read.reason);
  const auto mix = [&hash](std::size_t part) { hash = hash * 1000003U + part; };
  mix(static_cast<std::size_t>(read.kind) * 2 + (read.missing ? 1 : 0));
  mix(read.slot);
  mix(read.item);
  mix(read.field);
  mix(read.value.size() * 2 + (read.settled ? 1 : 0));
  return hash;
}

Reason absence(FactState state, std::string_view written) {
  switch (state) {
    case FactState::looked_for: return {ReasonCode::looked_for, {}};
    case FactState::no_value:
      return written.empty() ? Reason{ReasonCode::no_value, {}}
                             : Reason{ReasonCode::no_value_written, {std::string(written)}};
    case FactState::not_supplied:
    case FactState::supplied: break;
  }
  return {ReasonCode::not_supplied, {}};
}

void add_evidence(ReadSet& to, const ReadSet& from) {
  for (const std::uint32_t read : from) {
    if (to.size() >= most_evidence) return;
    if (std::find(to.begin(), to.end(), read) == to.end()) to.push_back(read);
  }
}

std::uint32_t Reads::note(const Read& read) {
  const auto [place, fresh] = places_.emplace(read, static_cast<std::uint32_t>(reads_.size()));
  if (fresh) reads_.push_back(read);
  return place->second;
}

std::uint32_t Reads::note_define(std::uint32_t define, std::string value) {
  Read read;
  read.kind = Read::Kind::define;
  read.slot = define;
  read.value = *texts_.insert(std::move(value)).first;
  return note(read);
}

std::uint32_t Reads::note_again(std::uint32_t index, bool missing, const Reason* reason) {
  Read read = reads_[index];
  read.missing = missing;
  read.reason = reason;
  return note(read);
}

ReadSet Reads::open(const ReadSet& evidence) const {
  ReadSet result;
  for (const std::uint32_t index : evidence) {
    if (!reads_[index].settled && (reads_[index].missing || reads_[index].doubt != nullptr)) result.push_back(index);
  }
  return result;
}

ReadSet Reads::doubts(const ReadSet& evidence) {
  ReadSet result;
  for (const std::uint32_t index : evidence) {
    const Read& read = reads_[index];
    const bool is_doubt = !read.settled && !read.missing && read.doubt != nullptr;
    add_evidence(result, {is_doubt ? note_again(index, true, read.doubt) : index});
  }
  return result;
}

bool Reads::any_missing(const ReadSet& evidence) const {
  return std::any_of(evidence.begin(), evidence.end(), [this](std::uint32_t index) { return reads_[index].missing; });
}

void Reads::note_unsettled(ReadSet& evidence, const Reason* reason) {
  const auto missing = [this](std::uint32_t index) { return reads_[index].missing && !reads_[index].settled; };
  if (std::any_of(evidence.begin(), evidence.end(), missing)) return;
  if (reason == nullptr) reason = why(ReasonCode::does_not_settle);
  for (std::uint32_t& index : evidence) {
    if (!reads_[index].derived() && !reads_[index].settled) index = note_again(index, true, reason);
  }
}

void Reads::settle(ReadSet& evidence) {
  for (std::uint32_t& index : evidence) {
    Read read = reads_[index];
    if (read.derived()) continue;
    read.settled = true;
    read.doubt = nullptr;
    index = note(read);
  }
}

}  // namespace crit
