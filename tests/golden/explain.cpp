// The pages of `crit explain`: every code of the catalogue has one, its wrong example gives that code and no other, its
// right one none. grammar/explain/README.md says how a page is written.
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "crit/crit.hpp"
#include "diagnostics.hpp"
#include "golden.hpp"

namespace golden {

namespace fs = std::filesystem;

namespace {

struct Shapeless {
  std::string_view code;
  std::string_view why;
};
constexpr Shapeless without_example[] = {
    {"E0000", "crit's own mistake: no policy is known that brings it about"},
    {"E0002", "wants a file of 256 MiB"},
    {"E0526", "of the C++ API: unit/host_test.cpp shows it"},
    {"E0527", "of the C++ API: unit/host_test.cpp shows it"},
    {"E0528", "wants a clock: unit/host_test.cpp shows it"},
    {"E0529", "wants large facts: unit/host_test.cpp shows it"},
    {"E0540", "of a session: unit/session_test.cpp shows it"},
    {"E0541", "of a session: unit/session_test.cpp shows it"},
    {"E0107", "wants 200 parentheses"},
    {"E0413", "wants 100,000 criteria"},
    {"E0440", "wants 65 kinds of sources"},
    {"E0504", "wants 64 brackets"},
    {"E0520", "wants a fact file of several hundred kilobytes"},
    {"E0521", "stands beside E0501"},
    {"E0522", "stands beside E0501"},
    {"E0523", "stands beside E0501"},
    {"E0524", "wants a value of 256 MiB"},
    {"W0519", "stands beside E0501"},
};

using Codes = std::set<std::string>;

std::string listed(const Codes& codes) {
  std::string made;
  for (const std::string& code : codes) made += (made.empty() ? "" : " ") + code;
  return made.empty() ? "nothing" : made;
}

// ⟨E9⟩ is the byte E9.
std::string with_bytes(std::string text) {
  static constexpr std::string_view open = "⟨";
  static constexpr std::string_view close = "⟩";
  for (std::size_t at = text.find(open); at != std::string::npos; at = text.find(open, at + 1)) {
    const std::size_t end = text.find(close, at);
    if (end == std::string::npos) break;
    const int byte = std::stoi(text.substr(at + open.size(), end - at - open.size()), nullptr, 16);
    text.replace(at, end + close.size() - at, 1, static_cast<char>(byte));
  }
  return text;
}

class Explanations {
 public:
  explicit Explanations(Report& report)
      : report_(report),
        folder_(report.root() / "grammar/explain"),
        context_(read_file(folder_ / "context.crit")),
        work_(fs::temp_directory_path() / ("crit-explain-" + std::to_string(getpid()))) {
    fs::create_directories(work_);
    const auto write = [&](const char* name, std::string_view text) { std::ofstream(work_ / name) << text; };
    write("policy.crit", context_);
    write("facts.json", R"({ "id": "ana", "as_of": "2022-10-01", "hospice": false })");
    write("no_date.json", R"({ "id": "ana", "hospice": false })");
    write("undated.json", R"({ "id": "ana", "as_of": "2022-10-01", "hospice": false, "hba1c": [{ "value": "7.4 %" }] })");
    write("backwards.json", R"({ "id": "ana", "as_of": "2022-10-01", "hospice": false, "medication": [{ "start": "2022-05-01", "end": "2022-03-01" }] })");
    write("no_value.json", R"({ "id": "ana", "as_of": "2022-10-01", "specialty": "N/A" })");
    write("other_field.json", R"({ "id": "ana", "as_of": "2022-10-01", "hospise": false })");
  }
  ~Explanations() { fs::remove_all(work_); }
  Explanations(const Explanations&) = delete;
  Explanations& operator=(const Explanations&) = delete;

  void check(std::string_view code) {
    const fs::path file = folder_ / (std::string(code) + ".md");
    const std::string name = report_.name_of(file);
    if (!fs::exists(file)) {
      report_.fail(name, "there is no page of " + std::string(code) + "; grammar/explain/README.md says how one is written");
      return;
    }
    const std::vector<std::string> lines = split_lines(read_file(file));
    if (lines.empty() || lines.front() != "# " + std::string(code)) report_.fail(name, "its heading is not the code");
    if (std::none_of(lines.begin(), lines.end(), [](const std::string& line) {
          return !line.empty() && line[0] != '#' && line[0] != '`';
        })) {
      report_.fail(name, "it says nothing in words");
    }
    std::set<std::string> seen;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (!lines[i].starts_with("```")) continue;
      const std::vector<std::string> info = split_words(std::string_view(lines[i]).substr(3));
      std::string body;
      for (++i; i < lines.size() && !lines[i].starts_with("```"); ++i) body += lines[i] + '\n';
      check_example(name, std::string(code), info, body, seen);
    }
    const bool shapeless = std::any_of(std::begin(without_example), std::end(without_example),
                                       [&](const Shapeless& one) { return one.code == code; });
    if (shapeless != seen.empty() || (!shapeless && seen.size() != 2)) {
      report_.fail(name, shapeless ? "it has an example: take it from the list of those that can have none"
                                   : "it wants one wrong and one right example");
    } else {
      report_.pass();
    }
  }

 private:
  void check_example(const std::string& name, const std::string& code, const std::vector<std::string>& info,
                     const std::string& body, std::set<std::string>& seen) {
    if (info.size() < 2 || (info[1] != "wrong" && info[1] != "right")) {
      report_.fail(name, "an example begins with what it is and `wrong` or `right`");
      return;
    }
    seen.insert(info[1]);
    const Codes wanted = info[1] == "wrong" ? Codes{code} : Codes{};
    const std::string text = with_bytes(body);
    Codes given;
    if (info[0] == "crit" && info.size() > 2 && info[2] == "files") {
      given = codes_of_files(text);
    } else if (info[0] == "crit") {
      given = codes_of_policy(text, info.size() > 2 ? info[2] : "");
    } else if (info[0] == "json") {
      given = codes_of_facts(text);
    } else if (info[0] == "csv") {
      given = codes_of_csv(text);
    } else if (info[0] == "command") {
      given = codes_of_command(text);
    } else {
      report_.fail(name, "`" + info[0] + "` is no kind of example");
      return;
    }
    if (code != "W0609") given.erase("W0609");  // a few lines of a policy leave much unused
    if (given != wanted) report_.fail(name, "its " + info[1] + " example gives " + listed(given) + ", not " + listed(wanted));
  }

  // Of what stands in the context, only what is said of the example counts.
  Codes codes_of_policy(const std::string& text, const std::string& place) const {
    std::string policy = place.empty() ? "" : context_;
    const std::size_t begin = policy.size();
    policy += place == "criteria" ? "indication EX \"Example\" {\n" + text + "  approve\n}\n" : text;
    const crit::Result<crit::Program> program = crit::Engine().compile({"policy.crit", policy});
    Codes codes;
    for (const crit::Diagnostic& one : program ? program->warnings() : program.error()) {
      if (one.span.end >= begin) codes.insert(one.code);
    }
    if (program) add_failures(*program, codes);
    return codes;
  }

  static void add_failures(const crit::Program& program, Codes& codes) {
    for (const crit::TestResult& test : program.run_tests()) {
      for (const crit::Diagnostic& one : test.failures) codes.insert(one.code);
    }
  }

  // Several files, each below a line `# NAME.crit` or `# NAME.csv`.
  static Codes codes_of_files(const std::string& text) {
    std::vector<crit::SourceText> files;
    std::vector<crit::SourceText> policies;
    for (const std::string& line : split_lines(text)) {
      const bool table = line.ends_with(".csv");
      if (line.starts_with("# ") && (table || line.ends_with(".crit"))) files.push_back({line.substr(2), ""});
      if (files.empty()) return {"no file's name"};
      if (!line.starts_with("# ") || !table) files.back().text += line + '\n';
    }
    for (const crit::SourceText& file : files) {
      if (file.name.ends_with(".crit")) policies.push_back(file);
    }
    const crit::FileLoader loader = [&files](const std::string&, const std::string& path) {
      crit::LoadedFile loaded;
      loaded.name = path;
      for (const crit::SourceText& file : files) {
        if (file.name != path) continue;
        loaded.state = crit::LoadedFile::State::found;
        loaded.text = file.text;
      }
      return loaded;
    };
    const crit::Result<crit::Program> program = crit::Engine().compile_versions(policies, loader);
    Codes codes;
    for (const crit::Diagnostic& one : program ? program->warnings() : program.error()) codes.insert(one.code);
    return codes;
  }

  Codes codes_of_facts(const std::string& text) const {
    const crit::Result<crit::Program> program = crit::Engine().compile({"context.crit", context_});
    Codes codes;
    if (!program) return {"a context that does not compile"};
    crit::ReadOptions read;
    if (text.find("as_of") == std::string::npos) read.as_of = "2022-10-01";
    for (const crit::Member& member : program->read_members({"facts.json", text}, read)) {
      for (const crit::Diagnostic& one : member.diagnostics()) codes.insert(one.code);
      if (!member.has_expectation()) continue;
      for (const crit::Diagnostic& one : program->test(member).failures) codes.insert(one.code);
    }
    return codes;
  }

  // Members in CSV; below a line `# LIST.csv` the items of that list.
  Codes codes_of_csv(const std::string& text) const {
    const crit::Result<crit::Program> program = crit::Engine().compile({"context.crit", context_});
    if (!program) return {"a context that does not compile"};
    std::vector<crit::SourceText> files{{"members.csv", ""}};
    for (const std::string& line : split_lines(text)) {
      const bool begins = line.starts_with("# ") && line.ends_with(".csv");
      if (begins) files.push_back({line.substr(2, line.size() - 6), ""});
      else files.back().text += line + '\n';
    }
    crit::ReadOptions read;
    read.as_of = "2022-10-01";
    read.format = crit::FactsFormat::csv;
    crit::MemberReader reader = program->reader(files.front().name, read);
    for (std::size_t i = 1; i < files.size(); ++i) reader.add_list(files[i].name, files[i]);
    reader.feed(files.front().text);
    reader.finish();
    Codes codes;
    while (const std::optional<crit::Member> member = reader.next()) {
      for (const crit::Diagnostic& one : member->diagnostics()) codes.insert(one.code);
    }
    return codes;
  }

  Codes codes_of_command(const std::string& text) const {
    const std::vector<std::string> words = split_words(split_lines(text).front());
    const Run run = run_crit({words.begin() + 1, words.end()}, work_);
    Codes codes;
    for (std::size_t at = run.err.find('['); at != std::string::npos; at = run.err.find('[', at + 1)) {
      const std::size_t end = run.err.find(']', at);
      if (end == at + 6) codes.insert(run.err.substr(at + 1, 5));
    }
    if (run.code == 2) codes.insert("a command line that cannot be read");
    return codes;
  }

  Report& report_;
  fs::path folder_;
  std::string context_;
  fs::path work_;
};

}  // namespace

void check_explanations(Report& report) {
  Explanations explanations(report);
  std::set<std::string> codes;
  for (const crit::MistakeInfo& mistake : crit::all_mistakes()) {
    explanations.check(mistake.code);
    codes.insert(std::string(mistake.code));
  }
  for (const auto& entry : fs::directory_iterator(report.root() / "grammar/explain")) {
    const fs::path file = entry.path();
    if (file.extension() != ".md" || file.stem() == "README" || codes.count(file.stem().string()) != 0) continue;
    report.fail(report.name_of(file), "the catalogue has no such code; remove it");
  }
}

}  // namespace golden
