"""`reeve policy import`: the examples of docs/import.md, and what is refused."""
import json
import re
import shlex

from harness import SOURCE, CliTest, run_module

PAGE = (SOURCE / "docs/import.md").read_text(encoding="utf-8")
FLAGS = "variables:\n  - { name: a, type_name: bool }\n  - { name: r, type_name: dyn }\n"
POLICY = """name: p
rule:
  match:
    - { condition: a, output: "'deny'" }
    - { condition: r.x == 1, output: "'deny'" }
"""


def blocks():
    """(language and word, text) of each fenced block."""
    return re.findall(r"^```(\w+(?: \w+)?)\n(.*?)^```$", PAGE, re.M | re.S)


class Documentation(CliTest):
    def test_every_command_of_the_page_says_what_stands_there(self):
        checked = 0
        done = None
        for kind, text in blocks():
            if kind == "yaml foreign":
                for name, body in re.findall(r"^# file: (\S+)\n(.*?)(?=^# file: |\Z)", text, re.M | re.S):
                    self.write(name, body)
            elif kind == "sh":
                arguments = shlex.split(text.replace("\\\n", " "))
                self.assertEqual(arguments.pop(0), "reeve")
                expects_report = "\n```\n\n```text report" in PAGE[PAGE.index(text):][:len(text) + 30]
                done = self.reeve(*arguments, code=1 if expects_report else 0, cwd=self.folder)
            else:
                self.assertEqual(done.stderr if kind == "text report" else done.stdout, text)
                checked += 1
        self.assertEqual(checked, 4)

    def test_the_page_names_every_code(self):
        sources = "".join(path.read_text() for path in (SOURCE / "policy").glob("cel_policy*.cc"))
        of_compiling = set(re.findall(r'Error\(\s*"(cel_policy\.[a-z_]+)"', sources))
        self.assertGreater(len(of_compiling), 10)
        for code in of_compiling - {"cel_policy.test", "cel_policy.type"}:
            self.assertIn(f"`{code}`", PAGE)


class Import(CliTest):
    def imported(self, *arguments, code=0, policy=POLICY):
        self.write("p.yaml", policy)
        self.write("env.yaml", FLAGS)
        return self.reeve("policy", "import", "p.yaml", "--config", "env.yaml", *arguments,
                          code=code, cwd=self.folder)

    def test_what_is_written_is_a_good_policy_in_its_canonical_form(self):
        self.imported("--bind", "r.x=context.x:int", "--out", "policies/p.yaml", code=3)
        (self.folder / "policies").mkdir()
        done = self.imported("--bind", "r.x=context.x:int", "--out", "policies/p.yaml")
        self.assertEqual(done.stdout, "")
        self.assertIn("2 rules and 0 tests imported", done.stderr)
        self.write("policies/bundle.yaml", "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n")
        self.reeve("policy", "check", self.folder / "policies")
        self.reeve("policy", "fmt", "--check", self.folder / "policies/p.yaml")

    def test_a_file_that_is_there_is_not_written_over(self):
        self.write("out.yaml", "mine")
        done = self.imported("--bind", "r.x=context.x:int", "--out", "out.yaml", code=3)
        self.assertIn("is there already", done.stderr)
        self.assertEqual((self.folder / "out.yaml").read_text(), "mine")

    def test_what_is_left_out_is_named_and_written_only_with_partial(self):
        done = self.imported("--out", "out.yaml", code=1)
        self.assertIn("p.yaml:5:20: left out: the match is left out: its condition reads `r.x`", done.stderr)
        self.assertIn("nothing is written; --partial", done.stderr)
        self.assertFalse((self.folder / "out.yaml").exists())
        done = self.imported("--out", "out.yaml", "--partial", code=1)
        self.assertNotIn("nothing is written", done.stderr)
        self.assertIn("when: context.a\n", (self.folder / "out.yaml").read_text())

    def test_the_report_as_json(self):
        answer = json.loads(self.imported("--json", code=1).stdout)
        self.assertFalse(answer["good"])
        self.assertEqual(answer["rules"], 1)
        left_out = [entry for entry in answer["report"] if entry["kind"] == "left out"]
        self.assertEqual([(entry["line"], entry["column"]) for entry in left_out], [(5, 20)])
        self.assertTrue(answer["policy"].startswith("# Imported from the CEL policy p.\n"))

    def test_errors_have_their_place_also_as_json(self):
        broken = POLICY.replace("r.x == 1", "r.x ==")
        done = self.imported(code=1, policy=broken)
        self.assertRegex(done.stderr, r"^p\.yaml:5:\d+: error: .*\[cel\.syntax\]\n")
        answer = json.loads(self.imported("--json", code=1, policy=broken).stdout)
        self.assertEqual([error["code"] for error in answer["errors"]], ["cel.syntax"])

    def test_a_test_that_comes_out_otherwise_is_not_good(self):
        self.write("t.yaml", "section:\n  - name: s\n    tests:\n"
                   "      - { name: t, input: { a: { value: true } }, output: { value: allow } }\n")
        done = self.imported("--bind", "r.x=context.x:int", "--tests", "t.yaml", code=1)
        self.assertIn("the imported policy decides otherwise:\ns/t: effect: expected allow, got deny", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_a_test_that_passes_only_by_an_error_is_not_good(self):
        self.write("t.yaml", "section:\n  - name: s\n    tests:\n"
                   "      - { name: t, input: { a: { value: true } }, output: { value: deny } }\n")
        done = self.imported("--bind", "r.x=context.x:int", "--tests", "t.yaml", code=1)
        self.assertIn("the rule match-2 ends in an error for some test", done.stderr)

    def test_an_evaluation_gives_the_value_or_says_why_not(self):
        self.assertEqual(self.imported("--eval", "--input", '{"a": true}').stdout, 'optional.of("deny")\n')
        self.write("in.json", '{"a": false, "r": {"x": 2}}')
        self.assertEqual(self.imported("--eval", "--input", "@in.json").stdout, "optional.none()\n")
        done = self.imported("--eval", "--input", '{"a": false, "r": {}}', code=1)
        self.assertIn("[cel.no_such_key]", done.stderr)
        done = self.imported("--eval", "--input", '{"aa": 1}', code=3)
        self.assertIn("there is no variable `aa`", done.stderr)
        self.imported("--eval", "--input", "[1]", code=3)

    def test_wrong_options_say_what_is_right(self):
        for arguments, says in [
                (["--map", "deny=refuse"], "write `VALUE=EFFECT`"),
                (["--map", "deny=redact", "--bind", "r.x=context.x:int"], "cannot become `redact`"),
                (["--map", "deny=hold", "--bind", "r.x=context.x:int"], "--role"),
                (["--bind", "r.x"], "request.user=actor.id"),
                (["--bind", "q=actor.id"], "no variable `q`"),
                (["--define", "f(x)"], "isInternal(host) = EXPRESSION"),
                (["--tests", "missing.yaml"], "missing.yaml")]:
            self.assertIn(says, self.imported(*arguments, code=3).stderr)
        self.imported("--input", "{}", code=2)
        self.imported("--default", "hold", code=2)

    def test_a_large_document_is_refused(self):
        self.write("p.yaml", "name: p\n" + "# x\n" * 300_000)
        done = self.reeve("policy", "import", "p.yaml", code=3, cwd=self.folder)
        self.assertRegex(done.stderr, r"p\.yaml.*\[file\.too_large\]")


if __name__ == "__main__":
    run_module()
