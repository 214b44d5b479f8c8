// Where values come from: `documented_by`, `is documented`; and what people are asked.
#include "check_documentation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checked_walk.hpp"
#include "check_expressions.hpp"
#include "check_names.hpp"
#include "check_parameters.hpp"
#include "check_sources.hpp"
#include "check_declarations.hpp"
#include "text.hpp"

namespace crit {

// ---- documented_by -----------------------------------------------------------------------------------------------

checked::NodePtr Documentation::documented(const ast::Documented& node, Span span, const Type* expected) {
  const SourceMask mask = source_kinds().source_mask(node.kinds);
  NodePtr operand = expressions().expression(*node.operand, expected);
  if (operand->type.kind == TypeKind::error) return operand;
  if (operand->type.kind == TypeKind::list) {
    report(Mistake::not_a_condition, node.operand->span, fmt::format("`{}` is a list, and `documented_by` stands after a condition or a value", written(node.operand->span)),
           fmt::format("put it after the whole condition: `{0} includes … documented_by …`, `some {0} has … documented_by …`", written(node.operand->span)));
    return failed(span);
  }
  Type type = operand->type;
  documented_spans_.emplace(std::pair{span.begin, span.end}, node.span);
  return make(std::move(type), span, checked::Documented{mask, std::move(operand)});
}

void Documentation::cover(Body& body, SourceMask mask, Span span, Span postfix) {
  documented_spans_.emplace(std::pair{span.begin, span.end}, postfix);
  document(body, mask, span);
}

// On a criterion it covers what the criterion asks, and not the conditions under which it applies: `if C then E`, only E.
void Documentation::document(checked::Body& body, SourceMask mask, Span span) {
  if (auto* condition = std::get_if<checked::Condition>(&body.form)) {
    if (condition->node->type.kind == TypeKind::error) return;
    Type type = condition->node->type;
    condition->node = make(std::move(type), span, checked::Documented{mask, std::move(condition->node)});
  } else if (auto* block = std::get_if<checked::BlockBody>(&body.form)) {
    for (checked::Criterion& child : block->children) {
      if (child.body) document(*child.body, mask, span);
    }
  } else if (auto* conditional = std::get_if<checked::IfBody>(&body.form)) {
    document(*conditional->then, mask, span);
  } else if (auto* choice = std::get_if<checked::ChoiceBody>(&body.form)) {
    for (auto& [test, arm] : choice->arms) {
      if (!choice->amended && test->type.kind != TypeKind::error) test = make(simple_type(TypeKind::truth), span, checked::Documented{mask, std::move(test)});
      document(*arm, mask, span);
    }
    document(*choice->otherwise, mask, span);
  }
}

// `X is documented`, `X is not documented`: null where it means something else, an alternative or a name.
checked::NodePtr Documentation::is_documented(const ast::Compare& node, Span span) {
  const auto* word = std::get_if<ast::NamePath>(&node.right->node);
  if (word == nullptr || word->path != "documented" || find("documented").kind != SymbolKind::none) return nullptr;
  if (node.op != Comparison::is && node.op != Comparison::is_not) return nullptr;
  const auto* written_path = std::get_if<ast::NamePath>(&node.left->node);
  const auto is_alternative = [&](const Type& type) {  // of an enumeration that has a word of this name
    if (type.kind != TypeKind::enumeration) return false;
    const auto& alternatives = policy_.schema.enumerations[type.enumeration].alternatives;
    return std::find(alternatives.begin(), alternatives.end(), "documented") != alternatives.end();
  };
  std::uint32_t by = 0;
  const ast::NamePath whole{written_path == nullptr ? "" : expansion_.resolved_path(written_path->path, by)};
  const ast::NamePath* path = written_path == nullptr ? nullptr : &whole;
  bool of_item = false;
  if (path != nullptr && names().item_visible()) names().item_name(written_path->path, node.left->span, of_item);
  const Symbol found = path == nullptr || of_item ? Symbol{} : parameters().find_given(path->path, by);
  if (found.kind == SymbolKind::faulty) return failed(span);
  if (found.kind == SymbolKind::fact || found.kind == SymbolKind::list) {
    if (found.kind == SymbolKind::fact && is_alternative(type_of(policy_.schema.facts[found.index].type))) return nullptr;
    symbols_.used.insert(path->path);
    asked_documented_.insert(path->path);
    NodePtr result = make(simple_type(TypeKind::truth), span, checked::IsDocumented{found.kind == SymbolKind::list, found.index, nullptr});
    if (node.op == Comparison::is_not) result = make(simple_type(TypeKind::truth), span, checked::Not{std::move(result)});
    return result;
  }
  if (of_item) {
    NodePtr field = expressions().expression(*node.left);
    if (field->type.kind == TypeKind::error || is_alternative(field->type)) return nullptr;
    if (const auto* of = std::get_if<checked::ItemField>(&field->form)) {
      if (scopes_[scopes_.size() - 1 - of->depth].joined) {
        report(Mistake::documented_target, span, fmt::format("`{}` is counted from the periods that were joined: no file has it", written(node.left->span)), "ask it of the periods themselves: `some LIST has end is documented`");
        return failed(span);
      }
      NodePtr result = make(simple_type(TypeKind::truth), span, checked::IsDocumented{false, 0, std::move(field)});
      if (node.op == Comparison::is_not) result = make(simple_type(TypeKind::truth), span, checked::Not{std::move(result)});
      return result;
    }
  }
  if (path != nullptr && !of_item && (found.kind == SymbolKind::none || found.kind == SymbolKind::group)) return names().name(*path, node.left->span);
  const auto* query = std::get_if<ast::Query>(&node.left->node);
  Diagnostic& diagnostic = report(Mistake::documented_target, span, fmt::format("`is documented` asks about a fact, a list or a field of an item, and `{}` is none of them", written(node.left->span)));
  const std::string of_query = query == nullptr ? "" : query->list.text;
  const std::size_t dot = of_query.rfind('.');
  if (dot != std::string::npos && parameters().find_given(of_query.substr(0, dot), by).kind == SymbolKind::list) {
    diagnostic.help.push_back(fmt::format("it is asked of the item: `{} {} has {} is documented`; of the whole list `{} is documented`", written(query->selector_span), of_query.substr(0, dot), of_query.substr(dot + 1), of_query.substr(0, dot)));
  } else if (query != nullptr) diagnostic.help.push_back(fmt::format("the whole list is asked by `{} is documented`; items and where they come from by `some {} … documented_by …`", query->list.text, query->list.text));
  else diagnostic.help.push_back("ask it of each fact that matters, joined by `and`");
  return failed(span);
}

// ---- questions ---------------------------------------------------------------------------------------------------

// A question is a yes_no fact that is named by its criterion.
checked::BodyPtr Documentation::question(const ast::Asked& node, checked::Criterion& owner, Span span) {
  auto made = std::make_unique<Body>();
  if (owner.condition.empty()) owner.condition = shown(span);
  if (owner.text.empty()) owner.text = node.question.text;
  if (fold_text(node.question.text).empty()) {
    report(Mistake::asked_misplaced, node.question.span, "this question is empty", "write what the person is to answer: `asked \"Is the member able to …?\"`");
  }
  const auto [place, fresh] = questions_.emplace(owner.path, static_cast<std::uint32_t>(policy_.schema.facts.size()));
  if (fresh) {
    FactSlot slot;
    slot.path = owner.path;
    slot.description = node.question.text;
    slot.type.kind = FactKind::yes_no;
    slot.asked = true;
    policy_.schema.facts.push_back(std::move(slot));
    // An outline may be in small letters, as facts are.
    for (const auto& [known, found] : symbols_.names) {
      if (found.kind != SymbolKind::fact && found.kind != SymbolKind::list && found.kind != SymbolKind::group) continue;
      if (known != owner.path) continue;
      report(Mistake::duplicate_name, span, fmt::format("the answer to this question is called `{}`, and so is a fact", owner.path), "write the outline in capitals, or rename the fact")
          .labels.push_back({found.span, "declared here"});
    }
    if (owner.path == "id" || owner.path == "as_of") {
      report(Mistake::reserved_fact_name, span, fmt::format("the answer to this question is called `{}`, and every fact file has that already", owner.path), "call the section otherwise");
    }
  } else if (policy_.schema.facts[place->second].description != node.question.text && criterion_names_.inside_duplicate == 0) {
    report(Mistake::asked_misplaced, span, fmt::format("`{}` asks another question already", owner.path), "a criterion asks one question; give each an entry of its own in a block");
  }
  made->form = checked::Condition{make(simple_type(TypeKind::truth), span, checked::FactRef{place->second})};
  return made;
}

void Documentation::forget_questions(std::size_t facts) {
  for (auto question = questions_.begin(); question != questions_.end();) question = question->second >= facts ? questions_.erase(question) : std::next(question);
}

// ---- afterwards --------------------------------------------------------------------------------------------------

// With every define resolved: is there a source that fits what is asked of each fact where it is read, and does each
// `documented_by` cover something? A define is looked at once for each set of kinds that it is asked under.
void Documentation::review_documentation() {
  for (const auto& [path, span] : declarations().absent_spans()) {
    if (asked_documented_.count(path) != 0) continue;
    report(Mistake::absence_unasked, span, fmt::format("nothing asks whether `{}` is documented, so `absent_means_no` says nothing", path),
           fmt::format("it answers `{0} is documented`, and that alone: a comparison with `{0}` stays unknown when it is left out", path));
  }
  if (policy_.schema.kinds.empty() || diagnostics_.has_errors()) return;
  constexpr std::size_t most = 100'000;  // defines times the sets of kinds they are asked under: what a member costs at most
  std::vector<bool> reads(policy_.defines.size());  // defines that read a fact
  std::vector<std::map<SourceMask, Span>> under(policy_.defines.size());
  std::size_t looked = 0;
  struct Covered {
    bool any = false;
    bool meets = false;
  };
  std::map<std::pair<std::uint32_t, std::uint32_t>, Covered> covers;  // each documented_by, by its place
  bool counting = true;  // first, which defines read something; then with the kinds
  const auto walk = [&](const auto& self, const Node& node, SourceMask mask, Span outer) -> bool {
    const auto fits = [&](SourceMask declared, const std::string& path) {
      if (counting || (mask & declared) != 0) return true;
      report(Mistake::no_source_fits, node.span, fmt::format("`{}` can have no source that fits here: the header's `evidence` asks for {}, and `documented_by` for {}", path, source_words(policy_.schema, declared), source_words(policy_.schema, mask)),
             "both must hold; let them have a kind in common")
          .labels.push_back({outer, "asked here"});
      return true;
    };
    bool any = false;
    SourceMask inside = mask;
    Span around = outer;
    if (const auto* fact = std::get_if<checked::FactRef>(&node.form)) any = fits(policy_.schema.facts[fact->slot].documented, policy_.schema.facts[fact->slot].path);
    if (const auto* asks = std::get_if<checked::IsDocumented>(&node.form); asks != nullptr && !asks->field) {
      any = asks->is_list ? fits(policy_.schema.lists[asks->slot].documented, policy_.schema.lists[asks->slot].path)
                          : fits(policy_.schema.facts[asks->slot].documented, policy_.schema.facts[asks->slot].path);
    }
    if (const auto* query = std::get_if<checked::Query>(&node.form)) any = fits(policy_.schema.lists[query->list].documented, policy_.schema.lists[query->list].path);
    if (const auto* includes = std::get_if<checked::Includes>(&node.form)) any = fits(policy_.schema.lists[includes->list].documented, policy_.schema.lists[includes->list].path);
    if (std::holds_alternative<checked::ItemField>(node.form)) any = true;
    if (const auto* define = std::get_if<checked::DefineRef>(&node.form)) {
      any = reads[define->define];
      if (!counting && under[define->define].emplace(mask, outer).second && mask != any_source) ++looked;
    }
    const auto* documented = std::get_if<checked::Documented>(&node.form);
    if (documented != nullptr) {
      const auto place = documented_spans_.find({node.span.begin, node.span.end});
      around = place == documented_spans_.end() ? node.span : place->second;
      inside &= documented->kinds;
      if (!counting && inside == 0) {
        report(Mistake::no_source_fits, around, fmt::format("no source fits here: this asks for {}, and a `documented_by` around it for {}", source_words(policy_.schema, documented->kinds), source_words(policy_.schema, mask)),
               "both must hold; let them have a kind in common")
            .labels.push_back({outer, "the other stands here"});
        return true;
      }
    }
    checked::for_each_child(node, [&](const Node& child) { any = self(self, child, inside, around) || any; });
    if (documented != nullptr && !counting) {
      Covered& covered = covers.emplace(std::pair{around.begin, around.end}, Covered{}).first->second;
      covered.any = covered.any || any;
      covered.meets = covered.meets || std::holds_alternative<checked::Meets>(documented->operand->form);
    }
    return any;
  };
  for (std::size_t i = 0; i < policy_.defines.size(); ++i) {  // each uses only earlier ones
    if (policy_.defines[i].value) reads[i] = walk(walk, *policy_.defines[i].value, any_source, Span{});
  }
  counting = false;
  const auto top = [&](const NodePtr& node) {
    if (node) walk(walk, *node, any_source, Span{});
  };
  const auto walk_body = [&](const auto& self, const checked::Criterion& criterion, const Body& body) -> void {
    if (const auto* condition = std::get_if<checked::Condition>(&body.form)) top(condition->node);
    if (const auto* block = std::get_if<checked::BlockBody>(&body.form)) {
      for (const checked::Criterion& child : block->children) {
        if (child.body) self(self, child, *child.body);
      }
    }
    if (const auto* conditional = std::get_if<checked::IfBody>(&body.form)) {
      top(conditional->condition);
      self(self, criterion, *conditional->then);
    }
    if (const auto* choice = std::get_if<checked::ChoiceBody>(&body.form)) {
      for (const auto& [test, arm] : choice->arms) {
        top(test);
        self(self, criterion, *arm);
      }
      self(self, criterion, *choice->otherwise);
    }
  };
  for (const checked::Action& action : policy_.actions) top(action.when);
  for (const checked::Give& give : policy_.shared_gives) top(give.value);
  for (const checked::Common& common : policy_.commons) {
    if (common.criteria.body) walk_body(walk_body, common.criteria, *common.criteria.body);
  }
  for (const checked::Amendment& amendment : policy_.amendments) {
    if (amendment.when.body) walk_body(walk_body, amendment.when, *amendment.when.body);
  }
  for (const checked::Section& section : policy_.sections) {
    if (section.when && section.when->body) walk_body(walk_body, *section.when, *section.when->body);
    if (section.criteria.body) walk_body(walk_body, section.criteria, *section.criteria.body);
    top(section.until);
    top(section.target);
    for (const checked::Give& give : section.gives) top(give.value);
  }
  for (std::size_t i = policy_.defines.size(); i-- > 0;) {
    if (!policy_.defines[i].value) continue;
    under[i].emplace(any_source, Span{});  // though nobody uses it
    for (const auto& [mask, outer] : under[i]) {
      if (looked > most) {
        report(Mistake::too_many_kinds, Span{}, fmt::format("the defines of this policy are asked under more than {} different demands on their sources", most),
               "use fewer `documented_by` inside defines that use one another");
        return;
      }
      walk(walk, *policy_.defines[i].value, mask, outer);
    }
  }
  for (const auto& [place, covered] : covers) {
    if (covered.any) continue;
    report(Mistake::documents_nothing, {place.first, place.second}, "nothing that comes from a source is read here",
           covered.meets ? "`meets` asks about a criterion as it stands: write `documented_by` in that criterion" : "put it behind the condition that reads the fact");
  }
}

}  // namespace crit
