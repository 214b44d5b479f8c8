// A small policy and a member of it, for the tests of sessions, of differences and of entries.
#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "crit/session.hpp"

namespace session_policy {

inline const std::string policy = R"(policy "S.1" { title "Growth"; version "1"; effective from 2000-01-01 }
facts {
  member { birth_date : date; sex : female | male; weight : kg "Weight" }
  height   : cm "Standing height"
  treated  : yes_no
  note     : text
  started  : date
  count    : number
  diagnosis : codes icd10
  therapy  : periods { drug : text; dose : mg }
  scores   : list of number
}
define age = member.birth_date to as_of
indication I.A "Growth" {
  1 "Is a child":   completed_years(age) < 18
  2 "Is tall":      height >= 100 cm
  3 "Was treated":  any_of {
    a: treated
    b: some therapy where (drug is "somatropin" and dose >= 2 mg)
  }
  approve until as_of + 12 months
  give dose = member.weight * 2 mg/kg
}
)";

inline crit::Session opened(const std::string& facts = R"({"id": "m1", "as_of": "2022-10-01", "member": {"birth_date": "2015-01-01", "weight": "20 kg"}})",
                     const std::string& text = policy) {
  crit::Session session;
  REQUIRE(session.open_policy({{"s.crit", text}}));
  REQUIRE(session.open_members({"m1.json", facts}));
  return session;
}

// What a change did, or what is wrong with it.
inline std::string line(const crit::Result<crit::Change>& change) {
  if (change) return crit::to_line(change->difference);
  std::string text;
  for (const crit::Diagnostic& one : change.error()) text += one.code + " " + one.message + (one.help.empty() ? "" : " | " + one.help.front());
  return text;
}

}  // namespace session_policy
