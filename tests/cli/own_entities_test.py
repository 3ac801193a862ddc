"""Entities that a policy declares: checked, tested, described, and looked for by a running server."""
import json

from harness import CliTest, request, run_module

POLICY = """apiVersion: reeve/v1
kind: Policy
metadata: { id: acme, title: What is Acme's, owner: Ada Example }
scope: { stages: [input] }
entities:
  ACME_CUSTOMER:
    title: customer number of Acme
    category: pii
    patterns: ["AC-[0-9]{8}"]
    check: luhn
    words: [customer, Kundennummer]
    examples:
      found: [Kundennummer AC-12345674, "(AC-12345674)"]
      not_found: [AC-12345675, AC-123456740]
  ACME_PROJECT:
    title: secret project
    category: topic
    list: projects
    examples: { found: [the project falcon], not_found: [a falconer] }
detect: [ACME_CUSTOMER, ACME_PROJECT]
rules:
  - id: projects
    when: findings.exists(f, f.entity == "ACME_PROJECT")
    effect: deny
    reason: Projects are not spoken of.
  - id: customers
    when: findings.exists(f, f.entity == "ACME_CUSTOMER" && f.score >= 0.9)
    effect: redact
    redact: { entities: [ACME_CUSTOMER], operator: label }
    reason: Customer numbers are taken out.
tests:
  - name: a customer number is taken out
    request: { stage: input, content: { text: "Is AC-12345674 here?" } }
    expect: { effect: redact, rules: [customers], findings: [ACME_CUSTOMER], redacted: "Is <ACME_CUSTOMER> here?" }
  - name: a project is not spoken of
    request: { stage: input, content: { text: "How is Bluebird?" } }
    expect: { effect: deny, rules: [projects], findings: [ACME_PROJECT] }
"""
BUNDLE = "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n"


class OwnEntities(CliTest):
    def policies(self, text=POLICY, name="policies", projects="Bluebird\nFalcon\n"):
        self.write(f"{name}/bundle.yaml", BUNDLE)
        self.write(f"{name}/lists/projects.txt", projects)
        self.write(f"{name}/acme.yaml", text)
        return self.folder / name

    def test_they_are_checked_and_their_examples_are_tests(self):
        policies = self.policies()
        self.assertIn("good", self.reeve("policy", "check", policies).stdout)
        self.assertEqual(self.reeve("policy", "test", policies).stdout, "8 passed, 0 failed\n")
        names = [test["name"] for test in json.loads(self.reeve("policy", "test", policies, "--json").stdout)["tests"]]
        self.assertIn("ACME_CUSTOMER is not found in example 2", names)

    def test_an_example_that_does_not_hold_fails_where_it_stands(self):
        for before, after, line, said in (
                ("AC-12345675", "AC-12345674", 14, "ACME_CUSTOMER is not found in example 1: it is found"),
                ("the project falcon", "the falcons", 19, "ACME_PROJECT is found in example 1: it is not found")):
            with self.subTest(after):
                policies = self.policies(POLICY.replace(before, after, 1) if after != "AC-12345674" else
                                         POLICY.replace("[AC-12345675", "[AC-12345674", 1))
                tested = self.reeve("policy", "test", policies, code=1)
                self.assertIn("7 passed, 1 failed", tested.stdout)
                for words in said.split(": "):
                    self.assertIn(words, tested.stdout)
                checked = self.reeve("policy", "check", policies, code=1)
                self.assertRegex(checked.stderr, rf"acme\.yaml:{line}:1: error: {said}")
                self.assertIn("[policy.entity_example]", checked.stderr)

    def test_a_declaration_that_is_wrong_has_its_place_and_a_caret(self):
        done = self.reeve("policy", "check", self.policies(POLICY.replace("[0-9]{8}", "[0-9{8}", 1)), code=1)
        self.assertIn('acme.yaml:9:20: error: the pattern is not valid: missing ]: [0-9{8} [policy.entity_pattern]\n'
                      '     9 |     patterns: ["AC-[0-9{8}"]\n'
                      '       |                    ^~~~~~~', done.stderr)

    def test_they_are_described_and_formatted(self):
        policies = self.policies()
        said = self.reeve("policy", "describe", policies).stdout
        self.assertIn("- customer number of Acme (ACME_CUSTOMER)\n", said)
        self.assertIn("what matches `AC-[0-9]{8}` with a right check digit (luhn)", " ".join(said.split()))
        self.write("policies/acme.yaml", POLICY.replace("    title: secret project\n    category: topic\n",
                                                        "    category: topic\n    title: secret project\n"))
        self.reeve("policy", "fmt", policies)
        self.assertIn("    title: secret project\n    category: topic\n", (policies / "acme.yaml").read_text())
        self.reeve("policy", "fmt", "--check", policies)

    def test_a_running_server_denies_and_redacts_and_replays_from_the_record(self):
        server = self.start("--policies", self.policies())
        self.assertEqual(server.decide(content={"text": "How is bluebird?"})["effect"], "deny")
        redacted = server.decide(content={"text": "Is AC-12345674 here?"})
        self.assertEqual((redacted["effect"], redacted["content"]["text"]), ("redact", "Is <ACME_CUSTOMER> here?"))
        self.assertEqual(server.decide(content={"text": "Is AC-12345675 here?"})["effect"], "allow")
        exported = self.reeve("policy", "eval", "--policies", self.folder / "policies",
                              stdin=json.dumps(request(content={"text": "Falcon"})).encode(), code=None)
        self.assertIn("deny", exported.stdout)
        self.assertEqual(server.stop(), 0)
        replayed = self.reeve("policy", "replay", server.data)
        self.assertIn("3", replayed.stdout)
        other = self.policies(POLICY.replace("[0-9]{8}", "[0-9]{9}", 1).replace("12345674", "123456740"), "other")
        under = self.reeve("policy", "replay", server.data, "--under", other, code=None).stdout
        self.assertIn("undecided", under)

    def test_a_change_of_a_declaration_may_loosen(self):
        before = self.policies(name="before")
        after = self.policies(POLICY.replace("check: luhn", "check: verhoeff"), "after")
        said = self.reeve("policy", "diff", before, after, code=None).stdout
        self.assertIn("entity ACME_CUSTOMER is declared otherwise: check", said)
        self.assertIn("altogether: it may loosen", said)
        longer = self.policies(name="longer", projects="Bluebird\nFalcon\nHeron\n")
        self.assertIn("entries of its list", self.reeve("policy", "diff", before, longer, code=None).stdout)

    def test_a_scan_looks_for_what_a_folder_declares(self):
        folder = self.policies()
        text = "Is AC-12345674 of Bluebird, nora@example.org?"
        self.assertNotIn("ACME", self.reeve("scan", "--text", text).stdout)

        def found(*arguments):
            done = self.reeve("scan", "--policies", folder, "--format", "json", "--text", text,
                              *arguments)
            (scanned,) = json.loads(done.stdout)
            return [finding["entity"] for finding in scanned["findings"] if finding["category"] != "mention"]

        self.assertEqual(found(), ["ACME_CUSTOMER", "ACME_PROJECT", "EMAIL_ADDRESS"])
        self.assertEqual(found("--entities", "ACME_PROJECT"), ["ACME_PROJECT"])
        self.assertEqual(found("--entities", "pii"), ["ACME_CUSTOMER", "EMAIL_ADDRESS"])
        done = self.reeve("scan", "--policies", folder, "--redact", "label", "--entities",
                          "ACME_CUSTOMER", "--text", text)
        self.assertEqual(done.stdout, "Is <ACME_CUSTOMER> of Bluebird, nora@example.org?")
        done = self.reeve("scan", "--policies", folder, "--entities", "ACME_CUSTOMR", "--text", text,
                          code=3)
        self.assertIn("detectors.unknown_entity", done.stderr)


if __name__ == "__main__":
    run_module()
