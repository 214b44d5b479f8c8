// What `crit test` prints of its tests: for people, as JSON, or as JUnit's XML. Internal to the command.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "files.hpp"
#include "progress.hpp"

namespace crit::command {

enum class TestFormat : std::uint8_t { text, json, junit };

class TestReport {
 public:
  TestReport(TestFormat format, bool explain, MessageStyle style, bool color, Console& console)
      : format_(format), explain_(explain), style_(style), color_(color), console_(console), progress_(console, style, "tests", true) {}

  // Tests of this policy follow.
  void begin(const std::string& policy);
  // `texts`: what its failures speak of, where it has none of its own.
  void add(const TestResult& result, const std::vector<SourceText>& texts);
  // Messages of the policy or of a file, as they come.
  void tell(const std::vector<Diagnostic>& messages, const std::vector<SourceText>& texts);
  // A line for people; other formats leave it out.
  void say(const std::string& line);
  void finish();
  std::size_t passed() const { return passed_; }
  std::size_t failed() const { return failed_; }

 private:
  void as_text(const TestResult& result, const std::vector<SourceText>& texts);
  void as_json(const TestResult& result, const std::vector<SourceText>& texts);
  void as_junit(const TestResult& result, const std::vector<SourceText>& texts);

  struct Suite {
    std::string policy;
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::string cases;
  };
  TestFormat format_;
  bool explain_;
  MessageStyle style_;
  bool color_;
  Console& console_;
  Progress progress_;
  std::size_t passed_ = 0;
  std::size_t failed_ = 0;
  std::vector<Suite> suites_;  // junit
};

}  // namespace crit::command
