#include "oversight/bias/suppress.h"

#include <algorithm>
#include <map>

namespace reeve::oversight::bias {
namespace {

// Groups of one table that add up to one published sum.
using Family = std::vector<Group*>;

// Hides one group more, where the hidden ones of the family could be worked out. Whether it did.
bool HideOneMore(const Family& family, uint64_t minimum) {
  uint64_t hidden = 0;
  uint64_t people = 0;
  Group* smallest = nullptr;
  for (Group* group : family) {
    if (group->suppressed) {
      ++hidden;
      people += group->tally.n;
    } else if (smallest == nullptr || group->tally.n < smallest->tally.n) {
      smallest = group;
    }
  }
  if (hidden == 0 || smallest == nullptr || (hidden > 1 && people >= minimum)) return false;
  smallest->suppressed = true;
  return true;
}

bool IsPartOf(const GroupTable& table, const GroupTable& parent) {
  return parent.attributes.size() + 1 == table.attributes.size() &&
         std::includes(table.attributes.begin(), table.attributes.end(), parent.attributes.begin(),
                       parent.attributes.end());
}

std::vector<std::string> NamesIn(const GroupTable& table, const Group& group,
                                 const GroupTable& parent) {
  std::vector<std::string> names;
  for (const std::string& attribute : parent.attributes) {
    const auto place = std::find(table.attributes.begin(), table.attributes.end(), attribute);
    names.push_back(group.names[static_cast<size_t>(place - table.attributes.begin())]);
  }
  return names;
}

// The families under one parent table; groups whose parent is hidden are hidden.
std::vector<Family> FamiliesUnder(const GroupTable& parent, GroupTable* table) {
  std::map<std::vector<std::string>, Family> families;
  for (Group& group : table->groups) {
    families[NamesIn(*table, group, parent)].push_back(&group);
  }
  std::vector<Family> open;
  for (const Group& group : parent.groups) {
    const Family& family = families[group.names];
    if (!group.suppressed) {
      open.push_back(family);
      continue;
    }
    for (Group* part : family) part->suppressed = true;
  }
  return open;
}

std::vector<Family> FamiliesOf(std::vector<GroupTable>& tables, size_t index) {
  GroupTable& table = tables[index];
  if (table.attributes.size() == 1) {
    Family everybody;
    for (Group& group : table.groups) everybody.push_back(&group);
    return {everybody};
  }
  std::vector<Family> all;
  for (size_t i = 0; i < index; ++i) {
    if (!IsPartOf(table, tables[i])) continue;
    for (Family& family : FamiliesUnder(tables[i], &table)) all.push_back(std::move(family));
  }
  return all;
}

}  // namespace

std::vector<bool> HiddenParts(const std::vector<uint64_t>& sizes, uint64_t minimum) {
  std::vector<Group> groups(sizes.size());
  Family family;
  for (size_t i = 0; i < sizes.size(); ++i) {
    groups[i].tally.n = sizes[i];
    groups[i].suppressed = sizes[i] < minimum;
    family.push_back(&groups[i]);
  }
  while (HideOneMore(family, minimum)) {
  }
  std::vector<bool> hidden;
  hidden.reserve(groups.size());
  for (const Group& group : groups) hidden.push_back(group.suppressed);
  return hidden;
}

void SuppressSmallGroups(uint64_t min_group, std::vector<GroupTable>* tables) {
  for (size_t i = 0; i < tables->size(); ++i) {
    for (Group& group : (*tables)[i].groups) group.suppressed = group.tally.n < min_group;
    const std::vector<Family> families = FamiliesOf(*tables, i);
    bool again = true;
    while (again) {
      again = false;
      for (const Family& family : families) again = HideOneMore(family, min_group) || again;
    }
  }
  for (GroupTable& table : *tables) {
    table.suppressed_groups =
        std::erase_if(table.groups, [](const Group& g) { return g.suppressed; });
  }
}

}  // namespace reeve::oversight::bias
