#include "engine/incident_metrics.h"

#include <map>
#include <string>

#include "oversight/break_glass.h"
#include "oversight/incidents.h"

namespace reeve::engine {
namespace {

using Counts = std::map<std::string, double, std::less<>>;

std::vector<Sample> SamplesOf(const Counts& counts) {
  std::vector<Sample> samples;
  for (const auto& [state, count] : counts) samples.push_back({{{"state", state}}, count});
  return samples;
}

std::vector<Sample> CountIncidents(const ledger::Ledger& ledger, Timestamp now) {
  Counts counts = {{"open", 0}, {"partly_reported", 0}, {"reported", 0}, {"late", 0}};
  const auto incidents = oversight::ListIncidents(ledger, "");
  if (!incidents.ok()) return {};
  for (const oversight::Incident& incident : *incidents) {
    if (incident.closed) continue;
    ++counts.find(oversight::StateOf(incident))->second;
    if (oversight::IsLate(incident, now)) ++counts["late"];
  }
  return SamplesOf(counts);
}

std::vector<Sample> CountBreakGlass(const ledger::Ledger& ledger, Timestamp now) {
  Counts counts = {{"active", 0}, {"to_review", 0}, {"overdue", 0}};
  const auto all = oversight::ListBreakGlass(ledger, "");
  if (!all.ok()) return {};
  for (const oversight::BreakGlass& glass : *all) {
    const auto found = counts.find(oversight::StateAt(glass, now));
    if (found != counts.end()) ++found->second;
  }
  return SamplesOf(counts);
}

}  // namespace

std::vector<Metrics::Collection> CollectIncidentMetrics(Metrics& metrics,
                                                        const ledger::Ledger& ledger,
                                                        const Clock& clock) {
  std::vector<Metrics::Collection> out;
  out.push_back(metrics.Collect(
      "reeve_incidents", "Serious incidents that are not closed, by state.", SampleKind::kGauge,
      [&ledger, &clock] { return CountIncidents(ledger, clock.Now()); }));
  out.push_back(metrics.Collect(
      "reeve_break_glass", "Break-glasses that are active or wait for a review, by state.",
      SampleKind::kGauge, [&ledger, &clock] { return CountBreakGlass(ledger, clock.Now()); }));
  return out;
}

}  // namespace reeve::engine
