// Whether a plain number may be a share of something, as one beside `%` must be.
#pragma once

#include "pass.hpp"

namespace crit {

// The node that a define stands for, and that rounding and the like leave what it is.
const checked::Node& behind(const checked::Node& node, const std::vector<checked::Define>& defines);

class Shares : Pass {
 public:
  explicit Shares(CheckContext& context) : Pass(context) {}

  void add_define(const Node& value);  // the next of Policy::defines
  // The one of the two that lacks the unit of the other; null: neither.
  const Node* unit_forgotten(const Node& left, const Node& right) const;
  void report_forgotten(const Node& plain, const Node& other);

 private:
  enum class Share : std::uint8_t {
    literal,  // numbers written out, and no more
    amount,   // a fact, a field, a count, a score
    ratio,    // a quotient, a percentage
    either,   // a product of both, or what cannot be told
  };
  Share share_of(const Node& node) const;
  Share share_of_first(const std::vector<const Node*>& values) const;

  std::vector<Share> define_shares_;  // of each of Policy::defines
};

}  // namespace crit
