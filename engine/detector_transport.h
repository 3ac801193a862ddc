// How an external detector is reached. The engine knows no network: who runs it gives it this
// (api/http_detector.h).
//
// Thread-safety: every method, from any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "policy/detector.h"

namespace reeve::engine {

// What a service says of one text: a label, and the bytes that it stands for.
struct LabelledSpan {
  size_t label = 0;  // place in policy::Detector::gives
  size_t begin = 0;
  size_t end = 0;  // half open; begin < end
  double score = 0;
  friend bool operator==(const LabelledSpan&, const LabelledSpan&) = default;
};
using TextAnswer = std::vector<LabelledSpan>;

// More of one text, and the answer is malformed.
inline constexpr size_t kMaxSpansOfText = 1000;

class DetectorTransport {
 public:
  virtual ~DetectorTransport() = default;

  // One call about these texts, of which none is blank. On success there is one answer for each, in
  // their order, and every span begins and ends at a character of its text. MUST return by the end
  // of `at_most`, and soon after a stop. An error has a code `detector.*` and never holds a text,
  // or what the service wrote.
  virtual Result<std::vector<TextAnswer>> Ask(std::span<const std::string> texts,
                                              std::chrono::milliseconds at_most,
                                              const std::stop_token& stop) = 0;
};

class DetectorTransports {
 public:
  virtual ~DetectorTransports() = default;
  // detector.not_allowed: texts may not go to that address. detector.url, detector.token
  virtual Result<std::unique_ptr<DetectorTransport>> Open(const policy::Detector& detector) = 0;
};

}  // namespace reeve::engine
