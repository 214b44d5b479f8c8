// Lowering's own state, shared by lower.cpp (tables, criteria, sections) and lower_expressions.cpp (expressions, queries).
// Internal: callers use lower.hpp.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "checked.hpp"
#include "chunk.hpp"

namespace crit::lowering {

using namespace checked;  // NOLINT: lowering is about nothing else

template <typename... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <typename... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

class Lowering {
 public:
  explicit Lowering(checked::Policy policy) : policy_(std::move(policy)) {}

  Chunk run();

 private:
  std::uint32_t here() const { return static_cast<std::uint32_t>(chunk_.code.size()); }
  std::uint32_t emit(Op op, std::uint32_t a = 0, std::uint32_t b = 0);
  std::uint32_t constant(Value value);
  Value text_constant(const std::string& text);

  // ---- tables --------------------------------------------------------------------------------------------------

  void register_criterion(const Criterion& criterion, std::uint32_t parent);
  void register_body(const Body& body, std::uint32_t owner);

  void find_asked();
  void ask_in_others();
  void ask(const Meets& meets) { (meets.is_section ? asked_sections_ : asked_criteria_).insert(meets.index); }
  void ask_in_body(const Body& body);
  void ask_in(const Node& node);
  std::uint32_t number_of(const Meets& meets) const;

  // ---- criteria ------------------------------------------------------------------------------------------------

  Piece piece(const std::string& name, const Node& value);
  std::uint32_t entry(const std::string& name, const Node& value);
  void entries(const Section& section);
  void section_verdict(const Section& section);
  void criterion(const Criterion& criterion);
  void criterion_code(const Criterion& criterion);
  void body(const Body& value);
  void choose(const ChoiceBody& choice, std::vector<std::uint32_t>& rests);
  std::uint32_t rows(RowRange range);
  static std::pair<std::uint32_t, std::uint32_t> criteria_in(const Body& body);
  static void take_criteria(const Body& body, std::pair<std::uint32_t, std::uint32_t>& range);
  void emit_block(terms::BlockKind kind, std::uint32_t children, std::uint32_t number);

  void note_uses();

  // ---- expressions ---------------------------------------------------------------------------------------------

  Value constant_value(const Node& value);

  void node(const Node& value);

  static Op compare_op(CompareKind kind);

  std::uint32_t window(const Window& test);

  void query(const Query& form);
  void query_in_loop(const Query& form);
  void loop(std::uint32_t own, const Node& condition, Op keep);

  checked::Policy policy_;
  Chunk chunk_;
  std::map<std::string, const TextData*> text_places_;
  std::map<std::uint32_t, const Criterion*> by_index_;
  std::set<std::uint32_t> asked_criteria_;
  std::set<std::uint32_t> asked_sections_;
  std::vector<GiveInfo> shared_gives_;  // as Policy::shared_gives
  std::map<std::uint32_t, std::uint32_t> asked_define_;
  std::map<std::uint32_t, std::uint32_t> asked_section_define_;
  std::vector<std::pair<std::uint32_t, Meets>> fix_meets_;
  bool meets_known_ = false;
  std::uint32_t open_loops_ = 0;            // that run at this place of the code
  std::uint32_t loop_of(const checked::ItemField& field) const { return open_loops_ - 1 - scope_loops_[scope_loops_.size() - 1 - field.depth]; }
  std::vector<std::uint32_t> scope_loops_;  // which of them each item scope of the checker is
};

}  // namespace crit::lowering
