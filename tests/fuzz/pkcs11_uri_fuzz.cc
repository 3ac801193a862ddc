// room: base
// An address that is taken is written and read again as itself.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/pkcs11_uri.h"
#include "base/result.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto uri = reeve::Pkcs11Uri::Parse(text);
  if (!uri.ok()) return 0;
  const auto again = reeve::Pkcs11Uri::Parse(uri->Text());
  if (!again.ok() || !(*again == *uri)) reeve::Panic("an address does not come back");
  return 0;
}
