#include "policy/approval_terms.h"

#include <algorithm>
#include <iterator>

#include "policy/compiled.h"

namespace reeve::policy {
namespace {

void Tighten(const ApprovalTerms& by, ApprovalTerms* terms) {
  terms->uses = std::min(terms->uses, by.uses);
  terms->validity = std::min(terms->validity, by.validity);
  terms->distinct_units |= by.distinct_units;
  terms->exclude_author |= by.exclude_author;
  terms->blind |= by.blind;
  std::vector<std::string> veto;
  std::set_union(terms->veto.begin(), terms->veto.end(), by.veto.begin(), by.veto.end(),
                 std::back_inserter(veto));
  terms->veto = std::move(veto);
}

}  // namespace

const ApprovalTerms& ApprovalTermsOf(const Bundle& bundle, const Rule& rule) {
  return bundle.compiled().programs[rule.index].approval;
}

ApprovalTerms ApprovalTermsOf(const Bundle& bundle, const Verdict& verdict) {
  ApprovalTerms out;
  bool any = false;
  for (const Hit& hit : verdict.hits) {
    if (hit.rule->effect != Effect::kHold) continue;
    const ApprovalTerms& terms = ApprovalTermsOf(bundle, *hit.rule);
    if (any) {
      Tighten(terms, &out);
    } else {
      out = terms;
    }
    any = true;
  }
  return out;
}

bool IsAtLeastAsStrict(const ApprovalTerms& terms, const ApprovalTerms& than) {
  return terms.uses <= than.uses && terms.validity <= than.validity &&
         terms.distinct_units >= than.distinct_units &&
         terms.exclude_author >= than.exclude_author && terms.blind >= than.blind &&
         std::includes(terms.veto.begin(), terms.veto.end(), than.veto.begin(), than.veto.end());
}

}  // namespace reeve::policy
