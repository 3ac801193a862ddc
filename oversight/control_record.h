// A record of the control log, from its body.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/json.h"
#include "base/result.h"
#include "ledger/record.h"

namespace reeve::oversight {

inline Result<ledger::NewRecord> ControlRecord(std::string_view kind, std::string id,
                                               std::string tenant, json::Object body) {
  REEVE_ASSIGN_OR_RETURN(std::string text, json::Canonical(std::move(body)));
  return ledger::NewRecord{.kind = std::string(kind),
                           .log = ledger::LogRole::kControl,
                           .tenant = std::move(tenant),
                           .id = std::move(id),
                           .body = std::move(text)};
}

}  // namespace reeve::oversight
