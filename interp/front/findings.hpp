// What the check finds wrong: told once, and where its author can change something.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <tuple>

#include "ast.hpp"
#include "diagnostics.hpp"
#include "source.hpp"

namespace crit {

class Expansion;
class Quotes;

class Findings {
 public:
  Findings(const Sources& sources, const ast::File& file, Diagnostics& diagnostics, const Expansion& expansion,
           const Quotes& quotes)
      : sources_(sources), file_(file), diagnostics_(diagnostics), expansion_(expansion), quotes_(quotes) {}

  // One mistake is told once, though a define that holds it may be copied a thousand times.
  Diagnostic& report(Mistake mistake, Span span, std::string message);
  Diagnostic& report(Mistake mistake, Span span, std::string message, std::string help);
  // Whether report() gave the diagnostic that only takes the labels and help of a repetition.
  bool is_spare(const Diagnostic& diagnostic) const { return &diagnostic == &spare_; }

  // A define of the standard library cannot be changed by who calls it: what does not fit there is told at their call.
  bool is_standard(Span span) const;
  std::uint32_t call_of_standard() const;

  bool failed = false;       // a node stands for a mistake
  std::uint32_t blamed = 0;  // the call of a define of the standard library that asks for the field of what it is given

 private:
  Diagnostic& report_at_call(Mistake mistake, std::uint32_t environment, Span span, std::string message);
  Span used_at(Span span) const;

  const Sources& sources_;
  const ast::File& file_;
  Diagnostics& diagnostics_;
  const Expansion& expansion_;
  const Quotes& quotes_;
  std::set<std::tuple<Mistake, std::uint32_t, std::uint32_t>> reported_;  // and where
  std::set<std::uint32_t> failed_calls_;  // of defines of the standard library: the first mistake is told
  Diagnostic spare_;
};

}  // namespace crit
