// Macros and functions.
#include <catch2/catch.hpp>

#include "tests/policy/cel_testing.h"

namespace reeve::cel {
namespace {

TEST_CASE("cel: all and exists go over lists and the keys of maps") {
  CheckAll({{"[1, 2, 3].all(x, x > 0)", "true"},
            {"[1, 2, 3].all(x, x > 1)", "false"},
            {"[].all(x, x > 0)", "true"},
            {"[1, 2, 3].exists(x, x == 2)", "true"},
            {"[].exists(x, true)", "false"},
            {"{'a': 1, 'b': 2}.all(k, k in ['a', 'b'])", "true"},
            {"findings.exists(f, f.entity == 'iban' && f.score > 0.95)", "true"},
            {"findings.exists(f, f.entity == 'iban' && f.score < 0.5)", "false"},
            {"context.tags.exists(t, t == 'b')", "true"},
            {"[[1, 2], [3]].all(l, l.exists(x, x > 1))", "true"},
            {"[1, 2].exists(x, [3, 2].exists(y, x == y))", "true"},
            {"[1].exists(x, [2].exists(x, x == 2) && x == 1)", "true"},
            {"'abc'.all(c, true)", "refused cel.type"},
            {"any.all(c, true)", "error cel.no_such_overload"},
            {"[1].all(x, x)", "refused cel.type"}});
}

TEST_CASE("cel: all and exists absorb errors like && and ||") {
  CheckAll({{"[1, 0, 2].exists(x, 1/x == 1)", "true"},
            {"[0, 1].exists(x, 1/x == 1)", "true"},
            {"[0, 2].exists(x, 1/x == 1)", "error cel.division"},
            {"[0, 2].all(x, 1/x == 1)", "false"},
            {"[2, 0].all(x, 1/x == 1)", "false"},
            {"[0, 1].all(x, 1/x == 1)", "error cel.division"},
            {"[dyn(1), true].exists(x, x)", "true"},
            {"[dyn(1), false].exists(x, x)", "error cel.no_such_overload"}});
}

TEST_CASE("cel: exists_one counts, and keeps errors") {
  CheckAll({{"[1, 2, 3].exists_one(x, x > 2)", "true"},
            {"[1, 2, 3].exists_one(x, x > 1)", "false"},
            {"[1, 2, 3].existsOne(x, x > 3)", "false"},
            {"[1, 0].exists_one(x, 1/x == 1)", "error cel.division"}});
}

TEST_CASE("cel: filter and map make lists") {
  CheckAll({{"[1, 2, 3].filter(x, x % 2 == 1)", "[1, 3]"},
            {"[1, 2, 3].map(x, x * x)", "[1, 4, 9]"},
            {"[1, 2, 3].map(x, x > 1, x * 10)", "[20, 30]"},
            {"{'a': 1}.map(k, k + '!')", "[\"a!\"]"},
            {"{'a': 1, 'b': 2}.filter(k, k == 'b')", "[\"b\"]"},
            {"findings.filter(f, f.score > 0.8).map(f, f.entity)", "[\"email\", \"iban\"]"},
            {"[1, 0].map(x, 1/x)", "error cel.division"},
            {"[1, 0].filter(x, 1/x == 1)", "error cel.division"},
            {"[dyn(1)].filter(x, x)", "error cel.no_such_overload"},
            {"[1, 2].map(x, [x, x].map(y, y + x))", "[[2, 2], [4, 4]]"}});
}

TEST_CASE("cel: a variable of a macro hides, and ends with it") {
  CheckAll({{"[1].all(n, n == 1) && n == 7", "true"},
            {"[1].all(n, .n == 7)", "true"},
            {"[1].all(x, true) && x == 1", "refused cel.unknown_variable"},
            {"[1].all(1, true)", "refused cel.syntax"},
            {"[1].all(.x, true)", "refused cel.syntax"},
            {"[1].all(a.b, true)", "refused cel.syntax"},
            {"[1].all(x)", "refused cel.argument_count"},
            {"[1].map(x, true, x, x)", "refused cel.argument_count"}});
}

TEST_CASE("cel: size counts code points, bytes, elements and entries") {
  CheckAll({{"size('caf\u00e9')", "4"},
            {"'\U0001F600'.size()", "1"},
            {"size(b'caf\u00e9')", "5"},
            {"[1, 2].size()", "2"},
            {"size({'a': 1})", "1"},
            {"size(context.tags)", "2"},
            {"size(1)", "refused cel.type"},
            {"size(any)", "error cel.no_such_overload"},
            {"size()", "refused cel.argument_count"}});
}

TEST_CASE("cel: functions of strings") {
  CheckAll({{"'tacocat'.contains('coc')", "true"},
            {"'abc'.contains('')", "true"},
            {"''.contains('a')", "false"},
            {"content.text.startsWith('please')", "true"},
            {"content.text.endsWith('today')", "true"},
            {"'abc'.endsWith('abcd')", "false"},
            {"'Taco\u00C9'.lowerAscii()", "\"taco\u00C9\""},
            {"'taco\u00E9'.upperAscii()", "\"TACO\u00E9\""},
            {"content.text.matches('account [0-9]+')", "true"},
            {"content.text.matches('^account')", "false"},
            {"matches('abc', 'b.')", "true"},
            {"'abc'.matches('a' + '.c')", "true"},
            {"'seven'.matches(s)", "true"},
            {"s.matches('(' + s)", "error cel.pattern"},
            {"s.contains(1)", "refused cel.type"},
            {"contains('a', 'b')", "refused cel.unknown_function"},
            {"'a'.size(1)", "refused cel.argument_count"}});
}

TEST_CASE("cel: conversions keep the value or fail") {
  CheckAll({{"int(42u)", "42"},
            {"int(18446744073709551615u)", "error cel.overflow"},
            {"int(-7.9)", "-7"},
            {"int(1e99)", "error cel.overflow"},
            {"int('+3') + int('-3')", "0"},
            {"int('+-3')", "error cel.conversion"},
            {"int('+')", "error cel.conversion"},
            {"uint('+3')", "error cel.conversion"},
            {"double('+2.5e1')", "25.0"},
            {"string(100000.0)", "\"100000\""},
            {"string(-1234567.5)", "\"-1.2345675e+06\""},
            {"string(0.0001) + ' ' + string(0.00001)", "\"0.0001 1e-05\""},
            {"string(-0.0)", "\"-0\""},
            {"100000.0", "100000.0"},
            {"1e20 + 0.0", "100000000000000000000.0"},
            {"1e21 + 0.0", "1e+21"},
            {"int(0.0/0.0)", "error cel.overflow"},
            {"int('-12')", "-12"},
            {"int('12 ')", "error cel.conversion"},
            {"uint(-1)", "error cel.overflow"},
            {"uint('300')", "300u"},
            {"uint(1.9)", "1u"},
            {"double('6.02e23')", "6.02e+23"},
            {"double('nothing')", "error cel.conversion"},
            {"double(3)", "3.0"},
            {"string(1.5) + string(2u) + string(-3) + string(true)", "\"1.52-3true\""},
            {"string(b'\\xff')", "error cel.conversion"},
            {"bytes('\u00e9')", "b\"\\xc3\\xa9\""},
            {"bool('True')", "true"},
            {"bool('yes')", "error cel.conversion"},
            {"type(1) == int && type([]) == list && type(null) == null_type", "true"},
            {"type(actor)", "actor"},
            {"type(type(1)) == type", "true"},
            {"int(actor)", "refused cel.type"}});
}

TEST_CASE("cel: timestamps and durations") {
  CheckAll({{"timestamp('2009-02-13T23:31:30Z')", "timestamp(\"2009-02-13T23:31:30Z\")"},
            {"timestamp('2009-02-14T01:31:30.5+02:00')", "timestamp(\"2009-02-13T23:31:30.5Z\")"},
            {"when == timestamp('2009-02-13T23:31:30Z')", "true"},
            {"when + duration('1h') > when", "true"},
            {"timestamp('2024-03-01T00:00:00Z') - timestamp('2024-02-01T00:00:00Z')",
             "duration(\"2505600s\")"},
            {"timestamp('2023-02-29T00:00:00Z')", "error cel.conversion"},
            {"timestamp('2023-02-28T24:00:00Z')", "error cel.conversion"},
            {"timestamp('2023-02-28')", "error cel.conversion"},
            {"timestamp('9999-12-31T23:59:59Z') + duration('1s')", "error cel.overflow"},
            {"timestamp(0)", "timestamp(\"1970-01-01T00:00:00Z\")"},
            {"duration('1h30m') == duration('5400s')", "true"},
            {"string(duration('-1.5s'))", "\"-1.5s\""},
            {"string(duration('-100ms'))", "\"-0.1s\""},
            {"duration('1d')", "error cel.conversion"},
            {"duration('')", "error cel.conversion"},
            {"duration('-')", "error cel.conversion"},
            {"duration('9223372036s') + duration('9223372036s')", "error cel.overflow"},
            {"duration('9999999999s')", "error cel.conversion"},
            {"when.getFullYear()", "2009"},
            {"[when.getMonth(), when.getDate(), when.getDayOfWeek(), when.getDayOfYear()]",
             "[1, 13, 5, 43]"},
            {"[when.getHours(), when.getMinutes(), when.getSeconds()]", "[23, 31, 30]"},
            {"timestamp('1969-12-31T23:59:59.25Z').getMilliseconds()", "250"},
            {"duration('3730.321s').getMinutes()", "62"},
            {"duration('3730.321s').getMilliseconds()", "321"},
            {"when + when", "refused cel.type"}});
}

}  // namespace
}  // namespace reeve::cel
