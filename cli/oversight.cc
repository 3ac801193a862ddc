#include <cmath>
#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/connection.h"
#include "cli/members.h"
#include "cli/table.h"
#include "oversight/approver_quality.h"

namespace reeve::cli {
namespace {

constexpr uint32_t kHundredths = 100;  // of a percent

struct Options {
  Connection connection;
  std::string approval;
  std::string reason;
  uint64_t min_votes = oversight::OversightMeasures().min_votes;
  double fast = 100;  // percent
  double missed = 100;
  double reversed = 100;
  double approvals = 100;
  bool suspends = false;
  bool json = false;
};

// "12%", or a dash where there is nothing to divide by.
std::string ShareAt(const json::Value& approver, const std::string& name) {
  const json::Value* found = json::Resolve(approver, "/shares/" + name);
  if (found == nullptr || found->as_int() == nullptr) return "-";
  return std::to_string((*found->as_int() + kHundredths / 2) / kHundredths) + "%";
}

std::string QualityText(const json::Value& body) {
  const json::Value* approvers = body.Find("approvers");
  if (approvers == nullptr || approvers->as_array() == nullptr || approvers->as_array()->empty()) {
    return "nobody has voted yet\n";
  }
  std::vector<TableRow> rows = {{"APPROVER", "VOTES", "APPROVES", "MEAN", "FASTEST", "TOO FAST",
                                 "AGREES", "SEEDS MISSED", "REVERSED", "BEYOND"}};
  for (const json::Value& each : *approvers->as_array()) {
    rows.push_back({TextAt(each, "/person"), std::to_string(CountAt(each, "/votes")),
                    ShareAt(each, "approvals"),
                    std::to_string(CountAt(each, "/mean_seconds")) + "s",
                    std::to_string(CountAt(each, "/fastest_seconds")) + "s", ShareAt(each, "fast"),
                    ShareAt(each, "agreement"),
                    std::to_string(CountAt(each, "/missed")) + " of " +
                        std::to_string(CountAt(each, "/seeded")),
                    ShareAt(each, "reversed"), ListAt(each, "/beyond")});
  }
  return TableText(rows);
}

int Quality(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, "/v1/oversight/quality"), [&](const json::Value& body) {
    std::cout << (options.json ? json::Pretty(body) + "\n" : QualityText(body));
  });
}

int64_t Share(double percent) { return std::lround(percent * kHundredths); }

int Measures(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  const json::Object body{{"min_votes", options.min_votes},
                          {"fast", Share(options.fast)},
                          {"missed", Share(options.missed)},
                          {"reversed", Share(options.reversed)},
                          {"approvals", Share(options.approvals)},
                          {"suspends", options.suspends},
                          {"reason", options.reason}};
  return Ask(api::Post(*client, "/v1/oversight/measures", body),
             [](const json::Value& set) { std::cout << json::Pretty(set) << "\n"; });
}

int Seed(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Post(*client, "/v1/oversight/seeds",
                       json::Object{{"approval", options.approval}, {"reason", options.reason}}),
             [&](const json::Value&) { std::cout << options.approval << " is a seed\n"; });
}

void AddReason(Parser& command, Options& options) {
  command.AddOption("--reason", options.reason, "Why, in a sentence; it stands in the record")
      ->Required();
}

void AddShare(Parser& command, const char* name, double* share, const char* text) {
  command.AddOption(name, *share, text)->Between(0.0, 100.0);
}

}  // namespace

void AddOversight(Parser& app, Run* run) {
  Parser* oversight = app.AddCommand("oversight", "How well people oversee.");
  oversight->RequireCommand();
  oversight->Footer("Example: reeve oversight quality");
  const auto options = std::make_shared<Options>();

  Parser* quality = oversight->AddCommand("quality", "How each approver votes.");
  AddConnectionOptions(*quality, options->connection, false);
  quality->AddFlag("--json", options->json, "Print the server's answer as it is");
  quality->Footer("Example: reeve oversight quality --json");
  quality->Callback([run, options] { *run = [options] { return Quality(*options); }; });

  Parser* measures = oversight->AddCommand(
      "measures", "Set all that raises an alarm; what is left out never does.");
  AddConnectionOptions(*measures, options->connection, true);
  measures->AddOption("--min-votes", options->min_votes, "Below it nobody is judged")
      ->Between(uint64_t{1}, oversight::kStretchVotes)
      ->ShowDefault();
  AddShare(*measures, "--fast", &options->fast, "Percent of votes faster than reading");
  AddShare(*measures, "--missed", &options->missed, "Percent of known-bad items approved");
  AddShare(*measures, "--reversed", &options->reversed, "Percent of approvals reversed on appeal");
  AddShare(*measures, "--approvals", &options->approvals, "Percent of votes that approve");
  measures->AddFlag("--suspend", options->suspends, "End the grants of who is beyond one");
  AddReason(*measures, *options);
  measures->Footer(
      "Example: reeve oversight measures --fast 20 --missed 10 --suspend "
      "--reason 'As the board decided' --as 'Quinn Example'");
  measures->Callback([run, options] { *run = [options] { return Measures(*options); }; });

  Parser* seed = oversight->AddCommand("seed", "Say that an open approval is a known-bad item.");
  AddConnectionOptions(*seed, options->connection, true);
  seed->AddOption("APPROVAL", options->approval, "Its id, ap-...")->Required();
  AddReason(*seed, *options);
  seed->Footer(
      "Example: reeve oversight seed ap-01KB1M0T7V3F8Z9N4Q2XCR5EJD "
      "--reason 'The income is invented' --as 'Quinn Example'");
  seed->Callback([run, options] { *run = [options] { return Seed(*options); }; });
}

}  // namespace reeve::cli
