// A policy as the command is given it: a file, or a folder of its versions; and the files that it names. Internal to the
// command.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "files.hpp"

namespace crit::command {

// The flag of every verb that reads policies, `--confine`, and what is wrong with how it was given.
std::vector<Flag> policy_flags();  // it, and those of messages
std::optional<UsageProblem> check_confine(const Arguments& arguments, const Console& console);

class PolicyFiles {
 public:
  // `confine`: the folder that what a policy names must lie in, or "".
  PolicyFiles(Console& console, std::string confine) : console_(console), confine_(std::move(confine)) {}
  PolicyFiles(const PolicyFiles&) = delete;
  PolicyFiles& operator=(const PolicyFiles&) = delete;

  // False, with `problem` set, when it cannot be read. A folder's are all its .crit files, by name; not those in folders
  // inside it.
  bool read(const std::string& name);
  const Diagnostic& problem() const { return problem_; }
  const std::vector<SourceText>& policies() const { return policies_; }

  // Why what stands in a folder, or is named by a policy, is not read: it lies outside, or is no file; "": it is.
  std::string why_not(const std::string& name) const;

  // Reads what a policy names, from the folder of the file that names it, and keeps it for showing messages about it.
  // Valid as long as this object.
  FileLoader loader();
  // All that was read, to show messages with.
  const std::vector<SourceText>& texts() const { return texts_; }

 private:
  LoadedFile load(const std::string& from, const std::string& path);
  std::string near_file(const std::string& from, const std::string& path) const;
  std::vector<std::string> names_in(const std::filesystem::path& folder, const std::string& ending) const;

  Console& console_;
  std::string confine_;
  Diagnostic problem_;
  std::vector<SourceText> policies_;
  std::vector<SourceText> texts_;
};

}  // namespace crit::command
