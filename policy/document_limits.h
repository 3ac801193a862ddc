// The limits of the texts and lists of a policy document, for its readers and for its schema.
// Texts are counted in bytes.
#pragma once

#include <chrono>
#include <cstddef>

namespace reeve::policy {

inline constexpr size_t kMaxIdLength = 64;
inline constexpr size_t kMaxTitle = 200;
inline constexpr size_t kMaxOwner = 200;
inline constexpr size_t kMaxReference = 200;
inline constexpr size_t kMaxDescription = 500;  // of a parameter
inline constexpr size_t kMaxReason = 1000;
inline constexpr size_t kMaxRoles = 16;
inline constexpr size_t kMaxQuorum = 16;
inline constexpr size_t kMaxApprovalUses = 100;
inline constexpr size_t kMaxObligations = 8;
inline constexpr size_t kMaxObligationValue = 500;
inline constexpr size_t kMaxTestName = 200;
inline constexpr size_t kMaxTestDetected = 100;  // findings that a test gives
inline constexpr size_t kMaxKept = 8;            // letters that a mask keeps at either end
inline constexpr size_t kMaxMasked = 64;         // characters that a mask counts
inline constexpr size_t kMaxReplacement = 200;
inline constexpr size_t kMaxSalt = 64;

// Of own entities. A pattern has limits of its own (base/word_pattern.h).
inline constexpr size_t kMaxEntities = 32;         // of a policy
inline constexpr size_t kMaxEntityPatterns = 16;   // of an entity
inline constexpr size_t kMaxBundlePatterns = 512;  // of all the entities of a bundle
inline constexpr size_t kMaxEntityTerms = 1000;    // that stand in the policy; else a list
inline constexpr size_t kMaxEntityWords = 64;
inline constexpr size_t kMaxEntityText = 256;      // of a term or a word
inline constexpr size_t kMaxEntityExamples = 100;  // of either sort
inline constexpr size_t kMaxEntityExample = 1000;
inline constexpr double kMinEntityScore = 0.3;

// Of external detectors. Which of them a rule needs is kept as bits of a byte.
inline constexpr size_t kMaxDetectors = 8;  // of a bundle
inline constexpr size_t kMaxDetectorUrl = 2048;
inline constexpr size_t kMaxDetectorLanguage = 16;
inline constexpr size_t kMaxDetectorLabels = 64;
inline constexpr size_t kMaxDetectorLabel = 100;
inline constexpr size_t kMaxDetectorBatch = 64;  // texts of a call
inline constexpr size_t kDefaultClassifierBatch = 16;
inline constexpr size_t kMaxDetectorCache = 100'000;
inline constexpr size_t kMaxDetectorFailures = 100;
struct TimeBounds {
  std::chrono::milliseconds least;
  std::chrono::milliseconds most;
};
inline constexpr TimeBounds kDetectorTimeout{std::chrono::milliseconds(10),
                                             std::chrono::seconds(10)};
inline constexpr TimeBounds kDetectorWait{std::chrono::milliseconds(0), std::chrono::seconds(1)};
inline constexpr TimeBounds kDetectorCacheTtl{std::chrono::seconds(1), std::chrono::hours(24)};
inline constexpr TimeBounds kDetectorOpen{std::chrono::seconds(1), std::chrono::minutes(10)};

}  // namespace reeve::policy
