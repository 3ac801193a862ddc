#include "oversight/overrides.h"

#include <algorithm>
#include <functional>
#include <tuple>

#include "base/json_reader.h"
#include "oversight/acting_person.h"
#include "oversight/bundle_register.h"
#include "oversight/outcome.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr std::string_view kLast = "last/";
constexpr std::string_view kAppeal = "appeal/";
constexpr std::string_view kOpen = "open/";
constexpr std::string_view kBySystem = "count/system/";
constexpr std::string_view kByRule = "count/rule/";
constexpr size_t kWordBytes = 64;
constexpr size_t kMaxNameBytes = 256;

Error NotFound(std::string_view id) {
  return {"appeal.not_found",
          "there is no appeal `" + std::string(id) + "`: see `reeve appeal list`"};
}

std::string Key(std::string_view space, std::string_view name) {
  return std::string(space) + std::string(name);
}

std::string CountKey(std::string_view space, std::string_view tenant, std::string_view name) {
  std::string key = Key(space, tenant);
  key += '\0';
  return key += name;
}

// ------------------------------------------------------------------------------------------ counts

Result<ResponseCounts> CountsFromJson(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  ResponseCounts counts;
  ObjectReader reader(value, "");
  for (size_t i = 0; i < kResponseCount; ++i) {
    counts.responses[i] =
        reader.Unsigned(ResponseName(static_cast<ResponseToOutput>(i))).value_or(0);
  }
  counts.appeals = reader.Unsigned("appeals").value_or(0);
  counts.upheld = reader.Unsigned("upheld").value_or(0);
  counts.reversed = reader.Unsigned("reversed").value_or(0);
  reader.Any("override_rate");
  reader.Any("reversal_rate");
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return counts;
}

using Change = std::function<void(ResponseCounts&)>;

Status ChangeAt(const std::string& key, const Change& change, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const auto text, state.Get(key));
  ResponseCounts counts;
  if (text) {
    REEVE_ASSIGN_OR_RETURN(counts, CountsFromJson(*text));
  }
  change(counts);
  REEVE_ASSIGN_OR_RETURN(const std::string after, json::Canonical(ToJson(counts)));
  state.Put(key, after);
  return {};
}

// Of the system, and of each rule that applied.
Status ChangeCounts(std::string_view tenant, std::string_view system,
                    const std::vector<std::string>& rules, const Change& change,
                    ledger::ProjectionWriter& state) {
  if (!system.empty()) {
    REEVE_RETURN_IF_ERROR(ChangeAt(CountKey(kBySystem, tenant, system), change, state));
  }
  for (const std::string& rule : rules) {
    REEVE_RETURN_IF_ERROR(ChangeAt(CountKey(kByRule, tenant, rule), change, state));
  }
  return {};
}

// ------------------------------------------------------------------------------------------- folds

Status FoldOverride(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  REEVE_ASSIGN_OR_RETURN(const Override given, OverrideFromBody(*body));
  const std::string key = Key(kLast, given.decision);
  REEVE_ASSIGN_OR_RETURN(const auto earlier, state.Get(key));
  if (earlier) {
    const auto response = ResponseFromName(*earlier);
    if (!response) return Error{"ledger.damaged", "an override does not read"};
    const auto place = static_cast<size_t>(*response);
    REEVE_RETURN_IF_ERROR(ChangeCounts(
        record.tenant(), given.system, given.rules,
        [place](ResponseCounts& counts) { --counts.responses[place]; }, state));
  }
  const auto place = static_cast<size_t>(given.did);
  REEVE_RETURN_IF_ERROR(ChangeCounts(
      record.tenant(), given.system, given.rules,
      [place](ResponseCounts& counts) { ++counts.responses[place]; }, state));
  state.Put(key, ResponseName(given.did));
  return {};
}

Status PutAppeal(const Appeal& appeal, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(ToJson(appeal)));
  state.Put(Key(kAppeal, appeal.id), text);
  return {};
}

Status FoldOpened(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  Appeal appeal;
  ObjectReader reader(*body, "/body");
  ReadAppealTerms(reader, &appeal);
  appeal.system = reader.String("system", Need::kOptional, kMaxNameBytes);
  appeal.rules = reader.Strings("rules", kMaxOverrideRules, kMaxNameBytes);
  appeal.statement = reader.String("statement", Need::kOptional, kMaxNameBytes);
  appeal.person = reader.String("person", Need::kOptional, kMaxNameBytes);
  appeal.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  reader.String("principal", Need::kOptional, kMaxNameBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_RETURN_IF_ERROR(CheckPersonName(appeal.by));
  appeal.id = record.id();
  appeal.tenant = record.tenant();
  appeal.opened = record.time();
  REEVE_ASSIGN_OR_RETURN(const auto open, state.Get(Key(kOpen, appeal.decision)));
  if (open) {
    return Error{"appeal.open", "the appeal `" + *open + "` of this decision is open: decide it"};
  }
  state.Put(Key(kOpen, appeal.decision), appeal.id);
  REEVE_RETURN_IF_ERROR(ChangeCounts(
      appeal.tenant, appeal.system, appeal.rules, [](ResponseCounts& counts) { ++counts.appeals; },
      state));
  return PutAppeal(appeal, state);
}

Status FoldDecided(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  ObjectReader reader(*body, "/body");
  const std::string id = reader.String("appeal", Need::kRequired, ledger::kMaxIdBytes);
  Appeal::Ruling ruling;
  ruling.result = reader.String("result", Need::kRequired, kWordBytes);
  if (ruling.result != "upheld" && ruling.result != "reversed") {
    reader.Fail("json.value", "result", "`result` must be upheld or reversed");
  }
  ruling.outcome = reader.String("outcome", Need::kOptional, kMaxOutcomeBytes);
  ruling.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  ruling.reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  ruling.time = record.time();
  reader.String("decision", Need::kOptional, kMaxDecisionIdBytes);
  reader.String("principal", Need::kOptional, kMaxNameBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_RETURN_IF_ERROR(CheckPersonName(ruling.by));
  REEVE_ASSIGN_OR_RETURN(const auto text, state.Get(Key(kAppeal, id)));
  if (!text) return NotFound(id);
  REEVE_ASSIGN_OR_RETURN(Appeal appeal, AppealFromJson(*text));
  if (appeal.tenant != record.tenant()) return NotFound(id);
  if (appeal.decided) {
    return Error{"appeal.state",
                 "the appeal `" + id + "` was decided by `" + appeal.decided->by + "` already"};
  }
  if (IsSamePerson(appeal.by, ruling.by)) {
    return Error{"appeal.own",
                 "`" + appeal.by + "` took this appeal in: another person must decide it"};
  }
  const bool reversed = ruling.result == "reversed";
  appeal.decided = std::move(ruling);
  state.Delete(Key(kOpen, appeal.decision));
  REEVE_RETURN_IF_ERROR(ChangeCounts(
      appeal.tenant, appeal.system, appeal.rules,
      [reversed](ResponseCounts& counts) { ++(reversed ? counts.reversed : counts.upheld); },
      state));
  return PutAppeal(appeal, state);
}

double Rate(uint64_t part, uint64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

Status OverrideProjection::Fold(const ledger::Record& record,
                                ledger::ProjectionWriter& state) const {
  if (record.kind() == kOverrideRecorded) return FoldOverride(record, state);
  if (record.kind() == kAppealOpened) return FoldOpened(record, state);
  if (record.kind() == kAppealDecided) return FoldDecided(record, state);
  return {};
}

json::Object ToJson(const ResponseCounts& counts) {
  json::Object out;
  uint64_t all = 0;
  for (size_t i = 0; i < kResponseCount; ++i) {
    out.Add(std::string(ResponseName(static_cast<ResponseToOutput>(i))), counts.responses[i]);
    all += counts.responses[i];
  }
  out.Add("appeals", counts.appeals).Add("upheld", counts.upheld).Add("reversed", counts.reversed);
  if (all > 0) out.Add("override_rate", Rate(all - counts.responses[0], all));
  const uint64_t decided = counts.upheld + counts.reversed;
  if (decided > 0) out.Add("reversal_rate", Rate(counts.reversed, decided));
  return out;
}

// ----------------------------------------------------------------------------------------- queries

Result<std::map<std::string, ResponseCounts>> CountResponses(const ledger::Ledger& ledger,
                                                             std::string_view tenant,
                                                             CountedBy by) {
  std::map<std::string, ResponseCounts> out;
  const std::string prefix = CountKey(by == CountedBy::kSystem ? kBySystem : kByRule, tenant, "");
  Status read;
  REEVE_RETURN_IF_ERROR(
      ledger.State("overrides").Scan(prefix, [&](std::string_view key, std::string_view text) {
        const Result<ResponseCounts> counts = CountsFromJson(text);
        if (counts.ok()) {
          out.emplace(key.substr(prefix.size()), *counts);
        } else {
          read = counts.error();
        }
        return read.ok();
      }));
  REEVE_RETURN_IF_ERROR(read);
  return out;
}

Result<Appeal> FindAppeal(const ledger::Ledger& ledger, std::string_view tenant,
                          std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const auto text, ledger.State("overrides").Get(Key(kAppeal, id)));
  if (!text) return NotFound(id);
  REEVE_ASSIGN_OR_RETURN(Appeal appeal, AppealFromJson(*text));
  if (appeal.tenant != tenant) return NotFound(id);
  return appeal;
}

Result<std::vector<Appeal>> ListAppeals(const ledger::Ledger& ledger, std::string_view tenant) {
  std::vector<Appeal> out;
  Status read;
  REEVE_RETURN_IF_ERROR(
      ledger.State("overrides").Scan(kAppeal, [&](std::string_view, std::string_view text) {
        Result<Appeal> appeal = AppealFromJson(text);
        if (!appeal.ok()) {
          read = appeal.error();
        } else if (appeal->tenant == tenant) {
          out.push_back(*std::move(appeal));
        }
        return read.ok();
      }));
  REEVE_RETURN_IF_ERROR(read);
  std::sort(out.begin(), out.end(), [](const Appeal& a, const Appeal& b) {
    return std::tie(a.opened, a.id) > std::tie(b.opened, b.id);
  });
  return out;
}

}  // namespace reeve::oversight
