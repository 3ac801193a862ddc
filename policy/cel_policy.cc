#include "policy/cel_policy.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace reeve::policy {
namespace {

constexpr size_t kMaxName = 500;
constexpr size_t kMaxDescription = 10'000;
constexpr size_t kMaxMatchConditions = 64;  // as Kubernetes has it

bool IsQualifiedName(std::string_view name) {
  bool at_start = true;
  for (const char c : name) {
    const bool letter = std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
    const bool digit = std::isdigit(static_cast<unsigned char>(c)) != 0;
    if (at_start ? !letter : !letter && !digit && c != '.') return false;
    at_start = c == '.';
  }
  return !at_start;
}

std::string Trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \n\r\t");
  if (begin == text.npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(" \n\r\t") - begin + 1));
}

class PolicyReader {
 public:
  explicit PolicyReader(Reporter& reporter) : reporter_(reporter) {}

  CelPolicyDocument Read(const YamlNode& root) {
    const MapReader map(root, "a CEL policy", reporter_);
    const YamlNode* kind = map.is_map() ? root.Find("kind") : nullptr;
    if (kind != nullptr && kind->scalar == "ValidatingAdmissionPolicy") {
      ReadAdmission(root);
    } else {
      ReadPolicy(root);
    }
    return std::move(document_);
  }

 private:
  void ReadPolicy(const YamlNode& root) {
    const MapReader map(root, "a CEL policy", {"name", "description", "imports", "rule"},
                        reporter_);
    document_.name = map.RequiredText("name", kMaxName);
    document_.description = map.Text("description", kMaxDescription);
    if (const YamlNode* imports = map.Find("imports")) ReadImports(*imports);
    if (const YamlNode* rule = map.Require("rule")) ReadRule(*rule, &document_.rule);
  }

  void ReadImports(const YamlNode& node) {
    if (!IsList(node, "`imports`")) return;
    for (const YamlNode& item : node.items) {
      const MapReader map(item, "an import", {"name"}, reporter_);
      Located name = map.RequiredText("name", kMaxName);
      name.text = Trimmed(name.text);
      if (!name.text.empty() && !IsQualifiedName(name.text)) {
        reporter_.Error("cel_policy.import", name.span,
                        "`" + name.text + "` names no type; write it as `package.Type`");
      }
      document_.imports.push_back(std::move(name));
    }
  }

  void ReadRule(const YamlNode& node, CelPolicyRule* rule) {
    const MapReader map(node, "a rule", {"id", "description", "variables", "match", "aggregate"},
                        reporter_);
    rule->span = node.span;
    rule->id = map.Text("id", kMaxName);
    rule->description = map.Text("description", kMaxDescription);
    if (const YamlNode* variables = map.Find("variables")) ReadVariables(*variables, rule);
    const YamlNode* match = map.Find("match");
    const YamlNode* aggregate = map.Find("aggregate");
    if (!map.is_map()) return;
    if ((match == nullptr) == (aggregate == nullptr)) {
      reporter_.Error("cel_policy.rule", node.span,
                      match == nullptr ? "a rule needs `match` or `aggregate`"
                                       : "a rule has either `match` or `aggregate`, not both");
      return;
    }
    rule->aggregate = aggregate != nullptr;
    ReadMatches(rule->aggregate ? *aggregate : *match, rule);
  }

  void ReadVariables(const YamlNode& node, CelPolicyRule* rule) {
    if (!IsList(node, "`variables`")) return;
    for (const YamlNode& item : node.items) {
      if (!CountPart(item.span)) return;
      const MapReader map(item, "a variable", {"name", "expression", "description", "display_name"},
                          reporter_);
      CelPolicyVariable variable;
      variable.name = map.RequiredText("name", kMaxName);
      if (const auto expression = Expression(map, "expression", true)) {
        variable.expression = *expression;
      }
      const bool plain = variable.name.text.find('.') == std::string::npos;
      if (!variable.name.text.empty() && !(plain && IsQualifiedName(variable.name.text))) {
        reporter_.Error("cel_policy.variable", variable.name.span,
                        "`" + variable.name.text + "` cannot name a variable");
      }
      rule->variables.push_back(std::move(variable));
    }
  }

  void ReadMatches(const YamlNode& node, CelPolicyRule* rule) {
    if (!IsList(node, rule->aggregate ? "`aggregate`" : "`match`")) return;
    if (node.items.empty()) {
      reporter_.Error("policy.empty", node.span, "a rule needs at least one match");
    }
    for (const YamlNode& item : node.items) {
      if (!CountPart(item.span)) return;
      rule->matches.push_back(ReadMatch(item));
    }
  }

  CelPolicyMatch ReadMatch(const YamlNode& node) {
    const MapReader map(node, "a match", {"condition", "output", "explanation", "rule"}, reporter_);
    CelPolicyMatch match;
    match.span = node.span;
    match.condition = Expression(map, "condition", false);
    match.output = Expression(map, "output", false);
    match.explanation = Expression(map, "explanation", false);
    const YamlNode* rule = map.Find("rule");
    if (rule != nullptr && CountPart(rule->span)) {
      match.rule = std::make_unique<CelPolicyRule>();
      ReadRule(*rule, match.rule.get());
    }
    if (!map.is_map()) return match;
    if ((node.Find("output") == nullptr) == (node.Find("rule") == nullptr)) {
      reporter_.Error("cel_policy.match", node.span,
                      rule == nullptr ? "a match needs an `output` or a `rule`"
                                      : "a match has either an `output` or a `rule`, not both");
    } else if (match.explanation && node.Find("rule") != nullptr) {
      reporter_.Error("cel_policy.match", match.explanation->span(),
                      "an `explanation` belongs to an `output`, not to a nested rule");
    }
    return match;
  }

  // --- ValidatingAdmissionPolicy

  void ReadAdmission(const YamlNode& root) {
    const MapReader map(root, "a ValidatingAdmissionPolicy",
                        {"name", "apiVersion", "kind", "metadata", "spec", "status"}, reporter_);
    document_.is_admission = true;
    document_.name = map.Text("name", kMaxName);
    if (const YamlNode* metadata = map.Find("metadata")) {
      const MapReader names(*metadata, "`metadata`", reporter_);
      if (document_.name.text.empty()) document_.name = names.Text("name", kMaxName);
    }
    if (document_.name.text.empty()) {
      reporter_.Error("policy.missing_key", root.span, "the policy needs the key `name`");
    }
    const YamlNode* spec = map.Require("spec");
    if (spec != nullptr) ReadSpec(*spec);
  }

  void ReadSpec(const YamlNode& node) {
    const MapReader map(node, "`spec`",
                        {"failurePolicy", "matchConstraints", "matchConditions", "paramKind",
                         "auditAnnotations", "variables", "validations"},
                        reporter_);
    document_.rule.span = node.span;
    for (const YamlMember& member : node.members) {
      if (member.key == "variables" || member.key == "validations" ||
          member.key == "matchConditions") {
        continue;
      }
      // Who fails closed loses nothing: that is what Reeve does.
      if (member.key == "failurePolicy" && member.value.scalar == "Fail") continue;
      document_.left_out.push_back({member.key, member.key_span});
    }
    if (const YamlNode* variables = map.Find("variables")) {
      ReadVariables(*variables, &document_.rule);
    }
    const YamlNode* validations = map.Require("validations");
    if (validations == nullptr || !IsList(*validations, "`validations`")) return;
    if (validations->items.empty()) {
      reporter_.Error("policy.empty", validations->span, "`validations` is empty");
    }
    for (const YamlNode& item : validations->items) {
      if (!CountPart(item.span)) return;
      document_.rule.matches.push_back(ReadValidation(item));
    }
    if (const YamlNode* conditions = map.Find("matchConditions")) ReadMatchConditions(*conditions);
  }

  // Each becomes a rule around the others, so that the validations count where all of them hold.
  void ReadMatchConditions(const YamlNode& node) {
    if (!IsList(node, "`matchConditions`")) return;
    if (node.items.size() > kMaxMatchConditions) {
      reporter_.Error("cel_policy.too_many", node.span, "more than 64 `matchConditions`");
      return;
    }
    for (const YamlNode& item : node.items) {
      const MapReader map(item, "a match condition", {"name", "expression"}, reporter_);
      CelPolicyMatch match;
      match.span = item.span;
      match.condition = Expression(map, "expression", true);
      match.rule = std::make_unique<CelPolicyRule>(std::move(document_.rule));
      document_.rule = CelPolicyRule();
      document_.rule.span = match.span;
      document_.rule.matches.push_back(std::move(match));
    }
  }

  CelPolicyMatch ReadValidation(const YamlNode& node) {
    const MapReader map(node, "a validation",
                        {"expression", "message", "messageExpression", "reason"}, reporter_);
    CelPolicyMatch match;
    match.span = node.span;
    match.negated = true;
    match.condition = Expression(map, "expression", true);
    match.output = Expression(map, "messageExpression", false);
    if (!match.output) {
      if (const YamlNode* message = map.Find("message")) {
        if (ReadText(*message, "`message`", reporter_)) match.output = CelText::Quoted(*message);
      }
    }
    if (!match.output && match.condition) {
      YamlNode made;
      made.span = match.condition->span();
      made.scalar = "failed expression: " + Trimmed(match.condition->text());
      match.output = CelText::Quoted(made);
    }
    return match;
  }

  // --- what both share

  bool IsList(const YamlNode& node, std::string_view what) {
    if (node.kind == YamlNode::Kind::kSequence) return true;
    reporter_.Error("policy.type", node.span,
                    std::string(what) + " must be a list, not " + std::string(node.KindName()));
    return false;
  }

  std::optional<CelText> Expression(const MapReader& map, std::string_view key, bool required) {
    const YamlNode* node = required ? map.Require(key) : map.Find(key);
    if (node == nullptr) return std::nullopt;
    if (!ReadText(*node, "`" + std::string(key) + "`", reporter_)) return std::nullopt;
    return CelText(*node, reporter_.text());
  }

  // False, and reported once, when there are too many.
  bool CountPart(Span span) {
    if (++parts_ == kMaxCelPolicyParts + 1) {
      reporter_.Error("cel_policy.too_many", span,
                      "the policy has more than " + std::to_string(kMaxCelPolicyParts) +
                          " variables, matches and rules; divide it");
    }
    return parts_ <= kMaxCelPolicyParts;
  }

  Reporter& reporter_;
  CelPolicyDocument document_;
  size_t parts_ = 0;
};

}  // namespace

CelText::CelText(const YamlNode& scalar, std::string_view source)
    : text_(scalar.scalar), scalar_(scalar), form_(Form::kScalar) {
  const char first = scalar.span.begin < source.size() ? source[scalar.span.begin] : ' ';
  if (!scalar.plain && (first == '|' || first == '>')) {
    form_ = Form::kBlock;
    block_begin_ = std::min(source.find('\n', scalar.span.begin), source.size() - 1) + 1;
    const size_t end = std::max(block_begin_, std::min(scalar.span.end, source.size()));
    text_ = source.substr(block_begin_, end - block_begin_);
  }
}

CelText CelText::Quoted(const YamlNode& scalar) {
  CelText made;
  json::Value literal(scalar.scalar);
  made.text_ = json::Compact(literal);
  made.scalar_ = scalar;
  return made;
}

Span CelText::At(size_t offset, size_t length, std::string_view source) const {
  switch (form_) {
    case Form::kScalar:
      return SourceSpan(scalar_, source, {offset, offset + length});
    case Form::kBlock:
      return {block_begin_ + offset, block_begin_ + offset + std::max<size_t>(length, 1)};
    case Form::kMade:
      break;
  }
  return scalar_.span;
}

std::optional<CelPolicyDocument> ReadCelPolicy(const SourceFile& source,
                                               std::vector<Diagnostic>* diagnostics) {
  std::vector<Diagnostic> found;
  Reporter reporter(source.name, source.text, &found);
  std::optional<CelPolicyDocument> document;
  if (const auto root = ParseDocument(reporter)) document = PolicyReader(reporter).Read(*root);
  if (HasErrors(found)) document.reset();
  std::move(found.begin(), found.end(), std::back_inserter(*diagnostics));
  return document;
}

}  // namespace reeve::policy
