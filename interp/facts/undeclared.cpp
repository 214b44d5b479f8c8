#include "undeclared.hpp"

namespace crit {

namespace {

// Far more fields than an export has; a file of ever new ones has its texts made anew.
constexpr std::size_t most_kept = 4'096;

}  // namespace

const FieldText* FieldTexts::find(const std::string& field) const {
  const auto found = texts_.find(field);
  return found == texts_.end() ? nullptr : &found->second;
}

const FieldText& FieldTexts::keep(const std::string& field, FieldText text) {
  if (texts_.size() >= most_kept) texts_.clear();
  return texts_.insert_or_assign(field, std::move(text)).first->second;
}

UndeclaredFields::Met UndeclaredFields::meet(const std::string& field) {
  const auto [entry, is_new] = numbers_.try_emplace(field, fields_.size());
  if (is_new) fields_.push_back({field, 0, std::nullopt});
  ++fields_[entry->second].times;
  return {entry->second, is_new};
}

}  // namespace crit
