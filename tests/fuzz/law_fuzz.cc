// room: oversight
//
// Arbitrary bytes as a law table, as a condition, as facts of the EU AI Act, and as a time of
// awareness. A table that is read decides every file of facts; what is unknown is never lower.
#include <cstdint>
#include <string_view>

#include "oversight/law/classify.h"
#include "oversight/law/deadline.h"

namespace {

using reeve::Result;
namespace json = reeve::json;
namespace law = reeve::oversight::law;
namespace policy = reeve::policy;

void Require(bool holds, std::string_view what) {
  if (!holds) reeve::Panic(what);
}

void CheckDiagnostics(const std::vector<policy::Diagnostic>& diagnostics, bool refused) {
  for (const policy::Diagnostic& diagnostic : diagnostics) {
    Require(!diagnostic.message.empty() && !diagnostic.code.empty(), "an empty diagnostic");
  }
  Require(policy::HasErrors(diagnostics) == refused, "refused without a word, or in spite of one");
  (void)policy::Render(diagnostics);
}

void CheckClass(const law::Table& table, const law::Facts& facts, law::Absent absent) {
  const Result<law::Classification> found = law::Classify(table, facts, {std::nullopt, absent});
  Require(found.ok() && !found->class_id.empty(), "facts without a class");
  Require(found->class_id == law::kNeedsReview || found->reasons.empty(), "a reason for nothing");
  Require(!json::Compact(law::ToJson(*found)).empty(), "a class without a text");
}

void CheckTable(std::string_view input) {
  const law::TableReading reading = law::ReadTable("law.yaml", input);
  CheckDiagnostics(reading.diagnostics, reading.table == nullptr);
  if (reading.table == nullptr) return;
  CheckClass(*reading.table, law::Facts(*reading.table), law::Absent::kUnknown);
  CheckClass(*reading.table, law::Facts(*reading.table), law::Absent::kNo);
}

void CheckFacts(const law::Table& table, std::string_view input) {
  const law::FactsReading reading = law::ReadFacts(table, "facts.yaml", input);
  CheckDiagnostics(reading.diagnostics, !reading.facts);
  if (!reading.facts) return;
  CheckClass(table, *reading.facts, law::Absent::kUnknown);
  CheckClass(table, *reading.facts, law::Absent::kNo);
}

void CheckCondition(const law::Table& table, std::string_view input) {
  std::vector<reeve::cel::CompileError> errors;
  const auto condition = law::CompileCondition(input, table.names, &errors);
  Require(condition.has_value() == errors.empty(), "a condition refused without an error");
  for (const auto& error : errors) {
    Require(error.offset + error.length <= input.size(), "an error outside of the text");
  }
  if (!condition) return;
  const law::Facts facts(table);
  law::Evaluation evaluation(table, facts, law::Absent::kUnknown, std::nullopt);
  const law::Answer answer = evaluation.Of(*condition);
  law::Evaluation::OpenNames open;
  evaluation.CollectOpen(*condition, &open);
  Require(answer == law::Answer::kUnknown || open.empty(), "an open question about what is known");
}

void CheckTime(std::string_view input) {
  const Result<law::Awareness> aware = law::ParseAwareness(input);
  if (!aware.ok()) return;
  Require(law::OuterDay(aware->day, 2) >= aware->day + std::chrono::days(2), "less than two days");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto table = law::LoadTable("eu_ai_act").value();
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  CheckTable(input);
  CheckFacts(*table, input);
  CheckCondition(*table, input);
  CheckTime(input);
  return 0;
}
