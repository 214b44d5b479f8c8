// A sitting at the editor without a terminal or a clock: what is typed and what happens comes from a list, and what the
// editor writes goes to a Screen.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "line/editor.hpp"
#include "screen.hpp"
#include "toy_guide.hpp"

namespace line_test {

struct Happening {
  enum class Kind { bytes, quiet, resize, stopped, continued, interrupted, news, look } kind = Kind::bytes;
  std::string bytes;        // of `bytes`: of one key; of `news`: the text
  crit::line::Size size{};  // of `resize`
  std::size_t number = 0;   // of `look`: which
};

class ScriptedTerminal : public crit::line::Terminal {
 public:
  ScriptedTerminal(crit::line::Size size, bool at_once, bool reflows)
      : Terminal(Kind::full, {false, reflows}), screen(size), at_once_(at_once) {}

  crit::line::Size size() const override { return screen.size(); }
  bool enter() override;
  void leave() override {}
  void suspend() override { ++suspended; }
  Event wait(int milliseconds, std::string& bytes) override;
  bool has_input() const override;
  void write(std::string_view text) override { screen.feed(text); }

  Screen screen;
  std::deque<Happening> happenings;
  std::function<void(std::size_t)> on_look;  // the screen is as it should be looked at
  std::optional<crit::line::News> news;      // waits to be asked for
  int suspended = 0;

 private:
  void look();
  bool at_once_;  // keys come all at once: only what they lead to is drawn
};

// "<left>", "<c-w>", "<paste:…>", text: as happenings. False: what it is is unknown.
bool append_happenings(std::deque<Happening>& happenings, std::string_view keys, std::string& problem);

// \n \t \\ \> and \e as in C.
std::string unescaped(std::string_view text);
std::string escaped(std::string_view text);

}  // namespace line_test
