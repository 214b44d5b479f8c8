// How a unit is read: the grammar (unit_grammar.cpp), what a symbol stands for (unit_atoms.cpp), and what is said of what cannot be
// read (unit_advice.cpp).
//
// Internal to interp/values; other folders use unit.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "unit.hpp"
#include "unit_table.hpp"

namespace crit {

struct UnitAtom {
  Dimension dimension;
  Number factor = 1;
  Number offset = 0;     // base = number * factor + offset, as in Unit
  bool metric = false;   // takes prefixes
  bool special = false;  // affine or logarithmic: stands alone in a unit
};

// UCUM's atom of that code, its definition worked out when it is first asked for; null: there is none. `before` bounds
// the rows of the table that are looked at: a definition may use what stands before it.
const UnitAtom* known_unit_atom(std::string_view code, const AtomRow* before = unit_atoms().end());

// The words people write, by their spelling.
using UnitWords = std::unordered_map<std::string_view, const WordRow*>;
const UnitWords& known_unit_words();

// A part of a unit: what it multiplies by, and whether it is something yet.
struct UnitPart {
  Dimension dimension;
  Number factor = 1;
  Number offset = 0;
  bool special = false;
  bool neutral = true;  // nothing but annotations so far
};

inline bool starts_with(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

// Reads one unit by UCUM's grammar:
//   unit      = "/"? term
//   term      = component (("." | "/") component)*        from left to right
//   component = symbol power? annotation? | annotation | digits | "(" term ")"
// and, unless it reads the definitions of UCUM itself, the words of unit_words.cpp for symbols.
class UnitReader {
 public:
  enum class Advice : std::uint8_t { none, sought };
  // A reader of a definition knows the atoms before `before` and no words.
  UnitReader(std::string_view text, const AtomRow* before) : before_(before), counting_(nullptr) { normalize(text); }
  UnitReader(std::string_view text, const std::vector<std::string>& counting, Advice advice = Advice::sought)
      : before_(unit_atoms().end()), counting_(&counting), probes_(advice == Advice::none) {
    normalize(text);
  }

  bool read(UnitPart& part);

  const std::string& ucum() const { return ucum_; }
  UnitResult fault() const { return fault_; }

 private:
  // Micro signs become `u`, raised digits digits and all kinds of blanks blanks; positions_ leads back to the text as it was written.
  void normalize(std::string_view text);

  bool fail(std::size_t begin, std::size_t end, std::string fault, std::string suggestion = {});
  bool refuse(std::size_t begin, std::size_t end, std::string fault, std::string suggestion, std::string help);
  bool is_readable(const std::string& text) const;
  // For advice: what is wrong with `text`, if anything, is not asked, so that advice is never sought for advice.
  bool read_as(const std::string& text, UnitPart& part) const;
  // The whole unit with another spelling for a part of it, if that can be read; else the spelling alone.
  std::string with_part(std::size_t begin, std::size_t end, std::string_view part) const;

  std::string suggested(const std::string& text) const;

  // `mm Hg`, `mg per kg`, `mg/g creat`, `mg daily`: what it is without the blank, where that is the same.
  bool fail_at_blank(std::size_t index);

  bool at_end() const { return at_ == text_.size(); }
  bool next_is(char letter) const { return at_ < text_.size() && text_[at_] == letter; }
  bool read_term(UnitPart& result, int depth, bool outermost);
  bool apply(UnitPart& result, const UnitPart& part, bool divides, std::size_t begin);
  bool fail_range(std::size_t begin);
  // Temperatures differ by kelvins, so that is what a rate of them is in.
  bool fail_special(bool affine);
  bool read_component(UnitPart& part, int depth);
  bool read_brackets(UnitPart& part, int depth);

  // `{HPF}` is how laboratories write `[HPF]`: a field of the microscope, which is no remark.
  bool read_field(UnitPart& part);

  // `{…}` says what is counted and changes nothing.
  bool read_annotation();

  // `1.73m2`, the body surface that clearances are normalized to: UCUM has it as an annotation.
  bool read_body_surface();
  // `1.73M2`, `1.73sqm`: whether that is wrong with it.
  bool fail_body_surface();

  // A run of letters with its power, or digits.
  bool read_symbol(UnitPart& part);

  static const SlipRow* slip_of(std::string_view name);
  bool refuse_slip(std::size_t begin, std::size_t end, std::string fault, const SlipRow& slip);

  // `Mg` is a million grams, and milligrams are meant. Only its author knows, so it is never corrected.
  bool refuse_large(std::size_t begin, std::string_view name);

  // A counting unit of the policy, in the singular or the plural: `vial`, `vials`, `patches`.
  const std::string* counting_unit(std::string_view symbol) const;

  // What a symbol without its power stands for: a counting unit of the policy, a word, or an atom of UCUM.
  bool find_symbol(std::string_view name, UnitAtom& atom, std::string& code) const;
  bool read_word(const WordRow& row, UnitAtom& atom, std::string& code) const;
  bool find_atom(std::string_view name, UnitAtom& atom) const;
  bool fail_unknown(std::size_t begin, std::string_view name);

  // `x10^3`, `10E3`, `x10(3)`: a power of ten as UCUM has it.
  std::string power_of_ten(std::string_view symbol) const;

  // The one unit that `name` can be a slip for: the same letters in other capitals, a prefix before a unit's full name, or a
  // full name with one wrong letter. Of short codes each letter counts: `pct` is no `pc`, and `ea` no `eq`.
  std::string spelling_meant(std::string_view name) const;
  bool is_one_unit(const std::string& left, const std::string& right) const;
  // `tab`, `caps`: the beginning of a counting unit of the policy, if it is that of one alone.
  std::string shortened(std::string_view name) const;
  // `mmole`, `ugrams`: UCUM's prefix and the unit's full name.
  std::string prefixed_word(std::string_view name) const;

  const AtomRow* before_;
  const std::vector<std::string>* counting_;  // null while a definition is read
  bool probes_ = false;  // only whether it can be read is asked
  std::string text_;
  std::vector<std::size_t> positions_;
  std::size_t at_ = 0;
  std::size_t special_begin_ = 0;  // the first unit of a special scale
  std::size_t special_end_ = 0;
  std::string ucum_;
  UnitResult fault_;
};

}  // namespace crit
