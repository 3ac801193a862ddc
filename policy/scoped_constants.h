// What a part of a condition comes to for every request in a scope, where that can be told: it
// reads nothing, or nothing but what the scope holds to a few values.
//
//   scope: { stages: [input] }     `stage == "output"` is always false,
//                                  `stage in ["input", "output"]` always true
//
// By trying every value, and not by reasoning: what is said is right, and much is left unsaid.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "policy/cel/ast.h"
#include "policy/schema.h"
#include "policy/scope.h"

namespace reeve::policy {

enum class Always : uint8_t { kUnknown, kTrue, kFalse };

// Lives no longer than the scope and the view. Thread-safety: one thread.
class ScopedConstants {
 public:
  ScopedConstants(const Scope& scope, const FactView& view) : scope_(scope), view_(view) {}

  // Precondition: the tree was checked in the view's environment and is of type bool, without
  // variables of macros from outside of it.
  Always Of(const cel::Expr& expr) const;

 private:
  // The values of one path that the scope admits, each as a change of facts.
  struct Dimension;

  Always OfLogic(const cel::Expr& expr) const;
  Always OfAll(std::span<const cel::Expr* const> conjunction) const;
  bool IsFinite(const cel::Expr& expr) const;
  std::vector<Dimension> DimensionsOf(std::span<const cel::Expr* const> exprs) const;

  const Scope& scope_;
  const FactView& view_;
};

}  // namespace reeve::policy
