// cel_policy_corpus [--verbose] [--known FILE] FILE...
//
// Runs documents of the CEL Policy format from JSON lines: `dir` (a name), `kind` (eval or
// compile_error), `policy_yaml`, `config_yaml` and `tests`, which may be null. A document of kind
// eval passes when each of its tests does; one of compile_error when it is refused, and for the
// reason that its tests name. Ends with `N passed, N failed`. Exit code as of cel_conformance: 0
// when those failed that the FILE of --known names, and no others; 2 when there is nothing to run.
#include <array>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "base/file.h"
#include "policy/cel_policy_tests.h"

namespace {

namespace policy = reeve::policy;

struct Options {
  bool verbose = false;
  std::set<std::string> known;
  std::vector<std::string> files;
};

struct Counts {
  size_t passed = 0;
  size_t failed = 0;
  size_t known = 0;
  size_t mended = 0;
};

// What the documents call an error, and what it is called here.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kReasons = {{
    {"incompatible output types", "cel_policy.output_type"},
    {"unreachable outputs", "cel_policy.unreachable"},
    {"nested aggregate", "cel_policy.nested_aggregate"},
    {"always false", "cel_policy.never"},
    {"invalid qualified name", "cel_policy.import"},
    {"overlapping identifier", "cel_policy.duplicate_variable"},
    {"mismatched input", "cel.syntax"},
}};

// The functions that the suite expects of its host.
std::vector<policy::CelFunction> HostFunctions() {
  return {*policy::ParseCelFunction("locationCode(ip) = ip == '10.0.0.1' ? 'us' : 'ir'")};
}

std::string TextOf(const reeve::json::Value& line, std::string_view key) {
  const auto* member = line.as_object()->Find(key);
  const bool text = member != nullptr && member->as_string() != nullptr;
  return text ? *member->as_string() : "";
}

struct Checked {
  std::optional<policy::CelPolicyEnvironment> environment;
  std::optional<policy::CelPolicyProgram> program;
  std::vector<policy::Diagnostic> diagnostics;
};

Checked Check(const reeve::json::Value& line) {
  Checked out;
  out.environment =
      ReadCelPolicyEnvironment({"config.yaml", TextOf(line, "config_yaml")}, &out.diagnostics);
  const policy::SourceFile source{"policy.yaml", TextOf(line, "policy_yaml")};
  const auto document = ReadCelPolicy(source, &out.diagnostics);
  if (!out.environment || !document) return out;
  out.program =
      CompileCelPolicy(*document, *out.environment, HostFunctions(), source, &out.diagnostics);
  return out;
}

std::string RunEval(const Checked& checked, const std::string& tests) {
  if (!checked.program) return "refused:\n" + Render(checked.diagnostics);
  std::vector<policy::Diagnostic> diagnostics;
  const auto read = policy::ReadCelPolicyTests({"tests.json", tests}, &diagnostics);
  if (!read) return "its tests are not read:\n" + Render(diagnostics);
  std::string failures;
  for (const policy::CelPolicyTest& test : *read) {
    const std::string failure = RunCelPolicyTest(*checked.program, *checked.environment, test);
    if (!failure.empty()) failures += test.name.text + " " + failure + "\n";
  }
  return failures;
}

std::string RunCompileError(const Checked& checked, const std::string& tests) {
  if (checked.program) return "it compiles";
  std::string wanted;
  for (const auto& [phrase, code] : kReasons) {
    if (tests.find(phrase) == std::string::npos) continue;
    for (const policy::Diagnostic& diagnostic : checked.diagnostics) {
      if (diagnostic.code == code) return "";
    }
    wanted = code;
  }
  if (wanted.empty()) return "";
  return "refused for another reason than " + wanted + ":\n" + Render(checked.diagnostics);
}

void RunLine(const std::string& text, const Options& options, Counts* counts) {
  const auto line = reeve::json::Parse(text);
  if (!line.ok() || line->as_object() == nullptr) {
    ++counts->failed;
    std::printf("FAIL  a line is no JSON object\n");
    return;
  }
  const std::string id = TextOf(*line, "dir");
  const auto* tests = line->as_object()->Find("tests");
  const std::string tests_text = tests == nullptr ? "" : reeve::json::Compact(*tests);
  const Checked checked = Check(*line);
  const std::string failure = TextOf(*line, "kind") == "eval"
                                  ? RunEval(checked, tests_text)
                                  : RunCompileError(checked, tests_text);
  const bool known = options.known.contains(id);
  ++(failure.empty() ? counts->passed : counts->failed);
  if (failure.empty() && known) {
    ++counts->mended;
    std::printf("passes, but is known to fail: %s\n", id.c_str());
  }
  if (failure.empty()) return;
  if (known) ++counts->known;
  if (options.verbose) {
    std::printf("%s %s: %s\n", known ? "known" : "FAIL ", id.c_str(), failure.c_str());
  }
}

template <typename Visit>
bool ForEachLine(const std::string& file, Visit visit) {
  const auto text = reeve::ReadFile(file);
  if (!text.ok()) return false;
  for (size_t at = 0; at < text->size();) {
    const size_t end = std::min(text->find('\n', at), text->size());
    if (end > at) visit(text->substr(at, end - at));
    at = end + 1;
  }
  return true;
}

bool ReadArguments(int count, char** arguments, Options* options) {
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument == "--verbose") {
      options->verbose = true;
    } else if (argument == "--known" && i + 1 < count) {
      const bool read = ForEachLine(arguments[++i], [options](const std::string& line) {
        if (line[0] != '#') options->known.insert(line.substr(0, line.find(' ')));
      });
      if (!read) return false;
    } else if (argument.starts_with("--")) {
      return false;
    } else {
      options->files.push_back(argument);
    }
  }
  return !options->files.empty();
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  if (!ReadArguments(count, arguments, &options)) {
    std::fprintf(stderr, "usage: cel_policy_corpus [--verbose] [--known FILE] FILE...\n");
    return 2;
  }
  Counts counts;
  for (const std::string& file : options.files) {
    const bool read =
        ForEachLine(file, [&](const std::string& line) { RunLine(line, options, &counts); });
    if (!read) {
      std::fprintf(stderr, "%s cannot be read\n", file.c_str());
      return 2;
    }
  }
  std::printf("%zu passed, %zu failed\n", counts.passed, counts.failed);
  if (counts.passed + counts.failed == 0) return 2;
  return counts.failed == counts.known && counts.mended == 0 ? 0 : 1;
}
