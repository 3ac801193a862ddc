// ReadCitation: a scheme by its names, then the item by the rule of the scheme.
#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "policy/catalogue.h"

namespace reeve::policy {
namespace {

struct Name {
  std::string_view written;
  std::string_view scheme;
};
// Longer ones before those that they begin with.
constexpr std::array<Name, 17> kNames = {{{"Regulation (EU) 2024/1689", "EU AI Act"},
                                          {"EU AI Act", "EU AI Act"},
                                          {"AI Act", "EU AI Act"},
                                          {"Regulation (EU) 2016/679", "GDPR"},
                                          {"EU GDPR", "GDPR"},
                                          {"GDPR", "GDPR"},
                                          {"ISO/IEC 42001:2023", "ISO/IEC 42001"},
                                          {"ISO/IEC 42001", "ISO/IEC 42001"},
                                          {"ISO 42001:2023", "ISO/IEC 42001"},
                                          {"ISO 42001", "ISO/IEC 42001"},
                                          {"NIST AI RMF 1.0", "NIST AI RMF"},
                                          {"NIST AI RMF", "NIST AI RMF"},
                                          {"AI RMF", "NIST AI RMF"},
                                          {"OWASP LLM Top 10", "OWASP"},
                                          {"OWASP Agentic Top 10", "OWASP"},
                                          {"OWASP", "OWASP"},
                                          {"Reeve", "Reeve"}}};

constexpr std::array<std::string_view, 38> kIsoControls = {
    "A.2.2",   "A.2.3",   "A.2.4",   "A.3.2",   "A.3.3",   "A.4.2",   "A.4.3",   "A.4.4",
    "A.4.5",   "A.4.6",   "A.5.2",   "A.5.3",   "A.5.4",   "A.5.5",   "A.6.1.2", "A.6.1.3",
    "A.6.2.2", "A.6.2.3", "A.6.2.4", "A.6.2.5", "A.6.2.6", "A.6.2.7", "A.6.2.8", "A.7.2",
    "A.7.3",   "A.7.4",   "A.7.5",   "A.7.6",   "A.8.2",   "A.8.3",   "A.8.4",   "A.8.5",
    "A.9.2",   "A.9.3",   "A.9.4",   "A.10.2",  "A.10.3",  "A.10.4"};

struct Function {
  std::string_view name;
  std::array<int, 6> subcategories;  // of its categories; 0: there is none
};
constexpr std::array<Function, 4> kFunctions = {{{"GOVERN", {7, 3, 2, 3, 2, 2}},
                                                 {"MAP", {6, 3, 5, 2, 2, 0}},
                                                 {"MEASURE", {3, 13, 3, 3, 0, 0}},
                                                 {"MANAGE", {4, 4, 2, 3, 0, 0}}}};

char Lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

std::string Lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return Lower(c); });
  return out;
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == ',' || text.front() == ':')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Takes a name off the beginning, up to the end of a word and in any case of letters.
bool Take(std::string_view name, std::string_view* text) {
  if (Lower(text->substr(0, name.size())) != Lower(name)) return false;
  if (text->size() > name.size() &&
      std::isalnum(static_cast<unsigned char>((*text)[name.size()]))) {
    return false;
  }
  *text = Trimmed(text->substr(name.size()));
  return true;
}

// The number at the beginning, which is taken off; -1 where there is none.
int TakeNumber(std::string_view* text) {
  int number = -1;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || number < 0) return -1;
  text->remove_prefix(static_cast<size_t>(end - text->data()));
  return number;
}

std::string Quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

// "(4)(e)" of what follows an article's number; further words are left out.
std::string Paragraphs(std::string_view rest) {
  std::string out;
  while (!rest.empty() && rest.front() == '(') {
    const size_t end = rest.find(')');
    if (end == std::string_view::npos) break;
    out += rest.substr(0, end + 1);
    rest.remove_prefix(end + 1);
  }
  return out;
}

int RomanNumber(std::string_view text) {
  constexpr std::array<std::string_view, 14> kRoman = {
      "", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII"};
  const auto found = std::find(kRoman.begin() + 1, kRoman.end(), text);
  return found == kRoman.end() ? -1 : static_cast<int>(found - kRoman.begin());
}

Citation Article(const std::string& scheme, int articles, std::string_view rest) {
  int number = TakeNumber(&rest);
  std::string letter;
  // Amendments put articles between others: 4a.
  if (!rest.empty() && std::islower(static_cast<unsigned char>(rest.front())) &&
      (rest.size() == 1 || !std::isalpha(static_cast<unsigned char>(rest[1])))) {
    letter = rest.front();
    rest.remove_prefix(1);
  }
  const std::string item = "Art. " + std::to_string(number) + letter;
  if (number >= 1 && number <= articles) return {scheme, item + Paragraphs(rest), ""};
  return {scheme, "",
          number < 0 ? "an article of " + scheme + " is cited by its number, such as `Art. 5`"
                     : scheme + " has articles 1 to " + std::to_string(articles) + ", and no " +
                           Quoted(item)};
}

// Of what begins with no word that the scheme has for its parts, the scheme as a whole is meant.
Citation OfLaw(const std::string& scheme, int articles, bool has_annexes, std::string_view rest) {
  for (const std::string_view word : {"Articles", "Article", "Arts.", "Art.", "Art"}) {
    std::string_view after = rest;
    // `Art.5` has no blank, so that the word ends where the number begins.
    if (Lower(after.substr(0, word.size())) != Lower(word)) continue;
    after = Trimmed(after.substr(word.size()));
    return Article(scheme, articles, after);
  }
  if (!has_annexes || !Take("Annex", &rest)) return {scheme, "", ""};
  const std::string_view number = rest.substr(0, rest.find_first_not_of("IVX"));
  if (RomanNumber(number) > 0) return {scheme, "Annex " + std::string(number), ""};
  return {scheme, "", "the annexes of " + scheme + " are I to XIII, and not " + Quoted(rest)};
}

Citation OfIso(std::string_view rest) {
  const std::string scheme = "ISO/IEC 42001";
  for (const std::string_view word : {"Annex", "Control", "Clause"}) Take(word, &rest);
  const std::string item(rest.substr(0, rest.find_first_of(" ,;:(")));
  if (item.empty()) return {scheme, "", ""};
  const std::vector<std::string> known(kIsoControls.begin(), kIsoControls.end());
  if (item.starts_with("A.")) {
    // A.6.2 is the objective above its controls.
    const bool is_known = std::any_of(known.begin(), known.end(), [&](const std::string& control) {
      return control == item || control.starts_with(item + ".");
    });
    if (is_known) return {scheme, item, ""};
    return {scheme, "",
            "Annex A of " + scheme + " has no " + Quoted(item) + DidYouMeanSuffix(item, known)};
  }
  std::string_view number = item;
  const int clause = TakeNumber(&number);
  if (clause < 0) return {scheme, "", ""};
  if (clause >= 4 && clause <= 10) return {scheme, item, ""};
  return {scheme, "",
          "the clauses of " + scheme +
              " are 4 to 10, and those of its Annex A begin with "
              "`A.`; there is no " +
              Quoted(item)};
}

Citation OfNist(std::string_view rest) {
  const std::string scheme = "NIST AI RMF";
  const std::string_view word = rest.substr(0, rest.find_first_of(" -."));
  if (word.empty()) return {scheme, "", ""};
  std::vector<std::string> names;
  for (const Function& function : kFunctions) {
    names.emplace_back(function.name);
    if (Lower(function.name) != Lower(word)) continue;
    std::string_view number = rest.substr(std::min(word.size() + 1, rest.size()));
    const std::string item = std::string(function.name) + " " + std::string(number);
    if (number.empty()) return {scheme, std::string(function.name), ""};
    const int category = TakeNumber(&number);
    const size_t place = static_cast<size_t>(std::clamp(category, 1, 6) - 1);
    const int most = category >= 1 && category <= 6 ? function.subcategories[place] : 0;
    const std::string canonical = std::string(function.name) + " " + std::to_string(category);
    if (most > 0 && !number.starts_with(".")) return {scheme, canonical, ""};
    number.remove_prefix(std::min<size_t>(1, number.size()));
    const int sub = TakeNumber(&number);
    if (sub >= 1 && sub <= most) return {scheme, canonical + "." + std::to_string(sub), ""};
    std::string problem = scheme + " has no " + Quoted(item);
    if (most > 0) {
      problem += "; " + canonical;
      problem.append(" ends at ").append(canonical).append(".").append(std::to_string(most));
    }
    return {scheme, "", std::move(problem)};
  }
  return {scheme, "",
          scheme + " has no function " + Quoted(word) + DidYouMeanSuffix(word, names) +
              "; it has " + "`GOVERN`, `MAP`, `MEASURE` and `MANAGE`"};
}

// A code such as `LLM01`, `ASI10`, `C26`: letters and two digits, from 01.
std::optional<Citation> Code(const std::string& scheme, std::string_view letters, int most,
                             std::string_view text) {
  // `LLM01:2025` has its year, and `C5:2020` is another catalogue.
  const std::string_view ends = scheme == "OWASP" ? " :,;(" : " ,;(";
  const std::string_view code = text.substr(0, text.find_first_of(ends));
  if (Lower(code.substr(0, letters.size())) != Lower(letters)) return std::nullopt;
  std::string_view digits = code.substr(letters.size());
  const size_t written = digits.size();
  const int number = TakeNumber(&digits);
  if (written == 0 || number < 0 || !digits.empty()) return std::nullopt;
  const auto two = [&](int n) {
    return std::string(letters) + (n < 10 ? "0" : "") + std::to_string(n);
  };
  if (written == 2 && number >= 1 && number <= most) return Citation{scheme, two(number), ""};
  const bool only_form = number >= 1 && number <= most;
  return Citation{scheme, "",
                  "there is no " + Quoted(code) +
                      (only_form ? "; did you mean " + Quoted(two(number)) + "?"
                                 : "; they are " + two(1) + " to " + two(most))};
}

Citation OfOwasp(std::string_view rest) {
  if (auto llm = Code("OWASP", "LLM", 10, rest)) return *llm;
  if (auto asi = Code("OWASP", "ASI", 10, rest)) return *asi;
  return {"OWASP", "", ""};
}

Citation ItemOf(std::string_view scheme, std::string_view rest) {
  if (scheme == "EU AI Act") return OfLaw("EU AI Act", 113, true, rest);
  if (scheme == "GDPR") return OfLaw("GDPR", 99, false, rest);
  if (scheme == "ISO/IEC 42001") return OfIso(rest);
  if (scheme == "NIST AI RMF") return OfNist(rest);
  if (scheme == "OWASP") return OfOwasp(rest);
  return Code("Reeve", "C", 26, rest).value_or(Citation{});
}

std::string DigitsOf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= '0' && c <= '9') out += c;
  }
  return out;
}

// A text whose first words are all but the name of a scheme. Other laws and standards have names
// that are near as well, so a slip is two letters changed places, or one of them wrong.
std::string Misspelt(std::string_view text) {
  for (const Name& name : kNames) {
    if (name.written.size() < 4 || name.scheme == "Reeve" || name.scheme == "OWASP") continue;
    const auto words = 1 + std::count(name.written.begin(), name.written.end(), ' ');
    size_t end = 0;
    for (auto i = words; i > 0 && end != std::string_view::npos; --i) {
      end = text.find(' ', end + (end == 0 ? 0 : 1));
    }
    const std::string_view first = text.substr(0, end);
    if (first.size() > name.written.size() + 1 || first.size() + 1 < name.written.size() ||
        Lower(first.front()) != Lower(name.written.front()) ||
        DigitsOf(first) != DigitsOf(name.written)) {
      continue;
    }
    const std::vector<std::string> candidate = {Lower(name.written)};
    if (DidYouMean(Lower(first), candidate)) {
      return Quoted(first) + " is no law or standard of the catalogue; did you mean " +
             Quoted(name.written) + "?";
    }
  }
  return "";
}

}  // namespace

Citation ReadCitation(std::string_view reference) {
  std::string_view text = Trimmed(reference);
  for (const Name& name : kNames) {
    if (Take(name.written, &text)) return ItemOf(name.scheme, text);
  }
  Take("Control", &text);
  if (auto control = Code("Reeve", "C", 26, text)) return *control;
  if (Citation owasp = OfOwasp(text); !owasp.item.empty() || !owasp.problem.empty()) return owasp;
  return {"", "", text.empty() ? "" : Misspelt(text)};
}

}  // namespace reeve::policy
