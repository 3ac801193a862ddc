#include "ledger/cosignature.h"

#include "ledger/layout.h"

namespace reeve::ledger {

std::string CosignedMessage(uint64_t seconds, std::string_view text) {
  return "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + std::string(text);
}

NoteSignature Cosign(std::string_view text, uint64_t seconds, const VerifierKey& witness,
                     const SigningKey& key) {
  return {witness.name, witness.id,
          BigEndianKey(seconds) + key.Sign(CosignedMessage(seconds, text))};
}

std::optional<uint64_t> CosignatureTime(std::string_view signature) {
  if (signature.size() != kCosignatureTimeSize + kEd25519SignatureSize) return std::nullopt;
  return ParseBigEndianKey(signature.substr(0, kCosignatureTimeSize));
}

}  // namespace reeve::ledger
