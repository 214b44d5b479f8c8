// Numbers that have no exact fraction: square roots, powers, logarithms, scores. A Real is a Number, or how one is computed:
// a node names an operation and the Reals that it is of. Nothing is rounded as long as one goes on computing: a node tells
// between which two numbers its value lies, with 128 bits at first, and with 256 and then 512 where a question is not settled
// by that (Ziv's strategy). So a comparison is right however near the two are; only what 60 digits do not part is equal.
//
// What has an exact fraction is one: sqrt(4), power(8, 1/3), exp(0).
// Nodes live in the fact set or the machine (Ranges of value.hpp), which outlive what points at them. They are used by one
// thread, since a node keeps what was worked out of it.
#pragma once

#include <compare>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include "interval.hpp"
#include "number.hpp"

namespace crit {

class RealNode;

struct Real {
  Number number;                   // where there is no node
  const RealNode* node = nullptr;

  Real() = default;
  Real(const Number& value) : number(value) {}             // NOLINT: a Number is a Real
  Real(std::int64_t value) : number(value) {}              // NOLINT: likewise
  explicit Real(const RealNode& at) : node(&at) {}
  bool is_rational() const { return node == nullptr; }
};

// Where the nodes are kept.
class Reals {
 public:
  const RealNode& keep(std::shared_ptr<const RealNode> node) {
    kept_.push_back(std::move(node));
    return *kept_.back();
  }

 private:
  std::list<std::shared_ptr<const RealNode>> kept_;
};

// Two that agree in 60 digits are equal.
std::strong_ordering compare(const Real& left, const Real& right);
bool is_zero(const Real& value);
bool is_negative(const Real& value);

// nullopt: larger or finer than crit keeps (beyond 2^512, or made of too many operations).
std::optional<Real> negate(const Real& value, Reals& reals);
std::optional<Real> add(const Real& left, const Real& right, Reals& reals);
std::optional<Real> subtract(const Real& left, const Real& right, Reals& reals);
std::optional<Real> multiply(const Real& left, const Real& right, Reals& reals);
std::optional<Real> divide(const Real& left, const Real& right, Reals& reals);  // by one that is not zero
std::optional<Real> square_root(const Real& value, Reals& reals);               // of one not below zero
std::optional<Real> exponential(const Real& value, Reals& reals);
std::optional<Real> logarithm(const Real& value, Reals& reals);                 // of one above zero
// `base` above zero; or zero, and the exponent not below it; or below zero, and the exponent a whole number. 0^0 is 1.
std::optional<Real> power(const Real& base, const Real& exponent, Reals& reals);
// Of the normal distribution: how many of a hundred are below a score, and the score below which so many are (from 0 to 100,
// without these). nullopt also where the score is not from -20 to 20.
std::optional<Real> z_percentile(const Real& score, Reals& reals);
std::optional<Real> percentile_z(const Real& percentile, Reals& reals);

// As Number's.
std::optional<Number> round_to(const Real& value, int places);
std::optional<Number> ceiling(const Real& value);
std::optional<Number> floor(const Real& value);

// What is told of it: between which two numbers of 30 digits it lies, and that it is this one.
Interval interval_of(const Real& value);
// 30 digits, the last one right; without the zeros at the end. Beyond 10^±40 with an exponent: "1.5e60".
std::string to_string(const RealNode& node);
// `about ` and six digits; more, where they end in zeros: a value next to -3 is "about -2.99999997".
std::string to_short_string(const RealNode& node);

}  // namespace crit
