#include "cli/bias_options.h"

#include <algorithm>
#include <map>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "oversight/bias/presets.h"

namespace reeve::cli {
namespace {

namespace bias = oversight::bias;

Error Usage(std::string message) { return {"bias.usage", std::move(message)}; }

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

Status ReadJudged(const BiasOptions& options, bias::Conventions* conventions) {
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

}  // namespace

bias::RowLayout LayoutOf(const BiasOptions& options) {
  const auto given = [](const std::string& name) {
    return name.empty() ? std::nullopt : std::optional(name);
  };
  bias::RowLayout layout;
  layout.attributes = options.groups;
  layout.outcome = given(options.outcome);
  layout.label = given(options.label);
  layout.score = given(options.score);
  layout.stratum = given(options.stratum);
  layout.favourable = options.favourable;
  layout.unknown.insert(layout.unknown.end(), options.unknown.begin(), options.unknown.end());
  return layout;
}

Result<bias::Conventions> ConventionsOf(const BiasOptions& options) {
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

json::Object ColumnsOf(const BiasOptions& options) {
  const auto texts = [](const std::vector<std::string>& list) {
    return json::Array(list.begin(), list.end());
  };
  json::Object columns{{"group", texts(options.groups)},
                       {"favourable", texts(options.favourable)},
                       {"unknown", texts(options.unknown)}};
  for (const auto& [key, text] :
       {std::pair("outcome", &options.outcome), std::pair("label", &options.label),
        std::pair("score", &options.score), std::pair("stratum", &options.stratum)}) {
    if (!text->empty()) columns.Add(key, *text);
  }
  return columns;
}

int BiasExitCode(const Error& error) {
  if (error.code == "bias.not_verified") return kNotGood;
  for (const std::string_view usage :
       {"bias.usage", "bias.conventions", "bias.preset", "bias.summary"}) {
    if (error.code == usage) return kUsage;
  }
  return kFailed;
}

void AddBiasColumns(Parser* command, BiasOptions* options) {
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

void AddBiasConventions(Parser* command, BiasOptions* options) {
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

void AddBiasSummary(Parser* command, bias::SummaryItems* items) {
  command->AddOption("--tool", items->tool, "For summary: what was audited");
  command->AddOption("--auditor", items->auditor, "For summary: who made the audit");
  command->AddOption("--audit-date", items->audit_date, "For summary: 2026-11-27");
  command->AddOption("--used-from", items->distribution_date,
                     "For summary: from when on the tool is used");
  command->AddOption("--data-source", items->data,
                     "For summary: what the data are, and from where");
}

}  // namespace reeve::cli
