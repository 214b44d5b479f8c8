#include <algorithm>

#include "fact_stream.hpp"

namespace crit {
namespace {

bool is_inner(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }  // not the first byte of a character

}  // namespace

std::string_view FactBytes::view(std::uint64_t from, std::uint64_t to) const {
  return std::string_view(text).substr(static_cast<std::size_t>(from - base), static_cast<std::size_t>(to - from));
}

bool FactBytes::skip_blanks(std::uint64_t& byte, bool over_lines) const {
  while (has(byte) && (is_blank(at(byte)) || (over_lines && at(byte) == '\n'))) ++byte;
  return has(byte);
}

void FactBytes::count_to(std::uint64_t byte) {
  if (byte <= lines.counted) return;
  std::string_view counted = view(lines.counted, byte);
  if (const std::size_t last = counted.rfind('\n'); last != std::string_view::npos) {
    lines.line += static_cast<std::uint32_t>(std::count(counted.begin(), counted.end(), '\n'));
    lines.begin = lines.counted + last + 1;
    lines.column = 1;
    counted.remove_prefix(last + 1);
  }
  const auto inner = std::count_if(counted.begin(), counted.end(), is_inner);
  lines.column += static_cast<std::uint32_t>(counted.size() - static_cast<std::size_t>(inner));
  lines.counted = byte;
}

void FactBytes::drop(std::size_t much) {
  count_to(base + much);
  text.erase(0, much);
  base += much;
  constexpr std::size_t large = std::size_t{16} << 20;
  if (text.capacity() > large && text.size() < large / 16) text.shrink_to_fit();
}

}  // namespace crit
