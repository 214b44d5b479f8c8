// What stands beside values, in items, beside lists and in groups: modifiers, names that mean nothing there, FHIR resources, and
// words in the place of a value that say there is none.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bind.hpp"
#include "no_value.hpp"
#include "text.hpp"

namespace crit {

namespace {

// "I_dx_status": how a policy would declare it.
std::string declared_name(std::string_view name) {
  std::string made;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      if (!made.empty()) made += '_';
      made += static_cast<char>(c - 'A' + 'a');
    } else {
      made += c;
    }
  }
  return made;
}

// Of a name with dots, the first part that is a modifier: "verificationStatus.coding.0.code" is one spread out.
std::optional<Modifier> modifier_in(std::string_view name) {
  while (true) {
    const std::size_t dot = name.find('.');
    if (const auto modifier = modifier_of(name.substr(0, dot))) return modifier;
    if (dot == std::string_view::npos) return std::nullopt;
    name.remove_prefix(dot + 1);
  }
}

// Of a modifier that is spread out: where its code is from is no matter.
bool is_origin(std::string_view name) {
  constexpr std::array<std::string_view, 5> origins = {"system", "version", "userSelected", "id", "url"};
  const std::size_t dot = name.rfind('.');
  return dot != std::string_view::npos && std::find(origins.begin(), origins.end(), name.substr(dot + 1)) != origins.end();
}

// What the words "entered in error" say, however they are joined.
bool says_in_error(const JsonValue& value) { return plain_name(said_by(value)) == "enteredinerror"; }

}  // namespace

// ---- modifiers ----------------------------------------------------------------------------------------------------

// Whether nothing is wrong with it; at the member's top level, and there alone, also whether it was a modifier at all: `status`
// and `complete` may be those of the request, and are then a field like any other. `field`: the declared field of that name.
bool Binder::bind_modifier(const JsonValue& member, Modifier modifier, Place place, const FieldPath& path, const std::string& field) {
  const bool of_request = place == Place::member && (modifier == Modifier::status || modifier == Modifier::complete);
  if (of_request && !says_in_error(member)) return false;
  // That a list is not complete is said of something; elsewhere that of nothing is no matter.
  const bool says_open = modifier == Modifier::complete && place == Place::item && member.kind == JsonKind::boolean;
  if (is_harmless(modifier, member) && !says_open) return true;
  const std::string about = path.parent == nullptr ? std::string("this member") : fmt::format("`{}`", path.parent->to_string());
  const std::string name(modifier_name(modifier));
  if (modifier == Modifier::comparator) {
    report(Mistake::fact_comparator, member.name_span, path, fmt::format("the comparator `{}` belongs to no number here", harm_in(modifier, member)),
           "write it in the object of its number: { \"value\": 25, \"unit\": \"ng/mL\", \"comparator\": \"<\" }, or in its text: \"<25 ng/mL\"");
    return place == Place::member || place == Place::group;
  }
  if (modifier == Modifier::complete) {
    report(Mistake::fact_modifier, member.name_span, path, fmt::format("`{}` is said of {}, and only a list is complete or not", shown(path.name), about),
           "write it beside the list's \"items\": { \"items\": [ … ], \"complete\": true }");
    return place == Place::member || place == Place::group;
  }
  if (modifier == Modifier::data_absent_reason) {
    report(Mistake::fact_modifier, member.name_span, path,
           fmt::format("{} has a reason why there is no value (`{}`), and a value", about, harm_in(modifier, member)), "leave one of the two out");
    return place == Place::member || place == Place::group;
  }
  Diagnostic& made = report(Mistake::fact_modifier, member.name_span, path,
                            fmt::format("`{}` of {} is `{}`: it changes what is said, and crit does not know how", shown(path.name), about, harm_in(modifier, member)));
  if (!field.empty() && member.name != field) {
    made.help.push_back(fmt::format("the policy has a field for it: write \"{}\"", field));
  } else {
    if (place == Place::value || place == Place::item) made.help.emplace_back("leave out what does not hold, or is not known to");
    made.help.push_back(place == Place::item ? fmt::format("to ask it in the policy, declare a field `{}`", declared_name(name)) : "to ask it in the policy, declare a fact or a field for it");
  }
  if (const std::string words = harmless_words(modifier); !words.empty()) made.help.push_back(fmt::format("{} would change nothing", words));
  return place == Place::member || place == Place::group;
}

bool Binder::bind_spread(const JsonValue& member, std::string_view name, Place place, const FieldPath& path) {
  const auto modifier = modifier_of(name.substr(0, name.find('.')));
  if (!modifier) return false;
  if (is_origin(name)) return true;
  const bool is_taken = bind_modifier(member, *modifier, place, path);
  return is_taken || place != Place::member;
}

bool Binder::bind_dotted(const JsonValue& member, const NameNode& node, const FieldPath* path) {
  const std::string_view name = member.name;
  for (std::size_t dot = name.rfind('.'); dot != std::string_view::npos && dot != 0; dot = name.rfind('.', dot - 1)) {
    const NameNode* declared = node.find(name.substr(0, dot));
    if (declared == nullptr) continue;
    const FieldPath front{path, name.substr(0, dot)};
    const std::string_view rest = name.substr(dot + 1);
    if (!declared->is_group()) return bind_part(member, rest, declared->list != NameNode::none, front);
    return bind_spread(member, rest, Place::group, FieldPath{&front, rest});
  }
  return name.find('.') != std::string_view::npos && bind_spread(member, name, path == nullptr ? Place::member : Place::group, FieldPath{path, name});
}

bool Binder::bind_part(const JsonValue& member, std::string_view rest, bool of_list, const FieldPath& front) {
  const std::string_view key = rest.substr(0, rest.find('.'));
  const auto modifier = modifier_in(rest);
  const bool is_completeness = of_list && modifier == Modifier::complete;
  if (modifier && is_origin(rest)) return true;
  if (modifier && !is_completeness) {
    bind_modifier(member, *modifier, of_list ? Place::list : Place::value, FieldPath{&front, rest});
    return true;
  }
  constexpr std::array<std::string_view, 4> provenance = {"source", "document", "page", "date"};
  constexpr std::array<std::string_view, 3> of_value = {"unit", "code", "system"};
  const auto is_one_of = [&](const auto& keys) { return std::find(keys.begin(), keys.end(), key) != keys.end(); };
  const bool is_content = key == (of_list ? "items" : "value");
  const bool is_part = is_content || is_completeness || is_one_of(provenance) || (!of_list && is_one_of(of_value));
  if (!is_part) return false;
  if (is_completeness ? member.kind == JsonKind::null : !is_content && says_nothing(member)) return true;
  const std::string whole = front.to_string();
  report(Mistake::fact_beside, member.name_span, FieldPath{&front, rest}, fmt::format("`{}` is a part of the object of `{}`, and stands outside of it", shown(member.name), whole),
         of_list ? fmt::format("write \"{}\": {{ \"items\": [ … ], \"complete\": true }}", shown(front.name))
                 : fmt::format("write \"{}\": {{ \"value\": …, \"{}\": … }}", shown(front.name), is_content ? "source" : key));
  return true;
}

// Nothing beside a value is dropped: it may turn round what the value says.
void Binder::report_beside(const JsonValue& member, const FieldPath& path, std::string what, const std::vector<std::string>& known) {
  std::string help = near_or_known(member.name, known);
  Diagnostic& made = report(Mistake::fact_beside, member.name_span, path, fmt::format("{} says nothing that crit knows about {}", quoted(member.name), what), std::move(help));
  made.help.emplace_back("leave it out where it changes nothing; crit drops nothing that stands beside a value");
}

const Field* Binder::compared_field(const JsonValue& item, const JsonValue& comparator, const ListSlot& slot, const FieldPath& path) {
  const Field* only = nullptr;
  std::size_t numbers = 0;
  bool has_value_key = false;  // one that is not declared: then the comparator is its
  for (const JsonValue& child : item.children) {
    if (&child == &comparator) continue;
    const auto declared = std::find_if(slot.fields.begin(), slot.fields.end(), [&](const Field& field) { return field.name == child.name; });
    const bool is_value = plain_name(child.name) == "value" || plain_name(child.name) == "valuequantity";
    if (declared == slot.fields.end()) {
      has_value_key = has_value_key || is_value;
      numbers += child.kind == JsonKind::number ? 1 : 0;
      continue;
    }
    if (declared->type.kind != FactKind::number) continue;
    if (is_value) return &*declared;  // also where it is null, which is an error
    if (child.kind == JsonKind::null) continue;
    only = &*declared;
    ++numbers;
  }
  if (has_value_key) return nullptr;
  if (numbers == 1 && only != nullptr) return only;
  report(Mistake::fact_comparator, comparator.name_span, path,
         numbers == 0 ? fmt::format("the comparator `{}` belongs to no number of this item", said_by(comparator))
                      : fmt::format("this item has {} numbers, and the comparator `{}` does not say which is meant", numbers, said_by(comparator)),
         "write it in the object of its number: { \"value\": 25, \"unit\": \"ng/mL\", \"comparator\": \"<\" }, or in its text: \"<25 ng/mL\"");
  return nullptr;
}

// ---- FHIR ---------------------------------------------------------------------------------------------------------

// A member or a group that is one; of items see bind_item.
bool Binder::report_fhir(const JsonValue& object, const FieldPath* path) {
  const JsonValue* type = object.member("resourceType");
  if (type == nullptr || type->kind != JsonKind::text) return false;
  const FieldPath own{path, "resourceType"};
  Diagnostic& made = report(Mistake::fact_fhir, type->span, own, fmt::format("this is a FHIR resource (`{}`), and crit does not read FHIR", shown(type->text)),
                            "map it first: crit reads the facts that the policy declares, under their names");
  if (path == nullptr) made.help.emplace_back("a member is { \"id\": …, \"as_of\": …, \"FACT\": … }; `crit check` and the policy's `facts` say which");
  return true;
}

// ---- words for no value -------------------------------------------------------------------------------------------

// Whether it says that there is no value, and the policy does not mean the word itself. `type`: null for a list or a group.
bool Binder::is_word(const JsonValue& raw, const FactType* type) const {
  if (raw.kind != JsonKind::text || !is_no_value(raw.text)) return false;
  if (type == nullptr) return true;
  const std::string folded = fold_text(raw.text);
  const auto same = [&](const std::string& word) { return fold_text(word) == folded; };
  if (type->kind == FactKind::enumeration) {
    const auto& alternatives = schema_.enumerations[type->enumeration].alternatives;
    return std::none_of(alternatives.begin(), alternatives.end(), same);
  }
  return std::none_of(type->words.begin(), type->words.end(), same);
}

void Binder::report_word(const JsonValue& raw, const FieldPath& path, const FactType* type) {
  Diagnostic& made = report(strict_values_ ? Mistake::fact_no_value : Mistake::fact_word, raw.span, path,
                            fmt::format("\"{}\" is a word for no value{}", shown(raw.text), strict_values_ ? "" : "; this is taken as not known"),
                            path.item != 0 ? "find out what it is: as it stands, one item of the list is not known"
                                           : "write null where it was looked for and is not there, or leave the field out");
  if (type != nullptr && type->kind == FactKind::text) made.help.push_back(fmt::format("if it is an answer, the policy has to name it: `… is \"{}\"`", shown(raw.text)));
}

}  // namespace crit
