// A server's bundle as its source has it: what is taken, what is refused, how old it gets, when the
// next look is. The source of most tests is a real folder.
#include "engine/bundle_watch.h"

#include <catch2/catch.hpp>

#include "base/file.h"
#include "engine/bundle_watcher.h"
#include "engine/local_source.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Gives zero, so that a back-off is not cut.
class NoJitter final : public Random {
 public:
  void Fill(unsigned char* out, size_t size) const override { std::fill_n(out, size, 0); }
};

constexpr char kBundle[] = "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n";

// A folder of policies, an engine and a watch between them.
class Watched {
 public:
  Watched() {
    Write("p.yaml", Policy("allow"));
    Write("bundle.yaml", kBundle);
  }

  static std::string Policy(std::string_view effect_of_test, std::string_view word = "xyzzy") {
    return "apiVersion: reeve/v1\nkind: Policy\nmetadata: { id: p, title: T, owner: o }\n"
           "rules:\n  - id: r\n    when: content.text == \"" +
           std::string(word) +
           "\"\n    effect: deny\n    reason: No.\n"
           "tests:\n  - name: t\n    request: { content: { text: hello } }\n"
           "    expect: { effect: " +
           std::string(effect_of_test) + " }\n";
  }
  void Write(const std::string& name, std::string_view text) const {
    Must(WriteFileDurably(folder_.path() / name, text, FileMode::kPublic));
  }
  void Remove(const std::string& name) const { std::filesystem::remove(folder_.path() / name); }
  std::filesystem::path path() const { return folder_.path(); }

  WatchOptions Options() {
    return {.interval = seconds(30),
            .max_back_off = kMaxBackOff,
            .memory = engine_.path() / "bundle-source.json",
            .by = {"tester", "default"},
            .clock = &engine_.clock(),
            .random = &no_jitter_};
  }
  Result<std::unique_ptr<BundleWatch>> Begin(WatchOptions options) {
    source_ = std::make_unique<LocalSource>(folder_.path());
    return BundleWatch::Begin(*engine_, *source_, LookFirst(*source_, IntakeOptions()),
                              std::move(options), engine_.metrics());
  }
  Result<std::unique_ptr<BundleWatch>> Begin() { return Begin(Options()); }

  TestEngine& engine() { return engine_; }
  std::string active() { return engine_->active()->bundle().digest(); }
  // As after a crash: a new engine on the same log.
  void Restart() {
    engine_.Shut();
    engine_.Open();
  }

 private:
  const TempDir folder_;
  const NoJitter no_jitter_;
  TestEngine engine_{nullptr};
  std::unique_ptr<LocalSource> source_;
};

}  // namespace

TEST_CASE("bundle watch: a change is installed once two looks agree, for the next decision") {
  Watched watched;
  const auto watch = Must(watched.Begin());
  const std::string before = watched.active();
  CHECK(Text(watched.engine().Decide({{"/content/text", "plugh"}}), "/effect") == "allow");
  CHECK(watch->Look(false) == milliseconds(30'000));
  CHECK(watched.active() == before);

  watched.Write("p.yaml", Watched::Policy("allow", "plugh"));
  CHECK(watch->Look(false) == milliseconds(kSettleTime));
  CHECK(watched.active() == before);
  watched.Write("p.yaml",
                Watched::Policy("allow", "plugh") + "# and more\n");  // still being written
  CHECK(watch->Look(false) == milliseconds(kSettleTime));
  CHECK(watched.active() == before);
  CHECK(watch->Look(false) == milliseconds(30'000));
  CHECK(watched.active() != before);
  CHECK(watch->state().outcome == LookOutcome::kInstalled);
  CHECK(Text(watched.engine().Decide({{"/content/text", "plugh"}}), "/effect") == "deny");
}

TEST_CASE("bundle watch: whoever asks for a look need not wait for a second one") {
  Watched watched;
  const auto watch = Must(watched.Begin());
  const std::string before = watched.active();
  watched.Write("p.yaml", Watched::Policy("allow", "plugh"));
  watch->Look(true);
  CHECK(watched.active() != before);
}

TEST_CASE("bundle watch: what is broken is refused with its place, and the running one untouched") {
  Watched watched;
  std::filesystem::create_directory(watched.path() / "lists");
  watched.Write("lists/names.txt", "plugh\n");
  watched.Write("q.yaml",
                "apiVersion: reeve/v1\nkind: Policy\nmetadata: { id: q, title: Q, owner: o }\n"
                "lists: [names]\n"
                "rules:\n  - id: l\n    when: content.text in lists.names\n    effect: deny\n"
                "    reason: R\n");
  const auto watch = Must(watched.Begin());
  const std::string before = watched.active();
  struct Row {
    std::string text;
    std::string code;
    std::string message;
  };
  std::string bomb = Watched::Policy("allow") + "notes:\n  - &a [x, x, x, x, x, x, x, x, x]\n";
  for (char name = 'b'; name < 'j'; ++name) {
    bomb += std::string("  - &") + name + " [";
    for (int i = 0; i < 9; ++i) bomb += std::string(i == 0 ? "*" : ", *") + char(name - 1);
    bomb += "]\n";
  }
  const Row rows[] = {
      {"apiVersion: reeve/v1\nkind: Policy\nkind: Policy\n", "policy.invalid", "p.yaml:3:1"},
      {"apiVersion: reeve/v1\nkind: Policy\n\tmetadata: {}\n", "policy.invalid", "p.yaml:3:"},
      {std::string(10 << 20, ' '), "policy.invalid", "p.yaml"},
      {bomb, "policy.invalid", "p.yaml:"},
      {Watched::Policy("deny"), "bundle.tests_failed", "p: t: "},
  };
  uint64_t refused = 0;
  for (const Row& row : rows) {
    watched.Write("p.yaml", row.text);
    watch->Look(false);
    CHECK(watch->Look(false) == milliseconds(30'000));
    const SourceState state = watch->state();
    CHECK(state.outcome == LookOutcome::kRefused);
    INFO(state.last_error->message);
    CHECK(state.last_error->code == row.code);
    CHECK(state.last_error->message.find(row.message) != std::string::npos);
    CHECK(watched.active() == before);
    const std::string count = "reeve_bundle_looks_total{outcome=\"refused\"} ";
    CHECK(watched.engine().metrics().Render().find(count + std::to_string(++refused) + "\n") !=
          std::string::npos);
  }
  SECTION("a list that vanishes is refused as well") {
    watched.Write("p.yaml", Watched::Policy("allow"));
    watched.Remove("lists/names.txt");
    watch->Look(false);
    watch->Look(false);
    CHECK(watch->state().last_error->at.starts_with("q.yaml:"));
    CHECK(watched.active() == before);
  }
  SECTION("what is good again confirms, without a record") {
    const uint64_t records = watched.engine().ledger().size();
    watched.Write("p.yaml", Watched::Policy("allow"));
    watch->Look(false);
    watch->Look(false);
    CHECK(watch->state().outcome == LookOutcome::kUnchanged);
    CHECK(watched.engine().ledger().size() == records);
  }
}

TEST_CASE("bundle watch: a refused bundle does not confirm, however often it is looked at") {
  Watched watched;
  const auto watch = Must(watched.Begin());
  const auto confirmed = watch->state().confirmed;
  watched.Write("p.yaml", "nonsense");
  for (int i = 0; i < 3; ++i) {
    watched.engine().clock().Advance(seconds(30));
    watch->Look(false);
  }
  CHECK(watch->state().outcome == LookOutcome::kRefused);
  CHECK(watch->state().confirmed == confirmed);
  CHECK(watched.engine().metrics().Render().find("reeve_bundle_age_seconds 90\n") !=
        std::string::npos);
}

TEST_CASE("bundle watch: a source that fails is asked again after twice as long, up to a bound") {
  Watched watched;
  const auto watch = Must(watched.Begin());
  std::filesystem::remove_all(watched.path());
  const int64_t waits[] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300};
  for (const int64_t wait : waits) CHECK(watch->Look(false) == milliseconds(1000 * wait));
  const SourceState state = watch->state();
  CHECK(state.last_error->code == "source.not_found");
  CHECK(state.next_look == watched.engine().clock().Now() + seconds(300));
  std::filesystem::create_directory(watched.path());
  watched.Write("p.yaml", Watched::Policy("allow"));
  watched.Write("bundle.yaml", kBundle);
  CHECK(watch->Look(false) == milliseconds(30'000));  // as it was before: nothing to settle
  CHECK_FALSE(watch->state().is_degraded());
}

TEST_CASE("bundle watch: the back-off is cut by at most half") {
  Watched watched;
  WatchOptions options = watched.Options();
  options.random = &Random::System();
  const auto watch = Must(watched.Begin(options));
  std::filesystem::remove_all(watched.path());
  for (int64_t whole = 1000; whole < 64'000; whole *= 2) {
    const auto wait = watch->Look(false);
    CHECK(wait->count() <= whole);
    CHECK(wait->count() >= whole / 2);
  }
}

TEST_CASE("bundle watch: past the maximum age nothing is decided and nothing recorded") {
  Watched watched;
  WatchOptions options = watched.Options();
  options.max_age = hours(1);
  const auto watch = Must(watched.Begin(options));
  TestEngine& engine = watched.engine();
  engine.clock().Advance(hours(1));
  engine.Decide();
  const std::string moved = watched.path().string() + "-moved";
  std::filesystem::rename(watched.path(), moved);
  engine.clock().Advance(seconds(1));
  watch->Look(false);
  const uint64_t records = engine.ledger().size();
  const auto refused = engine->Decide(engine.principal(), MakeRequest());
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == "bundle.too_old");
  CHECK(engine.ledger().size() == records);
  CHECK(engine.metrics().Render().find("reeve_bundle_too_old_total 1\n") != std::string::npos);

  std::filesystem::rename(moved, watched.path());
  watch->Look(false);
  engine.Decide();
}

TEST_CASE("bundle watch: a restart goes on with the last good bundle while the source is away") {
  Watched watched;
  const std::string digest = [&] {
    const auto watch = Must(watched.Begin());
    watched.engine().clock().Advance(hours(3));
    watch->Look(false);
    return watched.active();
  }();
  const Timestamp confirmed = watched.engine().clock().Now();
  std::filesystem::remove_all(watched.path());
  watched.Restart();
  watched.engine().clock().Advance(hours(1));
  WatchOptions options = watched.Options();

  SECTION("within the maximum age, counted from the last confirmation") {
    options.max_age = hours(2);
    const auto watch = Must(watched.Begin(options));
    CHECK(watched.active() == digest);
    const SourceState state = watch->state();
    CHECK(state.is_degraded());
    CHECK(state.confirmed == confirmed);
    CHECK(state.last_error->code == "source.not_found");
    CHECK(watch->FirstWait() == milliseconds(1000));
  }
  SECTION("past it there is no start") {
    options.max_age = seconds(3599);
    CHECK(watched.Begin(options).error().code == "bundle.too_old");
  }
  SECTION("without the memory the activation counts") {
    std::filesystem::remove(options.memory);
    options.max_age = hours(2);
    CHECK(watched.Begin(options).error().code == "bundle.too_old");
    options.max_age = hours(5);
    CHECK(watched.Begin(options).ok());
  }
  SECTION("the memory of another source, or one that is broken, does not count") {
    Must(WriteFileDurably(options.memory, GENERATE("{", "{\"source\":\"x\"}"), FileMode::kPublic));
    options.max_age = hours(2);
    CHECK(watched.Begin(options).error().code == "bundle.too_old");
  }
  SECTION("a source that is read once must be there") {
    options.interval.reset();
    CHECK(watched.Begin(options).error().code == "source.not_found");
  }
}

TEST_CASE("bundle watch: there is no start without any good bundle") {
  Watched watched;
  watched.Write("p.yaml", "nonsense");
  const auto watch = watched.Begin();
  CHECK(watch.error().code == "policy.invalid");
  CHECK(watched.engine()->active() == nullptr);
}

TEST_CASE("bundle watch: a rollback stays until the source gives another bundle") {
  Watched watched;
  const auto watch = Must(watched.Begin());
  const std::string first = watched.active();
  watched.Write("p.yaml", Watched::Policy("allow", "plugh"));
  watch->Look(true);
  Must(watched.engine()->bundles().RollBack("", "Wrong", {"Ada Example", "tester", "default"}));
  CHECK(watched.active() == first);
  watch->Look(false);
  watch->Look(true);
  CHECK(watched.active() == first);
  watched.Write("p.yaml", Watched::Policy("allow", "frotz"));
  watch->Look(true);
  CHECK(watched.active() != first);
}

TEST_CASE("bundle watch: what could not be recorded is tried again") {
  Watched watched;
  const auto watch = Must(watched.Begin());
  watched.Write("p.yaml", Watched::Policy("allow", "plugh"));
  watched.engine()->Close();
  watch->Look(true);
  CHECK(watch->state().outcome == LookOutcome::kFailed);
  CHECK(watch->state().last_error->code == "ledger.closed");
  watch->Look(false);  // not taken for unchanged
  CHECK(watch->state().outcome == LookOutcome::kFailed);
}

TEST_CASE("bundle watch: a bundle file is a source too") {
  Watched watched;
  const auto bundle =
      CompileRules("rules: [ { id: r, when: content.text == \"x\", effect: deny, reason: R } ]\n");
  const std::filesystem::path file = watched.path() / "eu.bundle";
  Must(WriteFileDurably(file, bundle->canonical_bytes(), FileMode::kPublic));
  LocalSource source(file);
  const FirstLook first = LookFirst(source, IntakeOptions());
  REQUIRE(first.bundle.ok());
  CHECK((*first.bundle)->digest() == bundle->digest());
  CHECK(Must(source.Look(false, {})).kind == SourceLook::Kind::kUnchanged);
  Must(WriteFileDurably(file, bundle->canonical_bytes().substr(0, 40), FileMode::kPublic));
  const FirstLook cut = LookFirst(source, IntakeOptions());
  CHECK(cut.refused);
  CHECK(cut.bundle.error().code == "bundle.syntax");
}

TEST_CASE("bundle watcher: it looks when asked, and ends at once") {
  Watched watched;
  WatchOptions options = watched.Options();
  options.interval.reset();
  const auto watch = Must(watched.Begin(options));
  const std::string before = watched.active();
  BundleWatcher watcher(*watch);
  watched.Write("p.yaml", Watched::Policy("allow", "plugh"));
  watcher.LookNow();
  while (watched.active() == before) std::this_thread::yield();
}

}  // namespace reeve::engine::testing
