// A sitting with one policy: members whose facts change, and what each change does to the decision. The shell stands on it,
// and whatever shows a policy at work: an editor's server, a page. It has no terminal, and no text for people but values,
// types and diagnostics.
//
//   crit::Session session(loader);
//   session.open_policy({{"mecasermin.crit", text}});
//   session.open_members({"m042.json", json});
//   const crit::Result<crit::Change> change = session.apply({"height", "43 in"});
//   if (change) std::cout << crit::to_line(change->difference) << '\n';  // PEND -> APPROVE until 2023-10-01; …
//   else std::cout << crit::render_text(change.error(), session.texts(), false);
//   session.undo();
//
// A member is decided as its file would be: facts_json() read by `crit eval` gives the decision that decision() gives.
// Nothing here throws (but std::bad_alloc), prints, opens a file (that is the loader's), or reads a clock. Not for several
// threads at once. A Session is moved, not copied.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crit/crit.hpp"
#include "crit/difference.hpp"

namespace crit {

// A change of one fact as a person wrote it.
struct FactEdit {
  // "height", "member.sex", "therapy[2].end", "therapy[2]", "therapy" (a whole list); items count from 1. "I.A.3": an answer.
  std::string path;
  // As people write it: `43 in`, `yes`, `2022-01-05`, text with or without quotes, an alternative, `{drug: "x", start:
  // 2022-01-01}`, `[E34.3, Q87.1]`, JSON; `null`: looked for, and not there. None: it is taken out.
  std::optional<std::string> value;
  bool append = false;  // `path` is a list: one item more
};

// What one line did.
struct Change {
  Difference difference;
  // Of facts, how they were read, where that is not plain; of a policy, its warnings, and errors in files of
  // tests beside it. Not those that were there before.
  std::vector<Diagnostic> warnings;
};

// What reading a policy's text anew did.
struct Reload {
  Difference difference;              // of the chosen member's decision
  std::vector<TextChange> texts;      // criteria that are written otherwise
  std::vector<Diagnostic> warnings;   // all of the new text, and errors in files of tests beside it
  std::vector<std::size_t> invalid;   // members that the new text cannot read; their decision() says why
  bool same_text = false;             // nothing was done
};

enum class ValueType : std::uint8_t { yes_no, number, text, date, duration, one_of, code, codes, list, series, periods };

// A field of a list's items.
struct FieldShown {
  std::string name;
  ValueType type = ValueType::text;
  std::string type_text;                  // "a mass in kg", "one of open, closed", "a series"
  std::string unit;                       // the policy's: "cm"
  std::vector<std::string> alternatives;
  std::string description;
};
// One item of a list.
struct ItemShown {
  std::string path;                  // "therapy[2]"
  std::vector<std::string> values;   // by field, in the policy's unit; empty: none
  std::string shown;                 // in one line: `drug: "x", start: 2022-01-01`
  bool supposed = false;
};
// A fact or list that the policy declares.
struct FactShown : FieldShown {       // `name` is its path
  bool is_list = false;
  bool asked = false;                // a question that a person answers; `description` has its words
  bool missing = true;               // no usable value
  std::string value;                 // in the policy's unit: "109.22 cm"; of a list "3 items"; empty when missing
  std::string written;               // as it was written, where that is otherwise: "43 in"
  std::string why_missing;           // "not supplied", …
  std::string source;                // as the file has it
  std::string document;
  bool supposed = false;             // a what-if, it or some item of it
  bool needed = false;               // by the present decision
  // Lists:
  std::vector<FieldShown> fields;
  std::vector<ItemShown> items;
  bool is_plain = false;             // its items are one value each, without fields
  bool complete = false;             // what is on file is the whole list …
  std::string complete_within;       // … or is as far back from the date of service as this: "12 months"
};

// The value of a bare expression.
struct ValueShown {
  std::string value;                 // "109.22", "yes", "7 years 9 months"; of a criterion "met"; empty when it is not known
  std::string unit;
  std::string type;                  // "a quantity in cm", "a condition", "a criterion", "a list", …
  bool known = false;
  bool supposed = false;             // it rests on something that is supposed
  std::vector<Evidence> evidence;    // what was looked at, and what was missing
  std::vector<Criterion> parts;      // of a block, by their labels
  std::vector<Diagnostic> warnings;  // legal, but seldom what is meant; places are bytes of the expression
};

struct MemberShown {
  std::string id;                    // or empty
  std::string file;                  // or empty: made here
  bool valid = false;
  std::string as_of;
  bool changed = false;              // not as its file has it
  bool supposed = false;
};

struct LogEntry {
  enum class Kind : std::uint8_t { policy, fact, date, reload, keep };
  Kind kind = Kind::fact;
  FactEdit edit;                     // fact
  std::string member;                // fact: whose; its id, or empty
  std::string text;                  // date: the day; policy, reload: the file
  bool supposed = false;             // within a what-if that is open
  Difference difference;
  std::optional<Outcome> outcome;    // of the decision after it; none: there is none
  std::string summary;               // and its sentence
};

// What may stand where the cursor is.
struct Candidate {
  enum class Kind : std::uint8_t { keyword, fact, field, define, codes, table, unit, alternative, criterion, function };
  Kind kind = Kind::keyword;
  std::string text;
  std::string type;                  // "length in cm"
  std::string value;                 // the present one, in the policy's unit; empty: missing
  std::string about;                 // description
  bool needed = false;
};
struct Candidates {
  std::size_t begin = 0;             // bytes of the entry that a candidate replaces
  std::size_t end = 0;
  std::vector<Candidate> all;        // those that begin as what is typed does; what is needed first, then by name
};

struct TextPlace {
  std::string file;
  std::size_t line = 1;
};

// The members of a CSV file as JSON, which a session can change.
struct MembersAsJson {
  SourceText json;                      // an array, under the file's own name
  bool was_csv = false;                 // all that is to be said of it stands in `diagnostics`
  std::size_t left_out = 0;             // members and rows that cannot be read
  std::vector<Diagnostic> diagnostics;  // why, and warnings
  std::vector<SourceText> sources;      // for each of them, what it speaks of
};
// `lists`: its lists that stand in files of their own, each with its path, "medication".
MembersAsJson members_as_json(const Program& program, const SourceText& csv, const std::vector<std::pair<std::string, SourceText>>& lists = {});

class Session {
 public:
  explicit Session(FileLoader loader = {});
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  ~Session();

  // CompileOptions::root, of policies opened from here on.
  void set_root(std::string root);

  // Stops what is worked out, from another thread or a signal handler, while it is true; it must outlive the session. What was
  // stopped has an error (E0528) for a decision, and is worked out when it is asked for again. Of policies opened from here on.
  void set_cancelled(const std::atomic<bool>* cancelled);

  // ---- opening. Errors leave all as it was.
  // Several files: the versions of one policy, as Engine::compile_versions() takes them. Members stay, and are read anew.
  Result<Change> open_policy(std::vector<SourceText> files);
  // Adds all members of a file, also invalid ones, and chooses the first of them. It fails where there is no policy.
  Result<Change> open_members(const SourceText& facts);
  // The policy's text as it is now. Texts that the policy uses are asked of the loader again.
  Result<Reload> reload(std::vector<SourceText> files);
  bool has_policy() const;
  const Program& program() const;              // default-made where there is none
  const Program& program_before_reload() const;  // of the last reload() that changed something: for compare_cases()
  // Whether the policy is of the texts that were given last. It is not where undo() went back behind them, and where they have
  // errors.
  bool has_latest_text() const;

  // ---- members. With a policy there is always one: without a file, an empty one.
  std::vector<MemberShown> members() const;
  std::size_t chosen() const;
  bool choose(std::size_t member);             // false: there is none of that number
  bool choose(std::string_view id);
  // Of the chosen member; worked out once. An error where its facts are invalid or there is no policy.
  const Result<Decision>& decision() const;
  const Result<Decision>& decision(std::size_t member) const;

  // ---- changes. An error changes nothing; its places are bytes of the value as written or, where that is at fault, of the path
  // (texts() has it).
  Result<Change> apply(const FactEdit& edit);
  // All of the chosen member's facts: a fact file of one member takes their place. Places of errors are of that file.
  Result<Change> replace_facts(const SourceText& facts);
  // The date of service, of all members; empty: each member's own. As people write it; a partial or ambiguous one is refused.
  Result<Change> set_as_of(const std::string& day);
  const std::string& as_of() const;            // the one set here, or empty

  // Changes of facts, of the date, and of the policy (open and reload), newest first. Within a what-if only its own.
  std::size_t can_undo() const;
  std::size_t can_redo() const;
  Result<Change> undo(std::size_t n = 1);      // fewer, where there are fewer; an error where there is none
  Result<Change> redo(std::size_t n = 1);
  std::vector<LogEntry> log() const;           // what stands now: undone changes are not in it

  // ---- what-if: changes from here on are supposed, until they are kept or dropped.
  bool in_what_if() const;
  void begin_what_if();                        // once: within one it does nothing
  Result<Change> keep();                       // from now on they are facts, undone as one; an error outside one
  Result<Change> drop();
  std::vector<std::string> supposed() const;   // paths: "height", "therapy[2].end"; "as_of"
  // Whether a path of an evidence or a need rests on something supposed: "height[2].value" on "height", "height[2]".
  bool is_supposed(std::string_view path) const;

  // ---- looking
  // Any expression or condition of crit, in the policy's words, for the chosen member; and a list, `LIST[2]` and
  // `LIST[2].FIELD`, as they are on file. Its places are bytes of the expression.
  Result<ValueShown> evaluate(const SourceText& expression) const;
  std::vector<FactShown> facts() const;
  std::optional<FactShown> fact(std::string_view path) const;  // of an item or its field the list
  Candidates complete(std::string_view entry, std::size_t cursor) const;
  // Where a criterion or section is written, of the version that decides the chosen member.
  std::optional<TextPlace> place_of(std::string_view path) const;

  // ---- giving it on
  std::string facts_json() const;              // the chosen member as it is, as a fact file
  // `test "NAME" { … }` with its facts, its date, and what is decided now. It fails where there is no decision.
  Result<std::string> test_text(const std::string& name) const;

  // What diagnostics speak of, to render them by: policies, files that they use, members' files, the last value or expression.
  const std::vector<SourceText>& texts() const;

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

}  // namespace crit
