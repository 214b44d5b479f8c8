#include "promises.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "diagnostics.hpp"
#include "json.hpp"
#include "standard.hpp"
#include "targets.hpp"

namespace fuzz {

void broken(const char* promise, const std::string& detail) {
  std::fprintf(stderr, "broken promise: %s\n%s\n", promise, detail.c_str());
  std::abort();
}

void require_json(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    crit::JsonReader reader(line);
    require(reader.read(0, static_cast<std::uint32_t>(line.size())).document.has_value(), "what is written as JSON is JSON",
            std::string(line));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
}

void require_diagnostics(const std::vector<crit::Diagnostic>& diagnostics, const crit::SourceText& source) {
  for (const crit::Diagnostic& one : diagnostics) {
    const auto& all = crit::all_mistakes();
    const bool listed =
        std::any_of(all.begin(), all.end(), [&](const crit::MistakeInfo& info) { return info.code == one.code; });
    require(listed || (one.code.empty() && one.severity == crit::Severity::note), "a diagnostic's code is of the catalogue",
            one.code);
    require(one.code != "E0000", "crit makes no mistake of its own", one.message);
    require(!one.message.empty() && one.message.find('\n') == std::string::npos, "a message is one line", one.message);
    for (const std::string& help : one.help) {
      require(!help.empty() && help.find('\n') == std::string::npos, "advice is one line", help);
    }
    // Either may be in a module of the standard library that the input uses.
    const auto inside = [&](const std::string& file, crit::Span span) {
      std::size_t size = source.text.size();
      for (const crit::StandardFile& standard : crit::standard_files()) {
        if (file == "stdlib/" + std::string(standard.name)) size = standard.text.size();
      }
      return span.begin <= span.end && span.end <= size;
    };
    require(inside(one.file, one.span), "a diagnostic stands inside its file", one.message);
    for (const crit::Label& label : one.labels) {
      require(inside(label.file.empty() ? one.file : label.file, label.span), "a label stands inside its file", label.text);
    }
  }
  crit::render_text(diagnostics, {source}, true);
  crit::render_text(diagnostics, {}, false);
  require_json(crit::render_json(diagnostics, {source}));
}

namespace {

// What must stay the same when no explanation is asked for: everything but the explanation.
std::string without_explanation(crit::Decision decision) {
  decision.needs.clear();
  decision.sections.clear();
  decision.notes.clear();
  decision.summary.clear();
  return crit::to_json(decision);
}

}  // namespace

std::string date_for(const crit::Program& program, const crit::SourceText& facts) {
  for (const crit::Member& member : program.read_members(facts)) {
    for (const crit::Diagnostic& one : member.diagnostics()) {
      if (one.code == "E0500") return "2022-10-01";
    }
  }
  return "";
}

crit::Result<crit::Decision> require_decision(const crit::Program& program, const crit::Member& member,
                                              const crit::DecideOptions& options) {
  crit::DecideOptions chosen = options;
  chosen.explain = true;
  chosen.short_circuit = true;
  crit::Result<crit::Decision> full = program.decide(member, chosen);
  if (!full) return full;
  const std::string brief = without_explanation(*full);
  chosen.short_circuit = false;
  const auto whole = program.decide(member, chosen);
  require(whole && crit::to_json(*whole) == crit::to_json(*full), "short-circuit does not matter");
  chosen.explain = false;
  const auto untraced_whole = program.decide(member, chosen);
  chosen.short_circuit = true;
  const auto untraced = program.decide(member, chosen);
  require(untraced && without_explanation(*untraced) == brief, "explanation does not matter", brief);
  require(untraced_whole && without_explanation(*untraced_whole) == brief, "neither of them matters", brief);
  require_json(crit::to_json(*full));
  require(!crit::to_text(*full, {true, true}).empty() && !crit::to_text(*untraced, {false, false}).empty(),
          "a decision has a text");
  // What turns on the end of an ongoing period alone asks for no fact, and says so.
  require(full->outcome != crit::Outcome::pend || !full->needs.empty() || !full->open_ends.empty(), "a pend says what it needs", crit::to_text(*full));
  return full;
}

}  // namespace fuzz
