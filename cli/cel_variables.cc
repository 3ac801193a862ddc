#include "cli/cel_variables.h"

#include <algorithm>
#include <utility>

#include "policy/cel/ast.h"
#include "policy/cel/limits.h"

namespace reeve::cli {
namespace {

Result<Timestamp> TimeOf(const json::Value& value) {
  if (value.as_string() != nullptr) return ParseTimestamp(*value.as_string());
  return Error{"cel.type", "`now` is a text such as \"2026-01-15T09:30:00Z\""};
}

}  // namespace

Result<CelVariables> CelVariables::OfRule(std::shared_ptr<const policy::Bundle> bundle) {
  CelVariables variables;
  variables.rule_ = std::make_shared<const engine::RuleVariables>(std::move(bundle));
  variables.environment_ = variables.rule_->environment();
  variables.values_.resize(variables.environment_.variables().size());
  REEVE_RETURN_IF_ERROR(variables.SetOfRule({}, Clock::System().Now()));
  return variables;
}

Status CelVariables::Declare(const std::string& name, const cel::Type& type) {
  declared_.insert_or_assign(name, type);
  return Put(name, type, cel::Value::Absent());
}

Status CelVariables::Set(const std::string& name, json::Value value) {
  if (rule_ == nullptr) return SetPlain(name, std::move(value));
  if (name == "now") {
    REEVE_ASSIGN_OR_RETURN(const Timestamp now, TimeOf(value));
    return SetOfRule(request_, now);
  }
  json::Object request = request_;
  request.Set(name, std::move(value));
  return SetOfRule(std::move(request), now_);
}

Status CelVariables::SetAll(json::Value object) {
  if (object.as_object() == nullptr) {
    return Error{"cel.variables", "variables are given as a JSON object: {\"name\": value, ...}"};
  }
  if (rule_ == nullptr) {
    for (json::Member& member : *object.as_object()) {
      REEVE_RETURN_IF_ERROR(SetPlain(member.key, std::move(member.value)));
    }
    return {};
  }
  // At once: a part of a request may be right only together with another.
  json::Object request = request_;
  Timestamp now = now_;
  for (json::Member& member : *object.as_object()) {
    if (member.key == "now") {
      REEVE_ASSIGN_OR_RETURN(now, TimeOf(member.value));
    } else {
      request.Set(member.key, std::move(member.value));
    }
  }
  return SetOfRule(std::move(request), now);
}

Status CelVariables::Bind(const std::string& name, const cel::Value& value, cel::Program program,
                          cel::Arena arena) {
  const size_t depth = DepthOf(program);
  if (depth > kMaxBoundDepth) {
    return Error{"cel.too_deep", "the value of `" + name + "` could be nested deeper than " +
                                     std::to_string(kMaxBoundDepth) + " levels"};
  }
  REEVE_RETURN_IF_ERROR(Keep(arena.reserved() + program.text().size()));
  REEVE_RETURN_IF_ERROR(Put(name, program.type(), value));
  depths_.insert_or_assign(name, depth);
  bound_.push_back({std::move(program), std::move(arena)});
  return {};
}

// What it reads, and what it may put around that.
size_t CelVariables::DepthOf(const cel::Program& program) const {
  size_t below = cel::kMaxValueDepth;
  for (size_t clause = 0; clause < program.clause_count(); ++clause) {
    for (const std::string& path : program.clause_reads(clause)) {
      const auto known = depths_.find(std::string_view(path).substr(0, path.find('.')));
      if (known != depths_.end()) below = std::max(below, known->second);
    }
  }
  return below + program.tree().height;
}

Status CelVariables::Put(const std::string& name, const cel::Type& type, const cel::Value& value) {
  REEVE_ASSIGN_OR_RETURN(const uint32_t slot, environment_.Redeclare(name, type));
  if (slot == values_.size()) values_.emplace_back();
  values_[slot] = value;
  return {};
}

Status CelVariables::Keep(size_t bytes) {
  if (kept_ + bytes > kMaxKept) {
    return Error{"cel.size", "the values of the variables take more than " +
                                 std::to_string(kMaxKept >> 20) + " MiB altogether"};
  }
  kept_ += bytes;
  return {};
}

Status CelVariables::SetPlain(const std::string& name, json::Value value) {
  const auto known = declared_.find(name);
  const cel::Type type = known == declared_.end() ? cel::Type::Dyn() : known->second;
  const json::Value& document = documents_.emplace_back(std::move(value));
  cel::Arena& arena = arenas_.emplace_back();
  Result<cel::Value> converted = cel::FromJson(document, type, arena);
  if (!converted.ok()) {
    Error error = std::move(converted).error();
    error.message = "the variable `" + name + "`: " + error.message;
    return error;
  }
  REEVE_RETURN_IF_ERROR(Keep(arena.reserved() + json::Compact(document).size()));
  depths_.erase(name);
  return Put(name, type, *converted);
}

// The variables of the rule stand first, whatever was bound since.
Status CelVariables::SetOfRule(json::Object request, Timestamp now) {
  REEVE_RETURN_IF_ERROR(Keep(json::Compact(request).size()));
  REEVE_ASSIGN_OR_RETURN(auto bound, rule_->Bind(request, now));
  std::copy(bound->values().begin(), bound->values().end(), values_.begin());
  requests_.push_back(std::move(bound));
  request_ = std::move(request);
  now_ = now;
  return {};
}

}  // namespace reeve::cli
