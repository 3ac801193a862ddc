// json::Parse: simdjson's parser, and the refusals that it leaves to us.
#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <optional>
#include <set>

#include "base/json.h"

namespace reeve::json {

namespace {

// Objects up to this size find a duplicate key by comparing; larger ones by a tree,
// whose cost no choice of keys drives up, as it would a hash table's.
constexpr size_t kLinearKeys = 16;
// A thread keeps its parser's memory between documents up to this size.
constexpr size_t kKeptParserBytes = size_t{1} << 20;

bool IsNumberChar(char c) {
  return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E';
}

// Calls visit(begin, end) for every run of number characters outside strings.
template <typename Visit>
void ForEachNumber(std::string_view text, Visit visit) {
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (in_string) {
      if (text[i] == '\\')
        ++i;
      else if (text[i] == '"')
        in_string = false;
    } else if (text[i] == '"') {
      in_string = true;
    } else if (IsNumberChar(text[i])) {
      const size_t begin = i;
      while (i + 1 < text.size() && IsNumberChar(text[i + 1])) ++i;
      visit(begin, i + 1);
    }
  }
}

// Whether a number literal has more than kMaxNumberLength characters. Looks at one character in
// that many first, for a longer run of number characters must cover one of them; only when that
// hits are strings told from numbers.
bool HasOverlongNumber(std::string_view text) {
  size_t probe = kMaxNumberLength;
  while (probe < text.size() && !IsNumberChar(text[probe])) probe += kMaxNumberLength;
  if (probe >= text.size()) return false;
  bool overlong = false;
  ForEachNumber(text, [&](size_t begin, size_t end) {
    overlong = overlong || end - begin > kMaxNumberLength;
  });
  return overlong;
}

// True for digits past 64 bits that are the canonical form of a double.
bool IsWideDouble(std::string_view literal) {
  if (literal.size() < 20 || literal.find_first_not_of("-0123456789") != std::string_view::npos) {
    return false;
  }
  double number = 0;
  std::from_chars(literal.data(), literal.data() + literal.size(), number);
  const Result<std::string> canonical = Canonical(Value(number));
  return canonical.ok() && *canonical == literal;
}

// Canonical form writes the doubles from 2^64 to 1e21 without an exponent, and simdjson takes
// digits without one for an integer that is too large. Gives those numbers an exponent. Nothing
// when there are none.
std::optional<std::string> MarkWideDoubles(std::string_view text) {
  std::string out;
  size_t copied = 0;
  ForEachNumber(text, [&](size_t begin, size_t end) {
    if (!IsWideDouble(text.substr(begin, end - begin))) return;
    out.append(text, copied, end - copied) += "e0";
    copied = end;
  });
  if (copied == 0) return std::nullopt;
  out.append(text, copied);
  return out;
}

Error TooDeep(const ParseLimits& limits) {
  return {"json.too_deep",
          "arrays and objects nest deeper than " + std::to_string(limits.max_depth)};
}

Error FromSimdjson(simdjson::error_code code, const ParseLimits& limits) {
  switch (code) {
    case simdjson::UTF8_ERROR:
      return {"json.invalid_utf8", "the text is not valid UTF-8"};
    case simdjson::NUMBER_ERROR:
    case simdjson::NUMBER_OUT_OF_RANGE:
      return {"json.number", "a number is malformed or does not fit 64 bits"};
    case simdjson::STRING_ERROR:
      return {"json.syntax", "a string has a bad escape or a lone surrogate"};
    case simdjson::DEPTH_ERROR:
      return TooDeep(limits);
    case simdjson::EMPTY:
      return {"json.syntax", "the document is empty"};
    default:
      return {"json.syntax", std::string("not JSON: ") + simdjson::error_message(code)};
  }
}

// Copies simdjson's tape into a Value, and finds duplicate keys and nesting past the limit on the
// way. simdjson alone would not do for the latter: it does not count an empty array or object.
class Copier {
 public:
  explicit Copier(const ParseLimits& limits) : limits_(limits) {}

  Result<Value> Copy(simdjson::dom::element element) {
    switch (element.type()) {
      case simdjson::dom::element_type::OBJECT:
        return Nested([&] { return CopyObject(element.get_object().value_unsafe()); });
      case simdjson::dom::element_type::ARRAY:
        return Nested([&] { return CopyArray(element.get_array().value_unsafe()); });
      case simdjson::dom::element_type::STRING:
        return Value(element.get_string().value_unsafe());
      case simdjson::dom::element_type::INT64:
        return Value(element.get_int64().value_unsafe());
      case simdjson::dom::element_type::UINT64:
        return Value(element.get_uint64().value_unsafe());
      case simdjson::dom::element_type::DOUBLE:
        return Value(element.get_double().value_unsafe());
      case simdjson::dom::element_type::BOOL:
        return Value(element.get_bool().value_unsafe());
      case simdjson::dom::element_type::NULL_VALUE:
        break;
    }
    return Value(nullptr);
  }

 private:
  template <typename Copying>
  Result<Value> Nested(Copying copy) {
    if (depth_ == limits_.max_depth) return TooDeep(limits_);
    ++depth_;
    Result<Value> value = copy();
    --depth_;
    return value;
  }

  Result<Value> CopyArray(simdjson::dom::array array) {
    Array out;
    out.reserve(array.size());
    for (simdjson::dom::element element : array) {
      Result<Value> item = Copy(element);
      if (!item.ok()) return Inside(std::to_string(out.size()), std::move(item).error());
      out.push_back(*std::move(item));
    }
    return Value(std::move(out));
  }

  Result<Value> CopyObject(simdjson::dom::object object) {
    Object out;
    std::set<std::string_view> seen;  // filled once the object is large
    for (const auto [key, element] : object) {
      if (IsDuplicate(out, object, seen, key)) {
        return Error{"json.duplicate_key", "the key `" + std::string(key) + "` stands twice",
                     PointerTo("", key)};
      }
      Result<Value> item = Copy(element);
      if (!item.ok()) return Inside(key, std::move(item).error());
      out.Add(std::string(key), *std::move(item));
    }
    return Value(std::move(out));
  }

  static Error Inside(std::string_view token, Error error) {
    error.at = PointerTo("", token) + error.at;
    return error;
  }

  static bool IsDuplicate(const Object& out, simdjson::dom::object object,
                          std::set<std::string_view>& seen, std::string_view key) {
    if (out.size() < kLinearKeys) return out.Find(key) != nullptr;
    if (seen.empty()) {
      for (const auto [earlier, element] : object) {
        if (seen.size() == out.size()) break;
        seen.insert(earlier);
      }
    }
    return !seen.insert(key).second;
  }

  const ParseLimits& limits_;
  size_t depth_ = 0;
};

Result<Value> ParseWith(simdjson::dom::parser& parser, std::string_view text,
                        const ParseLimits& limits) {
  const size_t depth = limits.max_depth + 1;  // what is one too deep is for the copier to tell
  if (parser.capacity() < text.size() || parser.max_depth() != depth) {
    const size_t capacity = std::bit_ceil(std::max<size_t>(text.size(), 4096));
    if (auto error = parser.allocate(capacity, depth)) {
      return FromSimdjson(error, limits);
    }
  }
  simdjson::dom::element root;
  if (auto error = parser.parse(text.data(), text.size()).get(root)) {
    return FromSimdjson(error, limits);
  }
  return Copier(limits).Copy(root);
}

Result<Value> ParseHere(std::string_view text, const ParseLimits& limits) {
  if (text.size() > kKeptParserBytes) {
    simdjson::dom::parser parser;
    return ParseWith(parser, text, limits);
  }
  static thread_local simdjson::dom::parser parser;
  return ParseWith(parser, text, limits);
}

}  // namespace

Result<Value> Parse(std::string_view text, const ParseLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return Error{"json.too_large",
                 "the document has more than " + std::to_string(limits.max_bytes) + " bytes"};
  }
  if (HasOverlongNumber(text)) {
    return Error{"json.number",
                 "a number has more than " + std::to_string(kMaxNumberLength) + " characters"};
  }
  Result<Value> value = ParseHere(text, limits);
  if (value.ok() || value.error().code != "json.number") return value;
  const std::optional<std::string> marked = MarkWideDoubles(text);
  return marked ? ParseHere(*marked, limits) : value;
}

}  // namespace reeve::json
