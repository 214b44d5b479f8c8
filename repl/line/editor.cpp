#include "editor.hpp"

#include <iterator>
#include <utility>

namespace crit::line {
namespace {

// An escape sequence's bytes come together: after so many milliseconds without one, ESC was the key.
constexpr int escape_wait = 50;
constexpr int news_wait = 500;

// For answers to questions.
class NoGuide : public Guide {
 public:
  bool is_whole(std::string_view) override { return true; }
  std::vector<Mark> marks(std::string_view) override { return {}; }
  Completion complete(std::string_view, std::size_t cursor) override {
    return {cursor, cursor, {}, "this is the answer to a question; nothing completes it"};
  }
  std::string suggest(std::string_view) override { return {}; }
  std::string kept_in_history(std::string_view) override { return {}; }
};

// Raw mode, or a dumb terminal's, as long as an entry is read.
class RawMode {
 public:
  explicit RawMode(Terminal& terminal) : terminal_(terminal), is_on_(terminal.enter()) {}
  ~RawMode() { terminal_.leave(); }
  RawMode(const RawMode&) = delete;
  RawMode& operator=(const RawMode&) = delete;
  bool is_on() const { return is_on_; }

 private:
  Terminal& terminal_;
  bool is_on_;
};

}  // namespace

void Editor::print(std::string_view text) {
  if (text.empty()) return;
  terminal_.write(text);
  is_at_line_begin_ = text.back() == '\n';
}

void Editor::forget() {
  history_.forget();
  last_ = {};
  followed_.reset();
}

Outcome Editor::read(const Prompt& prompt) {
  if (terminal_.kind() != Terminal::Kind::full) {
    Outcome outcome = read_lines(prompt, guide_);
    const bool is_typed = terminal_.kind() == Terminal::Kind::dumb && outcome.kind == Outcome::entry;
    if (is_typed) history_.add(outcome.text, guide_.kept_in_history(outcome.text));
    return outcome;
  }
  State state;
  state.prompt = prompt;
  state.keys = options_.keys;
  state.history = &history_.entries();
  state.followed = followed_;
  state.killed = std::move(last_.killed);
  state.last_wanted = std::move(last_.last_wanted);
  state.vi.last_change = std::move(last_.vi.last_change);
  state.vi.last_find = std::move(last_.vi.last_find);
  return edit(std::move(state), guide_);
}

Outcome Editor::ask(const Prompt& prompt) {
  NoGuide no_guide;
  if (terminal_.kind() != Terminal::Kind::full) return read_lines(prompt, no_guide);
  State state;
  state.prompt = prompt;
  state.keys = options_.keys;
  return edit(std::move(state), no_guide);
}

Outcome Editor::read_lines(const Prompt& prompt, Guide& guide) {
  const bool has_prompts = terminal_.kind() == Terminal::Kind::dumb;
  std::optional<RawMode> mode;
  if (has_prompts) mode.emplace(terminal_);  // before the prompt: ^C may come at once
  std::string entry, line;
  for (bool is_first = true;; is_first = false) {
    if (has_prompts) terminal_.write(is_first ? prompt.text : prompt.more);
    switch (terminal_.read_line(line)) {
      case Terminal::Line::interrupted: terminal_.write("\n"); return {Outcome::interrupted, std::move(entry)};
      case Terminal::Line::end:
        if (is_first) return {Outcome::end_of_input, {}};
        return {Outcome::entry, std::move(entry)};
      case Terminal::Line::read: break;
    }
    if (!is_first) entry += '\n';
    entry += line;
    if (guide.is_whole(entry)) return {Outcome::entry, std::move(entry)};
  }
}

// Every key that is there is taken before anything is drawn.
Outcome Editor::edit(State state, Guide& guide) {
  const RawMode raw(terminal_);
  if (!raw.is_on()) return read_lines(state.prompt, guide);
  if (!is_at_line_begin_) terminal_.write("\r\n");
  shown_ = {};
  bool is_over = false;
  while (!is_over) {
    if (take_keys(state, guide)) return finish(state, guide);
    if (!terminal_.has_input()) show(state, guide);
    is_over = take_event(state, guide);
  }
  if (!take_keys(state, guide)) state.ending = Ending::end_of_input;
  return finish(state, guide);
}

bool Editor::take_keys(State& state, Guide& guide) {
  while (!typed_ahead_.empty()) {
    const Key key = std::move(typed_ahead_.front());
    typed_ahead_.pop_front();
    state = step(std::move(state), key, guide);
    switch (state.ending) {
      case Ending::none: break;
      case Ending::suspend: pause(state, guide); break;
      case Ending::clear_screen:
        terminal_.write("\x1b[H\x1b[2J");
        shown_ = {};
        break;
      case Ending::entry:
      case Ending::end_of_input:
      case Ending::interrupted: return true;
    }
  }
  return false;
}

bool Editor::take_event(State& state, Guide& guide) {
  const auto take = [&](std::vector<Key> keys) {
    typed_ahead_.insert(typed_ahead_.end(), std::move_iterator(keys.begin()), std::move_iterator(keys.end()));
  };
  std::string bytes;
  const bool is_amid_key = decoder_.is_amid_key();
  switch (terminal_.wait(is_amid_key ? escape_wait : options_.news ? news_wait : -1, bytes)) {
    case Terminal::Event::bytes: take(decoder_.feed(bytes)); break;
    case Terminal::Event::quiet:
      if (is_amid_key) {
        take(decoder_.end_of_burst());
      } else {
        for (bool goes_on = static_cast<bool>(options_.news); goes_on;) {
          const std::optional<News> news = options_.news();
          if (news) show_news(*news, state);
          goes_on = news && news->goes_on;
        }
      }
      break;
    case Terminal::Event::resized: {
      const Size size = terminal_.size();
      if (size == size_) break;
      const bool is_wrapped = terminal_.reflows() && size.columns < size_.columns;
      terminal_.write(take_away(shown_, size.columns, is_wrapped));
      shown_ = {};
      break;
    }
    case Terminal::Event::stopped: pause(state, guide); break;
    case Terminal::Event::continued: shown_ = {}; break;
    case Terminal::Event::interrupted: take({{Key::Code::text, "c", true}}); break;
    case Terminal::Event::end: take(decoder_.end_of_input()); return true;
  }
  return false;
}

void Editor::show(State& state, Guide& guide) {
  state = look(std::move(state), guide);
  size_ = terminal_.size();
  Picture next = draw(state, size_);
  const std::string bytes = paint(shown_, next, options_.theme);
  if (!bytes.empty()) terminal_.write(bytes);
  shown_ = std::move(next);
}

void Editor::show_news(const News& news, State& state) {
  if (news.prompt) state.prompt = *news.prompt;
  if (news.text.empty()) return;
  // Its lines may be longer than the screen's.
  terminal_.write(take_away(shown_, size_.columns, false) + "\x1b[?7h" + news.text +
                  (news.text.back() == '\n' ? "" : "\n") + "\x1b[?7l");
  shown_ = {};
}

// ^Z: the terminal as it was before; then all as it is now.
void Editor::pause(State& state, Guide& guide) {
  state.menu.reset();
  state.note.clear();
  show(state, guide);
  terminal_.write(leave(shown_));
  terminal_.leave();
  terminal_.suspend();
  terminal_.enter();
  state.ending = Ending::none;
  shown_ = {};
}

// The entry stays on the screen as it was read, without what was only offered, and the cursor below it.
Outcome Editor::finish(State& state, Guide& guide) {
  state.menu.reset();
  state.search.reset();
  state.note.clear();
  state.vi.is_normal = false;
  state.buffer.move_to(state.buffer.text().size());
  show(state, guide);
  if (state.ending == Ending::interrupted) terminal_.write("^C");
  terminal_.write(leave(shown_));
  is_at_line_begin_ = true;
  shown_ = {};
  Outcome outcome{Outcome::entry, state.buffer.text()};
  if (state.ending == Ending::interrupted) outcome.kind = Outcome::interrupted;
  if (state.ending == Ending::end_of_input) outcome = {Outcome::end_of_input, {}};
  if (state.history == nullptr) return outcome;
  if (outcome.kind == Outcome::entry) {
    followed_ = state.place;
    history_.add(outcome.text, guide.kept_in_history(outcome.text));
  }
  last_ = std::move(state);
  last_.history = nullptr;
  return outcome;
}

}  // namespace crit::line
