// crit's C++ API: compile a coverage policy, read facts, decide, explain. The only door; the `crit` command uses nothing
// else. Link `crit::crit`.
//
//   crit::Engine engine;
//   auto compiled = engine.compile({{"mecasermin.crit", text}});
//   if (!compiled) { … crit::render(compiled.error(), …) … }
//   crit::Program program = *compiled;                     // immutable, cheap to copy, safe to share between threads
//   for (crit::Member& member : program.read_members({"case.json", json})) {
//     if (!member.valid()) { … member.diagnostics() … continue; }
//     crit::Decision decision = program.decide(member, crit::DecideOptions{});
//     std::cout << crit::to_text(decision) << crit::to_json(decision);
//   }
//
// No function here throws (but std::bad_alloc), prints, reads a clock, or aborts. Strings are UTF-8. Dates are
// `YYYY-MM-DD`. Every object owns what it holds; nothing returned points into an argument.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "crit/diagnostic.hpp"
#include "crit/files.hpp"

namespace crit {

// A value, or the reason why there is none; member names as std::expected's. Precondition of operator* and operator->:
// has_value(); of error(): !has_value().
template <typename T, typename E = std::vector<Diagnostic>>
class Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: a value is a Result
  static Result failure(E error) { return Result(std::in_place_index<1>, std::move(error)); }
  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  T& operator*() { return *std::get_if<0>(&state_); }
  const T& operator*() const { return *std::get_if<0>(&state_); }
  T* operator->() { return std::get_if<0>(&state_); }
  const T* operator->() const { return std::get_if<0>(&state_); }
  E& error() { return *std::get_if<1>(&state_); }
  const E& error() const { return *std::get_if<1>(&state_); }

 private:
  template <std::size_t I, typename V>
  Result(std::in_place_index_t<I> index, V&& value) : state_(index, std::forward<V>(value)) {}
  std::variant<T, E> state_;
};

// A file's name (for messages only; nothing is opened) and its text.
struct SourceText {
  std::string name;
  std::string text;
  // Of a part of a file (whole lines of one member each, of a file too long to hold): which line of the file it begins at.
  std::uint32_t first_line = 1;
};

std::string_view version();  // "0.1.0"

// ---- rendering diagnostics ---------------------------------------------------------------------------------------
// For people: message, place, source line with a caret, advice. `sources` are the texts the diagnostics speak of; one
// whose source is not given shows only its place by bytes.
std::string render_text(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& sources, bool color);
// For programs: one JSON object a line.
std::string render_json(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& sources);

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
  std::vector<std::string> criteria;  // that ask for it: "I.A.4"
  std::vector<Answer> answers;
  bool every_answer = false;  // `answers` are all that there can be; else criteria were taken as they may come out
};

struct Output {
  std::string name;
  std::string value;
  std::string unit;
};

struct Decision {
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
  std::vector<std::string> because;  // paths of the criteria the decision rests on
  std::string target;                // refer: to which policy, or "review"
  std::string review;                // refer to review: why
  std::string summary;               // one sentence
  std::vector<std::string> actions;  // undetermined: what the policy says is to be done; "if C (not known): …"
  std::vector<Need> needs;           // pend
  std::vector<Output> outputs;       // given by the approving indication
  std::vector<SectionResult> sections;
  std::vector<std::string> notes;    // "I.B could lengthen the approval", …
  std::vector<std::string> warnings;
};

struct TextOptions {
  bool color = false;
  bool explain = true;  // false: the decision's own lines, without the outline
};
std::string to_text(const Decision& decision, const TextOptions& options = {});
std::string to_json(const Decision& decision);  // one line, keys in a fixed order, no line end

// ---- members -------------------------------------------------------------------------------------------------------
struct MemberData;  // internal
class Member {
 public:
  const std::string& id() const;
  const std::string& file() const;
  std::uint32_t line() const;      // where the member's object begins in its file
  bool valid() const;              // false: a wrong type, unit, date, …: an error that names the field, never a decision
  const std::string& as_of() const;  // the file's own date of service; empty when it gives none
  const std::vector<Diagnostic>& diagnostics() const;  // errors, or warnings

 private:
  friend class Program;
  std::shared_ptr<const MemberData> data_;
};
// An invalid member as one JSON object, with the same leading keys as a decision's.
std::string invalid_to_json(const Member& member, const std::vector<SourceText>& sources);
// The same for a valid member that could not be decided: `why` is decide()'s error.
std::string invalid_to_json(const Member& member, const std::vector<Diagnostic>& why,
                            const std::vector<SourceText>& sources);

struct ReadOptions {
  std::string as_of;    // the date of service they will be decided on; empty: each member's own. It chooses the version
  bool strict = false;  // an unknown field is an error, not a warning
  bool one_a_line = false;  // it is known that each line is a member: nothing else is tried
};

struct DecideOptions {
  std::string as_of;          // the date of service; empty: the member's own. Neither: an error
  bool explain = true;        // gather evidence, needs and answers
  bool ucum = false;          // units of what is computed as UCUM writes them; facts are shown as their file wrote them
  bool short_circuit = true;  // for tests: the decision must not depend on it
};

// ---- programs ------------------------------------------------------------------------------------------------------
// How a test in the policy came out.
struct TestResult {
  std::string name;
  std::string file;
  std::uint32_t line = 0;
  bool passed = false;
  std::vector<Diagnostic> failures;  // each at the expectation that did not hold
  std::string decision;              // what was decided, in a line
  std::optional<Decision> decided;   // and whole; none where its facts are invalid or the test could not be run
};

struct ProgramData;  // internal
class Program {
 public:
  // Fact sets of one file: an object, an array of objects, or an object a line. Never empty.
  std::vector<Member> read_members(const SourceText& file, const ReadOptions& options = {}) const;
  // Precondition: the member is valid and was read by this program. Fails only for a wrong or absent as_of, or for one
  // whose version of the policy cannot read the member's facts.
  Result<Decision> decide(const Member& member, const DecideOptions& options = {}) const;
  const std::vector<Diagnostic>& warnings() const;  // of the compilation
  // The tests that stand in the policy, in their order. `loader` finds the fact files that they name.
  std::vector<TestResult> run_tests(const FileLoader& loader = {}) const;
  std::string disassemble() const;                  // `crit dump --bytecode`

 private:
  friend class Engine;
  std::shared_ptr<const ProgramData> data_;
};

enum class DumpKind : std::uint8_t { tree, ast, checked, bytecode };

class Engine {
 public:
  // Errors stop it; warnings are the program's. `loader` finds the modules and tables that the policy names; without one
  // there is only the standard library.
  Result<Program> compile(const SourceText& policy, const FileLoader& loader = {}) const;
  // The versions of one policy, each with a `policy` header, and files of amendments to it; other modules among them are
  // passed over. Each member is decided by the version in force on its date of service.
  Result<Program> compile_versions(const std::vector<SourceText>& files, const FileLoader& loader = {}) const;
  // What a phase gives, printed; the phases before it run too. A dump of a faulty policy is given as far as it goes, with
  // the diagnostics.
  struct Dump {
    std::string text;
    std::vector<Diagnostic> diagnostics;
  };
  Dump dump(const SourceText& policy, DumpKind kind, const FileLoader& loader = {}) const;
};

}  // namespace crit
