#include "base/canonical_reader.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/json.h"
#include "base/text.h"

namespace reeve::json {
namespace {

// Digits of integers that every double holds exactly.
constexpr size_t kPlainDigits = 15;

constexpr uint64_t kOnes = 0x0101010101010101;
constexpr uint64_t kHighs = 0x8080808080808080;

// Whether one of the eight bytes is a quote, a backslash, below 0x20 or above 0x7F.
bool HasSpecial(uint64_t word) {
  const auto zero_byte = [](uint64_t x) { return (x - kOnes) & ~x & kHighs; };
  const uint64_t control = (word - kOnes * 0x20) & ~word & kHighs;
  return ((word & kHighs) | control | zero_byte(word ^ kOnes * '"') |
          zero_byte(word ^ kOnes * '\\')) != 0;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsNumberChar(char c) {
  return IsDigit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

// What is not a plain short integer is read and written again.
bool IsCanonicalNumber(std::string_view text) {
  const Result<Value> value = Parse(text);
  if (!value.ok()) return false;
  const Result<std::string> again = Canonical(*value);
  return again.ok() && *again == text;
}

// Keys as they stand in the text, still escaped.
bool KeysAscend(std::string_view before, bool before_escaped, std::string_view key, bool escaped) {
  if (!before_escaped && !escaped) return CanonicalKeyLess(before, key);
  const std::optional<std::string> a = StringOf("\"" + std::string(before) + "\"");
  const std::optional<std::string> b = StringOf("\"" + std::string(key) + "\"");
  return a && b && CanonicalKeyLess(*a, *b);
}

}  // namespace

// Code units of UTF-16 sort like bytes of UTF-8 but for one thing: a character beyond U+FFFF is a
// surrogate pair (0xD800..) and so sorts before U+E000..U+FFFF, whose UTF-8 lead bytes are 0xEE
// and 0xEF against 0xF0 and up.
bool CanonicalKeyLess(std::string_view a, std::string_view b) {
  const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (left == a.end() || right == b.end()) return left == a.end() && right != b.end();
  const auto x = static_cast<unsigned char>(*left);
  const auto y = static_cast<unsigned char>(*right);
  const bool x_astral = x >= 0xF0;
  const bool y_astral = y >= 0xF0;
  if (x_astral != y_astral && std::min(x, y) >= 0xEE) return x_astral;
  return x < y;
}

PathSet::PathSet(const std::vector<std::string>& pointers) : nodes_(1) {
  for (size_t path = 0; path < pointers.size(); ++path) {
    size_t node = 0;
    std::string_view rest(pointers[path]);
    while (!rest.empty()) {
      rest.remove_prefix(1);
      const std::string token(rest.substr(0, rest.find('/')));
      rest.remove_prefix(token.size());
      const size_t fresh = nodes_.size();
      size_t next = fresh;
      if (token == "*") {
        next = nodes_[node].elements.value_or(fresh);
        nodes_[node].elements = next;
      } else {
        auto& members = nodes_[node].members;
        const auto known = std::find_if(members.begin(), members.end(),
                                        [&](const auto& member) { return member.first == token; });
        if (known == members.end()) {
          members.emplace_back(token, fresh);
        } else {
          next = known->second;
        }
      }
      if (next == fresh) nodes_.emplace_back();
      node = next;
    }
    nodes_[node].paths.push_back(path);
  }
}

std::optional<std::string> StringOf(std::string_view literal) {
  if (literal.size() < 2 || literal.front() != '"' || literal.back() != '"') return std::nullopt;
  const std::string_view content = literal.substr(1, literal.size() - 2);
  if (content.find('\\') == std::string_view::npos) return std::string(content);
  const Result<Value> value = Parse(literal);
  if (!value.ok() || value->as_string() == nullptr) return std::nullopt;
  return *value->as_string();
}

std::optional<uint64_t> NumberOf(std::string_view literal) {
  uint64_t number = 0;
  const char* const end = literal.data() + literal.size();
  const auto [stop, error] = std::from_chars(literal.data(), end, number);
  if (literal.empty() || error != std::errc() || stop != end) return std::nullopt;
  return number <= uint64_t{INT64_MAX} ? std::optional(number) : std::nullopt;
}

bool CanonicalReader::Literal(std::string_view exactly) {
  if (text_.substr(at_, exactly.size()) != exactly) return false;
  at_ += exactly.size();
  return true;
}

bool CanonicalReader::String(std::string_view* content, bool* escaped) {
  if (!Literal("\"")) return false;
  const size_t begin = at_;
  bool ascii = true;
  *escaped = false;
  while (true) {
    while (text_.size() - at_ >= sizeof(uint64_t)) {
      uint64_t word = 0;
      std::memcpy(&word, text_.data() + at_, sizeof word);
      if (HasSpecial(word)) break;
      at_ += sizeof word;
    }
    if (at_ == text_.size()) return false;
    const auto c = static_cast<unsigned char>(text_[at_]);
    if (c == '"') break;
    if (c < 0x20) return false;
    if (c == '\\') {
      *escaped = true;
      if (!Escape()) return false;
    } else {
      ascii = ascii && c < 0x80;
      ++at_;
    }
  }
  *content = text_.substr(begin, at_ - begin);
  ++at_;
  return ascii || IsValidUtf8(*content);
}

// The shortest escapes only: of a quote, a backslash, and control characters.
bool CanonicalReader::Escape() {
  if (text_.size() - at_ < 2) return false;
  const char kind = text_[at_ + 1];
  at_ += 2;
  if (kind != 'u') return std::string_view("\"\\bfnrt").find(kind) != std::string_view::npos;
  const std::string_view digits = text_.substr(at_, 4);
  if (digits.size() != 4 || !digits.starts_with("00")) return false;
  at_ += 4;
  if (digits[2] != '0' && digits[2] != '1') return false;
  if (!IsDigit(digits[3]) && (digits[3] < 'a' || digits[3] > 'f')) return false;
  constexpr std::string_view kHasShort = "89acd";  // \b \t \n \f \r
  return digits[2] == '1' || kHasShort.find(digits[3]) == std::string_view::npos;
}

bool CanonicalReader::Number() {
  const size_t begin = at_;
  size_t digits = 0;
  bool plain = true;
  for (; at_ < text_.size() && IsNumberChar(text_[at_]); ++at_) {
    if (IsDigit(text_[at_])) {
      ++digits;
    } else if (text_[at_] != '-' || at_ != begin) {
      plain = false;
    }
  }
  if (digits == 0) return false;
  const char first = text_[at_ - digits];
  if (!plain || digits > kPlainDigits) return IsCanonicalNumber(text_.substr(begin, at_ - begin));
  return first != '0' || at_ - begin == 1;
}

bool CanonicalReader::ValueAt(const PathSet* paths, size_t node, size_t depth,
                              std::vector<FoundValue>* found) {
  if (at_ == text_.size()) return false;
  const bool nests = text_[at_] == '{' || text_[at_] == '[';
  if (nests && depth == max_depth_) return false;
  const size_t begin = at_;
  // What lies at a path stands before what lies within it.
  size_t first_found = 0;
  const bool wanted = node != kNowhere && !paths->nodes_[node].paths.empty();
  if (wanted) {
    first_found = found->size();
    for (size_t path : paths->nodes_[node].paths) found->push_back({path, {}});
  }
  bool good = false;
  std::string_view content;
  bool escaped = false;
  switch (text_[at_]) {
    case '{':
      good = ObjectAt(paths, node, depth, found);
      break;
    case '[':
      good = ArrayAt(paths, node, depth, found);
      break;
    case '"':
      good = String(&content, &escaped);
      break;
    case 't':
      good = Literal("true");
      break;
    case 'f':
      good = Literal("false");
      break;
    case 'n':
      good = Literal("null");
      break;
    default:
      good = Number();
  }
  if (good && wanted) {
    for (size_t i = 0; i < paths->nodes_[node].paths.size(); ++i) {
      (*found)[first_found + i].text = text_.substr(begin, at_ - begin);
    }
  }
  return good;
}

bool CanonicalReader::ObjectAt(const PathSet* paths, size_t node, size_t depth,
                               std::vector<FoundValue>* found) {
  ++at_;
  if (Literal("}")) return true;
  std::string_view before;
  bool before_escaped = false;
  for (bool first = true;; first = false) {
    std::string_view key;
    bool escaped = false;
    if (!String(&key, &escaped) || !Literal(":")) return false;
    if (!first && !KeysAscend(before, before_escaped, key, escaped)) return false;
    size_t below = kNowhere;
    if (node != kNowhere) {
      for (const auto& [name, child] : paths->nodes_[node].members) {
        if (name == key) below = child;
      }
    }
    if (!ValueAt(paths, below, depth + 1, found)) return false;
    if (Literal("}")) return true;
    if (!Literal(",")) return false;
    before = key;
    before_escaped = escaped;
  }
}

bool CanonicalReader::ArrayAt(const PathSet* paths, size_t node, size_t depth,
                              std::vector<FoundValue>* found) {
  ++at_;
  if (Literal("]")) return true;
  const size_t below =
      node == kNowhere ? kNowhere : paths->nodes_[node].elements.value_or(kNowhere);
  while (true) {
    if (!ValueAt(paths, below, depth + 1, found)) return false;
    if (Literal("]")) return true;
    if (!Literal(",")) return false;
  }
}

}  // namespace reeve::json
