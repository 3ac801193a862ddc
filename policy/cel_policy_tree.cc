#include "policy/cel_policy_tree.h"

#include <algorithm>
#include <cctype>

#include "policy/cel/compile.h"
#include "policy/cel/limits.h"
#include "policy/cel_policy_program.h"

namespace reeve::policy {
namespace {

constexpr size_t kMaxId = 40;  // of what the policy's author wrote; the place comes behind it
constexpr std::string_view kVariables = "variables.";

std::string Or(const std::string& a, const std::string& b) {
  if (a == "false") return b;
  if (b == "false") return a;
  if (a == "true" || b == "true") return "true";
  return "(" + a + ") || (" + b + ")";
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

  CelRuleNode Read(const CelPolicyRule& rule, const std::string& id) {
    CelRuleNode out;
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

  CelMatchNode ReadMatch(const CelPolicyMatch& match, const CelPolicyRule& rule,
                         const std::string& id) {
    CelMatchNode node;
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

  void ReadOutput(const CelText& output, CelMatchNode* node) {
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
    std::vector<std::string> unbound;
    for (const std::string& name : FreeNames(expression, {})) {
      if (name.starts_with(kVariables)) return "reads `" + name + "`, which is left out";
      const std::string_view root = std::string_view(name).substr(0, name.find('.'));
      if (!CelInputs::IsFact(name) && IsInput(root)) unbound.push_back(name);
    }
    if (!unbound.empty()) return WhyUnbound(unbound);
    for (const CelHostFunction& host : environment_.functions) {
      const size_t dot = host.name.rfind('.');
      const std::string call = host.name.substr(dot == host.name.npos ? 0 : dot + 1) + "(";
      if (!Calls(expression, call) || IsDefined(host)) continue;
      return "calls `" + host.name + "`, a function of the host; give it a body: --define '" +
             host.name + "(" + (host.arity == 0 ? "" : "x") + (host.arity > 1 ? ", y" : "") +
             ") = EXPRESSION'";
    }
    const cel::CompileResult compiled = cel::Compile(expression, inputs_.environment());
    return compiled.ok() ? "" : "is no condition of a rule: " + compiled.errors().front().message;
  }

  // `call` is a name and its parenthesis.
  static bool Calls(const std::string& expression, const std::string& call) {
    for (size_t at = expression.find(call); at != expression.npos;
         at = expression.find(call, at + 1)) {
      const auto before = static_cast<unsigned char>(at == 0 ? ' ' : expression[at - 1]);
      if (std::isalnum(before) == 0 && before != '_') return true;
    }
    return false;
  }

  static std::string WhyUnbound(const std::vector<std::string>& names) {
    std::string out = "reads ";
    for (size_t i = 0; i < names.size(); ++i) out += (i == 0 ? "`" : ", `") + names[i] + "`";
    out += names.size() == 1 ? ", which is no fact of Reeve" : ", which are no facts of Reeve";
    return out + "; say what they are: --bind " + names[0] + "=context.NAME:TYPE, or =FACT";
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

}  // namespace

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
std::optional<Effect> Weakest(const CelMatchNode& node) {
  if (node.nested) return Weakest(*node.nested);
  if (node.outcomes.empty()) return std::nullopt;
  std::optional<Effect> weakest = Effect::kDeny;
  for (const CelOutcome& outcome : node.outcomes) {
    if (!outcome.effect) return std::nullopt;
    weakest = std::min(*weakest, *outcome.effect);
  }
  return weakest;
}
std::optional<Effect> Weakest(const CelRuleNode& rule) {
  std::optional<Effect> weakest = Effect::kDeny;
  for (const CelMatchNode& node : rule.matches) {
    const std::optional<Effect> one = Weakest(node);
    if (!one) return std::nullopt;
    weakest = std::min(*weakest, *one);
  }
  return weakest;
}

std::optional<Effect> Uniform(const CelMatchNode& node) {
  if (node.nested || node.outcomes.empty()) return std::nullopt;
  const std::optional<Effect> first = node.outcomes.front().effect;
  const bool same = std::all_of(node.outcomes.begin(), node.outcomes.end(),
                                [&](const CelOutcome& outcome) { return outcome.effect == first; });
  return same ? first : std::nullopt;
}

bool IsBroken(const CelMatchNode& node) {
  return node.broken || (node.nested && std::any_of(node.nested->matches.begin(),
                                                    node.nested->matches.end(), IsBroken));
}

bool IsLeftOut(const CelMatchNode& node) {
  const auto unknown = [](const CelOutcome& outcome) {
    return !outcome.effect && !outcome.is_none;
  };
  const auto& nested = node.nested;
  return node.broken || (node.match->output && node.outcomes.empty()) ||
         std::any_of(node.outcomes.begin(), node.outcomes.end(), unknown) ||
         (nested && std::any_of(nested->matches.begin(), nested->matches.end(), IsLeftOut));
}

std::optional<std::string> Produced(const CelRuleNode& rule) {
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

CelRuleNode ReadCelTree(const CelPolicyDocument& document, const CelPolicyEnvironment& environment,
                        const CelInputs& inputs, std::span<const CelFunction> definitions,
                        const CelOutputMap& map, std::vector<CelImportNote>* notes) {
  const std::string id = Slug(document.rule.id.text);
  TreeReader reader(environment, inputs, definitions, map, notes);
  return reader.Read(document.rule, id.empty() ? "match" : id);
}

}  // namespace reeve::policy
