// Approvals: what ten thousand open ones cost. Queue and vote in milliseconds beside a bare fsync
// in turn (limit: 99th percentile 20 ms, or twice that of the fsync where the machine is busy), and
// decisions a second with and without them (limit: 0.95 of those without), over logs of the same
// length, measured in turn.
//
//   build/release/bench/approvals_bench [--dir FOLDER]
#include <filesystem>
#include <thread>

#include "base/log.h"
#include "base/metrics.h"
#include "bench/measure.h"
#include "engine/engine.h"

namespace {

using reeve::bench::Die;
using reeve::engine::Engine;
using std::chrono::hours;

constexpr size_t kOpen = 10'000;
constexpr size_t kThreads = 16;
constexpr size_t kDecisionsEach = 100;
constexpr size_t kRuns = 15;
constexpr size_t kTimed = 300;
constexpr double kMaxMillis = 20;
constexpr double kMinRatio = 0.95;

constexpr char kPolicy[] = R"(apiVersion: reeve/v1
kind: Policy
metadata: { id: desk }
rules:
  - id: large
    scope: { actions: [refund] }
    when: action.amount > 500.0
    effect: hold
    hold: { roles: [officer, head], quorum: 2, deadline: 24h }
    reason: Two colleagues must approve.
)";
constexpr char kBundle[] = "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n";

template <typename T>
T Must(reeve::Result<T> result) {
  if (!result.ok()) Die(std::string(result.error().code) + ": " + result.error().message);
  return std::move(result).value();
}

const reeve::engine::Principal kPrincipal{"bench", "default"};

reeve::oversight::ActingPerson Person(const std::string& name) {
  return {name, kPrincipal.name, kPrincipal.tenant};
}

class Desk {
 public:
  explicit Desk(const std::filesystem::path& folder) : folder_(folder) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    engine_ = Must(Engine::Open({.data = folder_,
                                 .origin = "bench.example/approvals",
                                 .key = Must(reeve::SigningKey::Generate()),
                                 .commitment_key = std::string(32, 'k'),
                                 .metrics = &metrics_}));
    const reeve::policy::Compilation compiled = reeve::policy::CompileBundle(
        {{"bundle.yaml", kBundle}, {"desk.yaml", kPolicy}}, reeve::engine::DetectorVocabulary());
    if (compiled.bundle == nullptr) Die(reeve::policy::Render(compiled.diagnostics));
    const reeve::Status active = engine_->Activate(compiled.bundle, kPrincipal);
    if (!active.ok()) Die(active.error().message);
    const std::vector<reeve::oversight::System> systems = {
        {.id = "demo",
         .name = "Demo",
         .owner = "Ada Example",
         .purpose = "support",
         .risk_class = reeve::policy::RiskClass::kLimited}};
    const reeve::Status registered =
        engine_->systems().Register(systems, reeve::Clock::System().Now(), reeve::Random::System());
    if (!registered.ok()) Die(registered.error().message);
    for (const char* name : {"Ben Example", "Cleo Example"}) Give(name);
  }
  ~Desk() {
    engine_.reset();
    std::filesystem::remove_all(folder_);
  }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  static reeve::engine::Request RequestOf(const char* kind, size_t number) {
    return Must(reeve::engine::ParseRequest(
        R"({"interaction":"i-)" + std::to_string(number) +
        R"(","stage":"tool_call","system":"demo","actor":{"id":"u-1"},"action":{"kind":")" + kind +
        R"(","amount":900,"currency":"EUR"},"content":{"text":"Please pay invoice )" +
        std::to_string(number) + R"(."},"context":{}})"));
  }

  // `count` decisions about actions of that kind, a hundred in a unit.
  void Fill(const char* kind, size_t count) {
    for (size_t done = 0; done < count; done += reeve::engine::kMaxBatch) {
      std::vector<reeve::Result<reeve::engine::Request>> requests;
      for (size_t i = 0; i < reeve::engine::kMaxBatch; ++i) {
        requests.emplace_back(RequestOf(kind, done + i));
      }
      for (const auto& answer : Must(engine_->DecideBatch(kPrincipal, requests))) {
        if (!answer.ok()) Die(answer.error().message);
      }
    }
  }

  double DecisionsPerSecond() {
    const reeve::engine::Request request = RequestOf("chat", 1);
    const auto start = std::chrono::steady_clock::now();
    {
      std::vector<std::jthread> threads;
      for (size_t t = 0; t < kThreads; ++t) {
        threads.emplace_back([this, &request] {
          for (size_t i = 0; i < kDecisionsEach; ++i) {
            if (!engine_->Decide(kPrincipal, request).ok()) Die("a decision failed");
          }
        });
      }
    }
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    return static_cast<double>(kThreads * kDecisionsEach) / time.count();
  }

  Engine& engine() { return *engine_; }

 private:
  void Give(const std::string& person) {
    reeve::oversight::Grant terms;
    terms.person = person;
    terms.role = "officer";
    terms.until = reeve::Clock::System().Now() + hours(24);
    terms.reason = "bench";
    [[maybe_unused]] const auto given = Must(engine_->grants().Give(terms, Person("Zoe Example")));
  }

  const std::filesystem::path folder_;
  reeve::Metrics metrics_;
  std::unique_ptr<Engine> engine_;
};

struct Spread {
  double median = 0;
  double p99 = 0;
};

Spread SpreadOf(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return {times[times.size() / 2], times[times.size() * 99 / 100]};
}

// Of appending 4 KiB to a file and syncing it.
class BareFsync {
 public:
  explicit BareFsync(const std::filesystem::path& folder)
      : file_(::open((folder / "fsync").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600)) {
    if (file_ < 0) Die("cannot write in " + folder.string());
  }
  ~BareFsync() { ::close(file_); }
  BareFsync(const BareFsync&) = delete;
  BareFsync& operator=(const BareFsync&) = delete;
  void operator()() const {
    if (::write(file_, page_.data(), page_.size()) != 4096 || ::fdatasync(file_) != 0) {
      Die("fsync failed");
    }
  }

 private:
  const int file_;
  const std::string page_ = std::string(4096, 'x');
};

struct Timed {
  Spread call;
  Spread fsync;  // between the calls, so that a busy machine meets both
};

template <typename Call>
double Millis(const Call& call) {
  const auto start = std::chrono::steady_clock::now();
  call();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

template <typename Call>
Timed Time(const BareFsync& fsync, const Call& call) {
  std::vector<double> calls, fsyncs;
  calls.reserve(kTimed);
  fsyncs.reserve(kTimed);
  for (size_t i = 0; i < kTimed; ++i) {
    calls.push_back(Millis([&] { call(i); }));
    fsyncs.push_back(Millis(fsync));
  }
  return {SpreadOf(std::move(calls)), SpreadOf(std::move(fsyncs))};
}

// On a machine where even a bare fsync is late, that is the limit.
bool Print(const char* what, const Timed& timed) {
  const double limit = std::max(kMaxMillis, 2 * timed.fsync.p99);
  const bool good = timed.call.p99 <= limit;
  std::printf("%-40s %9.3f %9.3f %9.3f %9.3f   limit %.0f %s\n", what, timed.call.median,
              timed.call.p99, timed.fsync.median, timed.fsync.p99, limit, good ? "ok" : "TOO SLOW");
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  const bool named = argc == 3 && std::string_view(argv[1]) == "--dir";
  if (argc != 1 && !named) Die("usage: approvals_bench [--dir FOLDER]");
  const std::filesystem::path base =
      named ? std::filesystem::path(argv[2]) : std::filesystem::current_path() / "bench-data";
  std::filesystem::create_directories(base);
  reeve::SetLogLevel(reeve::LogLevel::kError);
  Desk without(base / "approvals-without");
  Desk with(base / "approvals-with");
  with.Fill("refund", kOpen);  // two records each
  without.Fill("chat", 2 * kOpen);
  std::vector<double> rates_without, rates_with;
  for (size_t run = 0; run <= kRuns; ++run) {
    const double one = without.DecisionsPerSecond();
    const double two = with.DecisionsPerSecond();
    if (run == 0) continue;  // warms the caches
    rates_without.push_back(one);
    rates_with.push_back(two);
  }
  const BareFsync fsync(base);
  reeve::engine::ApprovalCommands& approvals = with.engine().approvals();
  using reeve::oversight::QueueOrder;
  const auto list = [&](QueueOrder order, const char* role) {
    return Time(fsync, [&approvals, order, role](size_t) {
      reeve::oversight::QueueQuery query;
      query.tenant = "default";
      query.role = role;
      query.order = order;
      if (Must(approvals.List(query)).Find("next") == nullptr) Die("the queue is short");
    });
  };
  const Timed by_age = list(QueueOrder::kAge, "");
  const Timed by_due = list(QueueOrder::kDue, "officer");
  const Timed by_priority = list(QueueOrder::kPriority, "head");
  std::vector<std::string> ids;
  reeve::oversight::QueueQuery query;
  query.tenant = "default";
  query.limit = kTimed;
  const reeve::json::Object page = Must(approvals.List(query));
  for (const reeve::json::Value& entry : *page.Find("approvals")->as_array()) {
    ids.push_back(*entry.Find("id")->as_string());
  }
  const auto vote_by = [&](const char* person) {
    return Time(fsync, [&](size_t i) {
      [[maybe_unused]] const auto voted = Must(approvals.CastVote(
          ids[i], {.approve = true, .reason = "seen", .conditions = {}}, Person(person)));
    });
  };
  const Timed first = vote_by("Ben Example");
  const Timed second = vote_by("Cleo Example");

  std::printf("%zu approvals open; milliseconds, and of a bare fsync in turn:\n", kOpen);
  std::printf("%40s %9s %9s %9s %9s\n", "", "median", "p99", "fsync", "p99");
  bool good = Print("queue of all, the oldest first, 100 of it", by_age);
  good &= Print("queue of a role, what is due first", by_due);
  good &= Print("queue of a role, by priority", by_priority);
  good &= Print("a vote, the first of two", first);
  good &= Print("a vote, by which it is approved", second);
  const double rate_without = reeve::bench::Median(rates_without);
  const double rate_with = reeve::bench::Median(rates_with);
  const double ratio = rate_with / rate_without;
  std::printf("decisions a second: %.0f with them, %.0f without: %.3f   limit %.2f %s\n", rate_with,
              rate_without, ratio, kMinRatio, ratio >= kMinRatio ? "ok" : "TOO SLOW");
  return good && ratio >= kMinRatio ? 0 : 1;
}
