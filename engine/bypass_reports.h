// What a client let pass without a decision, because it had no answer and was told to go on then,
// and reports once it has one: a record `bypass.reported` each. docs/clients.md, docs/records.md.
//
// It is a statement of the client's, which the server cannot check; that it is on record is what
// makes a pass in failure no silent one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "engine/engine.h"
#include "engine/principal.h"

namespace reeve::engine {

inline constexpr std::string_view kBypassReported = "bypass.reported";
inline constexpr size_t kMaxBypassReports = 100;  // of one request

struct BypassReport {
  std::string key;  // drawn by the client, once for each pass
  std::string system;
  std::string interaction;
  std::string stage;
  std::string cause;   // a code: "connection", "timeout", "http.503"
  Timestamp passed{};  // by the client's clock
};

// All are on record on return, or none. One whose key the tenant's log has already becomes no
// second record, so a client whose answer was lost reports again. Precondition: at most
// kMaxBypassReports. bypass.twice: a key stands twice in `reports`
Status RecordBypasses(Engine& engine, const std::vector<BypassReport>& reports,
                      const Principal& by);

}  // namespace reeve::engine
