// The variables of a `reeve cel` command: their types and values, and what keeps the values alive.
//
// There are two kinds of set. A plain one begins empty; a variable is `dyn` unless its type was
// declared. One of a rule begins with the variables of a rule's condition (engine/rule_variables.h)
// and the values of an empty request; setting `action` sets that part of the request, and `now` the
// time of the decision.
//
// Values live as long as the set, also those that were replaced. Thread-safety: one thread.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "engine/rule_variables.h"
#include "policy/cel/arena.h"
#include "policy/cel/environment.h"
#include "policy/cel/program.h"
#include "policy/cel/value.h"

namespace reeve::cli {

class CelVariables {
 public:
  // What is kept altogether, in bytes of memory and of JSON. Exceeded: cel.size
  static constexpr size_t kMaxKept = size_t{256} << 20;
  // Nesting of a bound value. Exceeded: cel.too_deep
  static constexpr size_t kMaxBoundDepth = 1000;

  CelVariables() = default;
  static Result<CelVariables> OfRule(std::shared_ptr<const policy::Bundle> bundle);

  const cel::Environment& environment() const { return environment_; }
  std::span<const cel::Value> values() const { return values_; }
  // Null of a plain set.
  const engine::RuleVariables* rule() const { return rule_.get(); }

  // Without a value yet. cel.declaration
  Status Declare(const std::string& name, const cel::Type& type);
  // Codes: cel.declaration, cel.type, cel.size, those of Declare; of a rule those of RuleVariables.
  Status Set(const std::string& name, json::Value value);
  // Each member of an object. cel.variables: it is none
  Status SetAll(json::Value object);
  // A value that was computed by the program from these variables, in that arena.
  Status Bind(const std::string& name, const cel::Value& value, cel::Program program,
              cel::Arena arena);

 private:
  struct Bound {
    cel::Program program;
    cel::Arena arena;
  };

  Status Put(const std::string& name, const cel::Type& type, const cel::Value& value);
  Status Keep(size_t bytes);
  Status SetPlain(const std::string& name, json::Value value);
  Status SetOfRule(json::Object request, Timestamp now);
  size_t DepthOf(const cel::Program& program) const;

  std::shared_ptr<const engine::RuleVariables> rule_;
  json::Object request_;
  Timestamp now_;
  std::vector<std::unique_ptr<const engine::BoundRequest>> requests_;

  std::map<std::string, cel::Type> declared_;
  std::map<std::string, size_t, std::less<>> depths_;  // of bound values; at most
  std::deque<json::Value> documents_;
  std::deque<cel::Arena> arenas_;
  std::deque<Bound> bound_;
  size_t kept_ = 0;

  cel::Environment environment_;
  std::vector<cel::Value> values_;
};

}  // namespace reeve::cli
