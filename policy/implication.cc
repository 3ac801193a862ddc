#include "policy/implication.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <utility>

namespace reeve::policy {
namespace {

using Kind = Condition::Kind;

constexpr double kExactIntegers = 9'007'199'254'740'992.0;  // 2^53: a double has each one up to it

bool IsExact(const cel::Value& value) {
  if (value.Is(cel::Kind::kInt)) {
    return std::abs(static_cast<double>(value.as_int())) < kExactIntegers;
  }
  if (value.Is(cel::Kind::kUint)) return static_cast<double>(value.as_uint()) < kExactIntegers;
  return !value.Is(cel::Kind::kDouble) || std::abs(value.as_double()) < kExactIntegers;
}

// The order of two constants; nothing where rounding might matter, or they have none.
std::optional<std::partial_ordering> OrderOf(const cel::Value& a, const cel::Value& b) {
  if (a.kind() != b.kind() && (!IsExact(a) || !IsExact(b))) return std::nullopt;
  const cel::Ordering ordering = cel::Compare(a, b);
  if (!ordering.comparable || ordering.order == std::partial_ordering::unordered) {
    return std::nullopt;
  }
  return ordering.order;
}

bool IsUpper(cel::Operator op) {
  return op == cel::Operator::kGreater || op == cel::Operator::kGreaterEqual;
}
bool IsStrict(cel::Operator op) {
  return op == cel::Operator::kGreater || op == cel::Operator::kLess;
}

// Whether the constant fulfils `order`, a condition of kind kOrder.
std::optional<bool> Fulfils(const cel::Value& value, const Condition& order) {
  const auto relation = OrderOf(value, order.constants[0]);
  if (!relation) return std::nullopt;
  if (*relation == 0) return !IsStrict(order.op);
  return IsUpper(order.op) ? *relation > 0 : *relation < 0;
}

// Whether every value of ray `a` is in ray `b`.
bool RayCovers(const Condition& a, const Condition& b) {
  if (IsUpper(a.op) != IsUpper(b.op)) return false;
  const auto relation = OrderOf(a.constants[0], b.constants[0]);
  if (!relation) return false;
  if (*relation == 0) return IsStrict(a.op) || !IsStrict(b.op);
  return IsUpper(a.op) ? *relation > 0 : *relation < 0;
}

bool RaysMiss(const Condition& a, const Condition& b) {
  if (IsUpper(a.op) == IsUpper(b.op)) return false;
  const Condition& from = IsUpper(a.op) ? a : b;
  const Condition& to = IsUpper(a.op) ? b : a;
  const auto relation = OrderOf(from.constants[0], to.constants[0]);
  return relation && (*relation > 0 || (*relation == 0 && (IsStrict(a.op) || IsStrict(b.op))));
}

// `rounded` where rounding might matter.
bool IsIn(const cel::Value& value, const std::vector<cel::Value>& values, bool rounded = false) {
  return std::any_of(values.begin(), values.end(), [&](const cel::Value& other) {
    const bool exact = value.kind() == other.kind() || (IsExact(value) && IsExact(other));
    return exact ? cel::Equal(value, other) : rounded;
  });
}

bool IsInList(const cel::Value& value, const Condition& in_list) {
  return value.Is(cel::Kind::kString) && in_list.lists[0].second->Contains(value.as_text());
}

bool IsSubset(const cel::TextSet& a, const cel::TextSet& b) {
  if (&a == &b) return true;
  for (size_t i = 0; i < a.size(); ++i) {
    if (!b.Contains(a.text(i))) return false;
  }
  return true;
}

using Lists = std::span<const std::pair<std::string, const cel::TextSet*>>;

// That the subject itself asks.
Lists SubjectLists(const Condition& condition) {
  return Lists(condition.lists).subspan(condition.kind == Kind::kInList ? 1 : 0);
}

bool SameLists(const Condition& a, const Condition& b) {
  return std::ranges::equal(SubjectLists(a), SubjectLists(b), [](const auto& x, const auto& y) {
    return x.first == y.first && x.second->size() == y.second->size() &&
           IsSubset(*x.second, *y.second);
  });
}

// The same subject, with the same value or error for every request.
bool SameSubject(const Condition& a, const Condition& b) {
  return a.subject == b.subject && a.entities == b.entities && SameLists(a, b);
}

// A fact that every request has.
bool NeverFails(const Condition& condition) {
  return condition.path && !condition.path->starts_with("context") &&
         !condition.path->starts_with("action.arguments");
}

bool IsOfSubject(Kind kind) {
  return kind == Kind::kOrder || kind == Kind::kIn || kind == Kind::kInList;
}

// Whether each value of the subject that fulfils `a` fulfils `b`, both as if they were not negated.
bool ValuesCovered(const Condition& a, const Condition& b) {
  if (a.kind == Kind::kOrder) return b.kind == Kind::kOrder && RayCovers(a, b);
  if (a.kind == Kind::kInList) {
    if (b.kind == Kind::kInList) return IsSubset(*a.lists[0].second, *b.lists[0].second);
    if (b.kind != Kind::kIn) return false;
    // A list of as few as the constants.
    const cel::TextSet& texts = *a.lists[0].second;
    if (texts.size() > b.constants.size()) return false;
    for (size_t i = 0; i < texts.size(); ++i) {
      if (!IsIn(cel::Value::String(texts.text(i)), b.constants)) return false;
    }
    return true;
  }
  return std::all_of(a.constants.begin(), a.constants.end(), [&](const cel::Value& value) {
    if (b.kind == Kind::kIn) return IsIn(value, b.constants);
    if (b.kind == Kind::kInList) return IsInList(value, b);
    return Fulfils(value, b).value_or(false);
  });
}

bool ValuesMiss(const Condition& a, const Condition& b) {
  if (a.kind == Kind::kOrder && b.kind == Kind::kOrder) return RaysMiss(a, b);
  if (a.kind != Kind::kIn) return b.kind == Kind::kIn && ValuesMiss(b, a);
  return std::none_of(a.constants.begin(), a.constants.end(), [&](const cel::Value& value) {
    if (b.kind == Kind::kIn) return IsIn(value, b.constants, true);
    if (b.kind == Kind::kInList) return IsInList(value, b);
    return Fulfils(value, b).value_or(true);
  });
}

class Prover {
 public:
  bool Prove(Holding holding, const Condition& a, const Condition& b) {
    if (++steps_ > kMaxProofSteps) return false;
    if (b.kind == Kind::kConstant && b.value) return true;
    if (a.kind == Kind::kConstant && !a.value) return true;
    if (a.kind == Kind::kAny) {
      return std::all_of(a.parts.begin(), a.parts.end(),
                         [&](const Condition& part) { return Prove(holding, part, b); });
    }
    if (b.kind == Kind::kAll) {
      return std::all_of(b.parts.begin(), b.parts.end(),
                         [&](const Condition& part) { return Prove(holding, a, part); });
    }
    if (a.kind == Kind::kAll && ProveFromSome(holding, a, b)) return true;
    if (b.kind == Kind::kAny) {
      return std::any_of(b.parts.begin(), b.parts.end(),
                         [&](const Condition& part) { return Prove(holding, a, part); });
    }
    if (a.kind == Kind::kAll || a.kind == Kind::kConstant || b.kind == Kind::kConstant) {
      return false;
    }
    return ProveAtom(holding, a, b);
  }

 private:
  bool ProveFromSome(Holding holding, const Condition& a, const Condition& b) {
    const auto proves = [&](const Condition& part) { return Prove(holding, part, b); };
    if (std::any_of(a.parts.begin(), a.parts.end(), proves)) return true;
    // Parts that exclude each other imply anything; where their subject fails, both are possible.
    for (size_t i = 0; i < a.parts.size(); ++i) {
      for (size_t k = i + 1; k < a.parts.size(); ++k) {
        if (++steps_ > kMaxProofSteps) return false;
        if (holding == Holding::kPossible && !NeverFails(a.parts[i])) break;
        if (Excludes(a.parts[i], a.parts[k])) return true;
      }
    }
    return false;
  }

 public:
  // Whether no value of the subject fulfils both.
  static bool Excludes(const Condition& a, const Condition& b) {
    if (!IsOfSubject(a.kind) || !IsOfSubject(b.kind) || !SameSubject(a, b)) return false;
    if (a.negated && b.negated) return false;
    if (a.negated) return ValuesCovered(b, a);
    return b.negated ? ValuesCovered(a, b) : ValuesMiss(a, b);
  }

 private:
  bool ProveAtom(Holding holding, const Condition& a, const Condition& b) {
    if (!SameSubjectOrFindings(a, b)) return false;
    if (IsOfSubject(a.kind) && IsOfSubject(b.kind)) {
      if (a.negated) return b.negated && ValuesCovered(b, a);
      return b.negated ? ValuesMiss(a, b) : ValuesCovered(a, b);
    }
    if (a.kind != b.kind || a.negated != b.negated) return false;
    if (a.kind == Kind::kMember) return cel::Equal(a.constants[0], b.constants[0]);
    if (a.kind == Kind::kOther) return true;
    if (a.kind != Kind::kExists && a.kind != Kind::kForAll) return false;
    if (a.variable != b.variable || !SameLists(a, b)) return false;
    return ElementsCovered(a, b) && Prove(holding, a.parts[0], b.parts[0]);
  }

  static bool SameSubjectOrFindings(const Condition& a, const Condition& b) {
    const bool over_findings = a.path == "findings" && b.path == "findings" &&
                               (a.kind == Kind::kExists || a.kind == Kind::kForAll);
    return over_findings ? a.subject == b.subject : SameSubject(a, b);
  }

  // Of elements that one has and the other has not: `exists` must not lose any, `all` not gain any.
  static bool ElementsCovered(const Condition& a, const Condition& b) {
    if (a.path != "findings") return true;
    const std::vector<std::string> before = RelevantEntities(a);
    const std::vector<std::string> after = RelevantEntities(b);
    const auto& fewer = a.kind == Kind::kExists ? before : after;
    const auto& more = a.kind == Kind::kExists ? after : before;
    return std::includes(more.begin(), more.end(), fewer.begin(), fewer.end());
  }

  size_t steps_ = 0;
};

// Those of the entities that the body lets be: `f.entity == "X"` of kExists, its opposite of
// kForAll, alone or beside others.
const Condition* EntityPart(const Condition& quantifier) {
  const Condition& body = quantifier.parts[0];
  const bool exists = quantifier.kind == Kind::kExists;
  const auto is_it = [&](const Condition& part) {
    return part.kind == Kind::kIn && part.negated != exists &&
           part.subject == quantifier.variable + ".entity";
  };
  if (is_it(body)) return &body;
  if (body.kind != (exists ? Kind::kAll : Kind::kAny)) return nullptr;
  const auto found = std::find_if(body.parts.begin(), body.parts.end(), is_it);
  return found == body.parts.end() ? nullptr : &*found;
}

}  // namespace

bool Implies(Holding holding, const Condition& a, const Condition& b) {
  return Prover().Prove(holding, a, b);
}

bool AreDisjoint(const Condition& a, const Condition& b) {
  if (a.kind != Kind::kAll || b.kind != Kind::kAll) return false;
  for (const Condition& part : a.parts) {
    if (!NeverFails(part)) continue;
    for (const Condition& other : b.parts) {
      if (Prover::Excludes(part, other)) return true;
    }
  }
  return false;
}

std::vector<std::string> RelevantEntities(const Condition& quantifier) {
  const Condition* only = EntityPart(quantifier);
  if (only == nullptr) return quantifier.entities;
  std::vector<std::string> out;
  for (const std::string& entity : quantifier.entities) {
    if (IsIn(cel::Value::String(entity), only->constants)) out.push_back(entity);
  }
  return out;
}

}  // namespace reeve::policy
