// Cosignatures of witnesses (C2SP tlog-cosignature, cosignature/v1 with Ed25519): a signature line
// on a checkpoint by somebody who has seen that the log only grew, and when.
//
// What is signed is "cosignature/v1\ntime T\n" and the note's text, T in seconds since 1970; the
// line's signature is T in 8 bytes, big-endian, then the 64 bytes of Ed25519.
//
// Thread-safety: all functions are pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/ed25519.h"
#include "ledger/note.h"

namespace reeve::ledger {

inline constexpr size_t kCosignatureTimeSize = 8;

std::string CosignedMessage(uint64_t seconds, std::string_view text);

// The line of `witness`, whose key this is (VerifierKey::Witness).
Result<NoteSignature> Cosign(std::string_view text, uint64_t seconds, const VerifierKey& witness,
                             const SigningKey& key);

// Nothing where the signature has not the length of a cosignature.
std::optional<uint64_t> CosignatureTime(std::string_view signature);

}  // namespace reeve::ledger
