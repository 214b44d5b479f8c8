// The author's words, as messages and decisions quote them.
#pragma once

#include <string>

#include "ast.hpp"
#include "source.hpp"

namespace crit {

class Expansion;

class Quotes {
 public:
  Quotes(const Sources& sources, const ast::File& file, const Expansion& expansion)
      : sources_(sources), file_(file), expansion_(expansion) {}

  std::string written(Span span) const;     // blanks folded, at most a line: for messages
  std::string shown(Span span) const;       // the same as `crit fmt` would space it, without comments: for decisions
  std::string shown_here(Span span) const;  // with what the call at hand gives in the parameters' place
  std::string as_given(const std::string& message) const;

 private:
  std::string with_given(const std::string& text) const;

  const Sources& sources_;
  const ast::File& file_;
  const Expansion& expansion_;
};

}  // namespace crit
