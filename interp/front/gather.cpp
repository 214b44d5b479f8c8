#include "gather.hpp"

#include <fmt/format.h>

#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "build.hpp"
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
  Gatherer(Sources& sources, const Libraries& libraries, Diagnostics& diagnostics)
      : sources_(sources), libraries_(libraries), diagnostics_(diagnostics) {}

  ast::File run() {
    // Those that are there already (the policy, and amendments of it) may hold everything.
    const std::size_t own = sources_.all().size();
    for (std::size_t i = 0; i < own; ++i) {
      const Source& source = sources_.all()[i];
      read_.insert(source.name());
      join(read(source));
    }
    // Uses are appended while this goes on.
    for (std::size_t i = 0; i < file_.uses.size(); ++i) use(file_.uses[i].module);
    for (ast::Table& table : file_.tables) {
      if (!table.from_file || table.broken) continue;
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
    const Tree tree = parse(source, diagnostics_);
    const bool good = !diagnostics_.has_errors();
    ast::File made = build(source, tree, diagnostics_);
    if (good) made.spacings.emplace_back(source, tree);
    return made;
  }

  void use(const ast::Word module) {  // a copy: the list it stands in grows
    if (!module.text.empty() && !read_module(module)) file_.lost_module = true;
  }

  // False, and told, where it cannot be read.
  bool read_module(const ast::Word& module) {
    if (module.text.find('.') != std::string::npos) {
      diagnostics_.add(Mistake::unknown_module, module.span, fmt::format("`{}` is not the name of a module", module.text),
                       module.text.ends_with(".crit") ? "a module is named without its ending: `use growth` reads growth.crit"
                                                      : "a module stands in the folder of the file that uses it, and is named by its file alone: `use growth` reads growth.crit");
      return false;
    }
    const Source& from = sources_.at(module.span.begin);
    if (!asked_.emplace(from.base(), module.text).second) return true;  // named there before
    const std::string path = module.text + ".crit";
    const LoadedFile standard = libraries_.standard ? libraries_.standard(from.name(), path) : LoadedFile{};
    LoadedFile beside = libraries_.beside && !is_standard(from.name()) ? libraries_.beside(from.name(), path) : LoadedFile{};
    if (beside.state == LoadedFile::State::unreadable) {
      diagnostics_.add(Mistake::unknown_module, module.span, fmt::format("the module `{}` cannot be read: {}", path, beside.why),
                       "it is looked for beside the file that uses it");
      return false;
    }
    const bool both = beside.state == LoadedFile::State::found && standard.state == LoadedFile::State::found;
    if (both && beside.name != standard.name) {
      diagnostics_.add(Mistake::ambiguous_module, module.span,
                       fmt::format("`{}` is a module of the standard library, and `{}` is a file of that name", module.text, beside.name),
                       "give the file another name");
      return false;
    }
    const LoadedFile& found = beside.state == LoadedFile::State::found ? beside : standard;
    if (found.state != LoadedFile::State::found) {
      Diagnostic& made = diagnostics_.add(Mistake::unknown_module, module.span, fmt::format("there is no module `{}`", module.text),
                                          fmt::format("a module is a file `{}` beside this one, or of the standard library", path));
      const std::string near = nearest(module.text, libraries_.names);
      if (!near.empty()) made.help.push_back(fmt::format("did you mean `use {}`?", near));
      std::string all;
      for (const std::string& name : libraries_.names) all += (all.empty() ? "" : ", ") + name;
      if (near.empty() && !all.empty()) made.help.push_back("the standard library has " + all);
      return false;
    }
    if (!read_.insert(found.name).second) return true;
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
    const auto refuse = [&](const std::string& why, const char* help) {
      diagnostics_.add(Mistake::unknown_table_file, path.span, why, help);
      return nullptr;
    };
    const std::string& name = path.text;
    std::string ending = name.size() < 4 ? "" : name.substr(name.size() - 4);
    for (char& c : ending) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool drive = name.size() > 1 && name[1] == ':';
    if (!name.empty() && (name[0] == '/' || name[0] == '\\' || drive)) {
      return refuse(fmt::format("the path `{}` begins at the root", name), "write it from the folder of this file: `from \"tables/doses.csv\"`");
    }
    if (name.find("://") != std::string::npos) return refuse(fmt::format("`{}` is an address, and crit reads files only", name), "save it beside this file, and name that");
    if (name.find('\\') != std::string::npos) return refuse(fmt::format("folders in `{}` are separated by `\\`", name), "write `/`: `from \"tables/doses.csv\"`");
    if (ending != ".csv") return refuse(fmt::format("`{}` is not the name of a CSV file", name), "save the sheet as CSV (comma-separated values, UTF-8): `from \"doses.csv\"`");
    const Source& from = sources_.at(path.span.begin);
    const FileLoader& loader = is_standard(from.name()) ? libraries_.standard : libraries_.beside;
    if (!loader) return refuse(fmt::format("`{}` cannot be read: no files are read beside this policy", name), "the program that compiles it must give crit a way to read files");
    LoadedFile found = loader(from.name(), name);
    if (found.state == LoadedFile::State::unreadable) return refuse(fmt::format("the file `{}` cannot be read: {}", name, found.why), "its path starts from the folder of this file");
    if (found.state != LoadedFile::State::found) return refuse(fmt::format("there is no file `{}`", name), "its path starts from the folder of this file");
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

  static bool is_standard(const std::string& name) { return name.rfind("stdlib/", 0) == 0; }

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
  ast::File file_;
  std::set<std::string> read_;
  std::map<std::string, const Source*> tables_;  // by name; null: told already
  std::set<std::pair<std::uint32_t, std::string>> asked_;  // by file
};

}  // namespace

ast::File gather(Sources& sources, const Libraries& libraries, Diagnostics& diagnostics) {
  return Gatherer(sources, libraries, diagnostics).run();
}

}  // namespace crit
