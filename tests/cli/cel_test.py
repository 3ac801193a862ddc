"""`reeve cel eval` and `reeve cel check`."""
import json
import pathlib
import re
import resource
import subprocess

from harness import PATIENCE, REEVE, CliTest, run_module

# A sanitizer maps terabytes for itself.
SANITIZED = b"__sanitizer_" in pathlib.Path(REEVE).read_bytes()
CARD = "content=" + json.dumps({"text": "My card is 4111 1111 1111 1111."})

# An expression, options, and what is printed.
VALUES = [
    ("1 + 2", [], "3"),
    ("-7", [], "-7"),
    ("1.0 + 1.0", [], "2.0"),
    ("7u", [], "7u"),
    ("'a' + \"b\"", [], '"ab"'),
    ("[1, null, {'a': true}]", [], '[1, null, {"a": true}]'),
    ("b'\\x00x'", [], 'b"\\x00x"'),
    ("timestamp('2026-01-15T09:30:00Z')", [], 'timestamp("2026-01-15T09:30:00Z")'),
    ("duration('90m')", [], 'duration("5400s")'),
    ("optional.of(1)", [], "optional.of(1)"),
    ("type(1u)", [], "uint"),
    ("amount > 500 && country in ['DE', 'FR']", ["--var", "amount=900", "--var", 'country="FR"'], "true"),
    ("a", ["--var", "a=[1, 2]"], "[1, 2]"),
    ("a.b.c", ["--var", 'a={"b": {"c": "="}}'], '"="'),
    ("type(a)", ["--var", "a=9223372036854775807"], "int"),
    ("type(a)", ["--var", "a=9223372036854775808"], "uint"),
    ("a", ["--var", "a=1", "--var", "a=2"], "2"),
    ("a + 1u", ["--var", "a=1", "--type", "a=uint"], "2u"),
    ("when.getFullYear()", ["--type", "when=timestamp", "--var", 'when="2026-01-15T09:30:00Z"'], "2026"),
    ("m[2][0]", ["--type", "m=map(int, list(double))", "--var", 'm={"2": [1]}'], "1.0"),
]

# An expression, options, the code, and a word of the message.
FAILURES = [
    ("1 / 0", [], "cel.division", "zero"),
    ("a.b", ["--var", "a={}"], "cel.no_such_key", "key"),
    ("a", ["--type", "a=int"], "cel.no_such_field", "`a`"),
    ("[" + ", ".join("0123456789" * 5) + "]" + "".join(f".all(x{i}, " + "l" for i in range(5)) + ".all(z, true)" + ")" * 5,
     ["--var", f"l={list(range(50))}"], "cel.budget", "steps"),
    ("l.map(x, l.map(y, l))", ["--var", f"l={list(range(1000))}", "--max-steps", "100000000"], "cel.size", "bytes"),
    # A pattern whose automaton has more states than a compiled pattern may take.
    ("'x'.matches(p)", ["--var", 'p="((a{100}){100}){100}"'], "cel.pattern", "pattern"),
]

# Options, and what the one line of the error says.
WRONG_VARIABLES = [
    (["--var", "a=b"], ["variable `a`", "not JSON"]),
    (["--var", "a=01"], ["variable `a`"]),
    (["--var", "a"], ["`a` is not of the form name=JSON"]),
    (["--var", "=1"], ["`=1` is not of the form name=JSON"]),
    (["--var", "in=1"], ["`in` cannot name a variable"]),
    (["--type", "a=number"], ["variable `a`", "`number` is no type", "list(T)"]),
    (["--type", "a=int", "--var", 'a="1"'], ["variable `a`", "expected an int, found a JSON string"]),
    (["--type", "a=list(int)", "--var", "a=[1, 2, 3.5]"], ["variable `a`", "(/2)"]),
    (["--vars", "missing.json"], ["missing.json"]),
]


class Eval(CliTest):
    def eval(self, expression, *options, **how):
        return self.reeve("cel", "eval", *options, "--", expression, **how)

    def test_the_value_is_printed_in_the_form_of_the_language(self):
        for expression, options, printed in VALUES:
            with self.subTest(expression):
                done = self.eval(expression, *options)
                self.assertEqual((done.stdout, done.stderr), (printed + "\n", ""))

    def test_an_error_value_is_named_on_standard_error(self):
        for expression, options, code, said in FAILURES:
            with self.subTest(expression[:60]):
                done = self.eval(expression, *options, code=1)
                self.assertEqual(done.stdout, "")
                self.assertRegex(done.stderr, rf"^reeve: error: .*{said}.* \[{code}\]\n$")
                answer = json.loads(self.eval(expression, "--json", *options, code=1).stdout)
                self.assertEqual(answer["error"]["code"], code)

    def test_what_does_not_compile_is_shown_with_a_caret(self):
        done = self.eval("n > 1 && amuont > 2", "--var", "amount=1", "--var", "n=1", code=3)
        self.assertIn("expression:1:10: error: unknown variable `amuont`; did you mean `amount`?", done.stderr)
        lines = done.stderr.splitlines()
        self.assertEqual(lines[-1].index("^~~~~~"), lines[-2].index("amuont"))
        answer = json.loads(self.eval("1 +", "--json", code=3).stdout)
        self.assertEqual([(e["code"], e["column"]) for e in answer["errors"]], [("cel.syntax", 4)])

    def test_wrong_variables_are_named(self):
        for options, said in WRONG_VARIABLES:
            with self.subTest(options):
                done = self.eval("1", *options, code=3, cwd=self.folder)
                self.assertEqual(len(done.stderr.splitlines()), 1)
                for words in said:
                    self.assertIn(words, done.stderr)

    def test_the_machine_form(self):
        self.assertEqual(json.loads(self.eval("[1u, 2.5]", "--json").stdout),
                         {"value": [1, 2.5], "type": "list", "steps": 0})
        self.assertEqual(json.loads(self.eval("b'x'", "--json").stdout),
                         {"literal": 'b"x"', "type": "bytes", "steps": 0})
        answer = json.loads(self.eval("l.all(x, x > 0)", "--var", "l=[1, 2, 3]", "--json", "--trace").stdout)
        self.assertGreater(answer["steps"], 0)
        self.assertEqual(answer["trace"][0]["values"], [{"expression": "l", "value": "[1, 2, 3]"}])
        self.assertEqual(answer["trace"][0]["outcome"], "true")

    def test_the_trace_says_what_was_not_evaluated(self):
        printed = self.eval("a > 1 && b / 0 == 1", "--var", "a=0", "--var", "b=1", "--trace").stdout
        self.assertIn("false: a > 1\n      a = 0\n", printed)
        self.assertIn("not evaluated: b / 0 == 1\n", printed)
        self.assertTrue(printed.endswith("\nfalse\n"))

    def test_expressions_and_variables_come_from_files_and_standard_input(self):
        expression = self.write("rule.cel", "n > 1 &&\n  s == 'é' // a comment\n")
        variables = self.write("variables.json", '{"n": 2, "s": "é"}')
        self.assertEqual(self.reeve("cel", "eval", "--file", expression, "--vars", variables).stdout, "true\n")
        self.assertEqual(self.reeve("cel", "eval", "-", "--vars", variables, "--var", "n=1",
                                    stdin=expression.read_bytes()).stdout, "false\n")
        wrong = self.write("wrong.cel", "n >\n  oops\n")
        self.assertIn("wrong.cel:2:3: error: unknown variable `oops`",
                      self.reeve("cel", "eval", "--file", wrong, "--vars", variables, code=3).stderr)

    def test_variables_are_an_object(self):
        listed = self.write("list.json", "[1]")
        self.assertIn("JSON object", self.reeve("cel", "eval", "1", "--vars", listed, code=3).stderr)

    def test_the_deadline_ends_what_steps_do_not(self):
        rows = f"l={list(range(1000))}"
        done = self.eval("l.all(x, l.all(y, l.all(z, x + y + z >= 0)))", "--var", rows, "--max-steps", "1000000000",
                         "--deadline", "1", code=1)
        self.assertIn("[cel.deadline]", done.stderr)

    def test_a_value_that_is_small_but_whose_text_is_not_is_cut(self):
        names = [f"x{i}" for i in range(60)]
        text = f"cel.bind({names[0]}, [1, 1], "
        text += "".join(f"cel.bind({b}, [{a}, {a}], " for a, b in zip(names, names[1:]))
        text += names[-1] + ")" * len(names)
        printed = self.eval(text, code=0).stdout
        self.assertLess(len(printed), 20 << 20)
        self.assertTrue(printed.startswith("[[[[[["))
        self.assertIn("...", printed)
        traced = self.eval(f"size({text}) > 1 && {text} == []", "--trace").stdout
        self.assertLess(len(traced), 1_000_000)


class Rule(CliTest):
    def eval(self, expression, *options, **how):
        return self.reeve("cel", "eval", "--policy", expression, *options, **how)

    def test_a_condition_sees_the_request(self):
        action = 'action={"kind": "refund", "amount": 900}'
        self.assertEqual(self.eval("action.amount > 500.0", "--var", action).stdout, "true\n")
        self.assertEqual(self.eval("action.amount > 500.0").stdout, "false\n")
        self.assertEqual(self.eval("stage + system.risk_class + actor.id").stdout, '"inputlimitedtester"\n')
        self.assertEqual(self.eval("now.getHours()", "--var", 'now="2026-01-15T09:30:00Z"').stdout, "9\n")

    def test_findings_are_those_of_the_detectors(self):
        done = self.eval("findings.filter(f, f.score > 0.5).map(f, f.entity)", "--var", CARD)
        self.assertEqual(done.stdout, '["CREDIT_CARD"]\n')
        self.assertEqual(self.eval("findings").stdout, "[]\n")

    def test_attributes_are_those_that_the_policies_declare(self):
        self.write("policies/bundle.yaml", "apiVersion: reeve/v1\nkind: Bundle\ntitle: Mine\ndefault: allow\n")
        self.write("policies/country.yaml", """apiVersion: reeve/v1
kind: Policy
metadata: { id: countries, title: Countries, owner: service desk }
attributes: { country: { type: string, record: value } }
rules:
  - id: elsewhere
    when: context.country != "DE"
    effect: deny
    reason: Only in Germany.
""")
        policies = ["--policies", self.folder / "policies"]
        self.assertEqual(self.eval("context.country", "--var", 'context={"country": "FR"}', *policies).stdout, '"FR"\n')
        self.assertIn("did you mean `country`?", self.eval("context.contry", *policies, code=3).stderr)

    def test_a_misspelt_fact_and_a_wrong_request_are_refused(self):
        self.assertIn("did you mean `amount`?", self.eval("action.amuont > 1.0", code=3).stderr)
        self.assertIn("/action/amuont", self.eval("1", "--var", 'action={"kind": "x", "amuont": 1}', code=3).stderr)
        self.assertIn("`now`", self.eval("1", "--var", "now=1", code=3).stderr)


class Check(CliTest):
    def check(self, expression, *options, **how):
        return self.reeve("cel", "check", expression, *options, **how)

    def test_a_condition_is_told_in_every_form(self):
        done = self.check("action.amount>500.0&&(content.text.contains('x'))")
        self.assertEqual(done.stderr, "")
        self.assertRegex(done.stdout, r"\nsteps      \d+ to \d+\n")
        self.assertEqual(re.sub(r"\d+ to \d+", "N to M", done.stdout), """type       bool
steps      N to M
clause 1   action.amount>500.0
  reads    action.amount
clause 2   content.text.contains('x')
  reads    content.text
           not all of it is recorded; the outcome of the clause is
formatted  action.amount > 500.0 && content.text.contains('x')
in words   the amount of the action is above 500 and the text of the content contains x
""")

    def test_the_machine_form(self):
        answer = json.loads(self.check("actor.id == 'a' && stage == 'input'", "--json").stdout)
        self.assertEqual(answer["type"], "bool")
        self.assertLessEqual(answer["steps"]["min"], answer["steps"]["max"])
        self.assertEqual(answer["clauses"],
                         [{"text": "actor.id == 'a'", "reads": ["actor.id"], "opaque": True},
                          {"text": "stage == 'input'", "reads": ["stage"], "opaque": False}])
        self.assertEqual(answer["english"], "the id of the actor is a and the stage is input")
        answer = json.loads(self.check("stage == 'inptu'", "--json", code=1).stdout)
        self.assertEqual([(e["code"], e["column"], e["length"]) for e in answer["errors"]], [("cel.domain", 10, 7)])

    def test_a_condition_is_a_bool_over_the_facts(self):
        for expression, said in [("action.amount", "expected a bool, found a double"),
                                 ("action.amuont > 1.0", "did you mean `amount`?"),
                                 ("amount > 1", "unknown variable `amount`"), ("stage == 'inptu'", "did you mean `input`?")]:
            with self.subTest(expression):
                done = self.check(expression, code=1)
                self.assertIn(said, done.stderr)
                self.assertIn("^", done.stderr)
                self.assertEqual(done.stdout, "")

    def test_plain_takes_any_type_and_the_variables_that_are_declared(self):
        answer = json.loads(self.check("l.map(x, x * 2)", "--plain", "--type", "l=list(int)", "--json").stdout)
        self.assertEqual((answer["type"], answer["clauses"]), ("list(int)", [{"text": "l.map(x, x * 2)", "reads": ["l"]}]))
        self.assertIn("unknown variable `stage`", self.check("stage", "--plain", code=1).stderr)

    def test_ten_megabytes_and_ten_thousand_levels_are_refused(self):
        for text, code in [(b"1 + " * 2_500_000 + b"1", "cel.too_long"), (b"(" * 10_000 + b"1", "cel.too_deep")]:
            self.assertIn(f"[{code}]", self.reeve("cel", "check", "-", stdin=text, code=1).stderr)


class Limits(CliTest):
    def bounded(self, *arguments, stdin=b""):
        """Runs in 1 GB of address space."""
        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        done = subprocess.run([REEVE, "cel", *map(str, arguments)], input=stdin, capture_output=True,
                              timeout=PATIENCE, check=False, preexec_fn=None if SANITIZED else limit)
        return done.returncode, done.stdout.decode() + done.stderr.decode()

    def test_ten_megabytes_are_refused(self):
        text = b"1 + " * 2_500_000 + b"1"
        for arguments, stdin in [(["-"], text), (["--file", self.folder / "big"], b"")]:
            (self.folder / "big").write_bytes(text)
            code, said = self.bounded("eval", *arguments, stdin=stdin)
            self.assertEqual(code, 3)
            self.assertIn("longer than 32768 bytes [cel.too_long]", said)
            self.assertLess(len(said), 200)

    def test_ten_thousand_levels_are_refused(self):
        for text in [b"(" * 10_000 + b"1" + b")" * 10_000, b"[" * 10_000 + b"]" * 10_000, b"!" * 10_000 + b"true",
                     b"1" + b"+1" * 10_000]:
            code, said = self.bounded("eval", "-", stdin=text)
            self.assertEqual(code, 3)
            self.assertIn("[cel.too_deep]", said)

    def test_a_comprehension_in_a_comprehension_is_stopped(self):
        text = b"".join(b"[1,2,3,4,5,6,7,8,9].all(x%d, " % i for i in range(12)) + b"true" + b")" * 12
        code, said = self.bounded("eval", "-", stdin=text)
        self.assertEqual(code, 1)
        self.assertIn("[cel.budget]", said)

    def test_a_pattern_that_explodes_is_refused(self):
        code, said = self.bounded("eval", "-", stdin=b"'x'.matches('((a{100}){100}){100}')")
        self.assertEqual(code, 3)
        self.assertIn("[cel.pattern]", said)
        # What takes a backtracking engine forever is an ordinary pattern here.
        code, said = self.bounded("eval", "-", stdin=b"'" + b"a" * 10_000 + b"!'.matches('^(a+)+$')")
        self.assertEqual((code, said), (0, "false\n"))


if __name__ == "__main__":
    run_module()
