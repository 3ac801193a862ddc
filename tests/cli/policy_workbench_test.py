"""`reeve policy describe`: a folder, a file, one policy, in three forms."""
import json

from harness import SOURCE, CliTest, run_module

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


if __name__ == "__main__":
    run_module()
