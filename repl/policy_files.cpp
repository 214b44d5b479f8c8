#include "policy_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace crit::command {

namespace fs = std::filesystem;

namespace {

// In capitals, too, as some systems write it: a file that is given by its name is read whatever its ending.
bool is_policy(const fs::path& path) {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return ending == ".crit";
}

}  // namespace

std::vector<Flag> policy_flags() {
  std::vector<Flag> flags{{"--confine", "DIR", "what a policy names (`use`, `from`, `facts`) is read from inside this folder only", false}};
  for (const Flag& flag : message_flags()) flags.push_back(flag);
  return flags;
}

std::optional<UsageProblem> check_confine(const Arguments& arguments, const Console& console) {
  if (!arguments.has("--confine")) return std::nullopt;
  std::error_code error;
  const std::string folder = arguments.value("--confine");
  if (!folder.empty() && fs::is_directory(console.context.cwd / folder, error)) return std::nullopt;
  return UsageProblem{fmt::format("`--confine` cannot be `{}`: there is no such folder", folder), {"give the folder that holds the policy and all that it uses"}};
}

// Why it is not read, or "". A pipe would be waited for, and can be read once only.
std::string PolicyFiles::why_not(const std::string& name) const {
  std::error_code error;
  const fs::path path = console_.context.cwd / name;
  // By where it really is: links are followed. Of what lies outside nothing is told, not even whether it is there.
  if (!confine_.empty()) {
    const fs::path folder = fs::canonical(console_.context.cwd / confine_, error);
    fs::path real = path;
    constexpr int most_links = 40;  // as the system has it
    std::error_code none;
    for (int links = 0; links < most_links && fs::is_symlink(real, none); ++links) real = real.parent_path() / fs::read_symlink(real, none);
    const fs::path inside = error ? fs::path() : fs::weakly_canonical(real, error).lexically_relative(folder);
    if (error || inside.empty() || *inside.begin() == "..") return fmt::format("it lies outside `{}`, in which `--confine` keeps it", confine_);
  }
  const fs::file_status status = fs::status(path, error);
  if (fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status)) {
    return status.type() == fs::file_type::fifo ? "it is a pipe, and a policy, module or table is a file" : "it is no file, but a device or the like";
  }
  return "";
}

bool PolicyFiles::read(const std::string& name) {
  const fs::path path = console_.context.cwd / name;
  std::error_code error;
  std::vector<std::string> names;
  if (fs::is_directory(path, error)) {
    for (fs::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error)) {
      if (!is_policy(entry->path()) || fs::is_directory(entry->path(), error)) continue;
      names.push_back((fs::path(name) / entry->path().filename()).string());
    }
    if (error || names.empty()) {
      problem_.code = "E0001";
      problem_.file = name;
      problem_.message = error ? fmt::format("the folder `{}` cannot be read: {}", name, error.message())
                               : fmt::format("the folder `{}` holds no policy: no file in it ends in .crit", name);
      return false;
    }
    std::sort(names.begin(), names.end());
  } else {
    names.push_back(name);
  }
  for (const std::string& one : names) {
    // The policy that is given by its name is where it is; those that a folder holds may be links.
    const bool pipe = one != "-" && !fs::is_regular_file(console_.context.cwd / one, error);
    if (const std::string why = pipe || names.size() > 1 || one != name ? why_not(one) : ""; !why.empty()) {
      problem_.code = "E0001";
      problem_.file = one;
      problem_.message = fmt::format("`{}` cannot be read: {}", one, why);
      return false;
    }
    auto source = read_source(one, console_);
    if (!source) {
      problem_ = source.error();
      return false;
    }
    texts_.push_back(*source);
    policies_.push_back(std::move(*source));
  }
  return true;
}

FileLoader PolicyFiles::loader() {
  return [this](const std::string& from, const std::string& path) { return load(from, path); };
}

// Of a folder: its files that end so, without the ending of modules; for an empty ending the folders in it. Sorted.
std::vector<std::string> PolicyFiles::names_in(const fs::path& folder, const std::string& ending) const {
  std::vector<std::string> names;
  std::error_code error;
  if (!why_not(folder.empty() ? "." : folder.string()).empty()) return names;
  for (fs::directory_iterator entry(console_.context.cwd / folder, error), end; !error && entry != end; entry.increment(error)) {
    const fs::path& path = entry->path();
    if (ending.empty() ? fs::is_directory(path, error) : path.extension() == ending) names.push_back((ending == ".crit" ? path.stem() : path.filename()).string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// What a path that leads nowhere may have meant, written as it is; or "".
std::string PolicyFiles::near_file(const std::string& from, const std::string& path) const {
  const fs::path wanted(path);
  const std::string ending = wanted.extension().string();
  fs::path folder = fs::path(from).parent_path();
  fs::path written;
  std::error_code error;
  for (const fs::path& part : wanted.parent_path()) {
    const fs::path next = (folder / part).lexically_normal();
    if (!fs::is_directory(console_.context.cwd / next, error)) {
      const std::vector<std::string> beside = names_in(folder, "");
      const std::string meant(likely(part.string(), {beside.begin(), beside.end()}));
      if (meant.empty()) return "";
      folder /= meant;
      written /= meant;
      continue;
    }
    folder = next;
    written /= part;
  }
  const bool is_module = ending == ".crit";
  const std::string name = (is_module ? wanted.stem() : wanted.filename()).string();
  std::vector<std::string> there = names_in(folder, ending);
  // Neither the file that asks, nor, without quotes, what is no name: `2024.crit`.
  const auto is_no_name = [&](const std::string& one) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return (folder / (is_module ? one + ending : one)).lexically_normal() == fs::path(from).lexically_normal() || (is_module && written.empty() && !is_letter(one.front()));
  };
  std::erase_if(there, is_no_name);
  if (std::find(there.begin(), there.end(), name) != there.end()) return (written / name).string();
  if (const std::string_view meant = likely(name, {there.begin(), there.end()}); !meant.empty()) return (written / meant).string();
  // A folder is named, and no module in it.
  const std::vector<std::string> inside = is_module ? names_in(folder / name, ending) : std::vector<std::string>();
  return inside.empty() ? "" : (written / name / inside.front()).string();
}

LoadedFile PolicyFiles::load(const std::string& from, const std::string& path) {
  LoadedFile result;
  if (fs::path(path).is_absolute()) {
    result.state = LoadedFile::State::unreadable;
    result.why = "its path begins at the root; write it from the folder of the file that names it";
    return result;
  }
  const std::string name = (fs::path(from).parent_path() / path).lexically_normal().string();
  const auto known = std::find_if(texts_.begin(), texts_.end(), [&](const SourceText& text) { return text.name == name; });
  if (known != texts_.end()) {
    result.text = known->text;
  } else {
    std::error_code error;
    if (std::string why = why_not(name); !why.empty()) {
      result.state = LoadedFile::State::unreadable;
      result.why = std::move(why);
      return result;
    }
    if (!fs::exists(console_.context.cwd / name, error)) {
      result.name = name;
      result.near = near_file(from, path);
      return result;
    }
    auto source = read_source(name, console_);
    if (!source) {
      result.state = LoadedFile::State::unreadable;
      const std::string& message = source.error().message;
      const std::string begin = fmt::format("`{}` cannot be read: ", name);
      result.why = message.compare(0, begin.size(), begin) == 0 ? message.substr(begin.size()) : message;
      return result;
    }
    result.text = source->text;
    texts_.push_back(std::move(*source));
  }
  result.state = LoadedFile::State::found;
  result.name = name;
  return result;
}

}  // namespace crit::command
