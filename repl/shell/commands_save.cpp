// Commands that write: tests, facts, a record; and what ends a sitting.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "sitting.hpp"
#include "system.hpp"
#include "test_file.hpp"

namespace crit::shell {

namespace fs = std::filesystem;

namespace {

std::string who_of(const Session& session) {
  const MemberShown member = session.members()[session.chosen()];
  return member.id.empty() ? "this member" : member.id;
}

// The text in quotes behind `test`; none: it is no such text.
std::optional<std::string> quoted_name(std::string_view text) {
  text = trimmed(text);
  if (text.size() < 3 || text.front() != '"' || text.back() != '"') return std::nullopt;
  text = text.substr(1, text.size() - 2);
  if (text.find_first_of("\"\\\n") != std::string_view::npos || trimmed(text).empty()) return std::nullopt;
  return std::string(text);
}

// Who says no at a terminal has made no mistake.
void tell_not_saved(Sitting& sitting) {
  if (sitting.is_typed()) return sitting.say("nothing was saved");
  sitting.fail("nothing was saved: nobody said that the decision is as expected", {"answer `yes`; from a file or pipe the answer is the line behind the command"});
}

void save_test(Sitting& sitting, std::string_view rest) {
  const std::optional<std::string> name = quoted_name(rest);
  if (!name) return sitting.fail_usage("save", "a test has a name in double quotes");
  if (!sitting.disk().is_open()) return sitting.fail("the policy is in no file, so a test cannot stand beside it", {"`.open POLICY.crit` opens one that is"});
  if (sitting.is_behind_file()) {
    const std::string& file = sitting.disk().name();
    return sitting.fail(fmt::format("the policy here is another text than `{}` holds, and a test is run by what the file holds", file), {fmt::format("`.open {}` takes the file's text", file)});
  }
  const Decision* decision = sitting.decision();
  if (decision == nullptr) return;
  const Result<std::string> test = sitting.session().test_text(*name);
  if (!test) return sitting.fail(test.error());
  sitting.say(fmt::format("{}: {}", who_of(sitting.session()), decision->summary));
  if (!sitting.is_confirmed("is this what you expect?")) return tell_not_saved(sitting);
  const TestFile file = test_file_of(sitting.disk(), sitting.console(), sitting.confine());
  if (const auto fault = add_test(file, *name, *test, sitting.disk(), sitting.console(), sitting.confine())) {
    if (!fault->message.empty()) sitting.fail(fault->message);
    else sitting.fail(fault->diagnostics, fault->texts);
    return;
  }
  sitting.say(fmt::format("saved in {}; `crit test {}` runs it", file.name, file.run_by));
  sitting.read_own_change();
}

// Whether a file may be written: it is not there, or the person says so.
bool may_write(Sitting& sitting, const std::string& name) {
  std::error_code error;
  if (fs::is_directory(sitting.path_of(name), error)) {
    sitting.fail(fmt::format("`{}` is a folder", name));
    return false;
  }
  if (!fs::exists(sitting.path_of(name), error)) return true;
  if (sitting.is_confirmed(fmt::format("{} is there; is it to be replaced?", printable(name)))) return true;
  sitting.fail(fmt::format("`{}` is there, and was left as it is", name));
  return false;
}

}  // namespace

void run_save(Sitting& sitting, std::string_view rest) {
  if (rest == "test" || rest.starts_with("test ") || rest.starts_with("test\"")) return save_test(sitting, rest.substr(4));
  if (!rest.ends_with(".json")) return sitting.fail_usage("save", rest.empty() ? "nothing is said of what to save" : fmt::format("`{}` is neither a test nor a name that ends in .json", rest));
  const std::string name(rest);
  if (!may_write(sitting, name)) return;
  std::string json = sitting.session().facts_json();
  if (json.empty() || json.back() != '\n') json += '\n';
  if (const auto why = write_whole(sitting.path_of(name), json, Readers::owner)) return sitting.fail(fmt::format("`{}` cannot be written: {}", name, *why));
  sitting.note_saved(name);
  sitting.say(fmt::format("{} is saved in {}{}", who_of(sitting.session()), name, sitting.session().in_what_if() ? ", with what is supposed" : ""));
}

void run_record(Sitting& sitting, std::string_view rest) {
  Outlet& outlet = sitting.outlet();
  if (rest.empty()) return sitting.fail_usage("record", outlet.is_recording() ? fmt::format("it is recorded into `{}`", outlet.record()) : "no file is given");
  if (rest == "off") {
    if (!outlet.is_recording()) return sitting.fail("nothing is being recorded");
    sitting.say(fmt::format("the record is in {}", outlet.record()));
    return outlet.end_record();
  }
  const std::string name(rest);
  if (!may_write(sitting, name)) return;
  std::string head = "# A sitting with crit\n\n";
  if (sitting.session().has_policy()) {
    const Result<Decision>& decision = sitting.session().decision();
    TextOptions brief;
    brief.explain = false;
    head += block_part(decision ? to_text(*decision, brief) : sitting.state() + "\n", "text").markdown;
  }
  if (const auto why = outlet.record_into(name, head)) return sitting.fail(fmt::format("`{}` cannot be written: {}", name, *why));
  sitting.say(fmt::format("all from here on is recorded in {}, values too; `.record off` ends it", name));
}

void run_once(Sitting& sitting, std::string_view rest) {
  if (rest.empty()) return sitting.fail_usage("once", "no file is given");
  const std::string name(rest);
  if (may_write(sitting, name)) sitting.outlet().once_into(name);
}

void run_mode(Sitting& sitting, std::string_view rest) {
  Mode& mode = sitting.outlet().mode;
  if (rest.empty()) return sitting.say(mode_name(mode));
  for (const Mode one : {Mode::text, Mode::json, Mode::markdown}) {
    if (rest != mode_name(one)) continue;
    mode = one;
    return;
  }
  sitting.fail_usage("mode", fmt::format("`{}` is no mode", rest));
}

void run_read(Sitting& sitting, std::string_view rest) {
  if (rest.empty()) return sitting.fail_usage("read", "no file is given");
  const auto text = command::read_source(std::string(rest), sitting.console());
  if (!text) return sitting.fail({text.error()}, {});
  sitting.run_file(*text);
}

void run_forget(Sitting& sitting, std::string_view) {
  if (sitting.history() == nullptr) return sitting.say("there is no history: entries that are not typed are not kept");
  sitting.history()->forget();
  if (!sitting.history()->problem().empty()) return sitting.fail(sitting.history()->problem());
  sitting.say("the history is empty");
}

void run_exit(Sitting& sitting, std::string_view) {
  if (sitting.may_end()) sitting.end();
}

}  // namespace crit::shell
