#include <algorithm>
#include <utility>

#include "builder.hpp"
#include "keywords.hpp"
#include "parse.hpp"

namespace crit {
namespace {

constexpr int deepest = 800;                // levels of one expression: bounds the stack of all that walk it
constexpr std::size_t longest_chain = 200;  // operands of + - * /: the AST nests one level for each

std::string_view first_of(std::string_view words) { return words.substr(0, words.find_first_of(" \t")); }

// `count distinct`, `change in`, `rate of`, `largest gap in`, `days covered by` are told by their first word, and count
// by its second.
ast::Selector selector_of(std::string_view words) {
  const std::string_view first = first_of(words);
  if (first == "count" && words.size() > first.size()) return ast::Selector::count_distinct;
  for (std::uint32_t i = 0; i < terms::selectors; ++i) {
    const auto selector = static_cast<ast::Selector>(i);
    if (first_of(terms::info(selector).written) == first) return selector;
  }
  return ast::Selector::some;
}

// Windows are told by their first word, too. `in` is of a month or a year; what `within` is seen from, its anchor says.
ast::WindowKind window_of(std::string_view words) {
  const std::string_view first = first_of(words);
  if (first == "in" && words.find("month") == std::string_view::npos) return ast::WindowKind::in_year_of;
  for (std::uint32_t i = 0; i < terms::windows; ++i) {
    const auto kind = static_cast<ast::WindowKind>(i);
    if (first_of(terms::info(kind).written) == first) return kind;
  }
  return ast::WindowKind::within;  // `within_days`
}

ast::BlockKind block_of(std::string_view word) {
  for (std::uint32_t i = 0; i < terms::block_kinds; ++i) {
    const auto kind = static_cast<ast::BlockKind>(i);
    if (terms::info(kind).written == word) return kind;
  }
  return ast::BlockKind::all_of;
}

Comparison comparison_of(std::string_view op) {
  if (op == "<") return Comparison::less;
  if (op == "<=" || op == "≤") return Comparison::less_equal;
  if (op == ">") return Comparison::greater;
  if (op == ">=" || op == "≥") return Comparison::greater_equal;
  return op == "is" ? Comparison::is : Comparison::is_not;
}

// A query with where or has that ends `node`, unparenthesised: what follows would seem to belong to its condition.
const Node* trailing_query(const Node& node) {
  if (node.kind == Kind::query)
    return node.child(Kind::where) != nullptr || node.child(Kind::has) != nullptr ? &node : nullptr;
  if (node.kind == Kind::documented) return trailing_query(node.children.front());
  const bool ends_in_operand =
      is_one_of(node.kind, {Kind::negation, Kind::comparison, Kind::sum, Kind::product, Kind::span_to, Kind::minus});
  return ends_in_operand && !node.children.empty() ? trailing_query(node.children.back()) : nullptr;
}

}  // namespace

// ---- expressions -----------------------------------------------------------------------------------------------
ast::ExprPtr build_expression(const Source& typed, Diagnostics& diagnostics) {
  const std::optional<Tree> tree = parse_part(typed, Part::expression, diagnostics);
  if (!tree) return nullptr;
  WordReader words(typed, diagnostics);
  return ExpressionBuilder(words).expression(tree->root);
}

ast::ExprPtr ExpressionBuilder::expression(const Node& node) {
  if (depth_ > deepest) {
    if (!std::exchange(too_deep_, true)) {
      words_.diagnostics.add(Mistake::too_deep, node.span, "this expression is nested deeper than crit reads", "give parts of it names with `define`");
    }
    return make(node.span, ast::ErrorExpr{});
  }
  ++depth_;
  ast::ExprPtr made = expression_of(node);
  --depth_;
  return made;
}

ast::ExprPtr ExpressionBuilder::expression_of(const Node& node) {
  const auto child = [&](std::size_t i) -> const Node& { return node.children[i]; };
  const Kind kind = node.kind;
  if (kind == Kind::paren) return expression(child(0));
  if (kind == Kind::if_then) return make(node.span, ast::If{expression(child(0)), expression(child(1)), false});
  if (kind == Kind::unless) return make(node.span, ast::If{expression(child(1)), expression(child(0)), true});
  if (kind == Kind::or_chain) return chain(node, false);
  if (kind == Kind::and_chain) return chain(node, true);
  if (kind == Kind::negation) return make(node.span, ast::Not{expression(child(0))});
  if (kind == Kind::comparison) return comparison(node);
  if (kind == Kind::documented) return documented(node);
  if (kind == Kind::span_to) return make(node.span, ast::SpanTo{expression(child(0)), expression(child(1))});
  if (kind == Kind::sum || kind == Kind::product) return arithmetic(node);
  if (kind == Kind::minus) return make(node.span, ast::Negate{expression(child(0))});
  if (kind == Kind::number_literal || kind == Kind::number) return number_literal(node);
  if (kind == Kind::duration) {
    if (const auto value = words_.duration(node)) return make(node.span, ast::DurationLiteral{*value});
    return make(node.span, ast::ErrorExpr{});
  }
  if (kind == Kind::date) {
    if (const auto value = words_.date(node)) return make(node.span, ast::DateLiteral{*value});
    return make(node.span, ast::ErrorExpr{});
  }
  if (kind == Kind::text) return make(node.span, ast::TextLiteral{words_.text(node).text});
  if (kind == Kind::code) return make(node.span, ast::CodeLiteral{std::string(words_.text_of(node))});
  if (kind == Kind::name) return make(node.span, ast::NamePath{std::string(words_.text_of(node))});
  if (kind == Kind::set) return set(node);
  if (kind == Kind::call) return call(node);
  if (kind == Kind::meets) return make(node.span, ast::Meets{words_.word(child(0))});
  if (kind == Kind::asked) return make(node.span, ast::Asked{words_.text(child(0))});
  if (kind == Kind::block) return block(node);
  if (kind == Kind::match || kind == Kind::choose) return choice(node);
  if (kind == Kind::query) return query(node);
  return make(node.span, ast::ErrorExpr{});  // what could not be read
}

ast::ExprPtr ExpressionBuilder::chain(const Node& node, bool is_and) {
  if (!check_chain(node)) return make(node.span, ast::ErrorExpr{});  // what its names mean is not known, either
  ast::Logic made;
  made.is_and = is_and;
  for (const Node& operand : node.children) made.operands.push_back(expression(operand));
  return make(node.span, std::move(made));
}

// `no x has a is b and c`: the reader cannot tell whether c is asked of each item, so the author has to say.
bool ExpressionBuilder::check_chain(const Node& node) {
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const Node* query = trailing_query(node.children[i]);
    if (query == nullptr) continue;
    const std::string before = words_.shown(node.span.begin, query->span.begin);
    const auto skip_blanks = [&](std::uint32_t at) {
      const std::string_view rest = words_.source.text({at, node.span.end});
      return at + static_cast<std::uint32_t>(std::min(rest.size(), rest.find_first_not_of(" \t\r\n")));
    };
    const std::string whole = words_.shown(query->span.begin, query->span.end);
    if (i + 1 == node.children.size()) {
      words_.diagnostics.add(Mistake::bare_quantifier, query->span, "beside `and` or `or` this stands in parentheses",
                       "write `" + before + "(" + whole + ")`");
      return false;
    }
    if (query->children.back().kind != Kind::where && query->children.back().kind != Kind::has) {  // a window or for_at_least ends it
      words_.diagnostics.add(Mistake::bare_quantifier, query->span, "beside `and` or `or` this stands in parentheses",
                       "write `" + before + "(" + whole + ") " + words_.shown(skip_blanks(query->span.end), node.span.end) + "`");
      return false;
    }
    const Node* has = query->child(Kind::has);
    const Node& body = (has != nullptr ? has : query->child(Kind::where))->children.front();
    const std::string word = has != nullptr ? "has" : "where";
    // `where class is ics and lasting >= 12 weeks`: the second is a window, and not a condition of the item.
    const std::uint32_t second = node.children[i + 1].span.begin;
    const std::string_view rest = words_.source.text({second, node.span.end});
    const std::string first_word(rest.substr(0, std::min(rest.size(), rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"))));
    if ((keyword_flags(first_word) & keyword_flag::window) != 0 && rest.size() > first_word.size() && rest[first_word.size()] == ' ') {
      words_.diagnostics.add(Mistake::window_misplaced, {second, node.span.end}, "`" + first_word + "` is a window, and a window stands behind the list's name",
                       "write `" + before + words_.shown(query->span.begin, (has != nullptr ? has : query->child(Kind::where))->span.begin) + words_.shown(second, node.span.end) + " " + word + " " + words_.shown(body.span.begin, body.span.end) + "`");
      return false;
    }
    Diagnostic& made =
        words_.diagnostics.add(Mistake::bare_has_body, {body.span.begin, node.span.end},
                         "it cannot be told whether `" + word + "` means one condition or all that follows");
    // A question of its own is asked of no item.
    const bool asks_more = std::any_of(node.children.begin() + static_cast<std::ptrdiff_t>(i) + 1, node.children.end(), [](const Node& part) { return trailing_query(part) != nullptr; });
    if (!asks_more) made.help.push_back("if all of it is asked of each item: `" + before + words_.shown(query->span.begin, body.span.begin) +
                        "(" + words_.shown(body.span.begin, node.span.end) + ")`");
    // What comes behind may be a question of its own, which stands in parentheses, too.
    const Node& last = node.children.back();
    std::string after = words_.shown(skip_blanks(query->span.end), node.span.end);
    if (trailing_query(last) != nullptr && i + 2 == node.children.size()) {
      after = words_.shown(skip_blanks(query->span.end), last.span.begin) + "(" + words_.shown(last.span.begin, node.span.end) + ")";
    }
    made.help.push_back(std::string(asks_more ? "write `" : "if only the first is: `") + before + "(" + whole + ") " + after + "`");
    return false;
  }
  return true;
}

// The condition of a where or has may be a query, but not one with a where or has of its own, unless in parentheses.
void ExpressionBuilder::check_body(const Node& body) {
  if (body.children.empty()) return;
  const Node* inner = trailing_query(body.children.front());
  if (inner == nullptr) return;
  words_.diagnostics.add(Mistake::bare_quantifier, inner->span, "inside `where` or `has` this stands in parentheses",
                   "write `(" + words_.shown(inner->span.begin, inner->span.end) + ")`");
}

ast::ExprPtr ExpressionBuilder::arithmetic(const Node& node) {
  if (node.children.size() / 2 > longest_chain) {
    words_.diagnostics.add(Mistake::too_deep, node.span,
                     "more than " + std::to_string(longest_chain) + " operators in one chain",
                     "give parts of it names with `define`");
    return make(node.span, ast::ErrorExpr{});
  }
  // The first operand ends up as many levels down as there are operators.
  const int levels = static_cast<int>(node.children.size() / 2);
  depth_ += levels;
  ast::ExprPtr left = expression(node.children[0]);
  depth_ -= levels;
  for (std::size_t i = 1; i + 1 < node.children.size(); i += 2) {
    const std::string_view op = words_.text_of(node.children[i]);
    ast::Arithmetic made;
    made.op = op == "+"   ? ast::ArithmeticOp::add
              : op == "-" ? ast::ArithmeticOp::subtract
              : op == "*" ? ast::ArithmeticOp::multiply
                          : ast::ArithmeticOp::divide;
    made.op_span = node.children[i].span;
    made.left = std::move(left);
    made.right = expression(node.children[i + 1]);
    left = make({node.span.begin, node.children[i + 1].span.end}, std::move(made));
  }
  return left;
}

ast::ExprPtr ExpressionBuilder::comparison(const Node& node) {
  ast::ExprPtr left = expression(node.children[0]);
  const Node& second = node.children[1];
  if (second.kind == Kind::window) return make(node.span, ast::DateTest{std::move(left), window(second)});
  ast::ExprPtr right = expression(node.children[2]);
  const std::string_view op = words_.text_of(second);
  if (op == "contains") return make(node.span, ast::Contains{second.span, std::move(left), std::move(right)});
  if (op == "includes") return make(node.span, ast::Includes{second.span, std::move(left), std::move(right)});
  if (op == "in") return make(node.span, ast::In{false, second.span, std::move(left), std::move(right)});
  if (op.substr(0, 3) == "not") {
    return make(node.span, ast::In{true, second.span, std::move(left), std::move(right)});
  }
  return make(node.span, ast::Compare{comparison_of(op), second.span, std::move(left), std::move(right)});
}

ast::ExprPtr ExpressionBuilder::documented(const Node& node) {
  ast::Documented made;
  made.operand = expression(node.children[0]);
  const Node& kinds = node.children[1];
  made.kinds = words_.source_kinds(kinds);
  made.span = {node.children[0].span.end, kinds.span.end};
  while (made.span.begin < made.span.end && words_.source.text({made.span.begin, made.span.begin + 1}).find_first_of(" \t\r\n") == 0) ++made.span.begin;
  return make(node.span, std::move(made));
}

ast::ExprPtr ExpressionBuilder::number_literal(const Node& node) {
  ast::NumberLiteral made;
  if (node.kind == Kind::number) {
    made.digits = std::string(words_.text_of(node));
    return make(node.span, std::move(made));
  }
  made.digits = std::string(words_.text_of(node.children[0]));
  if (const Node* of = node.child(Kind::unit)) made.unit = words_.unit(*of);
  return make(node.span, std::move(made));
}

ast::CodeRange ExpressionBuilder::code_range(const Node& node) {
  ast::CodeRange made;
  made.span = node.span;
  for (const Node& child : node.children) {
    if (child.kind == Kind::star) made.with_children = true;
    if (child.kind != Kind::code && child.kind != Kind::text) continue;
    (made.first.empty() ? made.first : made.last) = child.kind == Kind::text ? words_.text(child) : words_.word(child);
  }
  return made;
}

ast::ExprPtr ExpressionBuilder::set(const Node& node) {
  ast::SetLiteral made;
  for (const Node& child : node.children) {
    if (child.kind != Kind::code_item) {
      made.items.push_back(expression(child));
    } else if (child.children.size() == 1 && child.children[0].kind == Kind::text) {
      made.items.push_back(expression(child.children[0]));  // a text, or a code in quotes: the other side tells
    } else {
      made.items.push_back(make(child.span, ast::CodeSetItem{code_range(child)}));
    }
  }
  return make(node.span, std::move(made));
}

ast::ExprPtr ExpressionBuilder::call(const Node& node) {
  ast::Call made;
  made.function = words_.word(node.children[0]);
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const Node& child = node.children[i];
    if (child.kind != Kind::output) made.arguments.push_back(expression(child));
    else made.output = {std::string(words_.text_of(child).substr(1)), {child.span.begin + 1, child.span.end}};
  }
  return make(node.span, std::move(made));
}

ast::ExprPtr ExpressionBuilder::block(const Node& node) {
  ast::Block made;
  for (const Node& child : node.children) {
    if (child.kind == Kind::keyword) {
      made.keyword_span = child.span;
      made.kind = block_of(words_.text_of(child));
    } else if (child.kind == Kind::number) {
      made.number = number_literal(child);
    } else if (child.kind == Kind::entry) {
      made.entries.push_back(entry(child));
    } else {
      ast::Entry broken;
      broken.span = child.span;
      broken.expr = make(child.span, ast::ErrorExpr{});
      made.entries.push_back(std::move(broken));
    }
  }
  return make(node.span, std::move(made));
}

ast::ExprPtr ExpressionBuilder::choice(const Node& node) {
  ast::Choice made;
  const std::uint32_t word_length = node.kind == Kind::match ? 5 : 6;
  made.keyword_span = {node.span.begin, node.span.begin + word_length};
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const Node& child = node.children[i];
    if (i == 0 && node.kind == Kind::match) {
      made.key = expression(child);
    } else if (child.kind == Kind::otherwise_arm && !made.otherwise) {
      made.otherwise = expression(child.children.back());
    } else if (child.kind == Kind::otherwise_arm) {
      words_.diagnostics.add(Mistake::unexpected, child.span, "a second `otherwise` can never be reached");
    } else if (child.kind == Kind::arm) {
      ast::Arm arm;
      arm.span = child.span;
      for (std::size_t k = 0; k + 1 < child.children.size(); ++k) arm.keys.push_back(expression(child.children[k]));
      arm.value = expression(child.children.back());
      made.arms.push_back(std::move(arm));
    } else {  // could not be read: an arm that says so, and keeps `check` from calling the choice incomplete
      ast::Arm arm;
      arm.span = child.span;
      arm.keys.push_back(make(child.span, ast::ErrorExpr{}));
      arm.value = make(child.span, ast::ErrorExpr{});
      made.arms.push_back(std::move(arm));
    }
  }
  return make(node.span, std::move(made));
}

// `where inhaled lasting >= 6 weeks`: a window of periods cannot test the field before it, so it is the joined query's.
void ExpressionBuilder::take_windows(ast::ExprPtr& where, std::vector<ast::Window>& windows) {
  if (!where) return;
  if (auto* negation = std::get_if<ast::Not>(&where->node)) return take_windows(negation->operand, windows);
  auto* test = std::get_if<ast::DateTest>(&where->node);
  if (test == nullptr) return;
  if (terms::info(test->window.kind).of != terms::WindowOf::periods) return;
  windows.push_back(std::move(test->window));
  ast::ExprPtr date = std::move(test->date);
  where = std::move(date);
}

ast::ExprPtr ExpressionBuilder::query(const Node& node) {
  ast::Query made;
  const Node* early = nullptr;  // a window before the `where` of a joined query
  for (const Node& child : node.children) {
    if (child.kind == Kind::keyword) {
      if (made.selector_span == Span{}) {
        made.selector = selector_of(words_.text_of(child));
        made.selector_span = child.span;
      } else {
        made.joined = true;
        made.joined_span = child.span;
      }
    } else if (child.kind == Kind::gap) {
      made.gap = expression(child.children[0]);
    } else if (child.kind == Kind::run) {
      made.run = expression(child.children[0]);
      made.run_span = child.span;
    } else if (child.kind == Kind::number) {
      made.number = number_literal(child);
    } else if (child.kind == Kind::pair) {
      made.item = words_.word(child.children[0]);
      made.second = words_.word(child.children[1]);
    } else if (child.kind == Kind::item) {
      made.item = words_.word(child.children[0]);
    } else if (child.kind == Kind::name) {
      made.list = words_.word(child);
    } else if (child.kind == Kind::window) {
      made.windows.push_back(window(child));
      if (early == nullptr && !made.where) early = &child;
    } else if (child.kind == Kind::where) {
      check_body(child);
      made.where = expression(child.children[0]);
      if (made.joined && early != nullptr) {
        words_.diagnostics.add(Mistake::joined_order, early->span,
                               "of joined periods a window stands after the `where`",
                               "what is done first stands first: `" + words_.shown(node.span.begin, early->span.begin) +
                                   words_.shown(child.span.begin, child.span.end) + " " +
                                   words_.shown(early->span.begin, early->span.end) + "`");
      }
      if (made.joined) take_windows(made.where, made.windows);
    } else if (child.kind == Kind::has) {
      check_body(child);
      made.has = expression(child.children[0]);
    }
  }
  // `count distinct drug of medication`: the name before `of` is a field, not a name for the item.
  if (made.selector == ast::Selector::count_distinct && !made.item.empty()) {
    made.list.text += "." + made.item.text;
    made.list.span.begin = made.item.span.begin;
    made.item = {};
  }
  return make(node.span, std::move(made));
}

ast::Window ExpressionBuilder::window(const Node& node) {
  using ast::WindowKind;
  ast::Window made;
  made.span = node.span;
  const std::string_view word = words_.text_of(node.children[0]);
  const std::string_view first = first_of(word);
  made.kind = window_of(word);
  const Node* value = nullptr;  // the duration, or for points and overlapping the anchor
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const Node& child = node.children[i];
    if (child.kind == Kind::keyword) {  // covering last D; apart at_least D
      made.last = words_.text_of(child) == "last";
      if (words_.text_of(child) == "at_most") made.op = Comparison::less_equal;
    } else if (child.kind == Kind::op) {
      made.op = comparison_of(words_.text_of(child));
    } else if (child.kind == Kind::anchor) {
      made.anchor = expression(child.children.back());
      const std::string_view where = words_.text_of(child.children.front());
      if (where == "after") made.kind = WindowKind::within_after;
      if (where == "before") made.kind = WindowKind::within_before;
      if (where == "around") made.kind = WindowKind::within_around;
    } else {
      value = &child;
    }
  }
  const terms::WindowTakes takes = terms::info(made.kind).takes;
  const bool point = takes == terms::WindowTakes::place || (takes == terms::WindowTakes::either && !made.last);
  if (value == nullptr) return made;
  if (first == "within_days") {
    const std::string digits(words_.text_of(*value));
    if (digits.size() > 6) {
      words_.diagnostics.add(Mistake::duration_form, value->span, "this duration is longer than crit's calendar",
                       "the calendar ends with the year 9999");
      made.duration = make(value->span, ast::ErrorExpr{});
    } else {
      made.duration = make(value->span, ast::DurationLiteral{Duration{0, std::stoi(digits)}});
    }
    return made;
  }
  (point ? made.anchor : made.duration) = expression(*value);
  return made;
}

ast::Entry ExpressionBuilder::entry(const Node& node) {
  ast::Entry made;
  made.span = node.span;
  for (std::size_t i = 0; i + 1 < node.children.size(); ++i) {
    const Node& child = node.children[i];
    if (child.kind == Kind::label) made.label = entry_label(child);
    if (child.kind == Kind::text) made.text = words_.text(child);
  }
  made.expr = expression(node.children.back());
  return made;
}

ast::Word ExpressionBuilder::entry_label(const Node& node) {
  ast::Word made = words_.word(node);
  const std::string& written = made.text;
  constexpr std::size_t longest = 8;
  if (written.size() <= longest && std::all_of(written.begin(), written.end(), is_alnum)) return made;
  // What was probably meant: the last part of an outline path, without the points and parentheses of a printed list.
  std::string last;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (is_alnum(written[i])) {
      last += written[i];
    } else if (written[i] == '.' && i + 1 < written.size()) {
      last.clear();
    }
  }
  if (written.find('_') != std::string::npos) last.clear();  // a name, not an outline token
  Diagnostic& diagnostic = words_.diagnostics.add(Mistake::label_form, node.span, "`" + written + "` is not a label");
  diagnostic.help.push_back("a label is one to eight letters or digits, the last part of the source's outline");
  if (!last.empty() && last.size() <= longest) diagnostic.help.push_back("write `" + last + "`");
  made.text = last.substr(0, longest);
  return made;
}

}  // namespace crit
