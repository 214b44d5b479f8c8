#include "../format_promise.hpp"
#include "targets.hpp"

namespace fuzz {

void format(std::string_view input) {
  const std::string why = format_promise::broken(std::string(input));
  require(why.empty(), "what crit fmt promises", why);
}

}  // namespace fuzz
