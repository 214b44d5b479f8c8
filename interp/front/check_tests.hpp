// Tests in the file.
#pragma once

#include "pass.hpp"

namespace crit {

class Tests : Pass {
 public:
  explicit Tests(CheckContext& context) : Pass(context) {}

  void check_tests();

 private:
  void check_test(const ast::Test& test, std::map<std::string, Span>& seen);
  void hint_version(const ast::Test& test);
  bool is_of_another_version(const ast::Test& test) const;
  void check_given(const ast::Given& given);
  bool unknown_question(const ast::Word& word);
  void check_expectation(const ast::Expectation& expected);
  void check_expected_criterion(const ast::Word& criterion);
  void check_expected_outputs(const ast::Expectation& expected);
};

}  // namespace crit
