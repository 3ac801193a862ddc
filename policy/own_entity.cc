#include "policy/own_entity.h"

#include <algorithm>

namespace reeve::policy {
namespace {

bool IsBlank(char c) { return std::string_view(" \t\r\n\f\v_-").find(c) != std::string_view::npos; }

bool Counts(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

const std::vector<std::string>& EntityCategories() {
  static const std::vector<std::string> kWords = {
      "pii", "special_category", "payment", "secret", "injection", "jailbreak", "topic", "mention"};
  return kWords;
}

const std::vector<std::string>& CheckWords() {
  static const std::vector<std::string> kWords = {"luhn",     "verhoeff", "mod11_10", "mod11_2",
                                                  "mod37_36", "mod97_10", "icao731"};
  return kWords;
}

bool CanBeTerm(std::string_view text) {
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text.size() >= 2 && std::any_of(text.begin(), text.end(), Counts);
}

std::string DifferencesOf(const OwnEntity& a, const OwnEntity& b) {
  std::string out;
  const auto differ = [&out](std::string_view what, bool same) {
    if (!same) (out += out.empty() ? "" : ", ") += what;
  };
  differ("category", a.category == b.category);
  differ("patterns", a.patterns == b.patterns);
  differ("check", a.check == b.check);
  differ("terms", a.terms == b.terms);
  differ("list", a.list == b.list);
  differ("exact_case", a.exact_case == b.exact_case);
  differ("words", a.words == b.words);
  differ("needs_word", a.needs_word == b.needs_word);
  differ("score", a.score == b.score);
  return out;
}

}  // namespace reeve::policy
