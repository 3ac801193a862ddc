#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/bias.h"
#include "cli/bias_options.h"
#include "cli/progress.h"
#include "oversight/bias/audit_source.h"
#include "oversight/bias/drift.h"
#include "oversight/bias/report.h"
#include "oversight/bias/summary_page.h"

namespace reeve::cli {
namespace {

namespace bias = oversight::bias;

struct Options : BiasOptions {
  std::string csv;
  std::string jsonl;
  std::string ledger;  // an export
  std::string system;
  std::string tenant = bias::kDefaultTenant;
  std::string attributes;
  uint64_t first = 0;
  std::optional<uint64_t> end;
  std::string key;
  std::string earlier;
  std::string delimiter = ",";
  bias::SummaryItems summary;
  std::string format = "text";
  std::string out;
  bool fail = false;
};

Status AddEarlier(const std::string& path, bias::Report* report) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  REEVE_ASSIGN_OR_RETURN(const json::Value earlier, json::Parse(text));
  return bias::AddDrift(earlier, report);
}

Result<bias::Report> AuditRecords(const Options& options, const bias::RowLayout& layout,
                                  const bias::Conventions& conventions,
                                  const bias::ReadOptions& reading) {
  bias::AuditSource source;
  source.kind = bias::SourceKind::kLedger;
  source.rows = options.attributes;
  source.ledger.folder = options.ledger;
  source.records.system = options.system;
  source.records.tenant = options.tenant;
  source.records.first = options.first;
  source.records.end = options.end;
  if (!options.key.empty()) source.ledger.vkey = options.key;
  return bias::AuditFrom(source, layout, conventions, reading);
}

Result<bias::Report> Audit(const Options& options) {
  const bool lines = !options.jsonl.empty();
  const std::string& path = lines ? options.jsonl : options.csv;
  const bias::SourceKind kind = lines ? bias::SourceKind::kJsonLines : bias::SourceKind::kCsv;
  bias::RowLayout layout = LayoutOf(options);
  if (!layout.outcome && !options.ledger.empty()) layout.outcome = bias::kEffectColumn;
  REEVE_ASSIGN_OR_RETURN(const bias::Conventions conventions, ConventionsOf(options));
  Progress progress("reading");
  bias::ReadOptions reading;
  reading.delimiter = options.delimiter == "tab" ? '\t' : options.delimiter.front();
  reading.progress = progress.Callback();
  if (!options.ledger.empty()) return AuditRecords(options, layout, conventions, reading);
  if (path == "-") {
    return bias::AuditRows(kind, *bias::MakeTextSource(ReadStandardInput()), layout, conventions,
                           reading);
  }
  return bias::AuditFrom({kind, path, {}, {}}, layout, conventions, reading);
}

Result<std::string> Rendered(const bias::Report& report, const Options& options) {
  if (options.format == "json") return json::Pretty(bias::ReportJson(report)) + "\n";
  if (options.format == "csv") return bias::ReportCsv(report);
  if (options.format == "html") return bias::ReportHtml(report);
  if (options.format == "summary") return bias::SummaryPage(report, options.summary);
  return bias::ReportText(report);
}

int RunBiasAudit(const Options& options) {
  Result<bias::Report> report = Audit(options);
  if (report.ok() && !options.earlier.empty()) {
    if (const Status drift = AddEarlier(options.earlier, &*report); !drift.ok()) {
      return Fail(drift.error());
    }
  }
  if (!report.ok()) {
    Fail(report.error());
    return BiasExitCode(report.error());
  }
  const Result<std::string> text = Rendered(*report, options);
  if (!text.ok()) {
    Fail(text.error());
    return BiasExitCode(text.error());
  }
  if (options.out.empty()) {
    std::cout << *text << std::flush;
  } else if (const Status written = WriteFileDurably(options.out, *text, FileMode::kPublic);
             !written.ok()) {
    return Fail(written.error());
  }
  return options.fail && report->CountVerdicts(bias::Verdict::kFlag) > 0 ? kNotGood : kGood;
}

void AddFiles(Parser* command, Options* options) {
  Option* csv = command->AddOption("--csv", options->csv,
                                   "File whose first line names the columns; - is standard "
                                   "input");
  command->AddOption("--jsonl", options->jsonl, "File of one JSON object a line, in place of it")
      ->Excludes(csv);
  command->AddOption("--delimiter", options->delimiter, "Between the fields of a CSV: , ; | or tab")
      ->OneOf({",", ";", "|", "tab"});
}

// Decisions out of the ledger, in place of a file of outcomes.
void AddRecords(Parser* command, Options* options) {
  Option* ledger =
      command
          ->AddOption(
              "--ledger", options->ledger,
              "Folder of reeve ledger export; --outcome and --label may then be effect (what "
              "was decided) and outcome (what was reported to have come of it)")
          ->Excludes("--csv")
          ->Excludes("--jsonl");
  Option* system =
      command->AddOption("--system", options->system, "Whose decisions: id of a registered system")
          ->Needs(ledger);
  Option* attributes =
      command
          ->AddOption("--attributes", options->attributes,
                      "CSV with a column `decision` (a decision's id) and those of --group, "
                      "--label, --score")
          ->Needs(ledger);
  ledger->Needs(system)->Needs(attributes);
  command->AddOption("--tenant", options->tenant, "Whose system it is; default")->Needs(ledger);
  command->AddOption("--first", options->first, "First record; 0")->Needs(ledger);
  command->AddOption("--end", options->end, "Record behind the last; all that is signed")
      ->Needs(ledger);
  command->AddOption("--key", options->key, "The log's vkey, obtained from elsewhere")
      ->Needs(ledger);
}

}  // namespace

void AddBiasAudit(Parser& bias, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = bias.AddCommand(
      "audit", "Rates, ratios, intervals, tests and verdicts for groups and intersections.");
  AddFiles(command, options.get());
  AddBiasColumns(command, options.get());
  AddRecords(command, options.get());
  AddBiasConventions(command, options.get());
  AddBiasSummary(command, &options->summary);
  command
      ->AddOption("--format", options->format,
                  "text, json, csv, html, or summary (the public page of Local Law 144)")
      ->OneOf({"text", "json", "csv", "html", "summary"});
  command->AddOption("--out", options->out, "File to write, in place of standard output");
  command->AddOption("--earlier", options->earlier,
                     "Report in JSON of an earlier audit: what moved since");
  command->AddFlag("--fail", options->fail, "Exit code 1 when something is flagged");
  command->Footer(
      "Example: reeve bias audit --csv decisions.csv --group race --group sex --outcome pred "
      "--label label\n  --score decile --favourable 0 --format html --out audit.html\n"
      "Example: reeve bias audit --csv hires.csv --group sex --group race --outcome hired "
      "--favourable yes --preset nyc-ll144\n"
      "Example: reeve bias audit --ledger export --system demo-assistant --attributes people.csv "
      "--group sex\n  --favourable allow --favourable redact");
  command->Callback([=] {
    if (options->csv.empty() && options->jsonl.empty() && options->ledger.empty()) {
      RefuseMissing("--csv, --jsonl or --ledger");
    }
    *run = [=] { return RunBiasAudit(*options); };
  });
}

}  // namespace reeve::cli
