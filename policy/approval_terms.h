// What a hold asks of its approval beside who decides and by when (HoldTerms): how often and for
// how long it lets the request pass, and who must not decide alone. docs/policy-language.md.
//
// Each term only makes an approval harder to get, or of less use: of several holds the strictest of
// each counts.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "policy/bundle.h"
#include "policy/decide.h"
#include "policy/rule.h"

namespace reeve::policy {

struct ApprovalTerms {
  uint32_t uses = 1;                     // how often the request passes
  std::chrono::seconds validity{86400};  // for how long, once approved
  bool distinct_units = false;           // each approval from another unit
  bool exclude_author = false;           // who proposed the bundle does not vote
  bool blind = false;                    // no vote is shown before all are cast
  std::vector<std::string> veto = {};    // sorted; roles that may reject, and not approve
  friend bool operator==(const ApprovalTerms&, const ApprovalTerms&) = default;
};

// Those of the rule, which is of effect hold.
const ApprovalTerms& ApprovalTermsOf(const Bundle& bundle, const Rule& rule);

// Of all holds of the verdict, which is that bundle's.
ApprovalTerms ApprovalTermsOf(const Bundle& bundle, const Verdict& verdict);

bool IsAtLeastAsStrict(const ApprovalTerms& terms, const ApprovalTerms& than);

}  // namespace reeve::policy
