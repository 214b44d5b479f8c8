// What the formatter promises of any text: formatted once is formatted; it is the same policy; nothing is lost. Shared by the
// unit tests and the fuzz target.
#pragma once

#include <algorithm>
#include <string>

#include "crit/crit.hpp"
#include "crit/format.hpp"

namespace format_promise {

inline std::string without_blanks(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return text;
}

// The tree of what is meant, and the bytecode, neither with places. What the tree quotes is as the author spaced it, so blanks
// do not count there; what the bytecode quotes is not.
inline std::string meaning(const std::string& text, const crit::FileLoader& loader) {
  const crit::SourceText source{"x.crit", text};
  const crit::Engine engine;
  return without_blanks(engine.dump(source, crit::DumpKind::ast, loader).text) + engine.dump(source, crit::DumpKind::bytecode, loader).text;
}

// "", or the promise that is broken, with what shows it. `formatted`: whether there was anything to format.
inline std::string broken(const std::string& text, const crit::FileLoader& loader = {}, bool* formatted = nullptr) {
  const crit::Result<std::string> once = crit::format({"x.crit", text});
  if (!once) {
    if (once.error().empty()) return "it says why it does not format";
    const bool own = std::any_of(once.error().begin(), once.error().end(), [](const crit::Diagnostic& one) { return one.code == "E0000"; });
    return own ? "it makes the same policy: " + once.error().front().message : "";
  }
  if (formatted != nullptr) *formatted = true;
  const crit::Result<std::string> twice = crit::format({"x.crit", *once});
  if (!twice) return "what it makes can be read\n" + *once;
  if (*twice != *once) return "twice is once\n" + *once + "\n--- and then\n" + *twice;
  if (meaning(text, loader) != meaning(*once, loader)) return "it makes the same policy\n" + *once;
  return "";
}

}  // namespace format_promise
