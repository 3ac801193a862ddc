// A signing key in a token (an HSM, a smart card, SoftHSM) that never leaves it: PKCS#11 2.40 with
// the EdDSA mechanism of 3.0, through the module that the address names.
//
// Every signature is checked against the public key before it is used: a token that fails is an
// error of the call, never a bad signature in the log. A session that the token has lost is opened
// once more.
//
// Thread-safety: the keys sign from any thread, one signature at a time.
#pragma once

#include <string>
#include <string_view>

#include "base/ed25519.h"
#include "base/pkcs11_uri.h"
#include "base/result.h"

namespace reeve {

// `pin`: empty for that in the file of `pin_source`. token.module (it does not load), token.absent
// (no token of that label), token.pin, token.key (none, or more than one of that label, or no
// Ed25519 key), token.failed, file.*
Result<SigningKey> OpenPkcs11Key(const Pkcs11Uri& uri, std::string_view pin = {});

// Makes an Ed25519 key that cannot be taken out of the token, and opens it. token.exists: there is
// one of that label.
Result<SigningKey> MakePkcs11Key(const Pkcs11Uri& uri, std::string_view pin = {});

}  // namespace reeve
