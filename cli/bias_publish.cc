#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/bias.h"
#include "cli/connection.h"
#include "cli/members.h"
#include "cli/table.h"
#include "cli/time_text.h"

namespace reeve::cli {
namespace {

constexpr char kPublications[] = "/v1/bias-publications";

struct Options {
  Connection connection;
  std::string id;  // of a report, or of what was published
  std::string reason;
  bool json = false;
};

void Print(const Options& options, const json::Value& publication) {
  if (options.json) {
    std::cout << json::Pretty(publication) << "\n";
    return;
  }
  const bool withdrawn = publication.Find("withdrawn") != nullptr;
  std::cout << TextAt(publication, "/id") << (withdrawn ? "  withdrawn" : "  public at ")
            << (withdrawn ? std::string() : options.connection.url + TextAt(publication, "/path"))
            << "\n";
}

int Send(const Options& options, const std::string& path, const json::Object& body) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Post(*client, path, body),
             [&](const json::Value& publication) { Print(options, publication); });
}

int Publish(const Options& options) {
  return Send(options, kPublications, {{"report", options.id}});
}

int Withdraw(const Options& options) {
  return Send(options, std::string(kPublications) + "/" + api::UrlEncoded(options.id) + "/withdraw",
              {{"reason", options.reason}});
}

int List(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, kPublications), [&](const json::Value& list) {
    if (options.json) {
      std::cout << json::Pretty(list) << "\n";
      return;
    }
    std::vector<TableRow> rows{{"ID", "TOOL", "AUDIT OF", "PUBLISHED (UTC)", "BY", "STATE"}};
    for (const json::Value& one : *list.Find("publications")->as_array()) {
      rows.push_back({TextAt(one, "/id"), TextAt(one, "/tool"), TextAt(one, "/audit_date"),
                      MinuteOf(TextAt(one, "/published")), TextAt(one, "/by"),
                      one.Find("withdrawn") == nullptr ? "public" : "withdrawn"});
    }
    std::cout << (rows.size() == 1 ? "nothing published\n" : TableText(rows));
  });
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

void AddBiasPublish(Parser& bias, Run* run) {
  auto options = std::make_shared<Options>();
  Add(bias, "publish", "Make the summary of an audit public, at /audits/ID of the server.",
      "Example: reeve bias publish "
      "sha256:0000000000000000000000000000000000000000000000000000000000000000 \\\n"
      "  --as 'Ada Example'\nThe audit was run with --tool, --auditor, --audit-date, --used-from "
      "and --data-source.",
      options, Publish, true, run)
      ->AddOption("REPORT", options->id, "Digest of the report")
      ->Required();
  Parser* withdraw = Add(bias, "withdraw", "Take a published summary back.",
                         "Example: reeve bias withdraw bp-01KB1M0T7V3F8Z9N4Q2XCR5EJD --reason "
                         "'out of use since May' --as 'Ada Example'",
                         options, Withdraw, true, run);
  withdraw->AddOption("ID", options->id, "Of what was published")->Required();
  withdraw->AddOption("--reason", options->reason, "Why, in a sentence; it stands in the record")
      ->Required();
  Add(bias, "published", "Summaries that are, or were, public.", "Example: reeve bias published",
      options, List, false, run);
}

}  // namespace reeve::cli
