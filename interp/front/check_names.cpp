// What a name means: a field of the item at hand, a fact, a list, a define, the date of service.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "checker.hpp"
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
namespace {

// A conditional, or a block or choice that holds one.
bool may_not_apply(const ast::Expr& expr) {
  const auto inside = [](const ast::ExprPtr& part) { return part && may_not_apply(*part); };
  if (std::holds_alternative<ast::If>(expr.node)) return true;
  if (const auto* path = std::get_if<ast::NamePath>(&expr.node)) return path->path == "not_applicable" || path->path == "not_met";
  if (const auto* block = std::get_if<ast::Block>(&expr.node)) {
    return std::any_of(block->entries.begin(), block->entries.end(), [&](const ast::Entry& entry) { return inside(entry.expr); });
  }
  if (const auto* choice = std::get_if<ast::Choice>(&expr.node)) {
    return inside(choice->otherwise) || std::any_of(choice->arms.begin(), choice->arms.end(), [&](const ast::Arm& arm) { return inside(arm.value); });
  }
  return false;
}

}  // namespace

Checker::Found Checker::find(const std::string& path) const { return find_in(environment_, path); }

Checker::Found Checker::find_in(std::uint32_t environment, const std::string& path) const {
  if (path == "as_of") return {Thing::as_of, 0};
  if (environment != 0 && argument(environment, path.substr(0, path.find('.'))) != nullptr) return {Thing::parameter, 0};
  const auto place = names_.find(path);
  return place == names_.end() ? Found{} : place->second;
}

std::vector<std::string> Checker::known_names() const {
  std::vector<std::string> names{"as_of"};
  if (item_visible()) {
    for (const Field& field : policy_.schema.lists[scopes_.back().list].fields) names.push_back(field.name);
  }
  for (const auto& [name, found] : names_) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

std::string Checker::other_module(const std::string& path) const {
  const std::string module = module_of_ ? module_of_(path) : "";
  if (const std::size_t dot = path.find('.'); module.empty() && module_of_ && dot != std::string::npos && module_of_(path.substr(dot + 1)) == path.substr(0, dot)) {
    return fmt::format("what a module declares is used without the module's name: `{}`, with `use {}` above the policy", path.substr(dot + 1), path.substr(0, dot));
  }
  if (module.empty()) return "";
  // A date of birth that the policy has itself is all that an age is made of.
  static const std::vector<std::string> births{"birth_date", "date_of_birth", "birthdate", "dob", "birthday"};
  std::string birth;
  std::string both;  // declared by the policy, and by the module again
  for (const auto& [known, found] : names_) {
    const std::string own = known.substr(known.rfind('.') + 1);
    if (found.thing == Thing::fact && std::find(births.begin(), births.end(), own) != births.end() && (birth.empty() || known < birth)) birth = known;
    if (found.thing != Thing::group && module_of_(known) == module && (both.empty() || known < both)) both = known;
  }
  if (path == "age" && !birth.empty()) return fmt::format("write `define age = {} to as_of`, on a line of its own between the blocks", birth);
  if (!both.empty()) return fmt::format("the module `{}` of the standard library has it, and declares `{}`, too: write `use {}` above the policy, and leave `{}` out here", module, both, module, both);
  return fmt::format("the module `{}` of the standard library has it: write `use {}` above the policy", module, module);
}

checked::NodePtr Checker::unknown_name(const std::string& path, Span span) {
  if (path == "not_met" || path == "not_applicable" || path == "met") {
    report(Mistake::conditional_inside, span, fmt::format("`{}` stands only as the whole result of a row", path),
           "a `choose` or `match` with such a row has an entry of its own in a block");
    return failed(span);
  }
  if (path == "true" || path == "false") {
    report(Mistake::foreign_operator, span, fmt::format("crit has no `{}`", path), "a yes_no fact is tested by naming it: `x`, or `not x`");
    return failed(span);
  }
  if (unread_ && is_declared_in(sources_.at(span.begin).text(), path)) return failed(span);  // what is wrong with its declaration has been said
  Diagnostic& diagnostic = report(Mistake::unknown_name, span, fmt::format("nothing here is called `{}`", path));
  if (&diagnostic == &spare_) return failed(span);  // told before, of another copy of its define: no advice is looked for again
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
  if (source_groups_.count(path) != 0) {
    diagnostic.help.push_back(fmt::format("`{}` is a group of sources: several stand behind one `documented_by`, set apart by commas", path));
    return failed(span);
  }
  if (std::string help = other_module(path); !help.empty()) {
    diagnostic.help.push_back(std::move(help));
    return failed(span);
  }
  // No more is looked for than takes a moment: of a file of mistakes only the first are shown.
  constexpr std::size_t most_compared = 1'000'000;
  if (diagnostics_.all().size() >= std::clamp<std::size_t>(most_compared / (names_.size() + 1), 10, max_advised)) {
    diagnostic.help.push_back("declare it in `facts { … }`, or with `define`");
    return failed(span);
  }
  // `birth_date` where `member.birth_date` is declared: the last part alone is what people forget to qualify.
  std::string near;
  for (const auto& [known, found] : names_) {
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

checked::NodePtr Checker::unknown_field(const ListSlot& list, const std::string& item, const std::string& field, Span span) {
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

checked::NodePtr Checker::item_field(std::uint32_t depth, bool second, std::uint32_t field, Span span) {
  const Scope& scope = scopes_[scopes_.size() - 1 - depth];
  if (scope.joined && field > 1) return joined_field(policy_.schema.lists[scope.list].fields[field].name, policy_.schema.lists[scope.list].path, span);
  return make(type_of(policy_.schema.lists[scope.list].fields[field].type), span, checked::ItemField{depth, second, field});
}

// Names that stand for parts of the items at hand. `handled` says whether it was one (a mistake in it included).
checked::NodePtr Checker::item_name(const std::string& path, Span span, bool& handled) {
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
    if (scope.environment != environment_) continue;
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
  while (scopes_[scopes_.size() - 1 - innermost].environment != environment_) ++innermost;
  const Scope& scope = scopes_[scopes_.size() - 1 - innermost];
  if (scope.pair || dot != std::string::npos) return nullptr;  // a pair's fields are always named with their item
  const auto field = field_of(scope.list, path);
  if (!field) return nullptr;
  handled = true;
  const Found outer = find(path);
  if (outer.thing != Thing::none && outer.thing != Thing::code_set && outer.thing != Thing::group) {
    report(Mistake::ambiguous_name, span,
           fmt::format("`{}` is both a field of `{}` and {}", path, policy_.schema.lists[scope.list].path, outer.thing == Thing::parameter ? "a parameter" : "declared outside it"),
           scope.item.empty()
               ? fmt::format("name the item: `some x of {} has x.{} …`, or rename one of them", policy_.schema.lists[scope.list].path, path)
               : fmt::format("the field is `{0}.{1}`; for the other, give it a name of its own, outside: `define asked_{1} = {1}`", scope.item, path));
    return failed(span);
  }
  return item_field(innermost, false, *field, span);
}

bool Checker::item_visible() const {
  return std::any_of(scopes_.begin(), scopes_.end(), [this](const Scope& scope) { return scope.environment == environment_; });
}

checked::NodePtr Checker::name(const ast::NamePath& node, Span span, const Type* expected) {
  const std::string& path = node.path;
  bool handled = false;
  if (NodePtr item = item_name(path, span, handled); handled) return item;
  const Found found = find(path);
  used_.insert(path);
  switch (found.thing) {
    case Thing::parameter: return parameter_value(path, span, expected);
    case Thing::as_of: return make(simple_type(TypeKind::date), span, checked::AsOf{});
    case Thing::fact: return make(type_of(policy_.schema.facts[found.index].type), span, checked::FactRef{found.index});
    case Thing::define: return define_value(found.index, span);
    case Thing::list: {
      Type type = simple_type(TypeKind::list);
      type.list = found.index;
      return make(std::move(type), span, checked::Failed{});
    }
    case Thing::group: {
      Diagnostic& diagnostic = report(Mistake::group_used, span, fmt::format("`{}` is a group of facts, not one fact", path));
      for (const FactSlot& slot : policy_.schema.facts) {
        if (slot.path.compare(0, path.size() + 1, path + ".") == 0) {
          diagnostic.help.push_back(fmt::format("name one of its facts, as `{}`", slot.path));
          break;
        }
      }
      return failed(span);
    }
    case Thing::code_set:
      report(Mistake::not_a_value, span, fmt::format("`{}` is a code set", path),
             fmt::format("ask `LIST includes {}`, or `CODE in {}`", path, path));
      return failed(span);
    case Thing::table: {
      std::string keys;
      for (const TableColumn& key : policy_.tables[found.index].keys) keys += (keys.empty() ? "" : ", ") + key.name;
      report(Mistake::not_a_value, span, fmt::format("`{}` is a table", path), fmt::format("look a key up in it: `{}({})`", path, keys));
      return failed(span);
    }
    case Thing::faulty: return failed(span);
    case Thing::none: break;
  }
  // `height.sd` where height is a list: the last part is a field, and the list wants a selector.
  const std::size_t dot = path.rfind('.');
  if (dot != std::string::npos) {
    const Found list = find(path.substr(0, dot));
    if (list.thing == Thing::faulty) return failed(span);
    if (list.thing == Thing::list) {
      used_.insert(path.substr(0, dot));
      const ListSlot& slot = policy_.schema.lists[list.index];
      const std::string field = path.substr(dot + 1);
      std::vector<std::string> fields;
      for (const Field& known : slot.fields) fields.push_back(known.name);
      if (std::find(fields.begin(), fields.end(), field) == fields.end()) {
        return unknown_field(slot, slot.path, field, span);
      }
      Diagnostic& diagnostic = report(Mistake::bare_list, span, fmt::format("`{}` is a list: say which of its items", slot.path));
      if (is_standard(span) && call_of_standard() != 0) {
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

// A define that stands for a value, or for a plain condition, is computed once and kept; one that is a criterion (a block,
// a conditional) is written out where it is used.
checked::NodePtr Checker::define_value(std::uint32_t define, Span span) {
  DefineInfo& info = defines_[define];
  info.used = true;
  if (info.source->has_parameters) {
    std::string usage;
    for (const ast::Word& parameter : info.source->parameters) usage += (usage.empty() ? "" : ", ") + parameter.text;
    report(Mistake::argument_count, span, fmt::format("`{}` takes {} value{}", info.source->name.text, info.source->parameters.size(), info.source->parameters.size() == 1 ? "" : "s"),
           fmt::format("write `{}({})`", info.source->name.text, usage))
        .labels.push_back({info.source->name.span, "defined here"});
    return failed(span);
  }
  if (info.state == DefineState::in_work ||
      std::find(expanding_.begin(), expanding_.end(), info.source) != expanding_.end()) {
    Diagnostic& diagnostic = report(Mistake::circular, span, fmt::format("`{}` is defined by itself", info.source->name.text),
                                    "a define may use only defines that do not use it");
    diagnostic.labels.push_back({info.source->name.span, "defined here"});
    return failed(span);
  }
  if (info.is_criterion) {
    if (!info.source->value) return failed(span);
    if (may_not_apply(*info.source->value)) {
      report(Mistake::conditional_inside, span, fmt::format("`{}` may turn out not applicable, and a plain condition is wanted here", info.source->name.text),
             "give it an entry of its own in a block")
          .labels.push_back({info.source->name.span, "defined here"});
      return failed(span);
    }
    if (copies_too_much(*info.source->value, span)) return failed(span);
    if (expanding_.size() > static_cast<std::size_t>(max_depth)) {
      if (!too_deep_reported_) report(Mistake::too_deep, span, fmt::format("more than {} defines use one another here", max_depth), "let fewer defines that stand for blocks use one another");
      too_deep_reported_ = true;
      return failed(span);
    }
    expanding_.push_back(info.source);
    const std::uint32_t environment = std::exchange(environment_, 0);
    std::vector<Scope> outer;
    outer.swap(scopes_);
    NodePtr node = expression(*info.source->value);
    scopes_.swap(outer);
    environment_ = environment;
    expanding_.pop_back();
    return node;
  }
  if (info.state == DefineState::untouched && define_depth_ > max_depth) {  // deep only in a circle: see check_order.cpp
    Diagnostic& diagnostic = report(Mistake::circular, span, fmt::format("`{}` stands in a circle of more than {} defines", info.source->name.text, max_depth),
                                    "a define may use only defines that do not use it");
    diagnostic.labels.push_back({info.source->name.span, "defined here"});
    return failed(span);
  }
  if (info.state == DefineState::untouched) {
    info.state = DefineState::in_work;
    ++define_depth_;
    std::vector<Scope> outer;
    outer.swap(scopes_);
    std::string criterion = "define " + info.source->name.text;
    criterion.swap(current_criterion_);
    const bool negated = std::exchange(negated_, false);
    const std::optional<ast::SectionKind> section = std::exchange(in_section_, std::nullopt);
    const std::uint32_t environment = std::exchange(environment_, 0);
    checked::Define result;
    result.name = info.source->name.text;
    result.text = info.source->text.text;
    result.value = info.source->value ? expression(*info.source->value) : failed(info.source->span);
    negated_ = negated;
    in_section_ = section;
    environment_ = environment;
    criterion.swap(current_criterion_);
    scopes_.swap(outer);
    --define_depth_;
    info.type = result.value->type;
    info.state = DefineState::done;
    info.index = static_cast<std::uint32_t>(policy_.defines.size());
    define_shares_.push_back(info.type.kind == TypeKind::number ? share_of(*result.value) : Share::either);
    policy_.defines.push_back(std::move(result));
  }
  uses_.emplace_back(current_criterion_, "define " + info.source->name.text);
  if (info.type.kind == TypeKind::error) return failed(span);
  if (info.type.kind == TypeKind::list) {
    Type type = info.type;
    return make(std::move(type), span, checked::Failed{});
  }
  return make(info.type, span, checked::DefineRef{info.index});
}

}  // namespace crit
