// Facts: one request as the rules see it, and which of these facts the ledger keeps.
//
// The engine fills Facts from a request, or (recording.h) from a record when a decision is
// replayed. Facts own nothing: every view lives as long as the request, or the record, that it came
// from. Rules see each fact under the path in FactTable(); an absent text is "", an absent number
// 0, an absent flag false, an absent list empty. Only context attributes may be missing: reading a
// missing one is an error, which has(context.x) avoids.
//
// Privacy (docs/policy-language.md): a fact is recorded by value, as a keyed digest, or not at
// all. A clause of a rule that reads something not recorded by value is *opaque*: its outcome is
// part of the verdict, is recorded, and stands in for the clause when the decision is replayed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace reeve::policy {

enum class Stage : uint8_t { kInput, kOutput, kToolCall, kToolResult };
inline constexpr size_t kStageCount = 4;
std::string_view StageName(Stage stage);  // "input", "output", "tool_call", "tool_result"
std::optional<Stage> StageFromName(std::string_view name);

// The class of a system under the EU AI Act, as the system register holds it.
enum class RiskClass : uint8_t { kUnclassified, kMinimal, kLimited, kHigh, kProhibited };
inline constexpr size_t kRiskClassCount = 5;
std::string_view RiskClassName(RiskClass risk_class);  // "unclassified", "minimal", ...
std::optional<RiskClass> RiskClassFromName(std::string_view name);

struct SystemFacts {
  std::string_view id;
  std::string_view name;
  RiskClass risk_class = RiskClass::kUnclassified;
  std::string_view purpose;
  std::string_view owner;
};

struct ActorFacts {
  std::string_view id;
  std::vector<std::string_view> roles;
  std::string_view unit;
};

struct ActionFacts {
  std::string_view kind;
  std::string_view tool;
  std::string_view purpose;
  bool consequential = false;  // it has legal or similarly significant effect on a person
  double amount = 0;
  std::string_view currency;
  const json::Object* arguments = nullptr;  // null is {}
};

struct MessageFact {
  std::string_view role;
  std::string_view content;
};

struct ContentFacts {
  // All of the content as one text: content.text of the request, or the contents of its messages
  // joined by a line feed.
  std::string_view text;
  uint64_t size = 0;  // bytes of `text`
  std::vector<MessageFact> messages;
};

// What a detector found, without the text.
struct FindingFact {
  std::string_view entity;    // "CREDIT_CARD"
  std::string_view category;  // "payment"
  std::string_view kind;      // how it was found: "checksum", "pattern", ...
  double score = 0;           // 0 to 1
  std::string_view path;      // JSON pointer of the text: "/content/messages/0/content"
};

// An external detector that was asked about the request.
struct DetectorFact {
  std::string_view name;
  std::string_view failure;  // why it gave no answer: "detector.timeout"; empty where it answered
};

// What of a budget was used before this request, in the window of its time, and what the request
// adds where it passes.
struct UsageFact {
  std::string_view budget;
  uint64_t used = 0;
  uint64_t asked = 0;
};

struct Facts {
  std::string_view interaction;
  Stage stage = Stage::kInput;
  std::string_view tenant;
  std::string_view channel;  // by which the request came: web, voice, batch
  SystemFacts system;
  ActorFacts actor;
  std::string_view subject;
  ActionFacts action;
  ContentFacts content;
  std::vector<FindingFact> findings;
  std::vector<DetectorFact> detectors;    // no rule reads them; Decide does
  std::vector<UsageFact> usage;           // a budget that is not there is unused
  const json::Object* context = nullptr;  // null is {}
  Timestamp now;                          // the time of the decision, which its record carries
};

enum class Recorded : uint8_t { kValue, kDigest, kNothing };
std::string_view RecordedName(Recorded recorded);  // "value", "digest", "nothing"

struct FactPath {
  std::string_view path;  // as a rule writes it: "action.amount"
  Recorded recorded;
};

// Every fact except the context attributes, whose policies say how each is recorded, and the usage
// of budgets, which is recorded by value where the bundle has some.
std::span<const FactPath> FactTable();

}  // namespace reeve::policy
