#include <iostream>

#include "cli/command.h"
#include "cli/members.h"
#include "cli/remote_command.h"
#include "cli/table.h"
#include "cli/time_text.h"

namespace reeve::cli {
namespace {

struct Options {
  Connection connection;
  std::string budget;
  std::string system;
  std::string actor;
  bool json = false;
};

// "system demo, model m-1"; an actor by the beginning of its digest, which search takes as well.
std::string WhomOf(const json::Value& count) {
  constexpr size_t kShownDigest = 24;
  std::string out;
  for (const char* key : {"tenant", "system", "actor", "model"}) {
    if (count.Find(key) == nullptr) continue;
    const std::string name = TextAt(count, "/" + std::string(key));
    out.append(out.empty() ? "" : ", ").append(key).append(" ");
    out += name.empty() ? "-" : name.substr(0, kShownDigest);
  }
  return out.empty() ? "all" : out;
}

std::string UsageText(const json::Value& answer) {
  std::vector<TableRow> rows = {{"BUDGET", "OF", "USED", "LIMIT", "LEFT", "UNTIL", "BY"}};
  const json::Value* counts = answer.Find("counts");
  const size_t listed =
      counts == nullptr || counts->as_array() == nullptr ? 0 : counts->as_array()->size();
  for (size_t i = 0; i < listed; ++i) {
    const json::Value& count = (*counts->as_array())[i];
    rows.push_back(
        {TextAt(count, "/budget"), TextAt(count, "/of"), std::to_string(CountAt(count, "/used")),
         std::to_string(CountAt(count, "/limit")), std::to_string(CountAt(count, "/remaining")),
         MinuteOf(TextAt(count, "/until")), WhomOf(count)});
  }
  if (listed == 0) return "nothing was used of a budget in the windows that have not ended\n";
  std::string out = TableText(rows);
  const int64_t total = CountAt(answer, "/total");
  if (total > static_cast<int64_t>(listed)) {
    out += "and " + std::to_string(total - static_cast<int64_t>(listed)) +
           " more: ask for one --budget, --system or --actor\n";
  }
  return out;
}

int Show(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  const std::string query = "?budget=" + api::UrlEncoded(options.budget) +
                            "&system=" + api::UrlEncoded(options.system) +
                            "&actor=" + api::UrlEncoded(options.actor);
  return Ask(api::Get(*client, "/v1/usage" + query), [&](const json::Value& answer) {
    std::cout << (options.json ? json::Pretty(answer) + "\n" : UsageText(answer));
  });
}

}  // namespace

void AddUsage(Parser& app, Run* run) {
  const auto command = AddRemote<Options>(
      app, "usage",
      "What was used of the budgets of the active bundle, the nearest to its limit first.",
      "Example: reeve usage --budget chat_calls --actor u-17", Show, false, run);
  command.app->AddOption("--budget", command.options->budget, "Of this budget alone");
  command.app->AddOption("--system", command.options->system,
                         "Of this system alone, where a budget counts by system");
  command.app->AddOption("--actor", command.options->actor,
                         "Of this actor alone, by the id that callers give");
}

}  // namespace reeve::cli
