// Files of members as the command is given them: as JSON or as CSV, with the lists that stand beside a CSV file. Internal to the
// command.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "files.hpp"

namespace crit::command {

struct FactsOptions {
  std::optional<FactsFormat> format;                       // none: as the file's name says
  std::vector<std::pair<std::string, std::string>> lists;  // LIST and FILE, of --list
};

std::vector<Flag> facts_flags();
// `files`: those that are given.
std::optional<UsageProblem> read_facts_options(const Arguments& arguments, const std::vector<std::string>& files, FactsOptions& options);

// `members.height.csv` beside `members.csv`: the path of the list, and the file. Those that --list names stand first, and in
// place of others of the same list. Or why the folder cannot be looked through.
using ListFiles = std::vector<std::pair<std::string, std::string>>;
Result<ListFiles, Diagnostic> lists_of(const std::string& name, const FactsOptions& options, const Console& console);
// Whether `name` is called as a list beside another of `files` is; and whether it is one that the program declares.
bool is_list_of(const std::string& name, const std::vector<std::string>& files);
// A list of the program, or a slip of the name of one: it is read, and its name told. Others are somebody else's files.
bool may_be_list(const std::string& list, const Program& program);
bool is_declared_list_of(const std::string& name, const std::vector<std::string>& files, const Program& program);

// What reads the members of the file, its lists joined; or why a list cannot be read. `read`: its format is set here.
Result<MemberReader, Diagnostic> open_members(const Program& program, const InputFile& file, const ReadOptions& read, const FactsOptions& options, Console& console);

}  // namespace crit::command
