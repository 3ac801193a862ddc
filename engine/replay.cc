#include "engine/replay.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/activation.h"
#include "ledger/layout.h"
#include "ledger/record.h"
#include "ledger/rocksdb_store.h"

namespace reeve::engine {
namespace {

constexpr uint64_t kProgressStep = 1024;
constexpr std::string_view kUndecided = "undecided";
constexpr size_t kMaxRadiusChanges = 64;  // of a record's blast radius

std::string RuleName(const std::string& policy, const std::string& id) { return policy + "/" + id; }

// Whether a rule might leave nobody to approve, which is a denial.
bool LimitsHold(const policy::Rule& rule, const policy::Verdict& verdict) {
  const auto of_extension = [](const policy::Hit& hit) { return hit.rule->of_extension; };
  return rule.effect == policy::Effect::kHold && verdict.hold &&
         verdict.effect == policy::Effect::kHold &&
         (rule.of_extension || std::any_of(verdict.hits.begin(), verdict.hits.end(), of_extension));
}

// Whether a rule that cannot be decided might give another effect.
bool MightChange(const policy::Verdict& verdict) {
  return std::any_of(verdict.undecided.begin(), verdict.undecided.end(),
                     [&](const policy::Rule* rule) {
                       return rule->mode == policy::Mode::kEnforce &&
                              (verdict.from_default || rule->effect > verdict.effect ||
                               LimitsHold(*rule, verdict));
                     });
}

std::string EffectOf(const policy::Verdict& verdict) {
  return std::string(MightChange(verdict) ? kUndecided : policy::EffectName(verdict.effect));
}

// The enforced rules that a record says applied.
std::set<std::string> RecordedRules(const json::Value& verdict) {
  std::set<std::string> rules;
  const json::Value* hits = verdict.Find("hits");
  if (hits == nullptr || hits->as_array() == nullptr) return rules;
  for (const json::Value& hit : *hits->as_array()) {
    const json::Value* policy = hit.Find("policy");
    const json::Value* rule = hit.Find("rule");
    if (policy == nullptr || rule == nullptr || !policy->as_string() || !rule->as_string())
      continue;
    rules.insert(RuleName(*policy->as_string(), *rule->as_string()));
  }
  return rules;
}

std::vector<std::string> RuleChanges(const json::Value& recorded, const policy::Verdict& verdict) {
  std::set<std::string> gone = RecordedRules(recorded);
  std::vector<std::string> changes;
  for (const policy::Hit& hit : verdict.hits) {
    const std::string name = RuleName(hit.rule->policy, hit.rule->id);
    if (gone.erase(name) == 0) changes.push_back("+" + name);
  }
  for (const policy::Rule* rule : verdict.undecided) {
    if (rule->mode != policy::Mode::kEnforce) continue;
    const std::string name = RuleName(rule->policy, rule->id);
    gone.erase(name);
    changes.push_back("?" + name);
  }
  for (const std::string& name : gone) changes.push_back("-" + name);
  return changes;
}

std::string RecordedEffect(const json::Value& verdict) {
  const json::Value* effect = verdict.Find("effect");
  return effect == nullptr || effect->as_string() == nullptr ? "" : *effect->as_string();
}

// The rules of a bundle that were waived, by name: under another bundle the waiver holds where the
// rule is.
std::vector<policy::WaivedRule> WaivedRules(const policy::Bundle& bundle,
                                            const std::vector<RecordedWaiver>& recorded) {
  std::vector<policy::WaivedRule> out;
  for (const RecordedWaiver& waived : recorded) {
    const policy::Rule* rule = bundle.FindRule(waived.policy, waived.rule);
    if (rule != nullptr) out.push_back({rule->index, waived.waiver, waived.emergency});
  }
  return out;
}

// The records of a range, one after the other.
class RangeReplay {
 public:
  RangeReplay(const ledger::BlobStore& blobs, const ReplayOptions& options)
      : options_(options), replayer_(blobs, options.other) {}

  Status Run(const ledger::Store& store, const RecordIndexes& range) {
    report_.first = range.first;
    report_.end = range.first;
    ledger::RecordScan scan(store, range.first);
    for (uint64_t index = range.first; index < range.end; ++index) {
      REEVE_ASSIGN_OR_RETURN(const std::optional<std::string_view> bytes, scan.Next());
      if (!bytes) break;
      Visit(index, *bytes);
      report_.end = index + 1;
      Tell(range.end);
    }
    const uint64_t count = range.end - range.first;
    if (options_.progress) options_.progress(count, count);
    return {};
  }

  ReplayReport Finish() && {
    for (auto& [key, change] : changes_) report_.changes.push_back(std::move(change));
    std::stable_sort(report_.changes.begin(), report_.changes.end(),
                     [](const auto& a, const auto& b) { return a.count > b.count; });
    return std::move(report_);
  }

 private:
  using ChangeKey = std::pair<std::string, std::vector<std::string>>;

  void Tell(uint64_t end) const {
    const uint64_t done = report_.end - report_.first;
    if (options_.progress && done % kProgressStep == 0)
      options_.progress(done, end - report_.first);
  }

  void Visit(uint64_t index, std::string_view bytes) {
    const Result<ledger::Record> record = ledger::Record::Parse(std::string(bytes));
    if (!record.ok()) return Fault(index, record.error());
    if (record->kind() != kDecisionKind) return;
    ++report_.decisions;
    const Result<const json::Value*> body = record->Body();
    if (!body.ok()) return Fault(index, body.error());
    const Status compared = options_.other ? Compare(index, **body) : Same(**body);
    if (compared.ok()) return;
    if (compared.error().code == "decision.not_by_rules") {
      ++report_.not_by_rules;
    } else {
      Fault(index, compared.error());
    }
  }

  Status Same(const json::Value& body) {
    REEVE_RETURN_IF_ERROR(ReplayIdentically(body, replayer_));
    ++report_.identical;
    return {};
  }

  Status Compare(uint64_t index, const json::Value& body) {
    REEVE_ASSIGN_OR_RETURN(const RecordedDecision recorded, ReadDecision(body));
    REEVE_ASSIGN_OR_RETURN(const policy::Verdict verdict, replayer_.Decide(recorded));
    std::string from = RecordedEffect(*recorded.verdict);
    std::string to = EffectOf(verdict);
    std::vector<std::string> rules = RuleChanges(*recorded.verdict, verdict);
    if (from == to && rules.empty()) {
      ++report_.identical;
      return {};
    }
    ReplayChange& change = changes_[{from + " " + to, rules}];
    if (++change.count == 1) {
      change.from = std::move(from);
      change.to = std::move(to);
      change.rules = std::move(rules);
    }
    if (change.examples.size() < options_.examples) change.examples.push_back(index);
    return {};
  }

  void Fault(uint64_t index, const Error& error) {
    if (++report_.fault_count <= kReplayFaults) report_.faults.push_back({index, error});
  }

  const ReplayOptions& options_;
  Replayer replayer_;
  ReplayReport report_;
  std::map<ChangeKey, ReplayChange> changes_;
};

json::Array Indexes(const std::vector<uint64_t>& indexes) {
  json::Array out;
  for (const uint64_t index : indexes) out.push_back(index);
  return out;
}

json::Object ChangeJson(const ReplayChange& change) {
  return {{"count", change.count},
          {"from", change.from},
          {"to", change.to},
          {"rules", json::Array(change.rules.begin(), change.rules.end())},
          {"examples", Indexes(change.examples)}};
}

std::string Percent(uint64_t part, uint64_t whole) {
  if (whole == 0) return "";
  const uint64_t tenths = (part * 1000 + whole / 2) / whole;
  return " (" + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %)";
}

std::string Listed(const std::vector<std::string>& rules) {
  std::string out;
  for (const std::string& rule : rules) out += (out.empty() ? "" : " ") + rule;
  return out;
}

}  // namespace

Result<const Replayer::Known*> Replayer::Find(const std::string& digest) {
  const auto found = known_.find(digest);
  if (found != known_.end()) return &found->second;
  REEVE_ASSIGN_OR_RETURN(auto bundle, LoadBundle(blobs_, digest));
  std::unique_ptr<const policy::Translation> translation;
  if (other_) translation = std::make_unique<const policy::Translation>(*bundle, *other_);
  return &known_.emplace(digest, Known{std::move(bundle), std::move(translation)}).first->second;
}

Result<policy::Verdict> Replayer::Decide(const RecordedDecision& recorded) {
  REEVE_ASSIGN_OR_RETURN(const Known* known, Find(recorded.bundle));
  const policy::Facts& facts = recorded.facts.facts();
  policy::Verdict verdict =
      other_ ? known->translation->Replay(facts, recorded.outcomes, scratch_)
             : policy::Replay(*known->bundle, facts, recorded.outcomes, scratch_);
  const policy::Bundle& bundle = other_ ? *other_ : *known->bundle;
  policy::Waive(bundle, facts, WaivedRules(bundle, recorded.waived), &verdict);
  return verdict;
}

Status ReplayIdentically(const json::Value& body, Replayer& replayer) {
  REEVE_ASSIGN_OR_RETURN(const RecordedDecision recorded, ReadDecision(body));
  REEVE_ASSIGN_OR_RETURN(const policy::Verdict verdict, replayer.Decide(recorded));
  if (json::Value(VerdictJson(verdict)) != *recorded.verdict) {
    return Error{"replay.differs", "deciding again gives another verdict than the record's"};
  }
  REEVE_ASSIGN_OR_RETURN(const std::optional<RecordedDecision> shadow, ReadShadow(body));
  if (!shadow) return {};
  REEVE_ASSIGN_OR_RETURN(const policy::Verdict looked_on, replayer.Decide(*shadow));
  if (json::Value(VerdictJson(looked_on)) == *shadow->verdict) return {};
  return Error{"replay.shadow_differs",
               "deciding again gives another verdict of the bundle in shadow than the record's"};
}

Result<ReplayReport> ReplayStore(const ledger::Store& store, const ledger::BlobStore& blobs,
                                 const ReplayOptions& options) {
  REEVE_ASSIGN_OR_RETURN(const RecordIndexes range, FindRecords(store, options.records));
  if (options.max_records && range.end - range.first > *options.max_records) {
    return Error{"replay.too_many", "the range has `" + std::to_string(range.end - range.first) +
                                        "` records, and at most " +
                                        std::to_string(*options.max_records) +
                                        " are looked at: name a shorter one"};
  }
  RangeReplay replay(blobs, options);
  REEVE_RETURN_IF_ERROR(replay.Run(store, range));
  return std::move(replay).Finish();
}

Result<ReplayReport> ReplayRange(const std::filesystem::path& data, const ReplayOptions& options) {
  REEVE_ASSIGN_OR_RETURN(const auto store, ledger::OpenRocksDbStore(ledger::StoreFolder(data),
                                                                    ledger::OpenMode::kReadOnly));
  REEVE_ASSIGN_OR_RETURN(const ledger::BlobStore blobs,
                         ledger::BlobStore::Open(ledger::BlobFolder(data)));
  return ReplayStore(*store, blobs, options);
}

uint64_t ReplayReport::undecided() const {
  uint64_t sum = 0;
  for (const ReplayChange& change : changes) sum += change.to == kUndecided ? change.count : 0;
  return sum;
}

uint64_t ReplayReport::changed() const {
  uint64_t sum = 0;
  for (const ReplayChange& change : changes) sum += change.count;
  return sum;
}

json::Object BlastRadius(const ReplayReport& report, size_t max_bytes) {
  for (size_t listed = std::min(report.changes.size(), kMaxRadiusChanges);; listed /= 2) {
    json::Array changes;
    for (size_t i = 0; i < listed; ++i) changes.push_back(ChangeJson(report.changes[i]));
    json::Object out{{"first", report.first},
                     {"end", report.end},
                     {"decisions", report.decisions},
                     {"not_by_rules", report.not_by_rules},
                     {"identical", report.identical},
                     {"changed", report.changed()},
                     {"undecided", report.undecided()},
                     {"fault_count", report.fault_count},
                     {"kinds_of_change", static_cast<uint64_t>(report.changes.size())},
                     {"changes", std::move(changes)}};
    const Result<std::string> text = json::Canonical(out);
    if (listed == 0 || (text.ok() && text->size() <= max_bytes)) return out;
  }
}

json::Value ReplayReport::Json() const {
  json::Array change_list;
  for (const ReplayChange& change : changes) change_list.push_back(ChangeJson(change));
  json::Array fault_list;
  for (const ReplayFault& fault : faults) {
    fault_list.push_back(json::Object{
        {"index", fault.index}, {"code", fault.error.code}, {"message", fault.error.message}});
  }
  return json::Object{{"first", first},
                      {"end", end},
                      {"decisions", decisions},
                      {"not_by_rules", not_by_rules},
                      {"identical", identical},
                      {"changed", changed()},
                      {"undecided", undecided()},
                      {"fault_count", fault_count},
                      {"changes", std::move(change_list)},
                      {"faults", std::move(fault_list)}};
}

std::string ReplayReport::Text() const {
  std::string out = "records     " + std::to_string(first) + " to " + std::to_string(end) +
                    " (not included)\ndecisions   " + std::to_string(decisions) + ", of which " +
                    std::to_string(not_by_rules) + " were made before any rule was asked\n" +
                    "identical   " + std::to_string(identical) + "\n";
  if (!changes.empty()) {
    out += "changed     " + std::to_string(changed()) + Percent(changed(), decisions) +
           ", of which " + std::to_string(undecided()) + " cannot be said\n";
  }
  for (const ReplayChange& change : changes) {
    out += "  " + std::to_string(change.count) + " x " + change.from + " -> " + change.to +
           Percent(change.count, decisions) + "  " + Listed(change.rules) + "\n";
    if (change.examples.empty()) continue;
    out += "      for example";
    for (const uint64_t index : change.examples) out += " " + std::to_string(index);
    out += "\n";
  }
  if (fault_count == 0) return out;
  out += "WRONG       " + std::to_string(fault_count) + "\n";
  for (const ReplayFault& fault : faults) {
    out += "  at " + std::to_string(fault.index) + ": " + std::string(fault.error.code) + ": " +
           fault.error.message + "\n";
  }
  return out;
}

}  // namespace reeve::engine
