#include "members_file.hpp"

#include "facts_files.hpp"
#include "test_suite.hpp"

namespace crit::shell {

Result<MembersAsJson, Diagnostic> read_members_file(const std::string& name, const Program& program, command::Console& console) {
  using Read = Result<MembersAsJson, Diagnostic>;
  auto text = command::read_source(name, console);
  if (!text) return Read::failure(std::move(text.error()));
  if (format_of(name) != FactsFormat::csv) return MembersAsJson{std::move(*text), false, 0, {}, {}};
  std::vector<std::pair<std::string, SourceText>> lists;
  const Result<command::ListFiles, Diagnostic> beside = command::lists_of(name, {}, console);
  if (!beside) return Read::failure(beside.error());
  for (const auto& [list, file] : *beside) {
    if (!command::may_be_list(list, program)) continue;
    auto rows = command::read_source(file, console);
    if (!rows) return Read::failure(std::move(rows.error()));
    lists.emplace_back(list, std::move(*rows));
  }
  return members_as_json(program, *text, lists);
}

std::vector<MembersAsJson> members_in(const std::filesystem::path& folder, const Program& program, command::Console& console) {
  std::vector<MembersAsJson> files;
  const std::vector<std::string> names = command::case_files_in(folder.string(), console);
  for (const std::string& name : names) {
    if (files.size() == most_cases) break;
    if (command::is_declared_list_of(name, names, program)) continue;
    if (auto file = read_members_file(name, program, console)) files.push_back(std::move(*file));
  }
  return files;
}

}  // namespace crit::shell
