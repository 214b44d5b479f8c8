// Advice that says what to write can be written: of each message that the specs show, what stands behind "write" is put into
// its place, and must leave fewer errors than were there, and none where it stands.
//
// Where in the line it belongs the message does not say to a program, so each stretch of whole words round the place of the message
// is tried, the narrowest first. What stands for something (`…`, LIST, DATE) cannot be tried.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "crit/crit.hpp"
#include "read_file.hpp"

namespace {

namespace fs = std::filesystem;

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || static_cast<unsigned char>(c) >= 0x80U; }

// What is said to be written, where it is all written out.
std::vector<std::string> replacements(const crit::Diagnostic& diagnostic) {
  std::vector<std::string> made;
  for (const std::string& help : diagnostic.help) {
    constexpr std::string_view front = "write `";
    if (help.compare(0, front.size(), front) != 0) continue;
    const std::size_t end = help.find('`', front.size());
    if (end == std::string::npos) continue;
    const std::string text = help.substr(front.size(), end - front.size());
    if (text.find("…") != std::string::npos) continue;
    std::size_t capitals = 0;  // YYYY, LIST: not a code such as J45, nor a label
    bool stands_for = false;
    for (const char c : text) {
      capitals = c >= 'A' && c <= 'Z' ? capitals + 1 : 0;
      stands_for = stands_for || capitals >= 3;
    }
    if (!stands_for) made.push_back(text);
  }
  return made;
}

crit::LoadedFile load(const std::string& from, const std::string& path) {
  crit::LoadedFile file;
  file.name = (fs::path(from).parent_path() / path).lexically_normal().string();
  std::error_code error;
  if (!fs::is_regular_file(file.name, error)) return file;
  file.state = crit::LoadedFile::State::found;
  file.text = read(file.name);
  return file;
}

struct Compiled {
  std::vector<crit::Diagnostic> errors;  // of the file itself
};

Compiled compile(const std::string& name, const std::string& text, const crit::FileLoader& loader) {
  Compiled made;
  const crit::Result<crit::Program> program = crit::Engine().compile({name, text}, loader);
  if (program) return made;
  for (const crit::Diagnostic& one : program.error()) {
    if (one.severity == crit::Severity::error) made.errors.push_back(one);
  }
  return made;
}

// Where words begin or end from the line of `from` to the line of `to`.
std::vector<std::size_t> edges(const std::string& text, std::size_t from, std::size_t to, bool begins) {
  std::size_t first = from;
  while (first > 0 && text[first - 1] != '\n') --first;
  std::size_t last = to;
  while (last < text.size() && text[last] != '\n') ++last;
  std::vector<std::size_t> made;
  for (std::size_t i = first; i <= last; ++i) {
    const bool blank_before = i == first || text[i - 1] == ' ';
    const bool blank_behind = i == last || text[i] == ' ';
    const bool inside = i > first && i < last && is_word(text[i - 1]) && is_word(text[i]);
    if (inside || (begins ? blank_behind : blank_before)) continue;
    if (begins ? i <= from : i >= to) made.push_back(i);
  }
  made.push_back(begins ? from : to);
  std::sort(made.begin(), made.end());
  made.erase(std::unique(made.begin(), made.end()), made.end());
  if (begins) std::reverse(made.begin(), made.end());
  return made;
}

bool is_accepted(const std::string& name, const std::string& text, const crit::Diagnostic& diagnostic, const std::string& replacement, std::size_t errors, const crit::FileLoader& loader) {
  const std::vector<std::size_t> begins = edges(text, diagnostic.span.begin, diagnostic.span.end, true);
  const std::vector<std::size_t> ends = edges(text, diagnostic.span.begin, diagnostic.span.end, false);
  for (std::size_t wider = 0; wider < begins.size() + ends.size(); ++wider) {
    for (std::size_t i = 0; i <= wider && i < begins.size(); ++i) {
      if (wider - i >= ends.size()) continue;
      const std::size_t begin = begins[i];
      const std::size_t end = ends[wider - i];
      std::string changed = text;
      const bool apart_before = begin > 0 && begin == end && is_word(text[begin - 1]);
      const std::string put = (apart_before ? " " : "") + replacement;
      changed.replace(begin, end - begin, put);
      const Compiled after = compile(name, changed, loader);
      const bool clean = std::none_of(after.errors.begin(), after.errors.end(), [&](const crit::Diagnostic& one) {
        return one.file == name && one.span.begin < begin + put.size() && one.span.end > begin;
      });
      if (clean && after.errors.size() < errors) return true;
    }
  }
  return false;
}

// What cannot be tried so, and why. Specs by their folder and name, and the code.
const std::map<std::string, std::string> not_tried{
};

}  // namespace

TEST_CASE("what a message says to write can be written in its place") {
  const fs::path specs = fs::path(CRIT_SOURCE_DIR) / "tests/spec";
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(specs)) {
    if (entry.path().extension() == ".crit" && entry.path().parent_path().filename() == "bad") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::size_t tried = 0;
  std::set<std::string> excused;
  for (const fs::path& file : files) {
    const std::string name = fs::relative(file, specs).string();
    const std::string text = read(file);
    if (text.find("--versions") != std::string::npos || text.find("# crit:") != 0) continue;
    const crit::FileLoader loader = load;
    const Compiled before = compile(file.string(), text, loader);
    if (before.errors.empty() || before.errors.size() > 60) continue;
    for (const crit::Diagnostic& diagnostic : before.errors) {
      if (diagnostic.file != file.string()) continue;
      for (const std::string& replacement : replacements(diagnostic)) {
        ++tried;
        const std::string key = name + " " + diagnostic.code + " " + replacement;
        if (not_tried.count(key) != 0) {
          excused.insert(key);
          continue;
        }
        INFO(key);
        CHECK(is_accepted(file.string(), text, diagnostic, replacement, before.errors.size(), loader));
      }
    }
  }
  CHECK(tried > 100);
  for (const auto& [key, why] : not_tried) {
    INFO(key);
    CHECK(excused.count(key) == 1);
  }
}
