// What `reeve policy test` found, for people, for programs and for CI.
#pragma once

#include <string>

#include "base/json.h"
#include "engine/policy_tests.h"

namespace reeve::cli {

size_t FailedCount(const engine::PolicyTestReport& report);

// Of the outcomes that the conditions can have, how many the tests saw; 100 where there is none.
double PercentOf(const policy::Coverage& coverage);
// "93.3%", rounded down, so that only full coverage is "100.0%".
std::string PercentText(const policy::Coverage& coverage);

// The failed tests with their place, and the counts.
std::string TestsText(const engine::PolicyTestReport& report);
// What no test saw, by rule.
std::string CoverageText(const policy::Coverage& coverage);

// docs/policy-language.md, chapter Tests, has the members.
json::Object TestsJson(const engine::PolicyTestReport& report);

// A <testsuite> for each policy, in the form that Jenkins and GitLab read.
std::string JUnitXml(const engine::PolicyTestReport& report);

}  // namespace reeve::cli
