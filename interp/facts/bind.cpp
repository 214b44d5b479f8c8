// Groups, single facts, wrappers and provenance. Lists are in bind_list.cpp.
#include "bind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "near.hpp"
#include "text.hpp"

namespace crit {

// ---- names --------------------------------------------------------------------------------------------------------

const NameNode* NameNode::find(std::string_view path) const {
  if (const auto whole = by_name.find(path); whole != by_name.end()) return whole->second;  // "I.A.3", an answer
  const NameNode* node = this;
  while (true) {
    const std::size_t dot = path.find('.');
    const auto child = node->by_name.find(path.substr(0, dot));
    if (child == node->by_name.end()) return nullptr;
    node = child->second;
    if (dot == std::string_view::npos) return node;
    path.remove_prefix(dot + 1);
  }
}

std::vector<std::string> NameNode::child_names() const {
  std::vector<std::string> names;
  for (const auto& [name, node] : children) names.push_back(name);
  return names;
}

NameNode name_tree(const Schema& schema) {
  NameNode root;
  const auto node_of = [&root](std::string_view path) -> NameNode& {
    NameNode* node = &root;
    while (true) {
      const std::size_t dot = path.find('.');
      node = &node->children[std::string(path.substr(0, dot))];
      if (dot == std::string_view::npos) return *node;
      path.remove_prefix(dot + 1);
    }
  };
  for (std::size_t i = 0; i < schema.facts.size(); ++i) {
    // Answers are named by their criterion, in one piece.
    NameNode& node = schema.facts[i].asked ? root.children[schema.facts[i].path] : node_of(schema.facts[i].path);
    node.fact = static_cast<std::uint32_t>(i);
  }
  for (std::size_t i = 0; i < schema.lists.size(); ++i)
    node_of(schema.lists[i].path).list = static_cast<std::uint32_t>(i);
  const auto note_names = [](NameNode& node, const auto& self) -> void {
    for (auto& [name, child] : node.children) {
      node.by_name.emplace(name, &child);
      self(child, self);
    }
  };
  note_names(root, note_names);
  return root;
}

std::string FieldPath::to_string() const {
  std::string text = parent == nullptr ? std::string() : parent->to_string();
  if (item != 0) return fmt::format("{}[{}]", text, item);
  if (!text.empty() && !name.empty()) text += '.';
  return text + shown(name);
}

std::string FieldPath::field() const {
  std::string text = parent == nullptr ? std::string() : parent->field();
  if (item != 0) return text;
  if (!text.empty() && !name.empty()) text += '.';
  return text + shown(name);
}

// ---- reporting ----------------------------------------------------------------------------------------------------

Binder::Binder(const SchemaTables& tables, Strictness strictness, Diagnostics& diagnostics, FieldTexts& texts)
    : schema_(tables.schema),
      names_(tables.names),
      values_(tables.values),
      strict_(strictness != Strictness::lenient),
      strict_values_(strictness == Strictness::all),
      diagnostics_(diagnostics),
      texts_(texts) {}

Diagnostic& Binder::report(Mistake mistake, Span span, const FieldPath& path, std::string message, std::string help) {
  Diagnostic& made = diagnostics_.add(mistake, span, std::move(message));
  made.path = path.to_string();
  if (!help.empty()) made.help.push_back(std::move(help));
  return made;
}

void Binder::report_repeats(const JsonValue& value, const FieldPath* path) {
  for (std::size_t i = 0; i < value.children.size(); ++i) {
    const JsonValue& child = value.children[i];
    FieldPath child_path{path, child.name};
    if (value.kind == JsonKind::array) child_path.item = i + 1;
    const bool is_wrapping = child.name == "items" && child.kind == JsonKind::array && path != nullptr;
    if (child.repeats != JsonValue::not_repeated) {
      Diagnostic& made =
          diagnostics_.add(Mistake::fact_repeated, child.name_span,
                           fmt::format("`{}` is given twice", shown(child.name)), "leave one of the two out");
      made.path = child_path.to_string();
      made.labels.push_back({value.children[child.repeats].name_span, "first given here"});
    }
    report_repeats(child, is_wrapping ? path : &child_path);
  }
}

std::string quoted(std::string_view key) { return key.empty() ? std::string("`\"\"`") : fmt::format("`{}`", shown(key)); }

// Which name may be meant, or what there is.
std::string near_or_known(std::string_view name, const std::vector<std::string>& known) {
  if (const std::string near = nearest(name.substr(0, 100), known); !near.empty()) return fmt::format("did you mean \"{}\"?", near);
  constexpr std::size_t most = 12;  // more names would bury the message
  std::string help;
  if (known.size() > most) return help;
  for (const std::string& one : known) help += fmt::format("{}\"{}\"", help.empty() ? "known here: " : ", ", one);
  return help;
}

template <typename Say>
void Binder::report_undeclared(const JsonValue& member, const FieldPath& path, const Say& say) {
  const std::string field = path.field();
  const UndeclaredFields::Met met = undeclared_.meet(field);
  const bool is_told = met.is_new && met.number < UndeclaredFields::most_told;
  if (!strict_ && !is_told) return;
  const bool may_advise = met.number < UndeclaredFields::most_advised;
  const FieldText* text = may_advise ? texts_.find(field) : nullptr;
  FieldText made;
  if (text == nullptr) {
    made = say(may_advise);
    text = may_advise ? &texts_.keep(field, std::move(made)) : &made;
  }
  if (strict_) {
    report(Mistake::fact_undeclared, member.name_span, path, text->message, text->help);
    return;
  }
  Diagnostics one("");  // the file's name is put to it with the others'
  Diagnostic& first = one.add(Mistake::fact_ignored, member.name_span, text->message + "; it is ignored");
  first.path = path.to_string();
  if (!text->help.empty()) first.help.push_back(text->help);
  undeclared_.tell(std::move(first));
}

void Binder::report_undeclared(const JsonValue& member, const FieldPath& path, std::string message,
                               const std::vector<std::string>& known) {
  report_undeclared(member, path, [&](bool may_advise) { return FieldText{message, may_advise ? near_or_known(member.name, known) : ""}; });
}

FieldText Binder::text_of_undeclared(const JsonValue& child, const NameNode& node, const FieldPath* path, bool may_advise) const {
  const std::string where = path == nullptr ? std::string("the policy") : fmt::format("`{}`", path->to_string());
  FieldText text{fmt::format("{} declares no fact {}", where, quoted(child.name)), ""};
  if (!may_advise) return text;
  std::vector<std::string> known = node.child_names();
  if (path == nullptr) {
    known.insert(known.end(), {"id", "as_of"});
    // The right name in the wrong place: offer the whole path.
    std::string declared_as;
    const auto offer = [&](const std::string& declared) {
      const std::size_t dot = declared.rfind('.');
      if (dot != std::string::npos && std::string_view(declared).substr(dot + 1) == child.name) declared_as = declared;
    };
    for (const FactSlot& slot : schema_.facts) {
      if (!slot.asked) offer(slot.path);
    }
    for (const ListSlot& slot : schema_.lists) offer(slot.path);
    if (!declared_as.empty()) return {fmt::format("`{}` is declared as `{}`", shown(child.name), declared_as), fmt::format("write \"{}\", or nest it", declared_as)};
  }
  text.help = near_or_known(child.name, known);
  return text;
}

// ---- groups -------------------------------------------------------------------------------------------------------

FactSet Binder::bind(const JsonValue& member, bool has_repeats) {
  facts_ = FactSet();
  facts_.facts.resize(schema_.facts.size());
  facts_.lists.resize(schema_.lists.size());
  given_.assign(schema_.facts.size() + schema_.lists.size(), nullptr);
  if (has_repeats) report_repeats(member, nullptr);
  bind_reserved(member);
  bind_group(member, names_, nullptr);
  return std::move(facts_);
}

void Binder::bind_reserved(const JsonValue& member) {
  const JsonValue* id = member.member("id");
  if (id != nullptr && id->kind != JsonKind::null) {
    const FieldPath path{nullptr, "id"};
    if (id->kind != JsonKind::text && id->kind != JsonKind::number) {
      report(Mistake::fact_type, id->span, path,
             fmt::format("an \"id\" is a text or a number, found {}", json_kind_name(id->kind)));
    } else if (id->text.size() > ValueReader::max_text || id->text.find('\0') != std::string_view::npos) {
      report(Mistake::fact_text, id->span, path, "the \"id\" is too long, or holds a NUL character");
    } else if (id->text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
      report(Mistake::fact_text, id->span, path, "the \"id\" is empty", "name the member, or leave the \"id\" out");
    } else {
      facts_.id = std::string(id->text);
    }
  }
  const JsonValue* as_of = member.member("as_of");
  if (as_of != nullptr && as_of->kind != JsonKind::null) {
    const FieldPath path{nullptr, "as_of"};
    if (as_of->kind != JsonKind::text) {
      report(Mistake::fact_type, as_of->span, path,
             fmt::format("a full date in quotes is expected, found {}", json_kind_name(as_of->kind)),
             as_of->kind == JsonKind::number && as_of->text.size() == 8 ? explain_date(as_of->text).help : "write it as \"2022-10-01\"");
      return;
    }
    const auto date = parse_date(as_of->text);
    if (!date) {
      ValueFault fault = explain_date(as_of->text);
      report(fault.mistake, as_of->span, path, std::move(fault.message), std::move(fault.help));
    } else if (!date->exact()) {
      report(Mistake::fact_date, as_of->span, path, fmt::format("`{}` is not a full date", shown(as_of->text)),
             "the date of service is one day: write YYYY-MM-DD");
    } else {
      facts_.as_of = date->first;
    }
  }
}

void Binder::bind_group(const JsonValue& object, const NameNode& node, const FieldPath* path) {
  if (node.find("resourceType") == nullptr && report_fhir(object, path)) return;
  for (const JsonValue& child : object.children) {
    if (child.repeats != JsonValue::not_repeated) continue;  // reported
    if (path == nullptr && (child.name == "id" || child.name == "as_of" || child.name == "expect")) continue;
    if (is_remark(child.name)) continue;
    const FieldPath child_path{path, child.name};
    if (const NameNode* found = node.find(child.name)) {
      bind_node(child, *found, child_path);
      continue;
    }
    if (const auto modifier = modifier_of(child.name); modifier && bind_modifier(child, *modifier, path == nullptr ? Place::member : Place::group, child_path)) continue;
    if (bind_dotted(child, node, path)) continue;
    report_undeclared(child, child_path, [&](bool may_advise) { return text_of_undeclared(child, node, path, may_advise); });
  }
}

void Binder::bind_node(const JsonValue& value, const NameNode& node, const FieldPath& path) {
  if (node.fact != NameNode::none) {
    if (!claim(node, value, path)) return;
    facts_.facts[node.fact] = bind_cell(value, schema_.facts[node.fact].type, path, {});
  } else if (node.list != NameNode::none) {
    if (!claim(node, value, path)) return;
    facts_.lists[node.list] = bind_list(value, schema_.lists[node.list], path);
  } else if (value.kind == JsonKind::object) {
    bind_group(value, node, &path);
  } else if (value.kind == JsonKind::null) {
    bind_absent_group(value, FactState::looked_for, node, path);
  } else if (is_word(value, nullptr)) {
    report_word(value, path, nullptr);
    bind_absent_group(value, FactState::no_value, node, path);
  } else {
    report(Mistake::fact_type, value.span, path,
           fmt::format("`{}` is a group of facts, found {}", path.to_string(), json_kind_name(value.kind)),
           fmt::format("write {{ \"{}\": … }}", node.children.begin()->first));
  }
}

// A group that is null: each fact in it was looked for, and is not there. Of a word for no value the same, without the looking.
void Binder::bind_absent_group(const JsonValue& absent, FactState state, const NameNode& node, const FieldPath& path) {
  for (const auto& [name, child] : node.children) {
    const FieldPath child_path{&path, name};
    if (child.is_group()) {
      bind_absent_group(absent, state, child, child_path);
    } else if (child.fact != NameNode::none) {
      if (claim(child, absent, child_path)) facts_.facts[child.fact].state = state;
    } else if (claim(child, absent, child_path)) {
      facts_.lists[child.list].state = state;
    }
  }
}

// One fact may be written nested and dotted, but not both.
bool Binder::claim(const NameNode& node, const JsonValue& value, const FieldPath& path) {
  const JsonValue*& given = given_[node.fact != NameNode::none ? node.fact : schema_.facts.size() + node.list];
  if (given == nullptr) {
    given = &value;
    return true;
  }
  Diagnostic& made = diagnostics_.add(Mistake::fact_repeated, value.name_span,
                                      fmt::format("`{}` is given twice", path.to_string()), "leave one of the two out");
  made.path = path.to_string();
  made.labels.push_back({given->name_span, "first given here"});
  return false;
}

// ---- single values ------------------------------------------------------------------------------------------------

GivenProvenance inherit(GivenProvenance own, const GivenProvenance& around) {
  if (!own.source.empty() || !own.document.empty()) return own;
  own.source = around.source;
  own.document = around.document;
  if (own.page.empty()) own.page = around.page;
  if (own.date.empty()) own.date = around.date;
  return own;
}

FactCell Binder::bind_cell(const JsonValue& raw, const FactType& type, const FieldPath& path,
                           const GivenProvenance& inherited, bool is_end, const JsonValue* comparator) {
  FactCell cell;
  Wrapper wrapper;
  wrapper.value = &raw;
  wrapper.provenance = inherited;
  if (raw.kind == JsonKind::object) {
    if (report_fhir(raw, &path)) return cell;
    wrapper = Wrapper();
    if (!unwrap(raw, type, path, wrapper)) return cell;
    wrapper.provenance = inherit(wrapper.provenance, inherited);
  }
  cell.provenance = keep(wrapper.provenance);
  if (wrapper.absent != nullptr) {
    cell.state = FactState::no_value;
    cell.written = facts_.written.keep(said_by(*wrapper.absent));
    return cell;
  }
  if (wrapper.value->kind == JsonKind::null) {
    const JsonValue* stray = wrapper.beside.comparator != nullptr ? wrapper.beside.comparator : comparator;
    if (stray != nullptr) bind_modifier(*stray, Modifier::comparator, Place::value, FieldPath{&path, stray->name});
    cell.state = FactState::looked_for;
    return cell;
  }
  if (comparator == nullptr && wrapper.beside.is_empty() && values_.read_plain(*wrapper.value, type, cell.value)) {
    cell.state = FactState::supplied;
    cell.written = wrapper.value->kind == JsonKind::boolean ? KeptText(wrapper.value->boolean ? "true" : "false")
                                                            : facts_.written.keep(wrapper.value->text);
    return cell;
  }
  if (is_end && wrapper.value->kind == JsonKind::text && fold_text(wrapper.value->text) == "ongoing") {
    cell.state = FactState::supplied;
    cell.value = ongoing;
    cell.written = facts_.written.keep(wrapper.value->text);
    return cell;
  }
  if (is_word(*wrapper.value, &type)) {
    report_word(*wrapper.value, path, &type);
    cell.state = FactState::no_value;
    cell.written = facts_.written.keep(shown(wrapper.value->text));
    return cell;
  }
  if (comparator != nullptr && wrapper.beside.comparator == nullptr) {
    wrapper.beside.comparator = comparator;
  } else if (comparator != nullptr && !is_harmless(Modifier::comparator, *comparator)) {
    report(Mistake::fact_comparator, comparator->name_span, path, fmt::format("`{}` has a comparator in its object, and another beside it", path.to_string()), "leave one of the two out");
    return cell;
  }
  ReadValue read = type.kind == FactKind::number ? values_.read_number(*wrapper.value, type, wrapper.beside, facts_.texts, facts_.ranges)
                                                 : values_.read(*wrapper.value, type, nullptr, wrapper.system, facts_.texts);
  if (read.fault) {
    Diagnostic& made = report(read.fault->mistake, wrapper.value->span, path, std::move(read.fault->message),
                              std::move(read.fault->help));
    if (is_end) made.help.emplace_back("a period that has not ended has the end \"ongoing\"");
    return cell;
  }
  cell.state = FactState::supplied;
  cell.value = std::move(read.value);
  cell.written = facts_.written.keep(read.written);
  return cell;
}

bool Binder::unwrap(const JsonValue& object, const FactType& type, const FieldPath& path, Wrapper& wrapper) {
  const bool is_code = type.kind == FactKind::code;
  const bool is_number = type.kind == FactKind::number;
  if (is_code && report_codeable_concept(object, path)) return false;
  bool good = true;
  const JsonValue* absent = nullptr;
  for (const JsonValue& child : object.children) {
    if (child.repeats != JsonValue::not_repeated || is_remark(child.name)) continue;  // reported
    if (child.name == "value" || (is_code && child.name == "code")) {
      if (wrapper.value != nullptr) {
        report(Mistake::fact_wrapper, child.name_span, path, "\"value\" and \"code\" are both given",
               "leave one of the two out");
        good = false;
      }
      wrapper.value = &child;
    } else if (child.name == "unit" && is_number) {
      wrapper.beside.unit = &child;
    } else if (child.name == "system" && (is_code || is_number)) {
      (is_code ? wrapper.system : wrapper.beside.system) = &child;
    } else if (child.name == "code" && is_number) {
      wrapper.beside.code = &child;
    } else if (child.name == "display" && (is_code || is_number)) {
      // what the code is called
    } else if ((child.name == "version" || child.name == "userSelected") && is_code) {
      // of FHIR's Coding: which edition it is of, and who chose it
    } else if (child.name == "source" || child.name == "document" || child.name == "page" || child.name == "date") {
      good = read_provenance(child, path, wrapper.provenance) && good;
    } else if (const auto modifier = modifier_of(child.name)) {
      const FieldPath child_path{&path, child.name};
      if (*modifier == Modifier::comparator && is_number) {
        wrapper.beside.comparator = &child;
      } else if (*modifier == Modifier::data_absent_reason && !says_nothing(child)) {
        absent = &child;
      } else {
        good = bind_modifier(child, *modifier, Place::value, child_path) && good;
      }
    } else {
      const FieldPath child_path{&path, child.name};
      if (child.name == "unit" && type.kind == FactKind::duration) {
        report(Mistake::fact_beside, child.name_span, child_path, "a duration has its unit in its own text", "write \"value\": \"90 days\", and leave \"unit\" out");
        good = false;
        continue;
      }
      std::vector<std::string> known = {"value", "source", "document", "page", "date"};
      if (is_number) known.emplace_back("unit");
      if (is_code) known.insert(known.end(), {"code", "system"});
      report_beside(child, child_path, "a value", known);
      good = false;
    }
  }
  const bool has_value = wrapper.value != nullptr && wrapper.value->kind != JsonKind::null;
  if (absent != nullptr && has_value) {
    const FieldPath child_path{&path, absent->name};
    bind_modifier(*absent, Modifier::data_absent_reason, Place::value, child_path);
    return false;
  }
  if (absent != nullptr) {
    wrapper.absent = absent;
    return good;
  }
  if (wrapper.value == nullptr) {
    report(Mistake::fact_wrapper, object.span, path, "this object has no \"value\"",
           fmt::format("give it a \"value\": {}", values_.wanted(type)));
    return false;
  }
  // A code may be wrapped twice: {"value": {"system": …, "code": …}, "source": …}.
  if (is_code && wrapper.value->kind == JsonKind::object && wrapper.system == nullptr) {
    const JsonValue* coded = wrapper.value;
    wrapper.value = nullptr;
    if (coded->member("value") == nullptr) return unwrap(*coded, type, path, wrapper) && good;
    wrapper.value = coded;
  }
  return good;
}

bool Binder::read_provenance(const JsonValue& member, const FieldPath& parent, GivenProvenance& into) {
  const FieldPath path{&parent, member.name};
  if (member.kind == JsonKind::null) return true;
  if ((member.name == "date" || member.name == "page") && is_word(member, nullptr)) {
    report_word(member, path, nullptr);
    return !strict_values_;
  }
  const bool may_be_number = member.name == "page" || member.name == "document";
  if (member.kind != JsonKind::text && !(may_be_number && member.kind == JsonKind::number)) {
    report(Mistake::fact_wrapper, member.span, path,
           fmt::format("\"{}\" is a text{}, found {}", member.name, may_be_number ? " or a number" : "",
                       json_kind_name(member.kind)));
    return false;
  }
  if (member.text.size() > ValueReader::max_text || member.text.find('\0') != std::string_view::npos) {
    report(Mistake::fact_wrapper, member.span, path,
           fmt::format("\"{}\" is too long, or holds a NUL character", member.name));
    return false;
  }
  // 12, "12", "12-14", "A3", "iv": what is printed on the page.
  const auto on_a_page = [](std::string_view page) {
    const bool roman = page.find_first_not_of("ivxlcdmIVXLCDM") == std::string_view::npos;
    return roman || page.find_first_of("0123456789") != std::string_view::npos;
  };
  if (member.name == "page" && !on_a_page(member.text)) {
    report(Mistake::fact_wrapper, member.span, path, fmt::format("`{}` is not a page", shown(member.text)),
           "a page is a number, or what is printed on it: 3, \"12-14\", \"A3\", \"iv\"");
    return false;
  }
  if (member.name == "date" && !member.text.empty() && !parse_date(member.text)) {
    ValueFault fault = explain_date(member.text);
    report(fault.mistake, member.span, path, std::move(fault.message), std::move(fault.help));
    return false;
  }
  std::string_view& place = member.name == "source"     ? into.source
                            : member.name == "document" ? into.document
                            : member.name == "page"     ? into.page
                                                        : into.date;
  place = member.text;
  return true;
}

std::uint32_t Binder::keep(const GivenProvenance& given) {
  if (given.source.empty() && given.document.empty() && given.page.empty() && given.date.empty()) return 0;
  const auto is_given = [&](const Provenance& one) {
    return one.source == given.source && one.document == given.document && one.page == given.page &&
           one.date == given.date;
  };
  auto& kept = facts_.provenances;
  // The fields of one item share theirs, and so mostly do neighbours: looking at the last few is enough.
  constexpr std::size_t look_back = 4;
  for (std::size_t i = kept.size(); i > 0 && i + look_back > kept.size(); --i) {
    if (is_given(kept[i - 1])) return static_cast<std::uint32_t>(i);
  }
  kept.push_back(
      {std::string(given.source), std::string(given.document), std::string(given.page), std::string(given.date)});
  return static_cast<std::uint32_t>(kept.size());
}

}  // namespace crit
