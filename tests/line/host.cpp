// line_host [HISTORY]: the line editor over this process's own terminal, for the tests that need a real one. Says what
// was read, an outcome a line.
#include <unistd.h>

#include <string>

#include "line/editor.hpp"
#include "sitting.hpp"

int main(int argc, char** argv) {
  using namespace crit::line;
  line_test::ToyGuide guide;
  Terminal terminal(STDIN_FILENO, STDOUT_FILENO, traits_of_environment());
  History history(argc > 1 ? argv[1] : "");
  Editor editor(guide, terminal, history, {});
  for (;;) {
    const Outcome outcome = editor.read({"> ", ". ", {}});
    if (outcome.kind == Outcome::end_of_input) break;
    const std::string text =
        outcome.text.size() > 1000 ? std::to_string(outcome.text.size()) : line_test::escaped(outcome.text);
    editor.print((outcome.kind == Outcome::interrupted ? "dropped " : "read ") + text + "\n");
    if (outcome.text == ".ask") editor.print("answer " + editor.ask({"sure? ", "", {}}).text + "\n");
  }
  editor.print("end\n");
  return 0;
}
