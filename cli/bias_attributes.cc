#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/bias.h"
#include "cli/connection.h"
#include "cli/members.h"
#include "cli/table.h"
#include "cli/time_text.h"
#include "oversight/bias/sealed_attributes.h"

namespace reeve::cli {
namespace {

struct Options {
  Connection connection;
  std::string file;
  std::string system;
  std::string purpose;
  std::string legal_basis;
  std::string delete_at;
  std::string id;
  std::string reason;
  bool all = false;
  bool json = false;
};

void Print(const Options& options, const json::Value& set) {
  if (options.json) {
    std::cout << json::Pretty(set) << "\n";
    return;
  }
  std::cout << TextAt(set, "/attributes") << "  " << TextAt(set, "/state") << "  "
            << CountAt(set, "/rows") << " rows of " << TextAt(set, "/system")
            << ", to be deleted at " << TextAt(set, "/delete_at") << "\n";
}

std::string ListText(const json::Value& list) {
  std::vector<TableRow> rows{
      {"ID", "SYSTEM", "ROWS", "LEGAL BASIS", "DELETED AT (UTC)", "BY", "STATE"}};
  for (const json::Value& set : *list.Find("attributes")->as_array()) {
    rows.push_back({TextAt(set, "/attributes"), TextAt(set, "/system"),
                    std::to_string(CountAt(set, "/rows")), TextAt(set, "/legal_basis"),
                    MinuteOf(TextAt(set, "/delete_at")), TextAt(set, "/by"),
                    TextAt(set, "/state")});
  }
  return rows.size() == 1 ? "no attributes\n" : TableText(rows);
}

int Upload(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  const Result<std::string> text = ReadFile(options.file, oversight::bias::kMaxAttributeBytes);
  if (!text.ok()) return Fail(text.error());
  const std::string path = "/v1/bias-attributes?system=" + api::UrlEncoded(options.system) +
                           "&purpose=" + api::UrlEncoded(options.purpose) +
                           "&legal_basis=" + api::UrlEncoded(options.legal_basis) +
                           "&delete_at=" + api::UrlEncoded(TypedTime(options.delete_at));
  return Ask(api::PostText(*client, path, "text/csv", *text),
             [&](const json::Value& set) { Print(options, set); });
}

int List(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(
      api::Get(*client, options.all ? "/v1/bias-attributes?state=all" : "/v1/bias-attributes"),
      [&](const json::Value& list) {
        std::cout << (options.json ? json::Pretty(list) + "\n" : ListText(list));
      });
}

int Delete(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Post(*client, "/v1/bias-attributes/" + options.id + "/delete",
                       json::Object{{"reason", options.reason}}),
             [&](const json::Value& set) { Print(options, set); });
}

using Action = int (*)(const Options&);

Parser* Add(Parser& parent, const char* name, const char* text, const char* example,
            const std::shared_ptr<Options>& options, Action action, bool acts, Run* run) {
  Parser* command = parent.AddCommand(name, text);
  AddConnectionOptions(*command, options->connection, acts);
  command->AddFlag("--json", options->json, "Print the server's answer as it is");
  command->Footer(example);
  command->Callback([=] { *run = [=] { return action(*options); }; });
  return command;
}

}  // namespace

void AddBiasUpload(Parser& bias, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command =
      Add(bias, "upload", "Give a server attributes of people, sealed, for its audits alone.",
          "Example: reeve bias upload people.csv --system demo-assistant --purpose 'audit of "
          "December' \\\n  --legal-basis ART4A-2026-3 --delete-at 30d --as 'Ada Example'",
          options, Upload, true, run);
  command
      ->AddOption("FILE", options->file,
                  "CSV with a column `decision` (a decision's id), and the attributes; 64 MiB")
      ->Required();
  command->AddOption("--system", options->system, "Whose decisions: id of a registered system")
      ->Required();
  command->AddOption("--purpose", options->purpose, "What for; it stands in the record")
      ->Required();
  command
      ->AddOption("--legal-basis", options->legal_basis,
                  "Id of the record that says why they may be processed (AI Act, Art. 4a)")
      ->Required();
  command
      ->AddOption("--delete-at", options->delete_at,
                  "When they are deleted: 2026-12-31, or 30d; 366 days at most")
      ->Required();
}

void AddBiasAttributes(Parser& bias, Run* run) {
  Parser* attributes =
      bias.AddCommand("attributes", "Attributes that were uploaded: list and delete.");
  attributes->RequireCommand();
  attributes->Footer("Example: reeve bias attributes list");
  auto options = std::make_shared<Options>();
  Parser* list = Add(*attributes, "list", "What is kept, for what, and until when.",
                     "Example: reeve bias attributes list --all", options, List, false, run);
  list->AddFlag("--all", options->all, "Deleted ones too");
  Parser* remove = Add(*attributes, "delete", "Delete a set before its date.",
                       "Example: reeve bias attributes delete bs-01KB1M0T7V3F8Z9N4Q2XCR5EJD "
                       "--reason 'the audit is done' --as 'Ada Example'",
                       options, Delete, true, run);
  remove->AddOption("ID", options->id, "Of the set")->Required();
  remove->AddOption("--reason", options->reason, "Why, in a sentence; it stands in the record")
      ->Required();
}

}  // namespace reeve::cli
