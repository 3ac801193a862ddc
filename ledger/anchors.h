// Anchors: what others have said of the log's checkpoints, kept as records of the log itself, so
// that they are backed up, exported and verified with everything else.
//
//   checkpoint.cosigned     {"checkpoint":"<note with the lines of witnesses>","size":N,
//                            "witnesses":["NAME",...]}
//   checkpoint.timestamped  {"authority":"...","checkpoint":"<note>","size":N,
//                            "time":"<RFC 3339>","token":"<base64 of an RFC 3161 token>"}
//
// An anchor is of a checkpoint before it, so a log always ends with records that no anchor covers
// yet; anchors alone are no reason for another.
//
// Thread-safety: all functions are pure, or as safe as what they read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/projection.h"
#include "ledger/record.h"

namespace reeve::ledger {

inline constexpr std::string_view kCosignedKind = "checkpoint.cosigned";
inline constexpr std::string_view kTimestampedKind = "checkpoint.timestamped";

struct Anchor {
  uint64_t size = 0;       // of the checkpoint
  std::string checkpoint;  // the signed note; of a cosigned one with the witnesses' lines

  std::vector<std::string> witnesses;  // of a cosigned one: names of the policy that asked them

  std::string authority;  // of a timestamped one: who was asked
  Timestamp time;
  std::string token;  // DER

  bool is_time() const { return !token.empty(); }
  NewRecord ToRecord(std::string id) const;
  // ledger.anchor: the record is no anchor, or not of that form.
  static Result<Anchor> FromRecord(const Record& record);
};

bool IsAnchorKind(std::string_view kind);

// Remembers the last anchor of each kind. Refuses one of a checkpoint that the record cannot come
// after.
class AnchorProjection final : public Projection {
 public:
  static constexpr std::string_view kName = "anchors";
  std::string_view name() const override { return kName; }
  Status Fold(const Record& record, ProjectionWriter& state) const override;
};

struct LastAnchor {
  uint64_t size = 0;    // of its checkpoint
  uint64_t record = 0;  // that holds it
  Timestamp time;       // of that record
};
// Nothing if there has been none. ledger.damaged, ledger.store
Result<std::optional<LastAnchor>> FindLastAnchor(const Store& store, std::string_view kind);

// The anchor itself.
Result<Anchor> ReadAnchor(const Store& store, const LastAnchor& last);

// Whether among the records [from, size) there is one that is no anchor.
Result<bool> HasNews(const Store& store, uint64_t from, uint64_t size);

}  // namespace reeve::ledger
