// Times that come again, as cron writes them: five fields, minute, hour, day of the month, month,
// day of the week, in UTC.
//
//   0 6 * * 1        Mondays at 06:00
//   30 2 1 1,4,7,10 * the first day of each quarter at 02:30
//   */15 8-18 * * *  each quarter of an hour from 08:00 to 18:45
//
// A field is `*`, a number, a range `a-b`, either with a step `/n`, or several of them by comma.
// Sunday is 0 or 7. Where both days are restricted, one of them suffices, as in cron. Names,
// `@daily` and seconds are no part of it.
//
// Thread-safety: immutable.
#pragma once

#include <bitset>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace reeve {

class Cron {
 public:
  // cron.syntax: it is written otherwise, or never comes (30 February).
  static Result<Cron> Parse(std::string_view text);

  // The first such minute after `time`.
  Timestamp NextAfter(Timestamp time) const;

 private:
  Cron() = default;
  bool IsDay(int64_t day) const;  // days since 1970-01-01

  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;    // of the month, from 1
  std::bitset<13> months_;  // from 1
  std::bitset<7> weekdays_;
  bool either_day_ = false;  // both are restricted
};

}  // namespace reeve
