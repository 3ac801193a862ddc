// A notice: what somebody outside is told of a record. It carries ids, times, digests, roles,
// counts and words that are fixed or declared, and never a reason, a name of a person, or a text.
// docs/notifications.md, docs/events.md.
//
// Thread-safety: free functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "ledger/record.h"

namespace reeve::oversight {

struct Notice {
  std::string kind;  // of the record
  std::string id;    // of the record
  uint64_t index = 0;
  std::string leaf_hash;
  std::string tenant;
  Timestamp time;
  std::string approval;            // the id of the approval that it is about, or empty
  std::vector<std::string> roles;  // whom it concerns; empty: nobody in particular
  std::string path;                // where the API shows what it is about, or empty
  json::Object members;            // of the record's body, those that may leave
};

// The kinds that are told, in order.
std::span<const std::string_view> NoticeKinds();
// Those of them that the pattern names: a kind, or `approval.*`, or `*`, which is all but those of
// which each request has one (`decision`, `outcome.recorded`). Empty: a pattern of none.
std::vector<std::string> NoticeKindsLike(std::string_view pattern);

// Nothing where the kind is not told. ledger.damaged
Result<std::optional<Notice>> NoticeOf(const ledger::Record& record);

// {"record","index","leaf_hash","tenant","link", members...}. `base` stands before the path of the
// link.
json::Object NoticeMembers(const Notice& notice, std::string_view base);
// {"type","timestamp","data": NoticeMembers}, the form of Standard Webhooks.
json::Object ToJson(const Notice& notice, std::string_view base);

}  // namespace reeve::oversight
