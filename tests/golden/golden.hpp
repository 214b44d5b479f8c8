// The golden runner's parts: what was expected stands in a file beside its program, and is compared, carets and all,
// with what the command says now. It runs the command in-process, through the public headers only.
//
// It is *not* a place for unit tests: what a program in the language can show is a spec, the rest is Catch2 in
// tests/unit.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "crit/crit.hpp"

namespace golden {

// What came of all comparisons, and whether files are to be rewritten instead of compared.
class Report {
 public:
  Report(bool update, std::filesystem::path root) : update_(update), root_(std::move(root)) {}
  bool update() const { return update_; }
  const std::filesystem::path& root() const { return root_; }
  std::string name_of(const std::filesystem::path& file) const;  // relative to the root, to print

  void pass() { ++passed_; }
  void fail(const std::string& name, const std::string& why);  // prints
  void rewrite(const std::filesystem::path& file, const std::string& text);
  // Compares with the file's text, or with --update rewrites it.
  void compare(const std::filesystem::path& file, const std::string& actual);
  // Prints the totals; the process's exit code.
  int finish() const;

 private:
  bool update_;
  std::filesystem::path root_;
  int passed_ = 0;
  int failed_ = 0;
  int rewritten_ = 0;
};

// ---- files and words
// -------------------------------------------------------------------------------------------------
std::string read_file(const std::filesystem::path& file);  // "" when there is none
std::vector<std::string> split_lines(std::string_view text);
// Words of a command line; '…' and "…" hold blanks together.
std::vector<std::string> split_words(std::string_view line);
// The lines of both with `-` (expected) and `+` (actual) before those that differ, and a few equal ones round them.
std::string difference(std::string_view expected, std::string_view actual);

// ---- running
// ---------------------------------------------------------------------------------------------------------
struct Run {
  std::string out;
  std::string err;
  int code = 0;
};
Run run_crit(const std::vector<std::string>& arguments, const std::filesystem::path& folder);
// As an .out file holds it: stdout, then stderr under a line of its own when there is any, then `exit: N`.
std::string recorded(const Run& run);

// ---- the kinds of golden file
// ---------------------------------------------------------------------------------------- Whether `file` is one of
// `chosen` or inside one of them; nothing chosen: all are.
bool is_chosen(const std::filesystem::path& file, const std::vector<std::filesystem::path>& chosen);

// One run of the command that a golden file records.
struct Case {
  std::filesystem::path program;  // the spec's .crit, the example's .json
  std::filesystem::path out;
  std::vector<std::vector<std::string>> commands;  // run in the program's folder, in this order
};
// tests/spec: `# crit: ARGUMENTS` on the first lines says the commands; the spec's own name stands where `%` does, else
// it is put at the end, or nowhere where `%-` stands. A spec without a command is reported. What specs
// use (modules, folders of versions) stands in folders called `with`.
std::vector<Case> find_specs(Report& report, const std::vector<std::filesystem::path>& chosen);
// examples/NAME/cases/CASE.json, decided by ../NAME.crit; by the versions in .. where there is none.
std::vector<Case> find_examples(Report& report, const std::vector<std::filesystem::path>& chosen);

void check_case(Report& report, const Case& one);
// The tests that stand in the examples' and good specs' policies hold. Those of a folder of versions are run together.
void check_file_tests(Report& report, const std::vector<std::filesystem::path>& chosen);
// An .out whose program is gone.
void check_orphans(Report& report, const std::vector<Case>& cases, const std::vector<std::filesystem::path>& chosen);
// Every member that a case's commands decide, with the program and the options that decide it.
using MemberVisitor = std::function<void(const std::string& facts, const crit::Program&, const crit::Member&, const crit::DecideOptions&)>;
void each_member(const Case& one, const MemberVisitor& visit);
// The decision must not depend on how it is computed: without short-circuit, without explanation.
void check_variants(Report& report, const Case& one);
// Every section and criterion of the examples is reached as met, as not met and as unknown, by their cases and the tests in
// their policies; prints how often. See coverage.cpp.
void check_coverage(Report& report, const std::vector<Case>& examples);
// Every code of the catalogue is shown by some spec.
void check_codes(Report& report);
// Every code has a page for `crit explain`, and the page's examples are what they say; see explain.cpp.
void check_explanations(Report& report);
// Examples, standard library and the blocks of the pages are as `crit fmt` lays them out; see formatted.cpp.
void check_formatted(Report& report, const std::vector<std::filesystem::path>& chosen);
// LANGUAGE.md, and the README.md of the project, of each example and of the standard library.
std::vector<std::filesystem::path> find_pages(const std::filesystem::path& root);
// Every ```crit and ```console block of a page, and its tables; see docs.cpp.
void check_page(Report& report, const std::filesystem::path& page);

}  // namespace golden
