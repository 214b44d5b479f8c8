// One value as the VM and the fact slots hold it.
//
// A value carries no unit and no name: quantities are in the unit of their slot, or in the unit the compiler settled on.
// `Unknown` is the absence of a usable value; why it is absent is told by the evidence run, not here.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "date.hpp"
#include "number.hpp"
#include "truth.hpp"
#include "verdict.hpp"

namespace crit {

struct Unknown {
  friend bool operator==(Unknown, Unknown) { return true; }
};

// A number, or what an open list allows to be said of one: `count` of an open list is at least n.
enum class Bound : std::uint8_t { exact, at_least, at_most };
struct NumberValue {
  Number number;
  Bound bound = Bound::exact;
  friend bool operator==(const NumberValue&, const NumberValue&) = default;
};

struct SpanValue {  // from one date to another; not yet compared with anything
  Date from;
  Date to;
  friend bool operator==(const SpanValue&, const SpanValue&) = default;
};

struct Alternative {  // of an enumeration, by position
  std::uint32_t index = 0;
  std::uint32_t enumeration = 0;  // constants only, for listings; types keep unlike ones apart
  friend bool operator==(Alternative left, Alternative right) { return left.index == right.index; }
};

// Texts and codes live in the fact set or the chunk; values point at them. Both outlive every evaluation.
struct TextData {
  std::string written;
  std::string compared;  // fold_text, or the code's normal form
  std::string system;    // codes: the system of the data; empty for texts
};
struct TextValue {
  const TextData* data = nullptr;
  friend bool operator==(TextValue left, TextValue right) { return left.data->compared == right.data->compared; }
};
struct CodeValue {
  const TextData* data = nullptr;
  friend bool operator==(CodeValue left, CodeValue right) {
    return left.data->compared == right.data->compared && left.data->system == right.data->system;
  }
};

// More than one value is still possible (two measurements may be the newest): each is tried, agreement decides. Or a number
// is known to lie between two: what holds of both ends, and of all between them, holds.
struct SeveralValues;
struct SeveralRef {
  const SeveralValues* values = nullptr;
  friend bool operator==(SeveralRef, SeveralRef) = default;
};

// `Verdict` stands only on the VM's stack, never in a fact slot.
using Value = std::variant<Unknown, Truth, Verdict, NumberValue, Date, SpanValue, Duration, Alternative, TextValue,
                           CodeValue, SeveralRef>;

struct SeveralValues {
  std::vector<Value> options;  // at least two, none of them a SeveralRef
  bool between = false;        // two exact numbers, the lesser first; any number from the one to the other is possible
};

inline const SeveralValues* range_of(const Value& value) {
  const auto* several = std::get_if<SeveralRef>(&value);
  return several != nullptr && several->values->between ? several->values : nullptr;
}
inline bool is_unknown(const Value& value) { return std::holds_alternative<Unknown>(value); }

}  // namespace crit
