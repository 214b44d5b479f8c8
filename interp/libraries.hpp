// Where a policy's modules are found: beside it, and in the standard library. Internal to the engine and the session.
#pragma once

#include <string>

#include "gather.hpp"

namespace crit {

// `beside`: the host's loader, which must outlive the result; may be empty.
Libraries libraries(const FileLoader& beside);

// Which module of the standard library declares a name; empty: none (check.hpp, ModuleOf).
std::string standard_module_of(const std::string& name);

}  // namespace crit
