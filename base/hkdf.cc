#include "base/hkdf.h"

#include "base/result.h"
#include "base/sha256.h"

namespace reeve {

std::string Hkdf(std::string_view secret, std::string_view salt, std::string_view purpose,
                 size_t size) {
  if (size > kMaxHkdfBytes) Panic("HKDF gives at most 8160 bytes");
  const Hash extracted = HmacSha256(salt, secret);
  std::string out;
  std::string block;
  for (char counter = 1; out.size() < size; ++counter) {
    block += purpose;
    block += counter;
    block = AsBytes(HmacSha256(AsBytes(extracted), block));
    out += block;
  }
  out.resize(size);
  return out;
}

}  // namespace reeve
