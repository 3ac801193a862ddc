#include "detectors/overlap.h"

#include <algorithm>

namespace reeve::detectors {
namespace {

bool IsPhrase(const Hit& hit) { return EntryOf(hit.entity).kind == Kind::kPhrase; }

bool Contains(const Hit& outer, const Hit& inner) {
  return outer.begin <= inner.begin && inner.end <= outer.end;
}

bool Overlap(const Hit& a, const Hit& b) { return a.begin < b.end && b.begin < a.end; }

bool Better(const Hit& a, const Hit& b) {
  const bool a_mail = a.entity == Entity::kEmailAddress && Contains(a, b);
  const bool b_mail = b.entity == Entity::kEmailAddress && Contains(b, a);
  if (a_mail != b_mail) return a_mail;
  if (a.validated != b.validated) return a.validated;
  const size_t a_size = a.end - a.begin;
  const size_t b_size = b.end - b.begin;
  if (a_size != b_size) return a_size > b_size;
  return a.Score() > b.Score();
}

// `kept` is sorted and free of overlaps. The hit replaces what it beats, unless one beats it.
void Place(const Hit& hit, std::vector<Hit>* kept) {
  auto first = kept->end();
  while (first != kept->begin() && Overlap(*std::prev(first), hit)) {
    if (!Better(hit, *std::prev(first))) return;
    --first;
  }
  kept->erase(first, kept->end());
  kept->push_back(hit);
}

}  // namespace

double Hit::Score() const {
  return std::clamp(parts.format + parts.check + parts.context, 0.0, 1.0);
}

void ResolveOverlaps(std::vector<Hit>* hits) {
  const auto by_begin = [](const Hit& a, const Hit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  };
  std::stable_sort(hits->begin(), hits->end(), by_begin);
  std::vector<Hit> things;
  std::vector<Hit> phrases;
  for (const Hit& hit : *hits) Place(hit, IsPhrase(hit) ? &phrases : &things);
  hits->clear();
  std::merge(things.begin(), things.end(), phrases.begin(), phrases.end(),
             std::back_inserter(*hits), by_begin);
}

}  // namespace reeve::detectors
