// What a name means: a field of the item at hand, a fact, a list, a define, the date of service.
#include "check_names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "check_defines.hpp"
#include "check_parameters.hpp"
#include "check_queries.hpp"
#include "check_sources.hpp"
#include "near.hpp"

namespace crit {
namespace {

// Of a file that could not be read whole: whether the name stands before a `:` in a `facts` block.
bool is_declared_in(std::string_view text, const std::string& path) {
  const auto is_word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; };
  for (std::size_t at = text.find(path); at != std::string_view::npos; at = text.find(path, at + 1)) {
    const std::size_t behind = text.find_first_not_of(" \t", at + path.size());
    if ((at > 0 && is_word(text[at - 1])) || behind == std::string_view::npos || text[behind] != ':') continue;
    // Blocks begin with a line's first letter.
    std::size_t line = at;
    while (line > 0 && !(text[line - 1] == '\n' && text[line] >= 'a' && text[line] <= 'z')) --line;
    if (text.substr(line, 5) == "facts") return true;
  }
  return false;
}

}  // namespace

Symbol Names::find_in(std::uint32_t environment, const std::string& path) const {
  if (path == "as_of") return {SymbolKind::as_of, 0, Span{}};
  if (environment != 0 && expansion_.argument(environment, path.substr(0, path.find('.'))) != nullptr) return {SymbolKind::parameter, 0, Span{}};
  return symbols_.find(path);
}

std::vector<std::string> Names::known_names() const {
  std::vector<std::string> names{"as_of"};
  if (item_visible()) {
    for (const Field& field : policy_.schema.lists[scopes_.back().list].fields) names.push_back(field.name);
  }
  for (const auto& [name, found] : symbols_.names) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

std::string Names::other_module(const std::string& path) const {
  const std::string module = context_.module_of ? context_.module_of(path) : "";
  if (const std::size_t dot = path.find('.'); module.empty() && context_.module_of && dot != std::string::npos && context_.module_of(path.substr(dot + 1)) == path.substr(0, dot)) {
    return fmt::format("what a module declares is used without the module's name: `{}`, with `use {}` above the policy", path.substr(dot + 1), path.substr(0, dot));
  }
  if (module.empty()) return "";
  // A date of birth that the policy has itself is all that an age is made of.
  static const std::vector<std::string> births{"birth_date", "date_of_birth", "birthdate", "dob", "birthday"};
  std::string birth;
  std::string both;  // declared by the policy, and by the module again
  for (const auto& [known, found] : symbols_.names) {
    const std::string own = known.substr(known.rfind('.') + 1);
    if (found.kind == SymbolKind::fact && std::find(births.begin(), births.end(), own) != births.end() && (birth.empty() || known < birth)) birth = known;
    if (found.kind != SymbolKind::group && context_.module_of(known) == module && (both.empty() || known < both)) both = known;
  }
  if (path == "age" && !birth.empty()) return fmt::format("write `define age = {} to as_of`, on a line of its own between the blocks", birth);
  if (!both.empty()) return fmt::format("the module `{}` of the standard library has it, and declares `{}`, too: write `use {}` above the policy, and leave `{}` out here", module, both, module, both);
  return fmt::format("the module `{}` of the standard library has it: write `use {}` above the policy", module, module);
}

checked::NodePtr Names::unknown_name(const std::string& path, Span span) {
  if (path == "not_met" || path == "not_applicable" || path == "met") {
    report(Mistake::conditional_inside, span, fmt::format("`{}` stands only as the whole result of a row", path),
           "a `choose` or `match` with such a row has an entry of its own in a block");
    return failed(span);
  }
  if (path == "true" || path == "false") {
    report(Mistake::foreign_operator, span, fmt::format("crit has no `{}`", path), "a yes_no fact is tested by naming it: `x`, or `not x`");
    return failed(span);
  }
  if (context_.unread && is_declared_in(sources_.at(span.begin).text(), path)) return failed(span);  // what is wrong with its declaration has been said
  Diagnostic& diagnostic = report(Mistake::unknown_name, span, fmt::format("nothing here is called `{}`", path));
  if (findings_.is_spare(diagnostic)) return failed(span);  // told before, of another copy of its define: no advice is looked for again
  if (path == "today" || path == "now" || path == "current_date") {
    diagnostic.help.push_back("crit reads no clock: the date of service is `as_of`");
    return failed(span);
  }
  if (path == "ongoing") {
    diagnostic.help.push_back("what runs on the date of service is asked by a window: `some LIST overlapping as_of`");
    return failed(span);
  }
  if (path == "deny" || path == "reject") {
    diagnostic.help.push_back("an exclusion that is met denies; a request that nothing approves is denied without a word");
    return failed(span);
  }
  if (path == "approve" || path == "refer" || path == "give") {
    diagnostic.help.push_back(fmt::format("`{}` stands in a section, on a line of its own; the line before it may not be finished", path));
    return failed(span);
  }
  if (path == "all_of" || path == "any_of" || path == "none_of") {
    diagnostic.help.push_back(fmt::format("its criteria stand in braces that open on the same line: `{} {{ … }}`", path));
    return failed(span);
  }
  if (source_kinds().groups().count(path) != 0) {
    diagnostic.help.push_back(fmt::format("`{}` is a group of sources: several stand behind one `documented_by`, set apart by commas", path));
    return failed(span);
  }
  if (std::string help = other_module(path); !help.empty()) {
    diagnostic.help.push_back(std::move(help));
    return failed(span);
  }
  // No more is looked for than takes a moment: of a file of mistakes only the first are shown.
  constexpr std::size_t most_compared = 1'000'000;
  if (diagnostics_.all().size() >= std::clamp<std::size_t>(most_compared / (symbols_.names.size() + 1), 10, max_advised)) {
    diagnostic.help.push_back("declare it in `facts { … }`, or with `define`");
    return failed(span);
  }
  // `birth_date` where `member.birth_date` is declared: the last part alone is what people forget to qualify.
  std::string near;
  for (const auto& [known, found] : symbols_.names) {
    if (known.size() > path.size() && known.compare(known.size() - path.size(), path.size(), path) == 0 &&
        known[known.size() - path.size() - 1] == '.' && (near.empty() || known < near)) {
      near = known;
    }
  }
  if (near.empty()) near = nearest(path, known_names());
  if (near.empty()) near = nearest(path, {"approve", "refer", "otherwise"});
  if (!near.empty()) {
    diagnostic.help.push_back(fmt::format("did you mean `{}`?", near));
  } else {
    diagnostic.help.push_back("declare it in `facts { … }`, or with `define`");
  }
  return failed(span);
}

checked::NodePtr Names::unknown_field(const ListSlot& list, const std::string& item, const std::string& field, Span span) {
  Diagnostic& diagnostic = report(Mistake::unknown_field, span, fmt::format("items of `{}` have no field `{}`", list.path, field));
  std::vector<std::string> fields;
  std::string all;
  for (const Field& known : list.fields) {
    fields.push_back(known.name);
    all += (all.empty() ? "`" : ", `") + known.name + "`";
  }
  const std::string near = nearest(field, fields);
  if (!near.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}.{}`?", item, near));
  else diagnostic.help.push_back("its fields are " + all);
  return failed(span);
}

checked::NodePtr Names::item_field(std::uint32_t depth, bool second, std::uint32_t field, Span span) {
  const Scope& scope = scopes_[scopes_.size() - 1 - depth];
  if (scope.joined && field > 1) return queries().joined_field(policy_.schema.lists[scope.list].fields[field].name, policy_.schema.lists[scope.list].path, span);
  return make(type_of(policy_.schema.lists[scope.list].fields[field].type), span, checked::ItemField{depth, second, field});
}

// Names that stand for parts of the items at hand. `handled` says whether it was one (a mistake in it included).
checked::NodePtr Names::item_name(const std::string& path, Span span, bool& handled) {
  handled = false;
  if (!item_visible()) return nullptr;
  const std::size_t dot = path.find('.');
  const std::string head = path.substr(0, dot);
  const auto field_of = [&](std::uint32_t list, const std::string& field) -> std::optional<std::uint32_t> {
    const auto& fields = policy_.schema.lists[list].fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].name == field) return static_cast<std::uint32_t>(i);
    }
    return std::nullopt;
  };
  for (std::size_t depth = 0; depth < scopes_.size(); ++depth) {
    const Scope& scope = scopes_[scopes_.size() - 1 - depth];
    if (scope.environment != expansion_.current) continue;
    const bool first = !scope.item.empty() && scope.item == head;
    const bool second = !scope.second.empty() && scope.second == head;
    if (!first && !second) continue;
    handled = true;
    const ListSlot& list = policy_.schema.lists[scope.list];
    const std::string field_name = dot == std::string::npos ? "" : path.substr(dot + 1);
    if (dot == std::string::npos) {
      if (list.single_value) return item_field(static_cast<std::uint32_t>(depth), second, 0, span);
      report(Mistake::not_a_value, span, fmt::format("`{}` is a whole item of `{}`", head, list.path),
             fmt::format("name a field of it: `{}.{}`", head, list.fields.back().name));
      return failed(span);
    }
    if (const auto field = field_of(scope.list, field_name)) return item_field(static_cast<std::uint32_t>(depth), second, *field, span);
    return unknown_field(list, head, field_name, span);
  }
  std::uint32_t innermost = 0;
  while (scopes_[scopes_.size() - 1 - innermost].environment != expansion_.current) ++innermost;
  const Scope& scope = scopes_[scopes_.size() - 1 - innermost];
  if (scope.pair || dot != std::string::npos) return nullptr;  // a pair's fields are always named with their item
  const auto field = field_of(scope.list, path);
  if (!field) return nullptr;
  handled = true;
  const Symbol outer = find(path);
  if (outer.kind != SymbolKind::none && outer.kind != SymbolKind::code_set && outer.kind != SymbolKind::group) {
    report(Mistake::ambiguous_name, span,
           fmt::format("`{}` is both a field of `{}` and {}", path, policy_.schema.lists[scope.list].path, outer.kind == SymbolKind::parameter ? "a parameter" : "declared outside it"),
           scope.item.empty()
               ? fmt::format("name the item: `some x of {} has x.{} …`, or rename one of them", policy_.schema.lists[scope.list].path, path)
               : fmt::format("the field is `{0}.{1}`; for the other, give it a name of its own, outside: `define asked_{1} = {1}`", scope.item, path));
    return failed(span);
  }
  return item_field(innermost, false, *field, span);
}

bool Names::item_visible() const {
  return std::any_of(scopes_.begin(), scopes_.end(), [this](const Scope& scope) { return scope.environment == expansion_.current; });
}

checked::NodePtr Names::name(const ast::NamePath& node, Span span, const Type* expected) {
  const std::string& path = node.path;
  bool handled = false;
  if (NodePtr item = item_name(path, span, handled); handled) return item;
  const Symbol found = find(path);
  symbols_.used.insert(path);
  switch (found.kind) {
    case SymbolKind::parameter: return parameters().parameter_value(path, span, expected);
    case SymbolKind::as_of: return make(simple_type(TypeKind::date), span, checked::AsOf{});
    case SymbolKind::fact: return make(type_of(policy_.schema.facts[found.index].type), span, checked::FactRef{found.index});
    case SymbolKind::define: return defines().define_value(found.index, span);
    case SymbolKind::list: {
      Type type = simple_type(TypeKind::list);
      type.list = found.index;
      return make(std::move(type), span, checked::Failed{});
    }
    case SymbolKind::group: {
      Diagnostic& diagnostic = report(Mistake::group_used, span, fmt::format("`{}` is a group of facts, not one fact", path));
      for (const FactSlot& slot : policy_.schema.facts) {
        if (slot.path.compare(0, path.size() + 1, path + ".") == 0) {
          diagnostic.help.push_back(fmt::format("name one of its facts, as `{}`", slot.path));
          break;
        }
      }
      return failed(span);
    }
    case SymbolKind::code_set:
      report(Mistake::not_a_value, span, fmt::format("`{}` is a code set", path),
             fmt::format("ask `LIST includes {}`, or `CODE in {}`", path, path));
      return failed(span);
    case SymbolKind::table: {
      std::string keys;
      for (const TableColumn& key : policy_.tables[found.index].keys) keys += (keys.empty() ? "" : ", ") + key.name;
      report(Mistake::not_a_value, span, fmt::format("`{}` is a table", path), fmt::format("look a key up in it: `{}({})`", path, keys));
      return failed(span);
    }
    case SymbolKind::faulty: return failed(span);
    case SymbolKind::none: break;
  }
  // `height.sd` where height is a list: the last part is a field, and the list wants a selector.
  const std::size_t dot = path.rfind('.');
  if (dot != std::string::npos) {
    const Symbol list = find(path.substr(0, dot));
    if (list.kind == SymbolKind::faulty) return failed(span);
    if (list.kind == SymbolKind::list) {
      symbols_.used.insert(path.substr(0, dot));
      const ListSlot& slot = policy_.schema.lists[list.index];
      const std::string field = path.substr(dot + 1);
      std::vector<std::string> fields;
      for (const Field& known : slot.fields) fields.push_back(known.name);
      if (std::find(fields.begin(), fields.end(), field) == fields.end()) {
        return unknown_field(slot, slot.path, field, span);
      }
      Diagnostic& diagnostic = report(Mistake::bare_list, span, fmt::format("`{}` is a list: say which of its items", slot.path));
      if (findings_.is_standard(span) && findings_.call_of_standard() != 0) {
        diagnostic.help.push_back(fmt::format("it takes one item: write `latest x of {} has …`, and give it `x`", slot.path));
        return failed(span);
      }
      diagnostic.help.push_back(fmt::format("`latest {}` is the newest item's value", path));
      diagnostic.help.push_back(fmt::format("`some {} has {} …` asks for at least one, `every {} has {} …` for all; they differ", slot.path, field, slot.path, field));
      return failed(span);
    }
  }
  return unknown_name(path, span);
}

}  // namespace crit
