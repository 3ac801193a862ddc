#include "oversight/grants.h"

#include <algorithm>
#include <tuple>

#include "base/json_reader.h"
#include "oversight/acting_person.h"
#include "oversight/bundle_register.h"
#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

std::string GrantPrefix(std::string_view tenant) { return "grant/" + std::string(tenant) + '\0'; }
std::string GrantKey(std::string_view tenant, std::string_view id) {
  return GrantPrefix(tenant) + std::string(id);
}
std::string TrainingPrefix(std::string_view tenant) {
  return "training/" + std::string(tenant) + '\0';
}
std::string PersonKey(std::string_view tenant, std::string_view person) {
  return "person/" + std::string(tenant) + '\0' + FoldedPersonName(person);
}

Error NotFound(std::string_view id) {
  return {"grant.not_found", "there is no grant `" + std::string(id) + "`: see `reeve grant list`"};
}

Result<std::optional<GrantEntry>> GetGrant(const StateGet& get, std::string_view tenant,
                                           std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text, get(GrantKey(tenant, id)));
  if (!text) return std::optional<GrantEntry>();
  REEVE_ASSIGN_OR_RETURN(GrantEntry entry, ParseGrantEntry(*text));
  return std::optional<GrantEntry>(std::move(entry));
}

// ----------------------------------------------------------------------------------------- persons

// What the state has of one person: {"grants":[ids],"trained_until":{name:time}}.
struct PersonEntry {
  std::vector<std::string> grants;
  std::map<std::string, Timestamp> trained_until;
};

Result<PersonEntry> GetPerson(const StateGet& get, std::string_view tenant,
                              std::string_view person) {
  PersonEntry entry;
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text, get(PersonKey(tenant, person)));
  if (!text) return entry;
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(*text));
  ObjectReader reader(value, "");
  entry.grants = reader.Strings("grants", kMaxGrantsOfPerson, ledger::kMaxIdBytes);
  const json::Value* trained = reader.ObjectMember("trained_until", Need::kRequired);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  ObjectReader times(*trained, "/trained_until");
  for (const json::Member& member : *trained->as_object()) {
    entry.trained_until[member.key] = ReadTime(times, member.key);
  }
  REEVE_RETURN_IF_ERROR(times.Finish());
  return entry;
}

Status PutPerson(std::string_view tenant, std::string_view person, const PersonEntry& entry,
                 ledger::ProjectionWriter& state) {
  json::Object trained;
  for (const auto& [name, until] : entry.trained_until) trained.Add(name, FormatTimestamp(until));
  REEVE_ASSIGN_OR_RETURN(const std::string text,
                         json::Canonical(json::Object{
                             {"grants", json::Array(entry.grants.begin(), entry.grants.end())},
                             {"trained_until", std::move(trained)}}));
  state.Put(PersonKey(tenant, person), text);
  return {};
}

// -------------------------------------------------------------------------------------------- fold

class GrantFold {
 public:
  GrantFold(const ledger::Record& record, const json::Value& body, ledger::ProjectionWriter& state)
      : record_(record), reader_(body, "/body"), state_(state) {}

  Status Give() {
    GrantEntry entry;
    ReadGrant(&entry);
    REEVE_RETURN_IF_ERROR(reader_.Finish());
    const Grant& grant = entry.grant;
    REEVE_RETURN_IF_ERROR(CheckPersons(grant.person, grant.by));
    if (grant.until <= grant.from || grant.until <= record_.time() ||
        grant.until - grant.from > kMaxGrantTime) {
      return Error{"grant.until",
                   "a grant ends after it begins, after it is given, and within three years",
                   "/until"};
    }
    return Put(entry);
  }

  Status Delegate() {
    GrantEntry entry;
    ReadGrant(&entry);
    entry.grant.of = reader_.String("of", Need::kRequired, ledger::kMaxIdBytes);
    entry.grant.delegator = reader_.String("delegator", Need::kRequired, kMaxWordBytes);
    REEVE_RETURN_IF_ERROR(reader_.Finish());
    const Grant& grant = entry.grant;
    REEVE_RETURN_IF_ERROR(CheckPersons(grant.person, grant.by));
    REEVE_ASSIGN_OR_RETURN(const auto whole, GetGrant(Get(), record_.tenant(), grant.of));
    if (!whole) return NotFound(grant.of);
    if (!IsSamePerson(whole->grant.person, grant.by)) {
      return Error{"grant.not_own", "the grant `" + grant.of + "` is of `" + whole->grant.person +
                                        "`, who alone may pass it on"};
    }
    if (whole->grant.is_delegation()) {
      return Error{"grant.delegated",
                   "the grant `" + grant.of + "` was passed on itself, and goes no further"};
    }
    if (whole->ended || whole->grant.until <= record_.time()) return Over(grant.of);
    if (grant.until <= grant.from || grant.until <= record_.time()) {
      return Error{"grant.until", "a delegation ends after it begins, and after it is given",
                   "/until"};
    }
    REEVE_RETURN_IF_ERROR(CheckWithin(grant, whole->grant));
    return Put(entry);
  }

  Status End() {
    GrantEnd end;
    const std::string id = reader_.String("grant", Need::kRequired, ledger::kMaxIdBytes);
    end.by = reader_.String("by", Need::kRequired, kMaxPersonBytes);
    end.reason = reader_.String("reason", Need::kRequired, kMaxReasonBytes);
    end.time = record_.time();
    reader_.String("principal", Need::kOptional, kMaxReasonBytes);
    REEVE_RETURN_IF_ERROR(reader_.Finish());
    REEVE_ASSIGN_OR_RETURN(std::optional<GrantEntry> entry, GetGrant(Get(), record_.tenant(), id));
    if (!entry) return NotFound(id);
    if (entry->ended || entry->grant.until <= record_.time()) return Over(id);
    entry->ended = std::move(end);
    return PutEntry(*entry);
  }

  Status Train() {
    Training training;
    training.id = reader_.String("training", Need::kRequired, ledger::kMaxIdBytes);
    ReadTrainingTerms(reader_, &training);
    training.by = reader_.String("by", Need::kRequired, kMaxPersonBytes);
    reader_.String("principal", Need::kOptional, kMaxReasonBytes);
    REEVE_RETURN_IF_ERROR(reader_.Finish());
    REEVE_RETURN_IF_ERROR(CheckPersons(training.person, training.by));
    REEVE_ASSIGN_OR_RETURN(PersonEntry person, GetPerson(Get(), record_.tenant(), training.person));
    person.trained_until[training.name] = training.until;
    if (person.trained_until.size() > kMaxTrainingsOfPerson) {
      return Error{"training.too_many", "a person has 100 trainings at most"};
    }
    REEVE_RETURN_IF_ERROR(PutPerson(record_.tenant(), training.person, person, state_));
    json::Object out = ToJson(training);
    out.Add("tenant", record_.tenant()).Add("recorded", FormatTimestamp(record_.time()));
    REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(std::move(out)));
    state_.Put(TrainingPrefix(record_.tenant()) + training.id, text);
    return {};
  }

 private:
  StateGet Get() const {
    return [this](std::string_view key) { return state_.Get(key); };
  }

  void ReadGrant(GrantEntry* entry) {
    Grant& grant = entry->grant;
    grant.id = reader_.String("grant", Need::kRequired, ledger::kMaxIdBytes);
    grant.tenant = record_.tenant();
    ReadGrantTerms(reader_, Need::kRequired, &grant);
    grant.by = reader_.String("by", Need::kRequired, kMaxPersonBytes);
    reader_.String("principal", Need::kOptional, kMaxReasonBytes);
    entry->given = record_.time();
  }

  static Status CheckPersons(const std::string& person, const std::string& by) {
    REEVE_RETURN_IF_ERROR(CheckPersonName(person));
    REEVE_RETURN_IF_ERROR(CheckPersonName(by));
    if (!IsSamePerson(person, by)) return {};
    return Error{"grant.own", "`" + by + "` cannot do this for themselves: another person must"};
  }

  static Error Over(const std::string& id) {
    return {"grant.state", "the grant `" + id + "` is over already"};
  }

  // New, and among its person's; those of theirs that are over make room.
  Status Put(const GrantEntry& entry) {
    const Grant& grant = entry.grant;
    REEVE_ASSIGN_OR_RETURN(const auto known, GetGrant(Get(), grant.tenant, grant.id));
    if (known) return Error{"grant.exists", "the grant `" + grant.id + "` is given already"};
    REEVE_ASSIGN_OR_RETURN(PersonEntry person, GetPerson(Get(), grant.tenant, grant.person));
    std::vector<std::string> live;
    for (std::string& id : person.grants) {
      REEVE_ASSIGN_OR_RETURN(const auto other, GetGrant(Get(), grant.tenant, id));
      const bool over = !other || other->ended || other->grant.until <= record_.time();
      if (!over) live.push_back(std::move(id));
    }
    live.push_back(grant.id);
    if (live.size() > kMaxGrantsOfPerson) {
      return Error{"grant.too_many", "a person has 100 grants at most: end those not needed"};
    }
    person.grants = std::move(live);
    REEVE_RETURN_IF_ERROR(PutPerson(grant.tenant, grant.person, person, state_));
    return PutEntry(entry);
  }

  Status PutEntry(const GrantEntry& entry) {
    REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(ToJson(entry)));
    state_.Put(GrantKey(entry.grant.tenant, entry.grant.id), text);
    return {};
  }

  const ledger::Record& record_;
  ObjectReader reader_;
  ledger::ProjectionWriter& state_;
};

Result<Training> ParseTraining(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  Training training;
  ObjectReader reader(value, "");
  training.id = reader.String("training", Need::kRequired, ledger::kMaxIdBytes);
  ReadTrainingTerms(reader, &training);
  training.by = reader.String("by", Need::kRequired, kMaxPersonBytes);
  training.tenant = reader.String("tenant", Need::kRequired, kMaxWordBytes);
  training.recorded = ReadTime(reader, "recorded");
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return training;
}

// Those beneath a prefix, by the time that `when` gives, the last first.
template <typename T, typename Parse, typename When>
Result<std::vector<T>> ListLatest(const ledger::Ledger& ledger, const std::string& prefix,
                                  const Parse& parse, const When& when) {
  std::vector<T> out;
  Status read;
  REEVE_RETURN_IF_ERROR(
      ledger.State("approvals").Scan(prefix, [&](std::string_view, std::string_view text) {
        Result<T> entry = parse(text);
        if (entry.ok()) {
          out.push_back(*std::move(entry));
        } else {
          read = std::move(entry).error();
        }
        return read.ok();
      }));
  REEVE_RETURN_IF_ERROR(read);
  std::stable_sort(out.begin(), out.end(),
                   [&](const T& a, const T& b) { return when(a) > when(b); });
  return out;
}

}  // namespace

Status PersonRights::Check(const GrantEntry& entry, Timestamp now) const {
  const Grant& grant = entry.grant;
  const auto over = [&](const Grant& which) {
    return Error{"grant.state", "the grant `" + which.id + "` of `" + which.person +
                                    "` is not in force: see `reeve grant list`"};
  };
  if (entry.ended || !grant.IsInForce(now)) return over(grant);
  if (grant.is_delegation()) {
    const auto whole = wholes.find(grant.of);
    if (whole == wholes.end()) return over(grant);
    if (whole->second.ended || !whole->second.grant.IsInForce(now))
      return over(whole->second.grant);
  }
  if (grant.competence.empty()) return {};
  const auto trained = trained_until.find(grant.competence);
  if (trained != trained_until.end() && now < trained->second) return {};
  return Error{
      "grant.competence",
      "the grant `" + grant.id + "` asks for the training `" + grant.competence + "`, and `" +
          grant.person + "` has " +
          (trained == trained_until.end() ? "no record of it" : "a record of it that has run out") +
          ": see `reeve training record`"};
}

Result<PersonRights> RightsOf(const StateGet& get, std::string_view tenant,
                              std::string_view person) {
  PersonRights rights;
  REEVE_ASSIGN_OR_RETURN(PersonEntry entry, GetPerson(get, tenant, person));
  rights.trained_until = std::move(entry.trained_until);
  for (const std::string& id : entry.grants) {
    REEVE_ASSIGN_OR_RETURN(std::optional<GrantEntry> grant, GetGrant(get, tenant, id));
    if (!grant) continue;
    if (grant->grant.is_delegation()) {
      REEVE_ASSIGN_OR_RETURN(auto whole, GetGrant(get, tenant, grant->grant.of));
      if (whole) rights.wholes.insert_or_assign(grant->grant.of, *std::move(whole));
    }
    rights.grants.push_back(*std::move(grant));
  }
  return rights;
}

Status FoldGrants(const ledger::Record& record, ledger::ProjectionWriter& state) {
  const bool gives = record.kind() == kGrantGiven;
  const bool delegates = record.kind() == kGrantDelegated;
  const bool ends = record.kind() == kGrantEnded;
  if (!gives && !delegates && !ends && record.kind() != kTrainingRecorded) return {};
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  GrantFold fold(record, *body, state);
  return gives ? fold.Give() : delegates ? fold.Delegate() : ends ? fold.End() : fold.Train();
}

Result<GrantEntry> FindGrant(const ledger::Ledger& ledger, std::string_view tenant,
                             std::string_view id) {
  const ledger::ProjectionReader state = ledger.State("approvals");
  REEVE_ASSIGN_OR_RETURN(
      std::optional<GrantEntry> entry,
      GetGrant([&](std::string_view key) { return state.Get(key); }, tenant, id));
  if (!entry) return NotFound(id);
  return *std::move(entry);
}

Result<std::vector<GrantEntry>> ListGrants(const ledger::Ledger& ledger, std::string_view tenant) {
  return ListLatest<GrantEntry>(
      ledger, GrantPrefix(tenant), ParseGrantEntry,
      [](const auto& entry) { return std::tie(entry.given, entry.grant.id); });
}

Result<std::vector<Training>> ListTrainings(const ledger::Ledger& ledger, std::string_view tenant) {
  return ListLatest<Training>(
      ledger, TrainingPrefix(tenant), ParseTraining,
      [](const auto& training) { return std::tie(training.recorded, training.id); });
}

}  // namespace reeve::oversight
