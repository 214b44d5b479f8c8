// A folder in which tests run the command; gone at the end.
#pragma once

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "command.hpp"

struct Ran {
  int code;
  std::string out;
  std::string err;
};

inline Ran run_command_in(const std::filesystem::path& folder, const std::vector<std::string>& arguments, crit::command::Context context = {}, const std::string& input = "") {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  context.cwd = folder;
  const int code = crit::command::run_command(arguments, in, out, err, context);
  return {code, out.str(), err.str()};
}

class CommandFolder {
 public:
  CommandFolder() : path_(std::filesystem::temp_directory_path() / ("crit-command-" + std::to_string(std::random_device{}()) + "-" + std::to_string(++made_))) {
    std::filesystem::create_directories(path_);
  }
  ~CommandFolder() { std::filesystem::remove_all(path_); }
  CommandFolder(const CommandFolder&) = delete;
  CommandFolder& operator=(const CommandFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << text;
  }
  Ran run(const std::vector<std::string>& arguments, const crit::command::Context& context = {}, const std::string& input = "") const {
    return run_command_in(path_, arguments, context, input);
  }

 private:
  static inline int made_ = 0;
  std::filesystem::path path_;
};
