// A fact file as its bytes come in -> the JSON values in it, one by one. How a file is cut into lines, parts or writes does
// not matter, nor does its name: the result depends on its bytes alone.
//
// A file is a sequence of JSON values; the values in an outermost array are taken singly. What is no JSON is told, and
// reading goes on behind it:
//   - At most one value is held, and of a value of more than `largest_value` bytes only where it ends.
//   - A faulty value whose brackets close is read up to there. In an array its neighbours follow; outside of one what else
//     stands on its line is passed over, and reading goes on at the next line that begins with `{` or `[`.
//   - Where the brackets do not close on the value's first line, nobody can tell whether what follows belongs to it: until
//     they close, each line that is a whole object is given as `inside` of it, and nothing else is read.
//   - An object that gives an id and is passed over is told: one that begins its line, or stands where no value may; where
//     the brackets do not close, also what may be an item or a part of the broken value.
//   - Of an array on one line, what stands behind such a value is found from the line's end (array_tail.hpp), and is `inside`.
//   - A value that may stand behind a bracket too early is doubted: behind a comma outside of an array where the value before
//     it goes over several lines; before a bracket that closes nothing; behind a fault at a bracket.
// This layer knows nothing of schemas, and no values beyond their boundaries; json.hpp reads what is given here.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json.hpp"
#include "json_scan.hpp"
#include "torn_scan.hpp"

namespace crit {

// A part of the file with what is said of it.
struct FactPiece {
  enum class Kind : std::uint8_t {
    value,        // a JSON value, whole by its grammar
    inside,       // the same, on a line of its own inside of a value that is broken, or in an array behind one
    passed_over,  // an object that gives an id, in a value that is broken or behind one
    fault,        // what is no JSON value
  };
  Kind kind = Kind::fault;
  std::uint32_t line = 1;    // where it begins
  std::uint32_t opened = 0;  // inside, passed_over, doubted: the line where the broken value begins, or 0
  bool needs_id = false;     // value: `fault` is told unless it has an id, because it may be a part of something
  bool doubted = false;      // value: it may be a part of the value before it
  JsonFault fault;           // its places are bytes of `text`
  std::string id;            // passed_over, fault: as far as it could be read

  // Some of the file round it, to show: where that begins, and where in it the piece is.
  std::string text;
  std::uint32_t first_line = 1;
  std::uint32_t first_column = 1;  // in characters
  std::uint32_t first_byte = 0;    // of the file, modulo 4 GiB
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// Some bytes of a file, by their place in it, and which line and column a place is.
class FactBytes {
 public:
  struct Lines {
    std::uint64_t counted = 0;  // up to this byte
    std::uint64_t begin = 0;    // of the line
    std::uint32_t line = 1;
    std::uint32_t column = 1;
  };

  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

  std::uint64_t end() const { return base + text.size(); }
  bool has(std::uint64_t byte) const { return byte < end(); }
  char at(std::uint64_t byte) const { return text[static_cast<std::size_t>(byte - base)]; }
  std::string_view view(std::uint64_t from, std::uint64_t to) const;
  // Goes on behind blanks. False: the bytes that were read end with blanks.
  bool skip_blanks(std::uint64_t& byte, bool over_lines) const;
  void count_to(std::uint64_t byte);
  void drop(std::size_t much);  // of the bytes at the beginning

  std::string text;
  std::uint64_t base = 0;  // the file's byte that the text begins with
  Lines lines;
};

class FactStream {
 public:
  // Of one value. Far above any member of a person's making; reading it takes some five times as much memory.
  static constexpr std::uint64_t largest_value = std::uint64_t{256} << 20;

  explicit FactStream(std::uint64_t limit = largest_value) : limit_(limit) {}
  void feed(std::string_view bytes);
  void finish();                     // nothing follows
  void fail(std::string_view why);   // what follows cannot be read
  // The next piece. Nothing: feed more; or, after finish(), the end. At least one piece comes of any file.
  std::optional<FactPiece> next();

 private:
  enum class Mode : std::uint8_t {
    between,  // values: the next is looked for
    value,    // in a value, which is well-formed so far
    behind,   // a value: what follows on its line is looked at before it is given
    fault,    // enough is read to say what is wrong
    rest,     // in what is broken: the rest of the line
    torn,     // at the beginning of a line, inside of what is broken
    seek,     // at the beginning of a line, behind what is broken
    done,
  };
  // Of the outermost array: what comes next.
  enum class Place : std::uint8_t { outside, first, item, after };

  void forget();

  bool step();
  bool step_between();
  bool step_value();
  bool step_behind();
  bool step_fault();
  bool step_rest();
  bool step_torn();
  bool step_seek();
  void at_end();

  void begin_value(bool needs_id);
  bool begin_fault(std::uint64_t byte);
  void end_fault();
  void note_fault_byte(char byte, char first);
  bool find_tail();
  std::optional<bool> line_has_odd_quote() const;
  bool over_lines() const;
  bool step_behind_in_array(bool more);
  enum class Name : std::uint8_t { none, id, other, not_read };
  Name name_at(std::uint64_t byte) const;
  std::optional<std::uint64_t> indent_of(std::uint64_t byte) const;
  void doubt();
  void doubt_it();
  void drop_text();
  void say_fault(FactPiece& made, std::uint64_t to);
  void give_value(std::uint64_t to, std::optional<std::uint64_t> comma = std::nullopt);
  void give_held();
  void hold_found();
  bool line_ends_with_comma() const;
  void give_passed_over(bool all);
  std::string own_id() const;
  std::optional<bool> array_closes_early() const;
  FactPiece piece(FactPiece::Kind kind, std::uint64_t from, std::uint64_t to, std::uint64_t shown_to);
  void tell(std::uint64_t from, std::uint64_t to, std::string message, std::string help, JsonFault::Kind kind = JsonFault::Kind::syntax);

  std::uint64_t limit_;
  FactBytes bytes_;
  std::uint64_t at_ = 0;    // what is read next
  bool begun_ = false;      // it is known whether the file begins with a byte order mark
  bool ended_ = false;
  std::string failed_;      // why the rest cannot be read

  Mode mode_ = Mode::between;
  Place place_ = Place::outside;
  std::optional<FactPiece> array_;  // the outermost array's bracket, where one is open
  bool comma_before_ = false;       // outside of an array: one that lets doubt what follows
  bool comma_allowed_ = false;
  bool array_over_lines_ = false;  // the array before
  bool object_before_ = false;  // an object ends on this line, outside of an array
  bool array_doubted_ = false;  // what stands in the outermost array may be a part of something else
  std::uint32_t array_torn_ = 0;  // the line of a value in it that its brackets do not close; what follows is `inside`

  JsonScan scan_;
  std::uint64_t value_ = 0;  // where the value begins; its head is for what is said of it
  FactPiece head_;
  std::uint64_t value_end_ = 0;
  std::uint64_t look_ = 0;   // behind the value: how far was looked
  bool other_line_ = false;  // and whether that is another line
  bool too_large_ = false;
  std::uint64_t fault_ = 0;
  bool bracket_fault_ = false;   // the byte that cannot be is a bracket that closes
  std::optional<std::uint64_t> indent_;  // of the value, where it begins its line
  bool closed_in_place_ = false; // a broken value ends on a line of its own, below where it begins
  bool mark_fault_ = false;      // it is a bracket, quote, comma or colon
  std::uint32_t doubted_line_ = 0;  // in an array: behind such a fault, what else stands on its line may be a part of it
  bool unsure_ = false;          // the last value is broken, and maybe a bracket in it stands too early
  std::uint32_t doubted_by_ = 0; // the line of the broken value that lets doubt what follows, or 0: a good one
  bool comma_ended_ = false;     // and its line ends with a comma
  std::uint64_t line_end_ = 0;   // of the array on one line that has a fault
  std::uint64_t tail_ = 0;       // where its last members begin; line_end_: it does not end on this line
  std::uint64_t resume_ = 0;     // behind a broken value whose brackets do not close, or 0: where its neighbour begins

  TornScan torn_;
  std::optional<FactPiece> held_;  // the fault, until its line is read: its id may stand behind the fault
  std::vector<std::pair<FactPiece, bool>> passed_over_;  // of its line, or of a part of it; true: it is surely told
  std::uint32_t opened_ = 0;       // the line where the broken value begins
  bool spoiled_ = false;           // nothing good has followed on the last fault
  std::uint64_t searched_ = 0;     // for a line end

  std::list<FactPiece> ready_;
  bool gave_ = false;
};

}  // namespace crit
