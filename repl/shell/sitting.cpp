#include "sitting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <sstream>

#include "crit/entry.hpp"
#include "crit/terminal.hpp"
#include "entries.hpp"
#include "eval.hpp"
#include "system.hpp"

namespace crit::shell {

namespace fs = std::filesystem;

Sitting::Sitting(const Options& options, command::Console& console)
    : options_(options), console_(console), disk_(console, options.confine), session_(disk_.loader()), outlet_(console) {
  session_.set_cancelled(console.context.stop);
}

// ---- running ----------------------------------------------------------------------------------------------------------

bool Sitting::open_given(int& code) {
  code = command::exit_decided;
  if (options_.policy.empty()) return true;
  Diagnostic problem;
  if (!disk_.read(options_.policy, problem)) {
    fail({problem}, {});
    code = command::exit_failure;
  } else if (const Result<Change> opened = session_.open_policy(disk_.policies()); !opened) {
    fail(opened.error(), disk_.texts());
    code = command::exit_invalid_policy;
  } else {
    open_rest(code);
  }
  put_page();
  put_messages();
  return code == command::exit_decided;
}

namespace {

// The entry behind its prompts, as a terminal shows it.
std::string on_lines(const line::Prompt& prompt, std::string_view entry) {
  std::string text = prompt.text;
  for (std::size_t begin = 0; begin <= entry.size();) {
    const std::size_t end = std::min(entry.find('\n', begin), entry.size());
    text += (begin == 0 ? "" : "\n" + prompt.more) + printable(entry.substr(begin, end - begin));
    begin = end + 1;
  }
  return text + "\n";
}

}  // namespace

void Sitting::run(Input& input) {
  inputs_.push_back(&input);
  while (!is_over_) {
    look_at_disk();
    const line::Outcome outcome = input.read(prompt());
    if (outcome.kind == line::Outcome::end_of_input) {
      const bool ends = may_end();
      put_page();
      if (ends) break;
      continue;
    }
    if (outcome.kind == line::Outcome::interrupted) continue;
    if (is_typed()) look_at_disk();  // it may have changed while the entry was typed
    run_entries(outcome.text);
    tell_history();
  }
  inputs_.pop_back();
}

void Sitting::tell_history() {
  if (history_ == nullptr || history_->problem() == told_of_history_) return;
  told_of_history_ = history_->problem();
  if (!told_of_history_.empty()) console_.err << "note: " << printable(told_of_history_) << '\n';
}

// Several may have been pasted: each is then shown before what it gives.
void Sitting::run_entries(const std::string& text) {
  const std::vector<std::string_view> entries = entries_of(text);
  const bool shows = options_.echo || (is_typed() && entries.size() > 1);
  for (const std::string_view entry : entries) {
    const std::string_view one = entries.size() == 1 ? entry : trimmed(entry);
    if (shows) console_.out << on_lines(prompt(), one);
    const bool done = run_entry(one);
    if (!done && options_.bail) bailed_ = is_over_ = true;
    if (is_over_) return;
  }
}

bool Sitting::run_entry(std::string_view entry) {
  if (console_.context.stop != nullptr) *console_.context.stop = false;
  failed_ = false;
  const std::string prompt_text = prompt().text;
  dispatch(entry);
  if (is_stopped()) {
    messages_.clear();
    fail("stopped");
    if (!is_typed()) bailed_ = is_over_ = true;  // nobody is there to type the next entry
    *console_.context.stop = false;
  }
  put_page();
  put_messages();
  keep_record(entry, prompt_text);
  return !failed_;
}

int Sitting::exit_code() const {
  if (bailed_) return command::exit_failure;
  if (!options_.exit_decision) return command::exit_decided;
  if (!session_.has_policy()) return command::exit_failure;
  const Result<Decision>& decision = session_.decision();
  return decision ? command::exit_code(decision->outcome) : command::exit_invalid_facts;
}

bool Sitting::is_stopped() const { return console_.context.stop != nullptr && *console_.context.stop; }

std::size_t Sitting::unsaved() const {
  const std::vector<LogEntry> log = session_.log();
  std::size_t count = 0;
  for (std::size_t i = std::min(saved_, log.size()); i < log.size(); ++i) {
    const bool is_of_facts = log[i].kind == LogEntry::Kind::fact || log[i].kind == LogEntry::Kind::keep;
    count += is_of_facts && !log[i].supposed ? 1 : 0;
  }
  return count;
}

void Sitting::note_saved(const std::string& file) {
  saved_ = session_.log().size();
  if (members_files_.watches(file)) members_files_.watch(file, path_of(file));  // it is no change that somebody made
}

bool Sitting::may_end() {
  const std::size_t count = unsaved();
  if (!is_typed() || count == 0 || count == told_unsaved_) return true;
  told_unsaved_ = count;
  say(fmt::format("{} of facts {} not saved: `.save FILE.json` writes this member, `.exit` again ends", count == 1 ? "1 change" : fmt::format("{} changes", count), count == 1 ? "is" : "are"));
  return false;
}

bool Sitting::is_typed() const { return !inputs_.empty() && inputs_.front()->is_typed(); }

// ---- what is shown of the state ---------------------------------------------------------------------------------------
namespace {

std::string in_capitals(std::string_view text) {
  std::string capitals(text);
  std::transform(capitals.begin(), capitals.end(), capitals.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return capitals;
}

bool has_code(const std::vector<Diagnostic>& why, std::string_view code) {
  return std::any_of(why.begin(), why.end(), [&](const Diagnostic& one) { return one.code == code; });
}

}  // namespace

std::string Sitting::state() const {
  const Result<Decision>& decision = session_.decision();
  if (!decision) return has_code(decision.error(), "E0500") ? "no date" : has_code(decision.error(), "E0528") ? "stopped" : "INVALID";
  std::string state = in_capitals(outcome_name(decision->outcome));
  if (decision->outcome == Outcome::pend && !decision->needs.empty()) state += fmt::format("({})", decision->needs.size());
  return state;
}

line::Prompt Sitting::prompt() const {
  std::string text = "crit";
  if (session_.has_policy()) {
    const Result<Decision>& decision = session_.decision();
    text = decision ? decision->policy : disk_.is_open() ? fs::path(disk_.name()).stem().string() : "policy";
    const std::vector<MemberShown> members = session_.members();
    const std::string& id = members[session_.chosen()].id;
    if (!id.empty()) text += " " + id;
    else if (members.size() > 1) text += fmt::format(" #{}", session_.chosen() + 1);
    text += " " + state();
    if (is_behind_file()) text += " earlier text";
  }
  text = printable(text);
  line::Prompt prompt;
  if (session_.in_what_if()) {
    prompt.marks.push_back({text.size() + 1, text.size() + 8, line::Role::warning});
    text += " what-if";
  }
  prompt.text = text + "> ";
  constexpr std::size_t longest_indent = 16;
  prompt.more = std::string(std::min(columns_of(text), longest_indent), ' ') + "> ";
  return prompt;
}

void Sitting::first_screen() {
  if (!session_.has_policy()) {
    console_.out << fmt::format("crit {}\n`.open POLICY.crit` opens a policy, `.open FACTS.json` its members\n`.help` says what else there is; `.exit` or ^D ends\n", version());
    console_.out.flush();
    return;
  }
  const Result<Decision>& decision = session_.decision();
  const std::size_t members = session_.members().size();
  std::string policy = disk_.name();
  if (decision) {
    policy = decision->policy;
    if (!decision->policy_title.empty()) policy += " " + decision->policy_title;
    if (!decision->policy_version.empty()) policy += ", version " + decision->policy_version;
  }
  std::string line = "no member yet: `.open FACTS.json` reads some, `.let FACT = VALUE` makes one";
  const std::string id = session_.members()[session_.chosen()].id;
  const std::string who = id.empty() ? "without an id" : id;
  if (!options_.facts.empty()) line = fmt::format("{} member{}; {}: {}", members, members == 1 ? "" : "s", who, decision ? decision->summary : state());
  else if (!decision && has_code(decision.error(), "E0500")) line = "no member yet: `.open FACTS.json` reads some; or `.asof 2022-10-01`, then `.let FACT = VALUE`";
  console_.out << fmt::format("crit {}: {}\n{}\n`.needs` says what is missing, `.let FACT = VALUE` changes a fact, `.help` says what else there is\n", version(), printable(policy), printable(line));
  console_.out.flush();
}

const Decision* Sitting::decision() {
  const Result<Decision>& decision = session_.decision();
  if (decision) return &*decision;
  std::vector<Diagnostic> why = decision.error();
  for (Diagnostic& one : why) {
    if (one.code == "E0500") one.help = {"`.asof 2022-10-01` sets it"};
  }
  fail(why);
  return nullptr;
}

// ---- entries ----------------------------------------------------------------------------------------------------------

void Sitting::dispatch(std::string_view entry) {
  if (const auto typed = typed_command(entry)) return run_typed(*typed);
  switch (entry_kind(entry)) {
    case EntryKind::empty: return;
    case EntryKind::json: return open_typed_members(entry);
    case EntryKind::items: return open_typed(entry);
    case EntryKind::expression: return evaluate(entry);
  }
}

void Sitting::run_typed(const TypedCommand& typed) {
  const Command* command = find_command(typed.name);
  if (command == nullptr) {
    command::UsageProblem problem{fmt::format("there is no command `.{}`", typed.name), {}};
    if (const Command* near = near_command(typed.name)) problem.help.push_back(fmt::format("did you mean `.{}`: {}?", near->name, near->summary));
    else problem.help.push_back("`.help` lists all commands");
    return fail(problem);
  }
  if (command->needs_policy && !session_.has_policy()) return fail(command::UsageProblem{"no policy is open", {"`.open POLICY.crit` opens one"}});
  if (command->takes == Takes::none && command->arguments.empty() && !typed.rest.empty()) {
    return fail_usage(command->name, fmt::format("`.{}` stands alone, and `{}` is behind it", command->name, typed.rest));
  }
  command->run(*this, typed.rest);
}

// A policy that was typed or pasted; it is in no file.
void Sitting::open_typed(std::string_view entry) {
  const bool is_policy = trimmed(entry).starts_with("policy");
  if (!is_policy && !session_.has_policy()) return fail("no policy is open", {"`.open POLICY.crit` opens one"});
  if (!is_policy) return fail("this is a part of a policy, and is not taken in here", {"`.edit` opens the policy's file; what changes in it is read at once"});
  const SourceText text{fmt::format("<entry {}>", ++typed_), std::string(entry)};
  const Result<Change> opened = session_.open_policy({text});
  if (!opened) return fail(opened.error(), {text});
  disk_.close();
  tell_opened(*opened);
  say("it is in no file yet");
}

// Members that were typed or pasted. Those that cannot be read are told, and not taken in.
void Sitting::open_typed_members(std::string_view entry) {
  if (!session_.has_policy()) return fail("facts are read by a policy, and none is open", {"`.open POLICY.crit` comes first"});
  const SourceText text{fmt::format("<entry {}>", ++typed_), std::string(entry)};
  std::vector<Diagnostic> errors;
  for (const Member& member : session_.program().read_members(text)) {
    for (const Diagnostic& one : member.diagnostics()) {
      if (one.severity == Severity::error && one.code != "E0500") errors.push_back(one);
    }
  }
  if (!errors.empty()) return fail(errors, {text});
  open_members({text, false, 0, {}, {}});
}

void Sitting::tell_opened(const Change& change) {
  const Result<Decision>& decision = session_.decision();
  std::string what = disk_.is_open() ? disk_.name() : "the policy";
  if (decision) what = decision->policy + (decision->policy_title.empty() ? "" : " " + decision->policy_title);
  say(fmt::format("{} is open; {}", what, state()));
  tell_warnings(change.warnings);
}

// Warnings of a policy that is opened are counted; `crit check` shows them.
void Sitting::tell_warnings(const std::vector<Diagnostic>& warnings) {
  const auto count = std::count_if(warnings.begin(), warnings.end(), [](const Diagnostic& one) { return one.severity == Severity::warning; });
  if (!disk_.is_open()) return;
  if (std::any_of(warnings.begin(), warnings.end(), [](const Diagnostic& one) { return one.severity == Severity::error; })) {
    say(fmt::format("tests beside it have errors: `crit check {}` shows them", disk_.name()));
  }
  if (count == 0) return;
  say(fmt::format("{} warning{}: `crit check {}` shows {}", count, count == 1 ? "" : "s", disk_.name(), count == 1 ? "it" : "them"));
}

void Sitting::evaluate(std::string_view entry) {
  const std::string_view text = trimmed(entry);
  if (text == "exit" || text == "quit" || text == "help") return run_typed({text == "help" ? "help" : "exit", 0, {}, 0});
  if (!session_.has_policy()) return fail(command::UsageProblem{"no policy is open", {"`.open POLICY.crit` opens one", "`.help` says what there is to do"}});
  const Result<Decision>& decision = session_.decision();
  if (decision && find_path(*decision, text)) return run_explain(*this, text);
  if (!decision && !has_code(decision.error(), "E0500")) return fail(decision.error());  // its facts cannot be read
  const Result<ValueShown> value = session_.evaluate({"<entry>", std::string(entry)});
  if (!value) {
    std::vector<Diagnostic> why = value.error();
    advise(text, why);
    return fail(why);
  }
  warn(value->warnings);
  add(value_part(*value, text));
}

// A command without its dot, and an assignment without `.let`, are told as such.
void Sitting::advise(std::string_view entry, std::vector<Diagnostic>& why) const {
  if (why.empty()) return;
  const std::string_view word = entry.substr(0, entry.find_first_of(" \t\n=+"));
  const TypedFact fact = typed_fact(entry);
  if (entry.find('#') != std::string_view::npos && !crit::is_whole(entry)) {
    why.front().help.push_back("`#` begins a comment: what stands behind it on its line is left out");
  }
  if (fact.has_value && session_.fact(fact.path)) {
    why.front().help = {fmt::format("to change the fact: `.let {}`", entry)};
  } else if (const Command* command = find_command(word)) {
    why.front().help.push_back(fmt::format("if the command is meant: `.{}`, which {}", command->name, command->summary));
  }
}

// ---- saying -----------------------------------------------------------------------------------------------------------

void Sitting::tell(const Change& change) {
  warn(change.warnings);
  add(change_part(change.difference));
  tell_new_warnings(change);
  tell_outcome(change.difference);
}

// Warnings of the decision that were not there before, but for those that came with the change's own.
void Sitting::tell_new_warnings(const Change& change) {
  const auto is_said = [&](const std::string& warning) {
    return std::any_of(change.warnings.begin(), change.warnings.end(), [&](const Diagnostic& one) { return warning == (one.path.empty() ? one.message : one.path + ": " + one.message); });
  };
  constexpr std::size_t most_told = 5;
  std::size_t told = 0;
  for (const Flip& flip : change.difference.flips) {
    if (flip.kind != Flip::Kind::warning || flip.after.empty() || is_said(flip.after)) continue;
    if (told++ < most_told) say("  warning: " + flip.after);
  }
  if (told > most_told) say(fmt::format("  and {} warnings more: `.explain` shows them", told - most_told));
}

// Why nothing is decided any longer: no criterion's flip tells it.
void Sitting::tell_outcome(const Difference& difference) {
  const auto is_undetermined = [](const Flip& flip) {
    return (flip.kind == Flip::Kind::outcome || flip.kind == Flip::Kind::decision) && flip.after == outcome_name(Outcome::undetermined);
  };
  const Result<Decision>& decision = session_.decision();
  if (decision && std::any_of(difference.flips.begin(), difference.flips.end(), is_undetermined)) say("  " + decision->summary);
}

std::size_t Sitting::message_columns() const {
  const std::size_t now = console_.context.err_is_terminal ? outlet_.columns() : 0;
  return now > 0 ? now : options_.messages.columns;
}

void Sitting::message(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& texts) {
  if (diagnostics.empty()) return;
  const bool color = options_.messages.color;
  messages_ += options_.messages.json ? render_json(diagnostics, texts) : render_text(diagnostics, texts, color, message_columns());
  if (outlet_.is_recording()) all_messages_ += render_text(diagnostics, texts, false);
  last_code_ = diagnostics.back().code.empty() ? last_code_ : diagnostics.back().code;
}

void Sitting::warn(const std::vector<Diagnostic>& warnings) {
  std::vector<SourceText> texts = session_.texts();
  for (SourceText& text : disk_.texts()) texts.push_back(std::move(text));
  message(warnings, texts);
}

void Sitting::fail(const std::vector<Diagnostic>& why) {
  std::vector<SourceText> texts = session_.texts();
  fail(why, texts);
}

void Sitting::fail(const std::vector<Diagnostic>& why, const std::vector<SourceText>& texts) {
  failed_ = true;
  // What would have been warned of beside is not why it fails.
  std::vector<Diagnostic> errors;
  for (const Diagnostic& one : why) {
    if (one.severity == Severity::error) errors.push_back(one);
  }
  message(errors, texts);
}

void Sitting::fail(const command::UsageProblem& problem) {
  failed_ = true;
  if (options_.messages.json) {
    Diagnostic diagnostic;
    diagnostic.message = problem.message;
    diagnostic.help = problem.help;
    messages_ += render_json({diagnostic}, {});
    return;
  }
  const auto said = [&](std::size_t columns) {
    std::string text = wrapped(fmt::format("error: {}", printable(problem.message)), columns, 7) + "\n";
    for (const std::string& help : problem.help) text += wrapped(fmt::format("  help: {}", printable(help)), columns, 8) + "\n";
    return text;
  };
  messages_ += said(message_columns());
  if (outlet_.is_recording()) all_messages_ += said(0);
}

void Sitting::fail_usage(std::string_view name, const std::string& message) {
  const Command* command = find_command(name);
  command::UsageProblem problem{message, {}};
  problem.help.push_back(fmt::format("write `.{}{}{}`", command->name, command->arguments.empty() ? "" : " ", command->arguments));
  problem.help.push_back(fmt::format("`.help {}` says more", command->name));
  fail(problem);
}

void Sitting::put_page() {
  if (const auto problem = outlet_.put(page_)) fail(command::UsageProblem{*problem, {}});
}

// Where entries come from a file, the place comes before what is said of one.
void Sitting::put_messages() {
  if (messages_.empty()) return;
  console_.out.flush();
  const std::string place = inputs_.empty() || options_.messages.json ? "" : inputs_.back()->place();
  if (!place.empty()) console_.err << fmt::format("{}:\n", printable(place));
  console_.err << messages_;
  console_.err.flush();
  messages_.clear();
}

void Sitting::keep_record(std::string_view entry, const std::string& prompt_text) {
  const std::string recorded = outlet_.take_recorded();
  const std::string messages = std::move(all_messages_);
  all_messages_.clear();
  if (!outlet_.is_recording() || trimmed(entry).empty()) return;
  std::string markdown = block_part(prompt_text + std::string(trimmed(entry)), "crit").markdown + recorded;
  if (!messages.empty()) markdown += block_part(messages, "text").markdown;
  const std::string file = outlet_.record();
  if (const auto why = outlet_.record_text(markdown)) {
    fail(command::UsageProblem{fmt::format("`{}` cannot be written: {}; nothing more is recorded", file, *why), {}});
    put_messages();
  }
}

std::optional<std::string> Sitting::ask(const std::string& question) {
  put_page();
  put_messages();
  if (inputs_.empty()) return std::nullopt;
  Input& input = is_typed() ? *inputs_.front() : *inputs_.back();
  const line::Outcome outcome = input.ask(question);
  if (outcome.kind != line::Outcome::entry) return std::nullopt;
  return std::string(trimmed(outcome.text));
}

bool Sitting::is_confirmed(const std::string& question) {
  const std::optional<std::string> answer = ask(question + " (yes or no) ");
  return answer && (*answer == "y" || *answer == "yes" || *answer == "Y" || *answer == "Yes" || *answer == "YES");
}

void Sitting::run_file(const SourceText& file) {
  constexpr std::size_t deepest = 16;  // a file that reads itself ends here
  if (inputs_.size() > deepest) return fail(fmt::format("`{}` is read by files that read one another, {} deep", file.name, deepest));
  std::istringstream stream(file.text);
  StreamInput input(stream, file.name, *guide_);
  bool any_failed = false;
  inputs_.push_back(&input);
  while (!is_over_ && !is_stopped()) {
    const line::Outcome outcome = input.read({});
    if (outcome.kind != line::Outcome::entry) break;
    if (run_entry(outcome.text)) continue;
    any_failed = true;
    if (options_.bail) break;
  }
  inputs_.pop_back();
  failed_ = any_failed;
}

}  // namespace crit::shell
