// Where a policy's modules are found: beside it, and in the standard library. Internal to the engine and the session.
#pragma once

#include <string>

#include "gather.hpp"

namespace crit {

// `beside`: the host's loader, which must outlive the result; may be empty. `root`: as CompileOptions has it.
Libraries libraries(const FileLoader& beside, const std::string& root);

// Which module of the standard library declares a name; empty: none (check.hpp, ModuleOf).
std::string standard_module_of(const std::string& name);

}  // namespace crit
