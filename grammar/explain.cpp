#include "explain.hpp"

#include <algorithm>
#include <iterator>

#include "diagnostics.hpp"
#include "render.hpp"

namespace crit {
namespace {

struct Page {
  std::string_view code;
  std::string_view markdown;
};
constexpr Page pages[] = {
#include "explain_pages.inc"
};

std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

}  // namespace

std::string explain(std::string_view code) {
  const auto& all = all_mistakes();
  const auto about = std::find_if(all.begin(), all.end(), [&](const MistakeInfo& one) { return one.code == code; });
  if (about == all.end()) return {};
  std::string out = std::string(code) + ", " + (about->severity == Severity::error ? "an " : "a ") +
                    std::string(severity_name(about->severity)) + ": " + std::string(about->summary) + "\n";
  const auto* page = std::find_if(std::begin(pages), std::end(pages), [&](const Page& one) { return one.code == code; });
  if (page == std::end(pages)) return out;
  std::string_view rest = page->markdown;
  next_line(rest);  // its heading
  bool in_example = false;
  while (!rest.empty()) {
    const std::string_view line = next_line(rest);
    if (line.starts_with("```")) {
      in_example = !in_example;
      if (in_example) out += line.find(" wrong") != std::string_view::npos ? "Wrong:\n\n" : "Right:\n\n";
      continue;
    }
    if (in_example && !line.empty()) out += "    ";
    out += line;
    out += '\n';
  }
  return out;
}

}  // namespace crit
