// Lists, series, periods and code lists: items, completeness, and the dates that every item of a series or period has.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bind.hpp"
#include "code.hpp"
#include "text.hpp"

namespace crit {

namespace {

bool is_provenance_name(std::string_view name) {
  return name == "source" || name == "document" || name == "page" || name == "date";
}

std::string item_example(const ListSlot& slot) {
  if (slot.single_value) return "…";
  std::string text = "{ ";
  for (std::size_t i = 0; i < slot.fields.size() && i < 3; ++i) {
    text += fmt::format("{}\"{}\": …", i == 0 ? "" : ", ", slot.fields[i].name);
  }
  return text + " }";
}

const Field* field_named(const ListSlot& slot, std::string_view name) {
  for (const Field& field : slot.fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

// "value.status": the field before the first dot.
const Field* field_before_dot(const ListSlot& slot, std::string_view name) {
  const std::size_t dot = name.find('.');
  return dot == std::string_view::npos ? nullptr : field_named(slot, name.substr(0, dot));
}

std::string_view behind_dot(std::string_view name) { return name.substr(name.find('.') + 1); }

// How many of the first fields are days.
std::size_t days_of(const ListSlot& slot) { return slot.kind == ListKind::series ? 1 : slot.kind == ListKind::periods ? 2 : 0; }

// Whether all that the items have are words for no value.
bool has_only_words(const ListCell& list, std::size_t fields) {
  for (std::size_t row = 0; row + fields <= list.cells.size(); row += fields) {
    const auto first = list.cells.begin() + static_cast<std::ptrdiff_t>(row);
    const auto last = first + static_cast<std::ptrdiff_t>(fields);
    if (std::any_of(first, last, [](const FactCell& cell) { return cell.state == FactState::supplied; })) return false;
    if (std::none_of(first, last, [](const FactCell& cell) { return cell.state == FactState::no_value; })) return false;
  }
  return !list.cells.empty();
}

// Whether an item has anything but its days.
bool gives_a_value(const JsonValue& item, const ListSlot& slot) {
  const std::size_t days = days_of(slot);
  for (const JsonValue& child : item.children) {
    const Field* field = field_named(slot, child.name);
    if (field != nullptr && static_cast<std::size_t>(field - slot.fields.data()) >= days && child.kind != JsonKind::null) return true;
  }
  return false;
}

}  // namespace

ListCell Binder::bind_list(const JsonValue& raw, const ListSlot& slot, const FieldPath& path) {
  ListCell list;
  const JsonValue* items = &raw;
  const JsonValue* completeness = nullptr;
  GivenProvenance provenance;
  if (raw.kind == JsonKind::object) {
    if (report_fhir(raw, &path)) return list;
    items = raw.member("items");
    const JsonValue* absent = nullptr;
    for (const JsonValue& child : raw.children) {
      if (child.repeats != JsonValue::not_repeated || &child == items || is_remark(child.name)) continue;
      const auto modifier = modifier_of(child.name);
      if (modifier == Modifier::complete) {
        if (completeness != nullptr) {
          report(Mistake::fact_repeated, child.name_span, FieldPath{&path, child.name}, "\"complete\" is given twice", "leave one of the two out");
        }
        completeness = &child;
      } else if (modifier == Modifier::data_absent_reason && (items == nullptr || items->kind == JsonKind::null) && !says_nothing(child)) {
        absent = &child;
      } else if (modifier) {
        bind_modifier(child, *modifier, Place::list, FieldPath{&path, child.name});
      } else if (is_provenance_name(child.name) && items != nullptr) {
        read_provenance(child, path, provenance);
      } else if (items != nullptr) {
        const FieldPath child_path{&path, child.name};
        report_beside(child, child_path, "a list", {"items", "complete", "source", "document", "page", "date"});
      }
    }
    if (absent != nullptr) {
      list.state = FactState::no_value;
      return list;
    }
    if (items == nullptr) {
      report(Mistake::fact_wrapper, raw.span, path,
             fmt::format("`{}` is a list; this object has no \"items\"", path.to_string()),
             fmt::format("write [ {} ], also for one item, or {{ \"items\": [ … ], \"complete\": true }}",
                         item_example(slot)));
      return list;
    }
  }
  list.provenance = keep(provenance);
  if (items->kind == JsonKind::null) {
    list.state = FactState::looked_for;
    if (completeness != nullptr) bind_completeness(*completeness, slot, path, list);
    list.complete = false;  // there is no list to be complete
    list.complete_within.reset();
    return list;
  }
  if (is_word(*items, nullptr)) {
    report_word(*items, path, nullptr);
    list.state = FactState::no_value;
    return list;
  }
  if (items->kind != JsonKind::array) {
    report(Mistake::fact_type, items->span, path,
           fmt::format("`{}` is a list, found {}", path.to_string(), json_kind_name(items->kind)),
           fmt::format("write [ {} ], also for one item", item_example(slot)));
    return list;
  }
  if (items->children.size() > max_items) {
    report(
        Mistake::fact_limit, items->span, path,
        fmt::format("`{}` has {} items; crit reads at most {}", path.to_string(), items->children.size(), max_items));
    return list;
  }
  list.state = FactState::supplied;
  list.complete = slot.complete || slot.complete_within.has_value();
  list.complete_within = slot.complete_within;
  if (completeness != nullptr) bind_completeness(*completeness, slot, path, list);
  list.items = static_cast<std::uint32_t>(items->children.size());
  list.cells.reserve(items->children.size() * slot.fields.size());
  OddDates odd;
  for (std::size_t i = 0; i < items->children.size(); ++i) {
    bind_item(items->children[i], slot, FieldPath{&path, {}, i + 1}, provenance, list.cells, odd);
    note_moment(slot, i, list);
  }
  warn_of_dates(odd, slot, path);
  if (has_only_words(list, slot.fields.size())) {  // it documents nothing, and denies nothing
    ListCell none;
    none.state = FactState::no_value;
    none.provenance = list.provenance;
    return none;
  }
  return list;
}

void Binder::bind_completeness(const JsonValue& raw, const ListSlot& slot, const FieldPath& path, ListCell& list) {
  const FieldPath own_path{&path, "complete"};
  const bool is_dated = slot.kind == ListKind::series || slot.kind == ListKind::periods;
  if (raw.kind == JsonKind::null) return;  // the declaration's word stands
  if (raw.kind == JsonKind::boolean) {
    list.complete = raw.boolean;
    list.complete_within.reset();
    return;
  }
  constexpr std::string_view within = "within ";
  if (raw.kind == JsonKind::text && raw.text.substr(0, within.size()) == within) {
    const auto duration = parse_duration_text(raw.text.substr(within.size()));
    if (duration && is_dated) {
      list.complete = true;
      list.complete_within = *duration;
      return;
    }
    if (duration) {
      report(Mistake::fact_completeness, raw.span, own_path,
             "only a list whose items have dates can be complete within a time",
             "write true where the list is the whole list, else false");
      return;
    }
  }
  report(Mistake::fact_completeness, raw.span, own_path,
         fmt::format("\"complete\" is true, false{}, found {}", is_dated ? " or \"within\" and a duration" : "",
                     raw.kind == JsonKind::text ? fmt::format("\"{}\"", shown(raw.text))
                                                : std::string(json_kind_name(raw.kind))),
         is_dated ? "write true, false, or as far back as the list is whole: \"within 12 months\""
                  : "write true or false");
}

// `E11.9, I10` or `E11.9|I10` as one item of a list, and `none` as its only one: what the list's own way of saying it is.
bool Binder::bind_several(const JsonValue& raw, const ListSlot& slot, const FieldPath& path) {
  const FactType& type = slot.fields.front().type;
  const bool is_code = type.kind == FactKind::code;
  if (raw.kind != JsonKind::text || (!is_code && type.kind != FactKind::enumeration)) return false;
  const auto is_value = [&](std::string_view text) {
    if (is_code) return normalize_code(type.system, text).code.has_value();
    const auto& alternatives = schema_.enumerations[type.enumeration].alternatives;
    return std::any_of(alternatives.begin(), alternatives.end(), [&](const std::string& one) { return fold_text(one) == fold_text(text); });
  };
  constexpr std::size_t longest = 1000;  // a longer text is no few values with commas between them
  if (raw.text.size() > longest || is_value(raw.text)) return false;
  const Mistake mistake = is_code ? Mistake::fact_code : Mistake::fact_alternative;
  const std::string folded = fold_text(raw.text);
  if (folded == "none" || folded == "nil" || folded == "nothing" || folded == "no" || folded == "none known") {
    const std::string name = path.to_string().substr(0, path.to_string().rfind('['));
    report(mistake, raw.span, path, fmt::format("`{}` is no value of a list", shown(raw.text)),
           raw.in_cell ? fmt::format("leave the cell empty; that there are none is said by `yes` in the column `{}.complete`", name)
                       : fmt::format("that there are none is said by \"{}\": {{ \"items\": [], \"complete\": true }}", name));
    return true;
  }
  const auto split = [&](std::string_view signs) {  // none where one part is no value
    std::vector<std::string> values;
    for (std::size_t at = 0; at < raw.text.size();) {
      const std::size_t end = std::min(raw.text.find_first_of(signs, at), raw.text.size());
      std::string_view part = raw.text.substr(at, end - at);
      while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
      while (!part.empty() && (part.back() == ' ' || part.back() == '\r')) part.remove_suffix(1);
      if (!part.empty() && !is_value(part)) return std::vector<std::string>();
      if (!part.empty()) values.emplace_back(part);
      at = end + 1;
    }
    return values;
  };
  std::vector<std::string> values = split(",|/\n");
  if (values.empty()) values = split(",|/\n ");
  if (values.size() < 2) return false;
  std::string all;
  for (const std::string& one : values) all += (all.empty() ? "" : raw.in_cell ? "; " : ", ") + (raw.in_cell ? one : "\"" + one + "\"");
  report(mistake, raw.span, path, fmt::format("`{}` is {} values in one", shown(raw.text), values.size()),
         raw.in_cell ? fmt::format("set them apart by semicolons: `{}`", all) : fmt::format("give each its own quotes: [{}]", all));
  return true;
}

void Binder::bind_item(const JsonValue& raw, const ListSlot& slot, const FieldPath& path,
                       const GivenProvenance& inherited, std::vector<FactCell>& cells, OddDates& odd) {
  const std::size_t row = cells.size();
  cells.resize(row + slot.fields.size());
  if (raw.kind == JsonKind::null) {
    report(Mistake::fact_type, raw.span, path, "an item is null",
           "leave the item out; where the whole list was looked for and is not there, write null for it");
    return;
  }
  if (slot.single_value) {
    const auto check = [&](const JsonValue& object) {
      for (const JsonValue& child : object.children) {
        const bool says_open = modifier_of(child.name) == Modifier::complete && child.kind == JsonKind::boolean && !child.boolean;
        if (says_open && (slot.complete || slot.complete_within)) bind_modifier(child, Modifier::complete, Place::item, FieldPath{&path, child.name});
      }
    };
    check(raw);
    if (bind_several(raw, slot, path)) return;
    if (const JsonValue* inner = raw.kind == JsonKind::object ? raw.member("value") : nullptr) check(*inner);  // a code wrapped twice
    cells[row] = bind_cell(raw, slot.fields.front().type, path, inherited);
    if (cells[row].state == FactState::looked_for)
      report(Mistake::fact_type, raw.span, path, "an item is null", "leave the item out");
    return;
  }
  if (raw.kind != JsonKind::object) {
    report(Mistake::fact_type, raw.span, path,
           fmt::format("an item in braces is expected, found {}", json_kind_name(raw.kind)),
           fmt::format("write {}", item_example(slot)));
    return;
  }
  // A resource of which nothing was mapped; one that was may keep its name.
  if (std::none_of(raw.children.begin(), raw.children.end(), [&](const JsonValue& child) { return field_named(slot, child.name) != nullptr; }) && report_fhir(raw, &path)) return;
  GivenProvenance own;
  const Field* compared = nullptr;
  const JsonValue* comparator = nullptr;
  const JsonValue* absent = nullptr;
  for (const JsonValue& child : raw.children) {
    const Field* front = field_before_dot(slot, child.name);
    if (child.repeats == JsonValue::not_repeated && front != nullptr && front->type.kind == FactKind::number && raw.member(front->name) != nullptr &&
        comparator == nullptr && modifier_of(behind_dot(child.name)) == Modifier::comparator && !is_harmless(Modifier::comparator, child)) {
      comparator = &child;
      compared = front;
    }
    if (child.repeats == JsonValue::not_repeated && field_named(slot, child.name) == nullptr && modifier_of(child.name) == Modifier::comparator &&
        !is_harmless(Modifier::comparator, child)) {
      comparator = &child;
      compared = compared_field(raw, child, slot, FieldPath{&path, child.name});
    }
    if (child.repeats == JsonValue::not_repeated && is_provenance_name(child.name) &&
        field_named(slot, child.name) == nullptr) {
      read_provenance(child, path, own);
    }
  }
  own = inherit(own, inherited);
  for (const JsonValue& child : raw.children) {
    if (child.repeats != JsonValue::not_repeated || is_remark(child.name)) continue;
    const FieldPath child_path{&path, child.name};
    if (const Field* field = field_named(slot, child.name)) {
      const auto index = static_cast<std::size_t>(field - slot.fields.data());
      const bool is_end = slot.kind == ListKind::periods && index == 1;
      cells[row + index] = bind_cell(child, field->type, child_path, own, is_end, field == compared ? comparator : nullptr);
    } else if (const auto modifier = modifier_of(child.name)) {
      if (&child == comparator) continue;  // its field has it
      // Beside no value it says why there is none; the fields are not known as it is.
      if (*modifier == Modifier::data_absent_reason && !gives_a_value(raw, slot)) {
        if (!says_nothing(child)) absent = &child;
        continue;
      }
      const Field* named = nullptr;
      for (const Field& one : slot.fields) {
        if (plain_name(one.name) == plain_name(child.name)) named = &one;
      }
      if (*modifier == Modifier::complete && !slot.complete && !slot.complete_within && says_nothing(child)) continue;
      bind_modifier(child, *modifier, Place::item, child_path, named == nullptr ? std::string() : named->name);
    } else if (&child == comparator) {
      continue;  // its field has it
    } else if (const Field* front = field_before_dot(slot, child.name); front != nullptr && bind_part(child, behind_dot(child.name), false, FieldPath{&path, front->name})) {
      continue;
    } else if (child.name.find('.') != std::string_view::npos && front == nullptr && bind_spread(child, child.name, Place::item, child_path)) {
      continue;
    } else if (!is_provenance_name(child.name)) {
      std::vector<std::string> known;
      for (const Field& declared : slot.fields) known.push_back(declared.name);
      report_undeclared(child, child_path,
                        fmt::format("an item of `{}` has no field {}", slot.path, quoted(child.name)), known);
    }
  }
  for (std::size_t i = days_of(slot); absent != nullptr && i < slot.fields.size(); ++i) {
    cells[row + i].state = FactState::no_value;
    cells[row + i].written = facts_.written.keep(said_by(*absent));
  }
  check_item_dates(raw, slot, path, cells.data() + row, odd);
}

// A row that lacks its day is there all the same, on any day. An absent end is an unknown day on or after the start, an
// absent start one on or before the end: its cell stays "not supplied" (or "looked for"), but its value is that interval. A
// period that ends the day before it starts has no day (0 days' supply); of one that ends sooner neither day is known.
void Binder::check_item_dates(const JsonValue& raw, const ListSlot& slot, const FieldPath& path, FactCell* cells, OddDates& odd) {
  if (slot.kind != ListKind::series && slot.kind != ListKind::periods) return;
  const bool is_series = slot.kind == ListKind::series;
  FactCell& first = cells[0];
  const JsonValue* given = raw.member(is_series ? "date" : "start");
  const bool wrong = given != nullptr && first.state == FactState::not_supplied;  // which has been reported
  if (first.state != FactState::supplied && !wrong) {
    note_odd(odd.undated, given == nullptr ? raw.span : given->span, path.item);
    if (strict_values_) {
      report(Mistake::fact_item_date, odd.undated.place, FieldPath{&path, is_series ? "date" : "start"},
             is_series ? "an item of a series has no \"date\"" : "an item of periods has no \"start\"",
             "where only the month or the year is known, write that: \"2024-05\", \"2024\"");
    }
  }
  if (is_series) return;
  FactCell& end = cells[1];
  const auto* start = std::get_if<Date>(&first.value);
  const auto* last = std::get_if<Date>(&end.value);
  if (start == nullptr && last != nullptr && *last != ongoing) first.value = Date{first_day, last->last};
  if (start != nullptr && last == nullptr && end.state != FactState::supplied) end.value = Date{start->first, last_day};
  if (start == nullptr || last == nullptr || last->last >= start->first) return;
  const bool is_empty = start->exact() && last->exact() && last->last + 1 == start->first;
  const JsonValue* given_end = raw.member("end");
  OddRows& rows = is_empty ? odd.empty : odd.backwards;
  note_odd(rows, given_end == nullptr ? raw.span : given_end->span, path.item);
  if (rows.count == 1) rows.days = fmt::format("ends on {} and starts on {}", to_string(*last), to_string(*start));
  if (strict_values_) {
    report(Mistake::fact_period_backwards, rows.place, FieldPath{&path, "end"},
           fmt::format("the period ends on {} and starts on {}", to_string(*last), to_string(*start)),
           "\"end\" is the last day, and is not before \"start\"");
  }
  if (!is_empty) first.value = end.value = Unknown{};
}

void Binder::note_odd(OddRows& rows, Span place, std::size_t item) {
  if (rows.count++ == 0) rows.first = item;
  if (strict_values_ || rows.count == 1) rows.place = place;
}

// Once for a list: there are charts in which most rows lack their day.
void Binder::warn_of_dates(const OddDates& odd, const ListSlot& slot, const FieldPath& path) {
  if (strict_values_ || odd.undated.count + odd.empty.count + odd.backwards.count == 0) return;
  const bool is_series = slot.kind == ListKind::series;
  const auto warn = [&](const OddRows& rows, Mistake mistake, std::string_view field, const std::string& message, std::string help) {
    if (rows.count == 0) return;
    const FieldPath item{&path, {}, rows.first};
    const std::string more = rows.count == 1 ? "" : fmt::format("; the same of {} more", rows.count - 1);
    report(mistake, rows.place, FieldPath{&item, field}, message + more, std::move(help));
  };
  warn(odd.undated, Mistake::fact_undated, is_series ? "date" : "start",
       fmt::format("an item of {} has no \"{}\": its day is not known", is_series ? "a series" : "periods", is_series ? "date" : "start"),
       "where only the month or the year is known, write that: \"2024-05\", \"2024\"");
  warn(odd.empty, Mistake::fact_backwards, "end", "the period " + odd.empty.days + ": it has no day",
       "\"end\" is the last day, included: a period of one day ends on the day on which it starts");
  warn(odd.backwards, Mistake::fact_backwards, "end", "the period " + odd.backwards.days + ": neither of its days is taken for known",
       "\"end\" is the last day, and is not before \"start\"");
}

// Kept only where some item has a time: most lists have none.
void Binder::note_moment(const ListSlot& slot, std::size_t item, ListCell& list) {
  if (slot.kind != ListKind::series && slot.kind != ListKind::periods) return;
  const FactCell& date = list.cells[item * slot.fields.size()];
  const Moment moment = date.state == FactState::supplied ? moment_of(date.written) : Moment{};
  if (moment.kind == Moment::Kind::none) return;
  list.moments.resize(list.items);
  list.moments[item] = moment;
}

}  // namespace crit
