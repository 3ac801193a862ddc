// A witness of other logs (C2SP tlog-witness): it cosigns a checkpoint only if it continues the one
// that it cosigned before, so a log that shows different histories to different people must find
// another witness, or be found out.
//
// What it has seen of each log is durable in its store before a cosignature leaves: a witness that
// forgets is none. The store holds, in kMeta, "format", "vkey" (its own) and for each log
// "witness/ORIGIN": the text of the last checkpoint.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ed25519.h"
#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/store.h"

namespace reeve::ledger {

struct WitnessAnswer {
  // The size last cosigned, where the request began at another; then nothing was signed.
  std::optional<uint64_t> conflict;
  std::string lines;  // else the cosignature, as a line of a note
};

// Thread-safety: any thread.
class Witness {
 public:
  struct Options {
    std::string name;  // as it stands in cosignatures: "witness.example.org/w1"
    SigningKey key;
    std::vector<VerifierKey> logs;  // a log's key has its origin for a name; it may have several
    const Clock* clock = &Clock::System();
  };

  // witness.name; ledger.wrong_key: the store is another witness's, or holds a log
  static Result<std::unique_ptr<Witness>> Open(std::unique_ptr<Store> store, Options options);
  ~Witness();

  // The body of an add-checkpoint request.
  //   witness.malformed    not of that form, or an old size above the checkpoint's
  //   witness.unknown_log  no log of that origin is witnessed here
  //   witness.signature    none of the log's keys signed it
  //   witness.proof        the checkpoint does not continue the one cosigned before
  //   ledger.store         it could not be remembered, so nothing was signed
  Result<WitnessAnswer> AddCheckpoint(std::string_view body);

  // What was last cosigned of a log; nothing if nothing was.
  Result<std::optional<Checkpoint>> Last(std::string_view origin) const;
  const VerifierKey& vkey() const;

 private:
  struct Impl;
  explicit Witness(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace reeve::ledger
