#include <iostream>
#include <memory>

#include "cli/approval_text.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/remote_command.h"

namespace reeve::cli {
namespace {

struct Options {
  Connection connection;
  std::string id;
  std::string reason;
  std::vector<std::string> conditions;
  std::string grant;
  std::string state = "open";
  std::string role;
  std::string system;
  std::string order = "age";
  std::string after;
  int limit = 100;
  bool json = false;
};

using Action = int (*)(const Options&);

void Print(const Options& options, const json::Value& approval) {
  std::cout << (options.json ? json::Pretty(approval) + "\n"
                             : ApprovalText(approval, Clock::System().Now()));
}

std::string PathOf(const Options& options) { return "/v1/approvals/" + options.id; }

int PostTo(const Options& options, const std::string& path, json::Object body) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Post(*client, path, std::move(body)),
             [&](const json::Value& approval) { Print(options, approval); });
}

int Vote(const Options& options, const char* vote) {
  json::Object body{{"vote", vote}, {"reason", options.reason}};
  if (!options.conditions.empty()) {
    body.Add("conditions", json::Array(options.conditions.begin(), options.conditions.end()));
  }
  if (!options.grant.empty()) body.Add("grant", options.grant);
  return PostTo(options, PathOf(options) + "/votes", std::move(body));
}

int Approve(const Options& options) { return Vote(options, "approve"); }
int Reject(const Options& options) { return Vote(options, "reject"); }

int Withdraw(const Options& options) {
  return PostTo(options, PathOf(options) + "/withdraw", json::Object{{"reason", options.reason}});
}

int Show(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, PathOf(options)),
             [&](const json::Value& approval) { Print(options, approval); });
}

int List(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  std::string path = "/v1/approvals?state=" + options.state + "&order=" + options.order +
                     "&limit=" + std::to_string(options.limit);
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) path += "&" + std::string(name) + "=" + api::UrlEncoded(value);
  };
  add("role", options.role);
  add("system", options.system);
  add("after", options.after);
  return Ask(api::Get(*client, path), [&](const json::Value& list) {
    std::cout << (options.json ? json::Pretty(list) + "\n"
                               : ApprovalListText(list, Clock::System().Now()));
  });
}

using Command = RemoteCommand<Options>;

void AddId(const Command& command) {
  command.app->AddOption("ID", command.options->id, "The approval's id, ap-...")->Required();
}

void AddReason(const Command& command) {
  command.app
      ->AddOption("--reason", command.options->reason,
                  "Why, in a sentence; it stands in the record")
      ->Required();
}

void AddGrantOption(const Command& command) {
  command.app->AddOption("--grant", command.options->grant,
                         "By which of your grants; default the first that lets you");
}

void AddList(Parser& approval, Run* run) {
  const Command list = AddRemote<Options>(
      approval, "list", "What waits for a person: the oldest first.",
      "Example: reeve approval list --role finance_approver --order due", List, false, run);
  Options& options = *list.options;
  list.app->AddOption("--state", options.state, "Of that state")
      ->ShowDefault()
      ->OneOf({"open", "approved", "rejected", "withdrawn", "expired", "lapsed", "void", "used"});
  list.app->AddOption("--role", options.role, "On which this role may vote");
  list.app->AddOption("--system", options.system, "Of that system");
  list.app->AddOption("--order", options.order, "age, due or priority")
      ->ShowDefault()
      ->OneOf({"age", "due", "priority"});
  list.app->AddOption("--limit", options.limit, "At most so many")->ShowDefault()->Between(1, 1000);
  list.app->AddOption("--after", options.after, "Behind a page: what it named as more");
}

}  // namespace

void AddApproval(Parser& app, Run* run) {
  Parser* approval = app.AddCommand("approval", "Decide what rules hold for a person.");
  approval->RequireCommand();
  approval->Footer("Example: reeve approval list");
  AddList(*approval, run);

  AddId(AddRemote<Options>(
      *approval, "show", "One approval: what it is of, on whose terms, and its votes.",
      "Example: reeve approval show ap-01KB1M0T7V3F8Z9N4Q2XCR5EJD", Show, false, run));

  const Command approve =
      AddRemote<Options>(*approval, "approve", "Approve, as --as.",
                         "Example: reeve approval approve ap-01KB1M0T7V3F8Z9N4Q2XCR5EJD "
                         "--reason 'The invoice is there' --as 'Ben Example'",
                         Approve, true, run);
  AddId(approve);
  AddReason(approve);
  AddGrantOption(approve);
  approve.app
      ->AddOption("--condition", approve.options->conditions,
                  "What must be done besides; more than once")
      ->Repeated();

  const Command reject =
      AddRemote<Options>(*approval, "reject", "Reject, as --as: one rejection ends it.",
                         "Example: reeve approval reject ap-01KB1M0T7V3F8Z9N4Q2XCR5EJD "
                         "--reason 'The invoice is missing' --as 'Ben Example'",
                         Reject, true, run);
  AddId(reject);
  AddReason(reject);
  AddGrantOption(reject);

  const Command withdraw =
      AddRemote<Options>(*approval, "withdraw", "Take back, as who asked for it.",
                         "Example: reeve approval withdraw ap-01KB1M0T7V3F8Z9N4Q2XCR5EJD "
                         "--reason 'Asked twice' --as 'Ada Example'",
                         Withdraw, true, run);
  AddId(withdraw);
  AddReason(withdraw);
}

}  // namespace reeve::cli
