#include "policy/extension_tighten.h"

#include <algorithm>

#include "base/result.h"
#include "base/text.h"

namespace reeve::policy {
namespace {

using Texts = std::vector<std::string>;

std::string Quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

Parameter* Find(std::vector<Parameter>& parameters, std::string_view name) {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [name](const Parameter& p) { return p.name == name; });
  return found == parameters.end() ? nullptr : &*found;
}

std::string_view WordsFor(ParameterType type) {
  switch (type) {
    case ParameterType::kBool:
      return "`stricter: true` or `stricter: false`";
    case ParameterType::kStringList:
      return "`stricter: fewer` or `stricter: more`";
    default:
      return "`stricter: lower` or `stricter: higher`";
  }
}

// The first of `some` that is not in `all`; empty when there is none.
std::string FirstMissing(const ParameterValue& some, const ParameterValue& all) {
  const Texts& known = std::get<Texts>(all);
  for (const std::string& text : std::get<Texts>(some)) {
    if (std::find(known.begin(), known.end(), text) == known.end()) return text;
  }
  return "";
}

// What a value would have to be, or "" where it is as strict as the base's.
std::string Wanted(const Parameter& parameter, const ParameterValue& value) {
  const ParameterValue& base = parameter.value;
  switch (parameter.stricter) {
    case Stricter::kLower:
      return value > base ? "at most " + ParameterText(base) : "";
    case Stricter::kHigher:
      return value < base ? "at least " + ParameterText(base) : "";
    case Stricter::kTrue:
    case Stricter::kFalse: {
      const bool strict = parameter.stricter == Stricter::kTrue;
      if (std::get<bool>(value) == strict || std::get<bool>(base) != strict) return "";
      return strict ? "`true`" : "`false`";
    }
    case Stricter::kFewer: {
      const std::string extra = FirstMissing(value, base);
      return extra.empty() ? "" : "some of " + ParameterText(base) + ", without " + Quoted(extra);
    }
    case Stricter::kMore: {
      const std::string left = FirstMissing(base, value);
      return left.empty() ? ""
                          : "all of " + ParameterText(base) + " and more, with " + Quoted(left);
    }
    case Stricter::kUndeclared:
      break;
  }
  Panic("a parameter of no direction is tightened");
}

void Tighten(const YamlMember& member, const YamlNode& node, const std::string& base,
             Parameter* parameter, Reporter& reporter) {
  if (parameter->stricter == Stricter::kUndeclared) {
    const bool is_text = parameter->type == ParameterType::kString;
    reporter.Error("policy.loosens", member.key_span,
                   Quoted(base) + " does not say which values of " + Quoted(member.key) +
                       " are stricter" +
                       (is_text ? ", and of a string none is; write a rule of your own"
                                : "; add " + std::string(WordsFor(parameter->type)) + " there"));
    return;
  }
  Parameter tightened = *parameter;
  const size_t before = reporter.count();
  SetParameter(node, &tightened, reporter);
  if (reporter.count() != before) return;
  const std::string wanted = Wanted(*parameter, tightened.value);
  if (wanted.empty()) {
    *parameter = std::move(tightened);
    return;
  }
  reporter.Error("policy.loosens", node.span,
                 ParameterText(tightened.value) + " would loosen " + Quoted(base) + ", where " +
                     Quoted(member.key) + " is " + ParameterText(parameter->value) +
                     "; it must be " + wanted);
}

}  // namespace

void TightenParameters(const YamlNode& node, const std::string& base, PolicyWords* words,
                       Reporter& reporter) {
  const MapReader map(node, "`tighten`", reporter);
  for (const YamlMember& member : node.members) {
    if (Parameter* parameter = Find(words->parameters, member.key)) {
      const YamlNode* value = map.Find(member.key);
      if (value != nullptr) Tighten(member, *value, base, parameter, reporter);
      continue;
    }
    std::vector<std::string> known;
    for (const Parameter& parameter : words->parameters) known.push_back(parameter.name);
    reporter.Error("policy.unknown_name", member.key_span,
                   "the policy " + Quoted(base) + " has no parameter " + Quoted(member.key) +
                       DidYouMeanSuffix(member.key, known));
  }
}

std::vector<std::string> ChangedParameters(const PolicyWords& before, const PolicyWords& after) {
  std::vector<std::string> out;
  for (size_t i = 0; i < before.parameters.size(); ++i) {
    if (before.parameters[i].value != after.parameters[i].value) {
      out.push_back(before.parameters[i].name);
    }
  }
  return out;
}

std::shared_ptr<const PolicyWords> WithValues(const PolicyWords& words,
                                              const PolicyWords& tightened) {
  auto out = std::make_shared<PolicyWords>(words);
  for (const Parameter& parameter : tightened.parameters) {
    if (Parameter* same = Find(out->parameters, parameter.name)) same->value = parameter.value;
  }
  return out;
}

bool ReadsParameter(const cel::Expr& condition, std::string_view name) {
  const bool selects = condition.kind == cel::ExprKind::kSelect ||
                       condition.kind == cel::ExprKind::kOptionalSelect ||
                       condition.kind == cel::ExprKind::kHas;
  if (selects && condition.operands[0]->kind == cel::ExprKind::kIdent &&
      condition.operands[0]->name == "parameters") {
    return condition.name == name;
  }
  if (condition.kind == cel::ExprKind::kIdent) return condition.name == "parameters";
  return std::any_of(condition.operands.begin(), condition.operands.end(),
                     [name](const cel::ExprPtr& part) { return ReadsParameter(*part, name); });
}

const YamlMember& PlaceOf(const YamlNode& tighten, std::string_view parameter) {
  const auto found = std::find_if(tighten.members.begin(), tighten.members.end(),
                                  [parameter](const YamlMember& m) { return m.key == parameter; });
  if (found == tighten.members.end()) Panic("a parameter is tightened that is not written");
  return *found;
}

}  // namespace reeve::policy
