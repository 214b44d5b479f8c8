// Kinds of sources and groups of them; the header's `evidence`.
#include "check_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "check_names.hpp"
#include "text.hpp"

namespace crit {
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
void SourceKinds::check_source_groups() {
  for (const ast::SourceGroup& group : file_.source_groups) {
    if (group.name.empty()) continue;
    const auto [place, fresh] = groups_.emplace(group.name.text, &group);
    if (fresh) continue;
    report(Mistake::duplicate_name, group.name.span, fmt::format("the group `{}` is declared twice", group.name.text), "give one of them another name, or make one group of both")
        .labels.push_back({place->second->name.span, "first declared here"});
  }
  for (const auto& [name, group] : groups_) {
    if (group->kinds.empty()) {
      report(Mistake::empty_block, group->name.span, fmt::format("the group `{}` holds no kind of source", name), fmt::format("name its kinds: `sources {} {{ chart_note, lab_report }}`", name));
    }
    std::map<std::string, Span> seen;
    for (const ast::Word& kind : group->kinds) {
      if (const auto other = groups_.find(kind.text); other != groups_.end()) {
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
SourceMask SourceKinds::kind_bit(const ast::Word& kind) {
  std::vector<std::string>& known = policy_.schema.kinds;
  auto place = std::find(known.begin(), known.end(), kind.text);
  if (place == known.end()) {
    if (known.size() == max_kinds) {
      report(Mistake::too_many_kinds, kind.span, fmt::format("this policy names more than {} kinds of sources", max_kinds), "let kinds that serve alike have one name");
      return any_source;
    }
    known.push_back(kind.text);
    spans_.push_back(kind.span);
    place = known.end() - 1;
  }
  return SourceMask{1} << static_cast<unsigned>(place - known.begin());
}

// A group that is used stands for its kinds, and for its own name.
SourceMask SourceKinds::group_mask(const ast::SourceGroup& group) {
  if (const auto known = masks_.find(group.name.text); known != masks_.end()) return known->second;
  SourceMask mask = 0;
  for (const ast::Word& kind : group.kinds) {
    if (!kind.empty() && groups_.count(kind.text) == 0) mask |= kind_bit(kind);
  }
  const SourceMask own = kind_bit(group.name);
  mask |= own;
  if (mask != any_source) {
    std::size_t place = 0;
    while ((own >> place & 1U) == 0) ++place;
    policy_.schema.source_groups.push_back({fold_text(group.text.text).empty() ? "" : group.text.text, mask, place});
  }
  return masks_[group.name.text] = mask;
}

SourceMask SourceKinds::source_mask(const std::vector<ast::Word>& kinds) {
  SourceMask mask = 0;
  std::set<std::string> seen;
  for (const ast::Word& word : kinds) {
    if (word.empty()) continue;
    if (!seen.insert(word.text).second) {
      report(Mistake::kind_repeated, word.span, fmt::format("`{}` is named twice", word.text), "leave one out");
      continue;
    }
    const auto group = groups_.find(word.text);
    const SourceMask more = group == groups_.end() ? kind_bit(word) : group_mask(*group->second);
    if (more == any_source) return any_source;
    mask |= more;
  }
  for (const ast::Word& word : kinds) {
    if (word.empty() || groups_.count(word.text) != 0) continue;
    for (const ast::Word& other : kinds) {
      const auto group = groups_.find(other.text);
      if (group == groups_.end() || (masks_[other.text] & kind_bit(word)) == 0) continue;
      report(Mistake::kind_repeated, word.span, fmt::format("`{}` is one of the kinds that `{}` stands for", word.text, other.text), "leave it out")
          .labels.push_back({group->second->name.span, "the group is declared here"});
      break;
    }
  }
  if (mask == 0) return any_source;
  // Where all kinds of a group stand one by one, a record that is only known to be of the group will do, too.
  for (const auto& [name, group] : groups_) {
    if (is_within(*group, policy_.schema.kinds, mask)) mask |= group_mask(*group);
  }
  return mask;
}

// evidence chart_note, lab_report for member.sex, igf1
void SourceKinds::check_evidence(const ast::PolicyClause& clause) {
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
    const Symbol found = find(word.text);
    switch (found.kind) {
      case SymbolKind::fact: narrow(word.text, policy_.schema.facts[found.index].documented, word.span); break;
      case SymbolKind::list: narrow(word.text, policy_.schema.lists[found.index].documented, word.span); break;
      case SymbolKind::group: {
        const std::string prefix = word.text + ".";
        for (FactSlot& slot : policy_.schema.facts) {
          if (slot.path.compare(0, prefix.size(), prefix) == 0) narrow(slot.path, slot.documented, word.span);
        }
        for (ListSlot& slot : policy_.schema.lists) {
          if (slot.path.compare(0, prefix.size(), prefix) == 0) narrow(slot.path, slot.documented, word.span);
        }
        break;
      }
      case SymbolKind::faulty:
      case SymbolKind::parameter: break;
      case SymbolKind::as_of:
        report(Mistake::evidence_target, word.span, "the date of service has no source", "leave `as_of` out");
        break;
      case SymbolKind::define:
        report(Mistake::evidence_target, word.span, fmt::format("`{}` is a define, and `evidence` is of facts", word.text), "name the facts that it reads, or write `documented_by` where it is used");
        break;
      case SymbolKind::code_set:
        report(Mistake::evidence_target, word.span, fmt::format("`{}` is a code set, and `evidence` is of facts", word.text), "name the fact that holds the codes");
        break;
      case SymbolKind::table:
        report(Mistake::evidence_target, word.span, fmt::format("`{}` is a table, and `evidence` is of facts", word.text), "name the facts that are its keys");
        break;
      case SymbolKind::none: {
        const std::size_t dot = word.text.rfind('.');
        if (dot != std::string::npos && find(word.text.substr(0, dot)).kind == SymbolKind::list) {
          report(Mistake::evidence_target, word.span, fmt::format("`{}` is a field of a list's items", word.text), fmt::format("name the whole list: `{}`", word.text.substr(0, dot)));
          break;
        }
        names().unknown_name(word.text, word.span);
        break;
      }
    }
  }
}

}  // namespace crit
