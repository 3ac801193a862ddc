"""Reviews and the quality of oversight against a running server, and that their states are folds."""
import json

from harness import CliTest, run_module

POLICY = """apiVersion: reeve/v1
kind: Policy
metadata: { id: desk }
attributes:
  confidence: { type: double, record: value }
rules:
  - id: unsure
    when: has(context.confidence) && context.confidence < 0.7
    effect: allow
    obligations: [ { type: review, to: auditor, within: 24h } ]
  - id: large
    scope: { stages: [tool_call], actions: [refund] }
    when: action.amount > 500.0
    effect: hold
    hold: { roles: [officer] }
    reason: A colleague must approve.
"""
BUNDLE = "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n"
REFUND = {"stage": "tool_call", "action": {"kind": "refund", "amount": 900, "currency": "EUR"},
          "content": {"text": "please pay for the broken lathe"}}


class Reviews(CliTest):
    def serve(self):
        self.write("policies/bundle.yaml", BUNDLE)
        self.write("policies/desk.yaml", POLICY)
        return self.start("--policies", self.folder / "policies")

    def ask(self, server, *arguments, person=None, code=0):
        whole = [*arguments, "--url", f"http://127.0.0.1:{server.port}", "--data", server.data]
        return self.reeve(*whole, *(["--as", person] if person else []), code=code)

    def give(self, server, person, role):
        self.ask(server, "grant", "give", person, "--role", role, "--until", "30d", "--reason", "appointed",
                 person="Zoe Example")

    def rebuild(self, server):
        server.stop()
        self.reeve("ledger", "rebuild", server.data)  # says whether each state is the fold

    def test_what_the_model_was_unsure_of_is_listed_decided_once_and_shown(self):
        server = self.serve()
        self.give(server, "Ben Example", "auditor")
        self.assertEqual(self.ask(server, "review", "list").stdout, "no such review\n")
        self.assertEqual(server.decide(context={"confidence": 0.9})["obligations"], [])
        decided = server.decide(context={"confidence": 0.4})
        self.assertEqual(decided["obligations"],
                         [{"type": "review", "value": "auditor?share=10000&within=86400"}])
        review = "rv-" + decided["id"][2:]
        listed = self.ask(server, "review", "list", "--role", "auditor", "--system", "demo-assistant").stdout.splitlines()
        self.assertRegex(listed[0], r"^ID +SYSTEM +ROLES +DUE \(UTC\) +STATE +FINDING$")
        self.assertRegex(listed[1], rf"^{review}  demo-assistant  auditor  \d{{4}}-\d\d-\d\dT\d\d:\d\d  open")
        self.assertEqual(self.ask(server, "review", "list", "--role", "dpo").stdout, "no such review\n")
        how = ["review", "decide", review, "wrong", "--reason", "the clause was misread"]
        self.assertIn("review.no_right", self.ask(server, *how, person="Cleo Example", code=1).stderr)
        done = self.ask(server, *how, person="Ben Example").stdout
        for part in ("done", "wrong", "Ben Example", "the clause was misread", decided["id"]):
            self.assertIn(part, done)
        self.assertIn("review.decided", self.ask(server, *how, person="Ben Example", code=1).stderr)
        self.assertIn("review.not_found", self.ask(server, "review", "show", "rv-1", code=1).stderr)
        shown = json.loads(self.ask(server, "review", "show", review, "--json").stdout)
        self.assertEqual((shown["state"], shown["verdict"]["finding"]), ("done", "wrong"))
        self.assertIn("wrong", self.ask(server, "review", "list", "--done").stdout)
        self.rebuild(server)

    def test_an_approver_who_waves_a_known_bad_item_through_loses_the_grant(self):
        server = self.serve()
        self.give(server, "Ben Example", "officer")
        self.assertEqual(self.ask(server, "oversight", "quality").stdout, "nobody has voted yet\n")
        measures = ["oversight", "measures", "--min-votes", "1", "--missed", "0.5", "--suspend", "--reason", "the board"]
        was_set = json.loads(self.ask(server, *measures, person="Quinn Example").stdout)
        self.assertEqual((was_set["missed"], was_set["fast"], was_set["suspends"]), (50, 10000, True))
        approval = server.decide(**REFUND)["approval"]["id"]
        seed = ["oversight", "seed", approval, "--reason", "the lathe is invented"]
        self.ask(server, *seed, person="Quinn Example")
        vote = ["approval", "approve", approval, "--reason", "looked at it"]
        self.ask(server, *vote, person="Ben Example")
        self.assertIn("oversight.seed", self.ask(server, *seed, person="Quinn Example", code=1).stderr)
        table = self.ask(server, "oversight", "quality").stdout.splitlines()
        self.assertRegex(table[0], r"^APPROVER +VOTES +APPROVES +MEAN +FASTEST +TOO FAST +AGREES +SEEDS MISSED +REVERSED +BEYOND$")
        self.assertRegex(table[1], r"^Ben Example  1 +100% +\d+s +\d+s +\d+% +- +1 of 1 +0%")
        self.assertIn("oversight.own_measures", self.ask(server, *measures, person="Ben Example", code=1).stderr)
        again = server.decide(**REFUND)["approval"]["id"]
        refused = self.ask(server, "approval", "approve", again, "--reason", "looked", person="Ben Example", code=1)
        self.assertIn("grant.state", refused.stderr)
        self.assertIn("ended", self.ask(server, "grant", "list").stdout)
        self.rebuild(server)


if __name__ == "__main__":
    run_module()
