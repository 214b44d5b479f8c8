#include "expression.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "build.hpp"
#include "check.hpp"
#include "diagnostics.hpp"
#include "finished_run.hpp"
#include "libraries.hpp"
#include "lower.hpp"
#include "make_plan.hpp"
#include "outline.hpp"
#include "read_facts.hpp"
#include "ruling.hpp"
#include "types.hpp"
#include "verify.hpp"

namespace crit::session {
namespace {

constexpr const char* asked = "what is asked";  // no policy can call anything so: it has blanks

class Evaluation {
 public:
  Evaluation(const Version& version, const FileLoader& loaded, const SourceText& expression, const SourceText& member, const std::string& as_of)
      : version_(version), loaded_(loaded), expression_(expression), member_(member), as_of_(as_of) {}

  Evaluated run() {
    const ast::File file = read();
    const bool is_read = typed_ != nullptr;
    if (!is_read || !check_it(file)) return std::move(result_);
    Chunk chunk = lower(make_plan(std::move(policy_)));
    if (const std::vector<std::string> faults = verify(chunk); !faults.empty()) {
      Diagnostics diagnostics(expression_.name);
      diagnostics.add(Mistake::not_verified, Span{}, "crit made bytecode for this expression that does not verify: " + faults.front(), "this is a mistake in crit; please report it");
      result_.diagnostics = diagnostics.take_sorted();
      return std::move(result_);
    }
    decide(chunk);
    return std::move(result_);
  }

 private:
  // The version's files, as it was compiled from them, and the expression behind them.
  ast::File read() {
    std::size_t own = 0;
    for (const Source& source : version_.sources.all()) {
      if (own++ == version_.policy_files) break;  // no tests
      sources_.add(source.name(), std::string(source.text()));
    }
    Diagnostics of_policy(version_.file);
    ast::File file = gather(sources_, libraries(loaded_, ""), of_policy);
    const Source* source = sources_.add(expression_.name, expression_.text);
    Diagnostics found(expression_.name);
    if (source == nullptr) {
      found.add(Mistake::file_too_large, Span{}, "this expression is longer than crit reads");
      result_.diagnostics = found.take_sorted();
      return file;
    }
    typed_ = build_expression(*source, found);
    if (found.has_errors()) typed_.reset();
    if (!typed_) result_.diagnostics = found.take_sorted(sources_);
    return file;
  }

  // What is said of the policy itself was said when it was compiled.
  bool keep_own(Diagnostics& found) {
    result_.diagnostics.clear();
    for (Diagnostic& one : found.take_sorted(sources_)) {
      if (one.file == expression_.name) result_.diagnostics.push_back(std::move(one));
    }
    return std::none_of(result_.diagnostics.begin(), result_.diagnostics.end(), [](const Diagnostic& one) { return one.severity == Severity::error; });
  }

  bool check_it(const ast::File& file) {
    Diagnostics found(expression_.name);
    AskedExpression expression{asked, std::move(typed_)};
    policy_ = check_with(expression, sources_, file, found, standard_module_of);
    is_criterion_ = expression.is_criterion;
    type_ = expression.type;
    return keep_own(found);
  }

  // The member is read by the copy's own schema: what is compared may make a value of a word that was none.
  void decide(const Chunk& chunk) {
    const std::vector<MemberFacts> read = read_facts(chunk.schema, Source(member_.name, member_.text));
    const MemberFacts& facts = read.front();
    const std::optional<Date> day = parse_date(as_of_);
    if (!facts.valid || !day) {
      result_.diagnostics = facts.diagnostics;
      if (facts.valid) {
        Diagnostics found(expression_.name);
        found.add(Mistake::no_date_of_service, Span{}, "no date of service is given", "an expression is asked as of a day, as a decision is");
        result_.diagnostics = found.take_sorted();
      }
      return;
    }
    Meter meter(default_max_steps, nullptr);
    MachineOptions options;
    options.trace = true;
    options.meter = &meter;
    try {
      FinishedRun run(chunk, facts.facts, day->first, options);
      result_.value = is_criterion_ ? verdict(chunk, facts.facts, run) : value(chunk, facts.facts, run);
    } catch (const Stop& stop) {
      Diagnostics found(expression_.name);
      tell(stop, default_max_steps, Span{}, found);
      result_.diagnostics = found.take_sorted();
    }
  }

  ValueShown value(const Chunk& chunk, const FactSet& facts, FinishedRun& run) const {
    const std::string name = fmt::format("common give {}", asked);
    const auto piece = std::find_if(chunk.output_code.begin(), chunk.output_code.end(),
                                    [&](const Routine& one) { return one.name == name; });
    ValueShown shown;
    shown.type = describe(type_, chunk.schema);
    if (piece == chunk.output_code.end()) return shown;
    const Value value = run.entry(static_cast<std::uint32_t>(piece - chunk.output_code.begin()));
    const auto* truth = std::get_if<Truth>(&value);
    shown.known = !is_unknown(value) && !std::holds_alternative<SeveralRef>(value) && (truth == nullptr || *truth != Truth::unknown);
    if (const auto* span = std::get_if<SpanValue>(&value); span != nullptr && span->from.exact() && span->to.exact() && span->from.first <= span->to.first) {
      shown.value = span_to_string(span->from.first, span->to.first, chunk.leap);
    } else if (shown.known) {
      shown.value = show(chunk, value, *piece);
    }
    if (shown.known && piece->is_number) shown.unit = piece->unit.spelling;
    shown.evidence = evidence_of(chunk, facts, run, run.entry_evidence());
    return shown;
  }

  ValueShown verdict(const Chunk& chunk, const FactSet& facts, FinishedRun& run) const {
    ValueShown shown;
    shown.type = "a criterion";
    for (const SectionResult& section : outline(chunk, facts, run, {}, {}, ReasonText(chunk))) {
      if (section.path != asked) continue;
      shown.known = section.verdict != CriterionVerdict::unknown;
      if (shown.known) shown.value = verdict_name(section.verdict);
      for (const Criterion& criterion : section.criteria) {
        take(criterion, shown);
        shown.parts.insert(shown.parts.end(), criterion.children.begin(), criterion.children.end());
      }
      for (Criterion& part : shown.parts) call(part);
    }
    return shown;
  }

  // By its own label: "a", "[1]".
  static void call(Criterion& part) {
    const std::size_t own = std::string_view(asked).size();
    if (part.path.compare(0, own, asked) == 0) part.path.erase(0, own + (part.path.size() > own && part.path[own] == '.' ? 1 : 0));
    for (Criterion& child : part.children) call(child);
  }

  // What the parts look at stands with the value, too.
  static void take(const Criterion& criterion, ValueShown& shown) {
    for (const Evidence& one : criterion.evidence) {
      const auto same = [&](const Evidence& other) { return other.fact == one.fact && other.missing == one.missing && other.reason == one.reason; };
      if (std::none_of(shown.evidence.begin(), shown.evidence.end(), same)) shown.evidence.push_back(one);
    }
    for (const Criterion& child : criterion.children) take(child, shown);
  }

  const Version& version_;
  const FileLoader& loaded_;
  const SourceText& expression_;
  const SourceText& member_;
  const std::string& as_of_;
  Sources sources_;
  ast::ExprPtr typed_;
  checked::Policy policy_;
  Type type_;
  bool is_criterion_ = false;
  Evaluated result_;
};

}  // namespace

Evaluated evaluate(const Version& version, const FileLoader& loaded, const SourceText& expression, const SourceText& member, const std::string& as_of) {
  return Evaluation(version, loaded, expression, member, as_of).run();
}

}  // namespace crit::session
