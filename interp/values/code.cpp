#include "code.hpp"

#include "check_digit.hpp"
#include "icd10.hpp"
#include "systems.hpp"

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

// Which of the digits is wrong cannot be told, so nothing is offered.
constexpr const char* wrong_check_digit = "its last digit does not fit the others, so that at least one digit is mistyped; look it up";
constexpr std::size_t ndc_product = 9;  // digits of a labeller and a product, without a package

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

NormalCode good(std::string code) { return {std::move(code), {}, {}}; }
NormalCode bad(std::string_view text, const std::string& what, std::string how = {}) {
  return {std::nullopt, quoted(text) + " " + what, std::move(how)};
}

// -------------------------------------------------------------------------------------------------------------------
// One normal form for each system
// -------------------------------------------------------------------------------------------------------------------

NormalCode normalize_icd10(std::string_view text) {
  const std::string code = icd10_letters(text);
  if (code.size() >= 3 && begins_icd10(code)) return good(code);
  return bad(text, "is not an ICD-10 code",
             "a letter, a digit and one to five more letters or digits, such as `E34.3`");
}

NormalCode normalize_hcpcs(std::string_view text) {
  const std::string code = upper_case(text);
  if (code.size() == 5 && is_upper(code[0]) && all_digits(std::string_view(code).substr(1))) return good(code);
  if (code.size() == 5 && all_digits(std::string_view(code).substr(0, 4)) && is_upper_or_digit(code[4])) {
    return bad(text, "is a CPT code, not a HCPCS code", "its system is `cpt`");
  }
  return bad(text, "is not a HCPCS code", "a letter and four digits, such as `J2170`");
}

NormalCode normalize_cpt(std::string_view text) {
  const std::string code = upper_case(text);
  if (code.size() == 5 && all_digits(std::string_view(code).substr(0, 4)) && is_upper_or_digit(code[4])) {
    return good(code);
  }
  if (code.size() == 5 && is_upper(code[0]) && all_digits(std::string_view(code).substr(1))) {
    return bad(text, "is a HCPCS code, not a CPT code", "its system is `hcpcs`");
  }
  return bad(text, "is not a CPT code", "four digits and a digit or a letter, such as `99213`");
}

// Labeller, product and package, as they are written: with hyphens, or all digits. `parts` is 0 where they are not so written.
struct NdcParts {
  std::size_t count = 0;
  std::string_view labeller;
  std::string_view product;
  std::string_view package;
};
NdcParts ndc_parts(std::string_view text) {
  NdcParts parts;
  const std::size_t first = text.find('-');
  if (first == std::string_view::npos) return parts;
  const std::size_t second = text.find('-', first + 1);
  parts.labeller = text.substr(0, first);
  parts.product = text.substr(first + 1, second == std::string_view::npos ? second : second - first - 1);
  if (second != std::string_view::npos) parts.package = text.substr(second + 1);
  const bool fit = all_digits(parts.labeller) && (parts.product.empty() || all_digits(parts.product)) &&
                   (parts.package.empty() || all_digits(parts.package));
  if (fit) parts.count = second == std::string_view::npos ? 2 : 3;
  return parts;
}

std::string padded(std::string_view digits, std::size_t size) { return std::string(size - digits.size(), '0') + std::string(digits); }

// A product is nine digits, labeller (5) and product (4); a package two more. Hyphens show which part of a ten-digit code lacks
// its zero; without them it could be any of the three.
NormalCode normalize_ndc(std::string_view text) {
  if (text.find('-') == std::string_view::npos) {
    if (all_digits(text) && text.size() == 11) return good(std::string(text));
    if (all_digits(text) && text.size() == 10) {
      return bad(text, "is ambiguous",
                 "a ten-digit NDC without hyphens can be read three ways; write its hyphens, or all "
                 "eleven digits");
    }
    if (all_digits(text) && text.size() == ndc_product && text[0] == '0') return good(std::string(text));
    if (all_digits(text) && text.size() == ndc_product) {
      return bad(text, "is ambiguous",
                 "nine digits without a hyphen may be a product, or a package that has lost its zeros; write "
                 "the product with a hyphen, as in `15054-1040`");
    }
    return bad(text, "is not an NDC", "eleven digits, or ten or eleven with hyphens, such as `15054-1040-05`");
  }
  const NdcParts parts = ndc_parts(text);
  const std::size_t labeller = parts.labeller.size();
  const std::size_t product = parts.product.size();
  if (parts.count == 2) {
    if ((labeller == 5 && product == 4) || (labeller == 4 && product == 4) || (labeller == 5 && product == 3)) {
      return good(padded(parts.labeller, 5) + padded(parts.product, 4));
    }
    return bad(text, "is not an NDC", "the labeller and the product have 5-4, 4-4 or 5-3 digits, such as `15054-1040`");
  }
  const std::size_t digits = labeller + product + parts.package.size();
  const bool parts_fit = parts.count == 3 && labeller <= 5 && product <= 4 && parts.package.size() <= 2 && labeller >= 4 && product >= 3 &&
                         !parts.package.empty() && digits >= 10;
  if (parts_fit) return good(padded(parts.labeller, 5) + padded(parts.product, 4) + padded(parts.package, 2));
  return bad(text, "is not an NDC", "its parts have 5-4-2, 4-4-2, 5-3-2 or 5-4-1 digits, such as `15054-1040-05`");
}

// What stands before a star: a labeller, or a product, or the beginning of either.
NormalCode normalize_ndc_prefix(std::string_view text) {
  if (text.find('-') == std::string_view::npos) {
    if (all_digits(text) && text.size() <= 11) return good(std::string(text));
    return bad(text, "does not begin an NDC", "digits, and hyphens between its parts");
  }
  const NdcParts parts = ndc_parts(text);
  const std::size_t labeller = parts.labeller.size();
  const std::size_t product = parts.product.size();
  if (parts.count == 0 || labeller < 4 || labeller > 5 || product > 4 || parts.package.size() > 2) {
    return bad(text, "does not begin an NDC",
               "before the first hyphen stand four or five digits, then up to four, then up to two");
  }
  const std::string whole_labeller = padded(parts.labeller, 5);
  if (parts.count == 3) {
    if (product == 4 || (product == 3 && labeller == 5)) return good(whole_labeller + padded(parts.product, 4) + std::string(parts.package));
    return bad(text, "does not begin an NDC",
               "the labeller and the product have 5-4, 4-4 or 5-3 digits, such as `15054-1040`");
  }
  if (labeller == 5 && product == 3) {
    return bad(text, "is ambiguous",
               "it may be a whole product of three digits, or the beginning of several; write all four digits of "
               "the product, or a hyphen before the star");
  }
  return good(whole_labeller + std::string(parts.product));
}

NormalCode normalize_loinc(std::string_view text) {
  const bool fits = text.size() >= 3 && text.size() <= 10 && text[text.size() - 2] == '-' && is_digit(text.back()) &&
                    all_digits(text.substr(0, text.size() - 2));
  if (!fits) return bad(text, "is not a LOINC code", "digits, a hyphen and a check digit, such as `2484-4`");
  if (text.back() != mod10_digit(text.substr(0, text.size() - 2)))
    return bad(text, "is not a LOINC code", wrong_check_digit);
  return good(std::string(text));
}

NormalCode normalize_snomed(std::string_view text) {
  if (!all_digits(text) || text.size() < 6 || text.size() > 18) {
    return bad(text, "is not a SNOMED CT identifier", "six to eighteen digits, such as `73211009`");
  }
  if (!has_verhoeff_digit(text)) return bad(text, "is not a SNOMED CT identifier", wrong_check_digit);
  return good(std::string(text));
}

NormalCode normalize_digits(std::string_view text, std::size_t most, const char* name) {
  if (all_digits(text) && text.size() <= most) return good(std::string(text));
  return bad(text, std::string("is not ") + name, "digits only");
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

// Whether the tabular list has the code where the order of characters has it, wherever other codes stand.
bool is_in_plain_place(std::string_view code) {
  return code[0] != 'U' && (code.size() < 3 || std::none_of(code.begin() + 2, code.end(), is_upper));
}

// A parent of the last code is before it in the list, but only a part of what it stands for is in the range: it is less
// specific, not a member.
bool has_icd10_range(const CodeEntry& entry, std::string_view code) {
  const std::string_view last = icd10_end(entry.first, entry.last);
  if (starts_with(code, last)) return true;
  if (is_proper_prefix(code, last)) return false;
  if (is_in_plain_place(code) && is_in_plain_place(entry.first) && is_in_plain_place(last)) return entry.first <= code && code <= last;
  const std::string place = icd10_order(code);
  return icd10_order(entry.first) <= place && place <= icd10_order(last);
}

bool has_icd10(const CodeEntry& entry, std::string_view code) {
  switch (entry.kind) {
    case CodeEntry::Kind::single:
      return code == entry.first;
    case CodeEntry::Kind::subtree:
      return starts_with(code, entry.first);
    case CodeEntry::Kind::range:
      return has_icd10_range(entry, code);
  }
  return false;
}

// Whether the code, which is not in the entry, is a parent of a code that is.
bool is_parent_icd10(const CodeEntry& entry, std::string_view code) {
  if (is_proper_prefix(code, entry.first)) return true;
  return entry.kind == CodeEntry::Kind::range && is_proper_prefix(code, icd10_end(entry.first, entry.last));
}

// The first and the last package of a product; a package is both.
std::string first_package(std::string_view code) { return std::string(code) + (code.size() == ndc_product ? "00" : ""); }
std::string last_package(std::string_view code) { return std::string(code) + (code.size() == ndc_product ? "99" : ""); }

bool has_ndc_range(const CodeEntry& entry, std::string_view code) {
  return first_package(entry.first) <= first_package(code) && last_package(code) <= last_package(entry.last);
}

// A product of which some packages are in the entry, and others are not.
bool is_product_in_ndc(const CodeEntry& entry, std::string_view code) {
  if (code.size() != ndc_product) return false;
  if (entry.kind != CodeEntry::Kind::range) return is_proper_prefix(code, entry.first);
  return !has_ndc_range(entry, code) && first_package(entry.first) <= last_package(code) && first_package(code) <= last_package(entry.last);
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

std::string NormalCode::message() const { return help.empty() ? fault : fault + ": " + help; }

NormalCode normalize_code(std::string_view system, std::string_view text) {
  text = trim(text);
  if (text.empty()) return {std::nullopt, "a code must not be blank", {}};
  if (system == "icd10") return normalize_icd10(text);
  if (system == "hcpcs") return normalize_hcpcs(text);
  if (system == "cpt") return normalize_cpt(text);
  if (system == "ndc") return normalize_ndc(text);
  if (system == "rxnorm") return normalize_digits(text, 8, "an RxNorm identifier");
  if (system == "loinc") return normalize_loinc(text);
  if (system == "snomed") return normalize_snomed(text);
  return good(std::string(text));
}

NormalCode normalize_code_prefix(std::string_view system, std::string_view text) {
  text = trim(text);
  if (system == "icd10") {
    const std::string prefix = icd10_letters(text);
    if (begins_icd10(prefix)) return good(prefix);
    return bad(text, "does not begin an ICD-10 code",
               "a letter, a digit, then letters or digits, such as `C` or `E34.3`");
  }
  if (text.empty()) return {std::nullopt, "a code must not be blank", {}};
  if (system == "ndc") return normalize_ndc_prefix(text);
  if (system.find(':') != std::string_view::npos) return good(std::string(text));
  const std::string prefix = upper_case(text);
  const bool fits = std::all_of(prefix.begin(), prefix.end(), [&](char letter) {
    return is_digit(letter) || (system == "loinc" && letter == '-') ||
           ((system == "hcpcs" || system == "cpt") && is_upper(letter));
  });
  if (fits && !prefix.empty() && prefix.size() <= 18) return good(prefix);
  return bad(text, "does not begin a code of the system `" + std::string(system) + "`");
}

bool is_ndc_product(std::string_view system, std::string_view normal_code) { return system == "ndc" && normal_code.size() == ndc_product; }

bool runs_backwards(std::string_view system, std::string_view first, std::string_view last) {
  if (system == "icd10") return icd10_order(icd10_end(first, last)) < icd10_order(first);
  if (system == "ndc") return last_package(last) < first_package(first);
  return last < first;
}

Membership membership(const CodeSet& set, std::string_view normal_code, Day on) {
  const bool icd10 = set.system == "icd10";
  const bool ndc = set.system == "ndc";
  Membership result{Truth::no};
  for (const CodeEntry& entry : set.entries) {
    const bool ndc_range = ndc && entry.kind == CodeEntry::Kind::range;
    const bool has = icd10 ? has_icd10(entry, normal_code) : ndc_range ? has_ndc_range(entry, normal_code) : has_other(entry, normal_code);
    const bool parent = icd10 ? is_parent_icd10(entry, normal_code) : ndc && is_product_in_ndc(entry, normal_code);
    const bool valid = is_valid_on(entry, on);
    if (has && valid) return {Truth::yes};
    if (has && result.outdated == nullptr) result.outdated = &entry;
    result.less_specific = result.less_specific || (valid && parent);
  }
  result.example = set.such_as && !result.less_specific;
  if (result.less_specific || result.example) result.truth = Truth::unknown;
  return result;
}

}  // namespace crit
