#include "policy/compile_policy.h"

#include <algorithm>

#include "base/text.h"

namespace reeve::policy {
namespace {

void CheckRuleIds(const std::vector<RuleDocument>& rules, Reporter& reporter) {
  std::map<std::string_view, size_t> seen;
  for (const RuleDocument& rule : rules) {
    if (rule.id.text.empty()) continue;
    const auto [first, inserted] = seen.try_emplace(rule.id.text, rule.id.span.begin);
    if (inserted) continue;
    reporter.Error("policy.duplicate_rule", rule.id.span,
                   "the rule `" + rule.id.text + "` is already on line " +
                       std::to_string(reporter.LineOf(first->second)));
  }
}

void CheckNames(const std::vector<Located>& names, const std::vector<std::string>& known,
                std::string_view what, Reporter& reporter) {
  for (const Located& name : names) {
    if (std::find(known.begin(), known.end(), name.text) != known.end()) continue;
    reporter.Error(
        "policy.unknown_name", name.span,
        "`" + name.text + "` is no " + std::string(what) + DidYouMeanSuffix(name.text, known));
  }
}

// What a test says that external detectors find, one of them must give, and the policy detect.
void CheckDetected(const PolicyDocument& document, const std::vector<Detector>& detectors,
                   Reporter& reporter) {
  std::vector<std::string> given;
  for (const std::string& entity : document.policy.entities) {
    const auto gives = [&entity](const Detector& detector) { return detector.Gives(entity); };
    if (std::any_of(detectors.begin(), detectors.end(), gives)) given.push_back(entity);
  }
  CheckNames(document.test_detected, given,
             "entity that this policy detects and an external detector of the bundle gives",
             reporter);
}

void CheckTestNames(const PolicyDocument& document, Reporter& reporter) {
  std::vector<std::string> rules;
  for (const RuleDocument& rule : document.rules) rules.push_back(rule.id.text);
  if (document.extension) {
    for (const TightenedRule& rule : document.extension->tightened) {
      rules.push_back(rule.rule.rule.id);
    }
    rules.insert(rules.end(), document.extension->base_rules.begin(),
                 document.extension->base_rules.end());
  }
  CheckNames(document.test_rules, rules,
             document.extension ? "rule of this policy, and no `policy/rule` of one that it extends"
                                : "rule of this policy",
             reporter);
  CheckNames(document.test_findings, document.policy.entities, "entity that this policy detects",
             reporter);
}

// Those that it declares and those that it inherits.
void ResolveParameters(const PolicyDocument& document, Policy* policy) {
  for (const ParameterDocument& own : document.parameters) {
    policy->parameters.push_back(own.parameter);
  }
  if (document.extension) {
    const std::vector<Parameter>& inherited = document.extension->inherited.parameters;
    policy->parameters.insert(policy->parameters.end(), inherited.begin(), inherited.end());
  }
  std::sort(policy->parameters.begin(), policy->parameters.end(),
            [](const Parameter& a, const Parameter& b) { return a.name < b.name; });
}

template <typename T>
void SortUnique(std::vector<T>* values) {
  std::sort(values->begin(), values->end());
  values->erase(std::unique(values->begin(), values->end()), values->end());
}

// Those that the policy declares and inherits.
std::set<std::string> OwnEntitiesOf(const PolicyDocument& document) {
  std::set<std::string> names;
  if (document.extension) names = document.extension->inherited.own_entities;
  for (const EntityDocument& declared : document.entities) names.insert(declared.entity.name);
  return names;
}

std::vector<std::string> NamesOf(const std::vector<KnownEntity>& entities) {
  std::vector<std::string> names;
  names.reserve(entities.size());
  for (const KnownEntity& entity : entities) names.push_back(entity.name);
  return names;
}

void ReportUnasked(const YamlNode& when, Reporter& reporter) {
  constexpr std::string_view kFindings = "findings";
  const size_t at = std::min(when.scalar.find(kFindings), when.scalar.size() - 1);
  reporter.Error("policy.no_detect", SourceSpan(when, reporter.text(), {at, at + kFindings.size()}),
                 "the rule reads `findings`, but the policy does not say what to detect; add "
                 "`detect:` with categories or entities");
}

}  // namespace

std::vector<KnownEntity> PolicyCompiler::ResolveDetect(const PolicyDocument& document,
                                                       Reporter& reporter) {
  std::set<std::string> names;
  const std::set<std::string> own = OwnEntitiesOf(document);
  for (const Located& word : document.detect) {
    const std::set<std::string> members = entities_.MembersOf(word.text, own);
    names.insert(members.begin(), members.end());
    if (!members.empty()) continue;
    reporter.Error("policy.unknown_entity", word.span,
                   "`" + word.text + "` is no entity and no category that can be detected" +
                       DidYouMeanSuffix(word.text, entities_.words()));
  }
  std::vector<KnownEntity> out;
  out.reserve(names.size());
  for (const std::string& name : names) {
    out.push_back(entities_.Named(name));
    if (!entities_.IsOwn(name)) detected_.insert(out.back());
  }
  return out;
}

void PolicyCompiler::ResolveLists(const std::vector<Located>& names, Policy* policy,
                                  Reporter& reporter) const {
  for (const Located& name : names) {
    if (out_->list_texts.contains(name.text)) {
      policy->lists.push_back(name.text);
      continue;
    }
    std::vector<std::string> known;
    for (const List& list : out_->lists) known.push_back(list.name);
    const std::string near = DidYouMeanSuffix(name.text, known);
    reporter.Error("policy.unknown_list", name.span,
                   "there is no list `" + name.text + "`" +
                       (near.empty() ? "; put its entries into lists/" + name.text +
                                           ".txt or lists/" + name.text + ".csv of the folder"
                                     : near));
  }
  std::sort(policy->lists.begin(), policy->lists.end());
}

ViewKey PolicyCompiler::KeyOf(const PolicyWords& words) const {
  ViewKey key;
  std::set<std::string> names;
  for (const std::string& word : words.detect) names.merge(entities_.MembersOf(word));
  for (const std::string& name : names) key.entities.push_back(entities_.Named(name));
  key.attributes = words.attributes;
  std::sort(key.attributes.begin(), key.attributes.end());
  for (const std::string& list : words.lists) {
    if (out_->list_texts.contains(list)) key.lists.push_back(list);
  }
  std::sort(key.lists.begin(), key.lists.end());
  for (const Parameter& p : words.parameters) key.parameters.emplace_back(p.name, p.value);
  key.budgets = out_->budgets;
  std::sort(key.parameters.begin(), key.parameters.end());
  return key;
}

uint32_t PolicyCompiler::ViewOf(ViewKey key) {
  const auto [view, inserted] = views_.try_emplace(key, static_cast<uint32_t>(out_->views.size()));
  if (inserted)
    out_->views.push_back(std::make_unique<const FactView>(std::move(key), out_->list_texts));
  return view->second;
}

void PolicyCompiler::ResolveRedact(RuleDocument& rule, const std::vector<std::string>& detected,
                                   const std::set<std::string>& own, bool asked,
                                   Reporter& reporter) {
  if (rule.rule.effect != Effect::kRedact) return;
  if (detected.empty()) {
    if (asked) return;  // for what there is not, as was reported
    reporter.Error("policy.no_detect", rule.id.span,
                   "the rule redacts, but the policy does not say what to detect; add `detect:` "
                   "with categories or entities");
    return;
  }
  std::set<std::string> names;
  for (const Located& word : rule.redact_entities) {
    const std::set<std::string> members = entities_.MembersOf(word.text, own);
    if (!members.empty() &&
        std::includes(detected.begin(), detected.end(), members.begin(), members.end())) {
      names.insert(members.begin(), members.end());
      continue;
    }
    reporter.Error("policy.unknown_entity", word.span,
                   "`" + word.text + "` is not among what this policy detects" +
                       DidYouMeanSuffix(word.text, detected));
  }
  if (rule.redact_entities.empty()) names = {detected.begin(), detected.end()};
  rule.rule.redact.entities = {names.begin(), names.end()};
  wanted_.insert(names.begin(), names.end());
}

// Returns the rule's needs.
unsigned PolicyCompiler::AddRule(RuleDocument& document, cel::Program program, uint32_t view) {
  CompiledRule compiled{std::move(program),          view, 0, 0, {}, std::move(document.scope),
                        std::move(document.approval)};
  Rule& rule = document.rule;
  const std::vector<Attribute>& attributes = out_->views[view]->key().attributes;
  std::vector<uint8_t> opaque;
  unsigned needs = 0;
  for (size_t i = 0; i < compiled.program.clause_count(); ++i) {
    const auto reads = compiled.program.clause_reads(i);
    const bool is_opaque = ReadsUnrecorded(reads, attributes);
    needs |= NeedsOf(reads);
    (is_opaque ? opaque : compiled.order).push_back(static_cast<uint8_t>(i));
    rule.clauses.push_back({std::string(compiled.program.clause_text(i)), is_opaque});
  }
  compiled.needs = static_cast<uint8_t>(needs);
  compiled.order.insert(compiled.order.end(), opaque.begin(), opaque.end());
  if (opaque.empty()) compiled.order.clear();
  rule.index = static_cast<uint32_t>(out_->rules.size());
  scopes_.push_back(compiled.scope);
  out_->programs.push_back(std::move(compiled));
  out_->rules.push_back(std::move(rule));
  return needs;
}

// What to do about an error of the expression that only the policy's other keys explain.
std::string PolicyCompiler::HintFor(const cel::CompileError& error, std::string_view when) const {
  if (error.code != "cel.unknown_field") return "";
  const std::string_view before = when.substr(0, error.offset);
  if (before.ends_with("usage.")) return "; declare it in `budgets:` of the bundle document";
  if (before.ends_with("context.")) return "; declare it in `attributes:` of the policy";
  if (!before.ends_with("lists.")) return "";
  const std::string name(when.substr(error.offset, error.length));
  if (!out_->list_texts.contains(name)) return "";
  return "; the folder has that list: add it to `lists:` of the policy";
}

// False when it does not compile.
bool PolicyCompiler::CompileRule(RuleDocument& rule, const Policy& policy, uint32_t view,
                                 Reads* reads, Reporter& reporter) {
  ResolveRedact(rule, policy.entities, reads->own_entities, reads->asked, reporter);
  rule.rule.policy = policy.id;
  rule.rule.references = policy.references;
  if (rule.rule.when.empty()) return false;  // reported as missing
  auto result = cel::Compile(rule.rule.when, out_->views[view]->environment(),
                             {.expected_type = cel::Type::Bool(), .scans = &out_->scans});
  if (!result.ok()) {
    for (const cel::CompileError& error : result.errors()) {
      const Span in_value{error.offset, error.offset + error.length};
      reporter.Error(error.code, SourceSpan(rule.when, reporter.text(), in_value),
                     error.message + HintFor(error, rule.rule.when));
    }
    return false;
  }
  for (size_t i = 0; i < result.program().clause_count(); ++i) {
    const auto paths = result.program().clause_reads(i);
    reads->paths.insert(paths.begin(), paths.end());
  }
  if (!rule.rule.tightens.empty()) {
    restatements_.push_back(
        {static_cast<uint32_t>(out_->rules.size()), rule.SpanOf("when"), &reporter});
  }
  const unsigned needs = AddRule(rule, std::move(result).program(), view);
  if ((needs & kNeedFindings) == 0) return true;
  reads->findings = true;
  if (policy.entities.empty() && !reads->asked) ReportUnasked(rule.when, reporter);
  return true;
}

// Its condition compiles where it was written; with another value of a parameter it may not.
void PolicyCompiler::CompileTightened(TightenedRule& tightened, const Policy& policy,
                                      Reporter& reporter) {
  RuleDocument& rule = tightened.rule;
  ViewKey key = KeyOf(*tightened.words);
  // What could not be redacted was reported where the rule was written.
  std::vector<Diagnostic> reported;
  Reporter elsewhere(reporter.file(), reporter.text(), &reported);
  const std::vector<std::string> detected = NamesOf(key.entities);
  ResolveRedact(rule, detected, tightened.words->own_entities, true, elsewhere);
  rule.rule.policy = policy.id;
  rule.rule.references = tightened.references;
  for (const std::string& own : policy.references) {
    auto& all = rule.rule.references;
    if (std::find(all.begin(), all.end(), own) == all.end()) all.push_back(own);
  }
  const uint32_t view = ViewOf(std::move(key));
  auto result = cel::Compile(rule.rule.when, out_->views[view]->environment(),
                             {.expected_type = cel::Type::Bool(), .scans = &out_->scans});
  if (!result.ok()) {
    const cel::CompileError& error = result.errors().front();
    reporter.Error(error.code, rule.id.span,
                   "with this value the condition of `" + rule.rule.tightens +
                       "` does not compile: " + error.message);
    return;
  }
  const unsigned needs = AddRule(rule, std::move(result).program(), view);
  if ((needs & kNeedFindings) != 0) wanted_.insert(detected.begin(), detected.end());
}

// The words of the policy itself, checked, and those that it inherits.
ViewKey PolicyCompiler::ResolveWords(const PolicyDocument& document, Policy* policy,
                                     Reporter& reporter) {
  ViewKey key;
  key.entities = ResolveDetect(document, reporter);
  for (const AttributeDocument& a : document.attributes) key.attributes.push_back(a.attribute);
  ResolveLists(document.lists, policy, reporter);
  key.lists = policy->lists;
  if (document.extension) {
    const ViewKey inherited = KeyOf(document.extension->inherited);
    const auto add = [](const auto& from, auto* to) {
      to->insert(to->end(), from.begin(), from.end());
    };
    add(inherited.entities, &key.entities);
    add(inherited.attributes, &key.attributes);
    add(inherited.lists, &key.lists);
  }
  SortUnique(&key.entities);
  SortUnique(&key.attributes);
  SortUnique(&key.lists);
  policy->entities = NamesOf(key.entities);
  policy->lists = key.lists;
  ResolveParameters(document, policy);
  for (const Parameter& p : policy->parameters) key.parameters.emplace_back(p.name, p.value);
  key.budgets = out_->budgets;
  return key;
}

void PolicyCompiler::Add(PolicyDocument document, Reporter& reporter) {
  if (document.extension && document.extension->failed) return;
  Policy& policy = document.policy;
  ViewKey key = ResolveWords(document, &policy, reporter);
  CheckRuleIds(document.rules, reporter);
  CheckTestNames(document, reporter);
  CheckDetected(document, out_->detectors, reporter);

  const uint32_t view = ViewOf(std::move(key));
  policy.first_rule = out_->rules.size();
  Reads reads;
  reads.own_entities = OwnEntitiesOf(document);
  reads.asked = !document.detect.empty() || !policy.entities.empty();
  bool redacts = false;
  for (RuleDocument& rule : document.rules) {
    redacts |= rule.rule.effect == Effect::kRedact;
    reads.failed |= !CompileRule(rule, policy, view, &reads, reporter);
  }
  if (document.extension) {
    for (TightenedRule& rule : document.extension->tightened) {
      CompileTightened(rule, policy, reporter);
    }
  }
  if (reads.findings) wanted_.insert(policy.entities.begin(), policy.entities.end());
  if (!document.detect.empty() && !redacts && !reads.findings && !reads.failed) {
    reporter.Warning("policy.unused_detect", document.detect.front().span,
                     "no rule of this policy reads `findings` or redacts, so nothing is detected "
                     "for it");
  }
  for (const Located& list : document.lists) {
    if (reads.Has("lists." + list.text)) continue;
    reporter.Warning("policy.unused_list", list.span,
                     "no rule of this policy asks `in lists." + list.text + "`");
  }
  for (const ParameterDocument& declared : document.parameters) {
    if (reads.Has("parameters." + declared.parameter.name)) continue;
    reporter.Warning("policy.unused_parameter", declared.span,
                     "no rule of this policy reads `parameters." + declared.parameter.name + "`");
  }
  policy.rule_count = out_->rules.size() - policy.first_rule;
  out_->policies.push_back(std::move(policy));
}

}  // namespace reeve::policy
