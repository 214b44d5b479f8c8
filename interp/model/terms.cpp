#include "terms.hpp"

#include <cstddef>

namespace crit::terms {
namespace {

// The words of the tables' columns.
enum class TakesNumber { none, number };
enum class Joins { no, yes };

// A table has a row for each enumerator, in their order.
template <typename Enum>
constexpr std::size_t place(Enum of) {
  return static_cast<std::size_t>(of);
}

}  // namespace

const SelectorInfo& info(Selector selector) {
  static constexpr SelectorInfo table[] = {
#define SELECTOR(name, word, written, gives, items, takes, joins, answer) \
  {word,                                                                  \
   written,                                                               \
   SelectorGives::gives,                                                  \
   SelectorItems::items,                                                  \
   TakesNumber::takes == TakesNumber::number,                             \
   Joins::joins == Joins::yes,                                            \
   SelectorAnswer::answer},
#include "selectors.def"
#undef SELECTOR
  };
  return table[place(selector)];
}

const WindowInfo& info(WindowKind kind) {
  static constexpr WindowInfo table[] = {
#define WINDOW(name, word, written, of, takes, from, sentence) \
  {word, written, WindowOf::of, WindowTakes::takes, WindowFrom::from},
#include "windows.def"
#undef WINDOW
  };
  return table[place(kind)];
}

const BlockKindInfo& info(BlockKind kind) {
  static constexpr BlockKindInfo table[] = {
#define BLOCK(name, word, takes, counts, opcode, sentence) \
  {word, #name, TakesNumber::takes == TakesNumber::number, BlockCounts::counts},
#include "blocks.def"
#undef BLOCK
  };
  return table[place(kind)];
}

std::string_view word(WindowKind kind) { return info(kind).word; }
std::string_view word(Selector selector) { return info(selector).word; }
std::string_view word(BlockKind kind) { return info(kind).word; }

std::string_view word(SectionKind kind) {
  switch (kind) {
#define SECTION_KIND(name) \
  case SectionKind::name:  \
    return #name;
#include "sections.def"
#undef SECTION_KIND
  }
  return "";
}

std::string_view word(Builtin builtin) {
  switch (builtin) {
#define FUNCTION(name, least, most, usage) \
  case Builtin::name:                      \
    return #name;
#include "functions.def"
#undef FUNCTION
  }
  return "";
}

std::string_view word(CompareKind kind) {
  switch (kind) {
    case CompareKind::number: return "number";
    case CompareKind::date: return "date";
    case CompareKind::span: return "span";
    case CompareKind::duration: return "duration";
    case CompareKind::alternative: return "alternative";
    case CompareKind::text: return "text";
    case CompareKind::truth: return "condition";
  }
  return "";
}

std::string_view word(Comparison comparison) {
  switch (comparison) {
    case Comparison::is: return "is";
    case Comparison::is_not: return "is not";
    case Comparison::less: return "<";
    case Comparison::less_equal: return "<=";
    case Comparison::greater: return ">";
    case Comparison::greater_equal: return ">=";
  }
  return "";
}

}  // namespace crit::terms
