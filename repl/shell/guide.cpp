#include "guide.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crit/entry.hpp"
#include "entries.hpp"

namespace crit::shell {

namespace {

using line::Role;

constexpr std::size_t longest_checked = 2000;  // bytes: of an entry whose names are looked up one by one

Role role_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::keyword: return Role::keyword;
    case TokenKind::name: return Role::name;
    case TokenKind::number: case TokenKind::date: case TokenKind::unit: return Role::number;
    case TokenKind::text: return Role::text;
    case TokenKind::comment: return Role::comment;
    case TokenKind::label: return Role::label;
    case TokenKind::operator_: case TokenKind::bracket: return Role::operator_;
    case TokenKind::unknown: return Role::plain;
  }
  return Role::plain;
}

// A role for each byte, then the runs of them: so marks are in order and apart.
class Painter {
 public:
  explicit Painter(std::size_t size) : roles_(size, Role::plain) {}
  void paint(std::size_t begin, std::size_t end, Role role) {
    for (std::size_t i = begin; i < std::min(end, roles_.size()); ++i) roles_[i] = role;
  }
  void paint_tokens(std::string_view text, std::size_t begin) {
    for (const Token& token : tokens(text)) paint(begin + token.span.begin, begin + token.span.end, role_of(token.kind));
  }
  // A value of a fact: `#` begins no comment there.
  void paint_value(std::string_view text, std::size_t begin) {
    for (const Token& token : tokens(text)) {
      if (token.kind != TokenKind::comment) paint(begin + token.span.begin, begin + token.span.end, role_of(token.kind));
    }
  }
  void paint_errors(const std::vector<Diagnostic>& found) {
    for (const Diagnostic& one : found) {
      if (one.severity != Severity::error) continue;
      // An empty span is a place between two bytes: the byte before it is marked.
      const std::size_t begin = one.span.begin == one.span.end && one.span.begin > 0 ? one.span.begin - 1 : one.span.begin;
      paint(begin, std::max<std::size_t>(one.span.end, begin + 1), Role::error);
    }
  }
  std::vector<line::Mark> marks() const {
    std::vector<line::Mark> all;
    for (std::size_t i = 0; i < roles_.size();) {
      std::size_t end = i + 1;
      while (end < roles_.size() && roles_[end] == roles_[i]) ++end;
      if (roles_[i] != Role::plain) all.push_back({i, end, roles_[i]});
      i = end;
    }
    return all;
  }

 private:
  std::vector<Role> roles_;
};

}  // namespace

bool ShellGuide::is_whole(std::string_view entry) { return is_whole_entry(entry); }

// ---- marks ------------------------------------------------------------------------------------------------------------

std::vector<line::Mark> ShellGuide::marks(std::string_view text) {
  const std::vector<std::string_view> entries = entries_of(text);
  if (entries.size() == 1) return marks_of(text);
  std::vector<line::Mark> all;
  for (const std::string_view entry : entries) {
    const auto by = static_cast<std::size_t>(entry.data() - text.data());
    for (const line::Mark& mark : marks_of(entry)) all.push_back({mark.begin + by, mark.end + by, mark.role});
  }
  return all;
}

std::vector<line::Mark> ShellGuide::marks_of(std::string_view entry) {
  Painter painter(entry.size());
  const auto typed = typed_command(entry);
  if (typed) {
    const std::size_t name_end = typed->name_begin + 1 + typed->name.size();
    const bool is_known = find_command(typed->name) != nullptr;
    // While its end is being typed a beginning is no mistake.
    const bool may_become = name_end == entry.size() && std::any_of(all_commands().begin(), all_commands().end(), [&](const Command& one) { return one.name.starts_with(typed->name); });
    painter.paint(typed->name_begin, name_end, is_known || may_become ? Role::command : Role::error);
    if (is_known && find_command(typed->name)->takes == Takes::fact_value) {
      const TypedFact fact = typed_fact(typed->rest);
      painter.paint(typed->rest_begin, typed->rest_begin + fact.path.size(), Role::name);
      if (fact.has_value) painter.paint_value(fact.value, typed->rest_begin + fact.value_begin);
      if (fact.has_value && sitting_.session().has_policy() && !sitting_.session().fact(fact.path) && fact.path.find('[') == std::string_view::npos) {
        painter.paint(typed->rest_begin, typed->rest_begin + fact.path.size(), Role::error);
      }
    }
    return painter.marks();
  }
  painter.paint_tokens(entry, 0);
  const std::vector<Diagnostic> syntax = syntax_errors({"<entry>", std::string(entry)});
  painter.paint_errors(syntax);
  // Names and types are looked at where the entry would run.
  const bool is_expression = entry_kind(entry) == EntryKind::expression && entry.size() <= longest_checked;
  if (syntax.empty() && is_expression && sitting_.session().has_policy() && crit::is_whole(entry)) {
    const Result<ValueShown> value = sitting_.session().evaluate({"<entry>", std::string(entry)});
    const Result<Decision>& decision = sitting_.session().decision();
    const bool is_path = decision && find_path(*decision, trimmed(entry));
    if (!value && !is_path) painter.paint_errors(value.error());
  }
  return painter.marks();
}

// ---- suggestions ------------------------------------------------------------------------------------------------------

std::string ShellGuide::suggest(std::string_view entry) {
  const auto typed = typed_command(entry);
  if (!typed || typed->name_begin != 0 || !sitting_.session().has_policy()) return {};
  const Command* command = find_command(typed->name);
  if (command == nullptr || command->takes != Takes::fact_value || typed->rest_begin == 0) return {};
  const bool at_rest = entry.ends_with(" ") || !typed->rest.empty();
  if (!at_rest || typed_fact(typed->rest).has_value) return {};
  for (const FactShown& fact : sitting_.session().facts()) {
    if (fact.needed && std::string_view(fact.name).starts_with(typed->rest)) return fact.name.substr(typed->rest.size()) + (fact.is_list ? " += " : " = ");
  }
  return {};
}

// ---- what the history's file holds ------------------------------------------------------------------------------------
namespace {

// An expression asks; but what it compares with may be a member's. Numbers, dates, texts, and words that are no names of the
// language or the policy are left out.
std::string without_values(std::string_view entry, const Session& session) {
  std::string kept;
  std::size_t at = 0;
  bool was_own = true;
  for (const Token& token : tokens(entry)) {
    const std::string_view text = entry.substr(token.span.begin, token.span.end - token.span.begin);
    const std::string_view gap = entry.substr(at, token.span.begin - at);
    at = token.span.end;
    bool is_own = token.kind == TokenKind::keyword || token.kind == TokenKind::operator_ || token.kind == TokenKind::bracket || text == "as_of";
    if (token.kind == TokenKind::name || token.kind == TokenKind::label) {
      const Candidates known = session.complete(entry, token.span.end);
      is_own = is_own || std::any_of(known.all.begin(), known.all.end(), [&](const Candidate& one) { return one.text == text && one.kind != Candidate::Kind::alternative; });
    }
    if (is_own) kept.append(gap).append(text);
    else if (was_own) kept.append(gap).append("…");
    was_own = is_own;
  }
  return kept;
}

}  // namespace

// Whether what stands behind a command is what Tab would offer there, or a number.
bool ShellGuide::is_offered(std::string_view entry, const TypedCommand& typed) {
  if (typed.rest.find_first_not_of("0123456789") == std::string_view::npos) return true;
  const line::Completion offered = complete_one(entry, typed.rest_begin);
  return std::any_of(offered.offers.begin(), offered.offers.end(), [&](const line::Offer& one) { return trimmed(one.insert) == typed.rest; });
}

// A fact's, or a criterion's.
bool ShellGuide::is_known_path(std::string_view path) const {
  const Session& session = sitting_.session();
  if (!session.has_policy()) return false;
  const Result<Decision>& decision = session.decision();
  return session.fact(path.substr(0, path.find('['))).has_value() || (decision && find_path(*decision, path)) || session.place_of(path).has_value();
}

std::string ShellGuide::kept_in_history(std::string_view text) {
  if (sitting_.keeps_values()) return std::string(text);
  std::string kept;
  for (const std::string_view entry : entries_of(text)) {
    const std::string one = kept_of(entry);
    if (!one.empty()) kept += (kept.empty() ? "" : "\n") + one;
  }
  return kept;
}

std::string ShellGuide::kept_of(std::string_view entry) {
  const auto typed = typed_command(entry);
  if (!typed) {
    if (entry.size() > longest_checked || entry_kind(entry) != EntryKind::expression || !sitting_.session().has_policy()) return {};
    const Result<Decision>& decision = sitting_.session().decision();
    if (decision && find_path(*decision, trimmed(entry))) return std::string(trimmed(entry));
    return without_values(entry, sitting_.session());
  }
  const Command* command = find_command(typed->name);
  if (command == nullptr) return {};
  const std::string name = fmt::format(".{}", command->name);
  if (typed->rest.empty()) return name;
  switch (command->keeps) {
    case Keeps::all: return is_offered(entry, *typed) ? name + " " + std::string(typed->rest) : name + " …";
    case Keeps::file: return typed->rest.ends_with(".crit") ? name + " " + std::string(typed->rest) : name + " …";
    case Keeps::name: return name + " …";
    case Keeps::path: break;
  }
  const TypedFact fact = typed_fact(typed->rest);
  if (!is_known_path(fact.path)) return name + " …";  // it may be a value
  if (!fact.has_value) return name + " " + std::string(fact.path);
  return fmt::format("{} {} {} …", name, fact.path, fact.append ? "+=" : "=");
}

}  // namespace crit::shell
