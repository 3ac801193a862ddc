#include "oversight/halt.h"

#include <array>

#include "oversight/bundle_register.h"

namespace reeve::oversight {
namespace {

using json::Need;

constexpr std::array<std::string_view, kHaltScopeCount> kScopeNames = {"all", "tenant", "system",
                                                                       "model", "tool"};
constexpr std::array<std::string_view, kHaltScopeCount> kCodes = {
    "all.halted", "tenant.halted", "system.halted", "model.halted", "tool.halted"};

}  // namespace

std::string_view HaltScopeName(HaltScope scope) { return kScopeNames[static_cast<size_t>(scope)]; }

Error StandstillOf(const Halt& halt) {
  const std::string what =
      halt.scope == HaltScope::kAll
          ? "everything"
          : "the " + std::string(HaltScopeName(halt.scope)) + " `" + halt.value + "`";
  return {kCodes[static_cast<size_t>(halt.scope)], what + " is halted (" + halt.id + ")"};
}

json::Object TermsJson(const Halt& halt) {
  json::Object out;
  out.Add(std::string(HaltScopeName(halt.scope)),
          halt.scope == HaltScope::kAll ? json::Value(true) : json::Value(halt.value));
  out.Add("reason", halt.reason);
  return out;
}

json::Object ToJson(const Halt& halt) {
  json::Object out{{"id", halt.id}};
  const json::Object terms = TermsJson(halt);
  for (const json::Member& member : terms) out.Add(member.key, member.value);
  out.Add("by", halt.by).Add("placed", FormatTimestamp(halt.placed));
  if (halt.lifted) {
    out.Add("lifted", json::Object{{"by", halt.lifted->by},
                                   {"reason", halt.lifted->reason},
                                   {"time", FormatTimestamp(halt.lifted->time)}});
  }
  return out;
}

void ReadHaltTerms(json::ObjectReader& reader, Halt* halt) {
  size_t given = reader.Bool("all") ? 1 : 0;
  for (const HaltScope scope :
       {HaltScope::kTenant, HaltScope::kSystem, HaltScope::kModel, HaltScope::kTool}) {
    std::string value = reader.String(HaltScopeName(scope), Need::kOptional, kMaxHaltValueBytes);
    if (value.empty()) continue;
    ++given;
    halt->scope = scope;
    halt->value = std::move(value);
  }
  halt->reason = reader.String("reason", Need::kRequired, kMaxReasonBytes);
  if (given != 1) {
    reader.Fail("halt.scope", "system",
                "a halt covers one of these: `system`, `model`, `tool`, `tenant`, `all`: true");
  }
}

}  // namespace reeve::oversight
