// What must hold of every decision, whatever the policy and the facts: how it is computed never shows, and what becomes
// known never turns it round.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include "compiled.hpp"
#include "crit/crit.hpp"
#include "decide.hpp"
#include "diagnostics.hpp"
#include "read_facts.hpp"
#include "read_file.hpp"
#include "source.hpp"
#include "verify.hpp"

using namespace crit;
namespace fs = std::filesystem;

namespace {

std::optional<Chunk> verified(const std::string& text) {
  std::optional<Chunk> chunk = compiled(text);
  return chunk && verify(*chunk).empty() ? std::move(chunk) : std::nullopt;
}

Decision decided(const Chunk& chunk, const FactSet& facts, Day as_of, bool explain, bool short_circuit) {
  DecideOptions options;
  options.explain = explain;
  options.short_circuit = short_circuit;
  return decide(chunk, facts, as_of, options);
}

// All that a decision is, without its explanation.
std::string essence(const Decision& decision) {
  std::string text = std::string(outcome_name(decision.outcome)) + " " + decision.until + " " + decision.category + " " + decision.target + " " + decision.review;
  for (const std::string& because : decision.because) text += " " + because;
  for (const Output& output : decision.outputs) text += " " + output.name + "=" + output.value;
  for (const std::string& warning : decision.warnings) text += "\n" + warning;
  return text;
}

struct Suite {
  std::string name;
  std::string policy;
  std::vector<std::pair<std::string, std::string>> files;  // name and text
  Day as_of = 0;
};
std::vector<Suite> suites() {
  std::vector<Suite> found;
  const fs::path root(CRIT_SOURCE_DIR);
  for (const auto& folder : fs::directory_iterator(root / "examples")) {
    const std::string name = folder.path().filename().string();
    const fs::path policy = folder.path() / (name + ".crit");
    if (!fs::exists(policy) || !fs::exists(folder.path() / "cases")) continue;
    Suite suite{name, read(policy), {}, 19'266};  // 2022-10-01
    for (const auto& file : fs::directory_iterator(folder.path() / "cases")) {
      if (file.path().extension() == ".json") suite.files.emplace_back(file.path().filename().string(), read(file.path()));
    }
    found.push_back(std::move(suite));
  }
  for (const char* area : {"traps", "decisions", "lists", "verdicts", "dates"}) {
    if (!fs::exists(root / "tests/spec" / area)) continue;
    for (const auto& file : fs::recursive_directory_iterator(root / "tests/spec" / area)) {
      if (file.path().extension() != ".crit") continue;
      const fs::path facts = fs::path(file.path()).replace_extension(".json");
      if (!fs::exists(facts)) continue;
      found.push_back({file.path().filename().string(), read(file.path()), {{facts.filename().string(), read(facts)}}, 19'924});  // 2024-07-20
    }
  }
  return found;
}

// ---- taking facts away -----------------------------------------------------------------------------------------------

// Every place of a fact set that can be unknown: a fact, a list, a field of an item.
struct Place {
  enum class Kind { fact, list, field } kind;
  std::uint32_t slot;
  std::uint32_t cell;
};
std::vector<Place> places_of(const Chunk& chunk, const FactSet& facts) {
  std::vector<Place> places;
  for (std::uint32_t i = 0; i < facts.facts.size(); ++i) {
    if (facts.facts[i].state == FactState::supplied) places.push_back({Place::Kind::fact, i, 0});
  }
  for (std::uint32_t i = 0; i < facts.lists.size(); ++i) {
    if (facts.lists[i].state != FactState::supplied) continue;
    places.push_back({Place::Kind::list, i, 0});
    const ListSlot& slot = chunk.schema.lists[i];
    const bool dated = slot.kind == ListKind::series || slot.kind == ListKind::periods;
    for (std::uint32_t cell = 0; cell < facts.lists[i].cells.size() && cell < 60; ++cell) {
      if (dated && cell % slot.fields.size() == 0) continue;  // an item always has its date
      if (facts.lists[i].cells[cell].state == FactState::supplied) places.push_back({Place::Kind::field, i, cell});
    }
  }
  return places;
}
void take_away(const Chunk& chunk, FactSet& facts, const Place& place) {
  if (place.kind == Place::Kind::fact) {
    facts.facts[place.slot] = FactCell{};
    return;
  }
  ListCell& list = facts.lists[place.slot];
  if (place.kind == Place::Kind::list) {
    list = ListCell{};
    return;
  }
  if (list.cells.empty()) return;  // the whole list went before
  const ListSlot& slot = chunk.schema.lists[place.slot];
  FactCell gone;
  if (slot.kind == ListKind::periods && place.cell % slot.fields.size() == 1) {
    const auto* start = std::get_if<Date>(&list.cells[place.cell - 1].value);  // which may not be known
    if (start != nullptr) gone.value = Date{start->first, last_day};
  }
  list.cells[place.cell] = std::move(gone);
}

}  // namespace

TEST_CASE("how a decision is computed never shows, and what becomes known never turns it round") {
  std::mt19937 random(30);
  const auto some = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
  std::size_t stood = 0;
  std::size_t settled = 0;
  for (const Suite& suite : suites()) {
    const std::optional<Chunk> chunk = verified(suite.policy);
    if (!chunk) continue;
    // What asks about the file, or takes the first value there is, may well change when a fact is added.
    const bool asks_the_file = suite.policy.find(" known(") != std::string::npos || suite.policy.find(" missing(") != std::string::npos ||
                               (suite.policy.find("first_known(") != std::string::npos && suite.name != "mecasermin");
    for (const auto& [name, text] : suite.files) {
      const Source file(name, text);
      const std::size_t members = read_facts(chunk->schema, file).size();
      if (members > 40) continue;
      for (std::size_t round = 0; round < 16; ++round) {
        std::vector<MemberFacts> more = read_facts(chunk->schema, file);
        std::vector<MemberFacts> less = read_facts(chunk->schema, file);
        for (std::size_t member = 0; member < members; ++member) {
          if (!more[member].valid) continue;
          INFO(suite.name << " " << name << " " << more[member].id << ", round " << round);
          const Day as_of = more[member].facts.as_of.value_or(suite.as_of);
          const std::vector<Place> places = places_of(*chunk, more[member].facts);
          std::string gone;
          for (std::size_t taken = 0; !places.empty() && round > 0 && taken < 1 + round / 2; ++taken) {
            const Place& place = places[some(places.size())];
            take_away(*chunk, less[member].facts, place);
            if (taken % 2 == 1) take_away(*chunk, more[member].facts, place);
            gone += (place.kind == Place::Kind::fact ? chunk->schema.facts[place.slot].path : chunk->schema.lists[place.slot].path) + "[" + std::to_string(place.cell) + "] ";
          }
          INFO("without " << gone);
          const Decision full = decided(*chunk, less[member].facts, as_of, true, true);
          const std::string wanted = essence(full);
          CHECK(essence(decided(*chunk, less[member].facts, as_of, true, false)) == wanted);
          CHECK(essence(decided(*chunk, less[member].facts, as_of, false, true)) == wanted);
          CHECK(essence(decided(*chunk, less[member].facts, as_of, false, false)) == wanted);
          // A pended decision says what it lacks.
          if (full.outcome == Outcome::pend) CHECK_FALSE((full.needs.empty() && full.open_ends.empty()));
          if (asks_the_file) continue;
          const Decision known = decided(*chunk, more[member].facts, as_of, false, true);
          if (full.outcome != Outcome::pend) {
            CHECK(outcome_name(known.outcome) == outcome_name(full.outcome));
            ++stood;
          } else if (known.outcome != Outcome::pend) {
            ++settled;
          }
        }
      }
    }
  }
  // The test has teeth only if many decisions stood on fewer facts, and many were settled by more.
  CHECK(stood > 500);
  CHECK(settled > 200);
}

// ---- random policies -------------------------------------------------------------------------------------------------

namespace {

// Random criteria over six yes_no facts, two enumerations and two small numbers.
class Writer {
 public:
  explicit Writer(std::uint32_t seed) : random_(seed) {}

  std::size_t some(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }
  std::mt19937& random() { return random_; }

  std::string condition(int depth) {
    if (depth > 0 && some(3) == 0) {
      const std::string left = condition(depth - 1);
      const std::string right = condition(depth - 1);
      switch (some(3)) {
        case 0: return "(" + left + " and " + right + ")";
        case 1: return "(" + left + " or " + right + ")";
        default: return "(not (" + left + "))";
      }
    }
    switch (some(7)) {
      case 0: return std::string("e") + digit(2) + " is " + alternative();
      case 1: return std::string("e") + digit(2) + " is not " + alternative();
      case 2: return std::string("e") + digit(2) + " in { " + "p, " + (some(2) == 0 ? "q" : "r") + " }";
      case 3: return std::string("n") + digit(2) + (some(2) == 0 ? " > " : " <= ") + digit(3);
      default: return std::string("b") + digit(6);
    }
  }
  std::string entry(int depth) {
    switch (depth > 0 ? some(8) : 0) {
      case 1: return "if " + condition(1) + " then " + entry(depth - 1);
      case 2: return block(depth - 1);
      case 3: return block(depth - 1);
      case 4: return "choose { when " + condition(0) + " : " + entry(0) + "; when " + condition(0) + " : " + entry(0) + "; otherwise : " + (some(2) == 0 ? "not_met" : "not_applicable") + " }";
      case 5: return "match e0 { p : " + entry(0) + "; q, r : " + entry(0) + " }";
      default: return condition(1);
    }
  }
  std::string block(int depth) {
    const std::size_t entries = 1 + some(3);
    std::string head;
    switch (some(6)) {
      case 0: head = "any_of"; break;
      case 1: head = "none_of"; break;
      case 2: head = "at_least " + std::to_string(1 + some(entries)) + " of"; break;
      case 3: head = "at_most " + std::to_string(1 + some(entries)) + " of"; break;
      default: head = "all_of"; break;
    }
    std::string text = head + " { ";
    for (std::size_t i = 0; i < entries; ++i) text += (i == 0 ? "" : "; ") + entry(depth);
    return text + " }";
  }
  // The sections, each a list of entries that stand in an all_of; so they can be shuffled.
  struct Section {
    std::string head;
    std::vector<std::string> entries;
    std::string tail;
  };
  std::vector<Section> policy() {
    std::vector<Section> sections;
    const auto add = [&](const std::string& kind, const std::string& name, std::string tail) {
      Section section{kind + " " + name + " {\n", {}, std::move(tail)};
      if (some(2) == 0) section.head += "  when " + condition(1) + "\n";
      for (std::size_t i = 1 + some(3); i > 0; --i) section.entries.push_back(entry(2));
      sections.push_back(std::move(section));
    };
    for (std::size_t i = some(3); i > 0; --i) add("exclusion", "X." + std::to_string(i), "");
    for (std::size_t i = 1 + some(2); i > 0; --i) add("indication", "I." + std::to_string(i), some(2) == 0 ? "  approve\n" : "  approve until match e1 { p : as_of + 1 month; q, r : as_of + 2 months }\n");
    for (std::size_t i = some(3); i > 0; --i) add("referral", "R." + std::to_string(i), some(2) == 0 ? "  refer to \"ONE\"\n" : "  refer to match e0 { p : \"ONE\"; q, r : \"TWO\" }\n");
    return sections;
  }

 private:
  std::string digit(std::size_t below) { return std::to_string(some(below)); }
  std::string alternative() { return std::string(1, static_cast<char>('p' + some(3))); }
  std::mt19937 random_;
};

std::string written(const std::vector<Writer::Section>& sections) {
  std::string text = "policy \"T\" { }\nfacts { b0 : yes_no; b1 : yes_no; b2 : yes_no; b3 : yes_no; b4 : yes_no; b5 : yes_no\n"
                     "  e0 : p | q | r; e1 : p | q | r; n0 : number; n1 : number }\n";
  for (const Writer::Section& section : sections) {
    text += section.head + "  all_of {\n";
    for (const std::string& entry : section.entries) text += "    " + entry + "\n";
    text += "  }\n" + section.tail + "}\n";
  }
  return text;
}

const char* const fact_names[] = {"b0", "b1", "b2", "b3", "b4", "b5", "e0", "e1", "n0", "n1"};
std::vector<std::string> values_of(std::size_t fact) {
  if (fact < 6) return {"true", "false"};
  if (fact < 8) return {"\"p\"", "\"q\"", "\"r\""};
  return {"0", "1", "2", "3"};
}
using Facts = std::map<std::size_t, std::string>;  // which are known
std::string json(const Facts& facts) {
  std::string text = "{";
  for (const auto& [fact, value] : facts) text += std::string(text.size() == 1 ? "" : ", ") + "\"" + fact_names[fact] + "\": " + value;
  return text + "}";
}
Decision decided(const Program& program, const Facts& facts) {
  DecideOptions options;
  options.explain = false;
  ReadOptions read;
  read.as_of = "2024-07-20";
  const auto members = program.read_members({"facts.json", json(facts)}, read);
  const auto decision = program.decide(members.front(), options);
  REQUIRE(decision.has_value());
  return *decision;
}

}  // namespace

TEST_CASE("a decision on some facts is the decision on all of them, whatever the rest are; all of them always decide") {
  Writer writer(2026);
  std::size_t early = 0;
  for (int round = 0; round < 300; ++round) {
    const auto sections = writer.policy();
    const std::string text = written(sections);
    INFO(text);
    const auto program = Engine().compile({"T.crit", text});
    REQUIRE(program.has_value());
    // The order of the entries in an all_of does not matter.
    auto turned = sections;
    for (auto& section : turned) std::shuffle(section.entries.begin(), section.entries.end(), writer.random());
    const auto other = Engine().compile({"T.crit", written(turned)});
    REQUIRE(other.has_value());
    for (int member = 0; member < 10; ++member) {
      Facts known;
      std::vector<std::size_t> missing;
      for (std::size_t fact = 0; fact < 10; ++fact) {
        const auto values = values_of(fact);
        if (missing.size() < 4 && writer.some(3) == 0) missing.push_back(fact);
        else known[fact] = values[writer.some(values.size())];
      }
      const Decision decision = decided(*program, known);
      INFO(json(known));
      const Decision reordered = decided(*other, known);
      CHECK(outcome_name(reordered.outcome) == outcome_name(decision.outcome));
      CHECK(reordered.until == decision.until);
      CHECK(reordered.target == decision.target);
      if (decision.outcome != Outcome::pend) early += missing.empty() ? 0 : 1;
      // Every completion.
      std::vector<Facts> completions{known};
      for (const std::size_t fact : missing) {
        std::vector<Facts> next;
        for (const Facts& facts : completions) {
          for (const std::string& value : values_of(fact)) {
            Facts more = facts;
            more[fact] = value;
            next.push_back(std::move(more));
          }
        }
        completions = std::move(next);
      }
      for (const Facts& facts : completions) {
        const Decision full = decided(*program, facts);
        if (full.outcome == Outcome::pend || (decision.outcome != Outcome::pend && (full.outcome != decision.outcome || full.target != decision.target))) {
          INFO("completed " << json(facts) << ": " << full.summary);
          CHECK(outcome_name(full.outcome) == outcome_name(decision.outcome));
          break;
        }
      }
    }
  }
  CHECK(early > 100);
}
