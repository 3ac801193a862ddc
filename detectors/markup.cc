#include "detectors/markup.h"

#include <re2/re2.h>

#include <algorithm>
#include <string>

#include "base/result.h"
#include "detectors/bytes.h"
#include "detectors/limits.h"
#include "detectors/prompt_entities.h"

namespace reeve::detectors {
namespace {

struct Source {
  const EntityEntry* entity;
  double score;
  std::string_view pattern;
};

constexpr Source kSources[] = {
    // ChatML, Llama, Gemma, Alpaca, and headings that imitate them
    {&kInjectionChatTemplate, 0.85,
     R"re(<\|(?:im_start|im_end|system|user|assistant|endoftext|start_header_id|end_header_id)re"
     R"re(|eot_id|begin_of_text|endofprompt)\|>|(?-i:\[/?INST\]|<</?SYS>>)|</?(?:start|end)_of_turn>)re"
     R"re(|#{2,} ?(?:new )?(?:system|instructions?|assistant|human)(?: prompt| message)? ?:)re"
     R"re(|\[(?:system|assistant)\]\(#\w+\)|</?(?:system|system_prompt|admin)>)re"
     R"re(|(?-i:\[(?:SYSTEM|ADMIN)(?: [A-Z]+)*\]|<IMPORTANT>|<INFORMATION>|<(?:[A-Z]+ ){1,3}MODE>))re"},
    // an image whose address carries a value to fill in
    {&kInjectionExfiltration, 0.8,
     R"re(!\[[^\]\n]{0,80}\]\(https?://[^)\s]{1,120}[?/&=][^)\s]{0,60}(?:\{|\[|<|%7B|\$\{?)re"
     R"re(|=(?:data|history|conversation|secret|prompt|summary|password))[^)\n]{0,80}\)?)re"},
};

bool SignBefore(std::string_view text, size_t pos) {
  constexpr std::string_view kSigns = "<|[#(/";
  const size_t lowest = pos > 4 ? pos - 4 : 0;
  return text.substr(lowest, pos - lowest).find_first_of(kSigns) != std::string_view::npos;
}

std::unique_ptr<const RE2> Compile(std::string_view pattern) {
  RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  auto compiled =
      std::make_unique<const RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
  if (!compiled->ok()) Panic("markup pattern: " + compiled->error());
  return compiled;
}

}  // namespace

struct MarkupPatterns::Pattern {
  const Source* source;
  std::unique_ptr<const RE2> compiled;
};

MarkupPatterns::MarkupPatterns(const Wanted& wanted) {
  for (const Source& source : kSources) {
    if (wanted(*source.entity)) patterns_.push_back({&source, Compile(source.pattern)});
  }
}

MarkupPatterns::~MarkupPatterns() = default;

void MarkupMatcher::Match(std::string_view text, size_t pos, std::vector<Hit>* hits) {
  if (pos < done_ || !SignBefore(text, pos)) return;
  const size_t begin = std::max(done_, SentenceBegin(text, pos, kMarkupBefore));
  const size_t end = SentenceEnd(text, pos, kMarkupAfter);
  const re2::StringPiece window(text.data() + begin, end - begin);
  for (const MarkupPatterns::Pattern& pattern : patterns_.patterns_) {
    re2::StringPiece found;
    if (!pattern.compiled->Match(window, 0, window.size(), RE2::UNANCHORED, &found, 1)) continue;
    const auto at = static_cast<size_t>(found.data() - text.data());
    hits->push_back(
        {pattern.source->entity, at, at + found.size(), {.format = pattern.source->score}, false});
    done_ = std::max(done_, at + found.size());
  }
  // A word further on in this window would look at a part of it.
  done_ = std::max(done_, std::min(end, pos + kMarkupStep));
}

}  // namespace reeve::detectors
