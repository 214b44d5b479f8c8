// What is opened: policies, and the members of files and folders.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "members_file.hpp"
#include "sitting.hpp"

namespace crit::shell {

namespace fs = std::filesystem;

// A date that is missing is told of the member who is looked at, not of each.
static std::vector<Diagnostic> without_date(std::vector<Diagnostic> warnings) {
  warnings.erase(std::remove_if(warnings.begin(), warnings.end(), [](const Diagnostic& one) { return one.code == "E0500"; }), warnings.end());
  return warnings;
}

// A file of members, or the files of a folder. False: it cannot be read.
bool Sitting::open_rest_of(const std::string& name) {
  std::error_code error;
  const bool is_folder = fs::is_directory(path_of(name), error);
  std::vector<MembersAsJson> files;
  if (is_folder) {
    files = members_in(name, session_.program(), console_);
    if (files.empty()) fail(fmt::format("there is no file of members in `{}`", name), {"their names end in .json, .ndjson, .jsonl or .csv"});
  } else {
    auto file = read_members_file(name, session_.program(), console_);
    if (file) files.push_back(std::move(*file));
    else fail({file.error()}, {});
  }
  for (const MembersAsJson& file : files) {
    members_files_.watch(file.json.name, path_of(file.json.name));
    tell_left_out(file);
    const Result<Change> read = session_.open_members(file.json);
    if (!read) fail(read.error());
    else if (!file.was_csv) warn(without_date(read->warnings));
  }
  return !files.empty();
}

// Members of CSV that cannot be read, each with its part of the file.
void Sitting::tell_left_out(const MembersAsJson& file) {
  constexpr std::size_t most_told = 20;
  for (std::size_t i = 0; i < std::min(file.diagnostics.size(), most_told); ++i) message({file.diagnostics[i]}, {file.sources[i]});
  if (file.diagnostics.size() > most_told && !options_.messages.json) messages_ += fmt::format("and {} more\n", file.diagnostics.size() - most_told);
  if (file.left_out == 0) return;
  failed_ = true;
  say(fmt::format("{}: {} cannot be read, and {} not here", file.json.name, file.left_out == 1 ? "1 member" : fmt::format("{} members", file.left_out), file.left_out == 1 ? "is" : "are"));
}

bool Sitting::open_rest(int& code) {
  is_rest_open_ = true;
  for (const std::string& name : options_.facts) {
    if (open_rest_of(name)) continue;
    code = command::exit_failure;
    return false;
  }
  if (!options_.facts.empty()) session_.choose(std::size_t{0});
  if (options_.as_of.empty()) return true;
  const Result<Change> dated = session_.set_as_of(options_.as_of);
  if (dated) return true;
  fail(dated.error());
  code = command::exit_usage;
  return false;
}

bool Sitting::open_policy(const std::string& name) {
  const bool had_policy = session_.has_policy();
  Diagnostic problem;
  PolicyOnDisk before(console_, options_.confine);
  before.swap(disk_);
  if (!disk_.read(name, problem)) {
    before.swap(disk_);
    fail({problem}, {});
    return false;
  }
  const Result<Change> opened = session_.open_policy(disk_.policies());
  if (!opened) {
    fail(opened.error(), disk_.texts());
    // What was open stays; where nothing was, the file is read again when it changes.
    if (session_.has_policy()) before.swap(disk_);
    return false;
  }
  is_fault_told_ = is_gone_told_ = false;
  if (!had_policy && !is_rest_open_) {  // the command line's policy was faulty, or it named none
    int code = command::exit_decided;
    open_rest(code);
  }
  tell_opened(*opened);
  if (had_policy) add(change_part(opened->difference));
  return true;
}

bool Sitting::open_members(const MembersAsJson& file) {
  tell_left_out(file);
  const Result<Change> opened = session_.open_members(file.json);
  if (!opened) {
    fail(opened.error());
    return false;
  }
  if (!file.was_csv) warn(without_date(opened->warnings));
  const std::vector<MemberShown> members = session_.members();
  const std::size_t added = members.size() - session_.chosen();  // the first of them is chosen
  const MemberShown& chosen = members[session_.chosen()];
  const std::string who = chosen.id.empty() ? fmt::format("#{}", session_.chosen() + 1) : chosen.id;
  const std::string count = added == 1 ? "" : fmt::format("{} members; ", added);
  const Result<Decision>& decision = session_.decision();
  if (decision) {
    say(fmt::format("{}{}: {}", count, who, decision->summary));
  } else {
    say(fmt::format("{}{}: {}", count, who, state()));
    this->decision();  // says why there is none
  }
  return true;
}

bool Sitting::open_member_file(const std::string& name) {
  const auto file = read_members_file(name, session_.program(), console_);
  if (file) {
    members_files_.watch(name, path_of(name));
    return open_members(*file);
  }
  fail({file.error()}, {});
  return false;
}

bool Sitting::open_member_folder(const std::string& name) {
  if (!open_rest_of(name)) return false;
  const std::size_t now = session_.members().size();
  const Result<Decision>& decision = session_.decision();
  const std::string id = session_.members()[session_.chosen()].id;
  say(fmt::format("{} members are open; {}{}", now, id.empty() ? "" : id + ": ", decision ? decision->summary : state()));
  return true;
}

}  // namespace crit::shell
