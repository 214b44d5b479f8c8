#include "build.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "builder.hpp"
#include "keywords.hpp"

namespace crit {
namespace {

ast::SectionKind section_of(std::string_view word) {
  for (std::uint32_t i = 0; i < terms::section_kinds; ++i) {
    const auto kind = static_cast<ast::SectionKind>(i);
    if (terms::word(kind) == word) return kind;
  }
  return ast::SectionKind::indication;
}

}  // namespace

ast::File build(const Source& source, const Tree& tree, Diagnostics& diagnostics) {
  return Builder(source, diagnostics).file(tree);
}

ast::File Builder::file(const Tree& tree) {
  ast::File made;
  for (const Node& node : tree.root.children) {
    if (node.kind == Kind::error) lost_item(node, made);
    if (node.kind == Kind::policy) made.policies.push_back(policy(node));
    if (node.kind == Kind::codes) made.codes.push_back(codes(node));
    if (node.kind == Kind::sources) made.source_groups.push_back(source_group(node));
    if (node.kind == Kind::units) made.units.push_back(units(node));
    if (node.kind == Kind::table) made.tables.push_back(table(node));
    if (node.kind == Kind::define) made.defines.push_back(define(node));
    if (node.kind == Kind::section) made.sections.push_back(section(node));
    if (node.kind == Kind::common) made.commons.push_back(common(node));
    if (node.kind == Kind::amend) made.amends.push_back(amend(node));
    if (node.kind == Kind::test) made.tests.push_back(test(node));
    if (node.kind == Kind::use) {
      const Node& module = node.children.front();
      const bool is_path = module.kind == Kind::text;
      made.uses.push_back({is_path ? words_.path(module) : words_.word(module), is_path, node.span});
    }
    if (node.kind == Kind::facts) {
      ast::Facts facts;
      facts.span = node.span;
      if (const Node* group = node.child(Kind::group)) facts.declarations = fact_list(*group);
      made.facts.push_back(std::move(facts));
    }
    if (node.kind == Kind::otherwise_deny) {
      ast::OtherwiseDeny otherwise;
      otherwise.span = node.span;
      if (const Node* of = node.child(Kind::category)) otherwise.category = category(*of, otherwise.category_is_text);
      made.otherwise.push_back(std::move(otherwise));
    }
  }
  return made;
}

// ---- the header ------------------------------------------------------------------------------------------------
ast::Policy Builder::policy(const Node& node) {
  ast::Policy made;
  made.span = node.span;
  if (const Node* name = node.child(Kind::text)) made.name = words_.text(*name);
  for (const Node& child : node.children) {
    if (child.kind == Kind::policy_clause) made.clauses.push_back(policy_clause(child));
    if (child.kind == Kind::error) made.lost_clauses.push_back(words_.lost_name(child.span).text);
  }
  return made;
}

ast::PolicyClause Builder::policy_clause(const Node& node) {
  ast::PolicyClause made;
  made.span = node.span;
  for (const Node& child : node.children) {
    if (child.kind == Kind::keyword) {
      (made.keyword.empty() ? made.keyword : made.rule) = words_.word(child);
    } else if (child.kind == Kind::text) {
      // of `bills`: a system that is a URI, then codes in quotes
      if (made.keyword.text != "bills") {
        made.text = words_.text(child);
      } else if (made.system.empty()) {
        made.system = words_.text(child);
      } else {
        made.codes.push_back(words_.text(child));
      }
    } else if (child.kind == Kind::name) {
      if (made.keyword.text == "evidence")
        made.facts.push_back(words_.word(child));
      else
        made.word = words_.word(child);
    } else if (child.kind == Kind::system) {
      made.system = words_.word(child);
    } else if (child.kind == Kind::code) {
      made.codes.push_back(words_.word(child));
    } else if (child.kind == Kind::number_literal) {
      made.per = expressions_.number_literal(child);
    } else if (child.kind == Kind::kinds) {
      made.kinds = words_.source_kinds(child);
    } else if (child.kind == Kind::action_when) {
      made.when = expressions_.expression(child.children.front());
    } else if (child.kind == Kind::valid_from) {
      made.from = words_.date(child.children.front());
      made.from_span = child.children.front().span;
    } else if (child.kind == Kind::valid_to) {
      made.to = words_.date(child.children.front());
      made.to_span = child.children.front().span;
    }
  }
  return made;
}

// ---- facts -----------------------------------------------------------------------------------------------------
std::vector<ast::FactDecl> Builder::fact_list(const Node& group) {
  std::vector<ast::FactDecl> made;
  for (const Node& child : group.children) {
    if (child.kind == Kind::fact) made.push_back(fact(child));
    if (child.kind == Kind::error) {  // a fact of a faulty type: using it is no further mistake
      ast::FactDecl lost;
      lost.span = child.span;
      lost.name = words_.lost_name(child.span);
      lost.type.span = child.span;
      made.push_back(std::move(lost));
    }
  }
  return made;
}

void Builder::lost_item(const Node& node, ast::File& made) {
  const ast::Word keyword = words_.lost_name(node.span);
  if (keyword.text == "sources") return;  // its name would then be any kind of source
  if (keyword.text == "use" || keyword.text.rfind("fact", 0) == 0) {  // `Facts {`, `fact {`
    made.lost_module = true;
    return;
  }
  if (keyword.text != "define" && keyword.text != "codes" && keyword.text != "table") {
    made.lost_criteria = true;
    return;
  }
  std::uint32_t begin = keyword.span.end;
  while (begin < node.span.end && (words_.source.text({begin, begin + 1}) == " " || words_.source.text({begin, begin + 1}) == "\t")) ++begin;
  ast::Word name = words_.lost_name({begin, node.span.end});
  if (!name.empty()) made.lost_names.push_back(std::move(name));
}

ast::FactDecl Builder::fact(const Node& node) {
  ast::FactDecl made;
  made.span = node.span;
  made.type.span = node.span;
  for (const Node& child : node.children) {
    if (child.kind == Kind::name) made.name = words_.declared_name(child, "a fact");
    if (child.kind == Kind::keyword) made.absent_means_no = words_.word(child);
    if (child.kind == Kind::text) made.description = words_.text(child);
    if (child.kind == Kind::type) made.type = type(child);
    if (child.kind == Kind::group) {
      made.is_group = true;
      made.members = fact_list(child);
    }
  }
  return made;
}

ast::TypeExpr Builder::type(const Node& node) {
  ast::TypeExpr made;
  made.span = node.span;
  const Node* keyword = node.child(Kind::keyword);
  if (keyword == nullptr) {
    word_type(node, made);
    return made;
  }
  const std::string_view form = words_.text_of(*keyword);
  if (const Node* system = node.child(Kind::system)) made.word = words_.word(*system);
  if (const Node* system = node.child(Kind::text)) made.word = words_.text(*system);
  if (const Node* group = node.child(Kind::group)) made.fields = fact_list(*group);
  if (const Node* element = node.child(Kind::type)) made.element = std::make_unique<ast::TypeExpr>(type(*element));
  if (form == "code" && !made.word.empty()) made.form = ast::TypeForm::code;
  if (form == "codes" && !made.word.empty()) made.form = ast::TypeForm::codes;
  if (form == "list") made.form = made.element ? ast::TypeForm::list_of : ast::TypeForm::list;
  if (form == "series" && !made.element) made.form = ast::TypeForm::series;
  if (form == "periods" && !made.element) made.form = ast::TypeForm::periods;
  if (made.form == ast::TypeForm::error) {
    words_.diagnostics.add(Mistake::unexpected, node.span, "`of` stands only after `list`");
  }
  if (const Node* complete = node.child(Kind::complete)) {
    made.complete = true;
    if (const Node* within = complete->child(Kind::duration)) made.complete_within = words_.duration(*within);
    if (made.form == ast::TypeForm::code) {
      words_.diagnostics.add(Mistake::type_form, complete->span, "only a list can be `complete`; this fact has one code",
                       "leave `complete` out, or declare a list: `codes " + made.word.text + " complete`");
    }
  }
  return made;
}

void Builder::word_type(const Node& node, ast::TypeExpr& made) {
  std::string_view joined;
  for (const Node& child : node.children) {
    if (child.kind == Kind::unit) made.alternatives.push_back(words_.unit(child));
    if (child.kind != Kind::op) continue;
    const std::string_view op = words_.text_of(child);
    if (!joined.empty() && op != joined) {
      words_.diagnostics.add(Mistake::unexpected, child.span,
                       "alternatives are joined by `|`, or by `<` when they have an order",
                       "use one of the two throughout");
      return;
    }
    joined = op;
  }
  if (made.alternatives.empty()) return;
  if (joined.empty()) {
    made.form = ast::TypeForm::word;
    made.word = std::move(made.alternatives.front());
    made.alternatives.clear();
    return;
  }
  made.form = ast::TypeForm::enumeration;
  made.ordered = joined == "<";
  for (const ast::Word& alternative : made.alternatives) {
    if (is_snake_word(alternative.text) || made.form == ast::TypeForm::error) continue;
    std::string small;  // as they probably should be
    for (const ast::Word& each : made.alternatives) {
      small += (small.empty() ? "" : made.ordered ? " < " : " | ");
      for (const char c : each.text) small += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : is_alnum(c) ? c : '_';
    }
    Diagnostic& diagnostic = words_.diagnostics.add(Mistake::name_form, alternative.span, "`" + alternative.text + "` cannot be an alternative");
    diagnostic.help.push_back("alternatives are names: lower-case letters, digits and underscores, beginning with a letter");
    if (small.size() <= 100 && alternative.text[0] > '9') diagnostic.help.push_back("write `" + small + "`");
    made.form = ast::TypeForm::error;
  }
}

// ---- codes and defines -----------------------------------------------------------------------------------------
ast::Codes Builder::codes(const Node& node) {
  ast::Codes made;
  made.span = node.span;
  bool named = false;
  for (const Node& child : node.children) {
    if (child.kind == Kind::name && !std::exchange(named, true)) made.name = words_.declared_name(child, "a code set");
    if (child.kind == Kind::system) made.system = words_.word(child);
    if (child.kind == Kind::text) made.system = words_.text(child);
    if (child.kind == Kind::keyword) made.such_as = true;
    if (child.kind == Kind::from_file) made.from_file = true, made.file = words_.text(child.children.front());
    if (child.kind == Kind::code_item) made.members.push_back(expressions_.code_range(child));
    if ((child.kind == Kind::valid_from || child.kind == Kind::valid_to) && !made.members.empty()) {
      ast::CodeRange& member = made.members.back();
      const bool from = child.kind == Kind::valid_from;
      (from ? member.from : member.to) = words_.date(child.children.front());
      (from ? member.from_span : member.to_span) = child.children.front().span;
    }
  }
  return made;
}

ast::SourceGroup Builder::source_group(const Node& node) {
  ast::SourceGroup made;
  made.span = node.span;
  for (const Node& child : node.children) {
    if (child.kind == Kind::name) made.name = words_.declared_name(child, "a group of kinds of sources");
    if (child.kind == Kind::text) made.text = words_.text(child);
    if (child.kind == Kind::kinds) made.kinds = words_.source_kinds(child);
  }
  return made;
}

ast::Units Builder::units(const Node& node) {
  ast::Units made;
  made.span = node.span;
  for (const Node& child : node.children) {
    if (child.kind == Kind::name) made.names.push_back(words_.declared_name(child, "a unit"));
  }
  return made;
}

ast::Define Builder::define(const Node& node) {
  ast::Define made;
  made.span = node.span;
  // The value is the last child; a value can itself be a name or a text.
  for (std::size_t i = 0; i + 1 < node.children.size(); ++i) {
    const Node& child = node.children[i];
    if (i == 0) made.name = words_.declared_name(child, "a define");
    if (child.kind == Kind::text) made.text = words_.text(child);
    if (child.kind == Kind::parameters) {
      made.has_parameters = true;
      for (const Node& parameter : child.children) made.parameters.push_back(words_.declared_name(parameter, "a parameter"));
    }
  }
  made.value = expressions_.expression(node.children.back());
  return made;
}

// ---- sections --------------------------------------------------------------------------------------------------
ast::Word Builder::category(const Node& node, bool& is_text) {
  if (const Node* quoted = node.child(Kind::text)) {
    is_text = true;
    return words_.text(*quoted);
  }
  const Node* name = node.child(Kind::name);
  return name == nullptr ? ast::Word{{}, node.span} : words_.word(*name);
}

ast::Section Builder::section(const Node& node) {
  ast::Section made;
  made.span = node.span;
  for (const Node& child : node.children) {
    if (child.kind == Kind::keyword) {
      made.keyword_span = child.span;
      made.kind = section_of(words_.text_of(child));
    } else if (child.kind == Kind::outline) {
      made.outline = words_.word(child);
    } else if (child.kind == Kind::text) {
      made.text = words_.text(child);
    } else if (child.kind == Kind::category) {
      made.category = category(child, made.category_is_text);
    } else if (child.kind == Kind::when_clause) {
      made.when.push_back(expressions_.expression(child.children.back()));
    } else if (child.kind == Kind::approve_clause) {
      if (made.has_approve) {
        words_.diagnostics.add(Mistake::clause_misplaced, child.span, "a second `approve` in one section",
                               "keep one; an `until` of several dates is `earlier_of(…)`, `later_of(…)` or a `match`");
      }
      made.has_approve = true;
      made.approve_span = child.span;
      if (!child.children.empty()) made.until = expressions_.expression(child.children.back());
    } else if (child.kind == Kind::refer_clause) {
      refer_clause(child, made);
    } else if (child.kind == Kind::give_clause) {
      made.gives.push_back(give_clause(child));
    } else if (child.kind == Kind::entry) {
      made.criteria.push_back(expressions_.entry(child));
    } else if (child.kind == Kind::error) {
      ast::Entry broken;
      broken.span = child.span;
      broken.expr = ExpressionBuilder::make(child.span, ast::ErrorExpr{});
      made.criteria.push_back(std::move(broken));
    }
  }
  return made;
}

ast::Give Builder::give_clause(const Node& node) {
  ast::Give give;
  give.span = node.span;
  if (node.children.size() > 1) give.name = words_.declared_name(node.children.front(), "an output");
  give.value = expressions_.expression(node.children.back());
  return give;
}

void Builder::refer_clause(const Node& node, ast::Section& made) {
  made.has_refer = true;
  for (const Node& child : node.children) {
    if (child.kind != Kind::review) {
      made.refer_to.push_back(expressions_.expression(child));
    } else if (const Node* why = child.child(Kind::text)) {
      made.refer_to_review = words_.text(*why);
    }
  }
}

std::vector<ast::Entry> Builder::entry_list(const Node& node) {
  std::vector<ast::Entry> made;
  for (const Node& child : node.children) {
    if (child.kind == Kind::entry) made.push_back(expressions_.entry(child));
    if (child.kind != Kind::error) continue;
    ast::Entry broken;
    broken.span = child.span;
    broken.expr = ExpressionBuilder::make(child.span, ast::ErrorExpr{});
    made.push_back(std::move(broken));
  }
  return made;
}

ast::Common Builder::common(const Node& node) {
  ast::Common made;
  made.span = node.span;
  made.keyword_span = {node.span.begin, node.span.begin + static_cast<std::uint32_t>(keyword_text(Key::common).size())};
  for (const Node& child : node.children) {
    if (child.kind == Kind::outline) made.outline = words_.word(child);
    if (child.kind == Kind::text) made.text = words_.text(child);
    if (child.kind == Kind::give_clause) made.gives.push_back(give_clause(child));
    if (child.kind == Kind::approve_clause || child.kind == Kind::refer_clause || child.kind == Kind::when_clause) {
      made.misplaced.push_back(words_.lost_name(child.span));
    }
    if (child.kind != Kind::common_for) continue;
    for (const Node& indication : child.children) made.indications.push_back(words_.word(indication));
  }
  made.criteria = entry_list(node);
  return made;
}

// ---- amendments ------------------------------------------------------------------------------------------------
ast::Amend Builder::amend(const Node& node) {
  ast::Amend made;
  made.span = node.span;
  bool named = false;
  for (const Node& child : node.children) {
    if (child.kind == Kind::text) {
      (std::exchange(named, true) ? made.name : made.policy) = words_.text(child);
    } else if (child.kind == Kind::amend_over) {
      for (const Node& other : child.children) made.over.push_back(words_.text(other));
    } else if (child.kind == Kind::amend_when) {
      made.when.push_back(expressions_.expression(child.children.front()));
    } else if (is_one_of(child.kind, {Kind::replace, Kind::remove, Kind::add})) {
      made.clauses.push_back(amend_clause(child));
    }
  }
  return made;
}

ast::AmendClause Builder::amend_clause(const Node& node) {
  ast::AmendClause made;
  made.span = node.span;
  made.kind = node.kind == Kind::replace ? ast::AmendKind::replace : node.kind == Kind::remove ? ast::AmendKind::remove : ast::AmendKind::add;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const Node& child = node.children[i];
    if (i == 0) made.outline = words_.word(child);
    else if (child.kind == Kind::add_after) made.after = words_.word(child.children.front());
    else if (i + 1 == node.children.size()) made.value = expressions_.expression(child);
    else if (child.kind == Kind::text) made.text = words_.text(child);
  }
  return made;
}

}  // namespace crit
