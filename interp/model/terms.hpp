// Words of the language that the syntax tree, the plan, the bytecode and the VM share: selectors, windows, blocks,
// sections, functions, comparisons. Each is an enum made from a table (*.def, which says what the columns are), and
// what the table says of each.
#pragma once

#include <cstdint>
#include <string_view>

#include "truth.hpp"

namespace crit::terms {

enum class Selector : std::uint8_t {
#define SELECTOR(name, word, written, gives, items, number, joins, answer) name,
#include "selectors.def"
#undef SELECTOR
};
constexpr std::uint32_t selectors = 0
#define SELECTOR(name, word, written, gives, items, number, joins, answer) +1
#include "selectors.def"
#undef SELECTOR
    ;
enum class SelectorGives : std::uint8_t { truth, pick, value, of_two, periods };
enum class SelectorItems : std::uint8_t { any, dated, in_order, periods };
enum class SelectorAnswer : std::uint8_t { condition, field, number, per_year, items, values, days, span };
struct SelectorInfo {
  std::string_view word;
  std::string_view written;
  SelectorGives gives;
  SelectorItems items;
  bool takes_number;
  bool joins;
  SelectorAnswer answer;
};
const SelectorInfo& info(Selector selector);
inline SelectorGives gives(Selector selector) { return info(selector).gives; }

enum class WindowKind : std::uint8_t {
#define WINDOW(name, word, written, of, takes, from, sentence) name,
#include "windows.def"
#undef WINDOW
};
constexpr std::uint32_t windows = 0
#define WINDOW(name, word, written, of, takes, from, sentence) +1
#include "windows.def"
#undef WINDOW
    ;
enum class WindowOf : std::uint8_t { dates, periods, pairs };
enum class WindowTakes : std::uint8_t { duration, place, either, compared };
enum class WindowFrom : std::uint8_t { day, day_or_span, nothing };
struct WindowInfo {
  std::string_view word;
  std::string_view written;
  WindowOf of;
  WindowTakes takes;
  WindowFrom from;
};
const WindowInfo& info(WindowKind kind);
inline bool compares(WindowKind kind) { return info(kind).takes == WindowTakes::compared; }

enum class BlockKind : std::uint8_t {
#define BLOCK(name, word, number, counts, opcode, sentence) name,
#include "blocks.def"
#undef BLOCK
};
constexpr std::uint32_t block_kinds = 0
#define BLOCK(name, word, number, counts, opcode, sentence) +1
#include "blocks.def"
#undef BLOCK
    ;
enum class BlockCounts : std::uint8_t { for_it, against_it, either };
struct BlockKindInfo {
  std::string_view word;     // "at least", without its number
  std::string_view written;  // "at_least"
  bool takes_number;
  BlockCounts counts;
};
const BlockKindInfo& info(BlockKind kind);

enum class SectionKind : std::uint8_t {
#define SECTION_KIND(name) name,
#include "sections.def"
#undef SECTION_KIND
};
constexpr std::uint32_t section_kinds = 0
#define SECTION_KIND(name) +1
#include "sections.def"
#undef SECTION_KIND
    ;

enum class Builtin : std::uint8_t {
#define FUNCTION(name, least, most, usage) name,
#include "functions.def"
#undef FUNCTION
};

// What two values that are compared with each other are.
enum class CompareKind : std::uint8_t { number, date, span, duration, alternative, text, truth };

// What listings call each.
std::string_view word(WindowKind kind);
std::string_view word(Selector selector);
std::string_view word(BlockKind kind);  // "at least", without its number
std::string_view word(SectionKind kind);
std::string_view word(Builtin builtin);
std::string_view word(CompareKind kind);
std::string_view word(Comparison comparison);  // "<="

}  // namespace crit::terms
