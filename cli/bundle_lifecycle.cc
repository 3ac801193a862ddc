#include <filesystem>
#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/bundle.h"
#include "cli/bundle_files.h"
#include "cli/members.h"
#include "cli/records.h"
#include "cli/remote_command.h"
#include "policy/bundle.h"
#include "policy/list_file.h"

namespace reeve::cli {
namespace {

constexpr size_t kDigestLetters = 71;  // "sha256:" and 64 hex digits
constexpr size_t kMaxBlastRadiusFile = size_t{16} << 20;

struct Options {
  Connection connection;
  std::string path;
  std::string digest;
  std::string reason;
  std::string at;
  std::string blast_radius;
  std::string records;
  bool json = false;
};

void PrintLine(const json::Value& entry) {
  std::cout << TextAt(entry, "/digest") << "  " << TextAt(entry, "/state");
  if (const std::string author = TextAt(entry, "/proposal/author"); !author.empty()) {
    std::cout << "  proposed by " << author << ": " << TextAt(entry, "/proposal/reason");
  }
  std::cout << "\n";
}

// "2 of 2 approvals: Ben Example, Cleo Example"
void PrintApprovals(const json::Value& entry) {
  const json::Value* needed = json::Resolve(entry, "/proposal/approvals_needed");
  if (needed == nullptr || needed->as_int() == nullptr) return;
  const json::Value* approvals = entry.Find("approvals");
  const size_t count = approvals == nullptr ? 0 : approvals->as_array()->size();
  std::cout << "  " << count << " of " << *needed->as_int() << " approvals";
  for (size_t i = 0; i < count; ++i) {
    std::cout << (i == 0 ? ": " : ", ") << TextAt((*approvals->as_array())[i], "/by");
  }
  std::cout << "\n";
}

void PrintEntry(const json::Value& entry) {
  PrintLine(entry);
  PrintApprovals(entry);
  if (const json::Value* loosens = json::Resolve(entry, "/proposal/loosens");
      loosens != nullptr && *loosens == json::Value(true)) {
    std::cout << "  loosens the active bundle: two persons must approve\n";
  }
  if (TextAt(entry, "/state") == "scheduled") {
    std::cout << "  takes over at " << TextAt(entry, "/scheduled/at") << "\n";
  }
  PrintTrial(entry);
}

void Print(const Options& options, const json::Value& entry) {
  if (options.json) {
    std::cout << json::Pretty(entry) << "\n";
  } else {
    PrintEntry(entry);
  }
}

void PrintAll(const Options& options, const json::Value& body) {
  if (options.json) {
    std::cout << json::Pretty(body) << "\n";
    return;
  }
  for (const json::Value& entry : *body.Find("bundles")->as_array()) PrintEntry(entry);
}

json::Object ReasonBody(const Options& options) {
  json::Object body;
  if (!options.reason.empty()) body.Add("reason", options.reason);
  return body;
}

Error TooLarge(const policy::SourceFile& document) {
  return {"policy.too_large", "`" + document.name + "` has " +
                                  std::to_string(document.text.size()) + " bytes; the most is " +
                                  std::to_string(policy::kMaxDocumentBytes) +
                                  "; divide it into several policies"};
}

Result<json::Value> ProposalBody(const Options& options) {
  json::Object body = ReasonBody(options);
  std::error_code ignored;
  if (std::filesystem::is_directory(options.path, ignored)) {
    REEVE_ASSIGN_OR_RETURN(const auto files, policy::LoadFolder(options.path));
    json::Object texts;
    for (const policy::SourceFile& file : files) {
      if (!policy::IsListFile(file.name) && file.text.size() > policy::kMaxDocumentBytes) {
        return TooLarge(
            file);  // with others it would be over the limit of a body, which names none
      }
      texts.Add(file.name, file.text);
    }
    body.Add("files", std::move(texts));
  } else {
    REEVE_ASSIGN_OR_RETURN(engine::BundleFile file, ReadBundleFile(options.path));
    body.Add("bundle", std::move(file.bytes));
    if (!file.signature.empty()) body.Add("signature", std::move(file.signature));
  }
  if (!options.blast_radius.empty()) {
    REEVE_ASSIGN_OR_RETURN(const std::string text,
                           ReadFile(options.blast_radius, kMaxBlastRadiusFile));
    REEVE_ASSIGN_OR_RETURN(json::Value value, json::Parse(text));
    // Of `reeve policy diff --records --json` a part.
    const json::Value* part = value.Find("blast_radius");
    body.Add("blast_radius", part == nullptr ? value : *part);
  }
  if (!options.records.empty()) body.Add("records", options.records);
  return json::Value(std::move(body));
}

int Propose(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  const Result<json::Value> body = ProposalBody(options);
  if (!body.ok()) return Fail(body.error());
  return Ask(api::Post(*client, "/v1/bundles", *body),
             [&](const json::Value& entry) { Print(options, entry); });
}

int Change(const Options& options, const std::string& action, const json::Object& body) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  const Result<std::string> digest = WholeDigest(*client, options.digest);
  if (!digest.ok()) return Fail(digest.error());
  return Ask(api::Post(*client, "/v1/bundles/" + *digest + "/" + action, body),
             [&](const json::Value& entry) { Print(options, entry); });
}

int Approve(const Options& options) { return Change(options, "approve", ReasonBody(options)); }
int Reject(const Options& options) { return Change(options, "reject", ReasonBody(options)); }
int Activate(const Options& options) { return Change(options, "activate", {}); }
int Schedule(const Options& options) { return Change(options, "schedule", {{"at", options.at}}); }

int RollBack(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  json::Object body = ReasonBody(options);
  if (!options.digest.empty()) {
    const Result<std::string> digest = WholeDigest(*client, options.digest);
    if (!digest.ok()) return Fail(digest.error());
    body.Add("to", *digest);
  }
  return Ask(api::Post(*client, "/v1/bundles/rollback", std::move(body)),
             [&](const json::Value& entry) { Print(options, entry); });
}

// With the figures of its trial, which stand beside the entry.
void ShowOne(const Options& options, const api::ClientOptions& client, const json::Value& entry) {
  Print(options, entry);
  if (options.json || entry.Find("trial") == nullptr) return;
  const auto report = api::Get(client, "/v1/bundles/" + TextAt(entry, "/digest") + "/trial");
  if (report.ok() && report->ok()) PrintTrialReport(report->body);
}

int ShowStatus(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  if (options.digest.empty()) {
    return Ask(api::Get(*client, "/v1/bundles"),
               [&](const json::Value& body) { PrintAll(options, body); });
  }
  const Result<std::string> digest = WholeDigest(*client, options.digest);
  if (!digest.ok()) return Fail(digest.error());
  return Ask(api::Get(*client, "/v1/bundles/" + *digest),
             [&](const json::Value& entry) { ShowOne(options, *client, entry); });
}

using Action = int (*)(const Options&);

using Command = RemoteCommand<Options>;

Option* AddDigest(const Command& command, const char* text) {
  return command.app->AddOption("DIGEST", command.options->digest, text);
}

Option* AddReason(const Command& command) {
  return command.app->AddOption("--reason", command.options->reason,
                                "Why, in a sentence; it stands in the record");
}

constexpr char kWhich[] = "The bundle's digest, or how it begins";

}  // namespace

Result<std::string> WholeDigest(const api::ClientOptions& client, const std::string& typed) {
  if (typed.size() == kDigestLetters) return typed;
  const std::string wanted = typed.starts_with("sha256:") ? typed : "sha256:" + typed;
  REEVE_ASSIGN_OR_RETURN(const api::ServerAnswer answer, api::Get(client, "/v1/bundles"));
  std::string found;
  const json::Value* bundles = answer.ok() ? answer.body.Find("bundles") : nullptr;
  for (const json::Value& entry : bundles == nullptr ? json::Array() : *bundles->as_array()) {
    const std::string digest = TextAt(entry, "/digest");
    if (!digest.starts_with(wanted)) continue;
    if (!found.empty()) {
      return Error{"bundle.ambiguous", "two bundles begin with `" + typed + "`: type more of it"};
    }
    found = digest;
  }
  if (!found.empty()) return found;
  return Error{"bundle.not_found", "the server knows no bundle that begins with `" + typed +
                                       "`: see `reeve bundle status`"};
}

void AddBundleLifecycle(Parser& bundle, Run* run) {
  const Command propose = AddRemote<Options>(
      bundle, "propose", "Propose a folder of policies; its tests must pass.",
      "Example: reeve bundle propose ./policies --reason 'Hold refunds over 500 EUR' "
      "--as 'Ada Example'",
      Propose, true, run);
  propose.app
      ->AddOption("PATH", propose.options->path,
                  "A folder of policies, or a bundle file, with FILE.sig")
      ->Required();
  AddReason(propose)->Required();
  Option* given =
      propose.app->AddOption("--blast-radius", propose.options->blast_radius,
                             "JSON file: what it would have changed, for those who approve");
  propose.app
      ->AddOption("--records", propose.options->records,
                  std::string("Let the server work that out over these records") + kRecordsForms)
      ->Check(RecordsProblem)
      ->Excludes(given);

  const Command approve = AddRemote<Options>(
      bundle, "approve", "Approve a proposal of another person.",
      "Example: reeve bundle approve 3fa94c --as 'Ben Example'", Approve, true, run);
  AddDigest(approve, kWhich)->Required();
  AddReason(approve);

  const Command reject = AddRemote<Options>(
      bundle, "reject", "Reject a proposal, or withdraw your own.",
      "Example: reeve bundle reject 3fa94c --reason 'No test for EUR' --as 'Ben Example'", Reject,
      true, run);
  AddDigest(reject, kWhich)->Required();
  AddReason(reject)->Required();

  const Command schedule = AddRemote<Options>(
      bundle, "schedule", "Let an approved bundle take over at a time.",
      "Example: reeve bundle schedule 3fa94c --at 2026-12-01T06:00:00Z --as 'Ada Example'",
      Schedule, true, run);
  AddDigest(schedule, kWhich)->Required();
  schedule.app->AddOption("--at", schedule.options->at, "Time in UTC, e.g. 2026-12-01T06:00:00Z")
      ->Required();

  const Command activate = AddRemote<Options>(
      bundle, "activate", "Let an approved bundle take over now.",
      "Example: reeve bundle activate 3fa94c --as 'Ada Example'", Activate, true, run);
  AddDigest(activate, kWhich)->Required();

  const Command rollback = AddRemote<Options>(
      bundle, "rollback", "Go back at once to a bundle that was active before.",
      "Example: reeve bundle rollback --reason 'Refunds are held by mistake' --as 'Ada Example'",
      RollBack, true, run);
  AddDigest(rollback, "Which one; without it the one before");
  AddReason(rollback)->Required();

  const Command status =
      AddRemote<Options>(bundle, "status", "List the bundles, or show one.",
                         "Example: reeve bundle status --data ./data", ShowStatus, false, run);
  AddDigest(status, kWhich);
}

}  // namespace reeve::cli
