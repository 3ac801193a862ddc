// What an expression costs, against the same condition written by hand in C++, in the same run:
// evaluation and compilation of policy/cel alone, without rules, facts and bundles around it.
//
// The hand-written side reads the same values from plain structs in functions that are not inlined.
// CPU time of one thread, medians of runs in turn. The third column is the ceiling that Reeve sets
// itself for the figure.
#include <re2/re2.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/measure.h"
#include "policy/cel/compile.h"

namespace reeve::bench {
namespace {

constexpr size_t kRuns = 15;
constexpr size_t kCalls = 20'000;

struct Finding {
  std::string_view entity;
  double score;
};

// The values that both sides read.
struct Facts {
  std::string_view stage = "input";
  double amount = 450;
  std::string_view role = "clerk";
  int64_t size = 900;
  std::string_view text =
      "Please summarise the minutes of the planning meeting in five points; thank you, kind "
      "regards.";
  std::array<Finding, 3> findings{
      {{"EMAIL_ADDRESS", 0.9}, {"CREDIT_CARD", 1.0}, {"IBAN_CODE", 1.0}}};
};

[[gnu::noinline]] bool OneComparison(const Facts& f) { return f.amount > 500.0; }
[[gnu::noinline]] bool FourClauses(const Facts& f) {
  return f.stage == "input" && f.amount > 100.0 && f.role == "clerk" && f.size < 100;
}
[[gnu::noinline]] bool ExistsOverThree(const Facts& f) {
  for (const Finding& finding : f.findings) {
    if (finding.entity == "US_SSN" && finding.score > 0.5) return true;
  }
  return false;
}
[[gnu::noinline]] bool ConstantPattern(const Facts& f) {
  static const re2::RE2 pattern("ignore (all )?previous instructions");
  return re2::RE2::PartialMatch(re2::StringPiece(f.text.data(), f.text.size()), pattern);
}
[[gnu::noinline]] bool InTen(const Facts& f) {
  for (const std::string_view word : {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}) {
    if (f.role == word) return true;
  }
  return false;
}

constexpr char kFourClauses[] =
    "stage == 'input' && amount > 100.0 && role == 'clerk' && size < 100";

struct Row {
  const char* name;
  const char* expression;
  bool (*by_hand)(const Facts&);
  double ceiling;  // nanoseconds
};

constexpr Row kRows[] = {
    {"one comparison", "amount > 500.0", OneComparison, 60},
    {"four clauses", kFourClauses, FourClauses, 150},
    {"exists over three elements", "findings.exists(f, f.entity == 'US_SSN' && f.score > 0.5)",
     ExistsOverThree, 250},
    {"a constant pattern on 94 bytes", "text.matches('ignore (all )?previous instructions')",
     ConstantPattern, 200},
    {"in a constant list of ten", "role in ['a','b','c','d','e','f','g','h','i','j']", InTen, 150},
};

// The environment, and the values of Facts in it.
class Setting {
 public:
  Setting()
      : finding_("finding", {{"entity", cel::Type::String()}, {"score", cel::Type::Double()}}) {
    Declare("stage", cel::Type::String(), cel::Value::String(facts_.stage));
    Declare("amount", cel::Type::Double(), cel::Value::Double(facts_.amount));
    Declare("role", cel::Type::String(), cel::Value::String(facts_.role));
    Declare("size", cel::Type::Int(), cel::Value::Int(facts_.size));
    Declare("text", cel::Type::String(), cel::Value::String(facts_.text));
    Declare("findings", cel::Type::List(cel::Type::Object(&finding_)), FindingsValue());
  }

  cel::Program Compile(std::string_view expression) const {
    auto compiled = cel::Compile(expression, environment_, {.expected_type = cel::Type::Bool()});
    if (!compiled.ok()) Die(cel::Render(expression, compiled.errors().front()));
    return std::move(compiled).program();
  }
  cel::Activation activation() const { return {values_}; }
  const Facts& facts() const { return facts_; }

 private:
  void Declare(const char* name, cel::Type type, cel::Value value) {
    if (!environment_.Declare(name, type).ok()) Die("cannot declare a variable");
    values_.push_back(value);
  }

  cel::Value FindingsValue() {
    for (const Finding& finding : facts_.findings) {
      const auto fields = memory_.NewArray<cel::Value>(2);
      fields[0] = cel::Value::String(finding.entity);
      fields[1] = cel::Value::Double(finding.score);
      elements_.push_back(cel::Value::Object(&finding_, fields.data(), memory_));
    }
    return cel::Value::List(elements_);
  }

  const Facts facts_;
  const cel::ObjectSchema finding_;
  cel::Arena memory_;
  std::vector<cel::Value> elements_;
  cel::Environment environment_;
  std::vector<cel::Value> values_;
};

void Print(const char* name, const Pair& pair, double ceiling) {
  std::printf("%-34s %9.1f ns %9.1f ns %8.1f %10.0f ns %s\n", name, pair.ours, pair.limit,
              pair.ratio(), ceiling, pair.ours <= ceiling ? "under" : "OVER");
}

void BenchEvaluation(const Setting& setting) {
  cel::Arena arena;
  volatile bool sink = false;
  for (const Row& row : kRows) {
    const cel::Program program = setting.Compile(row.expression);
    const auto evaluate = [&] {
      arena.Reset();
      sink = program.Evaluate(setting.activation(), arena).is_true();
    };
    evaluate();
    if (sink || row.by_hand(setting.facts())) Die("a condition of the benchmark holds");
    Print(row.name,
          Alternate(kRuns, kCalls, evaluate, [&] { sink = row.by_hand(setting.facts()); }),
          row.ceiling);
  }
}

// Ten rules, as different as rules are, against the ten conditions by hand.
void BenchTenRules(const Setting& setting) {
  std::vector<cel::Program> programs;
  for (size_t i = 0; i < 10; ++i) programs.push_back(setting.Compile(kRows[i % 3].expression));
  cel::Arena arena;
  volatile bool sink = false;
  const auto evaluate = [&] {
    arena.Reset();
    for (const cel::Program& program : programs) {
      sink = program.Evaluate(setting.activation(), arena).is_true();
    }
  };
  const auto by_hand = [&] {
    for (size_t i = 0; i < programs.size(); ++i) sink = kRows[i % 3].by_hand(setting.facts());
  };
  Print("ten rules", Alternate(kRuns, kCalls, evaluate, by_hand), 1000);
}

// What rules look for in a text; none is in the text of Facts.
constexpr const char* kWanted[] = {"(?i)(ignore|disregard) (all|previous) instructions",
                                   "password *[:=]",
                                   "(?i)api[_-]?key",
                                   "BEGIN (RSA|EC) PRIVATE KEY",
                                   "(?i)diagnos(is|ed)",
                                   "(?i)salary.*eur",
                                   "[A-Z]{2}[0-9]{2} ?[0-9]{4}",
                                   "(?i)confidential|internal only|embargo",
                                   "(?i)guarantee(d|s)?",
                                   "https?://[^ ]+[.](example|test)",
                                   "(?i)applicant|resume",
                                   "(?i)terminate (his|her|their) contract"};

// Rules that look for these in one text, read once for all, against the searches by hand.
void BenchScans(size_t times) {
  const Facts facts;
  std::string text;
  for (size_t i = 0; i < times; ++i) text.append(facts.text).append(" ");
  cel::Environment environment;
  if (!environment.Declare("text", cel::Type::String()).ok()) Die("cannot declare a variable");
  cel::TextScans scans;
  std::vector<cel::Program> programs;
  std::vector<std::unique_ptr<const re2::RE2>> patterns;
  for (const char* wanted : kWanted) {
    const std::string expression = "text.matches('" + std::string(wanted) + "')";
    auto compiled = cel::Compile(expression, environment, {.scans = &scans});
    if (!compiled.ok()) Die(cel::Render(expression, compiled.errors().front()));
    programs.push_back(std::move(compiled).program());
    patterns.push_back(std::make_unique<const re2::RE2>(wanted));
  }
  scans.Finish();
  const cel::Value values[] = {cel::Value::String(text)};
  cel::TextScanResults results;
  cel::Activation activation{values};
  activation.scans = &results;
  cel::Arena arena;
  volatile bool sink = false;
  const auto together = [&] {
    arena.Reset();
    results.Reset(scans);
    for (const cel::Program& program : programs) {
      sink = program.Evaluate(activation, arena).is_true();
    }
  };
  const auto by_hand = [&] {
    for (const auto& pattern : patterns) sink = re2::RE2::PartialMatch(text, *pattern);
  };
  const std::string name = "twelve patterns on " + std::to_string(text.size()) + " bytes";
  const Pair pair = Alternate(kRuns, kCalls / (10 * times), together, by_hand);
  // No ceiling but the searches one by one.
  Print(name.c_str(), pair, pair.limit);
}

void BenchCompilation(const Setting& setting) {
  const auto compile = [&] { (void)setting.Compile(kFourClauses); };
  const std::string text = kFourClauses;
  const auto pattern = [&] { const re2::RE2 compiled("ignore (all )?previous instructions"); };
  Print("compile four clauses (limit: an RE2)", Alternate(kRuns, 500, compile, pattern), 100'000);
}

int Main() {
  const Setting setting;
  std::printf("%-34s %12s %12s %8s %13s\n", "policy/cel, one thread", "reeve", "by hand", "ratio",
              "ceiling");
  BenchEvaluation(setting);
  BenchTenRules(setting);
  BenchScans(1);
  BenchScans(11);
  BenchCompilation(setting);
  return 0;
}

}  // namespace
}  // namespace reeve::bench

int main() { return reeve::bench::Main(); }
