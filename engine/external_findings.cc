#include "engine/external_findings.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "base/text.h"
#include "detectors/own_entity.h"
#include "policy/decide.h"

namespace reeve::engine {
namespace {

using detectors::Category;
using detectors::Finding;

Category CategoryOf(std::string_view name) {
  for (size_t i = 0; i < detectors::kCategoryCount; ++i) {
    if (detectors::CategoryName(static_cast<Category>(i)) == name) return static_cast<Category>(i);
  }
  Panic("the policy room and the detectors name `" + std::string(name) + "` differently");
}

size_t SizeOf(const Finding& finding) { return finding.span.end.bytes - finding.span.start.bytes; }

bool Compete(const Finding& a, const Finding& b) {
  return a.entity == b.entity && a.span.start.bytes < b.span.end.bytes &&
         b.span.start.bytes < a.span.end.bytes;
}

bool Better(const Finding& a, const Finding& b) {
  if (a.validated != b.validated) return a.validated;
  if (SizeOf(a) != SizeOf(b)) return SizeOf(a) > SizeOf(b);
  return a.score > b.score;
}

// Of one text: what overlaps a better one of its entity goes.
void ResolveOverlaps(std::vector<LocatedFinding>* findings) {
  const auto by_entity = [](const LocatedFinding& a, const LocatedFinding& b) {
    const int order = a.finding.entity.compare(b.finding.entity);
    return order != 0 ? order < 0 : a.finding.span.start.bytes < b.finding.span.start.bytes;
  };
  std::stable_sort(findings->begin(), findings->end(), by_entity);
  std::vector<LocatedFinding> kept;
  for (LocatedFinding& next : *findings) {
    bool stays = true;
    while (stays && !kept.empty() && Compete(kept.back().finding, next.finding)) {
      stays = Better(next.finding, kept.back().finding);
      if (stays) kept.pop_back();
    }
    if (stays) kept.push_back(std::move(next));
  }
  std::stable_sort(kept.begin(), kept.end(), [](const LocatedFinding& a, const LocatedFinding& b) {
    return a.finding.span.start.bytes < b.finding.span.start.bytes;
  });
  *findings = std::move(kept);
}

// The places of a text in the units that findings have.
std::map<size_t, TextOffset> OffsetsOf(std::string_view text, const TextAnswer& answer) {
  std::map<size_t, TextOffset> out;
  for (const LabelledSpan& span : answer) {
    out.emplace(span.begin, TextOffset());
    out.emplace(span.end, TextOffset());
  }
  OffsetCounter counter(text);
  for (auto& [bytes, offset] : out) offset = counter.At(bytes);
  return out;
}

// `label` lives as long as the bundle.
LocatedFinding FindingOf(const policy::Detector& detector, const policy::DetectorLabel& label,
                         const std::string& path, const detectors::Span& span, double score) {
  LocatedFinding out{path, FactPath(path), {}, detector.name};
  Finding& finding = out.finding;
  finding.entity = label.entity;
  finding.category = CategoryOf(label.category);
  const detectors::EntityEntry* entry = detectors::FindEntity(label.entity);
  finding.kind =
      label.external || entry == nullptr ? detectors::KindOfOwn(finding.category) : entry->kind;
  if (!label.external && entry != nullptr) finding.country = entry->country;
  finding.score = score;
  finding.span = span;
  finding.parts.format = score;
  return out;
}

// The first that gives the entity. Precondition: the bundle was compiled with a test that names it.
std::pair<const policy::Detector*, const policy::DetectorLabel*> GiverOf(
    const policy::Bundle& bundle, std::string_view entity) {
  for (const policy::Detector& detector : bundle.detectors()) {
    for (const policy::DetectorLabel& label : detector.gives) {
      if (label.entity == entity) return {&detector, &label};
    }
  }
  Panic("no external detector gives `" + std::string(entity) + "`");
}

}  // namespace

void MergeFindings(const Request& request, std::vector<LocatedFinding> more,
                   std::vector<LocatedFinding>* findings) {
  if (more.empty()) return;
  std::map<std::string, std::vector<LocatedFinding>> merged;  // by the texts that have more
  for (const LocatedFinding& finding : more) merged[finding.path];
  std::map<std::string, std::vector<LocatedFinding>> others;
  for (auto* from : {findings, &more}) {
    for (LocatedFinding& finding : *from) {
      const auto place = merged.find(finding.path);
      auto& of_text = place != merged.end() ? place->second : others[finding.path];
      of_text.push_back(std::move(finding));
    }
  }
  for (auto& [path, of_text] : merged) ResolveOverlaps(&of_text);
  merged.merge(others);
  findings->clear();
  const auto take = [&](const std::string& path) {
    auto& of_text = merged[path];
    std::move(of_text.begin(), of_text.end(), std::back_inserter(*findings));
  };
  for (const Request::Text& text : request.Texts()) take(text.path);
  for (const Request::Number& number : request.numbers) take(number.path);
}

std::vector<LocatedFinding> FindGiven(const policy::Bundle& bundle, const Request& request,
                                      std::span<const policy::GivenFinding> given) {
  std::vector<LocatedFinding> out;
  for (const policy::GivenFinding& one : given) {
    const auto [detector, label] = GiverOf(bundle, one.entity);
    for (const Request::Text& text : request.Texts()) {
      OffsetCounter counter(text.text);
      size_t at = text.text.find(one.text);
      for (; at != std::string_view::npos; at = text.text.find(one.text, at + one.text.size())) {
        const TextOffset start = counter.At(at);
        const TextOffset end = counter.At(at + one.text.size());
        out.push_back(FindingOf(*detector, *label, text.path, {start, end}, one.score));
      }
    }
  }
  return out;
}

Result<ExternalFindings> ExternalFindings::Open(std::shared_ptr<const policy::Bundle> bundle,
                                                DetectorPool& pool) {
  ExternalFindings out(std::move(bundle));
  for (const policy::Detector& declared : out.bundle_->detectors()) {
    REEVE_ASSIGN_OR_RETURN(auto opened, pool.Find(declared));
    out.opened_.push_back(std::move(opened));
  }
  return out;
}

ExternalFindings::Asked ExternalFindings::Begin(const Request& request,
                                                const policy::Facts& facts) const {
  Asked out(request);
  policy::Scratch scratch;
  std::vector<std::string_view> texts;
  for (const Request::Text& text : out.texts_) texts.push_back(text.text);
  for (const size_t i : policy::NeededDetectors(*bundle_, facts, scratch)) {
    const policy::Detector* declared = &bundle_->detectors()[i];
    if (opened_.empty()) {
      out.unasked_.push_back(declared);
    } else {
      out.asked_.push_back({declared, opened_[i].get(), opened_[i]->Begin(texts)});
    }
  }
  return out;
}

void ExternalFindings::Asked::Finish(Found* found) {
  std::vector<LocatedFinding> more;
  for (const One& one : asked_) {
    auto answers = one.detector->Await(*one.question);
    found->detectors.push_back(
        {one.declared, answers.ok() ? "" : std::string(answers.error().code)});
    if (answers.ok()) Add(one, *answers, &more);
  }
  MergeFindings(request_, std::move(more), &found->findings);
  found->unasked = std::move(unasked_);
}

void ExternalFindings::Asked::Add(const One& one, const std::vector<TextAnswer>& answers,
                                  std::vector<LocatedFinding>* out) const {
  for (size_t i = 0; i < answers.size(); ++i) {
    const auto offsets = OffsetsOf(texts_[i].text, answers[i]);
    for (const LabelledSpan& span : answers[i]) {
      out->push_back(FindingOf(*one.declared, one.declared->gives[span.label], texts_[i].path,
                               {offsets.at(span.begin), offsets.at(span.end)}, span.score));
    }
  }
}

}  // namespace reeve::engine
