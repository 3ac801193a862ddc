#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/connection.h"
#include "cli/members.h"
#include "cli/table.h"
#include "oversight/reviews.h"

namespace reeve::cli {
namespace {

struct Options {
  Connection connection;
  std::string id;
  std::string role;
  std::string system;
  uint64_t limit = 100;
  std::string finding;
  std::string reason;
  bool done = false;
  bool json = false;
};

std::string ListText(const json::Value& list) {
  const json::Value* reviews = list.Find("reviews");
  if (reviews == nullptr || reviews->as_array() == nullptr || reviews->as_array()->empty()) {
    return "no such review\n";
  }
  std::vector<TableRow> rows = {{"ID", "SYSTEM", "ROLES", "DUE (UTC)", "STATE", "FINDING"}};
  for (const json::Value& review : *reviews->as_array()) {
    rows.push_back({TextAt(review, "/id"), TextAt(review, "/system"), ListAt(review, "/roles"),
                    TextAt(review, "/due").substr(0, 16), TextAt(review, "/state"),
                    TextAt(review, "/verdict/finding")});
  }
  return TableText(rows);
}

std::string OneText(const json::Value& review) {
  std::vector<TableRow> rows = {
      {"review", TextAt(review, "/id")},         {"state", TextAt(review, "/state")},
      {"decision", TextAt(review, "/decision")}, {"system", TextAt(review, "/system")},
      {"roles", ListAt(review, "/roles")},       {"due", TextAt(review, "/due")}};
  if (review.Find("verdict") != nullptr) {
    rows.push_back({"finding", TextAt(review, "/verdict/finding")});
    rows.push_back({"by", TextAt(review, "/verdict/by")});
    rows.push_back({"reason", TextAt(review, "/verdict/reason")});
  }
  return TableText(rows);
}

int Show(const Options& options, const Result<api::ServerAnswer>& answer,
         std::string (*text)(const json::Value&)) {
  return Ask(answer, [&](const json::Value& body) {
    std::cout << (options.json ? json::Pretty(body) + "\n" : text(body));
  });
}

int List(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  std::string path = std::string("/v1/reviews?state=") + (options.done ? "done" : "open") +
                     "&limit=" + std::to_string(options.limit);
  if (!options.role.empty()) path += "&role=" + api::UrlEncoded(options.role);
  if (!options.system.empty()) path += "&system=" + api::UrlEncoded(options.system);
  return Show(options, api::Get(*client, path), ListText);
}

int ShowOne(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Show(options, api::Get(*client, "/v1/reviews/" + options.id), OneText);
}

int Decide(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Show(options,
              api::Post(*client, "/v1/reviews/" + options.id + "/verdict",
                        json::Object{{"finding", options.finding}, {"reason", options.reason}}),
              OneText);
}

}  // namespace

void AddReview(Parser& app, Run* run) {
  Parser* review =
      app.AddCommand("review", "Decisions that rules route to a person after the fact.");
  review->RequireCommand();
  review->Footer("Example: reeve review list --role auditor");
  const auto options = std::make_shared<Options>();

  Parser* list = review->AddCommand("list", "What waits, the first due first.");
  AddConnectionOptions(*list, options->connection, false);
  list->AddFlag("--json", options->json, "Print the server's answer as it is");
  list->AddOption("--role", options->role, "Only what this role reviews");
  list->AddOption("--system", options->system, "Only of this system");
  list->AddOption("--limit", options->limit, "How many at most")
      ->Between(uint64_t{1}, oversight::kMaxListedReviews)
      ->ShowDefault();
  list->AddFlag("--done", options->done, "What was reviewed, the last first");
  list->Footer("Example: reeve review list --role auditor");
  list->Callback([run, options] { *run = [options] { return List(*options); }; });

  Parser* show = review->AddCommand("show", "One review.");
  AddConnectionOptions(*show, options->connection, false);
  show->AddFlag("--json", options->json, "Print the server's answer as it is");
  show->AddOption("ID", options->id, "The review's id, rv-...")->Required();
  show->Footer("Example: reeve review show rv-01KB1M0T7V3F8Z9N4Q2XCR5EJD");
  show->Callback([run, options] { *run = [options] { return ShowOne(*options); }; });

  Parser* decide = review->AddCommand("decide", "Say, as --as, whether it was right.");
  AddConnectionOptions(*decide, options->connection, true);
  decide->AddFlag("--json", options->json, "Print the server's answer as it is");
  decide->AddOption("ID", options->id, "The review's id, rv-...")->Required();
  decide->AddOption("FINDING", options->finding, "right, wrong or unclear")
      ->Required()
      ->OneOf({"right", "wrong", "unclear"});
  decide->AddOption("--reason", options->reason, "Why, in a sentence; it stands in the record")
      ->Required();
  decide->Footer(
      "Example: reeve review decide rv-01KB1M0T7V3F8Z9N4Q2XCR5EJD wrong "
      "--reason 'The clause was misread' --as 'Ben Example'");
  decide->Callback([run, options] { *run = [options] { return Decide(*options); }; });
}

}  // namespace reeve::cli
