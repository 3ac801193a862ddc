#include "api/access.h"

#include <algorithm>
#include <array>
#include <regex>
#include <set>
#include <vector>

#include "api/gateway_routes.h"

namespace reeve::api {
namespace {

using oversight::Only;
using oversight::Role;
using oversight::Roles;

constexpr Roles kS = Only(Role::kService);
constexpr Roles kR = Only(Role::kRiskOfficer);
constexpr Roles kP = Only(Role::kApprover);
constexpr Roles kU = Only(Role::kAuditor);
constexpr Roles kA = Only(Role::kAdministrator);
constexpr Roles kAll = oversight::kEveryRole;
constexpr Roles kReaders = kR | kP | kU;

// Rows of one pattern stand together: those of single commands first, that of all others last.
constexpr auto kTable = std::to_array<RouteAccess>({
    {"POST", "/v1/decisions", "/v1/decisions", kS},
    {"POST", "/v1/decisions:batch", "/v1/decisions:batch", kS},
    {"GET", "/v1/decisions/([A-Za-z0-9-]+)", "/v1/decisions/{id}", kS | kReaders},
    {"GET", "/v1/decisions/([A-Za-z0-9-]+)/receipt", "/v1/decisions/{id}/receipt", kS | kReaders},
    {"POST", "/v1/decisions/([A-Za-z0-9-]+)/content", "/v1/decisions/{id}/content", kR | kU},
    {"POST", "/v1/outcomes", "/v1/outcomes", kS | kR},
    {"POST", "/v1/overrides", "/v1/overrides", kS | kR},
    {"POST", "/v1/bypasses", "/v1/bypasses", kS},
    {"GET", "/v1/overrides/rates", "/v1/overrides/rates", kReaders},
    {"GET", "/v1/records", "/v1/records", kR | kU},
    {"GET", "/v1/records:count", "/v1/records:count", kR | kU},

    {"POST", "/contracts/([A-Za-z0-9._-]+)/beta/litellm_basic_guardrail_api",
     "/contracts/{system}/beta/litellm_basic_guardrail_api", kS},
    {"POST", "/contracts/([A-Za-z0-9._-]+)/analyze", "/contracts/{system}/analyze", kS},
    {"POST", "/contracts/([A-Za-z0-9._-]+)/anonymize", "/contracts/{system}/anonymize", kS},
    {"GET", "/contracts/([A-Za-z0-9._-]+)/supportedentities",
     "/contracts/{system}/supportedentities", kS},
    {"GET", "/contracts/([A-Za-z0-9._-]+)/health", "/contracts/{system}/health", kS},
    {"POST", "/contracts/([A-Za-z0-9._-]+)/v1/data/(.+)", "/contracts/{system}/v1/data/{path}", kS},
    {"POST", "/contracts/([A-Za-z0-9._-]+)/access/v1/evaluation",
     "/contracts/{system}/access/v1/evaluation", kS},
    {"POST", "/contracts/([A-Za-z0-9._-]+)/access/v1/evaluations",
     "/contracts/{system}/access/v1/evaluations", kS},
    {"GET", "/contracts/([A-Za-z0-9._-]+)/\\.well-known/authzen-configuration",
     "/contracts/{system}/.well-known/authzen-configuration", kS},
    {"ANY", "/contracts/([A-Za-z0-9._-]+)/ext_authz(/.*)?", "/contracts/{system}/ext_authz", kS},
    {"POST", "/contracts/([A-Za-z0-9._-]+)/request", "/contracts/{system}/request", kS},
    {"POST", "/contracts/([A-Za-z0-9._-]+)/response", "/contracts/{system}/response", kS},
    {"POST", "/contracts/([A-Za-z0-9._-]+)/portkey", "/contracts/{system}/portkey", kS},
    {"POST", "/contracts/([A-Za-z0-9._-]+)/hook", "/contracts/{system}/hook", kS},

    {"POST", kGatewayPosted, "/v1/chat/completions", kS},
    {"POST", kGatewayPosted, "/v1/responses", kS},
    {"POST", kGatewayPosted, "/v1/embeddings", kS},
    {"POST", kGatewayPosted, "/v1/moderations", kS},
    {"POST", kGatewayPosted, "/v1/messages", kS},
    {"GET", kGatewayAsked, "/v1/models", kS},
    {"GET", kGatewayAsked, "/v1/models/{model}", kS},

    {"GET", "/v1/bundles", "/v1/bundles", kReaders},
    {"GET", "/v1/bundles/(sha256:[0-9a-f]{64})", "/v1/bundles/{digest}", kReaders},
    {"GET", "/v1/bundles/(sha256:[0-9a-f]{64})/trial", "/v1/bundles/{digest}/trial", kReaders},
    {"POST", "/v1/bundles", "/v1/bundles", kR},
    {"POST", "/v1/bundles/rollback", "/v1/bundles/rollback", kR},
    {"POST", "/v1/bundles/(sha256:[0-9a-f]{64})/(?!trial$)([a-z]+)", "/v1/bundles/{digest}/approve",
     kR | kP},
    {"POST", "/v1/bundles/(sha256:[0-9a-f]{64})/(?!trial$)([a-z]+)", "/v1/bundles/{digest}/reject",
     kR | kP},
    {"POST", "/v1/bundles/(sha256:[0-9a-f]{64})/(?!trial$)([a-z]+)",
     "/v1/bundles/{digest}/{command}", kR},

    {"GET", "/v1/systems", "/v1/systems", kReaders},
    {"GET", "/v1/systems/unknown", "/v1/systems/unknown", kReaders},
    {"GET", "/v1/systems/([A-Za-z0-9._-]+)", "/v1/systems/{id}", kReaders},
    {"GET", "/v1/systems/([A-Za-z0-9._-]+)/classification", "/v1/systems/{id}/classification",
     kReaders},
    {"POST", "/v1/systems", "/v1/systems", kR},
    {"POST", "/v1/systems/([A-Za-z0-9._-]+)/([a-z]+)", "/v1/systems/{id}/approve", kR | kP},
    {"POST", "/v1/systems/([A-Za-z0-9._-]+)/([a-z]+)", "/v1/systems/{id}/{command}", kR},
    {"GET", "/v1/halts", "/v1/halts", kReaders},
    {"GET", "/v1/halts/([A-Za-z0-9-]+)", "/v1/halts/{id}", kReaders},
    {"POST", "/v1/halts", "/v1/halts", kR | kP},
    {"POST", "/v1/halts/([A-Za-z0-9-]+)/lift", "/v1/halts/{id}/lift", kR | kP},
    {"GET", "/v1/waivers", "/v1/waivers", kReaders},
    {"GET", "/v1/waivers/([A-Za-z0-9-]+)", "/v1/waivers/{id}", kReaders},
    {"POST", "/v1/waivers", "/v1/waivers", kR | kP},
    {"POST", "/v1/waivers/([A-Za-z0-9-]+)/revoke", "/v1/waivers/{id}/revoke", kR | kP},
    {"GET", "/v1/usage", "/v1/usage", kReaders},

    {"GET", "/v1/approvals", "/v1/approvals", kReaders},
    {"GET", "/v1/approvals/events", "/v1/approvals/events", kReaders},
    {"GET", "/v1/approvals/([A-Za-z0-9-]+)", "/v1/approvals/{id}", kS | kReaders},
    {"GET", "/v1/approvals/([A-Za-z0-9-]+)/events", "/v1/approvals/{id}/events", kS | kReaders},
    {"POST", "/v1/approvals/([A-Za-z0-9-]+)/votes", "/v1/approvals/{id}/votes", kP},
    {"POST", "/v1/approvals/([A-Za-z0-9-]+)/withdraw", "/v1/approvals/{id}/withdraw", kR | kP},
    {"GET", "/v1/grants", "/v1/grants", kReaders},
    {"GET", "/v1/grants/([A-Za-z0-9-]+)", "/v1/grants/{id}", kReaders},
    {"POST", "/v1/grants", "/v1/grants", kR},
    {"POST", "/v1/grants/([A-Za-z0-9-]+)/end", "/v1/grants/{id}/end", kR},
    {"POST", "/v1/delegations", "/v1/delegations", kP},
    {"GET", "/v1/trainings", "/v1/trainings", kReaders},
    {"POST", "/v1/trainings", "/v1/trainings", kR},

    {"GET", "/v1/incidents", "/v1/incidents", kReaders},
    {"GET", "/v1/incidents/([A-Za-z0-9-]+)", "/v1/incidents/{id}", kReaders},
    {"GET", "/v1/incidents/([A-Za-z0-9-]+)/report", "/v1/incidents/{id}/report", kReaders},
    {"GET", "/v1/incidents/([A-Za-z0-9-]+)/reports/(sha256:[0-9a-f]{64})",
     "/v1/incidents/{id}/reports/{digest}", kReaders},
    {"POST", "/v1/incidents", "/v1/incidents", kR | kP},
    {"POST", "/v1/incidents/([A-Za-z0-9-]+)/([a-z]+)", "/v1/incidents/{id}/{command}", kR},
    {"GET", "/v1/break-glass", "/v1/break-glass", kReaders},
    {"GET", "/v1/break-glass/([A-Za-z0-9-]+)", "/v1/break-glass/{id}", kReaders},
    {"POST", "/v1/break-glass", "/v1/break-glass", kR | kP},
    {"POST", "/v1/break-glass/([A-Za-z0-9-]+)/([a-z]+)", "/v1/break-glass/{id}/{command}", kR | kP},
    {"GET", "/v1/appeals", "/v1/appeals", kReaders},
    {"GET", "/v1/appeals/([A-Za-z0-9-]+)", "/v1/appeals/{id}", kReaders},
    {"POST", "/v1/appeals", "/v1/appeals", kR | kP},
    {"POST", "/v1/appeals/([A-Za-z0-9-]+)/decide", "/v1/appeals/{id}/decide", kR | kP},
    {"GET", "/v1/reviews", "/v1/reviews", kReaders},
    {"GET", "/v1/reviews/([A-Za-z0-9-]+)", "/v1/reviews/{id}", kReaders},
    {"POST", "/v1/reviews/([A-Za-z0-9-]+)/verdict", "/v1/reviews/{id}/verdict", kR | kP | kU},
    {"GET", "/v1/oversight/quality", "/v1/oversight/quality", kReaders},
    {"POST", "/v1/oversight/measures", "/v1/oversight/measures", kR},
    {"POST", "/v1/oversight/seeds", "/v1/oversight/seeds", kR},

    {"GET", "/v1/bias-attributes", "/v1/bias-attributes", kReaders},
    {"GET", "/v1/bias-attributes/([A-Za-z0-9-]+)", "/v1/bias-attributes/{id}", kReaders},
    {"POST", "/v1/bias-attributes", "/v1/bias-attributes", kR},
    {"POST", "/v1/bias-attributes/([A-Za-z0-9-]+)/delete", "/v1/bias-attributes/{id}/delete", kR},
    {"GET", "/v1/bias-audits", "/v1/bias-audits", kReaders},
    {"GET", "/v1/bias-audits/([A-Za-z0-9-]+)", "/v1/bias-audits/{id}", kReaders},
    {"POST", "/v1/bias-audits", "/v1/bias-audits", kR | kU},
    {"POST", "/v1/bias-audits/([A-Za-z0-9-]+)/cancel", "/v1/bias-audits/{id}/cancel", kR | kU},
    {"GET", "/v1/bias-reports/(sha256:[0-9a-f]{64})", "/v1/bias-reports/{digest}", kReaders},
    {"POST", "/v1/bias-reports", "/v1/bias-reports", kR | kU},
    {"GET", "/v1/bias-monitors", "/v1/bias-monitors", kReaders},
    {"GET", "/v1/bias-monitors/([a-z0-9-]+)", "/v1/bias-monitors/{id}", kReaders},
    {"POST", "/v1/bias-monitors", "/v1/bias-monitors", kR},
    {"POST", "/v1/bias-monitors/([a-z0-9-]+)/end", "/v1/bias-monitors/{id}/end", kR},
    {"POST", "/v1/bias-monitors/([a-z0-9-]+)/corrections", "/v1/bias-monitors/{id}/corrections",
     kR},
    {"POST", "/v1/bias-monitors/([a-z0-9-]+)/corrections/([A-Za-z0-9-]+)/done",
     "/v1/bias-monitors/{id}/corrections/{correction}/done", kR},
    {"GET", "/v1/bias-publications", "/v1/bias-publications", kReaders},
    {"POST", "/v1/bias-publications", "/v1/bias-publications", kR},
    {"POST", "/v1/bias-publications/([A-Za-z0-9-]+)/withdraw",
     "/v1/bias-publications/{id}/withdraw", kR},
    {"GET", "/.well-known/audits.json", "/.well-known/audits.json", kAll, true},
    {"GET", "/audits/([A-Za-z0-9-]+)", "/audits/{id}", kAll, true},

    {"POST", "/v1/subjects/export", "/v1/subjects/export", kR},
    {"POST", "/v1/subjects/erase", "/v1/subjects/erase", kR},
    {"GET", "/v1/legal-holds", "/v1/legal-holds", kR | kU},
    {"POST", "/v1/legal-holds", "/v1/legal-holds", kR},
    {"POST", "/v1/legal-holds/([A-Za-z0-9-]+)/lift", "/v1/legal-holds/{id}/lift", kR},
    {"GET", "/v1/retention", "/v1/retention", kR | kU},
    {"POST", "/v1/retention", "/v1/retention", kR},
    {"POST", "/v1/retention/sweep", "/v1/retention/sweep", kR},

    {"GET", "/v1/tokens", "/v1/tokens", kU | kA},
    {"GET", "/v1/tokens/([A-Za-z0-9-]+)", "/v1/tokens/{id}", kU | kA},
    {"POST", "/v1/tokens", "/v1/tokens", kA},
    {"POST", "/v1/tokens/([A-Za-z0-9-]+)/revoke", "/v1/tokens/{id}/revoke", kA},
    {"GET", "/v1/principal", "/v1/principal", kAll},
    {"GET", "/v1/events", "/v1/events", kR | kU},
    {"GET", "/v1/notifications", "/v1/notifications", kR | kU | kA},
    {"POST", "/v1/notifications/([A-Za-z0-9._-]+)/retry", "/v1/notifications/{target}/retry",
     kR | kA},

    {"GET", "/v1/ledger/receipt", "/v1/ledger/receipt", kReaders},
    {"GET", "/v1/ledger/consistency", "/v1/ledger/consistency", kReaders},
    {"GET", "/log/(?:cosigned/)?(tile/entries/.+)", "/log/tile/entries/{tile}", kR | kU},
    {"GET", "/log/(?:cosigned/)?(tile/.+)", "/log/tile/{tile}", kAll, true},
    {"GET", "/log/checkpoint", "/log/checkpoint", kAll, true},
    {"GET", "/log/cosigned/checkpoint", "/log/cosigned/checkpoint", kAll, true},
    {"GET", "/v1/openapi.json", "/v1/openapi.json", kAll, true},
    {"GET", "/livez", "/livez", kAll, true},
    {"GET", "/readyz", "/readyz", kAll, true},
    {"GET", "/metrics", "/metrics", kAll, true},
});

}  // namespace

std::span<const RouteAccess> AccessTable() { return kTable; }

std::span<const RouteAccess> AccessOf(std::string_view method, std::string_view pattern) {
  const auto is_of = [&](const RouteAccess& row) {
    return row.method == method && row.pattern == pattern;
  };
  const auto* first = std::find_if(kTable.begin(), kTable.end(), is_of);
  const auto* end = std::find_if_not(first, kTable.end(), is_of);
  return {first, end};
}

const RouteAccess& RowFor(std::span<const RouteAccess> rows, std::string_view last) {
  for (const RouteAccess& row : rows.first(rows.size() - 1)) {
    if (row.path.substr(row.path.rfind('/') + 1) == last) return row;
  }
  return rows.back();
}

std::string OtherMethods(const std::string& path, std::string_view method) {
  static const std::vector<std::regex> patterns = [] {
    std::vector<std::regex> out;
    out.reserve(kTable.size());
    for (const RouteAccess& row : kTable) out.emplace_back(row.pattern.begin(), row.pattern.end());
    return out;
  }();
  std::set<std::string_view> methods;
  for (size_t i = 0; i < kTable.size(); ++i) {
    if (std::regex_match(path, patterns[i])) methods.insert(kTable[i].method);
  }
  if (methods.contains(method) || methods.contains("ANY")) return "";
  std::string out;
  for (const std::string_view each : methods) out.append(out.empty() ? "" : ", ").append(each);
  return out;
}

std::string AccessMarkdown() {
  std::string out = "| route |";
  for (const Role role : oversight::kAllRoles) {
    out.append(" ").append(oversight::RoleName(role)).append(" |");
  }
  out += "\n|---|---|---|---|---|---|\n";
  for (const RouteAccess& row : kTable) {
    out.append("| `").append(row.method).append(" ").append(row.path).append("` |");
    for (const Role role : oversight::kAllRoles) {
      const std::string_view cell = row.open ? "open" : Holds(row.roles, role) ? "yes" : "-";
      out.append(" ").append(cell).append(" |");
    }
    out += "\n";
  }
  return out;
}

}  // namespace reeve::api
