// Whether a file is text at all: size, UTF-8, control characters, and what it may be instead. Internal; facts ask, too.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "diagnostics.hpp"
#include "source.hpp"

namespace crit {

// The largest policy anyone has printed is far below this; spans are 32 bits.
constexpr std::size_t limit_file_bytes = 16U << 20U;

// False, with one diagnostic, when the file cannot be read as text.
bool check_text(const Source& source, Diagnostics& diagnostics);

// A file of another kind, known by its beginning: UTF-16, a PDF, a Word document, …
struct ForeignFile {
  std::string message;
  std::string help;
};
std::optional<ForeignFile> foreign_file(std::string_view text);

}  // namespace crit
