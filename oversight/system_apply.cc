#include <algorithm>
#include <tuple>
#include <utility>

#include "base/json_reader.h"
#include "oversight/bundle_register.h"
#include "oversight/system_entry.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;
using policy::RiskClass;

constexpr size_t kMaxWordBytes = 64;
constexpr size_t kMaxNewIdBytes = 64;

Error Refused(std::string_view code, const System& system, const std::string& message) {
  return {code, "the system `" + system.id + "` " + message};
}

// -------------------------------------------------------------------------------------- the steps

bool IsOneOf(SystemState state, std::initializer_list<SystemState> states) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

// Whether the step is open from the state, and where it leads.
std::optional<SystemState> Next(SystemStep step, SystemState state) {
  using S = SystemState;
  switch (step) {
    case SystemStep::kReview:
      if (state == S::kProposed) return S::kInReview;
      if (state == S::kRetired) return std::nullopt;
      return state;
    case SystemStep::kApprove:
      if (state == S::kInReview) return S::kApproved;
      break;
    case SystemStep::kActivate:
      if (IsOneOf(state, {S::kApproved, S::kRestricted, S::kSuspended, S::kHalted})) {
        return S::kActive;
      }
      break;
    case SystemStep::kRestrict:
      if (state == S::kActive) return S::kRestricted;
      break;
    case SystemStep::kSuspend:
      if (IsOneOf(state, {S::kApproved, S::kActive, S::kRestricted})) return S::kSuspended;
      break;
    case SystemStep::kRetire:
      if (state != S::kRetired) return S::kRetired;
      break;
  }
  return std::nullopt;
}

std::string StatesBefore(SystemStep step) {
  std::string out;
  for (size_t i = 0; i < kSystemStateCount; ++i) {
    const auto state = static_cast<SystemState>(i);
    if (!Next(step, state) || state == SystemState::kHalted) continue;
    out += (out.empty() ? "" : ", ") + std::string(SystemStateName(state));
  }
  return out;
}

bool IsAmong(const std::vector<std::string>& names, std::string_view person) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return IsSamePerson(name, person); });
}

Status AddAuthor(SystemEntry* entry, const std::string& person) {
  if (IsAmong(entry->authors, person)) return {};
  if (entry->authors.size() == kMaxSystemAuthors) {
    return Refused("system.too_many", entry->system,
                   "was changed by 64 persons since it was approved: have it approved first");
  }
  entry->authors.push_back(person);
  return {};
}

// Who may take the step, and with which class.
Status CheckStep(SystemStep step, const SystemEntry& entry, const SystemAct& act) {
  const System& system = entry.system;
  if (step == SystemStep::kApprove && IsAmong(entry.authors, act.by)) {
    return Refused("system.own_proposal", system,
                   "was proposed or changed by `" + act.by + "`: another person must approve it");
  }
  if (step == SystemStep::kReview && system.state == SystemState::kProposed &&
      IsAmong(entry.authors, act.by)) {
    return Refused("system.own_proposal", system,
                   "was proposed by `" + act.by + "`: another person must review it");
  }
  if (step != SystemStep::kActivate) return {};
  if (system.state == SystemState::kApproved && !entry.approved) {
    return Refused("system.state", system, "has no approval on record: review and approve it");
  }
  if (system.state == SystemState::kApproved && IsSamePerson(entry.approved->by, act.by)) {
    return Refused("system.own_approval", system,
                   "was approved by `" + act.by + "`: another person must activate it");
  }
  if (entry.stopped && IsSamePerson(entry.stopped->by, act.by)) {
    return Refused("system.own_stop", system,
                   "was " + std::string(SystemStateName(system.state)) + " by `" + act.by +
                       "`: another person must activate it");
  }
  if (system.risk_class == RiskClass::kUnclassified) {
    return Refused("system.unclassified", system,
                   "has no risk class: classify it first (reeve system classify)");
  }
  if (system.risk_class == RiskClass::kProhibited) {
    return Refused("system.prohibited", system,
                   "is of a prohibited class (Art. 5): it is never activated");
  }
  return {};
}

Status TakeStep(SystemStep step, const SystemAct& act, SystemEntry* entry) {
  REEVE_ASSIGN_OR_RETURN(const SystemState next, StateAfter(step, *entry));
  REEVE_RETURN_IF_ERROR(CheckStep(step, *entry, act));
  entry->system.state = next;
  switch (step) {
    case SystemStep::kReview:
      entry->reviewed = act;
      break;
    case SystemStep::kApprove:
      entry->approved = act;
      entry->approved_class = entry->system.risk_class;
      entry->authors.clear();
      if (entry->proposed) entry->authors.push_back(entry->proposed->by);
      break;
    case SystemStep::kRestrict:
    case SystemStep::kSuspend:
      entry->stopped = act;
      break;
    case SystemStep::kActivate:
      entry->stopped.reset();
      entry->approved_class = std::max(entry->approved_class, entry->system.risk_class);
      break;
    case SystemStep::kRetire:
      break;
  }
  return {};
}

// Goes back to be reviewed, where it had got further than that.
SystemState Reopened(SystemState state) {
  return IsOneOf(state, {SystemState::kProposed, SystemState::kRetired}) ? state
                                                                         : SystemState::kInReview;
}

// ------------------------------------------------------------------------------------ each record

// What every record of a command has.
struct Envelope {
  SystemAct act;
  SystemState from;
  SystemState to;
};

Envelope ReadEnvelope(ObjectReader& reader, const ledger::Record& record) {
  Envelope envelope{{reader.String("by", Need::kRequired, kMaxPersonBytes),
                     reader.String("reason", Need::kRequired, kMaxReasonBytes), record.time()},
                    SystemState::kProposed,
                    SystemState::kProposed};
  reader.Absorb(CheckPersonName(envelope.act.by));
  reader.String("system", Need::kRequired, kMaxSystemFieldBytes);
  reader.String("principal", Need::kOptional, kMaxReasonBytes);
  for (const auto& [key, state] :
       {std::pair{"from", &envelope.from}, std::pair{"to", &envelope.to}}) {
    const std::string name = reader.String(key, Need::kOptional, kMaxWordBytes);
    if (name.empty()) continue;
    if (const auto found = SystemStateFromName(name)) {
      *state = *found;
    } else {
      reader.Fail("json.value", key, "`" + name + "` is no state of a system");
    }
  }
  return envelope;
}

// The record says from which state to which it leads; where another command was faster, it does
// not.
Status CheckStates(const Envelope& envelope, SystemState before, const SystemEntry& after) {
  if (envelope.from == before && envelope.to == after.system.state) return {};
  return Refused("system.state", after.system,
                 "was changed by another command meanwhile: look at it again (reeve system show)");
}

Result<SystemEntry> ApplyRegistration(const SystemEntry* known, const json::Value& body) {
  SystemEntry entry;
  REEVE_ASSIGN_OR_RETURN(entry.system, SystemFromJson(body, "/body"));
  entry.approved_class = entry.system.risk_class;
  if (known != nullptr && known->governed) {
    return Refused("system.governed", entry.system,
                   "is governed by commands: change it by `reeve system change`");
  }
  return entry;
}

// As in a file of systems; `unknown` is the path of the list of unknown systems.
Status CheckId(std::string_view id) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const bool fits = !id.empty() && id.size() <= kMaxNewIdBytes && is_letter(id[0]) &&
                    std::all_of(id.begin(), id.end(), [&](char c) {
                      return is_letter(c) || c == '-' || c == '_' || c == '.';
                    });
  if (fits && id != "unknown") return {};
  return Error{"system.terms",
               "the id of a system is 1 to 64 of a-z, 0-9, `-`, `_` and `.`, begins with a letter "
               "or digit, and is not `unknown`",
               "/id"};
}

Result<SystemEntry> ApplyProposal(const SystemEntry* known, const ledger::Record& record,
                                  const json::Value& body) {
  ObjectReader reader(body, "/body");
  SystemEntry entry;
  const Envelope envelope = ReadEnvelope(reader, record);
  if (const json::Value* facts = reader.ObjectMember("facts", Need::kRequired)) {
    ObjectReader inner(*facts, "/body/facts");
    ReadSystemFacts(inner, &entry.system);
    reader.Absorb(inner.Finish());
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  entry.system.id = *body.Find("system")->as_string();
  REEVE_RETURN_IF_ERROR(CheckId(entry.system.id));
  entry.system.tenant = record.tenant();
  entry.system.state = SystemState::kProposed;
  entry.governed = true;
  entry.proposed = envelope.act;
  entry.authors = {envelope.act.by};
  if (known != nullptr) {
    return Refused("system.exists", entry.system,
                   "is registered already: change it by `reeve system change`");
  }
  for (const std::string* text : {&entry.system.name, &entry.system.owner, &entry.system.purpose}) {
    if (!text->empty()) continue;
    return Error{"system.terms", "a system is proposed with `name`, `owner` and `purpose`",
                 "/facts"};
  }
  return entry;
}

Status ApplyChange(ObjectReader& reader, const Envelope& envelope, SystemEntry* entry) {
  const bool reopens = reader.Bool("reopens");
  System changed = entry->system;
  if (const json::Value* changes = reader.ObjectMember("changes", Need::kRequired)) {
    ObjectReader inner(*changes, "/body/changes");
    ReadSystemFacts(inner, &changed);
    reader.Absorb(inner.Finish());
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  if (changed == entry->system) {
    return Refused("system.nothing_changes", entry->system, "is so already");
  }
  SystemChange change = ChangeOf(entry->system, std::move(changed));
  if (change.reopens != reopens) {
    return Refused("system.state", entry->system,
                   "was changed by another command meanwhile: look at it again");
  }
  entry->system = std::move(change.changed);
  if (!reopens) return {};
  entry->classified.reset();
  entry->approved.reset();
  entry->stopped.reset();
  entry->approved_class = RiskClass::kUnclassified;
  return AddAuthor(entry, envelope.act.by);
}

Status ApplyDocument(ObjectReader& reader, SystemEntry* entry) {
  if (const json::Value* value = reader.ObjectMember("document", Need::kRequired)) {
    ObjectReader inner(*value, "/body/document");
    SystemDocument document = ReadDocument(inner);
    reader.Absorb(inner.Finish());
    entry->system.documents.push_back(std::move(document));
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  if (entry->system.documents.size() <= kMaxSystemDocuments) return {};
  return Refused("system.too_many", entry->system,
                 "has 32 documents: gather them in one, and add that");
}

Status ApplyClassification(ObjectReader& reader, const ledger::Record& record,
                           const Envelope& envelope, SystemEntry* entry) {
  SystemClassification classified;
  classified.record = record.id();
  classified.act = envelope.act;
  classified.as_of = reader.String("as_of", Need::kOptional, kMaxWordBytes);
  reader.String("table", Need::kRequired, kMaxReasonBytes);
  reader.ObjectMember("facts", Need::kRequired);
  const std::string risk_class = reader.String("risk_class", Need::kRequired, kMaxWordBytes);
  const json::Value* result = reader.ObjectMember("result", Need::kRequired);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  const json::Value* word = result->Find("class");
  const std::optional<RiskClass> known = policy::RiskClassFromName(risk_class);
  if (!known || word == nullptr || word->as_string() == nullptr) {
    return Error{"system.terms", "the classification names no class", "/body/result/class"};
  }
  classified.word = *word->as_string();
  entry->system.state = StateAfterClass(*entry, *known);
  entry->system.risk_class = *known;
  entry->classified = std::move(classified);
  return {};
}

Status ApplyStep(SystemStep step, ObjectReader& reader, const Envelope& envelope,
                 SystemEntry* entry) {
  System reviewed = entry->system;
  if (step == SystemStep::kReview) {
    const std::string due = reader.String("review_due", Need::kOptional, kMaxWordBytes);
    if (!due.empty()) {
      REEVE_ASSIGN_OR_RETURN(reviewed.review_due, ParseDay(due));
    }
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  entry->system = std::move(reviewed);
  return TakeStep(step, envelope.act, entry);
}

}  // namespace

bool IsAboutSystem(std::string_view kind) {
  return kind == kSystemRegistered || kind == kSystemProposed || kind == kSystemChanged ||
         kind == kSystemClassified || kind == kSystemDocumentAdded || SystemStepOfKind(kind);
}

Result<SystemName> SystemNameOf(const ledger::Record& record) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  const bool registration = record.kind() == kSystemRegistered;
  if (registration) {
    REEVE_ASSIGN_OR_RETURN(System system, SystemFromJson(*body, "/body"));
    return SystemName{std::move(system.tenant), std::move(system.id)};
  }
  const json::Value* id = body->Find("system");
  if (id == nullptr || id->as_string() == nullptr) {
    return Error{"json.missing", "the field `system` is required", "/body/system"};
  }
  return SystemName{std::string(record.tenant()), *id->as_string()};
}

Result<SystemEntry> Apply(const SystemEntry* known, const ledger::Record& record) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  if (record.kind() == kSystemRegistered) return ApplyRegistration(known, *body);
  if (record.kind() == kSystemProposed) return ApplyProposal(known, record, *body);
  if (known == nullptr) {
    const json::Value* id = body->Find("system");
    return Error{"system.not_found",
                 "no system `" + *id->as_string() + "` is registered: see `reeve system list`"};
  }
  SystemEntry entry = *known;
  ObjectReader reader(*body, "/body");
  const Envelope envelope = ReadEnvelope(reader, record);
  const SystemState before = entry.system.state;
  if (before == SystemState::kRetired) {
    return Refused("system.retired", entry.system, "is retired, which is final: propose a new one");
  }
  if (record.kind() == kSystemChanged) {
    REEVE_RETURN_IF_ERROR(ApplyChange(reader, envelope, &entry));
  } else if (record.kind() == kSystemDocumentAdded) {
    REEVE_RETURN_IF_ERROR(ApplyDocument(reader, &entry));
  } else if (record.kind() == kSystemClassified) {
    REEVE_RETURN_IF_ERROR(ApplyClassification(reader, record, envelope, &entry));
  } else {
    REEVE_RETURN_IF_ERROR(ApplyStep(*SystemStepOfKind(record.kind()), reader, envelope, &entry));
  }
  entry.governed = true;
  REEVE_RETURN_IF_ERROR(CheckStates(envelope, before, entry));
  return entry;
}

SystemChange ChangeOf(const System& before, System changed) {
  const auto rests_on = [](const System& system) {
    return std::tie(system.purpose, system.purposes, system.models, system.data_categories,
                    system.regions, system.affected_groups, system.role, system.purpose_drift);
  };
  SystemChange change{std::move(changed), false};
  change.reopens = rests_on(before) != rests_on(change.changed);
  if (!change.reopens) return change;
  change.changed.risk_class = RiskClass::kUnclassified;
  change.changed.state = Reopened(before.state);
  return change;
}

Result<SystemState> StateAfter(SystemStep step, const SystemEntry& entry) {
  const SystemState state = entry.system.state;
  if (state == SystemState::kRetired) {
    return Refused("system.retired", entry.system, "is retired, which is final: propose a new one");
  }
  if (const auto next = Next(step, state)) return *next;
  return Refused("system.state", entry.system,
                 "is " + std::string(SystemStateName(state)) + ": `" +
                     std::string(SystemStepName(step)) + "` is open to a system that is " +
                     StatesBefore(step));
}

SystemState StateAfterClass(const SystemEntry& entry, policy::RiskClass risk_class) {
  const SystemState state = entry.system.state;
  const bool passed =
      IsOneOf(state, {SystemState::kApproved, SystemState::kActive, SystemState::kRestricted,
                      SystemState::kSuspended, SystemState::kHalted});
  const bool stricter =
      entry.approved_class != RiskClass::kUnclassified && risk_class > entry.approved_class;
  return passed && stricter ? SystemState::kInReview : state;
}

}  // namespace reeve::oversight
