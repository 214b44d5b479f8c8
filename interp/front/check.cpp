// The check, pass by pass.
#include "check.hpp"

#include "asked_words.hpp"
#include "bounds.hpp"
#include "check_amendments.hpp"
#include "check_calls.hpp"
#include "check_choices.hpp"
#include "check_codes.hpp"
#include "check_compare.hpp"
#include "check_criteria.hpp"
#include "check_declarations.hpp"
#include "check_defines.hpp"
#include "check_documentation.hpp"
#include "check_expressions.hpp"
#include "check_header.hpp"
#include "check_hints.hpp"
#include "check_meets.hpp"
#include "check_names.hpp"
#include "check_parameters.hpp"
#include "check_queries.hpp"
#include "check_sections.hpp"
#include "check_shares.hpp"
#include "check_sources.hpp"
#include "check_table.hpp"
#include "check_tests.hpp"
#include "check_units.hpp"

namespace crit {
namespace {

class Checker {
 public:
  Checker(const Sources& sources, const ast::File& file, Diagnostics& diagnostics, const ModuleOf& module_of,
          Diagnostics* of_tests)
      : context_(sources, file, diagnostics, module_of, of_tests) {
    context_.passes = {
        &amendments_,   &bounds_,  &calls_,         &choices_,     &code_sets_,    &comparisons_, &criteria_,
        &declarations_, &defines_, &documentation_, &expressions_, &hints_,        &names_,       &parameters_,
        &quantities_,   &queries_, &references_,    &shares_,      &source_kinds_, &tables_,
    };
  }

  checked::Policy run(AskedExpression* asked = nullptr) {
    declarations_.check_counting_units();
    declarations_.check_facts();
    code_sets_.check_codes();
    defines_.declare();
    tables_.check_tables();
    defines_.order_defines();
    defines_.find_criterion_defines();
    declarations_.declare_lost_names();
    source_kinds_.check_source_groups();
    header_.check_header();
    defines_.check_values();
    amendments_.check_amendments();
    sections_.check_sections();
    sections_.check_commons();
    header_.check_actions();
    amendments_.check_changes();
    defines_.check_defines();
    if (asked != nullptr) check_asked(*asked);
    references_.resolve_meets();
    tests_.check_tests();
    hints_.kinds();
    documentation_.review_documentation();
    hints_.unused();
    report_silent_failure();
    defines_.keep_symbols();
    note_asked_words(context_.policy);
    return std::move(context_.policy);
  }

 private:
  void check_asked(AskedExpression& asked) {
    const Span span = asked.expression->span;
    asked.is_criterion =
        defines_.is_criterion_form(*asked.expression) || defines_.criterion_define(*asked.expression) != nullptr;
    if (asked.is_criterion) {
      sections_.check_asked(asked.name, std::move(asked.expression));
      return;
    }
    context_.position = {asked.name, std::nullopt, false};
    checked::NodePtr value = expressions_.expression(*asked.expression);
    asked.type = value->type;
    context_.policy.shared_gives.push_back({asked.name, std::move(value), span});
  }

  void report_silent_failure() {
    if (!context_.findings.failed || context_.diagnostics.has_errors()) return;
    context_.findings.report(Mistake::not_verified, Span{},
                             "crit took something in this policy for a mistake and did not say what",
                             "this is a fault of crit itself; please report it with the policy");
  }

  CheckContext context_;
  Amendments amendments_{context_};
  Bounds bounds_{context_};
  Calls calls_{context_};
  Choices choices_{context_};
  CodeSets code_sets_{context_};
  Comparisons comparisons_{context_};
  Criteria criteria_{context_};
  Declarations declarations_{context_};
  Defines defines_{context_};
  Documentation documentation_{context_};
  Expressions expressions_{context_};
  Header header_{context_};
  Hints hints_{context_};
  Names names_{context_};
  Parameters parameters_{context_};
  Quantities quantities_{context_};
  Queries queries_{context_};
  References references_{context_};
  Sections sections_{context_};
  Shares shares_{context_};
  SourceKinds source_kinds_{context_};
  Tables tables_{context_};
  Tests tests_{context_};
};

}  // namespace

checked::Policy check(const Sources& sources, const ast::File& file, Diagnostics& diagnostics,
                      const ModuleOf& module_of, Diagnostics* of_tests) {
  return Checker(sources, file, diagnostics, module_of, of_tests).run();
}

checked::Policy check_with(AskedExpression& asked, const Sources& sources, const ast::File& file,
                           Diagnostics& diagnostics, const ModuleOf& module_of) {
  return Checker(sources, file, diagnostics, module_of, nullptr).run(&asked);
}

std::optional<Type> type_of(const Symbol& symbol, const checked::Policy& policy) {
  switch (symbol.kind) {
    case SymbolKind::as_of: return simple_type(TypeKind::date);
    case SymbolKind::fact: return type_of(policy.schema.facts[symbol.index].type);
    case SymbolKind::list: {
      Type type = simple_type(TypeKind::list);
      type.list = symbol.index;
      return type;
    }
    case SymbolKind::define:
      if (symbol.index == Symbols::written_out || !policy.defines[symbol.index].value) return std::nullopt;
      return policy.defines[symbol.index].value->type;
    case SymbolKind::none:
    case SymbolKind::group:
    case SymbolKind::code_set:
    case SymbolKind::table:
    case SymbolKind::parameter:
    case SymbolKind::faulty: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace crit
