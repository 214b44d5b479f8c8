// What each example's cases should come to, worked out by hand from the source and written in EXPECTED.tsv, against what
// crit decides. The golden files beside the cases hold the whole text; this holds the judgment, which nobody `--update`s.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "crit/crit.hpp"
#include "read_file.hpp"

namespace {

namespace fs = std::filesystem;

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, by);) {
    part.erase(0, part.find_first_not_of(' '));
    part.erase(part.find_last_not_of(" \r") + 1);
    parts.push_back(part);
  }
  return parts;
}

// The third column: until when (`-`: no end), which category, which policy or `review`.
std::string result_of(const crit::Decision& decision) {
  switch (decision.outcome) {
    case crit::Outcome::approve: return decision.until.empty() ? "-" : decision.until;
    case crit::Outcome::deny: return decision.category;
    case crit::Outcome::refer: return decision.target;
    case crit::Outcome::pend:
    case crit::Outcome::undetermined: break;
  }
  return "-";
}

}  // namespace

TEST_CASE("every case of every example comes to what was worked out by hand") {
  std::size_t cases = 0;
  for (const fs::directory_entry& folder : fs::directory_iterator(fs::path(CRIT_SOURCE_DIR) / "examples")) {
    const fs::path table = folder.path() / "EXPECTED.tsv";
    if (!fs::exists(table)) continue;
    const std::string name = folder.path().filename().string();
    // The modules beside it.
    const crit::FileLoader beside = [&folder](const std::string&, const std::string& path) {
      crit::LoadedFile file;
      if (!fs::exists(folder.path() / path)) return file;
      file.state = crit::LoadedFile::State::found;
      file.name = path;
      file.text = read(folder.path() / path);
      return file;
    };
    const auto program = crit::Engine().compile({name, read(folder.path() / (name + ".crit"))}, beside);
    REQUIRE(program.has_value());
    std::vector<std::string> listed;
    std::istringstream lines(read(table));
    std::string line;
    std::getline(lines, line);  // the head
    while (std::getline(lines, line)) {
      const std::vector<std::string> row = split(line, '\t');
      REQUIRE(row.size() >= 4);
      INFO(name << " " << row[0]);
      listed.push_back(row[0]);
      const auto members = program->read_members({row[0], read(folder.path() / "cases" / row[0])});
      REQUIRE(members.size() == 1);
      REQUIRE(members[0].valid());
      const auto decision = program->decide(members[0]);
      REQUIRE(decision.has_value());
      ++cases;
      CHECK(std::string(crit::outcome_name(decision->outcome)) == row[1]);
      CHECK(result_of(*decision) == row[2]);
      std::vector<std::string> names = decision->because;
      for (const crit::Need& need : decision->needs) names.push_back(need.fact);
      // A closing `+` says that more may be asked for than is listed.
      const bool more = !row[3].empty() && row[3].back() == '+';
      std::vector<std::string> wanted = split(more ? row[3].substr(0, row[3].size() - 1) : row[3], ',');
      if (wanted == std::vector<std::string>{"-"}) wanted.clear();
      if (!more) CHECK(names == wanted);
      for (const std::string& one : wanted) CHECK(std::find(names.begin(), names.end(), one) != names.end());
    }
    for (const fs::directory_entry& file : fs::directory_iterator(folder.path() / "cases")) {
      if (file.path().extension() != ".json") continue;
      INFO(name << " has a case that its EXPECTED.tsv leaves out: " << file.path().filename());
      CHECK(std::find(listed.begin(), listed.end(), file.path().filename().string()) != listed.end());
    }
  }
  CHECK(cases >= 24);
}

TEST_CASE("at exactly 0.12 mg/kg no weight is denied, whatever binary floating point would say") {
  // T21: as doubles, dose / weight > 0.12 for 310 of these 820 weights.
  const fs::path folder = fs::path(CRIT_SOURCE_DIR) / "examples" / "mecasermin";
  const auto program = crit::Engine().compile({"mecasermin", read(folder / "mecasermin.crit")});
  REQUIRE(program.has_value());
  const std::string typical = read(folder / "cases" / "approve_a10_limit_as_mg_and_kg.json");
  const auto with = [&](const std::string& weight, const std::string& amount) {
    std::string text = typical;
    const auto put = [&](const std::string& key, const std::string& value) {
      const std::size_t at = text.find('"', text.find(':', text.find("\"" + key + "\"")));
      REQUIRE(at != std::string::npos);
      text.replace(at + 1, text.find('"', at + 1) - at - 1, value);
    };
    put("weight", weight);
    put("dose_amount", amount);
    return text;
  };
  int approved = 0;
  for (int tenths = 80; tenths < 900; ++tenths) {
    const std::string weight = std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " kg";
    const int ten_thousandths = tenths * 120;  // 0.12 mg/kg times tenths of a kg, in 0.0001 mg
    std::string amount = std::to_string(ten_thousandths % 10000);
    amount = std::to_string(ten_thousandths / 10000) + "." + std::string(4 - amount.size(), '0') + amount + " mg/dose";
    const auto members = program->read_members({"sweep", with(weight, amount)});
    REQUIRE(members[0].valid());
    crit::DecideOptions brief;
    brief.explain = false;
    const auto decision = program->decide(members[0], brief);
    REQUIRE(decision.has_value());
    INFO(weight << " " << amount << " " << decision->summary);
    CHECK(decision->outcome == crit::Outcome::approve);
    approved += decision->outcome == crit::Outcome::approve ? 1 : 0;
  }
  CHECK(approved == 820);
  const auto above = program->read_members({"sweep", with("23.7 kg", "2.84401 mg/dose")});
  CHECK(program->decide(above[0])->outcome == crit::Outcome::deny);
}
