#include "cli/named_bundle.h"

#include <filesystem>

#include "base/file.h"
#include "cli/policies.h"
#include "engine/activation.h"
#include "ledger/layout.h"
#include "ledger/rocksdb_store.h"
#include "oversight/bundle_register.h"

namespace reeve::cli {
namespace {

constexpr char kActive[] = "active";
constexpr char kDigestPrefix[] = "sha256:";

Error NoBundle(const std::string& name, const std::string& data) {
  return {"bundle.not_found",
          "`" + name + "` is no folder, no file, and no bundle that " +
              (data.empty() ? "a data folder has: name the data folder with --data"
                            : "`" + data + "` has: see `reeve bundle status`")};
}

Result<std::string> RecordedDigest(const ledger::Store& store, const std::string& name,
                                   const std::string& data) {
  if (name == kActive) {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> active, oversight::ActiveBundle(store));
    if (active) return *active;
    return Error{"bundle.not_found", "in `" + data + "` no bundle is active yet"};
  }
  const std::string wanted = name.starts_with(kDigestPrefix) ? name : kDigestPrefix + name;
  REEVE_ASSIGN_OR_RETURN(const std::vector<std::string> digests, oversight::BundleDigests(store));
  std::string found;
  for (const std::string& digest : digests) {
    if (!digest.starts_with(wanted)) continue;
    if (!found.empty()) {
      return Error{"bundle.ambiguous", "two bundles begin with `" + name + "`: type more of it"};
    }
    found = digest;
  }
  if (found.empty()) return NoBundle(name, data);
  return found;
}

}  // namespace

Result<std::shared_ptr<const policy::Bundle>> LoadNamedBundle(const std::string& name,
                                                              const std::string& data) {
  std::error_code ignored;
  if (std::filesystem::is_directory(name, ignored)) return CompileFolder(name);
  if (std::filesystem::exists(name, ignored)) {
    // As JSON a text may take more than its own bytes.
    REEVE_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(name, 3 * policy::kMaxBundleBytes));
    return policy::BundleFromBytes(bytes);
  }
  if (data.empty()) return NoBundle(name, data);
  REEVE_ASSIGN_OR_RETURN(const auto store, ledger::OpenRocksDbStore(ledger::StoreFolder(data),
                                                                    ledger::OpenMode::kReadOnly));
  REEVE_ASSIGN_OR_RETURN(const std::string digest, RecordedDigest(*store, name, data));
  REEVE_ASSIGN_OR_RETURN(const ledger::BlobStore blobs,
                         ledger::BlobStore::Open(ledger::BlobFolder(data)));
  return engine::LoadBundle(blobs, digest);
}

}  // namespace reeve::cli
