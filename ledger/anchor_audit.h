// The part of a verification that looks at anchors (anchors.h): that each is of this log as it is,
// that enough witnesses cosigned, that a time authority signed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"
#include "ledger/anchors.h"
#include "ledger/key_history.h"
#include "ledger/note.h"
#include "ledger/record.h"
#include "ledger/verify.h"

namespace reeve::ledger {

// Thread-safety: one thread at a time.
class AnchorAudit {
 public:
  // All must outlive it.
  AnchorAudit(const VerifyOptions& options, const KeyHistory& keys, Report* report)
      : options_(options), keys_(keys), report_(report) {}

  // Each record, in order.
  void Visit(const Record& record);

  // Compares with the roots of the log as it was read; asked for in rising order of size, once
  // each.
  using RootOfSize = std::function<Result<Hash>(uint64_t size)>;
  void Finish(const RootOfSize& root_of);

 private:
  struct Seen {
    uint64_t size = 0;
    Hash root{};
    uint64_t record = 0;
  };
  void Check(const Record& record, const Anchor& anchor);
  void CheckWitnesses(const Record& record, const Anchor& anchor);
  void CheckToken(const Record& record, const Anchor& anchor);
  // One fault a kind: what is wrong with one is mostly wrong with all.
  void Fault(uint64_t record, std::string code, const std::string& what);

  const VerifyOptions& options_;
  const KeyHistory& keys_;
  Report* report_;
  std::vector<Seen> seen_;
  std::vector<std::string> faulted_;
};

// Lines of a report for a person; nothing where the log has no anchors and none were asked for.
std::string AnchorsText(const AnchorFindings& findings);

}  // namespace reeve::ledger
