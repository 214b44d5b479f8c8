// Charts of which something is open, decided by crit and by trying every chart that they may be ("worlds").
#pragma once

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "compiled.hpp"
#include "fact_set.hpp"
#include "machine.hpp"
#include "verify.hpp"

namespace worlds {

using namespace crit;

constexpr unsigned yes = 1;
constexpr unsigned no = 2;
constexpr unsigned both = 3;
constexpr Day day_zero = 19'500;

inline Chunk verified(const std::string& text) {
  std::string why;
  std::optional<Chunk> chunk = compiled(text, &why);
  INFO(why);
  REQUIRE(chunk);
  REQUIRE(verify(*chunk).empty());
  return std::move(*chunk);
}

inline FactCell cell(Value value) {
  FactCell made;
  made.state = is_unknown(value) ? FactState::not_supplied : FactState::supplied;
  made.value = std::move(value);
  return made;
}
inline FactCell truth_cell(unsigned truth) { return truth == both ? FactCell{} : cell(truth == yes ? Truth::yes : Truth::no); }

// The verdicts of the criteria I.1, I.2, …, as the bits above.
inline std::vector<unsigned> verdicts(const Chunk& chunk, const FactSet& facts, Day as_of, bool trace) {
  MachineOptions options;
  options.trace = trace;
  Machine machine(chunk, facts, as_of, options);
  machine.run();
  std::vector<unsigned> result;
  for (std::uint32_t i = 0; i < chunk.criteria.size(); ++i) {
    if (chunk.criteria[i].children.empty()) result.push_back(bits(machine.criterion(i)) & both);
  }
  return result;
}

inline std::string shown(unsigned truth) { return truth == yes ? "yes" : truth == no ? "no" : "unknown"; }

inline std::mt19937 random_source(7);
inline int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_source); }
inline unsigned some_truth() { return std::array{yes, yes, no, both}[static_cast<std::size_t>(below(4))]; }

// A list that is on file, without items as yet.
inline ListCell on_file(bool complete) {
  ListCell list;
  list.state = FactState::supplied;
  list.complete = complete;
  return list;
}
inline void add_item(ListCell& list, std::vector<FactCell> fields) {
  for (FactCell& field : fields) list.cells.push_back(std::move(field));
  ++list.items;
}

// ---- series ----------------------------------------------------------------------------------------------------------

// An item with two yes_no fields: whether `where` takes it in, and what is asked of it.
struct Measurement {
  Day first = 0;
  Day last = 0;
  unsigned in = yes;
  unsigned has = yes;
  Moment time = {};
};
inline ListCell listed(const std::vector<Measurement>& all, bool complete) {
  ListCell list = on_file(complete);
  for (const Measurement& one : all) {
    add_item(list, {cell(Date{one.first, one.last}), truth_cell(one.in), truth_cell(one.has)});
    list.moments.push_back(one.time);
  }
  return list;
}
inline std::string shown(const Measurement& one) {
  std::string text = "\n  " + std::to_string(one.first - day_zero) + ".." + std::to_string(one.last - day_zero);
  if (one.time.kind != Moment::Kind::none) text += " time " + std::to_string(static_cast<int>(one.time.kind)) + "/" + std::to_string(one.time.nanoseconds);
  return text + " in " + shown(one.in) + " has " + shown(one.has);
}

// ---- periods ---------------------------------------------------------------------------------------------------------

struct Period {
  Date start;
  Date end;  // last_day at its end: none given; at both: ongoing
  unsigned in = yes;
};
struct Span1 {
  Day start;
  Day end;  // far_day: ongoing
};
constexpr Day far_day = day_zero + 60;  // later than all that is asked of

inline unsigned said(bool truth) { return truth ? yes : no; }

// Every way these periods may be: which are in, and their dates. An end that is not given is each day up to `fine`, or far off.
inline void for_each_world(const std::vector<Period>& all, Day fine, const std::function<void(std::vector<Span1>&)>& say) {
  std::vector<Span1> world;
  const std::function<void(std::size_t)> choose = [&](std::size_t at) {
    if (at == all.size()) return say(world);
    const Period& one = all[at];
    if ((one.in & no) != 0) choose(at + 1);
    if ((one.in & yes) == 0) return;
    for (Day start = one.start.first; start <= one.start.last; ++start) {
      const auto with = [&](Day end) {
        world.push_back({start, end});
        choose(at + 1);
        world.pop_back();
      };
      const bool may_go_on = one.end.last == last_day;
      if (may_go_on) with(far_day);
      for (Day end = std::max(start, one.end.first); end <= (may_go_on ? fine : one.end.last); ++end) with(end);
    }
  };
  choose(0);
}

// The facts' only list, of periods with one yes_no field.
inline ListCell listed(const std::vector<Period>& all, bool complete) {
  ListCell list = on_file(complete);
  for (const Period& one : all) add_item(list, {cell(one.start), cell(one.end), truth_cell(one.in)});
  return list;
}

inline std::string shown(const std::vector<Period>& all) {
  const auto day = [](Day at) { return at == last_day ? "end" : std::to_string(at - day_zero); };
  std::string text;
  for (const Period& one : all) {
    text += "\n  " + day(one.start.first) + ".." + day(one.start.last) + " to " + day(one.end.first) + ".." + day(one.end.last) + " in " + shown(one.in);
  }
  return text;
}

}  // namespace worlds
