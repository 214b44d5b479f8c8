// What the line editor asks of an entry, answered for crit: commands by their table, the rest by crit's own parser and the
// session's names. It changes nothing.
#pragma once

#include "commands.hpp"
#include "line/guide.hpp"
#include "sitting.hpp"

namespace crit::shell {

class ShellGuide : public line::Guide {
 public:
  explicit ShellGuide(const Sitting& sitting) : sitting_(sitting) {}
  bool is_whole(std::string_view entry) override;
  std::vector<line::Mark> marks(std::string_view entry) override;
  line::Completion complete(std::string_view entry, std::size_t cursor) override;
  std::string suggest(std::string_view entry) override;
  std::string kept_in_history(std::string_view entry) override;

 private:
  // Each of one entry.
  std::vector<line::Mark> marks_of(std::string_view entry);
  line::Completion complete_one(std::string_view entry, std::size_t cursor);
  std::string kept_of(std::string_view entry);
  bool is_known_path(std::string_view path) const;
  bool is_offered(std::string_view entry, const TypedCommand& typed);

  const Sitting& sitting_;
};

}  // namespace crit::shell
