#include "test_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>


namespace crit::command {

namespace {

// What was expected of criteria, beside their lines in the outline.
std::vector<std::pair<std::string, std::string>> remarks_of(const TestResult& result) {
  constexpr std::string_view criteria = "criteria.";
  std::vector<std::pair<std::string, std::string>> remarks;
  for (const Differing& one : result.differs) {
    if (one.what.compare(0, criteria.size(), criteria) == 0) remarks.emplace_back(one.what.substr(criteria.size()), "expected " + one.expected);
    if (one.what == "because") remarks.emplace_back(one.expected, "expected among the reasons");
  }
  return remarks;
}

// The decision without its first line, which names a member that a test has not.
std::string outline(const TestResult& result, bool color) {
  const std::string text = to_text(*result.decided, {color, true, remarks_of(result)});
  return text.substr(text.find('\n') + 1);
}

std::string xml_text(std::string_view text) {
  std::string made;
  const std::string shown = printable(text);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const char c = shown[i];
    // U+FFFE and U+FFFF, which XML cannot say.
    if (shown.compare(i, 2, "\xEF\xBF") == 0 && i + 2 < shown.size() && (shown[i + 2] == '\xBE' || shown[i + 2] == '\xBF')) {
      made += "\xEF\xBF\xBD";
      i += 2;
      continue;
    }
    switch (c) {
      case '&': made += "&amp;"; break;
      case '<': made += "&lt;"; break;
      case '>': made += "&gt;"; break;
      case '"': made += "&quot;"; break;
      default: made += c;
    }
  }
  return made;
}

// Several lines, which stay so.
std::string xml_lines(std::string_view text) {
  std::string made;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    made += xml_text(text.substr(begin, end - begin)) + "\n";
    begin = end + 1;
  }
  return made;
}

std::string difference_of(const Differing& one) {
  return fmt::format("{}: expected {}, found {}", one.what, one.expected, one.found.empty() ? "nothing" : one.found);
}

// What a failure speaks of: a case has a part of its file for each.
std::vector<SourceText> sources_of(const TestResult& result, std::size_t failure, const std::vector<SourceText>& texts) {
  return failure < result.sources.size() ? std::vector<SourceText>{result.sources[failure]} : texts;
}

std::string name_of(const TestResult& result) { return result.name.empty() ? result.file : result.name; }

}  // namespace

void TestReport::begin(const std::string& policy) {
  if (format_ == TestFormat::junit) suites_.push_back({policy, 0, 0, {}});
}

void TestReport::tell(const std::vector<Diagnostic>& messages, const std::vector<SourceText>& texts) {
  if (messages.empty()) return;
  progress_.erase();
  show(messages, texts, style_, console_);
}

void TestReport::say(const std::string& line) {
  progress_.erase();
  if (format_ == TestFormat::text) console_.out << printable(line) << '\n';
}

void TestReport::add(const TestResult& result, const std::vector<SourceText>& texts) {
  progress_.erase();
  ++(result.passed ? passed_ : failed_);
  switch (format_) {
    case TestFormat::text: as_text(result, texts); break;
    case TestFormat::json: as_json(result, texts); break;
    case TestFormat::junit: as_junit(result, texts); break;
  }
  constexpr double not_known = -1;  // how many cases follow
  progress_.tell(passed_ + failed_, not_known);
}

void TestReport::as_text(const TestResult& result, const std::vector<SourceText>& texts) {
  const auto paint = [this](const char* style, const char* text) { return color_ ? fmt::format("\x1b[{}m{}\x1b[0m", style, text) : std::string(text); };
  console_.out << fmt::format("{} {}:{} {}\n", result.passed ? paint("32", "ok    ") : paint("1;31", "FAILED"), printable(result.file), result.line, printable(name_of(result)));
  // Where something was decided, the differences say it all; else why not.
  const bool is_told = !style_.json && result.decided.has_value() && !result.differs.empty();
  if (is_told) {
    for (const Differing& one : result.differs) console_.out << "  " << printable(difference_of(one)) << '\n';
    for (const Diagnostic& one : result.failures) {
      for (const std::string& help : one.help) console_.out << "  help: " << printable(help) << '\n';
    }
  } else if (!result.passed && !result.failures.empty()) {
    console_.out << "  " << printable(result.failures.front().message) << '\n';
  }
  if ((!result.passed || explain_) && result.decided) console_.out << outline(result, color_) << '\n';
  for (std::size_t i = 0; i < result.failures.size() && !is_told; ++i) show({result.failures[i]}, sources_of(result, i, texts), style_, console_);
}

void TestReport::as_json(const TestResult& result, const std::vector<SourceText>& texts) {
  std::string differs;
  for (const Differing& one : result.differs) {
    differs += fmt::format("{}{{\"what\":{},\"expected\":{},\"found\":{}}}", differs.empty() ? "" : ",", json_string(one.what), json_string(one.expected), json_string(one.found));
  }
  std::string failures;
  for (std::size_t i = 0; i < result.failures.size(); ++i) failures += render_json({result.failures[i]}, sources_of(result, i, texts));
  for (std::size_t end = failures.find('\n'); end != std::string::npos && end + 1 < failures.size(); end = failures.find('\n', end)) failures[end] = ',';
  while (!failures.empty() && failures.back() == '\n') failures.pop_back();
  console_.out << fmt::format("{{\"test\":{},\"file\":{},\"line\":{},\"passed\":{},\"summary\":{},\"differs\":[{}],\"failures\":[{}],\"decision\":{}}}\n", json_string(result.name), json_string(result.file),
                              result.line, result.passed, json_string(result.decision), differs, failures, (explain_ || !result.passed) && result.decided ? to_json(*result.decided) : "null");
}

void TestReport::as_junit(const TestResult& result, const std::vector<SourceText>& texts) {
  Suite& suite = suites_.back();
  ++suite.tests;
  suite.cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"", xml_text(result.file), xml_text(name_of(result)), xml_text(result.file), result.line);
  if (result.passed) {
    suite.cases += "/>\n";
    return;
  }
  ++suite.failures;
  const std::string message = result.failures.empty() ? result.decision : result.failures.front().message;
  std::string text;
  for (std::size_t i = 0; i < result.failures.size(); ++i) text += render_text({result.failures[i]}, sources_of(result, i, texts), false);
  if (result.decided) text += outline(result, false);
  suite.cases += fmt::format(">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n", xml_text(message), xml_lines(text));
}

void TestReport::finish() {
  progress_.erase();
  switch (format_) {
    case TestFormat::text: console_.out << fmt::format("{} passed, {} failed\n", passed_, failed_); return;
    case TestFormat::json: console_.out << fmt::format("{{\"passed\":{},\"failed\":{}}}\n", passed_, failed_); return;
    case TestFormat::junit:
      console_.out << fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{}\" failures=\"{}\">\n", passed_ + failed_, failed_);
      for (const Suite& suite : suites_) {
        console_.out << fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n{}  </testsuite>\n", xml_text(suite.policy), suite.tests, suite.failures, suite.cases);
      }
      console_.out << "</testsuites>\n";
  }
}

}  // namespace crit::command
