// A policy's text -> its chunk, phase by phase, for tests that look inside.
#pragma once

#include <optional>
#include <string>

#include "build.hpp"
#include "check.hpp"
#include "diagnostics.hpp"
#include "lower.hpp"
#include "make_plan.hpp"
#include "parse.hpp"
#include "source.hpp"

// Not verified. Empty where the policy has an error, and `why`, when given, receives the first.
inline std::optional<crit::Chunk> compiled(const std::string& text, std::string* why = nullptr) {
  crit::Sources sources;
  const crit::Source& source = *sources.add("policy.crit", text);
  crit::Diagnostics diagnostics("policy.crit");
  const crit::ast::File file = crit::build(source, crit::parse(source, diagnostics), diagnostics);
  crit::checked::Policy policy = crit::check(sources, file, diagnostics);
  if (!diagnostics.has_errors()) return crit::lower(crit::make_plan(std::move(policy)));
  for (const crit::Diagnostic& one : diagnostics.all()) {
    if (why != nullptr && why->empty() && one.severity == crit::Severity::error) *why = one.message;
  }
  return std::nullopt;
}
