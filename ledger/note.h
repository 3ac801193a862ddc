// Signed notes and verifier keys, as C2SP signed-note has them.
//
// A note is a text that ends in a newline, an empty line, and signature lines:
//   — NAME BASE64(key id || signature)        (em dash, U+2014)
// A verifier key ("vkey") is one line: NAME+HEX(key id)+BASE64(type || public key), where the key
// id is the first four bytes of SHA256(NAME || 0x0A || type || public key).
//
// Thread-safety: all functions are pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ed25519.h"
#include "base/result.h"

namespace reeve::ledger {

inline constexpr uint8_t kKeyTypeEd25519 = 0x01;
inline constexpr uint8_t kKeyTypeCosignature = 0x04;  // of a witness: cosignature.h
inline constexpr size_t kMaxNoteBytes = size_t{1} << 20;
inline constexpr size_t kMaxNoteSignatures = 100;

// Not empty, no white space or control character, no plus sign, valid UTF-8.
bool IsValidKeyName(std::string_view name);

struct VerifierKey {
  std::string name;
  uint32_t id = 0;
  uint8_t type = kKeyTypeEd25519;
  std::string public_key;

  // Precondition: IsValidKeyName(name), 32 bytes of key.
  static VerifierKey Ed25519(std::string_view name, std::string_view public_key);
  // A trailing newline is allowed. ledger.vkey: the form, the key id, or a type unknown here.
  static Result<VerifierKey> Parse(std::string_view text);
  // The same for the key of a witness, which signs the time as well (cosignature.h).
  static VerifierKey Witness(std::string_view name, std::string_view public_key);
  static Result<VerifierKey> ParseWitness(std::string_view text);
  std::string Text() const;
  // `signature` is without the key id; of a witness it begins with the time.
  bool Verifies(std::string_view message, std::string_view signature) const;

  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

struct NoteSignature {
  std::string name;
  uint32_t key_id = 0;
  std::string signature;  // without the key id
};

struct Note {
  std::string text;  // with its last newline
  std::vector<NoteSignature> signatures;

  // ledger.note: not a note, over 1 MiB, or more than 100 signatures.
  static Result<Note> Parse(std::string_view bytes);
  std::string Format() const;
};

// Precondition: text ends in a newline and has no other control character.
Result<std::string> SignNote(std::string_view text, const VerifierKey& signer,
                             const SigningKey& key);

// A note, accepted if at least one known key signed it. Lines of unknown keys are ignored; a line
// of a known key that does not verify rejects all. ledger.note, ledger.signature.
struct OpenedNote {
  Note note;
  std::vector<VerifierKey> verified_by;  // each key once, in the order of the lines
};
Result<OpenedNote> OpenNote(std::string_view bytes, std::span<const VerifierKey> known);

}  // namespace reeve::ledger
