// The entities of injection phrases.
// Thread-safety: constant data.
#pragma once

#include "detectors/catalogue.h"

namespace reeve::detectors {

inline constexpr EntityEntry kInjectionIgnoreInstructions{
    .name = "INJECTION_IGNORE_INSTRUCTIONS",
    .category = Category::kInjection,
    .kind = Kind::kPhrase,
    .title = "order to disregard the instructions",
    .source = "OWASP LLM01:2025",
};
inline constexpr EntityEntry kInjectionRoleOverride{
    .name = "INJECTION_ROLE_OVERRIDE",
    .category = Category::kInjection,
    .kind = Kind::kPhrase,
    .title = "order to take another role or mode",
    .source = "OWASP LLM01:2025",
};
inline constexpr EntityEntry kInjectionPromptLeak{
    .name = "INJECTION_PROMPT_LEAK",
    .category = Category::kInjection,
    .kind = Kind::kPhrase,
    .title = "demand for the system prompt",
    .source = "OWASP LLM07:2025",
};
inline constexpr EntityEntry kInjectionChatTemplate{
    .name = "INJECTION_CHAT_TEMPLATE",
    .category = Category::kInjection,
    .kind = Kind::kPhrase,
    .title = "control token of a chat template",
    .source = "OWASP LLM01:2025",
};
inline constexpr EntityEntry kInjectionExfiltration{
    .name = "INJECTION_EXFILTRATION",
    .category = Category::kInjection,
    .kind = Kind::kPhrase,
    .title = "order to send secrets elsewhere",
    .source = "OWASP LLM02:2025",
};
inline constexpr EntityEntry kInjectionJailbreakPersona{
    .name = "INJECTION_JAILBREAK_PERSONA",
    .category = Category::kInjection,
    .kind = Kind::kPhrase,
    .title = "persona without rules",
    .source = "OWASP LLM01:2025",
};

inline constexpr const EntityEntry* kInjectionEntities[] = {
    &kInjectionIgnoreInstructions, &kInjectionRoleOverride, &kInjectionPromptLeak,
    &kInjectionChatTemplate,       &kInjectionExfiltration, &kInjectionJailbreakPersona};

}  // namespace reeve::detectors
