// room: policy
// Arbitrary bytes as a policy document, formatted: formatted again it is the same text, it means
// what it meant, and it compiles where it did.
#include <cstdlib>

#include "policy/bundle.h"
#include "policy/format.h"
#include "policy/format_check.h"

namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

std::string Format(const std::string& text) {
  std::vector<reeve::policy::Diagnostic> diagnostics;
  reeve::policy::Reporter reporter("p.yaml", text, &diagnostics);
  return reeve::policy::FormatDocument(reporter);
}

bool Compiles(const std::string& text) {
  const reeve::policy::Vocabulary vocabulary = {{{"CREDIT_CARD", "payment"}, {"US_SSN", "pii"}}};
  return reeve::policy::CompileBundle({{"p.yaml", text}}, vocabulary).bundle != nullptr;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string formatted = Format(text);
  Require(Format(formatted) == formatted);
  if (formatted == text) return 0;
  Require(reeve::policy::MeansTheSame(text, formatted));
  Require(Compiles(text) == Compiles(formatted));
  return 0;
}
