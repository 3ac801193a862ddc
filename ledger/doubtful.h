// Checkpoints that were signed while their key was perhaps in other hands (key_history.h): how many
// of those that a log keeps. The time of a checkpoint is that of the last record under it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ledger/key_history.h"
#include "ledger/note.h"
#include "ledger/record.h"
#include "ledger/verify.h"

namespace reeve::ledger {

// A checkpoint of a size that a compromised key signed.
struct SignedSize {
  uint64_t size = 0;
  VerifierKey key;
};

// The keys of the log that were at some time in other hands.
std::vector<VerifierKey> CompromisedKeys(const KeyHistory& keys);

// Adds one for each of the keys that signed the checkpoint.
void AddSignedSizes(std::string_view note, uint64_t size, const std::vector<VerifierKey>& keys,
                    std::vector<SignedSize>* out);

// Counts them as the times of the records under them become known. One thread at a time; `keys`
// must outlive it.
class DoubtfulTimes {
 public:
  DoubtfulTimes(std::vector<SignedSize> sizes, const KeyHistory& keys);

  // Each record, in order.
  void Visit(const Record& record, Report* report);

 private:
  std::vector<SignedSize> sizes_;  // rising
  const KeyHistory& keys_;
  size_t next_ = 0;
};

}  // namespace reeve::ledger
