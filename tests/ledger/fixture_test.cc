#include "tests/ledger/fixture.h"

#include <unistd.h>

#include "base/encoding.h"
#include "base/random.h"

namespace reeve::ledger::testing {

TemporaryFolder::TemporaryFolder() {
  const std::string name = "reeve-ledger-" + HexEncode(RandomBytes(Random::System(), 8));
  path_ = std::filesystem::temp_directory_path() / name;
  std::filesystem::create_directories(path_);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

// PKCS#8 of an Ed25519 key (RFC 8410): a fixed prefix and the 32 bytes of the seed.
static SigningKey KeyFromSeed(const std::string& seed_hex) {
  const std::string der = *HexDecode("302e020100300506032b657004220420" + seed_hex);
  auto key = SigningKey::FromPem("-----BEGIN PRIVATE KEY-----\n" + Base64Encode(der) +
                                 "\n-----END PRIVATE KEY-----\n");
  REQUIRE(key.ok());
  return *std::move(key);
}

SigningKey FixedKey() {
  return KeyFromSeed("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
}
SigningKey OtherKey() {
  return KeyFromSeed("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
}

NewRecord MakeRecord(const std::string& id, const std::string& body, const std::string& kind) {
  return {kind, LogRole::kDecision, "default", id, body};
}

Ledger::Options OptionsFor(const std::filesystem::path& folder) {
  return {folder, kOrigin, FixedKey()};
}

std::unique_ptr<Ledger> MustOpen(Ledger::Options options) {
  auto ledger = Ledger::Open(std::move(options));
  if (!ledger.ok()) FAIL(ledger.error().code << ": " << ledger.error().message);
  return *std::move(ledger);
}

std::unique_ptr<Ledger> MustOpenOn(std::unique_ptr<Store> store, Ledger::Options options) {
  auto ledger = Ledger::OpenOn(std::move(store), std::move(options));
  if (!ledger.ok()) FAIL(ledger.error().code << ": " << ledger.error().message);
  return *std::move(ledger);
}

Appended MustAppend(Ledger& ledger, const std::string& id, const std::string& body) {
  auto appended = ledger.Append({MakeRecord(id, body)});
  if (!appended.ok()) FAIL(appended.error().code << ": " << appended.error().message);
  return appended->front();
}

void Fill(Ledger& ledger, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    MustAppend(ledger, "r" + std::to_string(i), R"({"n":)" + std::to_string(i) + "}");
  }
}

Status KindCounter::Fold(const Record& record, ProjectionWriter& state) const {
  if (record.kind() == "refused") return Error{"test.refused", "not this one"};
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> count, state.Get(record.kind()));
  if (record.kind() == "once" && count) return Error{"test.once", "there is one already"};
  if (record.kind() == "forget") {
    REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
    state.Delete(*body->Find("kind")->as_string());
    return {};
  }
  state.Put(record.kind(), std::to_string(std::stoi(count.value_or("0")) + 1));
  return {};
}

Projections WithKindCounter(uint32_t version) {
  Projections projections;
  projections.push_back(std::make_unique<KindCounter>(version));
  return projections;
}

Status FaultyStore::Append(const Fence& fence, const Batch& batch) {
  ++shared_->writes_tried;
  if (shared_->writes_left.fetch_sub(1) > 0) return shared_->store.Append(fence, batch);
  if (shared_->write_lands) REEVE_RETURN_IF_ERROR(shared_->store.Append(fence, batch));
  return Error{"ledger.store", "the disk said no"};
}

void Tamper(Store& store, Space space, std::string_view key, std::optional<std::string> value) {
  const auto head = store.ReadHead();
  REQUIRE(head.ok());
  Batch batch;
  batch.SetHead(head->size, head->root);
  if (value) {
    batch.Put(space, key, *value);
  } else {
    batch.Delete(space, key);
  }
  REQUIRE(store.Append({head->epoch, head->size, head->root}, batch).ok());
}

}  // namespace reeve::ledger::testing
