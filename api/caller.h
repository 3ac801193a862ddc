// Who sends a request, once it is known: what every route is asked with.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/principal.h"
#include "oversight/access_tokens.h"
#include "oversight/role.h"

namespace reeve::api {

struct Caller {
  engine::Principal principal;  // with the tenant of this request
  oversight::Roles roles = oversight::kNoRole;
  std::string person = {};  // who holds the token; of a service, and in development, nobody
  // In development alone, where one token stands for everybody: any person may be named.
  bool names_anyone = false;
  std::vector<std::string> tenants = {};
  std::shared_ptr<oversight::StandingToken> token = nullptr;  // null in development
};

}  // namespace reeve::api
