// crit's C++ API: compile a coverage policy, read facts, decide, explain. The only door; the `crit` command uses nothing
// else. Link `crit::crit`.
//
//   const crit::SourceText policy{"mecasermin.crit", text};
//   const crit::Result<crit::Program> program = crit::Engine().compile(policy);
//   if (!program) std::cerr << crit::render_text(program.error(), {policy}, false);
//   crit::ReadOptions read;
//   read.as_of = "2022-10-01";  // the date of service, where the facts do not give their own
//   for (const crit::Member& member : program->read_members({"case.json", json}, read)) {
//     const crit::Result<crit::Decision> decision = program->decide(member);
//     if (decision) std::cout << crit::to_json(*decision) << '\n';
//     else std::cout << crit::invalid_to_json(member, decision.error(), {}) << '\n';
//   }
//
// No function here throws (but std::bad_alloc), prints, reads a clock, or aborts. Strings are UTF-8. Dates are
// `YYYY-MM-DD`. Every object owns what it holds; nothing returned points into an argument. A default-made object answers: a
// Program without a policy reads nothing and decides nothing, a Member without facts is invalid, and each says so.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crit/declared.hpp"
#include "crit/diagnostic.hpp"
#include "crit/files.hpp"

namespace crit {

// A value, or the reason why there is none; member names as std::expected's. Where there is no value, asking for it gives a
// default-made one, which is harmless: a Program that decides nothing, a Decision that says it is none. Where there is one,
// error() is empty.
template <typename T, typename E = std::vector<Diagnostic>>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)), has_value_(true) {}  // NOLINT: a value is a Result
  static Result failure(E error) { return Result(std::move(error), 0); }
  bool has_value() const { return has_value_; }
  explicit operator bool() const { return has_value_; }
  T& value() & { return value_; }
  const T& value() const& { return value_; }
  T value() && { return std::move(value_); }
  T value_or(T otherwise) const& { return has_value_ ? value_ : std::move(otherwise); }
  T value_or(T otherwise) && { return has_value_ ? std::move(value_) : std::move(otherwise); }
  T& operator*() & { return value_; }
  const T& operator*() const& { return value_; }
  T operator*() && { return std::move(value_); }
  T* operator->() { return &value_; }
  const T* operator->() const { return &value_; }
  E& error() { return error_; }
  const E& error() const { return error_; }

 private:
  Result(E error, int /*failed*/) : error_(std::move(error)) {}
  T value_{};
  E error_{};
  bool has_value_ = false;
};

// A file's name (for messages only; nothing is opened) and its text.
struct SourceText {
  std::string name;
  std::string text;
  // Of a part of a file: where in the file it begins, modulo 4 GiB of bytes. Places in diagnostics are those of the file.
  std::uint32_t first_line = 1;
  std::uint32_t first_column = 1;
  std::uint32_t first_byte = 0;
};

std::string_view version();  // "0.1.0"

// ---- rendering diagnostics ---------------------------------------------------------------------------------------
// For people: message, place, source line with a caret, advice. `sources` are the texts the diagnostics speak of; one
// whose source is not given shows only its place by bytes.
std::string render_text(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& sources, bool color);
// For programs: one JSON object a line.
std::string render_json(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& sources);

// A text from outside (a file's name, a member's id) on one line, as to_text() and render_text() show it: controls, line ends,
// direction marks and characters that show nothing are written out, `\n`, `\u202e`. What to_json() and render_json() give
// holds none of them either, nor `</`.
std::string printable(std::string_view text);
// A text as a string of JSON, in quotes, as to_json() writes it: valid on one line, for a host that puts JSON round a decision.
std::string json_string(std::string_view text);

// ---- the catalogue of diagnostics ------------------------------------------------------------------------------------
struct CodeSummary {
  std::string_view code;  // "E0203"
  Severity severity = Severity::error;
  std::string_view summary;  // one sentence
};
// Every code there is, in order.
const std::vector<CodeSummary>& diagnostic_codes();
// What a code means, for people: a page of plain text with an example that gives it and one that does not. Empty for what
// is no code.
std::string explain(std::string_view code);

// ---- the standard library ------------------------------------------------------------------------------------------
// A module that `use NAME` finds without a file.
struct StandardModule {
  std::string_view name;     // "growth"
  std::string_view text;     // the whole module, as a policy's author reads it
  std::string summary;       // one sentence: how its text begins
};
// Every module there is, by name.
const std::vector<StandardModule>& standard_modules();

// ---- decisions -----------------------------------------------------------------------------------------------------
enum class Outcome : std::uint8_t { approve, deny, pend, refer, undetermined };
std::string_view outcome_name(Outcome outcome);  // "approve", …

// How a criterion came out. `unknown`: more than one is still possible.
enum class CriterionVerdict : std::uint8_t { met, not_met, not_applicable, unknown };
std::string_view verdict_name(CriterionVerdict verdict);  // "met", "not met", "not applicable", "unknown"

// One argument of a reason, by its name. What stands in `value` and `list` goes by the kind:
//   text            a name or a text of the policy or the facts
//   date            "2022-07-02", "2022-07"; "..2022-07-02" or "2022-07-02.." where an end is not known; "ongoing"
//   count, number   digits; a number has its `unit`
//   range           in `list` its ends, called at_least or more_than, at_most or less_than
//   yes_no          "yes", "no"
//   list            in `list` its members, without names
//   reason          a reason's code, and in `list` its arguments
struct ReasonArgument {
  enum class Kind : std::uint8_t { text, date, count, number, range, yes_no, list, reason };
  std::string name;
  Kind kind = Kind::text;
  std::string value;
  std::string unit;
  std::vector<ReasonArgument> list;
};
// A reason as data, for hosts that go by it or say it in words of their own. LANGUAGE.md has a table of the codes; each
// has always the same arguments, in this order. Without a code: there is no reason.
struct ReasonData {
  std::string code;  // "newest-too-old"
  std::vector<ReasonArgument> arguments;
};

// One value that a criterion looked at, or the place where one was missing.
struct Evidence {
  std::string fact;         // "height[2].value", "member.birth_date"
  std::string description;  // the declaration's text, or empty
  std::string value;        // "91.4 cm"; empty when missing
  std::string date;         // of the item, or empty
  std::string source;       // "chart_note", or empty
  std::string document;     // "d7", or empty
  std::string page;
  bool missing = false;     // there was no usable value …
  std::string reason;       // … because: "not supplied", "newest is 91 days old (2022-07-02); one from 2022-07-03 on would do"
  ReasonData
      reason_data;  // the same as data; where nothing is missing and `reason` is empty, it is of what `value` says
  bool supposed = false;    // a what-if of a Session: it is on no file
};

struct Criterion {
  std::string path;         // "I.A.7", unlabelled children "I.A.8[1]"
  std::string text;         // the author's text, else the condition as written
  std::string condition;    // the condition as written, one line; empty for blocks
  std::string block;        // "all of", "at least 2 of", …; empty for conditions; "amended": its children are texts
                            // of which it is not known which is in force
  std::string amendment;    // whose text this is, where an amendment changed it
  CriterionVerdict verdict = CriterionVerdict::unknown;
  bool decisive = false;    // the decision rests on this one
  std::vector<Evidence> evidence;
  std::vector<Criterion> children;
};

// common: what indications must also meet. amendment: met where it applies.
enum class SectionKind : std::uint8_t { indication, exclusion, referral, common, amendment };
struct SectionResult {
  SectionKind kind = SectionKind::indication;
  std::string path;      // "I.A"
  std::string text;
  std::string category;  // exclusions
  std::string until;     // indications: the first day not covered, when known and approved
  std::string target;    // referrals, when known
  CriterionVerdict verdict = CriterionVerdict::unknown;
  std::vector<Criterion> criteria;  // `when` first, if there is one, with path "I.A when"
};

// What one answer to a missing fact would do.
struct Answer {
  std::string answer;    // "open"; "a value with sd <= -3"; "otherwise"
  Outcome outcome = Outcome::pend;
  std::string then;      // "approve until 2023-10-01", "deny because I.A.4", "still pend"
};
// A fact that would (help to) settle a pended decision.
struct Need {
  std::string fact;         // "epiphysis"
  std::string description;  // "Growth plates on x-ray"
  std::string reason;       // why what is on file does not do
  ReasonData reason_data;   // the same as data
  std::vector<std::string> criteria;  // that ask for it: "I.A.4"
  std::vector<Answer> answers;
  bool every_answer = false;  // `answers` are all that there can be; else criteria were taken as they may come out
};

// What a pend turns on, and no fact can say: on which day ongoing periods of this list will end.
struct OpenEnd {
  std::string list;                   // "medication"
  std::vector<std::string> criteria;  // that turn on it: "I.A.4"
};

struct Output {
  std::string name;
  std::string value;
  std::string unit;
};

struct Decision {
  bool valid = false;  // true of what decide() gave; false: default-made, and no decision, whatever the rest says
  std::string member;  // the fact set's id, or empty
  std::string file;    // and where it came from
  std::string policy;
  std::string policy_title;
  std::string policy_version;
  std::string as_of;
  Outcome outcome = Outcome::undetermined;
  std::string until;                 // approve: the first day not covered; empty: open-ended
  std::string through;               // approve: the last covered day
  std::string category;              // deny: experimental, not_medically_necessary, …; empty: none stated
  std::vector<std::string> because;  // paths of the criteria the decision rests on; or, alone, "no indication applies"
  std::string target;                // refer: to which policy, or "review"
  std::string review;                // refer to review: why
  std::string summary;               // one sentence
  std::vector<std::string> actions;  // what the policy says is to be done, whatever is decided; "if C (not known): …"
  std::vector<Need> needs;           // pend
  std::vector<OpenEnd> open_ends;    // pend
  std::vector<Output> outputs;       // given by the approving indication
  std::vector<SectionResult> sections;
  std::vector<std::string> notes;    // "I.B could lengthen the approval", …
  std::vector<std::string> warnings;
  std::vector<std::string> supposed;  // a what-if of a Session: the facts that are on no file, "height", "therapy[2].end"; "as_of"
};

struct TextOptions {
  bool color = false;
  bool explain = true;  // false: the decision's own lines, without the outline
  // Put behind the lines of criteria and sections, by their paths: what was expected of them.
  std::vector<std::pair<std::string, std::string>> remarks = {};
};
std::string to_text(const Decision& decision, const TextOptions& options = {});
// One line, keys in a fixed order, no line end; share/crit/decision.schema.json describes it. Of what is no decision: an error
// record, as invalid_to_json gives.
std::string to_json(const Decision& decision);

// ---- members -------------------------------------------------------------------------------------------------------
struct MemberData;  // internal
struct Inside;      // internal: of a Session
class Member {
 public:
  const std::string& id() const;
  const std::string& file() const;
  std::uint32_t line() const;      // where the member's object begins in its file
  bool readable() const;           // false: no member, but a file that cannot be read (on)
  bool valid() const;              // false: a wrong type, unit, date, …: an error that names the field, never a decision
  const std::string& as_of() const;  // the date of service it is decided on: ReadOptions', else the file's own
  const std::vector<Diagnostic>& diagnostics() const;  // errors, or warnings
  // The part of the file that its diagnostics speak of, to render them by: render_text(diagnostics(), {source()}, …).
  const SourceText& source() const;
  // Of one of its diagnostics: that part, or, in CSV, the first line of the file, or a row of a list.
  const SourceText& source(const Diagnostic& of) const;
  bool is_broken() const;        // what stands there is no member: nobody knows what it gives
  bool has_expectation() const;  // it says what is to be decided: it is a case, for Program::test()

 private:
  friend class Program;
  friend class MemberReader;
  friend struct Inside;
  std::shared_ptr<const MemberData> data_;
};
// An invalid member as one JSON object, with the same leading keys as a decision's. `sources`: the texts that its diagnostics
// speak of, where that is not its own source().
std::string invalid_to_json(const Member& member, const std::vector<SourceText>& sources = {});
// The same for a valid member that could not be decided: `why` is decide()'s error.
std::string invalid_to_json(const Member& member, const std::vector<Diagnostic>& why,
                            const std::vector<SourceText>& sources);

// A file of members as JSON, or as CSV: a first line with the paths of facts, and one member a row.
enum class FactsFormat : std::uint8_t { json, csv };
// csv for a name that ends in `.csv`, in capitals too.
FactsFormat format_of(std::string_view file);

// Work is counted, not timed: crit reads no clock. `cancelled` stops a call from another thread or a signal handler: set it
// to true; it must outlive the call. What is stopped, or has taken more than it may, ends in an error, never in a decision.
struct ReadOptions {
  std::string as_of = {};   // the date of service, of every member read; empty: each member's own. It chooses the version
  bool strict = false;      // an unknown field is an error, not a warning
  FactsFormat format = FactsFormat::json;
  // Of one member's JSON: reading takes some five times as much memory; 0: 256 MiB. Of a list's CSV the whole file, of a row at
  // most 16 MiB.
  std::uint64_t max_bytes = 0;
  const std::atomic<bool>* cancelled = nullptr;
};

// Of one decision: some seconds of one processor, and a hundred times what the largest file of a person takes.
constexpr std::uint64_t default_max_steps = 400'000'000;

struct DecideOptions {
  bool explain = true;        // gather evidence and the outline of criteria
  bool needs = true;          // of a pend: work out what is needed and, with `explain`, what each answer would do
  bool ucum = false;          // units of what is computed as UCUM writes them; facts are shown as their file wrote them
  bool short_circuit = true;  // for tests: the decision must not depend on it
  bool coded_reasons =
      false;  // for tests: codes and arguments in the place of the words of reasons and warnings; nothing else changes
  std::uint64_t max_steps = default_max_steps;  // instructions, and items of lists looked at; 0: any
  const std::atomic<bool>* cancelled = nullptr;
};

// ---- programs ------------------------------------------------------------------------------------------------------
// Where a decision is not what was expected.
struct Differing {
  std::string what;      // "decision", "until", "criteria.I.A.7", "outputs.vials", "because", "needs", …
  std::string expected;
  std::string found;     // or empty
};

// How a test in the policy, or a case, came out.
struct TestResult {
  std::string name;
  std::string file;
  std::uint32_t line = 0;
  bool passed = false;
  std::vector<Diagnostic> failures;  // each at the expectation that did not hold
  std::vector<SourceText> sources;   // of a case: what each of them speaks of
  std::vector<Differing> differs;    // the same as data
  std::string decision;              // what was decided, in a line
  std::optional<Decision> decided;   // and whole; none where its facts are invalid or the test could not be run
};

// A test that stands in the policy.
struct TestPlace {
  std::string name;
  std::string file;
  std::uint32_t line = 0;
};

struct ProgramData;  // internal

// A warning that one file may call for in each of its members, told once.
struct RepeatedWarning {
  Diagnostic warning;  // at its first place; it says how often
  SourceText source;   // of that place, to render it by
};

// The facts of one file, pipe or socket as its bytes come in: no more than one member is held. A file is a sequence of JSON
// values, each a member or an array of them. However the bytes are cut, the same members come of them.
//
//   crit::MemberReader reader = program.reader("members.json", read);
//   do {
//     … reader.feed(bytes), or reader.finish() where there are no more …
//     while (const std::optional<crit::Member> member = reader.next()) … program.decide(*member) …
//   } while (…);
//
// What is no member is one that is invalid, and reading goes on behind it. One that is stopped by ReadOptions::cancelled says so
// once, and ends. Default-made, it gives none; that of a Program without a policy gives one, which says so.
struct MemberReaderData;  // internal
class MemberReader {
 public:
  MemberReader();
  MemberReader(MemberReader&& other) noexcept;
  MemberReader& operator=(MemberReader&& other) noexcept;
  ~MemberReader();
  // Before the first next(), and of CSV only: the items of the list `list` ("medication"), one a row, each with the `id` of its
  // member, in a file of their own. Several files of one list are read as one. It is held whole.
  void add_list(std::string_view list, SourceText file);
  void feed(std::string_view bytes);
  void finish();                   // the file ends here
  void fail(std::string_view why);  // it ends here because it cannot be read on: an invalid member says `why`
  // The next member. None: more is to be fed; or, after finish() and fail(), the end. At least one comes of any file.
  std::optional<Member> next();
  // Of the members given so far: fields that the policy does not declare (W0501), another date of service (W0502). Each
  // member's diagnostics() have them, too.
  std::vector<RepeatedWarning> repeated() const;
  static bool repeats(const Diagnostic& diagnostic);  // whether it is one of these: who shows them may leave it out of a member's

 private:
  friend class Program;
  friend struct Inside;
  std::unique_ptr<MemberReaderData> data_;
};

class Program {
 public:
  // Fact sets of one file, as they come in: `file` is its name, for messages.
  MemberReader reader(std::string_view file, const ReadOptions& options = {}) const;
  // Those of a file that is there whole, all at once. Never empty.
  std::vector<Member> read_members(const SourceText& file, const ReadOptions& options = {}) const;
  // An error for a member that is invalid, or was read by another program (a policy that is compiled anew is another), and
  // where `options` stop it.
  Result<Decision> decide(const Member& member, const DecideOptions& options = {}) const;
  const std::vector<Diagnostic>& warnings() const;  // of the compilation
  // Errors in files of tests that stand beside the policy. They stop no decision; a test that has one fails when it is run.
  const std::vector<Diagnostic>& test_faults() const;
  // The tests that stand in the policy, in their order. `loader` finds the fact files that they name.
  std::vector<TestResult> run_tests(const FileLoader& loader = {}) const;
  // The same one by one, by several threads too: `test` counts in tests(). None where the test is of another version.
  std::vector<TestPlace> tests() const;
  std::optional<TestResult> run_test(std::size_t test, const FileLoader& loader = {}) const;
  // Holds the decision of a member against what it expects. It fails where it expects nothing.
  TestResult test(const Member& member, const DecideOptions& options = {}) const;
  // What the policy may ask, in its order, single facts first: by the version in force on that day; empty: by the last one.
  std::vector<DeclaredFact> facts(std::string_view as_of = {}) const;
  std::string disassemble() const;                  // `crit dump --bytecode`

 private:
  friend class Engine;
  friend struct Inside;
  std::shared_ptr<const ProgramData> data_;
};

struct CompileOptions {
  std::uint64_t max_bytes = 0;  // of all files together that the policy is read from; 0: any (16 MiB a file, 200 files)
  const std::atomic<bool>* cancelled = nullptr;  // as in ReadOptions
  // The folder that all files named in the policy (`use`, `from`, the `facts` of its tests) must lie in, as names of files are
  // written: "policies". Told by their names, before the loader is asked; where a link leads is the loader's to say. Empty: any.
  std::string root = {};
};

enum class DumpKind : std::uint8_t { tree, ast, checked, plan, bytecode };

class Engine {
 public:
  // Errors stop it; warnings are the program's. `loader` finds the modules and tables that the policy names; without one
  // there is only the standard library. A loader that throws (but std::bad_alloc) has not read the file.
  Result<Program> compile(const SourceText& policy, const FileLoader& loader = {}, const CompileOptions& options = {}) const;
  // The versions of one policy, each with a `policy` header, and files of amendments to it and of tests; modules among them are
  // passed over. Each member is decided by the version in force on its date of service.
  Result<Program> compile_versions(const std::vector<SourceText>& files, const FileLoader& loader = {}, const CompileOptions& options = {}) const;
  // What a phase gives, printed; the phases before it run too. A dump of a faulty policy is given as far as it goes, with
  // the diagnostics.
  struct Dump {
    std::string text;
    std::vector<Diagnostic> diagnostics;
  };
  Dump dump(const SourceText& policy, DumpKind kind, const FileLoader& loader = {}, const CompileOptions& options = {}) const;
};

}  // namespace crit
