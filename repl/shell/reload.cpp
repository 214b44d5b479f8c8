// The policy changed on disk: it is read again, and what that changes is told.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <system_error>
#include <utility>

#include "members_file.hpp"
#include "sitting.hpp"

namespace crit::shell {

namespace fs = std::filesystem;

bool Sitting::look_at_files() {
  bool any = disk_.has_changed();
  if (any) read_again();
  const bool is_gone = disk_.is_gone();
  if (is_gone != is_gone_told_) {
    if (is_gone) say(fmt::format("{} is no longer there; the policy stays as it was read", disk_.name()));
    else if (!any) say(fmt::format("{} is there again", disk_.name()));
    is_gone_told_ = is_gone;
    any = true;
  }
  for (const WatchedFiles::Changed& one : members_files_.take_changed()) {
    if (one.is_gone) say(fmt::format("{} is no longer there; its members stay as they were read", one.name));
    else say(fmt::format("{} changed on disk, and its members stay as they were read; `.open {}` adds them as they are now", one.name, one.name));
    any = true;
  }
  return any;
}

bool Sitting::look_at_disk() {
  failed_ = false;
  const bool has_changed = look_at_files();
  put_page();
  put_messages();
  const bool are_cases_due = std::exchange(are_cases_due_, false);
  if (!has_changed && !are_cases_due) return false;
  if (are_cases_due) tell_cases(session_.program_before_reload(), session_.program());
  put_page();
  keep_record(fmt::format("# {} changed", disk_.name()), "");
  return true;
}

std::optional<line::News> Sitting::news() {
  if (std::exchange(are_cases_due_, false)) tell_cases(session_.program_before_reload(), session_.program());
  else if (!look_at_files()) return std::nullopt;
  line::News news;
  news.goes_on = are_cases_due_;
  news.text = page_.render(outlet_.mode, 0) + messages_;
  if (outlet_.is_recording()) {
    outlet_.record_text(block_part(fmt::format("# {} changed", disk_.name()), "crit").markdown + page_.render(Mode::markdown, 0));
  }
  page_.clear();
  messages_.clear();
  all_messages_.clear();
  news.prompt = prompt();
  return news;
}

void Sitting::read_again() {
  Diagnostic problem;
  const std::string name = disk_.name();
  if (!disk_.read(name, problem)) {
    disk_.take_as_read();
    is_fault_told_ = true;
    return fail({problem}, {});
  }
  if (!session_.has_policy()) {
    open_policy(name);
    return;
  }
  const Result<Reload> reload = session_.reload(disk_.policies());
  if (reload) return tell_reload(*reload);
  is_fault_told_ = true;
  fail(reload.error(), disk_.texts());
  say(fmt::format("the policy stays as it was; `{}` is read again when it changes", name));
}

void Sitting::read_own_change() {
  Diagnostic problem;
  if (!disk_.has_changed() || !disk_.read(disk_.name(), problem)) return;
  static_cast<void>(session_.reload(disk_.policies()));  // it was compiled before it was written
}

void Sitting::tell_reload(const Reload& reload) {
  const bool was_faulty = is_fault_told_;
  is_fault_told_ = false;
  if (reload.same_text) {
    if (was_faulty) say(fmt::format("{} is read anew: it is again the text that holds here", disk_.name()));
    return;
  }
  const Program& old = session_.program_before_reload();
  std::vector<Diagnostic> before = old.warnings();
  before.insert(before.end(), old.test_faults().begin(), old.test_faults().end());
  std::vector<Diagnostic> fresh;
  for (const Diagnostic& one : reload.warnings) {
    const auto same = [&](const Diagnostic& other) { return other.code == one.code && other.message == one.message; };
    if (std::none_of(before.begin(), before.end(), same)) fresh.push_back(one);
  }
  warn(fresh);
  constexpr std::size_t most_told = 8;
  const std::size_t count = reload.texts.size();
  say(fmt::format("{} is read anew: {}", disk_.name(), count == 0 ? "no criterion changed" : count == 1 ? "1 criterion changed" : fmt::format("{} criteria changed", count)));
  std::string texts;
  for (std::size_t i = 0; i < std::min(count, most_told); ++i) {
    const TextChange& one = reload.texts[i];
    texts += fmt::format("  {}{}\n", one.version.empty() ? "" : printable(one.version) + " ", printable(one.path));
    if (!one.before.empty()) texts += fmt::format("    - {}\n", printable(one.before));
    if (!one.after.empty()) texts += fmt::format("    + {}\n", printable(one.after));
  }
  if (count > most_told) texts += fmt::format("  and {} more\n", count - most_told);
  if (!texts.empty()) add(block_part(texts, "diff"));
  for (const std::size_t member : reload.invalid) {
    if (member != session_.chosen()) say(fmt::format("{}: its facts cannot be read by this text", session_.members()[member].id));
  }
  add(change_part(reload.difference));
  tell_outcome(reload.difference);
  are_cases_due_ = true;
}

std::vector<CaseChange> Sitting::compared_cases(const Program& before, const Program& after, const std::vector<MembersAsJson>& cases, std::size_t& decided) const {
  std::vector<CaseChange> all;
  for (const MembersAsJson& one : cases) {
    if (is_stopped()) break;
    std::size_t count = 0;
    for (CaseChange& change : compare_cases(before, after, {one.json}, &count)) all.push_back(std::move(change));
    decided += count;
  }
  return all;
}

void Sitting::tell_cases(const Program& before, const Program& after) {
  const std::vector<MembersAsJson> cases = members_in(disk_.folder() / "cases", after, console_);
  if (cases.empty()) return;
  std::size_t decided = 0;
  const std::vector<CaseChange> changes = compared_cases(before, after, cases, decided);
  if (changes.empty()) return say(fmt::format("none of {} cases flips", decided));
  say(fmt::format("{} of {} cases flip{}", changes.size(), decided, changes.size() == 1 ? "s" : ""));
  constexpr std::size_t most_told = 12;
  Table table{{"case", "change"}, {}};
  for (std::size_t i = 0; i < std::min(changes.size(), most_told); ++i) {
    const CaseChange& one = changes[i];
    table.rows.push_back({"  " + (one.member.empty() ? fs::path(one.file).stem().string() : one.member), to_line(one.difference, 2)});
  }
  add(table_part(table));
  if (changes.size() > most_told) say(fmt::format("  and {} more", changes.size() - most_told));
}

}  // namespace crit::shell
