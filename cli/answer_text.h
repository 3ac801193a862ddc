// A decision for people: what was decided, by which rules, and how each of them came to it.
#pragma once

#include <span>
#include <string>

#include "base/json.h"
#include "policy/traced_rules.h"

namespace reeve::cli {

// `answer` as engine::DryRun gives it.
std::string AnswerText(const json::Object& answer);

// Of the rules in scope, those that applied first.
std::string TraceText(std::span<const policy::RuleExplanation> trace);
// [{"policy","rule","mode","effect","outcome","parts":[{"text","depth","outcome","error"?,
// "values":[{"expression","value"}]}]}]
json::Array TraceJson(std::span<const policy::RuleExplanation> trace);

}  // namespace reeve::cli
