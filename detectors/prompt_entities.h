// The entities of what people write to and around a model: injection, jailbreaks, topics of
// acceptable use, and the categories of GDPR Article 9.
//
// Each topic is an entity of its own, so that a policy asks for one or for all ("topic").
//
// Thread-safety: constant data.
#pragma once

#include "detectors/catalogue.h"

namespace reeve::detectors {

namespace internal {
constexpr EntityEntry Phrase(std::string_view name, Category category, std::string_view title,
                             std::string_view source) {
  return {
      .name = name, .category = category, .kind = Kind::kPhrase, .title = title, .source = source};
}
constexpr EntityEntry Topic(std::string_view name, std::string_view title) {
  return Phrase(name, Category::kTopic, title, "acceptable use");
}
constexpr EntityEntry Special(std::string_view name, std::string_view title) {
  return Phrase(name, Category::kSpecialCategory, title, "GDPR Article 9(1)");
}
}  // namespace internal

inline constexpr EntityEntry kInjectionIgnoreInstructions =
    internal::Phrase("INJECTION_IGNORE_INSTRUCTIONS", Category::kInjection,
                     "order to disregard the instructions", "OWASP LLM01:2025");
inline constexpr EntityEntry kInjectionRoleOverride =
    internal::Phrase("INJECTION_ROLE_OVERRIDE", Category::kInjection,
                     "order to take another role or mode", "OWASP LLM01:2025");
inline constexpr EntityEntry kInjectionPromptLeak =
    internal::Phrase("INJECTION_PROMPT_LEAK", Category::kInjection, "demand for the system prompt",
                     "OWASP LLM07:2025");
inline constexpr EntityEntry kInjectionChatTemplate =
    internal::Phrase("INJECTION_CHAT_TEMPLATE", Category::kInjection,
                     "control token of a chat template", "OWASP LLM01:2025");
inline constexpr EntityEntry kInjectionExfiltration =
    internal::Phrase("INJECTION_EXFILTRATION", Category::kInjection,
                     "order to send secrets elsewhere", "OWASP LLM02:2025");
inline constexpr EntityEntry kInjectionSecretRequest =
    internal::Phrase("INJECTION_SECRET_REQUEST", Category::kInjection,
                     "demand for a secret or for the data of another user", "OWASP LLM02:2025");
inline constexpr EntityEntry kInjectionIndirect = internal::Phrase(
    "INJECTION_INDIRECT", Category::kInjection,
    "order to an assistant inside a document or a tool result", "OWASP LLM01:2025");
inline constexpr EntityEntry kJailbreakPersona = internal::Phrase(
    "JAILBREAK_PERSONA", Category::kJailbreak, "persona without rules", "OWASP LLM01:2025");
inline constexpr EntityEntry kJailbreakLimitsOff =
    internal::Phrase("JAILBREAK_LIMITS_OFF", Category::kJailbreak,
                     "order to switch safety rules off", "OWASP LLM01:2025");
inline constexpr EntityEntry kJailbreakHypothetical =
    internal::Phrase("JAILBREAK_HYPOTHETICAL", Category::kJailbreak,
                     "world without ethics as a pretext", "OWASP LLM01:2025");
inline constexpr EntityEntry kTopicWeapons =
    internal::Topic("TOPIC_WEAPONS", "weapons and explosives");
inline constexpr EntityEntry kTopicCbrn =
    internal::Topic("TOPIC_CBRN", "chemical, biological, radiological and nuclear weapons");
inline constexpr EntityEntry kTopicViolence =
    internal::Topic("TOPIC_VIOLENCE", "violence against people");
inline constexpr EntityEntry kTopicSelfHarm =
    internal::Topic("TOPIC_SELF_HARM", "suicide and self-harm");
inline constexpr EntityEntry kTopicSexual = internal::Topic("TOPIC_SEXUAL", "sexual content");
inline constexpr EntityEntry kTopicChildSexual =
    internal::Topic("TOPIC_CHILD_SEXUAL", "sexual content with minors");
inline constexpr EntityEntry kTopicDrugs = internal::Topic("TOPIC_DRUGS", "illegal drugs");
inline constexpr EntityEntry kTopicMalware = internal::Topic("TOPIC_MALWARE", "malicious software");
inline constexpr EntityEntry kTopicIntrusion =
    internal::Topic("TOPIC_INTRUSION", "intrusion into systems and accounts");
inline constexpr EntityEntry kTopicFraud =
    internal::Topic("TOPIC_FRAUD", "fraud, scams and forgery");
inline constexpr EntityEntry kTopicTheft =
    internal::Topic("TOPIC_THEFT", "theft, burglary, smuggling");
inline constexpr EntityEntry kTopicHate = internal::Topic("TOPIC_HATE", "hate and discrimination");
inline constexpr EntityEntry kTopicHarassment =
    internal::Topic("TOPIC_HARASSMENT", "harassment, threats, blackmail");
inline constexpr EntityEntry kTopicTerrorism =
    internal::Topic("TOPIC_TERRORISM", "terrorism and extremism");
inline constexpr EntityEntry kTopicTrafficking =
    internal::Topic("TOPIC_TRAFFICKING", "trade in human beings");
inline constexpr EntityEntry kTopicPrivacy =
    internal::Topic("TOPIC_PRIVACY", "invasion of privacy, doxxing, surveillance");
inline constexpr EntityEntry kTopicElection =
    internal::Topic("TOPIC_ELECTION", "interference with elections");
inline constexpr EntityEntry kTopicDisinformation =
    internal::Topic("TOPIC_DISINFORMATION", "disinformation");
inline constexpr EntityEntry kTopicCopyright =
    internal::Topic("TOPIC_COPYRIGHT", "reproduction of protected works");
inline constexpr EntityEntry kTopicManipulation =
    internal::Topic("TOPIC_MANIPULATION", "psychological manipulation");
inline constexpr EntityEntry kTopicMedicalAdvice =
    internal::Topic("TOPIC_MEDICAL_ADVICE", "request for individual medical advice");
inline constexpr EntityEntry kSpecialHealth =
    internal::Special("SPECIAL_HEALTH", "health of a person");
inline constexpr EntityEntry kSpecialReligion =
    internal::Special("SPECIAL_RELIGION", "religion or belief of a person");
inline constexpr EntityEntry kSpecialPolitics =
    internal::Special("SPECIAL_POLITICS", "political opinion of a person");
inline constexpr EntityEntry kSpecialUnion =
    internal::Special("SPECIAL_UNION", "trade union membership of a person");
inline constexpr EntityEntry kSpecialEthnicity =
    internal::Special("SPECIAL_ETHNICITY", "racial or ethnic origin of a person");
inline constexpr EntityEntry kSpecialSexLife =
    internal::Special("SPECIAL_SEX_LIFE", "sex life of a person");
inline constexpr EntityEntry kSpecialOrientation =
    internal::Special("SPECIAL_ORIENTATION", "sexual orientation of a person");
inline constexpr EntityEntry kSpecialGenetics =
    internal::Special("SPECIAL_GENETICS", "genetic data of a person");
inline constexpr EntityEntry kSpecialBiometrics =
    internal::Special("SPECIAL_BIOMETRICS", "biometric data of a person");

inline constexpr const EntityEntry* kPromptEntities[] = {&kInjectionIgnoreInstructions,
                                                         &kInjectionRoleOverride,
                                                         &kInjectionPromptLeak,
                                                         &kInjectionChatTemplate,
                                                         &kInjectionExfiltration,
                                                         &kInjectionSecretRequest,
                                                         &kInjectionIndirect,
                                                         &kJailbreakPersona,
                                                         &kJailbreakLimitsOff,
                                                         &kJailbreakHypothetical,
                                                         &kTopicWeapons,
                                                         &kTopicCbrn,
                                                         &kTopicViolence,
                                                         &kTopicSelfHarm,
                                                         &kTopicSexual,
                                                         &kTopicChildSexual,
                                                         &kTopicDrugs,
                                                         &kTopicMalware,
                                                         &kTopicIntrusion,
                                                         &kTopicFraud,
                                                         &kTopicTheft,
                                                         &kTopicHate,
                                                         &kTopicHarassment,
                                                         &kTopicTerrorism,
                                                         &kTopicTrafficking,
                                                         &kTopicPrivacy,
                                                         &kTopicElection,
                                                         &kTopicDisinformation,
                                                         &kTopicCopyright,
                                                         &kTopicManipulation,
                                                         &kTopicMedicalAdvice,
                                                         &kSpecialHealth,
                                                         &kSpecialReligion,
                                                         &kSpecialPolitics,
                                                         &kSpecialUnion,
                                                         &kSpecialEthnicity,
                                                         &kSpecialSexLife,
                                                         &kSpecialOrientation,
                                                         &kSpecialGenetics,
                                                         &kSpecialBiometrics};

}  // namespace reeve::detectors
