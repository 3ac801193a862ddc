#include "policy/format_order.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace reeve::policy {
namespace {

struct Order {
  std::string_view path;
  std::span<const std::string_view> keys;
};

constexpr std::string_view kRoot[] = {
    "apiVersion", "kind",    "metadata",   "title",           "default", "extends",
    "scope",      "tighten", "parameters", "detectors",       "budgets", "attributes",
    "entities",   "detect",  "lists",      "decision_rights", "rules",   "tests"};
constexpr std::string_view kRights[] = {"stages", "currency", "rows"};
constexpr std::string_view kRow[] = {
    "id",       "title",          "actions",    "risk_classes", "systems",  "tenants",
    "above",    "up_to",          "data",       "then",         "by",       "to",
    "deadline", "escalation",     "on_timeout", "uses",         "valid",    "distinct_units",
    "blind",    "exclude_author", "veto",       "severity",     "waivable", "reason"};
constexpr std::string_view kMetadata[] = {"id", "title", "owner", "references"};
constexpr std::string_view kEntity[] = {"title",      "category", "patterns",   "check",
                                        "terms",      "list",     "exact_case", "words",
                                        "needs_word", "score",    "examples"};
constexpr std::string_view kDetector[] = {"url",        "contract", "language", "gives",  "timeout",
                                          "on_failure", "batch",    "cache",    "breaker"};
constexpr std::string_view kBudget[] = {"of", "per", "window", "limit"};
constexpr std::string_view kExamples[] = {"found", "not_found"};
constexpr std::string_view kScope[] = {"stages", "systems", "risk_classes", "actions",
                                       "tools",  "tenants", "channels"};
constexpr std::string_view kRule[] = {"id",       "title",    "scope",       "mode",
                                      "when",     "effect",   "redact",      "hold",
                                      "severity", "waivable", "obligations", "reason"};
constexpr std::string_view kRedact[] = {"entities",  "operator", "character", "keep_first",
                                        "keep_last", "count",    "from",      "keep_separators",
                                        "text",      "salt",     "restore"};
constexpr std::string_view kHold[] = {"roles",          "quorum", "deadline", "escalation",
                                      "on_timeout",     "uses",   "valid",    "distinct_units",
                                      "exclude_author", "blind",  "veto"};
constexpr std::string_view kReason[] = {"user", "operator", "auditor"};
constexpr std::string_view kTest[] = {"name", "request", "detected", "expect", "rows"};
constexpr std::string_view kExpect[] = {"effect", "rules", "findings", "redacted"};

constexpr Order kOrders[] = {
    {"", kRoot},
    {"metadata", kMetadata},
    {"scope", kScope},
    {"detectors/*", kDetector},
    {"budgets/*", kBudget},
    {"entities/*", kEntity},
    {"entities/*/examples", kExamples},
    {"decision_rights", kRights},
    {"decision_rights/rows/*", kRow},
    {"rules/*", kRule},
    {"rules/*/scope", kScope},
    {"rules/*/redact", kRedact},
    {"rules/*/hold", kHold},
    {"rules/*/reason", kReason},
    {"tests/*", kTest},
    {"tests/*/expect", kExpect},
    {"tests/*/rows/*", kTest},
    {"tests/*/rows/*/expect", kExpect},
};

// The keys beneath these are names.
std::string WithoutNames(std::string_view path) {
  for (const std::string_view named : {"entities/", "detectors/", "budgets/"}) {
    if (!path.starts_with(named)) continue;
    const size_t end = std::min(path.find('/', named.size()), path.size());
    return std::string(named) + "*" + std::string(path.substr(end));
  }
  return std::string(path);
}

}  // namespace

std::vector<size_t> CanonicalOrder(std::string_view at, const std::vector<std::string>& keys) {
  const std::string path = WithoutNames(at);
  std::vector<size_t> order(keys.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const auto found = std::find_if(std::begin(kOrders), std::end(kOrders),
                                  [&path](const Order& o) { return o.path == path; });
  if (found == std::end(kOrders)) return order;
  std::vector<size_t> ranks;
  for (const std::string& key : keys) {
    const auto place = std::find(found->keys.begin(), found->keys.end(), key);
    const bool known = place != found->keys.end();
    const size_t before = ranks.empty() ? 0 : ranks.back();
    ranks.push_back(known ? static_cast<size_t>(place - found->keys.begin()) : before);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&ranks](size_t a, size_t b) { return ranks[a] < ranks[b]; });
  return order;
}

}  // namespace reeve::policy
