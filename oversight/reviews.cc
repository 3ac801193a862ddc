#include "oversight/reviews.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/json_reader.h"
#include "oversight/acting_person.h"
#include "oversight/bundle_register.h"
#include "oversight/control_record.h"
#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

using json::Need;

constexpr std::array<std::string_view, 3> kFindings = {"right", "wrong", "unclear"};
constexpr size_t kMaxFieldBytes = 256;
// Rules may name several, and the record bounds them.
constexpr size_t kMaxRoles = ledger::kMaxRecordBytes;

std::string PlaceKey(std::string_view id) { return "at/" + std::string(id); }
std::string OpenPrefix(std::string_view tenant) { return "open/" + std::string(tenant) + '\0'; }
std::string DonePrefix(std::string_view tenant) { return "done/" + std::string(tenant) + '\0'; }
std::string OpenKey(const Review& review) {
  return OpenPrefix(review.tenant) + FormatTimestamp(review.due) + " " + review.id;
}
// The later the record, the sooner it sorts.
std::string DoneKey(std::string_view tenant, uint64_t index) {
  constexpr size_t kDigits = 20;
  const std::string left = std::to_string(std::numeric_limits<uint64_t>::max() - index);
  return DonePrefix(tenant) + std::string(kDigits - left.size(), '0') + left;
}

Error NotFound(std::string_view id) {
  return {"review.not_found",
          "there is no review `" + std::string(id) + "`: see `reeve review list`"};
}

Result<Review> ReviewFromJson(const json::Value& value, std::string tenant) {
  json::ObjectReader reader(value, "/body");
  Review review;
  review.id = reader.String("id", Need::kRequired, kMaxFieldBytes);
  review.tenant = std::move(tenant);
  review.decision = reader.String("decision", Need::kRequired, kMaxFieldBytes);
  review.interaction = reader.String("interaction", Need::kRequired, kMaxFieldBytes);
  review.system = reader.String("system", Need::kRequired, kMaxFieldBytes);
  review.request = reader.String("request", Need::kRequired, kMaxFieldBytes);
  review.requester = reader.String("requester", Need::kRequired, kMaxFieldBytes);
  review.bundle = reader.String("bundle", Need::kRequired, kMaxFieldBytes);
  ReadMatter(reader, &review.matter);
  review.shown = reader.String("shown", Need::kRequired, kMaxFieldBytes);
  review.roles = reader.Strings("roles", kMaxRoles, ledger::kMaxRecordBytes);
  review.opened = ReadTime(reader, "opened");
  review.due = ReadTime(reader, "due");
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return review;
}

void ReadVerdict(json::ObjectReader& reader, ReviewVerdict* verdict) {
  static const std::vector<std::string> kWords(kFindings.begin(), kFindings.end());
  verdict->finding =
      FindingFromName(reader.OneOf("finding", Need::kRequired, kWords)).value_or(Finding::kUnclear);
  verdict->by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  verdict->reviewer = reader.String("reviewer", Need::kRequired, kMaxFieldBytes);
  verdict->reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
}

json::Object VerdictJson(const ReviewVerdict& verdict) {
  return {{"finding", FindingName(verdict.finding)},
          {"by", verdict.by},
          {"reviewer", verdict.reviewer},
          {"reason", verdict.reason}};
}

json::Object DatedJson(const ReviewVerdict& verdict) {
  json::Object out = VerdictJson(verdict);
  out.Add("time", FormatTimestamp(verdict.time));
  return out;
}

// At the key, {"review","tenant","verdict"}.
Status Put(const std::string& key, const ReviewEntry& entry, ledger::ProjectionWriter& state) {
  json::Object out{{"review", ToJson(entry.review)}, {"tenant", entry.review.tenant}};
  if (entry.verdict) out.Add("verdict", DatedJson(*entry.verdict));
  REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(std::move(out)));
  state.Put(key, text);
  state.Put(PlaceKey(entry.review.id), key);
  return {};
}

Result<ReviewEntry> ParseEntry(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  json::ObjectReader reader(value, "");
  const json::Value* review = reader.ObjectMember("review", Need::kRequired);
  const std::string tenant = reader.String("tenant", Need::kOptional, kMaxFieldBytes);
  const json::Value* verdict = reader.ObjectMember("verdict", Need::kOptional);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  ReviewEntry entry;
  REEVE_ASSIGN_OR_RETURN(entry.review, ReviewFromJson(*review, tenant));
  if (verdict == nullptr) return entry;
  json::ObjectReader fields(*verdict, "/verdict");
  ReadVerdict(fields, &entry.verdict.emplace());
  entry.verdict->time = ReadTime(fields, "time");
  REEVE_RETURN_IF_ERROR(fields.Finish());
  return entry;
}

template <typename Get>
Result<ReviewEntry> ReadEntry(const Get& get, std::string_view tenant, std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const auto key, get(PlaceKey(id)));
  if (!key) return NotFound(id);
  REEVE_ASSIGN_OR_RETURN(const auto text, get(*key));
  if (!text) return NotFound(id);
  REEVE_ASSIGN_OR_RETURN(ReviewEntry entry, ParseEntry(*text));
  if (entry.review.tenant != tenant) return NotFound(id);
  return entry;
}

bool Wants(const ReviewQuery& query, const Review& review) {
  if (!query.system.empty() && query.system != review.system) return false;
  return query.role.empty() ||
         std::binary_search(review.roles.begin(), review.roles.end(), query.role);
}

Status FoldOpened(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  ReviewEntry entry;
  REEVE_ASSIGN_OR_RETURN(entry.review, ReviewFromJson(*body, std::string(record.tenant())));
  REEVE_ASSIGN_OR_RETURN(const auto known, state.Get(PlaceKey(entry.review.id)));
  if (known) {
    return Error{"review.exists", "the review `" + entry.review.id + "` is open already"};
  }
  return Put(OpenKey(entry.review), entry, state);
}

Status FoldDecided(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  json::ObjectReader reader(*body, "/body");
  const std::string id = reader.String("review", Need::kRequired, kMaxFieldBytes);
  reader.String("principal", Need::kOptional, kMaxReasonBytes);
  ReviewVerdict verdict;
  ReadVerdict(reader, &verdict);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  verdict.time = record.time();
  REEVE_ASSIGN_OR_RETURN(
      ReviewEntry entry,
      ReadEntry([&](std::string_view key) { return state.Get(key); }, record.tenant(), id));
  if (entry.verdict) {
    return Error{"review.decided",
                 "`" + entry.verdict->by + "` has decided the review `" + id + "` already"};
  }
  if (verdict.reviewer == entry.review.requester) {
    return Error{"review.own_request",
                 "`" + verdict.by + "` made the request: another person must review it"};
  }
  state.Delete(OpenKey(entry.review));
  entry.verdict = std::move(verdict);
  return Put(DoneKey(record.tenant(), record.index()), entry, state);
}

}  // namespace

std::string_view FindingName(Finding finding) { return kFindings[static_cast<size_t>(finding)]; }

std::optional<Finding> FindingFromName(std::string_view name) {
  const auto found = std::find(kFindings.begin(), kFindings.end(), name);
  if (found == kFindings.end()) return std::nullopt;
  return static_cast<Finding>(found - kFindings.begin());
}

std::string_view ReviewEntry::StateName(Timestamp now) const {
  if (verdict) return "done";
  return now < review.due ? "open" : "overdue";
}

json::Object ToJson(const Review& review) {
  json::Object out{{"id", review.id},
                   {"decision", review.decision},
                   {"interaction", review.interaction},
                   {"system", review.system},
                   {"request", review.request},
                   {"requester", review.requester},
                   {"bundle", review.bundle},
                   {"shown", review.shown},
                   {"roles", json::Array(review.roles.begin(), review.roles.end())},
                   {"opened", FormatTimestamp(review.opened)},
                   {"due", FormatTimestamp(review.due)}};
  AddMatter(review.matter, &out);
  return out;
}

json::Object ToJson(const ReviewEntry& entry, Timestamp now) {
  json::Object out = ToJson(entry.review);
  out.Add("tenant", entry.review.tenant).Add("state", entry.StateName(now));
  if (entry.verdict) out.Add("verdict", DatedJson(*entry.verdict));
  return out;
}

Result<ledger::NewRecord> ReviewRecord(const Review& review) {
  return ControlRecord(kReviewOpened, review.id, review.tenant, ToJson(review));
}

Result<ledger::NewRecord> VerdictRecord(const Review& review, const ReviewVerdict& verdict,
                                        std::string principal, std::string id) {
  json::Object body = VerdictJson(verdict);
  body.Add("review", review.id).Add("principal", std::move(principal));
  return ControlRecord(kReviewDecided, std::move(id), review.tenant, std::move(body));
}

Status ReviewProjection::Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const {
  if (record.kind() == kReviewOpened) return FoldOpened(record, state);
  if (record.kind() == kReviewDecided) return FoldDecided(record, state);
  return {};
}

Result<ReviewEntry> FindReview(const ledger::ProjectionReader& reviews, std::string_view tenant,
                               std::string_view id) {
  return ReadEntry([&](std::string_view key) { return reviews.Get(key); }, tenant, id);
}

Result<std::vector<ReviewEntry>> ListReviews(const ledger::ProjectionReader& reviews,
                                             const ReviewQuery& query) {
  const size_t limit = std::min(query.limit, kMaxListedReviews);
  std::vector<ReviewEntry> out;
  Status read;
  REEVE_RETURN_IF_ERROR(
      reviews.Scan(query.done ? DonePrefix(query.tenant) : OpenPrefix(query.tenant),
                   [&](std::string_view, std::string_view text) {
                     Result<ReviewEntry> entry = ParseEntry(text);
                     if (!entry.ok()) {
                       read = std::move(entry).error();
                       return false;
                     }
                     if (Wants(query, entry->review)) out.push_back(*std::move(entry));
                     return out.size() < limit;
                   }));
  REEVE_RETURN_IF_ERROR(std::move(read));
  return out;
}

}  // namespace reeve::oversight
