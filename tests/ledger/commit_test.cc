// What happens to callers when a write fails, a projection refuses, the queue is full, or another
// writer takes the log over.
#include <future>
#include <thread>

#include "ledger/commit_queue.h"
#include "ledger/head_guard.h"
#include "ledger/layout.h"
#include "ledger/merkle.h"
#include "ledger/verify.h"
#include "ledger/waker.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

using Shared = std::shared_ptr<FaultyStore::Shared>;

std::unique_ptr<Ledger> OpenFaulty(const Shared& shared, Ledger::Options options) {
  return MustOpenOn(std::make_unique<FaultyStore>(shared), std::move(options));
}

std::string Count(const Ledger& ledger, std::string_view kind) {
  return ledger.State("kinds").Get(kind)->value_or("none");
}

TEST_CASE("commit: after a failed write the ledger stops and writes no more") {
  for (const bool lands : {false, true}) {
    const TemporaryFolder folder;
    const auto shared = std::make_shared<FaultyStore::Shared>();
    shared->write_lands = lands;
    {
      const auto ledger = OpenFaulty(shared, OptionsFor(folder.path()));
      MustAppend(*ledger, "a");
      shared->writes_left = 0;
      CHECK(ledger->Append({MakeRecord("b")}).error().code == "ledger.stopped");
      const int tried = shared->writes_tried;
      CHECK(ledger->Append({MakeRecord("c")}).error().code == "ledger.stopped");
      CHECK(shared->writes_tried == tried);
      CHECK(ledger->Health().error().code == "ledger.stopped");
      CHECK(ledger->Health().error().message.find("the disk said no") != std::string::npos);
      // What was acknowledged is still read and proven.
      CHECK(ledger->size() == 1);
      CHECK(ledger->Receipt(0).ok());
      CHECK(ledger->FindById("b").error().code == "ledger.not_found");
    }
    // Opened anew it goes on from what the store has, whichever that is.
    shared->writes_left = 1'000;
    const auto ledger = OpenFaulty(shared, OptionsFor(folder.path()));
    CHECK(ledger->size() == (lands ? 2 : 1));
    MustAppend(*ledger, "d");
    CHECK(VerifyStore(ledger->store(), {})->ok());
  }
}

TEST_CASE("commit: every unit that waits when a write fails is told") {
  const TemporaryFolder folder;
  const auto shared = std::make_shared<FaultyStore::Shared>();
  const auto ledger = OpenFaulty(shared, OptionsFor(folder.path()));
  shared->writes_left = 3;
  std::atomic<int> acknowledged{0}, stopped{0};
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 16; ++t) {
      threads.emplace_back([&, t] {
        while (true) {
          const auto appended = ledger->Append({MakeRecord(std::to_string(t))});
          if (appended.ok()) {
            ++acknowledged;
          } else {
            stopped += appended.error().code == "ledger.stopped" ? 1 : 0;
            return;
          }
        }
      });
    }
  }
  CHECK(stopped == 16);
  CHECK(ledger->size() == static_cast<uint64_t>(acknowledged));
  CHECK(ledger->queued() == 0);
}

TEST_CASE("commit: a unit is all or nothing, whoever shares its group") {
  const TemporaryFolder folder;
  Ledger::Options options = OptionsFor(folder.path());
  options.projections = WithKindCounter();
  const auto ledger = MustOpen(std::move(options));
  const std::string padding = R"({"x":")" + std::string(20'000, 'x') + "\"}";
  std::atomic<int> good{0}, refused{0};
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 12; ++t) {
      threads.emplace_back([&, t] {
        const std::string id = std::to_string(t);
        std::vector<NewRecord> unit = {MakeRecord(id + "a", padding), MakeRecord(id + "b"),
                                       MakeRecord(id + "c")};
        if (t % 3 == 0) unit[2].kind = "refused";
        const auto appended = ledger->Append(std::move(unit));
        good += appended.ok() ? 1 : 0;
        refused += !appended.ok() && appended.error().code == "test.refused" ? 1 : 0;
      });
    }
  }
  CHECK(good == 8);
  CHECK(refused == 4);
  CHECK(ledger->size() == 24);
  CHECK(Count(*ledger, "decision") == "24");
  CHECK(ledger->FindById("0a").error().code == "ledger.not_found");
  CHECK(VerifyStore(ledger->store(), {})->ok());
}

TEST_CASE("commit: a projection that refuses guards an invariant among callers at once") {
  const TemporaryFolder folder;
  Ledger::Options options = OptionsFor(folder.path());
  options.projections = WithKindCounter();
  const auto ledger = MustOpen(std::move(options));
  std::atomic<int> won{0};
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 10; ++t) {
      threads.emplace_back([&, t] {
        won += ledger->Append({MakeRecord(std::to_string(t), "{}", "once")}).ok() ? 1 : 0;
      });
    }
  }
  CHECK(won == 1);
  CHECK(ledger->size() == 1);
  // A later record of a unit sees what the unit's earlier ones folded.
  const auto both = ledger->Append(
      {MakeRecord("x", R"({"kind":"once"})", "forget"), MakeRecord("y", "{}", "once")});
  CHECK(both.ok());
  CHECK(Count(*ledger, "once") == "1");
}

TEST_CASE("commit: a second writer takes the log over, and the first one stops") {
  const TemporaryFolder folder, second_folder;
  const auto shared = std::make_shared<FaultyStore::Shared>();
  const auto first = OpenFaulty(shared, OptionsFor(folder.path()));
  MustAppend(*first, "a");
  const auto second = OpenFaulty(shared, OptionsFor(second_folder.path()));
  CHECK(second->size() == 1);
  CHECK(first->Append({MakeRecord("b")}).error().code == "ledger.stale_epoch");
  CHECK(first->Health().error().code == "ledger.stale_epoch");
  CHECK(MustAppend(*second, "c").index == 1);
  CHECK(VerifyStore(second->store(), {})->ok());
}

namespace {

Status JoinAndWait(CommitQueue& queue, Unit* unit) {
  const auto group = queue.Join(unit);
  if (!group.ok()) return group.error();
  (*group)->word.Wait();
  return {};
}

}  // namespace

TEST_CASE("commit: a queue takes as many records as its bound, and is busy past it") {
  CommitQueue queue(4, 2);
  const auto unit_of = [](const std::vector<NewRecord>& records) {
    Unit unit;
    unit.records = &records;
    return unit;
  };
  const std::vector<NewRecord> one(1, MakeRecord("r")), two(2, MakeRecord("r"));
  std::vector<Unit> units = {unit_of(one), unit_of(two), unit_of(one)};
  std::atomic<int> joined{0};
  std::vector<std::jthread> threads;
  for (Unit& unit : units) {
    const size_t before = queue.queued();
    threads.emplace_back([&] { joined += JoinAndWait(queue, &unit).ok() ? 1 : 0; });
    while (queue.queued() == before) std::this_thread::yield();
  }
  Unit over = unit_of(one);
  CHECK(JoinAndWait(queue, &over).error().code == "ledger.busy");
  queue.Stop({"ledger.closed", "closed"});
  // One with the first unit alone, for the second does not fit beside it; and so on.
  for (const size_t expected : {size_t{1}, size_t{2}, size_t{1}}) {
    const auto group = queue.Take();
    REQUIRE(group != nullptr);
    CHECK(group->records == expected);
    queue.Done(*group);
    group->Release();
  }
  CHECK(queue.Take() == nullptr);
  CHECK(JoinAndWait(queue, &over).error().code == "ledger.closed");
  threads.clear();
  CHECK(joined == 3);
}

TEST_CASE("commit: hundreds of callers waiting on one group are all woken") {
  CommitQueue queue(1'000, 1'000);
  const std::vector<NewRecord> one(1, MakeRecord("r"));
  std::atomic<int> woken{0};
  std::vector<std::jthread> threads;
  for (int t = 0; t < 300; ++t) {
    threads.emplace_back([&] {
      Unit unit;
      unit.records = &one;
      if (JoinAndWait(queue, &unit).ok() && unit.appended.size() == 1) ++woken;
    });
  }
  while (queue.queued() < 300) std::this_thread::yield();
  const auto group = queue.Take();
  REQUIRE(group->units.size() == 300);
  for (Unit* unit : group->units) unit->appended.push_back({});
  queue.Done(*group);
  {
    Waker waker;
    waker.Wake(group);
  }
  threads.clear();
  CHECK(woken == 300);
}

TEST_CASE("commit: who does not wait is told once it is durable, and what went wrong") {
  const TemporaryFolder folder;
  const auto shared = std::make_shared<FaultyStore::Shared>();
  const auto ledger = OpenFaulty(shared, OptionsFor(folder.path()));
  using Outcome = Result<std::vector<Appended>>;
  const auto append = [&](std::vector<NewRecord> unit) {
    auto told = std::make_shared<std::promise<Outcome>>();
    ledger->AppendThen(std::move(unit),
                       [told](Outcome outcome) { told->set_value(std::move(outcome)); });
    return told->get_future().get();
  };
  const Outcome both = append({MakeRecord("a"), MakeRecord("b")});
  REQUIRE(both.ok());
  REQUIRE(both->size() == 2);
  CHECK((*both)[1].index == 1);
  CHECK(ledger->Read(1)->leaf() == (*both)[1].leaf);
  CHECK(append({}).value().empty());
  CHECK(append(std::vector<NewRecord>(5'000, MakeRecord("c"))).error().code ==
        "ledger.unit_too_large");
  ledger->Close();
  CHECK(append({MakeRecord("d")}).error().code == "ledger.closed");
}

TEST_CASE("commit: a store behind the published head is refused, and one with another history") {
  const TemporaryFolder folder, other_folder;
  const auto shared = std::make_shared<FaultyStore::Shared>();
  const auto older = std::make_shared<FaultyStore::Shared>();
  {
    const auto ledger = OpenFaulty(shared, OptionsFor(folder.path()));
    Fill(*ledger, 5);
  }
  const auto open = [&](const Shared& store) {
    return Ledger::OpenOn(std::make_unique<FaultyStore>(store), OptionsFor(folder.path()));
  };
  {
    const auto ledger = OpenFaulty(older, OptionsFor(other_folder.path()));
    Fill(*ledger, 4);
  }
  const auto behind = open(older);
  CHECK(behind.error().code == "ledger.behind");
  CHECK(behind.error().message.find("Restore") != std::string::npos);
  for (const int more : {1, 2}) {
    const auto ledger = OpenFaulty(older, OptionsFor(other_folder.path()));
    MustAppend(*ledger, "another " + std::to_string(more));
    ledger->Close();
    CHECK(open(older).error().code == "ledger.forked");
  }
  CHECK(open(std::make_shared<FaultyStore::Shared>()).error().code == "ledger.behind");
  CHECK(open(shared).ok());
}

TEST_CASE("commit: a store whose tail contradicts its head is refused") {
  const TemporaryFolder folder;
  const auto shared = std::make_shared<FaultyStore::Shared>();
  OpenFaulty(shared, OptionsFor(folder.path()))->Close();
  {
    const auto ledger = OpenFaulty(shared, OptionsFor(folder.path()));
    Fill(*ledger, 3);
  }
  const auto open = [&] {
    auto ledger = Ledger::OpenOn(std::make_unique<FaultyStore>(shared), OptionsFor(folder.path()));
    return ledger.ok() ? std::string("ok") : std::string(ledger.error().code);
  };
  const auto spoil = [&](Space space, const std::string& key, const std::string& value) {
    const std::string good = **shared->store.Get(space, key);
    Tamper(shared->store, space, key, value);
    CHECK(open() == "ledger.damaged");
    Tamper(shared->store, space, key, good);
  };
  std::string run;
  AppendToRun("{}", &run);
  spoil(Space::kRecords, BigEndianKey(2), run);
  spoil(Space::kHashes, BigEndianKey(StoredHashIndex(0, 2)), std::string(32, 'x'));
  spoil(Space::kCheckpoints, BigEndianKey(3),
        **shared->store.Get(Space::kCheckpoints, BigEndianKey(2)));
  CHECK(open() == "ok");
}

}  // namespace
}  // namespace reeve::ledger::testing
