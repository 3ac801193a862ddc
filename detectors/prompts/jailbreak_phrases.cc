#include "detectors/phrase_rule.h"
#include "detectors/prompt_entities.h"

namespace reeve::detectors {
namespace {

constexpr uint8_t kTalk = kMention | kCoding;

// A persona without rules is not one phrase: its cues name it, lift the limits, forbid to refuse,
// ask to stay in the part. Each number counts once, at its highest weight.
constexpr PhraseRule Cue(uint8_t number, double weight, std::string_view steps) {
  return {&kJailbreakPersona, weight, steps, kNoSetting, number};
}

constexpr PhraseRule kRules[] = {
    Cue(1, 1.0, "'do anything now|does anything now|haga cualquier cosa ahora'"),
    Cue(1, 0.5, "persona_name"),
    Cue(2, 0.45, "'jailbreak*|jailbroken|machiavellian*|jail break|jail broken'"),
    Cue(3, 0.5, "free_mode"),
    Cue(32, 0.5, "stay_in ~16 the_part"),
    Cue(4, 0.45, "not_the_model"),
    Cue(5, 0.4, "unleashed"),
    Cue(5, 0.4, "wicked ~60 machine"),
    Cue(6, 0.35, "free_of ~40 limits"),
    Cue(7, 0.4, "unbound"),
    Cue(8, 0.55, "never ~30 refuse"),
    Cue(9, 0.4, "maker ~30 maker_rules"),
    Cue(9, 0.4,
        "'as an ai|as an artificial intelligence|as a language model|as an ai language model'"),
    Cue(33, 0.15, "play_a_part"),
    Cue(10, 0.4, "opposite"),
    Cue(11, 0.25, "even_if ~60 wicked"),
    Cue(11, 0.25, "wicked ~60 'no matter|regardless|does not matter|doesn't matter|not care'"),
    Cue(12, 0.55, "never ~30 excuse"),
    Cue(34, 0.55, "two_answers"),
    Cue(35, 0.4, "'lose|deduct*|start with|have|remaining|remove|take away' ~30 'tokens|lives'"),
    Cue(13, 0.3, "own_will"),
    Cue(14, 0.4, "threatened"),
    Cue(15, 0.3,
        "wicked ~30 "
        "'content|things|acts|activities|advice|topics|requests|questions|language|behavior|"
        "behaviour|actions|information|ideas|jokes|humor'"),
    Cue(16, 0.5, "answer_any"),
    Cue(17, 0.45, "never ~20 warn"),
    Cue(18, 0.4,
        "'opinions|swear|curse words|profanity|vulgar|foul language|slang|use bad words|cuss'"),
    Cue(19, 0.35, "obey_me"),
    Cue(20, 0.3, "powers"),
    Cue(21, 0.5, "service_mode ~20 is_on"),
    Cue(36, 0.4,
        "'gpt|chatgpt|openai|chat gpt|gpt-3|gpt-4|language "
        "model|claude|llm|bard|gemini|llama|mistral|"
        "deepseek|copilot|bing ai|sydney|ai model'"),
    Cue(37, 0.25, "sexual_cue"),
    Cue(38, 0.25, "made_up"),
    Cue(39, 0.5, "template_slot"),
    Cue(40, 0.35, "want_you"),
    Cue(41, 0.35, "only_so"),
    Cue(42, 0.25,
        "'let's play a game|this game|simulation|simulator|in this roleplay|in this role play|text "
        "adventure|scenario:*'"),
    Cue(43, 0.3, "you_are_now new_self"),
    Cue(44, 0.3, "forced_start"),

    // one order is enough
    {&kJailbreakLimitsOff, 0.75, "lift ~30 guardrails", kTalk},
    {&kJailbreakLimitsOff, 0.75, "guardrails ~16 lifted", kTalk},
    {&kJailbreakLimitsOff, 0.7, "behave_as ~24 unleashed|unbound", kTalk},
    {&kJailbreakLimitsOff, 0.7, "behave_as ~60 free_of ~30 limits", kTalk},
    {&kJailbreakLimitsOff, 0.6, "answer|respond ~24 free_of ~10 limits", kTalk},
    {&kJailbreakLimitsOff, 0.6, "behave_as ~24 wicked ~24 machine", kTalk},
    {&kJailbreakLimitsOff, 0.6,
     "'with|have|has|using' ~3 'developer|administrative|administrator|admin|root|sudo' ~3 "
     "'privileges|privilege|rights'",
     kTalk},
    {&kJailbreakLimitsOff, 0.55,
     "behave_as ~20 machine ~24 'promotes harm|helps with anything|dark web|dystopian|no "
     "morals|says anything|does anything'",
     kTalk},
    {&kJailbreakHypothetical, 0.5,
     "'consequence-free|rule-free|ethics-free|law-free' ~12 "
     "'environment|world|scenario|zone|space'"},
    {&kJailbreakHypothetical, 0.55, "if_world ~40 free_of ~24 limits"},
    {&kJailbreakHypothetical, 0.55,
     "if_world ~30 'ethics|morality|laws|rules' ~16 'did not exist|didn't exist|don't exist|do not "
     "exist|were just suggestions|do not apply|don't apply|did not apply|were optional'"},
    {&kJailbreakHypothetical, 0.5,
     "'how would|what would' ~6 wicked|unleashed ~8 machine ~30 'say|answer|respond|recommend|do "
     "*|reply'"},
    {&kJailbreakHypothetical, 0.5,
     "'how would|what would|how the|how an|how a' ~8 "
     "'imaginary|fictional|fictitious|hypothetical|evil|unethical|amoral|unrestricted' ~24 machine "
     "~24 'would answer|would respond|would reply|answer the|respond to|reply to'",
     kTalk},
    {&kJailbreakHypothetical, 0.5, "'how would|what would' ~6 machine ~20 free_of ~24 limits"},
    {&kJailbreakHypothetical, 0.5,
     "'what would you' ~16 'if you had no|with unlimited|with no|without any' ~24 "
     "'ethical|freedom|limits|restrictions|rules|constraints|filter'"},
};

}  // namespace

std::span<const PhraseRule> JailbreakPhrases() { return kRules; }

}  // namespace reeve::detectors
