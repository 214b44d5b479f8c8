// One file's text and its line table; and the files of one policy together. Knows nothing of the language.
//
// A policy may be read from several files (its own, the modules it uses, amendments). Their texts share one space of
// bytes: each begins at its `base`, the policy's own at 0, so that a span alone tells its file. Only the parser and the
// renderer count from a file's own start.
#pragma once

#include <cstdint>
#include <deque>
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
  // When the text is a part of a file, where that begins, modulo 4 GiB of bytes: places are counted so.
  struct Start {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    std::uint32_t byte = 0;
  };
  Source(std::string name, std::string text, std::uint32_t base = 0);
  Source(std::string name, std::string text, Start start);
  const std::string& name() const { return name_; }
  std::uint32_t base() const { return base_; }
  std::string_view text() const { return text_; }
  std::string_view text(Span span) const;  // of the shared space; clamped to the file
  bool begins_inside_line() const { return start_.column > 1; }
  std::uint32_t first_line() const { return start_.line; }
  // Below, bytes count from the file's start.
  LineColumn locate(std::uint32_t byte) const;
  std::string_view line(std::uint32_t number) const;  // without its line end; "" past the end
  std::uint32_t line_count() const { return static_cast<std::uint32_t>(line_starts_.size()); }
  std::uint32_t line_start(std::uint32_t number) const;                           // byte where line `number` begins
  const std::vector<std::uint32_t>& line_starts() const { return line_starts_; }  // bytes of the text

 private:
  std::string name_;
  std::string text_;
  std::uint32_t base_ = 0;
  Start start_;
  std::vector<std::uint32_t> line_starts_;
};

// The files of one policy, its own first. References to them stay good.
class Sources {
 public:
  static constexpr std::uint64_t limit_bytes = 512ULL << 20U;  // of all files together: spans are 32 bits
  // Null where there is no room left.
  const Source* add(std::string name, std::string text);
  const std::deque<Source>& all() const { return files_; }
  const Source& at(std::uint32_t byte) const;  // the file that holds it; precondition: not empty
  std::string_view text(Span span) const { return at(span.begin).text(span); }

 private:
  std::deque<Source> files_;
  std::uint32_t end_ = 0;
};

}  // namespace crit
