// The types of crit's expressions, and what a reader calls them. Internal to front/ and lower.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lookup_table.hpp"
#include "schema.hpp"
#include "terms.hpp"
#include "unit.hpp"

namespace crit {

enum class TypeKind : std::uint8_t {
  error,  // already reported; accepted everywhere, so that one mistake gives one message
  truth,
  number,
  date,
  span,
  duration,
  text,
  enumeration,
  code,
  list,  // a whole list, named bare: only `includes` and messages that offer a selector take it
};

struct Type {
  TypeKind kind = TypeKind::error;
  Unit unit;                      // number
  std::uint32_t enumeration = 0;  // enumeration: index into Schema::enumerations
  std::string system;             // code
  std::uint32_t list = 0;         // list: index into Schema::lists
};

inline Type simple_type(TypeKind kind) {
  Type type;
  type.kind = kind;
  return type;
}
inline Type number_type(Unit unit) {
  Type type;
  type.kind = TypeKind::number;
  type.unit = std::move(unit);
  return type;
}
Unit plain_unit();
Type type_of(const FactType& fact);
Type type_of(const TableColumn& column);
// As what a value is compared with those listed in `in { … }` and by the rows of `match`; nullopt: it is not listed so.
std::optional<terms::CompareKind> listed_as(TypeKind kind);
// "a date", "a number", "a quantity in mg/kg/dose", "one of open, closed", …
std::string describe(const Type& type, const Schema& schema);

}  // namespace crit
