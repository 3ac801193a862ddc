#include "ledger/key_history.h"

#include <fstream>

#include "base/json.h"
#include "ledger/export.h"
#include "ledger/head_guard.h"
#include "ledger/layout.h"
#include "ledger/verify.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

const KeyChange kBy{"Ada Example", "yearly"};

// A log whose key was replaced once, and the means to go on.
class RotatedLog {
 public:
  RotatedLog() : clock_(kStart) {
    auto ledger = Open(FixedKey());
    Fill(*ledger, 3);
    first_ = ledger->vkey();
    REQUIRE(Rotate(*ledger, FixedKey(), OtherKey()).ok());
    ledger.reset();
    ledger = Open(OtherKey());
    second_ = ledger->vkey();
    clock_.Advance(std::chrono::hours(1));
    REQUIRE(ledger->Append({MakeRecord("x0")}).ok());
  }

  std::unique_ptr<Ledger> Open(SigningKey key) {
    Ledger::Options options = OptionsFor(folder_.path());
    options.key = std::move(key);
    options.clock = &clock_;
    return MustOpen(std::move(options));
  }
  static Result<std::vector<Appended>> Rotate(Ledger& ledger, const SigningKey& from,
                                              const SigningKey& to) {
    const auto record = MakeRotation(*ReadKeyHistory(ledger.store()), from, to, kBy);
    REQUIRE(record.ok());
    return ledger.Append({*record});
  }

  const std::filesystem::path& path() const { return folder_.path(); }
  const VerifierKey& first() const { return first_; }
  const VerifierKey& second() const { return second_; }

 private:
  TemporaryFolder folder_;
  FakeClock clock_;
  VerifierKey first_, second_;
};

TEST_CASE("keys: a log goes on under its next key, and verifies from either") {
  RotatedLog log;
  const TemporaryFolder out;
  REQUIRE(ExportFolder(log.path(), out.path() / "export").ok());
  for (const auto& folder : {log.path(), out.path() / "export"}) {
    for (const VerifierKey& key : {log.first(), log.second()}) {
      const auto report = VerifyFolder(folder, {.vkey = key});
      REQUIRE(report.ok());
      INFO(report->Text());
      CHECK(report->ok());
      CHECK(report->size == 5);
      CHECK(report->vkey == log.second().Text());
      REQUIRE(report->keys.size() == 2);
      CHECK(report->keys[0].until_size == uint64_t{4});
      CHECK(report->keys[1].from_size == 4);
      CHECK(report->keys[1].rotated_at == uint64_t{3});
    }
    const auto stranger = VerifierKey::Ed25519("elsewhere", log.first().public_key);
    CHECK_FALSE(VerifyFolder(folder, {.vkey = stranger})->ok());
  }
}

TEST_CASE("keys: the key that was replaced opens the log no more, nor signs behind its end") {
  RotatedLog log;
  Ledger::Options options = OptionsFor(log.path());
  CHECK(Ledger::Open(std::move(options)).error().code == "ledger.wrong_key");
  const auto history = [&] {
    const auto ledger = log.Open(OtherKey());
    return *ReadKeyHistory(ledger->store());
  }();
  const auto sign = [&](uint64_t size, const SigningKey& key, const VerifierKey& vkey) {
    return *SignCheckpoint({kOrigin, size, EmptyRoot()}, vkey, key);
  };
  CHECK(OpenCheckpoint(sign(4, FixedKey(), log.first()), history).ok());
  CHECK(OpenCheckpoint(sign(4, OtherKey(), log.second()), history).ok());
  CHECK(OpenCheckpoint(sign(5, OtherKey(), log.second()), history).ok());
  CHECK(OpenCheckpoint(sign(5, FixedKey(), log.first()), history).error().code ==
        "ledger.signature");
  CHECK(OpenCheckpoint(sign(3, OtherKey(), log.second()), history).error().code ==
        "ledger.signature");
}

TEST_CASE("keys: nothing follows the record that replaces the key, until the log is reopened") {
  const TemporaryFolder folder;
  const auto ledger = MustOpen(OptionsFor(folder.path()));
  const auto rotation = MakeRotation(*ReadKeyHistory(ledger->store()), FixedKey(), OtherKey(), kBy);
  CHECK(ledger->Append({*rotation, MakeRecord("late")}).error().code == "key.sequence");
  CHECK(ledger->size() == 0);
  REQUIRE(ledger->Append({MakeRecord("with it"), *rotation}).ok());
  CHECK(ledger->Append({MakeRecord("late")}).error().code == "ledger.key_rotated");
  CHECK(ledger->size() == 2);
}

TEST_CASE("keys: a record about keys that does not follow from those before is refused") {
  const TemporaryFolder folder;
  const auto ledger = MustOpen(OptionsFor(folder.path()));
  const KeyHistory history = *ReadKeyHistory(ledger->store());
  const NewRecord good = *MakeRotation(history, FixedKey(), OtherKey(), kBy);
  const auto refused = [&](const NewRecord& record) {
    const auto appended = ledger->Append({record});
    if (appended.ok()) return std::string("appended");
    return std::string(appended.error().code);
  };
  NewRecord bad = good;
  bad.id = "key-2";
  CHECK(refused(bad) == "key.sequence");
  // Signed by the new key alone.
  CHECK(refused(*MakeRotation(history, OtherKey(), OtherKey(), kBy)) == "key.statement");
  bad = good;
  bad.body = R"({"by":"Ada Example"})";
  CHECK(refused(bad) == "key.record");
  json::Value body = *json::Parse(good.body);
  body.as_object()->Set("new", history.active().Text());
  bad.body = *json::Canonical(body);
  CHECK(refused(bad) == "key.known");
  CHECK(MakeRotation(history, FixedKey(), FixedKey(), kBy).error().code == "key.known");
  CHECK(MakeRevocation(history, history.active(), {}, kBy).error().code == "key.active");
  CHECK(MakeRotation(history, FixedKey(), OtherKey(), {"", "why"}).error().code == "key.by");
  CHECK(MakeRotation(history, FixedKey(), OtherKey(), {"Ada Example", ""}).error().code ==
        "key.reason");
  CHECK(refused(good) == "appended");
}

TEST_CASE("keys: a revoked key's checkpoints within its compromise are counted as doubtful") {
  RotatedLog log;
  {
    const auto ledger = log.Open(OtherKey());
    const KeyHistory history = *ReadKeyHistory(ledger->store());
    const CompromiseWindow window{kStart, kStart + std::chrono::minutes(1)};
    CHECK(MakeRevocation(history, log.first(),
                         CompromiseWindow{kStart, kStart - std::chrono::hours(24)}, kBy)
              .error()
              .code == "key.window");
    REQUIRE(ledger->Append({*MakeRevocation(history, log.first(), window, {"Ada Example", "lost"})})
                .ok());
  }
  const auto report = VerifyFolder(log.path(), {.vkey = log.second()});
  INFO(report->Text());
  CHECK(report->ok());
  // Sizes 1 to 4: the empty log's has no time.
  CHECK(report->checkpoints_doubtful == 5);
  CHECK(report->keys[0].reason == "lost");
  CHECK(report->Text().find("perhaps in other hands") != std::string::npos);
  CHECK(report->Json().Find("keys")->as_array()->at(0).Find("compromise") != nullptr);
  const TemporaryFolder out;
  REQUIRE(ExportFolder(log.path(), out.path() / "export").ok());
  CHECK(VerifyFolder(out.path() / "export", {.vkey = log.second()})->checkpoints_doubtful == 5);
}

TEST_CASE("keys: a log that was cut back under its first key is refused under its second") {
  RotatedLog log;
  namespace fs = std::filesystem;
  const TemporaryFolder other;
  {
    Ledger::Options options = OptionsFor(other.path());
    const auto ledger = MustOpen(std::move(options));
    Fill(*ledger, 1);
    REQUIRE(RotatedLog::Rotate(*ledger, FixedKey(), OtherKey()).ok());
  }
  // The guard of the first key has seen four records.
  for (const auto& entry : fs::directory_iterator(log.path())) {
    if (entry.path().filename().string().starts_with("head-")) {
      fs::copy(entry.path(), other.path() / entry.path().filename(),
               fs::copy_options::overwrite_existing);
    }
  }
  fs::remove(HeadGuard::PathFor(other.path(), log.second()));
  Ledger::Options options = OptionsFor(other.path());
  options.key = OtherKey();
  CHECK(Ledger::Open(std::move(options)).error().code == "ledger.behind");
}

TEST_CASE("keys: an altered record about a key is a fault, with the key that is left") {
  RotatedLog log;
  const TemporaryFolder out;
  const auto folder = out.path() / "export";
  REQUIRE(ExportFolder(log.path(), folder).ok());
  std::string text;
  {
    std::ifstream in(folder / "records.jsonl", std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(in), {});
  }
  const size_t at = text.find("yearly");
  REQUIRE(at != std::string::npos);
  text[at] = 'Y';
  std::filesystem::remove(folder / "records.jsonl");
  std::ofstream(folder / "records.jsonl", std::ios::binary) << text;
  const auto report = VerifyFolder(folder, {.vkey = log.first()});
  CHECK(report->FirstWrong() == uint64_t{3});
  CHECK(report->provable.by == "leaves");
  CHECK(report->provable.records == 4);
  REQUIRE(report->provable.lost.size() == 1);
  CHECK(report->provable.lost[0].first == 3);
}

}  // namespace
}  // namespace reeve::ledger::testing
