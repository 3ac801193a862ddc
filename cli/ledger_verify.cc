#include <iostream>
#include <memory>

#include "api/log_files.h"
#include "api/source_url.h"
#include "base/duration.h"
#include "base/file.h"
#include "cli/arguments.h"
#include "cli/ledger.h"
#include "cli/progress.h"
#include "cli/verifying.h"
#include "engine/completeness.h"
#include "engine/engine.h"
#include "engine/search_fields.h"
#include "ledger/trust_policy.h"
#include "ledger/verify.h"

namespace reeve::cli {
namespace {

constexpr unsigned kMaxThreads = 256;

struct Options {
  std::string folder;
  VerifyingOptions log;
  std::string policy;
  std::string time_ca;
  std::string grace = "15m";
  std::optional<unsigned> threads;
  bool deep = false;
  bool as_json = false;
  bool require_complete = false;
};

// Whom to believe beside the key; a policy of one log says its key as well.
Status ReadTrust(const Options& options, ledger::VerifyOptions* verify) {
  if (!options.time_ca.empty()) {
    REEVE_ASSIGN_OR_RETURN(verify->time_roots, ReadFile(options.time_ca));
  }
  if (options.policy.empty()) return {};
  REEVE_ASSIGN_OR_RETURN(const std::string text,
                         ReadFile(options.policy, ledger::kMaxTrustPolicyBytes));
  Result<ledger::TrustPolicy> policy = ledger::TrustPolicy::Parse(text);
  if (!policy.ok()) {
    policy.error().at = options.policy + ", " + policy.error().at;
    return policy.error();
  }
  if (!verify->vkey && policy->logs().size() == 1) verify->vkey = policy->logs().front().key;
  verify->policy = *std::move(policy);
  return {};
}

Result<ledger::VerifyOptions> Prepare(const Options& options) {
  REEVE_ASSIGN_OR_RETURN(ledger::VerifyOptions verify, ReadVerifying(options.log));
  verify.threads = options.threads;
  REEVE_RETURN_IF_ERROR(ReadTrust(options, &verify));
  return verify;
}

Result<ledger::Report> VerifyAt(const std::string& place, const ledger::VerifyOptions& options) {
  if (!api::LooksLikeUrl(place)) return ledger::VerifyFolder(place, options);
  REEVE_ASSIGN_OR_RETURN(const ledger::FetchFile files, api::HttpLogFiles(place));
  return ledger::VerifyTiles(files, options);
}

int Verify(const Options& options) {
  Result<ledger::VerifyOptions> verify = Prepare(options);
  if (!verify.ok()) return Fail(verify.error());
  engine::Completeness completeness(ParseDuration(options.grace).value_or(engine::kDefaultGrace));
  const ledger::Projections projections = engine::AllProjections();
  verify->observer = &completeness;
  const ledger::SearchFields fields = engine::SearchFields();
  if (options.deep) {
    verify->projections = &projections;
    verify->search_fields = &fields;
  }
  const Result<ledger::Report> report = [&] {
    Progress progress("verifying");
    verify->progress = progress.Callback();
    return VerifyAt(options.folder, *verify);
  }();
  if (!report.ok()) return Fail(report.error());
  const engine::CompletenessReport completed = completeness.Report();
  const bool is_range = report->range.has_value();  // which lacks what came before and after
  if (options.as_json) {
    json::Object out = report->Json();
    if (!is_range) out.Add("completeness", completed.Json());
    std::cout << json::Pretty(std::move(out)) << "\n";
  } else {
    std::cout << report->Text() << (is_range ? std::string() : completed.Text());
  }
  if (report->ok() && is_range && options.require_complete) {
    return Fail(Error{"verify.range",
                      "of a range nothing can be said about completeness: verify the whole log"});
  }
  const bool good = report->ok() && (completed.complete() || !options.require_complete);
  return good ? kGood : kNotGood;
}

std::string DurationProblem(const std::string& text) {
  return ParseDuration(text) ? std::string() : "`" + text + "` is no duration: write 30s, 15m, 2h";
}

}  // namespace

void AddLedgerVerify(Parser& ledger, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* verify = ledger.AddCommand(
      "verify", "Re-read everything: what holds, what does not, from which index.");
  verify
      ->AddOption("FOLDER", options->folder,
                  "A data folder, an export or one as a zip, a folder of tiles, or the http(s):// "
                  "address of such tiles")
      ->Required();
  AddVerifyingOptions(*verify, options->log);
  verify->AddOption("--policy", options->policy,
                    "Logs, witnesses and quorum (C2SP tlog-policy) that cosigned checkpoints need");
  verify->AddOption("--time-ca", options->time_ca,
                    "Certificates (PEM) of the time authorities whose tokens must verify");
  verify->AddFlag(
      "--deep", options->deep,
      "Of a data folder: compute state and search index anew from the records, and compare");
  verify->AddFlag("--require-complete", options->require_complete,
                  "Exit 1 also where an output was never checked, or a caller's counter has gaps");
  verify
      ->AddOption("--grace", options->grace,
                  "Before the end of the log an output may still be to come for this long")
      ->ShowDefault()
      ->Check(DurationProblem, "DURATION");
  verify->AddOption("--threads", options->threads, "Beside the first; one for each core")
      ->Between(0u, kMaxThreads);
  verify->AddFlag("--json", options->as_json, "The report for a program");
  verify->Footer(
      "Exit codes: 0 whole, 1 not, 2 wrong usage, 3 could not be looked at.\n"
      "Example: reeve ledger verify ./export --key ./vkey-from-the-operator --json\n"
      "         reeve ledger verify https://log.example.org/reeve --key ./vkey");
  verify->Callback([=] { *run = [=] { return Verify(*options); }; });
}

}  // namespace reeve::cli
