#include "toy_guide.hpp"

#include <algorithm>

namespace line_test {
namespace {

using crit::line::Completion;
using crit::line::Mark;
using crit::line::Offer;
using crit::line::Role;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

Role role_of(std::string_view word) {
  if (word == "policy" || word == "when" || word == "met") return Role::keyword;
  if (word == "bad") return Role::error;
  if (word == "odd") return Role::warning;
  return word.front() == '.' ? Role::command : Role::name;
}

const std::vector<Offer> names = {
    {"height", "", "a length in cm; 109.22 cm"},
    {"heart_rate", "", "a number per minute; not known, needed"},
    {"weight", "", "a mass in kg; not known"},
    {".let", ".let NAME = VALUE", "sets a fact"},
    {".load", ".load FILE", "loads members"},
    {"größe", "", "the height in German"},
    {"größer", "", "taller in German"},
    {"only", "", "the one that begins so"},
    {"qq = ", "qq", "a name that gets a value"},
    {"zz_1", "", ""},
    {"zz_2", "", ""},
    {"zz_3", "", ""},
    {"zz_4", "", ""},
    {"zz_5", "", ""},
    {"zz_6", "", ""},
    {"zz_7", "", ""},
    {"zz_8", "", ""},
    {"zz_9", "", ""},
    {"zz_10", "", ""},
    {"zz_11", "", ""},
};

}  // namespace

bool ToyGuide::is_whole(std::string_view entry) {
  ++asked_whole;
  if (!entry.empty() && entry.front() == '.') return true;
  const auto count = [&](char c) { return std::count(entry.begin(), entry.end(), c); };
  return count('{') <= count('}') && count('(') <= count(')');
}

std::vector<Mark> ToyGuide::marks(std::string_view entry) {
  ++asked_marks;
  std::vector<Mark> marks;
  for (std::size_t at = 0; at < entry.size();) {
    std::size_t end = at;
    if (is_letter(entry[at])) {
      while (end < entry.size() && (is_letter(entry[end]) || is_digit(entry[end]))) ++end;
      marks.push_back({at, end, role_of(entry.substr(at, end - at))});
    } else if (is_digit(entry[at])) {
      while (end < entry.size() && is_digit(entry[end])) ++end;
      marks.push_back({at, end, Role::number});
    } else if (entry[at] == '"') {
      end = std::min(entry.find('"', at + 1), entry.size() - 1) + 1;
      marks.push_back({at, end, Role::text});
    } else if (entry[at] == '#') {
      end = std::min(entry.find('\n', at), entry.size());
      marks.push_back({at, end, Role::comment});
    }
    at = std::max(end, at + 1);
  }
  return marks;
}

Completion ToyGuide::complete(std::string_view entry, std::size_t cursor) {
  std::size_t begin = cursor;
  while (begin > 0 && (is_letter(entry[begin - 1]) || is_digit(entry[begin - 1]) || entry[begin - 1] < 0)) --begin;
  const std::string_view word = entry.substr(begin, cursor - begin);
  Completion completion{begin, cursor, {}, {}};
  const std::size_t sign = entry.substr(0, begin).find_last_not_of(' ');
  if (sign != std::string_view::npos && entry[sign] == '=') {
    completion.why_none = "a value stands here: a length in cm, such as `109.22 cm`";
    return completion;
  }
  for (const Offer& offer : names) {
    if (std::string_view(offer.insert).substr(0, word.size()) == word) completion.offers.push_back(offer);
  }
  if (completion.offers.empty() && !word.empty())
    completion.why_none = "no name begins with `" + std::string(word) + "`";
  return completion;
}

std::string ToyGuide::suggest(std::string_view entry) { return entry == ".let wei" ? "ght = " : ""; }

std::string ToyGuide::kept_in_history(std::string_view entry) {
  if (entry.substr(0, 7) == ".secret") return {};
  const std::size_t sign = entry.find('=');
  if (entry.substr(0, 5) != ".let " || sign == std::string_view::npos) return std::string(entry);
  return std::string(entry.substr(0, sign)) + "= ⋯";
}

}  // namespace line_test
