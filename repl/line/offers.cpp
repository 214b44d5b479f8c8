#include <algorithm>

#include "actions.hpp"
#include "letters.hpp"

namespace crit::line {
namespace {

constexpr std::string_view nothing_here = "there is nothing to offer here";

std::string_view shown_of(const Offer& offer) { return offer.shown.empty() ? offer.insert : offer.shown; }

void take(State& state, const Offer& offer) {
  const Completion& completion = state.menu->completion;
  state.buffer.replace(completion.begin, completion.end, offer.insert);
  state.does = State::Did::completed;
}

// What all offers begin with, in whole characters.
std::string_view common_begin(const std::vector<Offer>& offers) {
  const std::string_view first = offers.front().insert;
  std::size_t length = first.size();
  for (const Offer& offer : offers) {
    const auto parted = std::mismatch(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(length),
                                      offer.insert.begin(), offer.insert.end());
    length = static_cast<std::size_t>(parted.first - first.begin());
  }
  while (length > 0 && length < first.size() && cluster_end(first, cluster_before(first, length)) > length) {
    length = cluster_before(first, length);
  }
  return first.substr(0, length);
}

void choose(State& state, bool forward) {
  Menu& menu = *state.menu;
  const std::size_t count = menu.completion.offers.size();
  if (!menu.chosen) {
    menu.chosen = forward ? 0 : count - 1;
  } else {
    menu.chosen = (*menu.chosen + (forward ? 1 : count - 1)) % count;
  }
}

// Closes the menu; what is chosen in it is taken.
void close(State& state) {
  if (state.menu->chosen) take(state, state.menu->completion.offers[*state.menu->chosen]);
  state.menu.reset();
}

}  // namespace

void complete(State& state, Guide& guide) {
  const Buffer& buffer = state.buffer;
  Completion completion = guide.complete(buffer.text(), buffer.cursor());
  completion.end = std::min(completion.end, buffer.text().size());
  completion.begin = std::min(completion.begin, completion.end);
  if (completion.offers.empty()) {
    state.note = completion.why_none.empty() ? nothing_here : completion.why_none;
    return;
  }
  const std::string_view common = common_begin(completion.offers);
  const bool is_only = completion.offers.size() == 1;
  const std::string_view present =
      std::string_view(buffer.text()).substr(completion.begin, completion.end - completion.begin);
  if (is_only || (common.size() > present.size() && common.substr(0, present.size()) == present)) {
    const std::string insert(common);
    state.buffer.replace(completion.begin, completion.end, insert);
    state.does = State::Did::completed;
    completion.end = completion.begin + insert.size();
  }
  if (is_only) {
    const Offer& offer = completion.offers.front();
    if (!offer.about.empty()) state.note = std::string(shown_of(offer)) + "  " + offer.about;
    return;
  }
  state.menu = Menu{std::move(completion), std::nullopt, state.buffer.text()};
}

bool menu_key(State& state, const Key& key) {
  // The text became another one while it was open, as where vi's `.` repeats a change with a completion in it.
  if (state.menu->of != state.buffer.text()) {
    state.menu.reset();
    return false;
  }
  const std::string name = name_of(key);
  if (name == "<tab>" || name == "<down>" || name == "<c-n>") {
    choose(state, true);
  } else if (name == "<s-tab>" || name == "<up>" || name == "<c-p>") {
    choose(state, false);
  } else if (name == "<esc>" || name == "<c-g>") {
    state.menu.reset();
  } else if (name == "<enter>" && state.menu->chosen) {
    close(state);
  } else {
    close(state);
    return false;
  }
  return true;
}

bool take_suggestion(State& state) {
  if (!state.buffer.is_at_end() || state.suggestion.empty() || state.looked_at != state.buffer.version()) return false;
  state.buffer.insert(state.suggestion);
  return true;
}

bool take_suggested_word(State& state) {
  if (!state.buffer.is_at_end() || state.suggestion.empty() || state.looked_at != state.buffer.version()) return false;
  state.buffer.insert(state.suggestion.substr(0, word_end_after(state.suggestion, 0)));
  return true;
}

}  // namespace crit::line
