#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/bias.h"
#include "cli/progress.h"
#include "oversight/bias/audit_source.h"
#include "oversight/bias/drift.h"
#include "oversight/bias/presets.h"
#include "oversight/bias/report.h"
#include "oversight/bias/summary_page.h"

namespace reeve::cli {
namespace {

namespace bias = oversight::bias;

struct Options {
  std::string csv;
  std::string jsonl;
  std::string ledger;  // an export
  std::string system;
  std::string attributes;
  uint64_t first = 0;
  std::optional<uint64_t> end;
  std::string key;
  std::string earlier;
  std::string delimiter = ",";
  std::vector<std::string> groups;
  std::string outcome;
  std::string label;
  std::string score;
  std::string stratum;
  std::vector<std::string> favourable;
  std::vector<std::string> unknown;
  std::string preset;
  // Over the preset's, where they are given.
  std::optional<unsigned> depth;
  std::optional<uint64_t> min_group;
  std::optional<uint64_t> min_verdict;
  std::optional<double> threshold;
  std::vector<std::string> judge;
  std::vector<std::string> reference;
  std::vector<std::string> excluded;
  std::string reason;
  std::string by;
  bool high_score_unfavourable = false;
  uint32_t bootstrap = 0;
  uint64_t seed = 42;
  bias::SummaryItems summary;
  std::string format = "text";
  std::string out;
  bool fail = false;
};

Error Usage(std::string message) { return {"bias.usage", std::move(message)}; }

bias::RowLayout LayoutOf(const Options& options) {
  const auto given = [](const std::string& name) {
    return name.empty() ? std::nullopt : std::optional(name);
  };
  bias::RowLayout layout;
  layout.attributes = options.groups;
  layout.outcome = given(options.outcome);
  if (!layout.outcome && !options.ledger.empty()) layout.outcome = bias::kEffectColumn;
  layout.label = given(options.label);
  layout.score = given(options.score);
  layout.stratum = given(options.stratum);
  layout.favourable = options.favourable;
  layout.unknown.insert(layout.unknown.end(), options.unknown.begin(), options.unknown.end());
  return layout;
}

// "race=a,sex=b" to attribute and category.
Result<std::map<std::string, std::string>> ReadGroup(const std::string& text) {
  std::map<std::string, std::string> group;
  size_t begin = 0;
  while (begin <= text.size()) {
    const size_t end = std::min(text.find(',', begin), text.size());
    const std::string part = text.substr(begin, end - begin);
    const size_t equals = part.find('=');
    if (equals == 0 || equals == std::string::npos) {
      return Usage("`" + text + "` names no group: type ATTRIBUTE=CATEGORY, such as sex=female");
    }
    group[part.substr(0, equals)] = part.substr(equals + 1);
    begin = end + 1;
  }
  return group;
}

// A rule's name, or groups by attribute.
Status ReadReference(const std::vector<std::string>& typed, bias::Conventions* conventions) {
  for (const std::string& one : typed) {
    if (one.find('=') == std::string::npos) {
      const auto rule = bias::ParseReferenceRule(one);
      if (!rule || rule == bias::ReferenceRule::kNamed) {
        return Usage("`" + one +
                     "` is no reference: highest, highest_over_share, largest, overall, "
                     "or ATTRIBUTE=CATEGORY for each attribute");
      }
      conventions->reference = *rule;
      continue;
    }
    REEVE_ASSIGN_OR_RETURN(auto group, ReadGroup(one));
    conventions->reference = bias::ReferenceRule::kNamed;
    conventions->named.merge(group);
  }
  return {};
}

Status ReadJudged(const Options& options, bias::Conventions* conventions) {
  if (options.judge.empty()) return {};
  conventions->judged.clear();
  for (const std::string& name : options.judge) {
    if (name == "none") continue;
    const auto metric = bias::ParseMetric(name);
    if (!metric) {
      return Usage("`" + name +
                   "` is no metric: selection_rate, tpr, fnr, fpr, tnr, ppv, fdr, npv, "
                   "for, accuracy, error_rate, base_rate, or none");
    }
    conventions->judged.push_back(*metric);
  }
  return {};
}

Result<bias::Preset> PresetOf(const std::string& name) {
  if (!name.ends_with(".json")) return bias::FindPreset(name);
  REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(name));
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  return bias::ReadPreset(value);
}

Result<bias::Conventions> ConventionsOf(const Options& options) {
  bias::Conventions conventions;
  if (!options.preset.empty()) {
    REEVE_ASSIGN_OR_RETURN(const bias::Preset preset, PresetOf(options.preset));
    conventions = preset.conventions;
  }
  if (options.depth) conventions.depth = *options.depth;
  if (options.min_group) conventions.min_group = *options.min_group;
  if (options.min_verdict) conventions.min_verdict = *options.min_verdict;
  if (options.threshold) conventions.threshold = *options.threshold;
  if (options.high_score_unfavourable) conventions.high_score_is_favourable = false;
  conventions.bootstrap = {options.bootstrap, options.seed, conventions.confidence};
  REEVE_RETURN_IF_ERROR(ReadJudged(options, &conventions));
  REEVE_RETURN_IF_ERROR(ReadReference(options.reference, &conventions));
  for (const std::string& one : options.excluded) {
    REEVE_ASSIGN_OR_RETURN(auto group, ReadGroup(one));
    conventions.exclusions.push_back({std::move(group), options.reason, options.by});
  }
  return conventions;
}

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
  source.records.first = options.first;
  source.records.end = options.end;
  if (!options.key.empty()) source.ledger.vkey = options.key;
  return bias::AuditFrom(source, layout, conventions, reading);
}

Result<bias::Report> Audit(const Options& options) {
  const bool lines = !options.jsonl.empty();
  const std::string& path = lines ? options.jsonl : options.csv;
  const bias::SourceKind kind = lines ? bias::SourceKind::kJsonLines : bias::SourceKind::kCsv;
  const bias::RowLayout layout = LayoutOf(options);
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

int CodeFor(const Error& error) {
  if (error.code == "bias.not_verified") return kNotGood;
  for (const std::string_view usage :
       {"bias.usage", "bias.conventions", "bias.preset", "bias.summary"}) {
    if (error.code == usage) return kUsage;
  }
  return kFailed;
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
    return CodeFor(report.error());
  }
  const Result<std::string> text = Rendered(*report, options);
  if (!text.ok()) {
    Fail(text.error());
    return CodeFor(text.error());
  }
  if (options.out.empty()) {
    std::cout << *text << std::flush;
  } else if (const Status written = WriteFileDurably(options.out, *text, FileMode::kPublic);
             !written.ok()) {
    return Fail(written.error());
  }
  return options.fail && report->CountVerdicts(bias::Verdict::kFlag) > 0 ? kNotGood : kGood;
}

void AddColumns(Parser* command, Options* options) {
  Option* csv = command->AddOption("--csv", options->csv,
                                   "File whose first line names the columns; - is standard "
                                   "input");
  command->AddOption("--jsonl", options->jsonl, "File of one JSON object a line, in place of it")
      ->Excludes(csv);
  command->AddOption("--delimiter", options->delimiter, "Between the fields of a CSV: , ; | or tab")
      ->OneOf({",", ";", "|", "tab"});
  command->AddOption("--group", options->groups, "Column of an attribute; once for each, up to 8")
      ->Required()
      ->Repeated();
  command->AddOption("--outcome", options->outcome,
                     "Column of what was decided; without it, who scores above the median is "
                     "selected");
  command->AddOption("--label", options->label, "Column of what came true, or was deserved");
  command->AddOption("--score", options->score, "Column of a score");
  command->AddOption("--stratum", options->stratum,
                     "Column within whose values differences are looked at again");
  command
      ->AddOption("--favourable", options->favourable,
                  "Value of outcome and label that is good for the person; may be given more "
                  "than once")
      ->Repeated();
  command
      ->AddOption("--unknown", options->unknown,
                  "Category that means not known, beside empty cells, unknown, n/a, not stated")
      ->Repeated();
  command->AddFlag("--high-score-unfavourable", options->high_score_unfavourable,
                   "A high score speaks for the unfavourable label: a risk score");
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
  command->AddOption("--first", options->first, "First record; 0")->Needs(ledger);
  command->AddOption("--end", options->end, "Record behind the last; all that is signed")
      ->Needs(ledger);
  command->AddOption("--key", options->key, "The log's vkey, obtained from elsewhere")
      ->Needs(ledger);
}

void AddConventions(Parser* command, Options* options) {
  command->AddOption(
      "--preset", options->preset,
      "Conventions by name (`reeve bias presets`), or a file of your own, NAME.json");
  command->AddOption("--depth", options->depth, "Attributes in an intersection, 1 to 3; default 2");
  command
      ->AddOption("--reference", options->reference,
                  "highest, highest_over_share, largest, overall, or race=CATEGORY for each "
                  "attribute")
      ->Repeated();
  command->AddOption("--threshold", options->threshold, "Ratio below which it is adverse; 0.8");
  command
      ->AddOption("--judge", options->judge, "Metric that gets verdicts, or none; more than once")
      ->Repeated();
  command->AddOption("--min-group", options->min_group,
                     "Groups of fewer people are not shown; default 10");
  command->AddOption("--min-verdict", options->min_verdict,
                     "Fewer people get no verdict but `insufficient data`; default 30");
  Option* exclude = command
                        ->AddOption("--exclude", options->excluded,
                                    "Group to leave out of comparisons: race=a or race=a,sex=b")
                        ->Repeated();
  command->AddOption("--reason", options->reason, "Why it is left out; the report prints it")
      ->Needs(exclude);
  command->AddOption("--by", options->by, "The person who answers for that")->Needs(exclude);
  command->AddOption("--bootstrap", options->bootstrap, "Resamples for intervals of ratios; 0");
  command->AddOption("--seed", options->seed, "Of the bootstrap; 42");
}

// What --format summary must say beside the numbers.
void AddSummary(Parser* command, bias::SummaryItems* items) {
  command->AddOption("--tool", items->tool, "For summary: what was audited");
  command->AddOption("--auditor", items->auditor, "For summary: who made the audit");
  command->AddOption("--audit-date", items->audit_date, "For summary: 2026-11-27");
  command->AddOption("--used-from", items->distribution_date,
                     "For summary: from when on the tool is used");
  command->AddOption("--data-source", items->data,
                     "For summary: what the data are, and from where");
}

}  // namespace

void AddBiasAudit(Parser& bias, Run* run) {
  auto options = std::make_shared<Options>();
  Parser* command = bias.AddCommand(
      "audit", "Rates, ratios, intervals, tests and verdicts for groups and intersections.");
  AddColumns(command, options.get());
  AddRecords(command, options.get());
  AddConventions(command, options.get());
  AddSummary(command, &options->summary);
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
