// Documents of the CEL Policy format (google/cel-go, policy/README.md): YAML with expressions in
// CEL that computes one value, by the first condition that holds.
//
//   name: refunds
//   rule:
//     variables: [{ name: large, expression: "request.amount > 500.0" }]
//     match:
//       - { condition: "variables.large && !request.approved", output: "'review'" }
//       - { output: "'allow'" }
//
// Read here, checked and evaluated by cel_policy_program.h, made a Reeve policy by
// cel_policy_import.h. A rule has variables, each seen by those behind it and by nested rules, and
// either `match` (the first that holds gives the value; none, if none holds) or `aggregate` (the
// list of all that hold). A match has an output or a rule nested in it, never both.
//
// A ValidatingAdmissionPolicy of Kubernetes is read into the same model: each validation is a match
// on the negation of its expression, whose output is its message.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/bundle.h"
#include "policy/reader.h"
#include "policy/yaml.h"

namespace reeve::policy {

// Variables, matches and nested rules of one document together. Exceeded: cel_policy.too_many
inline constexpr size_t kMaxCelPolicyParts = 1000;

// An expression and the place where it was written.
class CelText {
 public:
  CelText() = default;
  // As in the scalar. Block texts (`|`, `>`) are taken byte by byte, unfolded, as the format asks.
  CelText(const YamlNode& scalar, std::string_view source);
  // A string literal of what the scalar says, for texts that are no expressions.
  static CelText Quoted(const YamlNode& scalar);

  const std::string& text() const { return text_; }
  Span span() const { return scalar_.span; }
  // Of some bytes of the expression, in the source.
  Span At(size_t offset, size_t length, std::string_view source) const;

 private:
  enum class Form { kScalar, kBlock, kMade };
  std::string text_;
  YamlNode scalar_;
  Form form_ = Form::kMade;
  size_t block_begin_ = 0;
};

struct CelPolicyVariable {
  Located name;
  CelText expression;
};

struct CelPolicyRule;

struct CelPolicyMatch {
  Span span;
  std::optional<CelText> condition;  // absent: it always holds
  bool negated = false;              // it holds where the condition does not
  std::optional<CelText> output;     // exactly one of these two
  std::unique_ptr<CelPolicyRule> rule;
  std::optional<CelText> explanation;
};

struct CelPolicyRule {
  Span span;
  Located id;           // may be empty
  Located description;  // may be empty
  std::vector<CelPolicyVariable> variables;
  std::vector<CelPolicyMatch> matches;
  bool aggregate = false;
};

struct CelPolicyDocument {
  Located name;
  Located description;
  std::vector<Located> imports;
  CelPolicyRule rule;
  bool is_admission = false;      // a ValidatingAdmissionPolicy
  std::vector<Located> left_out;  // keys that are known, and say nothing here
};

// Nothing when there were errors; all of them are reported.
std::optional<CelPolicyDocument> ReadCelPolicy(const SourceFile& source,
                                               std::vector<Diagnostic>* diagnostics);

}  // namespace reeve::policy
