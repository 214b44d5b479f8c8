// Commands that change what is decided: facts, the date of service, what is supposed, what is open.
#include <fmt/format.h>

#include <algorithm>

#include "sitting.hpp"

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

bool apply(Sitting& sitting, const FactEdit& edit) {
  const Result<Change> change = sitting.session().apply(edit);
  if (!change) {
    sitting.fail(change.error());
    return false;
  }
  if (edit.value) echo(sitting, edit);
  sitting.tell(*change);
  return true;
}

// FACT = VALUE of `.let` and `.whatif`; none: it is not that, and why was said.
std::optional<FactEdit> typed_edit(Sitting& sitting, std::string_view command, std::string_view rest) {
  const TypedFact typed = typed_fact(rest);
  const std::string_view word = typed.path.substr(0, typed.path.find_first_of(" \t\n"));
  if (typed.path.empty()) {
    sitting.fail_usage(command, "no fact is given");
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
  tell(sitting, session.set_as_of(rest == "own" ? std::string() : std::string(rest)));
}

void run_undo(Sitting& sitting, std::string_view rest) {
  if (const auto count = steps(sitting, "undo", rest)) tell(sitting, sitting.session().undo(*count));
}

void run_redo(Sitting& sitting, std::string_view rest) {
  if (const auto count = steps(sitting, "redo", rest)) tell(sitting, sitting.session().redo(*count));
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

void run_drop(Sitting& sitting, std::string_view) { tell(sitting, sitting.session().drop()); }

void run_open(Sitting& sitting, std::string_view rest) {
  if (rest.empty()) return sitting.fail_usage("open", "no file is given");
  const std::string name(rest);
  std::error_code error;
  const bool is_policy = name.ends_with(".crit") || std::filesystem::is_directory(sitting.path_of(name), error);
  if (is_policy) {
    sitting.open_policy(name);
  } else if (!sitting.session().has_policy()) {
    sitting.fail(command::UsageProblem{"facts are read by a policy, and none is open", {"`.open POLICY.crit` comes first"}});
  } else {
    sitting.open_member_file(name);
  }
}

}  // namespace crit::shell
