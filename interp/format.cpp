// crit/format.hpp: the formatter of grammar/ for hosts.
#include "crit/format.hpp"

#include <optional>
#include <utility>

#include "diagnostics.hpp"
#include "format.hpp"
#include "source.hpp"

namespace crit {

Result<std::string> format(const SourceText& text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  const Source source(text.name, text.text);
  Diagnostics found(text.name);
  std::optional<std::string> made = format_source(source, found);
  if (!made) return Result<std::string>::failure(found.take_sorted());
  if (text.text.starts_with(byte_order_mark)) made->insert(0, byte_order_mark);
  return Result<std::string>(std::move(*made));
}

}  // namespace crit
