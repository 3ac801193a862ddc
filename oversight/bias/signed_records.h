// Records that a checkpoint signs, in order from the first: of an export, or of the log itself
// while it goes on. Both give the same records under the same checkpoint, and so the same report.
//
// Thread-safety: one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/note.h"
#include "ledger/store.h"

namespace reeve::oversight::bias {

// What the records are read under, and a report pins.
struct RecordsPin {
  std::string origin;
  std::string checkpoint;  // the signed note
  uint64_t size = 0;       // that can be read: of a checkpoint from elsewhere it may be more
};

class SignedRecords {
 public:
  virtual ~SignedRecords() = default;
  const RecordsPin& pin() const { return pin_; }
  // The bytes of the next record, until the next call. Precondition: fewer than pin().size were
  // read. bias.not_verified, and those of the store
  virtual Result<std::string_view> Next() = 0;
  // After the last that is wanted: success when all that was read is what the checkpoint signs.
  // bias.not_verified
  virtual Status Finish() = 0;

 protected:
  explicit SignedRecords(RecordsPin pin) : pin_(std::move(pin)) {}

 private:
  const RecordsPin pin_;
};

struct ExportOf {
  std::filesystem::path folder;           // written by `reeve ledger export`
  std::optional<std::string> vkey;        // of the log, from elsewhere
  std::optional<std::string> checkpoint;  // the signed one that a report was made under
};
// Verifies the export whole before it returns. bias.not_verified names the first wrong record;
// file.not_found: this is no export.
Result<std::unique_ptr<SignedRecords>> OpenExport(const ExportOf& from);

// The log in `store`, which must outlive what is returned, under a checkpoint of it. What was
// appended later is not seen. ledger.note, ledger.signature, ledger.checkpoint
Result<std::unique_ptr<SignedRecords>> OpenLog(const ledger::Store& store,
                                               const std::string& checkpoint,
                                               const ledger::VerifierKey& vkey);

}  // namespace reeve::oversight::bias
