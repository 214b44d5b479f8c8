// `crit eval`'s command line, read. Apart from the verb because the golden runner decides the same members in other
// ways. Internal to the command.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "arguments.hpp"
#include "facts_files.hpp"
#include "files.hpp"
#include "limits.hpp"

namespace crit::command {

struct EvalOptions {
  std::string policy;
  std::string confine;             // the folder that what a policy names must lie in, or ""
  std::vector<std::string> facts;  // files in the order given; "-" is standard input
  FactsOptions facts_options;
  ReadOptions read;
  DecideOptions decide;
  bool json = false;
  bool exit_decision = false;
  RunLimits limits;
};

// Of `--exit-decision`.
int exit_code(Outcome outcome);

std::optional<UsageProblem> read_eval_options(const Arguments& arguments, EvalOptions& options);

}  // namespace crit::command
