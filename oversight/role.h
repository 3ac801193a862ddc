// What an authenticated caller may be: the roles, and which of them one principal may hold.
//
// A service speaks for AI systems and is nobody; all others are held by persons. The administrator
// gives and takes access and holds no other role, so who decides about access never decides about
// content. docs/identity.md has what each role may do (api/access.h).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace reeve::oversight {

enum class Role : uint8_t { kService, kRiskOfficer, kApprover, kAuditor, kAdministrator };

inline constexpr std::array<Role, 5> kAllRoles = {
    Role::kService, Role::kRiskOfficer, Role::kApprover, Role::kAuditor, Role::kAdministrator};

// A set of roles, a bit each.
using Roles = uint8_t;

constexpr Roles Only(Role role) { return static_cast<Roles>(1u << static_cast<unsigned>(role)); }
constexpr bool Holds(Roles roles, Role role) { return (roles & Only(role)) != 0; }

inline constexpr Roles kNoRole = 0;
inline constexpr Roles kEveryRole = 0b11111;

// "service", "risk_officer", "approver", "auditor", "administrator"
std::string_view RoleName(Role role);
std::optional<Role> RoleFromName(std::string_view name);

// The names, in the order of the enum: for records and answers, and for people, "auditor,
// approver".
json::Array RolesJson(Roles roles);
std::string RolesText(Roles roles);

// token.roles: none at all, service beside a role of persons, or administrator beside another.
Status CheckRoles(Roles roles);

}  // namespace reeve::oversight
