// room: policy
// Arbitrary bytes as the recorded facts of a decision, and as a stored bundle: refused or read,
// never a crash; what is read decides without one.
#include "policy/recording.h"

namespace {

const char* const kPolicy = R"(apiVersion: reeve/v1
kind: Policy
metadata: { id: p }
attributes: { level: { type: int, record: value } }
detect: [payment]
rules:
  - { id: a, effect: deny, reason: x, when: 'context.level > 2 && content.text == "b"' }
  - { id: b, effect: redact, reason: x, when: 'findings.exists(f, f.score > 0.5)' }
)";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace reeve::policy;
  static const auto bundle =
      CompileBundle({{"p.yaml", kPolicy}}, {{{"CREDIT_CARD", "payment"}}}).bundle;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)BundleFromBytes(text);
  auto value = reeve::json::Parse(text);
  if (!value.ok()) return 0;
  if (const auto* array = value->as_array()) {
    (void)ReadOutcomes(*array);
    return 0;
  }
  if (value->as_object() == nullptr) return 0;
  const auto facts = RecordedFacts::Read(*value->as_object(), reeve::Timestamp());
  Scratch scratch;
  if (facts.ok()) (void)Replay(*bundle, facts->facts(), {}, scratch);
  return 0;
}
