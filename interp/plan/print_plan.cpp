// The plan as text: what is asked, each node by its number.
#include <fmt/format.h>

#include <algorithm>

#include "overloaded.hpp"
#include "plan.hpp"
#include "source.hpp"

namespace crit::plan {
namespace {

struct KindInfo {
  std::string_view word;
  NodeArgument a;
  NodeArgument b;
};
constexpr KindInfo kinds[] = {
#define NODE(name, word, a, b, sentence) {word, NodeArgument::a, NodeArgument::b},
#include "nodes.def"
#undef NODE
};

class Printer {
 public:
  Printer(const Plan& plan, const Sources& sources) : plan_(plan), sources_(sources) {}

  std::string run() {
    text_ += fmt::format("policy \"{}\"\n\nnodes\n", plan_.name);
    for (NodeId id = 0; id < plan_.nodes.size(); ++id) node(id);
    outline();
    text_ += "\nplaces\n";
    for (const Occurrence& one : plan_.occurrences)
      text_ += fmt::format("  {}  {}\n", place(one.span), named(one.node));
    text_ += fmt::format(
        "\n{} nodes, {} of them in several places\n", plan_.nodes.size(),
        std::count_if(plan_.nodes.begin(), plan_.nodes.end(), [](const Node& node) { return node.uses > 1; }));
    return std::move(text_);
  }

 private:
  static std::string named(NodeId id) { return fmt::format("%{}", id); }

  std::string place(Span span) const {
    const Source& source = sources_.at(span.begin);
    const LineColumn begin = source.locate(span.begin - source.base());
    const LineColumn end = source.locate(span.end - source.base());
    const std::string file = &source == &sources_.all().front() ? "" : source.name() + " ";
    return fmt::format("{}{}:{}-{}:{}", file, begin.line, begin.column, end.line, end.column);
  }

  void node(NodeId id) {
    const Node& node = plan_.nodes[id];
    const KindInfo& kind = kinds[static_cast<std::size_t>(node.kind)];
    std::string line = fmt::format("{:>6} = ", named(id));
    line += kind.word;
    for (const auto& [meaning, number] : {std::pair{kind.a, node.a}, std::pair{kind.b, node.b}}) {
      const std::string said = argument(node, meaning, number);
      if (!said.empty()) line += " " + said;
    }
    const auto operands = plan_.operands_of(node);
    for (std::size_t i = 0; i < operands.size(); ++i) line += (i == 0 ? "  " : ", ") + named(operands[i]);
    line += " : " + describe(plan_.types[node.type], plan_.schema);
    if (node.items > 0) line += node.items == 1 ? ", of an item" : fmt::format(", of items of {} queries", node.items);
    if (node.uses > 1) line += fmt::format(", in {} places", node.uses);
    text_ += line + "\n";
  }

  std::string argument(const Node& node, NodeArgument meaning, std::uint32_t number) const {
    switch (meaning) {
      case NodeArgument::none: return "";
      case NodeArgument::constant: return constant(plan_.constants[number]);
      case NodeArgument::fact: return plan_.schema.facts[number].path;
      case NodeArgument::list: return plan_.schema.lists[number].path;
      case NodeArgument::field: return field(node.list, number);
      case NodeArgument::define: return plan_.defines[number].name;
      case NodeArgument::conversion: {
        const Conversion& conversion = plan_.conversions[number];
        return fmt::format("* {}{}", conversion.factor.to_exact_string(),
                           conversion.offset.is_zero() ? "" : " + " + conversion.offset.to_exact_string());
      }
      case NodeArgument::values: {
        std::string text;
        for (const std::uint32_t listed : plan_.values[number])
          text += (text.empty() ? " " : ", ") + constant(plan_.constants[listed]);
        return "{" + text + " }";
      }
      case NodeArgument::code_set: return code_set_text(plan_, number);
      case NodeArgument::window: return window(plan_.windows[number]);
      case NodeArgument::query: return query(plan_.queries[number]);
      case NodeArgument::table: return plan_.tables[number].name;
      case NodeArgument::output: return "." + plan_.tables[node.a].outputs[number].name;
      case NodeArgument::criterion: return plan_.criteria[number].path;
      case NodeArgument::section: return plan_.sections[number].path;
      case NodeArgument::sources: return source_words(plan_.schema, plan_.sources[number]);
      case NodeArgument::function: return std::string(terms::word(static_cast<terms::Builtin>(number)));
      case NodeArgument::block: return std::string(terms::word(static_cast<terms::BlockKind>(number)));
      case NodeArgument::compared: return std::string(terms::word(static_cast<terms::CompareKind>(number))) + "s";
      case NodeArgument::comparison: return std::string(terms::word(static_cast<Comparison>(number)));
      case NodeArgument::depth: return number == 0 ? "" : fmt::format("{} out", number);
      case NodeArgument::number: return number == 0 ? "" : fmt::format("{}", number);
      case NodeArgument::places:
        return static_cast<terms::Builtin>(node.a) == terms::Builtin::round ? fmt::format("to {}", number) : "";
      case NodeArgument::amended: return number == 0 ? "" : "by amendment";
    }
    return "";
  }

  std::string constant(const Constant& value) const {
    return std::visit(
        Overloaded{
            [](const Number& number) {
              const std::string decimal = number.to_string();
              return Number::parse(decimal) == number ? decimal : number.to_exact_string();
            },
            [](Date date) { return to_string(date); },
            [](Duration duration) { return to_string(duration); },
            [](const std::string& text) { return "\"" + text + "\""; },
            [&](Alternative one) { return plan_.schema.enumerations[one.enumeration].alternatives[one.index]; },
            [](Truth truth) { return std::string(truth_name(truth)); },
            [](Verdict verdict) { return std::string(verdict_name(verdict)); },
        },
        value);
  }

  std::string field(std::uint32_t list, std::uint32_t number) const {
    return plan_.schema.lists[list].path + "." + plan_.schema.lists[list].fields[number].name;
  }

  std::string window(const Window& window) const {
    std::string text(terms::word(window.kind));
    if (terms::compares(window.kind)) text += fmt::format(" {}", terms::word(window.op));
    if (window.duration != none) text += " " + named(window.duration);
    if (window.anchor != none) text += " of " + named(window.anchor);
    return text;
  }

  std::string query(const Query& query) const {
    std::string text(terms::word(query.selector));
    if (query.number > 0) text += fmt::format(" {}", query.number);
    if (query.pair) text += " pair of";
    text += " " + (query.field ? field(query.list, *query.field) : plan_.schema.lists[query.list].path);
    if (query.joined) text += query.gap == none ? " joined" : " joined gap " + named(query.gap);
    if (query.where != none) text += " where " + named(query.where);
    for (const std::uint32_t one : query.windows) text += ", " + window(plan_.windows[one]);
    for (const std::uint32_t one : query.pair_windows) text += ", " + window(plan_.windows[one]);
    if (query.has != none) text += " has " + named(query.has);
    if (query.run != none) text += " for at least " + named(query.run);
    if (query.split) text += split(query.list, *query.split);
    return text;
  }

  // What rules pairs out before they are made.
  std::string split(std::uint32_t list, const PairSplit& split) const {
    std::string text;
    for (const NodeId one : split.earlier) text += ", earlier " + named(one);
    for (const NodeId one : split.later) text += ", later " + named(one);
    const PairSieve& sieve = split.sieve;
    if (sieve.sweep == PairSweep::monotone)
      text += ", both " + named(split.both) + " by " + field(list, sieve.earlier_field);
    if (sieve.sweep == PairSweep::equal)
      text += ", both of one " + field(list, sieve.earlier_field) + " and " + field(list, sieve.later_field);
    return text;
  }

  void line(std::string_view what, NodeId id) {
    if (id != none) text_ += fmt::format("  {} {}\n", what, named(id));
  }

  void outline() {
    if (!plan_.defines.empty()) text_ += "\ndefines\n";
    for (const Define& define : plan_.defines) {
      if (define.value != none) text_ += fmt::format("  {} = {}\n", define.name, named(define.value));
    }
    for (const Section& section : plan_.sections) {
      text_ += fmt::format("\n{} {}{}{}\n", terms::word(section.kind), section.path, section.text.empty() ? "" : "  ",
                           section.text);
      line("when", section.when);
      line("criteria", section.criteria);
      for (const std::uint32_t common : section.commons) line("common", plan_.commons[common]);
      line("until", section.until);
      line("refer to", section.target);
      for (const Give& give : section.gives) line("give " + give.name, give.value);
      for (const std::uint32_t shared : section.shared)
        line("give " + plan_.shared_gives[shared].name, plan_.shared_gives[shared].value);
    }
    if (!plan_.amendments.empty()) text_ += "\namendments\n";
    for (const Amendment& amendment : plan_.amendments) line(amendment.name, amendment.when);
    if (!plan_.actions.empty()) text_ += "\nactions\n";
    for (const Action& action : plan_.actions)
      text_ += fmt::format("  {}{}\n", action.text, action.when == none ? "" : " when " + named(action.when));
  }

  const Plan& plan_;
  const Sources& sources_;
  std::string text_;
};

}  // namespace

std::string print(const Plan& plan, const Sources& sources) { return Printer(plan, sources).run(); }

}  // namespace crit::plan
