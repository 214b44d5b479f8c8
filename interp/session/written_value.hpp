// A value as people write it -> the JSON that a fact file would have: `43 in`, `yes`, open, 2022-01-05, text with or without
// quotes, `{drug: "x", start: 2022-01-01}`, `[E34.3, Q87.1]`, JSON itself.
//
// Only the form is read here. Whether it is a value of the fact's type, and its unit, date and code, is for the reader of
// facts to say: what is written comes to it as the file would have it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "json_tree.hpp"
#include "places.hpp"

namespace crit::session {

struct WrittenFault {
  Span span;            // bytes of the text
  std::string message;
  std::string help;
};
struct WrittenValue {
  JsonTree value;       // all of it with its origin in the text
  std::optional<WrittenFault> fault;
};
// `appended`: of a list, one item of it.
WrittenValue read_written(std::string_view text, const Place& place, bool appended);

}  // namespace crit::session
