// The forms of a difference: for a record, for programs, for people.
#include <algorithm>
#include <array>

#include "policy/diff.h"

namespace reeve::policy {
namespace {

constexpr std::array<std::string_view, 6> kKinds = {"loosened",  "changed", "removed",
                                                    "tightened", "added",   "reworded"};

// Whole characters of at most kMaxSummaryText bytes.
std::string Cut(const std::string& text) {
  if (text.size() <= kMaxSummaryText) return text;
  size_t end = kMaxSummaryText - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

json::Array Texts(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

json::Object Head(const RuleDifference& rule) {
  return {
      {"rule", rule.Name()}, {"change", rule.Kind()}, {"direction", DirectionName(rule.direction)}};
}

json::Array SettingsJson(const BundleDifference& difference) {
  json::Array out;
  for (const SettingDifference& setting : difference.settings) {
    out.push_back(
        json::Object{{"direction", DirectionName(setting.direction)}, {"text", setting.text}});
  }
  return out;
}

json::Object WitnessJson(const Witness& witness) {
  return {{"request", witness.request}, {"before", witness.before},   {"after", witness.after},
          {"applied", witness.applied}, {"applies", witness.applies}, {"looser", witness.looser}};
}

json::Object RuleJson(const RuleDifference& rule) {
  json::Object out = Head(rule);
  out.Add("reasons", Texts(rule.reasons));
  if (rule.requests == 0) return out;
  json::Array examples;
  for (const Witness& witness : rule.witnesses) examples.push_back(WitnessJson(witness));
  out.Add("requests_tried", static_cast<uint64_t>(rule.requests))
      .Add("complete", rule.complete)
      .Add("examples", std::move(examples));
  return out;
}

std::string_view ColourOf(Direction direction) {
  switch (direction) {
    case Direction::kTightened:
      return "\033[32m";
    case Direction::kLoosened:
      return "\033[31m";
    case Direction::kChanged:
      return "\033[33m";
    case Direction::kNone:
      break;
  }
  return "\033[2m";
}

std::string_view InWords(Direction direction) {
  switch (direction) {
    case Direction::kTightened:
      return "tightens";
    case Direction::kLoosened:
      return "loosens";
    case Direction::kChanged:
      return "may loosen";
    case Direction::kNone:
      break;
  }
  return "changes no answer";
}

std::string Painted(const std::string& text, Direction direction, bool colour) {
  return colour ? std::string(ColourOf(direction)) + text + "\033[0m" : text;
}

std::string WitnessText(const Witness& witness) {
  std::string out = "      with " + json::Compact(witness.request) + "\n        ";
  if (witness.before != witness.after) {
    return out + "the answer was " + witness.before + " and is " + witness.after + "\n";
  }
  if (witness.applied == witness.applies) {
    return out + "the answer is " + witness.after + " on other terms" +
           (witness.looser ? ", not as strict" : "") + "\n";
  }
  return out +
         (witness.applied ? "the rule applied and does not now"
                          : "the rule did not apply and does now") +
         "; the answer stays " + witness.after + "\n";
}

std::string RuleText(const RuleDifference& rule, bool colour) {
  std::string head(rule.Kind());
  head.resize(std::max<size_t>(head.size(), 10), ' ');
  std::string out = Painted(head, rule.direction, colour) + rule.Name();
  if (rule.change != RuleChange::kKept) {
    out += "  (" + std::string(InWords(rule.direction)) + ")";
  }
  out += "\n";
  for (const std::string& reason : rule.reasons) out += "    " + reason + "\n";
  for (const Witness& witness : rule.witnesses) out += WitnessText(witness);
  if (rule.requests == 0) return out;
  if (rule.complete) {
    return out + "      proved: " + std::to_string(rule.requests) +
           " requests are all that the conditions tell apart\n";
  }
  if (rule.witnesses.empty()) {
    out += "      no example found in " + std::to_string(rule.requests) + " requests tried\n";
  }
  return out;
}

uint64_t CountOf(const BundleDifference& difference, std::string_view kind) {
  return static_cast<uint64_t>(
      std::count_if(difference.rules.begin(), difference.rules.end(),
                    [kind](const RuleDifference& rule) { return rule.Kind() == kind; }));
}

}  // namespace

json::Object DifferenceSummary(const BundleDifference& difference, size_t max_rules) {
  json::Object counts;
  for (const std::string_view kind : kKinds) {
    counts.Add(std::string(kind), CountOf(difference, kind));
  }
  counts.Add("unchanged", difference.unchanged);
  // What loosens first: it must not be what is cut off.
  std::vector<const RuleDifference*> order;
  for (const RuleDifference& rule : difference.rules) order.push_back(&rule);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto* a, const auto* b) { return a->direction > b->direction; });
  json::Array rules;
  for (const RuleDifference* rule : order) {
    if (rules.size() == max_rules) break;
    json::Array reasons;
    for (const std::string& reason : rule->reasons) {
      if (reasons.size() < kMaxSummaryReasons) reasons.emplace_back(Cut(reason));
    }
    json::Object entry = Head(*rule);
    entry.Add("reasons", std::move(reasons));
    rules.push_back(std::move(entry));
  }
  json::Array settings;
  for (const SettingDifference& setting : difference.settings) {
    if (settings.size() == max_rules) break;
    settings.emplace_back(Cut(setting.text));
  }
  return {{"direction", DirectionName(difference.direction())},
          {"counts", std::move(counts)},
          {"rules", std::move(rules)},
          {"settings", std::move(settings)}};
}

json::Object ToJson(const BundleDifference& difference) {
  json::Array rules;
  for (const RuleDifference& rule : difference.rules) rules.push_back(RuleJson(rule));
  return {{"before", difference.before},
          {"after", difference.after},
          {"direction", DirectionName(difference.direction())},
          {"settings", SettingsJson(difference)},
          {"rules", std::move(rules)},
          {"unchanged", difference.unchanged}};
}

std::string Text(const BundleDifference& difference, bool colour) {
  if (difference.empty()) return "no difference\n";
  std::string out;
  for (const SettingDifference& setting : difference.settings) {
    out += Painted("bundle    ", setting.direction, colour) + setting.text + "  (" +
           std::string(InWords(setting.direction)) + ")\n";
  }
  for (const RuleDifference& rule : difference.rules) out += RuleText(rule, colour);
  out += std::to_string(difference.unchanged) + (difference.unchanged == 1 ? " rule" : " rules") +
         " unchanged\n";
  const Direction all = difference.direction();
  return out + "altogether: it " + Painted(std::string(InWords(all)), all, colour) + "\n";
}

}  // namespace reeve::policy
