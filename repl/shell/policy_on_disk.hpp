// The policy of a sitting as its files are: read, and looked at for changes. Compiles nothing.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy_files.hpp"
#include "watched_files.hpp"

namespace crit::shell {

class PolicyOnDisk {
 public:
  PolicyOnDisk(command::Console& console, std::string confine) : console_(console), confine_(std::move(confine)) {}

  // False, with `problem` set, when it cannot be read; the one before stays then. From now on its changes are looked for.
  bool read(const std::string& name, Diagnostic& problem);
  // There is none on disk from now on.
  void close();
  void swap(PolicyOnDisk& other);
  bool is_open() const { return files_ != nullptr; }
  const std::string& name() const { return name_; }
  bool is_folder() const;
  // The folder that it stands in, as names begin with it; of a folder itself. Empty: here.
  std::filesystem::path folder() const;
  const std::vector<SourceText>& policies() const { return files_->policies(); }
  std::vector<SourceText> texts() const;

  // Whether a file of it, or one that it names, is another than when it was read. A policy's file that is gone has not changed.
  bool has_changed() const;
  bool is_gone() const;
  // What was written by the sitting itself is no change.
  void take_as_read();

  // What the policy names, as the files are now; notes it, so that its changes are seen.
  FileLoader loader();

 private:
  FileStamp stamp_of(const std::string& name) const { return shell::stamp_of(console_.context.cwd / name); }
  std::vector<std::string> own_files(const std::string& name) const;

  command::Console& console_;
  std::string confine_;
  std::string name_;
  std::unique_ptr<command::PolicyFiles> files_;
  std::map<std::string, FileStamp> stamps_;
  std::vector<std::string> listed_;  // the files of a folder
};

}  // namespace crit::shell
