// What a policy may ask of a member: its facts and lists as it declares them. Program::facts() gives them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace crit {

enum class DeclaredType : std::uint8_t { yes_no, number, quantity, text, date, duration, one_of, code };

struct DeclaredField {
  std::string name;         // of a field of a list's items; empty: the fact itself, or the items of a list of single values
  std::string description;
  DeclaredType type = DeclaredType::text;
  std::string unit;                       // quantity: "cm"
  std::vector<std::string> alternatives;  // one_of
  bool ordered = false;                   // … from the least on
  std::string system;                     // code: "icd10"
};

// codes and values: a list of single values. items, series (each with a `date`), periods (with a `start` and an `end`).
enum class DeclaredShape : std::uint8_t { single, question, codes, values, items, series, periods };

struct DeclaredFact {
  std::string path;         // "member.birth_date"; of a question its criterion's, "I.A.3"
  std::string description;  // "Date of birth", or empty; of a question its words
  DeclaredShape shape = DeclaredShape::single;
  std::vector<DeclaredField> fields;      // of a list's items, `date`, `start` and `end` with them; else the one value
  bool complete = false;                  // a list that is supplied is the whole list, as far back as `complete_within` says
  std::string complete_within;            // "12 months", or empty
  std::vector<std::string> sources;       // kinds of records that the policy asks it to be from; empty: of any
};

}  // namespace crit
