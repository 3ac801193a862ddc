// json::WriteCanonical (RFC 8785) and the readable forms.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <span>

#include "base/canonical_reader.h"
#include "base/json.h"
#include "base/text.h"

namespace reeve::json {

namespace {

constexpr size_t kUsualSize = 1024;  // room to begin with
constexpr int64_t kLargestExactInteger = int64_t{1} << 53;

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

Error Unrepresentable(const std::string& number) {
  return {"json.unrepresentable",
          "`" + number + "` has no exact canonical form (RFC 8785): send it as a string"};
}

// Beyond 2^53 one double stands for several integers. The one whose digits ECMAScript prints can
// be written, for it reads back as itself; the others cannot.
Status WriteWideInteger(const std::string& digits, double nearest, std::string* out) {
  std::string printed;
  WriteDouble(nearest, &printed);
  if (printed != digits) return Unrepresentable(digits);
  *out += digits;
  return {};
}

Status WriteText(std::string_view text, std::string* out) {
  if (!IsValidUtf8(text)) return Error{"json.unrepresentable", "a text is not valid UTF-8"};
  WriteString(text, out);
  return {};
}

Status WriteMembers(const Object& object, std::string* out) {
  std::array<const Member*, 32> few;
  std::vector<const Member*> many(object.size() > few.size() ? object.size() : 0);
  const std::span<const Member*> order(many.empty() ? few.data() : many.data(), object.size());
  std::transform(object.begin(), object.end(), order.begin(), [](const Member& m) { return &m; });
  const auto less = [](const Member* a, const Member* b) {
    return CanonicalKeyLess(a->key, b->key);
  };
  if (!std::is_sorted(order.begin(), order.end(), less)) {
    std::sort(order.begin(), order.end(), less);
  }
  *out += '{';
  for (size_t i = 0; i < order.size(); ++i) {
    if (i > 0) *out += ',';
    REEVE_RETURN_IF_ERROR(WriteText(order[i]->key, out));
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

}  // namespace

namespace {

bool IsPlain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

// Whether any of eight characters is not plain: the difference of a byte borrows where it is below
// zero (Hacker's Delight, section 6-1), and where the one before did, so that it may be plain too.
bool MayEscape(const char* at) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHighs = 0x8080808080808080;
  uint64_t eight = 0;
  std::memcpy(&eight, at, sizeof eight);
  const auto below = [](uint64_t bytes, uint64_t limit) {
    return (bytes - kOnes * limit) & ~bytes;
  };
  const uint64_t quote = below(eight ^ kOnes * '"', 1);
  const uint64_t backslash = below(eight ^ kOnes * '\\', 1);
  return ((below(eight, 0x20) | quote | backslash) & kHighs) != 0;
}

// From `at` on, the first that is not plain, or the end.
size_t SkipPlain(std::string_view text, size_t at) {
  while (at < text.size()) {
    if (at + 8 <= text.size() && !MayEscape(text.data() + at)) {
      at += 8;
    } else if (IsPlain(text[at])) {
      ++at;
    } else {
      return at;
    }
  }
  return at;
}

}  // namespace

void WriteString(std::string_view text, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  *out += '"';
  size_t plain = 0;  // start of the run not yet copied
  for (size_t i = SkipPlain(text, 0); i < text.size(); i = SkipPlain(text, i + 1)) {
    const auto c = static_cast<unsigned char>(text[i]);
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
    const std::string digits = std::to_string(*integer);
    if (*integer > kLargestExactInteger || *integer < -kLargestExactInteger) {
      return WriteWideInteger(digits, static_cast<double>(*integer), out);
    }
    *out += digits;
  } else if (const uint64_t* large = value.as_uint()) {
    return WriteWideInteger(std::to_string(*large), static_cast<double>(*large), out);
  } else if (const double* number = value.as_double()) {
    if (!std::isfinite(*number)) return Unrepresentable(std::to_string(*number));
    WriteDouble(*number, out);
  } else if (const std::string* text = value.as_string()) {
    return WriteText(*text, out);
  } else if (const Array* array = value.as_array()) {
    return WriteElements(*array, out);
  } else {
    return WriteMembers(*value.as_object(), out);
  }
  return {};
}

Result<std::string> Canonical(const Value& value) {
  std::string out;
  out.reserve(kUsualSize);
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
  } else if (const std::string* text = value.as_string()) {
    WriteString(*text, out);
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
  out.reserve(kUsualSize);
  WriteReadable(value, -1, 0, &out);
  return out;
}

}  // namespace reeve::json
