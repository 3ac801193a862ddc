#include "ledger/vault.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "base/file.h"
#include "tests/base/temp_dir.h"

namespace reeve::ledger {
namespace {

const std::string kMaster(32, 'm');
constexpr Timestamp kAt{std::chrono::microseconds{1'795'000'000'000'000}};
constexpr char kSecretText[] = "the patient asked about ward 9 and xylophones";

template <typename T>
T Must(Result<T> result) {
  if (!result.ok()) FAIL(result.error().code << ": " << result.error().message);
  return std::move(result).value();
}
void Must(const Status& status) {
  if (!status.ok()) FAIL(status.error().code << ": " << status.error().message);
}

class TestVault {
 public:
  TestVault() { Open(); }
  void Open() {
    vault_.reset();
    vault_ = Must(Vault::Open(folder_.path(), kMaster, Random::System()));
  }
  void Shut() { vault_.reset(); }
  Vault* operator->() { return vault_.get(); }
  std::filesystem::path path() const { return folder_.path(); }

  KeptHeader Keep(const std::string& id, const std::string& subject,
                  const std::string& tenant = "t", std::string_view text = kSecretText) {
    const auto key = Must(vault_->KeyFor(tenant, subject));
    const KeptHeader header{id, tenant, subject, "sys", "high", key->id(), kAt};
    Must(vault_->Keep({Must(vault_->Seal(header, *key, text))}));
    return header;
  }

  // Whether the bytes lie in any file of the folder.
  bool Holds(std::string_view bytes) const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
      if (!entry.is_regular_file()) continue;
      if (Must(ReadFile(entry.path())).find(bytes) != std::string::npos) return true;
    }
    return false;
  }
  size_t KeyFiles() const {
    size_t count = 0;
    Must(VisitWrappedKeys(path() / "keys", [&](const std::string&, std::string_view) -> Status {
      ++count;
      return {};
    }));
    return count;
  }

 private:
  TempDir folder_;
  std::unique_ptr<Vault> vault_;
};

std::string CodeOf(const Result<Vault::Kept>& kept) {
  return kept.ok() ? "ok" : std::string(kept.error().code);
}

TEST_CASE("vault: what was kept is read back, also after it is opened anew") {
  TestVault vault;
  const KeptHeader header = vault.Keep("d-1", "s-1");
  vault.Open();
  const Vault::Kept kept = Must(vault->Read("d-1"));
  CHECK(kept.text == kSecretText);
  CHECK(kept.header == header);
  CHECK(CodeOf(vault->Read("d-2")) == "vault.not_kept");
}

TEST_CASE("vault: no file holds the text or the key") {
  TestVault vault;
  vault.Keep("d-1", "s-1");
  const auto key = Must(vault->KeyFor("t", "s-1"));
  const std::string secret(key->secret());
  vault.Shut();
  CHECK(vault.Holds("sys"));  // the header is in the clear, so the search does find things
  CHECK_FALSE(vault.Holds("xylophones"));
  CHECK_FALSE(vault.Holds(secret));
}

TEST_CASE("vault: destroying a key takes one subject's content, and nobody else's") {
  TestVault vault;
  const KeptHeader one = vault.Keep("d-1", "s-1");
  vault.Keep("d-2", "s-1");
  vault.Keep("d-3", "s-2");
  vault.Keep("d-4", "s-1", "other tenant");
  CHECK(vault.KeyFiles() == 3);
  CHECK(Must(vault->Destroy("t", "s-1", one.key)) == 2);
  CHECK(vault.KeyFiles() == 2);
  CHECK(Must(vault->CurrentKey("t", "s-1")).empty());
  vault.Open();
  CHECK(CodeOf(vault->Read("d-1")) == "vault.not_kept");
  CHECK(Must(vault->Read("d-3")).text == kSecretText);
  CHECK(Must(vault->Read("d-4")).text == kSecretText);
}

TEST_CASE("vault: a copy of the content without the key opens no more") {
  TestVault vault;
  const KeptHeader header = vault.Keep("d-1", "s-1");
  vault.Shut();
  TempDir copy;
  std::filesystem::copy(vault.path() / "content", copy / "content",
                        std::filesystem::copy_options::recursive);
  vault.Open();
  Must(vault->Destroy("t", "s-1", header.key));
  vault.Shut();
  std::filesystem::remove_all(vault.path() / "content");
  std::filesystem::copy(copy / "content", vault.path() / "content",
                        std::filesystem::copy_options::recursive);
  vault.Open();
  CHECK(CodeOf(vault->Read("d-1")) == "vault.erased");
}

TEST_CASE("vault: a subject that comes back has another key, which an old erasure leaves alone") {
  TestVault vault;
  const KeptHeader first = vault.Keep("d-1", "s-1");
  Must(vault->Destroy("t", "s-1", first.key));
  const KeptHeader second = vault.Keep("d-2", "s-1");
  CHECK(first.key != second.key);
  CHECK(Must(vault->Destroy("t", "s-1", first.key)) == 0);
  CHECK(Must(vault->Read("d-2")).text == kSecretText);
}

TEST_CASE("vault: a key that a crash left overwritten and not removed is removed") {
  TestVault vault;
  const KeptHeader header = vault.Keep("d-1", "s-1");
  const std::string name = SubjectKeyName("t", "s-1");
  const auto path = vault.path() / "keys" / name.substr(0, 2) / name;
  const auto size = std::filesystem::file_size(path);
  std::ofstream(path, std::ios::binary) << std::string(size, 'n');
  vault.Open();
  Must(vault->Destroy("t", "s-1", header.key));
  CHECK_FALSE(std::filesystem::exists(path));
  CHECK(CodeOf(vault->Read("d-1")) == "vault.not_kept");
}

TEST_CASE("vault: another master key is told at once") {
  TestVault vault;
  vault.Keep("d-1", "s-1");
  vault.Shut();
  const auto other = Vault::Open(vault.path(), std::string(32, 'o'), Random::System());
  REQUIRE_FALSE(other.ok());
  CHECK(other.error().code == "vault.wrong_key");
}

TEST_CASE("vault: two processes do not open one vault") {
  TestVault vault;
  const auto second = Vault::Open(vault.path(), kMaster, Random::System());
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().code == "vault.locked");
}

TEST_CASE("vault: a changed key file is damage that is named, not content that is lost") {
  TestVault vault;
  vault.Keep("d-1", "s-1");
  const std::string name = SubjectKeyName("t", "s-1");
  const auto path = vault.path() / "keys" / name.substr(0, 2) / name;
  std::string bytes = Must(ReadFile(path));
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    std::ofstream(path, std::ios::binary) << changed;
    vault.Open();
    CHECK(CodeOf(vault->Read("d-1")) == "vault.key_damaged");
  }
  std::ofstream(path, std::ios::binary) << bytes;
  vault.Open();
  CHECK(CodeOf(vault->Read("d-1")) == "ok");
}

TEST_CASE("vault: content under another id, or another header, does not open") {
  TestVault vault;
  const auto key = Must(vault->KeyFor("t", "s-1"));
  const KeptHeader header{"d-1", "t", "s-1", "sys", "high", key->id(), kAt};
  ContentStore::Entry entry = Must(vault->Seal(header, *key, kSecretText));
  ContentStore::Entry moved = entry;
  moved.id = "d-2";
  ContentStore::Entry changed = entry;
  changed.id = "d-1";
  changed.bytes.replace(changed.bytes.find("high"), 4, "low!");
  Must(vault->Keep({moved, changed}));
  CHECK(CodeOf(vault->Read("d-2")) == "vault.damaged");
  CHECK(CodeOf(vault->Read("d-1")) == "vault.damaged");
}

TEST_CASE("vault: what has expired lies in no file any more") {
  TestVault vault;
  const KeptHeader gone = vault.Keep("d-1", "s-1");
  const KeptHeader stays = vault.Keep("d-2", "s-1");
  const auto marker = [](const KeptHeader& header) {
    return header.id;  // ids stand in the clear, before their content
  };
  vault.Shut();
  CHECK(vault.Holds(marker(gone)));
  vault.Open();
  Must(vault->Remove({gone}));
  CHECK(CodeOf(vault->Read("d-1")) == "vault.not_kept");
  CHECK(Must(vault->Read("d-2")).text == kSecretText);
  const auto headers = Must(vault->HeadersOf("t", "s-1"));
  REQUIRE(headers.size() == 1);
  CHECK(headers.front() == stays);
}

}  // namespace
}  // namespace reeve::ledger
