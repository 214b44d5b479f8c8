// `crit version`.
#include <ostream>

#include "crit/crit.hpp"
#include "verbs.hpp"

namespace crit::command {

namespace {

int run_version(const Arguments& arguments, Console& console) {
  if (!arguments.operands.empty()) return refuse("version", {"version takes no operands", {}}, console);
  console.out << "crit " << version() << '\n';
  return exit_decided;
}

}  // namespace

const Verb& version_verb() {
  static const Verb verb{"version", "", "prints the version", "", {}, run_version};
  return verb;
}

}  // namespace crit::command
