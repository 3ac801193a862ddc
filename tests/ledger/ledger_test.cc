#include "ledger/ledger.h"

#include <set>
#include <thread>

#include "ledger/layout.h"
#include "ledger/merkle.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

Result<Checkpoint> CheckReceipt(const Ledger& ledger, uint64_t index) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, ledger.Receipt(index));
  REEVE_ASSIGN_OR_RETURN(const Receipt receipt, Receipt::Parse(text));
  REEVE_ASSIGN_OR_RETURN(const Record record, ledger.Read(index));
  return VerifyReceipt(receipt, record.leaf(), ledger.vkey());
}

std::string Code(const Status& status) { return std::string(status.error().code); }

TEST_CASE("ledger: a new ledger is empty and has a signed checkpoint") {
  const TemporaryFolder folder;
  const auto ledger = MustOpen(OptionsFor(folder.path()));
  CHECK(ledger->size() == 0);
  const auto checkpoint = OpenCheckpoint(ledger->LatestCheckpoint(), ledger->vkey());
  REQUIRE(checkpoint.ok());
  CHECK(*checkpoint == Checkpoint{kOrigin, 0, EmptyRoot()});
  CHECK(Code(Status(ledger->Read(0).error())) == "ledger.not_found");
  CHECK(ledger->Receipt(0).error().code == "ledger.not_found");
  CHECK(ledger->FindById("none").error().code == "ledger.not_found");
}

TEST_CASE("ledger: an appended record is read by index and id, and its receipt verifies") {
  const TemporaryFolder folder;
  const auto ledger = MustOpen(OptionsFor(folder.path()));
  for (int i = 0; i < 9; ++i) {
    const std::string id = "d-" + std::to_string(i);
    const Appended appended = MustAppend(*ledger, id, R"({"effect":"deny"})");
    CHECK(appended.index == static_cast<uint64_t>(i));
    const auto record = ledger->FindById(id);
    REQUIRE(record.ok());
    CHECK(record->index() == appended.index);
    CHECK(record->leaf() == appended.leaf);
    CHECK(record->time() == appended.time);
    CHECK(record->body_text() == R"({"effect":"deny"})");
    CHECK(record->origin() == kOrigin);
    CHECK(record->tenant() == "default");
    for (uint64_t j = 0; j <= appended.index; ++j) {
      const auto checkpoint = CheckReceipt(*ledger, j);
      REQUIRE(checkpoint.ok());
      CHECK(checkpoint->size == appended.index + 1);
    }
  }
}

TEST_CASE("ledger: records are chained by the leaf hash of the one before") {
  const TemporaryFolder folder;
  const auto ledger = MustOpen(OptionsFor(folder.path()));
  Fill(*ledger, 5);
  Hash before{};
  for (uint64_t i = 0; i < 5; ++i) {
    const auto record = ledger->Read(i);
    REQUIRE(record.ok());
    CHECK(record->prev() == before);
    CHECK(record->leaf() == LeafHash(record->bytes()));
    before = record->leaf();
  }
}

TEST_CASE("ledger: a ledger opened again goes on where it was") {
  const TemporaryFolder folder;
  std::string note;
  {
    const auto ledger = MustOpen(OptionsFor(folder.path()));
    Fill(*ledger, 3);
    note = ledger->LatestCheckpoint();
  }
  const auto ledger = MustOpen(OptionsFor(folder.path()));
  CHECK(ledger->size() == 3);
  CHECK(ledger->LatestCheckpoint() == note);
  CHECK(MustAppend(*ledger, "later").index == 3);
  CHECK(ledger->Read(3)->prev() == ledger->Read(2)->leaf());
  const auto old_checkpoint = OpenCheckpoint(note, ledger->vkey());
  const auto proof = ledger->Consistency(3, 4);
  REQUIRE(proof.ok());
  CHECK(VerifyConsistency(3, 4, old_checkpoint->root, ledger->Latest().root, *proof).ok());
  CHECK(ledger->Consistency(3, 5).error().code == "ledger.out_of_range");
}

TEST_CASE("ledger: many threads append, and each record is at the index that was acknowledged") {
  const TemporaryFolder folder;
  Ledger::Options options = OptionsFor(folder.path());
  options.max_group_records = 16;
  const auto ledger = MustOpen(std::move(options));
  constexpr size_t kThreads = 24;
  constexpr size_t kEach = 12;
  std::vector<std::vector<Appended>> acknowledged(kThreads);
  {
    std::vector<std::jthread> threads;
    for (size_t t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (size_t i = 0; i < kEach; ++i) {
          const std::string id = std::to_string(t) + "/" + std::to_string(i);
          auto appended = ledger->Append({MakeRecord(id), MakeRecord(id + "+")});
          if (!appended.ok()) return;
          acknowledged[t].insert(acknowledged[t].end(), appended->begin(), appended->end());
        }
      });
    }
  }
  CHECK(ledger->size() == kThreads * kEach * 2);
  CHECK(ledger->queued() == 0);
  std::set<uint64_t> indexes;
  for (size_t t = 0; t < kThreads; ++t) {
    REQUIRE(acknowledged[t].size() == kEach * 2);
    for (size_t i = 0; i < kEach * 2; ++i) {
      const Appended& a = acknowledged[t][i];
      CHECK(indexes.insert(a.index).second);
      if (i % 2 == 1) CHECK(a.index == acknowledged[t][i - 1].index + 1);
      const auto record = ledger->Read(a.index);
      REQUIRE(record.ok());
      CHECK(record->leaf() == a.leaf);
      CHECK(record->id() == std::to_string(t) + "/" + std::to_string(i / 2) + (i % 2 ? "+" : ""));
    }
    CHECK(CheckReceipt(*ledger, acknowledged[t].back().index).ok());
  }
}

TEST_CASE("ledger: a unit takes consecutive indexes under one checkpoint") {
  const TemporaryFolder folder;
  std::vector<GroupReport> reports;
  Ledger::Options options = OptionsFor(folder.path());
  options.on_group = [&](const GroupReport& report) { reports.push_back(report); };
  const auto ledger = MustOpen(std::move(options));
  std::vector<NewRecord> unit;
  for (int i = 0; i < 100; ++i) {
    unit.push_back(
        MakeRecord("u" + std::to_string(i), R"({"x":")" + std::string(900, 'x') + "\"}"));
  }
  const auto appended = ledger->Append(std::move(unit));
  REQUIRE(appended.ok());
  ledger->Close();
  REQUIRE(reports.size() == 1);
  CHECK(reports[0].records == 100);
  CHECK(reports[0].units == 1);
  CHECK(reports[0].bytes > 90'000);
  for (uint64_t i = 0; i < 100; ++i) {
    CHECK((*appended)[i].index == i);
    CHECK(ledger->Read(i)->id() == "u" + std::to_string(i));
  }
}

TEST_CASE("ledger: a record over 65,535 bytes is refused, and its unit with it") {
  const TemporaryFolder folder;
  const auto ledger = MustOpen(OptionsFor(folder.path()));
  const auto sized = [](size_t n) { return R"({"x":")" + std::string(n, 'x') + "\"}"; };
  const auto refused = ledger->Append({MakeRecord("a"), MakeRecord("b", sized(65'535))});
  CHECK(refused.error().code == "ledger.record_too_large");
  CHECK(ledger->size() == 0);
  // The largest body that fits next to the envelope, and one byte more.
  size_t fits = 65'000;
  while (RecordDraft::Make(MakeRecord("c", sized(fits + 1)), kOrigin).ok()) ++fits;
  CHECK(ledger->Append({MakeRecord("c", sized(fits + 1))}).error().code ==
        "ledger.record_too_large");
  CHECK(ledger->Append({MakeRecord("c", sized(fits))}).ok());
  CHECK(ledger->Read(0)->bytes().size() <= kMaxRecordBytes);
  CHECK(ledger->Read(0)->bytes().size() > kMaxRecordBytes - 32);
}

TEST_CASE("ledger: a record without kind or id, or with bytes that are no text, is refused") {
  const TemporaryFolder folder;
  const auto ledger = MustOpen(OptionsFor(folder.path()));
  const auto code = [&](NewRecord record) {
    return std::string(ledger->Append({std::move(record)}).error().code);
  };
  CHECK(code(MakeRecord("")) == "ledger.record_malformed");
  CHECK(code(MakeRecord(std::string(257, 'i'))) == "ledger.record_malformed");
  CHECK(code(MakeRecord("i", "{}", "")) == "ledger.record_malformed");
  CHECK(code(MakeRecord("i\xFF")) == "ledger.record_malformed");
  CHECK(code(MakeRecord("i", "[]")) == "ledger.record_malformed");
  CHECK(ledger->Append(std::vector<NewRecord>(2'049, MakeRecord("i"))).error().code ==
        "ledger.unit_too_large");
  CHECK(ledger->Append({}).value().empty());
  CHECK(ledger->size() == 0);
}

TEST_CASE("ledger: names with quotes and control letters stay one canonical line") {
  const TemporaryFolder folder;
  const auto ledger = MustOpen(OptionsFor(folder.path()));
  const std::string odd = "a\"\\\n\x01/\xE2\x82\xAC";
  REQUIRE(ledger->Append({{odd, LogRole::kControl, odd, odd, R"({"a":1})"}}).ok());
  const auto record = ledger->FindById(odd);
  REQUIRE(record.ok());
  CHECK(record->kind() == odd);
  CHECK(record->tenant() == odd);
  CHECK(record->log() == LogRole::kControl);
  CHECK(record->bytes().find('\n') == std::string_view::npos);
}

TEST_CASE("ledger: the last record of an id is the one that is found") {
  const TemporaryFolder folder;
  const auto ledger = MustOpen(OptionsFor(folder.path()));
  MustAppend(*ledger, "same");
  MustAppend(*ledger, "same");
  CHECK(ledger->FindById("same")->index() == 1);
}

TEST_CASE("ledger: time does not go back when the clock does") {
  const TemporaryFolder folder;
  FakeClock clock(kStart);
  Ledger::Options options = OptionsFor(folder.path());
  options.clock = &clock;
  {
    const auto ledger = MustOpen(std::move(options));
    CHECK(MustAppend(*ledger, "a").time == kStart);
    clock.Advance(std::chrono::hours(-1));
    CHECK(MustAppend(*ledger, "b").time == kStart);
  }
  Ledger::Options again = OptionsFor(folder.path());
  again.clock = &clock;
  const auto ledger = MustOpen(std::move(again));
  CHECK(MustAppend(*ledger, "c").time == kStart);
  clock.Advance(std::chrono::hours(2));
  CHECK(MustAppend(*ledger, "d").time == kStart + std::chrono::hours(1));
}

TEST_CASE("ledger: another key or origin does not open the log") {
  const TemporaryFolder folder;
  MustOpen(OptionsFor(folder.path()))->Close();
  const auto other_key = Ledger::Open({folder.path(), kOrigin, OtherKey()});
  CHECK(other_key.error().code == "ledger.wrong_key");
  const auto other_name = Ledger::Open({folder.path(), "another.example/log", FixedKey()});
  CHECK(other_name.error().code == "ledger.wrong_key");
  CHECK(Ledger::Open({folder.path(), "two words", FixedKey()}).error().code == "ledger.origin");
}

TEST_CASE("ledger: a second ledger on one folder is refused while the first lives") {
  const TemporaryFolder folder;
  const auto ledger = MustOpen(OptionsFor(folder.path()));
  CHECK(Ledger::Open(OptionsFor(folder.path())).error().code == "ledger.locked");
}

TEST_CASE("ledger: after Close what was queued is written and new units are refused") {
  const TemporaryFolder folder;
  const auto ledger = MustOpen(OptionsFor(folder.path()));
  std::atomic<size_t> acknowledged{0};
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0;; ++i) {
          const auto id = std::to_string(t) + "/" + std::to_string(i);
          if (!ledger->Append({MakeRecord(id)}).ok()) return;
          ++acknowledged;
        }
      });
    }
    while (acknowledged < 20) std::this_thread::yield();
    ledger->Close();
  }
  CHECK(ledger->size() == acknowledged);
  CHECK(ledger->Append({MakeRecord("late")}).error().code == "ledger.closed");
  CHECK(Code(ledger->Health()) == "ledger.closed");
  CHECK(ledger->Read(0).ok());
}

}  // namespace
}  // namespace reeve::ledger::testing
