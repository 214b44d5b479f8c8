// What differs between two decisions, and between two texts of a policy: as data, and the one line that says it.
// Not a diff of texts or of JSON.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "crit/crit.hpp"

namespace crit {

// One thing that came out otherwise.
struct Flip {
  // `decision`: there is one on one side only. `needs`: their number; `need`: one of them.
  enum class Kind : std::uint8_t {
    policy, decision, outcome, until, through, category, target, review, because, section, criterion, output, needs, need, action, note, warning
  };
  Kind kind = Kind::outcome;
  std::string path;    // of a criterion or section "I.A.7", an output's name, a need's fact; else empty
  std::string before;  // "not met"; empty: it was not there
  std::string after;   // empty: it is no longer there
  // Of a criterion or section: another flip, of a criterion inside it, says why. to_line() leaves it out.
  bool follows = false;
};

struct Difference {
  std::vector<Flip> flips;  // empty: no change
  bool empty() const { return flips.empty(); }
};

// Both of one member, or of none: ids and files are not compared.
Difference compare(const Decision& before, const Decision& after);
// The same where there may be no decision: a member whose facts are invalid has none.
Difference compare(const Result<Decision>& before, const Result<Decision>& after);

// "PEND -> APPROVE until 2023-10-01; I.A.7 not met -> met; needs 2 -> 0", or "no change". `most`: how many criteria and outputs
// are named, of each; of more their number is told: "4 criteria more". 0: all.
std::string to_line(const Difference& difference, std::size_t most = 6);

// A criterion or section whose text is another, is new, or is gone.
struct TextChange {
  std::string version;  // the policy's file; empty: there is one
  std::string path;     // "I.A.7"; of a define, a list of codes, a table its name
  std::string before;   // the condition as written; empty: new
  std::string after;    // empty: gone
};
std::vector<TextChange> changed_texts(const Program& before, const Program& after);

// One member of a file of cases under two programs.
struct CaseChange {
  std::string file;
  std::string member;  // its id
  std::uint32_t line = 1;
  std::string before;  // "approve"; "invalid"
  std::string after;
  Difference difference;
};
// Those cases that come to another outcome, end, category or target. `decided`, where given, receives how many were looked at.
std::vector<CaseChange> compare_cases(const Program& before, const Program& after, const std::vector<SourceText>& cases, std::size_t* decided = nullptr);

}  // namespace crit
