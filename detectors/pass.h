// One pass over one text, for all that is in a plan: whatever may begin there is met in the order
// of the text, and handed to the matcher of its family.
//
// Thread-safety: one object, one scan.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "detectors/bytes.h"
#include "detectors/hit.h"
#include "detectors/number_scan.h"
#include "detectors/phrase_matcher.h"
#include "detectors/scan_context.h"
#include "detectors/scan_plan.h"
#include "detectors/secrets.h"
#include "detectors/text_masks.h"

namespace reeve::detectors {

class Pass {
 public:
  Pass(const ScanPlan& plan, std::string_view text, ScanContext context)
      : plan_(plan),
        text_(text),
        masks_(text),
        numbers_(plan, text),
        phrases_(plan, masks_, context) {}

  std::vector<Hit> Run();

 private:
  void OnWord(size_t pos);
  void OnForeign(size_t pos);
  void OnMark(size_t pos);
  // For the words of prose: a part of "snake_case" is one.
  bool BeginsWord(size_t pos) const {
    return pos == 0 || text_[pos - 1] == '_' || !WordBefore(text_, pos);
  }
  void LookUp(size_t pos, const WordKey& key);
  void OnFound(size_t pos, const WordKey& key, bool begins);
  void LookUpHumps(size_t pos, size_t end);
  void OnColon(size_t pos);
  void OnOperator(size_t pos);
  void OnDash(size_t pos);
  void OnDigitRun(size_t pos);
  void OnRun(size_t pos, size_t end);
  void AddSecrets();
  void Add(const std::optional<Hit>& hit);

  const ScanPlan& plan_;
  const std::string_view text_;
  TextMasks masks_;
  NumberScan numbers_;
  PhraseMatcher phrases_;
  std::vector<Hit> hits_;
  SecretHits secrets_;
  size_t names_done_ = 0;   // words before it belong to a name
  size_t colons_done_ = 0;  // colons before it were part of what was looked at
};

}  // namespace reeve::detectors
