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
  for (const auto& [list, file] : command::lists_of(name, {}, console)) {
    auto rows = command::read_source(file, console);
    if (!rows) return Read::failure(std::move(rows.error()));
    lists.emplace_back(list, std::move(*rows));
  }
  return members_as_json(program, *text, lists);
}

std::vector<MembersAsJson> members_in(const std::filesystem::path& folder, const Program& program, command::Console& console) {
  std::vector<MembersAsJson> files;
  for (const std::string& name : command::case_files_in(folder.string(), console)) {
    if (files.size() == most_cases) break;
    if (auto file = read_members_file(name, program, console)) files.push_back(std::move(*file));
  }
  return files;
}

}  // namespace crit::shell
