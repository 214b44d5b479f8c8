#include "outlet.hpp"

#include <fmt/format.h>

#include <ostream>

#include "pager.hpp"
#include "system.hpp"

namespace crit::shell {

void Outlet::print(const std::string& text) {
  console_.out.flush();
  command::Context context = console_.context;
  if (size_) {
    const line::Size size = size_();
    context.rows = static_cast<int>(size.rows);
    context.columns = static_cast<int>(size.columns);
  }
  command::Console terminal{console_.in, console_.out, console_.err, context};
  command::Pager pager(terminal, size_ && !context.pager.empty());
  pager.console().out << text;
  if (!pager.finish()) console_.out.flush();
}

std::optional<std::string> Outlet::put(Page& page) {
  if (page.empty()) return std::nullopt;
  if (is_recording()) recorded_ += page.render(Mode::markdown, 0);
  std::string whole = page.render(mode, 0);
  std::optional<std::string> problem;
  if (!once_.empty()) {
    if (const auto why = write_whole(console_.context.cwd / once_, whole, Readers::owner)) problem = fmt::format("`{}` cannot be written: {}", once_, *why);
    once_.clear();
  } else {
    print(!size_ ? whole : page.render(mode, size_().columns));
    last_ = std::move(whole);
  }
  page.clear();
  return problem;
}

void Outlet::put_last() { print(last_); }

std::optional<std::string> Outlet::record_into(std::string file, std::string_view head) {
  if (auto why = write_whole(console_.context.cwd / file, head, Readers::owner)) return why;
  record_ = std::move(file);
  recorded_.clear();
  return std::nullopt;
}

std::optional<std::string> Outlet::record_text(std::string_view markdown) {
  auto why = write_behind(console_.context.cwd / record_, markdown, Readers::owner);
  if (why) end_record();
  return why;
}

}  // namespace crit::shell
