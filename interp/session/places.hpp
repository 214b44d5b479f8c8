// Where a fact, a list, an item or its field is: by its path in a schema, and in a member's JSON, wherever a file may give it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "crit/crit.hpp"
#include "json_tree.hpp"
#include "schema.hpp"

namespace crit::session {

// What a path names: "height", "therapy", "therapy[2]", "therapy[2].end"; items count from 1. And what says where a value or
// item comes from: "height.source", "therapy[2].document".
struct Place {
  const FactSlot* fact = nullptr;
  const ListSlot* list = nullptr;
  std::size_t item = 0;           // of the list; 0: the whole
  const Field* field = nullptr;   // of the item
  std::string beside;             // "source", "document" or "page" of it
  std::string path() const;       // of the fact or list
  const FactType* type() const;   // of one value; null of a whole list or item of several fields
};
struct PlaceFault {
  std::string message;
  std::string help;
};
std::variant<Place, PlaceFault> find_place(const Schema& schema, std::string_view path);

// The names that a person may give, as they are written: facts, lists, fields behind "LIST[1].".
std::vector<std::string> names_of(const Schema& schema);

// What the member's JSON has at a fact or list; null where it has nothing.
JsonTree* given_at(JsonTree& member, std::string_view path);
const JsonTree* given_at(const JsonTree& member, std::string_view path);
// The items of a list, bare or wrapped; null where there are none to count.
JsonTree* items_of(JsonTree& list);
const JsonTree* items_of(const JsonTree& list);

// Each changes what the path names, wherever the file has it, and nothing else. A group that is null or a word for no value
// stays so in what is not named.
void put(JsonTree& member, const Schema& schema, const Place& place, JsonTree value);
void take_out(JsonTree& member, const Schema& schema, const Place& place);
void append_item(JsonTree& member, const Schema& schema, const Place& place, JsonTree item);
// Whether there is a value or item for what says where it comes from.
bool is_on_file(const JsonTree& member, const Place& place);
// How many items a list has on file.
std::size_t items_on_file(const JsonTree& member, const ListSlot& list);

}  // namespace crit::session
