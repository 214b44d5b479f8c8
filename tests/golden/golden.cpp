// golden [--update | --variants | --coverage | --codes | --explain | --fmt [--update]] [PATH…]
//
// Compares every spec under tests/spec, every case of the examples, and the blocks and tables of LANGUAGE.md and the
// README.md of the project, its examples and its standard library with what crit says now; PATHs (files or folders) choose
// among them. --update rewrites what was expected: read the diff before you commit it. --variants decides specs and examples in other ways, which must not matter.
// --coverage lists how often each criterion of the examples is reached as met, not met and unknown, and fails for a zero.
// --codes asks that each diagnostic of the catalogue is shown by a spec, --explain that each has a page for `crit explain`
// whose examples hold. --fmt asks that examples, standard library and the blocks of those pages are formatted; with --update it
// formats them.
#include "golden.hpp"

#include <iostream>

namespace {

namespace fs = std::filesystem;

int usage() {
  std::cerr << "usage: golden [--update | --variants | --coverage | --codes | --explain | --fmt [--update]] [PATH…]\n";
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  std::string mode;
  bool updates = false;  // what --fmt asks for
  std::vector<fs::path> chosen;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--update" && mode == "--fmt") {
      updates = true;
    } else if (word == "--fmt" || word == "--update" || word == "--variants" || word == "--coverage" || word == "--codes" || word == "--explain") {
      if (!mode.empty()) return usage();
      mode = word;
    } else if (word.starts_with("-")) {
      return usage();
    } else {
      chosen.push_back(fs::weakly_canonical(word));
    }
  }

  golden::Report report(mode == "--update" || updates, fs::canonical(CRIT_SOURCE_DIR));
  if (mode == "--fmt") {
    golden::check_formatted(report, chosen);
    return report.finish();
  }
  if (mode == "--codes" || mode == "--explain") {
    mode == "--codes" ? golden::check_codes(report) : golden::check_explanations(report);
    return report.finish();
  }
  if (mode == "--coverage") {
    golden::check_coverage(report, golden::find_examples(report, chosen));
    return report.finish();
  }
  std::vector<golden::Case> cases = golden::find_specs(report, chosen);
  for (golden::Case& one : golden::find_examples(report, chosen)) cases.push_back(std::move(one));
  for (const golden::Case& one : cases) {
    if (mode == "--variants") {
      golden::check_variants(report, one);
    } else {
      golden::check_case(report, one);
    }
  }
  if (mode != "--variants") {
    golden::check_orphans(report, cases, chosen);
    golden::check_file_tests(report, chosen);
    for (const fs::path& page : golden::find_pages(report.root())) {
      if (golden::is_chosen(page, chosen)) golden::check_page(report, page);
    }
  }
  return report.finish();
}
