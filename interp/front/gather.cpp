#include "gather.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "build.hpp"
#include "named_file.hpp"
#include "near.hpp"
#include "parse.hpp"
#include "table_file.hpp"
#include "text_check.hpp"

namespace crit {
namespace {

template <typename T>
void move_all(std::vector<T>& from, std::vector<T>& to) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

class Gatherer {
 public:
  Gatherer(Sources& sources, const Libraries& libraries, Diagnostics& diagnostics, const TestFiles* tests)
      : sources_(sources), libraries_(libraries), diagnostics_(diagnostics), tests_(tests) {}

  ast::File run() {
    // Those that are there already (the policy, and amendments of it) may hold everything.
    const std::size_t own = sources_.all().size();
    for (std::size_t i = 0; i < own; ++i) {
      const Source& source = sources_.all()[i];
      own_.insert(normal_name(source.name()));
      if (tests_ != nullptr && i >= tests_->first) join_tests(source);
      else join(read(source));
    }
    // Uses are appended while this goes on.
    for (std::size_t i = 0; i < file_.uses.size(); ++i) use(file_.uses[i]);
    for (ast::Table& table : file_.tables) {
      if (!table.from_file || table.broken) continue;
      table.chart = chart_of(table);
      if (table.chart != nullptr) continue;
      if (const Source* rows = table_file(table.file)) read_rows(*rows, table, diagnostics_);
      else table.broken = true;
    }
    for (ast::Codes& codes : file_.codes) {
      if (!codes.from_file) continue;
      if (const Source* members = table_file(codes.file)) read_members(*members, codes, diagnostics_);
      else codes.broken = true;
    }
    return std::move(file_);
  }

 private:
  ast::File read(const Source& source) {
    Tree tree = parse(source, diagnostics_);
    const bool good = !diagnostics_.has_errors();
    ast::File made = build(source, tree, diagnostics_);
    if (good) made.spacings.emplace_back(source, std::move(tree));
    return made;
  }

  void use(const ast::Use use) {  // a copy: the list it stands in grows
    if ((use.is_path || !use.module.text.empty()) && !read_module(use)) file_.lost_module = true;
  }

  // False, and told, where it cannot be read.
  bool read_module(const ast::Use& use) {
    const ast::Word& module = use.module;
    const auto refuse = [&](Mistake mistake, std::string message, std::string help) {
      diagnostics_.add(mistake, module.span, std::move(message), std::move(help));
      return false;
    };
    if (const auto fault = use.is_path ? module_path_fault(module.text) : name_fault(module.text)) {
      return refuse(Mistake::unknown_module, fault->message, fault->help);
    }
    const Source& from = sources_.at(module.span.begin);
    if (!asked_.emplace(from.base(), module.text).second) return true;  // named there before
    const std::string path = module.text + ".crit";
    const std::string place = place_of(from.name(), path);
    const std::string name(last_part(module.text));
    const LoadedFile standard = libraries_.standard ? libraries_.standard(from.name(), name + ".crit") : LoadedFile{};
    const bool is_outside = !libraries_.root.empty() && !is_inside(libraries_.root, place);
    if (is_outside && (use.is_path || standard.state != LoadedFile::State::found)) {
      return refuse(Mistake::unknown_module, fmt::format("the module `{}` lies outside `{}`, in which all that this policy names is kept", place, libraries_.root),
                    "put it inside that folder");
    }
    const bool asks = libraries_.beside && !is_outside && !is_standard(from.name());
    const LoadedFile beside = asks ? libraries_.beside(from.name(), path) : LoadedFile{};
    if (beside.state == LoadedFile::State::unreadable) {
      return refuse(Mistake::unknown_module, fmt::format("the module `{}` cannot be read: {}", path, beside.why),
                    use.is_path ? "its path starts from the folder of the file that uses it" : "it is looked for beside the file that uses it");
    }
    const bool is_found = beside.state == LoadedFile::State::found;
    if (is_found && standard.state == LoadedFile::State::found && !is_standard(beside.name)) {
      return refuse(Mistake::ambiguous_module, fmt::format("`{}` is a module of the standard library, and `{}` is a file of that name", name, beside.name),
                    "give the file another name");
    }
    if (!is_found && (use.is_path || standard.state != LoadedFile::State::found)) return tell_absent(use, place, beside, standard);
    const LoadedFile& found = is_found ? beside : standard;
    return read_found(module, name, found);
  }

  // What is no name of a module, where it stands without quotes.
  static std::optional<PathFault> name_fault(const std::string& name) {
    if (name.find('.') == std::string::npos) return std::nullopt;
    PathFault fault{fmt::format("`{}` is not the name of a module", name), "a module is named without its ending: `use growth` reads growth.crit"};
    if (name.ends_with(".crit")) return fault;
    std::string path = name;
    std::replace(path.begin(), path.end(), '.', '/');
    fault.help = fmt::format("a module is named by its file alone, `use growth`; one of another folder by its path in quotes: `use \"{}\"`", path);
    return fault;
  }

  bool tell_absent(const ast::Use& use, const std::string& place, const LoadedFile& beside, const LoadedFile& standard) {
    const ast::Word& module = use.module;
    Diagnostic& made = diagnostics_.add(Mistake::unknown_module, module.span, fmt::format("there is no module `{}`", module.text));
    const std::string where = beside.name.empty() ? place : beside.name;
    if (!libraries_.beside) made.help.push_back("no files are read beside this policy: the program that compiles it must give crit a way to read files");
    else made.help.push_back(use.is_path ? fmt::format("it is looked for at `{}`, by its path from the folder of this file", where)
                                         : fmt::format("it is looked for at `{}`, beside this file, and in the standard library", where));
    const bool is_standard_name = standard.state == LoadedFile::State::found;
    std::string near = is_standard_name ? std::string(last_part(module.text)) : use.is_path ? "" : nearest(module.text, libraries_.names);
    if (near.empty() && !beside.near.empty()) near = beside.near.find('/') == std::string::npos ? beside.near : '"' + beside.near + '"';
    if (!near.empty()) made.help.push_back(fmt::format("did you mean `use {}`?", near));
    if (!near.empty() || use.is_path) return false;
    std::string all;
    for (const std::string& name : libraries_.names) all += (all.empty() ? "" : ", ") + name;
    made.help.push_back(fmt::format("one of another folder is named by its path: `use \"../global/{}\"`", module.text));
    if (!all.empty()) made.help.push_back("the standard library has " + all);
    return false;
  }

  bool read_found(const ast::Word& module, const std::string& name, const LoadedFile& found) {
    const std::string place = normal_name(found.name);
    if (own_.count(place) != 0) {
      diagnostics_.add(Mistake::module_content, module.span, fmt::format("`{}` is the policy itself, and no module", found.name),
                       "put what both need into a module that both use");
      return false;
    }
    const auto [other, is_new_name] = modules_.try_emplace(name, Module{place, module.span});
    if (!is_new_name && other->second.place != place) {
      diagnostics_.add(Mistake::same_module_name, module.span, fmt::format("two modules are called `{}`: `{}` and `{}`", name, other->second.place, place),
                       "give one of the files another name, or use one of them in both places")
          .labels.push_back({other->second.used, "the other is used here"});
      return false;
    }
    if (!is_new_name) return true;
    const Source* source = sources_.all().size() < most_files ? sources_.add(found.name, found.text) : nullptr;
    if (source == nullptr) {
      diagnostics_.add(Mistake::file_too_large, module.span, "this policy is read from more files than crit takes together",
                       "let it use fewer modules");
      return false;
    }
    ast::File made = read(*source);
    refuse_policy_items(made, module);
    join(std::move(made));
    return true;
  }

  // The file that a table or code set is read from; null, and told, where it cannot be read.
  const Source* table_file(const ast::Word& path) {
    const auto refuse = [&](const std::string& why, const std::string& help) {
      diagnostics_.add(Mistake::unknown_table_file, path.span, why, help);
      return nullptr;
    };
    const std::string& name = path.text;
    if (const auto fault = table_path_fault(name)) return refuse(fault->message, fault->help);
    const Source& from = sources_.at(path.span.begin);
    const FileLoader& loader = is_standard(from.name()) ? libraries_.standard : libraries_.beside;
    if (!loader) return refuse(fmt::format("`{}` cannot be read: no files are read beside this policy", name), "the program that compiles it must give crit a way to read files");
    if (const std::string place = place_of(from.name(), name); !libraries_.root.empty() && !is_standard(from.name()) && !is_inside(libraries_.root, place)) {
      return refuse(fmt::format("the file `{}` lies outside `{}`, in which all that this policy names is kept", place, libraries_.root), "put it inside that folder");
    }
    LoadedFile found = loader(from.name(), name);
    if (found.state == LoadedFile::State::unreadable) return refuse(fmt::format("the file `{}` cannot be read: {}", name, found.why), "its path starts from the folder of this file");
    if (found.state != LoadedFile::State::found) {
      return refuse(fmt::format("there is no file `{}`", name),
                    "its path starts from the folder of this file" + (found.near.empty() ? "" : fmt::format("; did you mean `{}`?", found.near)));
    }
    const auto known = tables_.find(found.name);
    if (known != tables_.end()) return known->second;
    if (const auto foreign = foreign_file(found.text)) return refuse(fmt::format("`{}`: {}", name, foreign->message), "save the sheet as CSV (comma-separated values, UTF-8)");
    const Source* source = sources_.all().size() < most_files ? sources_.add(found.name, std::move(found.text)) : nullptr;
    if (source == nullptr) {
      diagnostics_.add(Mistake::file_too_large, path.span, "this policy is read from more files than crit takes together", "put several tables into one");
      return nullptr;
    }
    Diagnostics text(source->name());
    const bool good = check_text(*source, text);
    diagnostics_.append(std::move(text), source->base());
    return tables_[source->name()] = good ? source : nullptr;
  }

  // A fact that is called as an alternative of the key, and may be one, is told where the rows are read.
  const Chart* chart_of(const ast::Table& table) const {
    if (!libraries_.chart || !is_standard(sources_.at(table.span.begin).name())) return nullptr;
    for (const ast::TableColumn& key : table.keys) {
      if (!key.type || std::any_of(key.type->alternatives.begin(), key.type->alternatives.end(),
                                   [&](const ast::Word& word) { return is_fact(word.text); }))
        return nullptr;
    }
    return libraries_.chart(sources_.text(table.span));
  }

  bool is_fact(const std::string& name) const {
    return std::any_of(file_.facts.begin(), file_.facts.end(), [&](const ast::Facts& facts) {
      return std::any_of(facts.declarations.begin(), facts.declarations.end(),
                         [&](const ast::FactDecl& fact) { return fact.name.text == name; });
    });
  }

  // A file of one's own may lie in a folder of that name.
  bool is_standard(const std::string& name) const {
    constexpr std::string_view folder = "stdlib/";
    return name.starts_with(folder) && libraries_.standard && libraries_.standard("", name.substr(folder.size())).state == LoadedFile::State::found;
  }

  // A module gives names; it decides nothing.
  void refuse_policy_items(ast::File& made, const ast::Word& module) {
    const auto refuse = [&](Span span, const char* what) {
      diagnostics_.add(Mistake::module_content, span, fmt::format("the module `{}` holds {}", module.text, what),
                       "a module holds facts, codes, sources, units, defines and tables; what decides, and its tests, stand in the policy")
          .labels.push_back({module.span, "used here"});
    };
    if (!made.policies.empty()) refuse(made.policies.front().name.span, "a `policy` header");
    else if (!made.sections.empty()) refuse(made.sections.front().keyword_span, "an indication, exclusion or referral");
    else if (!made.commons.empty()) refuse(made.commons.front().keyword_span, "`common` criteria");
    else if (!made.amends.empty()) refuse(made.amends.front().span, "an amendment");
    else if (!made.otherwise.empty()) refuse(made.otherwise.front().span, "`otherwise deny`");
    else if (!made.tests.empty()) refuse(made.tests.front().name.span, "a test");
    made.policies.clear();
    made.sections.clear();
    made.commons.clear();
    made.amends.clear();
    made.otherwise.clear();
    made.tests.clear();
  }

  // Of a file of tests: what is lost in it is nothing that the policy lacks, and what it uses gives the policy nothing.
  void join_tests(const Source& source) {
    ast::File made = build(source, parse(source, tests_->found), tests_->found);
    move_all(made.tests, file_.tests);
  }

  void join(ast::File made) {
    move_all(made.policies, file_.policies);
    move_all(made.uses, file_.uses);
    move_all(made.facts, file_.facts);
    move_all(made.units, file_.units);
    move_all(made.codes, file_.codes);
    move_all(made.source_groups, file_.source_groups);
    move_all(made.tables, file_.tables);
    move_all(made.defines, file_.defines);
    move_all(made.sections, file_.sections);
    move_all(made.otherwise, file_.otherwise);
    move_all(made.commons, file_.commons);
    move_all(made.amends, file_.amends);
    move_all(made.tests, file_.tests);
    move_all(made.lost_names, file_.lost_names);
    move_all(made.spacings, file_.spacings);
    file_.lost_module = file_.lost_module || made.lost_module;
    file_.lost_criteria = file_.lost_criteria || made.lost_criteria;
  }

  static constexpr std::size_t most_files = 200;  // far above any policy; a chain of modules without end stops here

  Sources& sources_;
  const Libraries& libraries_;
  Diagnostics& diagnostics_;
  const TestFiles* tests_;
  ast::File file_;
  std::set<std::string> own_;  // the policy's own files, in the normal form of names
  struct Module {
    std::string place;
    Span used;
  };
  std::map<std::string, Module> modules_;  // that are read, by name
  std::map<std::string, const Source*> tables_;  // by name; null: told already
  std::set<std::pair<std::uint32_t, std::string>> asked_;  // by file
};

}  // namespace

ast::File gather(Sources& sources, const Libraries& libraries, Diagnostics& diagnostics, const TestFiles* tests) {
  return Gatherer(sources, libraries, diagnostics, tests).run();
}

}  // namespace crit
