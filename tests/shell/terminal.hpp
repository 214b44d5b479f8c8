// `crit` at a pseudo-terminal, as a person has it: what is typed goes in, and what the terminal shows is read. The process has a
// home of its own and ends with this object.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "../line/screen.hpp"

namespace shell_test {

struct Setting {
  std::vector<std::string> arguments;
  crit::line::Size size{100, 40};
  std::string term = "xterm-256color";
  std::vector<std::string> environment = {};  // "PAGER=cat"
};

class CritAtTerminal {
 public:
  // Runs in `folder`, which is its home, too.
  CritAtTerminal(const std::filesystem::path& folder, const Setting& setting);
  ~CritAtTerminal();
  CritAtTerminal(const CritAtTerminal&) = delete;
  CritAtTerminal& operator=(const CritAtTerminal&) = delete;

  void type(std::string_view keys) const;
  // An entry, and Enter.
  void enter(std::string_view entry) const { type(std::string(entry) + "\r"); }
  // Reads until the screen holds the text, for as long as a slow machine may need. False: it never did.
  bool shows(std::string_view text);
  // The same, of what came since this was last asked; screens that scrolled by count, too.
  bool says(std::string_view text);
  std::string screen() const;  // its rows
  const line_test::Screen& cells() const { return screen_; }
  // Waits for its end; its exit code, 128 and the signal that ended it, or -1.
  int ends();
  void gets(int signal) const;

 private:
  bool read_some(int milliseconds);

  line_test::Screen screen_;
  std::string said_;       // without escape sequences
  std::size_t asked_ = 0;  // up to where says() looked
  int terminal_ = -1;
  pid_t child_ = -1;
};

}  // namespace shell_test
