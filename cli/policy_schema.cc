#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/policy.h"
#include "engine/evaluator.h"
#include "policy/document_schema.h"

namespace reeve::cli {

void AddPolicySchema(Parser& policy, Run* run) {
  auto kind = std::make_shared<std::string>();
  Parser* command = policy.AddCommand(
      "schema", "Print the JSON Schema of policy documents, by which editors complete them.");
  command->AddOption("--kind", *kind, "Of one kind of document; of both when absent")
      ->OneOf({"policy", "bundle"});
  command->Footer(
      "An editor with the YAML language server takes it from the first line of a document:\n"
      "# yaml-language-server: $schema=policy.schema.json\n"
      "Example: reeve policy schema > policy.schema.json");
  command->Callback([=] {
    *run = [=] {
      const policy::SchemaOf what = *kind == "policy"   ? policy::SchemaOf::kPolicy
                                    : *kind == "bundle" ? policy::SchemaOf::kBundle
                                                        : policy::SchemaOf::kDocument;
      std::cout << json::Pretty(policy::DocumentSchema(what, engine::DetectorVocabulary()));
      return kGood;
    };
  });
}

}  // namespace reeve::cli
