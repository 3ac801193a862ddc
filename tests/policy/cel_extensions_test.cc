// The extension libraries: what each function gives, and what it refuses.
#include <catch2/catch.hpp>

#include "tests/policy/cel_testing.h"

namespace reeve::cel {
namespace {

TEST_CASE("cel: optional values are made, asked and opened") {
  CheckAll({{"optional.of(n)", "optional.of(7)"},
            {"optional.none()", "optional.none()"},
            {"optional.ofNonZeroValue('')", "optional.none()"},
            {"optional.ofNonZeroValue(duration('1s')).value()", "duration(\"1s\")"},
            {"optional.of(1).hasValue()", "true"},
            {"optional.none().value()", "error cel.none"},
            {"optional.none().orValue(n)", "7"},
            {"optional.of(1).orValue(1 / 0)", "1"},
            {"optional.none().or(optional.of(2))", "optional.of(2)"},
            {"optional.of(1).or(optional.of(1 / 0))", "optional.of(1)"},
            {"optional.of(1) == optional.of(dyn(1.0))", "true"},
            {"optional.of(1) == optional.none()", "false"},
            {"optional.unwrap([optional.of(1), optional.none()])", "[1]"},
            {"[optional.of('a')].unwrapOpt()", "[\"a\"]"},
            {"type(optional.of(1)) == optional_type", "true"},
            {"optional.of(n).optMap(x, x + 1)", "optional.of(8)"},
            {"optional.none().optMap(x, 1 / 0)", "optional.none()"},
            {"optional.of(n).optFlatMap(x, x > 9 ? optional.of(x) : optional.none())",
             "optional.none()"},
            {"any.optMap(x, x)", "error cel.no_such_overload"},
            {"any.orValue(1)", "error cel.no_such_overload"}});
}

TEST_CASE("cel: fields and elements behind a ? may be absent") {
  CheckAll({{"actor.?team", "optional.none()"},
            {"actor.?id", "optional.of(\"u-1\")"},
            {"actor.?team.orValue('none')", "\"none\""},
            {"context.?nested.x", "optional.of(1.5)"},
            {"context.?nested.y", "optional.none()"},
            {"context.?nothing.x.y", "optional.none()"},
            {"context[?'amount']", "optional.of(1200)"},
            {"context.tags[?1]", "optional.of(\"b\")"},
            {"context.tags[?7]", "optional.none()"},
            {"[1][?-1]", "optional.none()"},
            {"optional.of([5])[0]", "optional.of(5)"},
            {"has(context.?nested.x)", "true"},
            {"has(context.?nested.y)", "false"},
            {"[?actor.?team, ?actor.?id]", "[\"u-1\"]"},
            {"{?'team': actor.?team, ?'id': actor.?id}", "{\"id\": \"u-1\"}"},
            {"{'a': 1, ?'a': optional.of(2)}", "error cel.duplicate_key"},
            {"[?any]", "error cel.no_such_overload"},
            {"any.?x", "error cel.no_such_overload"},
            {"context.amount[?0]", "error cel.no_such_overload"},
            {"missing.?x", "refused cel.type"},
            {"actor.?id()", "refused cel.syntax"},
            {"size(?1)", "refused cel.syntax"}});
}

TEST_CASE("cel: macros of two variables have the place or the key beside the value") {
  CheckAll({{"[5, 6].all(i, v, v == i + 5)", "true"},
            {"{'a': 1}.all(k, v, k == 'a' && v == 1)", "true"},
            {"[5, 6].exists(i, v, i == 1 && v == 6)", "true"},
            {"[1, 0].exists(i, v, 1 / v == 1)", "true"},
            {"[0, 2].all(i, v, 1 / v == 0)", "error cel.division"},
            {"[5, 5].exists_one(i, v, i == 0)", "true"},
            {"[5, 5].existsOne(i, v, v == 5)", "false"},
            {"[5, 6].transformList(i, v, i * v)", "[0, 6]"},
            {"[5, 6].transformList(i, v, v > 5, i)", "[1]"},
            {"{'a': 1}.transformList(k, v, k)", "[\"a\"]"},
            {"{'a': 1, 'b': 2}.transformMap(k, v, v * 2)", "{\"a\": 2, \"b\": 4}"},
            {"{'a': 1, 'b': 2}.transformMap(k, v, v > 1, k)", "{\"b\": \"b\"}"},
            {"['x'].transformMap(i, v, v)", "{0: \"x\"}"},
            {"{'a': 'b'}.transformMapEntry(k, v, {v: k})", "{\"b\": \"a\"}"},
            {"{'a': 1, 'b': 1}.transformMapEntry(k, v, {v: k})", "error cel.duplicate_key"},
            {"['x', 'y'].transformMapEntry(i, v, i > 0, {v: i})", "{\"y\": 1}"},
            {"[1].transformMapEntry(i, v, v)", "refused cel.type"},
            {"[1].transformMap(i, v)", "refused cel.argument_count"},
            {"[[1]].all(i, v, v.all(j, w, w == 1 && j == i))", "true"}});
}

TEST_CASE("cel: cel.bind names a value") {
  CheckAll({{"cel.bind(x, n + 1, x * x)", "64"},
            {"cel.bind(x, 1, cel.bind(y, x + 1, [x, y]))", "[1, 2]"},
            {"cel.bind(x, [1, 2], [2, 3].exists(e, e in x))", "true"},
            {"cel.bind(n, 'shadow', n)", "\"shadow\""},
            {"cel.bind(x, 1 / 0, true || x == 1)", "true"},
            {"cel.bind(x, 1 / 0, x)", "error cel.division"},
            {"cel.bind(x, 1)", "refused cel.argument_count"},
            {"cel.bind(x.y, 1, 2)", "refused cel.syntax"}});
}

TEST_CASE("cel: what is read inside of binds, optionals and macros is read by the clause") {
  const auto reads = [](std::string_view expression) {
    Request request;
    const CompileResult compiled = request.Compile(expression);
    REQUIRE(compiled.ok());
    std::string all;
    for (const std::string& path : compiled.program().clause_reads(0)) all += path + " ";
    return all;
  };
  CHECK(reads("cel.bind(x, actor.id, x == s)") == "actor.id s ");
  CHECK(reads("actor.?team.orValue(content.text) == 'a'") == "actor.team content.text ");
  CHECK(reads("context[?'amount'].hasValue()") == "context.amount ");
  CHECK(reads("[1].all(i, v, v == n && i == context.amount)") == "context.amount n ");
  CHECK(reads("{?'a': actor.?team}.size() == 0") == "actor.team ");
  CHECK(reads("findings.sortBy(f, f.score)[0].entity == s") == "findings s ");
  CHECK(reads("strings.quote(s) == 'a'") == "s ");
}

TEST_CASE("cel: places and parts of strings are counted in code points") {
  CheckAll({{"'tä€'.charAt(1)", "\"ä\""},
            {"'ab'.charAt(2)", "\"\""},
            {"'ab'.charAt(3)", "error cel.index"},
            {"'a€b€'.indexOf('€')", "1"},
            {"'a€b€'.indexOf('€', 2)", "3"},
            {"'ab'.indexOf('', 2)", "2"},
            {"'ab'.indexOf('a', 3)", "error cel.index"},
            {"'a€b€'.lastIndexOf('€')", "3"},
            {"'a€b€'.lastIndexOf('€', 2)", "1"},
            {"'ab'.lastIndexOf('x')", "-1"},
            {"'ab'.lastIndexOf('a', -1)", "error cel.index"},
            {"'a€bc'.substring(1)", "\"€bc\""},
            {"'a€bc'.substring(1, 3)", "\"€b\""},
            {"'abc'.substring(2, 1)", "error cel.index"},
            {"'abc'.substring(1, -1)", "error cel.index"},
            {"'a€'.reverse()", "\"€a\""},
            {"' \\t\\u00a0a b\\u2003'.trim()", "\"a b\""},
            {"'ÄaZ'.lowerAscii()", "\"Äaz\""},
            {"'äaz'.upperAscii()", "\"äAZ\""}});
}

TEST_CASE("cel: strings are split, joined, replaced and quoted") {
  CheckAll({{"'a,b,,c'.split(',')", R"(["a", "b", "", "c"])"},
            {"'a,b,c'.split(',', 2)", R"(["a", "b,c"])"},
            {"'a,b'.split(',', 0)", "[]"},
            {"'ä€'.split('')", R"(["ä", "€"])"},
            {"'äbc'.split('', 2)", R"(["ä", "bc"])"},
            {"''.split(',')", R"([""])"},
            {"['a', 'b'].join()", "\"ab\""},
            {"['a', 'b'].join('-')", "\"a-b\""},
            {"[1].join()", "refused cel.type"},
            {"[dyn(1)].join()", "error cel.no_such_overload"},
            {"'aaa'.replace('a', 'b')", "\"bbb\""},
            {"'aaa'.replace('a', 'b', 2)", "\"bba\""},
            {"'aaa'.replace('a', 'b', 0)", "\"aaa\""},
            {"'ä€'.replace('', '-')", "\"-ä-€-\""},
            {"'ab'.replace('', '-', 1)", "\"-ab\""},
            {"strings.quote('a\"b\\n')", R"("\"a\\\"b\\n\"")"}});
}

TEST_CASE("cel: format writes values by its verbs") {
  CheckAll({{"'%s is %d'.format([s, n])", "\"seven is 7\""},
            {"'%s'.format([[1, 'a', null, 2.5, b'x']])", "\"[1, a, null, 2.5, x]\""},
            {"'%s'.format([{'b': 1, 'a': true}])", "\"{a: true, b: 1}\""},
            {"'%s'.format([when])", "\"2009-02-13T23:31:30Z\""},
            {"'%s %s'.format([ip('::1'), cidr('10.0.0.0/8')])", "\"::1 10.0.0.0/8\""},
            {"'%d %d'.format([1.5, 7u])", "\"1.5 7\""},
            {"'%.2f|%f'.format([1.005, 2])", "\"1.00|2.000000\""},
            {"'%.1e'.format([12345])", "\"1.2e+04\""},
            {"'%b %o %x %X'.format([5, 8, 255, 255u])", "\"101 10 ff FF\""},
            {"'%b %x'.format([true, b'\\xab'])", "\"1 ab\""},
            {"'%x'.format([-255])", "\"-ff\""},
            {"'%e'.format([double('NaN')])", "\"NaN\""},
            {"'100%%'.format([])", "\"100%\""},
            {"'%s'.format([])", "error cel.format"},
            {"'%q'.format([1])", "error cel.format"},
            {"'%'.format([1])", "error cel.format"},
            {"'%.101f'.format([1])", "error cel.format"},
            {"'%d'.format(['a'])", "error cel.format"},
            {"'%s'.format([optional.none()])", "error cel.format"}});
}

TEST_CASE("cel: math") {
  CheckAll({{"math.greatest(1, 3, 2)", "3"},
            {"math.greatest(1, 2.5, 2u)", "2.5"},
            {"math.least([4, 2])", "2"},
            {"math.least(7)", "7"},
            {"math.greatest([])", "error cel.argument"},
            {"math.greatest('a', 'b')", "refused cel.type"},
            {"math.ceil(1.2)", "2.0"},
            {"math.floor(-1.2)", "-2.0"},
            {"math.round(-1.5)", "-2.0"},
            {"math.trunc(-1.7)", "-1.0"},
            {"math.sqrt(81)", "9.0"},
            {"math.abs(-3)", "3"},
            {"math.abs(-9223372036854775808)", "error cel.overflow"},
            {"math.sign(-2.5)", "-1.0"},
            {"math.sign(0u)", "0u"},
            {"math.isNaN(0.0 / 0.0)", "true"},
            {"math.isInf(1.0 / 0.0)", "true"},
            {"math.isFinite(d)", "true"},
            {"math.bitAnd(12, 10)", "8"},
            {"math.bitOr(12u, 10u)", "14u"},
            {"math.bitXor(12, 10)", "6"},
            {"math.bitNot(0)", "-1"},
            {"math.bitShiftLeft(1, 3)", "8"},
            {"math.bitShiftRight(-1024, 3)", "2305843009213693824"},
            {"math.bitShiftLeft(1, 64)", "0"},
            {"math.bitShiftLeft(1, -1)", "error cel.argument"}});
}

TEST_CASE("cel: lists") {
  CheckAll({{"lists.range(3)", "[0, 1, 2]"},
            {"lists.range(-1)", "[]"},
            {"[1, 2, 3].slice(1, 3)", "[2, 3]"},
            {"[1].slice(1, 2)", "error cel.index"},
            {"[1, 2].reverse()", "[2, 1]"},
            {"[1, 2].first()", "optional.of(1)"},
            {"[1, 2].last().value()", "2"},
            {"[].last()", "optional.none()"},
            {"[[1], [2, [3]]].flatten()", "[1, 2, [3]]"},
            {"[[1], [2, [3]]].flatten(2)", "[1, 2, 3]"},
            {"[1].flatten(-1)", "error cel.argument"},
            {"[1, 2.0, 1u, 2].distinct()", "[1, 2.0]"},
            {"[3, 1, 2].sort()", "[1, 2, 3]"},
            {"['b', 'a'].sort()", R"(["a", "b"])"},
            {"[2.0, 0.0 / 0.0, 1.0].sort()", "[1.0, 2.0, NaN]"},
            {"[dyn(1), 'a'].sort()", "error cel.no_such_overload"},
            {"[[1]].sort()", "refused cel.type"},
            {"['ccc', 'a', 'bb'].sortBy(t, -size(t))", R"(["ccc", "bb", "a"])"},
            {"findings.sortBy(f, f.score)[0].entity", "\"phone\""},
            {"[1, 0].sortBy(x, 1 / x)", "error cel.division"}});
}

TEST_CASE("cel: sets, base64") {
  CheckAll({{"sets.contains([1, 2], [2.0])", "true"},
            {"sets.contains([1], [1, 2])", "false"},
            {"sets.equivalent([1, 2, 1], [2, 1])", "true"},
            {"sets.intersects(actor.roles, ['admin', 'analyst'])", "true"},
            {"sets.intersects([], [1])", "false"},
            {"sets.contains(['a'], [1])", "refused cel.type"},
            {"base64.encode(b'hello')", "\"aGVsbG8=\""},
            {"base64.decode('aGVsbG8')", "b\"hello\""},
            {"base64.decode('aGVsbG8=')", "b\"hello\""},
            {"base64.decode('!')", "error cel.conversion"}});
}

TEST_CASE("cel: addresses and networks") {
  CheckAll({{"ip('10.1.2.3')", "ip(\"10.1.2.3\")"},
            {"string(ip('2001:0DB8:0:0:1::1'))", "\"2001:db8::1:0:0:1\""},
            {"ip('::ffff:c0a8:1') == ip('192.168.0.1')", "true"},
            {"ip('::ffff:192.168.0.1')", "refused cel.literal"},
            {"ip('10.1.2.03')", "refused cel.literal"},
            {"ip('fe80::1%eth0')", "refused cel.literal"},
            {"ip(dyn('10.1.2.03'))", "error cel.conversion"},
            {"cidr('10.0.0.0/33')", "refused cel.literal"},
            {"cidr(s)", "error cel.conversion"},
            {"cidr('10.0.0.0/8').containsIP('10.1.2.03')", "error cel.conversion"},
            {"isIP('::') && !isIP('1.2.3')", "true"},
            {"isCIDR('10.0.0.0/8') && !isCIDR('10.0.0.0/33') && !isCIDR('10.0.0.0/08')", "true"},
            {"ip.isCanonical('2001:DB8::1')", "false"},
            {"ip('::1').family() + ip('127.0.0.1').family()", "10"},
            {"ip('127.9.9.9').isLoopback() && ip('::').isUnspecified()", "true"},
            {"ip('fe80::1').isLinkLocalUnicast() && ip('ff02::1').isLinkLocalMulticast()", "true"},
            {"ip('8.8.8.8').isGlobalUnicast() && !ip('224.0.0.1').isGlobalUnicast()", "true"},
            {"cidr('10.1.0.0/16').containsIP('10.1.255.3')", "true"},
            {"cidr('10.1.0.0/16').containsIP(ip('10.2.0.1'))", "false"},
            {"cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')", "true"},
            {"cidr('10.1.0.0/16').containsCIDR(cidr('10.0.0.0/8'))", "false"},
            {"string(cidr('10.1.2.3/12').masked())", "\"10.0.0.0/12\""},
            {"cidr('10.1.2.3/12').ip() == ip('10.1.2.3')", "true"},
            {"cidr('2001:db8::/32').prefixLength()", "32"},
            {"type(ip('::')) == net.IP && type(cidr('::/0')) == net.CIDR", "true"},
            {"isIP(cidr('10.0.0.0/8'))", "refused cel.type"}});
}

TEST_CASE("cel: patterns extract and replace") {
  CheckAll({{"regex.extract('id=42', r'id=(\\d+)')", "optional.of(\"42\")"},
            {"regex.extract('id=42', r'\\d+').value()", "\"42\""},
            {"regex.extract('none', r'\\d+')", "optional.none()"},
            {"regex.extractAll('a1 b2', r'[a-z](\\d)')", R"(["1", "2"])"},
            {"regex.extractAll(s, 'e' + '.')", R"(["ev", "en"])"},
            {"regex.replace('a1b2', r'(\\d)', r'<\\1>')", "\"a<1>b<2>\""},
            {"regex.replace('a1b2', r'\\d', '', 1)", "\"ab2\""},
            {"regex.replace('ab', '', '-')", "\"-a-b-\""},
            {"regex.replace('', '^', 'x')", "\"x\""},
            {"regex.replace('a', 'a', r'\\1')", "error cel.argument"},
            {"regex.replace('a', 'a', '\\\\')", "error cel.argument"},
            {"regex.extract(s, '(')", "refused cel.pattern"},
            {"regex.extract(s, s + '(')", "error cel.pattern"},
            {"regex.extract(s, s + '(a)(b)')", "error cel.pattern"}});
}

TEST_CASE("cel: parts of a timestamp are those of a time zone") {
  CheckAll({{"when.getHours('Europe/Berlin')", "0"},
            {"when.getDate('Europe/Berlin')", "14"},
            {"when.getHours('+02:30')", "2"},
            {"when.getMinutes('-00:15')", "16"},
            {"when.getFullYear('UTC')", "2009"},
            {"when.getMilliseconds('Asia/Tokyo')", "0"},
            {"timestamp('2024-07-01T12:00:00Z').getHours('America/New_York')", "8"},
            {"timestamp('2024-01-01T12:00:00Z').getHours('America/New_York')", "7"},
            {"timestamp('0001-01-01T00:00:00Z').getFullYear('-01:00')", "0"},
            {"when.getHours('Nowhere/None')", "error cel.conversion"},
            {"when.getHours('GMT+3')", "error cel.conversion"},
            {"when.getHours('')", "error cel.conversion"},
            {"when.getHours('25:00')", "error cel.conversion"}});
}

TEST_CASE("cel: what a function makes counts against the budget") {
  Request request;
  const CompileOptions options = {.max_steps = 1000};
  for (const char* expression :
       {"lists.range(100000).size() > n",
        "lists.range(400).map(x, "
        "s).join('................................................').size()",
        "lists.range(100).map(x, lists.range(100)).flatten(9).size() > n",
        "s.replace('', content.text).replace('', content.text).replace('', content.text).size()",
        "regex.replace(content.text, '', content.text + content.text).replace('', content.text)",
        "lists.range(n * 15).distinct().size() > n", "lists.range(n * 17).sort().size() > n",
        "lists.range(60).map(x, when.getHours('+01:00')).size() > n",
        "sets.contains(lists.range(n * 7), lists.range(n * 7))",
        "'%s%s%s'.format([lists.range(n * 43), lists.range(n * 43), lists.range(n * 43)]) == s"}) {
    INFO(expression);
    CHECK(request.Outcome(expression, options) == "error cel.budget");
  }
  CHECK(request.Outcome("lists.range(n * 10000000)") == "error cel.size");
}

}  // namespace
}  // namespace reeve::cel
