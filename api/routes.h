// Routes as a table: what a path is for, and which function answers it, without HTTP. server.cc
// binds them, and does for each what it does for its own: authentication, limits, who acts.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/handlers.h"
#include "api/record_handlers.h"
#include "engine/engine.h"
#include "oversight/acting_person.h"

namespace reeve::api {

enum class RouteKind : uint8_t {
  kQuestion,   // GET
  kNotice,     // POST, of the caller itself
  kCommand,    // POST, of a person (person.h)
  kForwarded,  // any method, as a gateway passes it on, of the caller itself
};

struct RouteCall {
  std::vector<std::string> parts;  // what the pattern's groups hold
  Parameters parameters;           // of the query
  oversight::ActingPerson person;  // of a command
  std::string_view body;
  std::string method = {};
  std::string request_id = {};  // of the header X-Request-ID

  // The first of that name, or nothing.
  std::string_view Parameter(std::string_view name) const;
};

struct Route {
  RouteKind kind;
  const char* pattern;  // a regular expression for the whole path
  Reply (*answer)(engine::Engine& engine, const engine::Principal& principal,
                  const RouteCall& call);
};

// The tables live as long as the process. Of systems and halts:
std::span<const Route> RegisterRoutes();
// Of bundles, waivers, usage, grants and trainings, kept content:
std::span<const Route> GovernanceRoutes();
// Of incidents, break-glasses, bypasses, overrides, appeals, reviews, the quality of oversight:
std::span<const Route> OversightRoutes();
// Of contracts that other programs speak (contracts/contracts.h):
std::span<const Route> ContractRoutes();
// Outcomes, and audits of them: attributes, runs, reports. But for what server.cc has itself.
std::span<const Route> BiasRoutes();

}  // namespace reeve::api
