// Decisions as text for people and as JSON for programs. JSON keys stand in a fixed order and are always there,
// but what is supposed: only a what-if has it.
#include <fmt/format.h>

#include <algorithm>

#include "crit/crit.hpp"
#include "crit/outline.hpp"
#include "json_writer.hpp"
#include "printable.hpp"

namespace crit {

std::string_view outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::approve: return "approve";
    case Outcome::deny: return "deny";
    case Outcome::pend: return "pend";
    case Outcome::refer: return "refer";
    case Outcome::undetermined: return "undetermined";
  }
  return "";
}

std::string_view verdict_name(CriterionVerdict verdict) {
  switch (verdict) {
    case CriterionVerdict::met: return "met";
    case CriterionVerdict::not_met: return "not met";
    case CriterionVerdict::not_applicable: return "not applicable";
    case CriterionVerdict::unknown: return "unknown";
  }
  return "";
}

namespace {

std::string_view section_word(SectionKind kind) {
  switch (kind) {
#define SECTION_KIND(name) \
  case SectionKind::name:  \
    return #name;
#include "sections.def"
#undef SECTION_KIND
    case SectionKind::common: return "common";
    case SectionKind::amendment: return "amendment";
  }
  return "";
}

constexpr const char* bold = "\x1b[1m";
constexpr const char* dim = "\x1b[2m";
constexpr const char* green = "\x1b[32m";
constexpr const char* red = "\x1b[31m";
constexpr const char* yellow = "\x1b[33m";
constexpr const char* blue = "\x1b[34m";
constexpr const char* reset = "\x1b[0m";

// Every text of a decision, made printable: in what is shown, line ends and colours are crit's own.
void make_printable(std::string& text) { text = printable(text); }
void make_printable(std::vector<std::string>& texts) {
  for (std::string& text : texts) make_printable(text);
}
void make_printable(Criterion& criterion) {
  for (std::string* text : {&criterion.path, &criterion.text, &criterion.condition, &criterion.block, &criterion.amendment}) make_printable(*text);
  for (Evidence& one : criterion.evidence) {
    for (std::string* text : {&one.fact, &one.description, &one.value, &one.date, &one.source, &one.document, &one.page, &one.reason}) make_printable(*text);
  }
  for (Criterion& child : criterion.children) make_printable(child);
}
void make_printable(Decision& decision) {
  for (std::string* text : {&decision.member, &decision.file, &decision.policy, &decision.policy_title, &decision.policy_version, &decision.as_of, &decision.until,
                            &decision.through, &decision.category, &decision.target, &decision.review, &decision.summary}) {
    make_printable(*text);
  }
  for (std::vector<std::string>* texts : {&decision.because, &decision.actions, &decision.notes, &decision.warnings, &decision.supposed}) make_printable(*texts);
  for (Need& need : decision.needs) {
    for (std::string* text : {&need.fact, &need.description, &need.reason}) make_printable(*text);
    make_printable(need.criteria);
    for (Answer& answer : need.answers) {
      for (std::string* text : {&answer.answer, &answer.then}) make_printable(*text);
    }
  }
  for (OpenEnd& end : decision.open_ends) {
    make_printable(end.list);
    make_printable(end.criteria);
  }
  for (Output& output : decision.outputs) {
    for (std::string* text : {&output.name, &output.value, &output.unit}) make_printable(*text);
  }
  for (SectionResult& section : decision.sections) {
    for (std::string* text : {&section.path, &section.text, &section.category, &section.until, &section.target}) make_printable(*text);
    for (Criterion& criterion : section.criteria) make_printable(criterion);
  }
}

// Whether a reason says which source it is, without asking whether another was meant.
bool names_source(const std::vector<ReasonArgument>& arguments, const std::string& source) {
  bool named = false;
  for (const ReasonArgument& argument : arguments) {
    if (argument.name == "near") return false;
    named = named || (argument.name == "source" && printable(argument.value) == source);
    named = named || (argument.kind == ReasonArgument::Kind::reason && names_source(argument.list, source));
  }
  return named;
}

class TextWriter {
 public:
  TextWriter(Decision decision, const TextOptions& options) : decision_(std::move(decision)), options_(options) { make_printable(decision_); }

  std::string run() {
    if (!decision_.valid) return "no decision\n  INVALID: nothing was decided\n";
    heading();
    if (!decision_.supposed.empty()) {
      std::string facts;
      for (const std::string& fact : decision_.supposed) facts += (facts.empty() ? "" : ", ") + fact;
      line(1, paint(yellow, "what if: supposed, and on no file: " + facts));
    }
    if (decision_.outcome == Outcome::pend) needs();
    for (const std::string& action : decision_.actions) line(1, "to do: " + action);
    for (const Output& output : decision_.outputs) line(1, fmt::format("gives {}: {}{}{}", output.name, output.value, output.unit.empty() ? "" : " ", output.unit));
    for (const std::string& note : decision_.notes) line(1, paint(dim, "note: " + note));
    for (const std::string& warning : decision_.warnings) line(1, paint(yellow, "warning: " + warning));
    if (options_.explain) {
      if (decision_.outcome == Outcome::undetermined && !decision_.sections.empty()) line(1, "what the unconfirmed text would ask:");
      for (const SectionResult& section : decision_.sections) write(section);
    }
    return std::move(text_);
  }

  // The part of the outline at a path.
  std::string at(std::string_view path) {
    for (const SectionResult& section : decision_.sections) {
      if (section.path == path) {
        write(section);
        text_.erase(0, 1);  // the empty line before a section
        break;
      }
      if (find(section.criteria, path)) break;
    }
    return std::move(text_);
  }

  std::string only_needs() {
    if (decision_.outcome == Outcome::pend) needs();
    return std::move(text_);
  }

 private:
  bool find(const std::vector<Criterion>& criteria, std::string_view path) {
    for (const Criterion& criterion : criteria) {
      if (criterion.path == path) return write(criterion, 1), true;
      if (find(criterion.children, path)) return true;
    }
    return false;
  }

  std::string paint(const char* color, const std::string& text) const { return options_.color ? color + text + reset : text; }
  void line(std::size_t depth, const std::string& text) { text_ += std::string(depth * 2, ' ') + text + "\n"; }

  void heading() {
    std::string who = decision_.member;
    if (!decision_.file.empty()) who += who.empty() ? decision_.file : " (" + decision_.file + ")";
    if (who.empty()) who = "member";
    const char* color = decision_.outcome == Outcome::approve ? green : decision_.outcome == Outcome::deny ? red : decision_.outcome == Outcome::refer ? blue : yellow;
    std::string summary = decision_.summary;
    const std::string name(outcome_name(decision_.outcome));
    // The outcome in capitals, then what the summary says after it.
    std::string rest = summary.compare(0, name.size(), name) == 0 ? summary.substr(name.size()) : ": " + summary;
    std::string capitals = name;
    std::transform(capitals.begin(), capitals.end(), capitals.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
    line(0, paint(bold, who));
    line(1, paint(color, paint(bold, capitals)) + rest);
    std::string policy = decision_.policy;
    if (!decision_.policy_title.empty()) policy += " " + decision_.policy_title;
    if (!decision_.policy_version.empty()) policy += ", version " + decision_.policy_version;
    line(1, paint(dim, fmt::format("{}; date of service {}", policy, decision_.as_of)));
  }

  void needs() {
    const auto same_answers = [](const Need& left, const Need& right) {
      return std::equal(left.answers.begin(), left.answers.end(), right.answers.begin(), right.answers.end(),
                        [](const Answer& a, const Answer& b) { return a.answer == b.answer && a.then == b.then; });
    };
    constexpr std::size_t long_reason = 40;  // said once of needs that follow each other
    for (std::size_t i = 0; i < decision_.needs.size(); ++i) {
      const Need& need = decision_.needs[i];
      const bool likewise = i > 0 && need.reason.size() > long_reason && need.reason == decision_.needs[i - 1].reason;
      std::string criteria;
      for (const std::string& path : need.criteria) criteria += (criteria.empty() ? "" : ", ") + path;
      const bool own = criteria == need.fact;  // an answer that the criterion itself asks for
      line(1, fmt::format("needs {}{}{}{}", paint(bold, need.fact), need.description.empty() ? "" : " (" + need.description + ")",
                          criteria.empty() || own ? "" : ", for " + criteria, need.reason.empty() ? "" : ": " + (likewise ? "likewise" : need.reason)));
      const bool helpless = std::all_of(need.answers.begin(), need.answers.end(), [](const Answer& answer) { return answer.outcome == Outcome::pend; });
      if (helpless) {
        if (!need.answers.empty()) line(3, need.every_answer ? "no answer to this alone settles it" : "alone it may not settle it");
        continue;
      }
      // Needs that lead to the same answers say them once.
      if (i + 1 < decision_.needs.size() && same_answers(need, decision_.needs[i + 1])) continue;
      answers(need);
    }
  }

  // An enumeration's alternatives that lead to the same stand together, in the order of the first of each. Only the largest
  // such group is cut short: its others are all that no other line names.
  void answers(const Need& need) {
    constexpr std::size_t named = 4;        // so many stand on one line at most times
    constexpr std::size_t named_of_more = 2;
    constexpr std::size_t columns = 64;     // longer lists are broken
    struct Group {
      std::vector<std::string> answers;
      const Answer* first = nullptr;
    };
    std::vector<Group> groups;
    for (const Answer& answer : need.answers) {
      const auto same = [&](const Group& group) { return group.first->outcome == answer.outcome && group.first->then == answer.then; };
      const auto group = need.every_answer && need.answers.size() > 2 ? std::find_if(groups.begin(), groups.end(), same) : groups.end();
      if (group == groups.end()) groups.push_back({{answer.answer}, &answer});
      else group->answers.push_back(answer.answer);
    }
    // Of two as large the later: an approval, where there is one, is mostly the first.
    auto largest = groups.begin();
    for (auto group = groups.begin(); group != groups.end(); ++group) {
      if (group->answers.size() >= largest->answers.size()) largest = group;
    }
    std::vector<std::vector<std::string>> lines;  // of each group
    std::size_t width = 0;
    for (auto group = groups.begin(); group != groups.end(); ++group) {
      std::vector<std::string> parts = group->answers;
      std::string rest;
      if (group == largest && parts.size() > named) {
        rest = fmt::format(" and {} others", parts.size() - named_of_more);
        parts.resize(named_of_more);
      }
      std::vector<std::string> list{parts.front()};
      for (std::size_t i = 1; i < parts.size(); ++i) {
        list.back() += ",";
        if (list.back().size() + parts[i].size() + 2 > columns) list.push_back(parts[i]);
        else list.back() += " " + parts[i];
      }
      list.back() += rest;
      for (const std::string& text : list) width = std::max(width, text.size());
      lines.push_back(std::move(list));
    }
    for (std::size_t i = 0; i < groups.size(); ++i) {
      for (std::size_t part = 0; part + 1 < lines[i].size(); ++part) line(3, lines[i][part]);
      line(3, fmt::format("{:<{}}  -> {}", lines[i].back(), width, groups[i].first->then));
    }
  }

  std::string verdict(CriterionVerdict verdict) const {
    const std::string padded = fmt::format("{:<8}", verdict == CriterionVerdict::not_applicable ? "n/a" : std::string(verdict_name(verdict)));
    switch (verdict) {
      case CriterionVerdict::met: return paint(green, padded);
      case CriterionVerdict::not_met: return paint(red, padded);
      case CriterionVerdict::unknown: return paint(yellow, padded);
      case CriterionVerdict::not_applicable: return paint(dim, padded);
    }
    return padded;
  }

  std::string remark(const std::string& path) const {
    std::string all;
    for (const auto& [of, text] : options_.remarks) {
      if (of == path) all += "  <- " + printable(text);
    }
    return all.empty() ? all : paint(yellow, all);
  }

  void write(const SectionResult& section) {
    text_ += "\n";
    std::string head = fmt::format("{} {}", section_word(section.kind), section.path);
    if (section.path == "common") head = section.path;
    if (!section.text.empty()) head += "  " + section.text;
    std::string mark = verdict(section.verdict);
    if (section.kind == SectionKind::amendment && section.verdict == CriterionVerdict::met) mark = paint(green, "applies ");
    if (section.kind == SectionKind::amendment && section.verdict == CriterionVerdict::not_met) mark = paint(dim, "n/a     ");
    line(1, mark + " " + paint(bold, head) + remark(section.path));
    // What does not apply is said in one line, with the condition that says so.
    const bool brief = section.verdict == CriterionVerdict::not_applicable;
    for (const Criterion& criterion : section.criteria) {
      if (criterion.path == section.path) {
        if (brief) continue;
        if (criterion.children.empty() && !criterion.condition.empty()) line(6, " " + criterion.condition);
        for (const Evidence& evidence : criterion.evidence) write(evidence, 2, criterion);
        for (const Criterion& child : criterion.children) write(child, 2);
      } else {
        write(criterion, 2, "when");
      }
    }
  }

  void write(const Criterion& criterion, std::size_t depth, const std::string& name = "") {
    std::string head = name.empty() ? criterion.path : name;
    const std::string& text = criterion.text.empty() ? criterion.condition : criterion.text;
    if (!text.empty()) head += "  " + text;
    if (!criterion.amendment.empty()) head += fmt::format("{}[{}]", text.empty() ? "  " : " ", criterion.amendment);
    if (!criterion.block.empty()) head += text.empty() ? "  " + criterion.block : " (" + criterion.block + ")";
    const bool marked = criterion.decisive && decision_.outcome != Outcome::approve;
    line(depth, verdict(criterion.verdict) + " " + (marked ? paint(bold, head) : head) + remark(criterion.path));
    for (const Evidence& evidence : criterion.evidence) write(evidence, depth, criterion);
    if (criterion.verdict == CriterionVerdict::not_applicable) return;
    for (const Criterion& child : criterion.children) write(child, depth + 1);
  }

  void write(const Evidence& evidence, std::size_t depth, const Criterion& of) {
    std::string what = evidence.fact;
    // An answer to what the criterion asks: where the criterion has a text of its own, the question is shown, too.
    if (evidence.fact == of.path && evidence.description != of.text) what += " \"" + evidence.description + "\"";
    if (evidence.missing) {
      what += evidence.value.empty() ? ": " + evidence.reason : fmt::format(" {}: {}", evidence.value, evidence.reason);
    } else {
      what += fmt::format(" {}{}{}", evidence.value, evidence.reason.empty() ? "" : ": ", evidence.reason);
    }
    std::string from = evidence.date;
    const bool said = evidence.missing && names_source(evidence.reason_data.arguments, evidence.source);
    if (!evidence.source.empty() && !said) from += (from.empty() ? "" : "; ") + evidence.source;
    if (!evidence.document.empty()) from += (from.empty() ? "" : ", ") + evidence.document;
    if (!evidence.page.empty()) from += fmt::format("{}page {}", from.empty() ? "" : ", ", evidence.page);
    if (!from.empty()) what += " (" + from + ")";
    if (evidence.supposed) what += " [supposed]";
    line(depth, std::string(11, ' ') + paint(evidence.missing ? yellow : dim, what));
  }

  Decision decision_;
  const TextOptions& options_;
  std::string text_;
};

void strings(JsonWriter& json, std::string_view name, const std::vector<std::string>& list) {
  json.begin_array(name);
  for (const std::string& text : list) json.string("", text);
  json.end_array();
}

void write_json(JsonWriter& json, const ReasonArgument& argument);

void write_json(JsonWriter& json, std::string_view name, const std::vector<ReasonArgument>& arguments) {
  json.begin_object(name);
  for (const ReasonArgument& argument : arguments) write_json(json, argument);
  json.end_object();
}

void write_json(JsonWriter& json, const ReasonArgument& argument) {
  using Kind = ReasonArgument::Kind;
  switch (argument.kind) {
    case Kind::text:
    case Kind::date: return json.string(argument.name, argument.value);
    case Kind::count: return json.raw(argument.name, argument.value);
    case Kind::yes_no: return json.boolean(argument.name, argument.value == "yes");
    case Kind::number:
      json.begin_object(argument.name);
      json.string("value", argument.value);
      json.string("unit", argument.unit);
      return json.end_object();
    case Kind::range:
      json.begin_object(argument.name);
      for (const ReasonArgument& end : argument.list) json.string(end.name, end.value);
      json.string("unit", argument.unit);
      return json.end_object();
    case Kind::list:
      json.begin_array(argument.name);
      for (const ReasonArgument& one : argument.list) write_json(json, one);
      return json.end_array();
    case Kind::reason:
      json.begin_object(argument.name);
      json.string("code", argument.value);
      write_json(json, "arguments", argument.list);
      return json.end_object();
  }
}

void write_json(JsonWriter& json, const ReasonData& reason) {
  json.string("reason_code", reason.code);
  write_json(json, "reason_arguments", reason.arguments);
}

void write_json(JsonWriter& json, const Criterion& criterion) {
  json.begin_object("");
  json.string("path", criterion.path);
  json.string("text", criterion.text);
  json.string("condition", criterion.condition);
  json.string("block", criterion.block);
  json.string("amendment", criterion.amendment);
  json.string("verdict", verdict_name(criterion.verdict));
  json.boolean("decisive", criterion.decisive);
  json.begin_array("evidence");
  for (const Evidence& evidence : criterion.evidence) {
    json.begin_object("");
    json.string("fact", evidence.fact);
    json.string("description", evidence.description);
    json.string("value", evidence.value);
    json.string("date", evidence.date);
    json.string("source", evidence.source);
    json.string("document", evidence.document);
    json.string("page", evidence.page);
    json.boolean("missing", evidence.missing);
    json.string("reason", evidence.reason);
    write_json(json, evidence.reason_data);
    if (evidence.supposed) json.boolean("supposed", true);
    json.end_object();
  }
  json.end_array();
  json.begin_array("children");
  for (const Criterion& child : criterion.children) write_json(json, child);
  json.end_array();
  json.end_object();
}

}  // namespace

std::string to_text(const Decision& decision, const TextOptions& options) { return TextWriter(decision, options).run(); }

std::string outline_text(const Decision& decision, std::string_view path, bool color) {
  const TextOptions options{color, true};
  return TextWriter(decision, options).at(path);
}

std::string needs_text(const Decision& decision, bool color) {
  const TextOptions options{color, true};
  return TextWriter(decision, options).only_needs();
}

std::string to_json(const Decision& decision) {
  if (!decision.valid) return invalid_to_json(Member());
  JsonWriter json;
  json.begin_object("");
  json.string("member", decision.member);
  json.string("file", decision.file);
  json.boolean("valid", true);
  json.string("engine", version());
  json.string("decision", outcome_name(decision.outcome));
  json.string("summary", decision.summary);
  strings(json, "actions", decision.actions);
  json.string("policy", decision.policy);
  json.string("title", decision.policy_title);
  json.string("version", decision.policy_version);
  json.string("as_of", decision.as_of);
  json.string("until", decision.until);
  json.string("through", decision.through);
  json.string("category", decision.category);
  strings(json, "because", decision.because);
  json.string("target", decision.target);
  json.string("review", decision.review);
  json.begin_array("needs");
  for (const Need& need : decision.needs) {
    json.begin_object("");
    json.string("fact", need.fact);
    json.string("description", need.description);
    json.string("reason", need.reason);
    write_json(json, need.reason_data);
    strings(json, "criteria", need.criteria);
    json.begin_array("answers");
    for (const Answer& answer : need.answers) {
      json.begin_object("");
      json.string("answer", answer.answer);
      json.string("decision", outcome_name(answer.outcome));
      json.string("then", answer.then);
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.begin_array("open_ends");
  for (const OpenEnd& end : decision.open_ends) {
    json.begin_object("");
    json.string("list", end.list);
    strings(json, "criteria", end.criteria);
    json.end_object();
  }
  json.end_array();
  json.begin_array("completions");
  for (const Completion& completion : decision.completions) {
    json.begin_object("");
    json.begin_object("facts");
    for (const CompletedFact& fact : completion.facts) json.raw(fact.fact, fact.value);
    json.end_object();
    json.string("decision", outcome_name(completion.outcome));
    json.string("then", completion.then);
    strings(json, "because", completion.because);
    json.end_object();
  }
  json.end_array();
  json.string("no_completions", decision.no_completions);
  json.begin_array("outputs");
  for (const Output& output : decision.outputs) {
    json.begin_object("");
    json.string("name", output.name);
    json.string("value", output.value);
    json.string("unit", output.unit);
    json.end_object();
  }
  json.end_array();
  strings(json, "notes", decision.notes);
  strings(json, "warnings", decision.warnings);
  if (!decision.supposed.empty()) strings(json, "supposed", decision.supposed);
  json.begin_array("sections");
  for (const SectionResult& section : decision.sections) {
    json.begin_object("");
    json.string("kind", section_word(section.kind));
    json.string("path", section.path);
    json.string("text", section.text);
    json.string("category", section.category);
    json.string("until", section.until);
    json.string("target", section.target);
    json.string("verdict", verdict_name(section.verdict));
    json.begin_array("criteria");
    for (const Criterion& criterion : section.criteria) write_json(json, criterion);
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace crit
