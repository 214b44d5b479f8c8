#include "facts_json.hpp"

#include "crit/crit.hpp"
#include "json.hpp"
#include "json_writer.hpp"

namespace crit {

std::string json_of(const FactCell& cell, const Schema& schema, const FactType& type) {
  switch (cell.state) {
    case FactState::not_supplied: return {};
    case FactState::looked_for: return "null";
    case FactState::no_value: return json_string(cell.written.empty() ? "N/A" : cell.written.text());
    case FactState::supplied: break;
  }
  if (const auto* truth = std::get_if<Truth>(&cell.value)) return *truth == Truth::yes ? "true" : "false";
  if (const auto* text = std::get_if<TextValue>(&cell.value)) return json_string(text->data->written);
  if (const auto* alternative = std::get_if<Alternative>(&cell.value))
    return json_string(schema.enumerations[type.enumeration].alternatives[alternative->index]);
  if (const auto* code = std::get_if<CodeValue>(&cell.value)) {
    if (code->data->system == type.system) return json_string(code->data->written);
    return "{\"system\":" + json_string(code->data->system) + ",\"code\":" + json_string(code->data->written) + "}";
  }
  // As it was written: a date has its time, and a quantity the unit that it was measured in.
  const std::string written = cell.written.text();
  return is_json_number(written) && type.kind == FactKind::number ? written : json_string(written);
}

std::string sourced(const std::string& value, const Provenance& from) {
  if (from.source.empty() && from.document.empty() && from.page.empty() && from.date.empty()) return value;
  JsonWriter json;
  json.begin_object("");
  json.raw("value", value);
  for (const auto& [name, text] : {std::pair{"source", &from.source}, std::pair{"document", &from.document},
                                   std::pair{"page", &from.page}, std::pair{"date", &from.date}}) {
    if (!text->empty()) json.string(name, *text);
  }
  json.end_object();
  return json.take();
}

}  // namespace crit
