// What somebody said of one key of a law table.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "oversight/law/answer.h"
#include "oversight/law/date.h"
#include "oversight/law/names.h"

namespace reeve::oversight::law {

// Longer texts in a file of facts are refused: law.too_long
inline constexpr size_t kMaxFactText = 4096;

struct FactValue {
  bool known = false;
  Answer answer = Answer::kUnknown;  // of yes and no, and of what may be named
  std::string text;
  std::vector<std::string> words;
  Date date{};
  double number = 0;

  friend bool operator==(const FactValue&, const FactValue&) = default;
};

// The value as the type of the name has it: true, false, "yes", "no", "unknown", null (which is
// unknown), texts, dates, numbers, lists of words. law.fact_value, law.unknown_word, law.date
Result<FactValue> ReadFactValue(const Name& name, const json::Value& value);

// What silence is taken for when absent facts count as no: no, no words, no date.
FactValue NoValue(const Name& name);

}  // namespace reeve::oversight::law
