// What the routes beneath /v1/notifications do, without HTTP (handlers.h). Without a notifier there
// are no targets.
//
// Thread-safety: any thread.
#pragma once

#include <string_view>

#include "api/handlers.h"
#include "api/notifier.h"
#include "engine/principal.h"

namespace reeve::api {

// The header by which a caller of POST /v1/decisions asks to be called back.
inline constexpr char kCallbackHeader[] = "Reeve-Callback";

// GET /v1/notifications: {"targets":[...]}
Reply ListNotifications(const Notifier* notifier, const engine::Principal& principal);
// POST /v1/notifications/{target}/retry: {"record"}; the targets
Reply RetryNotification(Notifier* notifier, const engine::Principal& principal,
                        std::string_view target, std::string_view body);
// As Decide, and where it holds, the webhook at `url` is told of every record of the approval.
// Nothing is decided where no webhook takes callbacks there.
void DecideWithCallback(engine::Engine& engine, const engine::Principal& principal,
                        const Notifier* notifier, std::string_view url, std::string_view body,
                        Later later);

}  // namespace reeve::api
