// Each line of each ```cel block of docs/policy-language.md is an expression and its outcome. Both
// evaluators are held to it, and the chapter to the tables of the language: what a table has and no
// line shows is a failure.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "policy/cel/compile.h"
#include "policy/cel/functions.h"
#include "policy/cel/limits.h"
#include "policy/cel/macros.h"
#include "policy/cel/operator_types.h"
#include "policy/cel/walk.h"
#include "policy/recording.h"
#include "policy/schema.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

using cel::ExprKind;
using cel::Kind;
using cel::Operator;

constexpr std::string_view kMark = "  // ";

std::string Documentation() {
  return ReadFile(REEVE_SOURCE_DIR "/docs/policy-language.md").value();
}

std::vector<std::string> Blocks(const std::string& text, const std::string& language) {
  const std::string open = "```" + language + "\n";
  std::vector<std::string> blocks;
  for (size_t at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
    at += open.size();
    blocks.push_back(text.substr(at, text.find("```", at) - at));
  }
  return blocks;
}

std::string_view Trimmed(std::string_view text) {
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

struct Example {
  std::string line;
  std::string expression;
  std::string outcome;
};

// `expression  // outcome`, and behind another mark a remark.
Example Parsed(const std::string& line) {
  const size_t mark = line.find(kMark);
  if (mark == std::string::npos) return {line, line, ""};
  std::string_view outcome = std::string_view(line).substr(mark + kMark.size());
  outcome = outcome.substr(0, outcome.find(kMark));
  return {line, std::string(Trimmed(std::string_view(line).substr(0, mark))),
          std::string(Trimmed(outcome))};
}

std::vector<Example> Examples() {
  std::vector<Example> examples;
  for (const std::string& block : Blocks(Documentation(), "cel")) {
    for (size_t at = 0; at < block.size();) {
      const size_t end = block.find('\n', at);
      if (end > at) examples.push_back(Parsed(block.substr(at, end - at)));
      at = end + 1;
    }
  }
  return examples;
}

// The request of the chapter, which its examples read.
class SampleRequest {
 public:
  SampleRequest() {
    facts.content.text = *source.Find("content")->Find("text")->as_string();
    facts.content.size = facts.content.text.size();
    facts.action.arguments = source.Find("action")->Find("arguments")->as_object();
    const unsigned needs = kNeedArguments | kNeedMessages | kNeedFindings | kNeedContext;
    BindCommon(facts, needs, arena, &slots);
    view.Bind(facts, needs, arena, &slots);
  }

  cel::CompileResult Compile(std::string_view expression) const {
    return cel::Compile(expression, view.environment());
  }
  cel::Activation activation() const { return {slots}; }

  // As the chapter writes it: "error CODE", "refused CODE", or the value.
  std::string Compiled(std::string_view expression) {
    const auto compiled = Compile(expression);
    if (!compiled.ok()) return "refused " + std::string(compiled.errors().front().code);
    return Outcome(compiled.program().Evaluate(activation(), arena));
  }
  std::string Walked(std::string_view expression) {
    const auto compiled = Compile(expression);
    if (!compiled.ok()) return "refused " + std::string(compiled.errors().front().code);
    const auto& tree = compiled.program().tree();
    return Outcome(cel::Walk(tree, view.environment(), activation(), arena).value);
  }

 private:
  // The text of a value tells its type: 1, 1u and 1.0 are three values here.
  static std::string Outcome(const cel::Value& value) {
    if (value.is_error()) return "error " + std::string(value.as_error().code);
    return value.DebugString();
  }

  static std::vector<KnownEntity> SortedEntities() {
    std::vector<KnownEntity> entities = KnownWords().entities;
    std::sort(entities.begin(), entities.end());
    return entities;
  }

  json::Value source = json::Parse(Blocks(Documentation(), "json request").front()).value();
  RecordedFacts recorded =
      RecordedFacts::Read(*source.as_object(), ParseTimestamp("2026-01-15T09:30:00Z").value())
          .value();
  Facts facts = recorded.facts();
  FactView view{{SortedEntities(),
                 {{"amount_eur", AttributeType::kDouble},
                  {"approved", AttributeType::kBool},
                  {"cases", AttributeType::kInt},
                  {"country", AttributeType::kString},
                  {"regions", AttributeType::kStringList},
                  {"signed_on", AttributeType::kTimestamp}}}};
  cel::Arena arena;
  Slots slots;
};

// The nodes of the examples that compile.
template <typename Visit>
void ForEachNode(const cel::Expr& expr, const Visit& visit) {
  visit(expr);
  for (const cel::ExprPtr& operand : expr.operands) ForEachNode(*operand, visit);
}

template <typename Visit>
void ForEachExample(const Visit& visit) {
  const SampleRequest request;
  for (const Example& example : Examples()) {
    const auto compiled = request.Compile(example.expression);
    if (!compiled.ok()) continue;
    const std::string_view text = compiled.program().text();
    ForEachNode(compiled.program().tree(), [&](const cel::Expr& node) { visit(node, text); });
  }
}

std::string Signature(const cel::Overload& overload) {
  std::string text = std::string(overload.name) + "(";
  for (size_t i = 0; i < overload.arity; ++i) {
    text += (i > 0 ? ", " : "") + std::string(cel::KindName(overload.parameters[i]));
  }
  return text + (overload.member ? ") of a receiver" : ")");
}

std::string Signature(Operator op, const cel::Type& left, const cel::Type& right) {
  return left.Name() + " " + std::string(cel::OperatorText(op)) + " " + right.Name();
}

constexpr std::array<Kind, 9> kOperandKinds = {Kind::kBool,      Kind::kInt,      Kind::kUint,
                                               Kind::kDouble,    Kind::kString,   Kind::kBytes,
                                               Kind::kTimestamp, Kind::kDuration, Kind::kList};

std::string Missing(const std::set<std::string>& wanted, const std::set<std::string>& shown) {
  std::string missing;
  for (const std::string& name : wanted) {
    if (!shown.contains(name)) missing += name + "\n";
  }
  return missing;
}

// "1,000,000"
template <typename Number>
std::string WithCommas(Number number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

}  // namespace

TEST_CASE("documentation: every example gives what stands behind it, in both evaluators") {
  SampleRequest request;
  const std::vector<Example> examples = Examples();
  REQUIRE(examples.size() >= 300);
  for (const Example& example : examples) {
    INFO(example.line);
    CHECK(example.outcome != "");
    const bool value =
        !example.outcome.starts_with("error ") && !example.outcome.starts_with("refused ");
    const std::string expected = value ? request.Compiled(example.outcome) : example.outcome;
    CHECK(request.Compiled(example.expression) == expected);
    CHECK(request.Walked(example.expression) == expected);
    // A value that is said has to be one.
    if (value) CHECK_FALSE((expected.starts_with("refused ") || expected.starts_with("error ")));
  }
}

TEST_CASE("documentation: every overload of every function has an example of its own") {
  std::set<std::string> wanted;
  std::set<std::string> shown;
  for (const cel::Overload* overload : cel::AllOverloads()) wanted.insert(Signature(*overload));
  ForEachExample([&](const cel::Expr& node, std::string_view) {
    if (node.overloads.size() == 1) shown.insert(Signature(*node.overloads.front()));
  });
  CHECK(Missing(wanted, shown) == "");
}

TEST_CASE("documentation: every form of every macro has an example") {
  std::set<std::string> wanted;
  std::set<std::string> shown;
  for (const cel::MacroForm& form : cel::MacroForms()) wanted.insert(std::string(form.usage));
  ForEachExample([&](const cel::Expr& node, std::string_view text) {
    if (node.kind != ExprKind::kComprehension) return;
    const std::string_view source = node.span.Of(text);
    for (const cel::MacroForm& form : cel::MacroForms()) {
      const bool same = form.macro == node.macro && form.condition == node.conditional &&
                        (form.variables == 2) == !node.second_name.empty();
      const std::string call = "." + std::string(form.name) + "(" + node.name;
      if (same && source.find(call) != source.npos) shown.insert(std::string(form.usage));
    }
  });
  CHECK(Missing(wanted, shown) == "");
}

TEST_CASE("documentation: every operator has an example for each two types that it takes") {
  std::set<std::string> wanted;
  std::set<std::string> shown;
  for (int i = static_cast<int>(Operator::kNot); i <= static_cast<int>(Operator::kOr); ++i) {
    wanted.insert(std::string(cel::OperatorText(static_cast<Operator>(i))));
  }
  // The relations take what `<` takes.
  for (const Operator op : {Operator::kAdd, Operator::kSubtract, Operator::kMultiply,
                            Operator::kDivide, Operator::kModulo, Operator::kLess}) {
    for (const Kind left : kOperandKinds) {
      for (const Kind right : kOperandKinds) {
        const cel::Type a = cel::Type::Of(left);
        const cel::Type b = cel::Type::Of(right);
        if (cel::BinaryType(op, a, b)) wanted.insert(Signature(op, a, b));
      }
    }
  }
  ForEachExample([&](const cel::Expr& node, std::string_view) {
    shown.insert(std::string(cel::OperatorText(node.op)));
    if (node.kind != ExprKind::kBinary) return;
    const auto outer = [&](size_t i) { return cel::Type::Of(node.operands[i]->type.kind()); };
    shown.insert(Signature(node.op, outer(0), outer(1)));
  });
  CHECK(Missing(wanted, shown) == "");
}

TEST_CASE("documentation: every kind of node of an expression has an example") {
  std::set<ExprKind> shown;
  bool optional_element = false;
  bool optional_value = false;
  bool absolute = false;
  ForEachExample([&](const cel::Expr& node, std::string_view) {
    shown.insert(node.kind);
    absolute = absolute || node.absolute;
    for (const cel::ExprPtr& operand : node.operands) {
      optional_element = optional_element || (operand->optional && node.kind == ExprKind::kList);
      optional_value = optional_value || (operand->optional && node.kind == ExprKind::kMap);
    }
  });
  CHECK(shown.size() == static_cast<size_t>(ExprKind::kComprehension) + 1);
  CHECK(optional_element);
  CHECK(optional_value);
  CHECK(absolute);
}

TEST_CASE("documentation: the limits of a condition are those of the code") {
  const std::string text = Documentation();
  const auto says = [&text](const std::string& what, const std::string& limit) {
    INFO(what);
    CHECK(text.find("| " + what + " | " + limit) != std::string::npos);
  };
  says("text of a condition", WithCommas(cel::kMaxExpressionLength) + " bytes |");
  says("nesting, also of chains of operators other than `&&` and `\\|\\|`",
       WithCommas(cel::kMaxDepth) + " |");
  says("clauses", WithCommas(cel::kMaxClauses) + " |");
  says("errors reported of one condition", WithCommas(cel::kMaxCompileErrors) + " |");
  says("patterns written out", WithCommas(cel::kMaxPatterns) + " |");
  says("a pattern", WithCommas(cel::kMaxPatternLength) + " bytes, " +
                        WithCommas(cel::kRegexMemory) + " bytes compiled |");
  says("a search for a pattern", WithCommas(cel::kMaxSearchWork) + ", ");
  says("steps of a clause", WithCommas(cel::kMaxSteps) + " |");
  says("values that a clause makes", WithCommas(cel::kMaxMade) + " bytes |");
  says("nesting of JSON", WithCommas(cel::kMaxValueDepth) + " |");
}

TEST_CASE("documentation: each case that is known to fail has its reason, and no other has one") {
  const std::string text = Documentation();
  const size_t begin = text.find("| case | why |\n|---|---|\n");
  REQUIRE(begin != std::string::npos);
  const std::string table = text.substr(begin, text.find("\n\n", begin) - begin);
  std::set<std::string> reasoned;
  for (size_t at = table.find("\n| `"); at != std::string::npos; at = table.find("\n| `", at + 1)) {
    const size_t id = at + 4;
    const size_t end = table.find("` | ", id);
    reasoned.insert(table.substr(id, end - id));
    CHECK(table.substr(end, 8) != "` |  |");
  }
  std::set<std::string> known;
  std::istringstream list(
      ReadFile(REEVE_SOURCE_DIR "/tests/policy/cel_known_failures.txt").value());
  for (std::string line; std::getline(list, line);) {
    if (!line.empty() && line[0] != '#') known.insert(line);
  }
  CHECK(reasoned == known);
}

}  // namespace reeve::policy
