// Environment: the variables that expressions may name, and their types.
//
// Each variable gets a slot, its place in the order of declaration; Activation::variables holds
// the values in that order. Declare everything first; from then on the environment is read only
// and may be shared by any number of compilations on any thread. Programs do not refer to it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "policy/cel/type.h"

namespace reeve::cel {

struct Variable {
  std::string name;
  Type type;
};

class Environment {
 public:
  Environment() = default;

  // Returns the slot. cel.declaration: not identifiers joined by dots, a reserved word, or declared
  // already.
  Result<uint32_t> Declare(std::string name, Type type);
  // The same, but a variable that is there gets another type, and keeps its slot.
  Result<uint32_t> Redeclare(std::string name, Type type);
  // Where the names of expressions are looked up first; "" for nowhere.
  void SetContainer(std::string container) { container_ = std::move(container); }

  // The variable of exactly that name.
  std::optional<uint32_t> Find(std::string_view name) const;
  // What the name stands for in the container.
  std::optional<uint32_t> Resolve(std::string_view name) const;
  // Whether some name has a dot, so that a chain of fields may be a variable.
  bool has_qualified() const { return has_qualified_; }
  std::span<const Variable> variables() const { return variables_; }
  std::vector<std::string> VariableNames() const;

 private:
  std::vector<Variable> variables_;
  std::string container_;
  bool has_qualified_ = false;
};

}  // namespace reeve::cel
