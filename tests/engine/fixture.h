// What the tests of the engine and of the server share: requests by a few changes to one that is
// good, bundles from a few lines of YAML, and an engine on a folder that vanishes.
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/encoding.h"
#include "base/log.h"
#include "base/metrics.h"
#include "engine/engine.h"
#include "tests/base/temp_dir.h"

namespace reeve::engine::testing {

inline constexpr Timestamp kStart{std::chrono::microseconds{1'795'000'000'123'456}};
inline constexpr char kOrigin[] = "engine.example/test";

inline std::string Explain(const Error& error) {
  return std::string(error.code) + ": " + error.message + " at " + error.at;
}

template <typename T>
T Must(Result<T> result) {
  if (!result.ok()) FAIL(Explain(result.error()));
  return std::move(result).value();
}
inline void Must(const Status& status) {
  if (!status.ok()) FAIL(Explain(status.error()));
}

inline json::Value Json(std::string_view text) { return Must(json::Parse(text)); }

// The text, number, ... at a JSON pointer, which must be there.
inline const json::Value& At(const json::Value& value, std::string_view pointer) {
  const json::Value* found = json::Resolve(value, pointer);
  if (found == nullptr) FAIL("nothing at " << pointer << " in " << json::Compact(value));
  return *found;
}
inline std::string Text(const json::Value& value, std::string_view pointer) {
  const json::Value& found = At(value, pointer);
  if (found.as_string() == nullptr) FAIL("no text at " << pointer << ": " << json::Compact(found));
  return *found.as_string();
}
inline int64_t Int(const json::Value& value, std::string_view pointer) {
  const json::Value& found = At(value, pointer);
  if (found.as_int() == nullptr) FAIL("no number at " << pointer << ": " << json::Compact(found));
  return *found.as_int();
}

using Changes = std::vector<std::pair<std::string, json::Value>>;

// A good request, with values set at JSON pointers (the parent must be there).
inline json::Value RequestValue(const Changes& changes = {}) {
  json::Value request = Json(R"({"interaction":"i-1","stage":"input","system":"demo",
      "actor":{"id":"u-1","roles":["employee"]},"action":{"kind":"chat"},
      "content":{"text":"Good morning."},"context":{}})");
  for (const auto& [pointer, value] : changes) {
    const size_t slash = pointer.rfind('/');
    json::Value* parent = json::Resolve(request, pointer.substr(0, slash));
    if (parent == nullptr || parent->as_object() == nullptr) FAIL("no object above " << pointer);
    parent->as_object()->Set(pointer.substr(slash + 1), value);
  }
  return request;
}
inline std::string RequestText(const Changes& changes = {}) {
  return json::Compact(RequestValue(changes));
}
// The same without the member at that pointer.
inline std::string RequestWithout(const std::string& pointer, const Changes& changes = {}) {
  json::Value request = RequestValue(changes);
  const size_t slash = pointer.rfind('/');
  json::Object* parent = json::Resolve(request, pointer.substr(0, slash))->as_object();
  json::Object kept;
  for (const json::Member& member : *parent) {
    if (member.key != pointer.substr(slash + 1)) kept.Add(member.key, member.value);
  }
  *parent = std::move(kept);
  return json::Compact(request);
}
inline Request MustParse(const std::string& text) { return Must(ParseRequest(text)); }
inline Request MakeRequest(const Changes& changes = {}) { return MustParse(RequestText(changes)); }

// The lines of a policy beneath its metadata, compiled with the real detectors' vocabulary.
inline std::shared_ptr<const policy::Bundle> CompileRules(
    std::string_view below, std::string_view default_effect = "allow") {
  std::vector<policy::SourceFile> sources;
  if (!default_effect.empty()) {
    sources.push_back({"bundle.yaml", "apiVersion: reeve/v1\nkind: Bundle\ndefault: " +
                                          std::string(default_effect) + "\n"});
  }
  sources.push_back({"p.yaml",
                     "apiVersion: reeve/v1\nkind: Policy\n"
                     "metadata: { id: p, title: Test, references: [Article 1] }\n" +
                         std::string(below)});
  policy::Compilation compiled = policy::CompileBundle(std::move(sources), DetectorVocabulary());
  if (compiled.bundle == nullptr) FAIL(policy::Render(compiled.diagnostics));
  return compiled.bundle;
}

inline oversight::System MakeSystem(const std::string& id, policy::RiskClass risk_class,
                                    oversight::SystemState state = {}) {
  return {.id = id,
          .name = "The " + id,
          .owner = "Ada Example",
          .purpose = "support",
          .risk_class = risk_class,
          .state = state};
}

// Every effect, every way in which a fact is recorded, and a rule that fails.
inline constexpr char kManyRules[] = R"(
attributes:
  region: { type: string, record: value }
  count: { type: int, record: value }
  ratio: { type: double, record: value }
  ticket: { type: string, record: digest }
  note: { type: string, record: nothing }
  flags: { type: list<string>, record: value }
detect: [EMAIL_ADDRESS, US_SSN, payment]
rules:
  - id: mask-cards
    when: findings.exists(f, f.entity == "CREDIT_CARD")
    effect: redact
    redact: { entities: [CREDIT_CARD], operator: mask }
    reason: { user: A card was masked., operator: A card number., auditor: PCI. }
  - id: hide-addresses
    when: findings.exists(f, f.entity == "EMAIL_ADDRESS")
    effect: redact
    redact: { entities: [EMAIL_ADDRESS], operator: label }
    reason: An address was removed.
  - id: large-refund
    scope: { stages: [tool_call], actions: [refund] }
    when: action.amount > 500.0
    effect: hold
    hold: { roles: [team_lead, auditor], quorum: 2, deadline: 8h }
    severity: high
    obligations: [ { type: notify, to: treasury } ]
    reason: A colleague must approve.
  - id: forbidden-word
    when: content.text.contains("xyzzy") && action.kind != "quote"
    effect: deny
    severity: critical
    reason: The word is forbidden.
  - id: forbidden-region
    when: context.region == "nowhere"
    effect: deny
    reason: Not in this region.
    scope: { actions: [travel] }
  - id: not-this-ticket
    when: has(context.ticket) && context.ticket == "T-1"
    effect: deny
    reason: This ticket is closed.
  - id: secret-note
    when: has(context.note) && context.note.contains("burn")
    effect: hold
    hold: { roles: [team_lead] }
    reason: A note that needs a look.
  - id: counted
    when: has(context.count) && context.count > 3
    effect: deny
    reason: Too many.
  - id: ratio
    when: has(context.ratio) && context.ratio < 0.0
    effect: deny
    reason: Negative.
  - id: arguments
    when: has(action.arguments.target) && action.arguments.target == "production"
    effect: hold
    hold: { roles: [auditor] }
    reason: Production needs a look.
  - id: watched
    mode: shadow
    when: '"contractor" in actor.roles'
    effect: deny
    reason: Watched only.
)";

// An engine on a data folder of its own with five systems: demo (limited), credit (high), halted,
// retired, unclassified. Its clock stands still until it is told to move.
class TestEngine {
 public:
  explicit TestEngine(std::shared_ptr<const policy::Bundle> bundle, size_t max_queued = 16'384,
                      std::string vault_key = "", BreakGlassRules break_glass = {})
      : max_queued_(max_queued),
        vault_key_(std::move(vault_key)),
        break_glass_(std::move(break_glass)),
        pem_(Must(Must(SigningKey::Generate()).ToPem())) {
    SetLogLevel(LogLevel::kWarning);
    Open();
    using oversight::SystemState;
    using policy::RiskClass;
    const std::vector<oversight::System> systems = {
        MakeSystem("demo", RiskClass::kLimited), MakeSystem("credit", RiskClass::kHigh),
        MakeSystem("halted", RiskClass::kLimited, SystemState::kHalted),
        MakeSystem("retired", RiskClass::kMinimal, SystemState::kRetired),
        MakeSystem("unclassified", RiskClass::kUnclassified)};
    Must(engine_->systems().Register(systems, clock_.Now(), Random::System()));
    if (bundle != nullptr) Must(engine_->Activate(std::move(bundle), principal_));
  }

  void Open(Stopwatch stopwatch = &std::chrono::steady_clock::now) {
    metrics_ = std::make_unique<Metrics>();
    engine_ = Must(Engine::Open({.data = folder_.path(),
                                 .origin = kOrigin,
                                 .key = Must(SigningKey::FromPem(pem_)),
                                 .commitment_key = std::string(32, 'k'),
                                 .vault_key = vault_key_,
                                 .clock = &clock_,
                                 .metrics = metrics_.get(),
                                 .max_queued_records = max_queued_,
                                 .stopwatch = stopwatch,
                                 .break_glass = break_glass_}));
  }
  void Shut() { engine_.reset(); }

  // A ledger of its own on the same folder, to write what the engine never would.
  std::unique_ptr<ledger::Ledger> OpenLedger() const {
    return Must(ledger::Ledger::Open({.folder = folder_.path(),
                                      .origin = kOrigin,
                                      .key = Must(SigningKey::FromPem(pem_)),
                                      .clock = &clock_,
                                      .projections = AllProjections()}));
  }

  Engine& operator*() { return *engine_; }
  Engine* operator->() { return engine_.get(); }
  const ledger::Ledger& ledger() const { return engine_->ledger(); }
  FakeClock& clock() { return clock_; }
  Metrics& metrics() { return *metrics_; }
  const Principal& principal() const { return principal_; }
  std::filesystem::path path() const { return folder_.path(); }

  json::Value Decide(const Changes& changes = {}) { return DecideText(RequestText(changes)); }
  json::Value DecideText(const std::string& text) {
    return Json(Must(engine_->Decide(principal_, MustParse(text))).json);
  }
  ledger::Record RecordOf(const json::Value& answer) const {
    return Must(ledger().Read(static_cast<uint64_t>(Int(answer, "/record/index"))));
  }
  json::Value BodyOf(const json::Value& answer) const { return Json(RecordOf(answer).body_text()); }

 private:
  TempDir folder_;
  FakeClock clock_{kStart};
  const Principal principal_{"tester", "default"};
  const size_t max_queued_;
  const std::string vault_key_;
  const BreakGlassRules break_glass_;
  const std::string pem_;
  std::unique_ptr<Metrics> metrics_;
  std::unique_ptr<Engine> engine_;
};

// The rules of an answer's reasons, in order.
inline std::vector<std::string> Rules(const json::Value& answer) {
  std::vector<std::string> rules;
  for (const json::Value& reason : *At(answer, "/reasons").as_array()) {
    rules.push_back(Text(reason, "/rule"));
  }
  return rules;
}

}  // namespace reeve::engine::testing
