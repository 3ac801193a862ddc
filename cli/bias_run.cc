#include <time.h>

#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/bias.h"
#include "cli/bias_options.h"
#include "cli/connection.h"
#include "cli/members.h"
#include "cli/progress.h"
#include "cli/signals.h"
#include "cli/table.h"
#include "cli/time_text.h"

namespace reeve::cli {
namespace {

constexpr timespec kBetweenLooks{.tv_sec = 0, .tv_nsec = 200'000'000};
constexpr char kAudits[] = "/v1/bias-audits";

struct Options : BiasOptions {
  Connection connection;
  std::string system;
  std::string attributes;
  std::optional<uint64_t> first;
  std::optional<uint64_t> end;
  std::string earlier;
  oversight::bias::SummaryItems summary;
  std::string format = "html";
  std::string out;
  bool no_wait = false;
  bool fail = false;
  bool json = false;
};

// The conventions go as they are resolved here, so that a preset of a file serves as well.
json::Object RequestOf(const Options& options, const oversight::bias::Conventions& conventions) {
  json::Object request = ColumnsOf(options);
  request.Add("system", options.system)
      .Add("conventions", oversight::bias::ConventionsJson(conventions));
  for (const auto& [key, text] :
       {std::pair("attributes", &options.attributes), std::pair("earlier", &options.earlier)}) {
    if (!text->empty()) request.Add(key, *text);
  }
  if (options.first) request.Add("first", *options.first);
  if (options.end) request.Add("end", *options.end);
  const oversight::bias::SummaryItems& summary = options.summary;
  if (!summary.tool.empty() || !summary.auditor.empty() || !summary.data.empty()) {
    request.Add("summary", json::Object{{"tool", summary.tool},
                                        {"auditor", summary.auditor},
                                        {"audit_date", summary.audit_date},
                                        {"used_from", summary.distribution_date},
                                        {"data_source", summary.data}});
  }
  return request;
}

void Print(const Options& options, const json::Value& run) {
  if (options.json) {
    std::cout << json::Pretty(run) << "\n";
    return;
  }
  std::cout << TextAt(run, "/id") << "  " << TextAt(run, "/state");
  for (const char* detail : {"/report", "/message"}) {
    if (const std::string text = TextAt(run, detail); !text.empty()) std::cout << "  " << text;
  }
  if (run.Find("verdicts") != nullptr) {
    std::cout << "\n  flag " << CountAt(run, "/verdicts/flag") << ", no flag "
              << CountAt(run, "/verdicts/no_flag") << ", insufficient data "
              << CountAt(run, "/verdicts/insufficient_data");
  }
  std::cout << "\n";
}

// Until the run has ended; a signal cancels it. What the server says of it last.
Result<json::Value> Await(const api::ClientOptions& client, json::Value run) {
  const sigset_t signals = BlockSignals();
  const std::string path = std::string(kAudits) + "/" + TextAt(run, "/id");
  Progress progress("auditing");
  const auto show = progress.Callback();
  while (TextAt(run, "/state") == "queued" || TextAt(run, "/state") == "running") {
    if (show)
      show(static_cast<uint64_t>(CountAt(run, "/progress/done")),
           static_cast<uint64_t>(CountAt(run, "/progress/total")));
    const bool interrupted = sigtimedwait(&signals, nullptr, &kBetweenLooks) > 0;
    REEVE_ASSIGN_OR_RETURN(
        api::ServerAnswer answer,
        interrupted ? api::Post(client, path + "/cancel", json::Object()) : api::Get(client, path));
    if (!answer.ok()) {
      return Error{"client.refused", TextAt(answer.body, "/detail")};
    }
    run = std::move(answer.body);
  }
  return run;
}

Status Save(const Options& options, const api::ClientOptions& client, const json::Value& run) {
  if (options.out.empty()) return {};
  const std::string path =
      "/v1/bias-reports/" + TextAt(run, "/report") + "?format=" + options.format;
  REEVE_ASSIGN_OR_RETURN(const api::ServerText report, api::GetText(client, path));
  if (report.status != 200) {
    return Error{"client.refused", "the server does not give its report: `" + path +
                                       "` is answered with status " +
                                       std::to_string(report.status)};
  }
  return WriteFileDurably(options.out, report.body, FileMode::kPublic);
}

int RunAudit(const Options& options) {
  const auto conventions = ConventionsOf(options);
  if (!conventions.ok()) {
    Fail(conventions.error());
    return BiasExitCode(conventions.error());
  }
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  json::Value run;
  const int asked = Ask(api::Post(*client, kAudits, RequestOf(options, *conventions)),
                        [&](const json::Value& answer) { run = answer; });
  if (asked != kGood) return asked;
  if (!options.no_wait) {
    Result<json::Value> ended = Await(*client, std::move(run));
    if (!ended.ok()) return Fail(ended.error());
    run = *std::move(ended);
  }
  Print(options, run);
  if (options.no_wait) return kGood;
  if (TextAt(run, "/state") != "done") return kNotGood;
  if (const Status saved = Save(options, *client, run); !saved.ok()) return Fail(saved.error());
  return options.fail && CountAt(run, "/verdicts/flag") > 0 ? kNotGood : kGood;
}

int ListRuns(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, kAudits), [&](const json::Value& list) {
    if (options.json) {
      std::cout << json::Pretty(list) << "\n";
      return;
    }
    std::vector<TableRow> rows{{"ID", "SYSTEM", "STARTED (UTC)", "BY", "STATE", "REPORT"}};
    for (const json::Value& run : *list.Find("audits")->as_array()) {
      const std::string code = TextAt(run, "/code");
      rows.push_back({TextAt(run, "/id"), TextAt(run, "/system"), MinuteOf(TextAt(run, "/started")),
                      TextAt(run, "/by"),
                      TextAt(run, "/state") + (code.empty() ? "" : " (" + code + ")"),
                      TextAt(run, "/report")});
    }
    std::cout << (rows.size() == 1 ? "no audits\n" : TableText(rows));
  });
}

}  // namespace

void AddBiasRun(Parser& bias, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = bias.AddCommand(
      "run", "Audit the decisions of a running server, with attributes uploaded to it.");
  command->AddOption("--system", options->system, "Whose decisions: id of a registered system")
      ->Required();
  command->AddOption("--attributes", options->attributes,
                     "Id of the uploaded attributes; the newest of the system that have the "
                     "columns");
  command->AddOption("--first", options->first, "First record; 0");
  command->AddOption("--end", options->end, "Record behind the last; all that is signed");
  AddBiasColumns(command, options.get());
  AddBiasConventions(command, options.get());
  AddBiasSummary(command, &options->summary);
  command->AddOption("--earlier", options->earlier,
                     "Digest of a report on the record: what moved since");
  command->AddOption("--format", options->format, "Of --out: json, html, csv or summary")
      ->OneOf({"json", "html", "csv", "summary"})
      ->ShowDefault();
  command->AddOption("--out", options->out, "File to write the report to");
  command->AddFlag("--no-wait", options->no_wait, "Start it, and do not wait for its end");
  command->AddFlag("--fail", options->fail, "Exit code 1 when something is flagged");
  AddConnectionOptions(*command, options->connection, true);
  command->AddFlag("--json", options->json, "Print the server's answer as it is");
  command->Footer(
      "Example: reeve bias run --system demo-assistant --attributes "
      "bs-01KB1M0T7V3F8Z9N4Q2XCR5EJD --group sex \\\n  --favourable allow --favourable redact "
      "--out audit.html --as 'Ada Example'\n"
      "Ctrl-C cancels it.");
  command->Callback([=] { *run = [=] { return RunAudit(*options); }; });
}

void AddBiasRuns(Parser& bias, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command =
      bias.AddCommand("runs", "Audits of a server: what waits, runs, is done, or failed.");
  AddConnectionOptions(*command, options->connection, false);
  command->AddFlag("--json", options->json, "Print the server's answer as it is");
  command->Footer("Example: reeve bias runs");
  command->Callback([=] { *run = [=] { return ListRuns(*options); }; });
}

}  // namespace reeve::cli
