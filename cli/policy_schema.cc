#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "cli/policy.h"
#include "engine/evaluator.h"
#include "policy/document_schema.h"

namespace reeve::cli {

void AddPolicySchema(CLI::App& policy, Run* run) {
  auto kind = std::make_shared<std::string>();
  CLI::App* command = policy.add_subcommand(
      "schema", "Print the JSON Schema of policy documents, by which editors complete them.");
  command->add_option("--kind", *kind, "Of one kind of document; of both when absent")
      ->check(CLI::IsMember({"policy", "bundle"}));
  command->footer(
      "An editor with the YAML language server takes it from the first line of a document:\n"
      "# yaml-language-server: $schema=policy.schema.json\n"
      "Example: reeve policy schema > policy.schema.json");
  command->callback([=] {
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
