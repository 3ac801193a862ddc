// room: detectors
//
// A stream tells the same findings and passes the same text on, however it is cut. The first bytes
// of the input say how; its size says from which source it is.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "detectors/limits.h"
#include "detectors/redact.h"
#include "detectors/stream.h"

namespace {

using namespace reeve::detectors;

struct Outcome {
  std::vector<Finding> findings;
  std::string redacted;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// Pieces of 1 + cuts[i] bytes each, cyclically; without cuts, one piece.
Outcome Stream(const Scanner& scanner, std::string_view text, std::string_view cuts,
               ScanContext context) {
  Outcome outcome;
  StreamScanner findings(scanner, context);
  StreamRedactor redactor(
      scanner,
      [](std::string_view part, std::span<const Finding> found) {
        return Redact(part, found, Operator::kLabel);
      },
      context);
  for (size_t i = 0; !text.empty(); ++i) {
    const size_t size =
        cuts.empty()
            ? text.size()
            : std::min<size_t>(text.size(), static_cast<uint8_t>(cuts[i % cuts.size()]) + 1);
    findings.Push(text.substr(0, size), &outcome.findings);
    outcome.redacted += redactor.Push(text.substr(0, size));
    text.remove_prefix(size);
  }
  findings.Finish(&outcome.findings);
  // The work is linear in the text, whatever it is (limits.h).
  constexpr size_t kLooks = (kStreamLookBack + kStreamHoldBack) / kStreamStep + 2;
  if (findings.scanned_bytes() > kLooks * findings.settled_bytes() + kMaxStreamHoldBack) {
    std::abort();
  }
  outcome.redacted += redactor.Finish();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  static const Scanner scanner = Scanner::Everything();
  const std::string_view input(reinterpret_cast<const char*>(bytes), size);
  constexpr size_t kCuts = 8;
  const std::string_view cuts = input.substr(0, std::min(kCuts, size));
  const std::string_view text = input.substr(cuts.size());
  const ScanContext context{static_cast<Source>(size % (static_cast<size_t>(Source::kModel) + 1))};
  if (!(Stream(scanner, text, cuts, context) == Stream(scanner, text, "", context))) std::abort();
  return 0;
}
