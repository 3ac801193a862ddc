// room: policy
//
// Arbitrary bytes as a bundle file. What is accepted is in its one canonical form, which compiles
// to the same bundle again.
#include <cstdint>
#include <string_view>

#include "policy/bundle.h"

namespace {

namespace policy = reeve::policy;

void Require(bool holds, std::string_view what) {
  if (!holds) reeve::Panic(what);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto bundle = policy::BundleFromBytes(input);
  if (!bundle.ok()) return 0;
  Require((*bundle)->canonical_bytes() == input, "two forms of one bundle");
  Require((*bundle)->release().revision <= policy::kMaxRevision, "a revision out of bounds");
  const auto again = policy::BundleFromBytes((*bundle)->canonical_bytes());
  Require(again.ok() && (*again)->digest() == (*bundle)->digest() &&
              (*again)->release() == (*bundle)->release(),
          "a bundle changed when it was read again");
  return 0;
}
