// reference_metrics.json of the corpora, computed by us.
#pragma once

#include "tests/oversight/bias/corpora/shapes.h"

namespace reeve::oversight::bias {

CorpusAudit Compas(const std::string& folder, const std::string& favourable);
CorpusAudit TwentyRowsFile(const std::string& folder);
CorpusAudit EighteenRowsFile(const std::string& folder);

// Every member of `reference`, and no other, with our values in place of its own.
json::Value ReferenceValues(const std::string& folder, const json::Value& reference);

}  // namespace reeve::oversight::bias
