// What may stand where the cursor is: by the word that is typed and the words before it, not by a parse. It offers too much
// rather than too little, and never what the policy does not have.
#include <algorithm>
#include <set>

#include "crit/entry.hpp"
#include "functions.hpp"
#include "keywords.hpp"
#include "places.hpp"
#include "session_data.hpp"
#include "shown.hpp"

namespace crit {

using namespace session;  // NOLINT: the session's own parts

namespace {

bool is_part(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '[' || c == ']'; }

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

class Completer {
 public:
  Completer(std::string_view entry, std::size_t cursor, const Chunk& chunk, std::vector<FactShown> facts) : entry_(entry), chunk_(chunk), facts_(std::move(facts)) {
    cursor = std::min(cursor, entry.size());
    made_.begin = made_.end = cursor;
    while (made_.begin > 0 && is_part(entry[made_.begin - 1])) --made_.begin;
    while (made_.end < entry.size() && is_part(entry[made_.end])) ++made_.end;
    typed_ = lower(std::string(entry.substr(made_.begin, cursor - made_.begin)));
    for (const Token& token : tokens(entry)) {
      if (token.span.end <= made_.begin) before_.push_back({std::string(entry.substr(token.span.begin, token.span.end - token.span.begin)), token.kind});
      const bool is_open = token.kind == TokenKind::comment || token.span.end == token.span.begin + 1 || entry[token.span.end - 1] != '"';
      const bool around = token.span.begin < cursor && (cursor < token.span.end || (is_open && cursor == token.span.end));
      if (around && (token.kind == TokenKind::text || token.kind == TokenKind::comment)) in_text_ = true;
    }
  }

  Candidates run() {
    if (in_text_) return std::move(made_);
    if (units() || alternatives() || kinds() || criteria() || fields_of_item()) return sorted();
    names();
    keywords();
    return sorted();
  }

 private:
  struct Word {
    std::string text;
    TokenKind kind;
  };
  std::string_view last(std::size_t back = 0) const { return before_.size() > back ? std::string_view(before_[before_.size() - 1 - back].text) : std::string_view(); }

  Candidates sorted() {
    const auto first = [](const Candidate& left, const Candidate& right) {
      if (left.needed != right.needed) return left.needed;
      const bool word_left = left.kind == Candidate::Kind::keyword;
      const bool word_right = right.kind == Candidate::Kind::keyword;
      return word_left == word_right ? left.text < right.text : word_right;
    };
    std::stable_sort(made_.all.begin(), made_.all.end(), first);
    return std::move(made_);
  }

  void offer(Candidate candidate) {
    if (lower(candidate.text).compare(0, typed_.size(), typed_) != 0) return;
    const auto same = [&](const Candidate& one) { return one.text == candidate.text; };
    if (std::none_of(made_.all.begin(), made_.all.end(), same)) made_.all.push_back(std::move(candidate));
  }
  void offer(Candidate::Kind kind, std::string text, std::string type = "", std::string about = "") {
    Candidate made;
    made.kind = kind;
    made.text = std::move(text);
    made.type = std::move(type);
    made.about = std::move(about);
    offer(std::move(made));
  }

  // Behind a number: what it may be of.
  bool units() {
    if (before_.empty() || before_.back().kind != TokenKind::number) return false;
    const auto of = [&](const FactType& type) {
      if (type.kind == FactKind::number && !type.unit.is_plain()) offer(Candidate::Kind::unit, type.unit.spelling, describe_dimension(type.unit.dimension));
    };
    for (const FactSlot& fact : chunk_.schema.facts) of(fact.type);
    for (const ListSlot& list : chunk_.schema.lists) {
      for (const Field& field : list.fields) of(field.type);
    }
    for (const std::string& unit : chunk_.schema.counting_units) offer(Candidate::Kind::unit, unit, "a count");
    for (const char* unit : {"days", "weeks", "months", "years"}) offer(Candidate::Kind::unit, unit, "a duration");
    keywords();
    return true;
  }

  // Behind `FACT is`, `FACT =`, `FACT in {`: the fact's own.
  bool alternatives() {
    std::size_t at = before_.size();
    while (at > 0 && (before_[at - 1].text == "," || before_[at - 1].text == "{" || before_[at - 1].kind == TokenKind::name) && open_set(at)) --at;
    const std::size_t behind = at;
    while (at > 0 && (before_[at - 1].text == "not" || before_[at - 1].text == "is" || before_[at - 1].text == "in" || before_[at - 1].text == "=" || before_[at - 1].text == "!=")) --at;
    if (at == behind || at == 0) return false;
    const FieldShown* fact = named(before_[at - 1].text);
    if (fact == nullptr || (fact->alternatives.empty() && fact->type != ValueType::yes_no)) return false;
    for (const std::string& one : fact->alternatives) offer(Candidate::Kind::alternative, one);
    if (fact->type == ValueType::yes_no) {
      for (const char* one : {"yes", "no"}) offer(Candidate::Kind::alternative, one);
    }
    return true;
  }

  // Whether a `{` that is open stands before this word.
  bool open_set(std::size_t at) const {
    int open = 0;
    for (std::size_t i = 0; i < at; ++i) open += before_[i].text == "{" ? 1 : before_[i].text == "}" ? -1 : 0;
    return open > 0;
  }

  // A fact or field of that name; of a field, that of the list asked last.
  const FieldShown* named(const std::string& name) const {
    const FactShown* asked = asked_list();
    for (const FactShown& fact : facts_) {
      if (fact.name == name) return &fact;
      for (const FieldShown& field : fact.fields) {
        if ((&fact == asked && field.name == name) || name == fact.name + "." + field.name) return &field;
        const std::size_t close = name.find("].");
        if (close != std::string::npos && name.substr(0, name.find('[')) == fact.name && name.substr(close + 2) == field.name) return &field;
      }
    }
    return nullptr;
  }

  // The list that stands before the cursor: names of its fields are meant behind it.
  const FactShown* asked_list() const {
    for (std::size_t i = before_.size(); i-- > 0;) {
      for (const FactShown& fact : facts_) {
        if (fact.is_list && fact.name == before_[i].text) return &fact;
      }
    }
    return nullptr;
  }

  bool kinds() {
    if (last() != keyword_text(Key::documented_by) && !(last() == "," && last(2) == keyword_text(Key::documented_by))) return false;
    for (const std::string& kind : chunk_.schema.kinds) offer(Candidate::Kind::alternative, kind, "a kind of source");
    return true;
  }

  bool criteria() {
    if (last() != keyword_text(Key::meets)) return false;
    for (const CriterionInfo& criterion : chunk_.criteria) {
      if (criterion.path.find(' ') == std::string::npos) offer(Candidate::Kind::criterion, criterion.path, "a criterion", criterion.text);
    }
    return true;
  }

  // `therapy[2].`: the fields of an item, with their values.
  bool fields_of_item() {
    const std::size_t close = typed_.find("].");
    if (close == std::string::npos) return false;
    for (const FactShown& fact : facts_) {
      if (!fact.is_list || typed_.compare(0, fact.name.size() + 1, lower(fact.name) + "[") != 0) continue;
      const std::string item = typed_.substr(0, close + 1);
      const auto shown = std::find_if(fact.items.begin(), fact.items.end(), [&](const ItemShown& one) { return lower(one.path) == item; });
      for (std::size_t i = 0; i < fact.fields.size(); ++i) {
        Candidate made;
        made.kind = Candidate::Kind::field;
        made.text = item + "." + fact.fields[i].name;
        made.type = fact.fields[i].type_text;
        made.about = fact.fields[i].description;
        if (shown != fact.items.end()) made.value = shown->values[i];
        offer(std::move(made));
      }
    }
    return true;
  }

  void names() {
    if (const FactShown* list = asked_list()) {
      for (const FieldShown& field : list->fields) offer(Candidate::Kind::field, field.name, field.type_text, field.description);
    }
    for (const FactShown& fact : facts_) {
      Candidate made;
      made.kind = Candidate::Kind::fact;
      made.text = fact.name;
      made.type = fact.type_text;
      made.value = fact.value;
      made.about = fact.description;
      made.needed = fact.needed;
      offer(std::move(made));
    }
    for (const Routine& define : chunk_.defines) {
      if (!define.name.empty() && define.referenced_by_meets.empty())
        offer(Candidate::Kind::define, define.name,
              define.is_number ? "a number" + (define.unit.is_plain() ? std::string() : " in " + define.unit.spelling)
                               : "");
    }
    for (const std::string& codes : chunk_.code_set_names) {
      if (!codes.empty()) offer(Candidate::Kind::codes, codes, "codes");
    }
    for (const LookupTable& table : chunk_.tables) offer(Candidate::Kind::table, table.name + "(", "a table");
    for (const FunctionInfo& function : all_functions()) offer(Candidate::Kind::function, std::string(function.name) + "(", std::string(function.usage));
  }

  // Behind an operand an infix word; else what begins one.
  void keywords() {
    if (typed_.find('.') != std::string::npos) return;
    const bool behind_operand = !before_.empty() && before_.back().kind != TokenKind::operator_ && before_.back().kind != TokenKind::keyword && last() != "{" && last() != "(";
    using namespace keyword_flag;  // NOLINT: flags of the keyword table
    const std::uint32_t wanted = behind_operand ? infix | soft_infix | window : operand | quantifier | counting | selector | block;
    for (const std::string& word : all_keywords()) {
      if ((keyword_flags(word) & wanted) != 0) offer(Candidate::Kind::keyword, word);
    }
  }

  std::string_view entry_;
  const Chunk& chunk_;
  std::vector<FactShown> facts_;
  std::vector<Word> before_;
  std::string typed_;
  bool in_text_ = false;
  Candidates made_;
};

}  // namespace

Candidates Session::complete(std::string_view entry, std::size_t cursor) const {
  const State& state = data_->now();
  if (!state.policy) return {cursor, cursor, {}};
  const std::shared_ptr<Facts::Read> read = state.members[data_->chosen]->read(state.policy, state.as_of);
  return Completer(entry, cursor, data_->version_of(*read).chunk, facts()).run();
}

}  // namespace crit
