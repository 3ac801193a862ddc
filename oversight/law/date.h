// Days of the calendar, as laws name them: "2027-12-02". No time of day, no time zone.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace reeve::oversight::law {

using Date = std::chrono::sys_days;

// Reads exactly YYYY-MM-DD, a day that exists. Nothing otherwise.
std::optional<Date> ParseDate(std::string_view text);
std::string FormatDate(Date date);

}  // namespace reeve::oversight::law
