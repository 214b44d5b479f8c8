// What the passes of the check share, and the short names of what each of them does all the time. Internal: callers use
// check.hpp; check.cpp has the list of the passes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ast.hpp"
#include "check.hpp"
#include "checked.hpp"
#include "expansion.hpp"
#include "findings.hpp"
#include "quotes.hpp"
#include "symbols.hpp"

namespace crit {

class Amendments;
class Bounds;
class Calls;
class Choices;
class CodeSets;
class Comparisons;
class Criteria;
class Declarations;
class Defines;
class Documentation;
class Expressions;
class Hints;
class Names;
class Parameters;
class Quantities;
class Queries;
class References;
class Shares;
class SourceKinds;
class Tables;

// The item that bare names mean inside a query's `where` and `has`.
struct Scope {
  std::uint32_t list = 0;
  std::string item;
  std::string second;
  bool pair = false;
  bool joined = false;            // its items have only a start and an end
  std::uint32_t environment = 0;  // it was opened in: seen from there only
};

// Where the text at hand stands.
struct Position {
  std::string criterion;                    // its full name, or "define x"
  std::optional<ast::SectionKind> section;  // none: a define, which may be used in any
  bool negated = false;                     // inside `not`, `none_of`, `no`: what is asked must not be
};

// The full names of criteria and sections.
struct CriterionNames {
  std::map<std::string, Span> spans;           // of all that are taken
  std::map<std::string, std::uint32_t> index;  // of criteria, in the array of verdicts
  int inside_duplicate = 0;                    // its parts have names that are taken, too
  std::string amendment;                       // whose text is being checked: its names are its own
};

// They call one another: an expression may hold a query, and a query expressions.
struct Passes {
  Amendments* amendments = nullptr;
  Bounds* bounds = nullptr;
  Calls* calls = nullptr;
  Choices* choices = nullptr;
  CodeSets* code_sets = nullptr;
  Comparisons* comparisons = nullptr;
  Criteria* criteria = nullptr;
  Declarations* declarations = nullptr;
  Defines* defines = nullptr;
  Documentation* documentation = nullptr;
  Expressions* expressions = nullptr;
  Hints* hints = nullptr;
  Names* names = nullptr;
  Parameters* parameters = nullptr;
  Quantities* quantities = nullptr;
  Queries* queries = nullptr;
  References* references = nullptr;
  Shares* shares = nullptr;
  SourceKinds* source_kinds = nullptr;
  Tables* tables = nullptr;
};

struct CheckContext {
  CheckContext(const Sources& sources_in, const ast::File& file_in, Diagnostics& diagnostics_in,
               const ModuleOf& module_of_in, Diagnostics* of_tests_in)
      : sources(sources_in),
        file(file_in),
        diagnostics(diagnostics_in),
        module_of(module_of_in),
        of_tests(of_tests_in),
        unread(diagnostics_in.has_errors()) {}

  const Sources& sources;
  const ast::File& file;
  Diagnostics& diagnostics;
  const ModuleOf& module_of;
  Diagnostics* of_tests;  // of tests that stand beside the policy; null: told with the rest
  bool unread;            // a part of the file could not be read
  checked::Policy policy;
  Expansion expansion;
  Quotes quotes{sources, file, expansion};
  Findings findings{sources, file, diagnostics, expansion, quotes};
  std::vector<Scope> scopes;
  Position position;
  CriterionNames criterion_names;
  Passes passes;
};

constexpr int max_depth = 256;            // of copied defines; the grammar bounds the text itself
constexpr std::size_t max_advised = 200;  // findings with a "did you mean"; no more are shown anyway

class Pass {
 protected:
  using Node = checked::Node;
  using NodePtr = checked::NodePtr;
  using Body = checked::Body;
  using BodyPtr = checked::BodyPtr;

  explicit Pass(CheckContext& context)
      : context_(context),
        sources_(context.sources),
        file_(context.file),
        diagnostics_(context.diagnostics),
        policy_(context.policy),
        symbols_(context.policy.symbols),
        expansion_(context.expansion),
        quotes_(context.quotes),
        findings_(context.findings),
        scopes_(context.scopes),
        position_(context.position),
        criterion_names_(context.criterion_names) {}

  NodePtr make(Type type, Span span, decltype(Node::form) form) const;
  NodePtr failed(Span span) const;
  Symbol find(const std::string& path) const;  // what a name means here

  Diagnostic& report(Mistake mistake, Span span, std::string message) const {
    return findings_.report(mistake, span, std::move(message));
  }
  Diagnostic& report(Mistake mistake, Span span, std::string message, std::string help) const {
    return findings_.report(mistake, span, std::move(message), std::move(help));
  }
  std::string written(Span span) const { return quotes_.written(span); }
  std::string shown(Span span) const { return quotes_.shown(span); }
  std::string describe_type(const Type& type) const { return describe(type, policy_.schema); }

  Amendments& amendments() const { return *context_.passes.amendments; }
  Bounds& bounds() const { return *context_.passes.bounds; }
  Calls& calls() const { return *context_.passes.calls; }
  Choices& choices() const { return *context_.passes.choices; }
  CodeSets& code_sets() const { return *context_.passes.code_sets; }
  Comparisons& comparisons() const { return *context_.passes.comparisons; }
  Criteria& criteria() const { return *context_.passes.criteria; }
  Declarations& declarations() const { return *context_.passes.declarations; }
  Defines& defines() const { return *context_.passes.defines; }
  Documentation& documentation() const { return *context_.passes.documentation; }
  Expressions& expressions() const { return *context_.passes.expressions; }
  Hints& hints() const { return *context_.passes.hints; }
  Names& names() const { return *context_.passes.names; }
  Parameters& parameters() const { return *context_.passes.parameters; }
  Quantities& quantities() const { return *context_.passes.quantities; }
  Queries& queries() const { return *context_.passes.queries; }
  References& references() const { return *context_.passes.references; }
  Shares& shares() const { return *context_.passes.shares; }
  SourceKinds& source_kinds() const { return *context_.passes.source_kinds; }
  Tables& tables() const { return *context_.passes.tables; }

  CheckContext& context_;
  const Sources& sources_;
  const ast::File& file_;
  Diagnostics& diagnostics_;
  checked::Policy& policy_;
  Symbols& symbols_;
  Expansion& expansion_;
  const Quotes& quotes_;
  Findings& findings_;
  std::vector<Scope>& scopes_;
  Position& position_;
  CriterionNames& criterion_names_;
};

}  // namespace crit
