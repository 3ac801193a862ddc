// room: api
// The answers of external detectors, of both contracts, by one text and by several: whatever a
// service says is read or refused, and what is read begins and ends at characters of its text.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "api/detector_contract.h"

namespace {

bool IsCharacter(const std::string& text, size_t place) {
  return place == text.size() || (static_cast<unsigned char>(text[place]) & 0xC0) != 0x80;
}

void Check(reeve::policy::DetectorContract contract, const std::vector<std::string>& texts,
           std::string_view body) {
  reeve::policy::Detector detector;
  detector.name = "ner";
  detector.contract = contract;
  detector.gives = {{"PERSON", "NER_PERSON", "pii", 0.5, true}, {"a", "NER_A", "topic", 0, true}};
  const auto answers = reeve::api::ReadDetectorAnswer(detector, texts, body);
  if (!answers.ok()) return;
  if (answers->size() != texts.size()) std::abort();
  for (size_t i = 0; i < texts.size(); ++i) {
    for (const auto& span : (*answers)[i]) {
      const bool is_place = span.begin < span.end && span.end <= texts[i].size() &&
                            IsCharacter(texts[i], span.begin) && IsCharacter(texts[i], span.end);
      if (!is_place || span.label >= detector.gives.size()) std::abort();
      if (!(span.score >= detector.gives[span.label].min_score && span.score <= 1)) std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const std::vector<std::string> texts = {"Dr \u00e9l\u00e8ve \U0001F600 Example", "a"};
  for (const auto contract :
       {reeve::policy::DetectorContract::kPresidio, reeve::policy::DetectorContract::kClassifier}) {
    Check(contract, texts, body);
    Check(contract, {texts[0]}, body);
  }
  return 0;
}
