#include "policy/cel/english_words.h"

#include <array>
#include <utility>

namespace reeve::cel {

std::string_view Relation(Operator op) {
  switch (op) {
    case Operator::kEqual:
      return "is";
    case Operator::kNotEqual:
      return "is not";
    case Operator::kLess:
      return "is below";
    case Operator::kLessEqual:
      return "is at most";
    case Operator::kGreater:
      return "is above";
    case Operator::kGreaterEqual:
      return "is at least";
    case Operator::kIn:
      return "is one of";
    case Operator::kAdd:
      return "plus";
    case Operator::kSubtract:
      return "minus";
    case Operator::kMultiply:
      return "times";
    case Operator::kDivide:
      return "divided by";
    default:
      return "modulo";
  }
}

Operator Opposite(Operator op) {
  switch (op) {
    case Operator::kEqual:
      return Operator::kNotEqual;
    case Operator::kNotEqual:
      return Operator::kEqual;
    default:
      return Operator::kNone;
  }
}

std::string Words(std::string_view name) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  std::string out;
  for (size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c == '_' || c == '.') {
      out += ' ';
    } else if (upper(c) && i > 0 && lower(name[i - 1])) {
      out += {' ', static_cast<char>(c | 0x20)};
    } else {
      out += c;
    }
  }
  return out;
}

std::string Singular(const std::string& words) {
  if (words.size() > 4 && words.ends_with("ies")) return words.substr(0, words.size() - 3) + "y";
  const bool plural =
      words.size() > 3 && words.ends_with("s") && !words.ends_with("ss") && !words.ends_with("us");
  return plural ? words.substr(0, words.size() - 1) : "element of " + words;
}

std::string Listed(const std::vector<std::string>& items, std::string_view last, bool comma) {
  std::string out;
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 == items.size() ? (comma ? ", " : " ") + std::string(last) + " " : ", ";
    out += items[i];
  }
  return out;
}

std::string_view PartOfTime(std::string_view function) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kParts = {
      {{"getFullYear", "the year of"},
       {"getMonth", "the month (0 is January) of"},
       {"getDate", "the day of the month of"},
       {"getDayOfYear", "the day of the year (from 0) of"},
       {"getDayOfWeek", "the day of the week (0 is Sunday) of"},
       {"getHours", "the hour of"},
       {"getMinutes", "the minute of"},
       {"getSeconds", "the second of"}}};
  for (const auto& [name, words] : kParts) {
    if (name == function) return words;
  }
  return "";
}

}  // namespace reeve::cel
