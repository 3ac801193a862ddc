#include "oversight/bias/report_check.h"

#include <algorithm>

#include "oversight/bias/presets.h"
#include "oversight/bias/report.h"

namespace reeve::oversight::bias {
namespace {

constexpr size_t kMaxShownBytes = 200;

Error NoReport(const std::string& what) {
  return {"bias.report_format", "this is no report of a bias audit in JSON: " + what};
}

// Walks both values side by side.
class Differences {
 public:
  explicit Differences(std::vector<Difference>* found) : found_(*found) {}

  void Compare(const std::string& at, const json::Value& reported, const json::Value& computed) {
    if (reported.as_object() != nullptr && computed.as_object() != nullptr) {
      CompareMembers(at, *reported.as_object(), *computed.as_object());
    } else if (reported.as_array() != nullptr && computed.as_array() != nullptr) {
      CompareItems(at, *reported.as_array(), *computed.as_array());
    } else if (Text(reported) != Text(computed)) {
      Add(at, Text(reported), Text(computed));
    }
  }

 private:
  void CompareMembers(const std::string& at, const json::Object& a, const json::Object& b) {
    for (const json::Member& member : a) {
      const json::Value* other = b.Find(member.key);
      const std::string here = json::PointerTo(at, member.key);
      if (other != nullptr) {
        Compare(here, member.value, *other);
      } else {
        Add(here, Text(member.value), "nothing");
      }
    }
    for (const json::Member& member : b) {
      if (a.Find(member.key) == nullptr) {
        Add(json::PointerTo(at, member.key), "nothing", Text(member.value));
      }
    }
  }
  void CompareItems(const std::string& at, const json::Array& a, const json::Array& b) {
    for (size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
      const std::string here = json::PointerTo(at, std::to_string(i));
      if (i < a.size() && i < b.size()) {
        Compare(here, a[i], b[i]);
      } else {
        Add(here, i < a.size() ? Text(a[i]) : "nothing", i < b.size() ? Text(b[i]) : "nothing");
      }
    }
  }
  static std::string Text(const json::Value& value) {
    // 1 and 1.0 are one number in canonical JSON, and may have been read as either.
    return json::Canonical(value).ok() ? *json::Canonical(value) : json::Compact(value);
  }
  void Add(const std::string& at, const std::string& reported, const std::string& computed) {
    if (found_.size() == kMaxDifferences) return;
    found_.push_back({at, reported.substr(0, kMaxShownBytes), computed.substr(0, kMaxShownBytes)});
  }

  std::vector<Difference>& found_;
};

std::vector<std::string> Strings(const json::Value* value) {
  std::vector<std::string> strings;
  if (value == nullptr || value->as_array() == nullptr) return strings;
  for (const json::Value& one : *value->as_array()) {
    if (one.as_string() != nullptr) strings.push_back(*one.as_string());
  }
  return strings;
}

std::optional<std::string> MaybeString(const json::Value* value) {
  if (value == nullptr || value->as_string() == nullptr) return std::nullopt;
  return *value->as_string();
}

Status ReadRecordsPlan(const json::Value& source, ReportPlan* plan) {
  const auto system = MaybeString(source.Find("system"));
  const auto checkpoint = MaybeString(source.Find("checkpoint"));
  const json::Value* first = source.Find("first");
  const json::Value* end = source.Find("end");
  const auto is_count = [](const json::Value* value) {
    return value != nullptr && value->as_int() != nullptr && *value->as_int() >= 0;
  };
  if (!system || !checkpoint || !is_count(first) || !is_count(end)) {
    return NoReport("`source` lacks system, checkpoint, first or end");
  }
  plan->tenant = MaybeString(source.Find("tenant")).value_or(kDefaultTenant);
  plan->system = *system;
  plan->checkpoint = *checkpoint;
  plan->first = static_cast<uint64_t>(*first->as_int());
  plan->end = static_cast<uint64_t>(*end->as_int());
  return {};
}

json::Value WithoutDrift(const json::Value& report, bool drifts) {
  if (!drifts) return report;
  json::Object rest;
  for (const json::Member& member : *report.as_object()) {
    if (member.key != "drift" && member.key != "findings") rest.Add(member.key, member.value);
  }
  return rest;
}

}  // namespace

Result<ReportPlan> ReadPlan(const json::Value& report) {
  if (MaybeString(report.Find("format")) != std::string(kReportFormat)) {
    return NoReport("`format` is not `" + std::string(kReportFormat) + "`");
  }
  const json::Value* source = report.Find("source");
  const json::Value* columns = report.Find("columns");
  const json::Value* conventions = report.Find("conventions");
  if (source == nullptr || columns == nullptr || conventions == nullptr) {
    return NoReport("source, columns or conventions are missing");
  }
  ReportPlan plan;
  const std::string kind = MaybeString(source->Find("kind")).value_or("");
  if (kind == "ledger") {
    plan.kind = SourceKind::kLedger;
    REEVE_RETURN_IF_ERROR(ReadRecordsPlan(*source, &plan));
  } else if (kind == "json_lines") {
    plan.kind = SourceKind::kJsonLines;
  } else if (kind != "csv") {
    return NoReport("`source.kind` is none of csv, json_lines, ledger");
  }
  const std::string delimiter = MaybeString(source->Find("delimiter")).value_or(",");
  if (delimiter.size() == 1) plan.delimiter = delimiter[0];
  plan.layout.attributes = Strings(columns->Find("attributes"));
  plan.layout.outcome = MaybeString(columns->Find("outcome"));
  plan.layout.label = MaybeString(columns->Find("label"));
  plan.layout.score = MaybeString(columns->Find("score"));
  plan.layout.stratum = MaybeString(columns->Find("stratum"));
  plan.layout.favourable = Strings(columns->Find("favourable"));
  plan.layout.unknown = Strings(columns->Find("unknown"));
  json::ObjectReader reader(*conventions, "/conventions");
  ReadConventions(reader, &plan.conventions);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return plan;
}

Result<ReportCheck> CheckReport(const json::Value& report, const std::filesystem::path& rows,
                                const std::filesystem::path& folder,
                                const std::optional<std::string>& vkey) {
  REEVE_ASSIGN_OR_RETURN(const ReportPlan plan, ReadPlan(report));
  AuditSource source;
  source.kind = plan.kind;
  source.rows = rows;
  if (plan.kind == SourceKind::kLedger) {
    source.ledger = {folder, vkey, plan.checkpoint};
    source.records = {plan.system, plan.first, plan.end, plan.tenant};
  }
  ReadOptions options;
  options.delimiter = plan.delimiter;
  REEVE_ASSIGN_OR_RETURN(const Report again,
                         AuditFrom(source, plan.layout, plan.conventions, options));
  ReportCheck check;
  REEVE_ASSIGN_OR_RETURN(check.digest, ReportDigest(report));
  // Drift, and the findings that speak of it, are against a third report, which is not at hand.
  const bool drifts = report.Find("drift") != nullptr;
  const json::Value computed = ReportJson(again);
  Differences(&check.differences)
      .Compare("", WithoutDrift(report, drifts), WithoutDrift(computed, drifts));
  return check;
}

}  // namespace reeve::oversight::bias
