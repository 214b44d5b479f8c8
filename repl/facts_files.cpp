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

Result<ListFiles, Diagnostic> lists_of(const std::string& name, const FactsOptions& options, const Console& console) {
  ListFiles lists = options.lists;
  if (name == "-" || format_of(name) != FactsFormat::csv) return lists;
  const fs::path folder = fs::path(name).parent_path();
  const std::string stem = stem_of(name);
  std::vector<std::string> beside;
  std::error_code error;
  for (fs::directory_iterator entry(console.context.cwd / folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string file = entry->path().filename().string();
    if (!list_in(file, stem).empty()) beside.push_back(file);
  }
  // Where the members' file is not there either, that is told.
  std::error_code none;
  if (error && fs::exists(console.context.cwd / name, none)) {
    Diagnostic why;
    why.code = "E0001";
    why.file = name;
    why.message = fmt::format("the folder of `{}` cannot be looked through for its lists: {}", name, error.message());
    return Result<ListFiles, Diagnostic>::failure(std::move(why));
  }
  std::sort(beside.begin(), beside.end());
  for (const std::string& file : beside) {
    const std::string list = list_in(file, stem);
    const bool is_given = std::any_of(options.lists.begin(), options.lists.end(), [&](const auto& one) { return one.first == list; });
    if (!is_given) lists.emplace_back(list, (folder / file).string());
  }
  return lists;
}

namespace {

// The members' file that `name` is called after, and the list's name.
std::optional<std::string> list_beside(const std::string& name, const std::vector<std::string>& files) {
  const fs::path path(name);
  for (const std::string& other : files) {
    const fs::path members(other);
    if (other == name || format_of(other) != FactsFormat::csv || members.parent_path() != path.parent_path()) continue;
    if (std::string list = list_in(path.filename().string(), stem_of(other)); !list.empty()) return list;
  }
  return std::nullopt;
}

bool declares(const Program& program, const std::string& list) {
  const std::vector<DeclaredFact> facts = program.facts();
  return std::any_of(facts.begin(), facts.end(), [&](const DeclaredFact& one) { return one.path == list; });
}

}  // namespace

bool may_be_list(const std::string& list, const Program& program) {
  const std::vector<DeclaredFact> facts = program.facts();
  std::vector<std::string_view> names;
  for (const DeclaredFact& one : facts) {
    if (one.shape != DeclaredShape::single && one.shape != DeclaredShape::question) names.push_back(one.path);
  }
  return std::find(names.begin(), names.end(), list) != names.end() || !likely(list, names).empty();
}

bool is_list_of(const std::string& name, const std::vector<std::string>& files) { return list_beside(name, files).has_value(); }

bool is_declared_list_of(const std::string& name, const std::vector<std::string>& files, const Program& program) {
  const std::optional<std::string> list = list_beside(name, files);
  return list && declares(program, *list);
}

Result<MemberReader, Diagnostic> open_members(const Program& program, const InputFile& file, const ReadOptions& read, const FactsOptions& options, Console& console) {
  using Opened = Result<MemberReader, Diagnostic>;
  ReadOptions own = read;
  own.format = options.format.value_or(format_of(file.name()));
  MemberReader reader = program.reader(file.name(), own);
  if (own.format != FactsFormat::csv) return reader;
  const Result<ListFiles, Diagnostic> lists = lists_of(file.name(), options, console);
  if (!lists) return Opened::failure(lists.error());
  for (const auto& beside : *lists) {
    const std::string& list = beside.first;
    const std::string& name = beside.second;
    const bool is_named = std::any_of(options.lists.begin(), options.lists.end(), [&](const auto& one) { return one.second == name; });
    if (!is_named && !may_be_list(list, program)) continue;
    auto text = read_source(name, console);
    if (!text) return Opened::failure(std::move(text.error()));
    reader.add_list(list, std::move(*text));
  }
  return reader;
}

}  // namespace crit::command
