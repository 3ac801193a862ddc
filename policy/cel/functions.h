// Functions: what a name may be called with, and what it does.
//
// A library is a constant table of overloads; the checker picks by static kinds, and the evaluator
// by the kinds of the values, so a function may rely on the kinds that its overload names.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/cel/frame.h"
#include "policy/cel/type.h"
#include "policy/cel/value.h"

namespace reeve::cel {

inline constexpr size_t kMaxArguments = 3;

// Arguments are as many as the overload has, no errors, of its kinds.
using Function = Value (*)(Frame& frame, const Value* arguments);

struct Overload {
  std::string_view name;
  bool member;    // receiver.name(...): the receiver is the first argument
  uint8_t arity;  // with the receiver
  std::array<Kind, kMaxArguments> parameters;  // kDyn takes everything
  Type result;
  Function function;
};

// functions_text.cc, functions_convert.cc, functions_time.cc
std::span<const Overload> TextFunctions();
std::span<const Overload> ConversionFunctions();
std::span<const Overload> TimeFunctions();

// Those of a name and style, in the order of the tables.
std::vector<const Overload*> FindOverloads(std::string_view name, bool member);
// Every name once, with those of the macros.
std::vector<std::string> FunctionNames();

}  // namespace reeve::cel
