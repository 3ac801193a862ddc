// The life of a bundle: a fold over the records `bundle.*` (docs/lifecycle.md has the picture).
//
//   proposed -> approved -> [scheduled ->] active -> superseded | rolled_back
//   proposed, approved, scheduled -> rejected
//
// What holds, because the fold refuses a record that would break it before it is written:
//   - the author of a proposal never approves it, and nobody approves it twice;
//   - a proposed bundle becomes active only with as many approvals as its proposal asks for, and as
//     the record of its activation does;
//   - what is rolled back to was active before;
//   - one trial runs at a time (bundle_trial.h), of a proposal that waits: a shadow of any, a
//   canary
//     only with the approvals that an activation needs. It ends when a bundle becomes active, or
//     its own is rejected, whether or not a record says so.
// The record `bundle.activated` without a proposal (a server that is started with a folder of
// policies) makes a bundle active from any state.
//
// Bundles are of the whole log, not of a tenant. Times are those of the records.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "ledger/projection.h"
#include "oversight/acting_person.h"

namespace reeve::oversight {

inline constexpr std::string_view kBundleProposed = "bundle.proposed";
inline constexpr std::string_view kBundleApproved = "bundle.approved";
inline constexpr std::string_view kBundleRejected = "bundle.rejected";
inline constexpr std::string_view kBundleScheduled = "bundle.scheduled";
inline constexpr std::string_view kBundleUnscheduled = "bundle.unscheduled";
inline constexpr std::string_view kBundleActivated = "bundle.activated";
inline constexpr std::string_view kBundleRolledBack = "bundle.rolled_back";
inline constexpr std::string_view kBundleRefused = "bundle.refused";

inline constexpr size_t kMaxReasonBytes = 2000;
inline constexpr size_t kMaxDigestBytes = 80;

// Of the projection: the digest of the bundle in trial, while one is.
inline constexpr std::string_view kTrialKey = "trial";

// Key "active": the digest. Key "bundle/<digest>": the entry (FindBundle). Key "due/<digest>": the
// time of a scheduled one. Key "trial": the digest of the one in trial. Key "refused/<digest of
// what makes two refusals the same>": the time of the last one.
class BundleProjection final : public ledger::Projection {
 public:
  std::string_view name() const override { return "bundles"; }
  Status Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const override;
};

// Nothing on a new log.
Result<std::optional<std::string>> ActiveBundle(const ledger::Ledger& ledger);
// The same, and every digest, of a store that is only read.
Result<std::optional<std::string>> ActiveBundle(const ledger::Store& store);
Result<std::vector<std::string>> BundleDigests(const ledger::Store& store);

// What the log says of one bundle:
//   digest, state; proposal {id, author, reason, time, loosens, approvals_needed, and what the
//   record says of diff, tests and blast_radius}; approvals [{by, time, reason}];
//   rejected {by, time, reason}; scheduled {by, at, time}; activated {by, time, supersedes};
//   rolled_back {by, time, reason, to}; trial {id, mode, share, thresholds, promote_at, started
//   {by, time, reason, against}, widened {by, time, reason}, ended {by, time, why, reason, forced,
//   breach, figures}}: the last one
// Proposal and activation have revision, created and signed_by where the bundle's file had. Only
// what there is. bundle.not_found
Result<json::Object> FindBundle(const ledger::Ledger& ledger, std::string_view digest);

// The entries without diff, tests and blast radius, the last proposed or activated first.
Result<std::vector<json::Object>> ListBundles(const ledger::Ledger& ledger);

struct ScheduledBundle {
  Timestamp at;
  std::string digest;
};
// The earliest first.
Result<std::vector<ScheduledBundle>> ScheduledBundles(const ledger::Ledger& ledger);

// When a refusal of the same bytes, from the same source and for the same cause, was last recorded.
// `body` is that of a record kBundleRefused.
Result<std::optional<Timestamp>> LastRefused(const ledger::Ledger& ledger,
                                             const json::Object& body);

// The body that every record of a person's command begins with: `bundle`, `by`, `principal`.
json::Object BundleCommand(std::string_view digest, const ActingPerson& person);

// A record of the control log.
Result<ledger::NewRecord> BundleRecord(std::string_view kind, std::string id, std::string tenant,
                                       json::Object body);

}  // namespace reeve::oversight
