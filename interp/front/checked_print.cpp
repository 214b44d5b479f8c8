// The checked policy as text: what every name came to, and the type of every criterion's condition.
#include <fmt/format.h>

#include "check.hpp"

namespace crit {
namespace {

using namespace checked;  // NOLINT: this file is about nothing else

class Printer {
 public:
  explicit Printer(const Policy& policy) : policy_(policy) {}

  std::string run() {
    text_ += fmt::format("policy \"{}\"\n\nfacts\n", policy_.name);
    for (const FactSlot& slot : policy_.schema.facts) text_ += fmt::format("  {} : {}{}{}\n", slot.path, describe(type_of(slot.type), policy_.schema), slot.asked ? fmt::format(", asked \"{}\"", slot.description) : "", demands(slot));
    for (const ListSlot& list : policy_.schema.lists) {
      text_ += fmt::format("  {} : list{}\n", list.path, std::string(list.complete ? ", complete" : "") + demands(list));
      for (const Field& field : list.fields) text_ += fmt::format("    {} : {}\n", field.name, describe(type_of(field.type), policy_.schema));
    }
    text_ += "\ncode sets\n";
    for (std::size_t i = 0; i < policy_.code_sets.size(); ++i) {
      const std::string& name = policy_.code_set_names[i];
      text_ += fmt::format("  {} : {} {}\n", name.empty() ? fmt::format("#{}", i) : name, policy_.code_sets[i].system, codes_text(policy_.code_sets[i]));
    }
    for (const LookupTable& table : policy_.tables) {
      text_ += fmt::format("\ntable {} : {} rows{}{}\n", table.name, table.rows().size(),
                           table.complete ? ", every key has one" : "", table.otherwise.empty() ? "" : ", otherwise");
      for (const TableColumn& key : table.keys) text_ += fmt::format("  key {} : {}{}\n", key.name, describe(type_of(key), policy_.schema), key.interpolated ? ", interpolated" : "");
      for (const TableColumn& output : table.outputs) text_ += fmt::format("  gives {} : {}\n", output.name, describe(type_of(output), policy_.schema));
    }
    text_ += "\ndefines\n";
    for (const Define& define : policy_.defines) {
      if (define.value) text_ += fmt::format("  {} : {}\n", define.name, describe(define.value->type, policy_.schema));
    }
    for (const Section& section : policy_.sections) {
      text_ += fmt::format("\n{} {}{}{}\n", terms::word(section.kind), section.path, section.text.empty() ? "" : "  ", section.text);
      if (section.when) print(*section.when, 1);
      print(section.criteria, 1);
      if (section.until) text_ += fmt::format("  until : {}\n", describe(section.until->type, policy_.schema));
      for (const Give& give : section.gives) text_ += fmt::format("  give {} : {}\n", give.name, describe(give.value->type, policy_.schema));
    }
    for (const Give& give : policy_.shared_gives) text_ += fmt::format("\ncommon give {} : {}\n", give.name, describe(give.value->type, policy_.schema));
    for (const Common& common : policy_.commons) {
      text_ += "\ncommon\n";
      print(common.criteria, 1);
    }
    for (const Amendment& amendment : policy_.amendments) {
      text_ += "\namendment\n";
      print(amendment.when, 1);
    }
    text_ += fmt::format("\n{} criteria\n", policy_.criteria);
    return std::move(text_);
  }

 private:
  template <typename Slot>
  std::string demands(const Slot& slot) const {
    return std::string(slot.absent_means_no ? ", absent_means_no" : "") + (slot.documented == any_source ? "" : ", documented by " + source_words(policy_.schema, slot.documented));
  }
  void print(const Criterion& criterion, std::size_t depth) {
    text_ += fmt::format("{}#{} {}  {}\n", std::string(depth * 2, ' '), criterion.index, criterion.path, criterion.text.empty() ? criterion.condition : criterion.text);
    if (criterion.body) print(*criterion.body, depth + 1);
  }
  void print(const Body& body, std::size_t depth) {
    const std::string indent(depth * 2, ' ');
    if (const auto* condition = std::get_if<Condition>(&body.form)) {
      text_ += fmt::format("{}{}\n", indent, describe(condition->node->type, policy_.schema));
    } else if (const auto* fixed = std::get_if<FixedBody>(&body.form)) {
      text_ += fmt::format("{}always {}\n", indent, verdict_name(fixed->verdict));
    } else if (const auto* block = std::get_if<BlockBody>(&body.form)) {
      text_ += fmt::format("{}{}{}\n", indent, terms::word(block->kind), block->number == 0 ? "" : fmt::format(" {}", block->number));
      for (const Criterion& child : block->children) print(child, depth);
    } else if (const auto* conditional = std::get_if<IfBody>(&body.form)) {
      text_ += indent + "if a condition then\n";
      print(*conditional->then, depth + 1);
    } else if (const auto* choice = std::get_if<ChoiceBody>(&body.form)) {
      text_ += indent + "first row that holds of\n";
      for (const auto& arm : choice->arms) print(*arm.second, depth + 1);
      text_ += indent + "otherwise\n";
      print(*choice->otherwise, depth + 1);
    }
  }

  const Policy& policy_;
  std::string text_;
};

}  // namespace

std::string print(const checked::Policy& policy) { return Printer(policy).run(); }

}  // namespace crit
