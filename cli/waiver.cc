#include <array>
#include <iostream>
#include <memory>

#include "base/duration.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/remote_command.h"
#include "cli/time_text.h"
#include "cli/waiver_text.h"

namespace reeve::cli {
namespace {

// An option of `grant`, the key of the scope that it fills, and what it names.
struct ScopeOption {
  const char* option;
  const char* key;
  const char* text;
};
constexpr std::array<ScopeOption, 7> kScopeOptions = {{
    {"--system", "systems", "Id of a registered system; may be given more than once"},
    {"--action", "actions", "Kind of action"},
    {"--tool", "tools", "Name of a tool"},
    {"--channel", "channels", "Channel by which requests come"},
    {"--stage", "stages", "input, output, tool_call or tool_result"},
    {"--risk-class", "risk_classes", "unclassified, minimal, limited or high"},
    {"--tenant", "tenants", "Your own tenant: a waiver is never of another"},
}};

struct Options {
  Connection connection;
  std::string rule;
  std::array<std::vector<std::string>, kScopeOptions.size()> scope;
  bool everywhere = false;
  std::string from;
  std::string until;
  std::string reason;
  std::string requested_by;
  std::vector<std::string> references;
  std::string id;
  std::string state;
  std::string expiring;
  bool unused = false;
  bool json = false;
};

json::Array Texts(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

void Print(const Options& options, const json::Value& waiver) {
  std::cout << (options.json ? json::Pretty(waiver) + "\n"
                             : WaiverText(waiver, Clock::System().Now()));
}

int Grant(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  json::Object scope;
  if (options.everywhere) scope.Add("everywhere", true);
  for (size_t i = 0; i < kScopeOptions.size(); ++i) {
    if (!options.scope[i].empty()) scope.Add(kScopeOptions[i].key, Texts(options.scope[i]));
  }
  const size_t slash = options.rule.find('/');
  json::Object body{{"policy", options.rule.substr(0, slash)},
                    {"rule", options.rule.substr(slash + 1)},
                    {"scope", std::move(scope)},
                    {"until", TypedTime(options.until)},
                    {"reason", options.reason},
                    {"requested_by", options.requested_by}};
  if (!options.from.empty()) body.Add("from", TypedTime(options.from));
  if (!options.references.empty()) body.Add("references", Texts(options.references));
  return Ask(api::Post(*client, "/v1/waivers", std::move(body)),
             [&](const json::Value& waiver) { Print(options, waiver); });
}

int Revoke(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Post(*client, "/v1/waivers/" + options.id + "/revoke",
                       json::Object{{"reason", options.reason}}),
             [&](const json::Value& waiver) { Print(options, waiver); });
}

int Show(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, "/v1/waivers/" + options.id),
             [&](const json::Value& waiver) { Print(options, waiver); });
}

int List(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  const std::string state = options.unused              ? "unused"
                            : !options.expiring.empty() ? "expiring&within=" + options.expiring
                                                        : options.state;
  return Ask(api::Get(*client, "/v1/waivers?state=" + state), [&](const json::Value& list) {
    std::cout << (options.json ? json::Pretty(list) + "\n"
                               : WaiverListText(list, Clock::System().Now()));
  });
}

std::string RuleProblem(const std::string& typed) {
  const size_t slash = typed.find('/');
  if (slash != std::string::npos && slash > 0 && slash + 1 < typed.size()) return {};
  return "`" + typed + "` names no rule: type POLICY/RULE, such as pii/mask-bank-accounts";
}

std::string DurationProblem(const std::string& typed) {
  if (ParseDuration(typed)) return {};
  return "`" + typed + "` is no length of time: a number and one of s, m, h, d, such as 14d";
}

using Action = int (*)(const Options&);

using Command = RemoteCommand<Options>;

void AddId(const Command& command) {
  command.app->AddOption("ID", command.options->id, "The waiver's id, w-...")->Required();
}

void AddReason(const Command& command) {
  command.app
      ->AddOption("--reason", command.options->reason,
                  "Why, in a sentence; it stands in the record")
      ->Required();
}

void AddWaiverGrant(Parser& waiver, Run* run) {
  const Command grant = AddRemote<Options>(
      waiver, "grant", "Accept, as --as, that a rule does not apply within a scope for a time.",
      "Example: reeve waiver grant pii/mask-bank-accounts --system demo-assistant --until 14d\n"
      "  --reason 'The bank tests with numbers of its own' --requested-by 'Ada Example' "
      "--as 'Ben Example'",
      Grant, true, run);
  Options& options = *grant.options;
  grant.app->AddOption("RULE", options.rule, "The rule, as POLICY/RULE")
      ->Required()
      ->Check(RuleProblem, "POLICY/RULE");
  for (size_t i = 0; i < kScopeOptions.size(); ++i) {
    grant.app->AddOption(kScopeOptions[i].option, options.scope[i], kScopeOptions[i].text)
        ->Repeated();
  }
  grant.app->AddFlag("--everywhere", options.everywhere, "In place of a scope: within the tenant");
  grant.app->AddOption("--from", options.from, "When it begins, as for --until; default now");
  grant.app
      ->AddOption("--until", options.until,
                  "When it ends: 2026-12-31 (its first moment, UTC), 2026-12-31T18:00:00Z, or 14d")
      ->Required();
  AddReason(grant);
  grant.app
      ->AddOption("--requested-by", options.requested_by,
                  "Who asked for it: another person than --as")
      ->Required();
  grant.app->AddOption("--reference", options.references, "A ticket, a document; more than once")
      ->Repeated();
}

}  // namespace

void AddWaiver(Parser& app, Run* run) {
  Parser* waiver = app.AddCommand("waiver", "Suspend rules for a scope until a date.");
  waiver->RequireCommand();
  waiver->Footer("Example: reeve waiver list --expiring 14d");
  AddWaiverGrant(*waiver, run);

  const Command revoke =
      AddRemote<Options>(*waiver, "revoke", "End a waiver now.",
                         "Example: reeve waiver revoke w-01KB1M0T7V3F8Z9N4Q2XCR5EJD "
                         "--reason 'The test is over' --as 'Cleo Example'",
                         Revoke, true, run);
  AddId(revoke);
  AddReason(revoke);

  const Command show = AddRemote<Options>(
      *waiver, "show", "One waiver, with its reason and its uses.",
      "Example: reeve waiver show w-01KB1M0T7V3F8Z9N4Q2XCR5EJD", Show, false, run);
  AddId(show);

  const Command list =
      AddRemote<Options>(*waiver, "list", "What is waived now; soon to expire; never used.",
                         "Example: reeve waiver list --expiring 14d", List, false, run);
  Options& options = *list.options;
  options.state = "active";
  Option* state =
      list.app
          ->AddOption("--state", options.state,
                      "all, active, pending, expired, revoked, orphaned or not_waivable")
          ->ShowDefault()
          ->OneOf({"all", "active", "pending", "expired", "revoked", "expiring", "unused",
                   "orphaned", "not_waivable"});
  Option* expiring =
      list.app->AddOption("--expiring", options.expiring, "Active ones that end within: 14d")
          ->Check(DurationProblem, "DURATION")
          ->Excludes(state);
  list.app->AddFlag("--unused", options.unused, "Active ones that no decision has used")
      ->Excludes(state)
      ->Excludes(expiring);
}

}  // namespace reeve::cli
