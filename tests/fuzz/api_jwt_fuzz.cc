// room: api
// A signed token and a set of keys: any text is read or refused. What is read of a token is within
// the limits, its first two parts are what was signed, and no such text is signed by a fixed key.
#include <cstdint>
#include <cstdlib>

#include "api/jwks.h"
#include "api/jwt.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace reeve;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const PublicKey kKey = *PublicKey::Ed25519(std::string(32, '\x17'));
  if (const auto jwt = api::ReadJwt(text); jwt.ok()) {
    if (jwt->issuer.empty() || jwt->subject.empty() || jwt->audiences.empty()) std::abort();
    if (!text.starts_with(jwt->signing_input + ".")) std::abort();
    if (!(jwt->expires >= 0) || !(jwt->not_before >= 0)) std::abort();
    if (kKey.Verify(jwt->signing_input, jwt->signature)) std::abort();
  }
  if (const auto keys = api::ReadJwks(text); keys.ok()) {
    if (keys->empty() || keys->size() > api::kMaxJwksKeys) std::abort();
  }
  return 0;
}
