#include "oversight/approver_quality.h"

#include <algorithm>
#include <array>

#include "oversight/acting_person.h"

namespace reeve::oversight {
namespace {

using json::Need;

struct Counter {
  std::string_view name;
  uint64_t VoteCounts::*value;
};
constexpr std::array<Counter, 10> kCounters = {{
    {"votes", &VoteCounts::votes},
    {"approvals", &VoteCounts::approvals},
    {"total_seconds", &VoteCounts::total_seconds},
    {"timed", &VoteCounts::timed},
    {"fast", &VoteCounts::fast},
    {"compared", &VoteCounts::compared},
    {"agreed", &VoteCounts::agreed},
    {"seeded", &VoteCounts::seeded},
    {"missed", &VoteCounts::missed},
    {"reversed", &VoteCounts::reversed},
}};

void Add(const VoteCounts& more, VoteCounts* counts) {
  for (const Counter& counter : kCounters) counts->*counter.value += more.*counter.value;
}

Result<VoteCounts> ReadCounts(const json::Value& value) {
  json::ObjectReader reader(value, "");
  VoteCounts out;
  for (const Counter& counter : kCounters) {
    out.*counter.value = reader.Unsigned(counter.name).value_or(0);
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return out;
}

// What comes to light later, of votes of an earlier stretch, may be more than the whole.
std::optional<uint32_t> Share(uint64_t part, uint64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<uint32_t>(std::min<uint64_t>(part * kWhole / whole, kWhole));
}

struct Bound {
  std::string_view name;
  uint32_t OversightMeasures::*bound;
  std::optional<uint32_t> (VoteCounts::*share)() const;
};
constexpr std::array<Bound, 4> kBounds = {{
    {"missed", &OversightMeasures::missed, &VoteCounts::MissedShare},
    {"fast", &OversightMeasures::fast, &VoteCounts::FastShare},
    {"reversed", &OversightMeasures::reversed, &VoteCounts::ReversedShare},
    {"approvals", &OversightMeasures::approvals, &VoteCounts::ApprovalShare},
}};

}  // namespace

std::chrono::milliseconds ReadingTime(uint64_t words) {
  constexpr uint64_t kMillisAMinute = 60'000;
  return std::chrono::milliseconds(
      static_cast<int64_t>(words * kMillisAMinute / kReadingWordsPerMinute));
}

std::optional<uint32_t> VoteCounts::FastShare() const { return Share(fast, timed); }
std::optional<uint32_t> VoteCounts::MissedShare() const { return Share(missed, seeded); }
std::optional<uint32_t> VoteCounts::ReversedShare() const { return Share(reversed, approvals); }
std::optional<uint32_t> VoteCounts::AgreementShare() const { return Share(agreed, compared); }
std::optional<uint32_t> VoteCounts::ApprovalShare() const { return Share(approvals, votes); }

json::Object ToJson(const VoteCounts& counts) {
  json::Object out;
  for (const Counter& counter : kCounters) {
    out.Add(std::string(counter.name), counts.*counter.value);
  }
  return out;
}

VoteCounts ApproverQuality::Judged() const {
  VoteCounts out = before;
  Add(recent, &out);
  return out;
}

void ApproverQuality::Count(const VoteCounts& more) {
  Add(more, &all);
  if (more.votes > 0 && recent.votes >= kStretchVotes) {
    before = recent;
    recent = {};
  }
  Add(more, &recent);
}

void ApproverQuality::Alarmed() { before = recent = {}; }

json::Object ToJson(const ApproverQuality& quality) {
  return {{"person", quality.person},
          {"fastest_seconds", quality.fastest_seconds},
          {"all", ToJson(quality.all)},
          {"before", ToJson(quality.before)},
          {"recent", ToJson(quality.recent)}};
}

Result<ApproverQuality> ApproverQualityFromJson(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  json::ObjectReader reader(value, "");
  ApproverQuality out;
  out.person = reader.String("person", Need::kRequired, kMaxPersonBytes);
  out.fastest_seconds = reader.Unsigned("fastest_seconds").value_or(0);
  const json::Value* all = reader.ObjectMember("all", Need::kRequired);
  const json::Value* before = reader.ObjectMember("before", Need::kRequired);
  const json::Value* recent = reader.ObjectMember("recent", Need::kRequired);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_ASSIGN_OR_RETURN(out.all, ReadCounts(*all));
  REEVE_ASSIGN_OR_RETURN(out.before, ReadCounts(*before));
  REEVE_ASSIGN_OR_RETURN(out.recent, ReadCounts(*recent));
  return out;
}

bool OversightMeasures::RaisesNone() const {
  return std::all_of(kBounds.begin(), kBounds.end(),
                     [this](const Bound& bound) { return this->*bound.bound == kWhole; });
}

json::Object ToJson(const OversightMeasures& measures) {
  json::Object out{{"min_votes", measures.min_votes}, {"suspends", measures.suspends}};
  for (const Bound& bound : kBounds) {
    out.Add(std::string(bound.name), uint64_t{measures.*bound.bound});
  }
  return out;
}

void ReadMeasures(json::ObjectReader& reader, OversightMeasures* measures) {
  measures->min_votes = reader.Unsigned("min_votes").value_or(measures->min_votes);
  if (measures->min_votes == 0 || measures->min_votes > kStretchVotes) {
    reader.Fail("json.value", "min_votes",
                "`min_votes` must be 1 to " + std::to_string(kStretchVotes));
  }
  for (const Bound& bound : kBounds) {
    const uint64_t given = reader.Unsigned(bound.name).value_or(kWhole);
    if (given > kWhole) {
      reader.Fail("json.value", bound.name, "a share is 0 to 10000 hundredths of a percent");
    } else {
      measures->*bound.bound = static_cast<uint32_t>(given);
    }
  }
  measures->suspends = reader.Bool("suspends");
}

std::vector<ExceededMeasure> FindExceeded(const VoteCounts& judged,
                                          const OversightMeasures& measures) {
  std::vector<ExceededMeasure> out;
  if (judged.votes < measures.min_votes) return out;
  for (const Bound& bound : kBounds) {
    const std::optional<uint32_t> measured = (judged.*bound.share)();
    if (measured && *measured > measures.*bound.bound) {
      out.push_back({bound.name, *measured, measures.*bound.bound});
    }
  }
  return out;
}

}  // namespace reeve::oversight
