#include "oversight/bundle_trust.h"

#include <algorithm>

#include "oversight/acting_person.h"
#include "policy/reader.h"
#include "policy/yaml.h"

namespace reeve::oversight {
namespace {

using policy::Located;
using policy::MapReader;
using policy::Reporter;
using policy::YamlNode;

constexpr size_t kMaxFieldBytes = 2000;

void ReadOneWord(const MapReader& map, std::string_view key, const std::string& word,
                 Reporter& reporter) {
  const std::vector<std::string> words = {word};
  if (const YamlNode* node = map.Require(key)) {
    policy::ReadWord(*node, "`" + std::string(key) + "`", words, reporter);
  }
}

std::optional<Timestamp> ReadTime(const MapReader& map, std::string_view key, Reporter& reporter) {
  const Located text = map.Text(key, kMaxFieldBytes);
  if (text.text.empty()) return std::nullopt;
  const Result<Timestamp> time = ParseTimestamp(text.text);
  if (time.ok()) return *time;
  reporter.Error("trust.time", text.span,
                 "`" + std::string(key) + "` must be a time in UTC, like `2026-11-20T09:30:00Z`");
  return std::nullopt;
}

void ReadPeriod(const YamlNode& node, const MapReader& map, TrustedKey* key, Reporter& reporter) {
  key->from = ReadTime(map, "from", reporter);
  key->until = ReadTime(map, "until", reporter);
  key->revoked = ReadTime(map, "revoked", reporter);
  const Located reason = map.Text("reason", kMaxFieldBytes);
  key->reason = reason.text;
  if (key->from && key->until && *key->from >= *key->until) {
    reporter.Error("trust.period", node.Find("until")->span, "`until` must lie after `from`");
  }
  if (key->revoked && reason.text.empty()) {
    reporter.Error("trust.reason", node.Find("revoked")->span,
                   "say in `reason` why the key was revoked; it stands in refusals");
  }
  if (node.Find("revoked") == nullptr && !reason.text.empty()) {
    reporter.Error(
        "trust.reason", reason.span,
        "a `reason` is for a key that is revoked: add `revoked` with the time, or remove "
        "it");
  }
}

std::optional<TrustedKey> ReadSigner(const YamlNode& node, Reporter& reporter) {
  const MapReader map(node, "a signer", {"name", "key", "from", "until", "revoked", "reason"},
                      reporter);
  if (!map.is_map()) return std::nullopt;
  TrustedKey signer;
  const Located name = map.RequiredText("name", kMaxFieldBytes);
  signer.person = name.text;
  if (!name.text.empty()) {
    if (const Status good = CheckPersonName(name.text); !good.ok()) {
      reporter.Error("trust.name", name.span, good.error().message);
    }
  }
  ReadPeriod(node, map, &signer, reporter);
  const Located key = map.RequiredText("key", kMaxFieldBytes);
  if (key.text.empty()) return std::nullopt;
  Result<ledger::VerifierKey> parsed = ledger::VerifierKey::Parse(key.text);
  if (!parsed.ok()) {
    reporter.Error("trust.key", key.span,
                   parsed.error().message + "; give the line that `reeve key new` printed");
    return std::nullopt;
  }
  signer.key = *std::move(parsed);
  return signer;
}

// One key for two persons would count twice; two keys of one name and id could not be told apart.
void AddSigner(const YamlNode& node, TrustedKey signer, BundleTrust* trust, Reporter& reporter) {
  for (const TrustedKey& other : trust->keys) {
    const bool same_line = other.key.name == signer.key.name && other.key.id == signer.key.id;
    if (!same_line && other.key.public_key != signer.key.public_key) continue;
    reporter.Error("trust.duplicate_key", node.Find("key")->span,
                   "the key `" + signer.key.name + "` stands already, for `" + other.person + "`");
    return;
  }
  trust->keys.push_back(std::move(signer));
}

void ReadSigners(const YamlNode& node, BundleTrust* trust, Reporter& reporter) {
  if (node.kind != YamlNode::Kind::kSequence || node.items.empty()) {
    reporter.Error("trust.type", node.span, "`signers` must be a list of at least one signer");
    return;
  }
  if (node.items.size() > kMaxTrustedKeys) {
    reporter.Error("trust.too_many", node.span,
                   "there are more than " + std::to_string(kMaxTrustedKeys) + " signers");
    return;
  }
  for (const YamlNode& item : node.items) {
    std::optional<TrustedKey> signer = ReadSigner(item, reporter);
    if (signer) AddSigner(item, *std::move(signer), trust, reporter);
  }
}

// Those with a key that is not revoked.
uint64_t CountPersons(const BundleTrust& trust) {
  std::vector<std::string_view> persons;
  for (const TrustedKey& key : trust.keys) {
    const auto same = [&](std::string_view other) { return IsSamePerson(key.person, other); };
    if (!key.revoked && std::none_of(persons.begin(), persons.end(), same)) {
      persons.push_back(key.person);
    }
  }
  return persons.size();
}

void CheckReachable(const MapReader& map, std::string_view key, uint64_t quorum, uint64_t persons,
                    Reporter& reporter) {
  const YamlNode* node = map.Find(key);
  if (node == nullptr || quorum <= persons) return;
  reporter.Error("trust.quorum", node->span,
                 "`" + std::string(key) + "` asks for " + std::to_string(quorum) +
                     " persons, but only " + std::to_string(persons) +
                     " are named with a key that is not revoked");
}

}  // namespace

const TrustedKey* BundleTrust::Find(std::string_view name, uint32_t key_id) const {
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const TrustedKey& key) {
    return key.key.name == name && key.key.id == key_id;
  });
  return found == keys.end() ? nullptr : &*found;
}

BundleTrustFile ReadBundleTrust(std::string_view file_name, std::string_view text) {
  BundleTrustFile out;
  Reporter reporter(file_name, text, &out.diagnostics);
  if (text.size() > kMaxTrustBytes) {
    reporter.Error("trust.too_large", {}, "a file of trust has at most 1 MiB");
    return out;
  }
  const std::optional<YamlNode> root = policy::ParseYaml(reporter);
  if (!root) return out;
  const MapReader map(*root, "a trust",
                      {"apiVersion", "kind", "quorum", "quorum_to_loosen", "signers"}, reporter);
  if (!map.is_map()) return out;
  ReadOneWord(map, "apiVersion", "reeve/v1", reporter);
  ReadOneWord(map, "kind", "BundleTrust", reporter);
  BundleTrust& trust = out.trust;
  const auto read_quorum = [&](const YamlNode* node, std::string_view what, uint64_t least) {
    if (node == nullptr) return least;
    return policy::ReadCount(*node, what, least, kMaxSignatureQuorum, reporter).value_or(least);
  };
  trust.quorum = read_quorum(map.Require("quorum"), "`quorum`", 1);
  trust.quorum_to_loosen =
      read_quorum(map.Find("quorum_to_loosen"), "`quorum_to_loosen`", trust.quorum);
  if (const YamlNode* signers = map.Require("signers")) ReadSigners(*signers, &trust, reporter);
  if (policy::HasErrors(out.diagnostics)) return out;
  const uint64_t persons = CountPersons(trust);
  CheckReachable(map, "quorum", trust.quorum, persons, reporter);
  CheckReachable(map, "quorum_to_loosen", trust.quorum_to_loosen, persons, reporter);
  return out;
}

}  // namespace reeve::oversight
