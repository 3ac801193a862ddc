#include "cli/system_class.h"

#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/connection.h"
#include "cli/members.h"
#include "cli/system_text.h"
#include "cli/table.h"
#include "oversight/law/facts.h"
#include "policy/reader.h"
#include "policy/yaml.h"

namespace reeve::cli {
namespace {

namespace law = oversight::law;

constexpr char kNotice[] = "By Reeve's own table of the law (reeve law). Not legal advice.\n";

struct Options {
  Connection connection;
  std::string id;
  std::string facts;
  std::string as_of;
  std::string absent = "unknown";
  std::string reason;
  bool json = false;
};

// The facts as the server takes them, once the table has found no fault in them.
Result<json::Value> ReadFactsJson(const std::string& path) {
  REEVE_ASSIGN_OR_RETURN(const auto table, law::LoadTable(std::string(law::kDefaultTable)));
  REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, law::kMaxFactsBytes));
  law::FactsReading reading = law::ReadFacts(*table, path, text);
  std::cerr << policy::Render(reading.diagnostics);
  const Error unusable{"law.facts", "the facts in `" + path + "` cannot be used", path};
  if (!reading.facts) return unusable;
  std::vector<policy::Diagnostic> diagnostics;
  policy::Reporter reporter(path, text, &diagnostics);
  const std::optional<policy::YamlNode> root = policy::ParseYaml(reporter);
  if (!root) return unusable;
  return policy::ToJson(*root);
}

int Classify(const Options& options) {
  Result<json::Value> facts = ReadFactsJson(options.facts);
  if (!facts.ok()) {
    (void)Fail(facts.error());
    return facts.error().code == "law.facts" ? kNotGood : kFailed;
  }
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  json::Object body{
      {"facts", *std::move(facts)}, {"absent", options.absent}, {"reason", options.reason}};
  if (!options.as_of.empty()) body.Add("as_of", options.as_of);
  return Ask(
      api::Post(*client, "/v1/systems/" + options.id + "/classification", std::move(body)),
      [&](const json::Value& system) {
        std::cout << (options.json ? json::Pretty(system) + "\n" : SystemText(system) + kNotice);
      });
}

// "FRIA in the register: held; bias audits: not held; ledger"
std::string EvidenceText(const json::Value& obligation) {
  std::string out;
  const json::Value* evidence = obligation.Find("evidence");
  if (evidence == nullptr || evidence->as_array() == nullptr) return out;
  for (const json::Value& row : *evidence->as_array()) {
    out += (out.empty() ? "" : "; ") + TextAt(row, "/what");
    const json::Value* held = row.Find("held");
    if (held != nullptr && held->as_bool() != nullptr) {
      out += *held->as_bool() ? ": held" : ": not held";
    }
  }
  return out;
}

std::string ObligationsText(const json::Value& classification) {
  std::string out =
      TextAt(classification, "/system") + " is " + TextAt(classification, "/result/class") + " (" +
      TextAt(classification, "/risk_class") + "), says " + TextAt(classification, "/by") + "\n";
  std::vector<TableRow> rows = {{"OBLIGATION", "ARTICLES", "WHOSE", "FROM", "EVIDENCE"}};
  const json::Value* obligations = json::Resolve(classification, "/result/obligations");
  if (obligations != nullptr && obligations->as_array() != nullptr) {
    for (const json::Value& obligation : *obligations->as_array()) {
      rows.push_back({TextAt(obligation, "/id"), ListAt(obligation, "/articles"),
                      ListAt(obligation, "/roles"), TextAt(obligation, "/from"),
                      EvidenceText(obligation)});
    }
  }
  out += rows.size() == 1 ? "no obligation\n" : TableText(rows);
  const std::string open = ListAt(classification, "/result/open_questions");
  if (!open.empty()) out += "open questions: " + open + "\n";
  return out + kNotice;
}

int Obligations(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, "/v1/systems/" + options.id + "/classification"),
             [&](const json::Value& found) {
               std::cout << (options.json ? json::Pretty(found) + "\n" : ObligationsText(found));
             });
}

}  // namespace

void AddSystemClass(Parser& system, Run* run) {
  auto classifying = std::make_shared<Options>();
  Parser* classify = system.AddCommand(
      "classify", "Put the class of a system under the EU AI Act on record. Not legal advice.");
  AddConnectionOptions(*classify, classifying->connection, true);
  classify->AddOption("ID", classifying->id, "The system's id")->Required();
  classify
      ->AddOption(
          "FACTS", classifying->facts,
          "File of facts, YAML or JSON, as for `reeve classify`, which only shows the class")
      ->Required();
  classify->AddOption("--as-of", classifying->as_of,
                      "The law of this day; without it, the law as published");
  classify
      ->AddOption("--absent", classifying->absent, "What a fact means that the file does not state")
      ->OneOf({"unknown", "no"})
      ->ShowDefault();
  classify
      ->AddOption("--reason", classifying->reason, "Why, in a sentence; it stands in the record")
      ->Required();
  classify->AddFlag("--json", classifying->json, "Print the server's answer as it is");
  classify->Footer(
      "Example: reeve system classify hr-ranking facts.yaml --reason 'questionnaire of 3 March'\n"
      "  --as 'Ada Example'");
  classify->Callback([=] { *run = [=] { return Classify(*classifying); }; });

  auto listing = std::make_shared<Options>();
  Parser* obligations = system.AddCommand(
      "obligations", "The duties of a classified system, and what evidence Reeve holds for each.");
  AddConnectionOptions(*obligations, listing->connection, false);
  obligations->AddOption("ID", listing->id, "The system's id")->Required();
  obligations->AddFlag("--json", listing->json, "Print the server's answer as it is");
  obligations->Footer("Example: reeve system obligations hr-ranking");
  obligations->Callback([=] { *run = [=] { return Obligations(*listing); }; });
}

}  // namespace reeve::cli
