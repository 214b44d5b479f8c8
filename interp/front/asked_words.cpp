#include "asked_words.hpp"

#include <algorithm>
#include <set>

#include "checked_walk.hpp"
#include "no_value.hpp"
#include "text.hpp"

namespace crit {
namespace {

using checked::Node;
using checked::NodePtr;

class Words {
 public:
  explicit Words(checked::Policy& policy) : policy_(policy), of_define_(policy.defines.size()) {}

  void run() {
    for (std::size_t i = 0; i < policy_.defines.size(); ++i) {  // each uses only earlier ones
      if (!policy_.defines[i].value) continue;
      look(*policy_.defines[i].value);
      of_define_[i] = come_to(*policy_.defines[i].value);
    }
    for (const checked::Action& action : policy_.actions) look(action.when);
    for (const checked::Give& give : policy_.shared_gives) look(give.value);
    for (const checked::Common& common : policy_.commons) look(common.criteria);
    for (const checked::Amendment& amendment : policy_.amendments) look(amendment.when);
    for (const checked::Section& section : policy_.sections) {
      if (section.when) look(*section.when);
      look(section.criteria);
      look(section.until);
      look(section.target);
      for (const checked::Give& give : section.gives) look(give.value);
    }
  }

 private:
  struct Sources {  // what a value may be: texts written out, and facts and fields
    std::set<std::string> words;
    std::set<FactType*> types;

    void add(const Sources& other) {
      words.insert(other.words.begin(), other.words.end());
      types.insert(other.types.begin(), other.types.end());
    }
  };

  void look(const NodePtr& node) {
    if (node) look(*node);
  }
  void look(const checked::Criterion& criterion) {
    if (criterion.body) look(*criterion.body);
  }
  void look(const checked::Body& body) {
    if (const auto* condition = std::get_if<checked::Condition>(&body.form)) look(condition->node);
    if (const auto* block = std::get_if<checked::BlockBody>(&body.form)) {
      for (const checked::Criterion& child : block->children) look(child);
    }
    if (const auto* conditional = std::get_if<checked::IfBody>(&body.form)) {
      look(conditional->condition);
      if (conditional->then) look(*conditional->then);
    }
    if (const auto* choice = std::get_if<checked::ChoiceBody>(&body.form)) {
      for (const auto& [test, arm] : choice->arms) {
        look(test);
        if (arm) look(*arm);
      }
      if (choice->otherwise) look(*choice->otherwise);
    }
  }

  void look(const Node& node) {
    Sources met;
    if (const auto* compare = std::get_if<checked::Compare>(&node.form); compare != nullptr && compare->kind == checked::CompareKind::text) {
      met.add(come_to(compare->left));
      met.add(come_to(compare->right));
    }
    if (const auto* in = std::get_if<checked::InValues>(&node.form); in != nullptr && in->kind == checked::CompareKind::text) {
      met.add(come_to(in->operand));
      for (const NodePtr& value : in->values) met.add(come_to(value));
    }
    if (const auto* contains = std::get_if<checked::Contains>(&node.form)) {
      met.add(come_to(contains->text));
      met.add(come_to(contains->what));
    }
    for (FactType* type : met.types) note(*type, met.words);
    if (const auto* lookup = std::get_if<checked::Lookup>(&node.form)) look_up(*lookup);
    const auto* query = std::get_if<checked::Query>(&node.form);
    if (query != nullptr) lists_.push_back(query->list);
    checked::for_each_child(node, [&](const Node& child) { look(child); });
    if (query != nullptr) lists_.pop_back();
  }

  // The words in the cells of a table's key are compared with what is looked up.
  void look_up(const checked::Lookup& lookup) {
    if (lookup.table >= policy_.tables.size()) return;
    const LookupTable& table = policy_.tables[lookup.table];
    for (std::size_t key = 0; key < table.keys.size() && key < lookup.arguments.size(); ++key) {
      if (table.keys[key].kind != ColumnKind::text) continue;
      std::set<std::string> words;
      for (const LookupRow& row : table.rows()) {
        if (key >= row.cells.size()) continue;
        for (const Value& text : row.cells[key].texts) words.insert(std::get<TextValue>(text).data->written);
      }
      for (FactType* type : come_to(lookup.arguments[key]).types) note(*type, words);
    }
  }

  Sources come_to(const NodePtr& node) { return node ? come_to(*node) : Sources(); }
  Sources come_to(const Node& node) {
    Sources all;
    if (const auto* text = std::get_if<checked::TextConstant>(&node.form)) all.words.insert(text->value);
    if (const auto* fact = std::get_if<checked::FactRef>(&node.form)) all.types.insert(&policy_.schema.facts[fact->slot].type);
    if (const auto* field = std::get_if<checked::ItemField>(&node.form); field != nullptr && field->depth < lists_.size()) {
      add_field(all, lists_[lists_.size() - 1 - field->depth], field->field);
    }
    if (const auto* query = std::get_if<checked::Query>(&node.form); query != nullptr && query->field) add_field(all, query->list, *query->field);
    if (const auto* define = std::get_if<checked::DefineRef>(&node.form); define != nullptr && define->define < of_define_.size()) all.add(of_define_[define->define]);
    if (const auto* documented = std::get_if<checked::Documented>(&node.form)) all.add(come_to(documented->operand));
    if (const auto* call = std::get_if<checked::Call>(&node.form)) {
      for (const NodePtr& argument : call->arguments) all.add(come_to(argument));
    }
    if (const auto* choice = std::get_if<checked::Choice>(&node.form)) {
      for (const auto& [test, arm] : choice->arms) all.add(come_to(arm));
      all.add(come_to(choice->otherwise));
    }
    if (const auto* lookup = std::get_if<checked::Lookup>(&node.form); lookup != nullptr && lookup->table < policy_.tables.size()) {
      const LookupTable& table = policy_.tables[lookup->table];
      const auto give = [&](const std::vector<Value>& outputs) {
        if (lookup->output >= outputs.size()) return;
        if (const auto* text = std::get_if<TextValue>(&outputs[lookup->output])) all.words.insert(text->data->written);
      };
      if (table.outputs[lookup->output].kind != ColumnKind::text) return all;
      for (const LookupRow& row : table.rows()) give(row.outputs);
      give(table.otherwise);
    }
    return all;
  }

  void add_field(Sources& all, std::uint32_t list, std::uint32_t field) {
    std::vector<Field>& fields = policy_.schema.lists[list].fields;
    if (field < fields.size()) all.types.insert(&fields[field].type);
  }

  static void note(FactType& type, const std::set<std::string>& words) {
    if (type.kind != FactKind::text) return;
    for (const std::string& word : words) {
      if (!is_no_value(word)) continue;
      std::string folded = fold_text(word);
      if (std::find(type.words.begin(), type.words.end(), folded) == type.words.end()) type.words.push_back(std::move(folded));
    }
  }

  checked::Policy& policy_;
  std::vector<Sources> of_define_;
  std::vector<std::uint32_t> lists_;  // of the queries around, the outermost first
};

}  // namespace

void note_asked_words(checked::Policy& policy) { Words(policy).run(); }

}  // namespace crit
