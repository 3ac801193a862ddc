#include "engine/approval_metrics.h"

#include <array>
#include <utility>

#include "oversight/approval_queue.h"

namespace reeve::engine {
namespace {

using std::chrono::hours;

struct Age {
  const char* name;
  hours below;
};
constexpr std::array<Age, 3> kAges = {
    {{"under_1h", hours{1}}, {"under_1d", hours{24}}, {"under_1w", hours{7 * 24}}}};
constexpr char kOldest[] = "over_1w";

std::vector<oversight::Approval> OpenApprovals(const ledger::Ledger& ledger, Timestamp now) {
  std::vector<oversight::Approval> out;
  const ledger::ProjectionReader approvals = ledger.State("approvals");
  const auto ids = oversight::Undecided(approvals);
  const auto bundles = oversight::FindLiveBundles(approvals);
  if (!ids.ok() || !bundles.ok()) return out;
  for (const std::string& id : *ids) {
    auto entry = oversight::FindApprovalEntry(approvals, id);
    if (!entry.ok()) continue;
    if (oversight::StateOf(*entry, *bundles, now) != oversight::ApprovalState::kOpen) continue;
    out.push_back(std::move(entry->approval));
  }
  return out;
}

std::vector<Sample> CountByAge(const ledger::Ledger& ledger, Timestamp now) {
  std::vector<Sample> samples;
  samples.reserve(kAges.size() + 1);
  for (const Age& age : kAges) samples.push_back({{{"age", age.name}}, 0});
  samples.push_back({{{"age", kOldest}}, 0});
  for (const oversight::Approval& approval : OpenApprovals(ledger, now)) {
    size_t at = 0;
    while (at < kAges.size() && now - approval.opened >= kAges.at(at).below) ++at;
    ++samples[at].value;
  }
  return samples;
}

std::vector<Sample> CountDue(const ledger::Ledger& ledger, Timestamp now) {
  double due = 0;
  for (const oversight::Approval& approval : OpenApprovals(ledger, now)) {
    if (approval.deadline - now <= hours{1}) ++due;
  }
  return {{{}, due}};
}

}  // namespace

std::vector<Metrics::Collection> CollectApprovalMetrics(Metrics& metrics,
                                                        const ledger::Ledger& ledger,
                                                        const Clock& clock) {
  std::vector<Metrics::Collection> out;
  out.push_back(metrics.Collect("reeve_approvals_open",
                                "Approvals that wait for a person, by the time since they were "
                                "opened.",
                                SampleKind::kGauge,
                                [&ledger, &clock] { return CountByAge(ledger, clock.Now()); }));
  out.push_back(metrics.Collect(
      "reeve_approvals_due_within_1h", "Approvals that wait and end undecided within the hour.",
      SampleKind::kGauge, [&ledger, &clock] { return CountDue(ledger, clock.Now()); }));
  return out;
}

}  // namespace reeve::engine
