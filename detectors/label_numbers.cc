#include "detectors/label_numbers.h"

#include <algorithm>

#include "detectors/bytes.h"

namespace reeve::detectors {
namespace {

constexpr size_t kMaxDigits = 6;  // of a number that a text shows: beyond, it is none of ours
constexpr size_t kMaxName = 64;

}  // namespace

std::optional<uint32_t> LabelNumbers::NumberOf(std::string_view entity, const Hash& digest) {
  if (const auto known = numbers_.find(digest); known != numbers_.end()) return known->second;
  if (numbers_.size() >= kMaxLabelNumbers) return std::nullopt;
  auto highest = highest_.find(entity);
  if (highest == highest_.end()) highest = highest_.emplace(entity, 0).first;
  return numbers_.emplace(digest, ++highest->second).first->second;
}

void LabelNumbers::Avoid(std::string_view text) {
  for (size_t open = text.find('<'); open != text.npos; open = text.find('<', open + 1)) {
    size_t end = open + 1;
    while (end < text.size() && end - open <= kMaxName && (IsAlnum(text[end]) || text[end] == '_'))
      ++end;
    if (!At(text, end, '>')) continue;
    const std::string_view label = text.substr(open + 1, end - open - 1);
    const size_t bar = label.rfind('_');
    if (bar == label.npos || bar == 0) continue;
    const std::string_view digits = label.substr(bar + 1);
    if (digits.empty() || digits.size() > kMaxDigits) continue;
    if (!std::all_of(digits.begin(), digits.end(), IsDigit)) continue;
    uint32_t number = 0;
    for (const char c : digits) number = number * 10 + static_cast<uint32_t>(c - '0');
    const std::string_view entity = label.substr(0, bar);
    auto place = highest_.find(entity);
    if (place == highest_.end()) {
      if (highest_.size() >= kMaxLabelNumbers) return;
      place = highest_.emplace(entity, 0).first;
    }
    place->second = std::max(place->second, number);
  }
}

}  // namespace reeve::detectors
