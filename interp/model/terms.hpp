// Words of the language that the syntax tree, the plan, the bytecode and the VM share: selectors, windows, blocks,
// sections, functions, comparisons. Each is an enum, and the word by which listings call it.
#pragma once

#include <cstdint>
#include <string_view>

#include "truth.hpp"

namespace crit::terms {

enum class WindowKind : std::uint8_t {
#define WINDOW(name, word, sentence) name,
#include "windows.def"
#undef WINDOW
};

enum class Selector : std::uint8_t {
#define SELECTOR(name, word, gives) name,
#include "selectors.def"
#undef SELECTOR
};
constexpr std::uint32_t selectors = 0
#define SELECTOR(name, word, gives) +1
#include "selectors.def"
#undef SELECTOR
    ;

// What a selector asks for (selectors.def).
enum class SelectorGives : std::uint8_t { truth, pick, value, of_two, periods };

enum class BlockKind : std::uint8_t { all_of, any_of, none_of, at_least, at_most, exactly };

enum class SectionKind : std::uint8_t { indication, exclusion, referral };

enum class Builtin : std::uint8_t {
#define FUNCTION(name, least, most, usage) name,
#include "functions.def"
#undef FUNCTION
};

// What two values that are compared with each other are.
enum class CompareKind : std::uint8_t { number, date, span, duration, alternative, text, truth };

std::string_view word(WindowKind kind);
std::string_view word(Selector selector);
std::string_view word(BlockKind kind);  // "at least", without its number
std::string_view word(SectionKind kind);
std::string_view word(Builtin builtin);
std::string_view word(CompareKind kind);
std::string_view word(Comparison comparison);  // "<="
SelectorGives gives(Selector selector);

}  // namespace crit::terms
