// room: api
// The address of a bundle: any text is read or refused, and what is read is what was written.
#include <cstdint>
#include <cstdlib>

#include "api/source_url.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto url = reeve::api::ParseSourceUrl(text);
  if (url.ok() && url->origin + url->path + url->query != text) std::abort();
  return 0;
}
