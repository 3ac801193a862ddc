#include "engine/redactor.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "engine/evaluator.h"

namespace reeve::engine {
namespace {

uint8_t RestoreBits(const policy::RestoreTerms& restore) {
  return static_cast<uint8_t>((restore.output ? detectors::kRestoreInOutput : 0) |
                              (restore.tool_call ? detectors::kRestoreInToolCall : 0));
}

static_assert(policy::kRedactOperatorCount == detectors::kOperatorCount);

// Both enumerations have the same order; engine/redactor_test holds them together by name.
detectors::RedactionTerms TermsOf(const policy::RedactMethod& method) {
  return {.op = static_cast<detectors::Operator>(method.redact_operator),
          .mask = {.character = std::string(method.character),
                   .keep_first = method.mask.keep_first,
                   .keep_last = method.mask.keep_last.value_or(detectors::MaskTerms::kByCatalogue),
                   .count = method.mask.count,
                   .from_end = method.mask.from_end,
                   .keep_separators = method.mask.keep_separators},
          .text = std::string(method.text),
          .restore = RestoreBits(method.restore)};
}

const policy::EntityRedaction* FindRedaction(const policy::Verdict& verdict,
                                             std::string_view entity) {
  const auto found = std::lower_bound(
      verdict.redactions.begin(), verdict.redactions.end(), entity,
      [](const policy::EntityRedaction& r, std::string_view name) { return r.entity < name; });
  return found == verdict.redactions.end() || found->entity != entity ? nullptr : &*found;
}

bool Uses(const policy::Verdict& verdict, policy::RedactOperator redact_operator) {
  return std::any_of(verdict.redactions.begin(), verdict.redactions.end(),
                     [redact_operator](const policy::EntityRedaction& redaction) {
                       return redaction.method.redact_operator == redact_operator;
                     });
}

std::vector<detectors::Redaction> RedactionsOf(const policy::Verdict& verdict,
                                               std::span<const LocatedFinding> findings) {
  std::vector<detectors::Redaction> out;
  for (const LocatedFinding& located : findings) {
    const auto* redaction = FindRedaction(verdict, located.finding.entity);
    if (redaction != nullptr) out.push_back({located.finding, TermsOf(redaction->method)});
  }
  return out;
}

// Findings stand grouped by path; each group is one text of the payload, or one number.
bool RedactTexts(const policy::Verdict& verdict, const std::vector<LocatedFinding>& findings,
                 const detectors::RedactionContext& context, json::Value* payload) {
  bool changed = false;
  for (size_t first = 0; first < findings.size();) {
    size_t last = first;
    while (last < findings.size() && findings[last].path == findings[first].path) ++last;
    const auto group = std::span(findings).subspan(first, last - first);
    first = last;
    const std::vector<detectors::Redaction> redactions = RedactionsOf(verdict, group);
    if (redactions.empty()) continue;
    json::Value* place = json::Resolve(*payload, group.front().path);
    const std::string* text = place->as_string();
    const std::string original = text == nullptr ? json::Compact(*place) : *text;
    std::string redacted = detectors::Redact(original, redactions, context);
    if (redacted == original) continue;
    *place = std::move(redacted);
    changed = true;
  }
  return changed;
}

}  // namespace

bool Redactor::Redact(const Request& request, std::string_view tenant, Timestamp now,
                      const policy::Verdict& verdict, const std::vector<LocatedFinding>& findings,
                      json::Value* payload) {
  if (verdict.redactions.empty() || findings.empty()) return false;
  const std::shared_ptr<const detectors::RedactionKeys> keys = KeysOf(tenant);
  detectors::RedactionContext context{keys.get(), request.interaction};
  if (!Uses(verdict, policy::RedactOperator::kNumber)) {
    return RedactTexts(verdict, findings, context, payload);
  }
  const MutexLock lock(numbers_mutex_);
  context.numbers = &NumbersOf(tenant, request.interaction, now);
  for (const Request::Text& text : request.Texts()) context.numbers->Avoid(text.text);
  return RedactTexts(verdict, findings, context, payload);
}

std::shared_ptr<const detectors::RedactionKeys> Redactor::KeysOf(std::string_view tenant) {
  const MutexLock lock(keys_mutex_);
  const auto known = keys_.find(tenant);
  if (known != keys_.end()) return known->second;
  auto keys = std::make_shared<const detectors::RedactionKeys>(master_key_, tenant);
  return keys_.emplace(tenant, std::move(keys)).first->second;
}

detectors::LabelNumbers& Redactor::NumbersOf(std::string_view tenant, std::string_view interaction,
                                             Timestamp now) {
  while (!by_use_.empty() && by_use_.back().used + kNumbersLife < now) {
    numbered_.erase(by_use_.back().tenant_and_interaction);
    by_use_.pop_back();
  }
  const std::string name = detectors::JoinParts({tenant, interaction});
  if (const auto known = numbered_.find(name); known != numbered_.end()) {
    by_use_.splice(by_use_.begin(), by_use_, known->second);
  } else {
    if (by_use_.size() == kMaxInteractions) {
      numbered_.erase(by_use_.back().tenant_and_interaction);
      by_use_.pop_back();
    }
    by_use_.push_front({name, now, {}});
    numbered_.emplace(by_use_.front().tenant_and_interaction, by_use_.begin());
  }
  by_use_.front().used = now;
  return by_use_.front().numbers;
}

// ---------------------------------------------------------------------------------------- restore

Redactor::Restorable Redactor::RestorableBy(const policy::Bundle& bundle) {
  Restorable out;
  for (const policy::Rule& rule : bundle.rules()) {
    if (rule.effect != policy::Effect::kRedact || rule.mode == policy::Mode::kShadow) continue;
    const auto& entities = rule.redact.entities;
    if (rule.redact.restore.output) {
      out.in_output.insert(out.in_output.end(), entities.begin(), entities.end());
    }
    if (rule.redact.restore.tool_call) {
      out.in_tool_call.insert(out.in_tool_call.end(), entities.begin(), entities.end());
    }
  }
  for (auto* entities : {&out.in_output, &out.in_tool_call}) {
    std::sort(entities->begin(), entities->end());
    entities->erase(std::unique(entities->begin(), entities->end()), entities->end());
  }
  return out;
}

std::unique_ptr<const Request> Redactor::Restore(const Request& request, std::string_view tenant,
                                                 const Restorable& restorable, Restored* restored) {
  const bool is_output = request.stage == policy::Stage::kOutput;
  if (!is_output && request.stage != policy::Stage::kToolCall) return nullptr;
  const auto& entities = is_output ? restorable.in_output : restorable.in_tool_call;
  if (entities.empty()) return nullptr;
  const uint8_t place = is_output ? detectors::kRestoreInOutput : detectors::kRestoreInToolCall;
  const std::shared_ptr<const detectors::RedactionKeys> keys = KeysOf(tenant);
  std::unique_ptr<Request> out;
  for (const Request::Text& text : request.Texts()) {
    std::vector<std::string> names;
    std::string changed =
        detectors::Restore(*keys, request.interaction, text.text, place, entities, &names);
    if (names.empty()) continue;
    if (out == nullptr) out = std::make_unique<Request>(request);
    *json::Resolve(out->payload, text.path) = std::move(changed);
    for (const std::string& name : names) ++(*restored)[name];
  }
  return out;
}

}  // namespace reeve::engine
