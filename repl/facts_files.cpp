#include "facts_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace crit::command {

namespace {

namespace fs = std::filesystem;

// "members" of `members.csv`.
std::string stem_of(const std::string& name) { return fs::path(name).stem().string(); }

// "height" of `members.height.csv` beside `members.csv`; empty: it is none of its lists.
std::string list_in(const std::string& file, const std::string& stem) {
  if (format_of(file) != FactsFormat::csv || file.compare(0, stem.size() + 1, stem + ".") != 0) return "";
  const std::string rest = file.substr(stem.size() + 1);
  constexpr std::size_t ending = 4;
  return rest.size() > ending ? rest.substr(0, rest.size() - ending) : "";
}

}  // namespace

std::vector<Flag> facts_flags() {
  return {{"--facts-format", "json|csv", "how the fact files are written; without it a name that ends in .csv is CSV", false},
          {"--list", "LIST=FILE.csv", "CSV: the rows of a list, joined by `id`; without it MEMBERS.LIST.csv beside MEMBERS.csv", true}};
}

std::optional<UsageProblem> read_facts_options(const Arguments& arguments, const std::vector<std::string>& files, FactsOptions& options) {
  if (arguments.has("--facts-format")) options.format = arguments.value("--facts-format") == "csv" ? FactsFormat::csv : FactsFormat::json;
  for (const std::string& given : arguments.values("--list")) {
    const std::size_t equals = given.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == given.size()) {
      return UsageProblem{fmt::format("`--list` cannot be `{}`", given), {"write the list's name and its file: `--list height=heights.csv`"}};
    }
    options.lists.emplace_back(given.substr(0, equals), given.substr(equals + 1));
  }
  if (options.lists.empty()) return std::nullopt;
  if (files.size() > 1) return UsageProblem{fmt::format("`--list` goes with one file of members, and {} are given", files.size()), {"run crit once for each of them"}};
  const bool is_csv = !files.empty() && options.format.value_or(format_of(files.front())) == FactsFormat::csv;
  if (!is_csv) return UsageProblem{"`--list` goes with members in CSV, and these are in JSON", {"in JSON a list stands in its member"}};
  return std::nullopt;
}

std::vector<std::pair<std::string, std::string>> lists_of(const std::string& name, const FactsOptions& options, const Console& console) {
  std::vector<std::pair<std::string, std::string>> lists = options.lists;
  if (name == "-" || format_of(name) != FactsFormat::csv) return lists;
  const fs::path folder = fs::path(name).parent_path();
  const std::string stem = stem_of(name);
  std::vector<std::string> beside;
  std::error_code error;
  for (fs::directory_iterator entry(console.context.cwd / folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string file = entry->path().filename().string();
    if (!list_in(file, stem).empty() && fs::is_regular_file(entry->path(), error)) beside.push_back(file);
  }
  std::sort(beside.begin(), beside.end());
  for (const std::string& file : beside) {
    const std::string list = list_in(file, stem);
    const bool is_given = std::any_of(options.lists.begin(), options.lists.end(), [&](const auto& one) { return one.first == list; });
    if (!is_given) lists.emplace_back(list, (folder / file).string());
  }
  return lists;
}

bool is_list_of(const std::string& name, const std::vector<std::string>& files) {
  const fs::path path(name);
  return std::any_of(files.begin(), files.end(), [&](const std::string& other) {
    const fs::path members(other);
    return other != name && format_of(other) == FactsFormat::csv && members.parent_path() == path.parent_path() && !list_in(path.filename().string(), stem_of(other)).empty();
  });
}

Result<MemberReader, Diagnostic> open_members(const Program& program, const InputFile& file, const ReadOptions& read, const FactsOptions& options, Console& console) {
  ReadOptions own = read;
  own.format = options.format.value_or(format_of(file.name()));
  MemberReader reader = program.reader(file.name(), own);
  if (own.format != FactsFormat::csv) return reader;
  for (const auto& [list, name] : lists_of(file.name(), options, console)) {
    auto text = read_source(name, console);
    if (!text) return Result<MemberReader, Diagnostic>::failure(std::move(text.error()));
    reader.add_list(list, std::move(*text));
  }
  return reader;
}

}  // namespace crit::command
