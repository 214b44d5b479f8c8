#include "disassemble.hpp"

#include <fmt/format.h>

#include <map>

#include "day_pairs.hpp"

namespace crit {
namespace {

using terms::Selector;
using terms::WindowKind;

constexpr const char* parts[] = {"first_of_month", "last_of_month", "first_of_next_month", "month_of", "quarter_of", "year_of"};

class Listing {
 public:
  explicit Listing(const Chunk& chunk) : chunk_(chunk) {}

  std::string run() {
    text_ += fmt::format("policy \"{}\"{}\n", chunk_.name, chunk_.title.empty() ? "" : "  " + chunk_.title);
    if (chunk_.leap == LeapRule::march_1) text_ += "leap_birthday march_1\n";
    slots();
    for (std::size_t i = 0; i < chunk_.tables.size(); ++i) table(i);
    for (std::size_t i = 0; i < chunk_.defines.size(); ++i) {
      head(chunk_.defines[i].name.empty() ? fmt::format("part {}", i) : fmt::format("define {}  {}", i, chunk_.defines[i].name));
      listing(chunk_.defines[i].begin, chunk_.defines[i].end);
    }
    for (std::size_t i = 0; i < chunk_.output_code.size(); ++i) {
      head(fmt::format("entry {}  {}", i, chunk_.output_code[i].name));
      listing(chunk_.output_code[i].begin, chunk_.output_code[i].end);
    }
    head("main");
    listing(chunk_.main, static_cast<std::uint32_t>(chunk_.code.size()));
    text_ += fmt::format("\n{} instructions, {} constants, {} criteria; the stack holds at most {} values\n", chunk_.code.size(),
                         chunk_.constants.size(), chunk_.criteria.size(), chunk_.max_stack);
    return std::move(text_);
  }

 private:
  void head(const std::string& title) { text_ += "\n" + title + "\n"; }

  static std::string type(const Schema& schema, const FactType& type) {
    switch (type.kind) {
      case FactKind::yes_no: return "yes_no";
      case FactKind::number: return type.unit.is_plain() ? "number" : type.unit.spelling;
      case FactKind::text: return "text";
      case FactKind::date: return "date";
      case FactKind::duration: return "duration";
      case FactKind::code: return "code " + type.system;
      case FactKind::enumeration: {
        std::string text;
        const Enumeration& enumeration = schema.enumerations[type.enumeration];
        for (const std::string& alternative : enumeration.alternatives) text += (text.empty() ? "" : enumeration.ordered ? " < " : " | ") + alternative;
        return text;
      }
    }
    return "";
  }

  template <typename Slot>
  std::string demands(const Slot& slot) const {
    return std::string(slot.absent_means_no ? "  absent_means_no" : "") + (slot.documented == any_source ? "" : "  documented by " + source_words(chunk_.schema, slot.documented));
  }

  void slots() {
    head("slots");
    for (std::size_t i = 0; i < chunk_.schema.facts.size(); ++i) {
      text_ += fmt::format("  fact {:<3} {:<28} {}\n", i, chunk_.schema.facts[i].path, type(chunk_.schema, chunk_.schema.facts[i].type) + demands(chunk_.schema.facts[i]));
    }
    for (std::size_t i = 0; i < chunk_.schema.lists.size(); ++i) {
      const ListSlot& list = chunk_.schema.lists[i];
      std::string fields;
      for (const Field& field : list.fields) fields += fmt::format("{}{} : {}", fields.empty() ? "" : "; ", field.name, type(chunk_.schema, field.type));
      text_ += fmt::format("  list {:<3} {:<28} {}{}\n", i, list.path, fields, std::string(list.complete ? "  complete" : "") + demands(list));
    }
  }

  void table(std::size_t number) {
    constexpr std::size_t most_rows = 20;
    const LookupTable& table = chunk_.tables[number];
    const auto columns = [](const std::vector<TableColumn>& list) {
      std::string text;
      for (const TableColumn& column : list) {
        text += (text.empty() ? "" : ", ") + column.name + (column.kind == ColumnKind::number && !column.unit.is_plain() ? " " + column.unit.spelling : "") +
                (column.interpolated ? " interpolated" : "");
      }
      return text;
    };
    const auto outputs = [this](const std::vector<Value>& values) {
      std::string text;
      for (const Value& one : values) text += (text.empty() ? "" : ", ") + value(one);
      return text;
    };
    head(fmt::format("table {}  {}({}) -> {}{}", number, table.name, columns(table.keys), columns(table.outputs), table.complete ? "; every key has a row" : ""));
    for (std::size_t i = 0; i < table.rows().size() && i < most_rows; ++i) {
      text_ += fmt::format("  row {:<4} {:<40} : {}\n", i, table.rows()[i].written, outputs(table.rows()[i].outputs));
    }
    if (table.rows().size() > most_rows) text_ += fmt::format("  and {} more rows\n", table.rows().size() - most_rows);
    if (!table.otherwise.empty()) text_ += fmt::format("  {:<49}: {}\n", "otherwise", outputs(table.otherwise));
  }

  std::string value(const Value& value) const {
    if (const auto* truth = std::get_if<Truth>(&value)) return std::string(truth_name(*truth));
    if (const auto* verdict = std::get_if<Verdict>(&value)) return std::string(verdict_name(*verdict));
    if (const auto* number = std::get_if<NumberValue>(&value)) return number->number.to_exact_string();
    if (const auto* date = std::get_if<Date>(&value)) return to_string(*date);
    if (const auto* duration = std::get_if<Duration>(&value)) return to_string(*duration);
    if (const auto* alternative = std::get_if<Alternative>(&value)) return chunk_.schema.enumerations[alternative->enumeration].alternatives[alternative->index];
    if (const auto* text = std::get_if<TextValue>(&value)) return "\"" + text->data->written + "\"";
    return "unknown";
  }

  std::string operands(const Instruction& instruction) const {
    const std::uint32_t a = instruction.a;
    const std::uint32_t b = instruction.b;
    switch (info(instruction.op).operands) {
      case Operands::none: return "";
      case Operands::constant: return value(chunk_.constants[a]);
      case Operands::fact: return chunk_.schema.facts[a].path;
      case Operands::item: return fmt::format("field {} of loop {}", b, a);
      case Operands::define: return chunk_.defines[a].name.empty() ? fmt::format("part {}", a) : chunk_.defines[a].name;
      case Operands::count:
        return instruction.op == Op::AtLeast || instruction.op == Op::AtMost || instruction.op == Op::Exactly ? fmt::format("{} of {}", b, a) : fmt::format("{}", a);
      case Operands::jump: return fmt::format("to {}", a);
      case Operands::known: return b == 0 ? chunk_.schema.facts[a].path : chunk_.schema.lists[a].path;
      case Operands::criterion: return chunk_.criteria[a].path;
      case Operands::section: return chunk_.sections[a].path;
      case Operands::kinds: return source_words(chunk_.schema, chunk_.documentation[a]);
      case Operands::conversion: {
        const Conversion& conversion = chunk_.conversions[a];
        return fmt::format("* {}{}", conversion.factor.to_exact_string(), conversion.offset.is_zero() ? "" : " + " + conversion.offset.to_exact_string());
      }
      case Operands::comparison: return std::string(terms::word(static_cast<Comparison>(a)));
      case Operands::values: {
        std::string text;
        for (const Value& element : chunk_.value_lists[a].values) text += (text.empty() ? "" : ", ") + value(element);
        return "{ " + text + " }";
      }
      case Operands::code_set: return code_set_text(chunk_, a);
      case Operands::lookup: return chunk_.tables[a].name + "." + chunk_.tables[a].outputs[b].name;
      case Operands::includes: return chunk_.schema.lists[a].path + " " + code_set_text(chunk_, b);
      case Operands::window: {
        const WindowSpec& window = chunk_.windows[a];
        const bool compares = terms::compares(window.kind);
        return fmt::format("{}{}{}{}", terms::word(window.kind), compares ? " " : "", compares ? terms::word(window.op) : "", window.clips ? ", its days" : "");
      }
      case Operands::part: return parts[a];
      case Operands::gap: return a == 0 ? "" : "gap at_most";
      case Operands::pairs: return a == 0 ? "" : "of the newest";
      case Operands::sieve: return sieve(chunk_.sieves[a]);
      case Operands::try_: {
        constexpr const char* words[] = {"earlier", "later", "both"};
        return fmt::format("{} to {}", words[b], a);
      }
      case Operands::rows: {
        const ArmRange& range = chunk_.arms[a];
        if (range.begin == range.end) return "";
        return fmt::format("criteria {}..{}{}", range.begin, range.middle, range.end == range.middle ? "" : fmt::format(" or {}..{}", range.middle, range.end));
      }
      case Operands::list: return chunk_.schema.lists[a].path;
      case Operands::pick: return std::string(terms::word(static_cast<Selector>(a)));
      case Operands::closing: {
        const auto selector = static_cast<Selector>(a);
        return terms::info(selector).takes_number ? fmt::format("{} {}", terms::word(selector), b)
                                                  : std::string(terms::word(selector));
      }
    }
    return "";
  }

  std::string sieve(const PairSieve& sieve) const {
    std::string text = sieve.is_has ? "has" : "where";
    if (sieve.sweep == PairSweep::monotone) text += fmt::format(", by field {}", sieve.earlier_field);
    if (sieve.sweep == PairSweep::equal)
      text += fmt::format(", fields {} and {} equal", sieve.earlier_field, sieve.later_field);
    return text;
  }

  // What the picture says, with names for the letters left to LANGUAGE.md's table.
  void listing(std::uint32_t begin, std::uint32_t end) {
    std::size_t depth = 0;
    std::size_t loops = 0;
    for (std::uint32_t at = begin; at < end; ++at) {
      const Instruction& instruction = chunk_.code[at];
      const OpInfo& op = info(instruction.op);
      if (instruction.op == Op::ListTruth || instruction.op == Op::ListValue || instruction.op == Op::ListRun) loops -= loops > 0 ? 1 : 0;
      const std::string indent(loops * 2, ' ');
      const std::size_t taken = pops(chunk_, instruction);
      depth = depth - std::min(depth, taken) + static_cast<std::size_t>(op.pushes);
      std::string line = fmt::format("{:>6}  {}{:<16} {}", at, indent, op.name, operands(instruction));
      constexpr std::size_t column = 60;
      if (line.size() < column) line.append(column - line.size(), ' ');
      text_ += fmt::format("{} ; {:<14} [{}]\n", line, op.picture, depth);
      if (instruction.op == Op::ListOpen) ++loops;
      if (instruction.op == Op::Criterion) {
        const CriterionInfo& criterion = chunk_.criteria[instruction.a];
        const std::string& what = criterion.text.empty() ? criterion.condition : criterion.text;
        text_ += fmt::format("        ^ {}{}{}\n\n", criterion.path, what.empty() ? "" : "  ", what);
      }
      if (instruction.op == Op::Section) {
        const SectionInfo& section = chunk_.sections[instruction.a];
        text_ += fmt::format("        ^ {} {}  {}\n\n", terms::word(section.kind), section.path, section.text);
      }
    }
  }

  const Chunk& chunk_;
  std::string text_;
};

}  // namespace

std::string disassemble(const Chunk& chunk) { return Listing(chunk).run(); }

}  // namespace crit
