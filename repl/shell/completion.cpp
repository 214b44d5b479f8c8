// What Tab offers in an entry of the shell, and why there is nothing to offer.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "crit/entry.hpp"
#include "crit/manual.hpp"
#include "entries.hpp"
#include "guide.hpp"

namespace crit::shell {

namespace fs = std::filesystem;

namespace {

using line::Completion;

// What is typed of a word that ends at the cursor, and the offers that begin so; where none does, those that are near it.
class Offers {
 public:
  Offers(std::string_view entry, std::size_t begin, std::size_t cursor) : typed_(entry.substr(begin, cursor - begin)) {
    made_.begin = begin;
    made_.end = cursor;
  }
  std::string_view typed() const { return typed_; }
  void add(std::string insert, std::string about, std::string shown = "") {
    const auto same = [&](const line::Offer& one) { return one.insert == insert; };
    if (std::any_of(made_.offers.begin(), made_.offers.end(), same)) return;
    if (insert.starts_with(typed_)) made_.offers.push_back({std::move(insert), std::move(shown), std::move(about)});
    else others_.push_back({std::move(insert), std::move(shown), std::move(about)});
  }
  Completion take(std::string why_none) {
    if (made_.offers.empty()) offer_near();
    if (made_.offers.empty()) made_.why_none = others_.empty() || typed_.empty() ? std::move(why_none) : fmt::format("nothing begins with `{}`", typed_);
    return std::move(made_);
  }

 private:
  static std::string_view name_of(const line::Offer& offer) { return offer.shown.empty() ? offer.insert : offer.shown; }

  void offer_near() {
    std::vector<std::string_view> names;
    for (const line::Offer& one : others_) names.push_back(name_of(one));
    const std::string_view near = typed_.size() < 2 ? std::string_view() : command::likely(typed_, names);
    for (const line::Offer& one : others_) {
      if (!near.empty() && name_of(one) == near) made_.offers.push_back(one);
    }
  }

  std::string typed_;
  Completion made_;
  std::vector<line::Offer> others_;
};

// "a length in cm; 109.22 cm; needed"
std::string about(const std::string& type, const std::string& value, const std::string& description, bool needed) {
  std::string text = type;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) text += (text.empty() ? "" : "; ") + part;
  };
  add(value);
  add(needed ? "needed" : "");
  add(description);
  return text;
}

Completion of_commands(std::string_view entry, const TypedCommand& typed, std::size_t cursor) {
  Offers offers(entry, typed.name_begin, cursor);
  for (const Command& one : all_commands()) offers.add(fmt::format(".{}{}", one.name, one.arguments.empty() ? "" : " "), std::string(one.summary), fmt::format(".{}", one.name));
  return offers.take("`.help` lists the commands");
}

void add_paths(const std::vector<Criterion>& criteria, Offers& offers) {
  for (const Criterion& one : criteria) {
    const std::string verdict(verdict_name(one.verdict));
    if (one.path.find(' ') == std::string::npos) offers.add(one.path, about(verdict, "", one.text.empty() ? one.condition : one.text, false));
    add_paths(one.children, offers);
  }
}

void add_criteria(const Session& session, Offers& offers) {
  const Result<Decision>& decision = session.decision();
  if (!decision) return;
  for (const SectionResult& section : decision->sections) {
    offers.add(section.path, about(std::string(verdict_name(section.verdict)), "", section.text, false));
    add_paths(section.criteria, offers);
  }
}

void add_facts(const Session& session, std::string_view behind, Offers& offers) {
  std::vector<FactShown> facts = session.facts();
  std::stable_sort(facts.begin(), facts.end(), [](const FactShown& left, const FactShown& right) { return left.needed > right.needed; });
  for (const FactShown& fact : facts) {
    const std::string with = behind.empty() ? "" : fact.is_list ? " += " : std::string(behind);
    offers.add(fact.name + with, about(fact.type_text, fact.value, fact.description, fact.needed), fact.name);
    if (offers.typed().find('[') == std::string_view::npos) continue;
    for (const ItemShown& item : fact.items) {
      offers.add(item.path, item.shown);
      for (std::size_t i = 0; i < fact.fields.size(); ++i) offers.add(item.path + "." + fact.fields[i].name + std::string(behind), about(fact.fields[i].type_text, item.values[i], fact.fields[i].description, false), item.path + "." + fact.fields[i].name);
    }
  }
}

// The field of a list's items, or the fact, that a path names.
std::optional<FieldShown> field_of(const Session& session, std::string_view path) {
  const std::size_t close = path.find("].");
  const auto fact = session.fact(path.substr(0, path.find('[')));
  if (!fact) return std::nullopt;
  if (close == std::string_view::npos) return *fact;
  for (const FieldShown& field : fact->fields) {
    if (field.name == path.substr(close + 2)) return field;
  }
  return std::nullopt;
}

// What is typed of an item's braces: the fields that stand there, and behind a `:` the one whose value is typed.
struct OpenItem {
  std::vector<std::string_view> names;
  std::string_view field;       // empty: a name is expected
  std::size_t begin = 0;        // of what is typed of the name or value
};

// None: the cursor is in no braces.
std::optional<OpenItem> open_item(std::string_view value) {
  std::optional<OpenItem> item;
  std::size_t part = 0;
  bool in_text = false;
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (value[at] == '"') in_text = !in_text;
    if (in_text) continue;
    if (value[at] == '{') {
      item = OpenItem();
      part = at + 1;
    } else if (value[at] == '}') {
      item.reset();
    } else if (item && (value[at] == ',' || value[at] == ';')) {
      item->field = {};
      part = at + 1;
    } else if (item && item->field.empty() && (value[at] == ':' || value[at] == '=')) {
      item->field = trimmed(value.substr(part, at - part));
      item->names.push_back(item->field);
      part = at + 1;
    }
  }
  while (part < value.size() && (value[part] == ' ' || value[part] == '\t' || value[part] == '\n')) ++part;
  if (item) item->begin = part;
  return item;
}

// Of a value: alternatives, yes and no, behind a number its unit.
void add_values(const FieldShown& field, std::string_view value, Offers& offers) {
  for (const std::string& one : field.alternatives) offers.add(one, "");
  if (field.type == ValueType::yes_no) {
    for (const char* one : {"yes", "no"}) offers.add(one, "");
  }
  const std::size_t blank = value.find_last_of(" \t\n");
  const bool behind_number = blank != std::string_view::npos && value.find_first_of("0123456789") != std::string_view::npos;
  if (!field.unit.empty() && behind_number) offers.add(field.unit, "the policy's unit");
}

std::string why_no_value(std::string_view name, const FieldShown& field) {
  return fmt::format("{} is {}{}", name, field.type_text, field.type == ValueType::date ? ", as in 2022-10-01" : "");
}

Completion in_item(std::string_view entry, std::size_t value_begin, const OpenItem& item, const FactShown& list, std::size_t cursor) {
  const std::size_t begin = value_begin + item.begin;
  if (item.field.empty()) {
    Offers offers(entry, begin, cursor);
    for (const FieldShown& one : list.fields) {
      const bool is_there = std::find(item.names.begin(), item.names.end(), one.name) != item.names.end();
      if (!is_there) offers.add(one.name + ": ", about(one.type_text, "", one.description, false), one.name);
    }
    return offers.take("all fields of the item are there");
  }
  const auto field = std::find_if(list.fields.begin(), list.fields.end(), [&](const FieldShown& one) { return one.name == item.field; });
  if (field == list.fields.end()) return {cursor, cursor, {}, fmt::format("an item of {} has no field `{}`", list.name, item.field)};
  const std::string_view value = entry.substr(begin, cursor - begin);
  const std::size_t blank = value.find_last_of(" \t\n");
  Offers offers(entry, begin + (blank == std::string_view::npos ? 0 : blank + 1), cursor);
  add_values(*field, value, offers);
  return offers.take(why_no_value(field->name, *field));
}

// Behind the `=` of `.let`.
Completion of_value(std::string_view entry, const TypedCommand& typed, const TypedFact& fact, std::size_t cursor, const Session& session) {
  const std::size_t begin = std::min(typed.rest_begin + fact.value_begin, cursor);
  const std::string_view value = entry.substr(begin, cursor - begin);
  const auto field = field_of(session, fact.path);
  if (!field) return {cursor, cursor, {}, fmt::format("the policy declares no fact `{}`", fact.path)};
  const auto whole = session.fact(fact.path);
  if (const auto item = open_item(value); item && whole && whole->is_list && !whole->is_plain) return in_item(entry, begin, *item, *whole, cursor);
  const std::size_t blank = value.find_last_of(" \t\n{,:");
  Offers offers(entry, begin + (blank == std::string_view::npos ? 0 : blank + 1), cursor);
  add_values(*field, value, offers);
  if (whole && whole->is_list && value.empty()) {
    std::string item = "{ ";
    for (const FieldShown& one : whole->fields) item += (item.size() > 2 ? ", " : "") + one.name + ": ";
    offers.add(item + "}", "an item; the fields may be left out");
  }
  const bool is_free = field->alternatives.empty() && field->type != ValueType::yes_no;
  const bool has_value = whole && is_free && !whole->value.empty() && value.empty() && !whole->is_list;
  if (has_value) offers.add(whole->value, "as it is now");
  return offers.take(why_no_value(fact.path, *field));
}

Completion of_files(const Sitting& sitting, std::string_view entry, std::size_t begin, std::size_t cursor, bool only_folders) {
  Offers offers(entry, begin, cursor);
  const fs::path typed(std::string(entry.substr(begin, cursor - begin)));
  const fs::path folder = typed.parent_path();
  std::error_code error;
  std::vector<std::string> names;
  constexpr std::size_t most_listed = 1000;
  const fs::path place = sitting.path_of(folder.empty() ? "." : folder.string());
  for (fs::directory_iterator file(place, error), end; !error && file != end && names.size() < most_listed; file.increment(error)) {
    const std::string name = file->path().filename().string();
    if (name.starts_with(".") && !typed.filename().string().starts_with(".")) continue;
    const bool is_folder = file->is_directory(error);
    if (is_folder || !only_folders) names.push_back((folder / name).string() + (is_folder ? "/" : ""));
  }
  std::sort(names.begin(), names.end());
  for (std::string& name : names) offers.add(std::move(name), "");
  return offers.take(error ? fmt::format("there is no folder `{}`", folder.string()) : only_folders ? "there is no folder in it" : "the folder is empty");
}

Completion of_words(std::string_view entry, std::size_t begin, std::size_t cursor, const std::vector<std::string_view>& words, std::string why_none) {
  Offers offers(entry, begin, cursor);
  for (const std::string_view word : words) offers.add(std::string(word), "");
  return offers.take(std::move(why_none));
}

Completion of_codes(std::string_view entry, std::size_t begin, std::size_t cursor, bool words) {
  Offers offers(entry, begin, cursor);
  if (words) {
    for (const std::string& one : manual_words()) offers.add(one, "");
    for (const StandardModule& one : standard_modules()) offers.add(std::string(one.name), one.summary);
  }
  for (const CodeSummary& one : diagnostic_codes()) offers.add(std::string(one.code), std::string(one.summary));
  return offers.take("`crit explain` lists them");
}

Completion of_arguments(const Sitting& sitting, std::string_view entry, const TypedCommand& typed, const Command& command, std::size_t cursor) {
  const std::size_t begin = std::min(typed.rest_begin, cursor);
  const Session& session = sitting.session();
  if (command.needs_policy && !session.has_policy()) return {cursor, cursor, {}, "no policy is open: `.open POLICY.crit` opens one"};
  Offers offers(entry, begin, cursor);
  switch (command.takes) {
    case Takes::none: return {cursor, cursor, {}, command.arguments.empty() ? "nothing stands behind it" : std::string(command.arguments)};
    case Takes::fact_value: {
      const TypedFact fact = typed_fact(typed.rest);
      if (fact.has_value && cursor >= typed.rest_begin + fact.value_begin) return of_value(entry, typed, fact, cursor, session);
      add_facts(session, " = ", offers);
      return offers.take("the policy declares no facts");
    }
    case Takes::fact: add_facts(session, "", offers); return offers.take("the policy declares no facts");
    case Takes::criterion: add_criteria(session, offers); return offers.take("there is no decision, so there are no criteria to show");
    case Takes::edited:
      offers.add("facts", "this member's facts");
      add_criteria(session, offers);
      return offers.take("there is no decision, so there are no criteria to show");
    case Takes::member:
      for (const MemberShown& one : session.members()) offers.add(one.id, one.file);
      return offers.take("no member is open");
    case Takes::verdict: return of_words(entry, begin, cursor, {"met", "not met", "unknown", "n/a"}, "");
    case Takes::mode: return of_words(entry, begin, cursor, {"text", "json", "markdown"}, "");
    case Takes::saved:
      if (entry.substr(begin, 4) == "test") return {cursor, cursor, {}, "the test's name, in double quotes"};
      offers.add("test \"", "the decision as it is, as a test");
      return offers.take("or the name of a file that ends in .json");
    case Takes::word:
      for (const Task task : {Task::see, Task::change, Task::ask, Task::check, Task::save}) offers.add(std::string(task_name(task)), "what its commands do");
      for (const Command& one : all_commands()) offers.add(std::string(one.name), std::string(one.summary));
      return offers.take("");
    case Takes::manual: return of_codes(entry, begin, cursor, true);
    case Takes::code: return of_codes(entry, begin, cursor, false);
    case Takes::file: return of_files(sitting, entry, begin, cursor, false);
    case Takes::folder: return of_files(sitting, entry, begin, cursor, true);
  }
  return {cursor, cursor, {}, ""};
}

Completion of_expression(const Session& session, std::string_view entry, std::size_t cursor) {
  Candidates found = session.complete(entry, cursor);
  Completion made{found.begin, found.end, {}, ""};
  for (Candidate& one : found.all) made.offers.push_back({one.text, "", about(one.type, one.value, one.about, one.needed)});
  // A criterion's path stands alone.
  const std::size_t first = entry.find_first_not_of(" \t\n");
  if (first != std::string_view::npos && entry.find_first_of(" \t\n", first) == std::string_view::npos) {
    Offers paths(entry, first, cursor);
    add_criteria(session, paths);
    Completion criteria = paths.take("");
    if (criteria.begin == made.begin) made.offers.insert(made.offers.end(), criteria.offers.begin(), criteria.offers.end());
  }
  if (!made.offers.empty()) return made;
  const std::string typed(entry.substr(made.begin, cursor - made.begin));
  made.why_none = typed.empty() ? "nothing that crit knows stands here" : fmt::format("no fact, define or word begins with `{}`", typed);
  return made;
}

}  // namespace

Completion ShellGuide::complete(std::string_view text, std::size_t cursor) {
  cursor = std::min(cursor, text.size());
  for (const std::string_view entry : entries_of(text)) {
    const auto begin = static_cast<std::size_t>(entry.data() - text.data());
    const bool is_in = cursor < begin + entry.size() || begin + entry.size() == text.size();
    if (!is_in) continue;
    Completion made = complete_one(entry, cursor - begin);
    made.begin += begin;
    made.end += begin;
    return made;
  }
  return {cursor, cursor, {}, ""};
}

Completion ShellGuide::complete_one(std::string_view entry, std::size_t cursor) {
  if (const auto typed = typed_command(entry)) {
    if (cursor <= typed->name_begin + 1 + typed->name.size()) return of_commands(entry, *typed, cursor);
    const Command* command = find_command(typed->name);
    if (command != nullptr) return of_arguments(sitting_, entry, *typed, *command, cursor);
    return {cursor, cursor, {}, fmt::format("there is no command `.{}`", typed->name)};
  }
  if (!sitting_.session().has_policy()) return {cursor, cursor, {}, "no policy is open: `.open POLICY.crit` opens one"};
  const EntryKind kind = entry_kind(entry);
  if (kind == EntryKind::json || kind == EntryKind::items) return {cursor, cursor, {}, "nothing is offered in a policy or in JSON"};
  return of_expression(sitting_.session(), entry, cursor);
}

}  // namespace crit::shell
