#include "oversight/law/fact_value.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace reeve::oversight::law {
namespace {

FactValue Known(Answer answer) {
  FactValue out;
  out.answer = answer;
  out.known = answer != Answer::kUnknown;
  return out;
}

std::optional<Answer> AnswerIn(const json::Value& value) {
  if (value.as_bool() != nullptr) return AnswerOf(*value.as_bool());
  if (value.is_null()) return Answer::kUnknown;
  const std::string* text = value.as_string();
  if (text == nullptr) return std::nullopt;
  if (*text == "yes" || *text == "true") return Answer::kYes;
  if (*text == "no" || *text == "false") return Answer::kNo;
  if (*text == "unknown" || *text == "null" || *text == "~") return Answer::kUnknown;
  return std::nullopt;
}

bool IsUnknown(const json::Value& value) { return AnswerIn(value) == Answer::kUnknown; }

Error Wrong(const Name& name, std::string_view wanted) {
  return {"law.fact_value", "`" + name.key + "` is " + std::string(wanted) + ", or unknown"};
}

Result<FactValue> ReadWords(const Name& name, const json::Value& value) {
  json::Array one;
  if (value.as_string() != nullptr) one.push_back(value);
  const json::Array* items = value.as_array() != nullptr ? value.as_array() : &one;
  if (items->empty() && value.as_array() == nullptr) return Wrong(name, "a list of words");
  FactValue out = Known(Answer::kYes);
  for (const json::Value& item : *items) {
    const std::string* word = item.as_string();
    if (word == nullptr) return Wrong(name, "a list of words");
    if (std::find(name.words.begin(), name.words.end(), *word) == name.words.end()) {
      std::string message = "`" + name.key + "` is never `" + std::string(Clip(*word, 64)) + "`";
      const std::string near = DidYouMeanSuffix(*word, name.words);
      if (near.empty()) {
        message += "; it is one of";
        for (size_t i = 0; i < name.words.size(); ++i) {
          message += (i == 0 ? " `" : ", `") + name.words[i] + "`";
        }
      }
      return Error{"law.unknown_word", message + near};
    }
    out.words.push_back(*word);
  }
  return out;
}

Result<FactValue> ReadNamed(const Name& name, const json::Value& value) {
  if (const auto answer = AnswerIn(value)) return Known(*answer);
  const std::string* text = value.as_string();
  if (text == nullptr) return Wrong(name, "yes, no, or a name");
  FactValue out = Known(*text == "none" || text->empty() ? Answer::kNo : Answer::kYes);
  out.text = *text;
  return out;
}

Result<FactValue> ReadDateValue(const Name& name, const json::Value& value) {
  const std::string* text = value.as_string();
  const auto date = text == nullptr ? std::nullopt : ParseDate(*text);
  if (!date) return Error{"law.date", "`" + name.key + "` is a date such as 2027-12-02, or null"};
  FactValue out = Known(Answer::kYes);
  out.date = *date;
  return out;
}

Result<FactValue> ReadNumberValue(const Name& name, const json::Value& value) {
  FactValue out = Known(Answer::kYes);
  if (value.as_int() != nullptr) {
    out.number = static_cast<double>(*value.as_int());
  } else if (value.as_uint() != nullptr) {
    out.number = static_cast<double>(*value.as_uint());
  } else if (value.as_double() != nullptr) {
    out.number = *value.as_double();
  } else {
    return Wrong(name, "a number");
  }
  return out;
}

}  // namespace

Result<FactValue> ReadFactValue(const Name& name, const json::Value& value) {
  if (value.as_string() != nullptr && value.as_string()->size() > kMaxFactText) {
    return Error{"law.too_long",
                 "`" + name.key + "` has more than " + std::to_string(kMaxFactText) + " bytes"};
  }
  if (name.type == FactType::kYesNo) {
    if (const auto answer = AnswerIn(value)) return Known(*answer);
    return Wrong(name, "yes, no");
  }
  if (IsUnknown(value)) return FactValue{};
  switch (name.type) {
    case FactType::kNamed:
      return ReadNamed(name, value);
    case FactType::kDate:
      return ReadDateValue(name, value);
    case FactType::kNumber:
      return ReadNumberValue(name, value);
    case FactType::kWord:
    case FactType::kWords: {
      if (name.type == FactType::kWord && value.as_string() == nullptr)
        return Wrong(name, "a word");
      return ReadWords(name, value);
    }
    default:
      break;
  }
  if (value.as_string() == nullptr) return Wrong(name, "a text");
  FactValue out = Known(Answer::kYes);
  out.text = *value.as_string();
  return out;
}

FactValue NoValue(const Name& name) {
  FactValue out;
  out.known = name.type != FactType::kDate && name.type != FactType::kNumber;
  out.answer = out.known ? Answer::kNo : Answer::kUnknown;
  return out;
}

}  // namespace reeve::oversight::law
