// The string library: places, parts and joins of strings, counted in code points. A place outside
// of the string is the error cel.index.
#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.h"
#include "policy/cel/functions.h"
#include "policy/cel/text_builder.h"

namespace reeve::cel {
namespace {

constexpr size_t kNowhere = std::string_view::npos;
constexpr int64_t kAll = -1;
constexpr ErrorValue kOutsideOfText = {"cel.index", "the place is outside of the string"};
constexpr ErrorValue kRange = {"cel.index", "the range ends before it begins"};

// The first place of `part` at or behind `from`. In linear time, which string_view::find is not.
size_t Find(std::string_view text, std::string_view part, size_t from) {
  if (part.empty()) return from;
  if (text.size() - from < part.size()) return kNowhere;
  const void* found = memmem(text.data() + from, text.size() - from, part.data(), part.size());
  if (found == nullptr) return kNowhere;
  return static_cast<size_t>(static_cast<const char*>(found) - text.data());
}

Value Place(std::string_view text, size_t byte) {
  if (byte == kNowhere) return Value::Int(-1);
  return Value::Int(static_cast<int64_t>(CodePointCount(text.substr(0, byte))));
}

Value CharAt(Frame& frame, const Value* a) {
  const std::string_view text = a[0].as_text();
  if (!frame.SpendScanned(text.size())) return Fail(kBudget);
  const size_t byte = ByteOfCodePoint(text, a[1].as_int());
  if (byte == kNowhere) return Fail(kOutsideOfText);
  if (byte == text.size()) return Value::String("");
  return Value::String(text.substr(byte, NextCodePoint(text, byte) - byte));
}

Value IndexFrom(Frame& frame, std::string_view text, std::string_view part, int64_t from) {
  if (!frame.SpendScanned(text.size() + part.size())) return Fail(kBudget);
  const size_t byte = ByteOfCodePoint(text, from);
  return byte == kNowhere ? Fail(kOutsideOfText) : Place(text, Find(text, part, byte));
}

Value IndexOf(Frame& frame, const Value* a) {
  return IndexFrom(frame, a[0].as_text(), a[1].as_text(), 0);
}
Value IndexOfFrom(Frame& frame, const Value* a) {
  return IndexFrom(frame, a[0].as_text(), a[1].as_text(), a[2].as_int());
}

// `part` is compared at every place, so the cost is the product.
Value LastIndex(Frame& frame, std::string_view text, std::string_view part, size_t from) {
  if (!frame.SpendScanned(text.size() * (part.size() + 1))) return Fail(kBudget);
  return Place(text, text.rfind(part, from));
}

Value LastIndexOf(Frame& frame, const Value* a) {
  return LastIndex(frame, a[0].as_text(), a[1].as_text(), kNowhere);
}
Value LastIndexOfFrom(Frame& frame, const Value* a) {
  const size_t from = ByteOfCodePoint(a[0].as_text(), a[2].as_int());
  return from == kNowhere ? Fail(kOutsideOfText)
                          : LastIndex(frame, a[0].as_text(), a[1].as_text(), from);
}

Value JoinWith(Frame& frame, std::span<const Value> list, std::string_view separator) {
  TextBuilder out(frame);
  for (size_t i = 0; i < list.size(); ++i) {
    if (!list[i].Is(Kind::kString)) return Fail(kNoOverload);
    if (i > 0 && !out.Append(separator)) return Fail(kBudget);
    if (!out.Append(list[i].as_text())) return Fail(kBudget);
  }
  return out.Finish();
}

Value Join(Frame& frame, const Value* a) { return JoinWith(frame, a[0].as_list(), ""); }
Value JoinBy(Frame& frame, const Value* a) {
  return JoinWith(frame, a[0].as_list(), a[1].as_text());
}

Value Quote(Frame& frame, const Value* a) {
  static constexpr std::string_view kFrom = "\a\b\f\n\r\t\v\\\"";
  static constexpr std::string_view kTo = "abfnrtv\\\"";
  TextBuilder out(frame);
  out.Append('"');
  for (const char c : a[0].as_text()) {
    const size_t escape = kFrom.find(c);
    if (escape != kFrom.npos) out.Append('\\');
    if (!out.Append(escape == kFrom.npos ? c : kTo[escape])) return Fail(kBudget);
  }
  out.Append('"');
  return out.Finish();
}

// The next place of `part`: an empty one stands before every code point and at the end.
size_t NextPlace(std::string_view text, std::string_view part, size_t from, bool first) {
  if (!part.empty() || first) return Find(text, part, from);
  return from < text.size() ? NextCodePoint(text, from) : kNowhere;
}

Value ReplaceMany(Frame& frame, const Value* a, int64_t limit) {
  const std::string_view text = a[0].as_text();
  const std::string_view part = a[1].as_text();
  if (!frame.SpendScanned(text.size())) return Fail(kBudget);
  TextBuilder out(frame);
  size_t copied = 0;
  size_t at = 0;
  for (int64_t done = 0; limit < 0 || done < limit; ++done) {
    at = NextPlace(text, part, at, done == 0);
    if (at == kNowhere) break;
    if (!out.Append(text.substr(copied, at - copied)) || !out.Append(a[2].as_text())) {
      return Fail(kBudget);
    }
    copied = at + part.size();
    if (!part.empty()) at = copied;
  }
  return out.Append(text.substr(copied)) ? out.Finish() : Fail(kBudget);
}

Value Replace(Frame& frame, const Value* a) { return ReplaceMany(frame, a, kAll); }
Value ReplaceFirst(Frame& frame, const Value* a) { return ReplaceMany(frame, a, a[3].as_int()); }

// Calls `visit` with each piece; the last one takes the rest when there are `limit` pieces.
template <typename Visit>
void ForEachPiece(std::string_view text, std::string_view separator, int64_t limit, Visit visit) {
  if (separator.empty() && text.empty()) return;
  for (int64_t pieces = 1; limit < 0 || pieces < limit; ++pieces) {
    const size_t end = separator.empty() ? NextCodePoint(text, 0) : Find(text, separator, 0);
    if (end == kNowhere || (separator.empty() && end == text.size())) break;
    visit(text.substr(0, end));
    text.remove_prefix(end + separator.size());
  }
  visit(text);
}

Value SplitMany(Frame& frame, const Value* a, int64_t limit) {
  const std::string_view text = a[0].as_text();
  const std::string_view separator = a[1].as_text();
  if (limit == 0) return Value::List({});
  if (!frame.SpendScanned(2 * text.size())) return Fail(kBudget);
  size_t count = 0;
  ForEachPiece(text, separator, limit, [&](std::string_view) { ++count; });
  if (!frame.SpendMade(count * sizeof(Value))) return Fail(kBudget);
  const std::span<Value> list = frame.arena.NewArray<Value>(count);
  size_t i = 0;
  ForEachPiece(text, separator, limit,
               [&](std::string_view piece) { list[i++] = Value::String(piece); });
  return Value::List(list);
}

Value Split(Frame& frame, const Value* a) { return SplitMany(frame, a, kAll); }
Value SplitFirst(Frame& frame, const Value* a) { return SplitMany(frame, a, a[2].as_int()); }

Value Part(Frame& frame, std::string_view text, int64_t begin, int64_t end) {
  if (!frame.SpendScanned(text.size())) return Fail(kBudget);
  const size_t from = ByteOfCodePoint(text, begin);
  const size_t to = end == kAll ? text.size() : ByteOfCodePoint(text, end);
  if (from == kNowhere || to == kNowhere) return Fail(kOutsideOfText);
  return to < from ? Fail(kRange) : Value::String(text.substr(from, to - from));
}

Value SubstringFrom(Frame& frame, const Value* a) {
  return Part(frame, a[0].as_text(), a[1].as_int(), kAll);
}
Value Substring(Frame& frame, const Value* a) {
  return a[2].as_int() < 0 ? Fail(kOutsideOfText)
                           : Part(frame, a[0].as_text(), a[1].as_int(), a[2].as_int());
}

// The property White_Space of Unicode.
bool IsBlank(std::string_view c) {
  if (c.size() == 1) return c[0] == ' ' || (c[0] >= '\t' && c[0] <= '\r');
  static constexpr std::array<std::string_view, 19> kBlanks = {
      "\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003",
      "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200a",
      "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};
  return std::find(kBlanks.begin(), kBlanks.end(), c) != kBlanks.end();
}

Value Trim(Frame& frame, const Value* a) {
  std::string_view text = a[0].as_text();
  if (!frame.SpendScanned(text.size())) return Fail(kBudget);
  while (!text.empty() && IsBlank(text.substr(0, NextCodePoint(text, 0)))) {
    text.remove_prefix(NextCodePoint(text, 0));
  }
  while (!text.empty() && IsBlank(text.substr(PreviousCodePoint(text, text.size())))) {
    text = text.substr(0, PreviousCodePoint(text, text.size()));
  }
  return Value::String(text);
}

Value Reverse(Frame& frame, const Value* a) {
  const std::string_view text = a[0].as_text();
  if (!frame.SpendMade(text.size())) return Fail(kBudget);
  const std::span<char> out = frame.arena.NewArray<char>(text.size());
  size_t end = out.size();
  for (size_t at = 0; at < text.size();) {
    const size_t next = NextCodePoint(text, at);
    end -= next - at;
    std::copy(text.begin() + static_cast<std::ptrdiff_t>(at),
              text.begin() + static_cast<std::ptrdiff_t>(next),
              out.begin() + static_cast<std::ptrdiff_t>(end));
    at = next;
  }
  return Value::String({out.data(), out.size()});
}

template <char kFirst, char kLast>
Value FlipCase(Frame& frame, const Value* a) {
  const std::string_view text = a[0].as_text();
  if (!frame.SpendMade(text.size())) return Fail(kBudget);
  const std::span<char> out = frame.arena.NewArray<char>(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    out[i] = c >= kFirst && c <= kLast ? static_cast<char>(c ^ 0x20) : c;
  }
  return Value::String({out.data(), out.size()});
}

// Elements that are known to be no strings cannot be joined.
std::optional<Type> Joined(std::span<const Type> types) {
  const Type element = types[0].element();
  return element.IsOpen() || element.Is(Kind::kString) ? std::optional(Type::String())
                                                       : std::nullopt;
}

constexpr Kind kS = Kind::kString;
constexpr Kind kI = Kind::kInt;
constexpr Type kText = Type::String();
constexpr std::array<Overload, 18> kFunctions = {{
    {"charAt", true, 2, {kS, kI}, kText, CharAt},
    {"indexOf", true, 2, {kS, kS}, Type::Int(), IndexOf},
    {"indexOf", true, 3, {kS, kS, kI}, Type::Int(), IndexOfFrom},
    {"lastIndexOf", true, 2, {kS, kS}, Type::Int(), LastIndexOf},
    {"lastIndexOf", true, 3, {kS, kS, kI}, Type::Int(), LastIndexOfFrom},
    {"join", true, 1, {Kind::kList}, kText, Join, Joined},
    {"join", true, 2, {Kind::kList, kS}, kText, JoinBy, Joined},
    {"strings.quote", false, 1, {kS}, kText, Quote},
    {"replace", true, 3, {kS, kS, kS}, kText, Replace},
    {"replace", true, 4, {kS, kS, kS, kI}, kText, ReplaceFirst},
    {"split",
     true,
     2,
     {kS, kS},
     kText,
     Split,
     [](std::span<const Type>) { return std::optional(Type::List(Type::String())); }},
    {"split",
     true,
     3,
     {kS, kS, kI},
     kText,
     SplitFirst,
     [](std::span<const Type>) { return std::optional(Type::List(Type::String())); }},
    {"substring", true, 2, {kS, kI}, kText, SubstringFrom},
    {"substring", true, 3, {kS, kI, kI}, kText, Substring},
    {"trim", true, 1, {kS}, kText, Trim},
    {"reverse", true, 1, {kS}, kText, Reverse},
    {"lowerAscii", true, 1, {kS}, kText, FlipCase<'A', 'Z'>},
    {"upperAscii", true, 1, {kS}, kText, FlipCase<'a', 'z'>},
}};

}  // namespace

std::span<const Overload> StringFunctions() { return kFunctions; }

}  // namespace reeve::cel
