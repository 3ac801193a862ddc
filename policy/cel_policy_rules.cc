#include "policy/cel_policy_rules.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <set>

#include "base/text.h"
#include "policy/cel/compile.h"
#include "policy/cel/limits.h"
#include "policy/cel/parser.h"
#include "policy/cel/render.h"
#include "policy/cel_policy_program.h"

namespace reeve::policy {
namespace {

constexpr size_t kMaxReason = 1000;
constexpr size_t kMaxId = 40;  // of what the policy's author wrote; the place comes behind it
constexpr std::string_view kVariables = "variables.";

// A rule of the CEL policy with everything in Reeve's words, before what stands before what is
// worked out.
struct Node;
struct RuleNode {
  std::vector<Node> matches;
  bool aggregate = false;
  bool may_be_none = false;
};
struct Node {
  const CelPolicyMatch* match = nullptr;
  const CelPolicyRule* rule = nullptr;  // that it stands in
  std::string id;
  std::string condition = "true";
  bool always = true;   // not only by what its variables come to
  bool broken = false;  // the condition could not be brought over
  std::vector<CelOutcome> outcomes;
  std::string explanation;
  std::optional<RuleNode> nested;
};

std::string Not(const std::string& condition) {
  if (condition == "true") return "false";
  if (condition == "false") return "true";
  return "!(" + condition + ")";
}
std::string And(const std::string& a, const std::string& b) {
  if (a == "true") return b;
  if (b == "true") return a;
  if (a == "false" || b == "false") return "false";
  return "(" + a + ") && (" + b + ")";
}
std::string Or(const std::string& a, const std::string& b) {
  if (a == "false") return b;
  if (b == "false") return a;
  if (a == "true" || b == "true") return "true";
  return "(" + a + ") || (" + b + ")";
}

// `(a && b) && c` as `a && b && c`, which are three clauses.
void Flatten(cel::Expr* expr) {
  for (cel::ExprPtr& operand : expr->operands) Flatten(operand.get());
  if (expr->kind != cel::ExprKind::kLogic) return;
  std::vector<cel::ExprPtr> operands;
  for (cel::ExprPtr& operand : expr->operands) {
    if (operand->kind != expr->kind || operand->op != expr->op) {
      operands.push_back(std::move(operand));
      continue;
    }
    std::move(operand->operands.begin(), operand->operands.end(), std::back_inserter(operands));
  }
  expr->operands = std::move(operands);
}

Result<std::string> Flattened(const std::string& condition) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, cel::FormatSource(condition));
  cel::Arena arena;
  std::vector<cel::CompileError> errors;
  const cel::ExprPtr tree = Parse(text, arena, &errors);
  if (!tree) return Error{errors.front().code, errors.front().message};
  Flatten(tree.get());
  return cel::RenderSource(*tree);
}

// Whether the condition asks if something is there: what stands behind it relies on that.
bool AsksPresence(const std::string& condition) {
  return condition.find("has(") != std::string::npos;
}

std::string Slug(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool kept = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (kept) out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (!kept && !out.empty() && out.back() != '-') out += '-';
    if (out.size() == kMaxId) break;
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

// The weakest effect that a match may have; nothing when it may have none, or one that nobody
// knows.
std::optional<Effect> Weakest(const RuleNode& rule);
std::optional<Effect> Weakest(const Node& node) {
  if (node.nested) return Weakest(*node.nested);
  if (node.outcomes.empty()) return std::nullopt;
  std::optional<Effect> weakest = Effect::kDeny;
  for (const CelOutcome& outcome : node.outcomes) {
    if (!outcome.effect) return std::nullopt;
    weakest = std::min(*weakest, *outcome.effect);
  }
  return weakest;
}
// Of what it gives, when it gives something.
std::optional<Effect> Weakest(const RuleNode& rule) {
  std::optional<Effect> weakest = Effect::kDeny;
  for (const Node& node : rule.matches) {
    const std::optional<Effect> one = Weakest(node);
    if (!one) return std::nullopt;
    weakest = std::min(*weakest, *one);
  }
  return weakest;
}

// Under which condition the rule gives something. Nothing when that cannot be said.
std::optional<std::string> Produced(const RuleNode& rule) {
  std::string rest = "false";
  for (auto node = rule.matches.rbegin(); node != rule.matches.rend(); ++node) {
    if (node->broken) return std::nullopt;
    std::string given = "true";
    if (node->nested && (node->nested->may_be_none || node->nested->aggregate)) {
      const auto inner = Produced(*node->nested);
      if (!inner) return std::nullopt;
      given = *inner;
    }
    const std::string here = And(node->condition, given);
    const bool goes_on = rule.aggregate || node->always || given == "true";
    rest = goes_on ? Or(here, rest) : Or(here, And(Not(node->condition), rest));
    if (rest.size() > cel::kMaxExpressionLength) return std::nullopt;
  }
  return rest;
}

// Reads the document into nodes.
class TreeReader {
 public:
  TreeReader(const CelPolicyEnvironment& environment, const CelInputs& inputs,
             std::span<const CelFunction> definitions, const CelOutputMap& map,
             std::vector<CelImportNote>* notes)
      : environment_(environment), inputs_(inputs), map_(map), notes_(notes) {
    substitution_.names = inputs.names();
    substitution_.functions.assign(definitions.begin(), definitions.end());
    for (CelFunction& function : substitution_.functions) {
      for (const CelHostFunction& host : environment.functions) {
        if (host.name == function.name && host.arity == function.arity) {
          function.member = host.member;
        }
      }
    }
  }

  RuleNode Read(const CelPolicyRule& rule, const std::string& id) {
    RuleNode out;
    out.aggregate = rule.aggregate;
    out.may_be_none = MayBeNone(rule);
    std::vector<std::pair<std::string, std::optional<std::string>>> before;
    for (const CelPolicyVariable& variable : rule.variables) {
      const std::string name = std::string(kVariables) + variable.name.text;
      const auto found = substitution_.names.find(name);
      before.emplace_back(name, found == substitution_.names.end()
                                    ? std::nullopt
                                    : std::optional<std::string>(found->second));
      ReadVariable(name, variable);
    }
    for (size_t i = 0; i < rule.matches.size(); ++i) {
      out.matches.push_back(ReadMatch(rule.matches[i], rule, id + "-" + std::to_string(i + 1)));
    }
    for (auto undo = before.rbegin(); undo != before.rend(); ++undo) {
      substitution_.names.erase(undo->first);
      if (undo->second) substitution_.names[undo->first] = *undo->second;
    }
    return out;
  }

 private:
  void ReadVariable(const std::string& name, const CelPolicyVariable& variable) {
    const Result<std::string> text = Substitute(variable.expression.text(), substitution_);
    substitution_.names.erase(name);
    if (text.ok()) {
      substitution_.names[name] = *text;
    } else {
      notes_->push_back(
          {false, variable.expression.span(),
           "the variable `" + variable.name.text + "` is left out: " + text.error().message});
    }
  }

  Node ReadMatch(const CelPolicyMatch& match, const CelPolicyRule& rule, const std::string& id) {
    Node node;
    node.match = &match;
    node.rule = &rule;
    node.id = id;
    node.always = AlwaysHolds(match);
    if (match.condition) {
      const auto condition = Bring(*match.condition, "the match is left out: its condition");
      node.broken = !condition;
      if (condition) node.condition = match.negated ? Not(*condition) : *condition;
    }
    if (match.explanation) {
      const Result<std::string> text = Substitute(match.explanation->text(), substitution_);
      if (text.ok()) node.explanation = TextOf(*text);
    }
    if (match.rule) {
      const std::string inner = Slug(match.rule->id.text);
      node.nested = Read(*match.rule, inner.empty() ? id : inner);
    } else if (match.output) {
      ReadOutput(*match.output, &node);
    }
    return node;
  }

  void ReadOutput(const CelText& output, Node* node) {
    const Result<std::string> text = Substitute(output.text(), substitution_);
    if (!text.ok()) {
      notes_->push_back({true, output.span(), "the output is left out: " + text.error().message});
      return;
    }
    node->outcomes = OutcomesOf(*text, inputs_.environment(), map_);
    for (CelOutcome& outcome : node->outcomes) {
      if (!outcome.effect && !outcome.is_none) {
        notes_->push_back({true, output.span(),
                           "nobody says what the output `" + outcome.shown +
                               "` means: add --map '" + outcome.shown +
                               "=deny' (or allow, hold), or --map '*=deny' for every output"});
      } else if (const std::string why = WhyNot(outcome.when); !why.empty()) {
        notes_->push_back({true, output.span(), "the output is left out: it " + why});
        outcome.effect.reset();
      }
    }
  }

  // In Reeve's words, or nothing and a note.
  std::optional<std::string> Bring(const CelText& text, const std::string& what) {
    const Result<std::string> brought = Substitute(text.text(), substitution_);
    const std::string why = brought.ok() ? WhyNot(*brought) : ": " + brought.error().message;
    if (why.empty()) return *brought;
    notes_->push_back({true, text.span(), what + (brought.ok() ? " " : "") + why});
    return std::nullopt;
  }

  // Why an expression cannot stand in a rule; "" when it can.
  std::string WhyNot(const std::string& expression) const {
    if (expression.empty()) return "";
    for (const std::string& name : FreeNames(expression, {})) {
      if (name.starts_with(kVariables)) return "reads `" + name + "`, which is left out";
      const std::string_view root = std::string_view(name).substr(0, name.find('.'));
      if (CelInputs::IsFact(name) || !IsInput(root)) continue;
      return "reads `" + name + "`, which is no fact of Reeve; say what it is: --bind " + name +
             "=context.NAME:TYPE, or =FACT";
    }
    for (const CelHostFunction& host : environment_.functions) {
      const size_t dot = host.name.rfind('.');
      const std::string call = host.name.substr(dot == host.name.npos ? 0 : dot + 1) + "(";
      if (expression.find(call) == std::string::npos || IsDefined(host)) continue;
      return "calls `" + host.name + "`, a function of the host; give it a body: --define '" +
             host.name + "(" + (host.arity == 0 ? "" : "x") + (host.arity > 1 ? ", y" : "") +
             ") = EXPRESSION'";
    }
    const cel::CompileResult compiled = cel::Compile(expression, inputs_.environment());
    return compiled.ok() ? "" : "is no condition of a rule: " + compiled.errors().front().message;
  }

  bool IsInput(std::string_view root) const {
    const auto variables = environment_.variables.variables();
    return std::any_of(variables.begin(), variables.end(), [&](const cel::Variable& variable) {
      return std::string_view(variable.name).substr(0, variable.name.find('.')) == root;
    });
  }
  bool IsDefined(const CelHostFunction& host) const {
    return std::any_of(
        substitution_.functions.begin(), substitution_.functions.end(),
        [&](const CelFunction& f) { return f.name == host.name && f.arity == host.arity; });
  }

  const CelPolicyEnvironment& environment_;
  const CelInputs& inputs_;
  const CelOutputMap& map_;
  std::vector<CelImportNote>* notes_;
  CelSubstitution substitution_;
};

// One part of a rule's condition.
struct Guard {
  std::string text;
  // Of a match before: that it does not hold, and the weakest effect that it may have.
  bool blocks = false;
  std::optional<Effect> weakest;
  bool broken = false;
};

class RuleWriter {
 public:
  RuleWriter(const CelPolicyDocument& document, const CelInputs& inputs, CelImportedRules* out)
      : document_(document), inputs_(inputs), out_(out) {}

  void Write(const RuleNode& rule) {
    const size_t outer = guards_.size();
    for (const Node& node : rule.matches) {
      if (!node.broken) {
        guards_.push_back({node.condition, false, std::nullopt, false});
        if (node.nested) Write(*node.nested);
        for (const CelOutcome& outcome : node.outcomes) WriteOutcome(node, outcome);
        guards_.pop_back();
      }
      if (!rule.aggregate) guards_.push_back(BlockerOf(node));
    }
    guards_.resize(outer);
  }

  // The rule for when there is no output.
  void WriteNone(const RuleNode& root, const CelOutputMap& map, Span span) {
    if (!root.may_be_none && !root.aggregate) return;
    const auto none = map.effects.find("none");
    if (none == map.effects.end()) {
      out_->notes.push_back({false, span,
                             "where no match holds, no rule applies and the bundle's default "
                             "decides; to decide it here, add --map none=deny (or allow)"});
      return;
    }
    const auto weakest = Weakest(root);
    std::optional<std::string> produced = "false";
    if (!weakest || *weakest < none->second) produced = Produced(root);
    if (!produced) {
      out_->notes.push_back({true, span,
                             "the rule for when no match holds is left out: a condition before it "
                             "is"});
      return;
    }
    guards_ = {{Not(*produced), false, std::nullopt, false}};
    CelOutcome outcome;
    outcome.effect = none->second;
    outcome.reason = "No match of the policy applies.";
    Node node;
    node.match = nullptr;
    node.rule = &document_.rule;
    node.id = "no-output";
    WriteOutcome(node, outcome);
  }

 private:
  static Guard BlockerOf(const Node& node) {
    Guard guard;
    guard.blocks = true;
    guard.broken = node.broken;
    guard.weakest = Weakest(node);
    guard.text = Not(node.condition);
    if (!node.nested) return guard;
    const RuleNode& nested = *node.nested;
    if (node.always && nested.may_be_none) {
      const auto produced = Produced(nested);
      guard.broken = guard.broken || !produced;
      guard.text = produced ? Not(*produced) : "";
    } else if (nested.may_be_none || nested.aggregate) {
      guard.weakest.reset();  // it may also end here with nothing
    }
    return guard;
  }

  void WriteOutcome(const Node& node, const CelOutcome& outcome) {
    if (!outcome.effect) return;  // none, or noted
    const Span span = node.match == nullptr ? node.rule->span : node.match->span;
    std::vector<std::string> parts;
    size_t length = 0;
    for (const Guard& guard : guards_) {
      const bool decides_alike = guard.weakest && *guard.weakest >= *outcome.effect;
      if (guard.blocks && decides_alike && !AsksPresence(guard.text)) continue;
      if (guard.broken && guard.blocks) {
        out_->notes.push_back({true, span,
                               "the match is left out: it stands behind one that is, and applies "
                               "only where that one does not"});
        return;
      }
      if (std::find(parts.begin(), parts.end(), guard.text) != parts.end()) continue;
      length += guard.text.size() + 8;
      parts.push_back(guard.text);
    }
    if (!outcome.when.empty()) parts.push_back(outcome.when);
    if (length + outcome.when.size() > cel::kMaxExpressionLength) {
      out_->notes.push_back({true, span,
                             "the match is left out: its condition, with those before "
                             "it, is too long; divide the policy"});
      return;
    }
    std::string when = "true";
    for (const std::string& part : parts) when = And(when, part);
    Add(node, outcome, when, span);
  }

  void Add(const Node& node, const CelOutcome& outcome, const std::string& when, Span span) {
    const Result<std::string> text = AsCondition(when);
    if (!text.ok()) {
      out_->notes.push_back({true, span, "the match is left out: " + text.error().message});
      return;
    }
    if (*text == "false") return;
    CelImportedRule rule{UniqueId(node.id), *text, *outcome.effect, ReasonOf(node, outcome), span};
    out_->rules.push_back(std::move(rule));
  }

  // Of type bool, as a rule wants it: what is only known at run time fails there if it is none.
  Result<std::string> AsCondition(const std::string& when) const {
    REEVE_ASSIGN_OR_RETURN(std::string text, Flattened(when));
    cel::CompileResult compiled = cel::Compile(text, inputs_.environment());
    if (compiled.ok() && compiled.program().type().IsOpen()) {
      REEVE_ASSIGN_OR_RETURN(text, cel::FormatSource("(" + text + ") ? true : false"));
      compiled = cel::Compile(text, inputs_.environment());
    }
    if (!compiled.ok()) return Error{"cel_policy.condition", compiled.errors().front().message};
    return text;
  }

  std::string ReasonOf(const Node& node, const CelOutcome& outcome) const {
    if (!node.explanation.empty()) return node.explanation;
    if (!outcome.reason.empty()) return outcome.reason;
    std::string text = node.rule->description.text;
    if (text.empty()) text = "The policy " + document_.name.text + " says " + outcome.shown + ".";
    std::replace(text.begin(), text.end(), '\n', ' ');
    while (text.ends_with(' ')) text.pop_back();
    return std::string(Clip(text, kMaxReason));
  }

  std::string UniqueId(const std::string& id) {
    for (int i = 0;; ++i) {
      std::string out = i == 0 ? id : id + "." + std::to_string(i + 1);
      if (ids_.insert(out).second) return out;
    }
  }

  const CelPolicyDocument& document_;
  const CelInputs& inputs_;
  CelImportedRules* out_;
  std::vector<Guard> guards_;
  std::set<std::string> ids_;
};

}  // namespace

CelImportedRules ImportCelRules(const CelPolicyDocument& document,
                                const CelPolicyEnvironment& environment, const CelInputs& inputs,
                                std::span<const CelFunction> definitions, const CelOutputMap& map) {
  CelImportedRules out;
  const std::string id = Slug(document.rule.id.text);
  TreeReader reader(environment, inputs, definitions, map, &out.notes);
  const RuleNode root = reader.Read(document.rule, id.empty() ? "match" : id);
  RuleWriter writer(document, inputs, &out);
  writer.Write(root);
  writer.WriteNone(root, map, document.rule.span);
  return out;
}

}  // namespace reeve::policy
