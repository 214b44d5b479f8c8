// What a name means where it stands.
#pragma once

#include "pass.hpp"

namespace crit {

class Names : Pass {
 public:
  explicit Names(CheckContext& context) : Pass(context) {}

  NodePtr name(const ast::NamePath& path, Span span, const Type* expected = nullptr);
  Symbol find_in(std::uint32_t environment, const std::string& path) const;
  std::string other_module(const std::string& path) const;  // advice: which module that is not used declares it
  NodePtr unknown_name(const std::string& path, Span span);
  NodePtr unknown_field(const ListSlot& list, const std::string& item, const std::string& field, Span span);
  NodePtr item_name(const std::string& path, Span span, bool& handled);
  bool item_visible() const;  // some query's item can be named here

 private:
  NodePtr item_field(std::uint32_t depth, bool second, std::uint32_t field, Span span);
  std::vector<std::string> known_names() const;
};

}  // namespace crit
