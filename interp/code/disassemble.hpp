// Bytecode as a listing that a person can follow, criterion by criterion, with stack pictures.
#pragma once

#include <string>

#include "chunk.hpp"

namespace crit {

// Precondition: the chunk passed verify().
std::string disassemble(const Chunk& chunk);

}  // namespace crit
