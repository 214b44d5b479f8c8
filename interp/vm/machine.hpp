// The stack machine: runs a verified chunk over one fact set.
//
// It writes the verdict of every criterion and section, always. With `trace` on it also gathers, for every criterion, which
// values it rests on and which were missing (the evidence), and warnings; the verdicts are the same, which the tests hold.
// It never looks a name up, reads no clock, changes neither chunk nor facts, and ends: loops go over the items on file.
// Preconditions: the chunk passed verify(); the facts were read by the chunk's schema; both outlive the machine.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "chunk.hpp"
#include "day_pairs.hpp"
#include "evidence.hpp"
#include "fact_set.hpp"
#include "joining.hpp"
#include "meter.hpp"
#include "pairing.hpp"
#include "values_ops.hpp"

namespace crit {

constexpr std::size_t max_options = 64;  // values tried where several are possible; of more, what lies between them

class Machine;

struct MachineOptions {
  bool short_circuit = true;
  bool trace = false;
  bool ucum = false;      // in evidence, units of what is computed as UCUM writes them
  bool warnings = false;  // gathered, as they always are with `trace`; complete only without short-circuit
  // "What if": the facts in these slots have these values.
  struct Fact {
    std::uint32_t slot = 0;
    Value value;
    // The file says so, from a source that will do. Else it has the value all the same, unknown to the file, and where what the
    // file says will do, that stands.
    bool supplied = true;
  };
  std::vector<Fact> facts;
  // "What if": these criteria come out so.
  std::vector<std::pair<std::uint32_t, Verdict>> criteria;
  // "What if": these defines come to this, where nothing is asked of sources.
  std::vector<std::pair<std::uint32_t, Value>> defines;
  // Of a "what if": a machine that has run without one over the same facts, and outlives this. What the "what if" cannot touch
  // is taken from it and not run again.
  const Machine* base = nullptr;
  Meter* meter = nullptr;  // told of the steps; stops the machine by an exception
  KeptJoins* joins = nullptr;  // of other runs over the same facts, and for them
};

// What a "what if" can touch: criteria without children, and defines, that look at the fact or the define, or ask about criteria that
// come out otherwise, themselves or by a define. Empty where the chunk does not say what looks at what.
struct Touched {
  std::vector<bool> criteria;
  std::vector<bool> defines;
};
Touched touched_by(const Chunk& chunk, const MachineOptions& what_if);

// What is told beside the verdicts: why something is unknown that was on file, and what was left out.
struct Warned {
  Reason reason;
  std::vector<std::string> places;  // where it befell; none: it is of the facts themselves
};

class Machine {
 public:
  Machine(const Chunk& chunk, const FactSet& facts, Day as_of, MachineOptions options = {});

  void run();                           // the main code: every criterion, every section
  Value entry(std::uint32_t entry);     // after run(): an `until`, a target, what is given
  // The same of an `until`, in which a period that goes on has no end: the last day there is. `warn`: whether what is
  // warned of is kept.
  Value until(std::uint32_t entry, bool warn = true);
  Truth entry_truth(std::uint32_t entry_index) { return truth(entry(entry_index)); }
  ReadSet entry_evidence() const { return last_evidence_; }  // of the last entry, when tracing

  Verdict criterion(std::uint32_t index) const { return criteria_[index]; }
  Verdict section(std::uint32_t index) const { return sections_[index]; }
  // What a define came to where nothing is asked of sources; null: no code that has run used it so.
  const Value* define(std::uint32_t index) const { return cells_[index].ready ? &cells_[index].value : nullptr; }
  const ReadSet& evidence(std::uint32_t criterion) const { return evidence_[criterion]; }
  const Reads& reads() const { return reads_; }
  Reads& reads() { return reads_; }  // decide puts reasons together
  // Of what applies: nothing that befell a criterion of a section whose `when` is no.
  std::vector<Warned> warnings() const;
  Day as_of() const { return as_of_; }
  std::uint64_t steps() const { return steps_; }  // instructions run so far
  std::uint64_t steps_of(std::uint32_t criterion) const { return costs_[criterion]; }  // when tracing: of its own code

 private:
  struct Item {
    std::uint32_t first = 0;   // the item; of a pair the earlier
    std::uint32_t second = 0;  // of a pair the later
    Truth in = Truth::yes;
    Truth has = Truth::yes;
    Truth given = Truth::yes;  // of a pair: whether the earlier is in and apart as asked, where the later is in
    bool order_is_open = false;    // of a pair: it is there unless the later is the earlier, or both are of one day
    Date days{first_day, last_day};  // on which its date (its start) is, where it is in
    Date ends{first_day, last_day};  // … and on which it ends
    Value value;
    ReadSet evidence;         // of `where` and `has`, when tracing
  };
  struct Clip {  // what is counted is from a day to a day; where a window's days are not known, its ends lie between two
    Day low_first = first_day;
    Day low_last = first_day;
    Day high_first = last_day;
    Day high_last = last_day;
  };
  struct Loop {
    std::uint64_t size() const { return pairing ? pairing->size : items.size(); }
    std::uint32_t list = 0;
    const ListCell* cell = nullptr;
    bool pairs = false;
    std::optional<Pairing> pairing;  // … and how they are made
    bool wants_whole = false;        // what is asked is of all items: a sum, a count
    bool apart = false;              // pairs are asked to be so far apart
    std::vector<Item> items;
    std::vector<Item> singles;       // the items, once `items` are pairs; when tracing, what was joined
    std::size_t at = 0;              // one past the current item
    Day window_low = first_day;      // nothing before this day can be in the loop …
    Day window_high = last_day;      // … and nothing that is dated (or begins) after this one
    std::optional<std::pair<Day, Day>> bounds;  // of the one window, to say what would do
    bool picked = false;
    bool may_be_none = false;        // after a pick: perhaps there is no such item
    bool too_large = false;          // not looked through: what it says is unknown
    bool backwards = false;          // a window's span runs backwards
    Truth looks_ahead = Truth::no;   // whether a window asks for days after the date of service
    std::size_t later = 0;           // items left out because they are dated after it
    // Joined: the items are then `periods`; each world says which of them there are.
    bool joined = false;
    std::vector<JoinedPeriod> periods;
    std::vector<std::vector<std::uint32_t>> worlds;
    bool bounded = false;            // two worlds only: the least and the most that may be
    bool monotone = false;           // what is asked holds of a longer period, too
    std::vector<std::vector<Clip>> clips;  // days covered: of each window whose days alone count, what it may be
    Day touched_before = first_day;  // a period on file that begins later touches none that is not …
    Day touched_after = last_day;    // … from before the list is whole, and one that ends earlier none of after today
    // The current item is asked for each day on which it may start: its end then depends on nothing.
    std::optional<Day> start;
    Day last_start = first_day;
    std::uint64_t ways = 1;          // … which are so many
    unsigned cases = 0;              // what the conditions came to so far …
    std::vector<Value> case_values;  // … or the values
    ReadSet evidence;               // of the windows
    std::vector<ReadSet> unsure;    // evidence of items that may or may not be in
  };
  struct NewWarning {
    ops::Warning warning;
    bool everywhere = false;  // of the facts themselves: told once, without a place
  };
  struct Told {  // a warning, and where it befell
    NewWarning warning;
    std::uint32_t criterion = nowhere;
    std::uint32_t entry = nowhere;
  };
  struct Fork {  // a query that is asked once for each day that a window's anchor may be
    std::uint32_t resume = 0;  // the instruction behind the window
    std::size_t depth = 0;     // of its loop
    const WindowSpec* window = nullptr;
    Value duration;
    std::vector<Value> anchors;
    std::size_t at = 0;
    Loop before;
    std::vector<Value> results;
    ReadSet evidence;
  };
  struct Cell {
    bool ready = false;
    Value value;
    ReadSet evidence;
    std::vector<NewWarning> warnings;  // that befell it: told of each criterion that uses it
  };

  struct CellKey {  // a define, and what was asked of its sources; in an `until` its ends may be others
    std::uint32_t define = 0;
    SourceMask kinds = any_source;
    bool in_until = false;
    friend bool operator==(const CellKey&, const CellKey&) = default;
  };
  struct CellHash {
    std::size_t operator()(const CellKey& key) const { return std::hash<SourceMask>{}(key.kinds ^ (std::uint64_t{key.define} << 32U)) * 2 + (key.in_until ? 1 : 0); }
  };

  template <bool trace>
  Value execute(std::uint32_t begin);
  template <bool trace>
  void step_value(const Instruction& instruction);  // arithmetic, comparisons, dates
  void merge(std::size_t pops, std::size_t pushes, bool settle);

  // work, and what need not be done again
  void settle();                     // tells the meter, which may stop the machine
  void look(std::size_t items) {     // so many items are looked at
    looked_ += items;
    if (steps_ + looked_ - metered_ >= steps_between) settle();
  }
  void look_through(const Loop& loop) {  // at what is in it, in every world
    look(loop.items.size());
    for (const std::vector<std::uint32_t>& world : loop.worlds) look(world.size());
  }
  bool is_touched(std::uint32_t define) const { return touched_.defines[define] || !chunk_.defines[define].asked.empty(); }
  static constexpr std::uint64_t steps_between = 4096;  // two looks at the meter: some microseconds

  // list operations (loops.cpp)
  void list_open(std::uint32_t list);
  void list_window(const WindowSpec& window, const Value& duration, const Value& anchor);
  void open_window(const WindowSpec& window, std::uint32_t resume);
  Value forwards(Value anchor);
  bool next_anchor(Value& result, ReadSet& evidence, std::uint32_t& resume);
  void list_pairs(bool of_newest);   // (pairs.cpp)
  void list_apart(const WindowSpec& window);
  void begin_pairs(Loop& loop, std::uint32_t resume);
  bool leave_out_pairs(const Loop& loop, Pairing& pairing) const;
  void make_pairs(Loop& loop);
  void make_pair(Loop& loop, std::uint32_t earlier, std::uint32_t later);
  void take_pairs(Loop& loop, terms::Selector selector);
  bool more_pairs(terms::Selector selector, std::uint32_t number, std::uint32_t at);
  Value pairs_truth(Loop& loop, terms::Selector selector, std::uint32_t number, ReadSet& evidence);
  void list_join(bool has_gap);
  bool add_unsure(const Loop& loop, ReadSet& evidence);
  void list_pick(terms::Selector selector);
  void pick_by_time(const Loop& loop, bool back, bool previous, std::vector<bool>& keep) const;
  void leave_out_later(Loop& loop);
  Truth list_run(const Value& duration, ReadSet& evidence);
  void run_evidence(Loop& loop, Truth result, Duration duration, ReadSet& evidence);
  Value list_truth(terms::Selector selector, std::uint32_t number, ReadSet& evidence);
  std::size_t pairs_in_either_order(const Loop& loop) const;
  Truth joined_truth(const Loop& loop, terms::Selector selector, std::uint32_t number, bool whole) const;
  Value joined_count(const Loop& loop, bool whole, ReadSet& evidence);
  Value list_value(terms::Selector selector, ReadSet& evidence);
  struct DayRange {
    Day low;
    Day high;
  };
  std::optional<DayRange> days_of(const WindowSpec& window, const Value& anchor, const Value& duration) const;
  static void narrow(Item& item, const WindowSpec& window, DayRange range, ListKind kind);
  std::vector<Clip> clips_of(const WindowSpec& window, const Value& duration, const Value& anchor) const;
  Value days_covered(Loop& loop, ReadSet& evidence);
  Value includes(std::uint32_t list, std::uint32_t set, ReadSet& evidence);
  bool closed(const Loop& loop) const;
  void lasted(const Loop& loop, Item& item);
  void begin_cases(Loop& loop);
  bool next_case(Loop& loop, const Value& value);
  Value end_cases(Loop& loop, bool is_value);
  Value numbers(const std::optional<WholeNumbers>& whole);
  Value dates(const std::vector<Date>& days);
  Value calendar(CalendarPart part, const Value& value);
  Date place_of(const Loop& loop, std::uint32_t item) const;  // by which it stands before or behind others
  Date start_of(const Loop& loop, std::uint32_t item) const;
  Date end_of(const Loop& loop, std::uint32_t item, Date start) const;
  Day complete_from(std::uint32_t list, const ListCell& cell) const;
  Truth is_item_documented(const Loop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence);
  Value is_documented(std::uint32_t slot, bool is_list, ReadSet& evidence);
  const FactCell& cell(const Loop& loop, std::uint32_t item, std::uint32_t field) const;
  Date date_of(const Loop& loop, std::uint32_t item, std::uint32_t field) const;
  Truth in_window(const WindowSpec& window, Date date, const Value& duration, const Value& anchor);
  Truth looks_ahead(const WindowSpec& window, const Value& anchor);
  Truth period_in_window(const WindowSpec& window, Date start, Date end, const Value& duration, const Value& anchor);
  Truth item_in_window(const WindowSpec& window, const Loop& loop, std::uint32_t item, const Value& duration, const Value& anchor);
  Value change_of(const Loop& loop, bool rate, std::vector<std::size_t>& used, ReadSet& evidence);
  Value rate_of(const Item& pair, const Years& years, ReadSet& evidence, const Loop& loop);
  std::optional<Value> sums(const std::vector<const Item*>& items, bool average);
  Value gap_of(const Loop& loop);
  void none_reason(const Loop& loop, ReadSet& evidence, bool perhaps_one = false);
  // Of the list as a whole: what is missing, or was found; or why what it says may not settle a question.
  void add_list_read(std::uint32_t list, bool missing, const Reason* reason, ReadSet& evidence);
  void add_list_doubt(std::uint32_t list, const Reason* doubt, ReadSet& evidence);
  const Reason* why(ReasonCode code, std::vector<Argument> arguments = {}) {
    return options_.trace ? reads_.why(code, std::move(arguments)) : nullptr;
  }

  // what is asked of sources (documentation.cpp)
  SourceMask kinds_for_list(std::uint32_t list) const { return kinds_ & chunk_.schema.lists[list].documented; }
  bool will_do(std::uint32_t provenance, SourceMask kinds) const;
  bool item_will_do(const ListCell& cell, std::uint32_t list, std::uint32_t item, SourceMask kinds) const;
  bool date_will_do(const Loop& loop, std::uint32_t item) const;
  bool whole_will_do(std::uint32_t list, const ListCell& cell) const;
  const Reason* undocumented(std::uint32_t provenance, SourceMask kinds);
  const Reason* why_open(std::uint32_t list, const ListCell& cell);
  void doubt_items(Loop& loop);
  void find_kinds();
  Cell& cell_of(std::uint32_t define, SourceMask kinds) {
    return kinds == any_source && !in_until_ ? cells_[define] : other_cells_[{define, kinds, in_until_}];
  }

  // tables (lookup.cpp)
  struct Hits {
    const LookupTable* table = nullptr;
    std::vector<std::vector<Value>> keys;  // what each key may be
    std::vector<std::uint32_t> choices;    // that may be taken: rows, or groups of an interpolated table
    std::vector<bool> has;                 // by choice: whether it is among them
    bool none = false;                     // perhaps no choice is
    std::size_t tests = 0;
  };
  struct TakenRow {  // as it is written; the two rows that a value lies between
    std::vector<std::string> written;
    bool is_otherwise = false;
  };
  Value lookup(std::uint32_t number, std::uint32_t output, const std::vector<Value>& keys, const Reason*& outside,
               ReadSet* evidence);
  static std::size_t choices_of(const LookupTable& table);
  static const std::vector<KeyCell>& cells_of(const LookupTable& table, std::uint32_t choice);
  Truth key_in(const KeyCell& cell, const Value& value, const TableColumn& key) const;
  std::vector<Value> possible_keys(const Value& value, const TableColumn& key);
  std::vector<Value> possible_durations(const Value& value, const TableColumn& key);
  void take_hits(Hits& hits, const std::vector<std::pair<std::uint32_t, bool>>& choices, std::size_t at) const;
  Value interpolate(const LookupTable& table, std::uint32_t output, const std::vector<std::uint32_t>& rows,
                    const Value& value, std::vector<std::string>& where, const Reason*& outside);
  Value interpolate_range(const LookupTable& table, std::uint32_t output, const std::vector<std::uint32_t>& rows,
                          const Interval& range, std::vector<std::string>& where);
  Argument shown(const Value& value, const TableColumn& column) const;
  void note_lookup(std::uint32_t number, std::uint32_t output, const std::vector<Value>& keys,
                   const std::vector<Value>& options, const std::vector<TakenRow>& rows, ReadSet& evidence);

  // values
  Value pop();
  void push(Value value) { stack_.push_back(std::move(value)); }
  Value combine(std::vector<Value> options);
  Value hull(const std::vector<Value>& options);
  template <typename F>
  Value each(const Value& value, F&& function);
  template <typename F>
  Value each(const Value& left, const Value& right, F&& function);
  Truth truth(const Value& value) const;
  Verdict verdict(const Value& value) const;
  // Said once for each criterion it befell; of the facts themselves (`everywhere`), once.
  void warn(ops::Warning warning);                         // of the criterion in work
  void warn(Reason reason, bool everywhere = false);
  void warn(NewWarning warning);
  void warn_at(std::uint32_t criterion, std::uint32_t entry);
  std::uint32_t outermost(std::uint32_t criterion) const;
  bool speaks(std::uint32_t outermost) const;
  bool warns() const { return options_.trace || options_.warnings; }
  std::string name_of(const Read& read) const;
  const Reason* first_warning();  // of those since the last criterion; null: none
  void blame(std::size_t count, std::uint32_t operands, const Reason* reason);
  void note_asked(std::uint32_t define, Verdict verdict, ReadSet& evidence);
  void note_alternatives(std::vector<ReadSet> operands, ReadSet& evidence);
  void discard(std::uint32_t begin, std::uint32_t end);
  void make_not_applicable(std::uint32_t begin, std::uint32_t end);
  void discard_again();
  void skip_row(std::uint32_t& at, std::uint32_t to);
  void own_position(const Loop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence);
  void position(const Loop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence);
  void note_define(std::uint32_t define, const Value& value, ReadSet& evidence);
  const MachineOptions::Fact* what_if(std::uint32_t slot) const {
    for (const MachineOptions::Fact& fact : options_.facts) {
      if (fact.slot == slot) return &fact;
    }
    return nullptr;
  }
  Value load_fact(std::uint32_t slot, ReadSet* evidence);
  bool is_place(const Loop& loop, std::uint32_t field) const;
  const Reason* why_no_place(const Loop& loop, FactState state, std::uint32_t field);
  void note_place(const Loop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence);
  void note_item(const Loop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence);
  Value load_field(const Loop& loop, std::uint32_t item, std::uint32_t field, ReadSet* evidence, Date days = {first_day, last_day});
  static constexpr std::size_t named_outside =
      4;  // items outside what is asked are named one by one while they are few

  const Chunk& chunk_;
  const FactSet& facts_;
  const Day as_of_;
  const MachineOptions options_;
  std::vector<Verdict> criteria_;
  std::vector<Verdict> sections_;
  std::vector<Cell> cells_;                                    // of defines, where nothing is asked of sources …
  std::unordered_map<CellKey, Cell, CellHash> other_cells_;    // … and where something is
  bool in_until_ = false;
  SourceMask kinds_ = any_source;                              // what is asked of sources here
  std::vector<SourceMask> outer_kinds_;                        // … and around it
  std::vector<SourceMask> provenance_kinds_;                   // of the facts' provenances: the kind that each is, as a mask
  std::vector<Value> stack_;
  std::vector<Loop> loops_;
  std::vector<Fork> forks_;
  std::deque<SeveralValues> several_;
  Ranges ranges_;
  // tracing
  std::vector<ReadSet> evidence_;
  std::vector<ReadSet> evidence_stack_;
  Reads reads_;
  std::vector<Told> told_;
  std::vector<NewWarning> new_warnings_;  // of the criterion, the entry or the define in work
  std::vector<std::pair<std::uint32_t, std::uint32_t>> discarded_;  // criteria of rows that are not taken
  std::uint64_t steps_ = 0;
  std::uint64_t looked_ = 0;                    // at items
  std::uint64_t metered_ = 0;                      // of both, to the meter
  std::uint64_t pause_ = steps_between;         // steps after which it is told again
  std::vector<std::optional<Verdict>> own_verdicts_;  // of criteria whose code has run (it may stand in a row that is not taken), as it came out
  std::vector<std::uint64_t> costs_;            // of criteria, when tracing
  std::uint64_t counted_ = 0;                   // steps in `costs_`
  KeptJoins own_joins_;
  KeptJoins& joins_;
  Touched touched_;                             // by the "what if"; empty: nothing is taken from a base
  ReadSet last_evidence_;
};

template <typename F>
Value Machine::each(const Value& value, F&& function) {
  const auto* several = std::get_if<SeveralRef>(&value);
  if (several == nullptr) return function(value);
  std::vector<Value> results;
  for (const Value& option : several->values->options) results.push_back(function(option));
  return combine(std::move(results));
}

template <typename F>
Value Machine::each(const Value& left, const Value& right, F&& function) {
  if (!std::holds_alternative<SeveralRef>(left) && !std::holds_alternative<SeveralRef>(right)) return function(left, right);
  return each(left, [&](const Value& l) { return each(right, [&](const Value& r) { return function(l, r); }); });
}

inline std::vector<Value> options_of(const Value& value) {
  const auto* several = std::get_if<SeveralRef>(&value);
  return several == nullptr ? std::vector<Value>{value} : several->values->options;
}
// In how many ways the values may come together.
inline std::size_t ways_of(std::initializer_list<Value> values) {
  std::size_t ways = 1;
  for (const Value& value : values) {
    const auto* several = std::get_if<SeveralRef>(&value);
    if (several != nullptr) ways *= several->values->options.size();
  }
  return ways;
}

inline const FactCell& Machine::cell(const Loop& loop, std::uint32_t item, std::uint32_t field) const {
  return loop.cell->cells[static_cast<std::size_t>(item) * chunk_.schema.lists[loop.list].fields.size() + field];
}

// A date that is not there may be any. What is ongoing has begun: without a start, on the date of service or before.
inline Date Machine::date_of(const Loop& loop, std::uint32_t item, std::uint32_t field) const {
  if (!loop.periods.empty()) return field == 0 ? loop.periods[item].start : loop.periods[item].end;
  const auto* date = std::get_if<Date>(&cell(loop, item, field).value);
  if (date != nullptr) return *date;
  if (field == 0 && chunk_.schema.lists[loop.list].kind == ListKind::periods && date_of(loop, item, 1) == ongoing) return {first_day, as_of_};
  return {first_day, last_day};
}

}  // namespace crit
