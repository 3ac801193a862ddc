// What `reeve bias audit` and `reeve bias run` are told alike: columns and conventions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "oversight/bias/conventions.h"
#include "oversight/bias/population.h"
#include "oversight/bias/summary_page.h"

namespace reeve::cli {

class Parser;

struct BiasOptions {
  std::vector<std::string> groups;
  std::string outcome;
  std::string label;
  std::string score;
  std::string stratum;
  std::vector<std::string> favourable;
  std::vector<std::string> unknown;
  std::string preset;
  // Over the preset's, where they are given.
  std::optional<unsigned> depth;
  std::optional<uint64_t> min_group;
  std::optional<uint64_t> min_verdict;
  std::optional<double> threshold;
  std::vector<std::string> judge;
  std::vector<std::string> reference;
  std::vector<std::string> excluded;
  std::string reason;
  std::string by;
  bool high_score_unfavourable = false;
  uint32_t bootstrap = 0;
  uint64_t seed = 42;
};

void AddBiasColumns(Parser* command, BiasOptions* options);
void AddBiasConventions(Parser* command, BiasOptions* options);

// What --format summary must say beside the numbers.
void AddBiasSummary(Parser* command, oversight::bias::SummaryItems* items);

oversight::bias::RowLayout LayoutOf(const BiasOptions& options);
// bias.usage, bias.preset, file.*
Result<oversight::bias::Conventions> ConventionsOf(const BiasOptions& options);
// The columns as members of a request to a server (oversight/bias/audit_request.h).
json::Object ColumnsOf(const BiasOptions& options);
// The exit code of an audit that failed with that.
int BiasExitCode(const Error& error);

}  // namespace reeve::cli
