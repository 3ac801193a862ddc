#include "oversight/law/deadline.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace reeve::oversight::law {
namespace {

using std::chrono::days;

bool IsWorkingDay(Date day, const std::vector<Date>& holidays) {
  const std::chrono::weekday weekday(day);
  return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday &&
         std::find(holidays.begin(), holidays.end(), day) == holidays.end();
}

Error WrongTime(std::string_view text) {
  return {"law.time", "`" + std::string(text.substr(0, 64)) +
                          "` is no time; write 2026-11-27, or 2026-11-27T16:30:00+01:00"};
}

// Takes two digits of at most `most`, and the mark before them where there is one.
bool TakeTwo(std::string_view* text, std::string_view mark, int most, int* out) {
  if (!text->starts_with(mark) || text->size() < mark.size() + 2) return false;
  const std::string_view digits = text->substr(mark.size(), 2);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + 2, *out);
  if (error != std::errc() || end != digits.data() + 2 || *out < 0 || *out > most) return false;
  text->remove_prefix(mark.size() + 2);
  return true;
}

bool TakeFraction(std::string_view* text) {
  if (!text->starts_with(".")) return true;
  text->remove_prefix(1);
  const size_t digits = std::min(text->find_first_not_of("0123456789"), text->size());
  text->remove_prefix(digits);
  return digits > 0;
}

bool IsOffset(std::string_view text) {
  if (text == "Z") return true;
  if (!text.starts_with("+") && !text.starts_with("-")) return false;
  text.remove_prefix(1);
  constexpr int kMostHours = 14;
  constexpr int kMostMinutes = 59;
  int part = 0;
  return TakeTwo(&text, "", kMostHours, &part) && TakeTwo(&text, ":", kMostMinutes, &part) &&
         text.empty();
}

std::string Moment(const Awareness& aware, int after) {
  const int64_t seconds = aware.of_day.count();
  const auto two = [](int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return FormatDate(aware.day + days(after)) + "T" + two(seconds / 3600) + ":" +
         two(seconds / 60 % 60) + ":" + two(seconds % 60) + aware.offset;
}

DatedLimit Dated(const ReportLimit& limit, const Awareness& aware, std::string applies,
                 const std::vector<Date>& holidays) {
  return {limit.id,
          limit.articles,
          limit.text,
          limit.days,
          std::move(applies),
          aware.day + days(limit.days),
          OuterDay(aware.day, limit.days, holidays)};
}

// "yes", "unknown", "not stated"; empty where it does not apply.
std::string Applies(Answer stated, Answer possible) {
  if (stated == Answer::kYes) return "yes";
  if (stated == Answer::kUnknown) return "unknown";
  return possible == Answer::kNo ? "" : "not stated";
}

void Choose(IncidentDeadline* out) {
  std::stable_sort(out->limits.begin(), out->limits.end(),
                   [](const DatedLimit& a, const DatedLimit& b) { return a.days < b.days; });
  const auto counts = [](const DatedLimit& limit) { return limit.applies != "not stated"; };
  auto found = std::find_if(out->limits.begin(), out->limits.end(), counts);
  if (found == out->limits.end()) {
    if (out->limits.empty()) {
      out->reasons.push_back("by what is stated no limit applies");
      return;
    }
    found = out->limits.begin();
    out->reasons.push_back(
        "nothing stated says which kind of incident it is, so the shortest limit that could apply "
        "is the safe one");
  } else if (found->applies == "unknown") {
    out->reasons.push_back("whether `" + found->id +
                           "` applies is unknown; the shortest limit that could apply is the safe "
                           "one");
  }
  out->chosen = *found;
  for (const DatedLimit& limit : out->limits) {
    if (limit.days >= found->days || limit.applies != "not stated") continue;
    out->reasons.push_back("not stated, and shorter if it is so: `" + limit.id + "`, " +
                           std::to_string(limit.days) + " days");
  }
}

json::Object LimitJson(const DatedLimit& limit, const Awareness& aware) {
  json::Array articles(limit.articles.begin(), limit.articles.end());
  json::Object out{{"id", limit.id},
                   {"articles", std::move(articles)},
                   {"text", limit.text},
                   {"days", limit.days},
                   {"applies", limit.applies},
                   {"due", FormatDate(limit.due)},
                   {"may_extend_to", FormatDate(limit.outer)}};
  if (aware.has_time) out.Add("due_at", Moment(aware, limit.days));
  return out;
}

}  // namespace

Result<Awareness> ParseAwareness(std::string_view text) {
  constexpr size_t kDayLength = 10;
  const auto day = ParseDate(text.substr(0, kDayLength));
  if (!day) return WrongTime(text);
  Awareness out;
  out.written = std::string(text);
  out.day = *day;
  if (text.size() == kDayLength) return out;
  constexpr int kMostHours = 23;
  constexpr int kMostMinutes = 59;
  constexpr int kMostSeconds = 60;
  std::string_view rest = text.substr(kDayLength);
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  if (!TakeTwo(&rest, "T", kMostHours, &hours) || !TakeTwo(&rest, ":", kMostMinutes, &minutes)) {
    return WrongTime(text);
  }
  if (rest.starts_with(":") && !TakeTwo(&rest, ":", kMostSeconds, &seconds)) return WrongTime(text);
  if (!TakeFraction(&rest) || !IsOffset(rest)) return WrongTime(text);
  out.of_day = std::chrono::hours(hours) + std::chrono::minutes(minutes) +
               std::chrono::seconds(std::min(seconds, kMostMinutes));
  out.has_time = true;
  out.offset = std::string(rest);
  return out;
}

Date OuterDay(Date aware, int count, const std::vector<Date>& holidays) {
  Date last = aware + days(count);
  while (!IsWorkingDay(last, holidays)) last += days(1);
  constexpr int kLeastWorkingDays = 2;
  if (count < kLeastWorkingDays) return last;
  int working = 0;
  for (Date day = aware + days(1); day <= last; day += days(1))
    working += IsWorkingDay(day, holidays) ? 1 : 0;
  while (working < kLeastWorkingDays) {
    last += days(1);
    working += IsWorkingDay(last, holidays) ? 1 : 0;
  }
  return last;
}

Result<IncidentDeadline> DeadlineOf(const Table& table, const Facts& facts, const Awareness& aware,
                                    Absent absent, const std::vector<Date>& holidays) {
  if (!table.incidents) {
    return Error{"law.no_limits", "the law table `" + table.id + "` has no limits for incidents"};
  }
  IncidentDeadline out;
  out.table = table.id;
  out.version = table.version;
  out.notice = table.notice;
  out.aware = aware;
  out.notes = table.incidents->notes;
  Evaluation stated(table, facts, absent, std::nullopt);
  Evaluation possible(table, facts, Absent::kUnknown, std::nullopt);
  for (const ReportLimit& limit : table.incidents->limits) {
    std::string applies = Applies(stated.Rule(limit.rule).fires, possible.Rule(limit.rule).fires);
    if (!applies.empty()) out.limits.push_back(Dated(limit, aware, std::move(applies), holidays));
  }
  for (const size_t rule : table.incidents->exclusions) {
    if (stated.Rule(rule).fires != Answer::kYes) continue;
    const Rule& excluded = table.RuleAt(rule);
    out.exclusions.emplace_back(excluded.id, excluded.articles.front() + ": " + excluded.question);
  }
  if (!out.exclusions.empty()) {
    out.limits.clear();
    out.reasons.push_back("no report is due under this law; its sector's law has its own");
    return out;
  }
  Choose(&out);
  return out;
}

json::Object ToJson(const IncidentDeadline& deadline) {
  json::Array limits;
  for (const DatedLimit& limit : deadline.limits) {
    limits.emplace_back(LimitJson(limit, deadline.aware));
  }
  json::Array exclusions;
  for (const auto& [id, text] : deadline.exclusions) {
    exclusions.emplace_back(json::Object{{"id", id}, {"text", text}});
  }
  json::Object out{{"aware", deadline.aware.written}};
  const bool due = deadline.chosen.has_value();
  out.Add("deadline", due ? json::Value(FormatDate(deadline.chosen->due)) : json::Value(nullptr));
  out.Add("days", due ? json::Value(deadline.chosen->days) : json::Value(nullptr));
  out.Add("rule", due ? json::Value(deadline.chosen->id) : json::Value(nullptr));
  out.Add("outer_limit",
          due ? json::Value(FormatDate(deadline.chosen->outer)) : json::Value(nullptr));
  out.Add("certain", due && deadline.chosen->applies == "yes");
  out.Add("reasons", json::Array(deadline.reasons.begin(), deadline.reasons.end()));
  out.Add("limits", std::move(limits));
  out.Add("exclusions", std::move(exclusions));
  out.Add("partial_report", true);
  out.Add("notes", json::Array(deadline.notes.begin(), deadline.notes.end()));
  out.Add("table", json::Object{{"id", deadline.table}, {"version", deadline.version}});
  out.Add("notice", deadline.notice);
  return out;
}

}  // namespace reeve::oversight::law
