// Random expressions over a fixed environment, for the property tests and the fuzzer: well typed
// for the most part, since an expression that the checker refuses tests nothing behind it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.h"
#include "policy/cel/compile.h"

namespace reeve::cel {

// Variables of every type, and their values. `absent` has none.
class ExpressionWorld {
 public:
  ExpressionWorld() {
    const auto declare = [&](const char* name, Type type, Value value) {
      (void)environment.Declare(name, type);
      variables[count++] = value;
    };
    declare("b", Type::Bool(), Value::Bool(true));
    declare("i", Type::Int(), Value::Int(3));
    declare("u", Type::Uint(), Value::Uint(4));
    declare("d", Type::Double(), Value::Double(2.5));
    declare("s", Type::String(), Value::String("b\xC3\xA9 a+"));
    declare("y", Type::Bytes(), Value::Bytes(std::string_view("\x00\xFFz", 3)));
    declare("t", Type::Timestamp(), Value::Timestamp({1700000000, 5}));
    declare("r", Type::Duration(), Value::Duration(90'000'000'001));
    declare("l", Type::List(Type::Int()), Value::List(ints));
    declare("w", Type::List(Type::String()), Value::List(texts));
    declare("o", Type::Object(&schema), Value::Object(&schema, fields, arena));
    declare("os", Type::List(Type::Object(&schema)), Value::List(objects));
    declare("j", Type::Map(Type::String(), Type::Dyn()), FromJson(json, arena));
    declare("any", Type::Dyn(), Value::Uint(7));
    declare("absent", Type::Int(), Value::Absent());
    objects[0] = objects[1] = variables[10];
    objects[2] = Value::Object(&schema, other_fields, arena);
  }
  ExpressionWorld(const ExpressionWorld&) = delete;
  ExpressionWorld& operator=(const ExpressionWorld&) = delete;

  Activation activation() const { return {{variables, count}}; }

  Environment environment;

 private:
  json::Value json = json::Parse(R"({"a":1,"b":["x",null],"c":{"d":2.5},"in":true})").value();
  Domain domain{"letter", {"a", "b", "c"}};
  ObjectSchema schema{"thing",
                      {{"a", Type::StringIn(&domain)},
                       {"n", Type::Uint()},
                       {"m", Type::String(), true},
                       {"l", Type::List(Type::Int())}}};
  Arena arena;
  Value ints[3] = {Value::Int(0), Value::Int(1), Value::Int(-7)};
  Value texts[3] = {Value::String("a"), Value::String(""), Value::String("b\xC3\xA9")};
  Value fields[4] = {Value::String("a"), Value::Uint(4), Value::Absent(), Value::List(ints)};
  Value other_fields[4] = {Value::String("b"), Value::Uint(0), Value::String("m"), Value::List({})};
  Value objects[3];
  Value variables[16];
  size_t count = 0;
};

// Templates of expressions by the type of what they give. A hole is `$` and the kind of what goes
// in: $b bool, $i int, $n number, $t text, $y bytes, $l ints, $w texts, $o optional of an int, $m
// map from text, $z timestamp, $r duration, $h address, $k network, $a anything, $c a condition on
// `x`, an int. Those without a hole end a branch.
// clang-format off
inline constexpr auto kBoolTemplates = std::to_array<const char*>({
    "b", "true", "false", "!b", "1/0 == 1", "any", "has(o.m)", "has(j.a)", "has(j.c.x)",
    "o.a in ['a', 'c']", "$b && $b", "$b && $b", "($b || $b)", "($b || $b)", "!($b)", "($b ? $b : $b)",
    "($a) == dyn($a)", "($a) != dyn($a)", "($i == $i)", "($i < $i)", "($i >= $i)", "($t == $t)", "($t < $t)",
    "($t >= $t)", "($y < $y)", "($z < $z)", "($r >= $r)", "($b < $b)", "(dyn($n) == $n)", "(dyn($n) < $n)",
    "($n >= $n)", "$t.contains($t)", "$t.startsWith($t)", "$t.endsWith($t)", "$t.matches($t)",
    "matches($t, 'a+|b')", "$t.matches('^[a-c]*(x|b.)')", "$i in $l", "$t in $w", "$t in $m", "$i in [1, 2, 3, 4, 5, 6, 7, 8, 9, 3u]",
    "$l.all(x, $c)", "$l.exists(x, $c)", "$l.exists_one(x, $c)", "$l.existsOne(x, $c)",
    "os.all(x, x.a == 'a' && $b)", "os.exists(x, x.n > 1u || $b)", "$l.all(x, y, x < y || $b)", "$l.exists(x, y, x == y)",
    "$m.existsOne(k, v, v == $i)", "$m.all(k, $b || k < 'b')", "cel.bind(z, $b, z && $b)", "$o.hasValue()", "o.?m.hasValue()", "j.?c.?x.orValue(false)",
    "sets.contains($l, $l)", "sets.equivalent($l, $l)", "sets.intersects($w, $w)", "math.isNaN(double($n))",
    "math.isInf(double($n))", "math.isFinite(double($n))", "isIP($t)", "isCIDR($t)", "ip.isCanonical($t)", "$h.isUnspecified()",
    "$h.isLoopback()", "$h.isGlobalUnicast()", "$h.isLinkLocalUnicast()", "$h.isLinkLocalMulticast()",
    "$k.containsIP($h)", "$k.containsIP($t)", "$k.containsCIDR($k)", "bool($t)", "type($a) == type($a)"});
inline constexpr auto kIntTemplates = std::to_array<const char*>({
    "i", "0", "1", "-7", "9223372036854775807", "-9223372036854775808", "l[1]", "absent", "0x10", "i", "2",
    "($i + $i)", "($i - $i)", "($i * $i)", "($i / $i)", "($i % $i)", "-($i)", "size($l)", "size($t)", "$t.size()", "$y.size()",
    "size($m)", "int($n)", "int($t)", "int($z)", "$l[$i]", "($b ? $i : $i)", "$o.value()", "$o.orValue($i)",
    "$t.indexOf($t)", "$t.indexOf($t, $i)", "$t.lastIndexOf($t)", "$t.lastIndexOf($t, $i)", "math.greatest($i, $i)",
    "math.least($l)", "math.least($i, $i, $i)", "math.abs($i)", "math.sign($i)", "math.bitAnd($i, $i)", "math.bitOr($i, $i)", "math.bitXor($i, $i)",
    "math.bitNot($i)", "math.bitShiftLeft($i, $i)", "math.bitShiftRight($i, $i)", "$h.family()", "$k.prefixLength()",
    "$z.getFullYear()", "$z.getMonth()", "$z.getDate()", "$z.getDayOfMonth($t)", "$z.getDayOfWeek()", "$z.getDayOfYear('Asia/Kathmandu')",
    "$z.getHours('-03:30')", "$r.getHours()", "$z.getMinutes()", "$r.getMinutes()", "$z.getSeconds()", "$r.getSeconds()",
    "$z.getMilliseconds()", "$r.getMilliseconds()", "cel.bind(q, $i, q + $i)", "$l.first().orValue($i)", "$l.last().value()"});
inline constexpr auto kNumberTemplates = std::to_array<const char*>({
    "u", "d", "2u", "0.5", "-1e10", "o.n", "any", "-0.0", "1e308", "double('NaN')", "$i", "double($i)", "uint($i)",
    "(d + double($n))", "(1.5 * double($i))", "(d / double($n))", "(d - double($i))", "(u - uint($n))", "(u * 3u)", "(u % uint($i))", "uint($t)", "double($t)",
    "math.ceil(double($n))", "math.floor(double($n))", "math.round(double($n))", "math.trunc(double($n))", "math.sqrt($n)", "math.abs($n)",
    "math.sign($n)", "math.greatest($n, $n)", "math.least($n, $n)", "math.bitShiftRight(u, $i)", "math.bitNot(u)"});
inline constexpr auto kTextTemplates = std::to_array<const char*>({
    "s", "''", "'a'", "\"it's\"", "'\\n\\\"\\u00e9'", "r'a+\\d'", "o.m", "w[0]", "'[a-'", "o.a", "'2026-01-31T09:30:00Z'",
    "'127.0.0.1'", "'10.0.0.0/8'", "'(a)|(b)'", "'%s: %d'", "'-12'", "'1h30m'", "($t + $t)", "string($i)", "string($n)", "string($y)", "string($z)",
    "string($r)", "string($h)", "string($k)", "string($b)", "$t.lowerAscii()", "$t.upperAscii()", "$w[$i]", "$t.charAt($i)", "$t.substring($i)",
    "$t.substring($i, $i)", "$t.replace($t, $t)", "$t.replace($t, $t, $i)", "$t.trim()", "$t.reverse()", "$w.join()",
    "$w.join($t)", "'%s %d'.format([$a, $i])", "'%.3f|%e'.format([$n, $n])", "'%x %X %o %b'.format([$i, $t, $i, $i])", "$t.format([$a, $i])", "strings.quote($t)",
    "base64.encode($y)", "regex.replace($t, 'a(.)', $t)", "regex.replace($t, $t, $t, $i)", "regex.extract($t, '[a-b]+').orValue($t)",
    "regex.extract($t, $t).value()", "($b ? $t : $t)", "cel.bind(q, $t, q + q)"});
inline constexpr auto kBytesTemplates = std::to_array<const char*>({
    "y", "b'\\x00z'", "b''", "($y + $y)", "bytes($t)", "base64.decode($t)", "base64.decode(base64.encode($y))"});
inline constexpr auto kIntsTemplates = std::to_array<const char*>({
    "l", "[]", "[1, 2, -7]", "o.l", "($l + $l)", "[$i, $i]", "[?$o, $i]", "$l.filter(x, $c)", "$l.map(x, $i)", "$l.map(x, $c, $i)",
    "$l.transformList(x, y, x * y)", "$l.transformList(x, y, x < y, y)", "$l.sort()", "$l.sortBy(x, -x)", "$l.sortBy(x, string(x))", "$l.reverse()", "$l.distinct()",
    "$l.slice($i, $i)", "[$l, $l].flatten()", "[[$l]].flatten($i)", "lists.range($i)", "lists.range(3)", "[$o, $o].unwrapOpt()", "optional.unwrap([$o, $o])", "($b ? $l : $l)"});
inline constexpr auto kTextsTemplates = std::to_array<const char*>({
    "w", "['a', 'b']", "['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'bb']", "os.map(x, x.a)", "[$t, $t]", "$l.map(x, $t)",
    "($w + $w)", "$t.split($t)", "$t.split($t, $i)", "regex.extractAll($t, 'a|b')", "regex.extractAll($t, $t)", "$w.sort()",
    "$w.sortBy(x, size(x))", "$w.distinct()", "$w.filter(x, x != $t)", "$m.map(k, k)", "$m.transformList(k, v, k + string(v))"});
inline constexpr auto kOptionalTemplates = std::to_array<const char*>({
    "optional.none()", "optional.of(1)", "l[?0]", "optional.of($i)", "optional.ofNonZeroValue($i)", "$o.or($o)",
    "$o.optMap(v, v + $i)", "$o.optFlatMap(v, $o)", "$l.first()", "$l.last()", "$l[?$i]", "$m.?a", "$m[?$t]"});
inline constexpr auto kMapTemplates = std::to_array<const char*>({
    "{}", "{'a': 1}", "{'a': 1, 'b': 2, 'c': 3}", "{$t: $i, $t: $i}", "{?$t: $o}", "$m.transformMap(k, v, v + $i)",
    "$m.transformMap(k, v, v > $i, v)", "$l.transformMapEntry(k, v, {string(v): k})", "$l.transformMapEntry(k, v, $b, {string(k): v})", "($b ? $m : $m)"});
inline constexpr auto kTimestampTemplates = std::to_array<const char*>({
    "t", "timestamp(0)", "timestamp('2026-03-29T01:59:59.999Z')", "timestamp($t)", "timestamp($i)", "($z + $r)", "($z - $r)"});
inline constexpr auto kDurationTemplates = std::to_array<const char*>({
    "r", "duration('-1.5s')", "duration($t)", "($r + $r)", "($r - $r)", "($z - $z)"});
inline constexpr auto kAddressTemplates = std::to_array<const char*>({
    "ip('192.0.2.1')", "ip('::1')", "ip('fe80::1')", "ip($t)", "$k.ip()", "ip(string($h))"});
inline constexpr auto kNetworkTemplates = std::to_array<const char*>({
    "cidr('10.0.0.0/8')", "cidr('2001:db8::/32')", "cidr($t)", "$k.masked()"});
inline constexpr auto kAnyTemplates = std::to_array<const char*>({
    "any", "j", "j.a", "j.c.d", "null", "o", "j['b']", "type(1)", "string", "j.`in`", "os", "$b", "$b", "$i", "$n", "$t", "$y", "$l", "$w",
    "$o", "$m", "$z", "$r", "$h", "$k", "[$a, $a]", "{$a: $a}", "dyn($a)", "$l.map(x, [$a])", "[[$a]].flatten()", "type($a)", "[$a, $a].sort()",
    "[$a, $a].distinct()", "optional.of($a)", "optional.ofNonZeroValue($a)"});
// clang-format on

// `choose(n)` gives a number below n.
class ExpressionWriter {
 public:
  using Choose = std::function<uint32_t(uint32_t)>;
  explicit ExpressionWriter(Choose choose) : choose_(std::move(choose)) {}

  // A bool for the most part.
  std::string Write() { return Fill(choose_(4) == 0 ? 'a' : 'b', kDepth); }

 private:
  using Templates = std::span<const char* const>;
  static constexpr int kDepth = 5;

  static Templates TemplatesOf(char kind) {
    switch (kind) {
      case 'i':
        return kIntTemplates;
      case 'n':
        return kNumberTemplates;
      case 't':
        return kTextTemplates;
      case 'y':
        return kBytesTemplates;
      case 'l':
        return kIntsTemplates;
      case 'w':
        return kTextsTemplates;
      case 'o':
        return kOptionalTemplates;
      case 'm':
        return kMapTemplates;
      case 'z':
        return kTimestampTemplates;
      case 'r':
        return kDurationTemplates;
      case 'h':
        return kAddressTemplates;
      case 'k':
        return kNetworkTemplates;
      case 'a':
        return kAnyTemplates;
      default:
        return kBoolTemplates;
    }
  }

  static bool HasHole(const char* text) {
    return std::string_view(text).find('$') != std::string_view::npos;
  }

  std::string Fill(char kind, int depth) {
    if (kind == 'c') return Condition(depth);
    if (kind == 'i' && in_macro_ && choose_(4) == 0) return "x";
    const Templates all = TemplatesOf(kind);
    const auto holes =
        static_cast<size_t>(std::find_if(all.begin(), all.end(), HasHole) - all.begin());
    return Expand(all[choose_(static_cast<uint32_t>(depth > 0 ? all.size() : holes))], depth - 1);
  }

  // A condition on a macro's variable that is an int.
  std::string Condition(int depth) {
    const bool outer = std::exchange(in_macro_, true);
    std::string text = choose_(2) == 0 ? Expand("x < $i", depth - 1) : Fill('b', depth - 1);
    in_macro_ = outer;
    return text;
  }

  std::string Expand(std::string_view text, int depth) {
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '$') {
        out += text[i];
      } else {
        out += Fill(text[++i], depth);
      }
    }
    return out;
  }

  Choose choose_;
  bool in_macro_ = false;  // where `x` is an int
};

// The same expressions for the same seed.
class SeededExpressions {
 public:
  explicit SeededExpressions(uint32_t seed) : random_(seed) {}
  std::string Next() {
    return ExpressionWriter([&](uint32_t n) { return static_cast<uint32_t>(random_() % n); })
        .Write();
  }

 private:
  std::mt19937 random_;
};

}  // namespace reeve::cel
