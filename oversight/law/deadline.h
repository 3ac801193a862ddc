// By when a serious incident is to be reported, by the limits of a law table (Art. 73 of the EU AI
// Act).
//
// A limit is a number of calendar days from awareness. Two days are given for each: the calendar
// day, which is safe, and the outer day that Regulation (EEC, Euratom) No 1182/71 may extend it to:
// the day of awareness does not count (Art. 3(1)), a period that ends on a Saturday, a Sunday or a
// public holiday ends with the next working day (Art. 3(4)), and a period of two days or more has
// at least two working days (Art. 3(5)). Public holidays are those that the caller names: they are
// the Member State's, and can only move the outer day further. Whether that Regulation applies is
// not settled: nobody should plan for the outer day.
//
// A limit that an unknown fact could bring counts, for the shortest that could apply is the safe
// one. No legal advice.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "oversight/law/evaluation.h"
#include "oversight/law/facts.h"

namespace reeve::oversight::law {

// A moment where people are: its calendar day counts, not that of UTC.
struct Awareness {
  std::string written;  // as it was typed
  Date day{};
  std::chrono::seconds of_day{0};
  bool has_time = false;
  std::string offset;  // "Z", "+01:00"; empty where only a day was given
};

// "2026-11-27", "2026-11-27T16:30:00+01:00", "2026-11-27T15:30Z". law.time
Result<Awareness> ParseAwareness(std::string_view text);

struct DatedLimit {
  std::string id;
  std::vector<std::string> articles;
  std::string text;
  int days = 0;
  std::string applies;  // "yes", "unknown", "not stated"
  Date due{};
  Date outer{};
};

struct IncidentDeadline {
  std::string table;
  std::string version;
  std::string notice;
  Awareness aware;
  std::vector<DatedLimit> limits;    // that apply, or could, the shortest first
  std::optional<DatedLimit> chosen;  // the shortest of those that count
  std::vector<std::string> reasons;
  // Rules by which no report is due under this law, with their articles and questions.
  std::vector<std::pair<std::string, std::string>> exclusions;
  std::vector<std::string> notes;
};

// The last day of a period of `days` days from awareness by Regulation 1182/71.
Date OuterDay(Date aware, int days, const std::vector<Date>& holidays = {});

// law.no_limits: the table has none.
Result<IncidentDeadline> DeadlineOf(const Table& table, const Facts& facts, const Awareness& aware,
                                    Absent absent = Absent::kNo,
                                    const std::vector<Date>& holidays = {});

json::Object ToJson(const IncidentDeadline& deadline);

}  // namespace reeve::oversight::law
