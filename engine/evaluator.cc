#include "engine/evaluator.h"

#include <algorithm>
#include <optional>

#include "detectors/catalogue.h"
#include "engine/own_entities.h"

namespace reeve::engine {
namespace {

std::string_view RoleOf(const json::Value& message) { return *message.Find("role")->as_string(); }

std::string_view ContentOf(const json::Value& message) {
  const json::Value* content = message.Find("content");
  return content == nullptr ? std::string_view() : std::string_view(*content->as_string());
}

policy::ContentFacts MakeContent(const Request& request, std::string* joined) {
  policy::ContentFacts content;
  if (const json::Value* text = json::Resolve(request.payload, "/content/text")) {
    content.text = *text->as_string();
  } else if (const json::Value* messages = json::Resolve(request.payload, "/content/messages")) {
    for (const json::Value& message : *messages->as_array()) {
      content.messages.push_back({RoleOf(message), ContentOf(message)});
    }
    if (content.messages.size() == 1) {
      content.text = content.messages[0].content;
    } else {
      for (const policy::MessageFact& message : content.messages) {
        if (&message != content.messages.data()) *joined += '\n';
        *joined += message.content;
      }
      content.text = *joined;
    }
  }
  content.size = content.text.size();
  return content;
}

using Waivers = std::vector<std::shared_ptr<const oversight::Waiver>>;

// Looks up the rules that apply. The waivers that were used, parallel to the verdict's `waived`.
Waivers ApplyWaivers(const policy::Bundle& bundle, const policy::Facts& facts,
                     const oversight::StandingWaivers& standing, policy::Verdict* verdict) {
  Waivers used;
  std::vector<policy::WaivedRule> waived;
  for (const policy::Hit& hit : verdict->hits) {
    std::shared_ptr<const oversight::Waiver> waiver = standing.Find(*hit.rule, facts);
    if (waiver == nullptr) continue;
    waived.push_back({hit.rule->index, waiver->id, waiver->emergency});
    used.push_back(std::move(waiver));
  }
  policy::Waive(bundle, facts, waived, verdict);
  return used;
}

policy::Scratch& ThreadScratch() {
  static thread_local policy::Scratch scratch;
  return scratch;
}

// Whose words a text is: of a message its role says it, else the stage.
detectors::Source SourceOf(const Request& request, std::string_view path) {
  using detectors::Source;
  constexpr std::string_view kContent = "/content";
  if (path.starts_with("/content/messages/") && path.ends_with(kContent)) {
    const json::Value* message =
        json::Resolve(request.payload, path.substr(0, path.size() - kContent.size()));
    const std::string_view role = message == nullptr ? "" : RoleOf(*message);
    if (role == "system" || role == "developer") return Source::kSystem;
    if (role == "tool" || role == "function") return Source::kTool;
    if (role == "assistant") return Source::kModel;
  }
  if (request.stage == policy::Stage::kToolResult) return Source::kTool;
  if (request.stage == policy::Stage::kOutput || request.stage == policy::Stage::kToolCall)
    return Source::kModel;
  return Source::kUser;
}

}  // namespace

policy::Vocabulary DetectorVocabulary() {
  policy::Vocabulary vocabulary;
  for (const detectors::EntityEntry* entry : detectors::Catalogue()) {
    vocabulary.entities.push_back(
        {std::string(entry->name), std::string(detectors::CategoryName(entry->category))});
  }
  return vocabulary;
}

std::vector<LocatedFinding> FindIn(const Request& request, const detectors::Scanner& scanner) {
  std::vector<LocatedFinding> out;
  if (scanner.Idle()) return out;
  for (const Request::Text& text : request.Texts()) {
    const detectors::ScanContext context{.source = SourceOf(request, text.path)};
    for (detectors::Finding& finding : scanner.Scan(text.text, context)) {
      out.push_back({text.path, FactPath(text.path), finding});
    }
  }
  for (const Request::Number& number : request.numbers) {
    for (const detectors::Finding& finding : scanner.Scan(number.text)) {
      out.push_back({number.path, FactPath(number.path), finding});
    }
  }
  return out;
}

policy::Facts MakeFacts(const Request& request, const oversight::System& system, Timestamp now,
                        const Found& found, std::string* text) {
  policy::Facts facts;
  facts.interaction = request.interaction;
  facts.stage = request.stage;
  facts.tenant = system.tenant;
  facts.channel = request.channel;
  facts.system = {system.id, system.name, system.risk_class, system.purpose, system.owner};
  facts.actor.id = request.actor.id;
  facts.actor.roles.assign(request.actor.roles.begin(), request.actor.roles.end());
  facts.actor.unit = request.actor.unit;
  facts.subject = request.subject;
  facts.action = {request.action.kind,          request.action.tool,   request.action.purpose,
                  request.action.consequential, request.action.amount, request.action.currency,
                  request.arguments()};
  facts.content = MakeContent(request, text);
  facts.findings.reserve(found.findings.size());
  for (const LocatedFinding& located : found.findings) {
    const detectors::Finding& finding = located.finding;
    facts.findings.push_back({finding.entity, detectors::CategoryName(finding.category),
                              detectors::KindName(finding.kind), finding.score, located.fact_path});
  }
  for (const AskedDetector& asked : found.detectors) {
    facts.detectors.push_back({asked.detector->name, asked.failure});
  }
  facts.usage = found.usage;
  facts.context = &request.context;
  facts.now = now;
  return facts;
}

Result<std::shared_ptr<const Evaluator>> Evaluator::Create(
    std::shared_ptr<const policy::Bundle> bundle, DetectorPool* pool) {
  REEVE_ASSIGN_OR_RETURN(detectors::Scanner scanner,
                         ScannerFor(*bundle, bundle->wanted_entities()));
  ExternalFindings external(bundle);
  if (pool != nullptr) {
    REEVE_ASSIGN_OR_RETURN(external, ExternalFindings::Open(bundle, *pool));
  }
  return std::shared_ptr<const Evaluator>(
      new Evaluator(std::move(bundle), std::move(scanner), std::move(external)));
}

Evaluator::Evaluator(std::shared_ptr<const policy::Bundle> bundle, detectors::Scanner scanner,
                     ExternalFindings external)
    : bundle_(std::move(bundle)),
      scanner_(std::move(scanner)),
      external_(std::move(external)),
      restorable_(Redactor::RestorableBy(*bundle_)) {}

Evaluation Evaluator::Evaluate(const Request& request, const oversight::System& system,
                               Timestamp now, const oversight::StandingWaivers* waivers,
                               Redactor* redactor) const {
  Evaluation evaluation = Rule(request, system, now, Find(request, system, now), waivers);
  Redact(request, system, now, redactor, &evaluation);
  return evaluation;
}

void Evaluator::Redact(const Request& request, const oversight::System& system, Timestamp now,
                       Redactor* redactor, Evaluation* evaluation) {
  evaluation->payload = request.payload;
  std::optional<Redactor> rehearsal;
  if (redactor == nullptr) redactor = &rehearsal.emplace(Redactor::RehearsalKey());
  evaluation->redacted = redactor->Redact(request, system.tenant, now, evaluation->verdict,
                                          evaluation->findings, &evaluation->payload);
}

Evaluation Evaluator::Rule(const Request& request, const oversight::System& system, Timestamp now,
                           Found found, const oversight::StandingWaivers* waivers) const {
  Evaluation evaluation;
  static_cast<Found&>(evaluation) = std::move(found);
  std::string text;
  const policy::Facts facts = MakeFacts(request, system, now, evaluation, &text);
  evaluation.verdict = policy::Decide(*bundle_, facts, ThreadScratch());
  if (waivers != nullptr) {
    evaluation.waivers = ApplyWaivers(*bundle_, facts, *waivers, &evaluation.verdict);
  }
  return evaluation;
}

policy::Verdict Evaluator::Judge(const Request& request, const oversight::System& system,
                                 Timestamp now, const Found& found,
                                 const oversight::StandingWaivers* waivers) const {
  std::string text;
  const policy::Facts facts = MakeFacts(request, system, now, found, &text);
  policy::Verdict verdict = policy::Decide(*bundle_, facts, ThreadScratch());
  if (waivers != nullptr) ApplyWaivers(*bundle_, facts, *waivers, &verdict);
  return verdict;
}

Found Evaluator::Find(const Request& request, const oversight::System& system,
                      Timestamp now) const {
  Found found;
  if (external_.empty()) {
    found.findings = FindIn(request, scanner_);
    return found;
  }
  // While others look, so does the scanner.
  std::string text;
  ExternalFindings::Asked asked =
      external_.Begin(request, MakeFacts(request, system, now, {}, &text));
  found.findings = FindIn(request, scanner_);
  asked.Finish(&found);
  return found;
}

bool Evaluator::LooksLike(const Evaluator& other) const {
  // Whether an external detector is asked depends on the scopes of rules.
  if (!external_.empty() || !other.external_.empty()) return false;
  const std::vector<std::string>& wanted = bundle_->wanted_entities();
  return wanted == other.bundle_->wanted_entities() &&
         std::all_of(wanted.begin(), wanted.end(), [&](const std::string& name) {
           return policy::LooksForTheSame(*bundle_, *other.bundle_, name);
         });
}

Evaluation Evaluator::EvaluateAlone(size_t policy, const Request& request,
                                    const oversight::System& system, Timestamp now,
                                    std::span<const policy::GivenFinding> given) const {
  Evaluation evaluation;
  evaluation.findings = FindIn(request, scanner_);
  MergeFindings(request, FindGiven(*bundle_, request, given), &evaluation.findings);
  std::string text;
  const policy::Facts facts = MakeFacts(request, system, now, evaluation, &text);
  evaluation.verdict = policy::DecideAlone(*bundle_, policy, facts, ThreadScratch());
  Redact(request, system, now, nullptr, &evaluation);
  return evaluation;
}

}  // namespace reeve::engine
