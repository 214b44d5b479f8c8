// The names that the check keeps beside the policy: what each is, where it is declared, and the type of its value.
#include <catch2/catch.hpp>

#include <optional>
#include <string>

#include "build.hpp"
#include "check.hpp"
#include "parse.hpp"

namespace {

struct Checked {
  explicit Checked(const std::string& text) {
    const crit::Source& source = *sources.add("policy.crit", text);
    const crit::ast::File file = crit::build(source, crit::parse(source, diagnostics), diagnostics);
    policy = crit::check(sources, file, diagnostics);
  }
  crit::Symbol find(const std::string& name) const { return policy.symbols.find(name); }
  std::string declared_as(const std::string& name) const { return std::string(sources.text(find(name).span)); }
  std::string type(const std::string& name) const {
    const std::optional<crit::Type> type = crit::type_of(find(name), policy);
    return type ? crit::describe(*type, policy.schema) : "";
  }

  crit::Sources sources;
  crit::Diagnostics diagnostics{"policy.crit"};
  crit::checked::Policy policy;
};

const char* const text = R"(policy "T.1" {
  title "Names"
  effective from 2024-01-01
}
facts {
  member { weight : kg; birth_date : date }
  dx : codes icd10
  height : series { value : cm }
  gone : nonsense_type
}
codes short_stature : icd10 { E34.3 }
define newest = latest height.value
define age = member.birth_date to as_of
define either = any_of {
  a: dx includes short_stature
  b: newest < 100 cm
}
define above(x, limit) = x > limit
table dose(weight : kg) -> amount : mg {
  < 10 kg   : 1 mg
  otherwise : 2 mg
}
indication I.A {
  1: either
  2: above(newest, 50 cm)
  3: age >= 2 years
  approve
}
)";

}  // namespace

TEST_CASE("a checked policy keeps what its names are", "[symbols]") {
  using crit::SymbolKind;
  const Checked checked(text);
  CHECK(checked.find("member").kind == SymbolKind::group);
  CHECK(checked.find("gone").kind == SymbolKind::faulty);
  CHECK(checked.find("nowhere").kind == SymbolKind::none);

  const crit::Symbol weight = checked.find("member.weight");
  REQUIRE(weight.kind == SymbolKind::fact);
  CHECK(checked.policy.schema.facts[weight.index].path == "member.weight");
  CHECK(checked.declared_as("member.weight") == "weight");
  CHECK(checked.type("member.weight") == "a quantity in kg");

  const crit::Symbol height = checked.find("height");
  REQUIRE(height.kind == SymbolKind::list);
  CHECK(checked.policy.schema.lists[height.index].path == "height");

  const crit::Symbol set = checked.find("short_stature");
  REQUIRE(set.kind == SymbolKind::code_set);
  CHECK(checked.policy.code_set_names[set.index] == "short_stature");
  CHECK(checked.type("short_stature").empty());

  const crit::Symbol dose = checked.find("dose");
  REQUIRE(dose.kind == SymbolKind::table);
  CHECK(checked.policy.tables[dose.index].name == "dose");
}

// During the check a define's index is its place in the file; kept, its place among those that have a value of their own.
TEST_CASE("a kept define is found in the policy, or is written out where it is used", "[symbols]") {
  using crit::SymbolKind;
  const Checked checked(text);
  for (const char* name : {"age", "newest"}) {
    const crit::Symbol define = checked.find(name);
    REQUIRE(define.kind == SymbolKind::define);
    REQUIRE(define.index < checked.policy.defines.size());
    CHECK(checked.policy.defines[define.index].name == name);
    CHECK(checked.declared_as(name) == name);
  }
  CHECK(checked.type("age") == "a span of time");
  CHECK(checked.type("newest") == "a quantity in cm");
  for (const char* name : {"either", "above"}) {
    CHECK(checked.find(name).kind == SymbolKind::define);
    CHECK(checked.find(name).index == crit::Symbols::written_out);
    CHECK(checked.type(name).empty());
  }
}
