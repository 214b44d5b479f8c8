// The words of a file with the blanks that the formatter would put between them. What crit quotes of a policy, such as the
// condition of a criterion, is quoted so: it reads the same before `crit fmt` and after it. Lays nothing out: that is format.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "source.hpp"

namespace crit {

struct Tree;

class Spacing {
 public:
  Spacing() = default;
  // Precondition: the tree is the source's, and no mistake was found in it. Neither needs to outlive what is made.
  Spacing(const Source& source, const Tree& tree);

  // What stands in the span, on one line and without comments; what a line's end parts, `; ` parts. None: the span begins or
  // ends inside a word. The source is the one that this was made of.
  std::optional<std::string> text(const Source& source, Span span) const;

  std::uint32_t base() const { return base_; }  // of the source

 private:
  struct Word {
    std::uint32_t begin;  // bytes of the file
    std::uint32_t end;
    enum class Before : std::uint8_t { nothing, blank, parting } before;  // between it and the word on its left
  };

  std::uint32_t base_ = 0;
  std::vector<Word> words_;
};

// Of the files of one policy, in the order of their bases: the one that the byte stands in. Null where that file has none.
const Spacing* spacing_at(const std::vector<Spacing>& spacings, const Source& source);

}  // namespace crit
