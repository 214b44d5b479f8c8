// Files of members as a session reads them: whole, and CSV as JSON, with the lists beside it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "crit/session.hpp"
#include "files.hpp"

namespace crit::shell {

// Or why it cannot be read at all. `program`: CSV is read by its facts.
Result<MembersAsJson, Diagnostic> read_members_file(const std::string& name, const Program& program, command::Console& console);

// The files of members in a folder, by name, `most_cases` of them at most; those that cannot be opened are left out.
constexpr std::size_t most_cases = 2000;
std::vector<MembersAsJson> members_in(const std::filesystem::path& folder, const Program& program, command::Console& console);

}  // namespace crit::shell
