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
    if (!fs::exists(console_.context.cwd / name, error)) return result;
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
