// The numbers of labels within one interaction: <PERSON_1>, <PERSON_2>. The same value has the same
// number, another value another one.
//
// It keeps keyed digests (RedactionKeys::ForNumber), never values, and at most kMaxLabelNumbers of
// them: what comes later has no number, and gets the label alone.
//
// Thread-safety: one thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/sha256.h"

namespace reeve::detectors {

inline constexpr size_t kMaxLabelNumbers = 4096;

class LabelNumbers {
 public:
  // From 1.
  std::optional<uint32_t> NumberOf(std::string_view entity, const Hash& digest);

  // Numbers that labels in the text carry are not given to new values. Where numbers were lost, as
  // by a restart, the conversation that comes back still shows those it was given.
  void Avoid(std::string_view text);

 private:
  std::map<Hash, uint32_t> numbers_;
  std::map<std::string, uint32_t, std::less<>> highest_;  // by entity
};

}  // namespace reeve::detectors
