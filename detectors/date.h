// Dates as people and machines write them, read forward from their first byte. Whether a date is a
// finding (DATE_TIME) or somebody's birth (DATE_OF_BIRTH) is said by what stands around it.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <string_view>

namespace reeve::detectors {

enum class DateForm {
  kNone,
  kPartial,  // "05/21", "5/2021": a date only where a word says so
  kMonth,    // "21-May", "May-2021", "12 March": a month by its name
  kFull,     // "2021-05-21", "21.5.2021", "5/20/21", "12 March 1984"
  kTime      // a full date and a time of day: "2024-03-15T14:30:00Z"
};

struct DateRead {
  DateForm form = DateForm::kNone;
  size_t end = 0;
};

// The longest date that begins at text[pos]; kNone when none does. Says nothing of what stands
// before; what it reads is followed by no letter, digit or further piece of a number.
DateRead ReadDate(std::string_view text, size_t pos);

// The end of a month's name at text[pos] ("March", "Mar", "MÄRZ", "août"), or `pos`. Names of
// English, German, French, Spanish, Italian, Portuguese and Dutch; abbreviations of English.
size_t MonthEnd(std::string_view text, size_t pos);

}  // namespace reeve::detectors
