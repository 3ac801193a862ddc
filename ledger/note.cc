#include "ledger/note.h"

#include <algorithm>
#include <optional>

#include "base/encoding.h"
#include "base/quoted.h"
#include "base/sha256.h"
#include "base/text.h"
#include "ledger/cosignature.h"

namespace reeve::ledger {
namespace {

constexpr std::string_view kSignatureMark = "\xE2\x80\x94 ";  // em dash, space
constexpr size_t kKeyIdSize = 4;

Error BadNote(std::string why) { return {"ledger.note", std::move(why)}; }
Error BadKey(std::string why) { return {"ledger.vkey", std::move(why)}; }

std::string BigEndian(uint32_t v) {
  return {static_cast<char>(v >> 24), static_cast<char>(v >> 16), static_cast<char>(v >> 8),
          static_cast<char>(v)};
}

// Precondition: four bytes at least.
uint32_t FromBigEndian(std::string_view bytes) {
  uint32_t v = 0;
  for (char c : bytes.substr(0, kKeyIdSize)) v = (v << 8) | static_cast<unsigned char>(c);
  return v;
}

uint32_t KeyId(std::string_view name, std::string_view typed_key) {
  return FromBigEndian(AsBytes(Sha256({name, "\n", typed_key})));
}

std::string Typed(const VerifierKey& key) {
  return std::string(1, static_cast<char>(key.type)) + key.public_key;
}

bool HasControlOtherThanNewline(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](unsigned char c) { return (c < 0x20 && c != '\n') || c == 0x7F; });
}

// The white space of Unicode that is above ASCII; a name with any would look like two.
bool HasWideSpace(std::string_view name) {
  constexpr std::string_view kSpaces[] = {
      "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\xA8", "\xE2\x80\xA9",
      "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80", "\xE2\x80\x80", "\xE2\x80\x81",
      "\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86",
      "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A"};
  return std::any_of(std::begin(kSpaces), std::end(kSpaces), [&](std::string_view space) {
    return name.find(space) != std::string_view::npos;
  });
}

// One line without its newline: "— NAME BASE64".
Result<NoteSignature> ParseSignature(std::string_view line) {
  if (!line.starts_with(kSignatureMark)) return BadNote("a signature line begins with an em dash");
  line.remove_prefix(kSignatureMark.size());
  const size_t space = line.find(' ');
  if (space == std::string_view::npos) return BadNote("a signature line has a name and a base64");
  const std::string_view name = line.substr(0, space);
  if (!IsValidKeyName(name)) return BadNote(Quoted(name) + " is not a key name");
  const Result<std::string> blob = Base64Decode(line.substr(space + 1));
  if (!blob.ok() || blob->size() <= kKeyIdSize) return BadNote("a signature is not valid base64");
  return NoteSignature{std::string(name), FromBigEndian(*blob), blob->substr(kKeyIdSize)};
}

VerifierKey OfType(uint8_t type, std::string_view name, std::string_view public_key) {
  if (!IsValidKeyName(name)) Panic("a key's name is not valid in a note");
  if (public_key.size() != kEd25519PublicKeySize) Panic("an Ed25519 public key has 32 bytes");
  VerifierKey key{std::string(name), 0, type, std::string(public_key)};
  key.id = KeyId(key.name, Typed(key));
  return key;
}

Result<VerifierKey> ParseOfType(std::string_view text, uint8_t type) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  const size_t first = text.find('+');
  const size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return BadKey("a verifier key has the form NAME+ID+KEY");
  const std::string_view name = text.substr(0, first);
  if (!IsValidKeyName(name)) return BadKey(Quoted(name) + " is not a key name");
  const Result<std::string> id = HexDecode(text.substr(first + 1, second - first - 1));
  if (!id.ok() || id->size() != kKeyIdSize) return BadKey("the key id is not eight hex digits");
  const Result<std::string> typed = Base64Decode(text.substr(second + 1));
  if (!typed.ok() || typed->empty()) return BadKey("the key is not valid base64");
  if (static_cast<uint8_t>((*typed)[0]) != type || typed->size() != 1 + kEd25519PublicKeySize) {
    return BadKey(type == kKeyTypeEd25519
                      ? "the key is not an Ed25519 key"
                      : "the key is not the Ed25519 key of a witness (type 04)");
  }
  if (KeyId(name, *typed) != FromBigEndian(*id)) {
    return BadKey("the key id does not belong to this name and key");
  }
  return OfType(type, name, std::string_view(*typed).substr(1));
}

}  // namespace

bool IsValidKeyName(std::string_view name) {
  if (name.empty() || !IsValidUtf8(name) || HasWideSpace(name)) return false;
  return std::none_of(name.begin(), name.end(),
                      [](unsigned char c) { return c <= 0x20 || c == '+' || c == 0x7F; });
}

VerifierKey VerifierKey::Ed25519(std::string_view name, std::string_view public_key) {
  return OfType(kKeyTypeEd25519, name, public_key);
}

VerifierKey VerifierKey::Witness(std::string_view name, std::string_view public_key) {
  return OfType(kKeyTypeCosignature, name, public_key);
}

Result<VerifierKey> VerifierKey::Parse(std::string_view text) {
  return ParseOfType(text, kKeyTypeEd25519);
}

Result<VerifierKey> VerifierKey::ParseWitness(std::string_view text) {
  return ParseOfType(text, kKeyTypeCosignature);
}

std::string VerifierKey::Text() const {
  return name + "+" + HexEncode(BigEndian(id)) + "+" + Base64Encode(Typed(*this));
}

bool VerifierKey::Verifies(std::string_view message, std::string_view signature) const {
  if (type == kKeyTypeEd25519) return VerifyEd25519(public_key, message, signature);
  const std::optional<uint64_t> time = CosignatureTime(signature);
  return time && VerifyEd25519(public_key, CosignedMessage(*time, message),
                               signature.substr(kCosignatureTimeSize));
}

Result<Note> Note::Parse(std::string_view bytes) {
  if (bytes.size() > kMaxNoteBytes) return BadNote("a note of more than 1 MiB");
  if (!IsValidUtf8(bytes) || HasControlOtherThanNewline(bytes)) {
    return BadNote("a note is UTF-8 without control characters");
  }
  const size_t split = bytes.rfind("\n\n");
  if (split == std::string_view::npos || !bytes.ends_with('\n') || split + 2 == bytes.size()) {
    return BadNote("a note has a text, an empty line and signature lines");
  }
  Note note{std::string(bytes.substr(0, split + 1)), {}};
  std::string_view lines = bytes.substr(split + 2);
  while (!lines.empty()) {
    if (note.signatures.size() == kMaxNoteSignatures) return BadNote("more than 100 signatures");
    const size_t end = lines.find('\n');
    REEVE_ASSIGN_OR_RETURN(NoteSignature signature, ParseSignature(lines.substr(0, end)));
    note.signatures.push_back(std::move(signature));
    lines.remove_prefix(end + 1);
  }
  return note;
}

std::string Note::Format() const {
  std::string out = text + "\n";
  for (const NoteSignature& signature : signatures) {
    out += kSignatureMark;
    out += signature.name + " " + Base64Encode(BigEndian(signature.key_id) + signature.signature);
    out += '\n';
  }
  return out;
}

Result<std::string> SignNote(std::string_view text, const VerifierKey& signer,
                             const SigningKey& key) {
  REEVE_ASSIGN_OR_RETURN(std::string signature, key.Sign(text));
  const Note note{std::string(text), {{signer.name, signer.id, std::move(signature)}}};
  return note.Format();
}

Result<OpenedNote> OpenNote(std::string_view bytes, std::span<const VerifierKey> known) {
  REEVE_ASSIGN_OR_RETURN(Note note, Note::Parse(bytes));
  OpenedNote opened{std::move(note), {}};
  for (const NoteSignature& signature : opened.note.signatures) {
    const auto key = std::find_if(known.begin(), known.end(), [&](const VerifierKey& k) {
      return k.name == signature.name && k.id == signature.key_id;
    });
    if (key == known.end()) continue;
    if (!key->Verifies(opened.note.text, signature.signature)) {
      return Error{"ledger.signature", "the signature of `" + key->name + "` does not verify"};
    }
    const bool again = std::find(opened.verified_by.begin(), opened.verified_by.end(), *key) !=
                       opened.verified_by.end();
    if (!again) opened.verified_by.push_back(*key);
  }
  if (opened.verified_by.empty()) {
    return Error{"ledger.signature", "no signature of a known key"};
  }
  return opened;
}

}  // namespace reeve::ledger
