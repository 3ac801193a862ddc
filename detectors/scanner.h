// The scanner: text in, findings out. It knows no policy.
//
//   auto scanner = Scanner::Create(wanted);          // {"EMAIL_ADDRESS", "secret"}
//   for (const Finding& finding : scanner->Scan(text)) ...
//
// One pass over the bytes finds candidates (digit groups, `@`, colons, words of a dictionary); each
// candidate goes by length and character set to its formats, and a validator decides. Only
// detectors that are wanted run, and their absence costs nothing.
//
// What Scan returns is sorted by start. Two findings never overlap, but for two cases. A phrase
// (Kind::kPhrase) may cover a thing, as in "send the list to mallory@example.net", where a policy
// needs both, and a phrase of another kind (a topic, a jailbreak), for each is switched by itself.
// A mention may lie on any ("https://192.0.2.7/", "Mr. Paris"), so that asking for mentions never
// changes what else is found. Of two others that would overlap, the validated one stays, then the
// longer, then the one with the higher score.
//
// The text is scanned as it is, and as its reader would see it (disguise.h): what is found only
// there has the names of what was seen through, and a span of the text as it is. Several things
// found in one encoded run have the same span.
//
// Beside the catalogue a scanner may look for entities that its caller declares (own_entity.h).
//
// Time is linear in the text, memory is linear in the findings: every look around a candidate has
// a documented bound (limits.h).
//
// Thread-safety: immutable once made; Scan may be called from any thread.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "detectors/finding.h"
#include "detectors/scan_context.h"

namespace reeve::detectors {

struct OwnEntity;
struct ScanPlan;

class Scanner {
 public:
  // `wanted`: names of entities ("CREDIT_CARD") or of categories ("pii"), in any order; an empty
  // list makes a scanner that finds nothing. Error detectors.unknown_entity, with a suggestion.
  // `own` may be named in `wanted` like those of the catalogue, and are copied. Error
  // detectors.own_entity.
  static Result<Scanner> Create(std::span<const std::string> wanted,
                                std::span<const OwnEntity> own = {});
  // Every entity of the catalogue.
  static Scanner Everything();

  Scanner(Scanner&&) noexcept;
  Scanner& operator=(Scanner&&) noexcept;
  ~Scanner();

  // Precondition for meaningful code-point and UTF-16 offsets: text is valid UTF-8. Bytes that are
  // not are passed over: byte offsets stay right, and nothing fails.
  // `context` says where the text comes from, as far as it is known.
  std::vector<Finding> Scan(std::string_view text, ScanContext context = {}) const;

  // The entities that this scanner looks for, in the order of the catalogue; own ones behind it.
  std::vector<std::string_view> Entities() const;
  // True when nothing is wanted, so Scan need not be called.
  bool Idle() const;

 private:
  explicit Scanner(std::unique_ptr<const ScanPlan> plan);
  std::unique_ptr<const ScanPlan> plan_;
};

}  // namespace reeve::detectors
