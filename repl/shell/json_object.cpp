#include "json_object.hpp"

namespace crit::shell {

JsonObject& JsonObject::raw(std::string_view key, std::string_view json) {
  if (!text_.empty()) text_ += ',';
  text_ += json_string(key);
  text_ += ':';
  text_ += json;
  return *this;
}

JsonObject& JsonObject::texts(std::string_view key, const std::vector<std::string>& values) {
  std::string list = "[";
  for (const std::string& value : values) list += (list.size() > 1 ? "," : "") + json_string(value);
  return raw(key, list + "]");
}

JsonObject& JsonObject::objects(std::string_view key, const std::vector<JsonObject>& values) {
  std::string list = "[";
  for (const JsonObject& value : values) list += (list.size() > 1 ? "," : "") + value.str();
  return raw(key, list + "]");
}

}  // namespace crit::shell
