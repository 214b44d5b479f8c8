// A bare expression, in the words of one version of a policy: checked, lowered and run beside it. The version's own
// bytecode is not touched: the expression stands in a copy (front/check.hpp, check_with).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crit/crit.hpp"
#include "crit/session.hpp"
#include "program.hpp"

namespace crit::session {

struct Evaluated {
  std::optional<ValueShown> value;
  std::vector<Diagnostic> diagnostics;  // errors where there is no value; places are bytes of the expression
};

// `loaded`: finds the texts that the version was read from. `member`: the facts, as the text of their file.
Evaluated evaluate(const Version& version, const FileLoader& loaded, const SourceText& expression, const SourceText& member, const std::string& as_of);

}  // namespace crit::session
