#include "policy/cel/comprehension_types.h"

#include "policy/cel/sorting.h"

namespace reeve::cel {
namespace {

bool IsOptionalMacro(Macro macro) { return macro == Macro::kOptMap || macro == Macro::kOptFlatMap; }

Type KeyOf(const Type& range) {
  if (range.Is(Kind::kMap)) return range.key();
  return range.Is(Kind::kList) ? Type::Int() : Type::Dyn();
}

}  // namespace

std::optional<VariableTypes> TypesOfVariables(const Expr& macro, const Type& range) {
  if (macro.macro == Macro::kBind) return VariableTypes{range, Type::Dyn()};
  if (range.IsOpen()) return VariableTypes{Type::Dyn(), Type::Dyn()};
  if (IsOptionalMacro(macro.macro)) {
    if (!range.Is(Kind::kOptional)) return std::nullopt;
    return VariableTypes{range.element(), Type::Dyn()};
  }
  const bool lists_only = macro.macro == Macro::kSortBy;
  if (!range.Is(Kind::kList) && (lists_only || !range.Is(Kind::kMap))) return std::nullopt;
  if (!macro.second_name.empty()) return VariableTypes{KeyOf(range), range.element()};
  return VariableTypes{range.Is(Kind::kMap) ? range.key() : range.element(), Type::Dyn()};
}

std::string_view ExpectedRange(Macro macro) {
  if (IsOptionalMacro(macro)) return "an optional value";
  return macro == Macro::kSortBy ? "a list" : "a list or a map";
}

std::optional<Type> TypeOfComprehension(const Expr& macro, const Type& range, const Type& result) {
  const bool open = result.IsOpen();
  switch (macro.macro) {
    case Macro::kAll:
    case Macro::kExists:
    case Macro::kExistsOne:
      return Type::Bool();
    case Macro::kFilter:
      return Type::List(range.Is(Kind::kMap) ? range.key() : range.element());
    case Macro::kMap:
      return Type::List(result);
    case Macro::kTransformMap:
      return Type::Map(KeyOf(range), result);
    case Macro::kTransformMapEntry:
      if (open) return Type::Map(Type::Dyn(), Type::Dyn());
      return result.Is(Kind::kMap) ? std::optional(result) : std::nullopt;
    case Macro::kSortBy:
      if (!open && !IsSortable(result.kind())) return std::nullopt;
      return Type::List(range.element());
    case Macro::kOptMap:
      return Type::Optional(result);
    case Macro::kOptFlatMap:
      if (open) return Type::Optional(Type::Dyn());
      return result.Is(Kind::kOptional) ? std::optional(result) : std::nullopt;
    case Macro::kBind:
      return result;
  }
  return std::nullopt;
}

std::string_view ExpectedResult(Macro macro) {
  if (macro == Macro::kTransformMapEntry) return "a map of entries";
  if (macro == Macro::kSortBy) return "a key that has an order";
  return "an optional value";
}

}  // namespace reeve::cel
