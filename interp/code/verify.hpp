// The boundary: a chunk that passes may be run without further checks. The VM trusts only verified chunks.
#pragma once

#include <string>
#include <vector>

#include "chunk.hpp"

namespace crit {

// Every operand in its table, every jump forward or back to an instruction of the same piece, stack and loop depth the
// same on every way to an instruction, nothing popped that is not there, pieces ended by Return, main by Halt; defines use
// only earlier ones or criteria's own. Fills in chunk.max_stack. Empty: the chunk is good.
std::vector<std::string> verify(Chunk& chunk);

}  // namespace crit
