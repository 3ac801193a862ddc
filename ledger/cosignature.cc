#include "ledger/cosignature.h"

#include "ledger/layout.h"

namespace reeve::ledger {

std::string CosignedMessage(uint64_t seconds, std::string_view text) {
  return "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + std::string(text);
}

Result<NoteSignature> Cosign(std::string_view text, uint64_t seconds, const VerifierKey& witness,
                             const SigningKey& key) {
  REEVE_ASSIGN_OR_RETURN(const std::string signature, key.Sign(CosignedMessage(seconds, text)));
  return NoteSignature{witness.name, witness.id, BigEndianKey(seconds) + signature};
}

std::optional<uint64_t> CosignatureTime(std::string_view signature) {
  if (signature.size() != kCosignatureTimeSize + kEd25519SignatureSize) return std::nullopt;
  return ParseBigEndianKey(signature.substr(0, kCosignatureTimeSize));
}

}  // namespace reeve::ledger
