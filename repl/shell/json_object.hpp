// JSON objects on one line, for `.mode json`. Decisions are crit::to_json()'s, and texts crit::json_string()'s.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crit/crit.hpp"

namespace crit::shell {

class JsonObject {
 public:
  JsonObject& text(std::string_view key, std::string_view value) { return raw(key, json_string(value)); }
  JsonObject& flag(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
  JsonObject& number(std::string_view key, std::size_t value) { return raw(key, std::to_string(value)); }
  JsonObject& texts(std::string_view key, const std::vector<std::string>& values);
  JsonObject& objects(std::string_view key, const std::vector<JsonObject>& values);
  JsonObject& raw(std::string_view key, std::string_view json);
  std::string str() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

}  // namespace crit::shell
