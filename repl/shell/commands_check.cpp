// Commands that check a policy: its cases, and another policy beside it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "members_file.hpp"
#include "sitting.hpp"

namespace crit::shell {

namespace fs = std::filesystem;

namespace {

// How many members came out in each way; the last is "invalid".
struct Count {
  std::array<std::size_t, 6> of{};
  void add(const Result<Decision>& decision) { ++of[decision ? static_cast<std::size_t>(decision->outcome) : of.size() - 1]; }
  std::string to_string() const {
    std::string text;
    std::size_t all = 0;
    for (std::size_t i = 0; i < of.size(); ++i) {
      all += of[i];
      if (of[i] != 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", of[i], i + 1 == of.size() ? "invalid" : outcome_name(static_cast<Outcome>(i)));
    }
    return fmt::format("{} member{}{}{}", all, all == 1 ? "" : "s", text.empty() ? "" : ": ", text);
  }
};

fs::path cases_of(Sitting& sitting) { return sitting.disk().folder() / "cases"; }

}  // namespace

void run_cases(Sitting& sitting, std::string_view rest) {
  if (rest.empty() && !sitting.disk().is_open()) return sitting.fail("the policy is in no file, so there are no cases beside it", {"`.cases FOLDER` decides those of a folder"});
  const fs::path folder = rest.empty() ? cases_of(sitting) : fs::path(std::string(rest));
  std::error_code error;
  if (!fs::is_directory(sitting.path_of(folder.string()), error)) return sitting.fail(fmt::format("there is no folder `{}`", folder.string()));
  const Program& program = sitting.session().program();
  const std::vector<MembersAsJson> files = members_in(folder, program, sitting.console());
  if (files.empty()) return sitting.fail(fmt::format("there is no file of members in `{}`", folder.string()), {"their names end in .json, .ndjson, .jsonl or .csv"});
  Table table{{"case", "decision"}, {}};
  Count count;
  for (const MembersAsJson& file : files) {
    if (sitting.is_stopped()) return;
    const std::string name = fs::path(file.json.name).stem().string();
    count.of.back() += file.left_out;
    if (file.left_out != 0) table.rows.push_back({name, fmt::format("{} invalid: `.open {}` says why", file.left_out, file.json.name)});
    for (const Member& member : file.json.text == "[]" ? std::vector<Member>() : program.read_members(file.json)) {
      const Result<Decision> decision = program.decide(member);
      count.add(decision);
      table.rows.push_back({member.id().empty() || member.id() == name ? name : name + " " + member.id(), decision ? decision->summary : "invalid"});
    }
  }
  sitting.add(table_part(table));
  sitting.say(count.to_string());
}

// ---- another policy ---------------------------------------------------------------------------------------------------
namespace {

void show_texts(Sitting& sitting, const Program& other) {
  const std::vector<TextChange> texts = changed_texts(sitting.session().program(), other);
  if (texts.empty()) return sitting.say("no criterion is written otherwise");
  sitting.say(texts.size() == 1 ? "1 criterion is written otherwise" : fmt::format("{} criteria are written otherwise", texts.size()));
  std::string lines;
  for (const TextChange& one : texts) {
    lines += fmt::format("  {}\n", printable(one.path));
    if (!one.before.empty()) lines += fmt::format("    - {}\n", printable(one.before));
    if (!one.after.empty()) lines += fmt::format("    + {}\n", printable(one.after));
  }
  sitting.add(block_part(lines, "diff"));
}

// This sitting's members as they are now, by the other policy.
void show_members(Sitting& sitting, const Program& other) {
  Session& session = sitting.session();
  const std::size_t chosen = session.chosen();
  ReadOptions read;
  read.as_of = session.as_of();
  const std::vector<MemberShown> members = session.members();
  for (std::size_t i = 0; i < members.size() && !sitting.is_stopped(); ++i) {
    session.choose(i);
    const Result<Decision> now = session.decision();
    for (const Member& member : other.read_members({"this member", session.facts_json()}, read)) {
      const std::string who = members.size() == 1 ? "this member" : members[i].id.empty() ? fmt::format("#{}", i + 1) : members[i].id;
      sitting.say(fmt::format("{}: {}", who, to_line(compare(now, other.decide(member)))));
    }
  }
  session.choose(chosen);
}

void show_cases(Sitting& sitting, const Program& other) {
  if (!sitting.disk().is_open()) return;
  const std::vector<MembersAsJson> cases = members_in(cases_of(sitting), sitting.session().program(), sitting.console());
  if (cases.empty()) return;
  std::size_t decided = 0;
  const std::vector<CaseChange> changes = sitting.compared_cases(sitting.session().program(), other, cases, decided);
  if (changes.empty()) return sitting.say(fmt::format("none of {} cases is decided otherwise", decided));
  sitting.say(fmt::format("{} of {} cases {} decided otherwise", changes.size(), decided, changes.size() == 1 ? "is" : "are"));
  Table table{{"case", "change"}, {}};
  for (const CaseChange& one : changes) {
    table.rows.push_back({"  " + (one.member.empty() ? fs::path(one.file).stem().string() : one.member), to_line(one.difference, 2)});
  }
  sitting.add(table_part(table));
}

}  // namespace

void run_diff(Sitting& sitting, std::string_view rest) {
  if (rest.empty()) return sitting.fail_usage("diff", "no other policy is given");
  command::PolicyFiles files(sitting.console(), sitting.confine());
  if (!files.read(std::string(rest))) return sitting.fail({files.problem()}, {});
  const Result<Program> other = Engine().compile_versions(files.policies(), files.loader());
  if (!other) return sitting.fail(other.error(), files.texts());
  show_texts(sitting, *other);
  show_members(sitting, *other);
  if (!sitting.is_stopped()) show_cases(sitting, *other);
}

}  // namespace crit::shell
