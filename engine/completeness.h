// What is not in the log and ought to be: interactions whose output was never checked, and numbers
// that a caller's own counter passed over.
//
// A log proves what was recorded. That a call was never sent to be decided shows only where callers
// leave a trace: an input that was let through must be followed by a check of the output, and a
// caller that counts its calls (`sequence`) leaves a gap for each that never came. A caller is a
// principal of a tenant that speaks for a system; its numbers may come in any order.
//
// An interaction is complete once an output of it was decided behind the last of its inputs that
// was let through (allow, redact). One whose input is younger than the grace at the end of the log
// is open: it is counted, not blamed. docs/verifying.md
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "ledger/verify.h"

namespace reeve::engine {

inline constexpr std::chrono::seconds kDefaultGrace{15 * 60};
// Interactions followed at once; past it they are counted as not followed.
inline constexpr size_t kMostOpenInteractions = 1'000'000;
// Examples in a report.
inline constexpr size_t kMostExamples = 100;
// Stretches of numbers kept of one caller; past it the caller's numbers are not followed.
inline constexpr size_t kMostStretches = 65'536;

struct UncheckedInteraction {
  std::string tenant;
  std::string system;
  std::string interaction;
  uint64_t index = 0;  // of the record of the input
  Timestamp time;
};

struct CounterGap {
  std::string tenant;
  std::string principal;
  std::string system;
  uint64_t first = 0;  // numbers that never came
  uint64_t last = 0;
};

struct CompletenessReport {
  uint64_t decisions = 0;
  uint64_t unchecked = 0;                      // interactions
  std::vector<UncheckedInteraction> examples;  // of them, by index
  uint64_t open = 0;
  uint64_t not_followed = 0;  // interactions, or callers, past the limits
  uint64_t callers = 0;       // that count their calls
  uint64_t missing = 0;       // numbers
  uint64_t repeated = 0;      // numbers that came more than once
  std::vector<CounterGap> gaps;

  bool complete() const { return unchecked == 0 && missing == 0 && not_followed == 0; }
  std::string Text() const;
  json::Object Json() const;
};

// Thread-safety: one thread at a time.
class Completeness final : public ledger::RecordObserver {
 public:
  explicit Completeness(std::chrono::seconds grace = kDefaultGrace) : grace_(grace) {}

  const json::PathSet& paths() const override;
  void Visit(const ledger::Record& record, std::span<const json::FoundValue> found) override;

  // Of what was visited so far.
  CompletenessReport Report() const;

 private:
  using Names = std::tuple<std::string, std::string, std::string>;
  struct Input {
    uint64_t index = 0;
    Timestamp time;
  };
  struct Counter {
    std::map<uint64_t, uint64_t> stretches;  // first to last of numbers without a gap
    uint64_t repeated = 0;
    bool followed = true;
    void Add(uint64_t number);
  };

  const std::chrono::seconds grace_;
  uint64_t decisions_ = 0;
  uint64_t not_followed_ = 0;
  Timestamp last_time_;
  std::unordered_map<std::string, Input> inputs_;  // by tenant, system, interaction
  std::map<Names, Counter> counters_;              // by tenant, principal, system
};

}  // namespace reeve::engine
