#include <array>
#include <iostream>
#include <memory>

#include "base/duration.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/incident_text.h"
#include "cli/remote_command.h"

namespace reeve::cli {
namespace {

constexpr char kId[] = "bg-01KB1M0T7V3F8Z9N4Q2XCR5EJD";

// An option of `invoke`, the key of the scope that it fills, and what it names.
struct ScopeOption {
  const char* option;
  const char* key;
  const char* text;
};
constexpr std::array<ScopeOption, 6> kScopeOptions = {{
    {"--system", "systems", "Id of a registered system; may be given more than once"},
    {"--action", "actions", "Kind of action"},
    {"--tool", "tools", "Name of a tool"},
    {"--channel", "channels", "Channel by which requests come"},
    {"--stage", "stages", "input, output, tool_call or tool_result"},
    {"--risk-class", "risk_classes", "unclassified, minimal, limited or high"},
}};

struct Options {
  Connection connection;
  std::string id;
  std::string incident;
  std::array<std::vector<std::string>, kScopeOptions.size()> scope;
  std::vector<std::string> rules;
  std::string time = "1h";
  std::string reason;
  std::string finding;
  std::string state = "all";
  bool json = false;
};

json::Array Texts(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

void Print(const Options& options, const json::Value& glass) {
  std::cout << (options.json ? json::Pretty(glass) + "\n"
                             : BreakGlassText(glass, Clock::System().Now()));
}

int Send(const Options& options, const std::string& path, json::Object body) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Post(*client, path, std::move(body)),
             [&](const json::Value& glass) { Print(options, glass); });
}

int Invoke(const Options& options) {
  json::Object scope;
  for (size_t i = 0; i < kScopeOptions.size(); ++i) {
    if (!options.scope[i].empty()) scope.Add(kScopeOptions[i].key, Texts(options.scope[i]));
  }
  json::Object body{{"incident", options.incident},
                    {"scope", std::move(scope)},
                    {"time", options.time},
                    {"reason", options.reason}};
  if (!options.rules.empty()) body.Add("rules", Texts(options.rules));
  return Send(options, "/v1/break-glass", std::move(body));
}

int End(const Options& options) {
  return Send(options, "/v1/break-glass/" + options.id + "/end", {{"reason", options.reason}});
}

int Review(const Options& options) {
  return Send(options, "/v1/break-glass/" + options.id + "/review",
              {{"finding", options.finding}, {"reason", options.reason}});
}

int Show(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, "/v1/break-glass/" + options.id),
             [&](const json::Value& glass) { Print(options, glass); });
}

int List(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, "/v1/break-glass?state=" + options.state),
             [&](const json::Value& list) {
               std::cout << (options.json ? json::Pretty(list) + "\n"
                                          : BreakGlassListText(list, Clock::System().Now()));
             });
}

std::string DurationProblem(const std::string& typed) {
  if (ParseDuration(typed)) return {};
  return "`" + typed + "` is no length of time: a number and one of s, m, h, such as 45m";
}

using Action = int (*)(const Options&);

using Command = RemoteCommand<Options>;

Command Add(Parser& parent, const char* name, const char* text, const std::string& example,
            Action action, bool acts, Run* run) {
  return AddRemoteWithReason<Options>(parent, name, text, "Example: reeve break-glass " + example,
                                      action, acts, run);
}

void AddId(const Command& command) {
  command.app->AddOption("ID", command.options->id, "The break-glass's id, bg-...")->Required();
}

void AddInvoke(Parser& glass, Run* run) {
  const Command invoke =
      Add(glass, "invoke", "Let pass, in an incident and for a short time, what rules would hold.",
          "invoke --incident inc-01KB1M0T7V3F8Z9N4Q2XCR5EJD --system demo-credit\n  --time 45m "
          "--reason 'The approvers cannot be reached' --as 'Ada Example'",
          Invoke, true, run);
  Options& options = *invoke.options;
  invoke.app->AddOption("--incident", options.incident, "Id of the open incident, inc-...")
      ->Required();
  for (size_t i = 0; i < kScopeOptions.size(); ++i) {
    invoke.app->AddOption(kScopeOptions[i].option, options.scope[i], kScopeOptions[i].text)
        ->Repeated();
  }
  invoke.app
      ->AddOption("--rule", options.rules,
                  "POLICY/RULE that may pass; else all that hold; may be given more than once")
      ->Repeated();
  invoke.app->AddOption("--time", options.time, "How long, at most 4h")
      ->ShowDefault()
      ->Check(DurationProblem, "DURATION");
}

}  // namespace

void AddBreakGlass(Parser& app, Run* run) {
  Parser* glass = app.AddCommand(
      "break-glass", "Pass holds in an emergency, and answer for it to another person.");
  glass->RequireCommand();
  glass->Footer("Example: reeve break-glass list --state overdue");
  AddInvoke(*glass, run);
  const Command end =
      Add(*glass, "end", "End one before its time.",
          "end " + std::string(kId) + " --reason 'The approvers are back' --as 'Cleo Example'", End,
          true, run);
  AddId(end);
  const Command review =
      Add(*glass, "review", "Judge one that is over, as another person than who invoked it.",
          "review " + std::string(kId) +
              " --finding justified\n  --reason 'Three payments, all of them due' --as 'Ben "
              "Example'",
          Review, true, run);
  AddId(review);
  review.app->AddOption("--finding", review.options->finding, "justified or not_justified")
      ->Required()
      ->OneOf({"justified", "not_justified"});
  const Command show = Add(*glass, "show", "One break-glass, with its uses.",
                           "show " + std::string(kId), Show, false, run);
  AddId(show);
  const Command list = Add(*glass, "list", "Break-glasses, the last invoked first.",
                           "list --state overdue", List, false, run);
  list.app->AddOption("--state", list.options->state, "all, active, to_review, overdue, reviewed")
      ->ShowDefault()
      ->OneOf({"all", "active", "to_review", "overdue", "reviewed"});
}

}  // namespace reeve::cli
