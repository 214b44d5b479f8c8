// `crit eval`: decides every member of the fact files given, by one policy.
#include "eval.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "pager.hpp"
#include "policy_files.hpp"
#include "progress.hpp"
#include "verbs.hpp"

namespace crit::command {

namespace {

// Of memory, for what reading takes some five times, and the facts something.
constexpr std::uint64_t bytes_of_megabyte = (std::uint64_t{1} << 20U) / 8;

// One run of the verb: the policy, how to show things, and what has happened so far.
class Evaluation {
 public:
  Evaluation(const EvalOptions& options, const Arguments& arguments, Console& console)
      : options_(options),
        console_(console),
        style_(message_style(arguments, console.context)),
        stop_(console.context.stop != nullptr ? *console.context.stop : own_stop_),
        timer_(options.limits.seconds, stop_),
        bytes_(bytes_together(options.facts, console.context)),
        // Where the decisions go to the terminal too, they show how far it is.
        progress_(console, style_, "members", !console.context.out_is_terminal) {
    decide_.cancelled = &stop_;
    text_.color = wants_color(arguments, console.context, console.context.out_is_terminal);
    text_.explain = options.decide.explain;
  }

  int run() {
    PolicyFiles files(console_, options_.confine);
    if (!files.read(options_.policy)) {
      show({files.problem()}, {}, style_, console_);
      return exit_failure;
    }
    const Result<Program> program = Engine().compile_versions(files.policies(), files.loader(), {0, &stop_});
    // A policy's warnings and notes are for who writes it: `crit check` shows them.
    if (!program && stop_) {
      tell_end(options_.policy, "the policy was not compiled, and no member was decided");
      return exit_failure;
    }
    if (!program) {
      show(program.error(), files.texts(), style_, console_);
      return exit_invalid_policy;
    }
    for (const std::string& name : options_.facts) {
      if (is_declared_list_of(name, options_.facts, *program)) continue;  // `*.csv` gives it, too; it is joined to its members
      if (!decide_file(*program, name)) return exit_usage;
      if (ended_) break;
      if (!console_.out) return exit_decided;  // nobody reads any further; run_command says what cannot be written
    }
    if (ended_ || unreadable_) return exit_failure;
    if (invalid_) return exit_invalid_facts;
    return options_.exit_decision ? exit_code(last_) : exit_decided;
  }

 private:
  // False: the command line asks for what this file does not allow; nothing was decided.
  bool decide_file(const Program& program, const std::string& name) {
    InputFile file(name, console_, stop_);
    Result<MemberReader, Diagnostic> opened = open_members(program, file, options_.read, options_.facts_options, console_);
    if (!opened) {
      show({opened.error()}, {}, style_, console_);
      unreadable_ = true;
      return true;
    }
    MemberReader& reader = *opened;
    std::optional<Member> member = next(reader, file);
    if (options_.exit_decision && member) {
      const std::optional<Member> second = next(reader, file);
      if (second) {
        refuse("eval", {fmt::format("`--exit-decision` is for one member, and `{}` holds more", file.name()), {}}, console_);
        return false;
      }
    }
    std::uint32_t line = 0;  // of the last that was decided here
    for (; member && !end_early(file, line); member = next(reader, file)) {
      if (!decide_member(program, *member)) continue;
      ++members_;
      line = member->line();
      progress_.tell(members_, bytes_ && *bytes_ != 0 ? static_cast<double>(before_ + file.bytes()) / static_cast<double>(*bytes_) : -1);
      if (!console_.out) return true;
    }
    if (!ended_ && stop_) end_early(file, line);
    for (const RepeatedWarning& one : reader.repeated()) tell({one.warning}, {one.source});
    if (file.failed()) unreadable_ = true;
    before_ += file.bytes();
    return true;
  }

  // Every message goes through here: the line that says how far it is stands in its way.
  void tell(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& sources) {
    if (diagnostics.empty()) return;
    progress_.erase();
    show(diagnostics, sources, style_, console_);
  }

  static std::optional<Member> next(MemberReader& reader, InputFile& file) {
    for (;;) {
      if (std::optional<Member> member = reader.next()) return member;
      if (file.at_end()) return std::nullopt;
      file.feed(reader);
    }
  }

  // False: the run was stopped before the member was decided.
  bool decide_member(const Program& program, const Member& member) {
    Result<Decision> decision = program.decide(member, decide_);
    std::vector<Diagnostic> why = decision ? member.diagnostics() : decision.error();
    const bool stopped = !decision && std::any_of(why.begin(), why.end(), [](const Diagnostic& one) { return one.code == "E0528"; });
    for (Diagnostic& one : why) name_flag(one);
    std::vector<Diagnostic> messages;
    for (const Diagnostic& one : why) {
      if (!MemberReader::repeats(one)) messages.push_back(one);  // those are told once, at the file's end
    }
    for (const Diagnostic& one : messages) tell({one}, {member.source(one)});
    if (!decision) return tell_invalid(member, why), !stopped;
    last_ = decision->outcome;
    separate();
    console_.out << (options_.json ? to_json(*decision) + '\n' : to_text(*decision, text_));
    return true;
  }

  // The library knows of the limit, and not of the flag that set it.
  void name_flag(Diagnostic& one) const {
    if (one.code == "E0524" && options_.limits.megabytes != 0) one.help.push_back(fmt::format("`--max-memory {}` allows no more; give it more", options_.limits.megabytes));
  }

  void tell_invalid(const Member& member, const std::vector<Diagnostic>& why) {
    invalid_ = true;
    separate();
    if (options_.json) {
      console_.out << invalid_to_json(member, why, {}) << '\n';
      return;
    }
    const auto errors =
        std::count_if(why.begin(), why.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
    // Laid out as a decision is.
    const std::string who = printable(member.id().empty() ? member.file() : fmt::format("{} ({})", member.id(), member.file()));
    const auto paint = [this](const char* style, const std::string& text) {
      return text_.color ? fmt::format("\x1b[{}m{}\x1b[0m", style, text) : text;
    };
    console_.out << paint("1", who) << "\n  ";
    // Stopped, or over the budget: nothing is wrong with the facts.
    const auto stopped = std::find_if(why.begin(), why.end(), [](const Diagnostic& one) { return one.code == "E0528" || one.code == "E0529"; });
    if (stopped != why.end()) {
      console_.out << paint("1;31", "NOT DECIDED") << ": " << printable(stopped->message) << '\n';
      return;
    }
    console_.out << paint("1;31", "INVALID")
                 << (member.readable() ? fmt::format(": {} error{} in the facts; not decided\n", errors, errors == 1 ? "" : "s") : ": the file cannot be read; nothing more of it is decided\n");
  }

  // Where the run ends before its files do: says why, and how far it came.
  bool end_early(const InputFile& file, std::uint32_t line) {
    const bool enough = options_.limits.members != 0 && members_ >= options_.limits.members;
    if (!stop_ && !enough) return false;
    ended_ = true;
    const std::string came = fmt::format("{} member{} decided{}", members_ == 0 ? "no" : std::to_string(members_), members_ == 1 ? " was" : "s were",
                                         line == 0 ? "" : fmt::format(", the last of them on line {} of `{}`", line, file.name()));
    tell_end(file.name(), came);
    return true;
  }

  // Why the run ends before its end, and how far it came.
  void tell_end(const std::string& file, const std::string& came) {
    Diagnostic why;
    why.file = file;
    why.code = stop_ ? "E0528" : "E0529";
    if (timer_.is_over()) why.message = "stopped by `--timeout`: " + came;
    else if (stop_) why.message = "stopped from outside: " + came;
    else why.message = "there are more members than `--max-members` allows: " + came;
    why.help.push_back("what follows was not decided");
    tell({why}, {});
    if (options_.json) console_.out << invalid_to_json(Member(), {why}, {}) << '\n';
  }

  // A blank line between the blocks of two members.
  void separate() {
    if (!first_ && !options_.json) console_.out << '\n';
    first_ = false;
  }

  const EvalOptions& options_;
  Console& console_;
  MessageStyle style_;
  TextOptions text_;
  std::atomic<bool> own_stop_ = false;
  std::atomic<bool>& stop_;  // raised by the time, or from outside
  Timer timer_;
  std::optional<std::uint64_t> bytes_;  // of all fact files, where that is known
  std::uint64_t before_ = 0;            // of those that are done
  Progress progress_;
  DecideOptions decide_ = options_.decide;
  std::uint64_t members_ = 0;  // decided, or said to be invalid
  bool ended_ = false;         // before all was decided
  Outcome last_ = Outcome::undetermined;
  bool first_ = true;
  bool unreadable_ = false;
  bool invalid_ = false;
};

int run_eval(const Arguments& arguments, Console& console) {
  EvalOptions options;
  if (const auto problem = read_eval_options(arguments, options)) return refuse("eval", *problem, console);
  if (const auto problem = check_confine(arguments, console)) return refuse("eval", *problem, console);
  return Evaluation(options, arguments, console).run();
}

std::vector<Flag> eval_flags() {
  std::vector<Flag> flags{
      {"--facts", "FACTS", "a fact file, like those after the policy; may be repeated", true},
      {"--as-of", "DATE", "the date of service, 2022-10-01; without it each file's own `as_of`", false},
      {"--format", "text|json", "decisions for people (text), or one JSON object a member and line", false},
      {"--ucum", "", "units of what is computed as UCUM writes them: ug, h", false},
      {"--strict", "", "a field the policy does not know is an error, not a warning", false},
      {"--no-explain", "", "only the decisions, without outline, evidence and answers", false},
      {"--completions", "", "of a pend, as JSON: two ways in which the chart could turn out that are decided differently", false},
      {"--no-needs", "", "of a pend: not what would settle it", false},
      {"--exit-decision", "", "the exit code tells the decision; for one member", false}};
  for (const Flag& flag : facts_flags()) flags.push_back(flag);
  for (const Flag& flag : limit_flags()) flags.push_back(flag);
  for (const Flag& flag : pager_flags()) flags.push_back(flag);
  for (const Flag& flag : policy_flags()) flags.push_back(flag);
  return flags;
}

}  // namespace

int exit_code(Outcome outcome) {
  switch (outcome) {
    case Outcome::approve: return exit_approve;
    case Outcome::deny: return exit_deny;
    case Outcome::pend: return exit_pend;
    case Outcome::refer: return exit_refer;
    case Outcome::undetermined: return exit_undetermined;
  }
  return exit_failure;
}

std::optional<UsageProblem> read_eval_options(const Arguments& arguments, EvalOptions& options) {
  if (arguments.operands.empty()) return UsageProblem{"no policy is given", {}};
  options.policy = arguments.operands.front();
  options.confine = arguments.value("--confine");
  if (options.policy == "-") return UsageProblem{"the policy cannot be read from standard input, only facts can", {}};
  options.facts.assign(arguments.operands.begin() + 1, arguments.operands.end());
  for (std::string& name : arguments.values("--facts")) options.facts.push_back(std::move(name));
  if (options.facts.empty()) return UsageProblem{"no fact file is given", {"`-` reads facts from standard input"}};
  if (std::count(options.facts.begin(), options.facts.end(), "-") > 1) {
    return UsageProblem{"`-` is given twice, but standard input can be read only once", {}};
  }
  if (auto problem = read_facts_options(arguments, options.facts, options.facts_options)) return problem;
  options.read.as_of = arguments.value("--as-of");
  if (arguments.has("--as-of") && !is_day(options.read.as_of)) {
    return not_a_day(options.read.as_of);
  }
  options.decide.explain = !arguments.has("--no-explain");
  options.decide.needs = !arguments.has("--no-needs");
  options.decide.ucum = arguments.has("--ucum");
  options.read.strict = arguments.has("--strict");
  if (auto problem = read_limits(arguments, options.limits)) return problem;
  if (options.limits.steps) options.decide.max_steps = *options.limits.steps;
  options.read.max_bytes = options.limits.megabytes * bytes_of_megabyte;
  options.json = arguments.value("--format", "text") == "json";
  options.decide.completions = arguments.has("--completions");
  if (options.decide.completions && !options.json) return UsageProblem{"`--completions` are given as JSON", {"add `--format json`"}};
  if (options.decide.completions && !(options.decide.explain && options.decide.needs)) {
    return UsageProblem{"`--completions` belong to the needs of an explained pend", {"leave out `--no-explain` and `--no-needs`"}};
  }
  options.exit_decision = arguments.has("--exit-decision");
  const auto is_list = [&](const std::string& name) { return is_list_of(name, options.facts); };
  const auto files = options.facts.size() - static_cast<std::size_t>(std::count_if(options.facts.begin(), options.facts.end(), is_list));
  if (options.exit_decision && files > 1) return UsageProblem{fmt::format("`--exit-decision` is for one member, and {} fact files are given", files), {}};
  return std::nullopt;
}

const Verb& eval_verb() {
  static const Verb verb{
      "eval",
      "POLICY.crit FACTS…",
      "decides every member of the fact files by a policy",
      "The policy may be a folder of its versions; each member is decided by the one in force on the date of service.\n"
      "A fact file holds one member (an object), several (an array), or one a line; `-` is standard "
      "input.\nA file whose name ends in .csv holds one member a row, under a first line with the paths of the facts;\n"
      "`crit facts POLICY.crit --format csv` prints that line.\nEvery member gets a decision, or is said to be invalid; see `crit help` for exit codes.\n",
      eval_flags(),
      run_eval};
  return verb;
}

}  // namespace crit::command
