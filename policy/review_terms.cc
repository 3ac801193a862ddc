#include "policy/review_terms.h"

#include <charconv>

namespace reeve::policy {
namespace {

constexpr std::string_view kShare = "?share=";
constexpr std::string_view kWithin = "&within=";
constexpr uint32_t kHundredths = 100;  // of a percent

template <typename Number>
bool ReadNumber(std::string_view text, Number* number) {
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, *number);
  return read.ec == std::errc() && read.ptr == end && !text.empty();
}

}  // namespace

std::optional<uint32_t> ParseShare(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  text.remove_suffix(1);
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  std::string rest(point == std::string_view::npos ? "0" : text.substr(point + 1));
  if (rest.empty() || rest.size() > 2) return std::nullopt;
  rest.resize(2, '0');
  uint32_t percent = 0;
  uint32_t hundredths = 0;
  if (!ReadNumber(whole, &percent) || !ReadNumber(std::string_view(rest), &hundredths) ||
      percent > kWholeShare / kHundredths) {
    return std::nullopt;
  }
  const uint32_t share = percent * kHundredths + hundredths;
  return share > 0 && share <= kWholeShare ? std::optional(share) : std::nullopt;
}

std::string ShareText(uint32_t share) {
  std::string text = std::to_string(share / kHundredths);
  if (const uint32_t rest = share % kHundredths; rest != 0) {
    text += (rest < 10 ? ".0" : ".") + std::to_string(rest);
    if (text.back() == '0') text.pop_back();
  }
  return text + "%";
}

std::string ReviewTermsText(const ReviewTerms& terms) {
  return terms.role + std::string(kShare) + std::to_string(terms.share) + std::string(kWithin) +
         std::to_string(terms.within.count());
}

std::optional<ReviewTerms> ParseReviewTerms(std::string_view text) {
  const size_t within = text.rfind(kWithin);
  const size_t share = text.substr(0, within).rfind(kShare);
  if (within == std::string_view::npos || share == std::string_view::npos || share == 0) {
    return std::nullopt;
  }
  ReviewTerms out;
  out.role = text.substr(0, share);
  int64_t seconds = 0;
  const size_t number = share + kShare.size();
  if (!ReadNumber(text.substr(number, within - number), &out.share) || out.share == 0 ||
      out.share > kWholeShare || !ReadNumber(text.substr(within + kWithin.size()), &seconds) ||
      seconds <= 0) {
    return std::nullopt;
  }
  out.within = std::chrono::seconds(seconds);
  return out;
}

}  // namespace reeve::policy
