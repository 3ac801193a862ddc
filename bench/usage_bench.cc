// What a budget costs a decision: the rules of a request with one that is counted by actor, against
// the same rules without it, in turn; CPU time of one thread. What is read, judged and added under
// the lock of the counters is the first; so it bounds the decisions of a bundle with budgets.
//
//   build/release/bench/usage_bench [--dir FOLDER]
#include <filesystem>

#include "base/log.h"
#include "base/metrics.h"
#include "bench/measure.h"
#include "engine/engine.h"

namespace {

using reeve::bench::Die;
namespace engine = reeve::engine;
namespace policy = reeve::policy;

constexpr size_t kRuns = 15;
constexpr size_t kCallsPerRun = 5000;
constexpr char kBundle[] = "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n";
constexpr char kBudgets[] =
    "budgets:\n  calls: { of: calls, per: [actor], window: 1d, limit: 1000000000 }\n";

template <typename T>
T Must(reeve::Result<T> result) {
  if (!result.ok()) Die(std::string(result.error().code) + ": " + result.error().message);
  return std::move(result).value();
}

std::shared_ptr<const engine::Evaluator> Compile(const std::string& bundle,
                                                 const std::string& when) {
  const policy::Compilation compiled =
      policy::CompileBundle({{"bundle.yaml", bundle},
                             {"p.yaml",
                              "apiVersion: reeve/v1\nkind: Policy\nmetadata: { id: p }\nrules:\n"
                              "  - { id: r, effect: deny, reason: Used up., when: '" +
                                  when + "' }\n"}},
                            engine::DetectorVocabulary());
  if (compiled.bundle == nullptr) Die(policy::Render(compiled.diagnostics));
  return Must(engine::Evaluator::Create(compiled.bundle));
}

// The counters of a log that holds nothing.
class Log {
 public:
  explicit Log(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    engine_ = Must(engine::Engine::Open({.data = folder_,
                                         .origin = "bench.example/usage",
                                         .key = Must(reeve::SigningKey::Generate()),
                                         .commitment_key = std::string(32, 'k'),
                                         .metrics = &metrics_}));
    counters_ = Must(engine::UsageCounters::Open(engine_->ledger(), reeve::Clock::System().Now()));
  }
  ~Log() {
    counters_.reset();
    engine_.reset();
    std::filesystem::remove_all(folder_);
  }
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  engine::Engine& engine() { return *engine_; }
  engine::UsageCounters& counters() { return *counters_; }

 private:
  const std::filesystem::path folder_;
  reeve::Metrics metrics_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<engine::UsageCounters> counters_;
};

void Bench(const std::filesystem::path& folder) {
  Log log(folder / "usage");
  const auto counted = Compile(std::string(kBundle) + kBudgets, "usage.calls.remaining == 0");
  const auto bare = Compile(kBundle, "action.amount > 500.0");
  const engine::Request request = Must(engine::ParseRequest(
      R"({"interaction":"i-1","stage":"input","system":"demo","actor":{"id":"u-1"},)"
      R"("action":{"kind":"chat"},"content":{"text":"Good morning."},"context":{}})"));
  reeve::oversight::System system;
  system.id = "demo";
  const reeve::Timestamp now = reeve::Clock::System().Now();
  const policy::Budget& budget = counted->bundle().budgets().front();
  const auto rule = [&](const engine::Evaluator& evaluator, engine::Found found) {
    return evaluator.Rule(request, system, now, std::move(found), nullptr).verdict.effect;
  };
  const auto charge = [&] {
    const std::string actor = log.engine().IdentityDigest(request.actor.id);
    const auto kept =
        log.counters().Charge({engine::CountOf(budget, {actor, system.id, "default", ""}, now)},
                              {uint64_t{1}, std::nullopt, std::nullopt},
                              engine::InteractionKey("default", system.id, request.interaction),
                              now, [&](const std::vector<uint64_t>& used) {
                                engine::Found found;
                                found.usage = {{budget.name, used.front()}};
                                return rule(*counted, std::move(found)) == policy::Effect::kAllow;
                              });
    if (kept == nullptr) Die("a call of the benchmark does not pass");
    kept->Keep();
  };
  const reeve::bench::Pair pair = reeve::bench::Alternate(kRuns, kCallsPerRun, charge, [&] {
    if (rule(*bare, {}) != policy::Effect::kAllow) Die("a rule of the benchmark applies");
  });
  std::printf("%-46s %10s %10s %s %8s\n", "one rule, not applying", "budget", "without", "  ",
              "ratio");
  std::printf("%-46s %10.0f %10.0f ns %8.2f\n", "the rules of a decision", pair.ours, pair.limit,
              pair.ratio());
}

}  // namespace

int main(int argc, char** argv) {
  reeve::SetLogLevel(reeve::LogLevel::kError);
  std::filesystem::path folder = std::filesystem::temp_directory_path() / "reeve-usage-bench";
  if (argc == 3 && std::string(argv[1]) == "--dir") folder = argv[2];
  Bench(folder);
  return 0;
}
