#include "detectors/overlap.h"

#include <algorithm>
#include <cmath>

#include "detectors/entities.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

bool IsPhrase(const Hit& hit) { return hit.entity->kind == Kind::kPhrase; }
bool IsMention(const Hit& hit) { return hit.entity->category == Category::kMention; }

bool Contains(const Hit& outer, const Hit& inner) {
  return outer.begin <= inner.begin && inner.end <= outer.end;
}

bool Overlap(const Hit& a, const Hit& b) { return a.begin < b.end && b.begin < a.end; }

bool Better(const Hit& a, const Hit& b) {
  const bool a_mail = a.entity == &kEmailAddress && Contains(a, b);
  const bool b_mail = b.entity == &kEmailAddress && Contains(b, a);
  if (a_mail != b_mail) return a_mail;
  if (a.validated != b.validated) return a.validated;
  const size_t a_size = a.end - a.begin;
  const size_t b_size = b.end - b.begin;
  if (a_size != b_size) return a_size > b_size;
  return a.Score() > b.Score();
}

// Two readings of the same bytes between which nothing decides: both are told.
bool Alternatives(const Hit& a, const Hit& b) {
  if (a.begin != b.begin || a.end != b.end || a.entity == b.entity) return false;
  if (a.alone || b.alone) return true;
  return a.validated == b.validated && std::abs(a.Score() - b.Score()) <= kAlternativeScore;
}

// `kept` is sorted and free of overlaps, but for alternatives. The hit replaces what it beats,
// unless one beats it.
void Place(const Hit& hit, std::vector<Hit>* kept) {
  auto first = kept->end();
  while (first != kept->begin() && Overlap(*std::prev(first), hit)) {
    if (Alternatives(hit, *std::prev(first))) break;
    if (!Better(hit, *std::prev(first))) return;
    --first;
  }
  kept->erase(first, kept->end());
  kept->push_back(hit);
}

}  // namespace

double Hit::Score() const {
  return std::clamp(parts.format + parts.check + parts.context + parts.against, 0.0, 1.0);
}

void ResolveOverlaps(std::vector<Hit>* hits) {
  const auto by_begin = [](const Hit& a, const Hit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  };
  std::stable_sort(hits->begin(), hits->end(), by_begin);
  std::vector<Hit> things;
  std::vector<Hit> phrases;
  std::vector<Hit> mentions;
  for (const Hit& hit : *hits) {
    Place(hit, IsMention(hit) ? &mentions : IsPhrase(hit) ? &phrases : &things);
  }
  std::vector<Hit> both;
  both.reserve(things.size() + phrases.size());
  std::merge(things.begin(), things.end(), phrases.begin(), phrases.end(), std::back_inserter(both),
             by_begin);
  hits->clear();
  std::merge(both.begin(), both.end(), mentions.begin(), mentions.end(), std::back_inserter(*hits),
             by_begin);
}

}  // namespace reeve::detectors
