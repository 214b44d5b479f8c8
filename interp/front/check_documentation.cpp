// Where values come from: `documented_by`, the header's `evidence`, `is documented`; and what people are asked.
#include <fmt/format.h>

#include <algorithm>

#include "checked_walk.hpp"
#include "checker.hpp"
#include "near.hpp"
#include "text.hpp"

namespace crit {

// ---- kinds of sources --------------------------------------------------------------------------------------------

namespace {

// Whether each of the group's kinds, two at least, is one of the mask's; known: the kinds, by their place in a mask.
bool is_within(const ast::SourceGroup& group, const std::vector<std::string>& known, SourceMask mask) {
  return group.kinds.size() > 1 && std::all_of(group.kinds.begin(), group.kinds.end(), [&](const ast::Word& kind) {
    const auto place = std::find(known.begin(), known.end(), kind.text);
    return place != known.end() && (mask >> static_cast<unsigned>(place - known.begin()) & 1U) != 0;
  });
}

}  // namespace

// sources medical_record "the member's medical record" { chart_note, lab_report }
void Checker::check_source_groups() {
  for (const ast::SourceGroup& group : file_.source_groups) {
    if (group.name.empty()) continue;
    const auto [place, fresh] = source_groups_.emplace(group.name.text, &group);
    if (fresh) continue;
    report(Mistake::duplicate_name, group.name.span, fmt::format("the group `{}` is declared twice", group.name.text), "give one of them another name, or make one group of both")
        .labels.push_back({place->second->name.span, "first declared here"});
  }
  for (const auto& [name, group] : source_groups_) {
    if (group->kinds.empty()) {
      report(Mistake::empty_block, group->name.span, fmt::format("the group `{}` holds no kind of source", name), fmt::format("name its kinds: `sources {} {{ chart_note, lab_report }}`", name));
    }
    std::map<std::string, Span> seen;
    for (const ast::Word& kind : group->kinds) {
      if (const auto other = source_groups_.find(kind.text); other != source_groups_.end()) {
        const bool itself = other->second == group;
        Diagnostic& diagnostic = report(Mistake::group_in_group, kind.span,
                                        itself ? fmt::format("the group `{}` cannot be one of its own kinds", name)
                                               : fmt::format("`{}` is a group, and a group holds kinds of sources only", kind.text));
        if (itself) {
          diagnostic.help.push_back("a file that calls a source by the group's name is understood anyway; leave it out, or call the kind otherwise");
          continue;
        }
        diagnostic.labels.push_back({other->second->name.span, "declared here"});
        diagnostic.help.push_back(fmt::format("list its kinds here, too, or name both groups where they are asked for: `documented_by {}, {}`", name, kind.text));
        continue;
      }
      const auto [place, fresh] = seen.emplace(kind.text, kind.span);
      if (fresh) continue;
      report(Mistake::kind_repeated, kind.span, fmt::format("`{}` is named twice", kind.text), "leave one out").labels.push_back({place->second, "first named here"});
    }
  }
}

// Any word may be a kind of source; each gets a bit.
SourceMask Checker::kind_bit(const ast::Word& kind) {
  std::vector<std::string>& known = policy_.schema.kinds;
  auto place = std::find(known.begin(), known.end(), kind.text);
  if (place == known.end()) {
    if (known.size() == max_kinds) {
      report(Mistake::too_many_kinds, kind.span, fmt::format("this policy names more than {} kinds of sources", max_kinds), "let kinds that serve alike have one name");
      return any_source;
    }
    known.push_back(kind.text);
    kind_spans_.push_back(kind.span);
    place = known.end() - 1;
  }
  return SourceMask{1} << static_cast<unsigned>(place - known.begin());
}

// A group that is used stands for its kinds, and for its own name.
SourceMask Checker::group_mask(const ast::SourceGroup& group) {
  if (const auto known = group_masks_.find(group.name.text); known != group_masks_.end()) return known->second;
  SourceMask mask = 0;
  for (const ast::Word& kind : group.kinds) {
    if (!kind.empty() && source_groups_.count(kind.text) == 0) mask |= kind_bit(kind);
  }
  const SourceMask own = kind_bit(group.name);
  mask |= own;
  if (mask != any_source) {
    std::size_t place = 0;
    while ((own >> place & 1U) == 0) ++place;
    policy_.schema.source_groups.push_back({fold_text(group.text.text).empty() ? "" : group.text.text, mask, place});
  }
  return group_masks_[group.name.text] = mask;
}

SourceMask Checker::source_mask(const std::vector<ast::Word>& kinds) {
  SourceMask mask = 0;
  std::set<std::string> seen;
  for (const ast::Word& word : kinds) {
    if (word.empty()) continue;
    if (!seen.insert(word.text).second) {
      report(Mistake::kind_repeated, word.span, fmt::format("`{}` is named twice", word.text), "leave one out");
      continue;
    }
    const auto group = source_groups_.find(word.text);
    const SourceMask more = group == source_groups_.end() ? kind_bit(word) : group_mask(*group->second);
    if (more == any_source) return any_source;
    mask |= more;
  }
  for (const ast::Word& word : kinds) {
    if (word.empty() || source_groups_.count(word.text) != 0) continue;
    for (const ast::Word& other : kinds) {
      const auto group = source_groups_.find(other.text);
      if (group == source_groups_.end() || (group_masks_[other.text] & kind_bit(word)) == 0) continue;
      report(Mistake::kind_repeated, word.span, fmt::format("`{}` is one of the kinds that `{}` stands for", word.text, other.text), "leave it out")
          .labels.push_back({group->second->name.span, "the group is declared here"});
      break;
    }
  }
  if (mask == 0) return any_source;
  // Where all kinds of a group stand one by one, a record that is only known to be of the group will do, too.
  for (const auto& [name, group] : source_groups_) {
    if (is_within(*group, policy_.schema.kinds, mask)) mask |= group_mask(*group);
  }
  return mask;
}

// `chart_notes` beside `chart_note`: most likely the same thing. Groups first, and their kinds, also those that are not used.
void Checker::hint_kinds() {
  struct Known {
    Span span;
    bool group = false;
  };
  std::vector<std::string> names;
  std::map<std::string, Known> known;
  const auto add = [&](const std::string& name, Span span, bool group) {
    if (!known.emplace(name, Known{span, group}).second) return;
    if (const std::string module = group || !module_of_ ? "" : module_of_("sources " + name); !module.empty()) {
      report(Mistake::group_of_module, span, fmt::format("`{}` is one kind of source here, and in the module `{}` a group of them", name, module),
             fmt::format("write `use {}` above the policy if the group is meant; else give it another name", module));
    }
    const std::string near = nearest(name, names);
    names.push_back(name);
    if (near.empty()) return;
    const Known& other = known.at(near);
    Diagnostic& diagnostic = report(Mistake::similar_kinds, span, fmt::format("`{}` is nearly `{}`, {} in this policy", name, near, other.group ? "a group of kinds of sources" : "another kind of source"));
    diagnostic.labels.push_back({other.span, "the other stands here"});
    diagnostic.help.push_back(other.group ? fmt::format("write `{}` if the group is meant: any other word is a kind of source of its own", near)
                                          : "a source must be called just as the policy has it; write both alike if they are one kind");
  };
  for (const ast::SourceGroup& group : file_.source_groups) {
    if (!group.name.empty()) add(group.name.text, group.name.span, true);
  }
  for (const ast::SourceGroup& group : file_.source_groups) {
    for (const ast::Word& kind : group.kinds) {
      if (!kind.empty()) add(kind.text, kind.span, false);
    }
  }
  for (std::size_t i = 0; i < policy_.schema.kinds.size(); ++i) add(policy_.schema.kinds[i], kind_spans_[i], false);
}

// evidence chart_note, lab_report for member.sex, igf1
void Checker::check_evidence(const ast::PolicyClause& clause) {
  const SourceMask mask = source_mask(clause.kinds);
  const auto narrow = [&](const std::string& path, SourceMask& documented, Span span) {
    const auto [place, fresh] = evidence_spans_.emplace(path, span);
    if ((documented & mask) == 0) {
      report(Mistake::no_source_fits, span, fmt::format("`{}` can have no source that fits: this asks for {}, and another `evidence` for {}", path, source_words(policy_.schema, mask), source_words(policy_.schema, documented)),
             "what is said twice of a fact must hold both times; name all the kinds that will do in one clause")
          .labels.push_back({place->second, "the other stands here"});
      return;
    }
    documented &= mask;
    (void)fresh;
  };
  for (const ast::Word& word : clause.facts) {
    const Found found = find(word.text);
    switch (found.thing) {
      case Thing::fact: narrow(word.text, policy_.schema.facts[found.index].documented, word.span); break;
      case Thing::list: narrow(word.text, policy_.schema.lists[found.index].documented, word.span); break;
      case Thing::group: {
        const std::string prefix = word.text + ".";
        for (FactSlot& slot : policy_.schema.facts) {
          if (slot.path.compare(0, prefix.size(), prefix) == 0) narrow(slot.path, slot.documented, word.span);
        }
        for (ListSlot& slot : policy_.schema.lists) {
          if (slot.path.compare(0, prefix.size(), prefix) == 0) narrow(slot.path, slot.documented, word.span);
        }
        break;
      }
      case Thing::faulty:
      case Thing::parameter: break;
      case Thing::as_of:
        report(Mistake::evidence_target, word.span, "the date of service has no source", "leave `as_of` out");
        break;
      case Thing::define:
        report(Mistake::evidence_target, word.span, fmt::format("`{}` is a define, and `evidence` is of facts", word.text), "name the facts that it reads, or write `documented_by` where it is used");
        break;
      case Thing::code_set:
        report(Mistake::evidence_target, word.span, fmt::format("`{}` is a code set, and `evidence` is of facts", word.text), "name the fact that holds the codes");
        break;
      case Thing::table:
        report(Mistake::evidence_target, word.span, fmt::format("`{}` is a table, and `evidence` is of facts", word.text), "name the facts that are its keys");
        break;
      case Thing::none: {
        const std::size_t dot = word.text.rfind('.');
        if (dot != std::string::npos && find(word.text.substr(0, dot)).thing == Thing::list) {
          report(Mistake::evidence_target, word.span, fmt::format("`{}` is a field of a list's items", word.text), fmt::format("name the whole list: `{}`", word.text.substr(0, dot)));
          break;
        }
        unknown_name(word.text, word.span);
        break;
      }
    }
  }
}

// ---- documented_by -----------------------------------------------------------------------------------------------

checked::NodePtr Checker::documented(const ast::Documented& node, Span span, const Type* expected) {
  const SourceMask mask = source_mask(node.kinds);
  NodePtr operand = expression(*node.operand, expected);
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

// On a criterion it covers what the criterion asks, and not the conditions under which it applies: `if C then E`, only E.
void Checker::document(checked::Body& body, SourceMask mask, Span span) {
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
checked::NodePtr Checker::is_documented(const ast::Compare& node, Span span) {
  const auto* word = std::get_if<ast::NamePath>(&node.right->node);
  if (word == nullptr || word->path != "documented" || find("documented").thing != Thing::none) return nullptr;
  if (node.op != Comparison::is && node.op != Comparison::is_not) return nullptr;
  const auto* written_path = std::get_if<ast::NamePath>(&node.left->node);
  const auto is_alternative = [&](const Type& type) {  // of an enumeration that has a word of this name
    if (type.kind != TypeKind::enumeration) return false;
    const auto& alternatives = policy_.schema.enumerations[type.enumeration].alternatives;
    return std::find(alternatives.begin(), alternatives.end(), "documented") != alternatives.end();
  };
  std::uint32_t by = 0;
  const ast::NamePath whole{written_path == nullptr ? "" : resolved_path(written_path->path, by)};
  const ast::NamePath* path = written_path == nullptr ? nullptr : &whole;
  bool of_item = false;
  if (path != nullptr && item_visible()) item_name(written_path->path, node.left->span, of_item);
  const Found found = path == nullptr || of_item ? Found{} : find_given(path->path, by);
  if (found.thing == Thing::faulty) return failed(span);
  if (found.thing == Thing::fact || found.thing == Thing::list) {
    if (found.thing == Thing::fact && is_alternative(type_of(policy_.schema.facts[found.index].type))) return nullptr;
    used_.insert(path->path);
    asked_documented_.insert(path->path);
    NodePtr result = make(simple_type(TypeKind::truth), span, checked::IsDocumented{found.thing == Thing::list, found.index, nullptr});
    if (node.op == Comparison::is_not) result = make(simple_type(TypeKind::truth), span, checked::Not{std::move(result)});
    return result;
  }
  if (of_item) {
    NodePtr field = expression(*node.left);
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
  if (path != nullptr && !of_item && (found.thing == Thing::none || found.thing == Thing::group)) return name(*path, node.left->span);
  const auto* query = std::get_if<ast::Query>(&node.left->node);
  Diagnostic& diagnostic = report(Mistake::documented_target, span, fmt::format("`is documented` asks about a fact, a list or a field of an item, and `{}` is none of them", written(node.left->span)));
  const std::string of_query = query == nullptr ? "" : query->list.text;
  const std::size_t dot = of_query.rfind('.');
  if (dot != std::string::npos && find_given(of_query.substr(0, dot), by).thing == Thing::list) {
    diagnostic.help.push_back(fmt::format("it is asked of the item: `{} {} has {} is documented`; of the whole list `{} is documented`", written(query->selector_span), of_query.substr(0, dot), of_query.substr(dot + 1), of_query.substr(0, dot)));
  } else if (query != nullptr) diagnostic.help.push_back(fmt::format("the whole list is asked by `{} is documented`; items and where they come from by `some {} … documented_by …`", query->list.text, query->list.text));
  else diagnostic.help.push_back("ask it of each fact that matters, joined by `and`");
  return failed(span);
}

// ---- asked -------------------------------------------------------------------------------------------------------

// A question is a yes_no fact that is named by its criterion.
checked::BodyPtr Checker::asked(const ast::Asked& node, checked::Criterion& owner, Span span) {
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
    for (const auto& [known, found] : names_) {
      if (found.thing != Thing::fact && found.thing != Thing::list && found.thing != Thing::group) continue;
      if (known != owner.path) continue;
      report(Mistake::duplicate_name, span, fmt::format("the answer to this question is called `{}`, and so is a fact", owner.path), "write the outline in capitals, or rename the fact")
          .labels.push_back({name_spans_[known], "declared here"});
    }
    if (owner.path == "id" || owner.path == "as_of") {
      report(Mistake::reserved_fact_name, span, fmt::format("the answer to this question is called `{}`, and every fact file has that already", owner.path), "call the section otherwise");
    }
  } else if (policy_.schema.facts[place->second].description != node.question.text && inside_duplicate_ == 0) {
    report(Mistake::asked_misplaced, span, fmt::format("`{}` asks another question already", owner.path), "a criterion asks one question; give each an entry of its own in a block");
  }
  made->form = checked::Condition{make(simple_type(TypeKind::truth), span, checked::FactRef{place->second})};
  return made;
}

// ---- afterwards --------------------------------------------------------------------------------------------------

// With every define resolved: is there a source that fits what is asked of each fact where it is read, and does each
// `documented_by` cover something? A define is looked at once for each set of kinds that it is asked under.
void Checker::review_documentation() {
  hint_kinds();
  for (const auto& [path, span] : absent_spans_) {
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
