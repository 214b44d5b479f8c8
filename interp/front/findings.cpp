// Where a mistake is told, and that it is told once.
#include "findings.hpp"

#include <fmt/format.h>

#include "expansion.hpp"
#include "quotes.hpp"

namespace crit {

Diagnostic& Findings::report(Mistake mistake, Span span, std::string message) {
  if (const std::uint32_t call = call_of_standard(); call != 0) {
    // What follows from giving one thing for another is many mistakes in the define, and one at the call.
    const bool error = info(mistake).severity == Severity::error;
    if (error && !failed_calls_.insert(expansion_.environments[call].call.begin).second) return spare_ = Diagnostic{};
    if (is_standard(span)) return report_at_call(mistake, call, span, std::move(message));
  }
  if (span.begin != span.end && !reported_.emplace(mistake, span.begin, span.end).second) return spare_ = Diagnostic{};
  const bool of_a_name = mistake == Mistake::unknown_name || mistake == Mistake::unknown_code_set ||
                         mistake == Mistake::unknown_function || mistake == Mistake::unknown_unit;
  if (of_a_name && file_.lost_module) return spare_ = Diagnostic{};
  Diagnostic& made = diagnostics_.add(mistake, span, std::move(message));
  if (expansion_.current == 0) return made;
  const Span call = used_at(span);
  if (call.begin > span.begin || span.end > call.end) made.labels.push_back({call, "used here"});
  return made;
}

Diagnostic& Findings::report(Mistake mistake, Span span, std::string message, std::string help) {
  const bool of_the_define =
      mistake == Mistake::not_a_list || mistake == Mistake::wrong_list_kind || mistake == Mistake::bare_list;
  const bool at_call =
      of_the_define && is_standard(span) && call_of_standard() != 0;  // the advice is for who writes the define
  Diagnostic& made = report(mistake, span, std::move(message));
  if (!at_call) made.help.push_back(std::move(help));
  return made;
}

bool Findings::is_standard(Span span) const { return sources_.at(span.begin).name().rfind("stdlib/", 0) == 0; }

// The policy's own call through which a define of the standard library is being written out; 0: there is none.
std::uint32_t Findings::call_of_standard() const {
  if (blamed != 0) return blamed;
  if (expansion_.current == 0 || !is_standard(expansion_.environments[expansion_.current].define->name.span)) return 0;
  for (std::uint32_t i = expansion_.current; i != 0; i = expansion_.environments[i].outer) {
    if (!is_standard(expansion_.environments[i].call)) return i;
  }
  return 0;
}

// The call to look at: where a define of one's own module hands a mistake on, the one that stands outside that module.
Span Findings::used_at(Span span) const {
  const Source& file = sources_.at(span.begin);
  std::uint32_t outermost = expansion_.current;
  while (expansion_.environments[outermost].outer != 0) outermost = expansion_.environments[outermost].outer;
  const bool same_file = &sources_.at(expansion_.environments[outermost].call.begin) == &file;
  for (std::uint32_t i = expansion_.current; i != 0; i = expansion_.environments[i].outer) {
    if ((&sources_.at(expansion_.environments[i].call.begin) == &file) == same_file)
      return expansion_.environments[i].call;
  }
  return expansion_.environments[expansion_.current].call;
}

Diagnostic& Findings::report_at_call(Mistake mistake, std::uint32_t environment, Span span, std::string message) {
  const Environment& call = expansion_.environments[environment];
  const bool error = info(mistake).severity == Severity::error;
  if (!error && !reported_.emplace(mistake, call.call.begin, call.call.end).second) return spare_ = Diagnostic{};
  const std::string& name = call.define->name.text;
  message = quotes_.as_given(message);
  Diagnostic& made = diagnostics_.add(
      mistake, call.call, error ? fmt::format("`{}` does not fit what it is given: {}", name, message) : message);
  made.labels.push_back({span, "in the standard library"});
  std::uint32_t outermost = environment;
  while (expansion_.environments[outermost].outer != 0) outermost = expansion_.environments[outermost].outer;
  if (outermost != environment) made.labels.push_back({expansion_.environments[outermost].call, "used here"});
  if (!error) return made;
  std::string usage, given;
  for (std::size_t i = 0; i < call.define->parameters.size(); ++i) {
    const std::string& parameter = call.define->parameters[i].text;
    usage += (i == 0 ? "" : ", ") + parameter;
    given += fmt::format("{}{} is `{}`", i == 0 ? "" : ", ", parameter,
                         (*call.arguments)[i] ? quotes_.written((*call.arguments)[i]->span) : "");
  }
  made.help.push_back(fmt::format("`{}({})`: here {}", name, usage, given));
  return made;
}

}  // namespace crit
