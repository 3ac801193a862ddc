#include <iostream>
#include <memory>

#include "api/notification_settings.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/connection.h"
#include "cli/members.h"
#include "cli/table.h"

namespace reeve::cli {
namespace {

struct Options {
  Connection connection;
  std::string file;
  std::string target;
  std::string record;
  bool json = false;
};

int64_t IntAt(const json::Value& value, std::string_view pointer) {
  const json::Value* found = json::Resolve(value, pointer);
  return found != nullptr && found->as_int() != nullptr ? *found->as_int() : 0;
}

size_t SizeAt(const json::Value& value, std::string_view pointer) {
  const json::Value* found = json::Resolve(value, pointer);
  return found != nullptr && found->as_array() != nullptr ? found->as_array()->size() : 0;
}

// The targets, and beneath them what was given up.
std::string ListText(const json::Value& list) {
  const json::Value* targets = list.Find("targets");
  if (targets == nullptr || SizeAt(list, "/targets") == 0) {
    return "this server notifies nobody: start it with --notifications FILE\n";
  }
  std::vector<TableRow> rows = {{"TARGET", "PENDING", "DEAD", "LAG", "CALLBACKS", "STATE"}};
  std::vector<TableRow> dead = {{"TARGET", "RECORD", "KIND", "GIVEN UP (UTC)", "WHY"}};
  for (const json::Value& target : *targets->as_array()) {
    const json::Value* gone = target.Find("gone");
    const bool is_gone = gone != nullptr && gone->as_bool() != nullptr && *gone->as_bool();
    rows.push_back({TextAt(target, "/id"), std::to_string(SizeAt(target, "/pending")),
                    std::to_string(SizeAt(target, "/dead")),
                    std::to_string(IntAt(target, "/lag_seconds")) + "s",
                    std::to_string(IntAt(target, "/callbacks")), is_gone ? "gone" : "told"});
    const json::Value* letters = target.Find("dead");
    if (letters == nullptr || letters->as_array() == nullptr) continue;
    for (const json::Value& letter : *letters->as_array()) {
      dead.push_back({TextAt(target, "/id"), TextAt(letter, "/id"), TextAt(letter, "/kind"),
                      TextAt(letter, "/at"), TextAt(letter, "/why")});
    }
  }
  return TableText(rows) + (dead.size() == 1 ? "" : "\n" + TableText(dead));
}

int Show(const Options& options, const Result<api::ServerAnswer>& answer) {
  return Ask(answer, [&](const json::Value& list) {
    std::cout << (options.json ? json::Pretty(list) + "\n" : ListText(list));
  });
}

int List(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Show(options, api::Get(*client, "/v1/notifications"));
}

int Retry(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Show(options, api::Post(*client, "/v1/notifications/" + options.target + "/retry",
                                 json::Object{{"record", options.record}}));
}

int Check(const Options& options) {
  const auto settings = api::ReadNotificationFile(options.file);
  if (!settings.ok()) {
    const bool is_unread = settings.error().code != "notify.settings";
    if (is_unread) return Fail(settings.error());
    std::cerr << settings.error().message;
    return kNotGood;
  }
  std::cout << settings->webhooks.size() << " webhooks, " << settings->mails.size()
            << " e-mails: good\n";
  return kGood;
}

}  // namespace

void AddNotification(Parser& app, Run* run) {
  Parser* notification =
      app.AddCommand("notification", "What webhooks and e-mails were told, and were not.");
  notification->RequireCommand();
  notification->Footer("Example: reeve notification list");
  const auto options = std::make_shared<Options>();

  Parser* list = notification->AddCommand("list", "The targets, and what was given up.");
  AddConnectionOptions(*list, options->connection, false);
  list->AddFlag("--json", options->json, "Print the server's answer as it is");
  list->Footer("Example: reeve notification list --json");
  list->Callback([run, options] { *run = [options] { return List(*options); }; });

  Parser* retry = notification->AddCommand("retry", "Tell once more what was given up.");
  AddConnectionOptions(*retry, options->connection, true);
  retry->AddFlag("--json", options->json, "Print the server's answer as it is");
  retry->AddOption("TARGET", options->target, "Id of the webhook or e-mail")->Required();
  retry->AddOption("RECORD", options->record, "Id of the record")->Required();
  retry->Footer(
      "Example: reeve notification retry desk ap-01KB1M0T7V3F8Z9N4Q2XCR5EJD --as 'Ada Example'");
  retry->Callback([run, options] { *run = [options] { return Retry(*options); }; });

  Parser* check = notification->AddCommand("check", "Check a file of settings.");
  check->AddOption("FILE", options->file, "The file, as for `reeve serve --notifications`")
      ->Required();
  check->Footer("Example: reeve notification check notifications.yaml");
  check->Callback([run, options] { *run = [options] { return Check(*options); }; });
}

}  // namespace reeve::cli
