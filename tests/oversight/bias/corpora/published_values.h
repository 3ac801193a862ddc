// published_values.csv of the corpora: what we come to for each quantity that it names.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/oversight/bias/corpora/reference_values.h"

namespace reeve::oversight::bias {

// By quantity; the n-th row of a quantity that stands there more than once means the n-th value.
using PublishedValues = std::map<std::string, std::vector<double>>;
PublishedValues PublishedBy(const std::string& folder);

}  // namespace reeve::oversight::bias
