// Commands that change what is decided: facts, the date of service, what is supposed, what is open.
#include <fmt/format.h>

#include <algorithm>

#include "sitting.hpp"
#include "test_suite.hpp"

namespace crit::shell {

namespace {

// What the history's file holds in place of a value.
constexpr std::string_view not_kept = "…";

// The value as the policy has it, where that is not how it was written; of an item that was added, which one it is.
void echo(Sitting& sitting, const FactEdit& edit) {
  const std::size_t bracket = edit.path.find('[');
  const std::optional<FactShown> fact = sitting.session().fact(std::string_view(edit.path).substr(0, bracket));
  if (!fact) return;
  if (!fact->is_list) {
    if (!fact->missing && fact->value != *edit.value) sitting.say(fmt::format("{} = {}", fact->name, fact->value));
    return;
  }
  if (edit.append) {
    if (!fact->items.empty()) sitting.say(fmt::format("{} = {}", fact->items.back().path, fact->items.back().shown));
    return;
  }
  const std::size_t dot = bracket == std::string::npos ? std::string::npos : edit.path.find("].", bracket);
  if (dot == std::string::npos) return;
  for (const ItemShown& item : fact->items) {
    if (item.path.size() != dot + 1 || !edit.path.starts_with(item.path)) continue;
    for (std::size_t i = 0; i < fact->fields.size() && i < item.values.size(); ++i) {
      const bool is_it = edit.path.substr(dot + 2) == fact->fields[i].name && !item.values[i].empty();
      if (is_it && item.values[i] != *edit.value) sitting.say(fmt::format("{} = {}", edit.path, item.values[i]));
    }
  }
}

// ---- why a change was not taken ----------------------------------------------------------------------------------------

// Of an item's fields the one that a bare value is meant for.
const FieldShown* main_field(const FactShown& list, const std::string& value) {
  const auto is_named = [](const FieldShown& one) { return one.name == "value"; };
  const auto takes = [&](const FieldShown& one) { return std::find(one.alternatives.begin(), one.alternatives.end(), value) != one.alternatives.end(); };
  const auto is_no_date = [](const FieldShown& one) { return one.type != ValueType::date; };
  const auto& all = list.fields;
  auto found = std::find_if(all.begin(), all.end(), is_named);
  if (found == all.end()) found = std::find_if(all.begin(), all.end(), takes);
  if (found == all.end()) found = std::find_if(all.begin(), all.end(), is_no_date);
  return found == all.end() ? nullptr : &*found;
}

// Whether the value looks like one of the field: an alternative of it, or a number with a unit.
bool may_be(const FieldShown& field, const std::string& value) {
  if (!field.alternatives.empty()) return std::find(field.alternatives.begin(), field.alternatives.end(), value) != field.alternatives.end();
  if (field.type != ValueType::number) return true;
  const std::string number = value.substr(0, value.find(' '));
  return !number.empty() && number.find_first_not_of("0123456789.,<>=") == std::string::npos;
}

// "{ start: …, end: …, drug: …, outcome: … }": an item with a place for each field.
std::string item_to_fill(const FactShown& list) {
  std::string item;
  for (const FieldShown& field : list.fields) item += fmt::format("{}{}: …", item.empty() ? "{ " : ", ", field.name);
  return item + " }";
}

// A number without the unit that its field wants.
bool lacks_unit(const FactShown& list, const std::string& value) {
  const FieldShown* main = list.is_plain ? nullptr : main_field(list, value);
  return main != nullptr && !main->unit.empty() && value.find_first_not_of("0123456789.") == std::string::npos;
}

// "{ date: 2024-10-20, value: 43 in }": the value as an item, of the date of service; a bare number in the policy's unit.
std::string as_item(const Session& session, const FactShown& list, const std::string& value) {
  if (list.is_plain || value.starts_with("{")) return value;
  const FieldShown* main = main_field(list, value);
  if (main == nullptr || !may_be(*main, value)) return item_to_fill(list);
  std::string day = session.members()[session.chosen()].as_of;
  if (day.empty()) day = "2022-10-01";
  std::string item;
  bool has_day = false;
  for (const FieldShown& field : list.fields) {
    const bool is_day = field.type == ValueType::date && !has_day;
    if (&field != main && !is_day) continue;
    has_day = has_day || is_day;
    item += fmt::format("{}{}: {}", item.empty() ? "{ " : ", ", field.name, &field != main ? day : lacks_unit(list, value) ? value + " " + main->unit : value);
  }
  return item + " }";
}

// How a value that was written for a list is to be written; empty: the list is not what is wrong.
std::vector<std::string> advice_for_list(const Session& session, const FactEdit& edit) {
  const std::optional<FactShown> list = session.fact(std::string_view(edit.path).substr(0, edit.path.find('[')));
  if (!list || !list->is_list || !edit.value || edit.value->starts_with("[") || edit.value->starts_with("\"")) return {};
  if (edit.value->starts_with("{") && !edit.value->ends_with("}")) return {};
  // Items in braces: it is the first of them that is wrong.
  const bool is_braced = !edit.append && edit.value->starts_with("{");
  const std::string value(is_braced ? trimmed(std::string_view(*edit.value).substr(1, edit.value->size() - 2)) : std::string_view(*edit.value));
  const bool is_item = edit.path.find('[') != std::string::npos;
  if (is_item) {
    const bool is_bare = edit.path.back() == ']' && !list->is_plain && !value.starts_with("{");
    const FieldShown* main = is_bare ? main_field(*list, value) : nullptr;
    if (main == nullptr) return {};
    return {fmt::format("write `.let {}.{} = {}`", edit.path, main->name, value)};
  }
  const std::size_t comma = value.find(',');
  if (list->is_plain && comma != std::string::npos) {
    std::string several = "several, one at a time:";
    for (std::size_t begin = 0; begin < value.size();) {
      const std::size_t end = std::min(value.find(',', begin), value.size());
      const std::string_view one = trimmed(std::string_view(value).substr(begin, end - begin));
      if (!one.empty()) several += fmt::format("{} `.let {} += {}`", several.back() == ':' ? "" : ",", list->name, one);
      begin = end + 1;
    }
    return {several, fmt::format("or in place of the whole list: `.let {} = [{}]`", list->name, value)};
  }
  if ((edit.append && (list->is_plain || value.starts_with("{"))) || (is_braced && (list->is_plain || value.find('{') != std::string::npos))) return {};
  return {fmt::format("write `.let {} += {}`{}", list->name, as_item(session, *list, value), lacks_unit(*list, value) ? ", if that is the unit" : "")};
}

void fail_edit(Sitting& sitting, const FactEdit& edit, std::vector<Diagnostic> why) {
  const Session& session = sitting.session();
  const Result<Decision>& decision = session.decision();
  if (!session.fact(edit.path) && decision && find_path(*decision, edit.path)) {
    return sitting.fail(fmt::format("`{}` is a criterion: it comes out of the facts, and is not set", edit.path), {fmt::format("`.explain {}` shows the facts that it looks at", edit.path)});
  }
  if (why.empty()) return sitting.fail(why);
  if (std::vector<std::string> advice = advice_for_list(session, edit); !advice.empty()) why.front().help = std::move(advice);
  if (edit.value && edit.value->find('#') != std::string::npos) why.front().help.push_back("`#` begins no comment here: a value goes to the end of its line");
  sitting.fail(why);
}

// ---- why a change flipped nothing --------------------------------------------------------------------------------------

void find_unknown(const std::vector<Criterion>& criteria, std::string_view name, std::vector<std::string>& lines) {
  const auto name_of = [](std::string_view path) { return path.substr(0, path.find('[')); };
  for (const Criterion& one : criteria) {
    const auto missing = std::find_if(one.evidence.begin(), one.evidence.end(), [&](const Evidence& seen) { return seen.missing && name_of(seen.fact) == name_of(name); });
    const bool is_leaf = one.children.empty() && one.verdict == CriterionVerdict::unknown;
    if (is_leaf && missing != one.evidence.end()) lines.push_back(fmt::format("  {} still unknown: {}", one.path, missing->reason));
    find_unknown(one.children, name, lines);
  }
}

// The criteria that read the fact, and do not know more now.
void tell_still_unknown(Sitting& sitting, const FactEdit& edit) {
  const Result<Decision>& decision = sitting.session().decision();
  if (!decision) return;
  std::vector<std::string> lines;
  for (const SectionResult& section : decision->sections) find_unknown(section.criteria, edit.path, lines);
  constexpr std::size_t most_told = 3;
  for (std::size_t i = 0; i < std::min(lines.size(), most_told); ++i) sitting.say(lines[i]);
}

bool apply(Sitting& sitting, const FactEdit& edit) {
  const Result<Change> change = sitting.session().apply(edit);
  if (!change) {
    fail_edit(sitting, edit, change.error());
    return false;
  }
  if (edit.value) echo(sitting, edit);
  sitting.tell(*change);
  if (edit.value && *edit.value != "null" && change->difference.flips.empty()) tell_still_unknown(sitting, edit);
  return true;
}

// FACT = VALUE of `.let` and `.whatif`; none: it is not that, and why was said.
std::optional<FactEdit> typed_edit(Sitting& sitting, std::string_view command, std::string_view rest) {
  const TypedFact typed = typed_fact(rest);
  const std::string_view word = typed.path.substr(0, typed.path.find_first_of(" \t\n"));
  if (typed.path.empty()) {
    sitting.fail_usage(command, "no fact is given");
  } else if (typed.has_value && typed.path.ends_with("-")) {
    const std::string_view list = trimmed(typed.path.substr(0, typed.path.size() - 1));
    sitting.fail("an item is taken out by its number", {fmt::format("`.facts {}` shows the items with their numbers; `.unset {}[2]` takes the second out", list, list)});
  } else if (!typed.has_value) {
    sitting.fail_usage(command, fmt::format("there is no `=` behind `{}`", word));
  } else if (typed.value.empty()) {
    sitting.fail_usage(command, fmt::format("no value stands behind `{} =`", typed.path));
  } else if (typed.value == not_kept) {
    sitting.fail("the value is missing: the history keeps none", {"write the value in place of `…`", "`crit repl --keep-values` keeps values from then on"});
  } else {
    return FactEdit{std::string(typed.path), std::string(typed.value), typed.append};
  }
  return std::nullopt;
}

// A number behind `.undo` or `.redo`; none: it is none.
std::optional<std::size_t> steps(Sitting& sitting, std::string_view command, std::string_view rest) {
  if (rest.empty()) return 1;
  const bool is_number = rest.size() < 7 && std::all_of(rest.begin(), rest.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (is_number && rest.find_first_not_of('0') != std::string_view::npos) return std::stoul(std::string(rest));
  sitting.fail_usage(command, fmt::format("`{}` is no number of changes", rest));
  return std::nullopt;
}

void tell(Sitting& sitting, const Result<Change>& change) {
  if (change) sitting.tell(*change);
  else sitting.fail(change.error());
}

// The same of what may go behind a change of the policy's text.
template <typename Step>
void take_step(Sitting& sitting, const Step& step) {
  const bool was_behind = sitting.is_behind_file();
  tell(sitting, step(sitting.session()));
  if (was_behind || !sitting.is_behind_file()) return;
  const std::string& file = sitting.disk().name();
  sitting.say(fmt::format("the policy here is now an earlier text than that of {}: `.redo`, or `.open {}`, takes the file's", file, file));
}

}  // namespace

void run_let(Sitting& sitting, std::string_view rest) {
  if (const auto edit = typed_edit(sitting, "let", rest)) apply(sitting, *edit);
}

void run_unset(Sitting& sitting, std::string_view rest) {
  if (rest.empty()) return sitting.fail_usage("unset", "no fact is given");
  if (rest.find('=') != std::string_view::npos) return sitting.fail_usage("unset", "a fact that is taken out has no value");
  apply(sitting, {std::string(rest), std::nullopt, false});
}

void run_asof(Sitting& sitting, std::string_view rest) {
  Session& session = sitting.session();
  if (rest.empty()) {
    if (!session.as_of().empty()) return sitting.say(fmt::format("{}, for all members", session.as_of()));
    const std::string own = session.members()[session.chosen()].as_of;
    return sitting.say(own.empty() ? "none: the member has no date of service, and none is set" : fmt::format("{}, as the member's file has it", own));
  }
  if (rest == not_kept) return sitting.fail_usage("asof", "the date is missing: the history keeps none");
  const Result<Change> change = session.set_as_of(rest == "own" ? std::string() : std::string(rest));
  if (change && rest != "own" && session.as_of() != rest) sitting.say(fmt::format("as_of = {}", session.as_of()));
  tell(sitting, change);
}

void run_undo(Sitting& sitting, std::string_view rest) {
  if (const auto count = steps(sitting, "undo", rest)) take_step(sitting, [&](Session& session) { return session.undo(*count); });
}

void run_redo(Sitting& sitting, std::string_view rest) {
  if (const auto count = steps(sitting, "redo", rest)) take_step(sitting, [&](Session& session) { return session.redo(*count); });
}

void run_whatif(Sitting& sitting, std::string_view rest) {
  const bool was_open = sitting.session().in_what_if();
  sitting.session().begin_what_if();
  if (!rest.empty()) {
    const auto edit = typed_edit(sitting, "whatif", rest);
    const bool applied = edit && apply(sitting, *edit);
    if (!applied && !was_open) static_cast<void>(sitting.session().drop());  // it was opened for this change alone
    return;
  }
  sitting.say(was_open ? "a what-if is open already; `.keep` or `.drop` ends it" : "from here on changes are supposed only; `.keep` makes facts of them, `.drop` forgets them");
}

void run_keep(Sitting& sitting, std::string_view) { tell(sitting, sitting.session().keep()); }

void run_drop(Sitting& sitting, std::string_view) { take_step(sitting, [](Session& session) { return session.drop(); }); }

void run_open(Sitting& sitting, std::string_view rest) {
  if (rest.empty()) return sitting.fail_usage("open", "no file is given");
  const std::string name(rest);
  std::error_code error;
  const bool is_folder = std::filesystem::is_directory(sitting.path_of(name), error);
  const std::vector<MemberShown> members = sitting.session().members();
  const auto is_it = [&](const MemberShown& one) { return one.id == name; };
  const bool is_number = name.size() < 7 && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!std::filesystem::exists(sitting.path_of(name), error) && (is_number || std::any_of(members.begin(), members.end(), is_it))) {
    return sitting.fail(fmt::format("there is no file `{}`", name), {fmt::format("to go to the member: `.members {}`", name)});
  }
  if (is_folder && sitting.session().has_policy() && command::is_case_folder(name, sitting.console())) {
    sitting.open_member_folder(name);
  } else if (is_folder || name.ends_with(".crit")) {
    sitting.open_policy(name);
  } else if (!sitting.session().has_policy()) {
    sitting.fail(command::UsageProblem{"facts are read by a policy, and none is open", {"`.open POLICY.crit` comes first"}});
  } else {
    sitting.open_member_file(name);
  }
}

}  // namespace crit::shell
