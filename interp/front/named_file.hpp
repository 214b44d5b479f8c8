// What a policy writes to name another file: a path from the folder of the file that names it. Text alone: nothing is opened here,
// and where a path leads that goes over links is the loader's to say.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace crit {

struct PathFault {
  std::string message;
  std::string help;
};

// Why it is no path of a module, as `use "../global/copay"` writes it, without `.crit`.
std::optional<PathFault> module_path_fault(std::string_view path);
// The same of a table's or code set's file: `from "tables/doses.csv"`.
std::optional<PathFault> table_path_fault(std::string_view path);

// The file, as names of files are written: "../global/copay.crit" named in "acme/2024.crit" is "global/copay.crit".
std::string place_of(std::string_view from, std::string_view path);
std::string normal_name(std::string_view name);  // without `.`, and `..` where a folder stands before it
// Whether a name, in its normal form, lies in the folder `root`. By the names alone.
bool is_inside(std::string_view root, std::string_view name);

// "copay" of "../global/copay": how a module is called that is used by its path.
std::string_view last_part(std::string_view path);

}  // namespace crit
