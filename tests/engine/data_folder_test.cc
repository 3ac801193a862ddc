#include "engine/data_folder.h"

#include "base/file.h"
#include "ledger/note.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

std::string Refusal(const std::filesystem::path& path, const std::string& origin = "") {
  const auto folder = OpenDataFolder(path, origin, Random::System());
  return folder.ok() ? "" : std::string(folder.error().code);
}

std::filesystem::perms Mode(const std::filesystem::path& path) {
  return std::filesystem::status(path).permissions();
}

}  // namespace

TEST_CASE("data folder: a new one is made with its keys and a name") {
  const TempDir parent;
  const DataFolder folder = Must(OpenDataFolder(parent / "a/b", "", Random::System()));
  CHECK(folder.origin.starts_with("reeve.local/"));
  CHECK(folder.origin.size() == std::string("reeve.local/").size() + 16);
  CHECK(folder.commitment_key.size() == 32);
  CHECK(folder.redaction_key.size() == 32);
  CHECK(folder.redaction_key != folder.commitment_key);
  const auto vkey = Must(ledger::VerifierKey::Parse(Must(ReadFile(folder.path / "vkey"))));
  CHECK(vkey.name == folder.origin);
  CHECK(vkey.public_key == folder.key.public_key());
}

TEST_CASE("data folder: secrets are for their owner alone") {
  const TempDir parent;
  const DataFolder folder = Must(OpenDataFolder(parent / "data", "", Random::System()));
  CHECK_FALSE(std::filesystem::exists(folder.path / "token"));  // only where it is asked for
  Must(OpenDevelopmentToken(folder.path, Random::System()));
  using std::filesystem::perms;
  for (const char* secret :
       {"signing.key", "commitment.key", "redaction.key", "vault.key", "token"}) {
    CHECK(Mode(folder.path / secret) == (perms::owner_read | perms::owner_write));
  }
  CHECK(Mode(folder.path) == perms::owner_all);
}

TEST_CASE("data folder: an old one is as it was left") {
  const TempDir parent;
  const DataFolder made = Must(OpenDataFolder(parent / "data", "my.example/log", Random::System()));
  const DataFolder again = Must(OpenDataFolder(parent / "data", "", Random::System()));
  CHECK(again.origin == "my.example/log");
  CHECK(again.commitment_key == made.commitment_key);
  CHECK(again.redaction_key == made.redaction_key);
  CHECK(again.vault_key == made.vault_key);
  CHECK(again.key.public_key() == made.key.public_key());
  CHECK(Refusal(parent / "data", "my.example/log").empty());
}

TEST_CASE("data folder: a log is not renamed, and its name has a form") {
  const TempDir parent;
  Must(OpenDataFolder(parent / "data", "my.example/log", Random::System()));
  CHECK(Refusal(parent / "data", "other.example/log") == "data.origin");
  for (const char* name : {"a b", "a+b", "a\nb"})
    CHECK(Refusal(parent / "new", name) == "data.origin");
}

TEST_CASE("data folder: a damaged key is refused, never replaced or used") {
  const TempDir parent;
  const DataFolder made = Must(OpenDataFolder(parent / "data", "", Random::System()));
  const auto damage = [&](const char* name, const std::string& bytes) {
    const std::string before = Must(ReadFile(made.path / name));
    Must(WriteFileDurably(made.path / name, bytes, FileMode::kSecret));
    const std::string code = Refusal(made.path);
    CHECK(Must(ReadFile(made.path / name)) == bytes);
    Must(WriteFileDurably(made.path / name, before, FileMode::kSecret));
    return code;
  };
  CHECK(damage("signing.key", "") == "key.syntax");
  CHECK(damage("signing.key", "no key") == "key.syntax");
  CHECK(damage("commitment.key", "") == "data.commitment_key");
  CHECK(damage("commitment.key", std::string(31, 'x')) == "data.commitment_key");
  CHECK(damage("redaction.key", std::string(33, 'x')) == "data.redaction_key");
  CHECK(damage("vault.key", std::string(31, 'x')) == "data.vault_key");
  CHECK(damage("origin", "") == "data.origin");
  CHECK(Refusal(made.path).empty());
}

TEST_CASE("data folder: the development token is kept, and refused where it is too short") {
  const TempDir folder;
  const std::string token = Must(OpenDevelopmentToken(folder.path(), Random::System()));
  CHECK(token.starts_with("reeve_"));
  CHECK(token.size() == 6 + 64);
  CHECK(Must(OpenDevelopmentToken(folder.path(), Random::System())) == token);
  for (const char* text : {"", "\n", "short\n"}) {
    Must(WriteFileDurably(folder / "token", text, FileMode::kSecret));
    const auto refused = OpenDevelopmentToken(folder.path(), Random::System());
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == "data.token");
    CHECK(Must(ReadFile(folder / "token")) == text);
  }
}

TEST_CASE("data folder: one from before redaction had keys gets one") {
  const TempDir parent;
  const DataFolder made = Must(OpenDataFolder(parent / "data", "", Random::System()));
  std::filesystem::create_directory(made.path / "ledger");
  std::filesystem::remove(made.path / "redaction.key");
  const DataFolder again = Must(OpenDataFolder(made.path, "", Random::System()));
  CHECK(again.redaction_key.size() == 32);
  CHECK(again.redaction_key != made.redaction_key);
}

TEST_CASE("data folder: one without a vault gets a key for it, one with a vault no other key") {
  const TempDir parent;
  const DataFolder made = Must(OpenDataFolder(parent / "data", "", Random::System()));
  std::filesystem::create_directory(made.path / "ledger");
  std::filesystem::remove(made.path / "vault.key");
  CHECK(Must(OpenDataFolder(made.path, "", Random::System())).vault_key.size() == 32);
  std::filesystem::create_directory(made.path / "vault");
  std::filesystem::remove(made.path / "vault.key");
  CHECK(Refusal(made.path) == "file.not_found");
  CHECK_FALSE(std::filesystem::exists(made.path / "vault.key"));
}

TEST_CASE("data folder: a lost key of an existing log is an error, not a new key") {
  const TempDir parent;
  const DataFolder made = Must(OpenDataFolder(parent / "data", "", Random::System()));
  std::filesystem::create_directory(made.path / "ledger");
  for (const char* name : {"signing.key", "commitment.key"}) {
    INFO(name);
    const std::string before = Must(ReadFile(made.path / name));
    std::filesystem::remove(made.path / name);
    CHECK(Refusal(made.path) == "file.not_found");
    CHECK_FALSE(std::filesystem::exists(made.path / name));
    Must(WriteFileDurably(made.path / name, before, FileMode::kSecret));
  }
}

TEST_CASE("data folder: a file in its place is an error") {
  const TempDir parent;
  Must(WriteFileDurably(parent / "data", "x", FileMode::kPublic));
  CHECK(Refusal(parent / "data") == "file.io");
}

}  // namespace reeve::engine::testing
