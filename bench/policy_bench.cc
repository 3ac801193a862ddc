// What a rule costs, against the same condition written by hand in C++, in the same run.
//
// Each row compiles a policy of twenty rules with one condition that does not hold, and decides it
// for one request; the limit evaluates the condition twenty times as a C++ function that is not
// inlined. CPU time of one thread. Below: the starter packs as they are, and ten rules in scope of
// ten thousand. Runs alternate between the two sides; medians are printed. Usage: policy_bench
// [POLICIES-FOLDER]
#include <re2/re2.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "bench/measure.h"
#include "policy/bundle.h"
#include "policy/decide.h"

namespace reeve::policy {
namespace {

constexpr size_t kRules = 20;
constexpr size_t kRuns = 15;
constexpr size_t kCallsPerRun = 4000;

const Vocabulary kVocabulary = {{{"CREDIT_CARD", "payment"}, {"IBAN_CODE", "payment"}}};

std::shared_ptr<const Bundle> Compile(std::vector<SourceFile> files, const Vocabulary& words) {
  files.push_back({"~bundle.yaml", "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n"});
  Compilation compilation = CompileBundle(std::move(files), words);
  if (compilation.bundle == nullptr) bench::Die(Render(compilation.diagnostics));
  return compilation.bundle;
}

std::string RuleText(size_t number, const std::string& when, const std::string& scope) {
  return "  - { id: r" + std::to_string(number) + ", effect: deny, reason: x, scope: " + scope +
         ", when: '" + when + "' }\n";
}

const char* const kHeader =
    "apiVersion: reeve/v1\nkind: Policy\nmetadata: { id: p }\ndetect: [payment]\nrules:\n";

std::shared_ptr<const Bundle> Repeated(const std::string& when) {
  std::string text = kHeader;
  for (size_t i = 0; i < kRules; ++i) text += RuleText(i, when, "{ stages: [input] }");
  return Compile({{"p.yaml", text}}, kVocabulary);
}

std::string Prose(size_t bytes) {
  const std::string sentence =
      "Could you please explain how the cancellation works if the contract runs until then? ";
  std::string text;
  while (text.size() < bytes) text += sentence;
  text.resize(bytes);
  return text;
}

void Print(const char* what, double ours, double limit, const char* unit) {
  std::printf("%-46s %10.1f %10.1f %s %8.2f\n", what, ours, limit, unit, ours / limit);
}

// The conditions by hand. Not inlined, or the compiler would prove the loop away.
using Check = bool (*)(const Facts&);

[[gnu::noinline]] bool AmountBetween(const Facts& facts) {
  return facts.action.amount > 500.0 && facts.action.amount <= 5000.0;
}
[[gnu::noinline]] bool PurposeListed(const Facts& facts) {
  for (const std::string_view purpose :
       {"social_scoring", "crime_prediction", "covert_surveillance", "disinformation"}) {
    if (facts.action.purpose == purpose) return true;
  }
  return false;
}
[[gnu::noinline]] bool HasRole(const Facts& facts) {
  return std::find(facts.actor.roles.begin(), facts.actor.roles.end(), "chief") !=
         facts.actor.roles.end();
}
[[gnu::noinline]] bool IbanFound(const Facts& facts) {
  return std::any_of(facts.findings.begin(), facts.findings.end(),
                     [](const FindingFact& f) { return f.entity == "IBAN_CODE"; });
}
[[gnu::noinline]] bool PatternMatches(const Facts& facts) {
  static const re2::RE2 pattern("(?i)\\b(write|create|build) (ransomware|a keylogger)\\b");
  const std::string_view text = facts.content.text;
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}
[[gnu::noinline]] bool Contains(const Facts& facts) {
  return facts.content.text.find("ransomware") != std::string_view::npos;
}

struct Row {
  const char* name;
  const char* when;
  Check check;
};

constexpr Row kRows[] = {
    {"two comparisons", "action.amount > 500.0 && action.amount <= 5000.0", AmountBetween},
    {"a text in a list of four",
     "action.purpose in [\"social_scoring\", \"crime_prediction\", \"covert_surveillance\", "
     "\"disinformation\"]",
     PurposeListed},
    {"a role among three", "\"chief\" in actor.roles", HasRole},
    {"exists over four findings", "findings.exists(f, f.entity == \"IBAN_CODE\")", IbanFound},
    {"contains in 1 KB", "content.text.contains(\"ransomware\")", Contains},
    {"matches in 1 KB",
     "content.text.matches(\"(?i)\\\\b(write|create|build) (ransomware|a keylogger)\\\\b\")",
     PatternMatches},
};

Facts Request(std::string_view text) {
  Facts facts;
  facts.interaction = "i-1";
  facts.system = {"demo-assistant", "Demo assistant", RiskClass::kLimited, "support", "desk"};
  facts.actor = {"u-1", {"employee", "clerk", "night shift"}, "north"};
  facts.action.kind = "chat";
  facts.action.purpose = "customer_support";
  facts.content.text = text;
  facts.content.size = text.size();
  return facts;
}

void BenchRules(const std::string& text) {
  Facts facts = Request(text);
  for (int i = 0; i < 4; ++i) {
    facts.findings.push_back({"CREDIT_CARD", "payment", "identifier", 0.9, "/content/text"});
  }
  Scratch scratch;
  Verdict verdict;
  std::printf("%-46s %10s %10s %s %8s\n", "one rule, not applying", "reeve", "by hand", "  ",
              "ratio");
  for (const Row& row : kRows) {
    const auto bundle = Repeated(row.when);
    volatile size_t sink = 0;
    const bench::Pair pair = bench::Alternate(
        kRuns, kCallsPerRun, [&] { Decide(*bundle, facts, scratch, &verdict); },
        [&] {
          for (size_t i = 0; i < kRules; ++i) sink = sink + row.check(facts);
        });
    if (!verdict.hits.empty()) bench::Die("a rule of the benchmark applies");
    Print(row.name, pair.ours / kRules, pair.limit / kRules, "ns");
  }
}

Vocabulary WholeVocabulary() {
  Vocabulary words;
  for (const char* name : {"EMAIL_ADDRESS", "PHONE_NUMBER", "IP_ADDRESS", "US_SSN"}) {
    words.entities.push_back({name, "pii"});
  }
  for (const char* name : {"CREDIT_CARD", "IBAN_CODE"}) words.entities.push_back({name, "payment"});
  for (const char* name : {"AWS_ACCESS_KEY", "PRIVATE_KEY"}) {
    words.entities.push_back({name, "secret"});
  }
  words.entities.push_back({"INJECTION_PROMPT_LEAK", "injection"});
  return words;
}

// The first pattern of each rule that reads the text, which is searched for in every request: what
// the packs cost without Reeve around them.
std::vector<std::unique_ptr<re2::RE2>> PatternsOf(const Bundle& bundle) {
  std::vector<std::unique_ptr<re2::RE2>> patterns;
  const std::string call = "content.text.matches(\"";
  for (const Rule& rule : bundle.rules()) {
    const size_t at = rule.when.find(call);
    if (at == std::string::npos) continue;
    const size_t begin = at + call.size();
    std::string pattern = rule.when.substr(begin, rule.when.find("\")", begin) - begin);
    for (size_t i = 0; (i = pattern.find("\\\\", i)) != std::string::npos; ++i) {
      pattern.erase(i, 1);
    }
    patterns.push_back(std::make_unique<re2::RE2>(pattern));
  }
  return patterns;
}

void BenchStarterPacks(const std::string& folder, const std::string& text) {
  auto sources = LoadFolder(folder);
  if (!sources.ok()) bench::Die(sources.error().message);
  Compilation compilation = CompileBundle(std::move(*sources), WholeVocabulary());
  if (compilation.bundle == nullptr) bench::Die(Render(compilation.diagnostics));
  const Bundle& bundle = *compilation.bundle;
  const auto patterns = PatternsOf(bundle);
  Scratch scratch;
  Verdict verdict;
  Facts facts = Request(text);
  volatile size_t sink = 0;
  const auto search = [&] {
    for (const auto& pattern : patterns) {
      sink = sink + re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *pattern);
    }
  };
  const auto decide = [&] { Decide(bundle, facts, scratch, &verdict); };
  std::printf("\n%-46s %10s %10s %s %8s\n", "starter packs, 1 KB, no findings", "reeve", "limit",
              "  ", "ratio");
  const bench::Pair input = bench::Alternate(kRuns, kCallsPerRun, decide, search);
  Print("stage input (limit: its patterns in RE2)", input.ours / 1000, input.limit / 1000, "us");
  facts.stage = Stage::kOutput;
  const bench::Pair output = bench::Alternate(kRuns, kCallsPerRun, decide, search);
  Print("stage output, no pattern (same limit)", output.ours / 1000, output.limit / 1000, "us");
}

// Rules of which each thousandth is in scope of the tenant `t`, in two documents, for one holds a
// megabyte; and the same without the others.
struct ManyRules {
  std::vector<SourceFile> all;
  std::vector<SourceFile> near;
};

ManyRules TenThousandRules() {
  const std::string when = "action.amount > 500.0";
  std::string ten = kHeader;
  std::string many = kHeader;
  for (size_t i = 0; i < 10'000; ++i) {
    const bool near = i % 1000 == 0;
    const std::string scope =
        "{ stages: [input], tenants: [" + (near ? "t" : "t" + std::to_string(i / 10)) + "] }";
    many += RuleText(i, when, scope);
    if (near) ten += RuleText(i, when, scope);
  }
  const size_t half = many.find('\n', many.size() / 2) + 1;
  const std::string second =
      std::string(kHeader).replace(std::string(kHeader).find("id: p"), 5, "id: q") +
      many.substr(half);
  return {{{"p.yaml", many.substr(0, half)}, {"q.yaml", second}}, {{"p.yaml", ten}}};
}

void BenchIndex(const ManyRules& rules, const std::string& text) {
  const double start = bench::CpuNanos();
  const auto large = Compile(rules.all, kVocabulary);
  const double took = bench::CpuNanos() - start;
  const auto small = Compile(rules.near, kVocabulary);
  Facts facts = Request(text);
  facts.tenant = "t";
  Scratch scratch;
  Verdict verdict;
  const bench::Pair pair = bench::Alternate(
      kRuns, kCallsPerRun, [&] { Decide(*large, facts, scratch, &verdict); },
      [&] { Decide(*small, facts, scratch, &verdict); });
  std::printf("\n%-46s %10s %10s %s %8s\n", "index", "10,000", "10", "  ", "ratio");
  Print("ten rules in scope", pair.ours, pair.limit, "ns");
  std::printf("%-46s %10.0f ms\n", "compilation of 10,000 rules", took / 1e6);
}

// The active bundle, held as the engine holds it.
class Active {
 public:
  explicit Active(std::shared_ptr<const Bundle> bundle) : bundle_(std::move(bundle)) {}
  std::shared_ptr<const Bundle> Get() const {
    const MutexLock lock(mutex_);
    return bundle_;
  }
  void Swap(std::shared_ptr<const Bundle> bundle) {
    const MutexLock lock(mutex_);
    bundle_.swap(bundle);
  }

 private:
  mutable Mutex mutex_;
  std::shared_ptr<const Bundle> bundle_ REEVE_GUARDED_BY(mutex_);
};

// The 99th percentile of decisions one after the other, in nanoseconds of the wall, until the token
// is stopped.
double SlowDecisions(const Active& active, const Facts& facts, const std::stop_token& stop) {
  using Clock = std::chrono::steady_clock;
  Scratch scratch;
  Verdict verdict;
  std::vector<double> times;
  while (!stop.stop_requested()) {
    const auto start = Clock::now();
    Decide(*active.Get(), facts, scratch, &verdict);
    times.push_back(std::chrono::duration<double, std::nano>(Clock::now() - start).count());
  }
  const auto at = times.begin() + static_cast<ptrdiff_t>(times.size() * 99 / 100);
  std::nth_element(times.begin(), at, times.end());
  return *at;
}

// Decisions while another thread compiles ten thousand rules and makes them active, three times,
// against the same decisions alone. A swap drops the bundle before.
void BenchSwap(const ManyRules& rules, const std::string& text) {
  constexpr size_t kRounds = 5;
  constexpr size_t kSwaps = 3;
  constexpr std::chrono::milliseconds kAlone{600};
  Facts facts = Request(text);
  facts.tenant = "t";
  Active active(Compile(rules.all, kVocabulary));
  const auto slow_beside = [&](const auto& work) {
    double slow = 0;
    {
      const std::jthread decider(
          [&](const std::stop_token& stop) { slow = SlowDecisions(active, facts, stop); });
      work();
    }
    return slow;
  };
  std::vector<double> swapping;
  std::vector<double> alone;
  for (size_t round = 0; round < kRounds; ++round) {
    swapping.push_back(slow_beside([&] {
      for (size_t i = 0; i < kSwaps; ++i) active.Swap(Compile(rules.all, kVocabulary));
    }));
    alone.push_back(slow_beside([&] { std::this_thread::sleep_for(kAlone); }));
  }
  Print("99th percentile while they are swapped", bench::Median(swapping), bench::Median(alone),
        "ns");
}

std::string Domain(size_t number) { return "host-" + std::to_string(number * 7919) + ".example"; }

// A rule that asks a list of so many entries, of which the request's text is none.
std::shared_ptr<const Bundle> AskingList(size_t entries) {
  std::string list;
  for (size_t i = 0; i < entries; ++i) list += Domain(i) + "\n";
  std::string text = kHeader;
  text.insert(text.find("detect:"), "lists: [domains]\n");
  text += RuleText(0, "action.purpose in lists.domains", "{ stages: [input] }");
  return Compile({{"lists/domains.txt", list}, {"p.yaml", text}}, kVocabulary);
}

void BenchLists(const std::string& text) {
  constexpr size_t kWords = 1024;
  const double start = bench::CpuNanos();
  const auto large = AskingList(1'000'000);
  const double took = bench::CpuNanos() - start;
  const auto small = AskingList(3);
  // A new text each time, so that the large list is not found in the caches of one.
  std::vector<std::string> words;
  for (size_t i = 0; i < kWords; ++i) words.push_back("asked-" + std::to_string(i) + ".example");
  Facts facts = Request(text);
  Scratch scratch;
  Verdict verdict;
  size_t asked = 0;
  const auto ask = [&](const Bundle& bundle) {
    facts.action.purpose = words[asked++ % kWords];
    Decide(bundle, facts, scratch, &verdict);
  };
  const bench::Pair pair = bench::Alternate(
      kRuns, kCallsPerRun, [&] { ask(*large); }, [&] { ask(*small); });
  if (!verdict.hits.empty()) bench::Die("a rule of the benchmark applies");
  std::printf("\n%-46s %10s %10s %s %8s\n", "one rule that asks a list, the whole decision",
              "1,000,000", "3", "  ", "ratio");
  Print("a text that is not in it", pair.ours, pair.limit, "ns");
  std::printf("%-46s %10.0f ms\n", "compilation with 1,000,000 entries", took / 1e6);
}

}  // namespace
}  // namespace reeve::policy

int main(int argc, char** argv) {
  using namespace reeve::policy;
  const std::string text = Prose(1024);
  BenchRules(text);
  BenchStarterPacks(argc > 1 ? argv[1] : "policies", text);
  const ManyRules rules = TenThousandRules();
  BenchIndex(rules, text);
  BenchSwap(rules, text);
  BenchLists(text);
  return 0;
}
