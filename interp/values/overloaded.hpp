// A visitor of a variant, made of a function for each of its kinds.
#pragma once

namespace crit {

template <typename... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <typename... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

}  // namespace crit
