#include "terms.hpp"

namespace crit::terms {

std::string_view word(WindowKind kind) {
  switch (kind) {
#define WINDOW(name, word, sentence) \
  case WindowKind::name:             \
    return word;
#include "windows.def"
#undef WINDOW
  }
  return "";
}

std::string_view word(Selector selector) {
  switch (selector) {
#define SELECTOR(name, word, gives) \
  case Selector::name:              \
    return word;
#include "selectors.def"
#undef SELECTOR
  }
  return "";
}

SelectorGives gives(Selector selector) {
  switch (selector) {
#define SELECTOR(name, word, gives) \
  case Selector::name:              \
    return SelectorGives::gives;
#include "selectors.def"
#undef SELECTOR
  }
  return SelectorGives::truth;
}

std::string_view word(BlockKind kind) {
  switch (kind) {
    case BlockKind::all_of: return "all of";
    case BlockKind::any_of: return "any of";
    case BlockKind::none_of: return "none of";
    case BlockKind::at_least: return "at least";
    case BlockKind::at_most: return "at most";
    case BlockKind::exactly: return "exactly";
  }
  return "";
}

std::string_view word(SectionKind kind) {
  switch (kind) {
    case SectionKind::indication: return "indication";
    case SectionKind::exclusion: return "exclusion";
    case SectionKind::referral: return "referral";
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
