// The fuzz targets: each takes any bytes, lets crit work on them and holds what crit promises of them. A promise that is
// broken aborts with a message, so that it is a finding like a crash. The same functions run under libFuzzer
// (fuzzer.cpp) and over a corpus of files (replay.cpp). Not tests of one behaviour: those are specs.
#pragma once

#include <string>
#include <string_view>

namespace fuzz {

// A policy: every phase, every dump, and its diagnostics shown both ways.
void policy(std::string_view input);
// A policy and, below a line `%%`, the facts of its members: every way to decide them agrees, and a fact that is taken
// away may pend a decision, never turn it.
void decide(std::string_view input);
// Facts for one policy that has a fact of every type.
void facts(std::string_view input);
// The same as CSV, and below lines `%%` the items of two of its lists.
void csv(std::string_view input);
// Numbers, quantities, units, dates and codes, one a line: read, printed, read again, and reckoned with.
void values(std::string_view input);
// Bytes typed at the line editor; the first one chooses its keys and the screen's size.
void line(std::string_view input);
// A policy or module, formatted: the same policy, and formatting it again changes nothing.
void format(std::string_view input);

struct Target {
  std::string_view name;
  void (*run)(std::string_view input);
};
constexpr Target targets[] = {{"policy", policy}, {"format", format}, {"decide", decide}, {"facts", facts}, {"csv", csv}, {"values", values}, {"line", line}};

constexpr std::string_view facts_separator = "\n%%\n";  // of `decide` and `csv`

// Prints what was promised and the input's part that breaks it, and aborts.
[[noreturn]] void broken(const char* promise, const std::string& detail);
inline void require(bool holds, const char* promise, const std::string& detail = {}) {
  if (!holds) broken(promise, detail);
}

}  // namespace fuzz
