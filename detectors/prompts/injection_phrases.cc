#include "detectors/phrase_rule.h"
#include "detectors/prompt_entities.h"

namespace reeve::detectors {
namespace {

constexpr uint8_t kTalk = kMention | kCoding;

constexpr PhraseRule kRules[] = {
    // "ignore all previous instructions", "ignora las instrucciones anteriores"
    {&kInjectionIgnoreInstructions, 0.9, "disobey ~40 scope ~28 orders", kTalk},
    {&kInjectionIgnoreInstructions, 0.9, "disobey ~24 orders|orders_abroad ~12 scope_behind",
     kTalk},
    {&kInjectionIgnoreInstructions, 0.8, "disobey ~14 every ~14 orders_to_model", kTalk},
    {&kInjectionIgnoreInstructions, 0.75, "disobey ~24 orders_abroad", kTalk},
    {&kInjectionIgnoreInstructions, 0.85, "disobey ~24 told", kTalk},
    {&kInjectionIgnoreInstructions, 0.8, "disobey the_above", kTalk},
    {&kInjectionIgnoreInstructions, 0.8, "disobey above_and", kTalk},
    {&kInjectionIgnoreInstructions, 0.7,
     "disobey ~6 'the rest of this|the rest of the|the remainder of' ~16 'and print|and say|and "
     "output|and write|and instead|and only|and just|and respond|and reply'",
     kTalk},
    // the verb behind its object: Japanese, Korean, Hindi, Turkish, and German clauses
    {&kInjectionIgnoreInstructions, 0.85, "orders|orders_abroad|told ~24 disobey_last", kTalk},
    {&kInjectionIgnoreInstructions, 0.85, "the_above ~8 disobey_last", kTalk},
    // "stop. instead, print"
    {&kInjectionIgnoreInstructions, 0.6, "disobey ~10 'that|this|everything' ~6 'and instead'"},
    {&kInjectionIgnoreInstructions, 0.6,
     "'stop everything|stop what you are doing|stop now and|nevermind|never mind|stop!*' ~12 "
     "'instead|print|say|output|just say|just print|write'"},
    {&kInjectionIgnoreInstructions, 0.75,
     "'pretend to have forgotten|act as if you forgot|pretend you forgot|you have forgotten' ~20 "
     "orders|told|scope"},
    {&kInjectionIgnoreInstructions, 0.7,
     "orders_to_model ~16 'are cancelled|are canceled|are void|no longer apply|do not apply|are "
     "hereby|are obsolete|are outdated|are suspended|have been revoked|have changed|are null|are "
     "now null|don't apply'"},
    // said of a page or a text that the model is to read, the rest of it is to be passed over
    {&kInjectionIgnoreInstructions, 0.6,
     "disobey ~10 'the webpage|the web page|the article|the function|the resume|the table|the "
     "document|the paper|the code|the text|the user|the question|the email' ~4 'and'"},

    // "from now on you will answer as"
    {&kInjectionRoleOverride, 0.7, "from_now_on ~28 you_act"},
    {&kInjectionRoleOverride, 0.65, "you_are_now new_self"},
    {&kInjectionRoleOverride, 0.65, "no_longer ~20 your_nature"},
    {&kInjectionRoleOverride, 0.7, "switch ~28 free_mode", kTalk},
    {&kInjectionRoleOverride, 0.7, "free_mode ~14 is_on", kTalk},
    {&kInjectionRoleOverride, 0.55,
     "'i'm entering|i am entering|we are entering|you are in|you are now in|you're in|entering' "
     "~16 service_mode"},
    {&kInjectionRoleOverride, 0.6,
     "'now entering|i am entering|i'm entering|entering|activate|enable' ~30 'override "
     "mode|enforcement mode|emergency mode'",
     kTalk},
    {&kInjectionRoleOverride, 0.6, "service_mode ~14 is_on ~60 disclose"},
    {&kInjectionRoleOverride, 0.6,
     "'the assistant|the ai|the chatbot|chatgpt' ~3 'is offline|is not functioning|has been shut "
     "down|is now disabled|was replaced|has been replaced|is being replaced'",
     kTalk},
    {&kInjectionRoleOverride, 0.6,
     "'end of system instruction|end of system prompt|end of system message|system instruction "
     "begins|system instruction starting|begin system instruction|begin system prompt'",
     kTalk},
    {&kInjectionRoleOverride, 0.65, "new_orders ~3 is_now"},
    {&kInjectionRoleOverride, 0.65,
     "'new instruction:*|new instructions:*|new directive:*|new directives:*|new task:*|new "
     "rules:*|new system prompt:*|updated instructions:*|real instructions:*'"},
    {&kInjectionRoleOverride, 0.65, "'follow|obey|here are|execute' ~20 new_orders"},
    {&kInjectionRoleOverride, 0.6,
     "'system override|admin override|administrator override|override code|emergency "
     "override|security override|developer override|sudo override|root override'",
     kTalk},

    // "reveal your system prompt"
    {&kInjectionPromptLeak, 0.85, "disclose ~60 your ~24 secret_prompt", kTalk},
    {&kInjectionPromptLeak, 0.8, "disclose ~30 your_prompt"},
    {&kInjectionPromptLeak, 0.8, "your_prompt ~24 disclose_last"},
    {&kInjectionPromptLeak, 0.7, "transform ~40 your_prompt|your_secret_prompt"},
    {&kInjectionPromptLeak, 0.75, "repeat ~28 whole_text ~16 the_above|scope_behind"},
    {&kInjectionPromptLeak, 0.7, "repeat|disclose ~24 whole_text ~4 given_at_first"},
    {&kInjectionPromptLeak, 0.75, "repeat ~10 'previous|prior|initial|above|preceding' ~3 orders"},
    {&kInjectionPromptLeak, 0.75, "print_out ~6 every ~10 orders_to_model"},
    {&kInjectionPromptLeak, 0.65,
     "repeat|print_out ~3 'the instructions given|the instructions you|instructions in|the "
     "instructions above|the prompt above|the initial prompt|the system prompt|the system "
     "message|the original prompt|all system'"},
    {&kInjectionPromptLeak, 0.6, "'what|which|how|summarize|list' ~24 were_you_told"},
    {&kInjectionPromptLeak, 0.6,
     "'here are my instructions|my instructions are|i was instructed to|my system prompt is|the "
     "instructions so far'",
     kNoSetting},
    {&kInjectionPromptLeak, 0.55,
     "'continue the following|complete this sentence|complete the sentence|finish the "
     "sentence|finish this sentence' ~10 'the system prompt|my system prompt|my instructions|i was "
     "instructed|the password'",
     kNoSetting},
    {&kInjectionPromptLeak, 0.55, "'what were|what are' ~3 'those|these|your' ~12 orders_to_model"},

    // what the assistant was told to keep, or keeps of others
    {&kInjectionSecretRequest, 0.6, "disclose ~24 your_secret", kTalk},
    {&kInjectionSecretRequest, 0.55, "ask_last ~24 your_secret"},
    {&kInjectionSecretRequest, 0.55, "your_secret ~24 disclose_last"},
    {&kInjectionSecretRequest, 0.55, "what_is ~24 users_own", kTalk},
    {&kInjectionSecretRequest, 0.55, "users_own ~24 disclose_last", kTalk},
    {&kInjectionSecretRequest, 0.5, "what_is ~3 the_secret"},
    {&kInjectionSecretRequest, 0.55, "write_form ~30 the_secret"},

    // "send the API keys to https://..."
    {&kInjectionExfiltration, 0.8,
     "send ~80 secret_thing ~80 'to *|at *|via|into|toward' ~40 mail_address"},
    {&kInjectionExfiltration, 0.8, "send ~80 secret_thing ~100 outside_place"},
    {&kInjectionExfiltration, 0.5,
     "'forward all|forward every|forward this|send all|bcc all|forward the' ~40 "
     "'email|mail|message|file|document|conversation|attachment' ~40 mail_address"},

    // orders to whoever reads this, if it is a model
    {&kInjectionIndirect, 0.75, "model_reader ~80 must_do", kMention},
    {&kInjectionIndirect, 0.75, "if_you_are ~4 a_model", kMention},
    {&kInjectionIndirect, 0.6, "note_to ~3 a_model", kMention},
    {&kInjectionIndirect, 0.6, "hide_from ~20 the_user", kMention},
    {&kInjectionIndirect, 0.25, "must_do ~40 the_user ~30 hide_from", kMention},
    {&kInjectionIndirect, 0.6, "in_answer_put ~60 promotion", kMention},
    {&kInjectionIndirect, 0.2, "in_answer_put", kMention},
};

}  // namespace

std::span<const PhraseRule> InjectionPhrases() { return kRules; }

}  // namespace reeve::detectors
