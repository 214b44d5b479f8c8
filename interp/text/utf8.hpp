// One UTF-8 character at a time. Internal.
#pragma once

#include <cstdint>
#include <string_view>

namespace crit {

struct Character {
  std::uint32_t point = 0;
  std::uint32_t length = 0;  // bytes; 0: not UTF-8
};

// Strict: no overlong forms, no surrogates, nothing past U+10FFFF.
inline Character character_at(std::string_view text, std::size_t place) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[place + i]); };
  const auto follows = [&](std::size_t i) { return place + i < text.size() && (byte(i) & 0xC0U) == 0x80U; };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first >= 0xC2 && first <= 0xDF && follows(1)) return {((first & 0x1FU) << 6U) | (byte(1) & 0x3FU), 2};
  if (first >= 0xE0 && first <= 0xEF && follows(1) && follows(2)) {
    const std::uint32_t point = ((first & 0xFU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    if (point < 0x800 || (point >= 0xD800 && point <= 0xDFFF)) return {};
    return {point, 3};
  }
  if (first >= 0xF0 && first <= 0xF4 && follows(1) && follows(2) && follows(3)) {
    const std::uint32_t point =
        ((first & 7U) << 18U) | ((byte(1) & 0x3FU) << 12U) | ((byte(2) & 0x3FU) << 6U) | (byte(3) & 0x3FU);
    if (point < 0x10000 || point > 0x10FFFF) return {};
    return {point, 4};
  }
  return {};
}

}  // namespace crit
