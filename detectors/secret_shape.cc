#include "detectors/secret_shape.h"

#include <algorithm>
#include <charconv>

#include "detectors/bytes.h"

namespace reeve::detectors {
namespace {

// A trigger's first bytes are spelled out when they are sets, up to this many spellings.
constexpr size_t kMaxSpellings = 256;
constexpr size_t kMinTrigger = 3;

// "[a-z0-9_-]" without its brackets.
ByteSet ParseSet(std::string_view inside) {
  ByteSet set;
  for (size_t i = 0; i < inside.size(); ++i) {
    if (i + 2 < inside.size() && inside[i + 1] == '-') {
      for (int c = static_cast<uint8_t>(inside[i]); c <= static_cast<uint8_t>(inside[i + 2]); ++c) {
        set.Add(static_cast<char>(c));
      }
      i += 2;
    } else {
      set.Add(inside[i]);
    }
  }
  return set;
}

// "20}" or "20,40}"; returns how many bytes were read, or 0.
size_t ParseCount(std::string_view braces, SecretShape::Element* element) {
  const char* const end = braces.data() + braces.size();
  const auto low = std::from_chars(braces.data(), end, element->min);
  if (low.ec != std::errc() || low.ptr == end) return 0;
  const char* ptr = low.ptr;
  element->max = element->min;
  if (*ptr == ',') {
    const auto high = std::from_chars(ptr + 1, end, element->max);
    if (high.ec != std::errc() || high.ptr == end) return 0;
    ptr = high.ptr;
  }
  if (*ptr != '}' || element->max < element->min) return 0;
  return static_cast<size_t>(ptr + 1 - braces.data());
}

}  // namespace

std::string ByteSet::Bytes() const {
  std::string bytes;
  for (int c = 0; c < 256; ++c) {
    if ((*this)(static_cast<char>(c))) bytes += static_cast<char>(c);
  }
  return bytes;
}

SecretShape::SecretShape(std::string_view pattern) {
  Parse(pattern);
  while (prefix_ < elements_.size() && elements_[prefix_].literal) ++prefix_;
  if (!ExpandBegin()) FindTriggers();
}

void SecretShape::Parse(std::string_view pattern) {
  for (size_t i = 0; i < pattern.size();) {
    Element element;
    if (pattern[i] != '[') {
      element.set.Add(pattern[i++]);
      element.literal = true;
    } else {
      const size_t close = pattern.find(']', i + 2);
      if (close == std::string_view::npos) return elements_.clear();
      element.set = ParseSet(pattern.substr(i + 1, close - i - 1));
      i = close + 1;
      if (i < pattern.size() && pattern[i] == '{') {
        const size_t read = ParseCount(pattern.substr(i + 1), &element);
        if (read == 0) return elements_.clear();
        i += 1 + read;
      }
    }
    elements_.push_back(element);
  }
}

// All spellings of the first bytes, the leading literal included, when they are few.
bool SecretShape::ExpandBegin() {
  std::vector<std::string> spellings = {""};
  for (const Element& element : elements_) {
    const bool enough = spellings.front().size() >= kMinTrigger;
    if (enough && !element.literal) break;
    const std::string bytes = element.set.Bytes();
    for (size_t n = 0; n < element.min && (n == 0 || spellings.front().size() < kMinTrigger); ++n) {
      if (spellings.size() * bytes.size() > kMaxSpellings) return false;
      std::vector<std::string> longer;
      for (const std::string& spelling : spellings) {
        for (const char c : bytes) longer.push_back(spelling + c);
      }
      spellings = std::move(longer);
    }
    if (element.min != element.max) break;
  }
  if (spellings.front().size() < kMinTrigger) return false;
  // The pass asks its dictionary at letters and digits only.
  const size_t skip = static_cast<size_t>(
      std::find_if(spellings.front().begin(), spellings.front().end(), IsAlnum) -
      spellings.front().begin());
  if (spellings.front().size() - skip < kMinTrigger) return false;
  for (std::string& spelling : spellings) triggers_.push_back({spelling.substr(skip), skip});
  return true;
}

// The first literal of three bytes and more that has a fixed place.
void SecretShape::FindTriggers() {
  size_t offset = 0;
  for (size_t i = 0; i < elements_.size(); ++i) {
    if (elements_[i].min != elements_[i].max) return;
    const bool fresh =
        i == 0 || !elements_[i - 1].literal || !IsAlnum(elements_[i - 1].set.Bytes()[0]);
    std::string literal;
    for (size_t j = i; j < elements_.size() && elements_[j].literal; ++j) {
      literal += elements_[j].set.Bytes();
    }
    if (literal.size() >= kMinTrigger && IsAlnum(literal[0]) && fresh) {
      triggers_.push_back({literal, offset});
      return;
    }
    offset += elements_[i].min;
  }
}

size_t SecretShape::Match(std::string_view text, size_t pos) const {
  if (elements_.empty()) return std::string_view::npos;
  size_t at = pos;
  size_t last = pos;
  for (const Element& element : elements_) {
    last = at;
    const size_t highest = std::min(text.size(), at + element.max);
    while (at < highest && element.set(text[at])) ++at;
    if (at - last < element.min) return std::string_view::npos;
  }
  const Element& tail = elements_.back();
  // The full stop of the sentence, not of the token.
  while (at - last > tail.min && text[at - 1] == '.') --at;
  if (at >= text.size()) return at;
  // "xoxp-123-456-****": the rest is masked.
  if (text[at] == '*' || (text[at] == '#' && At(text, at + 1, '#'))) return std::string_view::npos;
  const bool stop = text[at] == '.' && (at + 1 == text.size() || !IsAlnum(text[at + 1]));
  if (stop) return at;
  if (tail.set(text[at]) || WordAt(text, at)) return std::string_view::npos;
  return at;
}

}  // namespace reeve::detectors
