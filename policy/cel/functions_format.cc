// string.format(list): `%s` any value as text, `%d` a number, `%f` and `%e` with `.digits`, `%b`
// `%o` `%x` `%X` in another base (`%x` also of text and bytes), `%%`. By the newest rules of the
// reference: every verb for numbers takes int, uint and double where that has a meaning, and NaN
// and infinities are written out.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "base/text.h"
#include "policy/cel/functions.h"
#include "policy/cel/map.h"
#include "policy/cel/network.h"
#include "policy/cel/text_builder.h"
#include "policy/cel/time.h"

namespace reeve::cel {
namespace {

constexpr ErrorValue kVerb = {"cel.format", "`format` knows %s %d %f %e %b %o %x %X and %%"};
constexpr ErrorValue kTooFew = {"cel.format", "`format` has fewer values than its text has verbs"};
constexpr ErrorValue kWrongKind = {"cel.format", "a verb of `format` does not take such a value"};
constexpr ErrorValue kPrecision = {"cel.format",
                                   "`format` takes at most 100 digits behind the dot"};
constexpr int kMostDigits = 100;

// Decimal, without an exponent; the shortest digits that read back as the same number if
// `precision` is negative. 309 digits before the dot at the most.
std::string Decimal(double v, std::chars_format format, int precision) {
  if (std::isnan(v)) return "NaN";
  if (std::isinf(v)) return v > 0 ? "Infinity" : "-Infinity";
  char buffer[512];
  char* const end = buffer + sizeof buffer;
  const auto result = precision < 0 ? std::to_chars(buffer, end, v, format)
                                    : std::to_chars(buffer, end, v, format, precision);
  return {buffer, result.ptr};
}

// Writes values into one text. A method returns the error that ends it, or null.
class Formatter {
 public:
  explicit Formatter(Frame& frame) : frame_(frame), out_(frame) {}

  Value Run(std::string_view text, std::span<const Value> values) {
    size_t next = 0;
    while (!text.empty()) {
      const size_t percent = std::min(text.find('%'), text.size());
      if (!out_.Append(text.substr(0, percent))) return Fail(kBudget);
      text.remove_prefix(percent);
      if (text.empty()) break;
      if (const ErrorValue* error = Verb(&text, values, &next)) return Fail(*error);
    }
    return out_.Finish();
  }

 private:
  // The text begins with `%`; takes the verb from it.
  const ErrorValue* Verb(std::string_view* text, std::span<const Value> values, size_t* next) {
    text->remove_prefix(1);
    int precision = -1;
    if (text->starts_with('.') && !Precision(text, &precision)) return &kPrecision;
    if (text->empty()) return &kVerb;
    const char verb = (*text)[0];
    text->remove_prefix(1);
    if (verb == '%') return Put("%");
    if (std::string_view("sdfeboxX").find(verb) == std::string_view::npos) return &kVerb;
    if (*next == values.size()) return &kTooFew;
    return Write(verb, precision, values[(*next)++]);
  }

  static bool Precision(std::string_view* text, int* precision) {
    text->remove_prefix(1);
    const auto [end, error] =
        std::from_chars(text->data(), text->data() + text->size(), *precision);
    text->remove_prefix(static_cast<size_t>(end - text->data()));
    return error == std::errc() && *precision >= 0 && *precision <= kMostDigits;
  }

  const ErrorValue* Write(char verb, int precision, const Value& v) {
    switch (verb) {
      case 's':
        return Any(v);
      case 'd':
        if (v.Is(Kind::kDouble)) return Put(Decimal(v.as_double(), std::chars_format::fixed, -1));
        return Based(v, 10);
      case 'f':
        return Real(v, std::chars_format::fixed, precision < 0 ? 6 : precision);
      case 'e':
        return Real(v, std::chars_format::scientific, precision < 0 ? 6 : precision);
      case 'b':
        if (v.Is(Kind::kBool)) return Put(v.as_bool() ? "1" : "0");
        return Based(v, 2);
      case 'o':
        return Based(v, 8);
      default:
        return Hex(v, verb == 'X');
    }
  }

  const ErrorValue* Put(std::string_view text) { return out_.Append(text) ? nullptr : &kBudget; }

  const ErrorValue* Real(const Value& v, std::chars_format format, int precision) {
    if (!v.IsNumeric()) return &kWrongKind;
    const double number = v.Is(Kind::kInt)    ? static_cast<double>(v.as_int())
                          : v.Is(Kind::kUint) ? static_cast<double>(v.as_uint())
                                              : v.as_double();
    return Put(Decimal(number, format, precision));
  }

  const ErrorValue* Based(const Value& v, int base) {
    char digits[72];
    char* const end = digits + sizeof digits;
    if (v.Is(Kind::kInt)) return Put({digits, std::to_chars(digits, end, v.as_int(), base).ptr});
    if (v.Is(Kind::kUint)) return Put({digits, std::to_chars(digits, end, v.as_uint(), base).ptr});
    return &kWrongKind;
  }

  const ErrorValue* Hex(const Value& v, bool upper) {
    std::string text;
    if (v.Is(Kind::kString) || v.Is(Kind::kBytes)) {
      if (!frame_.SpendMade(2 * v.as_text().size())) return &kBudget;
      text = HexEncode(v.as_text());
    } else {
      char digits[72];
      char* const end = digits + sizeof digits;
      if (!v.Is(Kind::kInt) && !v.Is(Kind::kUint)) return &kWrongKind;
      text.assign(digits, v.Is(Kind::kInt) ? std::to_chars(digits, end, v.as_int(), 16).ptr
                                           : std::to_chars(digits, end, v.as_uint(), 16).ptr);
    }
    if (upper) {
      for (char& c : text) c = c >= 'a' && c <= 'f' ? static_cast<char>(c ^ 0x20) : c;
    }
    return Put(text);
  }

  const ErrorValue* Any(const Value& v) {
    switch (v.kind()) {
      case Kind::kNull:
        return Put("null");
      case Kind::kBool:
        return Put(v.as_bool() ? "true" : "false");
      case Kind::kInt:
      case Kind::kUint:
        return Based(v, 10);
      case Kind::kDouble:
        return Put(Decimal(v.as_double(), std::chars_format::fixed, -1));
      case Kind::kString:
      case Kind::kType:
        return Put(v.as_text());
      case Kind::kBytes:
        return IsValidUtf8(v.as_text()) ? Put(v.as_text()) : &kConversion;
      case Kind::kTimestamp:
        return Put(FormatTimestamp(v.as_timestamp()));
      case Kind::kDuration:
        return Put(FormatDuration(v.as_duration()));
      case Kind::kIp:
        return Put(FormatIp(v.as_ip()));
      case Kind::kCidr:
        return Put(FormatNetwork(v.as_cidr()));
      case Kind::kList:
        return List(v.as_list());
      case Kind::kMap:
        return Map(v.as_map());
      default:
        return &kWrongKind;
    }
  }

  const ErrorValue* List(std::span<const Value> list) {
    const ErrorValue* error = Put("[");
    for (size_t i = 0; i < list.size() && error == nullptr; ++i) {
      if (i > 0) error = Put(", ");
      if (error == nullptr) error = Any(list[i]);
    }
    return error != nullptr ? error : Put("]");
  }

  // Sorted by the keys as they are written, so that one map has one text.
  const ErrorValue* Map(const MapValue& map) {
    std::vector<std::pair<std::string, const Value*>> entries;
    if (!frame_.SpendMade(map.size() * sizeof(MapEntry))) return &kBudget;
    for (const MapEntry& entry : map.entries()) {
      Formatter key(frame_);
      if (const ErrorValue* error = key.Any(entry.key)) return error;
      const Value text = key.out_.Finish();
      if (text.is_error()) return &text.as_error();
      entries.emplace_back(text.as_text(), &entry.value);
    }
    std::sort(entries.begin(), entries.end());
    const ErrorValue* error = Put("{");
    for (size_t i = 0; i < entries.size() && error == nullptr; ++i) {
      if (i > 0) error = Put(", ");
      if (error == nullptr) error = Put(entries[i].first);
      if (error == nullptr) error = Put(": ");
      if (error == nullptr) error = Any(*entries[i].second);
    }
    return error != nullptr ? error : Put("}");
  }

  Frame& frame_;
  TextBuilder out_;
};

Value Format(Frame& frame, const Value* a) {
  if (!frame.SpendScanned(a[0].as_text().size())) return Fail(kBudget);
  return Formatter(frame).Run(a[0].as_text(), a[1].as_list());
}

constexpr std::array<Overload, 1> kFunctions = {{
    {"format", true, 2, {Kind::kString, Kind::kList}, Type::String(), Format},
}};

}  // namespace

std::span<const Overload> FormatFunctions() { return kFunctions; }

}  // namespace reeve::cel
