// Facts of one policy, with one of every type, for tests of how they are read.
#pragma once

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

#include "read_facts.hpp"

namespace growth_facts {

using namespace crit;

inline FactType type_of(FactKind kind) {
  FactType type;
  type.kind = kind;
  return type;
}
inline FactType number_in(const std::string& unit, const std::vector<std::string>& counting = {}) {
  FactType type = type_of(FactKind::number);
  auto parsed = parse_unit(unit, counting);
  REQUIRE(parsed.unit);
  type.unit = *parsed.unit;
  return type;
}
inline FactType one_of(std::uint32_t enumeration) {
  FactType type = type_of(FactKind::enumeration);
  type.enumeration = enumeration;
  return type;
}
inline FactType code_in(const std::string& system) {
  FactType type = type_of(FactKind::code);
  type.system = system;
  return type;
}

enum Fact { birth_date, sex, weight, tried, score, specialty, waiting, drug_code, share, tablets };
enum List { diagnosis, igf1, height, medication, allergies };

inline Schema growth() {
  Schema schema;
  schema.enumerations.push_back({{"male", "female"}, false});
  schema.enumerations.push_back({{"low", "normal", "elevated"}, true});
  schema.facts = {
      {"member.birth_date", "Date of birth", type_of(FactKind::date)},
      {"member.sex", "", one_of(0)},
      {"weight", "", number_in("kg")},
      {"tried", "", type_of(FactKind::yes_no)},
      {"score", "", type_of(FactKind::number)},
      {"prescriber.specialty", "", type_of(FactKind::text)},
      {"waiting", "", type_of(FactKind::duration)},
      {"request.drug", "", code_in("hcpcs")},
      {"share", "", number_in("%")},
      {"supply", "", number_in("tablet", {"tablet"})},
  };
  const FactType date = type_of(FactKind::date);
  ListSlot codes{"diagnosis", "", ListKind::codes, true, {{"code", "", code_in("icd10")}}, true, {}};
  ListSlot sd{"igf1", "", ListKind::series, false, {{"date", "", date}, {"sd", "", type_of(FactKind::number)}},
              false,  {}};
  ListSlot tall{"height",
                "",
                ListKind::series,
                false,
                {{"date", "", date}, {"value", "", number_in("cm")}, {"source", "", type_of(FactKind::text)}},
                false,
                {}};
  ListSlot drugs{"medication",
                 "",
                 ListKind::periods,
                 false,
                 {{"start", "", date}, {"end", "", date}, {"drug", "", type_of(FactKind::text)}},
                 true,
                 Duration{12, 0}};
  ListSlot texts{"chart.allergies", "", ListKind::list, true, {{"value", "", type_of(FactKind::text)}}, false, {}};
  schema.lists = {codes, sd, tall, drugs, texts};
  return schema;
}

inline std::vector<MemberFacts> read(const std::string& text, bool strict = false, const std::string& name = "facts.json") {
  return read_facts(growth(), Source(name, text), {strict});
}
inline MemberFacts one(const std::string& text, bool strict = false) {
  auto members = read(text, strict);
  REQUIRE(members.size() == 1);
  return std::move(members.front());
}
// "E0511 3:5 member.birth_date: message | help", one a line.
inline std::string told(const std::string& text, const MemberFacts& member) {
  const Source source("facts.json", text);
  std::string out;
  for (const Diagnostic& each : member.diagnostics) {
    const auto place = source.locate(each.span.begin);
    out += each.code + " " + std::to_string(place.line) + ":" + std::to_string(place.column) + " " + each.path + ": " +
           each.message;
    for (const std::string& help : each.help) out += " | " + help;
    out += "\n";
  }
  return out;
}
inline std::string faults(const std::string& text, bool strict = false) { return told(text, one(text, strict)); }
inline Number number(const char* text) { return *Number::parse(text); }
inline Day day(int year, int month, int of_month) { return *day_from_civil(year, month, of_month); }
inline const FactCell& cell(const MemberFacts& member, List list, std::size_t item, std::size_t field) {
  const std::size_t fields = growth().lists[list].fields.size();
  return member.facts.lists[list].cells.at((item - 1) * fields + field);
}

struct Told {
  std::string text;
  std::string told;
};
inline void check_told(const std::vector<Told>& cases, bool valid) {
  for (const Told& each : cases) {
    INFO(each.text);
    const auto member = one(each.text);
    CHECK(member.valid == valid);
    CHECK(told(each.text, member) == each.told);
  }
}

}  // namespace growth_facts
