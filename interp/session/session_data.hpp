// A Session's own state, shared by session.cpp and session_show.cpp. Internal to them.
#pragma once

#include "places.hpp"
#include "sitting.hpp"

namespace crit {

struct Session::Data {
  using State = session::State;
  using Facts = session::Facts;

  FileLoader loader;
  std::string root;  // CompileOptions::root
  const std::atomic<bool>* cancelled = nullptr;
  std::shared_ptr<State> first = std::make_shared<State>();
  std::vector<session::Step> steps;
  std::size_t at = 0;                       // how many of the steps stand
  std::optional<std::size_t> what_if;       // where it began
  std::size_t chosen = 0;
  std::shared_ptr<const session::Policy> before_reload;
  std::shared_ptr<const session::Policy> faulty;  // the last that did not compile, where no other did since
  std::uint64_t policies = 0;               // compiled so far
  std::shared_ptr<const session::Policy> latest;  // of the texts that were given last; null: they did not compile
  std::optional<SourceText> refused;        // a member's text that was not taken, as the last change would have made it
  const std::string value_name = "what is written";
  std::string value_text;                   // the last value or date
  mutable std::optional<SourceText> expression;  // the last one
  mutable std::vector<SourceText> texts;

  State& now() const { return at == 0 ? *first : *steps[at - 1].after; }

  static const Result<Decision>& decide(const State& state, std::size_t member);
  static std::vector<std::string> supposed_of(const State& state, std::size_t member);
  static void mark(Decision& decision, const std::vector<std::string>& supposed);
  static void mark(std::vector<Evidence>& evidence, const std::vector<std::string>& supposed);
  static std::shared_ptr<const Facts> empty_member();
  Difference step_to(std::shared_ptr<State> after, LogEntry log);
  void forget_policies();
  Result<std::shared_ptr<const session::Policy>> compile(std::vector<SourceText> files);
  // The version that read the member: in force on its date, or told of where none is.
  const Version& version_of(const Facts::Read& read) const;
  std::vector<Diagnostic> placed(std::vector<Diagnostic> found, const Facts::Read& read, const session::Place& place) const;
  Result<Change> take_facts(std::shared_ptr<Facts> changed, const session::Place& place, const Facts::Read& before, const FactEdit& edit);
  Result<Change> move_to(std::size_t place);
};

}  // namespace crit
