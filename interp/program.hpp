// What a Program and a Member hold. Internal to the engine's files: engine.cpp makes programs, program.cpp reads and
// decides with them, file_tests.cpp runs the tests that stand in a policy.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ast.hpp"
#include "bind.hpp"
#include "chunk.hpp"
#include "crit/crit.hpp"
#include "diagnostics.hpp"
#include "expectation.hpp"
#include "fact_set.hpp"
#include "json.hpp"
#include "meter.hpp"
#include "source.hpp"

namespace crit {

// One version of the policy: one text in force for a time.
struct Version {
  Chunk chunk;
  std::string file;              // its own
  std::size_t policy_files = 1;  // how many of `sources` are its own and amendments
  std::size_t own_files = 1;     // and files of tests behind them; the rest it uses
  std::vector<ast::Test> tests;  // their spans are of `sources`
  std::vector<std::vector<Diagnostic>> test_faults;  // of each test that stands beside the policy: why it cannot be run
  Sources sources;
  std::unique_ptr<const SchemaTables> tables;  // of its schema
};

struct ProgramData {
  std::vector<Version> versions;  // by the day they come into force; never empty
  std::vector<Diagnostic> warnings;
  std::vector<Diagnostic> test_faults;  // of files of tests
  std::string root;                     // CompileOptions::root

  // The version in force on that day; else the one before it, or the first: `in_force` tells. The texts around the day
  // are then what is said.
  const Version& version_on(Day day, bool& in_force) const;
};

// The host's loader, as one that throws nothing but std::bad_alloc: another exception is a file that cannot be read. What it reads
// is told to the meter, where there is one, which may stop the work.
FileLoader careful(const FileLoader& loader, Meter* meter = nullptr);

// Says why a decision was stopped.
void tell(const Stop& stop, std::uint64_t max_steps, Span place, Diagnostics& diagnostics);

// Throws Stop. A decision by this version; `decides` false: no version is in force that day.
Decision decide_version(const Version& version, const FactSet& facts, Day as_of, bool decides, const ProgramData& program, const DecideOptions& options = {});

// A member's facts, as one version of the policy reads them.
struct Reading {
  FactSet facts;
  bool valid = false;
  std::vector<Diagnostic> diagnostics;
  std::optional<Expectation> expected;  // of a case
  std::vector<Diagnostic> expected_faults;
  bool is_broken = false;               // what stands there is no member
};

struct MemberData {
  std::shared_ptr<const ProgramData> program;  // that read it, and alone may decide it
  std::string id;
  std::string file;
  std::uint32_t line = 1;
  bool readable = true;
  Span place;         // where its object begins
  SourceText source;  // the part of the file that is spoken of
  std::vector<SourceText> others;  // of CSV: other parts, of other files too
  std::string as_of;        // the date of service, where it is known
  std::size_t version = 0;  // in force then, or told of where none is
  Reading reading;          // by that version
};

// For the session, which lies above: what a Program and a Member hold; null of those that are default-made.
struct Inside {
  static const ProgramData* of(const Program& program) { return program.data_.get(); }
  static const MemberData* of(const Member& member) { return member.data_.get(); }
  // All members of a CSV file, each with the tree of its row; null: it has none.
  static void read_rows(MemberReader& reader, const SourceText& csv, const std::function<void(const Member&, const JsonValue*)>& take);
};

// What a Program without a policy says.
std::vector<Diagnostic> not_compiled(const std::string& file);

}  // namespace crit
