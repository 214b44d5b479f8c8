// A file whose words can be read with the blanks that the formatter would put between them. What crit quotes of a
// policy, such as the condition of a criterion, is quoted so: it reads the same before `crit fmt` and after it. Lays
// nothing out: that is format.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "source.hpp"
#include "tree.hpp"

namespace crit {

class Spacing {
 public:
  // Precondition: the tree is the source's, and no mistake was found in it.
  Spacing(const Source& source, Tree tree) : base_(source.base()), tree_(std::move(tree)) {}

  // What stands in the span, on one line and without comments; what a line's end parts, `; ` parts. None: the span begins or
  // ends inside a word. The source is the one that this was made of.
  std::optional<std::string> text(const Source& source, Span span) const;

  std::uint32_t base() const { return base_; }  // of the source

 private:
  std::uint32_t base_;
  Tree tree_;
};

// Of the files of one policy, in the order of their bases: the one that the byte stands in. Null where that file has none.
const Spacing* spacing_at(const std::vector<Spacing>& spacings, const Source& source);

}  // namespace crit
