// `crit facts`: what a policy may ask, as an empty facts file to fill in.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "facts_schema.hpp"
#include "policy_files.hpp"
#include "verbs.hpp"

namespace crit::command {

namespace {

bool is_single(const DeclaredFact& fact) { return fact.shape == DeclaredShape::single || fact.shape == DeclaredShape::question; }
// Its items have several fields each: in CSV they stand in a file of their own.
bool has_fields(const DeclaredFact& fact) {
  return fact.shape == DeclaredShape::items || fact.shape == DeclaredShape::series || fact.shape == DeclaredShape::periods;
}

// What a list's items without fields, or a value with a source, are called.
std::string value_name(const DeclaredFact& fact) { return fact.shape == DeclaredShape::codes ? "code" : "value"; }

std::string words_of(std::string_view description, const DeclaredField& field) {
  return description.empty() ? type_words(field) : fmt::format("{}: {}", description, type_words(field));
}

// ---- as JSON --------------------------------------------------------------------------------------------------------------

// Every fact as a remark: a name that begins with `#`, of which crit reads nothing. So the file is valid, and gives nothing,
// until somebody takes the `#` away.
class Template {
 public:
  std::string write(std::string_view title, const std::vector<DeclaredFact>& facts, const std::string& as_of) {
    text_ = "{\n";
    line(1, "#", json_string(fmt::format("{}: of what is known, take the # away and write the value. What is left out is not known.", title)));
    line(1, "#id", json_string("who it is"));
    if (as_of.empty()) line(1, "#as_of", json_string("the date of service, 2022-09-30"));
    else line(1, "as_of", json_string(as_of));
    for (const DeclaredFact& fact : facts) {
      if (fact.shape == DeclaredShape::question) {
        go_to({});
        line(1, "#" + fact.path, value(fact));
        continue;
      }
      std::vector<std::string> groups = split(fact.path);
      const std::string own = groups.back();
      groups.pop_back();
      go_to(groups);
      line(1 + open_.size(), "#" + own, value(fact));
    }
    go_to({});
    return text_ + "\n}\n";
  }

 private:
  static std::vector<std::string> split(const std::string& path) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', begin)) {
      parts.push_back(path.substr(begin, dot - begin));
      begin = dot + 1;
    }
    parts.push_back(path.substr(begin));
    return parts;
  }

  void line(std::size_t depth, const std::string& name, const std::string& json) {
    if (!first_) text_ += ",\n";
    first_ = false;
    text_ += fmt::format("{}{}: {}", std::string(depth * 2, ' '), json_string(name), json);
  }

  // Closes the groups that are left, and opens those that are entered. A group that was closed is not opened again under the
  // same name: the facts of a group stand together (see in_groups).
  void go_to(const std::vector<std::string>& groups) {
    std::size_t same = 0;
    while (same < groups.size() && same < open_.size() && groups[same] == open_[same]) ++same;
    while (open_.size() > same) {
      text_ += "\n" + std::string(open_.size() * 2, ' ') + "}";
      open_.pop_back();
      first_ = false;
    }
    for (std::size_t i = same; i < groups.size(); ++i) {
      line(1 + open_.size(), groups[i], "{\n");
      open_.push_back(groups[i]);
      first_ = true;
    }
  }

  static std::string value(const DeclaredFact& fact) {
    const std::string source = fact.sources.empty() ? std::string() : fmt::format(", \"source\": {}", json_string(fmt::format("{}", fmt::join(fact.sources, " | "))));
    if (!has_fields(fact)) {
      std::string own = json_string(words_of(fact.description, fact.fields.front()));
      if (!source.empty()) own = fmt::format("{{ \"{}\": {}{} }}", value_name(fact), own, source);
      return is_single(fact) ? own : fmt::format("[{}]", own);
    }
    std::string fields;
    if (!fact.description.empty()) fields = fmt::format("\"#\": {}", json_string(fact.description));
    for (const DeclaredField& field : fact.fields) fields += fmt::format("{}{}: {}", fields.empty() ? "" : ", ", json_string(field.name), json_string(words_of(field.description, field)));
    return fmt::format("[{{ {}{} }}]", fields, source);
  }

  std::string text_;
  bool first_ = true;
  std::vector<std::string> open_;
};

// The facts of a group stand together, where the first of them stands; of a group within it likewise.
std::vector<DeclaredFact> in_groups(const std::vector<DeclaredFact>& facts) {
  const auto group_of = [](const DeclaredFact& fact, std::size_t depth) {
    std::size_t end = std::string::npos;
    for (std::size_t i = 0; i < depth; ++i) {
      end = fact.path.find('.', end == std::string::npos ? 0 : end + 1);
      if (end == std::string::npos || fact.shape == DeclaredShape::question) return fact.path;
    }
    return fact.path.substr(0, end);
  };
  std::vector<DeclaredFact> made = facts;
  constexpr std::size_t deepest = 8;
  for (std::size_t depth = deepest; depth > 0; --depth) {
    std::vector<std::pair<std::size_t, std::size_t>> order;  // the place of its group's first, and its own
    for (std::size_t i = 0; i < made.size(); ++i) {
      std::size_t first = 0;
      while (group_of(made[first], depth) != group_of(made[i], depth)) ++first;
      order.emplace_back(first, i);
    }
    std::stable_sort(order.begin(), order.end(), [](const auto& left, const auto& right) { return left.first < right.first; });
    std::vector<DeclaredFact> sorted;
    for (const auto& [first, place] : order) sorted.push_back(made[place]);
    made = std::move(sorted);
  }
  return made;
}

// ---- as CSV, and for people ---------------------------------------------------------------------------------------------

std::string csv_names(const std::vector<std::string>& names) { return fmt::format("{}\n", fmt::join(names, ",")); }

int write_list(const std::string& name, const std::vector<DeclaredFact>& facts, Console& console) {
  const auto found = std::find_if(facts.begin(), facts.end(), [&](const DeclaredFact& fact) { return fact.path == name && !is_single(fact); });
  if (found == facts.end()) {
    UsageProblem problem{fmt::format("`--list` cannot be `{}`: this policy has no such list", name), {}};
    std::vector<std::string_view> lists;
    for (const DeclaredFact& fact : facts) {
      if (!is_single(fact)) lists.push_back(fact.path);
    }
    if (const std::string_view meant = likely(name, lists); !meant.empty()) problem.help.push_back(fmt::format("did you mean `{}`?", meant));
    return refuse("facts", problem, console);
  }
  std::vector<std::string> names{"id"};
  for (const DeclaredField& field : found->fields) names.push_back(!field.name.empty() ? field.name : value_name(*found));
  if (!found->sources.empty()) names.emplace_back("source");
  console.out << csv_names(names);
  return exit_decided;
}

void write_csv(const std::string& policy, const std::vector<DeclaredFact>& facts, MessageStyle style, Console& console) {
  std::vector<std::string> names{"id", "as_of"};
  for (const DeclaredFact& fact : facts) {
    if (!has_fields(fact)) names.push_back(fact.path);
    if (!has_fields(fact) && !fact.sources.empty()) names.push_back(fact.path + ".source");
    if (!is_single(fact)) names.push_back(fact.path + ".complete");
  }
  console.out << csv_names(names);
  if (style.json) return;
  for (const DeclaredFact& fact : facts) {
    if (!has_fields(fact)) continue;
    console.err << printable(fmt::format("the items of {0} stand in a file of their own, MEMBERS.{0}.csv beside MEMBERS.csv: `crit facts {1} --format csv --list {0}`", fact.path, policy)) << '\n';
  }
}

void write_text(const std::vector<DeclaredFact>& facts, Console& console) {
  struct Line {
    std::string name;
    std::string type;
    std::string description;
  };
  std::vector<Line> lines;
  for (const DeclaredFact& fact : facts) {
    if (has_fields(fact)) {
      lines.push_back({fact.path, "a list of items, each with", fact.description});
      for (const DeclaredField& field : fact.fields) lines.push_back({"  " + field.name, type_words(field), field.description});
    } else {
      const std::string type = type_words(fact.fields.front());
      lines.push_back({fact.path, is_single(fact) ? type : "a list: " + type, fact.description});
    }
    if (!fact.sources.empty()) lines.push_back({"  source", fmt::format("{}", fmt::join(fact.sources, " | ")), ""});
  }
  std::size_t widest = 0;
  for (const Line& one : lines) widest = std::max(widest, one.name.size());
  for (const Line& one : lines) console.out << printable(fmt::format("{:<{}}  {}{}{}", one.name, widest, one.type, one.description.empty() ? "" : "; ", one.description)) << '\n';
}

int run_facts(const Arguments& arguments, Console& console) {
  if (arguments.operands.size() != 1) return refuse("facts", {arguments.operands.empty() ? "no policy is given" : "more than one policy is given", {}}, console);
  if (const auto problem = check_confine(arguments, console)) return refuse("facts", *problem, console);
  const std::string format = arguments.value("--format", "json");
  if (arguments.has("--list") && format != "csv") return refuse("facts", {"`--list` goes with `--format csv`", {"in JSON the lists stand in the member"}}, console);
  const std::string as_of = arguments.value("--as-of");
  if (arguments.has("--as-of") && !is_day(as_of)) return refuse("facts", not_a_day(as_of), console);
  const MessageStyle style = message_style(arguments, console.context);
  const std::string& name = arguments.operands.front();
  PolicyFiles files(console, arguments.value("--confine"));
  if (!files.read(name)) {
    show({files.problem()}, {}, style, console);
    return exit_failure;
  }
  const Result<Program> program = Engine().compile_versions(files.policies(), files.loader());
  if (!program) {
    show(program.error(), files.texts(), style, console);
    return exit_invalid_policy;
  }
  const std::vector<DeclaredFact> facts = in_groups(program->facts(as_of));
  if (arguments.has("--list")) return write_list(arguments.value("--list"), facts, console);
  if (format == "csv") write_csv(name, facts, style, console);
  else if (format == "text") write_text(facts, console);
  else if (format == "schema") console.out << facts_schema(fmt::format("the facts that {} asks for, of one member", name), facts);
  else console.out << Template().write(name, facts, as_of);
  return exit_decided;
}

}  // namespace

const Verb& facts_verb() {
  static const Verb verb = [] {
    std::vector<Flag> flags{{"--format", "json|schema|csv|text", "a facts file, a JSON Schema of it, the first line of a CSV file, or a list to read", false},
                            {"--list", "LIST", "with csv: the first line of the file that holds this list's items", false},
                            {"--as-of", "DATE", "the date of service: it is written down, and chooses the version of the policy", false}};
    for (const Flag& flag : policy_flags()) flags.push_back(flag);
    return Verb{"facts", "POLICY.crit", "prints an empty facts file: every fact that the policy asks for, its unit and alternatives",
                "As JSON, every fact stands there as a remark, under a name that begins with `#`, of which crit reads nothing: take\n"
                "the `#` away, and write the value. As CSV, `MEMBERS.csv` has one member a row, and the items of a list stand in a\n"
                "file of their own, `MEMBERS.LIST.csv` beside it, each with the `id` of its member.\n", flags, run_facts};
  }();
  return verb;
}

}  // namespace crit::command
