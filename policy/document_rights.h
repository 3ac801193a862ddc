// The table of decision rights, `decision_rights:` of a policy: a row a line, that a risk officer
// reads at a glance, and that becomes one ordinary rule. docs/policy-language.md has the columns.
#pragma once

#include <string_view>
#include <vector>

#include "policy/document.h"

namespace reeve::policy {

inline constexpr size_t kMaxRightsRows = 500;

// What a row may say happens, the strictest last; more than one may apply to a request, and then
// the strictest counts, as of all rules.
const std::vector<std::string>& RightsWords();

// Ids of the two rules that guard the bands of amounts.
inline constexpr std::string_view kRightsCurrency = "rights-currency";
inline constexpr std::string_view kRightsNegative = "rights-negative";

// Appends the rules of its rows, in their order, and where a row has a band of amounts, two that
// deny what no band can measure: amounts in another currency, and below zero. Adds to `detect` what
// rows say of data.
void ReadDecisionRights(const YamlNode& node, PolicyDocument* document, Reporter& reporter);

}  // namespace reeve::policy
