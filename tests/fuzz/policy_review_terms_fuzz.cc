// room: policy
// Terms of reviews, and their shares.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "policy/review_terms.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  using namespace reeve::policy;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  if (const auto share = ParseShare(text)) {
    if (ParseShare(ShareText(*share)) != share) std::abort();
  }
  if (const auto terms = ParseReviewTerms(text)) {
    const auto again = ParseReviewTerms(ReviewTermsText(*terms));
    if (!again || again->role != terms->role || again->share != terms->share ||
        again->within != terms->within) {
      std::abort();
    }
  }
  return 0;
}
