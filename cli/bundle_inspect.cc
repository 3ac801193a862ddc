#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/bundle.h"
#include "cli/bundle_files.h"
#include "cli/members.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string file;
  bool json = false;
};

json::Array Texts(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

json::Object PolicyJson(const policy::Bundle& bundle, const policy::Policy& policy) {
  json::Array rules;
  for (size_t i = policy.first_rule; i < policy.first_rule + policy.rule_count; ++i) {
    const policy::Rule& rule = bundle.rules()[i];
    rules.push_back(
        json::Object{{"id", rule.id}, {"effect", std::string(policy::EffectName(rule.effect))}});
  }
  json::Object parameters;
  for (const policy::Parameter& parameter : policy.parameters) {
    parameters.Add(parameter.name, policy::ParameterText(parameter.value));
  }
  return {{"id", policy.id},
          {"title", policy.title},
          {"file", policy.file},
          {"rules", std::move(rules)},
          {"lists", Texts(policy.lists)},
          {"parameters", std::move(parameters)}};
}

// The lines of a file of signatures, not verified: that needs a trust.
json::Array SignaturesJson(const ledger::Note& note) {
  json::Array out;
  for (const ledger::NoteSignature& line : note.signatures) out.push_back(line.name);
  return out;
}

Result<json::Object> Describe(const engine::BundleFile& file) {
  REEVE_ASSIGN_OR_RETURN(const auto bundle, policy::BundleFromBytes(file.bytes));
  json::Object out{{"bundle", bundle->digest()}, {"title", bundle->title()}};
  for (const json::Member& member : bundle->release().ToJson()) out.Add(member.key, member.value);
  out.Add("default", std::string(policy::EffectName(bundle->default_effect())));
  json::Array policies;
  for (const policy::Policy& policy : bundle->policies()) {
    policies.push_back(PolicyJson(*bundle, policy));
  }
  json::Array lists;
  for (const policy::List& list : bundle->lists()) {
    lists.push_back(json::Object{{"name", list.name}, {"entries", uint64_t{list.entries}}});
  }
  out.Add("policies", std::move(policies))
      .Add("lists", std::move(lists))
      .Add("entities", Texts(bundle->wanted_entities()));
  json::Array signatures;
  if (!file.signature.empty()) {
    REEVE_ASSIGN_OR_RETURN(const ledger::Note note,
                           oversight::ParseBundleSignature(file.signature));
    if (note.text != engine::StatementOf(*bundle).Text()) {
      return Error{"bundle.digest", "the signatures beside the file are over another bundle"};
    }
    signatures = SignaturesJson(note);
  }
  out.Add("signatures", std::move(signatures));
  return out;
}

std::string ListOrNone(const json::Value& value, std::string_view pointer) {
  std::string list = ListAt(value, pointer);
  return list.empty() ? "none" : list;
}

void PrintPolicy(const json::Value& policy) {
  std::cout << "policy " << *policy.Find("id")->as_string() << "  "
            << *policy.Find("title")->as_string() << "\n";
  for (const json::Value& rule : *policy.Find("rules")->as_array()) {
    std::cout << "  rule " << *rule.Find("id")->as_string() << "  "
              << *rule.Find("effect")->as_string() << "\n";
  }
  for (const json::Member& parameter : *policy.Find("parameters")->as_object()) {
    std::cout << "  parameter " << parameter.key << " = " << *parameter.value.as_string() << "\n";
  }
}

void PrintText(const json::Object& described) {
  for (const char* key : {"bundle", "title", "revision", "created", "default"}) {
    const json::Value* value = described.Find(key);
    if (value == nullptr) continue;
    const std::string* text = value->as_string();
    std::cout << key << "  " << (text != nullptr ? *text : json::Compact(*value)) << "\n";
  }
  for (const json::Value& policy : *described.Find("policies")->as_array()) PrintPolicy(policy);
  for (const json::Value& list : *described.Find("lists")->as_array()) {
    std::cout << "list " << *list.Find("name")->as_string() << "  "
              << *list.Find("entries")->as_int() << " entries\n";
  }
  std::cout << "entities  " << ListOrNone(described, "/entities") << "\n"
            << "signatures (not verified)  " << ListOrNone(described, "/signatures") << "\n";
}

int Inspect(const Options& options) {
  const auto file = ReadBundleFile(options.file);
  if (!file.ok()) return Fail(file.error());
  const Result<json::Object> described = Describe(*file);
  if (!described.ok()) {
    Fail(described.error());
    return kNotGood;
  }
  if (options.json) {
    std::cout << json::Pretty(*described) << "\n";
  } else {
    PrintText(*described);
  }
  return kGood;
}

}  // namespace

void AddBundleInspect(Parser& bundle, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = bundle.AddCommand("inspect", "Show what a bundle file holds.");
  command->AddOption("FILE", options->file, "The bundle file")->Required();
  command->AddFlag("--json", options->json, "As JSON");
  command->Footer("Example: reeve bundle inspect next.bundle");
  command->Callback([=] { *run = [=] { return Inspect(*options); }; });
}

}  // namespace reeve::cli
