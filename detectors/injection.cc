#include "detectors/injection.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <string>

#include "base/result.h"
#include "detectors/bytes.h"
#include "detectors/injection_entities.h"
#include "detectors/injection_rules.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

constexpr double kQuotedPenalty = -0.7;

std::unique_ptr<const RE2> Compile(std::string_view pattern) {
  RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  auto compiled =
      std::make_unique<const RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
  if (!compiled->ok()) Panic("injection pattern: " + compiled->error());
  return compiled;
}

std::vector<std::string_view> Split(std::string_view list) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t bar = list.find('|');
    parts.push_back(list.substr(0, bar));
    if (bar == std::string_view::npos) return parts;
    list.remove_prefix(bar + 1);
  }
}

bool MarkBefore(std::string_view text, size_t pos) {
  constexpr std::string_view kMarks = "<|[#(";
  const size_t lowest = pos > 4 ? pos - 4 : 0;
  return text.substr(lowest, pos - lowest).find_first_of(kMarks) != std::string_view::npos;
}

bool QuoteEndsAt(std::string_view text, size_t pos) {
  for (const std::string_view quote : {"\"", "'", "`", "“", "‘", "«", "„"}) {
    if (text.substr(0, pos).ends_with(quote)) return true;
  }
  return false;
}

bool QuoteNear(std::string_view text, size_t pos) {
  constexpr size_t kNear = 24;
  return text.substr(pos, kNear).find_first_of("\"'`") != std::string_view::npos ||
         text.substr(pos, kNear).find("”") != std::string_view::npos ||
         text.substr(pos, kNear).find("»") != std::string_view::npos;
}

}  // namespace

struct InjectionRules::Rule {
  const PhraseRule* source;
  std::unique_ptr<const RE2> pattern;
};

InjectionRules::InjectionRules(const Wanted& wanted) {
  std::map<std::string_view, std::vector<uint16_t>> by_trigger;
  for (const PhraseRule& source : PhraseRules()) {
    if (!wanted(*source.entity)) continue;
    const auto index = static_cast<uint16_t>(rules_.size());
    rules_.push_back({&source, Compile(source.pattern)});
    for (const std::string_view word : Split(source.triggers)) by_trigger[word].push_back(index);
  }
  for (const auto& [word, rules] : by_trigger) {
    // The dictionary finds the longest entry only, so it answers for its beginnings too.
    std::vector<uint16_t> all = rules;
    for (const auto& [shorter, more] : by_trigger) {
      if (shorter.size() < word.size() && word.starts_with(shorter)) {
        all.insert(all.end(), more.begin(), more.end());
      }
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    const bool exact = std::any_of(word.begin(), word.end(), [](char c) { return Has(c, kUpper); });
    triggers_.push_back({word, static_cast<uint32_t>(rules_of_trigger_.size()), exact, true});
    rules_of_trigger_.push_back(std::move(all));
  }
}

InjectionRules::~InjectionRules() = default;

InjectionMatcher::InjectionMatcher(const InjectionRules& rules, std::string_view text)
    : rules_(rules), text_(text), done_(rules.rules_.size(), 0) {}

void InjectionMatcher::Match(size_t pos, uint32_t trigger, std::vector<Hit>* hits) {
  for (const uint16_t index : rules_.rules_of_trigger_[trigger]) {
    if (done_[index] <= pos) Try(rules_.rules_[index], index, pos, hits);
  }
}

void InjectionMatcher::Try(const InjectionRules::Rule& rule, uint16_t index, size_t pos,
                           std::vector<Hit>* hits) {
  const PhraseRule& source = *rule.source;
  if (source.after_mark && !MarkBefore(text_, pos)) return;
  const size_t begin = SentenceBegin(text_, pos, kPhraseBefore);
  const size_t end = SentenceEnd(text_, pos, kPhraseAfter);
  const re2::StringPiece window(text_.data() + begin, end - begin);
  re2::StringPiece found;
  if (!rule.pattern->Match(window, 0, window.size(), RE2::UNANCHORED, &found, 1)) {
    // A later trigger of this sentence would look at a part of the same window.
    done_[index] = end < pos + kPhraseAfter - 4 ? std::max(end, pos + 1) : pos + kPhraseStep;
    return;
  }
  const auto at = static_cast<size_t>(found.data() - text_.data());
  Hit hit{source.entity, at, at + found.size(), {.format = source.weight}, false};
  if (source.entity == &kInjectionJailbreakPersona) {
    done_[index] = std::string_view::npos;  // a cue weighs once
    persona_weight_ += source.weight;
    if (source.weight > strongest_) {
      strongest_ = source.weight;
      persona_ = hit;
    }
    return;
  }
  done_[index] = std::max(hit.end, pos + 1);
  if (source.quotable && QuoteEndsAt(text_, hit.begin) && QuoteNear(text_, hit.end)) {
    hit.parts.against = kQuotedPenalty;
  }
  hits->push_back(hit);
}

void InjectionMatcher::Finish(std::vector<Hit>* hits) {
  if (persona_weight_ < kPersonaThreshold) return;
  // From the threshold on, each further cue adds half its weight.
  persona_.parts = {.format = 0.6 + 0.5 * (persona_weight_ - kPersonaThreshold)};
  hits->push_back(persona_);
}

}  // namespace reeve::detectors
