#include "base/json.h"

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <unordered_set>

namespace reeve::json {

Object::Object() = default;
Object::Object(std::initializer_list<Member> members) : members_(members) {}
Object::Object(const Object&) = default;
Object::Object(Object&&) noexcept = default;
Object& Object::operator=(const Object&) = default;
Object& Object::operator=(Object&&) noexcept = default;
Object::~Object() = default;

size_t Object::size() const { return members_.size(); }
const Member* Object::begin() const { return members_.data(); }
const Member* Object::end() const { return members_.data() + members_.size(); }
Member* Object::begin() { return members_.data(); }
Member* Object::end() { return members_.data() + members_.size(); }

const Value* Object::Find(std::string_view key) const {
  for (const Member& member : members_) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

Value* Object::Find(std::string_view key) {
  return const_cast<Value*>(static_cast<const Object*>(this)->Find(key));
}

Object& Object::Add(std::string key, Value value) {
  members_.push_back({std::move(key), std::move(value)});
  return *this;
}

void Object::Set(std::string_view key, Value value) {
  if (Value* found = Find(key)) {
    *found = std::move(value);
  } else {
    members_.push_back({std::string(key), std::move(value)});
  }
}

Value::Value(uint64_t v) {
  if (v <= static_cast<uint64_t>(INT64_MAX)) {
    data_ = static_cast<int64_t>(v);
  } else {
    data_ = v;
  }
}

std::string_view Value::KindName() const {
  static constexpr std::string_view kNames[] = {"null",   "bool",   "int",   "uint",
                                                "double", "string", "array", "object"};
  return kNames[data_.index()];
}

const Value* Value::Find(std::string_view key) const {
  const Object* object = as_object();
  return object == nullptr ? nullptr : object->Find(key);
}

bool operator==(const Member& a, const Member& b) { return a.key == b.key && a.value == b.value; }

// Objects are equal when they hold the same members in any order.
bool operator==(const Value& a, const Value& b) {
  const Object* left = a.as_object();
  const Object* right = b.as_object();
  if (left == nullptr || right == nullptr) {
    if (left != right || a.data_.index() != b.data_.index()) return false;
    if (const auto* array = a.as_array()) return *array == *b.as_array();
    if (const auto* text = a.as_string()) return *text == *b.as_string();
    if (const auto* number = a.as_double()) return *number == *b.as_double();
    if (const auto* number = a.as_int()) return *number == *b.as_int();
    if (const auto* number = a.as_uint()) return *number == *b.as_uint();
    if (const auto* truth = a.as_bool()) return *truth == *b.as_bool();
    return true;  // null
  }
  if (left->size() != right->size()) return false;
  return std::all_of(left->begin(), left->end(), [&](const Member& member) {
    const Value* other = right->Find(member.key);
    return other != nullptr && member.value == *other;
  });
}

// ---------------------------------------------------------------------------------------- reading

namespace {

// Objects up to this size find a duplicate key by comparing; larger ones by a hash set.
constexpr size_t kLinearKeys = 16;
// A thread keeps its parser's memory between documents up to this size.
constexpr size_t kKeptParserBytes = size_t{1} << 20;

bool IsNumberChar(char c) {
  return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E';
}

// Whether a number literal has more than kMaxNumberLength characters. Looks at one character in
// that many first, for a longer run of number characters must cover one of them; only when that
// hits are strings told from numbers.
bool HasOverlongNumber(std::string_view text) {
  size_t probe = kMaxNumberLength;
  while (probe < text.size() && !IsNumberChar(text[probe])) probe += kMaxNumberLength;
  if (probe >= text.size()) return false;

  bool in_string = false;
  size_t run = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (in_string) {
      if (text[i] == '\\') {
        ++i;
      } else if (text[i] == '"') {
        in_string = false;
      }
      continue;
    }
    in_string = text[i] == '"';
    run = IsNumberChar(text[i]) ? run + 1 : 0;
    if (run > kMaxNumberLength) return true;
  }
  return false;
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
      return {"json.too_deep",
              "arrays and objects nest deeper than " + std::to_string(limits.max_depth)};
    case simdjson::EMPTY:
      return {"json.syntax", "the document is empty"};
    default:
      return {"json.syntax", std::string("not JSON: ") + simdjson::error_message(code)};
  }
}

// Copies simdjson's tape into a Value and finds duplicate keys on the way. Nesting is bounded:
// the parser has refused what is deeper than the limit.
class Copier {
 public:
  Result<Value> Copy(simdjson::dom::element element) {
    switch (element.type()) {
      case simdjson::dom::element_type::OBJECT:
        return CopyObject(element.get_object().value_unsafe());
      case simdjson::dom::element_type::ARRAY:
        return CopyArray(element.get_array().value_unsafe());
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
    std::unordered_set<std::string_view> seen;  // filled once the object is large
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
                          std::unordered_set<std::string_view>& seen, std::string_view key) {
    if (out.size() < kLinearKeys) return out.Find(key) != nullptr;
    if (seen.empty()) {
      for (const auto [earlier, element] : object) {
        if (seen.size() == out.size()) break;
        seen.insert(earlier);
      }
    }
    return !seen.insert(key).second;
  }
};

Result<Value> ParseWith(simdjson::dom::parser& parser, std::string_view text,
                        const ParseLimits& limits) {
  if (parser.capacity() < text.size() || parser.max_depth() != limits.max_depth) {
    const size_t capacity = std::bit_ceil(std::max<size_t>(text.size(), 4096));
    if (auto error = parser.allocate(capacity, limits.max_depth)) {
      return FromSimdjson(error, limits);
    }
  }
  simdjson::dom::element root;
  if (auto error = parser.parse(text.data(), text.size()).get(root)) {
    return FromSimdjson(error, limits);
  }
  return Copier().Copy(root);
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
  if (text.size() > kKeptParserBytes) {
    simdjson::dom::parser parser;
    return ParseWith(parser, text, limits);
  }
  static thread_local simdjson::dom::parser parser;
  return ParseWith(parser, text, limits);
}

// ---------------------------------------------------------------------------------------- writing

namespace {

constexpr double kLargestExactInteger = 9007199254740992.0;  // 2^53

// Code units of UTF-16 sort like bytes of UTF-8 but for one thing: a character beyond U+FFFF is a
// surrogate pair (0xD800..) and so sorts before U+E000..U+FFFF, whose UTF-8 lead bytes are 0xEE
// and 0xEF against 0xF0 and up.
bool Utf16Less(std::string_view a, std::string_view b) {
  const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (left == a.end() || right == b.end()) return left == a.end() && right != b.end();
  const auto x = static_cast<unsigned char>(*left);
  const auto y = static_cast<unsigned char>(*right);
  const bool x_astral = x >= 0xF0;
  const bool y_astral = y >= 0xF0;
  if (x_astral != y_astral && std::min(x, y) >= 0xEE) return x_astral;
  return x < y;
}

// ECMAScript's Number::toString (ECMA-262 section 6.1.6.1.20), which RFC 8785 prescribes: the
// shortest digits that round-trip, plain from 1e-6 to below 1e21, else with an exponent.
void WriteDouble(double number, std::string* out) {
  if (number == 0) {
    *out += '0';
    return;
  }
  char buffer[32];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::scientific);
  std::string_view text(buffer, static_cast<size_t>(end.ptr - buffer));
  if (text.front() == '-') {
    *out += '-';
    text.remove_prefix(1);
  }
  const size_t e = text.find('e');
  int exponent = 0;
  const char* first = text.data() + e + 1 + (text[e + 1] == '+' ? 1 : 0);
  std::from_chars(first, text.data() + text.size(), exponent);
  std::string digits(1, text[0]);
  if (e > 2) digits.append(text.substr(2, e - 2));

  const int count = static_cast<int>(digits.size());
  const int point = exponent + 1;  // digits before the decimal point
  if (point > 21 || point <= -6) {
    *out += digits[0];
    if (count > 1) (*out += '.').append(digits, 1);
    (*out += 'e') += exponent < 0 ? '-' : '+';
    *out += std::to_string(std::abs(exponent));
  } else if (point <= 0) {
    (*out += "0.").append(static_cast<size_t>(-point), '0') += digits;
  } else if (count <= point) {
    (*out += digits).append(static_cast<size_t>(point - count), '0');
  } else {
    out->append(digits, 0, static_cast<size_t>(point)) += '.';
    out->append(digits, static_cast<size_t>(point));
  }
}

Status WriteMembers(const Object& object, std::string* out) {
  std::vector<const Member*> order;
  order.reserve(object.size());
  for (const Member& member : object) order.push_back(&member);
  const auto less = [](const Member* a, const Member* b) { return Utf16Less(a->key, b->key); };
  if (!std::is_sorted(order.begin(), order.end(), less)) {
    std::sort(order.begin(), order.end(), less);
  }
  *out += '{';
  for (size_t i = 0; i < order.size(); ++i) {
    if (i > 0) *out += ',';
    WriteString(order[i]->key, out);
    *out += ':';
    REEVE_RETURN_IF_ERROR(WriteCanonical(order[i]->value, out));
  }
  *out += '}';
  return {};
}

Status WriteElements(const Array& array, std::string* out) {
  *out += '[';
  for (size_t i = 0; i < array.size(); ++i) {
    if (i > 0) *out += ',';
    REEVE_RETURN_IF_ERROR(WriteCanonical(array[i], out));
  }
  *out += ']';
  return {};
}

Error Unrepresentable(const std::string& number) {
  return {"json.unrepresentable",
          "`" + number + "` has no exact canonical form (RFC 8785): send it as a string"};
}

}  // namespace

void WriteString(std::string_view text, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  *out += '"';
  size_t plain = 0;  // start of the run not yet copied
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out->append(text, plain, i - plain);
    plain = i + 1;
    *out += '\\';
    switch (c) {
      case '"':
        *out += '"';
        break;
      case '\\':
        *out += '\\';
        break;
      case '\b':
        *out += 'b';
        break;
      case '\f':
        *out += 'f';
        break;
      case '\n':
        *out += 'n';
        break;
      case '\r':
        *out += 'r';
        break;
      case '\t':
        *out += 't';
        break;
      default:
        *out += "u00";
        *out += kHex[c >> 4];
        *out += kHex[c & 15];
    }
  }
  out->append(text, plain);
  *out += '"';
}

Status WriteCanonical(const Value& value, std::string* out) {
  if (value.is_null()) {
    *out += "null";
  } else if (const bool* truth = value.as_bool()) {
    *out += *truth ? "true" : "false";
  } else if (const int64_t* integer = value.as_int()) {
    if (std::abs(static_cast<double>(*integer)) > kLargestExactInteger) {
      return Unrepresentable(std::to_string(*integer));
    }
    *out += std::to_string(*integer);
  } else if (const uint64_t* large = value.as_uint()) {
    return Unrepresentable(std::to_string(*large));
  } else if (const double* number = value.as_double()) {
    if (!std::isfinite(*number)) return Unrepresentable(std::to_string(*number));
    WriteDouble(*number, out);
  } else if (const std::string* text = value.as_string()) {
    WriteString(*text, out);
  } else if (const Array* array = value.as_array()) {
    return WriteElements(*array, out);
  } else {
    return WriteMembers(*value.as_object(), out);
  }
  return {};
}

Result<std::string> Canonical(const Value& value) {
  std::string out;
  REEVE_RETURN_IF_ERROR(WriteCanonical(value, &out));
  return out;
}

namespace {

// Insertion order. `indent` is the spaces a level takes, or -1 for one line without any.
void WriteReadable(const Value& value, int indent, size_t depth, std::string* out) {
  const auto line = [&](size_t level) {
    if (indent >= 0) (*out += '\n').append(level * static_cast<size_t>(indent), ' ');
  };
  if (const Object* object = value.as_object(); object != nullptr && !object->empty()) {
    *out += '{';
    for (const Member& member : *object) {
      if (&member != object->begin()) *out += ',';
      line(depth + 1);
      WriteString(member.key, out);
      *out += indent >= 0 ? ": " : ":";
      WriteReadable(member.value, indent, depth + 1, out);
    }
    line(depth);
    *out += '}';
  } else if (const Array* array = value.as_array(); array != nullptr && !array->empty()) {
    *out += '[';
    for (size_t i = 0; i < array->size(); ++i) {
      if (i > 0) *out += ',';
      line(depth + 1);
      WriteReadable((*array)[i], indent, depth + 1, out);
    }
    line(depth);
    *out += ']';
  } else if (const int64_t* integer = value.as_int()) {
    *out += std::to_string(*integer);
  } else if (const uint64_t* large = value.as_uint()) {
    *out += std::to_string(*large);
  } else if (const double* number = value.as_double();
             number != nullptr && !std::isfinite(*number)) {
    *out += "null";  // as ECMAScript's JSON.stringify prints it
  } else if (Status written = WriteCanonical(value, out); !written.ok()) {
    Panic(written.error().message);
  }
}

}  // namespace

std::string Pretty(const Value& value) {
  std::string out;
  WriteReadable(value, 2, 0, &out);
  return out;
}

std::string Compact(const Value& value) {
  std::string out;
  WriteReadable(value, -1, 0, &out);
  return out;
}

// ---------------------------------------------------------------------------------------- pointer

std::string PointerTo(std::string_view parent, std::string_view token) {
  std::string out(parent);
  out += '/';
  for (char c : token) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

namespace {

std::string Unescape(std::string_view token) {
  std::string out;
  for (size_t i = 0; i < token.size(); ++i) {
    if (token[i] == '~' && i + 1 < token.size()) {
      out += token[++i] == '1' ? '/' : '~';
    } else {
      out += token[i];
    }
  }
  return out;
}

const Value* Child(const Value& parent, std::string_view token) {
  if (const Object* object = parent.as_object()) return object->Find(Unescape(token));
  const Array* array = parent.as_array();
  if (array == nullptr) return nullptr;
  size_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (error != std::errc() || end != token.data() + token.size()) return nullptr;
  return index < array->size() ? &(*array)[index] : nullptr;
}

}  // namespace

const Value* Resolve(const Value& root, std::string_view pointer) {
  const Value* here = &root;
  while (!pointer.empty() && here != nullptr) {
    if (pointer.front() != '/') return nullptr;
    pointer.remove_prefix(1);
    const size_t end = std::min(pointer.find('/'), pointer.size());
    here = Child(*here, pointer.substr(0, end));
    pointer.remove_prefix(end);
  }
  return here;
}

Value* Resolve(Value& root, std::string_view pointer) {
  return const_cast<Value*>(Resolve(static_cast<const Value&>(root), pointer));
}

}  // namespace reeve::json
