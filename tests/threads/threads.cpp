// Sixteen threads on one program: each reads members and decides them, some compile the policy anew, some stop a decision.
// What each gives is what one thread alone gives. Under the thread sanitizer (preset tsan) a race is an error.
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "crit/crit.hpp"

namespace {

namespace fs = std::filesystem;
constexpr int threads = 16;
constexpr int rounds = 3;

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// All that a host gets of a file, as one text.
std::string told(const crit::Program& program, const crit::SourceText& facts) {
  std::string all;
  for (const crit::Member& member : program.read_members(facts)) {
    const crit::Result<crit::Decision> decision = program.decide(member);
    all += decision ? crit::to_json(*decision) + crit::to_text(*decision) : crit::invalid_to_json(member, decision.error(), {facts});
    all += crit::render_text(member.diagnostics(), {facts}, true);
  }
  return all;
}

}  // namespace

int main() {
  const fs::path folder = fs::path(CRIT_SOURCE_DIR) / "examples" / "mecasermin";
  const crit::SourceText policy{"mecasermin.crit", read(folder / "mecasermin.crit")};
  std::vector<crit::SourceText> facts{{"bad.json", "{\"id\": 7, \"as_of\": \"2022-10-01\", \"member\": 3, \"other\": 1}"}, {"none.json", "no facts"}};
  for (const fs::directory_entry& file : fs::directory_iterator(folder / "cases")) {
    if (file.path().extension() == ".json" && facts.size() < 8) facts.push_back({file.path().filename().string(), read(file.path())});
  }
  const crit::Result<crit::Program> compiled = crit::Engine().compile(policy);
  if (!compiled || facts.size() < 8) {
    std::cerr << "threads: the example cannot be read\n" << crit::render_text(compiled.error(), {policy}, false);
    return 1;
  }
  const crit::Program program = *compiled;
  std::vector<std::string> alone;
  for (const crit::SourceText& file : facts) alone.push_back(told(program, file));

  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  const auto work = [&](int number) {
    for (int round = 0; round < rounds; ++round) {
      // A program of its own in some rounds, and else that of all.
      const bool anew = (number + round) % 4 == 0;
      const crit::Program own = anew ? *crit::Engine().compile(policy) : program;
      for (std::size_t i = 0; i < facts.size(); ++i) {
        const std::size_t at = (i + static_cast<std::size_t>(number)) % facts.size();
        if (told(own, facts[at]) != alone[at]) ++wrong;
      }
      const crit::Member member = program.read_members(facts[2]).front();
      if (anew && own.decide(member)) ++wrong;  // it is of another program
      crit::DecideOptions options;
      options.cancelled = &stop;
      const crit::Result<crit::Decision> decision = program.decide(member, options);
      if (!decision && (!stop || decision.error().front().code != "E0528")) ++wrong;
      if (number == 0 && round == rounds - 2) stop = true;
      if (own.disassemble() != program.disassemble() || crit::explain("E0203").empty() || crit::standard_modules().empty()) ++wrong;
    }
  };
  std::vector<std::thread> all;
  for (int number = 0; number < threads; ++number) all.emplace_back(work, number);
  for (std::thread& one : all) one.join();
  std::cout << threads << " threads, " << threads * rounds << " rounds, " << wrong << " wrong\n";
  return wrong == 0 ? 0 : 1;
}
