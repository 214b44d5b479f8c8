// What the shell asks of the system round it: the environment, programs that it starts, files that it writes. Knows nothing
// of policies or members.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crit::shell {

// Empty where it is not set.
std::string environment(const char* name);

// $XDG_STATE_HOME/crit/history, or ~/.local/state/crit/history; empty where neither is known.
std::filesystem::path history_path();

// Who may read a file that is made. One that is there keeps its rights.
enum class Readers { owner, others };

// Writes the whole file or nothing: one that is there is replaced as a whole. Why not, or none.
std::optional<std::string> write_whole(const std::filesystem::path& path, std::string_view text, Readers readers);
// Behind what the file holds; makes it where it is not there.
std::optional<std::string> write_behind(const std::filesystem::path& path, std::string_view text, Readers readers);
std::optional<std::string> read_whole(const std::filesystem::path& path);

// A folder that its owner alone may read, gone with all that is in it at the end.
class PrivateFolder {
 public:
  PrivateFolder();
  ~PrivateFolder();
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }  // empty: none could be made

 private:
  std::filesystem::path path_;
};

// Runs `command` of the environment ("code --wait") with the words behind it, and waits. Its exit code; 127: it is not there.
int run_program(const std::string& command, const std::vector<std::string>& words);
// What a SIGHUP or SIGTERM that came while run_program() waited asks for: ends crit by it. To be called once nothing of a member
// is left in a file.
void end_if_asked();

}  // namespace crit::shell
