#include "fact_set.hpp"

namespace crit {

std::string absence(FactState state, const std::string& written) {
  switch (state) {
    case FactState::looked_for: return "looked for, and not there";
    case FactState::no_value: return written.empty() ? "the file says that there is no value" : "the file says \"" + written + "\", which is no value";
    case FactState::not_supplied:
    case FactState::supplied: break;
  }
  return "not supplied";
}

}  // namespace crit
