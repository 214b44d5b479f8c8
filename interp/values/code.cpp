#include "code.hpp"

#include <algorithm>
#include <cstdint>

namespace crit {
namespace {

constexpr bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
constexpr bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }
constexpr bool is_upper_or_digit(char letter) { return is_upper(letter) || is_digit(letter); }
constexpr bool is_blank(char letter) {
  return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r' || letter == '\v' || letter == '\f';
}

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string upper_case(std::string_view text) {
  std::string result(text);
  for (char& letter : result) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return result;
}

// Data can be anything; a message shows at most the beginning of it.
std::string quoted(std::string_view text) {
  constexpr std::size_t shown = 40;
  std::string result = "`";
  std::size_t length = std::min(text.size(), shown);
  while (length < text.size() && length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) --length;
  result += text.substr(0, length);
  return result + (length < text.size() ? "…`" : "`");
}

NormalCode good(std::string code) { return {std::move(code), {}}; }
NormalCode bad(std::string_view text, const std::string& why) { return {std::nullopt, quoted(text) + " " + why}; }

// -------------------------------------------------------------------------------------------------------------------
// One normal form for each system
// -------------------------------------------------------------------------------------------------------------------

std::string icd10_letters(std::string_view text) {
  std::string code = upper_case(text);
  code.erase(std::remove(code.begin(), code.end(), '.'), code.end());
  return code;
}

// As much of an ICD-10 code as there is: a letter, a digit, then letters or digits, seven in all at most.
bool begins_icd10(std::string_view code) {
  if (code.empty() || code.size() > 7 || !is_upper(code[0])) return false;
  if (code.size() > 1 && !is_digit(code[1])) return false;
  return std::all_of(code.begin(), code.end(), is_upper_or_digit);
}

NormalCode normalize_icd10(std::string_view text) {
  const std::string code = icd10_letters(text);
  if (code.size() >= 3 && begins_icd10(code)) return good(code);
  return bad(text, "is not an ICD-10 code: a letter, a digit and one to five more letters or digits, such as `E34.3`");
}

NormalCode normalize_hcpcs(std::string_view text) {
  const std::string code = upper_case(text);
  if (code.size() == 5 && is_upper(code[0]) && all_digits(std::string_view(code).substr(1))) return good(code);
  if (code.size() == 5 && all_digits(std::string_view(code).substr(0, 4)) && is_upper_or_digit(code[4])) {
    return bad(text, "is a CPT code, not a HCPCS code: its system is `cpt`");
  }
  return bad(text, "is not a HCPCS code: a letter and four digits, such as `J2170`");
}

NormalCode normalize_cpt(std::string_view text) {
  const std::string code = upper_case(text);
  if (code.size() == 5 && all_digits(std::string_view(code).substr(0, 4)) && is_upper_or_digit(code[4])) {
    return good(code);
  }
  if (code.size() == 5 && is_upper(code[0]) && all_digits(std::string_view(code).substr(1))) {
    return bad(text, "is a HCPCS code, not a CPT code: its system is `hcpcs`");
  }
  return bad(text, "is not a CPT code: four digits and a digit or a letter, such as `99213`");
}

// Eleven digits, labeller (5), product (4) and package (2). Hyphens show which part of a ten-digit code lacks its zero;
// without them it could be any of the three.
NormalCode normalize_ndc(std::string_view text) {
  if (text.find('-') == std::string_view::npos) {
    if (all_digits(text) && text.size() == 11) return good(std::string(text));
    if (all_digits(text) && text.size() == 10) {
      return bad(text,
                 "is ambiguous: a ten-digit NDC without hyphens can be read three ways; write its hyphens, or all "
                 "eleven digits");
    }
    return bad(text, "is not an NDC: eleven digits, or ten or eleven with hyphens, such as `15054-1040-05`");
  }
  const std::size_t first = text.find('-');
  const std::size_t second = text.find('-', first + 1);
  if (second != std::string_view::npos) {
    const std::string_view labeller = text.substr(0, first);
    const std::string_view product = text.substr(first + 1, second - first - 1);
    const std::string_view package = text.substr(second + 1);
    const std::size_t missing = 11 - std::min<std::size_t>(11, labeller.size() + product.size() + package.size());
    const bool parts_fit = labeller.size() <= 5 && product.size() <= 4 && package.size() <= 2 && labeller.size() >= 4 &&
                           product.size() >= 3 && !package.empty() && missing <= 1;
    if (parts_fit && all_digits(labeller) && all_digits(product) && all_digits(package)) {
      std::string code(5 - labeller.size(), '0');
      code += labeller;
      code.append(4 - product.size(), '0');
      code += product;
      code.append(2 - package.size(), '0');
      code += package;
      return good(code);
    }
  }
  return bad(text, "is not an NDC: its parts have 5-4-2, 4-4-2, 5-3-2 or 5-4-1 digits, such as `15054-1040-05`");
}

NormalCode normalize_loinc(std::string_view text) {
  const bool fits = text.size() >= 3 && text.size() <= 10 && text[text.size() - 2] == '-' && is_digit(text.back()) &&
                    all_digits(text.substr(0, text.size() - 2));
  if (fits) return good(std::string(text));
  return bad(text, "is not a LOINC code: digits, a hyphen and a check digit, such as `2484-4`");
}

NormalCode normalize_digits(std::string_view text, std::size_t most, const char* name) {
  if (all_digits(text) && text.size() <= most) return good(std::string(text));
  return bad(text, std::string("is not ") + name + ": digits only");
}

bool starts_with(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }
bool is_proper_prefix(std::string_view prefix, std::string_view text) {
  return prefix.size() < text.size() && starts_with(text, prefix);
}

// -------------------------------------------------------------------------------------------------------------------
// Membership
// -------------------------------------------------------------------------------------------------------------------

bool is_valid_on(const CodeEntry& entry, Day on) {
  return (!entry.valid_from || *entry.valid_from <= on) && (!entry.valid_to || on <= *entry.valid_to);
}

bool has_icd10(const CodeEntry& entry, std::string_view code) {
  switch (entry.kind) {
    case CodeEntry::Kind::single:
      return code == entry.first;
    case CodeEntry::Kind::subtree:
      return starts_with(code, entry.first);
    case CodeEntry::Kind::range:
      // A parent of the last code is before it in the order of texts, but only a part of what it stands for is in the
      // range: it is less specific, not a member.
      if (entry.first > entry.last || code < entry.first) return false;
      return starts_with(code, entry.last) || (code <= entry.last && !is_proper_prefix(code, entry.last));
  }
  return false;
}

// Whether the code, which is not in the entry, is a parent of a code that is.
bool is_parent_icd10(const CodeEntry& entry, std::string_view code) {
  if (is_proper_prefix(code, entry.first)) return true;
  return entry.kind == CodeEntry::Kind::range && entry.first <= entry.last && is_proper_prefix(code, entry.last);
}

bool has_other(const CodeEntry& entry, std::string_view code) {
  switch (entry.kind) {
    case CodeEntry::Kind::single:
      return code == entry.first;
    case CodeEntry::Kind::subtree:
      return starts_with(code, entry.first);
    case CodeEntry::Kind::range:
      return code.size() == entry.first.size() && code.size() == entry.last.size() && entry.first <= code &&
             code <= entry.last;
  }
  return false;
}

}  // namespace

const std::vector<std::string>& known_systems() {
  static const std::vector<std::string> systems = {"icd10", "hcpcs", "cpt", "ndc", "rxnorm", "loinc", "snomed"};
  return systems;
}

bool is_known_system(std::string_view system) {
  const std::vector<std::string>& systems = known_systems();
  return std::find(systems.begin(), systems.end(), system) != systems.end() ||
         system.find(':') != std::string_view::npos;
}

NormalCode normalize_code(std::string_view system, std::string_view text) {
  text = trim(text);
  if (text.empty()) return {std::nullopt, "a code must not be blank"};
  if (system == "icd10") return normalize_icd10(text);
  if (system == "hcpcs") return normalize_hcpcs(text);
  if (system == "cpt") return normalize_cpt(text);
  if (system == "ndc") return normalize_ndc(text);
  if (system == "rxnorm") return normalize_digits(text, 8, "an RxNorm identifier");
  if (system == "loinc") return normalize_loinc(text);
  if (system == "snomed") return normalize_digits(text, 18, "a SNOMED CT identifier");
  return good(std::string(text));
}

NormalCode normalize_code_prefix(std::string_view system, std::string_view text) {
  text = trim(text);
  if (system == "icd10") {
    const std::string prefix = icd10_letters(text);
    if (begins_icd10(prefix)) return good(prefix);
    return bad(text,
               "does not begin an ICD-10 code: a letter, a digit, then letters or digits, such as `C` or `E34.3`");
  }
  if (text.empty()) return {std::nullopt, "a code must not be blank"};
  if (!is_known_system(system) || system.find(':') != std::string_view::npos) return good(std::string(text));
  std::string prefix = upper_case(text);
  if (system == "ndc") {
    // The hyphens of a prefix can only be dropped where every part before them is complete.
    const std::size_t first = prefix.find('-');
    const std::size_t second = first == std::string::npos ? first : prefix.find('-', first + 1);
    if ((first != std::string::npos && first != 5) || (second != std::string::npos && second != 10)) {
      return bad(text, "does not begin an NDC of eleven digits: write its first parts with five and four digits");
    }
    prefix.erase(std::remove(prefix.begin(), prefix.end(), '-'), prefix.end());
  }
  const bool fits = std::all_of(prefix.begin(), prefix.end(), [&](char letter) {
    return is_digit(letter) || (system == "loinc" && letter == '-') ||
           ((system == "hcpcs" || system == "cpt") && is_upper(letter));
  });
  if (fits && !prefix.empty() && prefix.size() <= 18) return good(prefix);
  return bad(text, "does not begin a code of the system `" + std::string(system) + "`");
}

Membership membership(const CodeSet& set, std::string_view normal_code, Day on) {
  const bool icd10 = set.system == "icd10";
  Membership result{Truth::no};
  for (const CodeEntry& entry : set.entries) {
    const bool has = icd10 ? has_icd10(entry, normal_code) : has_other(entry, normal_code);
    const bool valid = is_valid_on(entry, on);
    if (has && valid) return {Truth::yes};
    if (has && result.outdated == nullptr) result.outdated = &entry;
    result.less_specific = result.less_specific || (valid && icd10 && is_parent_icd10(entry, normal_code));
  }
  result.example = set.such_as && !result.less_specific;
  if (result.less_specific || result.example) result.truth = Truth::unknown;
  return result;
}

std::string explain(const Membership& membership, Day on) {
  if (membership.truth == Truth::yes) return "";
  std::string text;
  const auto say = [&](const std::string& more) { text += (text.empty() ? "" : ", and ") + more; };
  if (const CodeEntry* entry = membership.outdated) {
    const bool over = entry->valid_to && *entry->valid_to < on;
    say(over ? "was valid to " + to_string(*entry->valid_to) : "is valid only from " + to_string(*entry->valid_from) + " on");
  }
  if (membership.less_specific) say("less specific than the codes the policy lists");
  if (membership.example) say("not among the codes the policy lists, which are only examples");
  return text;
}

// -------------------------------------------------------------------------------------------------------------------
// Text
// -------------------------------------------------------------------------------------------------------------------

namespace {

// Lower case of the letters of Latin-1, Latin Extended-A and Additional and of the pairs in Latin Extended-B, as
// Unicode folds them (its African letters without a neighbour of the other case pass as they are).
std::uint32_t fold_letter(std::uint32_t letter) {
  const auto within = [&](std::uint32_t first, std::uint32_t last) { return letter >= first && letter <= last; };
  // Blocks in which capital and small letters alternate, the capital first, from an even or from an odd one.
  const bool even_capital = within(0x100, 0x12F) || within(0x132, 0x137) || within(0x14A, 0x177) ||
                            within(0x182, 0x185) || within(0x1A0, 0x1A5) || within(0x1DE, 0x1EF) ||
                            within(0x1F8, 0x21F) || within(0x222, 0x233) || within(0x246, 0x24F) ||
                            within(0x1E00, 0x1E95) || within(0x1EA0, 0x1EFF);
  const bool odd_capital = within(0x139, 0x148) || within(0x179, 0x17E) || within(0x1CD, 0x1DC);
  if (within('A', 'Z') || (within(0xC0, 0xDE) && letter != 0xD7)) return letter + 32;
  if (even_capital) return letter | 1U;
  if (odd_capital) return (letter & 1U) != 0 ? letter + 1 : letter;
  switch (letter) {  // pairs that stand alone: Vietnamese and African letters
    case 0x187:
    case 0x18B:
    case 0x191:
    case 0x198:
    case 0x1A7:
    case 0x1AC:
    case 0x1AF:
    case 0x1B3:
    case 0x1B5:
    case 0x1B8:
    case 0x1BC:
    case 0x1F4:
      return letter + 1;
    default:
      break;
  }
  if (letter == 0xB5) return 0x3BC;   // the micro sign is the Greek letter
  if (letter == 0x178) return 0xFF;   // Y with diaeresis: its small letter is in Latin-1
  if (letter == 0x17F) return 's';    // long s
  if (letter == 0x1E9E) return 0xDF;  // capital sharp s
  return letter;
}

// No-break, figure and typographic spaces count as blanks: text comes from word processors.
bool is_blank_letter(std::uint32_t letter) {
  return (letter < 0x80 && is_blank(static_cast<char>(letter))) || letter == 0xA0 ||
         (letter >= 0x2000 && letter <= 0x200A) || letter == 0x202F || letter == 0x205F || letter == 0x3000;
}

// Without a width: a soft hyphen, zero-width blanks and joiners, a byte order mark.
bool is_invisible_letter(std::uint32_t letter) {
  return letter == 0xAD || (letter >= 0x200B && letter <= 0x200D) || letter == 0x2060 || letter == 0xFEFF;
}

// Printed quotation marks, apostrophes and hyphens are those that a keyboard has.
std::uint32_t plain_mark(std::uint32_t letter) {
  switch (letter) {
    case 0x2018: case 0x2019: case 0x201B: case 0x2032: case 0x02BC: return '\'';
    case 0x201C: case 0x201D: case 0x201F: case 0x2033: return '"';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2212: return '-';
    default: return letter;
  }
}

void append_utf8(std::string& text, std::uint32_t letter) {
  if (letter < 0x80) {
    text += static_cast<char>(letter);
  } else if (letter < 0x800) {
    text += static_cast<char>(0xC0U | (letter >> 6U));
    text += static_cast<char>(0x80U | (letter & 0x3FU));
  } else {
    text += static_cast<char>(0xE0U | (letter >> 12U));
    text += static_cast<char>(0x80U | ((letter >> 6U) & 0x3FU));
    text += static_cast<char>(0x80U | (letter & 0x3FU));
  }
}

}  // namespace

std::string fold_text(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  bool blank_pending = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = [&](std::size_t offset) {
      return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0U;
    };
    const auto continues = [&](std::size_t offset) { return (byte(offset) & 0xC0U) == 0x80U; };
    // Sequences of one to three bytes hold every letter that folds; all else, and what is not UTF-8, passes as it is.
    std::uint32_t letter = byte(0);
    std::size_t length = 1;
    bool decoded = letter < 0x80;
    if (letter >= 0xC2 && letter <= 0xDF && continues(1)) {
      letter = ((letter & 0x1FU) << 6U) | (byte(1) & 0x3FU);
      length = 2;
      decoded = true;
    } else if (letter >= 0xE0 && letter <= 0xEF && continues(1) && continues(2)) {
      letter = ((letter & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
      length = 3;
      decoded = letter >= 0x800;
    }
    if (decoded && is_blank_letter(letter)) {
      blank_pending = !folded.empty();
    } else if (!decoded || !is_invisible_letter(letter)) {
      if (blank_pending) folded += ' ';
      blank_pending = false;
      if (decoded) {
        append_utf8(folded, fold_letter(plain_mark(letter)));
      } else {
        folded += text.substr(at, length);
      }
    }
    at += length;
  }
  return folded;
}

}  // namespace crit
