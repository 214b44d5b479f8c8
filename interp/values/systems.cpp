#include "systems.hpp"

#include <algorithm>
#include <unordered_map>

namespace crit {
namespace {

bool is_uri(std::string_view name) { return name.find(':') != std::string_view::npos; }

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return lower;
}

std::string uri_key(std::string_view name) {
  std::string key = lower_case(name.substr(0, name.find('|')));
  constexpr std::string_view secure = "https:";
  if (key.compare(0, secure.size(), secure) == 0) key.erase(4, 1);
  while (!key.empty() && key.back() == '/') key.pop_back();
  // A SNOMED CT URI may go on with its edition and version.
  constexpr std::string_view sct = "http://snomed.info/sct/";
  if (key.compare(0, sct.size(), sct) == 0) {
    const std::size_t edition = key.find_first_not_of("0123456789", sct.size());
    if (edition == std::string::npos || key.compare(edition, 9, "/version/") == 0) key = "http://snomed.info/sct";
  }
  return key;
}

std::string short_key(std::string_view name) {
  // An OID by itself is one, too.
  if (!name.empty() && name.find_first_not_of("0123456789.") == std::string_view::npos) return "urn:oid:" + std::string(name);
  std::string key = lower_case(name);
  key.erase(std::remove_if(key.begin(), key.end(), [](char letter) { return letter == ' ' || letter == '-' || letter == '_'; }), key.end());
  return key;
}

std::string key_of(std::string_view name) { return is_uri(name) ? uri_key(name) : short_key(name); }

const std::unordered_map<std::string, std::string>& table() {
  static const std::unordered_map<std::string, std::string> names = {
#define SYSTEM(name, what) {name, name},
#define OTHER(uri, what) {uri_key(uri), uri},
#define CALLED(system, other) {other, system},
#include "systems.def"
#undef SYSTEM
#undef OTHER
#undef CALLED
  };
  return names;
}

}  // namespace

const std::vector<std::string>& known_systems() {
  static const std::vector<std::string> systems = {
#define SYSTEM(name, what) name,
#define OTHER(uri, what)
#define CALLED(system, other)
#include "systems.def"
#undef SYSTEM
#undef OTHER
#undef CALLED
  };
  return systems;
}

std::string system_named(std::string_view name) {
  const auto place = table().find(key_of(name));
  if (place != table().end()) return place->second;
  return is_uri(name) ? std::string(name) : std::string();
}

}  // namespace crit
