// Why what was read does not do, or what was found where nothing is written: a code of reasons.def and its arguments.
//
// Data, and no words: reason_text.hpp makes those. Reasons are kept once (Reasons), so that equal ones have one
// address, and a reason that holds others holds their addresses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "date.hpp"
#include "interval.hpp"
#include "schema.hpp"

namespace crit {

enum class ReasonCode : std::uint8_t {
#define REASON(enumerator, code, arguments, about, sentence) enumerator,
#include "reasons.def"
#undef REASON
};

struct Reason;

struct Count {
  std::uint64_t number = 0;
  friend bool operator==(Count, Count) = default;
};
struct Quantity {
  Interval number;
  std::string unit;  // as it is shown; empty: a plain number
  std::string to_string() const { return number.to_string(unit.empty() ? "" : " " + unit); }
  // As it is shown: of numbers without an exact fraction two may be worked out alike and apart.
  friend bool operator==(const Quantity& left, const Quantity& right) { return left.to_string() == right.to_string(); }
};
struct SourceKinds {
  SourceMask mask = 0;
  friend bool operator==(SourceKinds, SourceKinds) = default;
};

// Of the kinds that reasons.def names: `count`, `date`, `number`, `kinds` (of sources), `yes_no`, `reason`; `name` (of
// the policy's) and `text` (of the file's) are strings; a `list` may hold lists.
struct Argument {
  using List = std::vector<Argument>;
  std::variant<Count, Date, Quantity, SourceKinds, bool, const Reason*, std::string, List> value;

  Argument(Count count) : value(count) {}                      // NOLINT: a value is an argument
  Argument(Date date) : value(date) {}                         // NOLINT
  Argument(Quantity quantity) : value(std::move(quantity)) {}  // NOLINT
  Argument(SourceKinds kinds) : value(kinds) {}                // NOLINT
  Argument(const Reason* reason) : value(reason) {}            // NOLINT
  Argument(std::string text) : value(std::move(text)) {}       // NOLINT
  Argument(List list) : value(std::move(list)) {}              // NOLINT
  static Argument yes_no(bool yes) {
    Argument argument{Count{}};
    argument.value = yes;
    return argument;
  }
  friend bool operator==(const Argument& left, const Argument& right);
};

struct Reason {
  ReasonCode code = ReasonCode::not_supplied;
  std::vector<Argument> arguments;  // as reasons.def has them
  friend bool operator==(const Reason& left, const Reason& right) {
    return left.code == right.code && left.arguments == right.arguments;
  }
};

struct ReasonHash {
  std::size_t operator()(const Reason& reason) const;
};

class Reasons {
 public:
  // The one address of this reason; it is good as long as this object.
  const Reason* keep(Reason reason) { return &*all_.insert(std::move(reason)).first; }
  const Reason* keep(ReasonCode code, std::vector<Argument> arguments = {}) {
    return keep(Reason{code, std::move(arguments)});
  }

 private:
  std::unordered_set<Reason, ReasonHash> all_;
};

// ---- the table
// ---------------------------------------------------------------------------------------------------------
enum class ReasonAbout : std::uint8_t { source, reason, other };
struct ReasonInfo {
  std::string_view code;
  std::vector<std::pair<std::string_view, std::string_view>> arguments;  // name, kind
  std::string_view written;                                              // the same as reasons.def has them
  ReasonAbout about = ReasonAbout::other;
  std::string_view sentence;
};
const ReasonInfo& info(ReasonCode code);
const std::vector<ReasonInfo>& all_reasons();  // by ReasonCode

// ---- what is asked of a reason
// ----------------------------------------------------------------------------------------- An argument by its name; it
// is there.
const Argument& argument(const Reason& reason, std::string_view name);
// Behind which this reason says more; null: it stands alone.
const Reason* said_before(const Reason& reason);
// Whether the source of a value is the matter: it is then the whole item's, not its field's.
bool is_about_source(const Reason& reason);
// Whether `more` says all that `less` says: it is the same, or says more behind it.
bool holds(const Reason& more, const Reason& less);

}  // namespace crit
