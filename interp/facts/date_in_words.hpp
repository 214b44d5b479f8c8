// Dates with their month in letters, for where a person writes one and sees how it was read. Fact files hold none: there
// explain_date() of fact_value.hpp advises what is given here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace crit {

// `13 March 2022`, `Mar 13, 2022`, `13-MAR-2022`, `March 2022` -> `2022-03-13`, `2022-03`. None: the text has no month in letters,
// does not say which day of which year, or names another weekday than that day's.
std::optional<std::string> date_in_words(std::string_view text);

}  // namespace crit
