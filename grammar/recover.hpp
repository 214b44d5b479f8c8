// The rules that PEGTL does not have: tokens by function, scopes for newlines, the nesting limit, and recovery.
//
// Included by parse.cpp (through grammar.hpp) only.
#pragma once

#include <tao/pegtl.hpp>
#ifdef CRIT_ANALYZE_GRAMMAR
#include <tao/pegtl/contrib/analyze.hpp>
#endif

#include "scan.hpp"
#include "state.hpp"

namespace crit::rules {

namespace p = TAO_PEGTL_NAMESPACE;

template <typename In>
std::uint32_t place_of(const In& in, const ParseState& state) {
  return static_cast<std::uint32_t>(in.current() - state.text.data());
}

template <typename In>
void move_to(In& in, const ParseState& state, std::uint32_t place) {
  const std::uint32_t here = place_of(in, state);
  if (place > here) in.bump(place - here);
}

using Scan = std::uint32_t (*)(ParseState&, std::uint32_t);
enum class Pad { none, normal, wide };

// A token: scan function, then blanks.
template <Scan scan, Pad pad = Pad::normal>
struct token {
  static constexpr bool is_leaf = true;  // nothing in it makes a node
  using rule_t = token;
  using subs_t = p::type_list<>;
  template <p::apply_mode, p::rewind_mode, template <typename...> class, template <typename...> class, typename In>
  static bool match(In& in, ParseState& state) {
    std::uint32_t end = scan(state, place_of(in, state));
    if (end == no_match) return false;
    if (pad == Pad::normal) end = state.pad(end);
    if (pad == Pad::wide) end = state.pad_wide(end);
    move_to(in, state, end);
    return true;
  }
};
// A place: a token that may consume nothing.
template <Scan scan>
struct place : token<scan, Pad::none> {
  using rule_t = place;
};

template <Key key>
inline std::uint32_t scan_key(ParseState& state, std::uint32_t at) {
  return scan::keyword(state, at, key);
}
template <std::uint32_t flags>
inline std::uint32_t scan_flags(ParseState& state, std::uint32_t at) {
  return scan::keyword_of(state, at, flags);
}
template <Key key>
inline std::uint32_t scan_clause(ParseState& state, std::uint32_t at) {
  return scan::clause_key(state, at, key);
}
template <char c>
inline std::uint32_t scan_char(ParseState& state, std::uint32_t at) {
  return state.at(at) == c ? at + 1 : no_match;
}
inline std::uint32_t scan_blanks(ParseState& state, std::uint32_t at) { return state.pad(at); }
inline std::uint32_t scan_separators(ParseState& state, std::uint32_t at) { return state.separators(at); }

// Brackets set what a newline is; what they changed is put back on every way out.
struct Scope {
  explicit Scope(ParseState& state_in)
      : state(state_in),
        newline_is_blank(state.newline_is_blank),
        in_block(state.in_block),
        in_table(state.in_table),
        in_facts(state.in_facts),
        colon_ends(state.colon_ends),
        entry_column(state.entry_column),
        entry_start(state.entry_start),
        openers(state.openers.size()) {}
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  ~Scope() {
    state.newline_is_blank = newline_is_blank;
    state.in_block = in_block;
    state.in_table = in_table;
    state.in_facts = in_facts;
    state.colon_ends = colon_ends;
    state.entry_column = entry_column;
    state.entry_start = entry_start;
    state.openers.resize(openers);
  }
  ParseState& state;
  bool newline_is_blank;
  bool in_block;
  bool in_table;
  bool in_facts;
  bool colon_ends;
  std::uint32_t entry_column;
  std::uint32_t entry_start;
  std::size_t openers;
};

enum class Newlines { separate, block, blank, before_colon, table, facts };

template <Newlines newlines, typename Rule>
struct inside {
  using rule_t = inside;
  using subs_t = p::type_list<Rule>;
  template <p::apply_mode A, p::rewind_mode M, template <typename...> class Action,
            template <typename...> class Control, typename In>
  static bool match(In& in, ParseState& state) {
    const Scope scope(state);
    if constexpr (newlines == Newlines::before_colon) {
      state.colon_ends = true;
    } else {
      state.newline_is_blank = newlines == Newlines::blank;
      state.in_block = newlines == Newlines::block;
      state.in_table = newlines == Newlines::table;
      state.in_facts = newlines == Newlines::facts;
      state.colon_ends = false;
    }
    return Control<Rule>::template match<A, M, Action, Control>(in, state);
  }
};

// One level deeper; too deep is an error instead of a crash.
template <typename Rule>
struct nested {
  using rule_t = nested;
  using subs_t = p::type_list<Rule>;
  template <p::apply_mode A, p::rewind_mode M, template <typename...> class Action,
            template <typename...> class Control, typename In>
  static bool match(In& in, ParseState& state) {
    struct Level {
      explicit Level(int& depth_in) : depth(depth_in) { ++depth; }
      ~Level() { --depth; }
      int& depth;
    } level(state.depth);
    if (state.depth > limit_depth) {
      const std::uint32_t at = place_of(in, state);
      throw SyntaxError{Mistake::too_deep,
                        {at, at + 1},
                        at,
                        "nested deeper than " + std::to_string(limit_depth) + " levels",
                        {},
                        {"give the inner part a name with `define`"}};
    }
    return Control<Rule>::template match<A, M, Action, Control>(in, state);
  }
};

// Rule, which reports instead of failing (its parts are `must`); after an error, an error node up to where the next
// entry (or, with `item`, the next item) begins. Succeeds always and always gets on.
template <typename Rule, bool item = false>
struct recover {
  using rule_t = recover;
  using subs_t = p::type_list<Rule>;
  template <p::apply_mode A, p::rewind_mode M, template <typename...> class Action,
            template <typename...> class Control, typename In>
  static bool match(In& in, ParseState& state) {
    const std::uint32_t start = place_of(in, state);
    const std::size_t node_count = state.nodes.size();
    try {
      if (Control<Rule>::template match<A, M, Action, Control>(in, state)) return true;
      throw state.complain(start);
    } catch (const SyntaxError& error) {
      state.report(error);
      std::uint32_t end = state.resume_after(start, std::max(error.at, start), item);
      if (end == start && !state.at_end(start) && state.at(start) != '}' && state.at(start) != '\n') end = start + 1;
      move_to(in, state, end);
      state.nodes.resize(node_count);
      state.open_node(start);
      state.close_node(Kind::error, end, false);
      state.furthest = end;
      state.expected.clear();
      move_to(in, state, item || state.at(end) == '\n' || state.at(end) == ';' ? state.separators(end) : end);
      return true;
    }
  }
};

}  // namespace crit::rules

#ifdef CRIT_ANALYZE_GRAMMAR
namespace TAO_PEGTL_NAMESPACE {

// Tokens read something when they succeed; places may read nothing.
template <typename Name, crit::rules::Scan scan, crit::rules::Pad pad>
struct analyze_traits<Name, crit::rules::token<scan, pad>> : analyze_any_traits<> {};
template <typename Name, crit::rules::Scan scan>
struct analyze_traits<Name, crit::rules::place<scan>> : analyze_opt_traits<> {};
template <typename Name, crit::rules::Newlines newlines, typename Rule>
struct analyze_traits<Name, crit::rules::inside<newlines, Rule>> : analyze_seq_traits<Rule> {};
template <typename Name, typename Rule>
struct analyze_traits<Name, crit::rules::nested<Rule>> : analyze_seq_traits<Rule> {};
// Its own match makes sure that it reads something, or stands where its loop ends.
template <typename Name, typename Rule, bool item>
struct analyze_traits<Name, crit::rules::recover<Rule, item>> : analyze_any_traits<Rule> {};

}  // namespace TAO_PEGTL_NAMESPACE
#endif
