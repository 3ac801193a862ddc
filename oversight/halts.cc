#include "oversight/halts.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/json_reader.h"
#include "oversight/bundle_register.h"
#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr std::string_view kStanding = "standing/";
constexpr std::string_view kLifted = "lifted/";

std::string KeyOf(std::string_view prefix, std::string_view id) {
  return std::string(prefix).append(id);
}

Error NotFound(std::string_view id) {
  return {"halt.not_found", "there is no halt `" + std::string(id) + "`: see `reeve halt list`"};
}

Result<Halt> ParseHalt(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  Halt halt;
  ObjectReader reader(value, "");
  ReadHaltTerms(reader, &halt);
  halt.id = reader.String("id", Need::kRequired, ledger::kMaxIdBytes);
  halt.tenant = reader.String("owner", Need::kRequired, kMaxHaltValueBytes);
  halt.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  halt.placed = ReadTime(reader, "placed");
  if (const json::Value* lifted = reader.ObjectMember("lifted", Need::kOptional)) {
    ObjectReader inner(*lifted, "/lifted");
    halt.lifted = Halt::Lifting{inner.String("by", Need::kRequired, kMaxPersonBytes),
                                inner.String("reason", Need::kRequired, kMaxReasonBytes),
                                ReadTime(inner, "time")};
    reader.Absorb(inner.Finish());
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return halt;
}

Status Put(const Halt& halt, std::string_view prefix, ledger::ProjectionWriter& state) {
  json::Object value = ToJson(halt);
  value.Add("owner", halt.tenant);
  REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(std::move(value)));
  state.Put(KeyOf(prefix, halt.id), text);
  return {};
}

Status Scan(const ledger::Ledger& ledger, std::string_view prefix,
            const std::function<void(Halt)>& take) {
  Status read;
  REEVE_RETURN_IF_ERROR(
      ledger.State("halts").Scan(prefix, [&](std::string_view, std::string_view text) {
        Result<Halt> halt = ParseHalt(text);
        if (halt.ok()) {
          take(*std::move(halt));
        } else {
          read = std::move(halt).error();
        }
        return read.ok();
      }));
  return read;
}

// -------------------------------------------------------------------------------------------- fold

Status FoldPlacing(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  Halt halt;
  ObjectReader reader(*body, "/body");
  ReadHaltTerms(reader, &halt);
  halt.id = record.id();
  halt.tenant = record.tenant();
  halt.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  halt.placed = record.time();
  reader.String("principal", Need::kOptional, kMaxReasonBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_RETURN_IF_ERROR(CheckPersonName(halt.by));
  if (halt.scope == HaltScope::kTenant && halt.value != halt.tenant) {
    return Error{"halt.tenant",
                 "a halt is of the tenant of who places it, `" + halt.tenant + "`, and not of `" +
                     halt.value + "`",
                 "/tenant"};
  }
  return Put(halt, kStanding, state);
}

Status FoldLifting(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  Halt::Lifting lifting;
  ObjectReader reader(*body, "/body");
  const std::string id = reader.String("halt", Need::kRequired, ledger::kMaxIdBytes);
  lifting.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  lifting.reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  lifting.time = record.time();
  reader.String("principal", Need::kOptional, kMaxReasonBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_RETURN_IF_ERROR(CheckPersonName(lifting.by));
  REEVE_ASSIGN_OR_RETURN(std::optional<std::string> known, state.Get(KeyOf(kStanding, id)));
  const bool stands = known.has_value();
  if (!stands) {
    REEVE_ASSIGN_OR_RETURN(known, state.Get(KeyOf(kLifted, id)));
  }
  if (!known) return NotFound(id);
  REEVE_ASSIGN_OR_RETURN(Halt halt, ParseHalt(*known));
  if (halt.tenant != record.tenant()) return NotFound(id);
  if (!stands) {
    return Error{"halt.state", "the halt `" + id + "` was lifted by `" + halt.lifted->by +
                                   "` already: see `reeve halt list`"};
  }
  if (IsSamePerson(halt.by, lifting.by)) {
    return Error{"halt.own", "`" + lifting.by + "` placed this halt: another person must lift it"};
  }
  halt.lifted = std::move(lifting);
  state.Delete(KeyOf(kStanding, id));
  return Put(halt, kLifted, state);
}

bool IsEarlier(const Halt& a, const Halt& b) {
  return std::tie(a.placed, a.id) < std::tie(b.placed, b.id);
}

}  // namespace

Status HaltProjection::Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const {
  if (record.kind() == kHaltPlaced) return FoldPlacing(record, state);
  if (record.kind() == kHaltLifted) return FoldLifting(record, state);
  return {};
}

Result<Halt> FindHalt(const ledger::Ledger& ledger, std::string_view tenant, std::string_view id) {
  for (const std::string_view prefix : {kStanding, kLifted}) {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text,
                           ledger.State("halts").Get(KeyOf(prefix, id)));
    if (!text) continue;
    REEVE_ASSIGN_OR_RETURN(Halt halt, ParseHalt(*text));
    if (halt.tenant != tenant) break;
    return halt;
  }
  return NotFound(id);
}

Result<std::vector<Halt>> ListHalts(const ledger::Ledger& ledger, std::string_view tenant,
                                    bool lifted) {
  std::vector<Halt> out;
  const auto take = [&](Halt halt) {
    if (halt.tenant == tenant || halt.scope == HaltScope::kAll) out.push_back(std::move(halt));
  };
  REEVE_RETURN_IF_ERROR(Scan(ledger, kStanding, take));
  if (lifted) REEVE_RETURN_IF_ERROR(Scan(ledger, kLifted, take));
  std::sort(out.begin(), out.end(), [](const Halt& a, const Halt& b) { return IsEarlier(b, a); });
  return out;
}

// ---------------------------------------------------------------------------------------- register

StandingHalts::StandingHalts(std::vector<std::shared_ptr<const Halt>> halts)
    : halts_(std::move(halts)) {
  std::sort(halts_.begin(), halts_.end(),
            [](const auto& a, const auto& b) { return IsEarlier(*a, *b); });
  for (const std::shared_ptr<const Halt>& halt : halts_) {
    const std::string_view tenant =
        halt->scope == HaltScope::kAll ? std::string_view() : std::string_view(halt->tenant);
    by_target_.try_emplace(Key(halt->scope, tenant, halt->value), halt);
  }
}

std::shared_ptr<const Halt> StandingHalts::FindOne(HaltScope scope, std::string_view tenant,
                                                   std::string_view value) const {
  const auto found = by_target_.find(Key(scope, tenant, value));
  return found == by_target_.end() ? nullptr : found->second;
}

std::shared_ptr<const Halt> StandingHalts::Find(const HaltTarget& target) const {
  if (auto halt = FindOne(HaltScope::kAll, "", "")) return halt;
  if (auto halt = FindOne(HaltScope::kTenant, target.tenant, target.tenant)) return halt;
  if (auto halt = FindOne(HaltScope::kSystem, target.tenant, target.system)) return halt;
  if (!target.model.empty()) {
    if (auto halt = FindOne(HaltScope::kModel, target.tenant, target.model)) return halt;
  } else {
    for (const std::string& model : target.declared_models) {
      if (auto halt = FindOne(HaltScope::kModel, target.tenant, model)) return halt;
    }
  }
  return target.tool.empty() ? nullptr : FindOne(HaltScope::kTool, target.tenant, target.tool);
}

Result<std::unique_ptr<HaltRegister>> HaltRegister::Open(ledger::Ledger& ledger) {
  std::unique_ptr<HaltRegister> halts(new HaltRegister(ledger));
  const MutexLock one_at_a_time(halts->changing_);
  REEVE_RETURN_IF_ERROR(halts->Reload());
  return halts;
}

std::shared_ptr<const StandingHalts> HaltRegister::standing() const {
  if (!any_.load(std::memory_order_acquire)) return nullptr;
  const MutexLock lock(mutex_);
  return standing_;
}

Status HaltRegister::Reload() {
  std::vector<std::shared_ptr<const Halt>> halts;
  REEVE_RETURN_IF_ERROR(Scan(ledger_, kStanding, [&](Halt halt) {
    halts.push_back(std::make_shared<const Halt>(std::move(halt)));
  }));
  auto standing = halts.empty() ? nullptr : std::make_shared<const StandingHalts>(std::move(halts));
  const MutexLock lock(mutex_);
  any_.store(standing != nullptr, std::memory_order_release);
  standing_ = std::move(standing);
  return {};
}

Status HaltRegister::Append(ledger::NewRecord record) {
  std::vector<ledger::NewRecord> unit;
  unit.push_back(std::move(record));
  const auto appended = ledger_.Append(unit);
  return appended.ok() ? Status() : appended.error();
}

Status HaltRegister::Place(const Halt& terms, const ActingPerson& by) {
  const MutexLock one_at_a_time(changing_);
  const std::shared_ptr<const StandingHalts> before = standing();
  if (before != nullptr && before->all().size() >= kMaxStandingHalts) {
    return Error{"halt.too_many",
                 "10,000 halts stand: lift those that are not needed, or halt a whole tenant"};
  }
  json::Object body = TermsJson(terms);
  body.Add("by", by.name).Add("principal", by.principal);
  REEVE_ASSIGN_OR_RETURN(std::string text, json::Canonical(std::move(body)));
  REEVE_RETURN_IF_ERROR(Append({.kind = std::string(kHaltPlaced),
                                .log = ledger::LogRole::kControl,
                                .tenant = by.tenant,
                                .id = terms.id,
                                .body = std::move(text)}));
  Status read = Reload();
  if (read.ok()) return {};
  // It is on record, so it must stop, even where the state cannot be read.
  std::vector<std::shared_ptr<const Halt>> halts;
  if (before != nullptr) halts = before->all();
  Halt halt = terms;
  halt.tenant = by.tenant;
  halts.push_back(std::make_shared<const Halt>(std::move(halt)));
  const MutexLock lock(mutex_);
  standing_ = std::make_shared<const StandingHalts>(std::move(halts));
  any_.store(true, std::memory_order_release);
  return read;
}

// Where the state cannot be read after it, the halt goes on to stop.
Status HaltRegister::Lift(std::string_view id, std::string_view reason, const ActingPerson& by,
                          Timestamp now, const Random& random) {
  const MutexLock one_at_a_time(changing_);
  REEVE_ASSIGN_OR_RETURN(
      std::string text,
      json::Canonical(json::Object{
          {"halt", id}, {"reason", reason}, {"by", by.name}, {"principal", by.principal}}));
  REEVE_RETURN_IF_ERROR(Append({.kind = std::string(kHaltLifted),
                                .log = ledger::LogRole::kControl,
                                .tenant = by.tenant,
                                .id = NewId("hl-", now, random),
                                .body = std::move(text)}));
  return Reload();
}

}  // namespace reeve::oversight
