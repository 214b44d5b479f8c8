// Lines that are too long: where they are ended.
//
// What is least part of anything goes first: the value behind its label, then `;` and `or`, `and`, and so on down to the
// operators; a bracket costs more than anything outside it. Of the places that cost the same the last that keeps the line
// short enough is taken; what remains is looked at again.
#include <algorithm>

#include "format.hpp"
#include "format_layout.hpp"

namespace crit::layout {
namespace {

constexpr int no_end = 1'000;     // no line ends here
constexpr int for_bracket = 4;    // each bracket that is open since the line's beginning
constexpr std::uint32_t worth_it = 10;  // a value moves to the next line if it comes so much further to the left

int cost_of_word(std::string_view word) {
  if (word == "then" || word == "unless" || word == "because" || word == "needs") return 1;
  if (word == "or") return 2;
  if (word == "and") return 3;
  return word == "has" || word == "where" || word == "documented_by" || word == "within" ? 4 : no_end;
}

}  // namespace

// Before this token, by what stands on both its sides.
int Layout::cost_before(std::uint32_t token, std::uint32_t first) const {
  const Token& next = script_.tokens[token];
  const std::uint32_t before = token - 1;
  const Kind held = script_.kind(script_.tokens[before].owner);
  if (next.sort == Sort::comment || is_closer(token) || script_.tokens[before].dropped) return no_end;
  if (script_.is_sign(before, ":") || script_.is_sign(before, "=")) {
    const bool head = held == Kind::entry || held == Kind::define || held == Kind::give_clause || held == Kind::arm || held == Kind::otherwise_arm ||
                      held == Kind::replace || held == Kind::add;
    return head && next.column >= script_.tokens[first].column + 2 + worth_it ? 0 : no_end;
  }
  if (script_.is_sign(before, ";")) return 1;
  if (script_.is_sign(before, ",")) return 3;
  if (script_.is_sign(before, "{")) return 2;
  if (next.sort == Sort::atom) {
    const Kind kind = script_.kind(next.owner);
    const Kind above = script_.parent_kind(next.owner);
    if (kind == Kind::text && above == Kind::fact) return 1;
    if (is_alternative(token)) return 2;
    if (kind == Kind::keyword && next.text == "within") return 4;
  }
  if (next.sort == Sort::word && next.text == "when" && script_.statement_at(token) == nowhere) {
    const Kind owner = script_.kind(next.owner);
    return owner == Kind::action_when || owner == Kind::amend_when ? 1 : no_end;
  }
  if (next.sort == Sort::word && cost_of_word(next.text) != no_end) return cost_of_word(next.text);
  if (script_.tokens[before].sort != Sort::atom || held != Kind::op) return no_end;
  const Kind operation = script_.parent_kind(script_.tokens[before].owner);
  return operation == Kind::sum ? 6 : operation == Kind::product ? 7 : operation == Kind::comparison ? 9 : no_end;
}

Layout::End Layout::end_at(std::uint32_t token, std::uint32_t first, const std::vector<std::uint32_t>& openers, int depth) const {
  End end{cost_before(token, first), token, nowhere, depth == 0};
  if (end.cost == no_end) return end;
  end.cost += for_bracket * depth;
  const bool separated = script_.is_sign(token - 1, ";") || script_.is_sign(token - 1, ",") || script_.is_sign(token - 1, "{");
  if (!separated || openers.empty() || !script_.is_sign(openers.back(), "{")) return end;
  // An item of a list that is given for a test fills lines; all else is opened up.
  const std::uint32_t braces = script_.tokens[openers.back()].owner;
  const std::uint32_t above = script_.owners[braces].parent;
  const bool item = script_.kind(braces) == Kind::given_braces && script_.kind(above) == Kind::given && script_.node(above).span.begin == script_.node(braces).span.begin;
  if (!item || script_.is_sign(token - 1, "{")) end.opener = openers.back();
  return end;
}

bool Layout::end_line(std::uint32_t first, std::uint32_t end) {
  End best{no_end, nowhere, nowhere, false};
  bool best_fits = false;
  std::vector<std::uint32_t> openers;
  int depth = 0;
  for (std::uint32_t token = first; token < end; ++token) {
    if (token > first) {
      const Token& before = script_.tokens[token - 1];
      const End here = end_at(token, first, openers, depth);
      const bool fits = before.column + before.width <= format_width;
      const bool better = fits == best_fits ? here.cost < best.cost || (fits && here.cost == best.cost) : fits;
      if (here.cost < no_end && better) {
        best = here;
        best_fits = fits;
      }
    }
    if (is_closer(token)) {
      --depth;
      if (!openers.empty()) openers.pop_back();
    }
    if (is_opener(token)) {
      ++depth;
      openers.push_back(token);
    }
  }
  if (best.token == nowhere) return false;
  if (best.opener != nowhere) {
    open_up(best.opener);
  } else if (best.outside && script_.statement_at(first) != nowhere && script_.statement_at(best.token) != nowhere) {
    if (!fill(first, end)) end_before(best.token);
  } else {
    end_before(best.token);
    join(best.token, end);
  }
  return true;
}

// A line of elements or facts becomes as many as it takes, at once: there may be thousands. False: none can be ended.
bool Layout::fill(std::uint32_t first, std::uint32_t end) {
  const std::uint32_t indent = script_.tokens[first].column;
  std::uint32_t shift = 0;  // what stands on a new line has moved so far to the left
  std::uint32_t last = first;  // the last place where the line may end
  int depth = 0;
  for (std::uint32_t token = first; token < end; ++token) {
    const bool may_end = depth == 0 && token > first && (script_.is_sign(token - 1, ",") || script_.is_sign(token - 1, ";"));
    if (may_end && !script_.tokens[token - 1].dropped && script_.tokens[token].sort != Sort::comment) last = token;
    if (script_.tokens[token].column + script_.tokens[token].width > format_width + shift && !begins_line(last)) {
      end_before(last);
      shift = script_.tokens[last].column - indent;
    }
    if (is_opener(token)) ++depth;
    if (is_closer(token)) --depth;
  }
  if (shift == 0) return false;
  join(last, end);
  return true;
}

// What is left of a list of words goes together with the line of it below.
void Layout::join(std::uint32_t ended, std::uint32_t next) {
  if (next >= script_.count() || script_.tokens[next].breaks != 1 || ended_[next]) return;
  const bool alternatives = is_alternative(ended) && is_alternative(next) && type_of(ended) == type_of(next);
  const auto is_element = [&](std::uint32_t token) { return script_.tokens[token].sort == Sort::atom && script_.statement_at(token) != nowhere && script_.is_sign(token - 1, ","); };
  const bool elements = is_element(ended) && is_element(next) && script_.owners[script_.tokens[ended].owner].parent == script_.owners[script_.tokens[next].owner].parent;
  if (alternatives || elements) script_.tokens[next].breaks = 0;
}

void Layout::end_before(std::uint32_t token) {
  if (begins_line(token)) return;
  script_.tokens[token].breaks = 1;
  ended_[token] = true;
}

// What was on one line gets lines of its own; the elements of a set fill theirs.
void Layout::open_up(std::uint32_t opener) {
  end_before(opener + 1);
  int depth = 0;
  for (std::uint32_t token = opener; token < script_.count(); ++token) {
    if (is_opener(token)) ++depth;
    if (is_closer(token) && --depth == 0) return end_before(token);
    if (depth == 1 && script_.is_sign(token, ";") && script_.tokens[token + 1].sort != Sort::comment) end_before(token + 1);
  }
}

bool Layout::end_long_lines() {
  bool any = false;
  for (std::uint32_t first = 0; first < script_.count();) {
    const std::uint32_t end = end_of_line(first);
    std::uint32_t last = end - 1;
    if (script_.tokens[last].sort == Sort::comment && last > first) --last;
    const bool too_long = script_.tokens[last].column + script_.tokens[last].width > format_width;
    if (too_long && script_.tokens[last].sort != Sort::comment) any = end_line(first, end) || any;
    first = end;
  }
  return any;
}

}  // namespace crit::layout
