// Functions of strings and of sizes that the core of the language has.
#include <cstring>

#include "base/text.h"
#include "policy/cel/errors.h"
#include "policy/cel/functions.h"
#include "policy/cel/map.h"

namespace reeve::cel {
namespace {

Value Size(size_t size) { return Value::Int(static_cast<int64_t>(size)); }

Value SizeOfString(Frame& frame, const Value* a) {
  if (!frame.SpendScanned(a[0].as_text().size())) return Fail(kBudget);
  return Size(CodePointCount(a[0].as_text()));
}

Value SizeOfBytes(Frame&, const Value* a) { return Size(a[0].as_text().size()); }
Value SizeOfList(Frame&, const Value* a) { return Size(a[0].as_list().size()); }
Value SizeOfMap(Frame&, const Value* a) { return Size(a[0].as_map().size()); }

Value Contains(Frame& frame, const Value* a) {
  const std::string_view text = a[0].as_text();
  const std::string_view part = a[1].as_text();
  if (!frame.SpendScanned(text.size())) return Fail(kBudget);
  // memmem is linear in the worst case, which string_view::find is not.
  if (part.empty()) return Value::Bool(true);
  if (text.size() < part.size()) return Value::Bool(false);
  return Value::Bool(memmem(text.data(), text.size(), part.data(), part.size()) != nullptr);
}

Value StartsWith(Frame&, const Value* a) {
  return Value::Bool(a[0].as_text().starts_with(a[1].as_text()));
}

Value EndsWith(Frame&, const Value* a) {
  return Value::Bool(a[0].as_text().ends_with(a[1].as_text()));
}

Value Matches(Frame& frame, const Value* a) {
  if (!frame.Spend(kStepsPerComputedPattern)) return Fail(kBudget);
  const auto regex = frame.regexes == nullptr ? nullptr : frame.regexes->Get(a[1].as_text());
  if (regex == nullptr) return Fail(kPattern);
  if (!frame.Spend(regex->SearchSteps(a[0].as_text().size()))) return Fail(kBudget);
  return Value::Bool(regex->Search(a[0].as_text()));
}

constexpr Kind kS = Kind::kString;
constexpr std::array<Overload, 13> kFunctions = {{
    {"size", false, 1, {kS}, Type::Int(), SizeOfString},
    {"size", false, 1, {Kind::kBytes}, Type::Int(), SizeOfBytes},
    {"size", false, 1, {Kind::kList}, Type::Int(), SizeOfList},
    {"size", false, 1, {Kind::kMap}, Type::Int(), SizeOfMap},
    {"size", true, 1, {kS}, Type::Int(), SizeOfString},
    {"size", true, 1, {Kind::kBytes}, Type::Int(), SizeOfBytes},
    {"size", true, 1, {Kind::kList}, Type::Int(), SizeOfList},
    {"size", true, 1, {Kind::kMap}, Type::Int(), SizeOfMap},
    {"contains", true, 2, {kS, kS}, Type::Bool(), Contains},
    {"startsWith", true, 2, {kS, kS}, Type::Bool(), StartsWith},
    {"endsWith", true, 2, {kS, kS}, Type::Bool(), EndsWith},
    {"matches", true, 2, {kS, kS}, Type::Bool(), Matches},
    {"matches", false, 2, {kS, kS}, Type::Bool(), Matches},
}};

}  // namespace

std::span<const Overload> TextFunctions() { return kFunctions; }

}  // namespace reeve::cel
