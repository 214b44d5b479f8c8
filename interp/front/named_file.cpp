#include "named_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace crit {
namespace {

bool begins_at_root(std::string_view path) {
  return !path.empty() && (path[0] == '/' || path[0] == '\\' || (path.size() > 1 && path[1] == ':'));
}

// Its folders and the file, with `.` and `..` worked out; `..` stands only at the beginning.
struct Parts {
  bool absolute = false;
  std::size_t up = 0;
  std::vector<std::string_view> down;
};

void add(Parts& parts, std::string_view path) {
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (part != "..") parts.down.push_back(part);
    else if (!parts.down.empty()) parts.down.pop_back();
    else if (!parts.absolute) ++parts.up;
  }
}

Parts parts_of(std::string_view name) {
  Parts parts;
  parts.absolute = !name.empty() && name[0] == '/';
  add(parts, name);
  return parts;
}

std::string written(const Parts& parts) {
  std::string name = parts.absolute ? "/" : "";
  for (std::size_t i = 0; i < parts.up; ++i) name += "../";
  for (const std::string_view part : parts.down) name += std::string(part) + "/";
  if (name.size() > 1) name.pop_back();
  return name;
}

std::string replaced(std::string_view path, char from, char to) {
  std::string made(path);
  std::replace(made.begin(), made.end(), from, to);
  return made;
}

}  // namespace

std::optional<PathFault> module_path_fault(std::string_view path) {
  if (begins_at_root(path)) return PathFault{fmt::format("the path `{}` begins at the root", path), "write it from the folder of this file: `use \"../global/copay\"`"};
  if (path.find("://") != std::string_view::npos) return PathFault{fmt::format("`{}` is an address, and crit reads files only", path), "save the module as a file, and name that: `use \"../global/copay\"`"};
  if (path.find('\\') != std::string_view::npos) return PathFault{fmt::format("folders in `{}` are separated by `\\`", path), fmt::format("write `/`: `use \"{}\"`", replaced(path, '\\', '/'))};
  const std::string_view last = last_part(path);
  if (path.empty()) return PathFault{"no module is named", "write its name, `use growth`, or its path in quotes: `use \"../global/copay\"`"};
  if (last.empty() || last == "." || last == "..") {
    return PathFault{fmt::format("`{}` is a folder, and no module", path), "name the module in it, without its ending: `use \"../global/copay\"` reads copay.crit"};
  }
  if (path.ends_with(".crit")) return PathFault{fmt::format("`{}` is not the name of a module", path), fmt::format("a module is named without its ending: write `use \"{}\"`", path.substr(0, path.size() - 5))};
  if (path.find('/') == std::string_view::npos) {
    return PathFault{"the name of a module stands without quotes", fmt::format("write `use {}`; in quotes stands the path of a module in another folder: `use \"../global/{}\"`", path, path)};
  }
  return std::nullopt;
}

std::optional<PathFault> table_path_fault(std::string_view path) {
  std::string ending(path.size() < 4 ? "" : path.substr(path.size() - 4));
  for (char& c : ending) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (begins_at_root(path)) return PathFault{fmt::format("the path `{}` begins at the root", path), "write it from the folder of this file: `from \"tables/doses.csv\"`"};
  if (path.find("://") != std::string_view::npos) return PathFault{fmt::format("`{}` is an address, and crit reads files only", path), "save it beside this file, and name that"};
  if (path.find('\\') != std::string_view::npos) return PathFault{fmt::format("folders in `{}` are separated by `\\`", path), "write `/`: `from \"tables/doses.csv\"`"};
  if (ending != ".csv") return PathFault{fmt::format("`{}` is not the name of a CSV file", path), "save the sheet as CSV (comma-separated values, UTF-8): `from \"doses.csv\"`"};
  return std::nullopt;
}

std::string place_of(std::string_view from, std::string_view path) {
  const std::size_t folder = from.find_last_of("/\\");
  Parts parts = parts_of(folder == std::string_view::npos ? "" : from.substr(0, folder + 1));
  add(parts, path);
  return written(parts);
}

std::string normal_name(std::string_view name) { return written(parts_of(name)); }

bool is_inside(std::string_view root, std::string_view name) {
  const Parts outer = parts_of(root);
  const Parts inner = parts_of(name);
  if (outer.absolute != inner.absolute) return false;
  if (outer.down.empty()) return inner.up <= outer.up;  // `..` holds what lies here, too
  return inner.up == outer.up && inner.down.size() > outer.down.size() && std::equal(outer.down.begin(), outer.down.end(), inner.down.begin());
}

std::string_view last_part(std::string_view path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace crit
