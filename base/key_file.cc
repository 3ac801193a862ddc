#include "base/key_file.h"

#include "base/pkcs11_key.h"

namespace reeve {

Result<SigningKey> ReadKeyFile(std::string_view bytes, std::string_view passphrase) {
  if (!bytes.starts_with(kPkcs11Scheme)) return SigningKey::FromPem(bytes, passphrase);
  REEVE_ASSIGN_OR_RETURN(const Pkcs11Uri uri, Pkcs11Uri::Parse(bytes));
  return OpenPkcs11Key(uri, passphrase);
}

}  // namespace reeve
