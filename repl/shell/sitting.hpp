// One sitting of the shell: a session, the policy on disk, and entries that are run one after the other. What a command does
// is in commands_*.cpp; what an entry looks like while it is typed in guide.hpp.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands.hpp"
#include "crit/session.hpp"
#include "files.hpp"
#include "input.hpp"
#include "line/history.hpp"
#include "outlet.hpp"
#include "page.hpp"
#include "policy_on_disk.hpp"
#include "watched_files.hpp"

namespace crit::shell {

struct Options {
  std::string policy;              // or empty
  std::vector<std::string> facts;
  std::string as_of;               // or empty
  std::string confine;
  std::vector<std::string> commands;  // of -c
  bool bail = false;
  bool exit_decision = false;
  bool keep_values = false;
  bool echo = false;
  line::Keys keys = line::Keys::emacs;
  line::Theme theme = line::Theme::both;
  command::MessageStyle messages;
  bool color = false;
};

class Sitting {
 public:
  Sitting(const Options& options, command::Console& console);
  Sitting(const Sitting&) = delete;
  Sitting& operator=(const Sitting&) = delete;

  // ---- running
  // What the command line names. False: it cannot be read, and why was said; `code` is the exit code for it.
  bool open_given(int& code);
  // Until the input ends, `.exit`, or a failing entry under --bail.
  void run(Input& input);
  bool run_entry(std::string_view entry);   // false: it failed, and why was said
  int exit_code() const;
  void first_screen();
  line::Prompt prompt() const;
  // Reads the policy again where it is another on disk, and prints what that changes; other changes of files are told. False:
  // there are none.
  bool look_at_disk();
  // The same while an entry is typed: what is to be printed above it.
  std::optional<line::News> news();
  void set_history(line::History* history) { history_ = history; }
  void set_guide(line::Guide* guide) { guide_ = guide; }

  // ---- for commands
  Session& session() { return session_; }
  const Session& session() const { return session_; }
  PolicyOnDisk& disk() { return disk_; }
  Outlet& outlet() { return outlet_; }
  command::Console& console() { return console_; }
  line::History* history() { return history_; }
  bool color() const { return options_.color; }
  bool is_stopped() const;                  // ^C
  // The policy is an earlier text than that of its file, or one before an error in it.
  bool is_behind_file() const { return session_.has_policy() && disk_.is_open() && !session_.has_latest_text(); }
  // How many changes of facts no file has.
  std::size_t unsaved() const;
  void note_saved(const std::string& file);
  void add(Part part) { page_.add(std::move(part)); }
  void say(std::string_view text) { add(line_part(text)); }
  void tell(const Change& change);          // its warnings, and the consequence
  void warn(const std::vector<Diagnostic>& warnings);
  // The entry fails.
  void fail(const command::UsageProblem& problem);
  void fail(const std::string& message, std::vector<std::string> help = {}) { fail(command::UsageProblem{message, std::move(help)}); }
  void fail(const std::vector<Diagnostic>& why);
  void fail(const std::vector<Diagnostic>& why, const std::vector<SourceText>& texts);
  // Of what stands behind a command: says how it is written, too.
  void fail_usage(std::string_view command, const std::string& message);
  const Decision* decision();               // null: there is none, and why was said
  std::string state() const;                // "PEND(2)", "no date"
  std::string last_code() const { return last_code_; }
  bool open_policy(const std::string& name);
  bool open_members(const MembersAsJson& file);
  bool open_member_folder(const std::string& name);
  bool open_member_file(const std::string& name);
  void read_again();                        // the policy, as it is on disk
  void read_own_change();                   // the same of what the sitting wrote: nothing is said of it
  // compare_cases(), file by file, until ^C.
  std::vector<CaseChange> compared_cases(const Program& before, const Program& after, const std::vector<MembersAsJson>& cases, std::size_t& decided) const;
  // The answer to a question, after what was printed so far; none: nobody answers.
  std::optional<std::string> ask(const std::string& question);
  bool is_confirmed(const std::string& question);
  bool is_typed() const;
  void run_file(const SourceText& file);    // its entries, one after the other
  void end() { is_over_ = true; }
  // True: the sitting may end. False: somebody at a terminal was told of what is not saved, for once.
  bool may_end();
  const std::string& confine() const { return options_.confine; }
  bool keeps_values() const { return options_.keep_values; }
  std::filesystem::path path_of(std::string_view name) const { return console_.context.cwd / std::filesystem::path(name); }

 private:
  void run_entries(const std::string& text);
  bool look_at_files();                     // false: nothing changed
  void tell_outcome(const Difference& difference);
  void tell_new_warnings(const Change& change);
  void dispatch(std::string_view entry);
  void run_typed(const TypedCommand& typed);
  void evaluate(std::string_view entry);
  void open_typed(std::string_view entry);
  void open_typed_members(std::string_view entry);
  void tell_opened(const Change& change);
  void tell_warnings(const std::vector<Diagnostic>& warnings);
  void advise(std::string_view entry, std::vector<Diagnostic>& why) const;
  bool open_rest(int& code);
  bool open_rest_of(const std::string& name);
  void tell_reload(const Reload& reload);
  void tell_left_out(const MembersAsJson& file);
  void tell_cases(const Program& before, const Program& after);
  void put_page();
  void put_messages();
  void tell_history();                      // once what keeps it from being written
  void keep_record(std::string_view entry, const std::string& prompt_text);
  std::size_t message_columns() const;  // of the terminal on which messages are shown; 0: on none
  void message(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& texts);

  const Options& options_;
  command::Console& console_;
  PolicyOnDisk disk_;
  Session session_;
  Outlet outlet_;
  Page page_;
  std::string messages_;      // of the entry in work, not printed yet
  std::string all_messages_;  // of the entry in work, for the record
  std::vector<Input*> inputs_;
  line::History* history_ = nullptr;
  line::Guide* guide_ = nullptr;   // says where entries of a file end
  std::string last_code_;
  std::size_t typed_ = 0;      // policies and members: each has a name of its own
  bool is_rest_open_ = false;  // the facts and the date of the command line: once the policy is
  bool is_fault_told_ = false;  // of the policy's text as it is on disk
  bool is_gone_told_ = false;
  bool are_cases_due_ = false;   // after a reload: they are decided once what it changed for this member is shown
  std::string told_of_history_;
  WatchedFiles members_files_;
  std::size_t saved_ = 0;      // changes of the log when facts were saved
  std::size_t told_unsaved_ = 0;
  bool failed_ = false;
  bool is_over_ = false;
  bool bailed_ = false;
};

}  // namespace crit::shell
