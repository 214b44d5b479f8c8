// What a Session holds: the states that it went through, each whole, and where it is among them. Internal to session*.cpp.
//
// A state is a policy, the members as JSON trees, and a date of service. States share what did not change, so that undo is to
// look at another one. What is read and decided is kept with the member, by policy and date; it is worked out when asked for.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "crit/session.hpp"
#include "json_tree.hpp"
#include "program.hpp"

namespace crit::session {

// Files that the policy named, as they were when it was compiled: it is asked for them again.
using Loaded = std::map<std::pair<std::string, std::string>, LoadedFile>;

struct Policy {
  std::uint64_t number = 0;  // no other of the session ever has it: what is kept by policy is kept by it
  std::vector<SourceText> files;
  Program program;
  Loaded loaded;
  const std::atomic<bool>* cancelled = nullptr;
  mutable Result<Decision> stopped = Result<Decision>::failure({});  // the last decision that was
  FileLoader again() const;  // finds what is loaded; the policy must outlive it
  const ProgramData& data() const { return *Inside::of(program); }
};

// One file of members, as it was opened, and its members as each policy reads them.
struct File {
  SourceText text;
  mutable std::map<std::uint64_t, std::vector<Member>> read;  // by the policy's number
};

// A member's facts as they are in some states.
struct Facts {
  std::shared_ptr<const File> file;  // null: made here
  std::size_t number = 0;            // of the file's members
  bool changed = false;              // not as the file has it
  std::optional<JsonTree> tree;      // none: the file's text cannot be read there

  // By one policy and date.
  struct Read {
    Member member;
    SourceText text;                 // that it was read from; of an unchanged member empty: its file
    std::vector<Written> written;    // in the text
    std::optional<Result<Decision>> decision;
  };
  using Key = std::pair<std::uint64_t, std::string>;
  mutable std::map<Key, std::shared_ptr<Read>> reads;
  std::shared_ptr<Read> read(const std::shared_ptr<const Policy>& policy, const std::string& as_of) const;
  std::string name() const;          // of its file, or "member"
};

struct State {
  std::shared_ptr<const Policy> policy;
  std::vector<std::shared_ptr<const Facts>> members;
  std::string as_of;                              // of all members; empty: each its own
  std::set<std::pair<std::size_t, std::string>> supposed;  // member and path; `as_of` of all
  mutable std::map<std::size_t, Result<Decision>> marked;  // decisions with what is supposed marked
  State copy() const { return {policy, members, as_of, supposed, {}}; }
};

struct Step {
  LogEntry log;
  std::shared_ptr<State> after;
};

// What a member's file would be: with the date of the session.
JsonTree with_date(const JsonTree& tree, const std::string& as_of);

// Each member of the file, as its tree where it can be read.
std::vector<std::shared_ptr<const Facts>> members_of(const SourceText& text, const Policy& policy);

// Whether both were compiled from the same texts.
bool same_texts(const Policy& left, const Policy& right);

// No longer as just written.
void forget_origins(JsonTree& tree);


// Whether a path of an evidence or a need rests on what is supposed.
bool rests_on(std::string_view path, const std::string& supposed);

}  // namespace crit::session
