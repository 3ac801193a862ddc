// What a log asks of a witness (C2SP tlog-witness, add-checkpoint):
//
//   old N\n  BASE64(hash)\n ...  \n  CHECKPOINT
//
// N is the size that the witness cosigned last, the hashes prove that the checkpoint continues it.
//
// Limits: 128 KiB, 63 hashes. Thread-safety: all functions are pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"

namespace reeve::ledger {

inline constexpr size_t kMaxWitnessRequestBytes = size_t{128} << 10;

struct WitnessRequest {
  uint64_t old_size = 0;
  std::vector<Hash> proof;
  std::string checkpoint;  // the signed note, verbatim

  std::string Format() const;
  // witness.malformed
  static Result<WitnessRequest> Parse(std::string_view text);
};

}  // namespace reeve::ledger
