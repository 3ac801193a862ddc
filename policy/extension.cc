#include "policy/extension.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "policy/cel/parser.h"
#include "policy/extension_rule.h"
#include "policy/extension_tighten.h"

namespace reeve::policy {
namespace {

std::string Quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

template <typename T>
void AddNew(const T& value, std::vector<T>* to) {
  if (std::find(to->begin(), to->end(), value) == to->end()) to->push_back(value);
}

// What the policy declares itself.
void AddOwnWords(const PolicyDocument& document, const Entities& entities, PolicyWords* words) {
  for (const EntityDocument& declared : document.entities) {
    words->own_entities.insert(declared.entity.name);
  }
  for (const Located& word : document.detect) {
    for (const std::string& name : entities.MembersOf(word.text, words->own_entities)) {
      AddNew(name, &words->detect);
    }
  }
  for (const Located& name : document.lists) AddNew(name.text, &words->lists);
  for (const AttributeDocument& declared : document.attributes) {
    AddNew(declared.attribute, &words->attributes);
  }
  for (const ParameterDocument& declared : document.parameters) {
    words->parameters.push_back(declared.parameter);
  }
}

// A policy as those that extend it see it.
struct Base {
  std::shared_ptr<const PolicyWords> words;
  std::map<std::string, RuleInForce, std::less<>> rules;  // by id
};

class Extender {
 public:
  Extender(const std::vector<OpenPolicy>& policies, const Entities& entities)
      : policies_(policies), entities_(entities) {
    for (const OpenPolicy& policy : policies) by_id_.try_emplace(policy.document->id.text, policy);
  }

  void Run() {
    std::vector<OpenPolicy> extensions;
    for (const OpenPolicy& policy : policies_) {
      if (!policy.document->extension) continue;
      FindChain(policy);
      extensions.push_back(policy);
    }
    // A base before what extends it.
    std::stable_sort(
        extensions.begin(), extensions.end(), [](const OpenPolicy& a, const OpenPolicy& b) {
          return a.document->extension->chain.size() < b.document->extension->chain.size();
        });
    for (const OpenPolicy& extension : extensions) Extend(extension);
  }

 private:
  static void Refuse(const OpenPolicy& policy, std::string_view code, std::string message) {
    ExtensionDocument& extension = *policy.document->extension;
    extension.failed = true;
    policy.reporter->Error(code, extension.base.span, std::move(message));
  }

  // Null when there is none.
  PolicyDocument* Find(const std::string& id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second.document;
  }

  void FindChain(const OpenPolicy& policy) {
    const std::string& self = policy.document->id.text;
    ExtensionDocument& extension = *policy.document->extension;
    std::string path = Quoted(self);
    for (const ExtensionDocument* at = &extension; at != nullptr;) {
      const std::string& id = at->base.text;
      PolicyDocument* base = Find(id);
      if (base == nullptr) {
        // Else it is the error of another document.
        if (at == &extension) ReportUnknown(policy);
        extension.failed = true;
        return;
      }
      path += " extends " + Quoted(id);
      if (id == self) {
        Refuse(policy, "policy.extends",
               "a policy cannot extend itself: " + path + "; leave out one `extends`");
        return;
      }
      extension.chain.push_back(id);
      if (extension.chain.size() > kMaxExtensionDepth) {
        Refuse(policy, "policy.extends",
               path + ": that is more than " + std::to_string(kMaxExtensionDepth) +
                   " deep; extend a policy that is nearer to the first");
        return;
      }
      at = base->extension ? &*base->extension : nullptr;
      if (at != nullptr) path += ", which";
    }
  }

  void ReportUnknown(const OpenPolicy& policy) {
    std::vector<std::string> known;
    for (const auto& [id, other] : by_id_) known.push_back(id);
    const std::string& id = policy.document->extension->base.text;
    const std::string near = DidYouMeanSuffix(id, known);
    Refuse(policy, "policy.unknown_name",
           "there is no policy " + Quoted(id) +
               (near.empty() ? "; name the `id` of one in this folder" : near));
  }

  void Extend(const OpenPolicy& policy) {
    ExtensionDocument& extension = *policy.document->extension;
    PolicyDocument* base_document = extension.failed ? nullptr : Find(extension.chain.front());
    if (base_document == nullptr) return;
    if (base_document->extension && base_document->extension->failed) {
      extension.failed = true;  // for the reason that the base was refused
      return;
    }
    const Base& base = BaseOf(*base_document);
    const size_t reported = policy.reporter->count();
    InheritScope(policy, *base_document);
    if (policy.reporter->count() != reported) return;  // all below asks what is in scope
    extension.inherited = *base.words;
    if (extension.tighten) {
      TightenParameters(*extension.tighten, extension.base.text, &extension.inherited,
                        *policy.reporter);
    }
    CheckOwnParameters(policy, *base.words);
    for (RuleDocument& rule : policy.document->rules) CheckRule(policy, base, rule);
    AddTightened(policy, base);
    NameBaseRules(&extension);
  }

  // For its tests, which see them.
  void NameBaseRules(ExtensionDocument* extension) const {
    for (const std::string& id : extension->chain) {
      const PolicyDocument& document = *Find(id);
      for (const RuleDocument& rule : document.rules) {
        extension->base_rules.push_back(id + "/" + rule.rule.id);
      }
      if (!document.extension) continue;
      for (const TightenedRule& rule : document.extension->tightened) {
        extension->base_rules.push_back(id + "/" + rule.rule.rule.id);
      }
    }
  }

  // Scopes were read before it was known what they narrow.
  static void InheritScope(const OpenPolicy& policy, const PolicyDocument& base) {
    PolicyDocument& document = *policy.document;
    document.scope = base.scope;
    if (document.extension->scope) {
      document.scope =
          ReadScope(*document.extension->scope, base.scope, *policy.reporter, base.id.text);
    }
    for (RuleDocument& rule : document.rules) {
      rule.scope = document.scope;
      if (rule.scope_node) {
        rule.scope = ReadScope(*rule.scope_node, document.scope, *policy.reporter);
      }
    }
  }

  static void CheckOwnParameters(const OpenPolicy& policy, const PolicyWords& inherited) {
    for (const ParameterDocument& own : policy.document->parameters) {
      for (const Parameter& other : inherited.parameters) {
        if (other.name != own.parameter.name) continue;
        policy.reporter->Error("policy.extends", own.span,
                               Quoted(other.name) + " is a parameter of " +
                                   Quoted(policy.document->extension->base.text) +
                                   " already; set it in `tighten:`");
      }
    }
  }

  void CheckRule(const OpenPolicy& policy, const Base& base, RuleDocument& rule) {
    const std::string& base_id = policy.document->extension->base.text;
    if (rule.rule.effect == Effect::kAllow && !rule.rule.id.empty()) {
      policy.reporter->Error(
          "policy.loosens", rule.SpanOf("effect"),
          "an extension only tightens, and a rule of effect `allow` lets pass what nothing else "
          "does; write `redact`, `hold` or `deny`, or put the rule into " +
              Quoted(base_id));
      return;
    }
    rule.rule.of_extension = true;
    const auto found = base.rules.find(rule.rule.id);
    if (found == base.rules.end()) {
      if (rule.rule.effect == Effect::kHold) WarnOfRoles(policy, base, rule);
      return;
    }
    const RuleInForce& tightened = found->second;
    rule.rule.tightens = tightened.name;
    if (!rule.scope_node) {
      const auto scope = Intersection(tightened.document->scope, policy.document->scope);
      if (!scope) {
        policy.reporter->Error("policy.extends", rule.id.span,
                               Quoted(tightened.name) +
                                   " applies to nothing in the scope of this policy; give the rule "
                                   "an id of its own");
        return;
      }
      rule.scope = *scope;
    }
    CheckTightens(tightened, InForce(*policy.document, rule, WordsOf(*policy.document)), entities_,
                  *policy.reporter);
  }

  static void WarnOfRoles(const OpenPolicy& policy, const Base& base, const RuleDocument& rule) {
    for (const auto& [id, other] : base.rules) {
      const Rule& held = other.document->rule;
      if (held.effect != Effect::kHold || held.mode != Mode::kEnforce) continue;
      if (!Intersection(other.document->scope, rule.scope)) continue;
      const auto& roles = rule.rule.hold.roles;
      if (std::any_of(roles.begin(), roles.end(), [&held](const std::string& role) {
            return std::binary_search(held.hold.roles.begin(), held.hold.roles.end(), role);
          })) {
        continue;
      }
      policy.reporter->Warning(
          "policy.hold_roles", rule.SpanOf("hold"),
          "where " + Quoted(other.name) +
              " holds as well, nobody may approve by both, and the request is denied; name " +
              OneOf(held.hold.roles) + ", or narrow the scope");
    }
  }

  // The base's rules that read a tightened parameter, unless the extension writes them itself.
  void AddTightened(const OpenPolicy& policy, const Base& base) {
    PolicyDocument& document = *policy.document;
    ExtensionDocument& extension = *document.extension;
    if (!extension.tighten) return;
    const auto changed = ChangedParameters(*base.words, extension.inherited);
    std::set<std::string> own;
    for (const RuleDocument& rule : document.rules) own.insert(rule.rule.id);
    std::map<const PolicyWords*, std::shared_ptr<const PolicyWords>> words;
    std::set<std::string> used;
    for (const auto& entry : base.rules) {
      const auto& id = entry.first;
      const auto& rule = entry.second;
      if (rule.condition == nullptr) continue;
      const auto read = std::find_if(changed.begin(), changed.end(), [&](const auto& name) {
        return ReadsParameter(*rule.condition, name);
      });
      const auto scope = Intersection(rule.document->scope, document.scope);
      if (read == changed.end() || !scope) continue;
      for (const std::string& name : changed) {
        if (ReadsParameter(*rule.condition, name)) used.insert(name);
      }
      const YamlMember& place = PlaceOf(*extension.tighten, *read);
      if (rule.document->rule.effect == Effect::kAllow) {
        policy.reporter->Error("policy.loosens", place.key_span, ReadByAllow(*read, rule.name));
        continue;
      }
      if (own.contains(id)) continue;
      if (++tightened_rules_ > kMaxTightenedRules) {
        if (tightened_rules_ == kMaxTightenedRules + 1) ReportTooMany(policy, place.key_span);
        return;
      }
      auto& tightened = words[rule.words.get()];
      if (tightened == nullptr) tightened = WithValues(*rule.words, extension.inherited);
      extension.tightened.push_back(Tightened(rule, *scope, tightened, place, *policy.reporter));
    }
    WarnOfUnused(policy, changed, used);
  }

  static TightenedRule Tightened(const RuleInForce& base, const Scope& scope,
                                 std::shared_ptr<const PolicyWords> words, const YamlMember& place,
                                 Reporter& reporter) {
    TightenedRule out{*base.document, std::move(words), *base.references};
    out.rule.scope = scope;
    out.rule.id.span = place.key_span;
    out.rule.rule.of_extension = true;
    out.rule.rule.tightens = base.name;
    out.rule.rule.file = reporter.file();
    out.rule.rule.line = reporter.LineOf(place.key_span.begin);
    return out;
  }

  static std::string ReadByAllow(const std::string& parameter, const std::string& rule) {
    return Quoted(rule) + " is of effect `allow` and reads `parameters." + parameter +
           "`; it stays in force as it is, so another value here would stop nothing; write a rule "
           "of effect `deny` or `hold` for what shall not pass";
  }

  static void ReportTooMany(const OpenPolicy& policy, Span span) {
    policy.reporter->Error("policy.too_many_rules", span,
                           "the extensions of this folder tighten parameters of more than 50000 "
                           "rules, counted once for each extension; say it in fewer rules");
  }

  void WarnOfUnused(const OpenPolicy& policy, const std::vector<std::string>& changed,
                    const std::set<std::string>& used) {
    for (const std::string& name : changed) {
      const auto reads = [&](const RuleDocument& rule) {
        const cel::Expr* condition = Parse(rule);
        return condition == nullptr || ReadsParameter(*condition, name);
      };
      const auto& rules = policy.document->rules;
      if (used.contains(name) || std::any_of(rules.begin(), rules.end(), reads)) continue;
      policy.reporter->Warning("policy.unused_parameter",
                               PlaceOf(*policy.document->extension->tighten, name).key_span,
                               "no rule in the scope of this policy reads `parameters." + name +
                                   "`, so nothing is tightened");
    }
  }

  const cel::Expr* Parse(const RuleDocument& rule) {
    const auto [known, is_new] = trees_.try_emplace(&rule);
    if (is_new) {
      std::vector<cel::CompileError> errors;
      known->second = cel::Parse(rule.rule.when, arena_, &errors);
    }
    return known->second.get();
  }

  RuleInForce InForce(const PolicyDocument& document, const RuleDocument& rule,
                      std::shared_ptr<const PolicyWords> words) {
    return {&rule, document.id.text + "/" + rule.rule.id, std::move(words),
            &document.policy.references, Parse(rule)};
  }

  std::shared_ptr<const PolicyWords> WordsOf(const PolicyDocument& document) const {
    auto words = std::make_shared<PolicyWords>();
    if (document.extension) *words = document.extension->inherited;
    AddOwnWords(document, entities_, words.get());
    return words;
  }

  // Precondition: the policy extends nothing, or was extended itself already.
  const Base& BaseOf(const PolicyDocument& document) {
    const auto [known, is_new] = bases_.try_emplace(&document);
    Base& base = known->second;
    if (!is_new) return base;
    if (document.extension) base.rules = BaseOf(*Find(document.extension->chain.front())).rules;
    base.words = WordsOf(document);
    for (const RuleDocument& rule : document.rules) {
      base.rules.insert_or_assign(rule.rule.id, InForce(document, rule, base.words));
    }
    if (!document.extension) return base;
    for (const TightenedRule& copy : document.extension->tightened) {
      RuleInForce rule = InForce(document, copy.rule, copy.words);
      rule.references = &copy.references;
      base.rules.insert_or_assign(copy.rule.rule.id, std::move(rule));
    }
    return base;
  }

  const std::vector<OpenPolicy>& policies_;
  const Entities& entities_;
  std::map<std::string, OpenPolicy, std::less<>> by_id_;
  std::map<const PolicyDocument*, Base> bases_;
  cel::Arena arena_;
  std::map<const RuleDocument*, cel::ExprPtr> trees_;
  size_t tightened_rules_ = 0;
};

}  // namespace

void ApplyExtensions(const std::vector<OpenPolicy>& policies, const Entities& entities) {
  Extender(policies, entities).Run();
}

}  // namespace reeve::policy
