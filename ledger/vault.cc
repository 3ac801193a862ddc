#include "ledger/vault.h"

#include <algorithm>

#include "base/aes_gcm.h"
#include "base/file.h"
#include "base/json_reader.h"

namespace reeve::ledger {
namespace {

constexpr size_t kLengthBytes = 4;
constexpr size_t kMaxMemberBytes = 512;
constexpr size_t kMaxHeaderBytes = 4096;
constexpr std::string_view kCheckText = "reeve-vault-1";

Error Damaged(std::string_view id) {
  return {"vault.damaged", "the kept content of `" + std::string(id) +
                               "` is damaged: restore the vault from a backup"};
}

Result<std::string> HeaderText(const KeptHeader& header) {
  return json::Canonical(json::Object{{"at", FormatTimestamp(header.at)},
                                      {"class", header.retention_class},
                                      {"key", header.key},
                                      {"subject", header.subject},
                                      {"system", header.system},
                                      {"tenant", header.tenant}});
}

std::string Associated(std::string_view id, std::string_view header) {
  std::string out(id);
  out += '\0';
  out += header;
  return out;
}

void AppendLength(size_t length, std::string* out) {
  for (size_t i = kLengthBytes; i-- > 0;) {
    out->push_back(static_cast<char>(length >> (8 * i) & 0xFF));
  }
}

// A text sealed under the master key: whoever comes with another is told at once, and not by
// content that seems damaged.
Status CheckMaster(const std::filesystem::path& path, std::string_view master,
                   const Random& random) {
  const Result<std::string> found = ReadFile(path);
  if (!found.ok() && found.error().code == "file.not_found") {
    const std::string nonce = RandomBytes(random, kGcmNonceBytes);
    return WriteFileDurably(path, nonce + GcmSeal(master, nonce, {}, kCheckText),
                            FileMode::kSecret);
  }
  if (!found.ok()) return found.error();
  if (found->size() > kGcmNonceBytes) {
    const std::string_view bytes(*found);
    const auto text =
        GcmOpen(master, bytes.substr(0, kGcmNonceBytes), {}, bytes.substr(kGcmNonceBytes));
    if (text == kCheckText) return {};
  }
  return Error{"vault.wrong_key",
               "the content vault was begun under another `vault.key`: put that file back",
               path.string()};
}

}  // namespace

Result<ParsedEntry> ParseEntry(std::string_view id, std::string_view bytes) {
  if (bytes.size() < kLengthBytes) return Damaged(id);
  size_t length = 0;
  for (size_t i = 0; i < kLengthBytes; ++i) {
    length = length << 8 | static_cast<unsigned char>(bytes[i]);
  }
  bytes.remove_prefix(kLengthBytes);
  if (length > kMaxHeaderBytes || bytes.size() < length + kGcmNonceBytes + kGcmTagBytes) {
    return Damaged(id);
  }
  ParsedEntry entry;
  entry.bound = bytes.substr(0, length);
  entry.nonce = bytes.substr(length, kGcmNonceBytes);
  entry.sealed = bytes.substr(length + kGcmNonceBytes);
  const Result<json::Value> value = json::Parse(entry.bound);
  if (!value.ok()) return Damaged(id);
  json::ObjectReader reader(*value, "");
  const auto text = [&](std::string_view member) {
    return reader.String(member, json::Need::kRequired, kMaxMemberBytes);
  };
  const Result<Timestamp> at = ParseTimestamp(text("at"));
  KeptHeader& header = entry.header;
  header.id = id;
  header.retention_class = text("class");
  header.key = text("key");
  header.subject = text("subject");
  header.system = text("system");
  header.tenant = text("tenant");
  if (!at.ok() || !reader.Finish().ok()) return Damaged(id);
  header.at = *at;
  return entry;
}

Result<std::unique_ptr<Vault>> Vault::Open(const std::filesystem::path& folder, std::string master,
                                           const Random& random) {
  REEVE_ASSIGN_OR_RETURN(auto contents, ContentStore::Open(folder / "content"));
  REEVE_RETURN_IF_ERROR(CheckMaster(folder / "check", master, random));
  REEVE_ASSIGN_OR_RETURN(auto keys, SubjectKeys::Open(folder / "keys", std::move(master), random));
  return std::unique_ptr<Vault>(new Vault(std::move(keys), std::move(contents), random));
}

Result<std::shared_ptr<const SubjectKey>> Vault::KeyFor(std::string_view tenant,
                                                        std::string_view subject) {
  return keys_->Make(SubjectKeyName(tenant, subject));
}

Result<std::string> Vault::CurrentKey(std::string_view tenant, std::string_view subject) {
  REEVE_ASSIGN_OR_RETURN(const auto key, keys_->Find(SubjectKeyName(tenant, subject)));
  return key == nullptr ? std::string() : key->id();
}

Result<ContentStore::Entry> Vault::Seal(const KeptHeader& header, const SubjectKey& key,
                                        std::string_view text) const {
  if (header.key != key.id()) Panic("an entry of the vault names another key than seals it");
  REEVE_ASSIGN_OR_RETURN(const std::string head, HeaderText(header));
  const std::string nonce = RandomBytes(random_, kGcmNonceBytes);
  std::string bytes;
  AppendLength(head.size(), &bytes);
  bytes += head + nonce + GcmSeal(key.secret(), nonce, Associated(header.id, head), text);
  return ContentStore::Entry{SubjectKeyName(header.tenant, header.subject), header.id,
                             std::move(bytes)};
}

Status Vault::Keep(const std::vector<ContentStore::Entry>& entries) {
  return contents_->Put(entries);
}

Status Vault::Forget(const std::vector<ContentStore::Entry>& entries) {
  std::vector<ContentStore::Reference> gone;
  gone.reserve(entries.size());
  for (const ContentStore::Entry& entry : entries) gone.push_back({entry.subject_name, entry.id});
  return contents_->Delete(gone);
}

Result<Vault::Kept> Vault::Read(std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> bytes, contents_->Get(id));
  if (!bytes) {
    return Error{"vault.not_kept", "no content is kept of `" + std::string(id) +
                                       "`: no policy asked for it, or it has gone since"};
  }
  REEVE_ASSIGN_OR_RETURN(ParsedEntry entry, ParseEntry(id, *bytes));
  REEVE_ASSIGN_OR_RETURN(const auto key,
                         keys_->Find(SubjectKeyName(entry.header.tenant, entry.header.subject)));
  if (key == nullptr || key->id() != entry.header.key) {
    return Error{"vault.erased",
                 "the content of `" + std::string(id) + "` was erased with its subject's key"};
  }
  std::optional<std::string> text =
      GcmOpen(key->secret(), entry.nonce, Associated(id, entry.bound), entry.sealed);
  if (!text) return Damaged(id);
  return Kept{std::move(entry.header), *std::move(text)};
}

Result<std::vector<KeptHeader>> Vault::HeadersOf(std::string_view tenant,
                                                 std::string_view subject) const {
  REEVE_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                         contents_->IdsOf(SubjectKeyName(tenant, subject)));
  std::vector<KeptHeader> headers;
  for (const std::string& id : ids) {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> bytes, contents_->Get(id));
    if (!bytes) continue;
    REEVE_ASSIGN_OR_RETURN(ParsedEntry entry, ParseEntry(id, *bytes));
    headers.push_back(std::move(entry.header));
  }
  return headers;
}

Status Vault::Scan(const std::function<bool(const KeptHeader&)>& visitor) const {
  Status read;
  REEVE_RETURN_IF_ERROR(contents_->Scan({}, [&](std::string_view id, std::string_view bytes) {
    const Result<ParsedEntry> entry = ParseEntry(id, bytes);
    if (!entry.ok()) read = entry.error();
    return entry.ok() && visitor(entry->header);
  }));
  return read;
}

Result<uint64_t> Vault::Destroy(std::string_view tenant, std::string_view subject,
                                std::string_view key_id) {
  const std::string name = SubjectKeyName(tenant, subject);
  REEVE_ASSIGN_OR_RETURN([[maybe_unused]] const bool destroyed, keys_->Destroy(name, key_id));
  REEVE_ASSIGN_OR_RETURN(const std::vector<KeptHeader> headers, HeadersOf(tenant, subject));
  std::vector<ContentStore::Reference> gone;
  for (const KeptHeader& header : headers) {
    if (header.key == key_id) gone.push_back({name, header.id});
  }
  if (gone.empty()) return 0;
  REEVE_RETURN_IF_ERROR(contents_->Delete(gone));
  return gone.size();
}

Status Vault::Remove(const std::vector<KeptHeader>& expired) {
  if (expired.empty()) return {};
  std::vector<ContentStore::Reference> gone;
  std::string last;
  for (const KeptHeader& header : expired) {
    gone.push_back({SubjectKeyName(header.tenant, header.subject), header.id});
    last = std::max(last, header.id);
  }
  REEVE_RETURN_IF_ERROR(contents_->Delete(gone));
  return contents_->Compact(last);
}

}  // namespace reeve::ledger
