// Random expressions over a fixed environment, for the property tests and the fuzzer: well typed
// for the most part, since an expression that the checker refuses tests nothing behind it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <random>
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

// `choose(n)` gives a number below n.
class ExpressionWriter {
 public:
  using Choose = std::function<uint32_t(uint32_t)>;
  explicit ExpressionWriter(Choose choose) : choose_(std::move(choose)) {}

  // A bool for the most part.
  std::string Write() { return choose_(4) == 0 ? Any(5) : Bool(5); }

 private:
  template <size_t N>
  std::string One(const std::array<const char*, N>& texts) {
    return texts[choose_(static_cast<uint32_t>(N))];
  }

  std::string Any(int depth) {
    switch (choose_(8)) {
      case 0:
        return Int(depth);
      case 1:
        return Number(depth);
      case 2:
        return Text(depth);
      case 3:
        return Ints(depth);
      case 4:
        return Texts(depth);
      case 5:
        return One<8>({"any", "j", "j.a", "j.c.d", "null", "o", "t", "j['b']"});
      case 6:
        return One<6>({"y", "b'\\x00z'", "r", "type(1)", "string", "j.`in`"});
      default:
        return Bool(depth);
    }
  }

  std::string Bool(int depth) {
    if (depth <= 0) return One<7>({"b", "true", "false", "!b", "1/0 == 1", "any", "has(o.m)"});
    const int less = depth - 1;
    switch (choose_(20)) {
      case 0:
      case 1:
        return Bool(less) + " && " + Bool(less);
      case 2:
      case 3:
        return "(" + Bool(less) + " || " + Bool(less) + ")";
      case 4:
        return "!(" + Bool(less) + ")";
      case 5:
        return "(" + Bool(less) + " ? " + Bool(less) + " : " + Bool(less) + ")";
      case 6:
        return "(" + Any(less) + ") == dyn(" + Any(less) + ")";
      case 7:
        return "(" + Int(less) + Relation() + Int(less) + ")";
      case 8:
        return "(" + Text(less) + Relation() + Text(less) + ")";
      case 9:
        return Text(less) + One<4>({".contains(", ".startsWith(", ".endsWith(", ".matches("}) +
               Text(less) + ")";
      case 10:
        return Int(less) + " in " + Ints(less);
      case 11:
        return Text(less) + " in " + Texts(less);
      case 12:
        return Ints(less) + Quantifier() + "(x, " + Locally("x", less) + ")";
      case 13:
        return "os" + Quantifier() + "(x, x.a == 'a' && " + Bool(less) + ")";
      case 14:
        return "(dyn(" + Number(less) + ")" + Relation() + Number(less) + ")";
      case 15:
        return Ints(less) + One<2>({".all", ".exists"}) + "(x, y, x < y || " + Bool(less) + ")";
      case 16:
        return "cel.bind(z, " + Bool(less) + ", z && " + Bool(less) + ")";
      case 17:
        return One<4>({"o.?m", "j.?a", "j.?c.?x", "j[?'b']"}) +
               One<3>({".hasValue()", ".orValue('a') == 'a'", ".optMap(v, v == v).orValue(false)"});
      case 18:
        return Ints(less) + ".transformMap(x, y, x + y).exists(k, k == " + Int(less) + ")";
      default:
        return One<4>({"has(j.a)", "has(o.m)", "o.a in ['a', 'c']", "has(j.c.x)"});
    }
  }

  // A condition on a macro's variable that is an int.
  std::string Locally(const std::string& name, int depth) {
    const std::string outer = std::exchange(int_variable_, name);
    std::string text = choose_(2) == 0 ? name + Relation() + Int(depth) : Bool(depth);
    int_variable_ = outer;
    return text;
  }

  std::string Relation() { return One<6>({" == ", " != ", " < ", " <= ", " > ", " >= "}); }
  std::string Quantifier() { return One<3>({".all", ".exists", ".exists_one"}); }

  std::string Int(int depth) {
    if (depth <= 0 || choose_(3) == 0) {
      if (!int_variable_.empty() && choose_(2) == 0) return int_variable_;
      return One<9>({"i", "0", "1", "-7", "9223372036854775807", "-9223372036854775808", "l[1]",
                     "absent", "0x10"});
    }
    const int less = depth - 1;
    switch (choose_(6)) {
      case 0:
        return "(" + Int(less) + One<5>({" + ", " - ", " * ", " / ", " % "}) + Int(less) + ")";
      case 1:
        return "size(" + (choose_(2) == 0 ? Ints(less) : Text(less)) + ")";
      case 2:
        return "-(" + Int(less) + ")";
      case 3:
        return "int(" + Number(less) + ")";
      case 4:
        return Ints(less) + "[" + Int(less) + "]";
      default:
        return "(" + Bool(less) + " ? " + Int(less) + " : " + Int(less) + ")";
    }
  }

  std::string Number(int depth) {
    if (depth <= 0) return One<8>({"u", "d", "2u", "0.5", "-1e10", "o.n", "any", "-0.0"});
    const int less = depth - 1;
    switch (choose_(4)) {
      case 0:
        return "double(" + Int(less) + ")";
      case 1:
        return "uint(" + Int(less) + ")";
      case 2:
        return "(" + One<2>({"d", "1.5"}) + One<4>({" + ", " - ", " * ", " / "}) + "double(" +
               Int(less) + "))";
      default:
        return Int(less);
    }
  }

  std::string Text(int depth) {
    if (depth <= 0 || choose_(3) == 0) {
      return One<10>({"s", "''", "'a'", "\"it's\"", "'\\n\\\"\\u00e9'", "r'a+\\d'", "o.m", "w[0]",
                      "'[a-'", "o.a"});
    }
    const int less = depth - 1;
    switch (choose_(4)) {
      case 0:
        return "(" + Text(less) + " + " + Text(less) + ")";
      case 1:
        return "string(" + Int(less) + ")";
      case 2:
        return Text(less) + One<2>({".lowerAscii()", ".upperAscii()"});
      default:
        return Texts(less) + "[" + Int(less) + "]";
    }
  }

  std::string Ints(int depth) {
    if (depth <= 0) return One<4>({"l", "[]", "[1, 2, -7]", "o.l"});
    const int less = depth - 1;
    switch (choose_(7)) {
      case 5:
        return Ints(less) + ".transformList(x, y, x * y)";
      case 6:
        return "[?optional.of(" + Int(less) + "), " + Int(less) + "].sortBy(x, -x)";
      case 0:
        return "(" + Ints(less) + " + " + Ints(less) + ")";
      case 1:
        return "[" + Int(less) + ", " + Int(less) + "]";
      case 2:
        return Ints(less) + ".filter(x, " + Locally("x", less) + ")";
      case 3:
        return Ints(less) + ".map(x, " + Int(less) + ")";
      default:
        return Ints(less) + ".map(x, " + Locally("x", less) + ", " + Int(less) + ")";
    }
  }

  std::string Texts(int depth) {
    if (depth <= 0) {
      return One<4>(
          {"w", "['a', 'b']", "['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'bb']", "os.map(x, x.a)"});
    }
    const int less = depth - 1;
    switch (choose_(3)) {
      case 0:
        return "[" + Text(less) + ", " + Text(less) + "]";
      case 1:
        return Ints(less) + ".map(x, " + Text(less) + ")";
      default:
        return "(" + Texts(less) + " + " + Texts(less) + ")";
    }
  }

  Choose choose_;
  std::string int_variable_;  // of the macro around, if it is an int
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
