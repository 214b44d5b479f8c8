#include "places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "near.hpp"

namespace crit::session {

std::string Place::path() const { return fact != nullptr ? fact->path : list != nullptr ? list->path : std::string(); }

const FactType* Place::type() const {
  if (!beside.empty()) return nullptr;
  if (fact != nullptr) return &fact->type;
  if (field != nullptr) return &field->type;
  if (list != nullptr && item != 0 && list->single_value) return &list->fields.front().type;
  return nullptr;
}

std::vector<std::string> names_of(const Schema& schema) {
  std::vector<std::string> names;
  for (const FactSlot& fact : schema.facts) names.push_back(fact.path);
  for (const ListSlot& list : schema.lists) names.push_back(list.path);
  return names;
}

// ---- in a schema ------------------------------------------------------------------------------------------------------

namespace {

bool says_where_from(std::string_view name) { return name == "source" || name == "document" || name == "page"; }

PlaceFault no_such(const Schema& schema, std::string_view path) {
  const std::string prefix = std::string(path) + ".";
  const std::vector<std::string> names = names_of(schema);
  std::string inside;
  std::size_t more = 0;
  constexpr std::size_t most = 6;  // a group's facts that are named
  for (const std::string& name : names) {
    if (name.compare(0, prefix.size(), prefix) != 0) continue;
    if (++more <= most) inside += (inside.empty() ? "`" : ", `") + name + "`";
  }
  if (!inside.empty()) {
    return {fmt::format("`{}` is a group of facts", path), fmt::format("name one of them: {}{}", inside, more > most ? ", …" : "")};
  }
  // `birth_date` of `member.birth_date`.
  const auto in_group = std::find_if(names.begin(), names.end(), [&](const std::string& name) { return name.ends_with("." + std::string(path)); });
  const std::string near = in_group != names.end() ? *in_group : nearest(std::string(path), names);
  return {fmt::format("the policy declares no fact `{}`", path), near.empty() ? "" : fmt::format("did you mean `{}`?", near)};
}

// "[2].end": an item, and of it a field.
std::variant<Place, PlaceFault> in_list(const ListSlot& list, std::string_view path, std::string_view rest) {
  Place place;
  place.list = &list;
  const std::size_t close = rest.find(']');
  const char* end = rest.data() + (close == std::string_view::npos ? rest.size() : close);
  const auto [stop, error] = std::from_chars(rest.data() + 1, end, place.item);
  if (close == std::string_view::npos || stop != end || error != std::errc() || place.item == 0) {
    return PlaceFault{fmt::format("`{}` names no item", path), fmt::format("items count from 1: `{}[1]`", list.path)};
  }
  rest.remove_prefix(close + 1);
  if (rest.empty()) return place;
  std::vector<std::string> fields;
  for (const Field& field : list.fields) {
    if (rest == "." + field.name) place.field = &field;
    fields.push_back(field.name);
  }
  if (place.field == nullptr && rest.front() == '.' && says_where_from(rest.substr(1))) {
    place.beside = std::string(rest.substr(1));
    return place;
  }
  if (list.single_value) return PlaceFault{fmt::format("an item of `{}` is one value, without fields", list.path), fmt::format("write `{}[{}]`", list.path, place.item)};
  if (place.field != nullptr) return place;
  const std::string near = rest.front() == '.' ? nearest(std::string(rest.substr(1)), fields) : std::string();
  std::string all;
  for (const std::string& field : fields) all += (all.empty() ? "" : ", ") + field;
  return PlaceFault{fmt::format("an item of `{}` has no field `{}`", list.path, rest.front() == '.' ? rest.substr(1) : rest),
                    near.empty() ? fmt::format("its fields are {}", all) : fmt::format("did you mean `{}`?", near)};
}

}  // namespace

std::variant<Place, PlaceFault> find_place(const Schema& schema, std::string_view path) {
  Place place;
  for (const FactSlot& fact : schema.facts) {
    if (fact.path == path) place.fact = &fact;
  }
  if (place.fact != nullptr) return place;
  if (const std::size_t dot = path.rfind('.'); dot != std::string_view::npos && says_where_from(path.substr(dot + 1))) {
    for (const FactSlot& fact : schema.facts) {
      if (fact.path == path.substr(0, dot)) place.fact = &fact;
    }
    place.beside = std::string(path.substr(dot + 1));
    if (place.fact != nullptr) return place;
    place.beside.clear();
  }
  for (const ListSlot& list : schema.lists) {
    if (path.substr(0, list.path.size()) != list.path) continue;
    const std::string_view rest = path.substr(list.path.size());
    place.list = &list;
    if (rest.empty()) return place;
    if (rest.front() == '[') return in_list(list, path, rest);
    if (rest.front() != '.') continue;
    for (const Field& field : list.fields) {
      if (rest.substr(1) == field.name) return PlaceFault{fmt::format("`{}` is a field of every item of `{}`", path, list.path), fmt::format("say of which item: `{}[1].{}`", list.path, field.name)};
    }
  }
  return no_such(schema, path);
}

// ---- in a member's JSON -------------------------------------------------------------------------------------------------

namespace {

// `path` without `name` and its dot; nothing where it does not begin so.
std::optional<std::string_view> behind(std::string_view path, std::string_view name) {
  if (path.size() <= name.size() || path.substr(0, name.size()) != name || path[name.size()] != '.') return std::nullopt;
  return path.substr(name.size() + 1);
}

// All facts and lists that a group declares are what the group is: null, or a word for no value.
void spell_out(JsonTree& group, const Schema& schema, const std::string& prefix) {
  JsonTree made = JsonTree::object();
  made.name = group.name;
  for (const std::string& name : names_of(schema)) {
    const std::optional<std::string_view> own = behind(name, prefix);
    if (!own) continue;
    JsonTree absent = group;
    absent.name = std::string(*own);
    made.children.push_back(std::move(absent));
  }
  group = std::move(made);
}

void take_out_at(JsonTree& object, const Schema& schema, const std::string& prefix, std::string_view path) {
  std::vector<JsonTree>& members = object.children;
  members.erase(std::remove_if(members.begin(), members.end(), [&](const JsonTree& member) { return member.name == path; }), members.end());
  for (JsonTree& member : members) {
    const std::optional<std::string_view> rest = behind(path, member.name);
    if (!rest) continue;
    const std::string group = prefix.empty() ? member.name : prefix + "." + member.name;
    if (member.kind == JsonKind::null || member.kind == JsonKind::text) spell_out(member, schema, group);
    if (member.is_object()) take_out_at(member, schema, group, *rest);
  }
}

// Into the group that is on file; else into groups that are made for it.
void put_at(JsonTree& object, std::string_view path, JsonTree value) {
  for (JsonTree& member : object.children) {
    const std::optional<std::string_view> rest = behind(path, member.name);
    if (rest && member.is_object()) return put_at(member, *rest, std::move(value));
  }
  const std::size_t dot = path.find('.');
  value.name = std::string(path.substr(0, dot));
  if (dot == std::string_view::npos) {
    object.children.push_back(std::move(value));
    return;
  }
  JsonTree group = JsonTree::object();
  group.name = std::exchange(value.name, "");
  put_at(group, path.substr(dot + 1), std::move(value));
  object.children.push_back(std::move(group));
}

void put_whole(JsonTree& member, const Schema& schema, const Place& place, JsonTree value) {
  const std::string path = place.path();
  if (JsonTree* given = given_at(member, path)) {
    value.name = given->name;
    *given = std::move(value);
    return;
  }
  take_out_at(member, schema, "", path);  // out of a group that is null
  if (place.fact != nullptr && place.fact->asked) {  // its name has dots that are no groups
    value.name = path;
    member.children.push_back(std::move(value));
  } else {
    put_at(member, path, std::move(value));
  }
}

}  // namespace

const JsonTree* given_at(const JsonTree& member, std::string_view path) {
  for (const JsonTree& child : member.children) {
    if (child.name == path) return &child;
    const std::optional<std::string_view> rest = behind(path, child.name);
    if (!rest || !child.is_object()) continue;
    if (const JsonTree* found = given_at(child, *rest)) return found;
  }
  return nullptr;
}

JsonTree* given_at(JsonTree& member, std::string_view path) { return const_cast<JsonTree*>(given_at(std::as_const(member), path)); }

const JsonTree* items_of(const JsonTree& list) {
  const JsonTree* items = list.is_object() ? list.member("items") : &list;
  return items != nullptr && items->kind == JsonKind::array ? items : nullptr;
}

JsonTree* items_of(JsonTree& list) { return const_cast<JsonTree*>(items_of(std::as_const(list))); }

std::size_t items_on_file(const JsonTree& member, const ListSlot& list) {
  const JsonTree* given = given_at(member, list.path);
  const JsonTree* items = given == nullptr ? nullptr : items_of(*given);
  return items == nullptr ? 0 : items->children.size();
}

// The value or item that the place is of; null: it is not on file.
static JsonTree* value_at(JsonTree& member, const Place& place) {
  JsonTree* given = given_at(member, place.path());
  if (given == nullptr || place.item == 0) return given == nullptr || given->kind == JsonKind::null ? nullptr : given;
  JsonTree* items = items_of(*given);
  return items == nullptr || place.item > items->children.size() ? nullptr : &items->children[place.item - 1];
}

bool is_on_file(const JsonTree& member, const Place& place) { return value_at(const_cast<JsonTree&>(member), place) != nullptr; }

// Beside the value in the object that holds both, which is made for a bare value.
static void put_beside(JsonTree& value, const std::string& name, JsonTree what) {
  if (!value.is_object()) {
    JsonTree object = JsonTree::object();
    object.name = std::exchange(value.name, "value");
    object.children.push_back(std::move(value));
    value = std::move(object);
  }
  what.name = name;
  if (JsonTree* known = value.member(name)) *known = std::move(what);
  else value.children.push_back(std::move(what));
}

void put(JsonTree& member, const Schema& schema, const Place& place, JsonTree value) {
  if (!place.beside.empty()) {
    if (JsonTree* of = value_at(member, place)) put_beside(*of, place.beside, std::move(value));
    return;
  }
  if (place.item == 0) return put_whole(member, schema, place, std::move(value));
  JsonTree* list = given_at(member, place.list->path);
  JsonTree* items = list == nullptr ? nullptr : items_of(*list);
  if (items == nullptr || place.item > items->children.size()) return;
  JsonTree& item = items->children[place.item - 1];
  if (place.field == nullptr) {
    item = std::move(value);
    return;
  }
  value.name = place.field->name;
  if (JsonTree* field = item.member(place.field->name)) *field = std::move(value);
  else item.children.push_back(std::move(value));
}

void take_out(JsonTree& member, const Schema& schema, const Place& place) {
  if (!place.beside.empty()) {
    if (JsonTree* of = value_at(member, place)) {
      of->children.erase(std::remove_if(of->children.begin(), of->children.end(), [&](const JsonTree& one) { return one.name == place.beside; }), of->children.end());
    }
    return;
  }
  if (place.item == 0) return take_out_at(member, schema, "", place.path());
  JsonTree* list = given_at(member, place.list->path);
  JsonTree* items = list == nullptr ? nullptr : items_of(*list);
  if (items == nullptr || place.item > items->children.size()) return;
  const auto item = items->children.begin() + static_cast<std::ptrdiff_t>(place.item - 1);
  if (place.field == nullptr) {
    items->children.erase(item);
    // An empty list says that there are none, which nobody said.
    if (items->children.empty()) take_out_at(member, schema, "", place.path());
    return;
  }
  auto& fields = item->children;
  fields.erase(std::remove_if(fields.begin(), fields.end(), [&](const JsonTree& field) { return field.name == place.field->name; }), fields.end());
}

void append_item(JsonTree& member, const Schema& schema, const Place& place, JsonTree item) {
  JsonTree* list = given_at(member, place.list->path);
  JsonTree* items = list == nullptr ? nullptr : items_of(*list);
  if (items != nullptr) {
    items->children.push_back(std::move(item));
    return;
  }
  JsonTree made;
  made.kind = JsonKind::array;
  made.children.push_back(std::move(item));
  put_whole(member, schema, place, std::move(made));
}

}  // namespace crit::session
