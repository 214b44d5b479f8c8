// line_typist SECONDS [SEED]: types at random at the line editor, as fuzz/line.cpp takes it, for so many seconds, and
// says how much it was. ctest runs it with one seed; scripts/test --fuzz line types by libFuzzer.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <string>
#include <string_view>

#include "../fuzz/targets.hpp"

namespace {

// Keys that do something, more often those that make text.
// clang-format off
constexpr std::string_view keys[] = {
    "a", "b", "z", "_", " ", " ", "0", "9", ".", "\"", "#", "(", ")", "{", "}", "=", "height", "he", "zz", "bad",
    ".let ", "\r", "\r", "\t", "\t", "\x1b[Z", "\x7f", "\x7f", "\x1b[3~", "\x1b[A", "\x1b[A", "\x1b[B", "\x1b[B",
    "\x1b[C", "\x1b[D", "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[5~", "\x1b[6~", "\x1b[1;5C", "\x1b[1;5D", "\x1b[1;5H",
    "\x1b[1;5F", "\x01", "\x02", "\x04", "\x05", "\x06", "\x07", "\x0b", "\x0c", "\x0e", "\x10", "\x12", "\x12", "\x13",
    "\x14", "\x15", "\x17", "\x19", "\x19", "\x1f", "\x1f", "\x1b_", "\x1by", "\x1b""d", "\x1b""f", "\x1b""b", "\x1bu",
    "\x1bl", "\x1b""c", "\x1b<", "\x1b>", "\x1b\r", "\x1b\xF8", "\x1b\xF8", "ö", "漢", "字", "e\xCC\x81", "\xCC\x81",
    "\xE2\x80\xAE", "\xE2\x80\x8D", "👨", "👩", "🇩", "🇪", "≤", "\xEF\xB8\x8F", "\xE1\x84\x80", "\xE1\x85\xA1",
    "\xE2\x80\x8B", "\xFF", "\xE6\xBC", "\x1b[200~", "\x1b[201~", "\x1b[200~a\rb\tc\x1b[201~", "\x1b[", "\x1bO",
    "\x1b[1;", "\xF8", "\xF9", "\xFA", "abcdefghijklmnopqrstuvwxyz",
    "\x1b[200~policy \"T.1\" {\r  when height bad\r}\r\x1b[201~", "d", "dd", "cw", "ciw", "di(", "yy", "p", "P", "x",
    "u", ".", "w", "e", "G", "gg", "fa", "tb", ";", ",", "%", "3", "~", "J", "o", "O", "/", "n", "N", "k", "j", "h",
    "l", "r", "$", "^",
};
// clang-format on

std::string some_keys(std::mt19937& random) {
  std::string typed(1, static_cast<char>(random() & 0x0F));
  for (std::size_t count = 1 + random() % 400; count > 0; --count) {
    const std::string_view key = keys[random() % std::size(keys)];
    typed += key;
    if (key == "\xF9") typed += static_cast<char>(random() & 0xFF);
    if (random() % 50 == 0) typed += static_cast<char>(random() & 0xFF);
  }
  return typed;
}

std::string current;

void keep_current(int signal) {
  std::ofstream("line_finding", std::ios::binary) << current;
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 2;
  std::mt19937 random(argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1U);
  for (const int signal : {SIGABRT}) std::signal(signal, keep_current);
  const auto begin = std::chrono::steady_clock::now();
  std::size_t sittings = 0, bytes = 0;
  while (std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() < seconds) {
    current = some_keys(random);
    fuzz::line(current);
    ++sittings;
    bytes += current.size();
  }
  std::cout << sittings << " sittings, " << bytes << " bytes typed, all hold\n";
  return 0;
}
