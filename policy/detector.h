// External detectors that a bundle document declares: services outside of this process that find in
// texts what the detectors do not. docs/detectors/external.md. The document says where they are,
// what their labels mean and what happens without their answer; to ask them is for others, for this
// room knows no network.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "policy/reader.h"

namespace reeve::policy {

enum class DetectorContract : uint8_t { kPresidio, kClassifier };
std::string_view DetectorContractName(DetectorContract contract);  // "presidio", "classifier"

// What a decision comes to whose rules need a detector that gave no answer.
enum class OnFailure : uint8_t { kDeny, kIgnore };
std::string_view OnFailureName(OnFailure on_failure);  // "deny", "ignore"

// What one label of the service is as a finding.
struct DetectorLabel {
  std::string label;   // as the service writes it
  std::string entity;  // of the detectors, or a name of its own
  std::string category;
  double min_score = 0.5;  // what scores less is no finding
  bool external = false;   // the detectors themselves do not know the entity
  friend bool operator==(const DetectorLabel&, const DetectorLabel&) = default;
};

struct Detector {
  std::string name;
  std::string url;
  DetectorContract contract = DetectorContract::kPresidio;
  std::string language;                    // "en"; of a classifier it may be empty
  std::vector<DetectorLabel> gives;        // by label
  std::chrono::milliseconds timeout{500};  // of all that one decision asks of it
  OnFailure on_failure = OnFailure::kDeny;
  size_t batch_texts = 1;                   // of one call, at most
  std::chrono::milliseconds batch_wait{0};  // for more texts, before a call
  size_t cache_entries = 1000;              // texts; 0: none is remembered
  std::chrono::milliseconds cache_ttl{300'000};
  size_t breaker_failures = 5;  // in a row, and it is not asked for a while
  std::chrono::milliseconds breaker_open{30'000};
  friend bool operator==(const Detector&, const Detector&) = default;

  bool Gives(std::string_view entity) const;
};

// In which of its parts two declarations of one name differ, as keys of the document: "url, gives".
std::string DifferencesOf(const Detector& a, const Detector& b);

// A detector as it stands in a document.
struct DetectorDocument {
  Detector detector;
  Span name;
  std::vector<Span> entities;    // of `gives`, in its order
  std::vector<Span> categories;  // the same; of the entity where none is given
};

// Reads `detectors`. What one document alone shows to be wrong is reported. Categories that are not
// given stay empty.
std::vector<DetectorDocument> ReadDetectors(const YamlNode& node, Reporter& reporter);

}  // namespace reeve::policy
