// Code sets, named or written in place, and single codes.
#include "check_codes.hpp"

#include <fmt/format.h>

#include "check_names.hpp"
#include "check_declarations.hpp"
#include "icd10.hpp"
#include "near.hpp"
#include "systems.hpp"
#include "text.hpp"

namespace crit {
namespace {

// The star may stand inside the quotes, too: `"0074-0124*"`. What a URI's codes may hold is not known.
ast::CodeRange with_star_read(const std::string& system, ast::CodeRange range) {
  const bool has_star = range.last.empty() && !range.with_children && range.first.text.size() > 1 && range.first.text.back() == '*';
  if (!has_star || system.find(':') != std::string::npos) return range;
  range.first.text.pop_back();
  range.with_children = true;
  return range;
}

}  // namespace

void CodeSets::check_codes() {
  for (const ast::Codes& codes : file_.codes) {
    if (codes.name.empty()) continue;
    if (!check_system(codes.system)) {
      declarations().declare_name(codes.name.text, {SymbolKind::faulty, 0, codes.name.span});
      continue;
    }
    if (codes.broken) {
      if (!codes.members.empty()) code_set(system_named(codes.system.text), codes.members);  // says what is wrong with those that were read
      declarations().declare_name(codes.name.text, {SymbolKind::faulty, 0, codes.name.span});
      continue;
    }
    if (codes.members.empty()) {
      report(Mistake::empty_block, codes.name.span, fmt::format("the code set `{}` is empty", codes.name.text), "list its codes, or leave it out");
    }
    const auto index = static_cast<std::uint32_t>(policy_.code_sets.size());
    if (declarations().declare_name(codes.name.text, {SymbolKind::code_set, index, codes.name.span})) {
      policy_.code_sets.push_back(code_set(system_named(codes.system.text), codes.members));
      policy_.code_sets.back().such_as = codes.such_as;
      policy_.code_set_names.push_back(codes.name.text);
    }
  }
}

bool CodeSets::check_system(const ast::Word& system) {
  if (system.empty()) return false;
  if (!system_named(system.text).empty()) return true;
  Diagnostic& diagnostic = report(Mistake::unknown_system, system.span, fmt::format("`{}` is not a coding system crit knows", system.text));
  const std::string near = nearest(fold_text(system.text), known_systems());
  if (!near.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}`?", near));
  else diagnostic.help.push_back("known are icd10, hcpcs, cpt, ndc, rxnorm, loinc and snomed; any other is named by its URI, quoted");
  return false;
}

CodeSet CodeSets::code_set(const std::string& system, const std::vector<ast::CodeRange>& members, CodePlace place) {
  // A star stands in braces.
  const auto with_star = [&](const std::string& stem) {
    if (place == CodePlace::braces) return fmt::format("`{}*`", stem);
    return fmt::format("`{}{{ {}* }}`", place == CodePlace::is ? "in " : place == CodePlace::is_not ? "not in " : "", stem);
  };
  CodeSet set;
  set.system = system;
  for (const ast::CodeRange& given : members) {
    const ast::CodeRange member = with_star_read(system, given);
    CodeEntry entry;
    // `C*` and `C00*`: a stem need not be a whole code.
    const auto normal = [&](const ast::Word& word, bool stem) -> std::optional<std::string> {
      const NormalCode code = stem ? normalize_code_prefix(system, word.text) : normalize_code(system, word.text);
      if (code.code) return code.code;
      report_code(word.span, code);
      return std::nullopt;
    };
    const std::optional<std::string> first = normal(member.first, member.with_children);
    if (!first) continue;
    entry.first = *first;
    // A product of the NDC is all its packages.
    if (member.with_children || is_ndc_product(system, entry.first)) entry.kind = CodeEntry::Kind::subtree;
    if (!member.last.empty()) {
      const std::optional<std::string> last = normal(member.last, false);
      if (!last) continue;
      entry.kind = CodeEntry::Kind::range;
      entry.last = *last;
      if (runs_backwards(system, entry.first, entry.last)) {
        report(Mistake::bad_code, member.span, fmt::format("the range `{}` runs backwards", written(member.span)),
               "put the lower code first");
        continue;
      }
    } else if (!member.with_children && system == "icd10" && entry.first.size() < 7 && entry.first.back() == 'X') {
      // ICD-10-CM's X holds a place before a seventh character; nothing ends in it.
      std::string stem = member.first.text;
      while (!stem.empty() && (stem.back() == 'x' || stem.back() == 'X' || stem.back() == '.')) stem.pop_back();
      report(Mistake::placeholder_code, member.span, fmt::format("`{}` is only the code that is written so: x stands for no other character", member.first.text),
             fmt::format("write {} for all codes under it", with_star(stem)));
    } else if (!member.with_children && system == "icd10" && entry.first.size() == 3 && !is_whole_icd10(entry.first)) {
      report(Mistake::lone_category, member.span,
             fmt::format("`{}` is only the category itself, not the codes under it", member.first.text),
             fmt::format("write {} for the category and all under it", with_star(member.first.text)));
    }
    if (member.from && !member.from->exact()) {
      report(Mistake::date_form, member.from_span, "a code is valid from a full day on", fmt::format("write the day: `{}`", to_string(member.from->first)));
    }
    if (member.to && !member.to->exact()) {
      report(Mistake::date_form, member.to_span, "a code is valid to a full day", fmt::format("write its last day: `{}`", to_string(member.to->last)));
    }
    if (member.from) entry.valid_from = member.from->first;
    if (member.to) entry.valid_to = member.to->last;
    if (entry.valid_from && entry.valid_to && *entry.valid_to < *entry.valid_from) {
      report(Mistake::validity_order, member.to_span, fmt::format("`{}` would be valid on no day: its last comes before its first", member.first.text),
             "`CODE from FIRST to LAST`: both days are included");
    }
    set.entries.push_back(std::move(entry));
  }
  return set;
}

std::uint32_t CodeSets::code_item_set(const std::string& system, const std::string& text, Span span, CodePlace place) {
  return add_code_set(code_set(system, {ast::CodeRange::of({text, span})}, place), "");
}

std::uint32_t CodeSets::add_code_set(CodeSet set, std::string set_name) {
  policy_.code_sets.push_back(std::move(set));
  policy_.code_set_names.push_back(std::move(set_name));
  return static_cast<std::uint32_t>(policy_.code_sets.size() - 1);
}

void CodeSets::report_code(Span span, const NormalCode& code) {
  if (code.help.empty()) report(Mistake::bad_code, span, code.fault);
  else report(Mistake::bad_code, span, code.fault, code.help);
}

// The codes written between braces.
std::vector<ast::CodeRange> CodeSets::code_ranges(const ast::SetLiteral& set) {
  std::vector<ast::CodeRange> ranges;
  for (const ast::ExprPtr& item : set.items) {
    if (const auto* range = std::get_if<ast::CodeSetItem>(&item->node)) {
      ranges.push_back(range->range);
    } else if (const auto* code = std::get_if<ast::CodeLiteral>(&item->node)) {
      ranges.push_back(ast::CodeRange::of({code->text, item->span}));
    } else if (const auto* text = std::get_if<ast::TextLiteral>(&item->node)) {
      ranges.push_back(ast::CodeRange::of({text->value, item->span}));
    } else if (!std::holds_alternative<ast::ErrorExpr>(item->node)) {
      report(Mistake::bad_code, item->span, fmt::format("`{}` is not a code", written(item->span)), "all-digit codes stand in quotes: `\"62360\"`");
    }
  }
  return ranges;
}

std::string CodeSets::code_range_meant(const ast::Expr& expr) const {
  const ast::Expr* from = nullptr;
  const ast::Expr* to = nullptr;
  if (const auto* difference = std::get_if<ast::Arithmetic>(&expr.node); difference != nullptr && difference->op == ast::ArithmeticOp::subtract) {
    from = difference->left.get();
    to = difference->right.get();
  } else if (const auto* span = std::get_if<ast::SpanTo>(&expr.node)) {
    from = span->from.get();
    to = span->to.get();
  }
  if (from == nullptr || to == nullptr || !std::holds_alternative<ast::CodeLiteral>(from->node) || !std::holds_alternative<ast::CodeLiteral>(to->node)) return "";
  return fmt::format("{{ {}..{} }}", written(from->span), written(to->span));
}

checked::NodePtr CodeSets::unknown_code_set(const ast::NamePath& path, Span span, std::string help) {
  std::vector<std::string> sets;
  for (const std::string& set_name : policy_.code_set_names) {
    if (!set_name.empty()) sets.push_back(set_name);
  }
  if (std::string other = names().other_module(path.path); !other.empty()) {
    report(Mistake::unknown_code_set, span, fmt::format("`{}` is not a code set", path.path), std::move(other));
    return failed(span);
  }
  const std::string near = nearest(path.path, sets);
  report(Mistake::unknown_code_set, span, fmt::format("`{}` is not a code set", path.path),
         near.empty() ? std::move(help) : fmt::format("did you mean `{}`?", near));
  return failed(span);
}

}  // namespace crit
