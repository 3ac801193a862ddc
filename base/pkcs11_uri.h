// Which key of which token: a PKCS#11 URI (RFC 7512), as far as Reeve needs it.
//
//   pkcs11:token=reeve;object=log-key?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=/run/pin
//
// `token` (its label), `object` (the key's label) and `module-path` are needed; `pin-source` is a
// file whose first line is the PIN. A `pin-value` is refused: a secret is in no address.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace reeve {

inline constexpr std::string_view kPkcs11Scheme = "pkcs11:";
inline constexpr size_t kMaxPkcs11UriBytes = 4096;

struct Pkcs11Uri {
  std::string token;
  std::string object;
  std::string module_path;
  std::string pin_source;  // or empty

  // One line, or with a newline behind it. key.uri: what is wrong with it
  static Result<Pkcs11Uri> Parse(std::string_view text);
  std::string Text() const;
  friend bool operator==(const Pkcs11Uri&, const Pkcs11Uri&) = default;
};

}  // namespace reeve
