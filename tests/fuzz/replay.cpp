// fuzz_replay TARGET PATH…: runs one fuzz target over files and folders, without libFuzzer, so that every build holds
// what fuzzing has found. A finding aborts, and the file's name is printed.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "targets.hpp"

namespace fs = std::filesystem;

extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

namespace {

std::string current;  // the input being run

void tell_current() {
  const std::string line = "the input is " + current + "\n";
  if (write(STDERR_FILENO, line.data(), line.size()) < 0) _exit(1);
}

void on_signal(int signal) {
  tell_current();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string wanted = argc > 1 ? argv[1] : "";
  const auto* target = std::find_if(std::begin(fuzz::targets), std::end(fuzz::targets),
                                    [&](const fuzz::Target& one) { return one.name == wanted; });
  if (target == std::end(fuzz::targets) || argc < 3) {
    std::cerr << "usage: fuzz_replay policy|format|decide|facts|values|line PATH…\n";
    return 2;
  }
  std::vector<fs::path> files;
  for (int i = 2; i < argc; ++i) {
    if (fs::is_regular_file(argv[i])) files.emplace_back(argv[i]);
    if (!fs::is_directory(argv[i])) continue;
    for (const auto& entry : fs::directory_iterator(argv[i])) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) {
    std::cerr << "no input is there\n";
    return 1;
  }
  if (__sanitizer_set_death_callback != nullptr) {
    __sanitizer_set_death_callback(tell_current);
  } else {
    std::signal(SIGSEGV, on_signal);
  }
  std::signal(SIGABRT, on_signal);
  for (const fs::path& file : files) {
    current = file.string();
    std::ifstream stream(file, std::ios::binary);
    const std::string input((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    target->run(input);
  }
  std::cout << wanted << ": " << files.size() << " inputs hold\n";
  return 0;
}
