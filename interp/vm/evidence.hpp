// What was looked at: each place in the facts once, and why it does not do. Only a traced run fills it; no verdict
// rests on it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "fact_set.hpp"
#include "reason.hpp"

namespace crit {

// One place in the facts that was looked at. Its reasons and texts are the Reads', and live as long.
struct Read {
  enum class Kind : std::uint8_t { fact, item, list, define, lookup } kind = Kind::fact;
  bool missing = false;  // no usable value there …
  std::uint32_t slot = 0;
  std::uint32_t item = 0;
  std::uint32_t field = 0;
  const Reason* reason = nullptr;  // … because; or what was found there. null: there is no more to say
  const Reason* doubt = nullptr;   // why the value may not settle a question, should one stay open
  std::string_view value;          // defines: what it came to
  bool settled =
      false;  // it told which row is taken, or that a condition holds: known for what it was asked, and not asked for
  bool open_end = false;  // the end of a period that goes on: no fact can say it, and none is asked for
  // Worked out in the machine: not a place in the facts, so nobody can be asked for it.
  bool derived() const { return kind == Kind::define || kind == Kind::lookup; }
  friend bool operator==(const Read&, const Read&) = default;
};

struct ReadHash {
  std::size_t operator()(const Read& read) const;
};
using ReadSet = std::vector<std::uint32_t>;  // into Reads

// Why there is no usable value. `written`: a word for no value.
Reason absence(FactState state, const std::string& written = {});

constexpr std::size_t most_evidence = 200;  // shown to a person; a list of thousands is cut
// Each read once, and no more than that.
void add_evidence(ReadSet& to, const ReadSet& from);

class Reads {
 public:
  const Read& operator[](std::uint32_t index) const { return reads_[index]; }
  // The same place is often read again: it is kept once.
  std::uint32_t note(const Read& read);
  std::uint32_t note(Read::Kind kind, std::uint32_t slot, std::uint32_t item, std::uint32_t field, bool missing,
                     const Reason* reason = nullptr, const Reason* doubt = nullptr) {
    return note({kind, missing, slot, item, field, reason, doubt, {}});
  }
  std::uint32_t note_define(std::uint32_t define, std::string value);
  // The same place once more, which is missing (or not) because …
  std::uint32_t note_again(std::uint32_t index, bool missing, const Reason* reason);
  const Reason* why(ReasonCode code, std::vector<Argument> arguments = {}) {
    return reasons_.keep(code, std::move(arguments));
  }
  const Reason* why(Reason reason) { return reasons_.keep(std::move(reason)); }

  Reasons& reasons() { return reasons_; }

  ReadSet open(const ReadSet& evidence) const;  // those that are missing, or may not settle a question
  ReadSet doubts(const ReadSet& evidence);      // all, with doubts turned into what is missing
  bool any_missing(const ReadSet& evidence) const;
  // Something is open, and nothing it rests on is missing: then it is what is on file that does not do. Not what merely
  // told which row is taken. `reason` null: it does not settle it.
  void note_unsettled(ReadSet& evidence, const Reason* reason);
  // A condition came out: what it rests on is known so far as it was asked.
  void settle(ReadSet& evidence);

 private:
  std::vector<Read> reads_;
  std::unordered_map<Read, std::uint32_t, ReadHash> places_;
  std::unordered_set<std::string> texts_;  // of reads; stable addresses
  Reasons reasons_;
};

}  // namespace crit
