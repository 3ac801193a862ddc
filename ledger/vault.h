// The content vault: what a policy wants kept, outside the log, sealed under its subject's key.
//
// What holds:
//   - an entry is durable before the record that names it, and is bound to that record's id: under
//     another id it does not open;
//   - destroying a subject's key makes all that was sealed under it unreadable, in this folder and
//     in every copy of it, and changes no byte of the log;
//   - the vault never shows a text to a log, a metric or an error.
//
// An entry, whose id is its decision's:
//   length of the header, 4 bytes BE   the header, canonical JSON   nonce, 12 bytes   sealed text
// The header is in the clear, for who sweeps and who erases must not need the key, and has nothing
// that the record has not: {"at","class","key","subject","system","tenant"}. Sealed with header
// and id as associated data.
//
// Thread-safety: every method, from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "ledger/content_store.h"
#include "ledger/subject_keys.h"

namespace reeve::ledger {

inline std::filesystem::path VaultFolder(const std::filesystem::path& data) {
  return data / "vault";
}

struct KeptHeader {
  std::string id;  // of the decision
  std::string tenant;
  std::string subject;  // a keyed digest of the pseudonym, as records have it
  std::string system;
  std::string retention_class;
  std::string key;  // id of the subject's key
  Timestamp at;

  friend bool operator==(const KeptHeader&, const KeptHeader&) = default;
};

class Vault {
 public:
  // Made if it is not there. Precondition: master.size() == kMasterKeyBytes.
  // vault.wrong_key (another master key made this vault), vault.locked, vault.damaged, file.io
  static Result<std::unique_ptr<Vault>> Open(const std::filesystem::path& folder,
                                             std::string master, const Random& random);

  // The key that content of this subject is sealed under now; made where there is none.
  Result<std::shared_ptr<const SubjectKey>> KeyFor(std::string_view tenant,
                                                   std::string_view subject);
  // Its id; empty where there is none.
  Result<std::string> CurrentKey(std::string_view tenant, std::string_view subject);

  // Precondition: header.key is the key's id.
  Result<ContentStore::Entry> Seal(const KeptHeader& header, const SubjectKey& key,
                                   std::string_view text) const;
  // All or none; durable on return.
  Status Keep(const std::vector<ContentStore::Entry>& entries);
  // As if it had never been kept: for records that could not be appended.
  Status Forget(const std::vector<ContentStore::Entry>& entries);

  struct Kept {
    KeptHeader header;
    std::string text;
  };
  // vault.not_kept (it was never kept, or has expired), vault.erased, vault.damaged
  Result<Kept> Read(std::string_view id);
  // Of one subject, oldest first; of content under erased keys too.
  Result<std::vector<KeptHeader>> HeadersOf(std::string_view tenant,
                                            std::string_view subject) const;
  // From the oldest on; the visitor returns false to stop.
  Status Scan(const std::function<bool(const KeptHeader&)>& visitor) const;

  // Destroys the key of that id, if it is still there, and takes out what it sealed. How much that
  // was. Done again after a crash it ends what was begun.
  Result<uint64_t> Destroy(std::string_view tenant, std::string_view subject,
                           std::string_view key_id);
  // Takes out expired content, and rewrites the files in which it lay.
  Status Remove(const std::vector<KeptHeader>& expired);

 private:
  Vault(std::unique_ptr<SubjectKeys> keys, std::unique_ptr<ContentStore> contents,
        const Random& random)
      : keys_(std::move(keys)), contents_(std::move(contents)), random_(random) {}

  const std::unique_ptr<SubjectKeys> keys_;
  const std::unique_ptr<ContentStore> contents_;
  const Random& random_;
};

// Reads the header of an entry, and where the sealed part begins. vault.damaged
struct ParsedEntry {
  KeptHeader header;
  std::string_view bound;  // the header's bytes
  std::string_view nonce;
  std::string_view sealed;
};
Result<ParsedEntry> ParseEntry(std::string_view id, std::string_view bytes);

}  // namespace reeve::ledger
