// Reading, running, comparing, and saying what differs.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "command.hpp"
#include "golden.hpp"

namespace golden {

namespace fs = std::filesystem;

std::string read_file(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
}

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::vector<std::string> split_words(std::string_view line) {
  std::vector<std::string> words;
  bool inside = false;
  char quote = '\0';
  for (const char c : line) {
    if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
      } else {
        words.back() += c;
      }
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\r') {
      inside = false;
      continue;
    }
    if (!inside) words.emplace_back();
    inside = true;
    if (c == '"' || c == '\'') {
      quote = c;
    } else {
      words.back() += c;
    }
  }
  return words;
}

// ---- difference
// ------------------------------------------------------------------------------------------------------
namespace {

// How many lines the longest common run of a[i..] and b[j..] has, for every i and j.
std::vector<std::vector<std::size_t>> common_lengths(const std::vector<std::string>& a,
                                                     const std::vector<std::string>& b) {
  std::vector<std::vector<std::size_t>> length(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      length[i][j] = a[i] == b[j] ? length[i + 1][j + 1] + 1 : std::max(length[i + 1][j], length[i][j + 1]);
    }
  }
  return length;
}

// All lines of both in order, each with `-`, `+` or a blank before it.
std::vector<std::string> marked_lines(const std::vector<std::string>& expected,
                                      const std::vector<std::string>& actual) {
  constexpr std::size_t longest =
      4000;  // beyond it the table would not fit; such outputs are shown one after the other
  std::vector<std::string> marked;
  std::size_t i = 0;
  std::size_t j = 0;
  if (expected.size() <= longest && actual.size() <= longest) {
    const auto length = common_lengths(expected, actual);
    while (i < expected.size() && j < actual.size()) {
      if (expected[i] == actual[j]) {
        marked.push_back("  " + expected[i++]);
        ++j;
      } else if (length[i + 1][j] >= length[i][j + 1]) {
        marked.push_back("- " + expected[i++]);
      } else {
        marked.push_back("+ " + actual[j++]);
      }
    }
  }
  while (i < expected.size()) marked.push_back("- " + expected[i++]);
  while (j < actual.size()) marked.push_back("+ " + actual[j++]);
  return marked;
}

}  // namespace

std::string difference(std::string_view expected, std::string_view actual) {
  constexpr std::size_t context = 3;  // equal lines shown round a change
  const std::vector<std::string> marked = marked_lines(split_lines(expected), split_lines(actual));
  std::vector<bool> shown(marked.size());
  for (std::size_t i = 0; i < marked.size(); ++i) {
    if (marked[i][0] == ' ') continue;
    const std::size_t end = std::min(marked.size(), i + context + 1);
    for (std::size_t near = i < context ? 0 : i - context; near < end; ++near) shown[near] = true;
  }
  std::string text;
  for (std::size_t i = 0; i < marked.size(); ++i) {
    if (shown[i]) {
      text += "    " + marked[i] + '\n';
    } else if (i == 0 || shown[i - 1]) {
      text += "    …\n";
    }
  }
  return text.empty() ? "    (only the last line end differs)\n" : text;
}

// ---- running
// ---------------------------------------------------------------------------------------------------------
Run run_crit(const std::vector<std::string>& arguments, const fs::path& folder) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  crit::command::Context context;
  context.cwd = folder;
  Run run;
  run.code = crit::command::run_command(arguments, in, out, err, context);
  run.out = out.str();
  run.err = err.str();
  return run;
}

std::string recorded(const Run& run) {
  std::string text = run.out;
  if (!run.err.empty()) text += "--- stderr ---\n" + run.err;
  return text + "exit: " + std::to_string(run.code) + '\n';
}

// ---- the report
// ------------------------------------------------------------------------------------------------------
std::string Report::name_of(const fs::path& file) const { return file.lexically_relative(root_).generic_string(); }

void Report::fail(const std::string& name, const std::string& why) {
  ++failed_;
  std::cout << "FAIL " << name << ": " << why << (why.ends_with('\n') ? "" : "\n");
}

void Report::rewrite(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
  if (read_file(file) != text) return fail(name_of(file), "cannot be written");
  ++rewritten_;
  std::cout << "rewritten " << name_of(file) << '\n';
}

void Report::compare(const fs::path& file, const std::string& actual) {
  const bool exists = fs::exists(file);
  const std::string expected = read_file(file);
  if (exists && expected == actual) return pass();
  if (update_) return rewrite(file, actual);
  if (!exists) return fail(name_of(file), "is missing; golden --update writes it. Now:\n" + difference("", actual));
  fail(name_of(file), "- expected, + now\n" + difference(expected, actual));
}

int Report::finish() const {
  std::cout << "golden: " << passed_ << " as expected, " << failed_ << " not";
  if (rewritten_ != 0) std::cout << ", " << rewritten_ << " rewritten";
  std::cout << '\n';
  if (failed_ == 0 && passed_ == 0 && rewritten_ == 0) {
    std::cout << "nothing was chosen\n";
    return 1;
  }
  return failed_ == 0 ? 0 : 1;
}

}  // namespace golden
