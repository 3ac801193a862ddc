// Reviews: a person looks at a decision after the fact, because a rule routed it there: for a
// sampled share, or for a low confidence. An approval without a hold. docs/reviews.md.
//
// The states are a fold over the records `review.opened`, which stands in one unit with its
// decision, and `review.decided`. What holds, because the fold refuses a record that would break it
// before it is written:
//   - a review is decided once, by a person who did not make the request under their own name;
//   - a reason is given.
// That it is overdue is a matter of the time at which one asks. Whether the reviewer has a right to
// it, made the request under another id, or voted on the decision is asked of the grants and the
// approvals before the record is written (engine/review_commands.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "ledger/projection.h"
#include "ledger/record.h"
#include "oversight/approval.h"

namespace reeve::oversight {

inline constexpr std::string_view kReviewOpened = "review.opened";
inline constexpr std::string_view kReviewDecided = "review.decided";

inline constexpr size_t kMaxListedReviews = 1'000;

enum class Finding : uint8_t { kRight, kWrong, kUnclear };
std::string_view FindingName(Finding finding);  // "right", "wrong", "unclear"
std::optional<Finding> FindingFromName(std::string_view name);

// Bound to what was decided as an approval is (approval.h).
struct Review {
  std::string id;  // "rv-..."
  std::string tenant;
  std::string decision;
  std::string interaction;
  std::string system;
  std::string request;    // keyed commitment to the request
  std::string requester;  // to the actor (engine::PersonDigest)
  std::string bundle;
  ApprovalMatter matter;           // of what, without severity and rules
  std::string shown;               // keyed commitment to what the reviewer is shown
  std::vector<std::string> roles;  // of whom one reviews; at least one, sorted
  Timestamp opened;
  Timestamp due;
};

struct ReviewVerdict {
  Finding finding = Finding::kUnclear;
  std::string by;
  std::string reviewer;  // keyed commitment to the name, as Review::requester
  std::string reason;
  Timestamp time;
};

struct ReviewEntry {
  Review review;
  std::optional<ReviewVerdict> verdict = std::nullopt;

  // "open", "overdue", "done"
  std::string_view StateName(Timestamp now) const;
};

json::Object ToJson(const Review& review);
// The terms, and `tenant`, `state`, and `verdict` where there is one.
json::Object ToJson(const ReviewEntry& entry, Timestamp now);

// The record that opens it.
Result<ledger::NewRecord> ReviewRecord(const Review& review);
Result<ledger::NewRecord> VerdictRecord(const Review& review, const ReviewVerdict& verdict,
                                        std::string principal, std::string id);

// Keys: entries are "open/<tenant>\0<due> <id>", and "done/<tenant>\0<index>" of which the last
// decided sorts first; "at/<id>" has the key of the entry.
class ReviewProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "reviews"; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

// review.not_found: also where it is another tenant's
Result<ReviewEntry> FindReview(const ledger::ProjectionReader& reviews, std::string_view tenant,
                               std::string_view id);

struct ReviewQuery {
  std::string tenant;
  bool done = false;   // else what is open, the first due first; done: the last decided first
  std::string role;    // empty for all
  std::string system;  // likewise
  size_t limit = 100;  // at most kMaxListedReviews
};
Result<std::vector<ReviewEntry>> ListReviews(const ledger::ProjectionReader& reviews,
                                             const ReviewQuery& query);

}  // namespace reeve::oversight
