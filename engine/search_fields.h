// What the records of Reeve are found by, and how a person writes a search for them.
//
// Actors and subjects are in the records as keyed digests (docs/records.md), so who searches by one
// needs the key of the commitments, which the server and the data folder have.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/search.h"

namespace reeve::engine {

// The table of fields: interaction, system, actor, subject, rule, policy, effect, stage, action,
// tool, principal, person, bundle; beside the ledger's kind and tenant.
ledger::SearchFields SearchFields();

// A keyed digest of an actor's id or a subject's pseudonym, as records have it.
using IdentityDigest = std::function<std::string(std::string_view identity)>;

// A search as a caller writes it, in parameters of an address or options of a command.
struct SearchRequest {
  ledger::SearchQuery query;
  std::optional<uint64_t> size;  // of the log, as an earlier page named it
  bool proofs = false;
  // Of counts: the length of a stretch of time, and the field to split by.
  std::optional<std::chrono::seconds> every;
  std::optional<std::string> by;
};

// Adds what one parameter asks for. `name` is a field, or id, first, end, from, until (RFC 3339 or
// a day), order (oldest, newest), limit, size, proofs (true, false), every (30s, 15m, 1h, 7d), by;
// values of one field may be separated by commas, or given again. search.parameter
Status AddSearchParameter(std::string_view name, std::string_view value,
                          const IdentityDigest& digest, SearchRequest* request);

// Counts as JSON on one line: `size`, `every_seconds`, `counts`, each with `start`, `records` and,
// with `by`, `by`; counts by effect need no values. Errors of CountByTime; search.parameter: no
// length of time
Result<std::string> SearchCountsJson(const ledger::Store& store, SearchRequest request,
                                     uint64_t size);

}  // namespace reeve::engine
