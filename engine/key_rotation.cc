#include "engine/key_rotation.h"

#include <fcntl.h>
#include <unistd.h>

#include <system_error>

#include "base/file.h"
#include "base/key_file.h"
#include "base/pkcs11_key.h"
#include "engine/data_folder.h"
#include "engine/engine.h"
#include "engine/search_fields.h"
#include "ledger/layout.h"
#include "ledger/ledger.h"
#include "ledger/rocksdb_store.h"

namespace reeve::engine {
namespace {

namespace fs = std::filesystem;

fs::path NextFile(const fs::path& data) { return data / "signing.key.next"; }

Error IoError(std::string_view doing, const fs::path& path) {
  return {"file.io", "cannot " + std::string(doing) + " `" + path.string() + "`", path.string()};
}

Status RequireLog(const fs::path& data) {
  std::error_code error;
  if (fs::is_directory(ledger::StoreFolder(data), error)) return {};
  return Error{"data.none",
               "`" + data.string() +
                   "` holds no log: a new one begins under any key "
                   "(reeve key new)",
               data.string()};
}

Result<std::unique_ptr<ledger::Ledger>> OpenLog(const DataFolder& folder, SigningKey key,
                                                const Clock* clock) {
  return ledger::Ledger::Open({.folder = folder.path,
                               .origin = folder.origin,
                               .key = std::move(key),
                               .clock = clock,
                               .projections = AllProjections(),
                               .search_fields = SearchFields()});
}

Status AppendRevocation(ledger::Ledger& log, const ledger::VerifierKey& key,
                        const std::optional<ledger::CompromiseWindow>& window,
                        const ledger::KeyChange& change) {
  REEVE_ASSIGN_OR_RETURN(const ledger::KeyHistory history, ledger::ReadKeyHistory(log.store()));
  REEVE_ASSIGN_OR_RETURN(const ledger::NewRecord record,
                         ledger::MakeRevocation(history, key, window, change));
  const auto appended = log.Append({record});
  return appended.ok() ? Status() : Status(appended.error());
}

// The public line first: until the file of the next key has its name, this is done again.
Status PutInPlace(const fs::path& data, const ledger::VerifierKey& key) {
  REEVE_RETURN_IF_ERROR(WriteFileDurably(data / "vkey", key.Text() + "\n", FileMode::kPublic));
  if (::rename(NextFile(data).c_str(), (data / "signing.key").c_str()) != 0) {
    return IoError("rename", NextFile(data));
  }
  const int folder = ::open(data.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = folder >= 0 && ::fsync(folder) == 0;
  if (folder >= 0) ::close(folder);
  return synced ? Status() : Status(IoError("sync", data));
}

struct NextKey {
  SigningKey key;
  std::string file;  // what its file holds
};

Result<NextKey> MakeNextKey(const RotationOptions& options) {
  if (options.next_in_token) {
    REEVE_ASSIGN_OR_RETURN(SigningKey key,
                           MakePkcs11Key(*options.next_in_token, options.new_passphrase));
    return NextKey{std::move(key), options.next_in_token->Text() + "\n"};
  }
  REEVE_ASSIGN_OR_RETURN(SigningKey key, SigningKey::Generate());
  REEVE_ASSIGN_OR_RETURN(std::string pem, options.new_passphrase.empty()
                                              ? key.ToPem()
                                              : key.ToPem(options.new_passphrase));
  return NextKey{std::move(key), std::move(pem)};
}

}  // namespace

Result<ledger::VerifierKey> RotateKey(const RotationOptions& options) {
  REEVE_RETURN_IF_ERROR(RequireLog(options.data));
  REEVE_ASSIGN_OR_RETURN(DataFolder folder,
                         OpenDataFolder(options.data, "", Random::System(), options.passphrase));
  REEVE_ASSIGN_OR_RETURN(NextKey next, MakeNextKey(options));
  const auto old_vkey = ledger::VerifierKey::Ed25519(folder.origin, folder.key.public_key());
  const auto new_vkey = ledger::VerifierKey::Ed25519(folder.origin, next.key.public_key());
  ledger::NewRecord record;
  {
    REEVE_ASSIGN_OR_RETURN(const ledger::KeyHistory history, ReadKeys(options.data));
    REEVE_ASSIGN_OR_RETURN(record,
                           ledger::MakeRotation(history, folder.key, next.key, options.change));
  }
  {
    REEVE_ASSIGN_OR_RETURN(const auto log, OpenLog(folder, std::move(folder.key), options.clock));
    REEVE_RETURN_IF_ERROR(WriteFileDurably(NextFile(options.data), next.file, FileMode::kSecret));
    if (const auto appended = log->Append({record}); !appended.ok()) return appended.error();
  }
  REEVE_RETURN_IF_ERROR(PutInPlace(options.data, new_vkey));
  REEVE_ASSIGN_OR_RETURN(const auto log, OpenLog(folder, std::move(next.key), options.clock));
  if (options.compromise) {
    REEVE_RETURN_IF_ERROR(AppendRevocation(*log, old_vkey, options.compromise, options.change));
  }
  return new_vkey;
}

Status RevokeKey(const RevocationOptions& options) {
  REEVE_RETURN_IF_ERROR(RequireLog(options.data));
  REEVE_ASSIGN_OR_RETURN(DataFolder folder,
                         OpenDataFolder(options.data, "", Random::System(), options.passphrase));
  REEVE_ASSIGN_OR_RETURN(const auto log, OpenLog(folder, std::move(folder.key), options.clock));
  return AppendRevocation(*log, options.key, options.compromise, options.change);
}

Status FinishRotation(const fs::path& data, std::string_view passphrase) {
  const Result<std::string> file = ReadFile(NextFile(data));
  if (!file.ok()) return file.error().code == "file.not_found" ? Status() : Status(file.error());
  REEVE_ASSIGN_OR_RETURN(const ledger::KeyHistory history, ReadKeys(data));
  // The log's key can be told from the public half alone, but an encrypted file shows none.
  const Result<SigningKey> next = ReadKeyFile(*file, passphrase);
  if (next.ok() && next->public_key() == history.active().public_key) {
    return PutInPlace(data, history.active());
  }
  const Result<std::string> vkey = ReadFile(data / "vkey");
  const bool unused = vkey.ok() && *vkey == history.active().Text() + "\n";
  if (!unused)
    return next.ok() ? Status(Error{"key.next", "neither key file is of the log's key"})
                     : Status(next.error());
  std::error_code error;
  fs::remove(NextFile(data), error);
  return error ? Status(IoError("remove", NextFile(data))) : Status();
}

Result<ledger::KeyHistory> ReadKeys(const fs::path& data) {
  REEVE_RETURN_IF_ERROR(RequireLog(data));
  REEVE_ASSIGN_OR_RETURN(const auto store, ledger::OpenRocksDbStore(ledger::StoreFolder(data),
                                                                    ledger::OpenMode::kReadOnly));
  return ledger::ReadKeyHistory(*store);
}

}  // namespace reeve::engine
