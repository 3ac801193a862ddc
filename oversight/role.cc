#include "oversight/role.h"

#include <algorithm>

namespace reeve::oversight {
namespace {

// By Role.
constexpr std::array<std::string_view, kAllRoles.size()> kNames = {
    "service", "risk_officer", "approver", "auditor", "administrator"};

}  // namespace

std::string_view RoleName(Role role) { return kNames[static_cast<size_t>(role)]; }

std::optional<Role> RoleFromName(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Role>(found - kNames.begin());
}

json::Array RolesJson(Roles roles) {
  json::Array out;
  for (const Role role : kAllRoles) {
    if (Holds(roles, role)) out.emplace_back(RoleName(role));
  }
  return out;
}

std::string RolesText(Roles roles) {
  std::string out;
  for (const Role role : kAllRoles) {
    if (!Holds(roles, role)) continue;
    if (!out.empty()) out += ", ";
    out += RoleName(role);
  }
  return out;
}

Status CheckRoles(Roles roles) {
  if (roles == kNoRole) return Error{"token.roles", "name at least one role", "/roles"};
  if (Holds(roles, Role::kService) && roles != Only(Role::kService)) {
    return Error{"token.roles",
                 "a service is no person: give the role `service` alone, and persons tokens of "
                 "their own",
                 "/roles"};
  }
  if (Holds(roles, Role::kAdministrator) && roles != Only(Role::kAdministrator)) {
    return Error{"token.roles",
                 "who administers access decides nothing else: give the role `administrator` alone",
                 "/roles"};
  }
  return {};
}

}  // namespace reeve::oversight
