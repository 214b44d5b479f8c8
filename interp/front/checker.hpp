// The checker's own state, shared by the check_*.cpp files. Internal: callers use check.hpp.
//
// check_declarations.cpp  header, facts, codes        -> schema and tables of names
// check_documentation.cpp sources, what people are asked
// check_order.cpp         defines, each after what it uses
// check_names.cpp         what a name means           -> Nodes
// check_parameters.cpp    defines with parameters
// check_expressions.cpp   which construct it is       -> Nodes with types
// check_units.cpp         numbers, units, arithmetic  -> Nodes
// check_compare.cpp       comparisons                 -> Nodes
// check_sets.cpp          `in`, `includes`            -> Nodes
// check_calls.cpp         choices, functions, meets   -> Nodes
// check_queries.cpp       asking lists, windows       -> Nodes
// check_amendments.cpp    amendments
// check_criteria.cpp      blocks, labels, sections    -> Bodies, Criteria, Sections
// check_tests.cpp         tests in the file
// check_table.cpp         tables, and looking them up -> LookupTables, Nodes
// check_joined.cpp        joined periods, runs        -> what fits
// check_hints.cpp         warnings: legal, but seldom what is meant
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "ast.hpp"
#include "check.hpp"
#include "checked.hpp"

namespace crit {

class Checker {
 public:
  Checker(const Sources& sources, const ast::File& file, Diagnostics& diagnostics, const ModuleOf& module_of, Diagnostics* of_tests)
      : sources_(sources), file_(file), diagnostics_(diagnostics), module_of_(module_of), of_tests_(of_tests), unread_(diagnostics.has_errors()) {}
  checked::Policy run();

 private:
  using Node = checked::Node;
  using NodePtr = checked::NodePtr;
  using Body = checked::Body;
  using BodyPtr = checked::BodyPtr;

  // What a dotted path names.
  enum class Thing { none, fact, list, group, define, code_set, table, as_of, parameter, faulty };  // faulty: its declaration is
  struct Found {
    Thing thing = Thing::none;
    std::uint32_t index = 0;
  };
  // The item that bare names mean inside a query's `where` and `has`.
  struct Scope {
    std::uint32_t list = 0;
    std::string item;
    std::string second;
    bool pair = false;
    bool joined = false;  // its items have only a start and an end
    std::uint32_t environment = 0;  // it was opened in: seen from there only
  };
  // A call of a define with parameters, being written out. 0 is none: the policy's own text.
  struct Environment {
    const ast::Define* define = nullptr;
    const std::vector<ast::ExprPtr>* arguments = nullptr;
    Span call;
    std::uint32_t outer = 0;     // where the call stands
    std::size_t expanding = 0;   // of expanding_, there
  };
  // How far a define has been checked; defines may stand in any order.
  enum class DefineState { untouched, in_work, done };
  struct DefineInfo {
    const ast::Define* source = nullptr;
    DefineState state = DefineState::untouched;
    bool is_criterion = false;  // its value is a block or conditional, copied where it is used
    std::uint32_t index = 0;    // into Policy::defines, when done
    Type type;
    bool used = false;
  };

  // declarations
  void check_header();
  void check_counting_units();
  void check_actions();
  std::string said(const ast::Expr& condition) const;
  void check_status(const ast::PolicyClause& clause);
  void check_billed(const ast::PolicyClause& clause, std::map<std::string, Span>& seen);
  void check_facts();
  void declare_fact(const ast::FactDecl& declaration, const std::string& prefix, int depth);
  void declare_list(const ast::FactDecl& declaration, const std::string& path);
  std::optional<FactType> fact_type(const ast::TypeExpr& type);  // nullopt: reported
  std::optional<std::uint32_t> declare_enumeration(const ast::TypeExpr& type);
  void check_codes();
  enum class CodePlace { braces, includes, is, is_not };  // where a code stands: among others, or alone behind one of these
  CodeSet code_set(const std::string& system, const std::vector<ast::CodeRange>& members, CodePlace place = CodePlace::braces);
  bool check_system(const ast::Word& system);
  void report_code(Span span, const NormalCode& code);
  bool declare_name(const std::string& path, Found found, Span span);

  // tables: check_table.cpp
  void check_tables();
  bool check_table(const ast::Table& node, LookupTable& table);
  bool column_of_type(const ast::TypeExpr& type, bool is_key, TableColumn& column);
  bool column_of_cells(const std::vector<const ast::Expr*>& cells, const ast::TableColumn& written_column, bool is_key, TableColumn& column);
  std::optional<Value> table_value(const ast::Expr& expr, const TableColumn& column, LookupTable& table);
  bool table_cell(const ast::Cell& cell, const TableColumn& column, LookupTable& table, KeyCell& made);
  bool report_hits(const ast::Table& node, LookupTable& table);
  static bool touches(const LookupTable& table, std::uint32_t first, std::uint32_t second);
  NodePtr lookup(const ast::Call& node, std::uint32_t index, Span span);
  static bool is_builtin(const std::string& name);

  // names
  Found find(const std::string& path) const;
  Found find_in(std::uint32_t environment, const std::string& path) const;
  std::vector<std::string> known_names() const;
  NodePtr name(const ast::NamePath& path, Span span, const Type* expected = nullptr);
  std::string other_module(const std::string& path) const;  // advice: which module that is not used declares it
  NodePtr unknown_name(const std::string& path, Span span);
  NodePtr unknown_field(const ListSlot& list, const std::string& item, const std::string& field, Span span);
  NodePtr define_value(std::uint32_t define, Span span);
  NodePtr item_name(const std::string& path, Span span, bool& handled);
  NodePtr item_field(std::uint32_t depth, bool second, std::uint32_t field, Span span);

  // defines with parameters
  const ast::ExprPtr* argument(std::uint32_t environment, const std::string& name) const;  // null: no such parameter
  const ast::Expr& resolved(const ast::Expr& expr, std::uint32_t* by = nullptr) const;
  std::string resolved_path(const std::string& path, std::uint32_t& by) const;
  NodePtr value_given(const ast::Expr& expr, const Type* expected, std::uint32_t by);
  Found find_given(const std::string& path, std::uint32_t by) const;  // what `resolved` gave: 0 if no call gave it
  template <typename F>
  auto at_call(std::uint32_t environment, F&& check);
  bool is_parameter(const ast::Expr& expr) const;
  NodePtr parameter_value(const std::string& path, Span span, const Type* expected);
  BodyPtr parameter_body(const ast::Expr& expr, checked::Criterion& owner, int depth);
  const ast::Define* enter_call(const ast::Call& node, Span span);  // null: reported; else leave_call() follows
  void leave_call();
  NodePtr define_call(const ast::Call& node, Span span, const Type* expected);
  void check_parameters(const ast::Define& define);
  std::string with_given(const std::string& text) const;
  std::string shown_here(Span span) const;  // with what the call gives in the parameters' place
  bool item_visible() const;  // some query's item can be named here

  // expressions; `expected` is the type of the other side, for alternatives of enumerations and codes
  NodePtr expression(const ast::Expr& expr, const Type* expected = nullptr);
  NodePtr expression_of(const ast::Expr& expr, const Type* expected);  // without the limit on depth
  NodePtr condition(const ast::Expr& expr);
  bool forgotten_comparison(const ast::Expr& before, const ast::Expr& operand, bool is_and);
  std::size_t listed_codes(const ast::Logic& logic, std::size_t first);
  NodePtr value(const ast::Expr& expr, const Type* expected = nullptr);
  NodePtr number_literal(const ast::NumberLiteral& literal, Span span);
  NodePtr arithmetic(const ast::Arithmetic& node, Span span);
  NodePtr compare(const ast::Compare& node, Span span);
  NodePtr compare_code(const ast::Compare& node, NodePtr left, NodePtr right, Span span);
  NodePtr in(const ast::In& node, Span span);
  NodePtr includes(const ast::Includes& node, Span span);
  NodePtr unknown_code_set(const ast::NamePath& path, Span span, std::string help);
  std::vector<ast::CodeRange> code_ranges(const ast::SetLiteral& set);
  std::string code_range_meant(const ast::Expr& expr) const;  // `{ E66.0..E66.9 }` for E66.0-E66.9; empty: it is none
  NodePtr choice_value(const ast::Choice& node, Span span, const Type* expected);
  NodePtr call(const ast::Call& node, Span span, const Type* expected);
  bool rounds_in_a_known_unit(const checked::Node& argument, std::string_view function);
  NodePtr known_call(const ast::Call& node, Span span, bool missing);
  NodePtr meets(const ast::Meets& node, Span span);
  NodePtr count_block(const ast::Block& node, Span span);
  NodePtr arm_condition(const ast::Choice& node, const NodePtr& key, const ast::Arm& arm);
  // The arms' conditions of a match or choose; reports what is missing. True when the last arm may stand for otherwise.
  bool check_keys(const ast::Choice& node, const NodePtr& key);
  NodePtr key_of(const ast::Choice& node);
  NodePtr type_of_key(const ast::Choice& node);
  bool too_many(Span span);  // reports once; true from then on
  bool copies_too_much(const ast::Expr& define, Span span);
  std::uint32_t add_code_set(CodeSet set, std::string set_name);
  std::uint32_t code_item_set(const std::string& system, const std::string& text, Span span, CodePlace place);

  // documentation
  void check_source_groups();
  SourceMask kind_bit(const ast::Word& kind);  // any_source: too many, reported
  SourceMask group_mask(const ast::SourceGroup& group);
  SourceMask source_mask(const std::vector<ast::Word>& kinds);
  void check_evidence(const ast::PolicyClause& clause);
  NodePtr documented(const ast::Documented& node, Span span, const Type* expected);
  void document(Body& body, SourceMask mask, Span span);
  NodePtr is_documented(const ast::Compare& node, Span span);
  BodyPtr asked(const ast::Asked& node, checked::Criterion& owner, Span span);
  void review_documentation();
  bool unknown_question(const ast::Word& word);
  void hint_kinds();
  NodePtr contains(const ast::Contains& node, Span span);

  // queries and windows
  NodePtr query(const ast::Query& node, Span span);
  checked::Window window(const ast::Window& node);
  bool counts_in_where(const ast::Query& node, const std::string& word, Span span);
  bool window_fits(const ast::Window& node, ListKind kind, bool pair, const std::string& list);
  NodePtr date_test(const ast::DateTest& node, Span span);
  // joined periods, for_at_least: check_joined.cpp; false: reported
  bool joined_fits(const ast::Query& node, const ListSlot& list, const checked::Query& query, const std::string& word);
  NodePtr joined_field(const std::string& field, const std::string& list, Span span);
  bool run_fits(const ast::Query& node, const ListSlot& list);
  bool covered_fits(const ast::Query& node, const ListSlot& list, const std::string& field);
  bool clip_fits(const ast::Window& node, const checked::Window& window);
  static Duration shorter(Duration duration);
  NodePtr duration_of(const ast::Expr& expr, std::string_view what);

  // units
  UnitResult unit_of(const std::string& text) const { return parse_unit(text, policy_.schema.counting_units); }
  void report_unit(const ast::Word& unit, const UnitResult& result);
  static void advise_unit(Diagnostic& diagnostic, const std::string& word, const UnitResult& unit);
  static std::string unit_in_policy(const std::string& unit);  // in quotes where it is no unit without them
  static UnitResult temperature_meant(const std::string& word);
  // Brings `right` to `left`'s unit (both numbers); false and a diagnostic when the dimensions differ.
  bool unify_units(NodePtr& left, NodePtr& right, Span op_span, std::string_view verb);
  NodePtr convert_to(NodePtr node, const Unit& unit);
  // Of `sqrt`, `power` and their like: check_functions.cpp. nullopt with a diagnostic where the operands do not do.
  std::optional<Type> type_of_power(checked::Call& call, const std::string& function);
  bool wants_plain(NodePtr& argument, const std::string& function);
  bool is_percentile(const checked::Node& argument);
  // Shares: check_shares.cpp. Whether a plain number may be a share of something, as one beside `%` must be.
  enum class Share : std::uint8_t {
    literal,  // numbers written out, and no more
    amount,   // a fact, a field, a count, a score
    ratio,    // a quotient, a percentage
    either,   // a product of both, or what cannot be told
  };
  Share share_of(const Node& node) const;
  Share share_of_first(const std::vector<const Node*>& values) const;
  // The one of the two that lacks the unit of the other; null: neither.
  const Node* unit_forgotten(const Node& left, const Node& right) const;
  void report_forgotten(const Node& plain, const Node& other);
  bool duration_as_quantity(NodePtr& node, const Unit& unit);

  // criteria
  BodyPtr body(const ast::Expr& expr, checked::Criterion& owner, int depth);
  BodyPtr block(const ast::Block& node, checked::Criterion& owner, int depth);
  void entries(const std::vector<ast::Entry>& list, checked::Criterion& owner, checked::BlockBody& block, int depth);
  BodyPtr conditional(const ast::If& node, checked::Criterion& owner, int depth);
  BodyPtr choice_body(const ast::Choice& node, checked::Criterion& owner, int depth);
  bool is_criterion_form(const ast::Expr& expr) const;
  const ast::Define* criterion_define(const ast::Expr& expr) const;
  checked::Criterion new_criterion(std::string path, Span span, bool& fresh);
  bool claim_name(const std::string& path, Span span);
  std::string category(const ast::Word& written, bool is_text);
  void collect_uses(const ast::Expr& expr, std::vector<std::uint32_t>& uses) const;
  void order_defines();
  void find_criterion_defines();
  void check_sections();
  void check_commons();
  std::uint32_t common_criteria(const ast::Common& node);  // gives its place in Policy::commons
  std::vector<checked::Give> gives(const std::vector<ast::Give>& nodes);
  void given_twice(const ast::Word& name, Span first);
  BodyPtr section_body(const std::vector<ast::Entry>& written, checked::Criterion& owner);

  // amendments
  struct Change {
    std::uint32_t amendment = 0;  // into policy_.amendments
    const ast::AmendClause* clause = nullptr;
  };
  void check_amendments();  // before criteria: their conditions, and whether two meet
  void check_conflicts(const std::vector<const ast::Amend*>& amends);
  // What an amendment's condition visibly asks of a fact: `x is A`, `x in { A, B }`, and such joined by `and`.
  using Asked = std::map<std::string, std::set<std::string>>;
  Asked asked_by(const ast::Amend& amend) const;
  void check_changes();     // after criteria: each found what it changes
  NodePtr applies(std::uint32_t amendment, Span span);
  checked::Criterion variant(const checked::Criterion& owner, Span span, std::optional<std::uint32_t> amendment);
  BodyPtr variant_body(checked::Criterion made);
  // The criterion with the texts that amendments give it; `base` makes its own.
  BodyPtr amended(checked::Criterion& owner, int depth, const std::function<BodyPtr(checked::Criterion&)>& base);
  void add_entries(checked::Criterion& owner, checked::BlockBody& block, int depth);
  void check_section(const ast::Section& node);
  bool approve_is_lost(const ast::Section& node) const;
  void check_defines();
  std::uint32_t block_number(const ast::ExprPtr& number, std::size_t children, Span span);
  void check_tests();
  void check_test(const ast::Test& test, std::map<std::string, Span>& seen);
  void hint_version(const ast::Test& test);
  void check_given(const ast::Given& given);
  bool is_of_another_version(const ast::Test& test) const;
  void check_expectation(const ast::Expectation& expected);
  void check_expected_criterion(const ast::Word& criterion);
  void check_expected_outputs(const ast::Expectation& expected);
  void resolve_meets();
  void report_circles();

  // hints (warnings)
  void hint_exact_age(const ast::Compare& node, const Node& left, const Node& right, Span span);
  void hint_open_list(const ast::Query& node, std::uint32_t list, Span span);
  void hint_block(const checked::BlockBody& block, Span span);
  void hint_knife_edge(const ast::Query& node);
  void hint_joined_by(const ast::Query& node, const ListSlot& list);
  void hint_sign(const ast::Entry& entry);
  void hint_unused();
  void hint_labels(const std::vector<ast::Entry>& list);
  void hint_same_item(const ast::Arithmetic& node);
  void hint_one_day_more(const ast::Arithmetic& node);
  void hint_measured_period(const Node& measured, const std::string& compared);
  void hint_absence(bool missing, const std::string& path, Span span);
  void hint_text(bool negated, const ast::Expr& right, Span span);
  void hint_share(const Node& left, const Node& right, Span span);
  void hint_change(const Node& change, const Node& limit, Span span);
  void hint_hundred(const Node& share, const Node& limit, Span span);

  // helpers
  NodePtr make(Type type, Span span, decltype(Node::form) form) const;
  NodePtr failed(Span span) const;
  // One mistake is told once, though a define that holds it may be copied a thousand times.
  Diagnostic& report(Mistake mistake, Span span, std::string message) {
    if (const std::uint32_t call = call_of_standard(); call != 0) {
      // What follows from giving one thing for another is many mistakes in the define, and one at the call.
      const bool error = info(mistake).severity == Severity::error;
      if (error && !failed_calls_.insert(environments_[call].call.begin).second) return spare_ = Diagnostic{};
      if (is_standard(span)) return report_at_call(mistake, call, span, std::move(message));
    }
    if (span.begin != span.end && !reported_.emplace(mistake, span.begin, span.end).second) return spare_ = Diagnostic{};
    const bool of_a_name = mistake == Mistake::unknown_name || mistake == Mistake::unknown_code_set ||
                           mistake == Mistake::unknown_function || mistake == Mistake::unknown_unit;
    if (of_a_name && file_.lost_module) return spare_ = Diagnostic{};
    Diagnostic& made = diagnostics_.add(mistake, span, std::move(message));
    if (environment_ == 0) return made;
    const Span call = used_at(span);
    if (call.begin > span.begin || span.end > call.end) made.labels.push_back({call, "used here"});
    return made;
  }
  Diagnostic& report(Mistake mistake, Span span, std::string message, std::string help) {
    const bool of_the_define = mistake == Mistake::not_a_list || mistake == Mistake::wrong_list_kind || mistake == Mistake::bare_list;
    const bool at_call = of_the_define && is_standard(span) && call_of_standard() != 0;  // the advice is for who writes the define
    Diagnostic& made = report(mistake, span, std::move(message));
    if (!at_call) made.help.push_back(std::move(help));
    return made;
  }
  // A define of the standard library cannot be changed by who calls it: what does not fit there is told at their call.
  bool is_standard(Span span) const;
  std::uint32_t call_of_standard() const;
  Diagnostic& report_at_call(Mistake mistake, std::uint32_t environment, Span span, std::string message);
  Span used_at(Span span) const;
  std::string as_given(const std::string& message) const;
  std::string written(Span span) const;  // the author's words, blanks folded, at most a line: for messages
  std::string shown(Span span) const;    // the same as `crit fmt` would space it, without comments: for decisions
  // `height.value` or `height.sd`: what a selector that gives a value can be of.
  static std::string some_values(const ListSlot& list, std::string_view selector);
  std::string describe_type(const Type& type) const { return describe(type, policy_.schema); }

  static constexpr std::size_t max_criteria = 100'000;  // defines are copied: this bounds what a small file can ask for
  static constexpr std::size_t max_amendments = 500;    // each is compared with each: far above the states and their lines
  static constexpr int max_depth = 256;                 // of copied defines; the grammar bounds the text itself
  static constexpr int max_expression = 1000;           // levels of one condition with its copied defines: bounds the stack
  static constexpr std::size_t max_copied = 4'000'000;  // bytes of such copies, for what makes no criteria of its own
  static constexpr double max_key_copies = 1e6;         // a match's key is copied for each row: its length times the rows
  static constexpr std::size_t max_advised = 200;       // findings with a "did you mean"; no more are shown anyway

  const Sources& sources_;
  const ast::File& file_;
  Diagnostics& diagnostics_;
  const ModuleOf& module_of_;
  Diagnostics* of_tests_;                            // of tests that stand beside the policy; null: told with the rest
  bool unread_;                                      // a part of the file could not be read
  checked::Policy policy_;
  std::unordered_map<std::string, Found> names_;
  std::unordered_map<std::string, Span> name_spans_;
  std::set<std::string> groups_;
  std::vector<DefineInfo> defines_;
  std::set<std::string> used_;                       // names used, for W0609
  std::vector<Scope> scopes_;
  std::vector<Span> kind_spans_;                     // of kinds of sources, by Schema::kinds
  std::map<std::string, const ast::SourceGroup*> source_groups_;
  std::map<std::string, SourceMask> group_masks_;    // of those that are used
  std::map<std::string, Span> evidence_spans_;       // by fact: the header's clause
  std::map<std::pair<std::uint32_t, std::uint32_t>, Span> documented_spans_;  // of the postfix, by the whole
  std::set<std::string> asked_documented_;           // facts asked whether they are documented
  std::map<std::string, Span> absent_spans_;         // facts declared absent_means_no
  std::map<std::string, std::uint32_t> questions_;   // fact slots, by the criterion that asks
  std::map<std::string, Span> outline_;              // full names taken
  struct PendingMeets {
    Node* node;
    std::string outline;
    std::string from;  // where the question stands
    Span span;
  };
  std::vector<PendingMeets> pending_meets_;
  std::map<std::string, std::uint32_t> criterion_index_;
  std::vector<std::pair<std::string, std::string>> uses_;  // which criterion or "define x" asks for which other
  std::string current_criterion_;
  std::map<std::string, std::vector<Change>> changes_;    // replaced or removed, by full name; who goes over others first
  std::map<std::string, std::vector<Change>> additions_;  // by the block's full name
  std::set<const ast::AmendClause*> found_changes_;
  std::string variant_;                                   // the amendment whose text is being checked: its names are its own
  std::vector<std::string> amended_;                      // criteria that amendments replace
  std::vector<const ast::Define*> expanding_;        // defines being copied, against circles
  std::vector<Environment> environments_{Environment{}};
  std::uint32_t environment_ = 0;
  const TableColumn* duration_column_ = nullptr;     // a table's column in work, and whether it counts in days
  bool duration_days_ = false;
  int inside_duplicate_ = 0;                         // its parts have names that are taken, too
  std::vector<std::uint32_t> define_order_;          // each after those that it uses, circles apart
  int define_depth_ = 0;                             // defines being checked for one another: deep only in a circle
  std::size_t copied_ = 0;                           // bytes of criterion defines copied where they are used
  double key_copies_ = 1;
  std::optional<ast::SectionKind> in_section_;       // being checked; none: a define, which may be used in any
  bool negated_ = false;                             // inside `not`, `none_of`, `no`: what is asked must not be
  mutable bool failed_ = false;                      // a node stands for a mistake
  int expression_depth_ = 0;                         // with copied defines; the grammar bounds the text alone
  bool too_deep_reported_ = false;
  bool too_many_reported_ = false;
  std::set<std::tuple<Mistake, std::uint32_t, std::uint32_t>> reported_;  // and where
  std::set<std::uint32_t> failed_calls_;   // of defines of the standard library: the first mistake is told
  std::uint32_t blamed_ = 0;               // of these, the one that asks for the field of what it is given
  std::set<std::string> declared_twice_;
  std::vector<Share> define_shares_;                 // of each in policy_.defines
  Diagnostic spare_;                                                      // takes the labels and help of a repetition
};

}  // namespace crit
