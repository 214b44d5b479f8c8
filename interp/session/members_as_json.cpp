#include <algorithm>
#include <utility>

#include "crit/session.hpp"
#include "json_tree.hpp"
#include "program.hpp"

namespace crit {

namespace {

// That the date is missing is no fault: a session may set one.
bool is_fault(const Diagnostic& one) { return one.severity == Severity::error && one.code != "E0500"; }

}  // namespace

MembersAsJson members_as_json(const Program& program, const SourceText& csv, const std::vector<std::pair<std::string, SourceText>>& lists) {
  ReadOptions options;
  options.format = FactsFormat::csv;
  MemberReader reader = program.reader(csv.name, options);
  for (const auto& [list, file] : lists) reader.add_list(list, file);
  MembersAsJson made{{csv.name, ""}, true, 0, {}, {}};
  Inside::read_rows(reader, csv, [&](const Member& member, const JsonValue* tree) {
    for (const Diagnostic& one : member.diagnostics()) {
      if (one.code == "E0500" || MemberReader::repeats(one)) continue;
      made.diagnostics.push_back(one);
      made.sources.push_back(member.source(one));
    }
    const std::vector<Diagnostic>& said = member.diagnostics();
    if (tree == nullptr || std::any_of(said.begin(), said.end(), is_fault)) {
      ++made.left_out;
      return;
    }
    made.json.text += (made.json.text.empty() ? "[" : ",") + session::to_text(session::tree_of(*tree));
  });
  made.json.text += made.json.text.empty() ? "[]" : "]";
  for (RepeatedWarning& one : reader.repeated()) {
    made.diagnostics.push_back(std::move(one.warning));
    made.sources.push_back(std::move(one.source));
  }
  return made;
}

}  // namespace crit
