// The tables of the standard library that are built into crit say what their files say.
#include <algorithm>
#include <catch2/catch.hpp>

#include "check.hpp"
#include "gather.hpp"
#include "standard.hpp"
#include "standard_charts.hpp"

namespace {

using namespace crit;

// The tables of a policy, as it is compiled, or with every row read from its file.
std::vector<LookupTable> tables(const std::string& policy, bool with_charts, std::vector<Diagnostic>* found = nullptr) {
  Sources sources;
  Diagnostics diagnostics("policy.crit");
  sources.add("policy.crit", policy);
  Libraries libraries{{}, standard_file, {}, {}, {}};
  if (with_charts) {
    libraries.chart = [](std::string_view declaration) -> const Chart* {
      const auto all = standard_charts();
      const auto chart =
          std::find_if(all.begin(), all.end(), [&](const Chart& one) { return one.declaration == declaration; });
      return chart == all.end() ? nullptr : &*chart;
    };
  }
  const ast::File file = gather(sources, libraries, diagnostics);
  checked::Policy checked = check(sources, file, diagnostics);
  if (found != nullptr) *found = diagnostics.take_sorted(sources);
  return std::move(checked.tables);
}

bool same(const KeyRange& left, const KeyRange& right) {
  return left.low == right.low && left.high == right.high && left.low_open == right.low_open &&
         left.high_open == right.high_open;
}
bool same(const KeyCell& left, const KeyCell& right) {
  return left.any == right.any && left.alternatives == right.alternatives && left.texts == right.texts &&
         left.code_set == right.code_set &&
         std::equal(left.ranges.begin(), left.ranges.end(), right.ranges.begin(), right.ranges.end(),
                    [](const KeyRange& a, const KeyRange& b) { return same(a, b); });
}

constexpr const char* growth =
    "use growth\nuse infants\npolicy \"P\" {}\nindication I { 1: as_of >= 2000-01-01; approve }\n";

}  // namespace

TEST_CASE("A chart has the rows of its file, cell for cell") {
  const std::vector<LookupTable> charts = tables(growth, true);
  const std::vector<LookupTable> files = tables(growth, false);
  REQUIRE(charts.size() == 5);
  REQUIRE(files.size() == 5);
  for (std::size_t i = 0; i < charts.size(); ++i) {
    const LookupTable& chart = charts[i];
    const LookupTable& file = files[i];
    INFO(file.name);
    CHECK(chart.name == file.name);
    CHECK(chart.chart != nullptr);
    CHECK(file.chart == nullptr);
    CHECK(chart.complete == file.complete);
    CHECK(chart.otherwise == file.otherwise);
    CHECK(chart.interpolated == file.interpolated);
    CHECK(chart.groups() == file.groups());
    for (std::size_t key = 0; key < file.keys.size(); ++key) CHECK(chart.keys[key].samples == file.keys[key].samples);
    REQUIRE(chart.rows().size() == file.rows().size());
    for (std::size_t row = 0; row < file.rows().size(); ++row) {
      const LookupRow& left = chart.rows()[row];
      const LookupRow& right = file.rows()[row];
      INFO(right.written);
      CHECK(left.written == right.written);
      CHECK(left.outputs == right.outputs);
      CHECK(std::equal(left.cells.begin(), left.cells.end(), right.cells.begin(), right.cells.end(),
                       [](const KeyCell& a, const KeyCell& b) { return same(a, b); }));
    }
  }
}

TEST_CASE("Every table that a module of the standard library reads from a file is a chart") {
  std::size_t from_files = 0;
  for (const StandardFile& file : standard_files()) {
    for (std::size_t at = file.text.find("from \""); at != std::string_view::npos;
         at = file.text.find("from \"", at + 1))
      ++from_files;
  }
  CHECK(standard_charts().size() == from_files);
}

// Such a fact makes the file's cell `male` ambiguous, which is told of the file.
TEST_CASE("A fact that is called as a chart's alternative is told as where the file is read") {
  const std::string policy = std::string("facts { male : male | female }\n") + growth;
  std::vector<Diagnostic> with;
  std::vector<Diagnostic> without;
  tables(policy, true, &with);
  tables(policy, false, &without);
  REQUIRE_FALSE(without.empty());
  REQUIRE(with.size() == without.size());
  for (std::size_t i = 0; i < with.size(); ++i) {
    CHECK(with[i].message == without[i].message);
    CHECK(with[i].file == without[i].file);
    CHECK(with[i].span == without[i].span);
  }
}
