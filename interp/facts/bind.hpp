// One member's JSON object -> the slots of a schema, with every mistake in it. Knows wrappers, lists, provenance,
// completeness and paths; the values themselves are fact_value.hpp's, files and members read_facts.hpp's.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "diagnostics.hpp"
#include "fact_set.hpp"
#include "fact_value.hpp"
#include "json.hpp"
#include "modifiers.hpp"
#include "schema.hpp"
#include "undeclared.hpp"

namespace crit {

// The schema's dotted paths as a tree, as a member's object nests them. Built once a file.
struct NameNode {
  static constexpr std::uint32_t none = 0xFFFFFFFF;

  NameNode() = default;
  NameNode(NameNode&&) = default;  // the nodes below it stay where they are
  NameNode& operator=(NameNode&&) = default;

  std::map<std::string, NameNode> children;
  std::unordered_map<std::string_view, const NameNode*> by_name;  // the same, to be found
  std::uint32_t fact = none;                                      // FactSlot
  std::uint32_t list = none;                                      // ListSlot

  bool is_group() const { return fact == none && list == none; }
  // Walks `path` by its dots; null when it leads nowhere.
  const NameNode* find(std::string_view path) const;
  std::vector<std::string> child_names() const;
};
NameNode name_tree(const Schema& schema);

// What reading facts by a schema, which must outlive it, wants of it; made once.
struct SchemaTables {
  explicit SchemaTables(const Schema& of) : schema(of), names(name_tree(of)), values(of) {}
  const Schema& schema;
  NameNode names;
  ValueReader values;
};

// Where in a member's object something stands; written out only when there is something to say of it.
struct FieldPath {
  const FieldPath* parent = nullptr;
  std::string_view name;          // may hold dots
  std::size_t item = 0;           // of a list, from 1; 0: this is a name
  std::string to_string() const;  // "igf1[2].sd"
  std::string field() const;      // of every item: "igf1.sd"
};

// A Provenance as the file has it, for as long as the JSON tree is there.
struct GivenProvenance {
  std::string_view source;
  std::string_view document;
  std::string_view page;
  std::string_view date;
};

// What names its source or document speaks for itself; a bare page or date adds to what is said of all around it.
GivenProvenance inherit(GivenProvenance own, const GivenProvenance& around);

// A key of the file in a message; of an empty one its quotes.
std::string quoted(std::string_view key);

// A name of which nothing is read: `#weight`.
inline bool is_remark(std::string_view key) { return !key.empty() && key.front() == '#'; }

// Advice on a name that is none of those known here.
std::string near_or_known(std::string_view name, const std::vector<std::string>& known);

// What is an error, and no warning: nothing; fields that are not declared (a test in a policy); words for no value and rows without
// their days, too.
enum class Strictness : std::uint8_t { lenient, names, all };

class Binder {
 public:
  // Items of one list, at most: a member's lifetime of daily measurements is some 30,000.
  static constexpr std::size_t max_items = 100'000;

  // All of these must outlive the binder.
  Binder(const SchemaTables& tables, Strictness strictness, Diagnostics& diagnostics, FieldTexts& texts);
  // `member` is an object. Everything wrong with it is in the diagnostics; the facts then mean nothing.
  FactSet bind(const JsonValue& member, bool has_repeats);
  // Fields that are ignored, which are no diagnostics yet: none when strict.
  std::vector<UndeclaredField> take_undeclared() { return strict_ ? std::vector<UndeclaredField>() : undeclared_.take(); }

 private:
  const Schema& schema_;
  const NameNode& names_;
  const ValueReader& values_;
  bool strict_;         // about names
  bool strict_values_;  // about words for no value, and days
  Diagnostics& diagnostics_;
  FieldTexts& texts_;
  UndeclaredFields undeclared_;
  FactSet facts_;
  std::vector<const JsonValue*> given_;  // by slot, of facts and behind them of lists: the member it was bound from

  struct Wrapper {
    const JsonValue* value = nullptr;
    const JsonValue* system = nullptr;  // of a code
    BesideNumber beside;                // of a number
    const JsonValue* absent = nullptr;  // dataAbsentReason: why there is no value
    GivenProvenance provenance;
  };
  // Where a modifier stands: what it would be about.
  enum class Place : std::uint8_t { value, item, list, group, member };

  // The returned reference is valid until the next report.
  Diagnostic& report(Mistake mistake, Span span, const FieldPath& path, std::string message, std::string help = {});
  void report_repeats(const JsonValue& value, const FieldPath* path);
  // `message` says that it is not known here, `known` what is.
  void report_undeclared(const JsonValue& member, const FieldPath& path, std::string message,
                         const std::vector<std::string>& known);
  // The same; the text is asked for when it is wanted. `may_advise`: with the name that may be meant.
  template <typename Say>
  void report_undeclared(const JsonValue& member, const FieldPath& path, const Say& say);
  FieldText text_of_undeclared(const JsonValue& child, const NameNode& node, const FieldPath* path, bool may_advise) const;

  void bind_reserved(const JsonValue& member);
  void bind_group(const JsonValue& object, const NameNode& node, const FieldPath* path);
  void bind_node(const JsonValue& value, const NameNode& node, const FieldPath& path);
  void bind_absent_group(const JsonValue& absent, FactState state, const NameNode& node, const FieldPath& path);
  bool claim(const NameNode& node, const JsonValue& value, const FieldPath& path);

  // `is_end`: of a period, which may be "ongoing".
  FactCell bind_cell(const JsonValue& raw, const FactType& type, const FieldPath& path,
                     const GivenProvenance& inherited, bool is_end = false, const JsonValue* comparator = nullptr);
  bool unwrap(const JsonValue& object, const FactType& type, const FieldPath& path, Wrapper& wrapper);
  // What stands beside values (beside.cpp).
  bool bind_modifier(const JsonValue& member, Modifier modifier, Place place, const FieldPath& path, const std::string& field = {});
  // Names with dots that are not declared, and lead behind a fact, a list or a group that is; false where they do not.
  bool bind_dotted(const JsonValue& member, const NameNode& node, const FieldPath* path);
  // `name`: of a modifier, or one that begins with it: "status.coding.0.code"; false: it is none.
  bool bind_spread(const JsonValue& member, std::string_view name, Place place, const FieldPath& path);
  // `rest`: of the member's name, what stands behind the name of a fact, a field or a list.
  bool bind_part(const JsonValue& member, std::string_view rest, bool of_list, const FieldPath& front);
  void report_beside(const JsonValue& member, const FieldPath& path, std::string what, const std::vector<std::string>& known);
  bool report_fhir(const JsonValue& object, const FieldPath* path);
  bool report_codeable_concept(const JsonValue& object, const FieldPath& path);
  bool is_word(const JsonValue& raw, const FactType* type) const;
  void report_word(const JsonValue& raw, const FieldPath& path, const FactType* type);
  // Of an item, the field that a comparator beside its fields belongs to.
  const Field* compared_field(const JsonValue& item, const JsonValue& comparator, const ListSlot& slot, const FieldPath& path);
  bool read_provenance(const JsonValue& member, const FieldPath& parent, GivenProvenance& into);
  std::uint32_t keep(const GivenProvenance& given);

  // Rows of one list whose dates are not what they should be.
  struct OddRows {
    std::size_t count = 0;
    std::size_t first = 0;  // from 1
    Span place;             // of the first; of the last, when read strictly
    std::string days;       // of the first: "ends on … and starts on …"
  };
  struct OddDates {
    OddRows undated;
    OddRows empty;
    OddRows backwards;
  };

  ListCell bind_list(const JsonValue& raw, const ListSlot& slot, const FieldPath& path);
  void bind_completeness(const JsonValue& raw, const ListSlot& slot, const FieldPath& path, ListCell& list);
  bool bind_several(const JsonValue& raw, const ListSlot& slot, const FieldPath& path);
  void bind_item(const JsonValue& raw, const ListSlot& slot, const FieldPath& path, const GivenProvenance& inherited,
                 std::vector<FactCell>& cells, OddDates& odd);
  void check_item_dates(const JsonValue& raw, const ListSlot& slot, const FieldPath& path, FactCell* cells, OddDates& odd);
  void note_odd(OddRows& rows, Span place, std::size_t item);
  void warn_of_dates(const OddDates& odd, const ListSlot& slot, const FieldPath& path);
  static void note_moment(const ListSlot& slot, std::size_t item, ListCell& list);
};

}  // namespace crit
