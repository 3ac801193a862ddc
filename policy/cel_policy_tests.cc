#include "policy/cel_policy_tests.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace reeve::policy {
namespace {

constexpr size_t kMaxName = 500;
constexpr size_t kMaxShown = 300;  // bytes of a value in a message

class TestReader {
 public:
  explicit TestReader(Reporter& reporter) : reporter_(reporter) {}

  std::vector<CelPolicyTest> Read(const YamlNode& root) {
    const MapReader map(root, "a document of tests", {"name", "description", "section", "sections"},
                        reporter_);
    const YamlNode* sections = map.Find("section");
    if (sections == nullptr) sections = map.Require("sections");
    if (sections == nullptr || !IsList(*sections, "`section`")) return {};
    for (const YamlNode& section : sections->items) ReadSection(section);
    return std::move(tests_);
  }

 private:
  void ReadSection(const YamlNode& node) {
    const MapReader map(node, "a section", {"name", "description", "tests"}, reporter_);
    const std::string name = map.Text("name", kMaxName).text;
    const YamlNode* tests = map.Require("tests");
    if (tests == nullptr || !IsList(*tests, "`tests`")) return;
    for (const YamlNode& test : tests->items) ReadTest(name, test);
  }

  void ReadTest(const std::string& section, const YamlNode& node) {
    const MapReader map(node, "a test", {"name", "description", "input", "context_expr", "output"},
                        reporter_);
    CelPolicyTest test;
    test.name = map.RequiredText("name", kMaxName);
    if (!section.empty()) test.name.text = section + "/" + test.name.text;
    if (const YamlNode* context = map.Find("context_expr")) {
      reporter_.Error("cel_policy.message_type", context->span,
                      "`context_expr` makes a message, and there are none here");
    }
    if (const YamlNode* input = node.Find("input")) ReadInputs(*input, &test);
    if (const YamlNode* output = map.Require("output")) ReadOutput(*output, &test);
    tests_.push_back(std::move(test));
  }

  void ReadInputs(const YamlNode& node, CelPolicyTest* test) {
    if (node.kind == YamlNode::Kind::kNull) return;
    const MapReader map(node, "`input`", reporter_);
    for (const YamlMember& member : node.members) {
      const MapReader value(member.value, "an input", {"value", "expr"}, reporter_);
      if (value.is_map()) test->inputs.emplace_back(member.key, ReadValue(member.value));
    }
  }

  CelTestValue ReadValue(const YamlNode& node) {
    CelTestValue out;
    out.span = node.span;
    const YamlNode* value = node.Find("value");
    const YamlNode* expression = node.Find("expr");
    if ((value == nullptr) == (expression == nullptr)) {
      reporter_.Error("cel_policy.test", node.span, "either a `value` or an `expr` is needed");
      return out;
    }
    if (value != nullptr) {
      out.value = ToJson(*value);
      return out;
    }
    out.is_expression = true;
    if (ReadText(*expression, "`expr`", reporter_)) {
      out.expression = CelText(*expression, reporter_.text()).text();
    }
    return out;
  }

  void ReadOutput(const YamlNode& node, CelPolicyTest* test) {
    if (node.kind == YamlNode::Kind::kScalar) {  // an expression by itself
      test->output.push_back({true, CelText(node, reporter_.text()).text(), nullptr, node.span});
      return;
    }
    const MapReader map(node, "`output`", {"value", "expr", "error_set", "unknown"}, reporter_);
    if (node.Find("unknown") != nullptr) {
      reporter_.Error("cel_policy.test", node.span, "unknown values are not computed here");
    }
    test->fails = node.Find("error_set") != nullptr;
    if (map.is_map() && !test->fails) test->output.push_back(ReadValue(node));
  }

  bool IsList(const YamlNode& node, std::string_view what) {
    if (node.kind == YamlNode::Kind::kSequence) return true;
    reporter_.Error("policy.type", node.span,
                    std::string(what) + " must be a list, not " + std::string(node.KindName()));
    return false;
  }

  Reporter& reporter_;
  std::vector<CelPolicyTest> tests_;
};

// A value that is there in place of the optional that holds it.
cel::Value Bare(const cel::Value& value) {
  const bool some = value.Is(cel::Kind::kOptional) && value.as_optional() != nullptr;
  return some ? *value.as_optional() : value;
}

}  // namespace

std::optional<std::vector<CelPolicyTest>> ReadCelPolicyTests(const SourceFile& source,
                                                             std::vector<Diagnostic>* diagnostics) {
  std::vector<Diagnostic> found;
  Reporter reporter(source.name, source.text, &found);
  std::optional<std::vector<CelPolicyTest>> tests;
  if (const auto root = ParseDocument(reporter)) tests = TestReader(reporter).Read(*root);
  if (HasErrors(found)) tests.reset();
  std::move(found.begin(), found.end(), std::back_inserter(*diagnostics));
  return tests;
}

Result<cel::Value> CelTestInputs::Make(const CelTestValue& value, const cel::Type& type) {
  if (!value.is_expression) return cel::FromJson(value.value, type, arena_);
  cel::CompileResult compiled = cel::Compile(value.expression, {});
  if (!compiled.ok()) {
    return Error{"cel_policy.test", "`" + value.expression +
                                        "` does not compile: " + compiled.errors().front().message};
  }
  programs_.push_back(std::move(compiled).program());
  return programs_.back().Evaluate({}, arena_);
}

Status CelTestInputs::Set(const CelPolicyEnvironment& environment,
                          const std::vector<std::pair<std::string, CelTestValue>>& inputs) {
  values_.assign(environment.variables.variables().size(), cel::Value::Absent());
  for (const auto& [name, given] : inputs) {
    const auto slot = environment.variables.Resolve(name);
    if (!slot) {
      return Error{"cel_policy.test",
                   "there is no variable `" + name + "`" +
                       DidYouMeanSuffix(name, environment.variables.VariableNames())};
    }
    auto value = Make(given, environment.variables.variables()[*slot].type);
    if (!value.ok()) {
      return Error{value.error().code, "`" + name + "`: " + value.error().message,
                   value.error().at};
    }
    values_[*slot] = *value;
  }
  return {};
}

std::string RunCelPolicyTest(const CelPolicyProgram& program,
                             const CelPolicyEnvironment& environment, const CelPolicyTest& test) {
  CelTestInputs inputs;
  if (const Status set = inputs.Set(environment, test.inputs); !set.ok()) {
    return set.error().message;
  }
  const cel::Value value = Bare(program.Evaluate(inputs.values(), inputs.arena()));
  if (test.fails)
    return value.is_error() ? "" : "gives " + value.Text(kMaxShown) + ", not an error";
  const Result<cel::Value> made = inputs.Make(test.output.front(), cel::Type::Dyn());
  if (!made.ok()) return made.error().message;
  const cel::Value expected = Bare(*made);
  if (!value.is_error() && Equal(value, expected)) return "";
  return "gives " + value.Text(kMaxShown) + ", not " + expected.Text(kMaxShown);
}

}  // namespace reeve::policy
