// Functions: what a name may be called with, and what it does.
//
// A library is a constant table of overloads; the checker picks by static kinds, and the evaluator
// by the kinds of the values, so a function may rely on the kinds that its overload names.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/cel/frame.h"
#include "policy/cel/type.h"
#include "policy/cel/value.h"

namespace reeve::cel {

inline constexpr size_t kMaxArguments = 4;

// Arguments are as many as the overload has, no errors, of its kinds.
using Function = Value (*)(Frame& frame, const Value* arguments);

// The type of the result where it depends on the types of the arguments; nullopt when these do not
// go together.
using ResultRule = std::optional<Type> (*)(std::span<const Type> arguments);

struct Overload {
  std::string_view name;
  bool member;    // receiver.name(...): the receiver is the first argument
  uint8_t arity;  // with the receiver
  std::array<Kind, kMaxArguments> parameters;  // kDyn takes everything
  Type result;
  Function function;
  ResultRule rule = nullptr;  // in place of `result`
};

// Each in functions_<name>.cc.
std::span<const Overload> ConversionFunctions();
std::span<const Overload> EncoderFunctions();
std::span<const Overload> FormatFunctions();
std::span<const Overload> ListFunctions();
std::span<const Overload> MathFunctions();
std::span<const Overload> NetworkFunctions();
std::span<const Overload> OptionalFunctions();
std::span<const Overload> RegexFunctions();
std::span<const Overload> SetFunctions();
std::span<const Overload> StringFunctions();
std::span<const Overload> TextFunctions();
std::span<const Overload> TimeFunctions();

// Of a pattern that is already compiled; the pattern is arguments[1].
using RegexFunction = Value (*)(Frame& frame, const Regex& regex, const Value* arguments);
struct RegexCall {
  RegexFunction function;  // null: no function of a pattern
  int most_groups;         // that the pattern may capture
};
// Of `regex.extract` and the like, but for `matches`.
RegexCall FindRegexCall(std::string_view name, size_t arguments);

// Every overload of every library.
std::vector<const Overload*> AllOverloads();
// Those of a name and style, in the order of the tables.
std::vector<const Overload*> FindOverloads(std::string_view name, bool member);
// Whether functions have names that begin with `prefix` and a dot.
bool IsNamespace(std::string_view prefix);
// Every name once, with those of the macros.
std::vector<std::string> FunctionNames();

}  // namespace reeve::cel
