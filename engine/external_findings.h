// The external detectors of one bundle, asked about one request, and their findings merged with
// those of the scanner. docs/detectors/external.md.
//
// Thread-safety: immutable once opened; Begin may be called from any thread, and what it gives is
// one thread's.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "engine/detector_pool.h"
#include "engine/findings.h"
#include "engine/request.h"
#include "policy/bundle.h"
#include "policy/facts.h"

namespace reeve::engine {

// Adds findings to those of the same texts, by start. Of two findings of one entity that overlap
// the one that is validated stays, else the longer, else the likelier, else the one that was there.
// Findings of different entities stand side by side.
void MergeFindings(const Request& request, std::vector<LocatedFinding> more,
                   std::vector<LocatedFinding>* findings);

// What the external detectors of a bundle find in a test: in each text wherever the given one
// stands, by the first detector that gives its entity.
std::vector<LocatedFinding> FindGiven(const policy::Bundle& bundle, const Request& request,
                                      std::span<const policy::GivenFinding> given);

class ExternalFindings {
 public:
  // None is asked.
  explicit ExternalFindings(std::shared_ptr<const policy::Bundle> bundle)
      : bundle_(std::move(bundle)) {}
  // Errors of DetectorPool::Find.
  static Result<ExternalFindings> Open(std::shared_ptr<const policy::Bundle> bundle,
                                       DetectorPool& pool);

  bool empty() const { return bundle_->detectors().empty(); }

  // Questions under way.
  class Asked {
   public:
    // Waits for the answers, and adds them to what the scanner has found.
    void Finish(Found* found);

   private:
    friend class ExternalFindings;
    struct One {
      const policy::Detector* declared;
      ExternalDetector* detector;
      std::shared_ptr<ExternalDetector::Question> question;
    };
    explicit Asked(const Request& request) : request_(request), texts_(request.Texts()) {}

    void Add(const One& one, const std::vector<TextAnswer>& answers,
             std::vector<LocatedFinding>* out) const;

    const Request& request_;
    const std::vector<Request::Text> texts_;
    std::vector<One> asked_;
    std::vector<const policy::Detector*> unasked_;
  };
  // Asks those that rules in scope of these facts need. Never waits. `request` must outlive what
  // is returned, and this too.
  Asked Begin(const Request& request, const policy::Facts& facts) const;

 private:
  std::shared_ptr<const policy::Bundle> bundle_;
  std::vector<std::shared_ptr<ExternalDetector>> opened_;  // as Bundle::detectors(), or empty
};

}  // namespace reeve::engine
