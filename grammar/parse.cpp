// The one file that includes PEGTL: the grammar run with a control that builds the tree and notes where rules failed.
#include "parse.hpp"

#include <optional>

#include "labels.hpp"
#include "text_check.hpp"

namespace crit {
namespace {

namespace p = TAO_PEGTL_NAMESPACE;

// ---- control ---------------------------------------------------------------------------------------------------
template <typename Rule>
void note_failure(ParseState& state, std::uint32_t place) {
  if constexpr (rules::label<Rule> != nullptr) state.expect(place, rules::label<Rule>);
  if constexpr (rules::needed_key<Rule>::known) {
    state.expect(place, quoted_keyword(rules::needed_key<Rule>::key));
  }
}

template <typename Rule>
concept Leaf = Rule::is_leaf;

enum class Makes { nothing, leaf, node };

template <typename Rule, Makes makes>
struct control_of : p::normal<Rule> {
  template <typename In>
  static void failure(const In& in, ParseState& state) {
    note_failure<Rule>(state, rules::place_of(in, state));
  }
  template <typename In>
  [[noreturn]] static void raise(const In& in, ParseState& state) {
    throw state.complain(rules::place_of(in, state));
  }
};

// A token is tried at many places where it does not stand: nothing is opened for it.
template <typename Rule>
struct control_of<Rule, Makes::leaf> : control_of<Rule, Makes::nothing> {
  template <p::apply_mode A, p::rewind_mode M, template <typename...> class Action,
            template <typename...> class Control, typename In>
  static bool match(In& in, ParseState& state) {
    const std::uint32_t begin = rules::place_of(in, state);
    if (!Rule::template match<A, M, Action, Control>(in, state)) {
      note_failure<Rule>(state, begin);
      return false;
    }
    state.add_leaf(rules::kind_of<Rule>, begin, rules::place_of(in, state));
    return true;
  }
};

// Hooks only where a node is made: unwind on every rule would double the compile time.
template <typename Rule>
struct control_of<Rule, Makes::node> : control_of<Rule, Makes::nothing> {
  static constexpr Kind kind = rules::kind_of<Rule>;
  template <typename In>
  static void start(const In& in, ParseState& state) {
    state.open_node(rules::place_of(in, state));
  }
  template <typename In>
  static void success(const In& in, ParseState& state) {
    state.close_node(kind, rules::place_of(in, state), rules::folds(kind));
  }
  template <typename In>
  static void failure(const In& in, ParseState& state) {
    state.drop_node();
    note_failure<Rule>(state, rules::place_of(in, state));
  }
  template <typename In>
  static void unwind(const In& /*in*/, ParseState& state) {
    state.drop_node();
  }
};

template <typename Rule>
inline constexpr Makes makes = rules::kind_of<Rule> == Kind::error ? Makes::nothing
                               : Leaf<Rule>                        ? Makes::leaf
                                                                   : Makes::node;
template <typename Rule>
struct control : control_of<Rule, makes<Rule>> {};

void take(ParseState& state, Tree& tree) {
  tree.root = state.nodes.back();
  tree.nodes = std::move(state.kept);
}

void shift(Tree& tree, std::uint32_t base) {
  if (base == 0) return;
  tree.root.span = {tree.root.span.begin + base, tree.root.span.end + base};
  tree.nodes.shift(base);
}

// By itself: bytes count from the file's own start.
Tree parse_alone(const Source& source, Diagnostics& diagnostics) {
  Tree tree;
  tree.root.kind = Kind::file;
  if (!check_text(source, diagnostics)) return tree;
  ParseState state(source, diagnostics);
  tree.root.span = {0, state.size()};
  using Input = p::memory_input<p::tracking_mode::lazy, p::eol::lf, const char*>;
  Input in(state.text.data(), state.text.data() + state.text.size(), "");
  try {
    if (p::parse<rules::file, p::nothing, control>(in, state) && !state.nodes.empty()) take(state, tree);
  } catch (const SyntaxError& error) {  // no rule outside `recover` raises; this keeps a mistake of ours from escaping
    state.report(error);
  }
  return tree;
}

template <typename Whole>
bool parse_whole(ParseState& state) {
  p::memory_input<p::tracking_mode::lazy, p::eol::lf, const char*> in(state.text.data(), state.text.data() + state.text.size(), "");
  try {
    return p::parse<Whole, p::nothing, control>(in, state) && !state.nodes.empty();
  } catch (const SyntaxError& error) {
    state.report(error);
    return false;
  }
}

}  // namespace

Tree parse(const Source& source, Diagnostics& diagnostics) {
  Diagnostics found(source.name());
  Tree tree = parse_alone(source, found);
  diagnostics.append(std::move(found), source.base());
  shift(tree, source.base());
  return tree;
}

std::optional<Tree> parse_part(const Source& source, Part part, Diagnostics& diagnostics) {
  Diagnostics found(source.name());
  ParseState state(source, found);
  state.newline_is_blank = true;
  state.is_typed = part == Part::expression;
  state.is_part = !state.is_typed;
  if (state.is_typed && !check_text(source, found)) {
    diagnostics.append(std::move(found), source.base());
    return std::nullopt;
  }
  const bool good = part == Part::cell    ? parse_whole<rules::part<rules::cell>>(state)
                    : part == Part::value ? parse_whole<rules::part<rules::row_value>>(state)
                    : part == Part::date  ? parse_whole<rules::part<rules::full_date>>(state)
                                          : parse_whole<rules::typed>(state);
  diagnostics.append(std::move(found), source.base());
  if (!good) return std::nullopt;
  Tree tree;
  take(state, tree);
  shift(tree, source.base());
  return tree;
}

bool is_unfinished(const Source& source, bool is_expression) {
  Diagnostics found(source.name());
  if (!check_text(source, found)) return false;
  ParseState state(source, found);
  state.newline_is_blank = state.is_typed = is_expression;
  if (is_expression) parse_whole<rules::typed>(state);
  else parse_whole<rules::file>(state);
  return state.ends_too_soon;
}

#ifdef CRIT_ANALYZE_GRAMMAR
std::size_t analyze_grammar() { return p::analyze<rules::file>(); }
#endif

}  // namespace crit
