#include "oversight/bias/reference.h"

namespace reeve::oversight::bias {
namespace {

// Whether `a` has a higher selection rate than `b`, or an equal one over more people.
bool RanksHigher(const Tally& a, const Tally& b) {
  __extension__ using Wide = unsigned __int128;
  const Wide left = Wide{a.selected} * b.n;
  const Wide right = Wide{b.selected} * a.n;
  return left != right ? left > right : a.n > b.n;
}

bool IsLarger(const Tally& a, const Tally& b) { return a.n > b.n; }

template <typename Better>
std::optional<size_t> Best(const GroupTable& table, double min_share, const Better& better) {
  std::optional<size_t> best;
  for (size_t i = 0; i < table.groups.size(); ++i) {
    const Group& group = table.groups[i];
    if (group.excluded || group.share < min_share) continue;
    if (!best || better(group.tally, table.groups[*best].tally)) best = i;
  }
  return best;
}

std::optional<size_t> Named(const GroupTable& table,
                            const std::map<std::string, std::string>& named) {
  for (size_t i = 0; i < table.groups.size(); ++i) {
    bool all = true;
    for (size_t a = 0; a < table.attributes.size(); ++a) {
      const auto found = named.find(table.attributes[a]);
      all = all && found != named.end() && found->second == table.groups[i].names[a];
    }
    if (all) return i;
  }
  return std::nullopt;
}

std::optional<size_t> GroupBy(ReferenceRule rule, const Conventions& conventions,
                              const GroupTable& table) {
  switch (rule) {
    case ReferenceRule::kHighest:
      return Best(table, 0, RanksHigher);
    case ReferenceRule::kHighestOverShare:
      return Best(table, conventions.min_share, RanksHigher);
    case ReferenceRule::kLargest:
      return Best(table, 0, IsLarger);
    case ReferenceRule::kNamed:
      return Named(table, conventions.named);
    case ReferenceRule::kOverall:
      break;
  }
  return std::nullopt;
}

}  // namespace

void ChooseReferences(const Conventions& conventions, GroupTable* table) {
  for (size_t i = 0; i < kReferenceRuleCount; ++i) {
    const auto rule = static_cast<ReferenceRule>(i);
    Reference reference{rule, GroupBy(rule, conventions, *table), table->all};
    if (!reference.group && rule != ReferenceRule::kOverall) continue;
    if (reference.group) reference.tally = table->groups[*reference.group].tally;
    if (rule == conventions.reference) table->primary = table->references.size();
    table->references.push_back(reference);
  }
}

}  // namespace reeve::oversight::bias
