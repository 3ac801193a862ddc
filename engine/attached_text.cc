#include "engine/attached_text.h"

#include "base/encoding.h"
#include "base/json.h"

namespace reeve::engine {
namespace {

constexpr size_t kNonceBytes = 32;
constexpr std::string_view kDigestPrefix = "sha256:";

}  // namespace

Result<std::string> AttachText(const ledger::BlobStore& blobs, std::string_view text,
                               const Random& random) {
  REEVE_ASSIGN_OR_RETURN(
      const std::string bytes,
      json::Canonical(
          json::Object{{"nonce", HexEncode(RandomBytes(random, kNonceBytes))}, {"text", text}}));
  REEVE_ASSIGN_OR_RETURN(const Hash digest, blobs.Put(bytes));
  return DigestName(digest);
}

Result<std::string> ReadBlob(const ledger::BlobStore& blobs, std::string_view digest) {
  const Error none{"ledger.not_found", "nothing is kept under that digest"};
  if (!digest.starts_with(kDigestPrefix)) return none;
  const auto bytes = HexDecode(digest.substr(kDigestPrefix.size()));
  if (!bytes.ok() || bytes->size() != Hash{}.size()) return none;
  return blobs.Get(HashFromBytes(*bytes));
}

Result<std::string> ReadAttachedText(const ledger::BlobStore& blobs, std::string_view digest) {
  const Result<std::string> bytes = ReadBlob(blobs, digest);
  if (!bytes.ok() && bytes.error().code == "ledger.not_found") {
    return Error{"text.erased", "the text is no longer kept"};
  }
  if (!bytes.ok()) return bytes.error();
  const auto value = json::Parse(*bytes);
  const json::Value* text = value.ok() ? value->Find("text") : nullptr;
  if (text == nullptr || text->as_string() == nullptr) {
    return Error{"text.malformed", "what is kept under the digest is no text of a record"};
  }
  return *text->as_string();
}

}  // namespace reeve::engine
