// Units of measure: UCUM's syntax and exact factors, the friendly spellings people use, and crit's own dimensions
// (dose, currencies, counting units, calendar rates).
//
// A Unit is a dimension (which units compare) and an exact way to the dimension's base: base = value * factor + offset.
// Everything is exact; irrational factors (pi) are a dimension of their own, logarithmic and arbitrary units ([IU], [pH])
// compare only with themselves. So do mol, eq and osm, which UCUM counts as numbers: one converts to another only by a
// valence or a dissociation, which no unit knows.
//
// Spellings that are not UCUM and are accepted: mcg, mEq, mmHg, IU, inch, lb, years, `kg/m^2`, a micro sign, raised
// digits and the like (unit_words.cpp). `month` and `year` are crit's calendar units; `mo` and `a` are UCUM's mean ones.
// `unit` (as in `100 units/kg`) is a dimension of its own, not UCUM's enzyme unit `U`. Things counted (cells, copies,
// beats, breaths) are annotations: `cells/uL` is `/uL`. `mL/min/1.73m2` is `mL/min/{1.73_m2}`, as UCUM has it: the body
// surface is an annotation, and the dimension that of `mL/min`. `{HPF}` and `{LPF}` are UCUM's `[HPF]` and `[LPF]`.
// Units that nobody means are faults: MG and ML (megagauss, megalitre), mega and larger prefixes before g, L, mol and the
// like (`Mg/kg`), `MIU`, and `u`, the atomic mass unit (unit_words.cpp has them all).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "number.hpp"

namespace crit {

// Base atoms with their powers, sorted by name, no zero powers. Empty: a plain number.
// Names: UCUM's m s g rad K C cd, `mol`, `eq`, `osm`, `dose`, `unit`, a currency (`USD`), `[pi]`, an arbitrary unit
// (`[IU]`), a special scale (`[pH]`, `B`), a counting unit (`tablet`), or a calendar rate (`calendar month`, `calendar
// year`). Like atoms cancel: `mg/kg/dose` has the dimension dose^-1, and `mg/kg` is dimensionless without being plain.
using Dimension = std::vector<std::pair<std::string, int>>;

struct Unit {
  std::string spelling;  // as written
  std::string ucum;      // as UCUM writes it (printed on request); crit's own atoms as they are
  Dimension dimension;
  Number factor = 1;  // base = value * factor + offset
  Number offset = 0;  // only affine temperatures
  bool is_plain() const { return dimension.empty() && factor == Number(1) && offset.is_zero(); }
  // A plain number in which no parts cancel: no unit, `1`, `{score}`; not `g/g`.
  bool is_bare() const;
};

enum class UnitFault : std::uint8_t {
  none,
  unknown,    // no unit is spelt so
  refused,    // a unit, and not what its writers mean by it
  malformed,  // not written as a unit is
};

struct UnitResult {
  std::optional<Unit> unit;
  // When there is no unit: what is wrong, in the reader's words, lower case, no period ("`mgg` is not a unit crit knows"),
  // where in the text it is, and what may have been meant: a unit that can stand there, or, where a unit alone does not
  // say it, advice in words. Neither ever changes the amount or the dimension that the author had in mind.
  std::string fault;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string suggestion;
  std::string help;
  UnitFault kind = UnitFault::none;
};

// `counting` lists names declared by the policy (`units { tablet; vial }`); they hide other units of the same name. Text
// of more than 200 bytes, of more than 50 brackets in each other or with a power above 99 is a fault.
UnitResult parse_unit(std::string_view text, const std::vector<std::string>& counting = {});

// The same without the advice: for names that are no units, mostly.
std::optional<Unit> find_unit(std::string_view text, const std::vector<std::string>& counting);

const Unit& day_unit();  // `d`

bool same_dimension(const Unit& left, const Unit& right);
// `unit` as it is meant beside `other`: the unit itself where the dimensions are the same; `cm/a` as `cm/year` and `tablet/mo`
// as `tablet/month` where `other` counts in years or months of the calendar. nullopt: they do not compare.
std::optional<Unit> beside(const Unit& unit, const Unit& other);
// Whether one is `%` and the other a ratio of amounts of substance, as `mmol/mol`. Both are without dimension, and laboratories
// use them for different scales of one measurement: an HbA1c of 65 mmol/mol (IFCC) is 8.1 % (NGSP), not 6.5 %.
bool another_scale(const Unit& left, const Unit& right);
// What a reader calls a dimension: "a length", "a mass per volume", "a number per dose" (mg/kg/dose: the masses cancel),
// "money in USD", "a plain number", …
std::string describe_dimension(const Dimension& dimension);
// Whether a reader calls it a number of something, or a number per something, and no kind of measure.
bool is_number(const Dimension& dimension);
// Whether calendar months or years are counted, above the line or below.
bool counts_calendar(const Dimension& dimension);

// value in `from`, expressed in `to`, exactly. The dimensions must be the same. nullopt on overflow.
std::optional<Number> convert(const Number& value, const Unit& from, const Unit& to);

// The unit of a product or quotient: dimensions add or subtract, factors multiply. nullopt when a factor overflows or an
// operand is affine or logarithmic (which do not multiply).
std::optional<Unit> multiply(const Unit& left, const Unit& right);
std::optional<Unit> divide(const Unit& left, const Unit& right);
// The unit of a power, of a square root with the exponent 1/2: `m` of `m2`, `kg/m2` of `kg2/m4`. nullopt where its parts do not go
// into the exponent, as those of `cm.kg` do not, and of an operand as above. The factor is exact.
std::optional<Unit> raise(const Unit& unit, const Number& exponent, const std::vector<std::string>& counting);
// Whether two parts of one dimension stand above and below the line and do not cancel as written: `g/mg`, in which 1 is
// 1000. What is by body weight (`mg/kg`) is meant so, and is none.
bool has_uncancelled_parts(const Unit& unit);

// "0.12 mg/kg/dose": a number, at most one blank, a unit. Used for facts given as text. `39 in` is legal here.
struct QuantityText {
  Number value;
  Unit unit;
};
struct QuantityResult {
  std::optional<QuantityText> quantity;
  std::string fault;       // as in UnitResult
  std::string suggestion;
  std::string help;
  bool out_of_range = false;  // the number is what is wrong
};
QuantityResult parse_quantity(std::string_view text, const std::vector<std::string>& counting = {});

// What a number with commas may mean, digits with a point: "1,500" is 1.500 or 1500, "1,5" is 1.5, "1.234,5" is 1234.5.
// Empty: nothing, or no commas.
std::vector<std::string> comma_readings(std::string_view number);

}  // namespace crit
