// room: policy
// Names of types. What must hold: a type that is read has a name that reads as the same type.
#include <cstdint>
#include <string_view>

#include "policy/cel/type.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace reeve::cel;  // NOLINT(google-build-using-namespace)
  const auto type = ParseType({reinterpret_cast<const char*>(data), size});
  if (!type.ok()) return 0;
  const auto again = ParseType(type->Name());
  if (!again.ok() || *again != *type) __builtin_trap();
  return 0;
}
