// Times as a person types and reads them.
#pragma once

#include <string>

#include "base/clock.h"

namespace reeve::cli {

// A date is its first moment, and 14d is in so many days. What is neither goes to the server as it
// is, which says what is wrong with it.
std::string TypedTime(const std::string& typed);

// "2026-12-31 00:00": a person needs no more of it.
std::string MinuteOf(const std::string& time);

// "34 days", "5 hours", "20 minutes"; nothing of what is over.
std::string TimeLeft(const std::string& until, Timestamp now);

// Of what a person types for a time that has passed: "now", "90m" (so long ago), "2026-11-27" (its
// first moment, UTC); otherwise as TypedTime.
std::string PastTimeOf(const std::string& typed, Timestamp now);

}  // namespace reeve::cli
