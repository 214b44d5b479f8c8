#include "policy_on_disk.hpp"

#include <algorithm>
#include <system_error>

namespace crit::shell {

namespace fs = std::filesystem;

// The policy's file, or all policies of the folder, by name.
std::vector<std::string> PolicyOnDisk::own_files(const std::string& name) const {
  std::error_code error;
  if (!fs::is_directory(console_.context.cwd / name, error)) return {name};
  std::vector<std::string> names;
  for (fs::directory_iterator entry(console_.context.cwd / name, error), end; !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() == ".crit") names.push_back((fs::path(name) / entry->path().filename()).string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool PolicyOnDisk::read(const std::string& name, Diagnostic& problem) {
  // Stamped before it is read: what is written in between is seen as a change.
  std::vector<std::string> listed = own_files(name);
  std::map<std::string, FileStamp> stamps;
  for (const std::string& file : listed) stamps[file] = stamp_of(file);
  auto files = std::make_unique<command::PolicyFiles>(console_, confine_);
  if (!files->read(name)) {
    problem = files->problem();
    return false;
  }
  name_ = name;
  files_ = std::move(files);
  stamps_ = std::move(stamps);
  listed_ = std::move(listed);
  return true;
}

void PolicyOnDisk::close() {
  files_.reset();
  name_.clear();
  stamps_.clear();
  listed_.clear();
}

void PolicyOnDisk::swap(PolicyOnDisk& other) {
  std::swap(name_, other.name_);
  std::swap(files_, other.files_);
  std::swap(stamps_, other.stamps_);
  std::swap(listed_, other.listed_);
}

bool PolicyOnDisk::is_folder() const {
  std::error_code error;
  return fs::is_directory(console_.context.cwd / name_, error);
}

fs::path PolicyOnDisk::folder() const { return is_folder() ? fs::path(name_) : fs::path(name_).parent_path(); }

std::vector<SourceText> PolicyOnDisk::texts() const { return files_ == nullptr ? std::vector<SourceText>() : files_->texts(); }

bool PolicyOnDisk::is_gone() const {
  return is_open() && (own_files(name_).empty() || (!is_folder() && !stamp_of(name_).exists));
}

bool PolicyOnDisk::has_changed() const {
  if (!is_open() || is_gone()) return false;
  if (own_files(name_) != listed_) return true;
  return std::any_of(stamps_.begin(), stamps_.end(), [&](const auto& one) { return stamp_of(one.first) != one.second; });
}

void PolicyOnDisk::take_as_read() {
  listed_ = own_files(name_);
  for (const std::string& file : listed_) stamps_[file] = {};
  for (auto& [name, stamp] : stamps_) stamp = stamp_of(name);
}

FileLoader PolicyOnDisk::loader() {
  return [this](const std::string& from, const std::string& path) {
    if (files_ == nullptr) return LoadedFile();
    if (!fs::path(path).is_absolute()) {
      const std::string name = (fs::path(from).parent_path() / path).lexically_normal().string();
      stamps_.emplace(name, stamp_of(name));
    }
    return files_->loader()(from, path);
  };
}

}  // namespace crit::shell
