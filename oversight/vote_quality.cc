#include "oversight/vote_quality.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "oversight/acting_person.h"
#include "oversight/appeal.h"
#include "oversight/approvals.h"
#include "oversight/bundle_register.h"
#include "oversight/read_time.h"

namespace reeve::oversight {
namespace {

using json::Need;

std::string ApproverPrefix(std::string_view tenant) {
  return "approver/" + std::string(tenant) + '\0';
}
std::string ApproverKey(std::string_view tenant, std::string_view person) {
  return ApproverPrefix(tenant) + FoldedPersonName(person);
}
std::string VotedKey(std::string_view approval) { return "voted/" + std::string(approval); }
std::string DecisionKey(std::string_view id) { return "decision/" + std::string(id); }
std::string SownKey(std::string_view commitment) { return "sown/" + std::string(commitment); }
std::string MeasuresKey(std::string_view tenant) { return "measures/" + std::string(tenant); }

Result<OversightMeasures> ParseMeasures(const std::optional<std::string>& text) {
  OversightMeasures measures;
  if (!text) return measures;
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(*text));
  json::ObjectReader reader(value, "");
  ReadMeasures(reader, &measures);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  return measures;
}

// An approval, and who has voted on it.
struct CastVote {
  std::string by;
  bool approve = false;
  uint64_t index = 0;  // of the record
};
struct VotedOn {
  Timestamp opened;
  uint64_t words = 0;
  std::vector<CastVote> votes;
};

json::Object ToJson(const VotedOn& voted) {
  json::Array votes;
  votes.reserve(voted.votes.size());
  for (const CastVote& vote : voted.votes) {
    votes.push_back(
        json::Object{{"by", vote.by}, {"approve", vote.approve}, {"index", vote.index}});
  }
  return {{"opened", FormatTimestamp(voted.opened)},
          {"words", voted.words},
          {"votes", std::move(votes)}};
}

Result<VotedOn> ParseVotedOn(std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(const json::Value value, json::Parse(text));
  json::ObjectReader reader(value, "");
  VotedOn out;
  out.opened = ReadTime(reader, "opened");
  out.words = reader.Unsigned("words").value_or(0);
  const json::Array* votes = reader.ArrayMember("votes", Need::kRequired);
  REEVE_RETURN_IF_ERROR(reader.Finish());
  for (const json::Value& vote : *votes) {
    json::ObjectReader fields(vote, "/votes");
    CastVote& cast = out.votes.emplace_back();
    cast.by = fields.String("by", Need::kRequired, kMaxPersonBytes);
    cast.approve = fields.Bool("approve");
    cast.index = fields.Unsigned("index").value_or(0);
    REEVE_RETURN_IF_ERROR(fields.Finish());
  }
  return out;
}

// One member of a body that has others, which another fold has checked.
std::string TextOf(const json::Value& body, std::string_view key) {
  const json::Value* found = body.Find(key);
  return found != nullptr && found->as_string() != nullptr ? *found->as_string() : "";
}
uint64_t NumberOf(const json::Value& body, std::string_view key) {
  const json::Value* found = body.Find(key);
  return found != nullptr && found->as_int() != nullptr && *found->as_int() > 0
             ? static_cast<uint64_t>(*found->as_int())
             : 0;
}

class QualityFold {
 public:
  QualityFold(const ledger::Record& record, const json::Value& body,
              ledger::ProjectionWriter& state)
      : record_(record), body_(body), state_(state) {}

  Status Open() {
    VotedOn voted;
    voted.opened = record_.time();
    voted.words = NumberOf(body_, "words");
    const std::string id = TextOf(body_, "id");
    state_.Put(DecisionKey(TextOf(body_, "decision")), id);
    return PutVotedOn(id, voted);
  }

  Status Vote() {
    const std::string id = TextOf(body_, "approval");
    REEVE_ASSIGN_OR_RETURN(auto voted, GetVotedOn(id));
    if (!voted) return {};
    const CastVote vote{TextOf(body_, "by"), TextOf(body_, "vote") == "approve", record_.index()};
    const auto took = std::max(record_.time() - voted->opened, Timestamp::duration(0));
    VoteCounts mine{.votes = 1, .approvals = vote.approve ? 1U : 0U};
    mine.total_seconds =
        static_cast<uint64_t>(std::chrono::floor<std::chrono::seconds>(took).count());
    if (voted->words > 0) {
      mine.timed = 1;
      mine.fast = took < ReadingTime(voted->words) ? 1 : 0;
    }
    for (const CastVote& other : voted->votes) {
      const VoteCounts both{.compared = 1, .agreed = other.approve == vote.approve ? 1U : 0U};
      mine.compared += both.compared;
      mine.agreed += both.agreed;
      REEVE_RETURN_IF_ERROR(Count(other.by, both));
    }
    REEVE_RETURN_IF_ERROR(Count(vote.by, mine));
    voted->votes.push_back(vote);
    return PutVotedOn(id, *voted);
  }

  // The decision that passes by an approval is one of its approvers' as well.
  Status Use() {
    state_.Put(DecisionKey(TextOf(body_, "decision")), TextOf(body_, "approval"));
    return {};
  }

  Status Appeal() {
    if (TextOf(body_, "result") != "reversed") return {};
    REEVE_ASSIGN_OR_RETURN(const auto id, state_.Get(DecisionKey(TextOf(body_, "decision"))));
    if (!id) return {};
    REEVE_ASSIGN_OR_RETURN(const auto voted, GetVotedOn(*id));
    if (!voted) return {};
    for (const CastVote& vote : voted->votes) {
      if (vote.approve) REEVE_RETURN_IF_ERROR(Count(vote.by, {.reversed = 1}));
    }
    return {};
  }

  Status Sow() {
    REEVE_ASSIGN_OR_RETURN(
        const std::string text,
        json::Canonical(json::Object{{"by", TextOf(body_, "by")}, {"index", record_.index()}}));
    state_.Put(SownKey(TextOf(body_, "seed")), text);
    return {};
  }

  Status Reveal() {
    const std::string key = SownKey(TextOf(body_, "seed"));
    REEVE_ASSIGN_OR_RETURN(const auto sown, state_.Get(key));
    if (!sown) {
      return Error{"oversight.seed", "there is no such seed, or it was revealed before"};
    }
    state_.Delete(key);
    REEVE_ASSIGN_OR_RETURN(const json::Value seed, json::Parse(*sown));
    REEVE_ASSIGN_OR_RETURN(const auto voted, GetVotedOn(TextOf(body_, "approval")));
    if (!voted) return {};
    for (const CastVote& vote : voted->votes) {
      const bool knew = IsSamePerson(vote.by, TextOf(seed, "by"));
      if (knew || vote.index < NumberOf(seed, "index")) continue;
      REEVE_RETURN_IF_ERROR(Count(vote.by, {.seeded = 1, .missed = vote.approve ? 1U : 0U}));
    }
    return {};
  }

  Status SetMeasures() {
    const std::string by = TextOf(body_, "by");
    REEVE_ASSIGN_OR_RETURN(const auto judged, state_.Get(ApproverKey(record_.tenant(), by)));
    if (judged) {
      return Error{"oversight.own_measures",
                   "`" + by + "` votes on approvals: another person must set the measures"};
    }
    const json::Value* given = body_.Find("measures");
    if (given == nullptr) return Error{"json.missing", "the record has no measures", "/measures"};
    OversightMeasures measures;
    json::ObjectReader reader(*given, "/body/measures");
    ReadMeasures(reader, &measures);
    REEVE_RETURN_IF_ERROR(reader.Finish());
    REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(oversight::ToJson(measures)));
    state_.Put(MeasuresKey(record_.tenant()), text);
    return {};
  }

  Status Alarm() {
    const std::string person = TextOf(body_, "person");
    REEVE_ASSIGN_OR_RETURN(ApproverQuality quality, GetApprover(person));
    REEVE_ASSIGN_OR_RETURN(const auto text, state_.Get(MeasuresKey(record_.tenant())));
    REEVE_ASSIGN_OR_RETURN(const OversightMeasures measures, ParseMeasures(text));
    if (quality.Judged().votes < measures.min_votes) {
      return Error{"oversight.alarmed", "an alarm about `" + person + "` was raised already"};
    }
    quality.Alarmed();
    return PutApprover(quality);
  }

 private:
  Result<std::optional<VotedOn>> GetVotedOn(std::string_view id) const {
    REEVE_ASSIGN_OR_RETURN(const auto text, state_.Get(VotedKey(id)));
    if (!text) return std::optional<VotedOn>();
    REEVE_ASSIGN_OR_RETURN(VotedOn voted, ParseVotedOn(*text));
    return std::optional<VotedOn>(std::move(voted));
  }
  Status PutVotedOn(std::string_view id, const VotedOn& voted) {
    REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(ToJson(voted)));
    state_.Put(VotedKey(id), text);
    return {};
  }
  Result<ApproverQuality> GetApprover(std::string_view person) const {
    REEVE_ASSIGN_OR_RETURN(const auto text, state_.Get(ApproverKey(record_.tenant(), person)));
    if (text) return ApproverQualityFromJson(*text);
    ApproverQuality out;
    out.person = person;
    return out;
  }
  Status PutApprover(const ApproverQuality& quality) {
    REEVE_ASSIGN_OR_RETURN(const std::string text, json::Canonical(oversight::ToJson(quality)));
    state_.Put(ApproverKey(record_.tenant(), quality.person), text);
    return {};
  }
  Status Count(std::string_view person, const VoteCounts& more) {
    REEVE_ASSIGN_OR_RETURN(ApproverQuality quality, GetApprover(person));
    if (more.votes > 0) {
      quality.fastest_seconds = quality.all.votes == 0
                                    ? more.total_seconds
                                    : std::min(quality.fastest_seconds, more.total_seconds);
    }
    quality.Count(more);
    return PutApprover(quality);
  }

  const ledger::Record& record_;
  const json::Value& body_;
  ledger::ProjectionWriter& state_;
};

struct FoldStep {
  std::string_view kind;
  Status (QualityFold::*fold)();
};
constexpr std::array<FoldStep, 8> kSteps = {{
    {kApprovalOpened, &QualityFold::Open},
    {kApprovalVoted, &QualityFold::Vote},
    {kApprovalUsed, &QualityFold::Use},
    {kAppealDecided, &QualityFold::Appeal},
    {kSeeded, &QualityFold::Sow},
    {kSeedRevealed, &QualityFold::Reveal},
    {kMeasuresSet, &QualityFold::SetMeasures},
    {kOversightAlarm, &QualityFold::Alarm},
}};

}  // namespace

Status VoteQualityProjection::Fold(const ledger::Record& record,
                                   ledger::ProjectionWriter& state) const {
  for (const FoldStep& step : kSteps) {
    if (step.kind != record.kind()) continue;
    REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
    QualityFold fold(record, *body, state);
    return (fold.*step.fold)();
  }
  return {};
}

Result<std::vector<ApproverQuality>> ListApprovers(const ledger::ProjectionReader& quality,
                                                   std::string_view tenant) {
  std::vector<ApproverQuality> out;
  Status read;
  REEVE_RETURN_IF_ERROR(
      quality.Scan(ApproverPrefix(tenant), [&](std::string_view, std::string_view text) {
        Result<ApproverQuality> parsed = ApproverQualityFromJson(text);
        if (!parsed.ok()) {
          read = std::move(parsed).error();
          return false;
        }
        out.push_back(*std::move(parsed));
        return true;
      }));
  REEVE_RETURN_IF_ERROR(std::move(read));
  return out;
}

Result<OversightMeasures> FindMeasures(const ledger::ProjectionReader& quality,
                                       std::string_view tenant) {
  REEVE_ASSIGN_OR_RETURN(const auto text, quality.Get(MeasuresKey(tenant)));
  return ParseMeasures(text);
}

Result<bool> IsSown(const ledger::ProjectionReader& quality, std::string_view commitment) {
  REEVE_ASSIGN_OR_RETURN(const auto text, quality.Get(SownKey(commitment)));
  return text.has_value();
}

Result<std::vector<std::string>> VotedOnWhileSown(const ledger::ProjectionReader& quality) {
  std::vector<std::string> out;
  bool any_sown = false;
  REEVE_RETURN_IF_ERROR(quality.Scan(SownKey(""), [&](std::string_view, std::string_view) {
    any_sown = true;
    return false;
  }));
  if (!any_sown) return out;
  const std::string prefix = VotedKey("");
  Status read;
  REEVE_RETURN_IF_ERROR(quality.Scan(prefix, [&](std::string_view key, std::string_view text) {
    const Result<VotedOn> voted = ParseVotedOn(text);
    if (!voted.ok()) {
      read = voted.error();
      return false;
    }
    if (!voted->votes.empty()) out.emplace_back(key.substr(prefix.size()));
    return true;
  }));
  REEVE_RETURN_IF_ERROR(std::move(read));
  return out;
}

}  // namespace reeve::oversight
