// Amendments: `amend "POLICY" "NAME" when C { replace …; remove …; add … }`.
//
// An amended criterion stays where it is and becomes a choice of texts: each amendment's where it applies, the policy's own
// else. So where it is unknown whether an amendment applies, what either text may come to stays possible. A removed
// criterion does not apply; an added one does not apply where its amendment does not. Each amendment's condition is a
// criterion of its own, so that a decision shows which text won, and why.
#include "check_amendments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bounds.hpp"
#include "check_criteria.hpp"
#include "check_expressions.hpp"
#include "near.hpp"

namespace crit {
namespace {

constexpr std::size_t max_amendments = 500;  // each is compared with each: far above the states and their lines

// They ask one fact for different values.
bool disjoint(const std::map<std::string, std::set<std::string>>& left, const std::map<std::string, std::set<std::string>>& right) {
  return std::any_of(left.begin(), left.end(), [&](const auto& fact) {
    const auto same = right.find(fact.first);
    return same != right.end() && std::none_of(fact.second.begin(), fact.second.end(), [&](const std::string& value) { return same->second.count(value) != 0; });
  });
}

}  // namespace

// ---- before the criteria -------------------------------------------------------------------------------------------

void Amendments::check_amendments() {
  std::vector<const ast::Amend*> amends;
  std::map<std::string, Span> names;
  for (const ast::Amend& amend : file_.amends) {
    if (amend.policy.text != policy_.name) {
      // A file of amendments may hold some of other policies; the engine tells those that are of none.
      if (sources_.at(amend.span.begin).base() == 0 && !file_.policies.empty()) {
        report(Mistake::amend_policy, amend.policy.span, fmt::format("this amends `{}`, and the policy here is `{}`", amend.policy.text, policy_.name),
               "an amendment names its policy as the `policy` header does");
      }
      continue;
    }
    if (policy_.amendments.size() == max_amendments) {
      report(Mistake::too_many_criteria, amend.policy.span, fmt::format("this policy has more than {} amendments", max_amendments), "keep those of other states or lines in folders of their own");
      break;
    }
    const std::string name = amend.name.empty() ? amend.policy.text : amend.name.text;
    const auto [place, fresh] = names.emplace(name, amend.name.empty() ? amend.policy.span : amend.name.span);
    if (!fresh) {
      report(Mistake::duplicate_name, amend.name.empty() ? amend.policy.span : amend.name.span, fmt::format("two amendments are called \"{}\"", name),
             "give each a name: `amend \"POLICY\" \"NAME\" when …`")
          .labels.push_back({place->second, "first named here"});
    }
    if (amend.clauses.empty()) {
      report(Mistake::empty_block, amend.policy.span, "this amendment changes nothing", "add `replace I.A.3 : …`, `remove I.A.10` or `add I.A.11 : …`");
    }
    if (amend.when.size() > 1) {
      report(Mistake::clause_misplaced, amend.when[1]->span, "this amendment has a second `when`", "join the two conditions with `and`");
    }
    bool fresh_path = true;
    checked::Amendment made;
    made.name = name;
    ++criterion_names_.inside_duplicate;
    made.when = criteria().new_criterion(fmt::format("amendment \"{}\"", name), amend.policy.span, fresh_path);
    --criterion_names_.inside_duplicate;
    made.when.condition = amend.when.empty() ? "always" : shown(amend.when[0]->span);
    std::string outer = made.when.path;
    outer.swap(position_.criterion);
    made.when.body = std::make_unique<Body>();
    if (amend.when.empty()) made.when.body->form = checked::Condition{make(simple_type(TypeKind::truth), amend.span, checked::TruthConstant{Truth::yes})};
    else made.when.body->form = checked::Condition{expressions().condition(*amend.when[0])};
    outer.swap(position_.criterion);
    policy_.amendments.push_back(std::move(made));
    amends.push_back(&amend);
  }
  check_conflicts(amends);
  for (std::uint32_t i = 0; i < amends.size(); ++i) {
    for (const ast::AmendClause& clause : amends[i]->clauses) {
      const std::string& path = clause.outline.text;
      if (clause.kind == ast::AmendKind::add) {
        const std::size_t dot = path.rfind('.');
        if (dot == std::string::npos) {
          report(Mistake::amend_target, clause.outline.span, fmt::format("`{}` does not say where it is added", path), "write the full name it will have, such as `I.A.11`");
          found_.insert(&clause);
        } else {
          additions_[path.substr(0, dot)].push_back({i, &clause});
        }
        continue;
      }
      changes_[path].push_back({i, &clause});
      replaced_.push_back(path);
    }
  }
  // Whoever goes over another comes first.
  const auto over = [&](const Change& one, const Change& other) {
    const auto& names_over = amends[one.amendment]->over;
    return std::any_of(names_over.begin(), names_over.end(), [&](const ast::Word& word) { return word.text == policy_.amendments[other.amendment].name; });
  };
  for (auto& [path, changes] : changes_) {
    for (std::size_t i = 0; i < changes.size(); ++i) {
      for (std::size_t j = i + 1; j < changes.size(); ++j) {
        if (over(changes[j], changes[i])) std::rotate(changes.begin() + static_cast<std::ptrdiff_t>(i), changes.begin() + static_cast<std::ptrdiff_t>(j), changes.begin() + static_cast<std::ptrdiff_t>(j) + 1);
      }
    }
  }
}

void Amendments::check_conflicts(const std::vector<const ast::Amend*>& amends) {
  const auto name_of = [&](std::size_t i) -> const std::string& { return policy_.amendments[i].name; };
  const auto goes_over = [&](std::size_t i, std::size_t j) {
    return std::any_of(amends[i]->over.begin(), amends[i]->over.end(), [&](const ast::Word& word) { return word.text == name_of(j); });
  };
  for (std::size_t i = 0; i < amends.size(); ++i) {
    for (const ast::Word& word : amends[i]->over) {
      bool known = false;
      for (std::size_t j = 0; j < amends.size(); ++j) {
        known = known || name_of(j) == word.text;
        if (j < i && name_of(j) == word.text && goes_over(j, i)) {
          report(Mistake::amend_conflict, word.span, fmt::format("\"{}\" and \"{}\" each say that they go over the other", name_of(j), name_of(i)), "let one of them say it");
        }
      }
      if (known && word.text != name_of(i)) continue;
      std::vector<std::string> names;
      for (std::size_t j = 0; j < amends.size() && diagnostics_.all().size() < max_advised; ++j) {
        if (j != i) names.push_back(name_of(j));
      }
      const std::string near = nearest(word.text, names);
      report(Mistake::unknown_name, word.span, fmt::format("no other amendment is called \"{}\"", word.text),
             near.empty() ? "`over` takes the name of another amendment of this policy" : fmt::format("did you mean \"{}\"?", near));
    }
  }
  // Each clause against those of the same criterion and of what holds it, whichever stands first in the file.
  std::vector<ConstrainedFacts> constrained;
  for (const ast::Amend* amend : amends) constrained.push_back(constrained_facts(*amend));
  struct Place {
    std::size_t amendment;
    const ast::AmendClause* clause;
  };
  std::map<std::string, std::vector<Place>> places;
  for (std::size_t i = 0; i < amends.size(); ++i) {
    for (const ast::AmendClause& clause : amends[i]->clauses) places[clause.outline.text].push_back({i, &clause});
  }
  const auto compare = [&](const Place& one, const Place& other) {
    const bool later = one.clause->span.begin > other.clause->span.begin;
    const Place& second = later ? one : other;
    const Place& first = later ? other : one;
    if (one.amendment == other.amendment) {
      const std::string& path = second.clause->outline.text;
      report(Mistake::amend_conflict, second.clause->outline.span,
             path == first.clause->outline.text ? fmt::format("this amendment changes `{}` twice", path) : fmt::format("this amendment changes `{}`, and `{}` too", path, first.clause->outline.text),
             path == first.clause->outline.text ? "keep one" : "one of the two is part of the other; keep one")
          .labels.push_back({first.clause->outline.span, "changed here"});
      return;
    }
    if (goes_over(one.amendment, other.amendment) || goes_over(other.amendment, one.amendment) || disjoint(constrained[one.amendment], constrained[other.amendment])) return;
    report(Mistake::amend_conflict, second.clause->outline.span,
           fmt::format("\"{}\" and \"{}\" both change `{}`, and may both apply", name_of(first.amendment), name_of(second.amendment), second.clause->outline.text),
           fmt::format("let their `when`s ask one fact for different values, or say which wins: `amend \"{}\" \"{}\" over \"{}\" when …`", policy_.name, name_of(second.amendment), name_of(first.amendment)))
        .labels.push_back({first.clause->outline.span, "changed here"});
  };
  for (const auto& [path, same] : places) {
    for (std::size_t i = 0; i < same.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) compare(same[i], same[j]);
    }
    for (std::size_t dot = path.rfind('.'); dot != std::string::npos && dot > 0; dot = path.rfind('.', dot - 1)) {
      const auto whole = places.find(path.substr(0, dot));
      if (whole == places.end()) continue;
      for (const Place& one : same) {
        for (const Place& other : whole->second) compare(one, other);
      }
    }
  }
}

Amendments::ConstrainedFacts Amendments::constrained_facts(const ast::Amend& amend) const {
  ConstrainedFacts result;
  std::vector<const ast::Expr*> parts;
  for (const ast::ExprPtr& when : amend.when) {
    if (when) parts.push_back(when.get());
  }
  const auto plain = [this](const ast::Expr& value) -> std::string {
    std::string text = written(value.span);
    if (const auto* quoted = std::get_if<ast::TextLiteral>(&value.node)) text = "\"" + quoted->value;
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
  };
  const auto is_value = [this](const ast::Expr& value) {
    const auto* path = std::get_if<ast::NamePath>(&value.node);
    return std::holds_alternative<ast::TextLiteral>(value.node) || std::holds_alternative<ast::CodeLiteral>(value.node) ||
           (path != nullptr && find(path->path).kind == SymbolKind::none);
  };
  const auto keep = [&](const ast::Expr& left, std::set<std::string> values) {
    const auto* path = std::get_if<ast::NamePath>(&left.node);
    if (path != nullptr && find(path->path).kind == SymbolKind::fact) result.emplace(path->path, std::move(values));
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (const auto* logic = std::get_if<ast::Logic>(&parts[i]->node); logic != nullptr && logic->is_and) {
      for (const ast::ExprPtr& operand : logic->operands) parts.push_back(operand.get());
    } else if (const auto* compare = std::get_if<ast::Compare>(&parts[i]->node); compare != nullptr && compare->op == Comparison::is) {
      if (is_value(*compare->right)) keep(*compare->left, {plain(*compare->right)});
    } else if (const auto* in = std::get_if<ast::In>(&parts[i]->node); in != nullptr && !in->negated) {
      const auto* set = std::get_if<ast::SetLiteral>(&in->set->node);
      if (set == nullptr || !std::all_of(set->items.begin(), set->items.end(), [&](const ast::ExprPtr& item) { return is_value(*item); })) continue;
      std::set<std::string> values;
      for (const ast::ExprPtr& item : set->items) values.insert(plain(*item));
      keep(*in->left, std::move(values));
    }
  }
  return result;
}

// ---- the criteria --------------------------------------------------------------------------------------------------

checked::NodePtr Amendments::applies(std::uint32_t amendment, Span span) {
  return make(simple_type(TypeKind::truth), span, checked::Meets{false, policy_.amendments[amendment].when.index});
}

checked::Criterion Amendments::variant(const checked::Criterion& owner, Span span, std::optional<std::uint32_t> amendment) {
  checked::Criterion made;
  made.index = bounds().add_criterion(span);
  made.path = owner.path;
  made.span = span;
  made.amendment = amendment;
  made.is_variant = true;
  return made;
}

checked::BodyPtr Amendments::variant_body(checked::Criterion made) {
  checked::BlockBody block;
  block.children.push_back(std::move(made));
  auto body = std::make_unique<Body>();
  body->form = std::move(block);
  return body;
}

checked::BodyPtr Amendments::amended(checked::Criterion& owner, int depth, const std::function<BodyPtr(checked::Criterion&)>& base) {
  const auto changes = criterion_names_.amendment.empty() ? changes_.find(owner.path) : changes_.end();
  if (changes == changes_.end()) return base(owner);
  checked::ChoiceBody choice;
  choice.amended = true;
  for (const Change& change : changes->second) {
    found_.insert(change.clause);
    checked::Criterion made = variant(owner, change.clause->outline.span, change.amendment);
    made.text = change.clause->text.text;
    if (change.clause->kind == ast::AmendKind::remove) {
      made.text = "removed";
      made.body = std::make_unique<Body>();
      made.body->form = checked::FixedBody{Verdict::not_applicable};
    } else if (change.clause->value) {
      criterion_names_.amendment = policy_.amendments[change.amendment].name;
      made.body = criteria().body(*change.clause->value, made, depth + 1);
      criterion_names_.amendment.clear();
    } else {
      made.body = std::make_unique<Body>();
      made.body->form = checked::Condition{failed(change.clause->span)};
    }
    choice.arms.emplace_back(applies(change.amendment, change.clause->span), variant_body(std::move(made)));
  }
  checked::Criterion own = variant(owner, owner.span, std::nullopt);
  own.text = std::exchange(owner.text, std::string());
  own.body = base(own);
  choice.otherwise = variant_body(std::move(own));
  auto made = std::make_unique<Body>();
  made->form = std::move(choice);
  return made;
}

void Amendments::add_entries(checked::Criterion& owner, checked::BlockBody& block, int depth) {
  const auto additions = criterion_names_.amendment.empty() ? additions_.find(owner.path) : additions_.end();
  if (additions == additions_.end()) return;
  for (const Change& change : additions->second) {
    const ast::AmendClause& clause = *change.clause;
    found_.insert(&clause);
    std::size_t place = block.children.size();
    if (!clause.after.empty()) {
      const auto after = std::find_if(block.children.begin(), block.children.end(), [&](const checked::Criterion& child) { return child.path == clause.after.text; });
      if (after == block.children.end()) {
        report(Mistake::amend_target, clause.after.span, fmt::format("`{}` is not in the block of `{}`", clause.after.text, owner.path), "`after` names a criterion that stands beside the new one");
      } else {
        place = static_cast<std::size_t>(after - block.children.begin()) + 1;
      }
    }
    bool fresh = true;
    checked::Criterion child = criteria().new_criterion(clause.outline.text, clause.outline.span, fresh);
    if (!fresh) ++criterion_names_.inside_duplicate;
    checked::ChoiceBody choice;
    choice.amended = true;
    checked::Criterion made = variant(child, clause.outline.span, change.amendment);
    made.text = clause.text.text;
    made.body = std::make_unique<Body>();
    if (clause.value) made.body = criteria().body(*clause.value, made, depth + 1);
    else made.body->form = checked::Condition{failed(clause.span)};
    choice.arms.emplace_back(applies(change.amendment, clause.span), variant_body(std::move(made)));
    choice.otherwise = std::make_unique<Body>();
    choice.otherwise->form = checked::FixedBody{Verdict::not_applicable};
    child.body = std::make_unique<Body>();
    child.body->form = std::move(choice);
    if (!fresh) --criterion_names_.inside_duplicate;
    block.children.insert(block.children.begin() + static_cast<std::ptrdiff_t>(place), std::move(child));
  }
}

// ---- after the criteria --------------------------------------------------------------------------------------------

void Amendments::check_changes() {
  for (const auto* list : {&changes_, &additions_}) {
    for (const auto& [path, changes] : *list) {
      for (const Change& change : changes) {
        if (found_.count(change.clause) != 0 || file_.lost_criteria) continue;
        const ast::Word& outline = change.clause->outline;
        if (list == &additions_ && criterion_names_.index.count(path) != 0) {
          report(Mistake::amend_target, outline.span, fmt::format("`{}` is not a block, so nothing can be added to it", path), fmt::format("replace it: `replace {} : all_of {{ … }}`", path));
          continue;
        }
        std::vector<std::string> names;
        if (diagnostics_.all().size() < max_advised) {
          for (const auto& [known, index] : criterion_names_.index) names.push_back(known);
        }
        const bool when = path.size() < outline.text.size();
        Diagnostic& diagnostic = report(Mistake::unknown_criterion, outline.span, fmt::format("this policy has no criterion `{}`{}", path, when ? " to add to" : ""));
        const bool beside = sources_.at(outline.span.begin).base() != 0;  // with every version: which of them lacks it?
        if (beside && !file_.policies.empty()) diagnostic.labels.push_back({file_.policies.front().name.span, "this version"});
        const std::string near = nearest(path, names);
        diagnostic.help.push_back(near.empty() ? "an amendment names criteria in full, such as `I.A.3`" : fmt::format("did you mean `{}`?", near));
      }
    }
  }
}

}  // namespace crit
