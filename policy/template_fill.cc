// Filling a template: blanks, and lines that stay only under a condition.
#include <algorithm>

#include "base/json.h"
#include "policy/format.h"
#include "policy/template.h"

namespace reeve::policy {
namespace {

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string Quoted(std::string_view text) {
  std::string out;
  json::WriteString(text, &out);
  return out;
}

// Plain where it can be nothing but this text, also between braces.
std::string YamlText(const std::string& text) {
  const bool plain = !text.empty() && IsLetter(text[0]) && text.back() != ' ' &&
                     std::all_of(text.begin(), text.end(), [](char c) {
                       return IsLetter(c) || IsDigit(c) ||
                              std::string_view(" -_./()'").find(c) != std::string_view::npos;
                     });
  // In any case of letters, since YAML takes NULL and True for values too.
  for (const std::string_view word : {"true", "false", "null"}) {
    const bool is_word = std::equal(text.begin(), text.end(), word.begin(), word.end(),
                                    [](char a, char b) { return (a | 0x20) == b; });
    if (is_word) return Quoted(text);
  }
  return plain ? text : Quoted(text);
}

bool IsNumeric(AnswerKind kind) {
  return kind == AnswerKind::kNumber || kind == AnswerKind::kCount || kind == AnswerKind::kDuration;
}

// "500.0", as conditions write a double.
std::string DoubleText(const std::string& answer) {
  return answer.find_first_of(".eE") == std::string::npos ? answer + ".0" : answer;
}

std::string Shifted(const std::string& answer, double by, double times) {
  const auto read = json::Parse(answer);
  const json::Value number = read.ok() ? *read : json::Value(0);
  const double value = number.as_int() != nullptr      ? static_cast<double>(*number.as_int())
                       : number.as_double() != nullptr ? *number.as_double()
                                                       : 0;
  return json::Compact(json::Value(value * times + by));
}

// A regular expression that finds each of the texts as whole words, in any case of letters.
std::string PatternOf(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) {
    out += out.empty() ? "" : "|";
    if (IsLetter(text.front()) || IsDigit(text.front())) out += "\\b";
    for (const char c : text) {
      const bool ascii = static_cast<unsigned char>(c) < 0x80;
      if (ascii && !IsLetter(c) && !IsDigit(c) && c != ' ') out += '\\';
      out += c;
    }
    if (IsLetter(text.back()) || IsDigit(text.back())) out += "\\b";
  }
  return "(?i)" + out;
}

// A text that is none of these.
std::string OtherThan(const std::vector<std::string>& texts) {
  std::string other = "something_else";
  while (std::find(texts.begin(), texts.end(), other) != texts.end()) other += "_else";
  return other;
}

class Filler {
 public:
  Filler(const PolicyTemplate& from, const Answers& answers) : from_(from), answers_(answers) {}

  std::string Fill() {
    std::string out;
    std::string_view rest = from_.policy;
    while (!rest.empty()) {
      const size_t end = std::min(rest.find('\n'), rest.size());
      AddLine(rest.substr(0, end), &out);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return out;
  }

 private:
  void AddLine(std::string_view line, std::string* out) const {
    constexpr std::string_view kIf = "{{if ";
    std::string indent;
    for (;;) {
      const size_t blanks = std::min(line.find_first_not_of(' '), line.size());
      indent.append(blanks, ' ');
      line.remove_prefix(blanks);
      const size_t end = line.find("}}");
      if (!line.starts_with(kIf) || end == std::string_view::npos) break;
      if (!TemplateConditionHolds(line.substr(kIf.size(), end - kIf.size()), answers_)) return;
      line.remove_prefix(end + 2);
    }
    *out += indent;
    AddText(line, out);
    *out += '\n';
  }

  void AddText(std::string_view text, std::string* out) const {
    for (size_t open = text.find("{{"); open != std::string_view::npos; open = text.find("{{")) {
      const size_t close = text.find("}}", open);
      if (close == std::string_view::npos) break;
      *out += text.substr(0, open);
      *out += Blank(text.substr(open + 2, close - open - 2));
      text.remove_prefix(close + 2);
    }
    *out += text;
  }

  std::string Blank(std::string_view blank) const {
    const size_t dot = blank.find('.');
    const std::string_view key = blank.substr(0, dot);
    const std::string_view form = dot == std::string_view::npos ? "" : blank.substr(dot + 1);
    const auto question = std::find_if(from_.questions.begin(), from_.questions.end(),
                                       [key](const Question& q) { return q.key == key; });
    if (question == from_.questions.end()) return "{{" + std::string(blank) + "}}";
    const std::vector<std::string> values = TemplateValues(from_, answers_, key);
    if (form == "other") return OtherThan(values);
    if (form == "pattern") return Quoted(PatternOf(values));
    if (values.empty()) return "";
    const std::string& first = values.front();
    if (form == "above") return Shifted(first, 1, 1);
    if (form == "below") return Shifted(first, 0, 0.5);
    if (form == "cel") return Cel(*question, values);
    if (form == "first") return YamlText(first);
    return Yaml(*question, values);
  }

  static std::string Cel(const Question& question, const std::vector<std::string>& values) {
    if (question.kind == AnswerKind::kNumber) return DoubleText(values.front());
    if (!HasParts(question.kind)) return Quoted(values.front());
    std::string out;
    for (const std::string& value : values) out += (out.empty() ? "" : ", ") + Quoted(value);
    return "[" + out + "]";
  }

  static std::string Yaml(const Question& question, const std::vector<std::string>& values) {
    if (IsNumeric(question.kind) || question.kind == AnswerKind::kId) return values.front();
    if (!HasParts(question.kind)) return YamlText(values.front());
    std::string out;
    for (const std::string& value : values) out += (out.empty() ? "" : ", ") + YamlText(value);
    return "[" + out + "]";
  }

  const PolicyTemplate& from_;
  const Answers& answers_;
};

}  // namespace

std::string FillTemplate(const PolicyTemplate& from, const Answers& answers) {
  const std::string text = Filler(from, answers).Fill();
  std::vector<Diagnostic> diagnostics;
  Reporter reporter(from.name, text, &diagnostics);
  return FormatDocument(reporter);
}

}  // namespace reeve::policy
