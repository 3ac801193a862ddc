// A file that holds a signing key, or says where it is: PEM (ed25519.h), or one line with the
// address of a key in a token (pkcs11_uri.h).
#pragma once

#include <string_view>

#include "base/ed25519.h"
#include "base/result.h"

namespace reeve {

// `passphrase` opens an encrypted PEM, or is the token's PIN. Errors of SigningKey::FromPem, of
// Pkcs11Uri::Parse and OpenPkcs11Key.
Result<SigningKey> ReadKeyFile(std::string_view bytes, std::string_view passphrase = {});

}  // namespace reeve
