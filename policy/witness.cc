#include "policy/witness.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "policy/witness_values.h"

namespace reeve::policy {
namespace {

// Spreads the numbers below `size` evenly, each at most once: a step that has no factor in common.
class Spread {
 public:
  Spread(uint64_t size, uint64_t wanted) : size_(size) {
    if (size <= wanted) return;
    step_ = static_cast<uint64_t>(static_cast<double>(size) * 0.6180339887498949) | 1;
    while (std::gcd(step_, size_) != 1) ++step_;
  }
  uint64_t Next() {
    const uint64_t out = at_;
    at_ = (at_ + step_) % size_;
    return out;
  }

 private:
  const uint64_t size_;
  uint64_t step_ = 1;
  uint64_t at_ = 0;
};

constexpr uint64_t kMostCombinations = uint64_t{1} << 62;

uint64_t Combinations(const std::vector<FactValues>& facts) {
  uint64_t product = 1;
  for (const FactValues& fact : facts) {
    if (product > kMostCombinations / fact.values.size()) return kMostCombinations;
    product *= fact.values.size();
  }
  return product;
}

const Hit* HitOf(const Verdict& verdict, const Rule* rule) {
  const auto found = std::find_if(verdict.hits.begin(), verdict.hits.end(),
                                  [rule](const Hit& hit) { return hit.rule == rule; });
  return found == verdict.hits.end() ? nullptr : &*found;
}

void Put(const std::string& path, const json::Value& value, json::Object* out) {
  const size_t dot = path.find('.');
  if (dot == std::string::npos) return out->Set(path, value);
  const std::string head = path.substr(0, dot);
  if (out->Find(head) == nullptr) out->Add(head, json::Object());
  Put(path.substr(dot + 1), value, out->Find(head)->as_object());
}

class Search {
 public:
  Search(const Bundle& before, const Bundle& after, const Contribution& rule_before,
         const Contribution& rule_after, const WitnessOptions& options)
      : before_(before),
        after_(after),
        rule_before_(rule_before.rule),
        rule_after_(rule_after.rule),
        options_(options),
        request_(before, after) {
    std::vector<const Condition*> conditions;
    for (const Contribution* rule : {&rule_before, &rule_after}) {
      if (rule->rule != nullptr) conditions.push_back(&rule->where);
    }
    values_ = RepresentativeValues(before, after, conditions);
  }

  WitnessSearch Run() {
    const uint64_t combinations = Combinations(values_.facts);
    out_.seen = {true, true, true, true};
    out_.complete = values_.complete && combinations <= options_.max_requests;
    out_.requests = std::min<uint64_t>(combinations, options_.max_requests);
    Spread spread(combinations, options_.max_requests);
    for (size_t i = 0; i < out_.requests; ++i) Try(spread.Next());
    out_.witnesses = std::move(answers_);
    for (Witness& witness : rules_) {
      if (out_.witnesses.size() < options_.max_witnesses) {
        out_.witnesses.push_back(std::move(witness));
      }
    }
    return std::move(out_);
  }

 private:
  void Try(uint64_t combination) {
    request_.Clear(values_.others);
    std::vector<const json::Value*> chosen;
    for (const FactValues& fact : values_.facts) {
      chosen.push_back(&fact.values[combination % fact.values.size()]);
      combination /= fact.values.size();
      request_.Set(fact.path, *chosen.back());
    }
    Decide(before_, request_.facts(), scratch_, &verdict_before_);
    Decide(after_, request_.facts(), scratch_, &verdict_after_);
    const Hit* hit_before = HitOf(verdict_before_, rule_before_);
    const Hit* hit_after = HitOf(verdict_after_, rule_after_);
    const bool possible_before = hit_before != nullptr;
    const bool possible_after = hit_after != nullptr;
    const bool certain_before = possible_before && !hit_before->error;
    const bool certain_after = possible_after && !hit_after->error;
    if (possible_before && !possible_after) out_.seen.possible_kept = false;
    if (possible_after && !possible_before) out_.seen.possible_only = false;
    if (certain_before && !certain_after) out_.seen.certain_kept = false;
    if (certain_after && !certain_before) out_.seen.certain_only = false;
    Keep(chosen, possible_before, possible_after);
  }

  // One witness of each kind of change.
  void Keep(const std::vector<const json::Value*>& chosen, bool applied, bool applies) {
    const bool looser = !IsAtLeastAsStrict(verdict_after_, verdict_before_);
    const bool stricter = !IsAtLeastAsStrict(verdict_before_, verdict_after_);
    if (applied == applies && !looser && !stricter) return;
    std::vector<Witness>& kept = looser || stricter ? answers_ : rules_;
    if (kept.size() >= options_.max_witnesses) return;
    Witness witness{Described(chosen),
                    std::string(EffectName(verdict_before_.effect)),
                    std::string(EffectName(verdict_after_.effect)),
                    applied,
                    applies,
                    looser};
    const std::string kind = witness.before + " " + witness.after + (applied ? " 1" : " 0") +
                             (applies ? "1" : "0") + (looser ? "1" : "0");
    if (kinds_.insert(kind).second) kept.push_back(std::move(witness));
  }

  json::Value Described(const std::vector<const json::Value*>& chosen) const {
    json::Object out;
    for (size_t i = 0; i < chosen.size(); ++i) {
      if (!chosen[i]->is_null()) Put(values_.facts[i].path, *chosen[i], &out);
    }
    for (const json::Member& other : values_.others) Put("context." + other.key, other.value, &out);
    return out;
  }

  const Bundle& before_;
  const Bundle& after_;
  const Rule* const rule_before_;
  const Rule* const rule_after_;
  const WitnessOptions& options_;
  WitnessValues values_;
  WitnessRequest request_;
  Scratch scratch_;
  Verdict verdict_before_;
  Verdict verdict_after_;
  std::set<std::string> kinds_;
  std::vector<Witness> answers_;
  std::vector<Witness> rules_;
  WitnessSearch out_;
};

}  // namespace

WitnessSearch SearchWitnesses(const Bundle& before, const Bundle& after,
                              const Contribution& rule_before, const Contribution& rule_after,
                              const WitnessOptions& options) {
  return Search(before, after, rule_before, rule_after, options).Run();
}

}  // namespace reeve::policy
