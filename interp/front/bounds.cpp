#include "bounds.hpp"

#include <fmt/format.h>

namespace crit {
namespace {

constexpr std::size_t max_criteria = 100'000;  // defines are copied: this bounds what a small file can ask for
constexpr std::size_t max_copied = 4'000'000;  // bytes of such copies, for what makes no criteria of its own

}  // namespace

std::uint32_t Bounds::add_criterion(Span span) {
  if (policy_.criteria < max_criteria) return policy_.criteria++;
  too_many(span);
  return 0;
}

void Bounds::too_many(Span span) {
  if (!too_many_) {
    report(Mistake::too_many_criteria, span,
           fmt::format("this policy has more than {} criteria, counting those copied from defines", max_criteria),
           "split the policy; a define that stands for a block is copied wherever it is used");
  }
  too_many_ = true;
}

bool Bounds::copies_too_much(const ast::Expr& define, Span span) {
  copied_ += define.span.end - define.span.begin;
  if (copied_ <= max_copied) return false;
  if (!too_many_) {
    report(Mistake::too_many_criteria, span,
           "the defines of this policy, each copied where it is used, come to more than crit reads",
           "a define that stands for a block is copied wherever it is used; let fewer of them use one another");
  }
  return too_many_ = true;
}

void Bounds::too_deep(Span span, std::string message, std::string help) {
  if (!too_deep_) report(Mistake::too_deep, span, std::move(message), std::move(help));
  too_deep_ = true;
}

}  // namespace crit
