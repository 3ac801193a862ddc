#include "engine/completeness.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "engine/decision.h"

namespace reeve::engine {
namespace {

constexpr size_t kMostShown = 10;
constexpr char kBetween = '\n';  // between the names of a key; in none of them

enum Path : size_t {
  kEffect,
  kFactsInteraction,
  kFactsStage,
  kFactsSystem,
  kInteraction,
  kStage,
  kSystem,
  kPrincipal,
  kSequence,
  kPathCount
};

// What a decision's body says, as canonical text; that of a bare one stands at its top.
struct Said {
  std::array<std::string_view, kPathCount> at;

  std::string Text(Path path, Path bare) const {
    const std::string_view text = at[path].empty() ? at[bare] : at[path];
    return json::StringOf(text).value_or("");
  }
};

std::string KeyOf(std::string_view tenant, const std::string& system,
                  const std::string& interaction) {
  return std::string(tenant) + kBetween + system + kBetween + interaction;
}

UncheckedInteraction Unpack(const std::string& key) {
  const size_t first = key.find(kBetween);
  const size_t second = key.find(kBetween, first + 1);
  UncheckedInteraction out;
  out.tenant = key.substr(0, first);
  out.system = key.substr(first + 1, second - first - 1);
  out.interaction = key.substr(second + 1);
  return out;
}

}  // namespace

const json::PathSet& Completeness::paths() const {
  static const json::PathSet kPaths({"/effect", "/facts/interaction", "/facts/stage",
                                     "/facts/system/id", "/interaction", "/stage", "/system",
                                     "/principal", "/sequence"});
  return kPaths;
}

void Completeness::Visit(const ledger::Record& record, std::span<const json::FoundValue> found) {
  last_time_ = record.time();
  if (record.kind() != kDecisionKind) return;
  ++decisions_;
  Said said;
  for (const json::FoundValue& each : found) said.at[each.path] = each.text;
  const std::string system = said.Text(kFactsSystem, kSystem);
  if (const auto number = json::NumberOf(said.at[kSequence])) {
    counters_[{std::string(record.tenant()), said.Text(kPrincipal, kPrincipal), system}].Add(
        *number);
  }
  const std::string stage = said.Text(kFactsStage, kStage);
  if (stage != "input" && stage != "output") return;
  std::string key = KeyOf(record.tenant(), system, said.Text(kFactsInteraction, kInteraction));
  if (stage == "output") {
    inputs_.erase(key);
    return;
  }
  if (said.at[kEffect] != R"("allow")" && said.at[kEffect] != R"("redact")") return;
  if (inputs_.size() >= kMostOpenInteractions && !inputs_.contains(key)) {
    ++not_followed_;
    return;
  }
  // The first since the last output: one that follows it does not make it younger.
  inputs_.try_emplace(std::move(key), Input{record.index(), record.time()});
}

void Completeness::Counter::Add(uint64_t number) {
  if (!followed) return;
  const auto after = stretches.upper_bound(number);
  const auto before = after == stretches.begin() ? stretches.end() : std::prev(after);
  if (before != stretches.end() && before->second >= number) {
    ++repeated;
    return;
  }
  const bool joins_before = before != stretches.end() && before->second + 1 == number;
  const bool joins_after = after != stretches.end() && after->first == number + 1;
  if (joins_before) {
    before->second = joins_after ? after->second : number;
    if (joins_after) stretches.erase(after);
  } else if (joins_after) {
    auto node = stretches.extract(after);
    node.key() = number;
    stretches.insert(std::move(node));
  } else {
    stretches.emplace(number, number);
    followed = stretches.size() <= kMostStretches;
  }
}

CompletenessReport Completeness::Report() const {
  CompletenessReport report;
  report.decisions = decisions_;
  report.not_followed = not_followed_;
  for (const auto& [key, input] : inputs_) {
    if (input.time > last_time_ - grace_) {
      ++report.open;
      continue;
    }
    ++report.unchecked;
    UncheckedInteraction example = Unpack(key);
    example.index = input.index;
    example.time = input.time;
    report.examples.push_back(std::move(example));
  }
  std::sort(report.examples.begin(), report.examples.end(),
            [](const auto& a, const auto& b) { return a.index < b.index; });
  if (report.examples.size() > kMostExamples) report.examples.resize(kMostExamples);
  report.callers = counters_.size();
  for (const auto& [names, counter] : counters_) {
    if (!counter.followed) ++report.not_followed;
    report.repeated += counter.repeated;
    for (auto it = counter.stretches.begin(); it != counter.stretches.end(); ++it) {
      const auto next = std::next(it);
      if (next == counter.stretches.end()) break;
      report.missing += next->first - it->second - 1;
      if (report.gaps.size() == kMostExamples) continue;
      const auto& [tenant, principal, system] = names;
      report.gaps.push_back({tenant, principal, system, it->second + 1, next->first - 1});
    }
  }
  return report;
}

std::string CompletenessReport::Text() const {
  std::string out = "complete    " + std::to_string(decisions) + " decisions; " +
                    std::to_string(unchecked) + " interactions whose output was never checked, " +
                    std::to_string(open) + " still open at the end\n            " +
                    std::to_string(callers) + " callers that count their calls; " +
                    std::to_string(missing) + " numbers never came, " + std::to_string(repeated) +
                    " came again\n";
  if (not_followed != 0) {
    out += "            " + std::to_string(not_followed) +
           " interactions or callers were too many to be followed\n";
  }
  for (size_t i = 0; i < examples.size() && i < kMostShown; ++i) {
    const UncheckedInteraction& each = examples[i];
    out += "  at " + std::to_string(each.index) + ": the output of `" + each.interaction +
           "` of the system `" + each.system + "` was never checked; its input was let through " +
           FormatTimestamp(each.time) + "\n";
  }
  if (unchecked > kMostShown) out += "  ... (--json lists 100)\n";
  for (size_t i = 0; i < gaps.size() && i < kMostShown; ++i) {
    const CounterGap& gap = gaps[i];
    out += "  `" + gap.principal + "` for the system `" + gap.system + "`: ";
    out += gap.first == gap.last
               ? "number " + std::to_string(gap.first)
               : "numbers " + std::to_string(gap.first) + " to " + std::to_string(gap.last);
    out += " never came\n";
  }
  return out;
}

json::Object CompletenessReport::Json() const {
  json::Array unchecked_list;
  for (const UncheckedInteraction& each : examples) {
    unchecked_list.push_back(json::Object{{"index", each.index},
                                          {"interaction", each.interaction},
                                          {"system", each.system},
                                          {"tenant", each.tenant},
                                          {"time", FormatTimestamp(each.time)}});
  }
  json::Array gap_list;
  for (const CounterGap& gap : gaps) {
    gap_list.push_back(json::Object{{"first", gap.first},
                                    {"last", gap.last},
                                    {"principal", gap.principal},
                                    {"system", gap.system},
                                    {"tenant", gap.tenant}});
  }
  return {{"complete", complete()},
          {"decisions", decisions},
          {"unchecked", unchecked},
          {"unchecked_interactions", std::move(unchecked_list)},
          {"open", open},
          {"callers", callers},
          {"missing_numbers", missing},
          {"repeated_numbers", repeated},
          {"gaps", std::move(gap_list)},
          {"not_followed", not_followed}};
}

}  // namespace reeve::engine
