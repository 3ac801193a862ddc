#include "api/log_handlers.h"

#include <optional>

#include "base/encoding.h"
#include "base/sha256.h"
#include "ledger/decimal.h"
#include "ledger/prove.h"
#include "ledger/tiles.h"

namespace reeve::api {
namespace {

constexpr char kText[] = "text/plain; charset=utf-8";
constexpr char kCacheControl[] = "Cache-Control";
constexpr std::string_view kYear = "max-age=31536000, immutable";

// Whether a list of tags (RFC 9110 section 13.1.2) has ours, or is `*`.
bool HasTag(std::string_view list, std::string_view tag) {
  return list == "*" || list.find(tag) != std::string_view::npos;
}

Result<uint64_t> ReadNumber(std::string_view name, std::string_view text) {
  uint64_t number = 0;
  if (ledger::ParseDecimal(text, &number)) return number;
  return Error{"http.query", "`" + std::string(name) + "` must be a whole number from 0, not `" +
                                 std::string(text) + "`"};
}

Result<uint64_t> IndexOf(const engine::Engine& engine, const engine::Principal& principal,
                         const ReceiptQuery& query) {
  const int given = !query.index.empty() + !query.id.empty() + !query.leaf_hash.empty();
  if (given != 1) {
    return Error{"http.query", "say of which record: one of `index`, `id`, `leaf_hash`"};
  }
  if (!query.index.empty()) return ReadNumber("index", query.index);
  if (!query.id.empty()) {
    const Error unknown{"ledger.not_found", "there is no record of that id"};
    const Result<ledger::Record> record = engine.ledger().FindById(query.id);
    if (!record.ok()) return record.error().code == unknown.code ? unknown : record.error();
    if (record->tenant() != principal.tenant) return unknown;
    return record->index();
  }
  const Result<std::string> leaf = HexDecode(query.leaf_hash);
  if (leaf.ok() && leaf->size() == Hash{}.size()) {
    return engine.ledger().FindLeaf(HashFromBytes(*leaf));
  }
  return Error{"http.query", "`leaf_hash` must be 64 hex digits"};
}

// Whether the receipt is to hold the record, which the caller's tenant must own.
Result<bool> ReadWith(const engine::Engine& engine, const engine::Principal& principal,
                      std::string_view with, uint64_t index) {
  if (with.empty()) return false;
  if (with != "record") return Error{"http.query", "`with` can be `record` and nothing else"};
  REEVE_ASSIGN_OR_RETURN(const ledger::Record record, engine.ledger().Read(index));
  if (record.tenant() == principal.tenant) return true;
  return Error{"ledger.not_found", "there is no record `" + std::to_string(index) + "`"};
}

Reply CheckpointReply(std::string note, std::string_view if_none_match) {
  const std::string tag = '"' + HexEncode(AsBytes(Sha256(note))).substr(0, 32) + '"';
  Reply reply{.content_type = kText, .headers = {{kCacheControl, "no-cache"}, {"ETag", tag}}};
  if (HasTag(if_none_match, tag)) {
    reply.status = 304;
  } else {
    reply.body = std::move(note);
  }
  return reply;
}

// The receipt under the newest checkpoint, or the last cosigned one.
Result<std::string> MakeReceipt(const ledger::Ledger& log, uint64_t index, bool with_record,
                                std::string_view under) {
  if (under.empty()) return log.Receipt(index, with_record);
  if (under != "cosigned") {
    return Error{"http.query", "`under` can be `cosigned` and nothing else"};
  }
  REEVE_ASSIGN_OR_RETURN(const ledger::SignedCheckpoint cosigned, NewestCosigned(log.store()));
  REEVE_ASSIGN_OR_RETURN(const ledger::Receipt receipt,
                         ProveRecord(log.store(), index, cosigned, with_record));
  return receipt.Format();
}

}  // namespace

Reply GetCheckpoint(const engine::Engine& engine, std::string_view if_none_match) {
  return CheckpointReply(engine.ledger().LatestCheckpoint(), if_none_match);
}

Reply GetCosignedCheckpoint(const engine::Engine& engine, std::string_view if_none_match) {
  Result<ledger::SignedCheckpoint> cosigned = NewestCosigned(engine.ledger().store());
  if (!cosigned.ok()) return ProblemReply(cosigned.error());
  return CheckpointReply(std::move(cosigned->note), if_none_match);
}

bool IsEntryPath(std::string_view path) { return path.starts_with("tile/entries/"); }

Reply GetTile(const engine::Engine& engine, std::string_view path, bool public_log) {
  const Result<ledger::TileName> tile = ledger::TileName::Parse(path);
  if (!tile.ok()) return ProblemReply(tile.error());
  Result<std::string> bytes = engine.ledger().Tile(*tile);
  if (!bytes.ok()) return ProblemReply(bytes.error());
  const bool shared = !tile->is_entries || public_log;
  return {.content_type = "application/octet-stream",
          .body = *std::move(bytes),
          .headers = {{kCacheControl, (shared ? "public, " : "private, ") + std::string(kYear)}}};
}

Reply GetLedgerReceipt(const engine::Engine& engine, const engine::Principal& principal,
                       const ReceiptQuery& query) {
  const Result<uint64_t> index = IndexOf(engine, principal, query);
  if (!index.ok()) return ProblemReply(index.error());
  const Result<bool> with_record = ReadWith(engine, principal, query.with, *index);
  if (!with_record.ok()) return ProblemReply(with_record.error());
  Result<std::string> receipt = MakeReceipt(engine.ledger(), *index, *with_record, query.under);
  if (!receipt.ok()) return ProblemReply(receipt.error());
  return {.content_type = kText, .body = *std::move(receipt)};
}

Reply GetConsistency(const engine::Engine& engine, std::string_view old, std::string_view size) {
  const Result<uint64_t> old_size = ReadNumber("old", old);
  if (!old_size.ok()) return ProblemReply(old_size.error());
  const uint64_t newest = engine.ledger().size();
  const Result<uint64_t> new_size = size.empty() ? newest : ReadNumber("size", size);
  if (!new_size.ok()) return ProblemReply(new_size.error());
  if (*new_size > newest) {
    return ProblemReply({"ledger.out_of_range", "the log has `" + std::to_string(newest) +
                                                    "` records, not as many as asked for"});
  }
  const auto proof = ledger::ConsistencyJson(engine.ledger().store(), *old_size, *new_size);
  if (!proof.ok()) return ProblemReply(proof.error());
  return {.body = json::Compact(*proof)};
}

}  // namespace reeve::api
