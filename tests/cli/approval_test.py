"""Approvals against a running server: held, granted, voted on, passed once; and the state is the fold."""
import json
import re

from harness import CliTest, run, run_module

POLICY = """apiVersion: reeve/v1
kind: Policy
metadata: { id: desk }
rules:
  - id: large
    scope: { stages: [tool_call], actions: [refund] }
    when: action.amount > 500.0
    effect: hold
    hold: { roles: [officer], quorum: 2, deadline: 8h, blind: true, distinct_units: true }
    severity: high
    reason: Two colleagues must approve.
"""
BUNDLE = "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n"
REFUND = {"stage": "tool_call", "action": {"kind": "refund", "amount": 900, "currency": "EUR"},
          "content": {"text": "please pay"}}


class Approvals(CliTest):
    def serve(self):
        self.write("policies/bundle.yaml", BUNDLE)
        self.write("policies/desk.yaml", POLICY)
        return self.start("--policies", self.folder / "policies")

    def ask(self, server, *arguments, person=None, code=0):
        whole = [*arguments, "--url", f"http://127.0.0.1:{server.port}", "--data", server.data]
        return self.reeve(*whole, *(["--as", person] if person else []), code=code)

    def give(self, server, person, unit):
        done = self.ask(server, "grant", "give", person, "--role", "officer", "--unit", unit, "--up-to", "1000",
                        "--currency", "EUR", "--until", "30d", "--reason", "an officer", person="Zoe Example")
        return re.search(r"g-[0-9A-Z]{26}", done.stdout)[0]

    def vote(self, server, how, approval, person, code=0):
        return self.ask(server, "approval", how, approval, "--reason", "looked at it", person=person, code=code)

    def test_a_hold_is_approved_by_two_blind_and_passes_once(self):
        server = self.serve()
        self.give(server, "Ben Example", "finance")
        self.give(server, "Dora Example", "finance")
        self.give(server, "Cleo Example", "legal")
        held = server.decide(**REFUND)
        self.assertEqual(held["effect"], "hold")
        approval = held["approval"]["id"]
        listed = self.ask(server, "approval", "list", "--role", "officer").stdout.splitlines()
        self.assertRegex(listed[0], r"^ID +SYSTEM +WHAT +PRIORITY +ROLES +APPROVED +LEFT +STATE$")
        self.assertRegex(listed[1], rf"^{approval}  demo-assistant  refund 900 EUR  high +officer +0 of 2 cast  7 hours  open$")
        self.assertIn("approval.open", server.decide(approval=approval, **REFUND)["reasons"][0]["rule"])
        self.assertIn("approval.own_request", self.vote(server, "approve", approval, "u-1", code=1).stderr)
        self.vote(server, "approve", approval, "Ben Example")
        shown = self.ask(server, "approval", "show", approval).stdout
        self.assertIn("1 of 2 cast", shown)
        self.assertNotIn("Ben Example", shown)
        self.assertIn("approval.unit", self.vote(server, "approve", approval, "Dora Example", code=1).stderr)
        done = self.vote(server, "approve", approval, "Cleo Example")
        for part in ("Ben Example, officer", "Cleo Example, officer", "state", "approved"):
            self.assertIn(part, done.stdout)
        changed = dict(REFUND, content={"text": "please pay!"})
        self.assertEqual(server.decide(approval=approval, **changed)["reasons"][0]["rule"], "approval.request_differs")
        passed = server.decide(approval=approval, **REFUND)
        self.assertEqual((passed["effect"], passed["passed"]["use"]), ("allow", 1))
        self.assertEqual(server.decide(approval=approval, **REFUND)["reasons"][0]["rule"], "approval.used")
        self.assertIn(approval, self.ask(server, "approval", "list", "--state", "used").stdout)
        server.stop()
        self.reeve("ledger", "rebuild", server.data)
        self.assertIn("identical", self.reeve("policy", "replay", server.data).stdout)

    def test_rejected_withdrawn_and_what_the_command_line_refuses(self):
        server = self.serve()
        self.give(server, "Ben Example", "finance")
        approval = server.decide(**REFUND)["approval"]["id"]
        self.ask(server, "approval", "withdraw", approval, "--reason", "asked twice", person="u-1")
        self.assertIn("approval.withdrawn", self.vote(server, "reject", approval, "Ben Example", code=1).stderr)
        self.reeve("approval", "approve", approval, code=2)
        self.reeve("approval", "list", "--order", "size", code=2)
        self.assertEqual(self.ask(server, "approval", "list").stdout, "no such approval\n")

    def test_grants_are_passed_on_and_ended_and_trainings_recorded(self):
        server = self.serve()
        grant = self.give(server, "Ben Example", "finance")
        passed_on = self.ask(server, "grant", "delegate", grant, "--to", "Dora Example", "--until", "3d",
                             "--up-to", "600", "--reason", "leave", person="Ben Example").stdout
        self.assertIn("up to 600 EUR", passed_on)
        self.assertIn("grant.scope", self.ask(server, "grant", "delegate", grant, "--to", "Dora Example", "--until", "3d",
                                              "--up-to", "6000", "--reason", "leave", person="Ben Example", code=1).stderr)
        self.assertIn("grant.own", self.ask(server, "training", "record", "Zoe Example", "--name", "loans", "--until", "9d",
                                            "--reason", "passed", person="Zoe Example", code=1).stderr)
        recorded = self.ask(server, "training", "record", "Ben Example", "--name", "loans", "--until", "9d",
                            "--reason", "passed", person="Zoe Example").stdout
        self.assertIn("current", recorded)
        self.ask(server, "grant", "end", grant, "--reason", "has left", person="Zoe Example")
        grants = json.loads(self.ask(server, "grant", "list", "--json").stdout)["grants"]
        self.assertEqual([each["state"] for each in grants], ["ended", "ended"])


if __name__ == "__main__":
    run_module()
