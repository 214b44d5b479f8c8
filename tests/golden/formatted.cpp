// What is kept formatted: the examples, the standard library, and the ```crit blocks of the pages. A block that is entries of
// a block is formatted inside one; one whose syntax is wrong, to show a message, is left, and so is one that shows what `crit fmt`
// makes of it.
#include <algorithm>

#include "crit/format.hpp"
#include "golden.hpp"

namespace golden {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view before_criteria = "indication I {\n";
constexpr std::string_view after_criteria = "}\n";
constexpr std::size_t indentation = 2;  // of criteria there; in a page they stand at the line's start

bool has(const std::vector<std::string>& info, std::string_view word) { return std::find(info.begin(), info.end(), word) != info.end(); }

// None: it has errors.
crit::Result<std::string> formatted_block(const std::string& name, const std::string& text, bool criteria) {
  if (!criteria) return crit::format({name, text});
  const crit::Result<std::string> whole = crit::format({name, std::string(before_criteria) + text + std::string(after_criteria)});
  if (!whole) return whole;
  std::string made;
  const std::size_t inside = whole->size() - after_criteria.size();
  for (const std::string& line : split_lines(std::string_view(*whole).substr(0, inside).substr(before_criteria.size()))) {
    made += line.substr(std::min(indentation, line.size())) + '\n';
  }
  return crit::Result<std::string>(std::move(made));
}

void check_blocks(Report& report, const fs::path& page) {
  const std::string name = report.name_of(page);
  const std::vector<std::string> lines = split_lines(read_file(page));
  std::string made;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    made += lines[i] + '\n';
    const std::vector<std::string> info = lines[i].starts_with("```") ? split_words(lines[i].substr(3)) : std::vector<std::string>();
    if (info.empty()) continue;
    std::string text;
    const std::size_t fence = i + 1;
    while (i + 1 < lines.size() && lines[i + 1] != "```") text += lines[++i] + '\n';
    const std::string place = name + ":" + std::to_string(fence);
    const bool is_policy = info[0] == "crit" && !has(info, "fmt");
    const crit::Result<std::string> better = is_policy ? formatted_block(place, text, has(info, "criteria")) : crit::Result<std::string>(text);
    if (!better && !has(info, "gives")) report.fail(place, crit::render_text(better.error(), {{place, text}}, false));
    if (is_policy && better && (*better == text || report.update())) report.pass();
    if (better && *better != text && !report.update()) report.fail(place, "is not formatted; golden --fmt --update does it\n" + difference(text, *better));
    made += better ? *better : text;
    if (i + 1 < lines.size()) made += lines[++i] + '\n';
  }
  if (report.update() && made != read_file(page)) report.rewrite(page, made);
}

}  // namespace

void check_formatted(Report& report, const std::vector<fs::path>& chosen) {
  for (const char* folder : {"examples", "stdlib"}) {
    std::vector<fs::path> policies;
    for (const auto& entry : fs::recursive_directory_iterator(report.root() / folder)) {
      if (entry.path().extension() == ".crit" && is_chosen(entry.path(), chosen)) policies.push_back(entry.path());
    }
    std::sort(policies.begin(), policies.end());
    for (const fs::path& policy : policies) {
      const crit::Result<std::string> made = crit::format({report.name_of(policy), read_file(policy)});
      if (made) report.compare(policy, *made);
      else report.fail(report.name_of(policy), "it has errors in its syntax");
    }
  }
  for (const fs::path& page : find_pages(report.root())) {
    if (fs::exists(page) && is_chosen(page, chosen)) check_blocks(report, page);
  }
}

}  // namespace golden
