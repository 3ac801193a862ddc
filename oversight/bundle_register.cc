#include "oversight/bundle_register.h"

#include <algorithm>
#include <array>

#include "base/json_reader.h"
#include "base/sha256.h"
#include "oversight/bundle_trial.h"

namespace reeve::oversight {
namespace {

using json::Need;
using json::ObjectReader;

constexpr std::string_view kActiveKey = "active";
constexpr std::string_view kEntryPrefix = "bundle/";
constexpr std::string_view kDuePrefix = "due/";
constexpr size_t kMaxWhyBytes = 40;
constexpr std::string_view kRefusedPrefix = "refused/";
// What the file of a bundle says of itself, and who signed it.
constexpr std::array<std::string_view, 3> kFileMembers = {"revision", "created", "signed_by"};
constexpr std::array<std::string_view, 3> kLongMembers = {"diff", "tests", "blast_radius"};

std::string Key(std::string_view prefix, std::string_view digest) {
  return std::string(prefix) + std::string(digest);
}

std::string TextOf(const json::Object& object, std::string_view key) {
  const json::Value* value = object.Find(key);
  return value == nullptr || value->as_string() == nullptr ? "" : *value->as_string();
}

int64_t CountOf(const json::Object& object, std::string_view key) {
  const json::Value* value = object.Find(key);
  return value == nullptr || value->as_int() == nullptr ? 0 : *value->as_int();
}

std::string RefusalKey(const json::Object& body) {
  std::string parts;
  for (const char* part : {"bundle", "signatures", "source", "code"}) {
    parts += TextOf(body, part) + '\n';
  }
  return Key(kRefusedPrefix, DigestName(Sha256(parts)));
}

Error NotFound(std::string_view digest) {
  return {"bundle.not_found", "the log knows no bundle `" + std::string(digest) +
                                  "`: propose it first (reeve bundle propose)"};
}

// One record being folded.
class BundleFold {
 public:
  BundleFold(const ledger::Record& record, const json::Value& body, ledger::ProjectionWriter& state)
      : time_(FormatTimestamp(record.time())),
        id_(record.id()),
        reader_(body, "/body"),
        state_(state),
        digest_(reader_.String("bundle", Need::kRequired, kMaxDigestBytes)) {}

  Status Propose() {
    ReadCommand();
    const std::string reason = reader_.String("reason", Need::kRequired, kMaxReasonBytes);
    const bool loosens = reader_.Bool("loosens");
    const uint64_t needed = reader_.Unsigned("approvals_needed").value_or(0);
    reader_.String("against", Need::kOptional, kMaxDigestBytes);
    ReadFileMembers();
    json::Object proposal{{"id", id_},     {"author", by_},      {"reason", reason},
                          {"time", time_}, {"loosens", loosens}, {"approvals_needed", needed}};
    for (const std::string_view part : kLongMembers) {
      const json::Value* value = reader_.ObjectMember(part, Need::kOptional);
      if (value != nullptr) proposal.Add(std::string(part), *value);
    }
    for (const json::Member& member : file_members_) proposal.Add(member.key, member.value);
    if (needed == 0) reader_.Fail("json.value", "approvals_needed", "a proposal needs an approval");
    REEVE_RETURN_IF_ERROR(reader_.Finish());
    REEVE_ASSIGN_OR_RETURN(const std::optional<json::Object> known, Find(digest_));
    if (known && IsIn(*known, {"proposed", "approved", "scheduled", "active"})) {
      return Error{"bundle.exists", "the bundle `" + digest_ + "` is " + TextOf(*known, "state") +
                                        " already: there is nothing to propose"};
    }
    json::Object entry{{"digest", digest_}, {"state", "proposed"}, {"proposal", proposal}};
    // That it was active once stays known, for it may be rolled back to.
    if (const json::Value* activated = known ? known->Find("activated") : nullptr) {
      entry.Add("activated", *activated);
    }
    return Put(digest_, std::move(entry));
  }

  Status Approve() {
    ReadCommand();
    const std::string reason = reader_.String("reason", Need::kOptional, kMaxReasonBytes);
    REEVE_ASSIGN_OR_RETURN(json::Object entry,
                           Proposed("approved", {"proposed", "approved", "scheduled"}));
    // Before anything is added to the entry, which moves its members.
    const json::Object& proposal = *entry.Find("proposal")->as_object();
    const std::string author = TextOf(proposal, "author");
    const int64_t needed = CountOf(proposal, "approvals_needed");
    if (IsSamePerson(author, by_)) {
      return Error{"bundle.own_proposal",
                   "`" + by_ + "` wrote this proposal: another person must approve it"};
    }
    if (entry.Find("approvals") == nullptr) entry.Add("approvals", json::Array());
    json::Array& approvals = *entry.Find("approvals")->as_array();
    for (const json::Value& approval : approvals) {
      if (!IsSamePerson(TextOf(*approval.as_object(), "by"), by_)) continue;
      return Error{"bundle.approved_twice",
                   "`" + by_ +
                       "` has approved this bundle already: a further approval must come "
                       "from another person"};
    }
    json::Object approval{{"by", by_}, {"time", time_}};
    if (!reason.empty()) approval.Add("reason", reason);
    approvals.push_back(std::move(approval));
    const auto count = static_cast<int64_t>(approvals.size());
    if (TextOf(entry, "state") == "proposed" && count >= needed) {
      entry.Set("state", "approved");
    }
    return Put(digest_, std::move(entry));
  }

  Status Reject() {
    ReadCommand();
    const std::string reason = reader_.String("reason", Need::kRequired, kMaxReasonBytes);
    REEVE_RETURN_IF_ERROR(EndTrialOf(digest_, "rejected"));
    REEVE_ASSIGN_OR_RETURN(json::Object entry,
                           Proposed("rejected", {"proposed", "approved", "scheduled"}));
    entry.Set("state", "rejected");
    entry.Set("rejected", json::Object{{"by", by_}, {"time", time_}, {"reason", reason}});
    state_.Delete(Key(kDuePrefix, digest_));
    return Put(digest_, std::move(entry));
  }

  Status Schedule() {
    ReadCommand();
    const std::string at = reader_.String("at", Need::kRequired, kMaxDigestBytes);
    REEVE_RETURN_IF_ERROR(reader_.Finish());
    REEVE_RETURN_IF_ERROR(ParseTimestamp(at));
    REEVE_ASSIGN_OR_RETURN(json::Object entry, Proposed("scheduled", {"approved", "scheduled"}));
    entry.Set("state", "scheduled");
    entry.Set("scheduled", json::Object{{"by", by_}, {"at", at}, {"time", time_}});
    state_.Put(Key(kDuePrefix, digest_), at);
    return Put(digest_, std::move(entry));
  }

  Status Unschedule() {
    ReadCommand();
    reader_.String("reason", Need::kRequired, kMaxReasonBytes);
    REEVE_ASSIGN_OR_RETURN(json::Object entry, Proposed("unscheduled", {"scheduled"}));
    entry.Set("state", "approved");
    state_.Delete(Key(kDuePrefix, digest_));
    return Put(digest_, std::move(entry));
  }

  Status Activate() {
    // `default` and `policies` are for readers of the log.
    reader_.Any("default");
    reader_.Any("policies");
    reader_.String("principal", Need::kOptional, kMaxReasonBytes);
    by_ = reader_.String("by", Need::kOptional, kMaxPersonBytes);
    proposal_ = reader_.String("proposal", Need::kOptional, ledger::kMaxIdBytes);
    reader_.String("supersedes", Need::kOptional, kMaxDigestBytes);
    ReadFileMembers();
    const auto needed =
        static_cast<int64_t>(reader_.Unsigned("approvals_needed").value_or(0) & INT64_MAX);
    REEVE_RETURN_IF_ERROR(reader_.Finish());
    REEVE_RETURN_IF_ERROR(EndAnyTrial());
    json::Object entry{{"digest", digest_}, {"state", "active"}};
    if (proposal_.empty()) {
      REEVE_ASSIGN_OR_RETURN(std::optional<json::Object> known, Find(digest_));
      if (known) entry = std::move(*known);
    } else {
      REEVE_ASSIGN_OR_RETURN(entry, Proposed("active", {"approved", "scheduled"}));
      REEVE_RETURN_IF_ERROR(CheckApprovals(entry, needed));
    }
    return MakeActive(std::move(entry), "superseded");
  }

  Status RollBack() {
    ReadCommand();
    const std::string reason = reader_.String("reason", Need::kRequired, kMaxReasonBytes);
    const std::string from = reader_.String("from", Need::kRequired, kMaxDigestBytes);
    REEVE_RETURN_IF_ERROR(reader_.Finish());
    REEVE_RETURN_IF_ERROR(EndAnyTrial());
    REEVE_ASSIGN_OR_RETURN(std::optional<json::Object> target, Find(digest_));
    if (!target) return NotFound(digest_);
    const json::Value* activated = target->Find("activated");
    if (activated == nullptr) {
      return Error{"bundle.never_active", "the bundle `" + digest_ +
                                              "` was never active: only what has been in force is "
                                              "rolled back to; propose and approve this one"};
    }
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> active, state_.Get(kActiveKey));
    if (active != from) {
      return Error{"bundle.not_active",
                   "the bundle `" + from + "` is not the active one any more: look again"};
    }
    if (from == digest_) {
      return Error{"bundle.active_already", "the bundle `" + digest_ + "` is the active one"};
    }
    REEVE_ASSIGN_OR_RETURN(std::optional<json::Object> left, Find(from));
    for (const std::string_view key : kFileMembers) {
      const json::Value* value = activated->Find(key);
      if (value != nullptr) file_members_.Add(std::string(key), *value);
    }
    if (left) {
      left->Set("rolled_back",
                json::Object{{"by", by_}, {"time", time_}, {"reason", reason}, {"to", digest_}});
      REEVE_RETURN_IF_ERROR(Put(from, *std::move(left)));
    }
    return MakeActive(*std::move(target), "rolled_back");
  }

  Status StartTrial() {
    ReadCommand();
    const std::string reason = reader_.String("reason", Need::kRequired, kMaxReasonBytes);
    const std::string against = reader_.String("against", Need::kRequired, kMaxDigestBytes);
    const auto needed =
        static_cast<int64_t>(reader_.Unsigned("approvals_needed").value_or(0) & INT64_MAX);
    const BundleTrial trial = ReadTrialTerms(reader_);
    const bool decides = trial.mode == TrialMode::kCanary;
    REEVE_ASSIGN_OR_RETURN(json::Object entry,
                           decides ? Proposed("a canary", {"approved", "scheduled"})
                                   : Proposed("a shadow", {"proposed", "approved", "scheduled"}));
    if (decides) REEVE_RETURN_IF_ERROR(CheckApprovals(entry, needed));
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> running, state_.Get(kTrialKey));
    if (running) {
      return Error{"bundle.trial_running", "the bundle `" + *running +
                                               "` is in trial, and one is at a time: stop it first "
                                               "(reeve bundle stop)"};
    }
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> active, state_.Get(kActiveKey));
    if (active != against) {
      return Error{"bundle.not_active",
                   "the bundle `" + against + "` is not the active one any more: look again"};
    }
    json::Object out = TrialTerms(trial);
    out.Add("id", id_);
    out.Add("started",
            json::Object{{"by", by_}, {"time", time_}, {"reason", reason}, {"against", against}});
    entry.Set("trial", std::move(out));
    state_.Put(kTrialKey, digest_);
    return Put(digest_, std::move(entry));
  }

  // A share only grows: an interaction that the canary has begun it also ends.
  Status WidenTrial() {
    ReadCommand();
    const std::string reason = reader_.String("reason", Need::kOptional, kMaxReasonBytes);
    const uint64_t share = reader_.Unsigned("share").value_or(0);
    REEVE_ASSIGN_OR_RETURN(json::Object entry, InTrial());
    json::Object& trial = *entry.Find("trial")->as_object();
    const int64_t now = CountOf(trial, "share");
    if (now == 0 || share > kMaxShare || static_cast<int64_t>(share) <= now) {
      return Error{"bundle.trial_share",
                   "the share of a canary grows, up to 9900 hundredths of a percent; it has `" +
                       std::to_string(now) + "`: for less, stop it and begin a new one"};
    }
    trial.Set("share", share);
    json::Object widened{{"by", by_}, {"time", time_}};
    if (!reason.empty()) widened.Add("reason", reason);
    trial.Set("widened", std::move(widened));
    return Put(digest_, std::move(entry));
  }

  Status EndTrial() {
    ReadCommand();
    const std::string why = reader_.String("why", Need::kRequired, kMaxWhyBytes);
    const std::string reason = reader_.String("reason", Need::kOptional, kMaxReasonBytes);
    json::Object ended{{"by", by_}, {"time", time_}, {"why", why}};
    if (!reason.empty()) ended.Add("reason", reason);
    if (reader_.Bool("forced")) ended.Add("forced", true);
    for (const char* part : {"breach", "figures"}) {
      const json::Value* value = reader_.ObjectMember(part, Need::kOptional);
      if (value != nullptr) ended.Add(part, *value);
    }
    REEVE_ASSIGN_OR_RETURN(json::Object entry, InTrial());
    return CloseTrial(std::move(entry), std::move(ended));
  }

  Status Refuse() {
    json::Object body{{"bundle", digest_}};
    body.Add("signatures", reader_.String("signatures", Need::kOptional, kMaxDigestBytes));
    body.Add("source", reader_.String("source", Need::kRequired, kMaxReasonBytes));
    body.Add("code", reader_.String("code", Need::kRequired, kMaxDigestBytes));
    reader_.String("message", Need::kRequired, kMaxReasonBytes);
    reader_.String("active", Need::kOptional, kMaxDigestBytes);
    reader_.String("by", Need::kOptional, kMaxPersonBytes);
    reader_.String("principal", Need::kOptional, kMaxReasonBytes);
    REEVE_RETURN_IF_ERROR(reader_.Finish());
    state_.Put(RefusalKey(body), time_);
    return {};
  }

 private:
  using States = std::initializer_list<std::string_view>;

  // The entry of this record's bundle, of which the record's trial is the one that runs.
  Result<json::Object> InTrial() {
    const std::string trial = reader_.String("trial", Need::kRequired, ledger::kMaxIdBytes);
    REEVE_RETURN_IF_ERROR(reader_.Finish());
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> running, state_.Get(kTrialKey));
    REEVE_ASSIGN_OR_RETURN(std::optional<json::Object> entry, Find(digest_));
    if (!entry) return NotFound(digest_);
    const json::Value* known = entry->Find("trial");
    if (running == digest_ && known != nullptr && TextOf(*known->as_object(), "id") == trial) {
      return *std::move(entry);
    }
    return Error{"bundle.no_trial", "the bundle `" + digest_ +
                                        "` is not in trial, or not in this one any more: see "
                                        "`reeve bundle status`"};
  }

  Status CloseTrial(json::Object entry, json::Object ended) {
    entry.Find("trial")->as_object()->Set("ended", std::move(ended));
    state_.Delete(kTrialKey);
    const std::string digest = TextOf(entry, "digest");
    return Put(digest, std::move(entry));
  }

  // Nothing where none runs, as when the record before this one ended it.
  Status EndAnyTrial() {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> running, state_.Get(kTrialKey));
    if (!running) return {};
    return EndTrialOf(*running, *running == digest_ ? "activated" : "superseded");
  }

  Status EndTrialOf(const std::string& digest, std::string_view why) {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> running, state_.Get(kTrialKey));
    if (running != digest) return {};
    REEVE_ASSIGN_OR_RETURN(std::optional<json::Object> entry, Find(digest));
    if (!entry) return NotFound(digest);
    return CloseTrial(*std::move(entry), {{"by", by_}, {"time", time_}, {"why", why}});
  }

  void ReadCommand() {
    by_ = reader_.String("by", Need::kRequired, kMaxPersonBytes);
    reader_.String("principal", Need::kOptional, kMaxReasonBytes);
    proposal_ = reader_.String("proposal", Need::kOptional, ledger::kMaxIdBytes);
  }

  void ReadFileMembers() {
    if (const auto revision = reader_.Unsigned("revision"))
      file_members_.Add("revision", *revision);
    const std::string created = reader_.String("created", Need::kOptional, kMaxDigestBytes);
    if (!created.empty()) file_members_.Add("created", created);
    if (const json::Array* signers = reader_.ArrayMember("signed_by", Need::kOptional)) {
      file_members_.Add("signed_by", *signers);
    }
  }

  static bool IsIn(const json::Object& entry, States states) {
    return std::find(states.begin(), states.end(), TextOf(entry, "state")) != states.end();
  }

  Result<std::optional<json::Object>> Find(std::string_view digest) const {
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text,
                           state_.Get(Key(kEntryPrefix, digest)));
    if (!text) return std::optional<json::Object>();
    REEVE_ASSIGN_OR_RETURN(json::Value value, json::Parse(*text));
    return std::optional<json::Object>(std::move(*value.as_object()));
  }

  // The entry that the record's proposal is of, in one of these states.
  Result<json::Object> Proposed(std::string_view wanted, States states) {
    REEVE_RETURN_IF_ERROR(reader_.Finish());
    REEVE_ASSIGN_OR_RETURN(std::optional<json::Object> entry, Find(digest_));
    if (!entry || entry->Find("proposal") == nullptr) return NotFound(digest_);
    if (TextOf(*entry->Find("proposal")->as_object(), "id") != proposal_) {
      return Error{"bundle.proposed_anew",
                   "the bundle `" + digest_ + "` was proposed anew meanwhile: look at it again"};
    }
    if (IsIn(*entry, states)) return *std::move(entry);
    return Error{"bundle.state", "a bundle that is " + TextOf(*entry, "state") + " cannot be " +
                                     std::string(wanted) + "; " + Remedy(*entry)};
  }

  static std::string Remedy(const json::Object& entry) {
    const std::string state = TextOf(entry, "state");
    if (state == "proposed") return "it needs " + Missing(entry, 0);
    if (state == "active") return "it is in force; roll back to leave it";
    if (state == "approved") return "it may be activated or scheduled";
    return "propose it anew";
  }

  // "1 more approval (1 of 2), of somebody who has not yet approved"
  static std::string Missing(const json::Object& entry, int64_t at_least) {
    const json::Value* approvals = entry.Find("approvals");
    const auto have =
        approvals == nullptr ? int64_t{0} : static_cast<int64_t>(approvals->as_array()->size());
    const int64_t needed =
        std::max(at_least, CountOf(*entry.Find("proposal")->as_object(), "approvals_needed"));
    const int64_t more = needed - have;
    if (more <= 0) return "";
    return std::to_string(more) + " more approval" + (more == 1 ? "" : "s") + " (" +
           std::to_string(have) + " of " + std::to_string(needed) +
           "), each of another person than the author";
  }

  static Status CheckApprovals(const json::Object& entry, int64_t needed) {
    const std::string missing = Missing(entry, needed);
    if (missing.empty()) return {};
    return Error{"bundle.needs_approval", "the bundle needs " + missing};
  }

  Status MakeActive(json::Object entry, std::string_view state_of_last) {
    json::Object activated{{"time", time_}};
    if (!by_.empty()) activated.Add("by", by_);
    for (const json::Member& member : file_members_) activated.Add(member.key, member.value);
    REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> last, state_.Get(kActiveKey));
    if (last && *last != digest_) {
      activated.Add("supersedes", *last);
      REEVE_ASSIGN_OR_RETURN(std::optional<json::Object> superseded, Find(*last));
      if (superseded) {
        superseded->Set("state", state_of_last);
        REEVE_RETURN_IF_ERROR(Put(*last, *std::move(superseded)));
      }
    }
    entry.Set("state", "active");
    entry.Set("activated", std::move(activated));
    state_.Delete(Key(kDuePrefix, digest_));
    state_.Put(kActiveKey, digest_);
    return Put(digest_, std::move(entry));
  }

  Status Put(std::string_view digest, json::Object entry) {
    REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(std::move(entry)));
    state_.Put(Key(kEntryPrefix, digest), text);
    return {};
  }

  const std::string time_;
  const std::string id_;
  ObjectReader reader_;
  ledger::ProjectionWriter& state_;
  const std::string digest_;
  std::string by_;
  std::string proposal_;
  json::Object file_members_;
};

struct Step {
  std::string_view kind;
  Status (BundleFold::*fold)();
};
constexpr auto kSteps = std::to_array<Step>({
    {kBundleProposed, &BundleFold::Propose},
    {kBundleApproved, &BundleFold::Approve},
    {kBundleRejected, &BundleFold::Reject},
    {kBundleScheduled, &BundleFold::Schedule},
    {kBundleUnscheduled, &BundleFold::Unschedule},
    {kBundleActivated, &BundleFold::Activate},
    {kBundleRolledBack, &BundleFold::RollBack},
    {kBundleTrialStarted, &BundleFold::StartTrial},
    {kBundleTrialWidened, &BundleFold::WidenTrial},
    {kBundleTrialEnded, &BundleFold::EndTrial},
    {kBundleRefused, &BundleFold::Refuse},
});

Result<json::Object> ParseEntry(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(json::Value value, json::Parse(text));
  if (value.as_object() == nullptr) return Error{"ledger.damaged", "an entry is no object"};
  return std::move(*value.as_object());
}

json::Object Shortened(const json::Object& entry) {
  json::Object out;
  for (const json::Member& member : entry) {
    if (member.key != "proposal") {
      out.Add(member.key, member.value);
      continue;
    }
    json::Object proposal;
    for (const json::Member& part : *member.value.as_object()) {
      const bool is_long =
          std::find(kLongMembers.begin(), kLongMembers.end(), part.key) != kLongMembers.end();
      if (!is_long) proposal.Add(part.key, part.value);
    }
    out.Add("proposal", std::move(proposal));
  }
  return out;
}

// When it was last proposed or activated; canonical times sort as texts.
std::string LastTime(const json::Object& entry) {
  std::string last;
  for (const char* part : {"proposal", "activated"}) {
    const json::Value* found = entry.Find(part);
    if (found != nullptr) last = std::max(last, TextOf(*found->as_object(), "time"));
  }
  return last;
}

}  // namespace

Status BundleProjection::Fold(const ledger::Record& record, ledger::ProjectionWriter& state) const {
  if (!record.kind().starts_with("bundle.")) return {};
  for (const Step& step : kSteps) {
    if (step.kind != record.kind()) continue;
    REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
    BundleFold fold(record, *body, state);
    return (fold.*step.fold)();
  }
  return {};
}

Result<std::optional<std::string>> ActiveBundle(const ledger::Ledger& ledger) {
  return ledger.State("bundles").Get(kActiveKey);
}

Result<std::optional<std::string>> ActiveBundle(const ledger::Store& store) {
  return ledger::ProjectionReader(store, "bundles").Get(kActiveKey);
}

Result<std::vector<std::string>> BundleDigests(const ledger::Store& store) {
  std::vector<std::string> out;
  REEVE_RETURN_IF_ERROR(ledger::ProjectionReader(store, "bundles")
                            .Scan(kEntryPrefix, [&](std::string_view key, std::string_view) {
                              out.emplace_back(key.substr(std::string_view(kEntryPrefix).size()));
                              return true;
                            }));
  return out;
}

Result<json::Object> FindBundle(const ledger::Ledger& ledger, std::string_view digest) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text,
                         ledger.State("bundles").Get(Key(kEntryPrefix, digest)));
  if (!text) return NotFound(digest);
  return ParseEntry(*text);
}

Result<std::vector<json::Object>> ListBundles(const ledger::Ledger& ledger) {
  std::vector<json::Object> out;
  Status read;
  REEVE_RETURN_IF_ERROR(
      ledger.State("bundles").Scan(kEntryPrefix, [&](std::string_view, std::string_view text) {
        Result<json::Object> entry = ParseEntry(text);
        if (entry.ok()) {
          out.push_back(Shortened(*entry));
        } else {
          read = std::move(entry).error();
        }
        return read.ok();
      }));
  REEVE_RETURN_IF_ERROR(read);
  std::stable_sort(out.begin(), out.end(), [](const json::Object& a, const json::Object& b) {
    return LastTime(a) > LastTime(b);
  });
  return out;
}

Result<std::vector<ScheduledBundle>> ScheduledBundles(const ledger::Ledger& ledger) {
  std::vector<ScheduledBundle> out;
  REEVE_RETURN_IF_ERROR(
      ledger.State("bundles").Scan(kDuePrefix, [&](std::string_view key, std::string_view at) {
        const Result<Timestamp> time = ParseTimestamp(at);
        if (time.ok()) out.push_back({*time, std::string(key.substr(kDuePrefix.size()))});
        return true;
      }));
  std::sort(out.begin(), out.end(), [](const ScheduledBundle& a, const ScheduledBundle& b) {
    return std::tie(a.at, a.digest) < std::tie(b.at, b.digest);
  });
  return out;
}

Result<std::optional<Timestamp>> LastRefused(const ledger::Ledger& ledger,
                                             const json::Object& body) {
  REEVE_ASSIGN_OR_RETURN(const std::optional<std::string> text,
                         ledger.State("bundles").Get(RefusalKey(body)));
  if (!text) return std::optional<Timestamp>();
  REEVE_ASSIGN_OR_RETURN(const Timestamp time, ParseTimestamp(*text));
  return std::optional<Timestamp>(time);
}

json::Object BundleCommand(std::string_view digest, const ActingPerson& person) {
  return {{"bundle", digest}, {"by", person.name}, {"principal", person.principal}};
}

Result<ledger::NewRecord> BundleRecord(std::string_view kind, std::string id, std::string tenant,
                                       json::Object body) {
  REEVE_ASSIGN_OR_RETURN(std::string text, json::Canonical(std::move(body)));
  return ledger::NewRecord{.kind = std::string(kind),
                           .log = ledger::LogRole::kControl,
                           .tenant = std::move(tenant),
                           .id = std::move(id),
                           .body = std::move(text)};
}

}  // namespace reeve::oversight
