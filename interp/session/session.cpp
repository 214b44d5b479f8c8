// crit/session.hpp: opening, changing, undoing; what-if. What is shown of it is session_show.cpp's.
#include "crit/session.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "date_in_words.hpp"
#include "diagnostics.hpp"
#include "fact_stream.hpp"
#include "session_data.hpp"
#include "written_value.hpp"

namespace crit {

using namespace session;  // NOLINT: the session's own parts

Session::Session(FileLoader loader) : data_(std::make_unique<Data>()) { data_->loader = std::move(loader); }
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

void Session::set_root(std::string root) { data_->root = std::move(root); }

void Session::set_cancelled(const std::atomic<bool>* cancelled) { data_->cancelled = cancelled; }

namespace {

Result<Change> refuse(Mistake mistake, const std::string& file, Span span, std::string message, std::string help = "") {
  Diagnostics found(file);
  Diagnostic& made = found.add(mistake, span, std::move(message));
  if (!help.empty()) made.help.push_back(std::move(help));
  return Result<Change>::failure(found.take_sorted());
}

bool same_message(const Diagnostic& left, const Diagnostic& right) { return left.code == right.code && left.path == right.path && left.message == right.message; }

// Those of `now` that were not said before. That a date of service is missing is no news of a fact.
std::vector<Diagnostic> news(const std::vector<Diagnostic>& before, const std::vector<Diagnostic>& now, Severity severity) {
  std::vector<Diagnostic> made;
  for (const Diagnostic& one : now) {
    const auto same = [&](const Diagnostic& other) { return same_message(one, other); };
    if (one.severity == severity && one.code != info(Mistake::no_date_of_service).code && std::none_of(before.begin(), before.end(), same)) made.push_back(one);
  }
  return made;
}

}  // namespace

// ---- the present state -----------------------------------------------------------------------------------------------------

const Result<Decision>& Session::Data::decide(const State& state, std::size_t member) {
  static const Result<Decision> no_policy = Result<Decision>::failure(not_compiled(""));
  if (!state.policy || member >= state.members.size()) return no_policy;
  const std::shared_ptr<Facts::Read> read = state.members[member]->read(state.policy, state.as_of);
  if (!read->decision) {
    DecideOptions options;
    options.cancelled = state.policy->cancelled;
    Result<Decision> made = state.policy->program.decide(read->member, options);
    const bool is_stopped = !made && options.cancelled != nullptr && *options.cancelled;
    if (is_stopped) return state.policy->stopped = std::move(made);
    read->decision = std::move(made);
    const Facts& facts = *state.members[member];
    if (*read->decision && facts.file) (*read->decision)->file = facts.file->text.name;
    if (*read->decision && !facts.file) (*read->decision)->file.clear();
  }
  const std::vector<std::string> supposed = supposed_of(state, member);
  if (supposed.empty()) return *read->decision;
  const auto [place, fresh] = state.marked.try_emplace(member, *read->decision);
  if (fresh && place->second) mark(*place->second, supposed);
  return place->second;
}

std::vector<std::string> Session::Data::supposed_of(const State& state, std::size_t member) {
  std::vector<std::string> paths;
  for (const auto& [of, path] : state.supposed) {
    if (of == member || path == "as_of") paths.push_back(path);
  }
  return paths;
}

namespace {

void mark(std::vector<Evidence>& evidence, const std::vector<std::string>& supposed) {
  for (Evidence& one : evidence) {
    one.supposed = std::any_of(supposed.begin(), supposed.end(), [&](const std::string& path) { return rests_on(one.fact, path); });
  }
}

void mark(Criterion& criterion, const std::vector<std::string>& supposed) {
  mark(criterion.evidence, supposed);
  for (Criterion& child : criterion.children) mark(child, supposed);
}

}  // namespace

void Session::Data::mark(Decision& decision, const std::vector<std::string>& supposed) {
  decision.supposed = supposed;
  for (SectionResult& section : decision.sections) {
    for (Criterion& criterion : section.criteria) crit::mark(criterion, supposed);
  }
}

void Session::Data::mark(std::vector<Evidence>& evidence, const std::vector<std::string>& supposed) { crit::mark(evidence, supposed); }

// What comes after `now` is forgotten.
Difference Session::Data::step_to(std::shared_ptr<State> after, LogEntry log) {
  Difference difference = compare(decide(now(), chosen), decide(*after, chosen));
  const Result<Decision>& decision = decide(*after, chosen);
  log.difference = difference;
  log.supposed = what_if.has_value();
  if (decision) {
    log.outcome = decision->outcome;
    log.summary = decision->summary;
  }
  steps.resize(at);
  steps.push_back({std::move(log), std::move(after)});
  ++at;
  return difference;
}

// Their decisions that are kept with members are of policies that no state has any longer.
void Session::Data::forget_policies() {
  std::set<std::uint64_t> kept{first->policy->number};
  for (const Step& step : steps) kept.insert(step.after->policy->number);
  const auto forget = [&](const State& state) {
    for (const std::shared_ptr<const Facts>& facts : state.members) {
      std::erase_if(facts->reads, [&](const auto& one) { return kept.count(one.first.first) == 0; });
      if (facts->file) std::erase_if(facts->file->read, [&](const auto& one) { return kept.count(one.first) == 0; });
    }
  };
  forget(*first);
  for (const Step& step : steps) forget(*step.after);
}

// ---- policies -------------------------------------------------------------------------------------------------------------

Result<std::shared_ptr<const Policy>> Session::Data::compile(std::vector<SourceText> files) {
  auto policy = std::make_shared<Policy>();
  policy->number = ++policies;
  const FileLoader keeping = [&](const std::string& from, const std::string& path) {
    LoadedFile file = loader ? loader(from, path) : LoadedFile{};
    return policy->loaded.insert_or_assign({from, path}, std::move(file)).first->second;
  };
  policy->cancelled = cancelled;
  Result<Program> compiled = Engine().compile_versions(files, keeping, {0, cancelled, root});
  policy->files = std::move(files);
  if (!compiled) {
    faulty = policy;  // its texts are what the errors speak of
    return Result<std::shared_ptr<const Policy>>::failure(std::move(compiled.error()));
  }
  policy->program = std::move(*compiled);
  faulty.reset();
  return Result<std::shared_ptr<const Policy>>(std::move(policy));
}

// Errors in files of tests are told like warnings: they stop nothing.
static std::vector<Diagnostic> told_of(const Program& program) {
  std::vector<Diagnostic> all = program.warnings();
  all.insert(all.end(), program.test_faults().begin(), program.test_faults().end());
  return all;
}

Result<Change> Session::open_policy(std::vector<SourceText> files) {
  const std::string name = files.empty() ? "" : files.front().name;
  Result<std::shared_ptr<const Policy>> policy = data_->compile(std::move(files));
  if (!policy) return Result<Change>::failure(std::move(policy.error()));
  Change change;
  data_->latest = *policy;
  change.warnings = told_of((*policy)->program);
  if (!data_->now().policy) {  // where it begins: nothing to go back to
    data_->first->policy = std::move(*policy);
    if (data_->first->members.empty()) data_->first->members.push_back(data_->empty_member());
    return change;
  }
  auto after = std::make_shared<State>(data_->now().copy());
  after->policy = std::move(*policy);
  LogEntry log;
  log.kind = LogEntry::Kind::policy;
  log.text = name;
  change.difference = data_->step_to(std::move(after), std::move(log));
  return change;
}

Result<Reload> Session::reload(std::vector<SourceText> files) {
  if (!data_->now().policy) return Result<Reload>::failure(not_compiled(files.empty() ? "" : files.front().name));
  const std::shared_ptr<const Policy> before = data_->now().policy;
  const std::string name = files.empty() ? "" : files.front().name;
  Result<std::shared_ptr<const Policy>> policy = data_->compile(std::move(files));
  data_->latest = policy ? *policy : nullptr;
  if (!policy) return Result<Reload>::failure(std::move(policy.error()));
  Reload reload;
  reload.warnings = told_of((*policy)->program);
  reload.same_text = same_texts(*before, **policy);
  if (reload.same_text) return reload;
  reload.texts = changed_texts(before->program, (*policy)->program);
  auto after = std::make_shared<State>(data_->now().copy());
  after->policy = std::move(*policy);
  for (std::size_t i = 0; i < after->members.size(); ++i) {
    const bool was_valid = data_->now().members[i]->read(before, after->as_of)->member.valid();
    if (was_valid && !after->members[i]->read(after->policy, after->as_of)->member.valid()) reload.invalid.push_back(i);
  }
  data_->before_reload = before;
  LogEntry log;
  log.kind = LogEntry::Kind::reload;
  log.text = name;
  reload.difference = data_->step_to(std::move(after), std::move(log));
  data_->forget_policies();
  return reload;
}

bool Session::has_policy() const { return data_->now().policy != nullptr; }

const Program& Session::program() const {
  static const Program none;
  return has_policy() ? data_->now().policy->program : none;
}

bool Session::has_latest_text() const { return has_policy() && data_->latest && same_texts(*data_->now().policy, *data_->latest); }

const Program& Session::program_before_reload() const {
  static const Program none;
  return data_->before_reload ? data_->before_reload->program : none;
}

// ---- members --------------------------------------------------------------------------------------------------------------

std::shared_ptr<const Facts> Session::Data::empty_member() {
  auto made = std::make_shared<Facts>();
  made->tree = JsonTree::object();
  return made;
}

// Each member of the file, as its tree where it can be read.
std::vector<std::shared_ptr<const Facts>> session::members_of(const SourceText& text, const Policy& policy) {
  auto file = std::make_shared<File>();
  file->text = text;
  const std::size_t count = (file->read[policy.number] = policy.program.read_members(text)).size();
  FactStream stream;
  stream.feed(text.text);
  stream.finish();
  JsonReader json;
  std::vector<std::shared_ptr<const Facts>> members;
  while (members.size() < count) {
    const std::optional<FactPiece> piece = stream.next();
    auto facts = std::make_shared<Facts>();
    facts->file = file;
    facts->number = members.size();
    if (piece && (piece->kind == FactPiece::Kind::value || piece->kind == FactPiece::Kind::inside)) {
      json.take(piece->text);
      const JsonResult read = json.read(piece->begin, piece->end);
      if (read.document && read.document->root.kind == JsonKind::object) facts->tree = tree_of(read.document->root);
    }
    members.push_back(std::move(facts));
  }
  return members;
}

Result<Change> Session::open_members(const SourceText& facts) {
  Data& data = *data_;
  if (!data.now().policy) return Result<Change>::failure(not_compiled(facts.name));
  const std::vector<std::shared_ptr<const Facts>> members = members_of(facts, *data.now().policy);
  const Result<Decision> before = data.decide(data.now(), data.chosen);
  const bool untouched = data.steps.empty() && data.first->members.size() == 1 && !data.first->members.front()->file && data.first->members.front()->tree->children.empty();
  if (untouched) data.first->members.clear();
  // Members are no change that undo would take back: every state gets them.
  data.chosen = data.now().members.size();
  data.first->members.insert(data.first->members.end(), members.begin(), members.end());
  for (const Step& step : data.steps) step.after->members.insert(step.after->members.end(), members.begin(), members.end());
  Change change;
  change.difference = compare(before, data.decide(data.now(), data.chosen));
  for (std::size_t i = data.chosen; i < data.now().members.size(); ++i) {
    for (const Diagnostic& one : data.now().members[i]->read(data.now().policy, data.now().as_of)->member.diagnostics()) change.warnings.push_back(one);
  }
  return change;
}

std::size_t Session::chosen() const { return data_->chosen; }

bool Session::choose(std::size_t member) {
  if (member >= data_->now().members.size()) return false;
  data_->chosen = member;
  return true;
}

bool Session::choose(std::string_view id) {
  const State& state = data_->now();
  for (std::size_t i = 0; state.policy && i < state.members.size(); ++i) {
    if (!id.empty() && state.members[i]->read(state.policy, state.as_of)->member.id() == id) return choose(i);
  }
  return false;
}

const Result<Decision>& Session::decision() const { return decision(data_->chosen); }
const Result<Decision>& Session::decision(std::size_t member) const { return data_->decide(data_->now(), member); }

// ---- changes --------------------------------------------------------------------------------------------------------------

// Puts the places of what was just written to where it was written.
std::vector<Diagnostic> Session::Data::placed(std::vector<Diagnostic> found, const Facts::Read& read, const Place& place) const {
  for (Diagnostic& one : found) {
    if (one.file != read.text.name) continue;
    const Written* nearest = nullptr;
    for (const Written& written : read.written) {  // inner ones stand behind
      if (written.place.begin <= one.span.begin && one.span.end <= std::max(written.place.end, one.span.begin + 1)) nearest = &written;
    }
    if (nearest == nullptr) continue;
    one.file = value_name;
    one.span = nearest->origin;
    one.labels.clear();
    if (place.type() != nullptr && place.type()->kind == FactKind::yes_no && one.code == info(Mistake::fact_type).code) {
      one.message = "yes or no is expected";  // the reader speaks of JSON
      one.help.clear();
    }
  }
  return found;
}

Result<Change> Session::apply(const FactEdit& edit) {
  Data& data = *data_;
  const State& state = data.now();
  if (!state.policy) return Result<Change>::failure(not_compiled(""));
  data.value_text = edit.path;
  data.refused.reset();
  const Span whole{0, static_cast<std::uint32_t>(edit.path.size())};
  const auto wrong = [&](std::string message, std::string help) { return refuse(Mistake::edit_place, data.value_name, whole, std::move(message), std::move(help)); };
  const Facts& old = *state.members[data.chosen];
  if (!old.tree) return wrong("the member cannot be read, and so not be changed", "mend its file, and open it again");
  if (edit.path == "as_of") return wrong("`as_of` is the date of service, and no fact", "set the date of service instead");
  const std::shared_ptr<Facts::Read> before = old.read(state.policy, state.as_of);
  const Version& version = data.version_of(*before);
  const auto found = find_place(version.chunk.schema, edit.path);
  if (const auto* fault = std::get_if<PlaceFault>(&found)) return wrong(fault->message, fault->help);
  const Place& place = std::get<Place>(found);
  if (edit.append && (place.list == nullptr || place.item != 0)) return wrong(fmt::format("`{}` is no list: nothing can be added to it", edit.path), "give it one value");
  if (edit.append && !edit.value) return wrong("an item is missing", fmt::format("write the item that is added to `{}`", edit.path));
  const std::size_t items = place.list == nullptr ? 0 : items_on_file(*old.tree, *place.list);
  if (place.item > items) {
    return wrong(fmt::format("`{}` has {}: there is no `{}[{}]`", place.list->path, items == 0 ? "no items" : items == 1 ? "1 item" : fmt::format("{} items", items), place.list->path, place.item),
                 "add an item to the list, and then change it");
  }
  if (!place.beside.empty() && !is_on_file(*old.tree, place)) {
    const std::string of = edit.path.substr(0, edit.path.rfind('.'));
    return wrong(fmt::format("`{}` has no value on file, so nothing says where it comes from", of), fmt::format("give it a value first: `{}`", of));
  }
  auto changed = std::make_shared<Facts>();
  changed->file = old.file;
  changed->number = old.number;
  changed->changed = true;
  changed->tree = old.tree;
  data.value_text = edit.value.value_or("");
  if (edit.value) {
    WrittenValue written = read_written(*edit.value, place, edit.append);
    if (written.fault) return refuse(Mistake::edit_place, data.value_name, written.fault->span, written.fault->message, written.fault->help);
    if (edit.append) append_item(*changed->tree, version.chunk.schema, place, std::move(written.value));
    else put(*changed->tree, version.chunk.schema, place, std::move(written.value));
  } else {
    take_out(*changed->tree, version.chunk.schema, place);
  }
  return data.take_facts(std::move(changed), place, *before, edit);
}

Result<Change> Session::Data::take_facts(std::shared_ptr<Facts> changed, const Place& place, const Facts::Read& before, const FactEdit& edit) {
  const std::shared_ptr<Facts::Read> read = changed->read(now().policy, now().as_of);
  const std::vector<Diagnostic> said = placed(read->member.diagnostics(), *read, place);
  if (std::vector<Diagnostic> errors = news(before.member.diagnostics(), said, Severity::error); !errors.empty()) {
    refused = read->text;
    return Result<Change>::failure(std::move(errors));
  }
  Change change;
  change.warnings = news(before.member.diagnostics(), said, Severity::warning);
  forget_origins(*changed->tree);
  auto after = std::make_shared<State>(now().copy());
  after->members[chosen] = std::move(changed);
  if (what_if) {
    const bool renumbers = !edit.value && place.item != 0 && place.field == nullptr && place.beside.empty();  // the items behind it
    const std::string added = edit.append ? fmt::format("{}[{}]", edit.path, items_on_file(*after->members[chosen]->tree, *place.list)) : edit.path;
    after->supposed.emplace(chosen, renumbers ? place.list->path : added);
  }
  LogEntry log;
  log.kind = LogEntry::Kind::fact;
  log.edit = edit;
  log.member = read->member.id();
  change.difference = step_to(std::move(after), std::move(log));
  return change;
}

Result<Change> Session::set_as_of(const std::string& day) {
  Data& data = *data_;
  const State& state = data.now();
  if (!state.policy) return Result<Change>::failure(not_compiled(""));
  data.value_text = day;
  auto after = std::make_shared<State>(state.copy());
  after->as_of = day;
  if (!day.empty()) {
    const std::string written = date_in_words(day).value_or(day);
    const std::optional<Date> date = parse_date(written);
    if (!date || !date->exact()) {
      // The reader of facts says what is wrong with it.
      SourceText text{data.value_name, fmt::format("{{\"as_of\": {}}}", json_string(written)), 1, 1, 0};
      std::vector<Diagnostic> said = state.policy->program.read_members(text).front().diagnostics();
      for (Diagnostic& one : said) one.span = {0, static_cast<std::uint32_t>(day.size())};
      return Result<Change>::failure(std::move(said));
    }
    after->as_of = to_string(date->first);
  }
  if (data.what_if) after->supposed.emplace(data.chosen, "as_of");
  LogEntry log;
  log.kind = LogEntry::Kind::date;
  log.text = after->as_of;
  Change change;
  change.difference = data.step_to(std::move(after), std::move(log));
  return change;
}

const std::string& Session::as_of() const { return data_->now().as_of; }

// ---- going back and forth ---------------------------------------------------------------------------------------------------

std::size_t Session::can_undo() const { return data_->at - data_->what_if.value_or(0); }
std::size_t Session::can_redo() const { return data_->steps.size() - data_->at; }

Result<Change> Session::Data::move_to(std::size_t place) {
  const Result<Decision> before = decide(now(), chosen);
  at = place;
  Change change;
  change.difference = compare(before, decide(now(), chosen));
  return change;
}

Result<Change> Session::undo(std::size_t n) {
  if (can_undo() == 0) return refuse(Mistake::nothing_to_undo, "", Span{}, in_what_if() ? "nothing was supposed that could be undone" : "there is no change to undo");
  return data_->move_to(data_->at - std::min(n, can_undo()));
}

Result<Change> Session::redo(std::size_t n) {
  if (can_redo() == 0) return refuse(Mistake::nothing_to_undo, "", Span{}, "there is no change to redo", "what was undone can be redone until the next change");
  return data_->move_to(data_->at + std::min(n, can_redo()));
}

std::vector<LogEntry> Session::log() const {
  std::vector<LogEntry> entries;
  for (std::size_t i = 0; i < data_->at; ++i) entries.push_back(data_->steps[i].log);
  return entries;
}

// ---- what-if ----------------------------------------------------------------------------------------------------------------

bool Session::in_what_if() const { return data_->what_if.has_value(); }

void Session::begin_what_if() {
  if (data_->what_if) return;
  data_->steps.resize(data_->at);  // what was undone is no what-if
  data_->what_if = data_->at;
}

Result<Change> Session::keep() {
  Data& data = *data_;
  if (!data.what_if) return refuse(Mistake::nothing_to_undo, "", Span{}, "nothing is supposed: there is nothing to keep");
  const std::size_t begin = *data.what_if;
  data.what_if.reset();
  Change change;
  if (data.at == begin) {
    data.steps.resize(begin);
    return change;
  }
  auto after = std::make_shared<State>(data.now().copy());
  after->supposed.clear();
  data.at = begin;
  LogEntry log;
  log.kind = LogEntry::Kind::keep;
  change.difference = data.step_to(std::move(after), std::move(log));
  return change;
}

Result<Change> Session::drop() {
  Data& data = *data_;
  if (!data.what_if) return refuse(Mistake::nothing_to_undo, "", Span{}, "nothing is supposed: there is nothing to drop");
  Result<Change> change = data.move_to(*data.what_if);
  data.steps.resize(data.at);
  data.what_if.reset();
  return change;
}

std::vector<std::string> Session::supposed() const { return Data::supposed_of(data_->now(), data_->chosen); }

bool Session::is_supposed(std::string_view path) const {
  const std::vector<std::string> paths = supposed();
  return std::any_of(paths.begin(), paths.end(), [&](const std::string& one) { return rests_on(path, one); });
}

}  // namespace crit
