// crit.hpp's Engine: gather (parse -> build, for each file) -> check -> lower -> verify, in that order, for each version.
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <limits>
#include <map>
#include <new>
#include <optional>
#include <set>
#include <utility>

#include "ast_print.hpp"
#include "build.hpp"
#include "check.hpp"
#include "crit/terminal.hpp"
#include "diagnostics.hpp"
#include "disassemble.hpp"
#include "libraries.hpp"
#include "lower.hpp"
#include "make_plan.hpp"
#include "near.hpp"
#include "parse.hpp"
#include "program.hpp"
#include "render.hpp"
#include "standard.hpp"
#include "standard_charts.hpp"
#include "verify.hpp"

namespace crit {

std::string_view version() { return CRIT_VERSION; }

// ---- the standard library ------------------------------------------------------------------------------------------

namespace {

const Chart* standard_chart(std::string_view declaration) {
  const std::span<const Chart> all = standard_charts();
  const auto place =
      std::find_if(all.begin(), all.end(), [&](const Chart& chart) { return chart.declaration == declaration; });
  return place == all.end() ? nullptr : &*place;
}

// The first sentence of the comment at a module's head, without its stop.
std::string summary_of(std::string_view text) {
  std::string summary;
  while (text.substr(0, 2) == "# ") {
    const std::string_view line = text.substr(2, text.find('\n') - 2);
    summary += (summary.empty() ? "" : " ") + std::string(line);
    text.remove_prefix(std::min(line.size() + 3, text.size()));
  }
  summary += ' ';
  return summary.substr(0, summary.find(". "));
}

std::vector<std::string> module_names() {
  std::vector<std::string> names;
  for (const StandardModule& module : standard_modules()) names.emplace_back(module.name);
  return names;
}

void note_facts(const std::vector<ast::FactDecl>& facts, const std::string& prefix, const std::string& module, std::map<std::string, std::string>& names) {
  for (const ast::FactDecl& fact : facts) {
    names.emplace(prefix + fact.name.text, module);
    if (fact.is_group) note_facts(fact.members, prefix + fact.name.text + ".", module, names);
  }
}

// What the modules declare, for who forgot a `use`: read once, when first asked.
std::map<std::string, std::string> standard_names() {
  std::map<std::string, std::string> names;
  for (const StandardModule& one : standard_modules()) {
    const std::string module(one.name);
    Diagnostics found(module);  // what a module lacks is told where it is used
    const Source source(module, std::string(one.text));
    const ast::File made = build(source, parse(source, found), found);
    for (const ast::Facts& facts : made.facts) note_facts(facts.declarations, "", module, names);
    for (const ast::Define& define : made.defines) names.emplace(define.name.text, module);
    for (const ast::Codes& codes : made.codes) names.emplace(codes.name.text, module);
    for (const ast::SourceGroup& group : made.source_groups) names.emplace("sources " + group.name.text, module);
    for (const ast::Table& table : made.tables) names.emplace(table.name.text, module);
  }
  return names;
}

}  // namespace

Libraries libraries(const FileLoader& beside, const std::string& root) {
  return {beside, standard_file, module_names(), standard_chart, root};
}

std::string standard_module_of(const std::string& name) {
  static const std::map<std::string, std::string> names = standard_names();
  const auto found = names.find(name);
  return found == names.end() ? "" : found->second;
}

const std::vector<StandardModule>& standard_modules() {
  static const std::vector<StandardModule> modules = [] {
    std::vector<StandardModule> made;
    for (const StandardFile& file : standard_files()) {
      if (file.name.ends_with(".crit"))
        made.push_back({file.name.substr(0, file.name.size() - 5), file.text, summary_of(file.text)});
    }
    std::sort(made.begin(), made.end(), [](const StandardModule& a, const StandardModule& b) { return a.name < b.name; });
    return made;
  }();
  return modules;
}

// ---- diagnostics ---------------------------------------------------------------------------------------------------

namespace {

// Finds the texts that diagnostics speak of; of the standard library, too.
class Texts {
 public:
  explicit Texts(const std::vector<SourceText>& sources) : given_(sources) {}
  const Source* operator()(const std::string& name) {
    for (const Source& source : known_) {
      if (source.name() == name) return &source;
    }
    for (const SourceText& source : given_) {
      if (source.name == name) return &known_.emplace_back(source.name, source.text, Source::Start{source.first_line, source.first_column, source.first_byte});
    }
    if (name.rfind("stdlib/", 0) == 0) {
      LoadedFile file = standard_file("", name.substr(7));
      if (file.state == LoadedFile::State::found) return &known_.emplace_back(file.name, std::move(file.text));
    }
    return nullptr;
  }

 private:
  const std::vector<SourceText>& given_;
  std::deque<Source> known_;
};

}  // namespace

std::string render_text(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& sources, bool color) {
  return render_text(diagnostics, sources, color, 0);
}

std::string render_text(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& sources, bool color,
                        std::size_t columns) {
  Texts texts(sources);
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += render(diagnostic, std::ref(texts), color, columns);
  return text;
}

std::string render_json(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& sources) {
  Texts texts(sources);
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += render_json(diagnostic, std::ref(texts)) + "\n";
  return text;
}

const std::vector<CodeSummary>& diagnostic_codes() {
  static const std::vector<CodeSummary> codes = [] {
    std::vector<CodeSummary> made;
    for (const MistakeInfo& one : all_mistakes()) made.push_back({one.code, one.severity, one.summary});
    return made;
  }();
  return codes;
}

// ---- compiling -----------------------------------------------------------------------------------------------------

FileLoader careful(const FileLoader& loader, Meter* meter) {
  if (!loader) return {};
  return [&loader, meter](const std::string& from, const std::string& path) -> LoadedFile {
    LoadedFile failed;
    failed.state = LoadedFile::State::unreadable;
    failed.why = "the program that reads files failed";
    try {
      LoadedFile file = loader(from, path);
      if (meter != nullptr) meter->spend(file.text.size());
      return file;
    } catch (const Stop&) {
      throw;
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& problem) {
      failed.why += fmt::format(": {}", problem.what());
    } catch (...) {
    }
    return failed;
  };
}

namespace {

// What a file given for compiling is for.
struct Role {
  std::vector<std::string> policies;  // the names of its `policy` headers
  std::vector<ast::Word> amended;     // the policies that it amends
  std::optional<Span> test;           // its first test, or what was to be one and cannot be read
  std::optional<Span> criterion;      // its first indication or the like
  std::optional<Span> lost;           // an item that cannot be read, and may have been a header, criteria or an amendment
  bool declares = false;              // facts, codes and the like
  std::vector<Diagnostic> faults;     // why it cannot be read

  bool holds_tests_only() const { return policies.empty() && amended.empty() && test && !criterion && !lost && !declares; }
  // A file of amendments or of tests stands beside every version.
  bool stands_beside() const { return holds_tests_only() || (policies.empty() && !amended.empty()); }
  // Without a header, and yet a part of what decides.
  bool is_headless() const { return policies.empty() && (criterion || lost); }
};

// What begins so was to be, though it cannot be read.
std::string item_meant(std::string_view text) {
  static const std::vector<std::string> items{"policy", "amend", "indication", "exclusion", "referral", "common", "otherwise",
                                              "test", "use", "facts", "codes", "sources", "units", "table", "define"};
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const std::string_view word = text.substr(0, static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_letter) - text.begin()));
  return nearest(word, items);
}

Role role_of(const SourceText& text) {
  const Source source(text.name, text.text);
  Diagnostics found(text.name);
  const Tree tree = parse(source, found);
  const ast::File file = build(source, tree, found);
  Role role;
  for (const ast::Policy& policy : file.policies) role.policies.push_back(policy.name.text);
  for (const ast::Amend& amend : file.amends) role.amended.push_back(amend.policy);
  if (!file.tests.empty()) role.test = file.tests.front().name.span;
  if (!file.sections.empty()) role.criterion = file.sections.front().keyword_span;
  else if (!file.commons.empty()) role.criterion = file.commons.front().keyword_span;
  else if (!file.otherwise.empty()) role.criterion = file.otherwise.front().span;
  role.declares = !file.facts.empty() || !file.codes.empty() || !file.units.empty() || !file.tables.empty() || !file.defines.empty() || !file.source_groups.empty();
  for (const Node& node : tree.root.children) {
    if (node.kind != Kind::error) continue;
    const std::string meant = item_meant(source.text(node.span));
    if (meant == "test" && !role.test) role.test = node.span;
    for (const char* one : {"policy", "amend", "indication", "exclusion", "referral", "common", "otherwise"}) {
      if (meant == one && !role.lost) role.lost = node.span;
    }
  }
  if (found.has_errors()) role.faults = found.take_sorted();
  return role;
}

class Compilation {
 public:
  Compilation(const std::vector<SourceText>& files, const FileLoader& loader, const CompileOptions& options)
      : files_(files), meter_(options.max_bytes, options.cancelled), loader_(careful(loader, &meter_)) {
    data_->root = options.root;
  }

  Result<std::shared_ptr<const ProgramData>> run() {
    using Made = Result<std::shared_ptr<const ProgramData>>;
    for (const SourceText& file : files_) meter_.spend(file.text.size());
    if (files_.size() == 1) {
      compile({&files_.front()}, {}, false);
      if (failed_) tell_tests_alone();
    } else {
      compile_all();
    }
    if (failed_) {
      take(std::move(data_->test_faults));
      return Made::failure(std::move(found_));
    }
    data_->warnings = std::move(found_);
    for (Version& version : data_->versions) version.tables = std::make_unique<const SchemaTables>(version.chunk.schema);  // its place is settled
    return Made(std::move(data_));
  }

 private:
  // A file of tests without its policy: nothing that it names is there. What cannot be read in it is still told.
  void tell_tests_alone() {
    const SourceText& file = files_.front();
    Role role = role_of(file);
    if (!role.holds_tests_only()) return;
    found_.clear();
    take(std::move(role.faults));
    if (!found_.empty()) return;  // its `policy` header may be what could not be read
    const std::size_t folder = file.name.find_last_of("/\\");
    Diagnostics one(file.name);
    one.add(Mistake::no_policy, Span{}, "this file holds tests and nothing else",
            fmt::format("they are run with their policy, by the folder that both are in: `crit test {}`", folder == std::string::npos ? "." : file.name.substr(0, folder)));
    take(one.take_sorted());
  }

  void compile_all() {
    std::vector<Role> roles;
    std::vector<std::string> names;
    for (const SourceText& file : files_) {
      roles.push_back(role_of(file));
      for (const std::string& name : roles.back().policies) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
      }
    }
    if (names.size() != 1) {
      for (const Role& role : roles) take(role.faults);
      if (failed_ && names.empty()) return;
      std::string all;  // each with the first file that it stands in
      for (const std::string& name : names) {
        std::size_t first = 0;
        while (std::find(roles[first].policies.begin(), roles[first].policies.end(), name) == roles[first].policies.end()) ++first;
        all += fmt::format("{}`{}` ({})", all.empty() ? "" : ", ", name, files_[first].name);
      }
      Diagnostics one("");
      one.add(Mistake::several_policies, Span{},
              names.empty() ? "none of these files has a `policy` header" : "these files hold several policies: " + all,
              names.empty() ? "give at least one policy; modules are read when a policy uses them"
                            : "give the versions of one policy at a time; keep each policy's versions in a folder of their own");
      take(one.take_sorted());
      return;
    }
    const bool several = std::count_if(roles.begin(), roles.end(), [](const Role& role) { return !role.policies.empty(); }) > 1;
    for (std::size_t i = 0; i < files_.size(); ++i) {
      if (roles[i].policies.empty()) {
        // A module that is used is read then, and its mistakes told; amendments and tests stand with every version.
        if (!roles[i].amended.empty() || roles[i].is_headless()) take(roles[i].faults);
        for (const ast::Word& amended : roles[i].amended) {
          if (amended.text == names.front()) continue;
          Diagnostics one(files_[i].name);
          one.add(Mistake::amend_policy, amended.span, fmt::format("this amends `{}`, and the policy here is `{}`", amended.text, names.front()),
                  "an amendment names its policy as the `policy` header does");
          take(one.take_sorted());
        }
        continue;
      }
      std::vector<const SourceText*> together{&files_[i]};
      std::vector<const SourceText*> tests;
      for (std::size_t j = 0; j < files_.size(); ++j) {
        if (roles[j].stands_beside()) (roles[j].holds_tests_only() ? tests : together).push_back(&files_[j]);
      }
      compile(together, tests, several);
    }
    tell_undated_tests();
    for (std::size_t i = 0; i < files_.size(); ++i) refuse_headless(files_[i], roles[i]);
    if (!failed_) order();
  }

  // A file without a header that is no module, nor stands beside the versions. A module that a version uses is told there.
  void refuse_headless(const SourceText& file, const Role& role) {
    if (!role.policies.empty() || role.stands_beside() || (!role.test && !role.criterion)) return;
    const auto told = [&](const Diagnostic& one) {
      return one.file == file.name && (one.code == info(Mistake::module_content).code || (role.is_headless() && one.severity == Severity::error));
    };
    if (std::any_of(found_.begin(), found_.end(), told)) return;
    Diagnostics one(file.name);
    if (role.criterion) {
      one.add(Mistake::module_content, *role.criterion, "this file has no `policy` header, and holds criteria",
              "each version begins with its header, `policy \"NAME\" { effective from … }`; a module holds no criteria");
      return take(one.take_sorted());
    }
    one.add(Mistake::module_content, *role.test, "this file has no `policy` header, and holds a test beside what it declares",
            "tests stand in the policy, or in a file beside it that holds nothing else");
    take_of_tests(role.faults);
    take_of_tests(one.take_sorted());
  }

  // One version, of several or the only one: its own file and files of amendments, then files of tests.
  void compile(const std::vector<const SourceText*>& files, const std::vector<const SourceText*>& tests, bool several) {
    Version version;
    version.file = files.front()->name;
    version.policy_files = files.size();
    version.own_files = files.size() + tests.size();
    Diagnostics diagnostics(version.file);
    Diagnostics of_tests(version.file);
    for (const auto* together : {&files, &tests}) {
      for (const SourceText* file : *together) {
        if (version.sources.add(file->name, file->text) != nullptr) continue;
        diagnostics.add(Mistake::file_too_large, Span{}, fmt::format("`{}` does not fit beside the other files", file->name), "split the policy");
      }
    }
    const TestFiles beside{files.size(), of_tests};
    ast::File file = gather(version.sources, libraries(loader_, data_->root), diagnostics, &beside);
    file.several_versions = several;
    meter_.spend(0);
    checked::Policy checked = check(version.sources, file, diagnostics, standard_module_of, &of_tests);
    const bool errors = diagnostics.has_errors();
    if (!errors) version.tests = std::move(file.tests);
    file = ast::File();  // the plan needs nothing of it
    effective_.push_back(checked.effective_span);
    meter_.spend(0);
    if (!errors) {
      version.chunk = lower(make_plan(std::move(checked)));
      if (const std::vector<std::string> faults = verify(version.chunk); !faults.empty()) {
        // A fault here is a mistake of ours, not of the policy; it must not run.
        diagnostics.add(Mistake::not_verified, Span{}, "crit made bytecode for this policy that does not verify: " + faults.front(),
                        "this is a mistake in crit; please report it with the policy");
      }
    }
    take(diagnostics.take_sorted(version.sources));
    version.test_faults = sort_faults(of_tests.take_sorted(version.sources), version);
    data_->versions.push_back(std::move(version));
  }

  // By the test that each stands in. What stands in none, or in a test whose day is written down, is told.
  std::vector<std::vector<Diagnostic>> sort_faults(std::vector<Diagnostic> found, const Version& version) {
    std::vector<std::vector<Diagnostic>> faults(version.tests.size());
    for (Diagnostic& one : found) {
      const auto holds = [&](const ast::Test& test) {
        const Source& source = version.sources.at(test.span.begin);
        return source.name() == one.file && test.span.begin <= one.span.begin + source.base() && one.span.end + source.base() <= test.span.end;
      };
      const auto place = std::find_if(version.tests.begin(), version.tests.end(), holds);
      if (place == version.tests.end() || !place->as_of.empty() || one.severity != Severity::error) take_of_tests({one});
      if (place != version.tests.end() && one.severity == Severity::error) faults[static_cast<std::size_t>(place - version.tests.begin())].push_back(std::move(one));
    }
    return faults;
  }

  // A test whose day its facts say is run by the version in force then: what no version has is a mistake.
  void tell_undated_tests() {
    if (failed_ || data_->versions.empty()) return;
    const Version& last = data_->versions.back();
    for (std::size_t i = 0; i < last.tests.size(); ++i) {
      const ast::Test& test = last.tests[i];
      const std::string& file = last.sources.at(test.span.begin).name();
      if (!test.as_of.empty() || file == last.file) continue;
      const auto has_fault = [&](const Version& version) {
        for (std::size_t j = 0; j < version.tests.size(); ++j) {
          if (version.tests[j].name.text == test.name.text && version.sources.at(version.tests[j].span.begin).name() == file) return !version.test_faults[j].empty();
        }
        return false;
      };
      if (std::all_of(data_->versions.begin(), data_->versions.end(), has_fault)) take_of_tests(last.test_faults[i]);
    }
  }

  // What is wrong with tests stops nothing else.
  void take_of_tests(std::vector<Diagnostic> found) {
    for (Diagnostic& one : found) {
      std::vector<Diagnostic>& into = one.severity == Severity::error ? data_->test_faults : found_;
      if (std::none_of(into.begin(), into.end(), [&](const Diagnostic& other) { return is_same(one, other); })) into.push_back(std::move(one));
    }
  }

  // What stands in a file of amendments, of tests or in a module is found with every version.
  static bool is_same(const Diagnostic& one, const Diagnostic& other) {
    return one.code == other.code && one.file == other.file && one.span == other.span && one.message == other.message;
  }

  void take(std::vector<Diagnostic> found) {
    for (Diagnostic& one : found) {
      if (one.severity == Severity::error) failed_ = true;
      if (std::none_of(found_.begin(), found_.end(), [&](const Diagnostic& other) { return is_same(one, other); })) found_.push_back(std::move(one));
    }
  }

  // By the day they come into force; no day may have two, and days between them that have none are told.
  void order() {
    std::vector<std::size_t> places(data_->versions.size());
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
    const auto from = [&](std::size_t i) { return data_->versions[i].chunk.effective_from.value_or(first_day); };
    const auto to = [&](std::size_t i) { return data_->versions[i].chunk.effective_to.value_or(last_day); };
    std::stable_sort(places.begin(), places.end(), [&](std::size_t left, std::size_t right) { return from(left) < from(right); });
    std::size_t longest = places.front();  // of those before, the one that ends last
    for (std::size_t i = 1; i < places.size(); ++i) {
      const std::size_t here = places[i];
      if (from(here) <= to(longest)) {
        Diagnostics one(data_->versions[here].file);
        const Day last = std::min(to(longest), to(here));
        const std::string until = last == last_day ? "" : to_string(last);
        std::string what = "this version and another are both in force";
        std::string help;
        if (from(here) == first_day) {  // and so the other's
          what += (until.empty() ? "" : " to " + until) + ": neither says since when";
          help = "let the later one begin the day after the other ends: `effective from " + (until.empty() ? "YYYY-MM-DD" : to_string(static_cast<Day>(last + 1))) + "`";
        } else {
          what += " from " + to_string(from(here)) + (until.empty() ? " on" : " to " + until);
          help = from(here) == from(longest)
                     ? std::string("both begin on one day: change the dates of one, or take its file out of the folder")
                     : fmt::format("let one end the day before the other begins: `effective {}to {}`", from(longest) == first_day ? "" : "from … ", to_string(static_cast<Day>(from(here) - 1)));
        }
        Diagnostic& made = one.add(Mistake::versions_overlap, effective_[here], std::move(what), std::move(help));
        made.labels.push_back({effective_[longest], "the other version", data_->versions[longest].file});
        take(one.take_sorted());
      }
      if (from(here) > to(longest) + 1) {
        Diagnostics one(data_->versions[here].file);
        const std::string first = to_string(static_cast<Day>(to(longest) + 1));
        const std::string last = to_string(static_cast<Day>(from(here) - 1));
        Diagnostic& made = one.add(Mistake::versions_apart, effective_[here],
                                   fmt::format("no version is in force {}", first == last ? "on " + first : "from " + first + " to " + last),
                                   "a member whose date of service is then is undetermined; if that is not meant, let the older version end later, or this one begin sooner");
        made.labels.push_back({effective_[longest], "the version before", data_->versions[longest].file});
        take(one.take_sorted());
      }
      if (to(here) > to(longest)) longest = here;
    }
    std::vector<Version> sorted;
    for (const std::size_t place : places) sorted.push_back(std::move(data_->versions[place]));
    data_->versions = std::move(sorted);
  }

  const std::vector<SourceText>& files_;
  Meter meter_;  // of bytes
  const FileLoader loader_;
  std::shared_ptr<ProgramData> data_ = std::make_shared<ProgramData>();
  std::vector<Span> effective_;  // of each version, in its file: the clause, or the policy's name
  std::vector<Diagnostic> found_;
  bool failed_ = false;
};

}  // namespace

Result<Program> Engine::compile(const SourceText& policy, const FileLoader& loader, const CompileOptions& options) const {
  return compile_versions({policy}, loader, options);
}

Result<Program> Engine::compile_versions(const std::vector<SourceText>& files, const FileLoader& loader, const CompileOptions& options) const {
  if (files.empty()) {
    Diagnostics diagnostics("");
    diagnostics.add(Mistake::several_policies, Span{}, "no policy is given", "give at least one file with a `policy` header");
    return Result<Program>::failure(diagnostics.take_sorted());
  }
  const auto run = [&]() -> Result<std::shared_ptr<const ProgramData>> {
    try {
      return Compilation(files, loader, options).run();
    } catch (const Stop& stop) {
      Diagnostics found(files.front().name);
      if (stop.cancelled) found.add(Mistake::stopped, Span{}, "stopped before this policy was compiled");
      else found.add(Mistake::over_budget, Span{}, fmt::format("this policy is read from more than {} bytes", options.max_bytes), "let it use fewer or shorter files");
      return Result<std::shared_ptr<const ProgramData>>::failure(found.take_sorted());
    }
  };
  auto made = run();
  if (!made) return Result<Program>::failure(std::move(made.error()));
  Program program;
  program.data_ = std::move(*made);
  return program;
}

Engine::Dump Engine::dump(const SourceText& policy, DumpKind kind, const FileLoader& loader, const CompileOptions& options) const {
  Dump result;
  Diagnostics diagnostics(policy.name);
  Sources sources;
  const Source* source = sources.add(policy.name, policy.text);
  if (source == nullptr) {
    diagnostics.add(Mistake::file_too_large, Span{}, "this policy is larger than crit reads", "split it");
    result.diagnostics = diagnostics.take_sorted();
    return result;
  }
  if (kind == DumpKind::tree) {  // of the policy's own file
    Diagnostics found(policy.name);
    result.text = print(parse(*source, found), *source);
  }
  const FileLoader read = careful(loader);
  Libraries from = libraries(read, options.root);
  if (kind == DumpKind::ast) from.chart = {};  // the rows of a chart are not in the tree
  const ast::File file = gather(sources, from, diagnostics);
  if (kind == DumpKind::ast) result.text = print(file);
  checked::Policy checked = check(sources, file, diagnostics, standard_module_of);
  if (kind == DumpKind::checked) result.text = print(checked);
  if ((kind == DumpKind::plan || kind == DumpKind::bytecode) && !diagnostics.has_errors()) {
    plan::Plan plan = make_plan(std::move(checked));
    if (kind == DumpKind::plan) {
      result.text = print(plan, sources);
    } else {
      Chunk chunk = lower(std::move(plan));
      if (verify(chunk).empty()) result.text = disassemble(chunk);
    }
  }
  result.diagnostics = diagnostics.take_sorted(sources);
  return result;
}

}  // namespace crit
