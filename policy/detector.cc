#include "policy/detector.h"

#include <algorithm>

namespace reeve::policy {

std::string_view DetectorContractName(DetectorContract contract) {
  return contract == DetectorContract::kPresidio ? "presidio" : "classifier";
}

std::string_view OnFailureName(OnFailure on_failure) {
  return on_failure == OnFailure::kDeny ? "deny" : "ignore";
}

bool Detector::Gives(std::string_view entity) const {
  return std::any_of(gives.begin(), gives.end(),
                     [entity](const DetectorLabel& label) { return label.entity == entity; });
}

std::string DifferencesOf(const Detector& a, const Detector& b) {
  std::string out;
  const auto differ = [&out](std::string_view what, bool same) {
    if (!same) (out += out.empty() ? "" : ", ") += what;
  };
  differ("url", a.url == b.url);
  differ("contract", a.contract == b.contract);
  differ("language", a.language == b.language);
  differ("gives", a.gives == b.gives);
  differ("timeout", a.timeout == b.timeout);
  differ("on_failure", a.on_failure == b.on_failure);
  differ("batch", a.batch_texts == b.batch_texts && a.batch_wait == b.batch_wait);
  differ("cache", a.cache_entries == b.cache_entries && a.cache_ttl == b.cache_ttl);
  differ("breaker", a.breaker_failures == b.breaker_failures && a.breaker_open == b.breaker_open);
  return out;
}

}  // namespace reeve::policy
