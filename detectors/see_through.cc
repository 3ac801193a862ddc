#include "detectors/see_through.h"

#include <algorithm>
#include <map>

#include "detectors/disguise.h"
#include "detectors/overlap.h"

namespace reeve::detectors {
namespace {

// Hits that do not overlap, but for those with the same span.
class Layer {
 public:
  void Keep(const Hit& hit) { spans_[hit.begin].push_back(hit); }
  void Offer(const Hit& hit);
  void Take(std::vector<Hit>* all) const {
    for (const auto& [begin, hits] : spans_) all->insert(all->end(), hits.begin(), hits.end());
  }

 private:
  using Spans = std::map<size_t, std::vector<Hit>>;

  std::pair<Spans::iterator, Spans::iterator> Overlapping(const Hit& hit);

  Spans spans_;
};

std::pair<Layer::Spans::iterator, Layer::Spans::iterator> Layer::Overlapping(const Hit& hit) {
  auto first = spans_.lower_bound(hit.begin);
  if (first != spans_.begin() && std::prev(first)->second.front().end > hit.begin) --first;
  auto last = first;
  while (last != spans_.end() && last->first < hit.end) ++last;
  return {first, last};
}

// Does `hit` take the place of `old`?
bool Replaces(const Hit& hit, const Hit& old) {
  if (hit.begin > old.begin || old.end > hit.end || hit.disguises.empty()) return false;
  if (hit.begin == old.begin && hit.end == old.end) return false;
  // What is confirmed by itself was not cut by the line's end before it.
  if (old.validated && hit.disguises.Has(Disguise::kLineWrap)) return false;
  return hit.entity == old.entity || hit.validated || !old.validated;
}

void Layer::Offer(const Hit& hit) {
  const auto [first, last] = Overlapping(hit);
  if (first == last) return Keep(hit);
  std::vector<Hit>& same = first->second;
  if (std::next(first) == last && same[0].begin == hit.begin && same[0].end == hit.end) {
    // Several things that one encoded run says.
    const bool known = std::any_of(same.begin(), same.end(), [&](const Hit& old) {
      return old.entity == hit.entity || old.disguises.empty();
    });
    if (!known) same.push_back(hit);
    return;
  }
  for (auto each = first; each != last; ++each) {
    for (const Hit& old : each->second) {
      if (!Replaces(hit, old)) return;
    }
  }
  spans_.erase(first, last);
  Keep(hit);
}

// The secrets of the text as it is. What one says when it is decoded (a JWT is Base64 of JSON) is
// the secret's.
class Secrets {
 public:
  explicit Secrets(const std::vector<Hit>& hits) {
    for (const Hit& hit : hits) {
      if (hit.entity->category == Category::kSecret) ends_[hit.begin] = hit.end;
    }
  }
  bool Hold(const Hit& hit) const {
    const auto after = ends_.upper_bound(hit.begin);
    return after != ends_.begin() && std::prev(after)->second >= hit.end;
  }

 private:
  std::map<size_t, size_t> ends_;
};

}  // namespace

void SeeThrough(std::string_view text,
                const std::function<std::vector<Hit>(std::string_view)>& scan,
                std::vector<Hit>* hits) {
  std::vector<Hit> seen;
  Unmask(text, [&](const View& view) {
    for (Hit& hit : scan(view.text())) {
      const Original from = view.Map(hit.begin, hit.end);
      hit.begin = from.begin;
      hit.end = from.end;
      hit.disguises = from.seen;
      seen.push_back(hit);
    }
  });
  if (seen.empty()) return;
  std::map<Rivals, Layer> layers;
  for (const Hit& hit : *hits) layers[RivalsOf(hit)].Keep(hit);
  const Secrets secrets(*hits);
  for (const Hit& hit : seen) {
    if (!secrets.Hold(hit)) layers[RivalsOf(hit)].Offer(hit);
  }
  hits->clear();
  for (const auto& [rivals, layer] : layers) layer.Take(hits);
  std::stable_sort(hits->begin(), hits->end(), [](const Hit& a, const Hit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
}

}  // namespace reeve::detectors
