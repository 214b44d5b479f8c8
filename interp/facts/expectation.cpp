#include "expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "bind.hpp"
#include "date.hpp"
#include "near.hpp"
#include "text.hpp"

namespace crit {

namespace {

const std::vector<std::string> decisions{"approve", "deny", "pend", "refer", "undetermined", "invalid"};
const std::vector<std::string> verdicts{"met", "not met", "not applicable", "unknown"};

class Reader {
 public:
  Reader(Expectation& expected, Diagnostics& diagnostics) : expected_(expected), diagnostics_(diagnostics) {}

  void read(const JsonValue& value) {
    if (value.kind == JsonKind::null) return;
    if (value.kind != JsonKind::object) {
      return fault(value.span, "", fmt::format("`expect` is an object, found {}", json_kind_name(value.kind)), "write { \"decision\": \"approve\" }");
    }
    for (const JsonValue& child : value.children) {
      if (child.repeats == JsonValue::not_repeated) read_key(child);  // else it is told with the facts
    }
    if (expected_.decision.empty() && !diagnostics_.has_errors()) {
      fault(value.span, "", "`expect` does not say which decision is expected", "give it a \"decision\": approve, deny, pend, refer, undetermined or invalid");
    }
  }

 private:
  void fault(Span span, const std::string& path, std::string message, std::string help) {
    Diagnostic& made = diagnostics_.add(Mistake::fact_expectation, span, std::move(message));
    made.path = path.empty() ? "expect" : "expect." + path;
    if (!help.empty()) made.help.push_back(std::move(help));
  }

  void read_key(const JsonValue& child) {
    if (child.name == "decision") return one_of(child, decisions, expected_.decision);
    if (child.name == "category") return word(child, expected_.category);
    if (child.name == "until") return day(child, expected_.until);
    if (child.name == "through") return day(child, expected_.through);
    if (child.name == "target") return word(child, expected_.target);
    if (child.name == "review") return word(child, expected_.review);
    if (child.name == "because" || child.name == "because_only") {
      expected_.only = expected_.only || child.name == "because_only";
      return words(child, expected_.because);
    }
    if (child.name == "needs") return words(child, expected_.needs);
    if (child.name == "criteria") return pairs(child, true, expected_.criteria);
    if (child.name == "outputs") return pairs(child, false, expected_.outputs);
    const std::vector<std::string> known{"decision", "category", "until", "through", "because", "because_only", "target", "review", "needs", "criteria", "outputs"};
    fault(child.name_span, std::string(child.name), fmt::format("nothing called `{}` can be expected", shown(child.name)), near_or_known(child.name, known));
  }

  // A text or, where a number is as good, its digits.
  bool word(const JsonValue& value, ExpectedWord& into, const std::string& path) {
    if (value.kind == JsonKind::null) return false;
    const bool is_word = (value.kind == JsonKind::text || value.kind == JsonKind::number) && !value.text.empty();
    if (value.kind == JsonKind::boolean) {
      into = {value.boolean ? "yes" : "no", value.span};
    } else if (is_word) {
      into = {std::string(value.text), value.span};
    } else {
      fault(value.span, path, fmt::format("a text is expected, found {}", value.kind == JsonKind::text ? "an empty one" : json_kind_name(value.kind)), "");
      return false;
    }
    return true;
  }
  void word(const JsonValue& child, ExpectedWord& into) { word(child, into, std::string(child.name)); }

  void day(const JsonValue& child, ExpectedWord& into) {
    if (!word(child, into, std::string(child.name))) return;
    const std::optional<Date> date = parse_date(into.text);
    if (!date || !date->exact()) fault(child.span, std::string(child.name), fmt::format("`{}` is no day", shown(into.text)), "write YYYY-MM-DD");
  }

  void one_of(const JsonValue& child, const std::vector<std::string>& words, ExpectedWord& into, const std::string& path) {
    if (!word(child, into, path)) return;
    into.text = fold_text(into.text);
    std::replace(into.text.begin(), into.text.end(), '_', ' ');
    if (into.text == "n/a") into.text = "not applicable";
    if (std::find(words.begin(), words.end(), into.text) != words.end()) return;
    fault(child.span, path, fmt::format("`{}` is not a {}", shown(child.text), &words == &decisions ? "decision" : "verdict"), near_or_known(into.text, words));
  }
  void one_of(const JsonValue& child, const std::vector<std::string>& words, ExpectedWord& into) { one_of(child, words, into, std::string(child.name)); }

  void words(const JsonValue& child, std::vector<ExpectedWord>& into) {
    if (child.kind != JsonKind::array) {
      into.emplace_back();
      if (!word(child, into.back(), std::string(child.name))) into.pop_back();
      return;
    }
    for (std::size_t i = 0; i < child.children.size(); ++i) {
      into.emplace_back();
      if (!word(child.children[i], into.back(), fmt::format("{}[{}]", child.name, i + 1))) into.pop_back();
    }
  }

  void pairs(const JsonValue& child, bool is_verdict, std::vector<std::pair<std::string, ExpectedWord>>& into) {
    if (child.kind == JsonKind::null) return;
    if (child.kind != JsonKind::object) {
      return fault(child.span, std::string(child.name), fmt::format("an object is expected, found {}", json_kind_name(child.kind)),
                   is_verdict ? "write { \"I.A.7\": \"met\" }" : "write { \"vials\": 3 }");
    }
    for (const JsonValue& one : child.children) {
      ExpectedWord value;
      const std::string path = fmt::format("{}.{}", child.name, shown(one.name));
      if (is_verdict) one_of(one, verdicts, value, path);
      else word(one, value, path);
      if (!value.empty()) into.emplace_back(one.name, std::move(value));
    }
  }

  Expectation& expected_;
  Diagnostics& diagnostics_;
};

}  // namespace

Expectation read_expectation(const JsonValue& value, Diagnostics& diagnostics) {
  Expectation made;
  Reader(made, diagnostics).read(value);
  return made;
}

void shift(Expectation& expected, std::uint32_t by) {
  const auto move = [by](ExpectedWord& word) {
    word.span.begin += by;
    word.span.end += by;
  };
  for (ExpectedWord* word : {&expected.decision, &expected.category, &expected.until, &expected.through, &expected.target, &expected.review}) move(*word);
  for (ExpectedWord& word : expected.because) move(word);
  for (ExpectedWord& word : expected.needs) move(word);
  for (auto* pairs : {&expected.criteria, &expected.outputs}) {
    for (auto& [name, value] : *pairs) move(value);
  }
}

}  // namespace crit
