#include "sitting.hpp"

#include <cstdlib>
#include <map>

namespace line_test {
namespace {

using crit::line::Terminal;

// The bytes of a key by its name without < >; empty: it is none.
std::string bytes_of_key(std::string_view name) {
  static const std::map<std::string, std::string, std::less<>> whole = {
      {"enter", "\r"},
      {"tab", "\t"},
      {"esc", "\x1b"},
      {"backspace", "\x7f"},
      {"space", " "},
      {"lt", "<"},
      {"s-tab", "\x1b[Z"},
      {"up", "\x1b[A"},
      {"down", "\x1b[B"},
      {"right", "\x1b[C"},
      {"left", "\x1b[D"},
      {"home", "\x1b[H"},
      {"end", "\x1b[F"},
      {"insert", "\x1b[2~"},
      {"del", "\x1b[3~"},
      {"pgup", "\x1b[5~"},
      {"pgdn", "\x1b[6~"},
      {"c-left", "\x1b[1;5D"},
      {"c-right", "\x1b[1;5C"},
      {"c-home", "\x1b[1;5H"},
      {"c-end", "\x1b[1;5F"},
      {"c-del", "\x1b[3;5~"},
      {"s-enter", "\x1b[13;2u"},
      {"c-space", std::string(1, '\0')},
      {"m-left", "\x1b[1;3D"},
      {"m-right", "\x1b[1;3C"},
  };
  if (const auto found = whole.find(name); found != whole.end()) return found->second;
  if (name.substr(0, 2) == "m-") {
    const std::string rest = name.size() == 3 ? std::string(name.substr(2)) : bytes_of_key(name.substr(2));
    return rest.empty() ? rest : "\x1b" + rest;
  }
  if (name.substr(0, 2) == "c-" && name.size() == 3) return {static_cast<char>(name[2] & 0x1f)};
  return {};
}

crit::line::Size size_of(std::string_view text) {
  const std::string both(text);
  const std::size_t sign = both.find('x');
  return {static_cast<std::size_t>(std::atoi(both.c_str())),
          static_cast<std::size_t>(std::atoi(both.c_str() + sign + 1))};
}

// "paste:…", "bytes:…", "resize:40x10", "news:…", "times:30:x".
bool append_special(std::deque<Happening>& happenings, std::string_view name, std::string_view rest,
                    std::string& problem) {
  using Kind = Happening::Kind;
  if (name == "paste") {
    happenings.push_back({Kind::bytes, "\x1b[200~" + unescaped(rest) + "\x1b[201~"});
  } else if (name == "bytes") {
    happenings.push_back({Kind::bytes, unescaped(rest)});
  } else if (name == "resize") {
    happenings.push_back({Kind::resize, {}, size_of(rest)});
  } else if (name == "news") {
    happenings.push_back({Kind::news, unescaped(rest)});
    happenings.push_back({Kind::quiet, {}});
  } else if (name == "times") {
    const std::size_t colon = rest.find(':');
    const int count = std::atoi(std::string(rest.substr(0, colon)).c_str());
    const std::string_view what = rest.substr(colon + 1);
    const std::string key = bytes_of_key(what);
    for (int i = 0; i < count; ++i) happenings.push_back({Kind::bytes, key.empty() ? std::string(what) : key});
  } else {
    problem = "no such happening: " + std::string(name);
    return false;
  }
  return true;
}

bool append_named(std::deque<Happening>& happenings, std::string_view name, std::string& problem) {
  using Kind = Happening::Kind;
  const std::size_t colon = name.find(':');
  if (colon != std::string_view::npos && colon > 2) {
    return append_special(happenings, name.substr(0, colon), name.substr(colon + 1), problem);
  }
  if (name == "quiet" || name == "stopped" || name == "continued" || name == "interrupted") {
    happenings.push_back({name == "quiet"       ? Kind::quiet
                          : name == "stopped"   ? Kind::stopped
                          : name == "continued" ? Kind::continued
                                                : Kind::interrupted,
                          {}});
    return true;
  }
  const std::string bytes = bytes_of_key(name);
  if (bytes.empty()) {
    problem = "no such key: <" + std::string(name) + ">";
    return false;
  }
  happenings.push_back({Kind::bytes, bytes});
  if (name == "esc") happenings.push_back({Kind::quiet, {}});
  return true;
}

std::size_t letter_length(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

void append_text(std::deque<Happening>& happenings, std::string_view text) {
  for (std::size_t at = 0; at < text.size(); at += letter_length(text[at])) {
    happenings.push_back({Happening::Kind::bytes, std::string(text.substr(at, letter_length(text[at])))});
  }
}

}  // namespace

std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      plain += text[i];
      continue;
    }
    const char c = text[++i];
    if (c == 'x' && i + 2 < text.size()) {
      plain += static_cast<char>(std::strtol(std::string(text.substr(i + 1, 2)).c_str(), nullptr, 16));
      i += 2;
      continue;
    }
    plain += c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c == 'e' ? '\x1b' : c;
  }
  return plain;
}

std::string escaped(std::string_view text) {
  std::string line;
  for (const char c : text) line += c == '\n' ? "\\n" : c == '\t' ? "\\t" : c == '\x1b' ? "\\e" : std::string(1, c);
  return line;
}

bool append_happenings(std::deque<Happening>& happenings, std::string_view keys, std::string& problem) {
  for (std::size_t at = 0; at < keys.size();) {
    if (keys[at] == ' ') {
      ++at;
    } else if (keys[at] == '"') {
      const std::size_t end = std::min(keys.find('"', at + 1), keys.size());
      append_text(happenings, keys.substr(at + 1, end - at - 1));
      at = end + 1;
    } else if (keys[at] == '<' && keys.substr(at, 2) != "< ") {
      std::size_t end = keys.substr(at, 5) == "<m->>" ? at + 4 : at + 2;
      while (end < keys.size() && (keys[end] != '>' || keys[end - 1] == '\\')) ++end;
      if (!append_named(happenings, keys.substr(at + 1, end - at - 1), problem)) return false;
      at = end + 1;
    } else {
      const std::size_t end = std::min(keys.find(' ', at), keys.size());
      append_text(happenings, keys.substr(at, end - at));
      at = end;
    }
  }
  return true;
}

bool ScriptedTerminal::enter() {
  screen.feed("\x1b[?2004h\x1b[?7l");  // as a terminal's raw mode does
  return true;
}

void ScriptedTerminal::look() {
  const std::size_t number = happenings.front().number;
  happenings.pop_front();
  if (on_look) on_look(number);
}

bool ScriptedTerminal::has_input() const {
  return at_once_ && !happenings.empty() && happenings.front().kind == Happening::Kind::bytes;
}

Terminal::Event ScriptedTerminal::wait(int, std::string& bytes) {
  while (!happenings.empty() && happenings.front().kind == Happening::Kind::look) look();
  if (happenings.empty()) return Event::end;
  const Happening next = std::move(happenings.front());
  happenings.pop_front();
  switch (next.kind) {
    case Happening::Kind::bytes: bytes += next.bytes; return Event::bytes;
    case Happening::Kind::resize: screen.resize(next.size); return Event::resized;
    case Happening::Kind::stopped: return Event::stopped;
    case Happening::Kind::continued: return Event::continued;
    case Happening::Kind::interrupted: return Event::interrupted;
    case Happening::Kind::news: news = crit::line::News{next.bytes, std::nullopt}; return wait(0, bytes);
    case Happening::Kind::quiet:
    case Happening::Kind::look: break;
  }
  return Event::quiet;
}

}  // namespace line_test
