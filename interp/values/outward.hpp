// Numbers of 30 digits on either side of a fraction that is too long for a Number: the ends of an interval stay ends when they
// are rounded outward. Internal to interp/values.
#pragma once

#include <optional>

#include "number.hpp"
#include "whole.hpp"

namespace crit {

// The next decimal of at most 30 digits, at most 38 of them behind the point, that is not below the fraction (`up`), or not
// above it. nullopt: it is too large for a Number.
std::optional<Number> outward(const Whole& above, const Whole& below, bool up);
// Of a sum and a product of Numbers.
std::optional<Number> outward_sum(const Number& left, const Number& right, bool up);
std::optional<Number> outward_product(const Number& left, const Number& right, bool up);

}  // namespace crit
