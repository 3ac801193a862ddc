#include "detectors/overlap.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "detectors/entities.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

bool Contains(const Hit& outer, const Hit& inner) {
  return outer.begin <= inner.begin && inner.end <= outer.end;
}

bool Overlap(const Hit& a, const Hit& b) { return a.begin < b.end && b.begin < a.end; }

// What has other things as its parts: a host name, a postcode.
bool Whole(const Hit& hit) { return hit.entity == &kEmailAddress || hit.entity == &kStreetAddress; }

// A word of its own stands beside it, not one that speaks for many.
bool Named(const Hit& hit) { return hit.parts.context >= kNamedContext; }

bool Better(const Hit& a, const Hit& b) {
  const bool a_whole = Whole(a) && Contains(a, b);
  const bool b_whole = Whole(b) && Contains(b, a);
  if (a_whole != b_whole) return a_whole;
  // Of two readings of the same bytes the likelier one, check digit or not: nine digits behind
  // "social security number" are that, although another country's check digit fits them, too.
  const bool same = a.begin == b.begin && a.end == b.end;
  if (same && std::abs(a.Score() - b.Score()) > kAlternativeScore) return a.Score() > b.Score();
  if (Named(a) != Named(b) && (Named(a) ? Contains(a, b) : Contains(b, a))) return Named(a);
  if (a.validated != b.validated) return a.validated;
  const size_t a_size = a.end - a.begin;
  const size_t b_size = b.end - b.begin;
  if (a_size != b_size) return a_size > b_size;
  return a.Score() > b.Score();
}

// Two readings of the same bytes between which nothing decides: both are told.
bool Alternatives(const Hit& a, const Hit& b) {
  if (a.begin != b.begin || a.end != b.end || a.entity == b.entity) return false;
  if (a.alone && b.alone) return true;
  const double apart = std::abs(a.Score() - b.Score());
  if (a.alone || b.alone) return apart <= kAloneAlternativeScore;
  if (Named(a) && Named(b)) return apart <= kNamedAlternativeScore;
  return a.validated == b.validated && apart <= kAlternativeScore;
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

// Mentions stand beside all others. A topic, a special category,
// a jailbreak is switched by itself, so no other may hide it; the phrases of injection tell one
// attack: the longest is enough.
Rivals RivalsOf(const Hit& hit) {
  const EntityEntry& entity = *hit.entity;
  if (entity.own) return {1 + kCategoryCount, entity.name};
  if (entity.category == Category::kMention) return {1 + static_cast<size_t>(entity.category), ""};
  if (entity.kind != Kind::kPhrase) return {0, ""};
  const bool by_itself = entity.category != Category::kInjection;
  return {1 + static_cast<size_t>(entity.category), by_itself ? entity.name : ""};
}

double Hit::Score() const {
  return std::clamp(parts.format + parts.check + parts.context + parts.against, 0.0, 1.0);
}

void ResolveOverlaps(std::vector<Hit>* hits) {
  const auto by_begin = [](const Hit& a, const Hit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  };
  std::stable_sort(hits->begin(), hits->end(), by_begin);
  std::map<Rivals, std::vector<Hit>> groups;
  for (const Hit& hit : *hits) Place(hit, &groups[RivalsOf(hit)]);
  hits->clear();
  for (const auto& [rivals, kept] : groups) hits->insert(hits->end(), kept.begin(), kept.end());
  std::stable_sort(hits->begin(), hits->end(), by_begin);
}

}  // namespace reeve::detectors
