// parse_unit: UCUM's grammar, the words people write, and faults that say what may have been meant.
#include "unit_reader.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "near.hpp"
#include "unit_table.hpp"

namespace crit {
namespace {

// Limits. Units come from data: none may cost much, however long or deep.
constexpr std::size_t longest_unit = 200;  // bytes; the longest unit in clinical use has about 30
constexpr int deepest_nesting = 50;        // brackets in brackets
constexpr int highest_power = 99;          // of one atom; more is a slip of the keyboard

// -------------------------------------------------------------------------------------------------------------------
// Atoms
// -------------------------------------------------------------------------------------------------------------------

struct Atom {
  Dimension dimension;
  Number factor = 1;
  Number offset = 0;     // base = number * factor + offset, as in Unit
  bool metric = false;   // takes prefixes
  bool special = false;  // affine or logarithmic: stands alone in a unit
};
using AtomMap = std::unordered_map<std::string_view, Atom>;

// UCUM's atoms, their definitions worked out. Built on first use.
const AtomMap& atoms();

using WordMap = std::unordered_map<std::string_view, const WordRow*>;
const WordMap& words() {
  static const WordMap map = [] {
    WordMap result;
    for (const WordRow& row : unit_words()) result.emplace(row.word, &row);
    return result;
  }();
  return map;
}

// -------------------------------------------------------------------------------------------------------------------
// Reading
// -------------------------------------------------------------------------------------------------------------------

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_blank(char letter) { return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r'; }
bool starts_with(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

// A part of a unit: what it multiplies by, and whether it is something yet.
struct Part {
  Dimension dimension;
  Number factor = 1;
  Number offset = 0;
  bool special = false;
  bool neutral = true;  // nothing but annotations so far
};

char small_letter(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter; }
bool differ_in_capitals(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return small_letter(a) == small_letter(b); });
}

// One letter is wrong, missing, one too many, or two are swapped.
bool differ_in_one(std::string_view left, std::string_view right) {
  if (left.size() > right.size()) std::swap(left, right);
  if (right.size() - left.size() > 1) return false;
  std::size_t same = 0;
  while (same < left.size() && small_letter(left[same]) == small_letter(right[same])) ++same;
  left.remove_prefix(same);
  right.remove_prefix(same);
  if (left.size() < right.size()) return differ_in_capitals(left, right.substr(1));
  if (left.empty() || differ_in_capitals(left.substr(1), right.substr(1))) return true;
  return left.size() > 1 && small_letter(left[0]) == small_letter(right[1]) && small_letter(left[1]) == small_letter(right[0]) &&
         differ_in_capitals(left.substr(2), right.substr(2));
}

std::string_view prefix_word(std::string_view name) {
  for (const std::string_view word : prefix_words()) {
    if (starts_with(name, word)) return word;
  }
  return {};
}

// `decagram` beside `decigram`, `mgram` beside `gram`: one letter, and another amount.
bool differ_in_prefix(std::string_view written, std::string_view candidate) {
  const std::string_view word = prefix_word(written);
  if (!word.empty() && word != prefix_word(candidate)) return true;
  if (written.size() == candidate.size()) return false;
  const std::string_view more = written.size() > candidate.size() ? written : candidate;
  const std::string_view less = written.size() > candidate.size() ? candidate : written;
  return std::any_of(unit_prefixes().begin(), unit_prefixes().end(), [&](const PrefixRow& prefix) {
    return starts_with(more, prefix.code) && differ_in_capitals(more.substr(prefix.code.size()), less);
  });
}

// Reads one unit by UCUM's grammar:
//   unit      = "/"? term
//   term      = component (("." | "/") component)*        from left to right
//   component = symbol power? annotation? | annotation | digits | "(" term ")"
// and, unless it reads the definitions of UCUM itself, the words of unit_words.cpp for symbols.
class UnitReader {
 public:
  // A reader of a definition knows the atoms in `known` and no words.
  UnitReader(std::string_view text, const AtomMap& known) : known_(known), counting_(nullptr) { normalize(text); }
  UnitReader(std::string_view text, const AtomMap& known, const std::vector<std::string>& counting)
      : known_(known), counting_(&counting) {
    normalize(text);
  }

  bool read(Part& part) {
    if (text_.size() > longest_unit) return fail(0, text_.size(), "a unit has at most 200 bytes");
    if (text_.empty()) return fail(0, 0, "a unit is missing");
    for (std::size_t index = 0; index < text_.size(); ++index) {
      if (is_blank(text_[index])) return fail_at_blank(index);
    }
    if (!read_term(part, 0, true)) return false;
    if (at_ != text_.size()) return fail(at_, at_ + 1, "`)` without its `(`");
    return true;
  }

  const std::string& ucum() const { return ucum_; }
  UnitResult fault() const { return fault_; }

 private:
  // Micro signs become `u` and raised digits digits; positions_ leads back to the text as it was written.
  void normalize(std::string_view text) {
    struct Replacement {
      std::string_view from;
      char to;
    };
    constexpr Replacement replacements[] = {
        {"\xC2\xB5", 'u'}, {"\xCE\xBC", 'u'}, {"²", '2'}, {"³", '3'}, {"¹", '1'}, {"⁰", '0'}, {"⁴", '4'}, {"⁵", '5'},
        {"⁶", '6'}, {"⁷", '7'}, {"⁸", '8'}, {"⁹", '9'}, {"⁻", '-'},
    };
    bool raised = false;  // 10⁹ is 10*9, and not 109
    for (std::size_t index = 0; index < text.size();) {
      positions_.push_back(index);
      const auto* found = std::find_if(std::begin(replacements), std::end(replacements), [&](const Replacement& item) {
        return counting_ != nullptr && starts_with(text.substr(index), item.from);
      });
      const bool was_raised = raised;
      raised = found != std::end(replacements) && found->to != 'u';
      if (raised && !was_raised && !text_.empty() && is_digit(text_.back())) {
        text_ += '*';
        positions_.push_back(index);
      }
      if (found != std::end(replacements)) {
        text_ += found->to;
        index += found->from.size();
      } else {
        text_ += text[index++];
      }
    }
    positions_.push_back(text.size());
  }

  bool fail(std::size_t begin, std::size_t end, std::string fault, std::string suggestion = {}) {
    fault_.kind = UnitFault::malformed;
    fault_.fault = std::move(fault);
    fault_.begin = positions_[begin];
    fault_.end = positions_[std::min(end, positions_.size() - 1)];
    fault_.suggestion = std::move(suggestion);
    return false;
  }

  bool refuse(std::size_t begin, std::size_t end, std::string fault, std::string suggestion, std::string help) {
    fail(begin, end, std::move(fault), std::move(suggestion));
    fault_.kind = UnitFault::refused;
    fault_.help = std::move(help);
    return false;
  }
  bool is_readable(const std::string& text) const {
    Part ignored;
    return read_as(text, ignored);
  }
  // For advice: what is wrong with `text`, if anything, is not asked, so that advice is never sought for advice.
  bool read_as(const std::string& text, Part& part) const {
    if (counting_ == nullptr) return false;
    UnitReader reader(text, known_, *counting_);
    reader.probes_ = true;
    return reader.read(part);
  }
  // The whole unit with another spelling for a part of it, if that can be read; else the spelling alone.
  std::string with_part(std::size_t begin, std::size_t end, std::string_view part) const {
    std::string whole = text_.substr(0, begin).append(part) + text_.substr(end);
    return is_readable(whole) ? whole : std::string(part);
  }

  std::string suggested(const std::string& text) const {
    return counting_ == nullptr ? std::string() : parse_unit(text, *counting_).suggestion;
  }

  // `mm Hg`, `mg per kg`, `mg/g creat`, `mg daily`: what it is without the blank, where that is the same.
  bool fail_at_blank(std::size_t index) {
    if (probes_) return false;
    std::string closed;
    std::copy_if(text_.begin(), text_.end(), std::back_inserter(closed), [](char letter) { return !is_blank(letter); });
    const std::string before = text_.substr(0, index);
    const std::string after = text_.substr(index + 1);
    if (before.empty() || after.empty()) return fail(index, index + 1, "a unit has no blanks inside", is_readable(closed) ? closed : "");
    constexpr std::string_view per = "per ";
    std::string suggestion;
    if (before.front() == '/' && before.size() > 1 && is_digit(before[1])) {
      // `1/2 mg` is half a milligram and no unit.
    } else if (is_readable(closed)) {
      suggestion = closed;
    } else if (const bool beside_sign = after.front() == '/' || before.back() == '/' || is_digit(before.back());
               beside_sign && is_readable(suggested(closed))) {
      suggestion = suggested(closed);  // `MG / DL`, `mg/24 h`
    } else if ((after == "C" || after == "F") && (starts_with(before, "deg") || starts_with(before, "Deg"))) {
      suggestion = "deg" + after;
    } else if (starts_with(after, per) && is_readable(before + "/" + after.substr(per.size()))) {
      suggestion = before + "/" + after.substr(per.size());
    } else if (is_readable(before + "{" + after + "}")) {
      const auto remarks = unit_remarks();
      if (std::find(remarks.begin(), remarks.end(), after) != remarks.end()) suggestion = before + "{" + after + "}";
      if (after == "daily" || after == "qd" || after == "QD") suggestion = before + "/d";
    }
    return fail(index, index + 1, "a unit has no blanks inside", std::move(suggestion));
  }

  bool at_end() const { return at_ == text_.size(); }
  bool next_is(char letter) const { return at_ < text_.size() && text_[at_] == letter; }

  bool read_term(Part& result, int depth, bool outermost) {
    bool divides = false;
    if (outermost && next_is('/')) {
      divides = true;
      ucum_ += text_[at_++];
    }
    while (true) {
      const std::size_t begin = at_;
      Part part;
      if (!read_component(part, depth)) return false;
      if (!apply(result, part, divides, begin)) return false;
      if (at_end() || next_is(')')) return true;
      if (!next_is('.') && !next_is('/')) {
        return fail(at_, at_ + 1, "`.` or `/` is missing between the parts of a unit");
      }
      divides = text_[at_] == '/';
      ucum_ += text_[at_++];
    }
  }

  bool apply(Part& result, const Part& part, bool divides, std::size_t begin) {
    if (part.neutral) return true;
    if ((part.special && (divides || !result.neutral)) || result.special) {
      return fail_special(!part.offset.is_zero() || !result.offset.is_zero());
    }
    const auto factor = divides ? divide(result.factor, part.factor) : multiply(result.factor, part.factor);
    if (!factor) return fail_range(begin);
    result.dimension = combine_dimensions(result.dimension, part.dimension, divides ? -1 : 1);
    result.factor = *factor;
    result.offset = part.offset;
    result.special = part.special;
    result.neutral = false;
    return true;
  }

  bool fail_range(std::size_t begin) {
    return fail(
        begin, at_,
        quote_for_message(text_.substr(begin, at_ - begin)) + " is too large or too small to be counted exactly");
  }
  // Temperatures differ by kelvins, so that is what a rate of them is in.
  bool fail_special(bool affine) {
    const std::string_view text = std::string_view(text_).substr(special_begin_, special_end_ - special_begin_);
    return fail(special_begin_, special_end_,
                quote_for_message(text) + " is on a scale that does not combine with other units",
                affine ? "K" : std::string());
  }

  bool read_component(Part& part, int depth) {
    if (at_end() || next_is(')') || next_is('.') || next_is('/')) {
      std::string fault = "a unit is missing";
      if (at_ > 0) fault += std::string(" after `") + text_[at_ - 1] + "`";
      const std::string shorter = text_.substr(0, text_.size() - (text_.empty() ? 0 : 1));
      const bool point = !probes_ && at_end() && at_ > 1 && text_.back() == '.' && is_readable(shorter);
      fail(at_, at_ + 1, std::move(fault), point ? shorter : "");
      if (point) fault_.begin = 0, fault_.end = positions_.back();  // it is the whole that is suggested
      return false;
    }
    if (next_is('(')) return read_brackets(part, depth);
    if (next_is('{')) return read_field(part) || read_annotation();
    if (counting_ != nullptr && read_body_surface()) return true;
    if (!read_symbol(part)) return false;
    return !next_is('{') || read_annotation();
  }

  bool read_brackets(Part& part, int depth) {
    const std::size_t begin = at_;
    if (depth == deepest_nesting) return fail(at_, at_ + 1, "a unit has at most 50 brackets in each other");
    ucum_ += text_[at_++];
    if (!read_term(part, depth + 1, false)) return false;
    if (!next_is(')')) return fail(begin, begin + 1, "`(` is not closed");
    ucum_ += text_[at_++];
    if (!at_end() && (is_digit(text_[at_]) || next_is('^') || next_is('-') || next_is('+'))) {
      return fail(at_, at_ + 1, "a power stands behind a single unit, not behind brackets");
    }
    return true;
  }

  // `{HPF}` is how laboratories write `[HPF]`: a field of the microscope, which is no remark.
  bool read_field(Part& part) {
    constexpr std::pair<std::string_view, std::string_view> fields[] = {
        {"{HPF}", "[HPF]"}, {"{hpf}", "[HPF]"}, {"{LPF}", "[LPF]"}, {"{lpf}", "[LPF]"}};
    for (const auto& [written, code] : fields) {
      if (counting_ == nullptr || !starts_with(std::string_view(text_).substr(at_), written)) continue;
      part.dimension = {{std::string(code), 1}};
      part.neutral = false;
      ucum_ += code;
      at_ += written.size();
      return true;
    }
    return false;
  }

  // `{…}` says what is counted and changes nothing.
  bool read_annotation() {
    const std::size_t close = text_.find('}', at_);
    if (close == std::string::npos) return fail(at_, at_ + 1, "`{` is not closed");
    const std::string_view inside = std::string_view(text_).substr(at_ + 1, close - at_ - 1);
    for (const char letter : inside) {
      const auto byte = static_cast<unsigned char>(letter);
      if (byte < 0x21 || byte > 0x7E || letter == '{') {
        return fail(at_, close + 1, "inside `{}` stand ASCII letters, digits and signs");
      }
    }
    ucum_ += text_.substr(at_, close + 1 - at_);
    at_ = close + 1;
    return true;
  }

  // `1.73m2`, the body surface that clearances are normalized to: UCUM has it as an annotation.
  bool read_body_surface() {
    for (const std::string_view form : {"1.73m2", "1.73m^2", "1.73_m2"}) {
      const std::string_view rest = std::string_view(text_).substr(at_);
      if (!starts_with(rest, form)) continue;
      const std::string_view after = rest.substr(form.size(), 1);
      if (!after.empty() && std::string_view("./)").find(after) == std::string_view::npos) continue;
      ucum_ += "{1.73_m2}";
      at_ += form.size();
      return true;
    }
    return false;
  }

  // A run of letters with its power, or digits.
  bool read_symbol(Part& part) {
    const std::size_t begin = at_;
    while (!at_end() && std::string_view("./(){}").find(text_[at_]) == std::string_view::npos) {
      if (text_[at_] == ']') return fail(at_, at_ + 1, "`]` without its `[`");
      if (text_[at_] == '[') {
        const std::size_t close = text_.find(']', at_);
        if (close == std::string::npos) return fail(at_, at_ + 1, "`[` is not closed");
        at_ = close;
      }
      ++at_;
    }
    if (next_is('}')) return fail(at_, at_ + 1, "`}` without its `{`");
    const std::string_view symbol = std::string_view(text_).substr(begin, at_ - begin);
    part.neutral = false;
    if (std::all_of(symbol.begin(), symbol.end(), is_digit)) {
      const auto number = Number::parse(symbol);
      if (!number) return fail_range(begin);
      if (number->is_zero()) return fail(begin, at_, "zero is not a unit");
      part.factor = *number;
      ucum_ += symbol;
      return true;
    }
    if (const std::string* unit = counting_unit(symbol)) {
      part.dimension = {{*unit, 1}};
      ucum_ += *unit;
      return true;
    }
    const bool ten = starts_with(symbol, "10*") || starts_with(symbol, "10^");
    std::size_t name_end = symbol.size();
    while (name_end > (ten ? 3 : 0) && is_digit(symbol[name_end - 1])) --name_end;
    const std::string_view digits = symbol.substr(name_end);
    bool negative = false;
    if (!digits.empty() && name_end > 0 && (symbol[name_end - 1] == '-' || symbol[name_end - 1] == '+')) {
      --name_end;
      negative = symbol[name_end] == '-';
    }
    int power = digits.empty() ? 1 : 0;
    for (const char digit : digits) power = std::min(power * 10 + (digit - '0'), highest_power + 1);
    if (power > highest_power)
      return fail(begin, at_, quote_for_message(symbol) + " has too high a power: 99 is the most");
    if (negative) power = -power;
    std::string_view name = symbol.substr(0, name_end);
    // `m^2` is how it is typed; UCUM has `m2`.
    if (counting_ != nullptr && !ten && name.size() > 1 && name.back() == '^' && !digits.empty()) name.remove_suffix(1);

    Atom atom;
    std::string code;
    if (!find_symbol(name, atom, code)) return fail_unknown(begin, name);
    if (counting_ != nullptr) {
      // `ML` and `MG` are UCUM's megalitre and megagauss, and no one who writes them means that.
      if (const SlipRow* slip = slip_of(name)) {
        return refuse_slip(begin, begin + name.size(), quote_for_message(name) + " is too easily taken for another unit", *slip);
      }
      if (words().find(name) == words().end() && refuse_large(begin, name)) return false;
    }
    if (atom.special && special_end_ == 0) {
      special_begin_ = begin;
      special_end_ = begin + name.size();
    }
    if (atom.special && power != 1) return fail_special(!atom.offset.is_zero());
    // `bpm` is a term, `/min`: it needs brackets wherever something stands before it.
    if (code.front() == '/') {
      if (power != 1) return fail(begin, at_, quote_for_message(name) + " takes no power");
      if (!ucum_.empty()) code = "(1" + code + ")";
    }
    const auto factor = crit::power(atom.factor, power);
    if (!factor) return fail_range(begin);
    part.dimension = combine_dimensions({}, atom.dimension, power);
    part.factor = *factor;
    part.offset = atom.offset;
    part.special = atom.special;
    if (code.front() == '{') part.neutral = true;
    ucum_ += code;
    if (!digits.empty() && code.front() != '{') {
      if (negative) ucum_ += '-';
      ucum_ += digits;
    }
    return true;
  }

  static const SlipRow* slip_of(std::string_view name) {
    const auto slips = unit_slips();
    const auto* slip = std::find_if(slips.begin(), slips.end(), [&](const SlipRow& row) { return row.slip == name; });
    return slip == slips.end() ? nullptr : slip;
  }
  bool refuse_slip(std::size_t begin, std::size_t end, std::string fault, const SlipRow& slip) {
    return refuse(begin, end, std::move(fault), std::string(slip.meant), std::string(slip.help));
  }

  // `Mg` is a million grams, and milligrams are meant. Only its author knows, so it is never corrected.
  bool refuse_large(std::size_t begin, std::string_view name) {
    const std::size_t end = begin + name.size();
    for (const LargePrefixRow& prefix : large_prefixes()) {
      if (!starts_with(name, prefix.code)) continue;
      for (const SmallUnitRow& unit : small_units()) {
        if (name.substr(prefix.code.size()) != unit.code) continue;
        if (probes_) return true;
        std::string many(unit.name);
        many.insert(std::min(many.find(" of "), many.size()), "s");
        std::string help;
        if (!prefix.small.empty()) {
          const std::string small = std::string(prefix.small).append(unit.code);
          const bool two_words = many.find(' ') < many.find(" of ");
          help = "if " + std::string(prefix.small_words) + (two_words ? "-" : "") + many + " are meant, write `" + with_part(begin, end, small) + "`";
        }
        if (end == text_.size() || !(is_digit(text_[end]) || text_[end] == '-' || text_[end] == '^')) {  // a power would be of the number, too
          std::string written_out = std::string(prefix.power).append(".").append(unit.code);
          if (begin > 0 && text_[begin - 1] == '/') written_out = "(" + written_out + ")";
          help += (help.empty() ? "" : "; ") + ("for " + std::string(prefix.words) + " " + many + " write `" + with_part(begin, end, written_out) + "`");
        }
        refuse(begin, end, quote_for_message(name) + " is " + std::string(prefix.words) + " " + many, {}, std::move(help));
        return true;
      }
    }
    // Ki and the like count bits and bytes; `Mil/uL` is no mebilitre.
    for (const std::string_view binary : {"Ki", "Mi", "Gi", "Ti"}) {
      const std::string_view rest = name.substr(std::min(name.size(), binary.size()));
      if (!starts_with(name, binary) || rest.empty() || rest == "bit" || rest == "By" || rest == "Bd") continue;
      refuse(begin, end, quote_for_message(name) + " is too easily taken for another unit", {}, "millions are `10*6`, thousands `10*3`");
      return true;
    }
    // The atomic mass unit, and what prefixes make of it.
    if (name.back() != 'u' || name.size() > 2) return false;
    refuse(begin, end, quote_for_message(name) + " is an atomic mass to UCUM", {},
           "an enzyme's units are `U`, international ones `IU`, those of insulin and the like `unit`; micrograms are `ug`");
    return true;
  }

  // A counting unit of the policy, in the singular or the plural: `vial`, `vials`, `patches`.
  const std::string* counting_unit(std::string_view symbol) const {
    if (counting_ == nullptr) return nullptr;
    for (const std::string& unit : *counting_) {
      if (symbol == unit) return &unit;
    }
    for (const std::string& unit : *counting_) {
      if (!starts_with(symbol, unit)) continue;
      const std::string_view ending = symbol.substr(unit.size());
      const auto ends_with = [&](std::string_view letters) { return unit.size() > letters.size() && std::string_view(unit).substr(unit.size() - letters.size()) == letters; };
      const bool hisses = ends_with("s") || ends_with("x") || ends_with("z") || ends_with("ch") || ends_with("sh");
      if (hisses ? ending == "es" : ending == "s") return &unit;
    }
    return nullptr;
  }

  // What a symbol without its power stands for: a counting unit of the policy, a word, or an atom of UCUM.
  bool find_symbol(std::string_view name, Atom& atom, std::string& code) const {
    if (counting_ != nullptr) {
      if (const std::string* unit = counting_unit(name)) {
        atom.dimension = {{*unit, 1}};
        code = *unit;
        return true;
      }
      const auto word = words().find(name);
      if (word != words().end()) return read_word(*word->second, atom, code);
    }
    code = name;
    return find_atom(name, atom);
  }

  bool read_word(const WordRow& row, Atom& atom, std::string& code) const {
    code = row.meaning == WordMeaning::own ? row.code : row.text;
    if (row.meaning == WordMeaning::own) atom.dimension = {{std::string(row.text), 1}};
    if (row.meaning != WordMeaning::ucum) return true;
    UnitReader reader(row.text, known_);
    Part part;
    if (!reader.read(part)) return false;  // cannot be: the tests read every word
    atom = {part.dimension, part.factor, part.offset, false, part.special};
    return true;
  }

  bool find_atom(std::string_view name, Atom& atom) const {
    if (const auto found = known_.find(name); found != known_.end()) {
      atom = found->second;
      return true;
    }
    for (const PrefixRow& prefix : unit_prefixes()) {
      if (!starts_with(name, prefix.code)) continue;
      const auto found = known_.find(name.substr(prefix.code.size()));
      if (found == known_.end() || !found->second.metric) continue;
      const auto factor = multiply(found->second.factor, *Number::parse(prefix.value));
      if (!factor) continue;
      atom = found->second;
      atom.factor = *factor;
      return true;
    }
    return false;
  }

  bool fail_unknown(std::size_t begin, std::string_view name) {
    if (probes_) return false;
    const std::string_view symbol = std::string_view(text_).substr(begin, at_ - begin);
    if (name.empty()) return fail(begin, at_, quote_for_message(symbol) + " is a power without a unit");
    if (counting_ == nullptr) return fail(begin, at_, "a definition uses an unknown unit");
    const std::string unknown = quote_for_message(name) + " is not a unit crit knows";
    const std::size_t end = begin + name.size();
    if (std::string power = power_of_ten(symbol); !power.empty()) {
      if (next_is('(')) at_ = text_.find(')', at_) + 1;  // x10(3)
      return fail(begin, at_, quote_for_message(std::string_view(text_).substr(begin, at_ - begin)) + " is not a unit crit knows", std::move(power));
    }
    if (is_digit(name.front())) {
      const std::size_t digits = symbol.find_first_not_of("0123456789");
      std::string parts = "(" + std::string(symbol.substr(0, digits)) + "." + std::string(symbol.substr(std::min(digits, symbol.size()))) + ")";
      const bool divided = begin > 0 && text_[begin - 1] == '/' && is_readable(parts);  // mg/24h
      return fail(begin, at_, quote_for_message(symbol) + " has a number inside a unit: a `.` or `/` stands between them",
                  divided ? std::move(parts) : "");
    }
    if (name == "M" && symbol.size() > 1) return fail(begin, end, unknown, "m");  // KG/M2
    if (symbol == "mmH20" || symbol == "cmH20") return fail(begin, at_, quote_for_message(symbol) + " is not a unit crit knows", std::string(symbol.substr(0, 3)) + "2O");
    if (const SlipRow* slip = slip_of(name)) {
      refuse_slip(begin, end, unknown, *slip);
      fault_.kind = UnitFault::unknown;
      return false;
    }
    for (const PrefixRow& prefix : unit_prefixes()) {
      if (!starts_with(name, prefix.code)) continue;
      const std::string_view rest = name.substr(prefix.code.size());
      const auto found = known_.find(rest);
      if (rest.size() > 1 && found != known_.end() && !found->second.metric) {
        return fail(begin, end, unknown + ": " + quote_for_message(rest) + " takes no prefix");
      }
    }
    if (name.size() > 1 && name.back() == '.') return fail(begin, end, unknown, std::string(name.substr(0, name.size() - 1)));
    fail(begin, end, unknown, spelling_meant(name));
    fault_.kind = UnitFault::unknown;
    return false;
  }

  // `x10^3`, `10E3`, `x10(3)`: a power of ten as UCUM has it.
  std::string power_of_ten(std::string_view symbol) const {
    if (!symbol.empty() && (symbol.front() == 'x' || symbol.front() == 'X')) symbol.remove_prefix(1);
    if (!starts_with(symbol, "10")) return {};
    std::string power(symbol);
    if (power.size() > 2 && (power[2] == 'E' || power[2] == 'e')) power[2] = '*';
    if (power.size() == 2 && next_is('(')) {
      const std::size_t close = text_.find(')', at_);
      if (close != std::string::npos) power += "*" + text_.substr(at_ + 1, close - at_ - 1);
    }
    return power.size() > 3 && is_readable(power) ? power : std::string();
  }

  // The one unit that `name` can be a slip for: the same letters in other capitals, a prefix before a unit's full name, or a
  // full name with one wrong letter. Of short codes each letter counts: `pct` is no `pc`, and `ea` no `eq`.
  std::string spelling_meant(std::string_view name) const {
    if (name.size() < 2) return {};
    std::vector<std::string> candidates(*counting_);
    for (const std::string& unit : *counting_) candidates.push_back(unit + "s");
    for (const std::string_view unit : common_units()) candidates.emplace_back(unit);
    for (const WordRow& row : unit_words()) candidates.emplace_back(row.word);
    std::vector<std::string> near;
    for (const std::string& candidate : candidates) {
      if (differ_in_capitals(name, candidate)) near.push_back(candidate);
    }
    if (near.empty()) {
      if (std::string code = prefixed_word(name); !code.empty()) return code;
      for (const std::string& candidate : candidates) {
        if (name.size() >= 5 && candidate.size() >= 4 && differ_in_one(name, candidate) && !differ_in_prefix(name, candidate)) {
          near.push_back(candidate);
        }
      }
    }
    const bool certain = std::all_of(near.begin(), near.end(), [&](const std::string& other) { return is_one_unit(near.front(), other); });
    if (!certain) return {};
    return near.empty() ? std::string() : near.front();
  }
  bool is_one_unit(const std::string& left, const std::string& right) const {
    Part a, b;
    return read_as(left, a) && read_as(right, b) && a.dimension == b.dimension && a.factor == b.factor && a.offset == b.offset;
  }
  // `mmole`, `ugrams`: UCUM's prefix and the unit's full name.
  std::string prefixed_word(std::string_view name) const {
    for (const PrefixRow& prefix : unit_prefixes()) {
      if (!starts_with(name, prefix.code)) continue;
      const auto word = words().find(name.substr(prefix.code.size()));
      if (word == words().end() || word->first.size() < 4 || word->second->meaning != WordMeaning::ucum) continue;
      const auto found = known_.find(word->second->text);
      const bool metric = found != known_.end() && found->second.metric;
      std::string code = std::string(prefix.code).append(word->second->text);
      if (metric && is_readable(code)) return code;
    }
    return {};
  }

  const AtomMap& known_;
  const std::vector<std::string>* counting_;  // null while a definition is read
  bool probes_ = false;  // only whether it can be read is asked
  std::string text_;
  std::vector<std::size_t> positions_;
  std::size_t at_ = 0;
  std::size_t special_begin_ = 0;  // the first unit of a special scale
  std::size_t special_end_ = 0;
  std::string ucum_;
  UnitResult fault_;
};

AtomMap build_atoms() {
  AtomMap map;
  for (const AtomRow& row : unit_atoms()) {
    Atom atom;
    atom.metric = row.metric;
    if (row.kind == AtomKind::own || row.kind == AtomKind::scale) {
      atom.dimension = {{std::string(row.code), 1}};
      atom.special = row.kind == AtomKind::scale;
    } else {
      UnitReader reader(row.unit, map);
      Part part;
      const auto value = Number::parse(row.value);
      const bool readable = reader.read(part);
      const auto factor = readable && value ? multiply(part.factor, *value) : std::nullopt;
      if (!factor) continue;  // cannot be: the tests look for every row
      atom.dimension = part.dimension;
      atom.factor = *factor;
      if (row.kind == AtomKind::offset) {
        atom.special = true;
        const auto offset = Number::parse(row.offset);
        atom.offset = offset ? multiply(*offset, *factor).value_or(0) : Number(0);
      }
    }
    map.emplace(row.code, std::move(atom));
  }
  return map;
}

const AtomMap& atoms() {
  static const AtomMap map = build_atoms();
  return map;
}

// `K/uL` and `M/mm3` on a blood count: thousands and millions, which UCUM would take for kelvins and megas. Nothing is
// measured in kelvins a volume.
std::string thousands_meant(std::string_view text) {
  if (text.size() < 3 || text[1] != '/' || std::string_view("KkM").find(text[0]) == std::string_view::npos) return {};
  static const std::vector<std::string> none;
  UnitReader reader(text.substr(2), atoms(), none);
  Part volume;
  if (!reader.read(volume) || volume.dimension != Dimension{{"m", 3}}) return {};
  return (text[0] == 'M' ? "10*6/" : "10*3/") + reader.ucum();
}

// What is suggested for a part of a unit, as the whole unit: `mg/dL` for `MG/DL`. nullopt where another part stands in the way
// that its author must look at.
std::optional<std::string> whole_meant(std::string_view text, const UnitResult& fault, const std::vector<std::string>& counting,
                                       int more_parts) {
  if (fault.suggestion.empty() || !fault.help.empty() || text.find(' ') != std::string_view::npos) return std::nullopt;
  const bool divided = fault.begin > 0 && text[fault.begin - 1] == '/' && fault.suggestion.find('/') != std::string::npos;
  const std::string part = divided ? "(" + fault.suggestion + ")" : fault.suggestion;
  std::string whole = std::string(text.substr(0, fault.begin)).append(part).append(text.substr(fault.end));
  UnitReader reader(whole, atoms(), counting);
  Part ignored;
  if (reader.read(ignored)) return whole;
  return more_parts == 0 ? std::nullopt : whole_meant(whole, reader.fault(), counting, more_parts - 1);
}

}  // namespace

Dimension combine_dimensions(const Dimension& left, const Dimension& right, int power) {
  Dimension result = left;
  for (const auto& [name, exponent] : right) {
    const auto place = std::lower_bound(result.begin(), result.end(), name,
                                        [](const auto& entry, const std::string& key) { return entry.first < key; });
    if (place != result.end() && place->first == name) {
      place->second += exponent * power;
      if (place->second == 0) result.erase(place);
    } else if (exponent * power != 0) {
      result.insert(place, {name, exponent * power});
    }
  }
  return result;
}

std::string quote_for_message(std::string_view text) {
  constexpr std::size_t shown = 40;
  std::size_t length = std::min(text.size(), shown);
  while (length < text.size() && length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) --length;
  std::string result = "`";
  for (const char letter : text.substr(0, length)) {
    const auto byte = static_cast<unsigned char>(letter);
    result += byte < 0x20 || byte == 0x7F ? '?' : letter;
  }
  return result + (length < text.size() ? "…`" : "`");
}

bool is_special_scale(std::string_view dimension_name) {
  const auto found = atoms().find(dimension_name);
  return found != atoms().end() && found->second.special;
}

UnitResult parse_unit(std::string_view text, const std::vector<std::string>& counting) {
  if (std::string meant = thousands_meant(text); !meant.empty()) {
    UnitResult result;
    result.fault = quote_for_message(text) + (text[0] == 'K' ? " would be kelvins a volume" : " is not UCUM");
    result.fault += text[0] == 'M' ? "; millions are written out" : "; thousands are written out";
    result.end = text.size();
    result.suggestion = std::move(meant);
    result.kind = UnitFault::refused;
    return result;
  }
  UnitReader reader(text, atoms(), counting);
  Part part;
  UnitResult result;
  if (!reader.read(part)) {
    constexpr int parts_corrected = 4;  // `MG/KG/DAY` has three
    result = reader.fault();
    if (std::optional<std::string> whole = whole_meant(text, result, counting, parts_corrected)) result.suggestion = std::move(*whole);
    return result;
  }
  result.unit = Unit{std::string(text), reader.ucum(), part.dimension, part.factor, part.offset};
  return result;
}

}  // namespace crit
