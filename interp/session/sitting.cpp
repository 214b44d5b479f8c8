#include "sitting.hpp"

#include <algorithm>

#include "printable.hpp"

namespace crit::session {

FileLoader Policy::again() const {
  return [this](const std::string& from, const std::string& path) {
    const auto found = loaded.find({from, path});
    return found == loaded.end() ? LoadedFile{} : found->second;
  };
}

std::string Facts::name() const { return file ? file->text.name : std::string("member"); }

JsonTree with_date(const JsonTree& tree, const std::string& as_of) {
  JsonTree made = tree;
  if (as_of.empty()) return made;
  JsonTree day = JsonTree::of_text(as_of);
  day.name = "as_of";
  if (JsonTree* own = made.member("as_of")) *own = std::move(day);
  else made.children.insert(made.children.begin() + (!made.children.empty() && made.children.front().name == "id" ? 1 : 0), std::move(day));
  return made;
}

namespace {

// Read as its file has it, with all the others of that file.
Member of_file(const File& file, std::size_t number, const std::shared_ptr<const Policy>& policy) {
  const auto [place, fresh] = file.read.try_emplace(policy->number);
  if (fresh) place->second = policy->program.read_members(file.text);
  return number < place->second.size() ? place->second[number] : Member();
}

}  // namespace

std::shared_ptr<Facts::Read> Facts::read(const std::shared_ptr<const Policy>& policy, const std::string& as_of) const {
  std::shared_ptr<Read>& kept = reads[{policy->number, as_of}];
  if (kept) return kept;
  kept = std::make_shared<Read>();
  const bool as_in_file = file && !changed && as_of.empty();
  if (as_in_file || !tree) {
    kept->member = of_file(*file, number, policy);
    return kept;
  }
  kept->text.name = name() + (file ? " (changed)" : "");
  kept->text.text = to_text(with_date(*tree, as_of), &kept->written);
  kept->member = policy->program.read_members(kept->text).front();
  return kept;
}

bool same_texts(const Policy& left, const Policy& right) {
  const auto same = [](const SourceText& a, const SourceText& b) { return a.name == b.name && a.text == b.text; };
  const auto same_file = [](const auto& a, const auto& b) { return a.first == b.first && a.second.state == b.second.state && a.second.name == b.second.name && a.second.text == b.second.text; };
  return std::equal(left.files.begin(), left.files.end(), right.files.begin(), right.files.end(), same) &&
         std::equal(left.loaded.begin(), left.loaded.end(), right.loaded.begin(), right.loaded.end(), same_file);
}

void forget_origins(JsonTree& tree) {
  tree.origin.reset();
  for (JsonTree& child : tree.children) forget_origins(child);
}

bool rests_on(std::string_view path, const std::string& supposed) {
  const auto inside = [](std::string_view part, std::string_view whole) {
    return part.substr(0, whole.size()) == whole && (part.size() == whole.size() || part[whole.size()] == '.' || part[whole.size()] == '[');
  };
  return inside(path, supposed) || inside(supposed, path);
}

}  // namespace crit::session
