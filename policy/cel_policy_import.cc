#include "policy/cel_policy_import.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "base/text.h"
#include "policy/cel_policy_rules.h"
#include "policy/format.h"

namespace reeve::policy {
namespace {

using Kind = CelImportEntry::Kind;

constexpr size_t kMaxTitle = 200;
constexpr size_t kMaxTestName = 200;
constexpr size_t kMaxId = 64;

// A text as a value of YAML: plain where that says the same, else in double quotes.
std::string Scalar(const std::string& text) {
  const std::string probe = "k: " + text + "\n";
  std::vector<Diagnostic> ignored;
  Reporter reporter("", probe, &ignored);
  const bool simple = text.find_first_of("\n\r") == std::string::npos;
  const auto root = simple ? ParseYaml(reporter) : std::nullopt;
  const YamlNode* value = root ? root->Find("k") : nullptr;
  if (value != nullptr && value->plain && value->scalar == text &&
      ToJson(*value) == json::Value(text)) {
    return text;
  }
  return json::Compact(text);
}

// The same where it stands in brackets or braces.
std::string FlowScalar(const std::string& text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '-';
  });
  return plain && !text.empty() && Scalar(text) == text ? text : json::Compact(text);
}

std::string Flow(const json::Value& value);
std::string FlowObject(const json::Object& object) {
  std::string out;
  for (const auto& [key, member] : object) {
    out += (out.empty() ? " " : ", ") + FlowScalar(key) + ": " + Flow(member);
  }
  return "{" + out + " }";
}
std::string Flow(const json::Value& value) {
  if (value.as_object() != nullptr) {
    return value.as_object()->empty() ? "{}" : FlowObject(*value.as_object());
  }
  if (value.as_string() != nullptr) return FlowScalar(*value.as_string());
  const json::Array* array = value.as_array();
  if (array == nullptr) return json::Compact(value);
  std::string out;
  for (const json::Value& item : *array) out += (out.empty() ? "" : ", ") + Flow(item);
  return "[" + out + "]";
}

std::string FlowTexts(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + FlowScalar(text);
  return "[" + out + "]";
}

std::string IdOf(const std::string& name) {
  std::string out;
  for (const char c : name) {
    const auto letter = static_cast<unsigned char>(c);
    const bool kept = std::isalnum(letter) != 0 || ((c == '.' || c == '_') && !out.empty());
    if (kept) out += static_cast<char>(std::tolower(letter));
    if (!kept && !out.empty() && out.back() != '-') out += '-';
    if (out.size() == kMaxId) break;
  }
  while (out.ends_with('-')) out.pop_back();
  return out.empty() ? "imported" : out;
}

class Importer {
 public:
  Importer(const CelPolicyDocument& document, const CelPolicyEnvironment& environment,
           const CelImportOptions& options, const SourceFile& source, const CelInputs& inputs)
      : document_(document),
        environment_(environment),
        options_(options),
        inputs_(inputs),
        outputs_(OutputsOf(document, options)),
        reporter_(source.name, source.text, &places_) {}

  Result<CelImport> Run(const std::vector<CelPolicyTest>& tests) {
    const CelImportedRules rules =
        ImportCelRules(document_, environment_, inputs_, options_.functions, outputs_);
    for (const CelImportedRule& rule : rules.rules) {
      if (rule.effect == Effect::kHold && options_.roles.empty()) {
        return Error{"cel_policy.roles",
                     "an output becomes a hold; say who may approve it: --role team_lead"};
      }
      if (rule.effect == Effect::kRedact) {
        return Error{"cel_policy.redact",
                     "an output cannot become `redact`, since it does not say what is to be "
                     "masked; map it to allow, hold or deny"};
      }
    }
    Report(rules);
    out_.complete = std::none_of(rules.notes.begin(), rules.notes.end(),
                                 [](const CelImportNote& note) { return note.left_out; });
    if (!rules.rules.empty()) Write(rules, tests);
    std::stable_sort(out_.report.begin(), out_.report.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    return std::move(out_);
  }

 private:
  // An admission policy forbids where a validation fails, and has no other output.
  static CelOutputMap OutputsOf(const CelPolicyDocument& document,
                                const CelImportOptions& options) {
    CelOutputMap map = options.outputs;
    if (document.is_admission && map.effects.empty()) map.effects = {{"*", Effect::kDeny}};
    return map;
  }

  void Say(Kind kind, Span span, std::string message) {
    const size_t at = std::min(span.begin, reporter_.text().size());
    const std::string_view before = reporter_.text().substr(0, at);
    const size_t column =
        1 + CodePointCount(before.substr(before.rfind('\n') + 1));  // npos + 1 is 0
    out_.report.push_back({kind, reporter_.LineOf(at), column, std::move(message)});
  }

  void Report(const CelImportedRules& rules) {
    for (const CelImportedRule& rule : rules.rules) {
      Say(Kind::kImported, rule.span,
          "rule `" + rule.id + "`, effect " + std::string(EffectName(rule.effect)));
    }
    for (const CelImportNote& note : rules.notes) {
      Say(note.left_out ? Kind::kLeftOut : Kind::kNote, note.span, note.message);
    }
    for (const Located& key : document_.left_out) {
      Say(Kind::kNote, key.span,
          "`" + key.text + "` has no counterpart: say where the policy applies in its `scope:`");
    }
    for (const Located& name : document_.imports) {
      Say(Kind::kNote, name.span,
          "`" + name.text + "` is a message type, which no condition of a rule can make");
    }
    // Their places are in the environment's file.
    for (const Located& key : environment_.left_out) {
      out_.report.push_back(
          {Kind::kNote, 0, 0, "`" + key.text + "` of the environment says nothing to Reeve"});
    }
    if (outputs_.effects.empty()) {
      out_.report.push_back({Kind::kNote, 0, 0,
                             "what outputs mean was guessed: `true`, `allow` and the like allow, "
                             "`false`, `deny` and the like deny; to say otherwise, use --map"});
    }
  }

  void Write(const CelImportedRules& rules, const std::vector<CelPolicyTest>& tests) {
    text_ = "# Imported from the CEL policy " + OneLine(document_.name.text, kMaxTitle) +
            ".\napiVersion: reeve/v1\nkind: Policy\nmetadata:\n  id: " +
            Scalar(options_.id.empty() ? IdOf(document_.name.text) : options_.id) +
            "\n  title: " + Scalar(TitleText()) + "\n";
    if (!options_.stages.empty()) {
      text_ += "scope: { stages: " + FlowTexts(options_.stages) + " }\n";
    }
    WriteAttributes(rules.rules);
    text_ += "rules:\n";
    for (const CelImportedRule& rule : rules.rules) WriteRule(rule);
    out_.rules = rules.rules.size();
    WriteTests(tests);
    std::vector<Diagnostic> ignored;
    Reporter reporter("", text_, &ignored);
    out_.document = FormatDocument(reporter);
  }

  std::string TitleText() const {
    const std::string description = OneLine(document_.description.text, kMaxTitle);
    return description.empty() ? OneLine(document_.name.text, kMaxTitle) : description;
  }

  void WriteAttributes(const std::vector<CelImportedRule>& rules) {
    std::map<std::string, std::string, std::less<>> contexts;
    for (const Attribute& attribute : inputs_.attributes()) {
      contexts["context." + attribute.name] = "";
    }
    std::set<std::string> used;
    for (const CelImportedRule& rule : rules) {
      for (const std::string& name : FreeNames(rule.when, contexts)) used.insert(name);
    }
    bool first = true;
    for (const Attribute& attribute : inputs_.attributes()) {
      if (!used.contains("context." + attribute.name)) continue;
      if (first) text_ += "attributes:\n";
      first = false;
      text_ += "  " + attribute.name +
               ": { type: " + std::string(AttributeTypeName(attribute.type)) +
               ", record: nothing }\n";
    }
    if (!first) {
      out_.report.push_back({Kind::kNote, 0, 0,
                             "inputs became context attributes of which the ledger keeps nothing; "
                             "where it may keep the value, write `record: value`"});
    }
  }

  void WriteRule(const CelImportedRule& rule) {
    text_ += "  - id: " + Scalar(rule.id) + "\n    when: " + Scalar(rule.when) +
             "\n    effect: " + std::string(EffectName(rule.effect)) + "\n";
    if (rule.effect == Effect::kHold) {
      text_ += "    hold: { roles: " + FlowTexts(options_.roles) + " }\n";
    }
    text_ += "    reason: " + Scalar(rule.reason) + "\n";
  }

  void WriteTests(const std::vector<CelPolicyTest>& tests) {
    std::string written;
    for (const CelPolicyTest& test : tests) {
      const Result<std::string> one = TestText(test);
      if (one.ok()) {
        written += *one;
        ++out_.tests;
      } else {
        out_.report.push_back(
            {Kind::kNote, 0, 0,
             "the test `" + test.name.text + "` is left out: " + one.error().message});
      }
    }
    if (!written.empty()) text_ += "tests:\n" + written;
  }

  Result<std::string> TestText(const CelPolicyTest& test) const {
    if (test.fails) return Error{"cel_policy.test", "it expects an error"};
    CelTestInputs inputs;
    REEVE_RETURN_IF_ERROR(inputs.Set(environment_, test.inputs));
    REEVE_ASSIGN_OR_RETURN(json::Object request, inputs_.RequestOf(environment_, inputs));
    REEVE_ASSIGN_OR_RETURN(const cel::Value expected,
                           inputs.Make(test.output.front(), cel::Type::Dyn()));
    const std::vector<CelOutcome> outcomes = OutcomesOf(expected, outputs_);
    std::optional<Effect> effect;
    const auto none = outputs_.effects.find("none");  // which an empty list is too
    if (outcomes.empty() && none != outputs_.effects.end()) effect = none->second;
    for (const CelOutcome& outcome : outcomes) {
      if (!outcome.effect && !outcome.is_none) {
        return Error{"cel_policy.test", "nobody says what `" + outcome.shown + "` means"};
      }
      if (outcome.effect) effect = std::max(effect.value_or(Effect::kAllow), *outcome.effect);
    }
    if (!options_.stages.empty()) request.Set("stage", options_.stages.front());
    std::string out = "  - name: " + Scalar(OneLine(test.name.text, kMaxTestName)) +
                      "\n    request: " + Flow(json::Value(std::move(request))) +
                      "\n    expect: { effect: ";
    out += EffectName(effect.value_or(options_.default_effect));
    out += effect ? " }\n" : ", rules: [] }\n";
    if (HasGoodCharacters(out)) return out;
    return Error{"cel_policy.test", "it holds a character that a policy may not"};
  }

  const CelPolicyDocument& document_;
  const CelPolicyEnvironment& environment_;
  const CelImportOptions& options_;
  const CelInputs& inputs_;
  const CelOutputMap outputs_;
  std::vector<Diagnostic> places_;
  Reporter reporter_;
  CelImport out_;
  std::string text_;
};

}  // namespace

std::string_view ImportKindName(CelImportEntry::Kind kind) {
  switch (kind) {
    case Kind::kImported:
      return "imported";
    case Kind::kNote:
      return "note";
    case Kind::kLeftOut:
      break;
  }
  return "left out";
}

Result<CelImport> ImportCelPolicy(const CelPolicyDocument& document,
                                  const CelPolicyEnvironment& environment,
                                  const std::vector<CelPolicyTest>& tests,
                                  const CelImportOptions& options, const SourceFile& source) {
  REEVE_ASSIGN_OR_RETURN(const CelInputs inputs, CelInputs::Make(environment, options.bindings));
  return Importer(document, environment, options, source, inputs).Run(tests);
}

}  // namespace reeve::policy
