"""`reeve policy describe` and `reeve policy new`, the latter also on a terminal."""
import fcntl
import itertools
import json
import os
import pty
import select
import subprocess
import termios
import time

from harness import PATIENCE, REEVE, SOURCE, CliTest, run_module

POLICIES = SOURCE / "policies"


class Describe(CliTest):
    def test_a_folder_is_described_policy_by_policy(self):
        said = self.reeve("policy", "describe", POLICIES).stdout
        for words in ["Policy pii: Personal and payment data", "When the amount is below 0, the tool call is refused.",
                      "the approvals of 2 different persons with\n      the role finance_approver", "For example"]:
            self.assertIn(words, said)
        self.assertLess(max(len(line) for line in said.splitlines() if not line.startswith(" " * 8)), 101)

    def test_one_policy_or_one_file_of_the_folder(self):
        by_id = self.reeve("policy", "describe", POLICIES, "--policy", "secrets").stdout
        self.assertEqual(by_id, self.reeve("policy", "describe", POLICIES / "secrets.yaml").stdout)
        self.assertIn("Policy secrets", by_id)
        self.assertNotIn("Policy pii", by_id)
        done = self.reeve("policy", "describe", POLICIES, "--policy", "secret", code=3)
        self.assertIn("did you mean `secrets`?", done.stderr)

    def test_every_rule_of_the_project_is_in_every_form(self):
        data = json.loads(self.reeve("policy", "describe", POLICIES, "--format", "json").stdout)
        page = self.reeve("policy", "describe", POLICIES, "--format", "markdown").stdout.replace("\\", "")
        text = self.reeve("policy", "describe", POLICIES).stdout
        rules = [rule for policy in data["policies"] for rule in policy["rules"]]
        self.assertGreater(len(rules), 30)
        for rule in rules:
            self.assertIn(rule["id"], page)
            self.assertIn(rule["id"], text)
            for words in (rule["then"], *rule["when"], *rule["details"]):
                self.assertNotIn("`", words, "a condition that has no words")

    def test_policies_with_errors_are_not_described(self):
        self.write("p.yaml", (POLICIES / "secrets.yaml").read_text().replace("PRIVATE_KEY'", "PRIVATE_KYE'"))
        done = self.reeve("policy", "describe", self.folder, code=1)
        self.assertIn("PRIVATE_KYE", done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertIn("[policy.folder]", self.reeve("policy", "describe", self.folder / "none", code=3).stderr)

TEMPLATES = sorted(path.stem for path in (SOURCE / "cli/templates").glob("*.yaml"))
# What has no default; and answers that need quoting, escaping, or other words.
NEEDED = {"tool-gate": ["tools=pay"], "denied-topics": ["phrases=tobacco"]}
ODD = "Ada: \"Example\", #1 {of} [two] 'x' \\\\ & é"
STAGES = ["stages=tool_call", "stages=tool_result, output", "stages=input"]
VARIANTS = {
    "amount-limit": [["limit=0"], ["limit=12.5", "actions=refund, payment"], ["limit=1e3", "on_timeout=allow", "quorum=2"]],
    "denied-topics": [["phrases=C++ (unsafe), über, a.b"], *[["effect=hold", stage] for stage in STAGES]],
    "payment-cards": [[f"effect={effect}", stage] for effect, stage in itertools.product(["redact", "hold", "deny"], STAGES)],
    "personal-data": [["entities=EMAIL_ADDRESS, PHONE_NUMBER, US_SSN, IP_ADDRESS", f"effect={effect}", stage]
                      for effect, stage in itertools.product(["redact", "hold", "deny"], STAGES)],
    "secrets": [["effect=deny", "notify="], *[[stage] for stage in STAGES]],
    "tool-gate": [["effect=deny"], ["effect=hold", "quorum=3", "roles=a, b", "tools=something_else, pay"]],
    "transparency-label": [["label=made by a machine: yes", "disclosure=\"Hello\""]],
}


class New(CliTest):
    def setUp(self):
        super().setUp()
        self.write("bundle.yaml", "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n")

    def new(self, template, *answers, code=0, to=(), needed=True):
        given = ["owner=Ada Example"] + (NEEDED.get(template, []) if needed else [])
        keys = {answer.partition("=")[0] for answer in answers}
        answers = [*answers, *(one for one in given if needed and one.partition("=")[0] not in keys)]
        return self.reeve("policy", "new", "--template", template,
                          *itertools.chain(*(("--set", answer) for answer in answers)), *to, code=code)

    def must_be_good(self, path):
        self.reeve("policy", "fmt", "--check", path)
        self.reeve("policy", "check", self.folder, "--strict")
        tests = json.loads(self.reeve("policy", "test", self.folder, "--json").stdout)
        self.assertGreaterEqual(tests["passed"], 2)
        self.assertEqual(tests["failed"], 0)
        self.assertTrue(all(rule["in_scope"] for rule in tests["coverage"]["rules"]))

    def test_each_template_makes_a_policy_that_is_canonical_good_and_tested(self):
        self.assertEqual(set(TEMPLATES), set(VARIANTS))
        for template in TEMPLATES:
            for variant in [[], *VARIANTS[template], [f"owner={ODD}", f"title={ODD}", "systems=desk, other desk"]]:
                with self.subTest(template=template, variant=variant):
                    done = self.new(template, "id=made", *variant, to=["--to", self.folder])
                    self.assertIn("tests, which pass\nNext:\n  reeve policy describe ", done.stdout)
                    self.must_be_good(self.folder / "made.yaml")
                    described = json.loads(self.reeve("policy", "describe", self.folder, "--format", "json").stdout)
                    owner = ODD if f"owner={ODD}" in variant else "Ada Example"
                    self.assertEqual(described["policies"][0]["owner"], owner)
                (self.folder / "made.yaml").unlink(missing_ok=True)

    def test_without_a_file_it_goes_to_standard_output(self):
        text = self.new("payment-cards").stdout
        self.assertTrue(text.startswith("apiVersion: reeve/v1\nkind: Policy\n"))
        self.must_be_good(self.write("made.yaml", text))

    def test_nothing_is_overwritten(self):
        path = self.write("kept.yaml", "# mine\n")
        for to in [path], ["--to", self.folder]:
            done = self.new("secrets", "id=kept", to=to, code=3)
            self.assertIn("exists, and is not overwritten", done.stderr)
        self.assertEqual(path.read_text(), "# mine\n")

    def test_a_policy_that_the_folder_does_not_take_is_not_written(self):
        self.new("secrets", "id=one", to=["--to", self.folder])
        done = self.new("payment-cards", "id=one", to=[self.folder / "two.yaml"], code=3)
        self.assertIn("Give it another id", done.stderr)
        self.assertFalse((self.folder / "two.yaml").exists())
        done = self.new("secrets", "id=two", to=["--to", self.folder / "none"], code=3)
        self.assertIn("is no folder", done.stderr)

    def test_what_is_missing_is_listed(self):
        done = self.new("denied-topics", "id=x", code=2, needed=False)
        self.assertIn("  owner: Who answers for it (needed)\n  phrases: Which words or phrases (needed)\n", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_each_wrong_answer_is_named(self):
        done = self.new("amount-limit", "limit=-1", "quorum=0", "deadline=soon", "ower=x", "id=A b", "plain", "actions=a,,b",
                        "on_timeout=maybe", "title=a\nb", code=2)
        for said in ["`limit`: the answer must be a number from 0", "`quorum`: the answer must be a whole number from 1",
                     "`deadline`: the answer must be a number and one of s, m, h, d", "did you mean `owner`?",
                     "`id`: the answer must be 1 to 64 of", "`plain`: write KEY=VALUE", "`actions`: an entry of the answer is empty",
                     "`on_timeout`: the answer must be one of `deny`, `allow`", "`title`: the answer must be one line"]:
            self.assertIn(said, done.stderr)
        done = self.new("payment-cards", "effect=deny", "deadline=2h", code=2)
        self.assertIn("only asked for where effect=hold", done.stderr)
        self.assertIn("did you mean `secrets`?", self.new("secret", code=2).stderr)
        self.assertIn("--template is required", self.reeve("policy", "new", code=2).stderr)

    def test_the_templates_are_listed(self):
        listed = self.reeve("policy", "new", "--list").stdout
        for template in TEMPLATES:
            self.assertIn(f"{template}: ", listed)
        one = self.reeve("policy", "new", "--list", "--template", "tool-gate").stdout
        self.assertIn("  tools: Which tools (names) (needed)\n", one)
        self.assertNotIn("payment-cards", one)


class NewOnTerminal(CliTest):
    """The program in a pseudo-terminal."""

    def start(self, *arguments):
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen([REEVE, "policy", "new", *arguments], stdin=slave, stdout=slave, stderr=slave,
                                        cwd=self.folder, start_new_session=True,
                                        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(slave)
        self.shown = ""
        self.addCleanup(self.stop)

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)

    def until(self, words):
        end = time.monotonic() + PATIENCE
        while words not in self.shown:
            ready, _, _ = select.select([self.master], [], [], max(0, end - time.monotonic()))
            try:
                data = os.read(self.master, 65536) if ready else b""
            except OSError:  # the other side is closed
                data = b""
            if not data:
                raise AssertionError(f"{words!r} never came: {self.shown!r}")
            self.shown += data.decode().replace("\r", "")
        before, _, self.shown = self.shown.partition(words)
        return before

    def answer(self, asked, line):
        """What was shown before the question."""
        before = self.until(asked)
        os.write(self.master, (line + "\n").encode())
        return before

    def test_it_asks_checks_each_answer_and_writes(self):
        self.start()
        self.assertIn("4. Personal data: ", self.answer("Number or name: ", "nine"))
        self.answer("there is no template `nine`; type a number from 1 to 7\nNumber or name: ", "payment-cards")
        self.answer("Id of the policy [payment-cards]: ", "Cards!")
        self.answer("begin with a letter or digit, not `Cards!`\nId of the policy [payment-cards]: ", "cards")
        self.answer("Title [Payment card numbers]: ", "")
        self.answer("Who answers for it: ", "")
        self.answer("an answer is needed\nWho answers for it: ", "Ada Example")
        self.answer("several with commas) [input, output, tool_result]: ", "input, ouput")
        self.answer("did you mean `output`?\nAt which stages", "input, output")
        self.answer("Only for these systems (ids) (several with commas; - for none): ", "-")
        self.answer("What happens (redact, hold, deny) [redact]: ", "hold")
        self.answer("Who may approve (roles) (several with commas) [payments_officer]: ", "")
        self.answer("How many must approve [1]: ", "2")
        self.answer("By when [8h]: ", "4h")
        self.answer("What the person is told [Card numbers are not passed on.]: ", "A colleague looks at it.")
        (self.folder / "cards.yaml").write_text("# mine\n")
        self.answer("File [cards.yaml]: ", "")
        self.answer("is not overwritten; name another\nFile [cards.yaml]: ", "made.yaml")
        self.until("wrote made.yaml: 1 rule, 2 tests, which pass\nNext:\n")
        self.assertEqual(self.process.wait(PATIENCE), 0)
        made = (self.folder / "made.yaml").read_text()
        self.assertIn("hold: { roles: [payments_officer], quorum: 2, deadline: 4h }", made)
        self.assertIn("user: A colleague looks at it.", made)
        self.assertEqual((self.folder / "cards.yaml").read_text(), "# mine\n")

    def test_what_is_set_is_not_asked(self):
        self.start("--template", "transparency-label", "--set", "id=label", "--set", "title=Label", "made.yaml")
        self.assertEqual(self.answer("Who answers for it: ", "Ada Example"), "")
        self.answer("- for none): ", "")
        self.answer("[ai-generated]: ", "")
        self.answer("[You are talking to an AI system.]: ", "")
        self.until("wrote made.yaml")
        self.assertEqual(self.process.wait(PATIENCE), 0)

    def test_an_end_of_the_answers_writes_nothing(self):
        self.start("--template", "secrets")
        self.until("Id of the policy [credentials]: ")
        os.write(self.master, b"\x04")
        self.until("nothing is written")
        self.assertEqual(self.process.wait(PATIENCE), 1)
        self.assertEqual(list(self.folder.iterdir()), [])


if __name__ == "__main__":
    run_module()
