#include "oversight/content_register.h"

#include <algorithm>
#include <tuple>

#include "base/json_reader.h"
#include "ledger/decimal.h"
#include "oversight/acting_person.h"
#include "oversight/bundle_register.h"
#include "oversight/incidents.h"
#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr std::string_view kHold = "hold/";
constexpr std::string_view kCover = "cover/";
constexpr std::string_view kErased = "erased/";
constexpr std::string_view kRetention = "retention/";
constexpr std::string_view kIncidentEnded = "incident_closed/";
constexpr size_t kMaxValueBytes = 256;

Error NoHold(std::string_view id) {
  return {"legal_hold.not_found",
          "there is no legal hold `" + std::string(id) + "`: see `reeve legal-hold list`"};
}

std::string Parts(std::string_view space, std::initializer_list<std::string_view> parts) {
  std::string key(space);
  for (const std::string_view part : parts) {
    if (key.size() != space.size()) key += '\0';
    key += part;
  }
  return key;
}

std::string CoverKey(std::string_view tenant, HoldScope scope, std::string_view value) {
  return Parts(kCover, {tenant, HoldScopeName(scope), value});
}

Result<uint64_t> CountAt(const ledger::ProjectionWriter& state, const std::string& key) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text, state.Get(key));
  uint64_t count = 0;
  if (text && !ledger::ParseDecimal(*text, &count)) {
    return Error{"ledger.damaged", "a count of legal holds does not read"};
  }
  return count;
}

Status ChangeCover(const LegalHold& hold, bool placed, ledger::ProjectionWriter& state) {
  const std::string key = CoverKey(hold.tenant, hold.scope, hold.value);
  REEVE_ASSIGN_OR_RETURN(const uint64_t count, CountAt(state, key));
  const uint64_t now = placed ? count + 1 : count - 1;
  if (now == 0) {
    state.Delete(key);
  } else {
    state.Put(key, std::to_string(now));
  }
  return {};
}

Status PutHold(const LegalHold& hold, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(ToJson(hold)));
  state.Put(Parts(kHold, {hold.id}), text);
  return {};
}

// ------------------------------------------------------------------------------------------- folds

Status FoldPlaced(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  LegalHold hold;
  ObjectReader reader(*body, "/body");
  ReadHoldTerms(reader, &hold);
  hold.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  hold.incident = reader.String("incident", Need::kOptional, ledger::kMaxIdBytes);
  reader.String("principal", Need::kOptional, kMaxValueBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_RETURN_IF_ERROR(CheckPersonName(hold.by));
  hold.id = record.id();
  hold.tenant = record.tenant();
  hold.placed = record.time();
  REEVE_ASSIGN_OR_RETURN(const auto known, state.Get(Parts(kHold, {hold.id})));
  if (known) return Error{"legal_hold.exists", "the legal hold `" + hold.id + "` is there already"};
  REEVE_RETURN_IF_ERROR(ChangeCover(hold, true, state));
  return PutHold(hold, state);
}

Status FoldLifted(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  ObjectReader reader(*body, "/body");
  const std::string id = reader.String("legal_hold", Need::kRequired, ledger::kMaxIdBytes);
  LegalHold::Lifting lifting;
  lifting.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  lifting.reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  lifting.time = record.time();
  reader.String("principal", Need::kOptional, kMaxValueBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_ASSIGN_OR_RETURN(const auto known, state.Get(Parts(kHold, {id})));
  if (!known) return NoHold(id);
  REEVE_ASSIGN_OR_RETURN(LegalHold hold, LegalHoldFromJson(*known));
  if (hold.tenant != record.tenant()) return NoHold(id);
  if (hold.lifted) {
    return Error{"legal_hold.state",
                 "the legal hold `" + id + "` was lifted by `" + hold.lifted->by + "` already"};
  }
  if (!hold.incident.empty()) {
    REEVE_ASSIGN_OR_RETURN(const auto closed, state.Get(Parts(kIncidentEnded, {hold.incident})));
    if (!closed) {
      return Error{"legal_hold.incident", "the legal hold `" + id + "` is of the incident `" +
                                              hold.incident +
                                              "`: it is lifted when that is closed"};
    }
  }
  hold.lifted = std::move(lifting);
  REEVE_RETURN_IF_ERROR(ChangeCover(hold, false, state));
  return PutHold(hold, state);
}

// That an incident is closed is judged by incidents.h, in the same unit: here it is only noted.
Status FoldIncidentClosed(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  const json::Value* id = body->Find("incident");
  if (id == nullptr || id->as_string() == nullptr) {
    return Error{"ledger.record_malformed", "a closing names no incident"};
  }
  state.Put(Parts(kIncidentEnded, {*id->as_string()}), FormatTimestamp(record.time()));
  return {};
}

Status CheckNotHeld(const ledger::ProjectionWriter& state, std::string_view tenant, HoldScope scope,
                    std::string_view value) {
  REEVE_ASSIGN_OR_RETURN(const uint64_t count, CountAt(state, CoverKey(tenant, scope, value)));
  if (count == 0) return {};
  return Error{"subject.legal_hold",
               "a legal hold covers this content (by " + std::string(HoldScopeName(scope)) +
                   "): it is erased once that is lifted; see `reeve legal-hold list`"};
}

Status FoldErased(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  ObjectReader reader(*body, "/body");
  const std::string by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  reader.Unsigned("contents");
  const std::string key = reader.String("key", Need::kRequired, kMaxValueBytes);
  reader.String("principal", Need::kOptional, kMaxValueBytes);
  reader.String("reason", Need::kRequired, kMaxReasonBytes);
  const std::string subject = reader.String("subject", Need::kRequired, kMaxValueBytes);
  const std::vector<std::string> systems =
      reader.Strings("systems", kMaxErasedSystems, kMaxValueBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_RETURN_IF_ERROR(CheckPersonName(by));
  const std::string_view tenant = record.tenant();
  REEVE_RETURN_IF_ERROR(CheckNotHeld(state, tenant, HoldScope::kEverything, {}));
  REEVE_RETURN_IF_ERROR(CheckNotHeld(state, tenant, HoldScope::kSubject, subject));
  for (const std::string& system : systems) {
    REEVE_RETURN_IF_ERROR(CheckNotHeld(state, tenant, HoldScope::kSystem, system));
  }
  const std::string at = Parts(kErased, {tenant, subject, key});
  REEVE_ASSIGN_OR_RETURN(const auto known, state.Get(at));
  if (known) return Error{"subject.erased", "this key of the subject is erased already"};
  state.Put(at, FormatTimestamp(record.time()));
  return {};
}

Result<Retention> ParseRetention(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  Retention retention;
  ObjectReader reader(value, "");
  retention.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  reader.String("class", Need::kRequired, kMaxValueBytes);
  const auto days = [&](std::string_view member) {
    return Days(static_cast<int64_t>(reader.Unsigned(member).value_or(0)));
  };
  retention.content = days("content_days");
  retention.records = days("records_days");
  reader.Unsigned("floor_days");
  retention.reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  retention.set = ReadTime(reader, "time");
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return retention;
}

// Bounded before it is a number of days, so that nothing overflows.
void ReadDays(ObjectReader& reader, std::string_view member, Days* days) {
  const std::optional<uint64_t> given = reader.Unsigned(member);
  if (given) *days = Days(static_cast<int64_t>(std::min<uint64_t>(*given, 1'000'000)));
}

Status FoldRetention(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  ObjectReader reader(*body, "/body");
  const std::string name = reader.String("class", Need::kRequired, kMaxValueBytes);
  const auto risk_class = policy::RiskClassFromName(name);
  if (!risk_class) {
    reader.Fail("json.value", "class",
                "`class` must be unclassified, minimal, limited, high or prohibited");
  }
  const std::string at = Parts(kRetention, {record.tenant(), name});
  REEVE_ASSIGN_OR_RETURN(const auto known, state.Get(at));
  Retention retention;
  if (known) {
    REEVE_ASSIGN_OR_RETURN(retention, ParseRetention(*known));
  }
  ReadDays(reader, "content_days", &retention.content);
  ReadDays(reader, "records_days", &retention.records);
  retention.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  retention.reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  retention.set = record.time();
  reader.String("principal", Need::kOptional, kMaxValueBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_RETURN_IF_ERROR(CheckPersonName(retention.by));
  REEVE_RETURN_IF_ERROR(CheckRetention(*risk_class, retention));
  REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(ToJson(*risk_class, retention)));
  state.Put(at, text);
  return {};
}

}  // namespace

Status ContentProjection::Fold(const ledger::Record& record,
                               ledger::ProjectionWriter& state) const {
  if (record.kind() == kLegalHoldPlaced) return FoldPlaced(record, state);
  if (record.kind() == kLegalHoldLifted) return FoldLifted(record, state);
  if (record.kind() == kIncidentClosed) return FoldIncidentClosed(record, state);
  if (record.kind() == kSubjectErased) return FoldErased(record, state);
  if (record.kind() == kRetentionSet) return FoldRetention(record, state);
  return {};
}

// ----------------------------------------------------------------------------------------- queries

Result<LegalHold> FindLegalHold(const ledger::Ledger& ledger, std::string_view tenant,
                                std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const auto text, ledger.State("content").Get(Parts(kHold, {id})));
  if (!text) return NoHold(id);
  REEVE_ASSIGN_OR_RETURN(LegalHold hold, LegalHoldFromJson(*text));
  if (hold.tenant != tenant) return NoHold(id);
  return hold;
}

Result<std::vector<LegalHold>> ListLegalHolds(const ledger::Ledger& ledger,
                                              std::string_view tenant) {
  std::vector<LegalHold> holds;
  Status read;
  REEVE_RETURN_IF_ERROR(
      ledger.State("content").Scan(kHold, [&](std::string_view, std::string_view text) {
        Result<LegalHold> hold = LegalHoldFromJson(text);
        if (!hold.ok()) {
          read = hold.error();
        } else if (hold->tenant == tenant) {
          holds.push_back(*std::move(hold));
        }
        return read.ok();
      }));
  REEVE_RETURN_IF_ERROR(read);
  std::sort(holds.begin(), holds.end(), [](const LegalHold& a, const LegalHold& b) {
    return std::tie(a.placed, a.id) > std::tie(b.placed, b.id);
  });
  return holds;
}

Result<CoveredByHolds> CoveredByHolds::Load(const ledger::Ledger& ledger) {
  CoveredByHolds covered;
  REEVE_RETURN_IF_ERROR(
      ledger.State("content").Scan(kCover, [&](std::string_view key, std::string_view) {
        covered.covered_.emplace(key);
        return true;
      }));
  return covered;
}

bool CoveredByHolds::Covers(std::string_view tenant, std::string_view subject,
                            std::string_view system) const {
  return covered_.contains(CoverKey(tenant, HoldScope::kEverything, {})) ||
         covered_.contains(CoverKey(tenant, HoldScope::kSubject, subject)) ||
         covered_.contains(CoverKey(tenant, HoldScope::kSystem, system));
}

Result<std::vector<Erasure>> ListErasures(const ledger::Ledger& ledger) {
  std::vector<Erasure> erasures;
  REEVE_RETURN_IF_ERROR(
      ledger.State("content").Scan(kErased, [&](std::string_view key, std::string_view) {
        key.remove_prefix(kErased.size());
        const size_t first = key.find('\0');
        const size_t last = key.rfind('\0');
        if (first == std::string_view::npos || first == last) return true;
        erasures.push_back({std::string(key.substr(0, first)),
                            std::string(key.substr(first + 1, last - first - 1)),
                            std::string(key.substr(last + 1))});
        return true;
      }));
  return erasures;
}

Result<RetentionTerms> RetentionOf(const ledger::Ledger& ledger, std::string_view tenant) {
  RetentionTerms terms;
  for (size_t i = 0; i < terms.size(); ++i) {
    const std::string_view name = policy::RiskClassName(static_cast<policy::RiskClass>(i));
    REEVE_ASSIGN_OR_RETURN(const auto text,
                           ledger.State("content").Get(Parts(kRetention, {tenant, name})));
    if (!text) continue;
    REEVE_ASSIGN_OR_RETURN(terms[i], ParseRetention(*text));
  }
  return terms;
}

Result<Days> ShortestContentRetention(const ledger::Ledger& ledger) {
  Days shortest = kDefaultContentRetention;
  Status read;
  REEVE_RETURN_IF_ERROR(
      ledger.State("content").Scan(kRetention, [&](std::string_view, std::string_view text) {
        const Result<Retention> retention = ParseRetention(text);
        if (retention.ok()) {
          shortest = std::min(shortest, retention->content);
        } else {
          read = retention.error();
        }
        return read.ok();
      }));
  REEVE_RETURN_IF_ERROR(read);
  return shortest;
}

}  // namespace reeve::oversight
