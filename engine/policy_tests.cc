#include "engine/policy_tests.h"

#include <algorithm>
#include <set>

#include "base/json_merge.h"
#include "engine/evaluator.h"
#include "engine/own_entities.h"
#include "engine/partial_request.h"
#include "policy/file_name.h"

namespace reeve::engine {
namespace {

// The moment of every test, so that a rule about time gives the same answer each day.
constexpr Timestamp kTestTime{std::chrono::sys_days{std::chrono::year{2026} / 1 / 15}};

std::string List(const std::set<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out.empty() ? "none" : out;
}

std::string CompareSets(std::string_view what,
                        const std::optional<std::vector<std::string>>& wanted,
                        const std::set<std::string>& found) {
  if (!wanted) return "";
  const std::set<std::string> expected(wanted->begin(), wanted->end());
  if (expected == found) return "";
  return std::string(what) + ": expected " + List(expected) + ", got " + List(found) + "; ";
}

// Those of policies that this one extends by `policy/rule`.
std::set<std::string> RuleIds(const policy::Verdict& verdict, const policy::Policy& policy) {
  std::set<std::string> ids;
  for (const policy::Hit& hit : verdict.hits) {
    const policy::Rule& rule = *hit.rule;
    ids.insert(rule.policy == policy.id ? rule.id : rule.policy + "/" + rule.id);
  }
  return ids;
}

// The findings that this policy asked for: the scanner runs for all policies of the folder.
std::set<std::string> FoundEntities(const Evaluation& evaluation, const policy::Policy& policy) {
  std::set<std::string> entities;
  for (const LocatedFinding& located : evaluation.findings) {
    std::string entity(located.finding.entity);
    if (std::binary_search(policy.entities.begin(), policy.entities.end(), entity)) {
      entities.insert(std::move(entity));
    }
  }
  return entities;
}

// All texts of the redacted payload, one a line: what `redacted` is compared with.
std::string PayloadText(const Request& request, const json::Value& payload) {
  std::string out;
  for (const Request::Text& text : request.Texts()) {
    if (!out.empty()) out += '\n';
    out += *json::Resolve(payload, text.path)->as_string();
  }
  return out;
}

// Rules that could not be evaluated, for a person who wonders why a test fails.
std::string Errors(const policy::Verdict& verdict) {
  std::string out;
  for (const policy::Hit& hit : verdict.hits) {
    if (hit.error) out += "rule " + hit.rule->id + " failed with " + hit.error_code + "; ";
  }
  return out;
}

std::string Compare(const policy::PolicyTest& test, const policy::Policy& policy,
                    const Request& request, const Evaluation& evaluation) {
  std::string failure;
  const policy::Verdict& verdict = evaluation.verdict;
  if (verdict.effect != test.expect.effect) {
    failure += "effect: expected " + std::string(policy::EffectName(test.expect.effect)) +
               ", got " + std::string(policy::EffectName(verdict.effect)) + "; ";
  }
  failure += CompareSets("rules", test.expect.rules, RuleIds(verdict, policy));
  failure += CompareSets("findings", test.expect.findings, FoundEntities(evaluation, policy));
  if (test.expect.redacted) {
    const std::string text = PayloadText(request, evaluation.payload);
    if (text != *test.expect.redacted) {
      failure += "redacted: expected `" + *test.expect.redacted + "`, got `" + text + "`; ";
    }
  }
  if (!failure.empty()) failure += Errors(verdict);
  if (failure.ends_with("; ")) failure.resize(failure.size() - 2);
  return failure;
}

// The JSON of a file that a test names.
Result<json::Value> ReadFileRequest(const policy::PolicyTest& test, const std::string& given,
                                    const ReadTestFile& read_file) {
  const std::optional<std::string> name = policy::FileNameBeside(test.file, given);
  if (!name || read_file == nullptr) {
    return Error{"policy.test_file", "the file `" + given + "` is not at hand"};
  }
  REEVE_ASSIGN_OR_RETURN(const std::string text, read_file(*name));
  Result<json::Value> read = json::Parse(text, {.max_bytes = policy::kMaxDocumentBytes});
  if (!read.ok()) {
    return Error{read.error().code, "the file `" + given + "`: " + read.error().message};
  }
  if (read->as_object() == nullptr) {
    return Error{"policy.test_file", "the file `" + given + "` holds no JSON object"};
  }
  return read;
}

// What the test asks with: its file, if it has one, under its own members.
Result<PartialRequest> RequestOf(const policy::PolicyTest& test, const ReadTestFile& read_file) {
  json::Value patch = test.request;
  json::Value base = json::Object();
  if (const json::Value* file = patch.Find("file"); file != nullptr && file->as_string()) {
    REEVE_ASSIGN_OR_RETURN(base, ReadFileRequest(test, *file->as_string(), read_file));
    patch.as_object()->Set("file", nullptr);
  }
  json::Value request = json::MergePatch(std::move(base), patch);
  return ReadPartialRequest(std::move(*request.as_object()));
}

// Runs the tests of a bundle, one after the other.
class Runner {
 public:
  Runner(const Evaluator& evaluator, const ReadTestFile& read_file)
      : evaluator_(evaluator),
        read_file_(read_file),
        traced_(evaluator.shared_bundle()),
        coverage_(traced_.EmptyCoverage()) {}

  std::string Run(size_t policy, const policy::PolicyTest& test) {
    const Result<PartialRequest> read = RequestOf(test, read_file_);
    if (!read.ok()) return "the request: " + read.error().message;
    const Evaluation evaluation =
        evaluator_.EvaluateAlone(policy, read->request, read->system, kTestTime, test.detected);
    std::string text;
    traced_.Observe(policy, MakeFacts(read->request, read->system, kTestTime, evaluation, &text),
                    &coverage_);
    return Compare(test, evaluator_.bundle().policies()[policy], read->request, evaluation);
  }

  policy::Coverage TakeCoverage() { return std::move(coverage_); }

 private:
  const Evaluator& evaluator_;
  const ReadTestFile& read_file_;
  const policy::TracedRules traced_;
  policy::Coverage coverage_;
};

}  // namespace

Result<PolicyTestReport> RunPolicyTests(std::shared_ptr<const policy::Bundle> bundle,
                                        const ReadTestFile& read_file) {
  REEVE_ASSIGN_OR_RETURN(const auto evaluator, Evaluator::Create(bundle));
  Runner runner(*evaluator, read_file);
  PolicyTestReport report;
  const std::vector<policy::Policy>& policies = bundle->policies();
  for (size_t i = 0; i < policies.size(); ++i) {
    for (const policy::PolicyTest& test : policies[i].tests) {
      report.results.push_back(
          {policies[i].id, test.name, test.file, test.line, runner.Run(i, test)});
    }
  }
  REEVE_ASSIGN_OR_RETURN(const std::vector<ExampleResult> examples, RunEntityExamples(*bundle));
  for (const ExampleResult& example : examples) {
    report.results.push_back({example.entity->policy, example.name, example.entity->file,
                              example.line, example.failure, true});
  }
  report.coverage = runner.TakeCoverage();
  report.bundle = std::move(bundle);
  return report;
}

}  // namespace reeve::engine
