// In whose name, for which system and on what terms a model is called: what a request for a
// decision says, and what no client of a model has a place for. It comes in headers.
//
//   X-Reeve-System       the system's id, unless the path names it
//   X-Reeve-Interaction  ties the stages of one interaction; drawn where it is absent
//   X-Reeve-Approval     by which a request that was held asks to pass
//   X-Reeve-Actor        the id of who asks; else `user`, `safety_identifier` or
//                        `metadata.user_id` of the body, else the caller's name
//   X-Reeve-Terms        JSON: `actor`, `subject`, `channel`, `action`, `context`, as in
//                        POST /v1/decisions
//
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "api/gateway.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "engine/principal.h"

namespace reeve::api::proxy {

inline constexpr char kSystemHeader[] = "X-Reeve-System";
inline constexpr char kInteractionHeader[] = "X-Reeve-Interaction";
inline constexpr char kApprovalHeader[] = "X-Reeve-Approval";
inline constexpr char kActorHeader[] = "X-Reeve-Actor";
inline constexpr char kTermsHeader[] = "X-Reeve-Terms";
inline constexpr size_t kMaxTermsBytes = 8000;

struct CallTerms {
  std::string system;
  std::string interaction;
  std::string approval;  // empty: none
  // A request for a decision but for its stage, content, tool and approval.
  json::Object request;
};

// `action` is the kind of action where the caller names none: "chat", "embedding", "moderation".
// proxy.no_system, proxy.system (path and header differ), proxy.terms
Result<CallTerms> ReadCallTerms(const GatewayCall& call, const engine::Principal& principal,
                                const json::Value& body, std::string_view action, Timestamp now,
                                const Random& random);

}  // namespace reeve::api::proxy
