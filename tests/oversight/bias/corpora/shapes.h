// What the reference values of the corpora name, computed by us, in their own shapes.
#pragma once

#include <map>
#include <string>

#include "base/json.h"
#include "oversight/bias/audit.h"

namespace reeve::oversight::bias {

// Groups by the names of their attributes with "|" between, as the corpora write them.
using Tallies = std::map<std::string, Tally>;

// Reads and audits a CSV with every group shown. `where` keeps rows whose column has the value 1.
struct CorpusAudit {
  std::string folder;
  std::string file;
  RowLayout layout;
  std::string where = {};
  std::map<std::string, std::string> named = {};
  bool high_score_is_favourable = true;
};
Report Audited(const CorpusAudit& audit);

const GroupTable& TableOf(const Report& report, const std::vector<std::string>& attributes);
Tallies TalliesOf(const GroupTable& table);

json::Value Stats(const Tally& tally);
json::Value StatsOf(const Tallies& tallies);
json::Value Fairlearn(const Tallies& tallies);
json::Value Aif360(const Tally& unprivileged, const Tally& privileged);
json::Value Aequitas(const Tallies& tallies, const std::string& reference);

// Local Law 144's tables of a file of counts: by "sex", "race", "intersectional".
std::map<std::string, Tallies> CountedGroups(const std::string& path, const std::string& selected);
json::Value ImpactTable(const Tallies& tallies);
json::Value TestVector(const Fraction& group, const Fraction& reference);

[[noreturn]] void Die(const std::string& why);

}  // namespace reeve::oversight::bias
