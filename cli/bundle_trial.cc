#include <charconv>
#include <cmath>
#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/bundle.h"
#include "cli/members.h"
#include "cli/remote_command.h"

namespace reeve::cli {
namespace {

constexpr double kPercent = 100;

struct Options {
  Connection connection;
  std::string digest;
  std::string reason;
  std::string share;
  std::string promote_after;
  double deny_increase = -1;  // negative: the server's default
  double hold_increase = -1;
  double errors = -1;
  double latency = -1;
  int64_t min_decisions = -1;
  bool force = false;
  bool json = false;
};

// "10%" or "10", with at most two decimals, as hundredths of a percent.
Result<int64_t> ParseShare(const std::string& text) {
  const std::string number = text.ends_with('%') ? text.substr(0, text.size() - 1) : text;
  double percent = 0;
  const char* end = number.data() + number.size();
  const auto read = std::from_chars(number.data(), end, percent);
  const double hundredths = percent * kPercent;
  const bool exact = std::abs(hundredths - std::round(hundredths)) < 1e-6;
  if (read.ec != std::errc() || read.ptr != end || !exact || hundredths < 1 ||
      hundredths > kPercent * kPercent) {
    return Error{"usage.share", "`" + text +
                                    "` is no share: write a percentage from 0.01 to 99, with at "
                                    "most two decimals, e.g. 10%"};
  }
  return static_cast<int64_t>(std::round(hundredths));
}

// "24h", "30m", "7d"
Result<int64_t> ParseDuration(const std::string& text) {
  constexpr int64_t kMinute = 60;
  constexpr int64_t kHour = 60 * kMinute;
  constexpr int64_t kDay = 24 * kHour;
  constexpr int64_t kMost = 1'000'000;
  const char unit = text.empty() ? ' ' : text.back();
  const int64_t seconds = unit == 'm' ? kMinute : unit == 'h' ? kHour : unit == 'd' ? kDay : 0;
  int64_t count = 0;
  const char* end = text.data() + (text.empty() ? 0 : text.size() - 1);
  const auto read = std::from_chars(text.data(), end, count);
  if (read.ec != std::errc() || read.ptr != end || seconds == 0 || count < 1 || count > kMost) {
    return Error{"usage.duration",
                 "`" + text + "` is no time span: write minutes, hours or days: 30m, 24h, 7d"};
  }
  return count * seconds;
}

json::Object Thresholds(const Options& options) {
  json::Object out;
  const auto add = [&](const char* key, double value) {
    if (value >= 0) out.Add(key, value);
  };
  add("deny_increase", options.deny_increase);
  add("hold_increase", options.hold_increase);
  add("errors", options.errors);
  add("latency", options.latency);
  if (options.min_decisions >= 0) out.Add("min_decisions", options.min_decisions);
  return out;
}

std::string NumberAt(const json::Value& value, std::string_view pointer) {
  const json::Value* found = json::Resolve(value, pointer);
  return found == nullptr ? "0" : json::Compact(*found);
}

// Hundredths of a percent, as "12.5 %"
std::string ShareText(const json::Value& trial) {
  const json::Value* share = trial.Find("share");
  if (share == nullptr || share->as_int() == nullptr) return "";
  const double percent = static_cast<double>(*share->as_int()) / kPercent;
  return json::Compact(json::Value(percent)) + " %";
}

void PrintSide(const std::string& name, const json::Value& side) {
  std::cout << "  " << name << std::string(name.size() < 8 ? 8 - name.size() : 1, ' ')
            << NumberAt(side, "/decisions") << " decisions: " << NumberAt(side, "/effects/allow")
            << " allow, " << NumberAt(side, "/effects/redact") << " redact, "
            << NumberAt(side, "/effects/hold") << " hold, " << NumberAt(side, "/effects/deny")
            << " deny; " << NumberAt(side, "/errors") << " with errors, "
            << NumberAt(side, "/refused") << " refused; median " << NumberAt(side, "/median_micros")
            << " µs, p99 " << NumberAt(side, "/p99_micros") << " µs\n";
  const json::Value* rules = side.Find("rules");
  if (rules == nullptr || rules->as_array() == nullptr) return;
  for (const json::Value& rule : *rules->as_array()) {
    const std::string policy = TextAt(rule, "/policy");
    std::cout << "          " << NumberAt(rule, "/hits") << " x " << policy
              << (policy.empty() ? "" : "/") << TextAt(rule, "/rule");
    if (TextAt(rule, "/mode") == "shadow") std::cout << " (shadow)";
    if (NumberAt(rule, "/errors") != "0") {
      std::cout << ", of these " << NumberAt(rule, "/errors") << " failed";
    }
    std::cout << "\n";
  }
}

void PrintDifferences(const json::Value& differences) {
  std::cout << "  would differ: " << NumberAt(differences, "/other_effect") << " in the effect, "
            << NumberAt(differences, "/other_rules") << " in the rules alone\n";
  const json::Value* changes = differences.Find("changes");
  if (changes == nullptr || changes->as_array() == nullptr) return;
  for (const json::Value& change : *changes->as_array()) {
    std::cout << "    " << NumberAt(change, "/count") << " x " << TextAt(change, "/from") << " -> "
              << TextAt(change, "/to");
    for (const json::Value& rule : *change.Find("rules")->as_array()) {
      std::cout << " " << *rule.as_string();
    }
    std::cout << "\n        for example";
    for (const json::Value& example : *change.Find("examples")->as_array()) {
      std::cout << " " << *example.as_string();
    }
    std::cout << "\n";
  }
}

// The command's answer is the bundle's entry; what one wants to see is the trial.
int Change(const Options& options, const std::string& action, const json::Object& body) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  const Result<std::string> digest = WholeDigest(*client, options.digest);
  if (!digest.ok()) return Fail(digest.error());
  return Ask(api::Post(*client, "/v1/bundles/" + *digest + "/" + action, body),
             [&](const json::Value& entry) {
               if (options.json) {
                 std::cout << json::Pretty(entry) << "\n";
                 return;
               }
               std::cout << TextAt(entry, "/digest") << "  " << TextAt(entry, "/state") << "\n";
               PrintTrial(entry);
             });
}

int Shadow(const Options& options) {
  return Change(options, "shadow",
                {{"reason", options.reason}, {"thresholds", Thresholds(options)}});
}

// Shares and time spans were checked with the arguments.
int Canary(const Options& options) {
  json::Object body{{"reason", options.reason},
                    {"share", *ParseShare(options.share)},
                    {"thresholds", Thresholds(options)}};
  if (!options.promote_after.empty()) {
    body.Add("promote_after_seconds", *ParseDuration(options.promote_after));
  }
  return Change(options, "canary", body);
}

int Widen(const Options& options) {
  json::Object body{{"share", *ParseShare(options.share)}};
  if (!options.reason.empty()) body.Add("reason", options.reason);
  return Change(options, "share", body);
}

int Stop(const Options& options) { return Change(options, "stop", {{"reason", options.reason}}); }

int Promote(const Options& options) {
  json::Object body;
  if (options.force) body.Add("force_reason", options.reason);
  return Change(options, "promote", body);
}

using Action = int (*)(const Options&);

using Command = RemoteCommand<Options>;

Command Add(Parser& parent, const char* name, const char* text, const char* example, Action action,
            Run* run) {
  Command command = AddRemote<Options>(parent, name, text, example, action, true, run);
  command.app->AddOption("DIGEST", command.options->digest, "The bundle's digest, or how it begins")
      ->Required();
  return command;
}

Option* AddReason(const Command& command, const char* text) {
  return command.app->AddOption("--reason", command.options->reason, text);
}

void AddShare(const Command& command, const char* name, const char* text) {
  command.app->AddOption(name, command.options->share, text)
      ->Required()
      ->Check([](const std::string& value) {
        const Result<int64_t> share = ParseShare(value);
        return share.ok() ? std::string() : share.error().message;
      });
}

constexpr char kWhy[] = "Why, in a sentence; it stands in the record";

void AddThresholds(const Command& command, const char* deny, const char* hold, const char* errors) {
  Parser& app = *command.app;
  Options& options = *command.options;
  app.AddOption("--max-deny-increase", options.deny_increase, deny)->Between(0, 100);
  app.AddOption("--max-hold-increase", options.hold_increase, hold)->Between(0, 100);
  app.AddOption("--max-errors", options.errors, errors)->Between(0, 100);
  app.AddOption("--max-latency", options.latency,
                "Stop when too many decisions take longer than so many times the active bundle's "
                "99th percentile (3)")
      ->Between(1, 1000);
  app.AddOption("--min-decisions", options.min_decisions,
                "Decisions of each side before anything is judged (200)")
      ->Between(20, 1'000'000);
}

}  // namespace

void PrintTrial(const json::Value& entry) {
  const json::Value* trial = entry.Find("trial");
  if (trial == nullptr) return;
  const std::string mode = TextAt(*trial, "/mode");
  const std::string share = ShareText(*trial);
  std::cout << "  " << (mode == "canary" ? "canary on " + share + " of the interactions" : mode)
            << " since " << TextAt(*trial, "/started/time") << ", by "
            << TextAt(*trial, "/started/by") << ": " << TextAt(*trial, "/started/reason") << "\n";
  if (const json::Value* ended = trial->Find("ended")) {
    const std::string reason = TextAt(*ended, "/reason");
    std::cout << "  ended " << TextAt(*ended, "/time") << ", by " << TextAt(*ended, "/by") << ": "
              << TextAt(*ended, "/why") << (reason.empty() ? "" : ": " + reason) << "\n";
    if (ended->Find("breach") != nullptr) {
      std::cout << "  stopped by " << TextAt(*ended, "/breach/threshold") << ": "
                << NumberAt(*ended, "/breach/measured") << ", at most "
                << NumberAt(*ended, "/breach/limit") << " allowed\n";
    }
  } else if (const std::string at = TextAt(*trial, "/promote_at"); !at.empty()) {
    std::cout << "  promoted at " << at << ", if nothing stops it\n";
  }
}

void PrintTrialReport(const json::Value& report) {
  const json::Value* active = report.Find("active");
  const json::Value* tried = report.Find("tried");
  if (active == nullptr || tried == nullptr) return;
  PrintSide("active", *active);
  PrintSide(TextAt(report, "/trial/mode"), *tried);
  if (const json::Value* differences = report.Find("differences")) PrintDifferences(*differences);
  const json::Value* reached = report.Find("minimum_reached");
  if (reached != nullptr && *reached == json::Value(false)) {
    std::cout << "  fewer than " << NumberAt(report, "/trial/thresholds/min_decisions")
              << " decisions of a side: nothing is judged yet\n";
  }
}

void AddBundleTrial(Parser& bundle, Run* run) {
  const Command shadow =
      Add(bundle, "shadow", "Let a proposed bundle look on, on all traffic; it changes nothing.",
          "Example: reeve bundle shadow 3fa94c --reason 'See what it would hold' "
          "--as 'Ada Example'",
          Shadow, run);
  AddReason(shadow, kWhy)->Required();
  AddThresholds(shadow, "Stop when its denials lie so many percentage points above (never)",
                "Stop when its holds lie so many percentage points above (never)",
                "Stop when rules fail in so many percent of its decisions (never)");

  const Command canary =
      Add(bundle, "canary", "Let an approved bundle decide a share of the interactions.",
          "Example: reeve bundle canary 3fa94c --share 10% --reason 'Try it on a tenth' "
          "--promote-after 24h --as 'Ada Example'",
          Canary, run);
  AddShare(canary, "--share", "Percentage from 0.01% to 99%");
  AddReason(canary, kWhy)->Required();
  canary.app
      ->AddOption("--promote-after", canary.options->promote_after,
                  "Activate it by itself after this time, if nothing stopped it: 24h")
      ->Check([](const std::string& value) {
        const Result<int64_t> seconds = ParseDuration(value);
        return seconds.ok() ? std::string() : seconds.error().message;
      });
  AddThresholds(canary, "Stop when its denials lie so many percentage points above (5)",
                "Stop when its holds lie so many percentage points above (5)",
                "Stop when rules fail in so many percent of its decisions (1)");

  const Command share =
      Add(bundle, "share", "Widen the share of a canary.",
          "Example: reeve bundle share 3fa94c 50% --as 'Ada Example'", Widen, run);
  AddShare(share, "SHARE", "The new percentage, above the old one");
  AddReason(share, kWhy);

  const Command stop =
      Add(bundle, "stop", "End the trial of a bundle.",
          "Example: reeve bundle stop 3fa94c --reason 'Seen enough' --as 'Ada Example'", Stop, run);
  AddReason(stop, kWhy)->Required();

  const Command promote =
      Add(bundle, "promote", "Activate the bundle in trial, once enough was seen.",
          "Example: reeve bundle promote 3fa94c --as 'Ada Example'", Promote, run);
  Option* force =
      promote.app->AddFlag("--force", promote.options->force,
                           "Before the least number of decisions is reached; needs --reason");
  Option* reason = AddReason(promote, "Why it is forced");
  force->Needs(reason);
  reason->Needs(force);
}

}  // namespace reeve::cli
