// Literals and operators: what they evaluate to.
#include <catch2/catch.hpp>

#include "tests/policy/cel_testing.h"

namespace reeve::cel {
namespace {

TEST_CASE("cel: literals have the types and values that their spelling says") {
  CheckAll({{"42", "42"},
            {"-42", "-42"},
            {"0x1F", "31"},
            {"42u", "42u"},
            {"0xffU", "255u"},
            {"9223372036854775807", "9223372036854775807"},
            {"-9223372036854775808", "-9223372036854775808"},
            {"18446744073709551615u", "18446744073709551615u"},
            {"1.5", "1.5"},
            {".5e2", "50.0"},
            {"1e3", "1000.0"},
            {"-0.0", "-0.0"},
            {"1e-400", "0.0"},
            {"true", "true"},
            {"null", "null"},
            {"// a comment\n 1", "1"},
            {"int", "int"},
            {"google.protobuf.Timestamp", "google.protobuf.Timestamp"}});
}

TEST_CASE("cel: numbers that do not fit their type are refused") {
  CheckAll({{"9223372036854775808", "refused cel.literal"},
            {"-9223372036854775809", "refused cel.literal"},
            {"18446744073709551616u", "refused cel.literal"},
            {"-1u", "refused cel.literal"},
            {"1e999", "refused cel.literal"},
            {"12abc", "refused cel.syntax"},
            {"0x", "refused cel.literal"}});
}

TEST_CASE("cel: strings and bytes know escapes, raw and triple quotes") {
  CheckAll({{R"('a\n\t\\\'b')", R"("a\n\t\\'b")"},
            {R"("\x41\101\u0042\U0001F600")", "\"AAB\xF0\x9F\x98\x80\""},
            {R"(r'\d+\n')", R"("\\d+\\n")"},
            {"'''a'b\nc'''", R"("a'b\nc")"},
            {"\"\"\"a\"b\"\"\"", R"("a\"b")"},
            {"R\"\"\"\\\"\"\"", R"("\\")"},
            {R"(b'\xff\000a')", R"(b"\xff\x00a")"},
            {"b'\xC3\xBF'", R"(b"\xc3\xbf")"},
            {R"(br'\x')", R"(b"\x5cx")"},
            {"''", R"("")"},
            {R"('\ud800')", "refused cel.literal"},
            {R"('\U00110000')", "refused cel.literal"},
            {R"('\q')", "refused cel.literal"},
            {R"('\x4')", "refused cel.literal"},
            {R"('\400')", "refused cel.literal"},
            {R"(b'\u0041')", "refused cel.literal"},
            {"'abc", "refused cel.syntax"},
            {"'a\nb'", "refused cel.syntax"},
            {"\"a\\", "refused cel.syntax"},
            {"'\xFF'", "refused cel.syntax"}});
}

TEST_CASE("cel: arithmetic keeps int, uint and double apart") {
  CheckAll({{"1 + 2 * 3 - 4", "3"},
            {"(1 + 2) * 3", "9"},
            {"7 / 2", "3"},
            {"-7 / 2", "-3"},
            {"-7 % 2", "-1"},
            {"7u % 4u", "3u"},
            {"7.0 / 2.0", "3.5"},
            {"1.0 / 0.0 > 1e308", "true"},
            {"- - 3", "3"},
            {"-n", "-7"},
            {"n + n", "14"},
            {"n + u", "refused cel.type"},
            {"n + 1.0", "refused cel.type"},
            {"any + 1", "8"},
            {"any + 1u", "error cel.no_such_overload"},
            {"-u", "refused cel.type"},
            {"7.0 % 2.0", "refused cel.type"}});
}

TEST_CASE("cel: overflow and division by zero are error values") {
  CheckAll({{"9223372036854775807 + 1", "error cel.overflow"},
            {"-9223372036854775808 - 1", "error cel.overflow"},
            {"9223372036854775807 * 2", "error cel.overflow"},
            {"-(-9223372036854775808)", "error cel.overflow"},
            {"-9223372036854775808 / -1", "error cel.overflow"},
            {"-9223372036854775808 % -1", "error cel.overflow"},
            {"18446744073709551615u + 1u", "error cel.overflow"},
            {"0u - 1u", "error cel.overflow"},
            {"18446744073709551615u * 2u", "error cel.overflow"},
            {"1 / 0", "error cel.division"},
            {"1u % 0u", "error cel.division"},
            {"n / (n - 7)", "error cel.division"}});
}

TEST_CASE("cel: strings, bytes and lists are joined by +") {
  CheckAll({{"'a' + 'b' + ''", "\"ab\""},
            {"b'a' + b'b'", "b\"ab\""},
            {"[1] + [] + [2, 3]", "[1, 2, 3]"},
            {"s + '!'", "\"seven!\""},
            {"'a' + 1", "refused cel.type"},
            {"[1, 'a'] + [null]", "[1, \"a\", null]"}});
}

TEST_CASE("cel: numbers of different types are equal when they are one number") {
  CheckAll({{"1 == 1u", "true"},
            {"1u == 1.0", "true"},
            {"1.0 == 1", "true"},
            {"n == u && u == d", "true"},
            {"1 == 1.5", "false"},
            {"-1 == 18446744073709551615u", "false"},
            {"0.0 == -0.0", "true"},
            {"0.0/0.0 == 0.0/0.0", "false"},
            {"0.0/0.0 != 0.0/0.0", "true"},
            {"[1, 2.0] == [1.0, 2]", "true"},
            {"{1: 'a'} == {1u: 'a'}", "true"},
            {"1u in [1, 2]", "true"},
            {"1.0 in {1: 'a'}", "true"},
            {"1.5 in {1: 'a'}", "false"},
            {"{1: 'a'}[1u]", "\"a\""},
            {"'' == \"\"", "true"},
            {"dyn('1') == 1", "false"},
            {"dyn(null) == 1", "false"}});
}

TEST_CASE("cel: order across numeric types is the order of the numbers") {
  CheckAll({{"1 < 2u", "true"},
            {"-1 < 0u", "true"},
            {"18446744073709551615u > 9223372036854775807", "true"},
            {"2.5 > 2 && 2.5 < 3u", "true"},
            {"0.0/0.0 < 1.0", "false"},
            {"1 >= 0.0/0.0", "false"},
            {"'a' < 'b' && 'B' < 'a' && 'a' < 'aa'", "true"},
            {"b'a' <= b'b'", "true"},
            {"false < true", "true"},
            {"dyn('a') < 1", "error cel.no_such_overload"},
            {"null < null", "refused cel.type"},
            {"[1] < [2]", "refused cel.type"}});
}

TEST_CASE("cel: equality goes into lists, maps and objects") {
  CheckAll({{"[1, [2, 3]] == [1, [2, 3]]", "true"},
            {"[1, 2] == [2, 1]", "false"},
            {"{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", "true"},
            {"{'a': 1} == {'a': 1, 'b': 2}", "false"},
            {"{'a': null} == {'b': null}", "false"},
            {"actor == actor", "true"},
            {"findings[0] == findings[1]", "false"},
            {"dyn(actor) == content", "false"},
            {"actor == null", "false"},
            {"s == null", "refused cel.type"}});
}

TEST_CASE("cel: `in` looks into lists and the keys of maps") {
  CheckAll({{"2 in [1, 2]", "true"},
            {"'x' in ['a', 'b']", "false"},
            {"'a' in {'a': 1}", "true"},
            {"'amount' in context", "true"},
            {"'analyst' in actor.roles", "true"},
            {"s in ['one','two','three','four','five','six','seven','eight','nine']", "true"},
            {"s in ['one','two','three','four','five','six','eight','nine','ten']", "false"},
            {"dyn(7) in ['one','two','three','four','five','six','eight','nine','ten']", "false"},
            {"1 in 'a'", "refused cel.type"},
            {"'a' in [1, 2]", "refused cel.type"},
            {"1 in dyn('a')", "error cel.no_such_overload"}});
}

TEST_CASE("cel: fields, elements and keys are read, or are errors where they are not there") {
  CheckAll({{"actor.id", "\"u-1\""},
            {"content.length + n", "34"},
            {"context.amount", "1200"},
            {"context['country']", "\"DE\""},
            {"context.nested.x", "1.5"},
            {"context.tags[1]", "\"b\""},
            {"findings[2].entity", "\"iban\""},
            {"{'as': 1}.as", "1"},
            {"{'a-b': 1}.`a-b`", "1"},
            {"dyn(actor).id", "\"u-1\""},
            {"dyn(actor).nothing", "error cel.no_such_field"},
            {"actor.team", "error cel.no_such_field"},
            {"missing + 1", "error cel.no_such_field"},
            {"context.nothing", "error cel.no_such_key"},
            {"[1, 2][2]", "error cel.index"},
            {"[1, 2][-1]", "error cel.index"},
            {"[1, 2][dyn(1.0)]", "2"},
            {"[1, 2][dyn(0.5)]", "error cel.index"},
            {"[1, 2][dyn('0')]", "error cel.no_such_overload"},
            {"dyn(1).x", "error cel.no_such_overload"},
            {"actor['id']", "refused cel.type"}});
}

TEST_CASE("cel: has() tells whether a field or key is there") {
  CheckAll({{"has(actor.id)", "true"},
            {"has(actor.team)", "false"},
            {"has(context.amount)", "true"},
            {"has(context.nothing)", "false"},
            {"has(context.nested.x)", "true"},
            {"has(context.nothing.x)", "error cel.no_such_key"},
            {"has(dyn(actor).nothing)", "false"},
            {"has({'a': 1}.a)", "true"},
            {"has(actor.team) && actor.team == 'x'", "false"},
            {"has(actor)", "refused cel.argument_count"},
            {"has(dyn(1).x)", "error cel.no_such_overload"}});
}

TEST_CASE("cel: a map with a key twice is an error, also across numeric types") {
  CheckAll(
      {{"{'a': 1, 'a': 2}", "error cel.duplicate_key"},
       {"{1: 'a', 1u: 'b'}", "error cel.duplicate_key"},
       {"{n: 1, 7: 2}", "error cel.duplicate_key"},
       {"{true: 1, false: 2}", "{true: 1, false: 2}"},
       {"{'a':1,'b':2,'c':3,'d':4,'e':5,'f':6,'g':7,'h':8,'i':9,'a':0}", "error cel.duplicate_key"},
       {"{'a':1,'b':2,'c':3,'d':4,'e':5,'f':6,'g':7,'h':8,'i':9,'j':10}['i']", "9"},
       {"{1.0: 'a'}", "refused cel.type"},
       {"{dyn(1.0): 'a'}", "error cel.no_such_overload"}});
}

TEST_CASE("cel: the ternary evaluates one side only") {
  CheckAll({{"true ? 1 : 1/0", "1"},
            {"false ? 1/0 : 2", "2"},
            {"1/0 == 1 ? 1 : 2", "error cel.division"},
            {"n > 5 ? 'big' : n > 3 ? 'middle' : 'small'", "\"big\""},
            {"dyn(1) ? 1 : 2", "error cel.no_such_overload"},
            {"true ? 1 : 'a'", "refused cel.type"},
            {"n ? 1 : 2", "refused cel.type"}});
}

// An operand of each outcome; `1/0 == 0` is an error, `dyn(1)` is no bool.
struct Operand {
  const char* text;
  char outcome;  // t, f, e
};

TEST_CASE("cel: && and || absorb errors on both sides, by the whole truth table") {
  Request request;
  const std::vector<Operand> operands = {{"n == 7", 't'},  {"n == 8", 'f'}, {"1/(n - 7) == 0", 'e'},
                                         {"any", 'e'},     {"true", 't'},   {"false", 'f'},
                                         {"1/0 == 0", 'e'}};
  const auto expected = [](char a, char b, char decides, char other) {
    if (a == decides || b == decides) return decides;
    return a == 'e' || b == 'e' ? 'e' : other;
  };
  for (const Operand& a : operands) {
    for (const Operand& b : operands) {
      for (const bool conjunction : {true, false}) {
        const std::string text =
            "(" + std::string(a.text) + (conjunction ? ") && (" : ") || (") + b.text + ")";
        INFO(text);
        const std::string outcome = request.Outcome(text);
        const char want = conjunction ? expected(a.outcome, b.outcome, 'f', 't')
                                      : expected(a.outcome, b.outcome, 't', 'f');
        CHECK(outcome.front() == want);
      }
    }
  }
}

TEST_CASE("cel: of several errors the first one stays") {
  CheckAll({{"1/(n - 7) == 0 && missing == 1", "error cel.division"},
            {"missing == 1 || 1/(n - 7) == 0", "error cel.no_such_field"},
            {"1/(n - 7) + missing == 1", "error cel.division"}});
}

TEST_CASE("cel: values of a type other than the declared one are errors, never misread") {
  Request request;
  request.variables[5] = Value::String("not an int");  // n
  request.variables[0] = Value::Int(1);                // actor
  request.variables[2] = Value::String("no list");     // findings
  CHECK(request.Outcome("n + 1") == "error cel.no_such_overload");
  CHECK(request.Outcome("actor.id") == "error cel.no_such_overload");
  CHECK(request.Outcome("findings.all(f, true)") == "error cel.no_such_overload");
  CHECK(request.Outcome("findings.size()") == "error cel.no_such_overload");
  CHECK(request.Outcome("content.text == 'x'") == "false");
  request.variables[1] = request.variables[3];  // content is now the JSON map
  CHECK(request.Outcome("content.text == 'x'") == "error cel.no_such_key");
  request.variables.resize(1);
  CHECK(request.Outcome("content.text == 'x'") == "error cel.no_such_field");
}

}  // namespace
}  // namespace reeve::cel
