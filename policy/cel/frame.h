// Frame: the state of one evaluation of one clause.
//
// A limit that is passed leaves `steps` below 0 and every later Spend false, so the evaluation ends
// soon; what was passed is in `exceeded`, and Program puts that in place of cel.budget.
#pragma once

#include <cstdint>
#include <span>

#include "policy/cel/arena.h"
#include "policy/cel/limits.h"
#include "policy/cel/regex.h"
#include "policy/cel/value.h"

namespace reeve::cel {

struct Deadline;
class TextScanResults;
class TraceBits;

struct Frame {
  std::span<const Value> variables;
  std::span<Value> locals;  // the variables of macros
  Arena& arena;
  int64_t steps;                       // left of the budget
  RegexCache* regexes;                 // null if the program has only constant patterns
  size_t made = kMaxMade;              // bytes of values that may still be made
  const Deadline* deadline = nullptr;  // null: none
  int64_t look_at = 0;                 // of `steps`: where the clock is looked at next
  const ErrorValue* exceeded = nullptr;
  int64_t used = 0;                  // steps of the clauses that are done
  TextScanResults* scans = nullptr;  // null: each pattern is searched for by itself
  TraceBits* trace = nullptr;        // null: outcomes of sub-expressions are not recorded

  // False when a limit is passed.
  bool Spend(size_t count) {
    steps -= static_cast<int64_t>(count);
    return steps >= look_at || LookAtClock();
  }
  // Before memory is taken, respectively text is read.
  bool SpendMade(size_t bytes) {
    if (bytes > made) return ExceedSize();
    made -= bytes;
    return Spend(bytes / kBytesPerStepMade + 1);
  }
  bool SpendScanned(size_t bytes) { return Spend(bytes / kBytesPerStepScanned); }

  // The whole budget again, for the next clause.
  void Refill(int64_t max_steps, size_t max_made) {
    steps = max_steps;
    made = max_made;
    exceeded = nullptr;
    look_at = 0;
    if (deadline != nullptr) LookAtClock();
  }

 private:
  // Ends the evaluation; false.
  bool Exceed(const ErrorValue& limit);
  bool ExceedSize();
  bool LookAtClock();
};

}  // namespace reeve::cel
