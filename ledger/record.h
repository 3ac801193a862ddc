// One record of the log: an envelope of ten fields around a body, as canonical JSON (RFC 8785).
//
//   {"body":{...},"id":"d-...","index":7,"kind":"decision","log":"decision","origin":"...",
//    "prev":"<64 hex>","tenant":"...","time":"2026-11-20T09:30:00.000000Z","v":1}     (one line)
//
// Invariants: the bytes are canonical, at most 65,535 of them (an entry of a tlog-tiles bundle);
// `index` counts from 0 without a gap; `prev` is the leaf hash of the record before, or zeros;
// `time` never goes back. The leaf hash is SHA256(0x00 || bytes), RFC 6962. docs/ledger-format.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/canonical_reader.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "base/sha256.h"

namespace reeve::ledger {

inline constexpr size_t kMaxRecordBytes = 65'535;
inline constexpr size_t kMaxIdBytes = 256;

// Control: what people and policies do. Decision: what the engine decides. On one machine both
// roles are written to one log; with several nodes they are several logs.
enum class LogRole { kDecision, kControl };
std::string_view LogRoleName(LogRole role);

// What a caller hands in. The ledger adds index, origin, prev and time.
struct NewRecord {
  std::string kind;
  LogRole log = LogRole::kDecision;
  std::string tenant;
  std::string id;    // 1 to 256 bytes; unique by the caller's care (base/random.h, NewId)
  std::string body;  // a canonical JSON object; checked in debug builds only
};

// A record as read, or as it is about to be written. Move-only.
// Thread-safety: one thread at a time, for the body is parsed on first use.
class Record {
 public:
  struct Fields {
    uint64_t index = 0;
    LogRole log = LogRole::kDecision;
    Timestamp time;
    Hash prev{};
    Hash leaf{};
    std::string_view kind;
    std::string_view tenant;
    std::string_view id;
    std::string_view origin;
    std::string_view body;   // canonical JSON text
    std::string_view bytes;  // the whole record
  };

  // A view: what the fields point to must outlive the record.
  explicit Record(const Fields& fields) : fields_(fields) {}

  // Reads and owns the bytes; checks form and canonicity, not the chain.
  // ledger.record_too_large, ledger.record_malformed, ledger.record_not_canonical.
  static Result<Record> Parse(std::string bytes);

  // The same in one pass over bytes that outlive the record, which views them; `leaf` is their leaf
  // hash. Appends to `found`, unless it is null, what lies in the body at the paths.
  static Result<Record> View(std::string_view bytes, const Hash& leaf,
                             const json::PathSet* paths = nullptr,
                             std::vector<json::FoundValue>* found = nullptr);

  uint64_t index() const { return fields_.index; }
  LogRole log() const { return fields_.log; }
  Timestamp time() const { return fields_.time; }
  const Hash& prev() const { return fields_.prev; }
  const Hash& leaf() const { return fields_.leaf; }
  std::string_view kind() const { return fields_.kind; }
  std::string_view tenant() const { return fields_.tenant; }
  std::string_view id() const { return fields_.id; }
  std::string_view origin() const { return fields_.origin; }
  std::string_view body_text() const { return fields_.body; }
  std::string_view bytes() const { return fields_.bytes; }

  // The body, parsed on the first call; the pointer lives as long as the record.
  Result<const json::Value*> Body() const;

 private:
  struct Owned {
    std::string bytes, kind, tenant, id, origin;
  };
  Fields fields_;
  std::unique_ptr<const Owned> owned_;  // null for a view
  mutable std::unique_ptr<const json::Value> parsed_;
};

// The caller's part of a record, rendered and measured on the caller's thread, so that the one
// committer only splices in what it alone knows: index, prev and time.
class RecordDraft {
 public:
  // ledger.record_malformed (empty or over-long id, empty kind, invalid UTF-8, body no object),
  // ledger.record_too_large (measured with the widest index, 2^53).
  static Result<RecordDraft> Make(const NewRecord& record, std::string_view origin);

  // What the record is to be found by (search_fields.h).
  void set_terms(std::vector<uint64_t> terms) { terms_ = std::move(terms); }
  const std::vector<uint64_t>& terms() const { return terms_; }

  // Upper bound of what AppendTo adds.
  size_t MaxSize() const;
  // Appends the finished record.
  void AppendTo(uint64_t index, const Hash& prev, std::string_view time, std::string* out) const;

 private:
  std::string text_;     // everything but index, prev and time, in order
  size_t index_at_ = 0;  // where in text_ the index belongs
  size_t prev_at_ = 0;   // likewise prev
  size_t time_at_ = 0;   // likewise time
  std::vector<uint64_t> terms_;
};

}  // namespace reeve::ledger
