// Handlers of reported bypasses: bytes in, a Reply out. docs/clients.md.
//
// Thread-safety: any thread.
#pragma once

#include <string_view>

#include "api/handlers.h"
#include "engine/engine.h"

namespace reeve::api {

// POST /v1/bypasses: {"bypasses":[{"key","system","interaction","stage","cause","passed"}]} to
// {"recorded":n}
Reply ReportBypasses(engine::Engine& engine, const engine::Principal& principal,
                     std::string_view body);

}  // namespace reeve::api
