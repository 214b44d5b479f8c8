#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "crit/crit.hpp"
#include "promises.hpp"
#include "targets.hpp"

namespace fuzz {

namespace {

constexpr const char* rich_policy = R"(policy "FUZZ.1" {
  title "A fact of every type"
  effective from 2000-01-01
}
facts {
  member {
    birth_date : date           "Date of birth"
    sex        : male | female
    level      : low < normal < high
    smoker     : yes_no
    name       : text
    line { of { business : text } }
  }
  score     : number
  weight    : kg
  warmth    : Cel
  dose      : mg/kg/dose
  cells     : '10*3/uL'
  wait      : duration
  main      : code icd10
  drug      : code ndc
  concept   : code "urn:oid:1.2.3"
  diagnosis : codes icd10 complete
  procedure : codes cpt
  allergies : list of text
  weights   : list of kg complete
  visits    : list { place : text; kind : home | office; cost : USD }
  hba1c     : series { value : %; fasting : yes_no } complete within 12 months
  insulin   : periods { doses : dose/day; medicine : text } complete
}
codes diabetes : icd10 { E08..E13 }
define age = member.birth_date to as_of
indication I "Everything" {
  when age >= 2 years and member.birth_date <= as_of
  all_of {
    1: member.sex is male or member.level >= normal or member.smoker
    2: member.name is "x y" and member.line.of.business is not "z"
    3: score > 1.5 and weight >= 20 kg and warmth < 40 Cel
    4: dose * 2 dose/day <= 1 mg/kg/day or cells >= 4 '10*3/uL'
    5: wait <= 6 months
    6: main in diabetes or drug is "15054-1040-05" or concept is "a"
    7: diagnosis includes diabetes
    8: procedure includes "99213" or (some allergies has value is "nuts")
    9: (every weights has value >= 2 kg) or (some visits has (place is "x" and cost > 3 USD))
    10: latest hba1c within 90 days has (value >= 7 % and not fasting)
    11: (no insulin overlapping as_of has medicine is "x") or at_least 2 insulin lasting >= 3 months
    12: some pair (a, b) of hba1c apart at_least 1 month has b.value < a.value
    13: if age < 18 years then at_most 3 hba1c within 1 year
    14: average hba1c.value < 9 % or change in hba1c.value < 2 %
  }
  approve until later_of(as_of + 6 months, member.birth_date + 18 years)
}
exclusion II "Late" as not_covered {
  latest hba1c.value > 15 % or earliest hba1c.value > 16 %
}
referral III { when main is E66.9; refer to review "weight" }
)";

const crit::Program& rich_program() {
  static const crit::Program program = [] {
    const crit::SourceText source{"rich.crit", rich_policy};
    auto compiled = crit::Engine().compile(source);
    require(compiled.has_value(), "the policy of every type compiles",
            compiled ? "" : crit::render_text(compiled.error(), {source}, false));
    return *compiled;
  }();
  return program;
}

}  // namespace

void facts(std::string_view input) {
  const crit::Program& program = rich_program();
  const crit::SourceText file{"facts.json", std::string(input)};
  crit::ReadOptions read;
  read.as_of = date_for(program, file);
  const std::vector<crit::Member> members = program.read_members(file, read);
  require(!members.empty(), "a fact file is never nothing");
  for (const crit::Member& member : members) {
    require_diagnostics(member.diagnostics(), file);
    if (!member.valid()) {
      require(!member.diagnostics().empty(), "an invalid member says why");
      require_json(crit::invalid_to_json(member, {file}));
      continue;
    }
    require(require_decision(program, member, {}).has_value(), "a valid member is decided");
  }
  crit::MemberReader by_bytes = program.reader(file.name, read);
  std::size_t number = 0;
  for (std::size_t i = 0; i <= input.size(); ++i) {
    if (i < input.size()) by_bytes.feed(input.substr(i, 1));
    else by_bytes.finish();
    while (const std::optional<crit::Member> member = by_bytes.next()) {
      require(number < members.size(), "byte by byte no other members come of a file");
      require(crit::invalid_to_json(*member) == crit::invalid_to_json(members[number]) && member->line() == members[number].line(), "byte by byte the same member comes of a file");
      ++number;
    }
  }
  require(number == members.size(), "byte by byte all members come of a file");
  crit::ReadOptions strictly = read;
  strictly.strict = true;
  const std::vector<crit::Member> strict = program.read_members(file, strictly);
  require(strict.size() == members.size(), "strict reading reads the same members");
  for (std::size_t i = 0; i < members.size(); ++i) {
    require(!strict[i].valid() || members[i].valid(), "what is valid strictly is valid");
    require(!members[i].valid() || !members[i].diagnostics().empty() || strict[i].valid(), "strict reading refuses only what is warned of");
  }
}

// Members in CSV and, below lines `%%`, the items of two lists.
void csv(std::string_view input) {
  const crit::Program& program = rich_program();
  std::vector<crit::SourceText> files;
  for (std::size_t begin = 0; files.size() < 3; ) {
    const std::size_t end = std::min(input.find(facts_separator, begin), input.size());
    files.push_back({"file" + std::to_string(files.size()) + ".csv", std::string(input.substr(begin, end - begin))});
    if (end == input.size()) break;
    begin = end + facts_separator.size();
  }
  constexpr const char* lists[] = {"", "hba1c", "insulin"};
  crit::ReadOptions read;
  read.format = crit::FactsFormat::csv;
  read.as_of = "2022-10-01";
  const auto reader_of = [&] {
    crit::MemberReader reader = program.reader(files.front().name, read);
    for (std::size_t i = 1; i < files.size(); ++i) reader.add_list(lists[i], files[i]);
    return reader;
  };
  std::vector<crit::Member> members;
  crit::MemberReader whole = reader_of();
  whole.feed(files.front().text);
  whole.finish();
  while (std::optional<crit::Member> member = whole.next()) members.push_back(std::move(*member));
  require(!members.empty(), "a CSV file is never nothing");
  for (const crit::Member& member : members) {
    for (const crit::Diagnostic& one : member.diagnostics()) {
      const auto file = std::find_if(files.begin(), files.end(), [&](const crit::SourceText& text) { return text.name == one.file; });
      require(file != files.end(), "a diagnostic names its file", one.file);
      require_diagnostics({one}, *file);
      const crit::SourceText& part = member.source(one);
      require(one.code.empty() || (one.span.begin >= part.first_byte && one.span.end <= part.first_byte + part.text.size()), "a diagnostic stands inside what is shown of its file", one.message);
      crit::render_text({one}, {part}, true);
    }
    require(!member.valid() || require_decision(program, member, {}).has_value(), "a valid member is decided");
    require(member.valid() || !member.diagnostics().empty(), "an invalid member says why");
    require_json(crit::invalid_to_json(member));
    if (member.has_expectation()) require(program.test(member).passed == program.test(member).failures.empty(), "a case that does not hold says why");
  }
  crit::MemberReader by_bytes = reader_of();
  std::size_t number = 0;
  for (std::size_t i = 0; i <= files.front().text.size(); ++i) {
    if (i < files.front().text.size()) by_bytes.feed(std::string_view(files.front().text).substr(i, 1));
    else by_bytes.finish();
    while (const std::optional<crit::Member> member = by_bytes.next()) {
      require(number < members.size(), "byte by byte no other members come of a CSV file");
      require(crit::invalid_to_json(*member) == crit::invalid_to_json(members[number]) && member->line() == members[number].line(), "byte by byte the same member comes of a CSV file");
      ++number;
    }
  }
  require(number == members.size(), "byte by byte all members come of a CSV file");
}

}  // namespace fuzz
