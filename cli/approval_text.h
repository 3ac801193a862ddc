// Approvals, grants and trainings as a person reads them.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/json.h"

namespace reeve::cli {

// `list` as GET /v1/approvals gives it; `now` for what is left of each.
std::string ApprovalListText(const json::Value& list, Timestamp now);
// `approval` as GET /v1/approvals/{id} gives it.
std::string ApprovalText(const json::Value& approval, Timestamp now);

// As GET /v1/grants and GET /v1/grants/{id} give them.
std::string GrantListText(const json::Value& list);
std::string GrantText(const json::Value& grant);

// As GET /v1/trainings gives them.
std::string TrainingListText(const json::Value& list);

}  // namespace reeve::cli
