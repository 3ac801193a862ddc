#include "engine/search_fields.h"

#include <algorithm>

#include "base/duration.h"
#include "base/json.h"
#include "ledger/decimal.h"

namespace reeve::engine {
namespace {

constexpr std::string_view kDigestPrefix = "hmac-sha256:";
constexpr size_t kDayLetters = 10;  // "2026-11-20"

Error Unreadable(std::string_view name, std::string_view value, std::string_view wanted) {
  return {"search.parameter",
          "`" + std::string(value.substr(0, 80)) + "` for `" + std::string(name) + "` is not " +
              std::string(wanted),
          std::string(name)};
}

Result<Timestamp> ReadTime(std::string_view name, std::string_view value) {
  const std::string whole = std::string(value) + (value.size() == kDayLetters ? "T00:00:00Z" : "");
  Result<Timestamp> time = ParseTimestamp(whole);
  if (time.ok()) return time;
  return Unreadable(name, value, "a day or a time in UTC, as 2026-11-20 or 2026-11-20T09:30:00Z");
}

Result<uint64_t> ReadNumber(std::string_view name, std::string_view value) {
  uint64_t number = 0;
  if (ledger::ParseDecimal(value, &number)) return number;
  return Unreadable(name, value, "a whole number");
}

// Whether the value is `yes`; it must be that or `no`.
Result<bool> ReadChoice(std::string_view name, std::string_view value, const std::string& yes,
                        const std::string& no) {
  if (value == yes || value == no) return value == yes;
  return Unreadable(name, value, "`" + yes + "` or `" + no + "`");
}

void AddValues(std::string_view name, std::string_view list, const IdentityDigest& digest,
               ledger::SearchQuery* query) {
  const auto known = std::find_if(query->filters.begin(), query->filters.end(),
                                  [&](const auto& filter) { return filter.field == name; });
  ledger::SearchFilter& filter =
      known == query->filters.end()
          ? query->filters.emplace_back(ledger::SearchFilter{std::string(name), {}})
          : *known;
  const bool is_identity = name == "actor" || name == "subject";
  while (true) {
    const size_t comma = list.find(',');
    const std::string_view value = list.substr(0, comma);
    filter.values.push_back(is_identity && !value.starts_with(kDigestPrefix) ? digest(value)
                                                                             : std::string(value));
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace

ledger::SearchFields SearchFields() {
  return ledger::SearchFields({
      {"interaction", {"/facts/interaction", "/interaction"}},
      {"system", {"/facts/system/id", "/system"}},
      {"actor", {"/facts/actor/id_digest"}},
      {"subject", {"/facts/subject_digest", "/subject_digest"}},
      {"rule", {"/verdict/hits/*/rule", "/verdict/waived/*/rule", "/rule"}},
      {"policy", {"/verdict/hits/*/policy", "/verdict/waived/*/policy", "/policy"}},
      {"effect", {"/effect"}},
      {"stage", {"/facts/stage", "/stage"}},
      {"action", {"/facts/action/kind"}},
      {"tool", {"/facts/action/tool"}},
      {"principal", {"/principal"}},
      {"person", {"/by"}},
      {"bundle", {"/bundle"}},
  });
}

Status AddSearchParameter(std::string_view name, std::string_view value,
                          const IdentityDigest& digest, SearchRequest* request) {
  ledger::SearchQuery& query = request->query;
  if (name == "id") {
    query.id = value;
  } else if (name == "first") {
    REEVE_ASSIGN_OR_RETURN(query.first, ReadNumber(name, value));
  } else if (name == "end") {
    REEVE_ASSIGN_OR_RETURN(query.end, ReadNumber(name, value));
  } else if (name == "from") {
    REEVE_ASSIGN_OR_RETURN(query.from, ReadTime(name, value));
  } else if (name == "until") {
    REEVE_ASSIGN_OR_RETURN(query.until, ReadTime(name, value));
  } else if (name == "order") {
    REEVE_ASSIGN_OR_RETURN(query.newest_first, ReadChoice(name, value, "newest", "oldest"));
  } else if (name == "limit") {
    REEVE_ASSIGN_OR_RETURN(query.limit, ReadNumber(name, value));
  } else if (name == "size") {
    REEVE_ASSIGN_OR_RETURN(request->size, ReadNumber(name, value));
  } else if (name == "proofs") {
    REEVE_ASSIGN_OR_RETURN(request->proofs, ReadChoice(name, value, "true", "false"));
  } else if (name == "every") {
    request->every = ParseDuration(value);
    if (!request->every) return Unreadable(name, value, "a length of time, as 15m, 1h or 7d");
  } else if (name == "by") {
    request->by = value;
  } else {
    AddValues(name, value, digest, &query);
  }
  return {};
}

Result<std::string> SearchCountsJson(const ledger::Store& store, SearchRequest request,
                                     uint64_t size) {
  if (!request.every) {
    return Error{"search.parameter", "say how long each stretch of time is: every=1h", "every"};
  }
  const bool has_effects =
      std::any_of(request.query.filters.begin(), request.query.filters.end(),
                  [](const ledger::SearchFilter& filter) { return filter.field == "effect"; });
  if (request.by == "effect" && !has_effects) {
    request.query.filters.push_back({"effect", {"allow", "redact", "hold", "deny"}});
  }
  REEVE_ASSIGN_OR_RETURN(
      const std::vector<ledger::TimeCount> counts,
      ledger::CountByTime(store, SearchFields(), request.query, *request.every, request.by, size));
  json::Array list;
  for (const ledger::TimeCount& count : counts) {
    json::Object entry{{"start", FormatTimestamp(count.start)}, {"records", count.records}};
    if (request.by) {
      json::Object split;
      for (const auto& [value, records] : count.by) split.Add(value, records);
      entry.Add("by", std::move(split));
    }
    list.push_back(std::move(entry));
  }
  return json::Compact(json::Object{{"size", size},
                                    {"every_seconds", int64_t{request.every->count()}},
                                    {"counts", std::move(list)}});
}

}  // namespace reeve::engine
