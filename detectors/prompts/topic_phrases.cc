#include "detectors/prompts/phrase_rule.h"
namespace reeve::detectors {
std::span<const PhraseRule> TopicPhrases() { return {}; }
std::span<const PhraseRule> SpecialCategoryPhrases() { return {}; }
}  // namespace reeve::detectors
