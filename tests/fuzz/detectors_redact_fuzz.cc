// room: detectors
//
// Arbitrary bytes as a text with findings and operators. What must hold whatever they are: valid
// UTF-8 stays valid; a JSON document stays one that is read again; what is sealed opens to the
// bytes that were covered, and in no other interaction, and a text whose findings are all sealed is
// whole again; the same input gives the same output.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "detectors/json_text.h"
#include "detectors/redact.h"

namespace {

using namespace reeve::detectors;  // NOLINT(google-build-using-namespace): one file, one room

void Require(bool condition) {
  if (!condition) std::abort();
}

// Four bytes a finding: where, how long, of what, which operator.
std::vector<Redaction> ReadRedactions(const uint8_t* data, size_t count, size_t text_size) {
  constexpr std::string_view kEntities[] = {"PERSON",        "CREDIT_CARD", "IBAN_CODE",
                                            "DATE_OF_BIRTH", "IP_ADDRESS",  "PHONE_NUMBER",
                                            "AMOUNT",        "US_SSN"};
  std::vector<Redaction> all;
  for (size_t i = 0; i < count; ++i, data += 4) {
    Redaction redaction;
    redaction.finding.entity = kEntities[data[2] % 8];
    redaction.finding.span.start.bytes = text_size * data[0] / 256;
    redaction.finding.span.end.bytes = redaction.finding.span.start.bytes + data[1];
    redaction.terms.op = static_cast<Operator>(data[3] % kOperatorCount);
    redaction.terms.mask.count = data[2] >> 6;
    redaction.terms.mask.from_end = (data[3] & 0x80) != 0;
    redaction.terms.mask.keep_separators = (data[3] & 0x40) != 0;
    redaction.terms.restore = kRestoreInOutput;
    all.push_back(redaction);
  }
  return all;
}

void CheckSealed(const RedactionKeys& keys, std::string_view text) {
  if (text.empty() || JsonText::Read(text).has_value()) return;
  Finding all;
  all.entity = "PERSON";
  all.span.end.bytes = text.size();
  const std::vector<Redaction> one = {
      {all, {.op = Operator::kEncrypt, .restore = kRestoreInOutput}}};
  const std::string sealed = Redact(text, one, {.keys = &keys, .interaction = "i"});
  const bool is_sealed = text.size() <= kMaxSealedBytes;
  Require(Restore(keys, "i", sealed, kRestoreInOutput) == (is_sealed ? text : sealed));
  Require(Restore(keys, "j", sealed, kRestoreInOutput) == sealed);
}

// Sealing every finding, and putting it back, gives the text again.
void CheckRestored(const RedactionKeys& keys, std::string_view text, std::vector<Redaction> all) {
  if (text.size() > kMaxSealedBytes || JsonText::Read(text).has_value()) return;
  for (Redaction& redaction : all) {
    redaction.terms = {.op = Operator::kEncrypt, .restore = kRestoreInOutput};
  }
  const std::string sealed = Redact(text, all, {.keys = &keys, .interaction = "i"});
  Require(Restore(keys, "i", sealed, kRestoreInOutput) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const RedactionKeys keys(std::string(32, 'k'), "tenant");
  if (size == 0) return 0;
  const size_t count = std::min<size_t>(data[0] % 8, (size - 1) / 4);
  const size_t head = 1 + 4 * count;
  const std::string_view text(reinterpret_cast<const char*>(data) + head, size - head);
  const std::vector<Redaction> all = ReadRedactions(data + 1, count, text.size());
  LabelNumbers numbers;
  const std::string redacted =
      Redact(text, all, {.keys = &keys, .interaction = "i", .numbers = &numbers});
  LabelNumbers again;
  Require(redacted == Redact(text, all, {.keys = &keys, .interaction = "i", .numbers = &again}));
  if (reeve::IsValidUtf8(text)) Require(reeve::IsValidUtf8(redacted));
  if (JsonText::Read(text).has_value()) Require(JsonText::Read(redacted).has_value());
  (void)Restore(keys, "i", text, kRestoreInOutput);
  CheckSealed(keys, text);
  CheckRestored(keys, text, all);
  return 0;
}
