#include "ledger/trust_policy.h"

#include <algorithm>

#include "base/quoted.h"
#include "ledger/cosignature.h"
#include "ledger/decimal.h"

namespace reeve::ledger {
namespace {

constexpr std::string_view kNoQuorum = "none";

bool IsSpace(char c) { return c == ' ' || c == '\t'; }

std::vector<std::string_view> Words(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    while (!line.empty() && IsSpace(line.front())) line.remove_prefix(1);
    if (line.empty()) return words;
    const auto end = std::find_if(line.begin(), line.end(), IsSpace);
    const auto size = static_cast<size_t>(end - line.begin());
    words.push_back(line.substr(0, size));
    line.remove_prefix(size);
  }
}

bool IsForbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t') || byte == 0x7F;
}

Error Bad(std::string why) { return {"ledger.policy", std::move(why)}; }

}  // namespace

// Line after line into a policy.
class TrustPolicy::Reader {
 public:
  Status Line(std::string_view line) {
    if (std::any_of(line.begin(), line.end(), IsForbidden)) {
      return Bad("a control character; a policy has none but tabs and newlines");
    }
    const std::vector<std::string_view> words = Words(line);
    if (words.empty() || words[0].starts_with('#')) return {};
    if (words[0] == "log") return Log(words);
    if (words[0] == "witness") return Witness(words);
    if (words[0] == "group") return Group(words);
    if (words[0] == "quorum") return Quorum(words);
    return Bad("no line begins with " + Quoted(words[0]) +
               "; they begin with log, witness, group, quorum or #");
  }

  Result<TrustPolicy> Finish() && {
    if (has_quorum_) return std::move(policy_);
    return Bad("the line `quorum NAME` is missing; `quorum none` asks for no witness");
  }

 private:
  using WordList = std::vector<std::string_view>;

  Status Log(const WordList& words) {
    if (words.size() < 2 || words.size() > 3) return Bad("a log is `log VKEY [URL]`");
    REEVE_ASSIGN_OR_RETURN(VerifierKey key, VerifierKey::Parse(words[1]));
    for (const TrustedLog& log : policy_.logs_) {
      if (log.key.public_key == key.public_key) return Bad("this log's key is there twice");
    }
    if (policy_.logs_.size() == kMaxTrustPolicyNames) return TooMany("logs");
    policy_.logs_.push_back({std::move(key), Url(words, 2)});
    return {};
  }

  Status Witness(const WordList& words) {
    if (words.size() < 3 || words.size() > 4) return Bad("a witness is `witness NAME VKEY [URL]`");
    REEVE_ASSIGN_OR_RETURN(VerifierKey key, VerifierKey::ParseWitness(words[2]));
    for (const TrustedWitness& witness : policy_.witnesses_) {
      if (witness.key.public_key == key.public_key) {
        return Bad("the key of " + Quoted(words[1]) + " is that of " + Quoted(witness.name));
      }
    }
    if (policy_.witnesses_.size() == kMaxTrustPolicyNames) return TooMany("witnesses");
    REEVE_RETURN_IF_ERROR(Define({std::string(words[1]), 0, {}}));
    policy_.witnesses_.push_back({std::string(words[1]), std::move(key), Url(words, 3)});
    return {};
  }

  Status Group(const WordList& words) {
    if (words.size() < 4) return Bad("a group is `group NAME all|any|K MEMBER...`");
    Party group{std::string(words[1]), 0, {}};
    for (const std::string_view name : WordList(words.begin() + 3, words.end())) {
      REEVE_ASSIGN_OR_RETURN(const size_t member, Find(name));
      if (used_[member]) return Bad(Quoted(name) + " is a member already; a name counts once");
      used_[member] = true;
      group.members.push_back(member);
    }
    uint64_t threshold = words[2] == "any" ? 1 : group.members.size();
    if (words[2] != "any" && words[2] != "all" && !ParseDecimal(words[2], &threshold)) {
      return Bad(Quoted(words[2]) + " is none of all, any and a number");
    }
    if (threshold == 0 || threshold > group.members.size()) {
      return Bad("of " + std::to_string(group.members.size()) + " members, " + Quoted(words[2]) +
                 " cannot be asked for");
    }
    group.threshold = threshold;
    if (++groups_ > kMaxTrustPolicyNames) return TooMany("groups");
    return Define(std::move(group));
  }

  Status Quorum(const WordList& words) {
    if (words.size() != 2) return Bad("a quorum is `quorum NAME`");
    if (has_quorum_) return Bad("there is a quorum already");
    has_quorum_ = true;
    if (words[1] == kNoQuorum) return {};
    REEVE_ASSIGN_OR_RETURN(policy_.quorum_, Find(words[1]));
    return {};
  }

  static std::string Url(const WordList& words, size_t at) {
    return words.size() > at ? std::string(words[at]) : std::string();
  }

  static Error TooMany(std::string_view what) {
    return Bad("more than " + std::to_string(kMaxTrustPolicyNames) + " " + std::string(what));
  }

  Status Define(Party party) {
    if (party.name == kNoQuorum) return Bad("`none` is no name that can be given");
    if (Find(party.name).ok()) return Bad(Quoted(party.name) + " is there twice");
    policy_.parties_.push_back(std::move(party));
    used_.push_back(false);
    return {};
  }

  Result<size_t> Find(std::string_view name) const {
    for (size_t i = 0; i < policy_.parties_.size(); ++i) {
      if (policy_.parties_[i].name == name) return i;
    }
    return Bad("no witness and no group before this line is named " + Quoted(name));
  }

  TrustPolicy policy_;
  std::vector<bool> used_;  // of each party: whether a group has it
  size_t groups_ = 0;
  bool has_quorum_ = false;
};

Result<TrustPolicy> TrustPolicy::Parse(std::string_view text) {
  if (text.size() > kMaxTrustPolicyBytes) return Bad("a policy of more than 64 KiB");
  if (!text.empty() && !text.ends_with('\n')) return Bad("the last line has no end: is it whole?");
  Reader reader;
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = text.find('\n');
    Status read = reader.Line(text.substr(0, end));
    text.remove_prefix(end + 1);
    if (read.ok()) continue;
    return Error{"ledger.policy", read.error().message, "line " + std::to_string(number)};
  }
  return std::move(reader).Finish();
}

TrustPolicy TrustPolicy::OfLog(const VerifierKey& key) {
  TrustPolicy policy;
  policy.logs_.push_back({key, {}});
  return policy;
}

bool TrustPolicy::IsQuorum(const std::vector<Cosigned>& cosigned) const {
  if (quorum_ == kNone) return true;
  std::vector<bool> met(parties_.size());
  for (size_t i = 0; i < parties_.size(); ++i) {
    const Party& party = parties_[i];
    if (party.threshold == 0) {
      met[i] = std::any_of(cosigned.begin(), cosigned.end(),
                           [&](const Cosigned& one) { return one.witness == party.name; });
    } else {
      const auto count = std::count_if(party.members.begin(), party.members.end(),
                                       [&](size_t member) { return met[member]; });
      met[i] = static_cast<size_t>(count) >= party.threshold;
    }
  }
  return met[quorum_];
}

Result<WitnessedCheckpoint> OpenWitnessed(std::string_view note, const TrustPolicy& policy) {
  std::vector<VerifierKey> known;
  for (const TrustedLog& log : policy.logs()) known.push_back(log.key);
  for (const TrustedWitness& witness : policy.witnesses()) known.push_back(witness.key);
  REEVE_ASSIGN_OR_RETURN(const OpenedNote opened, OpenNote(note, known));
  WitnessedCheckpoint out;
  REEVE_ASSIGN_OR_RETURN(out.checkpoint, Checkpoint::ParseText(opened.note.text));
  const auto log = std::find_if(
      opened.verified_by.begin(), opened.verified_by.end(), [&](const VerifierKey& key) {
        return key.type == kKeyTypeEd25519 && key.name == out.checkpoint.origin;
      });
  if (log == opened.verified_by.end()) {
    return Error{"ledger.signature", "no known log signed as " + Quoted(out.checkpoint.origin)};
  }
  out.log = *log;
  for (const TrustedWitness& witness : policy.witnesses()) {
    const auto line = std::find_if(opened.note.signatures.begin(), opened.note.signatures.end(),
                                   [&](const NoteSignature& signature) {
                                     return signature.name == witness.key.name &&
                                            signature.key_id == witness.key.id;
                                   });
    if (line == opened.note.signatures.end()) continue;
    out.cosigned.push_back({witness.name, CosignatureTime(line->signature).value_or(0)});
  }
  if (policy.IsQuorum(out.cosigned)) return out;
  return Error{"ledger.quorum", "`" + std::to_string(out.cosigned.size()) +
                                    "` witnesses of the policy cosigned the checkpoint, which is "
                                    "no quorum; ask for a receipt of a cosigned one"};
}

}  // namespace reeve::ledger
