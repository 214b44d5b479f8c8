// A policy as the command is given it: a file, or a folder of its versions; and the files that it names. Internal to the
// command.
#pragma once

#include <string>
#include <vector>

#include "files.hpp"

namespace crit::command {

class PolicyFiles {
 public:
  explicit PolicyFiles(Console& console) : console_(console) {}
  PolicyFiles(const PolicyFiles&) = delete;
  PolicyFiles& operator=(const PolicyFiles&) = delete;

  // False, with `problem` set, when it cannot be read. A folder's are all its .crit files, by name; not those in folders
  // inside it.
  bool read(const std::string& name);
  const Diagnostic& problem() const { return problem_; }
  const std::vector<SourceText>& policies() const { return policies_; }

  // Reads what a policy names, from the folder of the file that names it, and keeps it for showing messages about it.
  // Valid as long as this object.
  FileLoader loader();
  // All that was read, to show messages with.
  const std::vector<SourceText>& texts() const { return texts_; }

 private:
  LoadedFile load(const std::string& from, const std::string& path);

  Console& console_;
  Diagnostic problem_;
  std::vector<SourceText> policies_;
  std::vector<SourceText> texts_;
};

}  // namespace crit::command
