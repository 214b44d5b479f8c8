// fuzz_corpus FOLDER: writes what fuzzing starts from. The seeds are the project's own specs, examples and pages, so none
// is kept in the repository: FOLDER/policy, format, decide, facts, csv, values and line hold one file a seed, FOLDER/crit.dict
// the words of the language for libFuzzer.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include "../line/sitting.hpp"
#include "golden.hpp"
#include "keywords.hpp"
#include "targets.hpp"

namespace fs = std::filesystem;

namespace {

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

std::string flat(std::string name) {
  std::replace(name.begin(), name.end(), '/', '-');
  return name;
}

// The words of a text that a value may be: between quotes, or between blanks.
void collect_values(const std::string& text, std::set<std::string>& values) {
  constexpr std::size_t longest = 40;
  std::string word;
  bool quoted = false;
  const auto take = [&] {
    if (!word.empty() && word.size() <= longest) values.insert(word);
    word.clear();
  };
  for (const char c : text) {
    if (c == '"' || c == '\'') {
      take();
      quoted = !quoted;
    } else if (c == '\n' || (!quoted && (c == ' ' || c == ',' || c == ':' || c == '{' || c == '}' || c == '[' || c == ']'))) {
      take();
      quoted = quoted && c != '\n';
    } else {
      word += c;
    }
  }
  take();
}

// libFuzzer's dictionaries are printable ASCII.
std::string escaped(std::string_view word) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string made = "\"";
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7F) {
      made += {'\\', 'x', digits[byte >> 4U], digits[byte & 0xFU]};
    } else {
      if (c == '"' || c == '\\') made += '\\';
      made += c;
    }
  }
  return made + "\"\n";
}

std::string dictionary() {
  std::string made = "# Written by fuzz_corpus from keywords.def and the punctuation of the grammar.\n";
  for (const std::string& word : crit::all_keywords()) made += escaped(word) + escaped(word + " ");
  for (const char* word :
       {"<=", ">=", "≤", "≥", " { ", " }", "\n  ", "..", "*", " | ", " : ", "\"", "#", "as_of", "count ", "count distinct ",
        "earlier_of(", "later_of(", "first_known(", "known(", "missing(", "round(", "years(", "days(", "min(", "max(",
        "lower_of(", "higher_of(", "2022-09-30", "2022-02", "1 year 6 months", "90 days", " mg/kg/dose", " %", " kg", " cm",
        " Cel", " 'a'", "E34.321", "E10*", "\"complete\": true", "\"value\": ", "\"date\": \"2022-05-01\"", "\"start\": ",
        "\"end\": \"ongoing\"", "\"as_of\": ", "null", "true", "[]", "{}", "\n%%\n", "\xEF\xBB\xBF", "\r\n", "\\n",
        "icd10", "rxnorm", "yes_no", "text", "date", "duration", "number", "experimental"}) {
    made += escaped(word);
  }
  return made;
}

// The keys of each script of the line editor, as a terminal sends them; in both kinds of keys.
void write_typing(const fs::path& folder) {
  std::size_t count = 0;
  for (const auto& file : fs::directory_iterator(fs::path(CRIT_SOURCE_DIR) / "tests/line/scripts")) {
    if (file.path().extension() != ".keys") continue;
    std::ifstream in(file.path());
    for (std::string text; std::getline(in, text);) {
      if (text.rfind("keys: ", 0) != 0) continue;
      std::deque<line_test::Happening> happenings;
      std::string problem, bytes(1, static_cast<char>(count % 16));
      line_test::append_happenings(happenings, std::string_view(text).substr(6), problem);
      for (const line_test::Happening& one : happenings) {
        bytes += one.kind == line_test::Happening::Kind::quiet ? "\xF8" : one.bytes;
      }
      write(folder / std::to_string(count++), bytes);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: fuzz_corpus FOLDER\n";
    return 2;
  }
  const fs::path folder = argv[1];
  golden::Report report(false, fs::canonical(CRIT_SOURCE_DIR));
  std::vector<golden::Case> cases = golden::find_specs(report, {});
  for (golden::Case& one : golden::find_examples(report, {})) cases.push_back(std::move(one));
  for (const char* target : {"policy", "format", "decide", "facts", "csv", "values", "line"}) fs::remove_all(folder / target);

  std::set<std::string> values;
  for (const golden::Case& one : cases) {
    // A policy that is refused for its size takes as long as a thousand others: its neighbours would be all that is tried.
    if (golden::read_file(one.out).find("[E0413]") != std::string::npos) continue;
    const std::string name = flat(report.name_of(one.program));
    std::string policy;
    std::vector<std::string> facts;
    for (const std::vector<std::string>& command : one.commands) {
      for (const std::string& word : command) {
        const fs::path file = one.program.parent_path() / word;
        if (word.ends_with(".crit") && policy.empty()) policy = golden::read_file(file);
        if (!word.ends_with(".crit") && fs::is_regular_file(file)) facts.push_back(golden::read_file(file));
      }
    }
    write(folder / "policy" / name, policy);
    write(folder / "format" / name, policy);
    collect_values(policy, values);
    for (std::size_t i = 0; i < facts.size(); ++i) {
      const std::string numbered = name + "." + std::to_string(i);
      if (name.find("csv") != std::string::npos) {
        write(folder / "csv" / numbered, facts[i]);
        continue;
      }
      write(folder / "facts" / numbered, facts[i]);
      write(folder / "decide" / numbered, policy + std::string(fuzz::facts_separator) + facts[i]);
      collect_values(facts[i], values);
    }
  }
  // Ten a file, in order: neighbours are reckoned with each other.
  std::string lines;
  std::size_t count = 0;
  for (const std::string& value : values) {
    lines += value + '\n';
    if (++count % 10 != 0 && count != values.size()) continue;
    write(folder / "values" / std::to_string(count / 10), lines);
    lines.clear();
  }
  write_typing(folder / "line");
  write(folder / "crit.dict", dictionary());
  std::cout << cases.size() << " specs and examples, " << values.size() << " values\n";
  return 0;
}
