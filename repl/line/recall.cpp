#include <algorithm>
#include <cctype>

#include "actions.hpp"
#include "letters.hpp"

namespace crit::line {
namespace {

std::size_t count_of(const State& state) { return state.history == nullptr ? 0 : state.history->size(); }

bool same_letter(char one, char other) {
  return std::tolower(static_cast<unsigned char>(one)) == std::tolower(static_cast<unsigned char>(other));
}

// Where `wanted` begins in the entry. Small letters stand for capitals, too.
std::size_t find_in(const std::string& entry, const std::string& wanted) {
  const bool is_exact = std::any_of(wanted.begin(), wanted.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (is_exact) return entry.find(wanted);
  const auto found = std::search(entry.begin(), entry.end(), wanted.begin(), wanted.end(), same_letter);
  return found == entry.end() ? std::string::npos : static_cast<std::size_t>(found - entry.begin());
}

void go_to_hit(State& state, std::size_t hit, std::size_t match) {
  show_place(state, hit);
  state.buffer.move_to(match);
  state.search->hit = hit;
  state.search->match = match;
  state.search->length = state.search->wanted.size();
  state.search->failed = false;
}

// The next entry from `from` on, in the search's direction, that holds what is wanted and is not the one shown.
void find_next(State& state, std::optional<std::size_t> from, bool may_stay) {
  Search& search = *state.search;
  if (search.wanted.empty()) return;
  while (from && *from < count_of(state)) {
    const std::string& entry = (*state.history)[*from];
    const std::size_t match = find_in(entry, search.wanted);
    const bool is_same = search.hit && !may_stay && entry == (*state.history)[*search.hit];
    if (match != std::string::npos && !is_same) return go_to_hit(state, *from, match);
    if (search.backward && *from == 0) break;
    from = search.backward ? *from - 1 : *from + 1;
  }
  search.failed = true;
}

std::optional<std::size_t> newest(const State& state) {
  if (count_of(state) == 0) return std::nullopt;
  return count_of(state) - 1;
}

// Where a search for something new looks first.
std::optional<std::size_t> start_of(const State& state) {
  return state.search->backward && state.search->place_before ? state.search->place_before : newest(state);
}

// From the start of the search, with what is wanted now.
void find_anew(State& state) {
  Search& search = *state.search;
  search.hit.reset();
  search.failed = false;
  if (search.wanted.empty()) {
    show_place(state, search.place_before);
    state.buffer.move_to(search.cursor_before);
    return;
  }
  find_next(state, start_of(state), true);
  if (!search.hit) {
    show_place(state, search.place_before);
    state.buffer.move_to(search.cursor_before);
  }
}

void end_search(State& state) {
  if (!state.search->wanted.empty()) state.last_wanted = state.search->wanted;
  state.search.reset();
}

void cancel_search(State& state) {
  show_place(state, state.search->place_before);
  state.buffer.move_to(state.search->cursor_before);
  state.search.reset();
}

}  // namespace

void show_place(State& state, std::optional<std::size_t> place) {
  if (place == state.place) return;
  state.buffer.end_group();
  if (!state.place) {
    state.draft = std::move(state.buffer);
  } else if (state.buffer.text() != (*state.history)[*state.place]) {
    state.edited[*state.place] = std::move(state.buffer);
  } else {
    state.edited.erase(*state.place);
  }
  state.place = place;
  state.looked_at.reset();
  if (!place) {
    state.buffer = std::move(state.draft);
    state.draft = {};
    return;
  }
  const auto changed = state.edited.find(*place);
  if (changed != state.edited.end()) {
    state.buffer = changed->second;
  } else {
    state.buffer = {};
    state.buffer.reset((*state.history)[*place]);
  }
  state.buffer.move_to(state.buffer.text().size());
}

bool older_entry(State& state) {
  const std::size_t here = state.place.value_or(count_of(state));
  if (here == 0) return false;
  show_place(state, here - 1);
  return true;
}

bool newer_entry(State& state) {
  if (!state.place) {
    if (!state.followed || *state.followed + 1 >= count_of(state)) return false;
    show_place(state, *state.followed + 1);
    return true;
  }
  show_place(state, *state.place + 1 < count_of(state) ? std::optional(*state.place + 1) : std::nullopt);
  return true;
}

void begin_search(State& state, bool backward) {
  state.search.emplace();
  state.search->backward = backward;
  state.search->cursor_before = state.buffer.cursor();
  state.search->place_before = state.place;
}

void search_again(State& state, bool backward) {
  Search& search = *state.search;
  search.backward = backward;
  const std::optional<std::size_t> here = search.hit ? search.hit : search.place_before;
  if (backward) {
    find_next(state, !here ? newest(state) : *here == 0 ? std::nullopt : std::optional(*here - 1), false);
  } else {
    find_next(state, here ? std::optional(*here + 1) : std::nullopt, false);
  }
}

bool search_key(State& state, const Key& key) {
  Search& search = *state.search;
  const std::string name = name_of(key);
  if (name == "<c-r>" || name == "<c-s>") {
    search_again(state, name == "<c-r>");
  } else if (name == "<c-g>") {
    cancel_search(state);
  } else if (key.code == Key::Code::backspace && !search.wanted.empty()) {
    search.wanted.erase(cluster_before(search.wanted, search.wanted.size()));
    find_anew(state);
  } else if (key.code == Key::Code::paste || (key.code == Key::Code::text && !key.ctrl && !key.alt)) {
    search.wanted += key.text;
    find_next(state, search.hit ? search.hit : start_of(state), true);
  } else if (key.code == Key::Code::enter || key.code == Key::Code::escape) {
    end_search(state);
  } else if (key.code != Key::Code::backspace) {
    end_search(state);
    return false;
  }
  return true;
}

}  // namespace crit::line
