// crit/session.hpp: what is shown of a session, and what it gives on.
#include <fmt/format.h>

#include <algorithm>

#include "crit/format.hpp"
#include "diagnostics.hpp"
#include "expression.hpp"
#include "session_data.hpp"
#include "shown.hpp"
#include "test_text.hpp"

namespace crit {

using namespace session;  // NOLINT: the session's own parts

const Version& Session::Data::version_of(const Facts::Read& read) const {
  const MemberData* member = Inside::of(read.member);
  return now().policy->data().versions[member == nullptr ? 0 : member->version];
}

std::vector<MemberShown> Session::members() const {
  const State& state = data_->now();
  std::vector<MemberShown> all;
  for (std::size_t i = 0; state.policy && i < state.members.size(); ++i) {
    const Facts& facts = *state.members[i];
    const std::shared_ptr<Facts::Read> read = facts.read(state.policy, state.as_of);
    MemberShown shown;
    shown.id = read->member.id();
    if (facts.file) shown.file = facts.file->text.name;
    shown.valid = read->member.valid();
    shown.as_of = read->member.as_of();
    shown.changed = facts.changed || !state.as_of.empty();
    shown.supposed = !Data::supposed_of(state, i).empty();
    all.push_back(std::move(shown));
  }
  return all;
}

// ---- facts ----------------------------------------------------------------------------------------------------------------

std::vector<FactShown> Session::facts() const {
  const State& state = data_->now();
  if (!state.policy) return {};
  const std::shared_ptr<Facts::Read> read = state.members[data_->chosen]->read(state.policy, state.as_of);
  const MemberData* member = Inside::of(read->member);
  std::vector<FactShown> all = show_facts(data_->version_of(*read).chunk, member == nullptr ? nullptr : &member->reading.facts);
  const Result<Decision>& decision = this->decision();
  const std::vector<std::string> supposed = this->supposed();
  for (FactShown& one : all) {
    one.needed = decision && std::any_of(decision->needs.begin(), decision->needs.end(), [&](const Need& need) { return need.fact == one.name; });
    const auto rests = [&](const std::string& path) { return std::any_of(supposed.begin(), supposed.end(), [&](const std::string& what) { return rests_on(path, what); }); };
    one.supposed = rests(one.name);
    for (ItemShown& item : one.items) item.supposed = rests(item.path);
  }
  return all;
}

std::optional<FactShown> Session::fact(std::string_view path) const {
  const std::string_view whole = path.substr(0, path.find('['));  // an answer to `I.A.3[1]` has its own name
  for (FactShown& one : facts()) {
    if (one.name == path || (one.is_list && one.name == whole)) return std::move(one);
  }
  return std::nullopt;
}

// ---- expressions ------------------------------------------------------------------------------------------------------------

namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// A list by its bare name is no expression of crit: it is shown as it is.
ValueShown value_of(const FactShown& list) {
  ValueShown shown;
  shown.type = list.type_text;
  shown.known = !list.missing;
  shown.value = list.value;
  for (const ItemShown& item : list.items) {
    Evidence one;
    one.fact = item.path;
    one.description = list.description;
    one.value = item.shown;
    shown.evidence.push_back(std::move(one));
  }
  if (list.missing) {
    Evidence none;
    none.fact = list.name;
    none.description = list.description;
    none.missing = true;
    none.reason = list.why_missing;
    shown.evidence.push_back(std::move(none));
  }
  return shown;
}

// `LIST[2]`, `LIST[2].FIELD`: no expression of crit either. None: the text is no such path.
std::optional<Result<ValueShown>> value_of_item(const FactShown& list, const Schema& schema, const SourceText& asked) {
  const std::string_view path = trimmed(asked.text);
  const auto fail = [&](std::string message, std::string help) {
    Diagnostics found(asked.name);
    const auto begin = static_cast<std::uint32_t>(asked.text.find(path));
    Diagnostic& made = found.add(Mistake::edit_place, Span{begin, begin + static_cast<std::uint32_t>(path.size())}, std::move(message));
    if (!help.empty()) made.help.push_back(std::move(help));
    return Result<ValueShown>::failure(found.take_sorted());
  };
  const std::size_t close = path.find(']');
  if (close == std::string_view::npos || path.find_first_of(" \t\n<>=!+*/(){}", close) != std::string_view::npos) return std::nullopt;
  const auto place = find_place(schema, path);
  if (const auto* fault = std::get_if<PlaceFault>(&place)) return fail(fault->message, fault->help);
  const Place& found = std::get<Place>(place);
  if (found.item > list.items.size()) {
    const std::string count = list.items.empty() ? "no items" : list.items.size() == 1 ? "1 item" : fmt::format("{} items", list.items.size());
    return fail(fmt::format("`{}` has {}: there is no `{}[{}]`", list.name, count, list.name, found.item), list.items.empty() ? "" : fmt::format("`{}` shows those that are on file", list.name));
  }
  const ItemShown& item = list.items[found.item - 1];
  ValueShown shown;
  shown.supposed = item.supposed;
  shown.known = true;
  if (!found.beside.empty()) return fail(fmt::format("`{}` says where a value comes from, and is none", path), fmt::format("`{}[{}]` shows it", list.name, found.item));
  if (found.field == nullptr) {
    shown.value = item.shown;
    shown.type = "an item of " + list.name;
    return Result<ValueShown>(std::move(shown));
  }
  for (std::size_t i = 0; i < list.fields.size(); ++i) {
    if (list.fields[i].name != found.field->name) continue;
    shown.value = item.values[i];
    shown.type = list.fields[i].type_text;
  }
  if (!shown.value.empty()) return Result<ValueShown>(std::move(shown));
  shown.known = false;
  Evidence none;
  none.fact = std::string(path);
  none.missing = true;
  none.reason = "not supplied";
  shown.evidence.push_back(std::move(none));
  return Result<ValueShown>(std::move(shown));
}

}  // namespace

Result<ValueShown> Session::evaluate(const SourceText& expression) const {
  using Shown = Result<ValueShown>;
  const State& state = data_->now();
  if (!state.policy) return Shown::failure(not_compiled(expression.name));
  data_->expression = expression;
  const auto mark = [&](ValueShown& shown) {
    Data::mark(shown.evidence, supposed());
    shown.supposed = std::any_of(shown.evidence.begin(), shown.evidence.end(), [](const Evidence& one) { return one.supposed; });
  };
  const Facts& facts = *state.members[data_->chosen];
  const std::shared_ptr<Facts::Read> read = facts.read(state.policy, state.as_of);
  if (const std::optional<FactShown> named = fact(trimmed(expression.text)); named && named->is_list) {
    if (named->name != trimmed(expression.text)) {
      if (auto item = value_of_item(*named, data_->version_of(*read).chunk.schema, expression)) return std::move(*item);
    } else {
      ValueShown shown = value_of(*named);
      mark(shown);
      return shown;
    }
  }
  if (!facts.tree) return Shown::failure(read->member.diagnostics());
  const SourceText member{facts.name(), to_text(with_date(*facts.tree, state.as_of)), 1, 1, 0};
  Evaluated made = session::evaluate(data_->version_of(*read), state.policy->again(), expression, member, read->member.as_of());
  if (!made.value) return Shown::failure(std::move(made.diagnostics));
  made.value->warnings = std::move(made.diagnostics);
  mark(*made.value);
  return std::move(*made.value);
}

// ---- giving it on -----------------------------------------------------------------------------------------------------------

std::string Session::facts_json() const {
  const State& state = data_->now();
  if (!state.policy) return "{}\n";
  const Facts& facts = *state.members[data_->chosen];
  return facts.tree ? to_text(with_date(*facts.tree, state.as_of)) : facts.file->text.text;
}

Result<std::string> Session::test_text(const std::string& name) const {
  using Made = Result<std::string>;
  const State& state = data_->now();
  const Result<Decision>& decided = decision();
  if (!decided) return Made::failure(decided.error());
  const Facts& facts = *state.members[data_->chosen];
  const std::shared_ptr<Facts::Read> read = facts.read(state.policy, state.as_of);
  const Version& version = data_->version_of(*read);
  const std::string text = session::test_text(name, *facts.tree, version.chunk.schema, *decided);
  std::vector<Diagnostic> faults = session::check_test(text, *state.policy, version);
  if (!faults.empty()) return Made::failure(std::move(faults));
  const Result<std::string> laid_out = format({name, text});
  return laid_out ? *laid_out : text;
}

const std::vector<SourceText>& Session::texts() const {
  const Data& data = *data_;
  data.texts.clear();
  const auto add = [&](const SourceText& text) {
    const auto same = [&](const SourceText& one) { return one.name == text.name; };
    if (std::none_of(data.texts.begin(), data.texts.end(), same)) data.texts.push_back(text);
  };
  const auto add_policy = [&](const Policy& policy) {
    for (const SourceText& file : policy.files) add(file);
    for (const auto& [asked, file] : policy.loaded) {
      if (file.state == LoadedFile::State::found) add({file.name, file.text, 1, 1, 0});
    }
  };
  add({data.value_name, data.value_text, 1, 1, 0});
  if (data.expression) add(*data.expression);
  if (data.refused) add(*data.refused);
  if (data.faulty) add_policy(*data.faulty);
  const State& state = data.now();
  if (state.policy) add_policy(*state.policy);
  for (const std::shared_ptr<const Facts>& facts : state.members) {
    if (facts->file) add(facts->file->text);
    if (state.policy && facts->changed) add(facts->read(state.policy, state.as_of)->text);
  }
  return data.texts;
}

}  // namespace crit
