#include "foreign_functions.hpp"

namespace crit {
namespace {

constexpr ForeignFunction functions[] = {
    {"log", "the natural logarithm is `ln(x)`; to the base 10 it is `ln(x) / ln(10)`", true},
    {"log10", "write `ln(x) / ln(10)`", true},
    {"lower", "capitals make no difference where texts are compared: leave the function out", true},
    {"upper", "capitals make no difference where texts are compared: leave the function out", true},
    {"pow", "write `power(x, 2)`"},
    {"square_root", "write `sqrt(x)`"},
    {"abs", "write two comparisons: `x >= -3 and x <= 3`"},
    {"min", "the smaller of two numbers is `lesser_of(a, b)`, of two dates `earlier_of(a, b)`"},
    {"max", "the larger of two numbers is `greater_of(a, b)`, of two dates `later_of(a, b)`"},
    {"today", "crit reads no clock: the date of service is `as_of`"},
    {"now", "crit reads no clock: the date of service is `as_of`"},
};

}  // namespace

const ForeignFunction* foreign_function(std::string_view name) {
  for (const ForeignFunction& function : functions) {
    if (function.name == name) return &function;
  }
  return nullptr;
}

}  // namespace crit
