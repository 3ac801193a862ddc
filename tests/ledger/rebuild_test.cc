#include "ledger/rebuild.h"

#include "ledger/layout.h"
#include "tests/ledger/fixture.h"

namespace reeve::ledger::testing {
namespace {

struct Given {
  TemporaryFolder folder;
  std::shared_ptr<FaultyStore::Shared> shared = std::make_shared<FaultyStore::Shared>();

  std::unique_ptr<Ledger> Open(Projections projections) const {
    Ledger::Options options = OptionsFor(folder.path());
    options.projections = std::move(projections);
    return MustOpenOn(std::make_unique<FaultyStore>(shared), std::move(options));
  }
  std::string State(const std::string& key) const {
    return shared->store.Get(Space::kProjections, ProjectionPrefix("kinds") + key)
        ->value_or("none");
  }
  void SetState(const std::string& key, std::optional<std::string> value) {
    Tamper(shared->store, Space::kProjections, ProjectionPrefix("kinds") + key, std::move(value));
  }
};

void AppendKinds(Ledger& ledger) {
  REQUIRE(ledger.Append({MakeRecord("1", "{}", "a"), MakeRecord("2", "{}", "b")}).ok());
  REQUIRE(ledger.Append({MakeRecord("3", "{}", "a"), MakeRecord("4", "{}", "c")}).ok());
  REQUIRE(ledger.Append({MakeRecord("5", R"({"kind":"c"})", "forget")}).ok());
}

TEST_CASE("rebuild: state is written with its records, and read by key and prefix") {
  const Given given;
  const auto ledger = given.Open(WithKindCounter());
  AppendKinds(*ledger);
  const ProjectionReader state = ledger->State("kinds");
  CHECK(*state.Get("a") == "2");
  CHECK_FALSE(state.Get("c")->has_value());
  std::string seen;
  REQUIRE(state
              .Scan("",
                    [&](std::string_view key, std::string_view value) {
                      seen += std::string(key) + "=" + std::string(value) + " ";
                      return true;
                    })
              .ok());
  CHECK(seen == "a=2 b=1 ");
  seen.clear();
  REQUIRE(state
              .Scan("b",
                    [&](std::string_view key, std::string_view) {
                      seen += key;
                      return false;
                    })
              .ok());
  CHECK(seen == "b");
  REQUIRE(ledger->State("kind")
              .Scan("",
                    [&](std::string_view, std::string_view) {
                      seen = "another projection's keys";
                      return true;
                    })
              .ok());
  CHECK(seen == "b");
}

TEST_CASE("rebuild: the stored state is what the log says, until somebody changes it") {
  Given given;
  const auto ledger = given.Open(WithKindCounter());
  AppendKinds(*ledger);
  const Projections projections = WithKindCounter();
  const auto verify = [&] { return *VerifyProjections(given.shared->store, projections); };
  CHECK(verify().ok());
  CHECK(verify().records == 5);
  CHECK(verify().keys == 2);

  given.SetState("b", "9");
  CHECK(verify().first->key == "b");
  CHECK(verify().first->what == "differs");
  given.SetState("a", std::nullopt);
  CHECK(verify().first->key == "a");
  CHECK(verify().first->what == "missing");
  given.SetState("aa", "1");
  given.SetState("zz", "1");
  CHECK(verify().differences == 4);
  given.SetState("a", "2");
  CHECK(verify().first->key == "aa");
  CHECK(verify().first->what == "extra");
  CHECK(verify().first->projection == "kinds");

  const auto rebuilt = RebuildProjections(given.shared->store, projections);
  REQUIRE(rebuilt.ok());
  CHECK(rebuilt->differences == 3);
  CHECK(rebuilt->written);
  CHECK(verify().ok());
  CHECK(given.State("b") == "1");
  CHECK(given.State("aa") == "none");
  // Whoever rebuilds is the log's writer now.
  CHECK(ledger->Append({MakeRecord("late")}).error().code == "ledger.stale_epoch");
}

TEST_CASE("rebuild: a projection that is new to a log is computed when it is opened") {
  const Given given;
  AppendKinds(*given.Open({}));
  CHECK(given.State("a") == "none");
  given.Open(WithKindCounter());
  CHECK(given.State("a") == "2");
}

TEST_CASE("rebuild: a projection of a new version is computed anew") {
  Given given;
  AppendKinds(*given.Open(WithKindCounter(1)));
  given.SetState("left over", "1");
  given.Open(WithKindCounter(1));
  CHECK(given.State("left over") == "1");
  given.Open(WithKindCounter(2));
  CHECK(given.State("left over") == "none");
  CHECK(given.State("a") == "2");
}

TEST_CASE("rebuild: a projection that was away is computed anew when it comes back") {
  const Given given;
  AppendKinds(*given.Open(WithKindCounter()));
  MustAppend(*given.Open({}), "unseen");
  CHECK(given.State("decision") == "none");
  given.Open(WithKindCounter());
  CHECK(given.State("decision") == "1");
}

TEST_CASE("rebuild: two projections of one name, or of none, are refused") {
  const Given given;
  Projections twice = WithKindCounter();
  twice.push_back(std::make_unique<KindCounter>());
  Ledger::Options options = OptionsFor(given.folder.path());
  options.projections = std::move(twice);
  CHECK(Ledger::Open(std::move(options)).error().code == "ledger.projection");
}

TEST_CASE("rebuild: a data folder is verified and rebuilt from the command line's entry") {
  const TemporaryFolder folder;
  {
    Ledger::Options options = OptionsFor(folder.path());
    options.projections = WithKindCounter();
    AppendKinds(*MustOpen(std::move(options)));
  }
  const Projections projections = WithKindCounter();
  const auto report = RebuildFolder(folder.path(), projections, RebuildMode::kVerify);
  REQUIRE(report.ok());
  CHECK(report->ok());
  CHECK_FALSE(report->written);
  CHECK(RebuildFolder(folder.path(), projections, RebuildMode::kWrite)->written);
  CHECK(RebuildFolder(folder.path() / "none", projections, RebuildMode::kVerify).error().code ==
        "ledger.not_found");
}

}  // namespace
}  // namespace reeve::ledger::testing
