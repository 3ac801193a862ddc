// How one approver votes, in figures, and the measures that they are held to. Article 14(4)(b) of
// Regulation (EU) 2024/1689 asks that people stay aware of automation bias; this is what shows it:
// votes faster than anybody reads, an approver who never says no, known-bad items waved through.
// docs/quality-of-oversight.md. The fold that counts is vote_quality.h.
//
// Thread-safety: values and free functions.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/json_reader.h"
#include "base/result.h"

namespace reeve::oversight {

// Silent reading of English prose by adults: Brysbaert, Journal of Memory and Language 109 (2019),
// 104047, table 1 (non-fiction). Of other languages and of tables it is an order of magnitude.
inline constexpr uint64_t kReadingWordsPerMinute = 238;

// How long it takes to read so many words.
std::chrono::milliseconds ReadingTime(uint64_t words);

inline constexpr uint32_t kWhole = 10'000;  // shares are in hundredths of a percent

struct VoteCounts {
  uint64_t votes = 0;
  uint64_t approvals = 0;
  uint64_t total_seconds = 0;  // from the openings to the votes
  uint64_t timed = 0;          // votes on what has words to read
  uint64_t fast = 0;           // of those, faster than its reading time
  uint64_t compared = 0;       // with each other vote on the same approval
  uint64_t agreed = 0;
  uint64_t seeded = 0;    // votes on known-bad items that were revealed
  uint64_t missed = 0;    // of those, approvals
  uint64_t reversed = 0;  // approvals whose decision was reversed on appeal

  // A share, or nothing where there is nothing to divide by.
  std::optional<uint32_t> FastShare() const;
  std::optional<uint32_t> MissedShare() const;
  std::optional<uint32_t> ReversedShare() const;
  std::optional<uint32_t> AgreementShare() const;
  std::optional<uint32_t> ApprovalShare() const;
  friend bool operator==(const VoteCounts&, const VoteCounts&) = default;
};
json::Object ToJson(const VoteCounts& counts);

// Who votes is judged by the last two stretches of so many votes, of which the later is under way;
// so neither a long good past hides what is done now, nor a bad one counts for ever.
inline constexpr uint64_t kStretchVotes = 100;

// One approver of a tenant.
struct ApproverQuality {
  std::string person;            // as first spelled
  uint64_t fastest_seconds = 0;  // of all votes
  VoteCounts all;
  // Since the last alarm about the person, of which neither has any of what was before.
  VoteCounts before;  // the stretch that is full
  VoteCounts recent;  // the one under way

  VoteCounts Judged() const;  // both
  // Adds to all that is counted; with a vote, a new stretch may begin.
  void Count(const VoteCounts& more);
  void Alarmed();  // and judged anew from here
};
json::Object ToJson(const ApproverQuality& quality);
Result<ApproverQuality> ApproverQualityFromJson(std::string_view text);

// What raises an alarm; a share of kWhole never does.
struct OversightMeasures {
  uint64_t min_votes = 20;  // below it nobody is judged; at most kStretchVotes
  uint32_t fast = kWhole;
  uint32_t missed = kWhole;
  uint32_t reversed = kWhole;
  uint32_t approvals = kWhole;  // of all votes: who never says no
  bool suspends = false;        // the approver's grants end with the alarm

  bool RaisesNone() const;
  friend bool operator==(const OversightMeasures&, const OversightMeasures&) = default;
};
json::Object ToJson(const OversightMeasures& measures);
// The members that are there. json.value
void ReadMeasures(json::ObjectReader& reader, OversightMeasures* measures);

struct ExceededMeasure {
  std::string_view measure;  // "fast", "missed", "reversed", "approvals"
  uint32_t measured = 0;
  uint32_t bound = 0;
};
// Those that are over their bounds; none below min_votes.
std::vector<ExceededMeasure> FindExceeded(const VoteCounts& judged,
                                          const OversightMeasures& measures);

}  // namespace reeve::oversight
