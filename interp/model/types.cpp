#include "types.hpp"

namespace crit {

Unit plain_unit() { return Unit{}; }

Type type_of(const FactType& fact) {
  Type type;
  switch (fact.kind) {
    case FactKind::yes_no: type.kind = TypeKind::truth; break;
    case FactKind::number: type.kind = TypeKind::number; break;
    case FactKind::text: type.kind = TypeKind::text; break;
    case FactKind::date: type.kind = TypeKind::date; break;
    case FactKind::duration: type.kind = TypeKind::duration; break;
    case FactKind::enumeration: type.kind = TypeKind::enumeration; break;
    case FactKind::code: type.kind = TypeKind::code; break;
  }
  type.unit = fact.unit;
  type.enumeration = fact.enumeration;
  type.system = fact.system;
  return type;
}

std::optional<terms::CompareKind> listed_as(TypeKind kind) {
  switch (kind) {
    case TypeKind::number: return terms::CompareKind::number;
    case TypeKind::date: return terms::CompareKind::date;
    case TypeKind::enumeration: return terms::CompareKind::alternative;
    case TypeKind::text: return terms::CompareKind::text;
    case TypeKind::error:
    case TypeKind::truth:
    case TypeKind::span:
    case TypeKind::duration:
    case TypeKind::code:
    case TypeKind::list: break;
  }
  return std::nullopt;
}

std::string describe(const Type& type, const Schema& schema) {
  switch (type.kind) {
    case TypeKind::error: return "something faulty";
    case TypeKind::truth: return "a condition";
    case TypeKind::number:
      if (type.unit.dimension.empty() && type.unit.is_plain()) return "a number";
      return "a quantity in " + (type.unit.spelling.empty() || type.unit.spelling.size() > 40 ? describe_dimension(type.unit.dimension) : type.unit.spelling);
    case TypeKind::date: return "a date";
    case TypeKind::span: return "a span of time";
    case TypeKind::duration: return "a duration";
    case TypeKind::text: return "a text";
    case TypeKind::code: return "a code of " + type.system;
    case TypeKind::list: return "a list";
    case TypeKind::enumeration: {
      std::string text = "one of ";
      const auto& alternatives = schema.enumerations[type.enumeration].alternatives;
      constexpr std::size_t most = 8;  // as many as a message bears
      for (std::size_t i = 0; i < alternatives.size() && i < most; ++i) text += (i == 0 ? "" : ", ") + alternatives[i];
      if (alternatives.size() > most) text += ", …";
      return text;
    }
  }
  return "";
}

Type type_of(const TableColumn& column) {
  Type type;
  switch (column.kind) {
    case ColumnKind::number: return number_type(column.unit);
    case ColumnKind::date: return simple_type(TypeKind::date);
    case ColumnKind::duration: return simple_type(TypeKind::duration);
    case ColumnKind::alternative:
      type = simple_type(TypeKind::enumeration);
      type.enumeration = column.enumeration;
      return type;
    case ColumnKind::text: return simple_type(TypeKind::text);
    case ColumnKind::code:
      type = simple_type(TypeKind::code);
      type.system = column.system;
      return type;
    case ColumnKind::truth: return simple_type(TypeKind::truth);
  }
  return type;
}

}  // namespace crit
