// Fields that a policy does not declare: each is told once a member, with how often it stands there, and what is said of it is
// made once a file. Knows nothing of JSON or of the schema.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "crit/diagnostic.hpp"

namespace crit {

// What is said of a field.
struct FieldText {
  std::string message;
  std::string help;
};

// What was said of fields of earlier members; keeps a file's messages from being made anew for each member. A field's text
// does not depend on it.
class FieldTexts {
 public:
  const FieldText* find(const std::string& field) const;
  const FieldText& keep(const std::string& field, FieldText text);

 private:
  std::unordered_map<std::string, FieldText> texts_;
};

// One field of a member, in all its items together.
struct UndeclaredField {
  std::string field;  // its path, without the numbers of items: "height.sds"
  std::uint64_t times = 0;
  std::optional<Diagnostic> first;  // of the first most_told fields
};

// Those of one member, in the order in which they are met.
class UndeclaredFields {
 public:
  static constexpr std::size_t most_told = 100;   // more than a person reads
  static constexpr std::size_t most_advised = 20;  // with a name that may be meant: looking for one takes time

  // Counts it; its number among the member's fields, and whether this is the first time.
  struct Met {
    std::size_t number;
    bool is_new;
  };
  Met meet(const std::string& field);
  void tell(Diagnostic first) { fields_.back().first = std::move(first); }
  std::vector<UndeclaredField> take() { return std::move(fields_); }

 private:
  std::vector<UndeclaredField> fields_;
  std::unordered_map<std::string, std::size_t> numbers_;
};

}  // namespace crit
