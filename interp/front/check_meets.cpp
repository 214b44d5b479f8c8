// `meets`: which criterion is asked about, and that none asks about itself.
#include "check_meets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

#include "check_amendments.hpp"
#include "near.hpp"

namespace crit {

checked::NodePtr References::meets(const ast::Meets& node, Span span) {
  NodePtr result = make(simple_type(TypeKind::truth), span, checked::Meets{});
  pending_.push_back({result.get(), node.outline.text, position_.criterion, node.outline.span});
  uses(node.outline.text);
  return result;
}

void References::uses(std::string used) { uses_.emplace_back(position_.criterion, std::move(used)); }

void References::forget_since(Mark mark) {
  pending_.resize(mark.pending);
  uses_.resize(mark.uses);
}

void References::resolve_meets() {
  for (const PendingMeets& pending : pending_) {
    if (file_.lost_criteria && criterion_names_.index.count(pending.outline) == 0) continue;
    const auto criterion = criterion_names_.index.find(pending.outline);
    const auto changed = std::find_if(amendments().replaced().begin(), amendments().replaced().end(), [&](const std::string& path) {
      return pending.outline.size() > path.size() && pending.outline.compare(0, path.size(), path) == 0 && pending.outline[path.size()] == '.';
    });
    if (changed != amendments().replaced().end()) {
      report(Mistake::unknown_criterion, pending.span, fmt::format("`{}` is part of `{}`, whose text an amendment changes", pending.outline, *changed),
             fmt::format("ask the whole: `meets {}`", *changed));
      continue;
    }
    if (criterion != criterion_names_.index.end()) {
      if (diagnostics_.has_errors()) continue;  // what a mistake stood in is gone, and its nodes with it
      auto& meets = std::get<checked::Meets>(pending.node->form);
      meets.index = criterion->second;
      for (std::size_t i = 0; i < policy_.sections.size(); ++i) {
        if (policy_.sections[i].path == pending.outline) {
          meets.is_section = true;
          meets.index = static_cast<std::uint32_t>(i);
        }
      }
      continue;
    }
    std::vector<std::string> names;
    if (diagnostics_.all().size() < max_advised) {
      for (const auto& [path, index] : criterion_names_.index) names.push_back(path);
    }
    Diagnostic& diagnostic = report(Mistake::unknown_criterion, pending.span, fmt::format("this policy has no criterion `{}`", pending.outline));
    const std::string near = nearest(pending.outline, names);
    if (!near.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}`?", near));
    else diagnostic.help.push_back("`meets` takes a criterion's full name, such as `I.A.3`");
  }
  report_circles();
}

// What each criterion and define depends on: its parts, the defines it uses, the criteria that it asks about with `meets`; an
// indication also on its common criteria.
// A circle is a knot of these (Tarjan's strongly connected components, with a stack of its own); each is told once.
void References::report_circles() {
  if (pending_.empty()) return;
  std::unordered_map<std::string, std::uint32_t> numbers;
  std::vector<std::vector<std::uint32_t>> edges;
  const auto number_of = [&](const std::string& name) {
    const auto [place, fresh] = numbers.emplace(name, static_cast<std::uint32_t>(edges.size()));
    if (fresh) edges.emplace_back();
    return place->second;
  };
  for (const auto& [path, index] : criterion_names_.index) {
    const std::size_t cut = path.find_last_of(".[ ");
    if (cut == std::string::npos || criterion_names_.index.count(path.substr(0, cut)) == 0) continue;
    const std::uint32_t whole = number_of(path.substr(0, cut));
    const std::uint32_t part = number_of(path);  // may move `edges`
    edges[whole].push_back(part);
  }
  for (const auto& [from, to] : uses_) {
    const std::uint32_t user = number_of(from);
    const std::uint32_t used = number_of(to);
    edges[user].push_back(used);
  }

  for (const checked::Section& section : policy_.sections) {
    for (const std::uint32_t common : section.commons) {
      const std::uint32_t whole = number_of(section.path);
      const std::uint32_t part = number_of(policy_.commons[common].criteria.path);
      edges[whole].push_back(part);
    }
  }

  constexpr std::uint32_t none = UINT32_MAX;
  const std::size_t count = edges.size();
  std::vector<std::uint32_t> order(count, none);  // when first seen
  std::vector<std::uint32_t> low(count, none);
  std::vector<std::uint32_t> knot(count, none);
  std::vector<std::uint32_t> open;
  std::vector<std::pair<std::uint32_t, std::size_t>> work;  // node, its next edge
  std::uint32_t seen = 0;
  std::uint32_t knots = 0;
  for (std::uint32_t root = 0; root < count; ++root) {
    if (order[root] != none) continue;
    work.emplace_back(root, 0);
    while (!work.empty()) {
      const std::uint32_t at = work.back().first;
      if (order[at] == none) {
        order[at] = low[at] = seen++;
        open.push_back(at);
      }
      if (work.back().second < edges[at].size()) {
        const std::uint32_t next = edges[at][work.back().second++];
        if (order[next] == none) work.emplace_back(next, 0);
        else if (knot[next] == none) low[at] = std::min(low[at], order[next]);
        continue;
      }
      work.pop_back();
      if (!work.empty()) low[work.back().first] = std::min(low[work.back().first], low[at]);
      if (low[at] != order[at]) continue;
      for (bool last = false; !last;) {
        last = open.back() == at;
        knot[open.back()] = knots;
        open.pop_back();
      }
      ++knots;
    }
  }
  std::set<std::uint32_t> told;
  for (const PendingMeets& pending : pending_) {
    const std::uint32_t target = number_of(pending.outline);
    const std::uint32_t from = number_of(pending.from);
    if (target >= count || from >= count || knot[target] != knot[from] || !told.insert(knot[target]).second) continue;
    Diagnostic& diagnostic = report(Mistake::circular, pending.span, fmt::format("`meets {}` asks about itself in a circle", pending.outline),
                                    "a criterion may ask only about criteria that do not depend on it");
    for (const checked::Section& section : policy_.sections) {
      for (const std::uint32_t common : section.commons) {
        const checked::Criterion& criteria = policy_.commons[common].criteria;
        if (knot[number_of(section.path)] != knot[target] || knot[number_of(criteria.path)] != knot[target] || !diagnostic.labels.empty()) continue;
        diagnostic.labels.push_back({section.criteria.span, fmt::format("`{}` must also meet `{}`", section.path, criteria.path)});
      }
    }
  }
}

}  // namespace crit
