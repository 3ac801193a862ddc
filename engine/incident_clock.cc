#include "engine/incident_clock.h"

#include <set>

#include "oversight/law/deadline.h"

namespace reeve::engine {
namespace {

namespace law = oversight::law;
using oversight::IncidentCategory;

constexpr std::chrono::hours kDay{24};

std::string_view LetterOf(IncidentCategory category) {
  switch (category) {
    case IncidentCategory::kDeath:
    case IncidentCategory::kHealth:
      return "a";
    case IncidentCategory::kCriticalInfrastructure:
      return "b";
    case IncidentCategory::kFundamentalRights:
      return "c";
    case IncidentCategory::kPropertyOrEnvironment:
      return "d";
    case IncidentCategory::kWidespread:
      break;
  }
  return "";
}

json::Object FactsOf(const oversight::IncidentCategories& categories) {
  std::set<std::string_view> letters;
  for (const auto& [category, known] : categories) letters.insert(LetterOf(category));
  letters.erase("");
  return {{"inc.category", json::Array(letters.begin(), letters.end())},
          {"inc.person_died", categories.contains(IncidentCategory::kDeath)},
          {"inc.widespread", categories.contains(IncidentCategory::kWidespread)}};
}

}  // namespace

Result<oversight::IncidentClock> ClockOf(const oversight::IncidentCategories& categories) {
  oversight::Incident incident;
  incident.categories = categories;
  const Timestamp known = incident.aware();
  REEVE_ASSIGN_OR_RETURN(const auto table, law::LoadTable(std::string(law::kDefaultTable)));
  REEVE_ASSIGN_OR_RETURN(const law::Facts facts,
                         law::FactsFromJson(*table, json::Value(FactsOf(categories))));
  REEVE_ASSIGN_OR_RETURN(const law::Awareness aware, law::ParseAwareness(FormatTimestamp(known)));
  REEVE_ASSIGN_OR_RETURN(const law::IncidentDeadline deadline,
                         law::DeadlineOf(*table, facts, aware));
  if (!deadline.chosen) {
    return Error{"incident.no_limit",
                 "the table `" + table->id + "` has no limit for such an incident"};
  }
  const law::DatedLimit& limit = *deadline.chosen;
  oversight::IncidentClock clock;
  clock.rule = limit.id;
  clock.articles = limit.articles;
  clock.days = limit.days;
  clock.aware = known;
  clock.due = known + (limit.due - aware.day);
  // To the end of that day; it is never before the calendar one.
  clock.outer = std::max(clock.due, Timestamp(limit.outer) + kDay);
  return clock;
}

}  // namespace reeve::engine
