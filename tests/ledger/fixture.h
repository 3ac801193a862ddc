// What the ledger's tests share: folders that vanish, keys, records, a counting projection, and a
// store that fails on demand.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "ledger/ledger.h"
#include "ledger/memory_store.h"

namespace reeve::ledger::testing {

inline constexpr char kOrigin[] = "ledger.example/test";
inline constexpr Timestamp kStart{std::chrono::microseconds{1'795'000'000'000'000}};

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// The key of RFC 8032 section 7.1, test 1: the same in every run, so that bytes can be compared.
SigningKey FixedKey();
SigningKey OtherKey();

NewRecord MakeRecord(const std::string& id, const std::string& body = R"({"effect":"allow"})",
                     const std::string& kind = "decision");

Ledger::Options OptionsFor(const std::filesystem::path& folder);
std::unique_ptr<Ledger> MustOpen(Ledger::Options options);
std::unique_ptr<Ledger> MustOpenOn(std::unique_ptr<Store> store, Ledger::Options options);
// Appends one record, and requires success.
Appended MustAppend(Ledger& ledger, const std::string& id,
                    const std::string& body = R"({"effect":"allow"})");
// Appends `count` records with ids r0, r1, ... each its own group.
void Fill(Ledger& ledger, size_t count);

// Counts records by kind, and refuses those of kind "refused" and, if told so, a second "once".
class KindCounter final : public Projection {
 public:
  explicit KindCounter(uint32_t version = 1) : version_(version) {}
  std::string_view name() const override { return "kinds"; }
  uint32_t version() const override { return version_; }
  Status Fold(const Record& record, ProjectionWriter& state) const override;

 private:
  uint32_t version_;
};
Projections WithKindCounter(uint32_t version = 1);

// A memory store that outlives the ledger on it, and whose writes fail when told to.
class FaultyStore final : public Store {
 public:
  struct Shared {
    MemoryStore store;
    // The write after this many more fails; then every one does.
    std::atomic<int> writes_left{1 << 30};
    std::atomic<int> writes_tried{0};
    // Whether the failing write still reaches the store, as with a failed fsync it may.
    bool write_lands = false;
  };
  explicit FaultyStore(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

  Result<Head> ReadHead() const override { return shared_->store.ReadHead(); }
  Result<uint64_t> ClaimEpoch() override { return shared_->store.ClaimEpoch(); }
  Status Append(const Fence& fence, const Batch& batch) override;
  Result<std::optional<std::string>> Get(Space space, std::string_view key) const override {
    return shared_->store.Get(space, key);
  }
  std::unique_ptr<Cursor> NewCursor(Space space) const override {
    return shared_->store.NewCursor(space);
  }

 private:
  std::shared_ptr<Shared> shared_;
};

// Changes a store behind the ledger's back, with its head kept.
void Tamper(Store& store, Space space, std::string_view key, std::optional<std::string> value);

}  // namespace reeve::ledger::testing
