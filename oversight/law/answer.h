// Answers to questions of law: yes, no, unknown, with the logic of Kleene (1952, "Introduction to
// Metamathematics", § 64). Unknown is never taken for no: `unknown && no` is no, for whatever the
// unknown one is, and `unknown && yes` stays unknown.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace reeve::oversight::law {

// In this order the least is "and", the greatest is "or".
enum class Answer : uint8_t { kNo, kUnknown, kYes };

constexpr Answer And(Answer a, Answer b) { return std::min(a, b); }
constexpr Answer Or(Answer a, Answer b) { return std::max(a, b); }
constexpr Answer Not(Answer a) {
  return a == Answer::kYes ? Answer::kNo : a == Answer::kNo ? Answer::kYes : a;
}
constexpr Answer AnswerOf(bool holds) { return holds ? Answer::kYes : Answer::kNo; }

constexpr std::string_view AnswerName(Answer answer) {
  return answer == Answer::kYes ? "yes" : answer == Answer::kNo ? "no" : "unknown";
}

}  // namespace reeve::oversight::law
