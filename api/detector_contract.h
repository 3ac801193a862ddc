// What an external detector is asked, and how its answer is read. docs/detectors/external.md has
// both contracts, for who writes a server:
//
//   presidio    POST /analyze of Microsoft Presidio's analyzer: {"text", "language", "entities"} to
//               [{"entity_type", "start", "end", "score"}, ...]; of several texts lists of these
//   classifier  {"texts", "labels", "language"} to {"results": [[{"label", "score", "start",
//               "end"}, ...], ...]}; without `start` and `end` a label is of the whole text
//
// Places are counted in code points. Members that are not named here are passed over, for a later
// version may have more; a label that was not asked for, too. Everything else that is not as it
// should be makes the whole answer malformed: half an answer would look like a clean text.
//
// Thread-safety: pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/detector_transport.h"
#include "policy/detector.h"

namespace reeve::api {

inline constexpr size_t kMaxDetectorAnswerBytes = size_t{4} << 20;

// The body of a request about these texts.
std::string DetectorQuestion(const policy::Detector& detector, std::span<const std::string> texts);

// One answer for each text, without what scores less than its label must. detector.malformed,
// detector.too_large; the message holds nothing of the answer.
Result<std::vector<engine::TextAnswer>> ReadDetectorAnswer(const policy::Detector& detector,
                                                           std::span<const std::string> texts,
                                                           std::string_view body);

}  // namespace reeve::api
