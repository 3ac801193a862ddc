// room: policy
// Arbitrary bytes as a policy document, beside a list and a bundle document that sets a parameter:
// compilation ends, every diagnostic stands within the text, and a bundle that comes out compiles
// again from its bytes.
#include <cstdlib>

#include "policy/bundle.h"

namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

size_t Lines(std::string_view text) {
  size_t lines = 1;
  for (const char c : text) lines += c == '\n' ? 1 : 0;
  return lines;
}

const std::string kBundle = "apiVersion: reeve/v1\nkind: Bundle\ndefault: deny\n";
const std::string kSetting = "parameters: { p: { limit: 3 } }\n";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace reeve::policy;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const Vocabulary vocabulary = {{{"CREDIT_CARD", "payment"}, {"US_SSN", "pii"}}};
  const std::string bundle =
      text.find("limit:") == std::string::npos ? kBundle : kBundle + kSetting;
  const Compilation compilation = CompileBundle(
      {{"bundle.yaml", bundle}, {"lists/names.txt", "a\nb\n"}, {"p.yaml", text}}, vocabulary);
  Require((compilation.bundle == nullptr) == HasErrors(compilation.diagnostics));
  for (const Diagnostic& diagnostic : compilation.diagnostics) {
    Require(diagnostic.file != "p.yaml" || diagnostic.line <= Lines(text));
    Require(!diagnostic.code.empty() && !diagnostic.message.empty());
    Require(!Render(diagnostic).empty());
  }
  if (compilation.bundle != nullptr) {
    const auto again = BundleFromBytes(compilation.bundle->canonical_bytes());
    Require(again.ok() && (*again)->digest() == compilation.bundle->digest());
  }
  return 0;
}
