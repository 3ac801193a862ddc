#include "engine/data_folder.h"

#include <system_error>

#include "base/encoding.h"
#include "base/file.h"
#include "base/key_file.h"
#include "engine/key_rotation.h"
#include "ledger/layout.h"
#include "ledger/note.h"
#include "ledger/vault.h"

namespace reeve::engine {
namespace {

constexpr size_t kCommitmentKeyBytes = 32;
constexpr size_t kTokenBytes = 32;
constexpr size_t kMinTokenLetters = 32;  // of a token that somebody wrote by hand
constexpr size_t kRedactionKeyBytes = 32;
constexpr std::string_view kTokenFile = "token";
constexpr std::string_view kRedactionFile = "redaction.key";
constexpr std::string_view kVaultFile = "vault.key";

// The file's bytes, or what `make` gives, written durably first. A secret that a begun log has lost
// is an error: another one in its place would sign or commit to something else without a word.
template <typename Make>
Result<std::string> ReadOrMake(const std::filesystem::path& path, FileMode mode, Make make) {
  Result<std::string> found = ReadFile(path);
  if (found.ok() || found.error().code != "file.not_found") return found;
  // Folders from before there was redaction by keys, or a vault, have none.
  const bool may_be_new = path.filename() == kTokenFile || path.filename() == kRedactionFile ||
                          (path.filename() == kVaultFile &&
                           !std::filesystem::exists(ledger::VaultFolder(path.parent_path())));
  if (mode == FileMode::kSecret && !may_be_new &&
      std::filesystem::exists(ledger::StoreFolder(path.parent_path()))) {
    return found;
  }
  REEVE_ASSIGN_OR_RETURN(std::string made, make());
  REEVE_RETURN_IF_ERROR(WriteFileDurably(path, made, mode));
  return made;
}

std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

Result<std::string> NewPem() {
  REEVE_ASSIGN_OR_RETURN(const SigningKey key, SigningKey::Generate());
  return key.ToPem();
}

Status MakeFolder(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return {};
  std::filesystem::create_directories(path, error);
  if (!error) {
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  }
  if (!error) return {};
  return Error{"file.io", "cannot make the folder `" + path.string() + "`: " + error.message(),
               path.string()};
}

}  // namespace

Result<DataFolder> OpenDataFolder(const std::filesystem::path& path, const std::string& origin,
                                  const Random& random, std::string_view passphrase) {
  REEVE_RETURN_IF_ERROR(MakeFolder(path));
  REEVE_RETURN_IF_ERROR(FinishRotation(path, passphrase));
  REEVE_ASSIGN_OR_RETURN(
      const std::string origin_line,
      ReadOrMake(path / "origin", FileMode::kPublic, [&]() -> Result<std::string> {
        if (!origin.empty() && !ledger::IsValidKeyName(origin)) {
          return Error{"data.origin", "`" + origin + "` cannot name a log: no spaces, no `+`"};
        }
        return (origin.empty() ? "reeve.local/" + HexEncode(RandomBytes(random, 8)) : origin) +
               "\n";
      }));
  const std::string name = FirstLine(origin_line);
  if (!ledger::IsValidKeyName(name)) {
    return Error{"data.origin", "`" + (path / "origin").string() + "` holds no name of a log"};
  }
  if (!origin.empty() && origin != name) {
    return Error{"data.origin", "the log in `" + path.string() + "` is named `" + name +
                                    "`, not `" + origin + "`"};
  }
  REEVE_ASSIGN_OR_RETURN(const std::string key_file,
                         ReadOrMake(path / "signing.key", FileMode::kSecret, NewPem));
  REEVE_ASSIGN_OR_RETURN(SigningKey key, ReadKeyFile(key_file, passphrase));
  REEVE_ASSIGN_OR_RETURN(
      std::string commitment_key,
      ReadOrMake(path / "commitment.key", FileMode::kSecret, [&]() -> Result<std::string> {
        return RandomBytes(random, kCommitmentKeyBytes);
      }));
  if (commitment_key.size() != kCommitmentKeyBytes) {
    return Error{"data.commitment_key", "`" + (path / "commitment.key").string() +
                                            "` does not hold 32 bytes: it was cut or replaced"};
  }
  REEVE_ASSIGN_OR_RETURN(
      std::string redaction_key,
      ReadOrMake(path / kRedactionFile, FileMode::kSecret,
                 [&]() -> Result<std::string> { return RandomBytes(random, kRedactionKeyBytes); }));
  if (redaction_key.size() != kRedactionKeyBytes) {
    return Error{"data.redaction_key", "`" + (path / kRedactionFile).string() +
                                           "` does not hold 32 bytes: it was cut or replaced"};
  }
  REEVE_ASSIGN_OR_RETURN(
      std::string vault_key,
      ReadOrMake(path / kVaultFile, FileMode::kSecret, [&]() -> Result<std::string> {
        return RandomBytes(random, ledger::kMasterKeyBytes);
      }));
  if (vault_key.size() != ledger::kMasterKeyBytes) {
    return Error{"data.vault_key", "`" + (path / kVaultFile).string() +
                                       "` does not hold 32 bytes: it was cut or replaced"};
  }
  REEVE_ASSIGN_OR_RETURN(const std::string vkey,
                         ReadOrMake(path / "vkey", FileMode::kPublic, [&]() -> Result<std::string> {
                           return ledger::VerifierKey::Ed25519(name, key.public_key()).Text() +
                                  "\n";
                         }));
  return DataFolder{path,
                    name,
                    std::move(key),
                    std::move(commitment_key),
                    std::move(redaction_key),
                    std::move(vault_key)};
}

Result<std::string> OpenDevelopmentToken(const std::filesystem::path& data, const Random& random) {
  const std::filesystem::path path = data / kTokenFile;
  REEVE_ASSIGN_OR_RETURN(const std::string text,
                         ReadOrMake(path, FileMode::kSecret, [&]() -> Result<std::string> {
                           return "reeve_" + HexEncode(RandomBytes(random, kTokenBytes)) + "\n";
                         }));
  std::string token = FirstLine(text);
  if (token.size() >= kMinTokenLetters) return token;
  return Error{"data.token", "the token in `" + path.string() + "` has fewer than 32 letters"};
}

}  // namespace reeve::engine
