#include "detectors/number_scan.h"

#include <algorithm>

#include "detectors/bytes.h"
#include "detectors/digits.h"
#include "detectors/formats.h"
#include "detectors/limits.h"
#include "detectors/named_things.h"

namespace reeve::detectors {
namespace {

// The shortest format is a phone number of kMinPhoneDigits, the shortest in groups an IPv4 address:
// "12 March" and "1,284.50" are neither, and most numbers of prose are like them.
bool MayBeIdentifier(std::string_view text, size_t pos) {
  constexpr std::string_view kSeparators = " -./()";
  size_t end = pos;
  while (end < text.size() && IsDigit(text[end])) ++end;
  if (end - pos >= kMinPhoneDigits) return true;
  if (end >= text.size() || kSeparators.find(text[end]) == std::string_view::npos) return false;
  return AtClass(text, end + 1, kDigit) || AtClass(text, end + 2, kDigit) ||
         AtClass(text, end + 3, kDigit);
}

}  // namespace

void NumberScan::JudgeUntil(size_t pos, std::vector<Hit>* hits) {
  size_t count = judged_;
  while (count < pending_.size() && pending_[count].pos + kNumberReach <= pos) ++count;
  Judge(count, hits);
  if (2 * judged_ < pending_.size()) return;
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<ptrdiff_t>(judged_));
  judged_ = 0;
  // Words that stand too far before all that is left.
  const size_t first = pending_.empty() ? pos : pending_.front().pos;
  const auto near = std::find_if(marks_.begin(), marks_.end(), [&](const NumberMark& mark) {
    return mark.pos + kContextBefore >= first;
  });
  marks_.erase(marks_.begin(), near);
}

// The first `count` that are pending.
void NumberScan::Judge(size_t count, std::vector<Hit>* hits) {
  for (; judged_ < count; ++judged_) {
    const auto [pos, digits] = pending_[judged_];
    if (pos < digits_done_) continue;
    if (digits) {
      OnDigits(pos, hits);
    } else {
      OnNumber(pos, hits);
    }
  }
}

void NumberScan::OnNumber(size_t pos, std::vector<Hit>* hits) {
  if (pos < numbers_done_) return;
  const size_t before = hits->size();
  const size_t end = plan_.numbers.Match(text_, marks_, pos, hits);
  if (end == pos) return;
  numbers_done_ = end;
  if (hits->size() > before) digits_done_ = end;
}

void NumberScan::OnDigits(size_t pos, std::vector<Hit>* hits) {
  const auto add = [&](const std::optional<Hit>& hit) {
    if (hit) hits->push_back(*hit);
  };
  if (MayBeIdentifier(text_, pos)) {
    if (const std::optional<Hit> hit = MatchDigits(pos)) {
      hits->push_back(*hit);
      digits_done_ = hit->end;
    } else if (!plan_.phone.None()) {
      if (const size_t end = phone_.Match(text_, pos, hits); end > pos) digits_done_ = end;
    }
  }
  if (plan_.date) add(MatchDate(text_, pos));
  if (plan_.position) add(MatchCoordinates(text_, pos));
  if (!plan_.numbers.empty()) OnNumber(pos, hits);
}

std::optional<Hit> NumberScan::MatchDigits(size_t pos) {
  const auto firm = [](const std::optional<Hit>& hit) { return hit && hit->Score() >= kMinScore; };
  const DigitGroups groups = ReadDigitGroups(text_, pos);
  std::optional<Hit> hit;
  if (plan_.ip && firm(hit = MatchIpv4(text_, groups, plan_.context))) return hit;
  if (plan_.card && firm(hit = MatchCard(text_, groups, plan_.context))) return hit;
  if (plan_.ssn && firm(hit = MatchSsn(text_, groups, plan_.context))) return hit;
  return std::nullopt;
}

}  // namespace reeve::detectors
