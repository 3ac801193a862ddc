#include "detectors/assignment.h"

#include <algorithm>
#include <array>

#include "detectors/bytes.h"
#include "detectors/limits.h"

namespace reeve::detectors {
namespace {

// Between key and operator, and between operator and value.
constexpr size_t kMaxGap = 6;

bool OneOf(char c, std::string_view bytes) { return bytes.find(c) != std::string_view::npos; }
bool Quote(char c) { return c == '"' || c == '\'' || c == '`'; }
bool InLine(char c) { return c == ' ' || c == '\t'; }
bool KeyByte(char c) { return IsAlnum(c) || OneOf(c, "_-. \t$@/"); }

std::string_view Trim(std::string_view text) {
  while (!text.empty() && !IsAlnum(text.front()) && text.front() != '_') text.remove_prefix(1);
  while (!text.empty() && !IsAlnum(text.back()) && text.back() != '_') text.remove_suffix(1);
  return text;
}

std::string_view KeyBefore(std::string_view text, size_t end) {
  const size_t lowest = end > kMaxKeyBytes ? end - kMaxKeyBytes : 0;
  size_t begin = end;
  while (begin > lowest && KeyByte(text[begin - 1])) --begin;
  return Trim(text.substr(begin, end - begin));
}

// "password: str = ...": a type between the name and the operator.
bool TypeName(std::string_view key) {
  constexpr std::array<std::string_view, 8> kTypes = {"str",    "string",    "String", "String?",
                                                      "string", "SecretStr", "&str",   "any"};
  return std::find(kTypes.begin(), kTypes.end(), key) != kTypes.end();
}

// "value" of <add key="Password" value="..."/> and of {"name": "PASSWORD", "value": "..."}: the key
// is the attribute or member before it.
bool ValueName(std::string_view key) {
  return key == "value" || key == "Value" || key == "secret_value" || key == "val" ||
         key == "defaultValue" || key == "newValue";
}

// `end` is where the word `value` begins.
std::string_view NameBefore(std::string_view text, size_t end) {
  const size_t lowest = end > kMaxKeyBytes ? end - kMaxKeyBytes : 0;
  size_t at = end;
  while (at > lowest && (Has(text[at - 1], kSpace) || OneOf(text[at - 1], ",\"'"))) --at;
  return KeyBefore(text, at);
}

// Where the `=` or `:` stands whose other side ends with a default: key = other || "value".
size_t OuterOperator(std::string_view text, size_t pos) {
  const size_t lowest = pos > kMaxKeyBytes ? pos - kMaxKeyBytes : 0;
  size_t at = pos;
  while (at > lowest && !OneOf(text[at - 1], "=:\n")) --at;
  return at > lowest && text[at - 1] != '\n' ? at - 1 : pos;
}

// The tag that text[pos] == '>' closes, without its attributes.
std::string_view TagBefore(std::string_view text, size_t pos) {
  const size_t lowest = pos > kMaxKeyBytes ? pos - kMaxKeyBytes : 0;
  size_t begin = pos;
  while (begin > lowest && !OneOf(text[begin - 1], "<>\n")) --begin;
  if (begin == lowest || text[begin - 1] != '<' || !IsLetter(text[begin])) {
    // A name may begin with `_`, and nothing else that we know of.
    if (begin == lowest || text[begin - 1] != '<' || text[begin] != '_') return {};
  }
  size_t end = begin;
  while (end < pos && !Has(text[end], kSpace) && text[end] != '/') ++end;
  return Trim(text.substr(begin, end - begin));
}

struct Value {
  size_t begin;
  size_t end;
  char quote;
};

size_t QuotedEnd(std::string_view text, size_t begin, char quote, bool escaped) {
  const size_t highest = std::min(text.size(), begin + kMaxValueBytes);
  for (size_t at = begin; at < highest && text[at] != '\n'; ++at) {
    if (text[at] == '\\' && !escaped) {
      ++at;
    } else if (text[at] == quote) {
      return escaped && at > begin && text[at - 1] == '\\' ? at - 1 : at;
    }
  }
  return std::string_view::npos;
}

// "&name=" of a form's body.
bool NextParameter(std::string_view text, size_t pos) {
  constexpr size_t kMaxName = 32;
  if (text[pos] != '&') return false;
  size_t at = pos + 1;
  while (at < text.size() && at - pos < kMaxName && (IsAlnum(text[at]) || text[at] == '_')) ++at;
  return at > pos + 1 && At(text, at, '=');
}

// `stops`: bytes that end the value beside white space and quotes.
size_t BareEnd(std::string_view text, size_t begin, std::string_view stops) {
  const size_t highest = std::min(text.size(), begin + kMaxValueBytes);
  size_t end = begin;
  while (end < highest && !Has(text[end], kSpace) && !NextParameter(text, end) &&
         !Quote(text[end]) && !OneOf(text[end], stops) &&
         !(text[end] == '\\' && end + 1 < highest && OneOf(text[end + 1], "nrt\"'"))) {
    ++end;
  }
  while (end > begin && OneOf(text[end - 1], ",;")) --end;
  // What closes what was opened before the value.
  const auto opened = [&](char c) {
    const char open = c == ')' ? '(' : c == ']' ? '[' : c == '}' ? '{' : ':';
    return text.substr(begin, end - 1 - begin).find(open) != std::string_view::npos;
  };
  while (end > begin && OneOf(text[end - 1], ")]}:") && !opened(text[end - 1])) --end;
  const std::string_view value = text.substr(begin, end - begin);
  // The full stop of a sentence; a web token without a signature ends in one of its own.
  if (end > begin + 1 && text[end - 1] == '.' && IsAlnum(text[end - 2]) &&
      value.substr(0, value.size() - 1).find('.') == std::string_view::npos) {
    --end;
  }
  return end;
}

Value ReadWord(std::string_view text, size_t at, std::string_view stops) {
  // C#'s @"", Python's b"", r"", f"", Rust's and Swift's.
  if (at + 1 < text.size() && OneOf(text[at], "@bBrRfuLN") && Quote(text[at + 1])) ++at;
  const bool escaped = at + 1 < text.size() && text[at] == '\\' && Quote(text[at + 1]);
  if (escaped) ++at;
  if (at < text.size() && Quote(text[at])) {
    const char quote = text[at];
    ++at;
    // A second one of these is a nested quote, as in "'value'".
    const size_t end = QuotedEnd(text, at, quote, escaped);
    if (end != std::string_view::npos) {
      const bool nested = end > at + 2 && Quote(text[at]) && text[end - 1] == text[at];
      return nested ? Value{at + 1, end - 1, quote} : Value{at, end, quote};
    }
  }
  return {at, BareEnd(text, at, stops), 0};
}

// Blanks, and what YAML writes before a block: `|`, `>`, `>-`, and a line end.
size_t SkipToValue(std::string_view text, size_t at, bool lines) {
  const size_t highest = std::min(text.size(), at + kMaxGap);
  while (at < highest && InLine(text[at])) ++at;
  if (at + 1 < text.size() && (text[at] == '|' || text[at] == '>')) {
    size_t line = at + 1;
    if (OneOf(text[line], "-+")) ++line;
    if (At(text, line, '\n')) {
      at = line;
      lines = true;
    }
  }
  if (!lines) return at;
  const size_t furthest = std::min(text.size(), at + kMaxIndentBytes);
  while (at < furthest && Has(text[at], kSpace)) ++at;
  return at;
}

// "Bearer abc", "Token abc": the scheme of a header is none of its secret.
size_t SkipScheme(std::string_view text, size_t at) {
  constexpr std::array<std::string_view, 6> kSchemes = {"bearer ", "token ",  "basic ",
                                                        "apikey ", "bearer:", "api-token "};
  for (const std::string_view scheme : kSchemes) {
    if (at + scheme.size() >= text.size()) continue;
    const auto same = [](char want, char got) { return want == ToLower(got); };
    if (std::equal(scheme.begin(), scheme.end(), text.begin() + static_cast<ptrdiff_t>(at), same)) {
      return at + scheme.size();
    }
  }
  return at;
}

}  // namespace

size_t OperatorEnd(std::string_view text, size_t pos) {
  constexpr size_t kLongest = 5;
  size_t end = pos;
  while (end < text.size() && end - pos < kLongest && OneOf(text[end], "=:>?|~")) ++end;
  const std::string_view op = text.substr(pos, end - pos);
  switch (text[pos]) {
    case ':':
      // "::" names a scope, "://" begins an address.
      if (op.find('=') != std::string_view::npos) return end;
      if (At(text, pos + 1, ':') || (pos > 0 && text[pos - 1] == ':')) return pos;
      return At(text, pos + 1, '/') && At(text, pos + 2, '/') ? pos : pos + 1;
    case '=':
      return end;
    case '>':
      return pos + 1;
    case '|':
      return op.starts_with("||") ? pos + 2 : pos;
    case '(':
      return pos + 1 < text.size() && Quote(text[pos + 1]) ? pos + 1 : pos;
    case ',':
      return pos > 0 && Quote(text[pos - 1]) ? pos + 1 : pos;
    default:
      return pos;
  }
}

std::optional<Assignment> ReadKey(std::string_view text, size_t begin, size_t end) {
  Assignment assignment;
  assignment.tag = text[begin] == '>';
  if (assignment.tag) {
    assignment.key = TagBefore(text, begin);
  } else {
    size_t key_end = text[begin] == '|' ? OuterOperator(text, begin) : begin;
    while (key_end > 0 && begin - key_end < 2 && OneOf(text[key_end - 1], "?.!+:")) --key_end;
    const size_t lowest = key_end > kMaxGap ? key_end - kMaxGap : 0;
    while (key_end > lowest && OneOf(text[key_end - 1], " \t\"'`)]\\[*")) {
      --key_end;
      assignment.quoted_key = assignment.quoted_key || Quote(text[key_end]);
    }
    assignment.key = KeyBefore(text, key_end);
    const size_t key_begin = static_cast<size_t>(assignment.key.data() - text.data());
    if (TypeName(assignment.key) && key_begin >= 2) {
      size_t colon = key_begin;
      while (colon > 0 && key_begin - colon < 2 && OneOf(text[colon - 1], " :")) --colon;
      assignment.key = KeyBefore(text, colon);
    } else if (ValueName(assignment.key) ||
               (assignment.key.size() > 6 &&
                ValueName(assignment.key.substr(assignment.key.size() - 5)) &&
                assignment.key[assignment.key.size() - 6] == ' ')) {
      assignment.key = NameBefore(text, key_begin);
    }
  }
  const std::string_view op = text.substr(begin, end - begin);
  assignment.equals = op.find('=') != std::string_view::npos;
  assignment.arrow = op == "=>";
  assignment.call = op == "(";
  assignment.comma = op == ",";
  if (assignment.key.empty() ||
      !std::any_of(assignment.key.begin(), assignment.key.end(), IsLetter)) {
    return std::nullopt;
  }
  if (!IsAlnum(assignment.key.back())) return std::nullopt;
  return assignment;
}

bool ReadValue(std::string_view text, size_t end, Assignment* assignment) {
  const size_t at = SkipToValue(text, end, assignment->tag);
  // What follows a parameter of an address ends at the next.
  const size_t key_begin = static_cast<size_t>(assignment->key.data() - text.data());
  const bool query = key_begin > 0 && OneOf(text[key_begin - 1], "?&");
  Value value = ReadWord(text, at, assignment->tag ? "<" : query ? "&#;" : ";");
  const size_t skipped = SkipScheme(text, value.begin);
  if (skipped != value.begin && value.quote == 0) {
    value = ReadWord(text, skipped, ";");
  } else if (skipped <= value.end) {
    value.begin = skipped;
  }
  assignment->begin = value.begin;
  assignment->end = value.end;
  assignment->quote = value.quote;
  return assignment->begin < assignment->end;
}

std::optional<Assignment> ReadComparison(std::string_view text, size_t begin, size_t end) {
  if (begin > 0 && text[begin - 1] == '!') --begin;
  if (begin < 4 || text[begin - 1] != ' ' || !Quote(text[begin - 2])) return std::nullopt;
  const char quote = text[begin - 2];
  const size_t close = begin - 2;
  const size_t lowest = close > kMaxValueBytes ? close - kMaxValueBytes : 0;
  size_t open = close;
  while (open > lowest && text[open - 1] != quote && text[open - 1] != '\n') --open;
  if (open == lowest || text[open - 1] != quote) return std::nullopt;
  size_t key = end;
  while (key < text.size() && InLine(text[key]) && key < end + kMaxGap) ++key;
  size_t key_end = key;
  while (key_end < text.size() && key_end < key + kMaxKeyBytes &&
         (IsAlnum(text[key_end]) || OneOf(text[key_end], "_.-$>"))) {
    ++key_end;
  }
  Assignment assignment{Trim(text.substr(key, key_end - key)), open, close, quote, true};
  if (assignment.key.empty()) return std::nullopt;
  return assignment;
}

std::optional<Assignment> ReadFlag(std::string_view text, size_t pos) {
  size_t end = pos + 2;
  while (end < text.size() && end - pos < kMaxKeyBytes &&
         (IsAlnum(text[end]) || text[end] == '-' || text[end] == '_'))
    ++end;
  if (!InLine(end < text.size() ? text[end] : '\0')) return std::nullopt;
  Assignment assignment;
  assignment.key = Trim(text.substr(pos + 2, end - pos - 2));
  if (assignment.key.empty()) return std::nullopt;
  const Value value = ReadWord(text, SkipToValue(text, end, false), ";");
  if (value.begin >= value.end || text[value.begin] == '-') return std::nullopt;
  assignment.begin = value.begin;
  assignment.end = value.end;
  assignment.quote = value.quote;
  assignment.equals = true;
  return assignment;
}

}  // namespace reeve::detectors
