#include "reason.hpp"

#include <algorithm>
#include <functional>

namespace crit {
namespace {

std::vector<std::pair<std::string_view, std::string_view>> named(std::string_view written) {
  std::vector<std::pair<std::string_view, std::string_view>> arguments;
  while (!written.empty()) {
    const std::size_t end = std::min(written.find(", "), written.size());
    const std::string_view one = written.substr(0, end);
    const std::size_t colon = one.find(": ");
    arguments.emplace_back(one.substr(0, colon), one.substr(colon + 2));
    written.remove_prefix(std::min(end + 2, written.size()));
  }
  return arguments;
}

void mix(std::size_t& hash, std::size_t part) { hash = hash * 1000003U + part; }

void mix(std::size_t& hash, const Argument& argument) {
  mix(hash, argument.value.index());
  if (const auto* count = std::get_if<Count>(&argument.value)) mix(hash, count->number);
  if (const auto* date = std::get_if<Date>(&argument.value))
    mix(hash, static_cast<std::size_t>(date->first) * 31 + static_cast<std::size_t>(date->last));
  if (const auto* kinds = std::get_if<SourceKinds>(&argument.value)) mix(hash, kinds->mask);
  if (const auto* reason = std::get_if<const Reason*>(&argument.value)) mix(hash, std::hash<const Reason*>{}(*reason));
  if (const auto* text = std::get_if<std::string>(&argument.value)) mix(hash, std::hash<std::string>{}(*text));
  if (const auto* list = std::get_if<Argument::List>(&argument.value)) {
    for (const Argument& one : *list) mix(hash, one);
  }
}

}  // namespace

bool operator==(const Argument& left, const Argument& right) { return left.value == right.value; }

std::size_t ReasonHash::operator()(const Reason& reason) const {
  auto hash = static_cast<std::size_t>(reason.code);
  for (const Argument& argument : reason.arguments) mix(hash, argument);
  return hash;
}

const std::vector<ReasonInfo>& all_reasons() {
  static const std::vector<ReasonInfo> all = {
#define REASON(enumerator, code, arguments, about, sentence) \
  {code, named(arguments), arguments, ReasonAbout::about, sentence},
#include "reasons.def"
#undef REASON
  };
  return all;
}

const ReasonInfo& info(ReasonCode code) { return all_reasons()[static_cast<std::size_t>(code)]; }

const Argument& argument(const Reason& reason, std::string_view name) {
  const auto& names = info(reason.code).arguments;
  const auto place = std::find_if(names.begin(), names.end(), [&](const auto& one) { return one.first == name; });
  return reason.arguments[static_cast<std::size_t>(place - names.begin())];
}

const Reason* said_before(const Reason& reason) {
  return info(reason.code).about == ReasonAbout::reason ? std::get<const Reason*>(argument(reason, "reason").value)
                                                        : nullptr;
}

bool is_about_source(const Reason& reason) {
  const Reason* before = said_before(reason);
  return before != nullptr ? is_about_source(*before) : info(reason.code).about == ReasonAbout::source;
}

bool holds(const Reason& more, const Reason& less) {
  if (more == less) return true;
  const Reason* before = said_before(more);
  return before != nullptr && holds(*before, less);
}

}  // namespace crit
