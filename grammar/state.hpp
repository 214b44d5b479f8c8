// What the parse carries along: blanks, places of failure, the tree under construction. Internal to grammar/; no PEGTL.
//
// Blanks. A token eats the blanks after it. Newlines end an entry, except where they are blanks: inside parentheses,
// sets and code lists (`newline_is_blank`), after an operator or separator (the token is `wide`), and before a line
// that starts with an infix keyword (`continues_at`). Every run of blanks that was skipped is remembered by where it
// ended, so that the end of the token before it can be found again.
//
// Failures. Where rules with a label fail, the labels at the furthest byte are kept; they make "expected A, B or C".
// Keywords that were tried are kept for a few places, so that a misspelt one can be named.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics.hpp"
#include "keywords.hpp"
#include "source.hpp"
#include "tree.hpp"

namespace crit {

constexpr std::uint32_t no_match = 0xFFFFFFFFU;
// Deeper than any policy nests (seven is deep), shallow enough for a thread's small stack.
constexpr int limit_depth = 200;

// A syntax error on its way to the nearest rule that can recover.
struct SyntaxError {
  Mistake mistake = Mistake::unexpected;
  Span span;         // where it is shown
  std::uint32_t at;  // where reading stopped: recovery goes on from here
  std::string message;
  std::vector<Label> labels;
  std::vector<std::string> help;
};

struct EntryHead {  // label? text? ":"
  Span label;       // empty: none
  Span text;        // empty: none
  std::uint32_t colon = no_match;
};

class ParseState {
 public:
  ParseState(const Source& source, Diagnostics& diagnostics);

  const Source& source;
  Diagnostics& diagnostics;
  const std::string_view text;

  // ---- characters
  char at(std::uint32_t place) const { return place < text.size() ? text[place] : '\0'; }
  bool at_end(std::uint32_t place) const { return place >= text.size(); }
  bool starts(std::uint32_t place, std::string_view with) const { return text.substr(place, with.size()) == with; }
  std::string_view cut(std::uint32_t begin, std::uint32_t end) const { return text.substr(begin, end - begin); }
  std::uint32_t size() const { return static_cast<std::uint32_t>(text.size()); }
  bool first_on_line(std::uint32_t place) const;
  std::uint32_t column(std::uint32_t place) const;       // bytes from its line's start
  std::uint32_t indentation(std::uint32_t place) const;  // column of the first thing on its line

  // ---- blanks
  std::uint32_t skip_line_blanks(std::uint32_t place) const;  // blanks only
  std::uint32_t skip_wide(std::uint32_t place) const;         // blanks, newlines, comments
  std::uint32_t pad(std::uint32_t place);                     // by the rules above; remembered
  std::uint32_t pad_wide(std::uint32_t place);                // remembered
  std::uint32_t separators(std::uint32_t place);              // newlines, comments and `;`; remembered
  std::uint32_t token_end(std::uint32_t place) const;         // where the token before these blanks ended
  bool continues_at(std::uint32_t place) const;               // the line that starts here goes on with the one before
  bool takes_when() const;                                    // the entry at hand

  // ---- looking ahead (nothing is recorded)
  std::string_view word_at(std::uint32_t place) const;  // letters, digits, _; empty when none starts here
  bool text_begins(std::uint32_t place) const;          // a straight double quote, or one of a word processor
  std::uint32_t text_end(std::uint32_t place) const;    // of a text closed on its line, else no_match
  EntryHead entry_head(std::uint32_t place) const;
  bool operand_follows(std::uint32_t place) const;  // on this line something to work on stands after blanks
  bool item_ahead(std::uint32_t place) const;       // first on its line, and a top-level item by its shape
  bool clause_ahead(std::uint32_t place) const;     // approve or refer, which no block holds
  bool comparison_ahead(std::uint32_t place) const;
  bool window_ahead(std::uint32_t place) const;

  // ---- failures
  // The label outlives the parse.
  void expect(std::uint32_t place, std::string_view label) {
    if (place >= furthest) note_expected(place, label);
  }
  void tried(std::uint32_t place, Key key);
  void tried_flags(std::uint32_t place, std::uint32_t flags);  // any keyword that has one of them
  std::bitset<128> tried_at(std::uint32_t place) const;
  std::uint32_t furthest = 0;
  std::vector<std::string_view> expected;
  // Says what is wrong where the parse cannot go on: complain.cpp.
  SyntaxError complain(std::uint32_t place) const;
  void report(const SyntaxError& error);
  void report_quotes(std::uint32_t place, std::uint32_t end);
  // A brace that the file ends, or the next item begins, without closing: reported once a place.
  void report_unclosed(std::uint32_t place);
  bool unclosed_at(std::uint32_t place) const { return unclosed_at_ == place; }
  // Where to go on after an error at `failed` in something that began at `start`. `item`: at top level.
  std::uint32_t resume_after(std::uint32_t start, std::uint32_t failed, bool item) const;

  // ---- context
  bool newline_is_blank = false;
  bool is_part = false;            // a cell of a file: no comments, and its end is not the file's
  bool is_typed = false;           // an expression by itself: its end is not the file's
  bool ends_too_soon = false;      // the first thing reported is that the text ends
  bool in_block = false;           // of entries: a section's clause at a line's start shows that it is not closed
  bool in_facts = false;           // of declarations: a line that starts with a text goes on with the one before
  bool in_table = false;           // of rows: a line that starts with `<` or `{` is the next one
  bool colon_ends = false;         // the condition of a choose arm: a word and `:` at a line's start is its end
  std::uint32_t entry_column = 0;  // of the innermost entry, clause or item being read
  std::uint32_t entry_start = 0;
  int depth = 0;
  std::vector<std::uint32_t> openers;    // the `{` and `(` that are open
  std::uint32_t suspect = no_match;      // a `{` whose `}` stands further left than its line: probably not its own
  std::uint32_t last_closed = no_match;  // the `}` that ended the last item

  // ---- the tree
  struct Frame {
    std::uint32_t begin;
    std::size_t first_child;
  };
  void open_node(std::uint32_t place) { frames.push_back({place, nodes.size()}); }
  void close_node(Kind kind, std::uint32_t place, bool fold);
  void drop_node() {
    if (nodes.size() > frames.back().first_child) nodes.resize(frames.back().first_child);
    frames.pop_back();
  }
  void add_leaf(Kind kind, std::uint32_t begin, std::uint32_t place);
  std::vector<Frame> frames;
  std::vector<Node> nodes;  // that have no parent yet
  NodeStore kept;           // those that have one

 private:
  struct Tried {
    std::uint32_t place = no_match;
    std::bitset<128> keys;
    std::uint32_t flags = 0;  // all keywords that have one of them
  };
  Tried& tried_slot(std::uint32_t place);
  void note_expected(std::uint32_t place, std::string_view label);

  mutable std::uint32_t word_place_ = no_match;  // of the last word_at …
  mutable std::string_view word_;                // … and what it gave
  struct Blanks {
    std::uint32_t end;
    std::uint32_t begin;
  };
  std::vector<Blanks> blanks_;  // that were skipped, by where they ended

  std::uint32_t note_blanks(std::uint32_t begin, std::uint32_t end);  // gives the end

  std::array<Tried, 8> tried_;
  std::size_t next_tried_ = 0;
  std::set<std::uint32_t> quotes_told_;
  void note_end(std::uint32_t place);
  bool reported_ = false;
  int swallowed_closers_ = 0;  // in texts that were not closed: their `{` are not open for want of care
  std::uint32_t unclosed_at_ = no_match;
};

}  // namespace crit
