// Populations by their counts.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "oversight/bias/audit.h"

namespace reeve::oversight::bias {

// `n` people with these attributes, of whom `selected` have the outcome yes; the first `qualified`
// of the selected and `missed` of the others have the label yes.
struct People {
  std::vector<std::string> attributes;
  size_t n = 0;
  size_t selected = 0;
  size_t qualified = 0;
  size_t missed = 0;
  std::string stratum = {};
};

inline RowLayout LayoutOf(std::vector<std::string> attributes, bool label = false,
                          bool stratum = false) {
  RowLayout layout;
  layout.attributes = std::move(attributes);
  layout.outcome = "outcome";
  layout.favourable = {"yes"};
  if (label) layout.label = "label";
  if (stratum) layout.stratum = "stratum";
  return layout;
}

inline Population PopulationOf(const RowLayout& layout, const std::vector<People>& groups) {
  PopulationBuilder builder(layout);
  for (const People& group : groups) {
    const std::vector<std::string_view> cells(group.attributes.begin(), group.attributes.end());
    for (size_t i = 0; i < group.n; ++i) {
      const bool selected = i < group.selected;
      const bool qualified = selected ? i < group.qualified : i - group.selected < group.missed;
      REQUIRE(
          builder.Add({cells, selected ? "yes" : "no", qualified ? "yes" : "no", "", group.stratum})
              .ok());
    }
  }
  auto population = std::move(builder).Build();
  REQUIRE(population.ok());
  return std::move(*population);
}

inline Report AuditOf(const RowLayout& layout, const std::vector<People>& groups,
                      const Conventions& conventions = {}) {
  auto report = RunAudit(PopulationOf(layout, groups), layout, conventions);
  REQUIRE(report.ok());
  return std::move(*report);
}

inline const Group& GroupNamed(const GroupTable& table, const std::string& name) {
  for (const Group& group : table.groups) {
    if (group.name() == name) return group;
  }
  FAIL("no group " << name);
  return table.groups.front();
}

}  // namespace reeve::oversight::bias
