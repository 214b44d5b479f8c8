// What keys do to a state, for step.cpp and vi.cpp. Not for a shell.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "state.hpp"

namespace crit::line {

// ---- moves.cpp: places in a text, and what is cut and put back there -----------------------------------------------
using Span = std::pair<std::size_t, std::size_t>;  // half-open

std::size_t word_begin_before(std::string_view text, std::size_t at);  // words: letters, digits and `_`
std::size_t word_end_after(std::string_view text, std::size_t at);
std::size_t blank_before(std::string_view text, std::size_t at);  // the begin of what stands between blanks
// The place in the line above or below with as many characters before it; none: there is no such line.
std::optional<std::size_t> place_above(const Buffer& buffer, std::size_t at);
std::optional<std::size_t> place_below(const Buffer& buffer, std::size_t at);

// Cuts into the kill ring; cuts that follow one another are one text there.
void kill(State& state, Span span, bool is_forward);
void push_killed(State& state, std::string text);

// ---- recall.cpp: the history ---------------------------------------------------------------------------------------
void show_place(State& state, std::optional<std::size_t> place);
bool older_entry(State& state);
bool newer_entry(State& state);
void begin_search(State& state, bool backward);
// False: the search is over, and the key is yet to be done.
bool search_key(State& state, const Key& key);
void search_again(State& state, bool backward);

// ---- offers.cpp: completion ----------------------------------------------------------------------------------------
void complete(State& state, Guide& guide);
bool menu_key(State& state, const Key& key);  // false: the key is yet to be done
// Takes what is grey; a word of it.
bool take_suggestion(State& state);
bool take_suggested_word(State& state);

// ---- step.cpp ------------------------------------------------------------------------------------------------------
void on_enter(State& state, Guide& guide);
void emacs_key(State& state, const Key& key, Guide& guide);

// ---- vi.cpp --------------------------------------------------------------------------------------------------------
void vi_key(State& state, const Key& key, Guide& guide);

}  // namespace crit::line
