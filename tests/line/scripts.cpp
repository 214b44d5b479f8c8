// line_scripts FILE…: runs the key scripts of tests/line/scripts. Each says which keys are pressed and what then stands
// on the screen of a terminal's emulator; README.md there says how they are written. Every script runs at 40, 80 and
// 200 columns unless it names a size, once with every key drawn and once with all keys there at once.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "sitting.hpp"

namespace {

using crit::line::Editor;
using crit::line::History;
using crit::line::Outcome;
using crit::line::Size;
using line_test::Happening;

using Lines = std::vector<std::string>;
constexpr std::string_view cursor_mark = "▮";

// What is looked at behind some keys, by columns; 0: at all sizes that are not named.
struct Stage {
  std::string keys;
  std::map<std::size_t, Lines> screen, look;
  std::vector<std::string> outcomes;
  bool has_outcomes = false;
  int line = 0;
};

struct Script {
  std::string name, file;
  std::vector<Size> sizes;
  crit::line::Keys mode = crit::line::Keys::emacs;
  crit::line::Prompt prompt{"> ", ". ", {}};
  bool reflows = false;
  bool is_slow = false;  // depends on what was seen: not all keys at once
  Lines history;
  std::vector<Stage> stages;
};

Size size_of(const std::string& text) {
  std::istringstream in(text);
  Size size;
  char sign = 0;
  in >> size.columns >> sign >> size.rows;
  return size;
}

[[noreturn]] void refuse(const std::string& file, int line, const std::string& why) {
  std::cerr << file << ":" << line << ": " << why << "\n";
  std::exit(2);
}

// "screen 40" and "screen".
bool is_of(const std::string& field, const std::string& name, std::size_t& columns) {
  if (field.compare(0, name.size(), name) != 0) return false;
  columns = field.size() > name.size() ? std::stoul(field.substr(name.size())) : 0;
  return true;
}

void read_field(Script& script, const std::string& field, const std::string& value, int line, Lines*& lines) {
  lines = nullptr;
  std::size_t columns = 0;
  Stage* stage = script.stages.empty() ? nullptr : &script.stages.back();
  if (field == "size") {
    script.sizes.push_back(size_of(value));
  } else if (field == "mode") {
    script.mode = value == "vi" ? crit::line::Keys::vi : crit::line::Keys::emacs;
  } else if (field == "prompt") {
    script.prompt.text = line_test::unescaped(value);
  } else if (field == "more") {
    script.prompt.more = line_test::unescaped(value);
  } else if (field == "reflows") {
    script.reflows = true;
  } else if (field == "pace") {
    script.is_slow = value == "slow";
  } else if (field == "history") {
    script.history.push_back(line_test::unescaped(value));
  } else if (field == "keys") {
    if (stage == nullptr || !stage->screen.empty() || !stage->look.empty() || stage->has_outcomes) {
      script.stages.emplace_back().line = line;
      stage = &script.stages.back();
    }
    stage->keys += " " + value;
  } else if (stage == nullptr) {
    refuse(script.file, line, "nothing is pressed yet");
  } else if (is_of(field, "screen", columns)) {
    lines = &stage->screen[columns];
  } else if (is_of(field, "look", columns)) {
    lines = &stage->look[columns];
  } else if (field == "outcome") {
    stage->has_outcomes = true;
    if (value != "none") stage->outcomes.push_back(value);
  } else {
    refuse(script.file, line, "no such field: " + field);
  }
}

std::vector<Script> read_scripts(const std::string& file) {
  std::ifstream in(file);
  if (!in) refuse(file, 0, "cannot be read");
  std::vector<Script> scripts;
  Lines* lines = nullptr;
  std::string text;
  for (int line = 1; std::getline(in, text); ++line) {
    if (text.empty() || text[0] == '#') continue;
    if (text.compare(0, 3, "== ") == 0) {
      scripts.emplace_back().name = text.substr(3);
      scripts.back().file = file;
      lines = nullptr;
      continue;
    }
    if (scripts.empty()) refuse(file, line, "no script begins here");
    if (text[0] == '|') {
      if (lines == nullptr) refuse(file, line, "a line of no screen");
      lines->push_back(text.substr(1));
      continue;
    }
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos) refuse(file, line, "a field has a colon");
    const std::string value = text.substr(std::min(colon + 2, text.size()));
    read_field(scripts.back(), text.substr(0, colon), value, line, lines);
  }
  return scripts;
}

std::string shown(const Outcome& outcome) {
  const std::string text = outcome.text.empty() ? "" : " " + line_test::escaped(outcome.text);
  switch (outcome.kind) {
    case Outcome::entry: return "entry:" + text;
    case Outcome::interrupted: return "interrupted:" + text;
    case Outcome::end_of_input: break;
  }
  return "end of input";
}

void print_lines(const char* title, const Lines& lines) {
  std::cout << "  " << title << ":\n";
  for (const std::string& line : lines) std::cout << "    |" << line << "\n";
}

class Run {
 public:
  Run(const Script& script, Size size, bool at_once)
      : script_(script), terminal_(size, at_once, script.reflows), size_(size), at_once_(at_once) {}

  bool holds();

 private:
  void look(std::size_t number);
  void compare(const char* what, const std::map<std::size_t, Lines>& wanted, const Lines& found, const Stage& stage);
  void fail(const char* what, const Lines& wanted, const Lines& found, const Stage& stage);

  const Script& script_;
  line_test::ToyGuide guide_;
  line_test::ScriptedTerminal terminal_;
  Size size_;
  bool at_once_;
  Lines outcomes_;
  std::size_t looked_ = 0;
  bool holds_ = true;
};

void Run::fail(const char* what, const Lines& wanted, const Lines& found, const Stage& stage) {
  holds_ = false;
  std::cout << script_.file << ":" << stage.line << ": " << script_.name << ": another " << what << " at "
            << size_.columns << "x" << size_.rows << (at_once_ ? ", all keys at once" : "") << "\n";
  print_lines("wanted", wanted);
  print_lines("found", found);
}

void Run::compare(const char* what, const std::map<std::size_t, Lines>& wanted, const Lines& found,
                  const Stage& stage) {
  if (wanted.empty()) return;
  auto lines = wanted.find(size_.columns);
  if (lines == wanted.end()) lines = wanted.find(0);
  if (lines != wanted.end() && lines->second != found) fail(what, lines->second, found, stage);
}

void Run::look(std::size_t number) {
  const Stage& stage = script_.stages[number];
  ++looked_;
  compare("screen", stage.screen, terminal_.screen.lines(cursor_mark), stage);
  compare("look", stage.look, terminal_.screen.looks(), stage);
  if (stage.has_outcomes && stage.outcomes != outcomes_) fail("outcome", stage.outcomes, outcomes_, stage);
  outcomes_.clear();
}

bool Run::holds() {
  for (std::size_t i = 0; i < script_.stages.size(); ++i) {
    std::string problem;
    if (!line_test::append_happenings(terminal_.happenings, script_.stages[i].keys, problem)) {
      refuse(script_.file, script_.stages[i].line, problem);
    }
    terminal_.happenings.push_back({Happening::Kind::look, {}, {}, i});
  }
  terminal_.on_look = [this](std::size_t number) { look(number); };
  History history;
  for (const std::string& entry : script_.history) history.add(entry, entry);
  crit::line::Options options;
  options.keys = script_.mode;
  options.news = [this] { return std::exchange(terminal_.news, std::nullopt); };
  Editor editor(guide_, terminal_, history, options);
  while (!terminal_.happenings.empty()) {
    const Outcome outcome = editor.read(script_.prompt);
    if (looked_ < script_.stages.size() || !terminal_.happenings.empty()) outcomes_.push_back(shown(outcome));
  }
  return holds_;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t scripts = 0, runs = 0, failed = 0;
  for (int i = 1; i < argc; ++i) {
    for (const Script& script : read_scripts(argv[i])) {
      ++scripts;
      std::vector<Size> sizes = script.sizes;
      if (sizes.empty()) sizes = {{40, 24}, {80, 24}, {200, 24}};
      bool holds = true;
      for (const Size size : sizes) {
        for (const bool at_once : {false, true}) {
          if (at_once && script.is_slow) continue;
          ++runs;
          holds = Run(script, size, at_once).holds() && holds;
        }
      }
      if (!holds) ++failed;
    }
  }
  std::cout << scripts << " scripts in " << runs << " runs, " << failed << " failed\n";
  return failed == 0 && scripts > 0 ? 0 : 1;
}
