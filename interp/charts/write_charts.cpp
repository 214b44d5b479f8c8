// Runs while crit is built: reads and checks the standard library's tables as every policy's are, and writes those that
// are charts (chart.hpp) as C++ to stdout. A mistake in one of them stops the build.
#include <fmt/format.h>

#include <cstdio>
#include <string>

#include "chart_table.hpp"
#include "check.hpp"
#include "gather.hpp"
#include "render.hpp"
#include "standard.hpp"

namespace {

using namespace crit;

std::string definition(std::size_t number, const std::vector<OwnColumn>& columns, const LookupTable& table) {
  std::string text;
  std::string list;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::string words;
    for (const std::string& word : columns[i].alternatives) words += fmt::format("\"{}\", ", word);
    if (!words.empty()) text += fmt::format("constexpr std::string_view words_{}_{}[] = {{{}}};\n", number, i, words);
    std::string values;
    for (std::size_t row = 0; row < columns[i].values.size(); ++row)
      values += fmt::format("{},{}", columns[i].values[row], row % 10 == 9 ? "\n" : " ");
    text += fmt::format("constexpr std::int64_t values_{}_{}[] = {{\n{}}};\n", number, i, values);
    const std::string alternatives = words.empty() ? "{}" : fmt::format("words_{}_{}", number, i);
    list += fmt::format("    {{{}, {}, values_{}_{}}},\n", alternatives, columns[i].places, number, i);
  }
  text += fmt::format("constexpr ChartColumn columns_{}[] = {{\n{}}};\n", number, list);
  return text + fmt::format(
                    "const TableRows& rows_{0}() {{\n  static const TableRows rows = chart_rows(columns_{0}, {1}, "
                    "{2});\n  return rows;\n}}\n\n",
                    number, table.keys.size(), *table.interpolated);
}

}  // namespace

int main() {
  std::string uses;
  for (const StandardFile& file : standard_files()) {
    if (file.name.ends_with(".crit")) uses += fmt::format("use {}\n", file.name.substr(0, file.name.size() - 5));
  }
  Sources sources;
  Diagnostics diagnostics("all modules");
  sources.add("all modules", uses + "policy \"all modules\" {}\nindication I { 1: as_of >= 2000-01-01; approve }\n");
  const ast::File file = gather(sources, {standard_file, standard_file, {}, {}, {}}, diagnostics);
  const checked::Policy policy = check(sources, file, diagnostics);
  if (diagnostics.has_errors()) {
    const auto find = [&](const std::string& name) -> const Source* {
      for (const Source& source : sources.all()) {
        if (source.name() == name) return &source;
      }
      return nullptr;
    };
    for (const Diagnostic& one : diagnostics.take_sorted(sources)) {
      if (one.severity == Severity::error) fmt::print(stderr, "{}", render(one, find));
    }
    return 1;
  }
  std::string definitions;
  std::string list;
  std::size_t count = 0;
  for (const ast::Table& node : file.tables) {
    if (!node.from_file) continue;
    for (const LookupTable& table : policy.tables) {
      if (table.name != node.name.text) continue;
      const std::optional<std::vector<OwnColumn>> columns = chart_columns(table, policy.schema);
      if (!columns) continue;
      definitions += definition(count, *columns, table);
      list += fmt::format("    {{R\"crit({})crit\", {}, rows_{}}},\n", sources.text(node.span), table.complete, count);
      ++count;
    }
  }
  fmt::print(
      "// Made from stdlib/ by crit_charts.\n#include \"standard_charts.hpp\"\n\nnamespace crit {{\nnamespace {{\n\n{}",
      definitions);
  fmt::print("constexpr Chart charts[] = {{\n{}}};\n\n}}  // namespace\n\n", list);
  fmt::print("std::span<const Chart> standard_charts() {{ return charts; }}\n\n}}  // namespace crit\n");
  return 0;
}
