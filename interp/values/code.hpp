// Codes of coding systems (ICD-10, HCPCS, CPT, NDC, RxNorm, LOINC, SNOMED CT, or any URI) and sets of them.
//
// A code is kept twice: as it was written, and in a normal form in which it is compared (ICD-10 without dots and in
// upper case, NDC as eleven digits). Membership in a set is three-valued: a data code that is a parent of a member of the
// set, and not in the set itself, is "less specific" and so unknown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "date.hpp"
#include "truth.hpp"

namespace crit {

struct NormalCode {
  std::optional<std::string> code;  // normal form
  std::string fault;                // why it is none: "`E3` is not an ICD-10 code"
  std::string help = {};            // how one is written: "a letter, a digit and …"; or empty
  std::string message() const;      // both
};
NormalCode normalize_code(std::string_view system, std::string_view text);
// The same for what stands before the star of `E34.3*` or `C*`: the beginning of a code, in normal form.
NormalCode normalize_code_prefix(std::string_view system, std::string_view text);

// One entry of a set. `last` is used by ranges; `with_children` by `E34.3*`.
struct CodeEntry {
  enum class Kind : std::uint8_t { single, subtree, range } kind = Kind::single;
  std::string first;  // normal form
  std::string last;   // normal form, ranges only
  std::optional<Day> valid_from;  // inclusive; absent: since ever
  std::optional<Day> valid_to;    // inclusive; absent: for ever
};

// Of an NDC in normal form: whether it is a product, which stands for all its packages.
bool is_ndc_product(std::string_view system, std::string_view normal_code);
// Whether a range from the one to the other holds nothing, for its ends stand the other way round.
bool runs_backwards(std::string_view system, std::string_view first, std::string_view last);

struct CodeSet {
  std::string system;
  std::vector<CodeEntry> entries;
  bool such_as = false;  // examples only: no hit is unknown
};

struct Membership {
  Truth truth;
  bool less_specific = false;  // unknown because the code is a parent of a member
  bool example = false;        // unknown because the set holds examples only, and this is none of them
  const CodeEntry* outdated = nullptr;  // no member, and it would be one on another day: by this entry
};
// In icd10 a range goes by the tabular list, and takes everything under both ends, and a subtree the code and all under it (normal-form prefixes); a
// code of which only some children are in a range is less specific. In ndc a product (nine digits) stands for its packages. In
// other systems a range is by text order of codes of equal length, a subtree by prefix, and no code is a parent.
// `on` is the day on which validity is asked; entries not valid on it do not count.
Membership membership(const CodeSet& set, std::string_view normal_code, Day on);

}  // namespace crit
