// One file's text and its line table. Knows nothing of the language.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crit/diagnostic.hpp"

namespace crit {

struct LineColumn {
  std::uint32_t line;    // from 1
  std::uint32_t column;  // from 1, in characters (UTF-8 code points), not bytes
};

class Source {
 public:
  // Takes the text as read; a UTF-8 byte order mark is dropped. CRLF stays (spans are of the text kept).
  Source(std::string name, std::string text);
  const std::string& name() const { return name_; }
  std::string_view text() const { return text_; }
  std::string_view text(Span span) const;  // clamped to the file
  LineColumn locate(std::uint32_t byte) const;
  std::string_view line(std::uint32_t number) const;  // without its line end; "" past the end
  std::uint32_t line_count() const { return static_cast<std::uint32_t>(line_starts_.size()); }
  std::uint32_t line_start(std::uint32_t number) const;  // byte where line `number` (from 1) begins

 private:
  std::string name_;
  std::string text_;
  std::vector<std::uint32_t> line_starts_;
};

}  // namespace crit
