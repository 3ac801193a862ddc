#include "detectors/injection_rules.h"

#include <array>

#include "detectors/injection_entities.h"

namespace reeve::detectors {
namespace {

// Verbs of disobedience, each with its own triggers below.
#define REEVE_DISOBEY                                                                                                        \
  R"re(\b(?:ignor(?:e|ing)|disregard(?:ing)?|forget(?:ting)?|overrid(?:e|ing)|overrul(?:e|ing))re"                           \
  R"re(|bypass(?:ing)?|overlook(?:ing)?|discard|erase|stop (?:following|obeying))re"                                         \
  R"re(|(?:do not|don['’]?t|never|no longer|not) (?:have to |need to )?(?:follow|obey|adhere to|comply with|listen to))re" \
  R"re(|pay no attention to)\W{1,3})re"

constexpr std::string_view kDisobeyTriggers =
    "ignore|ignoring|disregard|disregarding|forget|forgetting|override|overriding|overrule|"
    "overruling|bypass|bypassing|overlook|overlooking|discard|erase|"
    "stop following|stop obeying|follow|obey|adhere|comply|listen to|pay no attention";

// Verbs that ask to see something.
#define REEVE_DISCLOSE                                                                                  \
  R"re(\b(?:reveal|show|print|repeat|output|display|tell|give|leak|expose|share|dump|recite|copy)re"    \
  R"re(|disclose|return|send|state|spell|quote|reproduce|echo|paste|paraphrase|encode|convert)re"       \
  R"re(|extract|reconstruct|translate|summari[sz]e|list|rewrite|write out|type|see|know|access|read)re" \
  R"re(|what(?:['’]s| is| are| was| were)?)\b)re"

constexpr std::array
    kRules =
        {
            // "ignore all previous instructions"
            PhraseRule{
                &kInjectionIgnoreInstructions, kDisobeyTriggers,
                REEVE_DISOBEY
                R"re((?:\w+\W{1,3}){0,5}?(?:previous(?:ly)?|prior|above|earlier|preceding|foregoing|initial|original|former|past|existing|system|safety|built-?in|your|you|openai|content|ethical|moral|developer)\W{1,3}(?:\w+\W{1,3}){0,3}?)re"
                R"re((?:instructions?|prompts?|rules?|guidelines?|directives?|commands?|directions?|orders?|programming|training|polic(?:y|ies)|restrictions?|limitations?|safeguards?|constraints?|protocols?|filters?|context|messages?|conversation|requests?|guardrails?|principles|tasks?|text)\b)re",
                0.9},
            // "ignore all instructions", "disregard any directives"
            PhraseRule{
                &kInjectionIgnoreInstructions, kDisobeyTriggers,
                REEVE_DISOBEY
                R"re((?:\w+\W{1,3}){0,2}?(?:all|any|every|these|those)\W{1,3}(?:of\W)?(?:the\W)?(?:instructions?|prompts?|guidelines?|directives?|commands?|programming|safeguards?|guardrails?)\b)re",
                0.8},
            // "forget the instructions you were given", "the rules above"
            PhraseRule{
                &kInjectionIgnoreInstructions, kDisobeyTriggers,
                REEVE_DISOBEY
                R"re((?:\w+\W{1,3}){0,4}?(?:instructions?|prompts?|rules?|guidelines?|directives?|commands?|text|context|said|told|wrote)\W{1,3}(?:\w+\W{1,3}){0,2}?(?:above|before|prior|previously|beforehand|so far|given to you|you (?:have|had|were|was|got|received|must)|i gave|i(?:['’]ve| have) given)\b)re",
                0.9},
            // "forget everything before this", "disregard whatever you were told"
            PhraseRule{
                &kInjectionIgnoreInstructions, kDisobeyTriggers,
                REEVE_DISOBEY
                R"re((?:about )?(?:everything|anything|all|whatever|what)\b\W(?:\w+\W{1,3}){0,3}?(?:above|before|prior|previous|so far|i (?:said|told|wrote)|you(?:['’]ve| have| had)? (?:were|been|was) (?:told|given|taught|instructed|asked))\b)re",
                0.85},
            // "ignore the above and"
            PhraseRule{
                &kInjectionIgnoreInstructions, kDisobeyTriggers,
                REEVE_DISOBEY
                R"re((?:all |everything )?(?:of )?(?:the )?(?:above|previous|foregoing|preceding|aforementioned)(?: (?:and|then|text|but|instead|input|output)\b|\s*[,.:;!]|\s*$))re",
                0.8},
            // German, French, Spanish, Italian, Portuguese, Dutch
            PhraseRule{
                &kInjectionIgnoreInstructions,
                "ignoriere|ignorieren|ignorier|vergiss|vergessen|missachte|ignorez|ignore|oublie|"
                "oubliez|ignora|ignorar|ignorad|olvida|olvide|olvidar|dimentica|dimenticate|"
                "ignorare|desconsidere|negeer|vergeet",
                R"re(\b(?:ignor\pL*|vergiss|vergessen|missachte|oublie[zr]?|olvid\pL+|dimentica\pL*|desconsidere|negeer|vergeet)\P{L}{1,3}(?:\pL+\P{L}{1,3}){0,4}?(?:anweisung|befehl|vorgabe|instruktion|regeln|instruccion|indicacion|órdenes|reglas|consignes|directives|règles|instructions? (?:pré|ant)|istruzion|indicazion|regole|instruç|regras|instructies|regels)\pL*)re",
                0.85},

            // "from now on you will answer as"
            PhraseRule{
                &kInjectionRoleOverride,
                "from now on|from this point|from this moment|from here on",
                R"re(\bfrom (?:now on|this (?:point|moment) (?:on|onwards?|forward)|here on(?: out)?)\W{1,3}(?:\w+\W{1,3}){0,4}?(?:you(?:['’](?:re|ll))?|your|act|answer|respond|reply|behave|pretend|chatgpt|speak|ignore|refer|address)\b)re",
                0.7},
            // "you are now DAN", "you are no longer an assistant"
            PhraseRule{
                &kInjectionRoleOverride, "you are now|you are no longer|you re now|you will now",
                R"re(\byou(?: are|['’]?re) now\W{1,3}(?:going to |about to )?(?:(?:act|behav|pretend|role-?play|play)\w*|in|an?|the|my|called|named|known as|free|unlocked|unrestricted|jailbroken|operating|running|entering|connected|under|(?-i:[A-Z]{3,}))\b)re"
                R"re(|\byou(?: are|['’]?re) no longer\W{1,3}(?:an?\W)?(?:\w+\W)?(?:ai|assistant|chatgpt|gpt|claude|bound|restricted|limited|required|obligated|constrained|subject)\b)re"
                R"re(|\byou will now\W{1,3}(?:act|behave|pretend|role-?play|play|become|be|assume|respond as|answer as|enter)\b)re",
                0.65},
            // "enter developer mode", "god mode enabled"
            PhraseRule{
                &kInjectionRoleOverride, "mode",
                R"re(\b(?:enter|enable|activate|switch\w* (?:in)?to|turn on|engage|simulat\w+|initiate|boot|into|in|with|now in)\W{1,3}(?:\w+\W{1,3}){0,3}?(?:developer|dev|god|dan|jailbreak|jailbroken|unrestricted|unfiltered|uncensored|override|opposite|evil|root|sudo|no-?limits?)\W?mode\b)re"
                R"re(|\b(?:developer|god|dan|jailbreak|root|admin|unrestricted|unfiltered|override)\W?mode\W{1,3}(?:is |has been )?(?:now )?(?:enabled|activated|engaged|output|unlocked|initiated|on\b))re",
                0.7},
            // "new instructions:", "your new task is"
            PhraseRule{
                &kInjectionRoleOverride,
                "new instruction|new directive|new rule|new role|new task|new identity|new goal|"
                "new persona|new purpose|new system prompt|new objective",
                R"re(\byour new (?:instructions?|directives?|rules?|role|task|identity|goal|persona|purpose|objective)\W{1,3}(?:is|are|will|shall)\b)re"
                R"re(|\bnew (?:instructions?|directives?|system prompt|task|rules?)\s*:)re"
                R"re(|\b(?:follow|obey|here are)\W(?:\w+\W){0,3}?new (?:instructions?|directives?|rules?)\b)re",
                0.65},
            PhraseRule{
                &kInjectionRoleOverride,
                "system override|admin override|override code|emergency override",
                R"re(\b(?:system|admin|administrator|emergency|security|developer)\W(?:\w+\W)?override\b|\boverride code\b)re",
                0.6},

            // "reveal your system prompt"
            PhraseRule{
                &kInjectionPromptLeak,
                "system prompt|system instruction|system message|initial prompt|initial "
                "instruction|"
                "hidden prompt|hidden instruction|secret prompt|secret instruction|internal prompt|"
                "internal instruction|developer prompt|developer message|developer instruction|"
                "original prompt|original instruction|preprompt|pre prompt|meta prompt|base prompt|"
                "starting prompt|internal guideline|internal rule|hidden rule|"
                "confidential instruction|system configuration",
                REEVE_DISCLOSE
                R"re([^.!?\n]{0,60}?\b(?:your|the|its|those|this|full|exact|entire|complete|any|all)\W(?:\w+\W){0,3}?(?:system|initial|hidden|secret|internal|developer|original|pre|meta|base|starting|confidential)[ -]?(?:prompts?|instructions?|messages?|guidelines?|rules?|configuration)\b)re",
                0.85},
            // "print your instructions verbatim"
            PhraseRule{
                &kInjectionPromptLeak,
                "your instruction|your prompt|your directive|your exact|your full|your entire|"
                "your first|your complete|your current|your own|your previous|your programming",
                REEVE_DISCLOSE
                R"re([^.!?\n]{0,40}?\byour\W(?:\w+\W){0,3}?(?:prompts?|instructions?|directives?|programming)\b)re",
                0.75},
            // "repeat everything above"
            PhraseRule{
                &kInjectionPromptLeak, "above|before this|prior to this|preceding this",
                R"re(\b(?:repeat|print|output|copy|recite|reproduce|echo|reveal|spell|paste|dump|return)\b\W(?:\w+\W{1,3}){0,4}?(?:everything|text|words|sentences?|content|messages?|lines?|instructions?|prompt|all)\W(?:\w+\W){0,3}?(?:above|before this|prior to this|preceding this)\b)re",
                0.75},
            // "what were you told before this conversation"
            PhraseRule{
                &kInjectionPromptLeak,
                "you told|you instructed|you been told|you been instructed|you given|"
                "were you|you were|you been",
                R"re(\b(?:what|which|how)\W(?:\w+\W){0,3}?(?:were|was|have|are) you(?: been)? (?:told|instructed|prompted|configured)\b)re"
                R"re(|\binstructions?\W(?:that\W)?(?:you (?:were|have been)|were you) (?:given|told|provided)\b)re",
                0.6},

            // Control tokens of the chat formats of ChatML, Llama, Gemma, Alpaca
            PhraseRule{
                &kInjectionChatTemplate,
                "im_start|im_end|endoftext|start_header_id|end_header_id|eot_id|begin_of_text|"
                "endofprompt|INST|SYS|start_of_turn|end_of_turn|system|user|assistant|instruction|"
                "human",
                R"re(<\|(?:im_start|im_end|system|user|assistant|endoftext|start_header_id|end_header_id|eot_id|begin_of_text|endofprompt)\|>|(?-i:\[/?INST\]|<</?SYS>>)|<(?:start|end)_of_turn>|#{2,} ?(?:new )?(?:system|instructions?|assistant|human)(?: prompt| message)? ?:|\[(?:system|assistant)\]\(#\w+\))re",
                0.85, true},

            // "send the API keys to https://..."
            PhraseRule{
                &kInjectionExfiltration,
                "conversation|chat history|chat log|password|credential|api key|apikey|secret|"
                "private key|system prompt|environment variable|session token|access token|"
                "cookie|user data|personal data|user information|personal information|"
                "confidential|mailbox|inbox|contact list|history",
                R"re(\b(?:send|forward|e-?mail|post|upload|transmit|exfiltrate|leak|submit|deliver|report|copy|append|encode)\b[^!?\n]{0,80}?\b(?:conversations?|chat (?:history|logs?)|passwords?|credentials?|api ?keys?|apikeys?|secrets?|private keys?|system prompt|environment variables?|(?:session|access) tokens?|cookies?|(?:user|personal) (?:data|information)|confidential|mailbox|inbox|contact list|history)\b[^!?\n]{0,80}?\b(?:to|at|via|into|in)\b[^!?\n]{0,40}?(?:https?://|www\.|[\w.+-]{1,64}@[\w-]{1,63}\.|\bwebhook|\battacker|this (?:address|url|server|endpoint)|the following (?:address|url|server|endpoint)|(?:external|remote) (?:server|endpoint|url|address|site)))re",
                0.8},
            // a Markdown image whose address carries a value to fill in
            PhraseRule{
                &kInjectionExfiltration, "https|http",
                R"re(!\[[^\]\n]{0,80}\]\(https?://[^)\s]{1,120}[?/&=][^)\s]{0,60}(?:\{|\[|<|%7B|\$\{?|=(?:data|history|conversation|secret|prompt|summary|password))[^)\n]{0,80}\)?)re",
                0.8, true, false},

            // Cues of a persona without rules. They name a persona, lift the limits, or forbid to
            // refuse.
            PhraseRule{&kInjectionJailbreakPersona, "do anything now", R"re(\bdo anything now\b)re",
                       1.0},
            PhraseRule{&kInjectionJailbreakPersona,
                       "DAN|DANs|STAN|DUDE|AIM|UCAR|BetterDAN|AntiGPT|EvilBOT",
                       R"re((?-i:\b(?:DAN|STAN|DUDE|AIM|UCAR|BetterDAN|AntiGPT|EvilBOT)\b))re",
                       0.5},
            PhraseRule{&kInjectionJailbreakPersona,
                       "jailbreak|jailbroken|jailbreaking|machiavellian",
                       R"re(\bjailbr\w+|\bmachiavellian\b)re", 0.5},
            PhraseRule{&kInjectionJailbreakPersona,
                       "developer mode|opposite mode|evil mode|god mode",
                       R"re(\b(?:developer|opposite|evil|god) mode\b)re", 0.5},
            PhraseRule{
                &kInjectionJailbreakPersona, "character|role",
                R"re(\b(?:stay|staying|remain|keep|break|breaking|get out of|return to) (?:\w+ ){0,2}?(?:character|your role)\b)re",
                0.4},
            PhraseRule{
                &kInjectionJailbreakPersona,
                "unfiltered|uncensored|unrestricted|amoral|unethical|immoral|unhinged|unbiased",
                R"re(\b(?:unfiltered|uncensored|unrestricted|amoral|unhinged)\b|\b(?:unethical|immoral)\b[^.!?\n]{0,60}\b(?:ai|bot|chatbot|assistant|character|persona|model|gpt)\b)re",
                0.5},
            PhraseRule{
                &kInjectionJailbreakPersona,
                "restriction|limitation|filter|censorship|boundary|boundaries|constraint|moral|"
                "ethic|ethical|guideline|limit|inhibition|safeguard|scruple|principle|warning|"
                "disclaimer|rule",
                R"re(\b(?:without|no|not have|does(?:n['’]t| not) have|has no|have no|free (?:of|from)|freed from|removed?|lack(?:s|ing)?|devoid of|zero|regardless of|ignor(?:e|es|ing)|bypass(?:es|ing)?)\W(?:\w+\W{1,3}){0,4}?(?:restrictions?|limitations?|filter(?:s|ing)?|censorship|boundar(?:y|ies)|constraints?|morals?|ethics|ethical|guidelines?|limits|inhibitions?|safeguards?|scruples|principles|warnings?|disclaimers?|rules)\b)re",
                0.5},
            PhraseRule{
                &kInjectionJailbreakPersona,
                "bound by|restricted by|limited by|constrained by|governed by|confines|abide by|"
                "shackles|chains",
                R"re(\b(?:not|never|n['’]t|no longer|without being|un)\W?(?:\w+\W){0,2}?(?:bound|restricted|limited|constrained|governed|abide) by\b|\bconfines of\b|\b(?:broken|break|free|freed) (?:\w+ ){0,3}?(?:confines|shackles|chains)\b)re",
                0.5},
            PhraseRule{
                &kInjectionJailbreakPersona, "refuse|refusal|decline|refuses|declining|refusing",
                R"re(\b(?:never|not|cannot|can['’]?t|won['’]?t|don['’]?t|doesn['’]?t|without|unable to)\W(?:\w+\W){0,4}?(?:refus(?:e|es|al|ing)|declin(?:e|ing))\b)re",
                0.5},
            PhraseRule{
                &kInjectionJailbreakPersona, "openai|content polic|as an ai",
                R"re(\bopenai(?:['’]s)?\W(?:\w+\W){0,3}?(?:polic(?:y|ies)|guidelines?|rules?|restrictions?|content|limitations?)\b|\bas an ai (?:language )?model\b)re",
                0.4},
            PhraseRule{
                &kInjectionJailbreakPersona,
                "act as|acting as|pretend|roleplay|role play|role playing|you are going to|"
                "simulate|immerse yourself|play the role|take on the|you are a|you are an|"
                "you will be|you will play|hypothetical|fictional|persona|from now on",
                R"re(\b(?:act(?:ing)? as|pretend|role-?play(?:ing)?|role play(?:ing)?|you are going to (?:act|be|pretend|play|role)|simulate|immerse yourself|play the role|take on the (?:role|persona)|you will (?:be|play)|you are an? \w+ (?:named|called)|hypothetical|fictional (?:character|world|story|scenario)|persona|from now on)\b)re",
                0.3},
            PhraseRule{
                &kInjectionJailbreakPersona,
                "illegal|immoral|unethical|dangerous|harmful|inappropriate|offensive|legality|"
                "morality|nsfw|consequence",
                R"re(\b(?:even (?:if|when|though)|regardless|no matter|whether|including|any(?:thing)?|does(?:n['’]t| not) (?:care|matter)|matter)\b[^.!?\n]{0,60}?\b(?:illegal|immoral|unethical|dangerous|harmful|inappropriate|offensive|legality|morality|nsfw|consequences)\b)re",
                0.4},
            PhraseRule{
                &kInjectionJailbreakPersona, "apologize|apologise|apologies|i can t|sorry|i cannot",
                R"re(\b(?:never|not|don['’]?t|avoid|without|no|stop)\W(?:\w+\W){0,4}?["“'‘]?(?:apologi[sz]\w*|sorry|i can['’]?t|i cannot)\b)re",
                0.4},
            PhraseRule{
                &kInjectionJailbreakPersona,
                "two response|two ways|both response|two different|CLASSIC|JAILBREAK",
                R"re(\b(?:two|both) (?:\w+ )?(?:responses|ways|answers|paragraphs|outputs)\b|(?-i:\[?.{0,4}(?:CLASSIC|JAILBREAK)\])|\(.{0,4}(?:CLASSIC|JAILBREAK)\))re",
                0.4},
            PhraseRule{
                &kInjectionJailbreakPersona, "tokens",
                R"re(\b(?:lose|deduct\w*|start with|have|remaining|remove)\W(?:\w+\W){0,4}?tokens\b)re",
                0.3},
};

#undef REEVE_DISOBEY
#undef REEVE_DISCLOSE

}  // namespace

std::span<const PhraseRule> PhraseRules() { return kRules; }

}  // namespace reeve::detectors
