// The regex library: `regex.extract`, `regex.extractAll`, `regex.replace`. A pattern captures one
// group at the most, but for `replace`, whose text may name nine: `\1` to `\9`, `\0` the whole.
#include <array>
#include <optional>
#include <vector>

#include "policy/cel/functions.h"
#include "policy/cel/regex.h"
#include "policy/cel/text_builder.h"

namespace reeve::cel {
namespace {

constexpr ErrorValue kGroups = {"cel.pattern", "the pattern captures more than one group"};
constexpr ErrorValue kRewrite = {"cel.argument",
                                 "the text put in has `\\` before something else than a digit or "
                                 "`\\`, or names a group that is not there"};
constexpr size_t kGroupsNamed = 10;

using Groups = std::array<std::string_view, kGroupsNamed>;

// Calls `visit` with the groups of each match from left to right, until it returns false. As in the
// reference, an empty match right behind another one is none. False when the budget is spent.
template <typename Visit>
bool ForEachMatch(Frame& frame, const Regex& regex, std::string_view text, size_t groups,
                  Visit visit) {
  if (!frame.Spend(regex.SearchSteps(text.size()))) return false;
  Groups found;
  size_t last_end = text.npos;
  for (size_t at = 0; at <= text.size();) {
    if (!frame.Spend(regex.NextSearchSteps(text.size() - at))) return false;
    if (!regex.Find(text, at, std::span(found).first(groups))) break;
    const auto begin = static_cast<size_t>(found[0].data() - text.data());
    const size_t end = begin + found[0].size();
    if ((end > begin || end != last_end) && !visit(found)) break;
    last_end = end;
    at = end > begin ? end : end < text.size() ? NextCodePoint(text, end) : text.size() + 1;
  }
  return frame.steps >= 0;
}

// What a match gives: its group if the pattern has one, else all of it. Nullopt for an empty group.
std::optional<std::string_view> Extracted(const Regex& regex, const Groups& groups) {
  if (regex.group_count() == 0) return groups[0];
  return groups[1].empty() ? std::nullopt : std::optional(groups[1]);
}

Value Extract(Frame& frame, const Regex& regex, const Value* a) {
  if (regex.group_count() > 1) return Fail(kGroups);
  const std::string_view text = a[0].as_text();
  if (!frame.Spend(regex.SearchSteps(text.size())) || !frame.SpendMade(sizeof(Value))) {
    return Fail(kBudget);
  }
  Groups groups;
  if (!regex.Find(text, 0, std::span(groups).first(2))) return Value::None();
  const auto part = Extracted(regex, groups);
  return part ? Value::Some(Value::String(*part), frame.arena) : Value::None();
}

Value ExtractAll(Frame& frame, const Regex& regex, const Value* a) {
  if (regex.group_count() > 1) return Fail(kGroups);
  const std::string_view text = a[0].as_text();
  std::vector<Value> parts;
  const auto visit = [&](const Groups& groups) {
    if (const auto part = Extracted(regex, groups)) parts.push_back(Value::String(*part));
    return frame.SpendMade(sizeof(Value));
  };
  if (!ForEachMatch(frame, regex, text, 2, visit)) return Fail(kBudget);
  const std::span<Value> list = frame.arena.NewArray<Value>(parts.size());
  std::copy(parts.begin(), parts.end(), list.begin());
  return Value::List(list);
}

bool IsGroup(char c, int group_count) { return c >= '0' && c <= '9' && c - '0' <= group_count; }

bool IsSound(std::string_view rewrite, int group_count) {
  for (size_t i = 0; i < rewrite.size(); ++i) {
    if (rewrite[i] != '\\') continue;
    if (++i == rewrite.size()) return false;
    if (rewrite[i] != '\\' && !IsGroup(rewrite[i], group_count)) return false;
  }
  return true;
}

// Precondition: IsSound(rewrite).
bool AppendRewritten(TextBuilder& out, std::string_view rewrite, const Groups& groups) {
  for (size_t i = 0; i < rewrite.size(); ++i) {
    if (rewrite[i] != '\\') {
      if (!out.Append(rewrite[i])) return false;
    } else if (const char c = rewrite[++i]; c == '\\') {
      if (!out.Append(c)) return false;
    } else if (!out.Append(groups[static_cast<size_t>(c - '0')])) {
      return false;
    }
  }
  return true;
}

Value ReplaceMany(Frame& frame, const Regex& regex, const Value* a, int64_t limit) {
  const std::string_view text = a[0].as_text();
  const std::string_view rewrite = a[2].as_text();
  if (!IsSound(rewrite, regex.group_count())) return Fail(kRewrite);
  TextBuilder out(frame);
  const char* copied = text.data();
  int64_t done = 0;
  const auto visit = [&](const Groups& groups) {
    if (limit >= 0 && done++ >= limit) return false;
    const auto before = static_cast<size_t>(groups[0].data() - copied);
    copied = groups[0].data() + groups[0].size();
    return frame.Spend(1) && out.Append({groups[0].data() - before, before}) &&
           AppendRewritten(out, rewrite, groups);
  };
  if (!ForEachMatch(frame, regex, text, kGroupsNamed, visit)) return Fail(kBudget);
  const bool all = out.Append({copied, static_cast<size_t>(text.data() + text.size() - copied)});
  return all ? out.Finish() : Fail(kBudget);
}

Value Replace(Frame& frame, const Regex& regex, const Value* a) {
  return ReplaceMany(frame, regex, a, -1);
}
Value ReplaceFirst(Frame& frame, const Regex& regex, const Value* a) {
  return ReplaceMany(frame, regex, a, a[3].as_int());
}

// Of a pattern that is only known at run time.
template <RegexFunction kFunction>
Value Computed(Frame& frame, const Value* a) {
  if (!frame.Spend(kStepsPerComputedPattern)) return Fail(kBudget);
  const auto regex = frame.regexes == nullptr ? nullptr : frame.regexes->Get(a[1].as_text());
  return regex == nullptr ? Fail(kPattern) : kFunction(frame, *regex, a);
}

std::optional<Type> OptionalText(std::span<const Type>) { return Type::Optional(Type::String()); }
std::optional<Type> Texts(std::span<const Type>) { return Type::List(Type::String()); }

constexpr Kind kS = Kind::kString;
constexpr std::array<Overload, 4> kFunctions = {{
    {"regex.extract", false, 2, {kS, kS}, Type::Dyn(), Computed<Extract>, OptionalText},
    {"regex.extractAll", false, 2, {kS, kS}, Type::Dyn(), Computed<ExtractAll>, Texts},
    {"regex.replace", false, 3, {kS, kS, kS}, Type::String(), Computed<Replace>},
    {"regex.replace", false, 4, {kS, kS, kS, Kind::kInt}, Type::String(), Computed<ReplaceFirst>},
}};

}  // namespace

std::span<const Overload> RegexFunctions() { return kFunctions; }

RegexCall FindRegexCall(std::string_view name, size_t arguments) {
  if (name == "regex.extract") return {Extract, 1};
  if (name == "regex.extractAll") return {ExtractAll, 1};
  if (name == "regex.replace") return {arguments == 3 ? Replace : ReplaceFirst, INT32_MAX};
  return {nullptr, 0};
}

}  // namespace reeve::cel
