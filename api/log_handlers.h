// The ledger over HTTP: tiles for mirrors, monitors and foreign verifiers (C2SP tlog-tiles), and
// proofs for who holds a record. Without HTTP, as in handlers.h.
//
// Thread-safety: any thread.
#pragma once

#include <string>
#include <string_view>

#include "api/handlers.h"

namespace reeve::api {

// GET /log/checkpoint: 304 where the caller's ETag is still right. May be cached, but must be asked
// for again each time.
Reply GetCheckpoint(const engine::Engine& engine, std::string_view if_none_match);

// GET /log/cosigned/checkpoint: the last one that a quorum of witnesses cosigned. The tiles under
// /log/cosigned/ are those under /log/, so a verifier that asks for witnesses reads the log there.
Reply GetCosignedCheckpoint(const engine::Engine& engine, std::string_view if_none_match);

// Whether a path under /log/ is of records and not of hashes.
bool IsEntryPath(std::string_view path);

// GET /log/tile/...: bytes that never change, and say so to caches. Of records only where
// `public_log` to shared ones.
Reply GetTile(const engine::Engine& engine, std::string_view path, bool public_log);

// GET /v1/ledger/receipt?index=N | id=ID | leaf_hash=HEX [&with=record]
// [&under=cosigned]: C2SP tlog-proof.
struct ReceiptQuery {
  std::string index;
  std::string id;
  std::string leaf_hash;
  std::string with;
  std::string under;
};
Reply GetLedgerReceipt(const engine::Engine& engine, const engine::Principal& principal,
                       const ReceiptQuery& query);

// GET /v1/ledger/consistency?old=N[&size=M]: JSON as of ledger/prove.h.
Reply GetConsistency(const engine::Engine& engine, std::string_view old, std::string_view size);

}  // namespace reeve::api
