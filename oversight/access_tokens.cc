#include "oversight/access_tokens.h"

#include <algorithm>
#include <functional>
#include <tuple>

#include "base/json_reader.h"
#include "oversight/bundle_register.h"
#include "oversight/control_record.h"
#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr std::string_view kToken = "token/";
constexpr std::string_view kCredential = "credential/";
constexpr std::string_view kPerson = "person/";

std::string Key(std::string_view space, std::string_view name) {
  return std::string(space) + std::string(name);
}

Error NotFound(std::string_view id) {
  return {"token.not_found", "there is no token `" + std::string(id) + "`: see `reeve token list`"};
}

// ----------------------------------------------------------------------------------------- entries

json::Object ToJson(const TokenEntry& entry) {
  json::Object out = oversight::ToJson(entry.token, true);
  out.Add("id", entry.token.id)
      .Add("tenant", entry.tenant)
      .Add("by", entry.by)
      .Add("created", FormatTimestamp(entry.created));
  if (entry.used) out.Add("used", FormatTimestamp(*entry.used));
  if (entry.revoked) {
    out.Add("revoked", json::Object{{"by", entry.revoked->by},
                                    {"reason", entry.revoked->reason},
                                    {"time", FormatTimestamp(entry.revoked->time)}});
  }
  return out;
}

Result<TokenEntry> ParseEntry(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  TokenEntry entry;
  ObjectReader reader(value, "");
  ReadTokenTerms(reader, Need::kRequired, &entry.token);
  entry.token.id = reader.String("id", Need::kRequired, ledger::kMaxIdBytes);
  entry.tenant = reader.String("tenant", Need::kRequired, kMaxReasonBytes);
  entry.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  entry.created = ReadTime(reader, "created");
  const Timestamp used = ReadTime(reader, "used", Need::kOptional);
  if (used != Timestamp()) entry.used = used;
  if (const json::Value* revoked = reader.ObjectMember("revoked", Need::kOptional)) {
    ObjectReader inner(*revoked, "/revoked");
    entry.revoked = TokenRevocation{inner.String("by", Need::kRequired, kMaxPersonBytes),
                                    inner.String("reason", Need::kRequired, kMaxReasonBytes),
                                    ReadTime(inner, "time")};
    reader.Absorb(inner.Finish());
  }
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return entry;
}

Status Scan(const ledger::Ledger& ledger, const std::function<void(TokenEntry)>& take) {
  Status read;
  REEVE_RETURN_IF_ERROR(
      ledger.State("tokens").Scan(kToken, [&](std::string_view, std::string_view text) {
        Result<TokenEntry> entry = ParseEntry(text);
        if (entry.ok()) {
          take(*std::move(entry));
        } else {
          read = std::move(entry).error();
        }
        return read.ok();
      }));
  return read;
}

// -------------------------------------------------------------------------------------------- fold

Status Put(const TokenEntry& entry, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(ToJson(entry)));
  state.Put(Key(kToken, entry.token.id), text);
  return {};
}

Status CheckEnd(const AccessToken& token, Timestamp created) {
  if (token.expires > created && token.expires - created <= kMaxTokenTime) return {};
  return Error{"token.expires",
               "a token ends after it is made, and 366 days after that at the latest: make another "
               "before it does",
               "/expires"};
}

Result<std::optional<TokenEntry>> Find(std::string_view id, const ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text, state.Get(Key(kToken, id)));
  if (!text) return std::optional<TokenEntry>();
  REEVE_ASSIGN_OR_RETURN(TokenEntry entry, ParseEntry(*text));
  return std::optional<TokenEntry>(std::move(entry));
}

Status ClaimCredential(const TokenEntry& entry, ledger::ProjectionWriter& state) {
  const std::string key = Key(kCredential, CredentialKey(entry.token.credential));
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> other, state.Get(key));
  if (other) {
    REEVE_ASSIGN_OR_RETURN(const auto holder, Find(*other, state));
    if (holder && holder->Stands(entry.created)) {
      return Error{
          "token.taken",
          "the token `" + *other + "` has this credential: revoke it first, or name another",
          "/credential"};
    }
  }
  state.Put(key, entry.token.id);
  return {};
}

// The person's tokens that stand at `now`, but for `without`.
Result<json::Object> DutiesOf(const std::string& key, Timestamp now, std::string_view without,
                              const ledger::ProjectionWriter& state) {
  json::Object kept;
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text, state.Get(key));
  if (!text) return kept;
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(*text));
  for (const json::Member& member : *value.as_object()) {
    const json::Value* expires = member.value.Find("expires");
    REEVE_ASSIGN_OR_RETURN(const Timestamp end, ParseTimestamp(*expires->as_string()));
    if (now < end && member.key != without) kept.Add(member.key, member.value);
  }
  return kept;
}

Status PutDuties(const std::string& key, json::Object duties, ledger::ProjectionWriter& state) {
  if (duties.empty()) {
    state.Delete(key);
    return {};
  }
  REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(std::move(duties)));
  state.Put(key, text);
  return {};
}

Status TakeOnDuty(const TokenEntry& entry, ledger::ProjectionWriter& state) {
  const AccessToken& token = entry.token;
  if (token.person.empty()) return {};
  const std::string key = Key(kPerson, FoldedPersonName(token.person));
  const bool administers = Holds(token.roles, Role::kAdministrator);
  REEVE_ASSIGN_OR_RETURN(json::Object duties, DutiesOf(key, entry.created, "", state));
  for (const json::Member& member : duties) {
    const bool* other = member.value.Find("administrator")->as_bool();
    if (other != nullptr && *other == administers) continue;
    return Error{"token.duties",
                 "`" + token.person + "` holds the token `" + member.key + "` of " +
                     (administers ? "another role" : "an administrator") +
                     ": who administers access decides nothing else, so another person must",
                 "/person"};
  }
  duties.Set(token.id, json::Object{{"administrator", administers},
                                    {"expires", FormatTimestamp(token.expires)}});
  return PutDuties(key, std::move(duties), state);
}

Status FoldCreated(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  TokenEntry entry;
  ObjectReader reader(*body, "/body");
  entry.token.id = reader.String("token", Need::kRequired, ledger::kMaxIdBytes);
  entry.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  reader.String("by_principal", Need::kOptional, kMaxReasonBytes);
  ReadTokenTerms(reader, Need::kRequired, &entry.token);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  entry.tenant = record.tenant();
  entry.created = record.time();
  REEVE_RETURN_IF_ERROR(CheckPersonName(entry.by));
  REEVE_RETURN_IF_ERROR(CheckTokenTerms(entry.token));
  REEVE_RETURN_IF_ERROR(CheckEnd(entry.token, entry.created));
  REEVE_ASSIGN_OR_RETURN(const auto known, Find(entry.token.id, state));
  if (known) return Error{"token.exists", "the token `" + entry.token.id + "` is made already"};
  REEVE_RETURN_IF_ERROR(ClaimCredential(entry, state));
  REEVE_RETURN_IF_ERROR(TakeOnDuty(entry, state));
  return Put(entry, state);
}

Status FoldRevoked(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  ObjectReader reader(*body, "/body");
  const std::string id = reader.String("token", Need::kRequired, ledger::kMaxIdBytes);
  TokenRevocation revocation;
  revocation.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  revocation.reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  revocation.time = record.time();
  reader.String("by_principal", Need::kOptional, kMaxReasonBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_ASSIGN_OR_RETURN(auto entry, Find(id, state));
  if (!entry || entry->tenant != record.tenant()) return NotFound(id);
  if (!entry->Stands(revocation.time)) {
    return Error{"token.state", "the token `" + id + "` " +
                                    (entry->revoked ? "was revoked by `" + entry->revoked->by + "`"
                                                    : "ended by itself") +
                                    " already: there is nothing to revoke"};
  }
  entry->revoked = std::move(revocation);
  if (!entry->token.person.empty()) {
    const std::string key = Key(kPerson, FoldedPersonName(entry->token.person));
    REEVE_ASSIGN_OR_RETURN(json::Object duties, DutiesOf(key, record.time(), id, state));
    REEVE_RETURN_IF_ERROR(PutDuties(key, std::move(duties), state));
  }
  return Put(*entry, state);
}

Status FoldUsed(const ledger::Record& record, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  ObjectReader reader(*body, "/body");
  const std::string id = reader.String("token", Need::kRequired, ledger::kMaxIdBytes);
  reader.String("principal", Need::kOptional, kMaxPrincipalBytes);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  REEVE_ASSIGN_OR_RETURN(auto entry, Find(id, state));
  if (!entry) return NotFound(id);
  entry->used = record.time();
  return Put(*entry, state);
}

}  // namespace

Status TokenProjection::Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const {
  if (record.kind() == kTokenCreated) return FoldCreated(record, state);
  if (record.kind() == kTokenRevoked) return FoldRevoked(record, state);
  if (record.kind() == kTokenUsed) return FoldUsed(record, state);
  return {};
}

// ----------------------------------------------------------------------------------------- queries

Result<TokenEntry> FindToken(const ledger::Ledger& ledger, std::string_view tenant,
                             std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text,
                         ledger.State("tokens").Get(Key(kToken, id)));
  if (!text) return NotFound(id);
  REEVE_ASSIGN_OR_RETURN(TokenEntry entry, ParseEntry(*text));
  if (entry.tenant != tenant) return NotFound(id);
  return entry;
}

Result<std::vector<TokenEntry>> ListTokens(const ledger::Ledger& ledger, std::string_view tenant) {
  std::vector<TokenEntry> out;
  REEVE_RETURN_IF_ERROR(Scan(ledger, [&](TokenEntry entry) {
    if (entry.tenant == tenant) out.push_back(std::move(entry));
  }));
  std::sort(out.begin(), out.end(), [](const TokenEntry& a, const TokenEntry& b) {
    return std::tie(a.created, a.token.id) > std::tie(b.created, b.token.id);
  });
  return out;
}

// ---------------------------------------------------------------------------------------- register

Result<std::unique_ptr<TokenRegister>> TokenRegister::Open(ledger::Ledger& ledger,
                                                           const Clock& clock) {
  std::unique_ptr<TokenRegister> tokens(new TokenRegister(ledger, clock));
  const MutexLock one_at_a_time(tokens->changing_);
  tokens->PutInPlace(std::make_shared<const Standing>());
  REEVE_RETURN_IF_ERROR(tokens->Reload());
  return tokens;
}

std::shared_ptr<const TokenRegister::Standing> TokenRegister::standing() const {
  const MutexLock lock(mutex_);
  return standing_;
}

void TokenRegister::PutInPlace(std::shared_ptr<const Standing> standing) {
  const MutexLock lock(mutex_);
  standing_ = std::move(standing);
}

// Uses since the start are kept: a token that stood before is the same object.
Status TokenRegister::Reload() {
  const Timestamp now = clock_.Now();
  const auto before = standing();
  auto next = std::make_shared<Standing>();
  REEVE_RETURN_IF_ERROR(Scan(ledger_, [&](TokenEntry entry) {
    if (!entry.Stands(now)) return;
    const std::string id = entry.token.id;
    const auto known = before->by_id.find(id);
    auto standing = known != before->by_id.end()
                        ? known->second
                        : std::make_shared<StandingToken>(std::move(entry.token),
                                                          entry.used.value_or(Timestamp()));
    next->by_credential[CredentialKey(standing->token().credential)] = standing;
    next->by_id[id] = std::move(standing);
  }));
  PutInPlace(std::move(next));
  return {};
}

std::shared_ptr<StandingToken> TokenRegister::FindById(std::string_view id) const {
  const auto all = standing();
  const auto found = all->by_id.find(std::string(id));
  return found == all->by_id.end() ? nullptr : found->second;
}

std::shared_ptr<StandingToken> TokenRegister::FindByCredential(const Credential& credential) const {
  const auto all = standing();
  const auto found = all->by_credential.find(CredentialKey(credential));
  return found == all->by_credential.end() ? nullptr : found->second;
}

bool TokenRegister::HasAdministrator() const {
  const Timestamp now = clock_.Now();
  const auto all = standing();
  return std::any_of(all->by_id.begin(), all->by_id.end(), [now](const auto& each) {
    return !each.second->IsOver(now) && Holds(each.second->token().roles, Role::kAdministrator);
  });
}

Status TokenRegister::Append(ledger::NewRecord record) {
  std::vector<ledger::NewRecord> unit;
  unit.push_back(std::move(record));
  const auto appended = ledger_.Append(unit);
  if (!appended.ok()) return appended.error();
  Status read = Reload();
  // One of those in place may have been revoked by what was just recorded.
  if (!read.ok()) PutInPlace(std::make_shared<const Standing>());
  return read;
}

Status TokenRegister::Create(const AccessToken& token, const ActingPerson& by) {
  const MutexLock one_at_a_time(changing_);
  if (standing()->by_id.size() >= kMaxStandingTokens) REEVE_RETURN_IF_ERROR(Reload());
  if (standing()->by_id.size() >= kMaxStandingTokens) {
    return Error{"token.too_many", "10,000 tokens stand: revoke those that are not needed"};
  }
  json::Object body = oversight::ToJson(token, true);
  body.Add("token", token.id).Add("by", by.name).Add("by_principal", by.principal);
  REEVE_ASSIGN_OR_RETURN(ledger::NewRecord record,
                         ControlRecord(kTokenCreated, token.id, by.tenant, std::move(body)));
  return Append(std::move(record));
}

Status TokenRegister::Revoke(std::string_view id, std::string_view reason, const ActingPerson& by,
                             const Random& random) {
  const MutexLock one_at_a_time(changing_);
  json::Object body{
      {"token", id}, {"reason", reason}, {"by", by.name}, {"by_principal", by.principal}};
  REEVE_ASSIGN_OR_RETURN(
      ledger::NewRecord record,
      ControlRecord(kTokenRevoked, NewId("tr-", clock_.Now(), random), by.tenant, std::move(body)));
  return Append(std::move(record));
}

void TokenRegister::NoteUse(StandingToken& token, std::string_view tenant, const Random& random) {
  const Timestamp now = clock_.Now();
  token.used_.store(now, std::memory_order_relaxed);
  Timestamp recorded = token.recorded_.load(std::memory_order_relaxed);
  if (recorded != Timestamp() && now - recorded < kUseRecordedEvery) return;
  // One of the callers that come at once records it.
  if (!token.recorded_.compare_exchange_strong(recorded, now)) return;
  const auto record = ControlRecord(
      kTokenUsed, NewId("tu-", now, random), std::string(tenant),
      json::Object{{"token", token.token().id}, {"principal", token.token().principal}});
  const bool kept = record.ok() && ledger_.Append({*record}).ok();
  if (!kept) token.recorded_.store(recorded, std::memory_order_relaxed);
}

}  // namespace reeve::oversight
