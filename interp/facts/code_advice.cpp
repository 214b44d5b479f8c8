// How to write a code that a file has with something round it: a name, a second code, a modifier, other hyphens.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "code.hpp"
#include "fact_value.hpp"
#include "number_advice.hpp"

namespace crit {

namespace {

bool is_code(std::string_view system, std::string_view text) { return normalize_code(system, text).code.has_value(); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

// The codes among its words.
std::vector<std::string> codes_in(std::string_view system, std::string_view text) {
  std::vector<std::string> codes;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" ,;:|()[]", at), text.size());
    const std::string_view word = text.substr(at, end - at);
    if (!word.empty() && is_code(system, word) && std::any_of(word.begin(), word.end(), is_digit)) codes.emplace_back(word);
    at = end + 1;
  }
  return codes;
}

// `J0585-JW`, `99213 25`: a procedure and a modifier of two signs.
std::string modified(std::string_view system, std::string_view text) {
  if ((system != "hcpcs" && system != "cpt") || text.size() < 7 || text.size() > 8) return {};
  const std::string_view code = text.substr(0, 5);
  const std::string_view modifier = text.substr(text.size() - 2);
  const bool parted = text.size() == 7 || text[5] == '-' || text[5] == ' ';
  const bool fits = std::all_of(modifier.begin(), modifier.end(), [](char c) { return is_digit(c) || is_letter(c); });
  if (!parted || !fits || !is_code(system, code)) return {};
  return fmt::format("`{}` is a modifier, and no part of the code: write \"{}\"", modifier, code);
}

}  // namespace

std::string code_advice(std::string_view system, std::string_view written) {
  const std::string text = plain_blanks(written);
  if (text.size() > 200) return {};
  std::string hyphens = text;
  for (const std::string_view dash : {"–", "—", "‐", "‑", "−"}) hyphens = replaced(hyphens, dash, "-");
  if (hyphens != text && is_code(system, hyphens)) return fmt::format("write \"{}\", with plain hyphens", hyphens);
  if (std::string help = modified(system, text); !help.empty()) return help;
  const std::vector<std::string> codes = codes_in(system, text);
  if (codes.size() > 1) return fmt::format("a fact takes one code; several are a list, which a policy declares as `codes {}`", system);
  if (codes.size() == 1) return fmt::format("write the code alone: \"{}\"", codes.front());
  const std::string closed = replaced(text, " ", system == "ndc" ? "-" : "");
  if (closed != text && is_code(system, closed)) return fmt::format("write \"{}\", if that is the code", closed);
  if (system == "loinc" && text.size() > 1 && std::all_of(text.begin(), text.end(), is_digit)) {
    const std::string parted = text.substr(0, text.size() - 1) + "-" + text.back();
    if (is_code(system, parted)) return fmt::format("write \"{}\", if that is the code", parted);
  }
  if (system == "icd10") {
    const std::string dotted = replaced(text, "-", "");
    if (dotted != text && is_code(system, dotted)) return fmt::format("write \"{}\", if that is the code", dotted);
    const bool of_icd9 = text.size() >= 3 && text.size() <= 6 && std::all_of(text.begin(), text.begin() + 3, is_digit) && text.find_first_not_of("0123456789.") == std::string::npos;
    if (of_icd9) return "if it is a code of ICD-9-CM, look up which code of ICD-10-CM says the same";
  }
  return {};
}

}  // namespace crit
