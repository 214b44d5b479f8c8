// Each axis is cut into parts: where the ends of rows lie, and the stretches between. Rows are then ranges of parts, and one
// sweep along an axis gives the sets of rows that stand together; each set is swept along the next axis. Two rows left at the
// last axis take one key; none left is a gap. Codes have no such order: their parts are codes that stand for all (below).
#include "table_hits.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "icd10.hpp"

namespace crit {
namespace {

constexpr std::size_t most_findings = 4;     // of a kind: enough to mend a table by
constexpr std::size_t most_work = 20'000'000;  // rows in parts: seconds

using PartRange = std::pair<std::uint32_t, std::uint32_t>;  // both ends in it

struct Axis {
  std::uint32_t key = 0;
  std::uint32_t first = 0;                     // the parts that can be: [first, last]
  std::uint32_t last = 0;
  std::vector<std::string> names;              // of the parts: a key in each; empty: any other
  std::vector<Value> samples;                  // likewise
  std::vector<std::vector<PartRange>> rows;    // the parts that each row takes
};

// ---- ordered keys ------------------------------------------------------------------------------------------------

// Where a value lies: numbers themselves, dates by day, durations by months or (all of one axis) by days.
Number place(const Value& value) {
  if (const auto* number = std::get_if<NumberValue>(&value)) return number->number;
  if (const auto* date = std::get_if<Date>(&value)) return Number(date->first);
  if (const auto* duration = std::get_if<Duration>(&value)) return Number(duration->months != 0 ? duration->months : duration->days);
  return Number(0);
}

bool in_days(const LookupTable& table, std::uint32_t key) {
  for (const LookupRow& row : table.rows) {
    for (const KeyRange& range : row.cells[key].ranges) {
      for (const auto* end : {&range.low, &range.high}) {
        if (*end && std::holds_alternative<Duration>(**end) && std::get<Duration>(**end).days != 0) return true;
      }
    }
  }
  return false;
}

Value value_at(const Number& at, ColumnKind kind, bool days) {
  if (kind == ColumnKind::number) return NumberValue{at};
  const auto whole = static_cast<std::int32_t>(at.floor().value_or(0).as_int64().value_or(0));
  if (kind == ColumnKind::date) return Date{whole, whole};
  if (days) return Duration{0, whole};
  return Duration{whole, at.is_whole() ? 0 : 1};
}

std::string name_of(const Value& value, const TableColumn& key) {
  if (const auto* number = std::get_if<NumberValue>(&value)) {
    return number->number.to_string() + (key.unit.is_plain() ? "" : " " + key.unit.spelling);
  }
  if (const auto* date = std::get_if<Date>(&value)) return to_string(*date);
  if (const auto* duration = std::get_if<Duration>(&value)) return to_string(*duration);
  return "";
}

// Dates, and durations in days, are whole: [2024-01-01, 2024-12-31] ends where 2025-01-01 begins. Of numbers the ends are
// parts of their own, and so are the stretches between.
void cut_ordered(const LookupTable& table, Axis& axis) {
  const TableColumn& key = table.keys[axis.key];
  const bool days = key.kind == ColumnKind::duration && in_days(table, axis.key);
  const bool whole = key.kind == ColumnKind::date || days;
  const auto begin_of = [&](const KeyRange& range) { return whole && range.low_open ? add(place(*range.low), 1).value_or(0) : place(*range.low); };
  const auto end_of = [&](const KeyRange& range) { return whole && !range.high_open ? add(place(*range.high), 1).value_or(0) : place(*range.high); };
  std::vector<Number> ends;
  if (key.kind == ColumnKind::duration) ends.emplace_back(0);  // no time is shorter
  for (const LookupRow& row : table.rows) {
    for (const KeyRange& range : row.cells[axis.key].ranges) {
      if (range.low) ends.push_back(begin_of(range));
      if (range.high) ends.push_back(end_of(range));
    }
  }
  std::sort(ends.begin(), ends.end(), [](const Number& l, const Number& r) { return l < r; });
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  const auto index = [&](const Number& end) {
    return static_cast<std::uint32_t>(std::lower_bound(ends.begin(), ends.end(), end, [](const Number& l, const Number& r) { return l < r; }) - ends.begin());
  };
  const auto count = static_cast<std::uint32_t>(ends.size());
  // whole: part i begins at ends[i - 1]. Else part 2i + 1 is ends[i], part 2i the stretch before it.
  axis.last = whole ? count : 2 * count;
  if (key.kind == ColumnKind::duration) axis.first = 1;
  for (std::uint32_t part = 0; part <= axis.last; ++part) {
    Number at = 0;
    if (count == 0) {
    } else if (whole) {
      at = part == 0 ? subtract(ends[0], 1).value_or(ends[0]) : ends[part - 1];
    } else if (part % 2 == 1) {
      at = ends[part / 2];
    } else if (part == 0) {
      at = subtract(ends[0], 1).value_or(ends[0]);
    } else if (part == axis.last) {
      at = add(ends[count - 1], 1).value_or(ends[count - 1]);
    } else {
      const auto sum = add(ends[part / 2 - 1], ends[part / 2]);
      at = sum ? divide(*sum, 2).value_or(ends[part / 2]) : ends[part / 2];
    }
    axis.samples.push_back(value_at(at, key.kind, days));
    axis.names.push_back(name_of(axis.samples.back(), key));
  }
  for (const LookupRow& row : table.rows) {
    std::vector<PartRange> parts;
    for (const KeyRange& range : row.cells[axis.key].ranges) {
      std::uint32_t low = axis.first;
      std::uint32_t high = axis.last;
      if (range.low) low = whole ? index(begin_of(range)) + 1 : 2 * index(begin_of(range)) + (range.low_open ? 2 : 1);
      if (range.high) high = whole ? index(end_of(range)) : 2 * index(end_of(range)) + (range.high_open ? 0 : 1);
      low = std::max(low, axis.first);
      if (low <= high) parts.emplace_back(low, high);
    }
    axis.rows.push_back(std::move(parts));
  }
}

// ---- words -------------------------------------------------------------------------------------------------------

void cut_words(const LookupTable& table, const Schema& schema, Axis& axis) {
  const TableColumn& key = table.keys[axis.key];
  if (key.kind == ColumnKind::truth) {
    axis.names = {"yes", "no"};
    axis.samples = {Truth::yes, Truth::no};
  } else {
    for (const std::string& alternative : schema.enumerations[key.enumeration].alternatives) {
      axis.samples.emplace_back(Alternative{static_cast<std::uint32_t>(axis.names.size()), key.enumeration});
      axis.names.push_back(alternative);
    }
  }
  axis.last = static_cast<std::uint32_t>(axis.names.size() - 1);
  for (const LookupRow& row : table.rows) {
    std::vector<PartRange> parts;
    for (const std::uint32_t alternative : row.cells[axis.key].alternatives) parts.emplace_back(alternative, alternative);
    axis.rows.push_back(std::move(parts));
  }
}

void cut_texts(LookupTable& table, Axis& axis) {
  std::map<std::string, std::uint32_t> known;
  for (const LookupRow& row : table.rows) {
    std::vector<PartRange> parts;
    for (const Value& value : row.cells[axis.key].texts) {
      const TextData* text = std::get<TextValue>(value).data;
      const auto [place, fresh] = known.emplace(text->compared, static_cast<std::uint32_t>(axis.names.size()));
      if (fresh) {
        axis.names.push_back("\"" + text->written + "\"");
        axis.samples.push_back(value);
      }
      parts.emplace_back(place->second, place->second);
    }
    axis.rows.push_back(std::move(parts));
  }
  table.texts.push_back({"another text", "\n", ""});  // no text folds to a line end
  axis.names.emplace_back();  // any other
  axis.samples.emplace_back(TextValue{&table.texts.back()});
  axis.last = static_cast<std::uint32_t>(axis.names.size() - 1);
}

// ---- codes -------------------------------------------------------------------------------------------------------

// Which rows have a code, on some day, without asking each row.
class CodeIndex {
 public:
  struct Held {
    std::uint32_t row;
    const CodeEntry* entry;
  };

  CodeIndex(const LookupTable& table, const std::vector<CodeSet>& sets, std::uint32_t key) : icd10_(table.keys[key].system == "icd10") {
    for (std::uint32_t row = 0; row < table.rows.size(); ++row) {
      const KeyCell& cell = table.rows[row].cells[key];
      if (cell.any) continue;
      for (const CodeEntry& entry : sets[cell.code_set].entries) {
        switch (entry.kind) {
          case CodeEntry::Kind::single: singles_[entry.first].push_back({row, &entry}); break;
          case CodeEntry::Kind::subtree: subtrees_[entry.first].push_back({row, &entry}); break;
          case CodeEntry::Kind::range: {
            Range range{{row, &entry}, place_of(entry.first), place_of(end_of(entry)) + '\x7f', {table.keys[key].system, {entry}, false}};
            range.alone.entries.front().valid_from.reset();
            range.alone.entries.front().valid_to.reset();
            ranges_.push_back(std::move(range));
            break;
          }
        }
      }
    }
    std::sort(ranges_.begin(), ranges_.end(), [](const Range& l, const Range& r) { return l.from < r.from; });
    for (const Range& range : ranges_) reach_.push_back(reach_.empty() ? range.behind : std::max(reach_.back(), range.behind));
  }

  std::vector<Held> holders(const std::string& code) const {
    std::vector<Held> all;
    const auto take = [&](const std::map<std::string, std::vector<Held>>& by, const std::string& first) {
      const auto place = by.find(first);
      if (place != by.end()) all.insert(all.end(), place->second.begin(), place->second.end());
    };
    take(singles_, code);
    for (std::size_t length = 1; length <= code.size(); ++length) take(subtrees_, code.substr(0, length));
    // Those that begin at or before it, backwards to where none before reaches it.
    const std::string place = place_of(code);
    auto i = static_cast<std::size_t>(std::upper_bound(ranges_.begin(), ranges_.end(), place, [](const std::string& one, const Range& range) { return one < range.from; }) - ranges_.begin());
    for (; i > 0 && place < reach_[i - 1]; --i) {
      if (membership(ranges_[i - 1].alone, code, first_day).truth == Truth::yes) all.push_back(ranges_[i - 1].held);
    }
    return all;
  }

 private:
  // In the order of the system.
  std::string place_of(std::string_view code) const { return icd10_ ? icd10_order(code) : std::string(code); }
  std::string_view end_of(const CodeEntry& entry) const { return icd10_ ? icd10_end(entry.first, entry.last) : entry.last; }

  struct Range {
    Held held;
    std::string from;    // in the order of the system
    std::string behind;  // after all codes that it has
    CodeSet alone;       // the entry, valid ever
  };
  bool icd10_;
  std::map<std::string, std::vector<Held>> singles_;
  std::map<std::string, std::vector<Held>> subtrees_;
  std::vector<Range> ranges_;       // by their first codes
  std::vector<std::string> reach_;  // the furthest that one of those up to here goes
};

// Two entries have a code in common only if they have one that begins one of them: its first code, or, where that is only a
// parent in the other, the first code below it. So those, on the days on which some validity begins or ends, stand for all.
void cut_codes(const LookupTable& table, const std::vector<CodeSet>& sets, Axis& axis) {
  const std::string& system = table.keys[axis.key].system;
  const CodeIndex index(table, sets, axis.key);
  std::set<std::string> codes;
  std::set<std::size_t> lengths;
  const auto each_entry = [&](const auto& take) {
    for (const LookupRow& row : table.rows) {
      if (row.cells[axis.key].any) continue;
      for (const CodeEntry& entry : sets[row.cells[axis.key].code_set].entries) take(entry);
    }
  };
  each_entry([&](const CodeEntry& entry) {
    if (entry.kind == CodeEntry::Kind::range) lengths.insert(entry.first.size());
  });
  const bool icd10 = system == "icd10";
  each_entry([&](const CodeEntry& entry) {
    codes.insert(entry.first);
    if (entry.kind == CodeEntry::Kind::range) codes.insert(entry.last);
    if (icd10 && entry.kind != CodeEntry::Kind::single) {
      for (std::string below = entry.first + "0"; below.size() <= 7; below += '0') codes.insert(below);
    } else if (entry.kind == CodeEntry::Kind::subtree) {
      for (const std::size_t length : lengths) {
        if (length > entry.first.size()) codes.insert(entry.first + std::string(length - entry.first.size(), '0'));
      }
    }
  });
  axis.rows.resize(table.rows.size());
  std::set<std::vector<std::uint32_t>> seen;  // codes that are in the same rows say the same
  for (const std::string& code : codes) {
    if (icd10 && code.size() < 3) continue;  // a stem, such as the C of `C*`
    const std::vector<CodeIndex::Held> held = index.holders(code);
    std::set<Day> days{first_day};  // on which it comes into a row, or goes
    for (const CodeIndex::Held& one : held) {
      if (one.entry->valid_from) days.insert(*one.entry->valid_from);
      if (one.entry->valid_to && *one.entry->valid_to < last_day) days.insert(*one.entry->valid_to + 1);
    }
    for (const Day day : days) {
      std::vector<std::uint32_t> in;
      for (const CodeIndex::Held& one : held) {
        const bool valid = (!one.entry->valid_from || *one.entry->valid_from <= day) && (!one.entry->valid_to || day <= *one.entry->valid_to);
        if (valid) in.push_back(one.row);
      }
      std::sort(in.begin(), in.end());
      in.erase(std::unique(in.begin(), in.end()), in.end());
      if (in.empty() || !seen.insert(in).second) continue;
      const auto part = static_cast<std::uint32_t>(axis.names.size());
      const std::string shown = icd10 && code.size() > 3 ? code.substr(0, 3) + "." + code.substr(3) : code;
      axis.names.push_back(shown + (day == first_day ? "" : " on " + to_string(day)));
      for (const std::uint32_t row : in) axis.rows[row].emplace_back(part, part);
    }
  }
  axis.names.emplace_back();  // any other
  axis.last = static_cast<std::uint32_t>(axis.names.size() - 1);
}

// ---- the sweep ---------------------------------------------------------------------------------------------------

class Sweep {
 public:
  Sweep(const LookupTable& table, const std::vector<Axis>& axes, TableHits& hits) : table_(table), axes_(axes), hits_(hits), at_(axes.size()) {}
  void run(const std::vector<std::uint32_t>& rows) { along(0, rows); }

 private:
  std::string key(std::size_t known) const {
    std::string text;
    for (std::size_t i = 0; i < axes_.size() && i < known; ++i) {
      const std::string& name = table_.keys[axes_[i].key].name;
      const std::string& part = axes_[i].names[at_[i]];
      text += (i == 0 ? "" : ", ") + (part.empty() ? "any other " + name : name + " " + part);
    }
    return text.empty() ? "any key" : text;
  }
  void overlap(std::uint32_t first, std::uint32_t second) {
    if (first > second) std::swap(first, second);
    if (!told_.emplace(first, second).second || hits_.overlaps.size() >= most_findings) return;
    hits_.overlaps.push_back({first, second, key(axes_.size())});
  }
  bool done() const { return hits_.too_many || (hits_.overlaps.size() >= most_findings && hits_.gaps.size() >= most_findings); }

  void along(std::size_t number, const std::vector<std::uint32_t>& rows) {
    if (rows.empty()) {
      if (hits_.gaps.size() < most_findings) hits_.gaps.push_back(key(number));
      return;
    }
    if (number == axes_.size()) {
      for (std::size_t i = 1; i < rows.size(); ++i) overlap(rows[i - 1], rows[i]);
      return;
    }
    if (rows.size() == 1 && hits_.gaps.size() >= most_findings) return;  // nothing more to find
    const Axis& axis = axes_[number];
    std::map<std::uint32_t, std::vector<std::pair<std::uint32_t, int>>> events;  // at a part: rows that begin (1) or have ended (-1)
    events[axis.first];
    for (const std::uint32_t row : rows) {
      const auto take = [&](PartRange parts) {
        events[parts.first].emplace_back(row, 1);
        events[parts.second + 1].emplace_back(row, -1);
      };
      if (table_.rows[row].cells[axis.key].any) take({axis.first, axis.last});
      else for (const PartRange& parts : axis.rows[row]) take(parts);
    }
    std::map<std::uint32_t, int> active;  // a row may take a part twice: { 1 .. 3, 2 .. 4 }
    std::vector<std::uint32_t> before;
    bool first = true;
    for (const auto& [part, changes] : events) {
      for (const auto& [row, change] : changes) {
        if ((active[row] += change) == 0) active.erase(row);
      }
      if (part > axis.last) break;
      std::vector<std::uint32_t> now;
      for (const auto& [row, times] : active) now.push_back(row);
      work_ += now.size() + changes.size() + 1;
      if (work_ > most_work) hits_.too_many = true;
      if (done()) return;
      if (!first && now == before) continue;
      at_[number] = part;
      along(number + 1, now);
      before = std::move(now);
      first = false;
    }
  }

  const LookupTable& table_;
  const std::vector<Axis>& axes_;
  TableHits& hits_;
  std::vector<std::uint32_t> at_;  // the part of each axis
  std::set<std::pair<std::uint32_t, std::uint32_t>> told_;
  std::size_t work_ = 0;
};

}  // namespace

TableHits find_hits(LookupTable& table, const std::vector<CodeSet>& code_sets, const Schema& schema) {
  TableHits hits;
  std::vector<Axis> axes;
  for (std::uint32_t key = 0; key < table.keys.size(); ++key) {
    if (table.interpolated && *table.interpolated == key) continue;
    Axis axis;
    axis.key = key;
    switch (table.keys[key].kind) {
      case ColumnKind::number:
      case ColumnKind::date:
      case ColumnKind::duration: cut_ordered(table, axis); break;
      case ColumnKind::alternative:
      case ColumnKind::truth: cut_words(table, schema, axis); break;
      case ColumnKind::text: cut_texts(table, axis); break;
      case ColumnKind::code: cut_codes(table, code_sets, axis); break;
    }
    table.keys[key].samples.assign(axis.samples.begin() + std::min<std::ptrdiff_t>(axis.first, static_cast<std::ptrdiff_t>(axis.samples.size())), axis.samples.end());
    axes.push_back(std::move(axis));
  }
  std::vector<std::uint32_t> rows;
  if (!table.interpolated) {
    for (std::uint32_t row = 0; row < table.rows.size(); ++row) rows.push_back(row);
  } else {
    // One row stands for its group; within a group a point is given once.
    std::map<std::vector<std::vector<PartRange>>, std::uint32_t> groups;
    std::map<std::uint32_t, std::vector<std::uint32_t>> members;  // of each group
    for (std::uint32_t row = 0; row < table.rows.size(); ++row) {
      std::vector<std::vector<PartRange>> alike;
      for (const Axis& axis : axes) {
        alike.push_back(table.rows[row].cells[axis.key].any ? std::vector<PartRange>{{axis.first, axis.last}} : axis.rows[row]);
        std::sort(alike.back().begin(), alike.back().end());
      }
      const auto [group, fresh] = groups.emplace(std::move(alike), row);
      if (fresh) rows.push_back(row);
      members[group->second].push_back(row);
    }
    std::map<std::uint32_t, std::uint32_t> again;  // rows, and the first row that has the same point
    table.groups.clear();
    for (auto& [group, of] : members) {
      std::stable_sort(of.begin(), of.end(), [&](std::uint32_t left, std::uint32_t right) { return table.point(left) < table.point(right); });
      for (std::size_t i = 1, first = 0; i < of.size(); ++i) {
        if (table.point(of[i]) == table.point(of[first])) again.emplace(of[i], of[first]);
        else first = i;
      }
      table.groups.push_back(std::move(of));
    }
    for (const auto& [row, first] : again) {
      if (hits.overlaps.size() == most_findings) break;
      const TableColumn& key = table.keys[*table.interpolated];
      hits.overlaps.push_back({first, row, key.name + " " + name_of(*table.rows[row].cells[*table.interpolated].ranges.front().low, key)});
    }
  }
  Sweep(table, axes, hits).run(rows);
  return hits;
}

}  // namespace crit
