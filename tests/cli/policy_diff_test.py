"""`reeve policy diff`: the example of docs/diff.md as it stands there, and recorded decisions."""
import json
import re

from harness import CliTest, SOURCE, request, run_module

DOCUMENT = (SOURCE / "docs/diff.md").read_text(encoding="utf-8")
BUNDLE = "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n"


def limit(amount):
    return ("apiVersion: reeve/v1\nkind: Policy\nmetadata: { id: refunds }\nrules:\n"
            f"  - id: limit\n    when: action.amount > {amount}.0\n    effect: deny\n    reason: No.\n")


class PolicyDiff(CliTest):
    def policies(self, name, amount):
        self.write(f"{name}/bundle.yaml", BUNDLE)
        self.write(f"{name}/refunds.yaml", limit(amount))
        return self.folder / name

    def test_the_worked_example_is_what_the_program_says(self):
        blocks = re.findall(r"```yaml (?:before|after)\n(.*?)```", DOCUMENT, re.S)
        self.assertEqual(len(blocks), 2)
        for block in blocks:
            for name, text in re.findall(r"# file: (\S+)\n(.*?)(?=# file: |\Z)", block, re.S):
                self.write(name, text)
        command, said = re.search(r"```console\n\$ reeve (.*?)\n(.*?)```", DOCUMENT, re.S).groups()
        self.assertEqual(self.reeve(*command.split(), cwd=self.folder).stdout, said)

    def test_exit_codes_say_what_ci_asks(self):
        loose, strict = self.policies("loose", 500), self.policies("strict", 300)
        self.assertIn("tightened", self.reeve("policy", "diff", loose, strict).stdout)
        self.reeve("policy", "diff", loose, strict, "--fail-on", "loosened")
        self.reeve("policy", "diff", strict, loose, "--fail-on", "loosened", code=1)
        self.reeve("policy", "diff", loose, strict, "--fail-on", "any", code=1)
        self.assertEqual(self.reeve("policy", "diff", loose, loose, "--fail-on", "any").stdout, "no difference\n")
        self.reeve("policy", "diff", loose, strict, "--fail-on", "sometimes", code=2)
        self.reeve("policy", "diff", loose, strict, "--records", "1..2", code=2)
        missing = self.reeve("policy", "diff", loose, "active", code=3).stderr
        self.assertIn("--data", missing)
        self.write("broken/p.yaml", "kind: Policy\n")
        self.reeve("policy", "diff", loose, self.folder / "broken", code=1)

    def test_recorded_decisions_that_would_change_are_counted_with_examples(self):
        server = self.start("--policies", self.policies("loose", 500))
        for amount in (100, 400, 450, 900):
            server.decide(action={"kind": "refund", "amount": amount})
        done = self.reeve("policy", "diff", "active", self.policies("strict", 300), "--data", server.data,
                          "--records", "last 1d", "--json")
        said = json.loads(done.stdout)
        self.assertEqual(said["direction"], "tightened")
        self.assertEqual([rule["rule"] for rule in said["rules"]], ["refunds/limit"])
        records = said["records"]
        self.assertEqual((records["decisions"], records["changed"], records["undecided"]), (4, 2, 0))
        (change,) = records["changes"]
        self.assertEqual((change["from"], change["to"], change["rules"]), ("allow", "deny", ["+refunds/limit"]))
        shown = json.loads(self.reeve("ledger", "show", server.data, change["examples"][0]).stdout)
        self.assertEqual(shown["body"]["facts"]["action"]["amount"], 400)
        text = self.reeve("policy", "diff", "active", self.folder / "strict", "--data", server.data,
                          "--records", "0..").stdout
        self.assertIn("2 x allow -> deny (50.0 %)", text)
        none = self.reeve("policy", "diff", "active", self.folder / "strict", "--data", server.data,
                          "--records", "..2001-01-01", "--json")
        self.assertEqual(json.loads(none.stdout)["records"]["decisions"], 0)
        self.assertNotIn("\x1b[", text)

    def test_a_proposal_holds_what_the_server_worked_out_itself(self):
        server = self.start("--governed", "--policies", self.policies("loose", 500))
        for amount in (100, 400, 900):
            server.decide(action={"kind": "refund", "amount": amount})
        connection = ["--url", f"http://127.0.0.1:{server.port}", "--data", server.data]
        done = self.reeve("bundle", "propose", self.policies("strict", 300), "--reason", "limits", "--records",
                          "last 1d", "--as", "Ada Example", "--json", *connection)
        proposal = json.loads(done.stdout)["proposal"]
        self.assertEqual((proposal["approvals_needed"], proposal["loosens"]), (1, False))
        self.assertEqual(proposal["diff"]["counts"]["tightened"], 1)
        radius = proposal["blast_radius"]
        self.assertEqual((radius["computed_by"], radius["decisions"], radius["changed"]), ("reeve", 3, 1))
        # The same, worked out beside the server and handed in.
        found = self.reeve("policy", "diff", "active", self.policies("other", 200), "--data", server.data,
                           "--records", "last 1d", "--json").stdout
        done = self.reeve("bundle", "propose", self.folder / "other", "--reason", "limits", "--blast-radius",
                          self.write("radius.json", found), "--as", "Ada Example", "--json", *connection)
        radius = json.loads(done.stdout)["proposal"]["blast_radius"]
        self.assertEqual((radius["changed"], radius.get("computed_by")), (1, None))
        status, text = server.call("POST", "/v1/bundles", json.dumps(
            {"reason": "x", "files": {}, "records": "yesterday"}))
        self.assertEqual(status, 400, text)


if __name__ == "__main__":
    run_module()
