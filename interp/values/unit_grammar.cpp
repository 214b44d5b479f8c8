// UCUM's grammar. What a symbol stands for is in unit_atoms.cpp, what is said of what cannot be read in unit_advice.cpp.
#include "unit_grammar.hpp"

#include <algorithm>
#include <iterator>

#include "unit_reader.hpp"

namespace crit {
namespace {

// Limits. Units come from data: none may cost much, however long or deep.
constexpr std::size_t longest_unit = 200;  // bytes; the longest unit in clinical use has about 30
constexpr int deepest_nesting = 50;        // brackets in brackets
constexpr int highest_power = 99;          // of one atom; more is a slip of the keyboard

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_blank(char letter) { return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r'; }

}  // namespace

bool UnitReader::read(UnitPart& part) {
  if (text_.size() > longest_unit) return fail(0, text_.size(), "a unit has at most 200 bytes");
  if (text_.empty()) return fail(0, 0, "a unit is missing");
  for (std::size_t index = 0; index < text_.size(); ++index) {
    if (is_blank(text_[index])) return fail_at_blank(index);
  }
  if (!read_term(part, 0, true)) return false;
  if (at_ != text_.size()) return fail(at_, at_ + 1, "`)` without its `(`");
  return true;
}

void UnitReader::normalize(std::string_view text) {
  struct Replacement {
    std::string_view from;
    char to;
  };
  constexpr Replacement replacements[] = {
      {"\xC2\xB5", 'u'}, {"\xCE\xBC", 'u'}, {"²", '2'}, {"³", '3'}, {"¹", '1'}, {"⁰", '0'}, {"⁴", '4'}, {"⁵", '5'},
      {"⁶", '6'}, {"⁷", '7'}, {"⁸", '8'}, {"⁹", '9'}, {"⁻", '-'}, {"×", 'x'},
      {"\xC2\xA0", ' '}, {"\xE2\x80\x89", ' '}, {"\xE2\x80\xAF", ' '},  // no-break, thin, and both
  };
  text_.reserve(text.size());
  positions_.reserve(text.size() + 1);
  bool raised = false;  // 10⁹ is 10*9, and not 109
  for (std::size_t index = 0; index < text.size();) {
    positions_.push_back(index);
    const bool is_ascii = static_cast<unsigned char>(text[index]) < 0x80;
    const auto* first = is_ascii || counting_ == nullptr ? std::end(replacements) : std::begin(replacements);
    const auto* found = std::find_if(first, std::end(replacements), [&](const Replacement& item) {
      return starts_with(text.substr(index), item.from);
    });
    const bool was_raised = raised;
    raised = found != std::end(replacements) && (is_digit(found->to) || found->to == '-');
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

bool UnitReader::read_term(UnitPart& result, int depth, bool outermost) {
  bool divides = false;
  if (outermost && next_is('/')) {
    divides = true;
    ucum_ += text_[at_++];
  }
  while (true) {
    const std::size_t begin = at_;
    UnitPart part;
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

bool UnitReader::apply(UnitPart& result, const UnitPart& part, bool divides, std::size_t begin) {
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

bool UnitReader::read_component(UnitPart& part, int depth) {
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
  if (counting_ != nullptr && !probes_ && fail_body_surface()) return false;
  if (!read_symbol(part)) return false;
  return !next_is('{') || read_annotation();
}

bool UnitReader::read_brackets(UnitPart& part, int depth) {
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

bool UnitReader::read_field(UnitPart& part) {
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

bool UnitReader::read_annotation() {
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

bool UnitReader::read_body_surface() {
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

bool UnitReader::read_symbol(UnitPart& part) {
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

  UnitAtom atom;
  std::string code;
  if (!find_symbol(name, atom, code)) return fail_unknown(begin, name);
  if (counting_ != nullptr) {
    // `ML` and `MG` are UCUM's megalitre and megagauss, and no one who writes them means that.
    if (const SlipRow* slip = slip_of(name)) {
      return refuse_slip(begin, begin + name.size(), quote_for_message(name) + " is too easily taken for another unit", *slip);
    }
    if (known_unit_words().find(name) == known_unit_words().end() && refuse_large(begin, name)) return false;
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

}  // namespace crit
