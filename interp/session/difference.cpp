// crit/difference.hpp: two decisions side by side, as data, and the line that says it.
//
// Criteria are told by the smallest of them: where a criterion comes out otherwise because one inside it does, it `follows`,
// and to_line() leaves it out. The other way round where it is the outer one that explains: of a criterion that came, went, or
// no longer applies (or applies anew), those inside it that did the same follow.
#include "crit/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace crit {
namespace {

// ---- the outline as a list ------------------------------------------------------------------------------------------------

constexpr std::size_t none = static_cast<std::size_t>(-1);

struct Line {
  std::string key;    // what it is found again by
  std::string path;
  bool is_section = false;
  bool is_when = false;
  std::size_t parent = none;
  CriterionVerdict verdict = CriterionVerdict::unknown;
};

class Lines {
 public:
  explicit Lines(const Decision& decision) {
    for (const SectionResult& section : decision.sections) {
      const std::size_t at = add(fmt::format("{} {}", static_cast<int>(section.kind), section.path), section.path, none, section.verdict);
      all[at].is_section = true;
      for (const Criterion& criterion : section.criteria) {
        if (criterion.path == section.path) take_children(criterion, at);
        else take(criterion, at, criterion.path == section.path + " when");
      }
    }
  }

  std::vector<Line> all;
  std::map<std::string, std::size_t> places;

 private:
  // One key twice: they are told apart by their order.
  std::size_t add(std::string key, const std::string& path, std::size_t parent, CriterionVerdict verdict) {
    while (places.count(key) != 0) key += "'";
    places.emplace(key, all.size());
    Line line;
    line.key = std::move(key);
    line.path = path;
    line.parent = parent;
    line.verdict = verdict;
    all.push_back(std::move(line));
    return all.size() - 1;
  }
  void take(const Criterion& criterion, std::size_t parent, bool is_when) {
    const std::size_t at = add(fmt::format("{} {} {}", all[parent].key, criterion.path, criterion.amendment), criterion.path, parent, criterion.verdict);
    all[at].is_when = is_when;
    take_children(criterion, at);
  }
  void take_children(const Criterion& criterion, std::size_t parent) {
    for (const Criterion& child : criterion.children) take(child, parent, false);
  }
};

// ---- what flipped --------------------------------------------------------------------------------------------------------

// How a criterion's coming out otherwise is explained: from inside, or from outside.
enum class Change : std::uint8_t { none, verdict, came, went, no_longer_applies, applies };

Change change_of(const Line* before, const Line* after) {
  if (before == nullptr) return Change::came;
  if (after == nullptr) return Change::went;
  if (before->verdict == after->verdict) return Change::none;
  if (after->verdict == CriterionVerdict::not_applicable) return Change::no_longer_applies;
  if (before->verdict == CriterionVerdict::not_applicable) return Change::applies;
  return Change::verdict;
}

struct Pair {
  const Line* before = nullptr;
  const Line* after = nullptr;
  std::size_t parent = none;  // in the list of pairs
  Change change = Change::none;
  bool inside = false;        // something inside it changed
  bool when = false;          // it is a section whose `when` changed
};

// All lines of both: those of the one after in their order, then what is gone.
std::vector<Pair> pairs_of(const Lines& before, const Lines& after) {
  std::vector<Pair> pairs;
  std::map<std::string, std::size_t> places;
  const auto add = [&](const Line& line, const Line* old, const Line* now, const std::vector<Line>& all) {
    Pair pair{old, now, none, change_of(old, now), false, false};
    if (line.parent != none) pair.parent = places.at(all[line.parent].key);
    places.emplace(line.key, pairs.size());
    pairs.push_back(pair);
  };
  for (const Line& line : after.all) {
    const auto old = before.places.find(line.key);
    add(line, old == before.places.end() ? nullptr : &before.all[old->second], &line, after.all);
  }
  for (const Line& line : before.all) {
    if (after.places.count(line.key) == 0) add(line, &line, nullptr, before.all);
  }
  for (std::size_t i = pairs.size(); i-- > 0;) {  // children stand behind their parents
    Pair& pair = pairs[i];
    if (pair.parent == none || (pair.change == Change::none && !pair.inside)) continue;
    pairs[pair.parent].inside = true;
    const Line& line = pair.after != nullptr ? *pair.after : *pair.before;
    if (line.is_when && pair.change != Change::none) pairs[pair.parent].when = true;
  }
  return pairs;
}

bool follows(const std::vector<Pair>& pairs, const Pair& pair) {
  const bool from_outside = pair.change != Change::verdict;
  if (!from_outside) return pair.inside;
  if (pair.when) return true;
  return pair.parent != none && pairs[pair.parent].change == pair.change;
}

void compare_outlines(const Decision& before, const Decision& after, std::vector<Flip>& flips) {
  if (before.sections.empty() || after.sections.empty()) return;  // decided without an outline
  const Lines old(before);
  const Lines now(after);
  const std::vector<Pair> pairs = pairs_of(old, now);
  for (const Pair& pair : pairs) {
    if (pair.change == Change::none) continue;
    const Line& line = pair.after != nullptr ? *pair.after : *pair.before;
    Flip flip;
    flip.kind = line.is_section ? Flip::Kind::section : Flip::Kind::criterion;
    flip.path = line.path;
    if (pair.before != nullptr) flip.before = verdict_name(pair.before->verdict);
    if (pair.after != nullptr) flip.after = verdict_name(pair.after->verdict);
    flip.follows = follows(pairs, pair);
    flips.push_back(std::move(flip));
  }
}

// ---- the rest of a decision -------------------------------------------------------------------------------------------------

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

std::string value_of(const Output& output) { return output.value + (output.unit.empty() ? "" : " " + output.unit); }

class Comparison {
 public:
  Comparison(const Decision& before, const Decision& after) : before_(before), after_(after) {}

  Difference run() {
    differ(Flip::Kind::policy, "", version(before_), version(after_));
    differ(Flip::Kind::outcome, "", std::string(outcome_name(before_.outcome)), std::string(outcome_name(after_.outcome)));
    differ(Flip::Kind::until, "", before_.until, after_.until);
    differ(Flip::Kind::through, "", before_.through, after_.through);
    differ(Flip::Kind::category, "", before_.category, after_.category);
    differ(Flip::Kind::target, "", before_.target, after_.target);
    differ(Flip::Kind::review, "", before_.review, after_.review);
    differ(Flip::Kind::because, "", joined(before_.because), joined(after_.because));
    compare_outlines(before_, after_, made_.flips);
    outputs();
    needs();
    texts(Flip::Kind::action, before_.actions, after_.actions);
    texts(Flip::Kind::note, before_.notes, after_.notes);
    texts(Flip::Kind::warning, before_.warnings, after_.warnings);
    return std::move(made_);
  }

 private:
  static std::string version(const Decision& decision) { return decision.policy + (decision.policy_version.empty() ? "" : " " + decision.policy_version); }

  void differ(Flip::Kind kind, const std::string& path, std::string before, std::string after) {
    if (before != after) made_.flips.push_back({kind, path, std::move(before), std::move(after), false});
  }

  void outputs() {
    for (const Output& now : after_.outputs) {
      const auto old = std::find_if(before_.outputs.begin(), before_.outputs.end(), [&](const Output& one) { return one.name == now.name; });
      differ(Flip::Kind::output, now.name, old == before_.outputs.end() ? "" : value_of(*old), value_of(now));
    }
    for (const Output& old : before_.outputs) {
      if (std::none_of(after_.outputs.begin(), after_.outputs.end(), [&](const Output& one) { return one.name == old.name; })) differ(Flip::Kind::output, old.name, value_of(old), "");
    }
  }

  void needs() {
    if (before_.needs.size() != after_.needs.size()) differ(Flip::Kind::needs, "", std::to_string(before_.needs.size()), std::to_string(after_.needs.size()));
    const auto has = [](const Decision& decision, const Need& need) {
      return std::any_of(decision.needs.begin(), decision.needs.end(), [&](const Need& one) { return one.fact == need.fact; });
    };
    for (const Need& need : after_.needs) {
      if (!has(before_, need)) differ(Flip::Kind::need, need.fact, "", "needed");
    }
    for (const Need& need : before_.needs) {
      if (!has(after_, need)) differ(Flip::Kind::need, need.fact, "needed", "");
    }
  }

  void texts(Flip::Kind kind, const std::vector<std::string>& before, const std::vector<std::string>& after) {
    const auto has = [](const std::vector<std::string>& all, const std::string& one) { return std::find(all.begin(), all.end(), one) != all.end(); };
    for (const std::string& now : after) {
      if (!has(before, now)) differ(kind, "", "", now);
    }
    for (const std::string& old : before) {
      if (!has(after, old)) differ(kind, "", old, "");
    }
  }

  const Decision& before_;
  const Decision& after_;
  Difference made_;
};

}  // namespace

Difference compare(const Decision& before, const Decision& after) { return Comparison(before, after).run(); }

Difference compare(const Result<Decision>& before, const Result<Decision>& after) {
  if (before && after) return compare(*before, *after);
  Difference difference;
  if (!before && !after) return difference;
  const Decision& decided = before ? *before : *after;
  const std::string outcome(outcome_name(decided.outcome));
  difference.flips.push_back({Flip::Kind::decision, "", before ? outcome : "", after ? outcome : "", false});
  if (after && !after->until.empty()) difference.flips.push_back({Flip::Kind::until, "", "", after->until, false});
  if (after && !after->needs.empty()) difference.flips.push_back({Flip::Kind::needs, "", "", std::to_string(after->needs.size()), false});
  return difference;
}

// ---- in one line ----------------------------------------------------------------------------------------------------------

namespace {

std::string capitals(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

std::string spaced(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

class OneLine {
 public:
  OneLine(const Difference& difference, std::size_t most) : flips_(difference.flips), most_(most) {}

  std::string run() {
    if (flips_.empty()) return "no change";
    outcome();
    criteria();
    if (const Flip* because = find(Flip::Kind::because); because != nullptr && !outcome_changed() && !criteria_told_) {
      say(fmt::format("because {} -> {}", or_nothing(because->before), or_nothing(because->after)));
    }
    outputs();
    needs();
    if (const Flip* policy = find(Flip::Kind::policy)) say(fmt::format("{} -> {}", policy->before, policy->after));
    count(Flip::Kind::action, "to do");
    count(Flip::Kind::note, "note");
    count(Flip::Kind::warning, "warning");
    return printable(line_.empty() ? "no change" : line_);
  }

 private:
  const Flip* find(Flip::Kind kind) const {
    const auto found = std::find_if(flips_.begin(), flips_.end(), [&](const Flip& flip) { return flip.kind == kind; });
    return found == flips_.end() ? nullptr : &*found;
  }
  static std::string or_nothing(const std::string& text) { return text.empty() ? "nothing" : text; }
  bool outcome_changed() const { return find(Flip::Kind::outcome) != nullptr || find(Flip::Kind::decision) != nullptr; }
  void say(const std::string& part) { line_ += (line_.empty() ? "" : "; ") + part; }

  void outcome() {
    const Flip* until = find(Flip::Kind::until);
    const Flip* category = find(Flip::Kind::category);
    const Flip* target = find(Flip::Kind::target);
    if (outcome_changed()) {
      const Flip& flip = find(Flip::Kind::decision) != nullptr ? *find(Flip::Kind::decision) : *find(Flip::Kind::outcome);
      const auto named = [](const std::string& name) { return name.empty() ? std::string("no decision") : capitals(name); };
      std::string text = fmt::format("{} -> {}", named(flip.before), named(flip.after));
      if (until != nullptr && !until->after.empty()) text += " until " + until->after;
      if (category != nullptr && !category->after.empty()) text += " as " + spaced(category->after);
      if (target != nullptr && !target->after.empty()) text += " to " + target->after;
      return say(text);
    }
    const auto no_end = [](const std::string& day) { return day.empty() ? std::string("no end") : day; };
    if (until != nullptr) say(fmt::format("until {} -> {}", no_end(until->before), no_end(until->after)));
    if (category != nullptr) say(fmt::format("as {} -> {}", or_nothing(spaced(category->before)), or_nothing(spaced(category->after))));
    if (target != nullptr) say(fmt::format("to {} -> {}", or_nothing(target->before), or_nothing(target->after)));
    if (const Flip* review = find(Flip::Kind::review)) say(fmt::format("review: {} -> {}", or_nothing(review->before), or_nothing(review->after)));
  }

  void criteria() {
    std::size_t told = 0;
    std::size_t more = 0;
    for (const Flip& flip : flips_) {
      if ((flip.kind != Flip::Kind::criterion && flip.kind != Flip::Kind::section) || flip.follows) continue;
      criteria_told_ = true;
      if (most_ != 0 && told == most_) {
        ++more;
        continue;
      }
      ++told;
      if (flip.before.empty()) say(fmt::format("{} is new: {}", flip.path, flip.after));
      else if (flip.after.empty()) say(fmt::format("{} is gone", flip.path));
      else say(fmt::format("{} {} -> {}", flip.path, flip.before, flip.after));
    }
    if (more != 0) say(fmt::format("{} criteria more", more));
  }

  void outputs() {
    std::size_t told = 0;
    std::size_t more = 0;
    const Flip* outcome = find(Flip::Kind::outcome);
    for (const Flip& flip : flips_) {
      if (flip.kind != Flip::Kind::output) continue;
      if (flip.after.empty() && outcome != nullptr) continue;  // what is no longer approved gives nothing
      if (most_ != 0 && told++ >= most_) {
        ++more;
        continue;
      }
      if (flip.before.empty()) say(fmt::format("gives {} {}", flip.path, flip.after));
      else if (flip.after.empty()) say(fmt::format("no longer gives {}", flip.path));
      else say(fmt::format("{} {} -> {}", flip.path, flip.before, flip.after));
    }
    if (more != 0) say(fmt::format("{} outputs more", more));
  }

  void needs() {
    if (const Flip* needs = find(Flip::Kind::needs)) {
      if (needs->before.empty()) say(fmt::format("needs {}", needs->after));
      else say(fmt::format("needs {} -> {}", needs->before, needs->after));
      return;
    }
    std::string now;
    std::string no_longer;
    for (const Flip& flip : flips_) {
      if (flip.kind != Flip::Kind::need) continue;
      std::string& list = flip.after.empty() ? no_longer : now;
      list += (list.empty() ? "" : ", ") + flip.path;
    }
    if (!now.empty()) say(fmt::format("needs {}, not {}", now, no_longer));
  }

  void count(Flip::Kind kind, const char* what) {
    std::size_t more = 0;
    std::size_t fewer = 0;
    for (const Flip& flip : flips_) {
      if (flip.kind == kind) ++(flip.before.empty() ? more : fewer);
    }
    const auto number = [&](std::size_t n) { return fmt::format("{} {}{}", n, what, n == 1 || kind == Flip::Kind::action ? "" : "s"); };
    if (more != 0) say(number(more) + " more");
    if (fewer != 0) say(number(fewer) + " less");
  }

  const std::vector<Flip>& flips_;
  std::size_t most_;
  bool criteria_told_ = false;
  std::string line_;
};

}  // namespace

std::string to_line(const Difference& difference, std::size_t most) { return OneLine(difference, most).run(); }

// ---- cases ----------------------------------------------------------------------------------------------------------------

std::vector<CaseChange> compare_cases(const Program& before, const Program& after, const std::vector<SourceText>& cases, std::size_t* decided) {
  std::vector<CaseChange> changes;
  std::size_t count = 0;
  for (const SourceText& file : cases) {
    const std::vector<Member> old = before.read_members(file);
    const std::vector<Member> now = after.read_members(file);
    for (std::size_t i = 0; i < old.size() && i < now.size(); ++i) {
      ++count;
      DecideOptions quick;  // what differs is decided again, with its outline
      quick.explain = quick.needs = false;
      const Result<Decision> was = before.decide(old[i], quick);
      const Result<Decision> is = after.decide(now[i], quick);
      const std::string outcome_before = was ? std::string(outcome_name(was->outcome)) : "invalid";
      const std::string outcome_after = is ? std::string(outcome_name(is->outcome)) : "invalid";
      const bool same = outcome_before == outcome_after && (!was || (was->until == is->until && was->category == is->category && was->target == is->target));
      if (!same) changes.push_back({file.name, now[i].id(), now[i].line(), outcome_before, outcome_after, compare(before.decide(old[i]), after.decide(now[i]))});
    }
  }
  if (decided != nullptr) *decided = count;
  return changes;
}

}  // namespace crit
