// Templates: policies with blanks, and the questions whose answers fill them. Data of the project
// (cli/templates), read strictly.
//
//   title: Payment cards
//   about: Masks, replaces, holds or refuses payment card numbers.
//   questions:
//     - { key: id, ask: Id of the policy, kind: id, default: card-numbers }
//     - { key: deadline, ask: By when, kind: duration, default: 4h, if: effect=hold }
//   policy: |
//     metadata: { id: {{id}} }
//         {{if effect=hold}}hold: { roles: {{roles}}, deadline: {{deadline}} }
//
// A blank is {{KEY}} or {{KEY.FORM}}; a line that begins {{if CONDITION}} stays only where that
// holds: `KEY` is answered, `KEY=WORD` has that word, `KEY!=WORD` has not. Forms: first (of a
// list), other (a text that is not in it), above and below (a number), cel (as conditions write
// it), pattern (of a list: a regular expression, as conditions write it).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/bundle.h"

namespace reeve::policy {

enum class AnswerKind : uint8_t {
  kId,
  kText,      // one line
  kWord,      // one of `words`
  kWords,     // some of `words`, with commas between
  kTexts,     // texts, with commas between
  kNumber,    // from 0 to 1e12
  kCount,     // a whole number from 1 to 1000
  kDuration,  // 1m to 366d
};

// Whether an answer has parts: kWords, kTexts.
bool HasParts(AnswerKind kind);

struct Question {
  std::string key;
  std::string ask;
  AnswerKind kind = AnswerKind::kText;
  std::vector<std::string> words;
  std::string by_default;  // empty: there is none
  bool optional = false;   // may be answered with nothing
  std::string condition;   // of asking it; empty: always
};

struct PolicyTemplate {
  std::string name;  // of its file, without the ending
  std::string title;
  std::string about;
  std::vector<Question> questions;
  std::string policy;
};

// By key. An empty answer is that of an optional question.
using Answers = std::map<std::string, std::string, std::less<>>;

// template.invalid, with the place.
Result<PolicyTemplate> ReadTemplate(const SourceFile& file);

// Whether the answers so far ask for it.
bool IsAsked(const Question& question, const Answers& answers);

// For a condition of a question or of a line.
bool TemplateConditionHolds(std::string_view condition, const Answers& answers);
// The parts of an answer: one, but for an answer of several.
std::vector<std::string> TemplateValues(const PolicyTemplate& from, const Answers& answers,
                                        std::string_view key);

// What is wrong with an answer. template.answer
Status CheckAnswer(const Question& question, const std::string& answer);

// The document, in canonical form. Precondition: every question that is asked has an answer that
// CheckAnswer let pass.
std::string FillTemplate(const PolicyTemplate& from, const Answers& answers);

}  // namespace reeve::policy
