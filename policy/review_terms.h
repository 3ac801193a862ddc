// The terms of the obligation `review`: a person of a role looks at a decision afterwards.
// docs/reviews.md. In a compiled rule, in records and in answers they are one text, the
// obligation's value:
//
//   { type: review, to: auditor, share: 5%, within: 3d }   ->   auditor?share=500&within=259200
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace reeve::policy {

inline constexpr uint32_t kWholeShare = 10'000;  // shares are in hundredths of a percent
inline constexpr std::chrono::hours kDefaultReviewTime{72};

struct ReviewTerms {
  std::string role;
  uint32_t share = kWholeShare;  // of the decisions to which the rule applies; 1 to kWholeShare
  std::chrono::seconds within = kDefaultReviewTime;
};

// "5%", "0.25%": above 0% and up to 100%.
std::optional<uint32_t> ParseShare(std::string_view text);
std::string ShareText(uint32_t share);

// As one text, and back: nothing where it is none.
std::string ReviewTermsText(const ReviewTerms& terms);
std::optional<ReviewTerms> ParseReviewTerms(std::string_view text);

}  // namespace reeve::policy
