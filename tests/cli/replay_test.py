"""`reeve policy replay`: what was decided is decided again, from the records alone."""
import json
import os
import subprocess
import unittest

from harness import CliTest, REQUESTS, SOURCE, request

CHANGED = os.environ.get("REEVE_CHANGED", str(SOURCE / "build/release/tests/changed_engine"))
DECISIONS = 10_000
BATCH = 100

STRICTER = """
apiVersion: reeve/v1
kind: Policy
metadata: { id: limits, title: Limits, owner: Finance }
scope: { stages: [tool_call] }
rules:
  - { id: amount, when: action.amount > 50.0, effect: deny, reason: Too much. }
  - { id: words, when: 'content.text.contains("vacation")', effect: deny, reason: Not here. }
"""
BUNDLE = "apiVersion: reeve/v1\nkind: Bundle\ntitle: Stricter\ndefault: allow\n"


def varied(number):
    """A request of some shape and amount."""
    changes = dict(REQUESTS[number % len(REQUESTS)])
    if number % 3 == 0:
        changes = {"stage": "tool_call", "action": {"kind": "refund", "amount": number % 200}}
    return request(**changes, interaction=f"i-{number}")


class Replay(CliTest):
    def recorded(self, count):
        """A server that decided so many requests."""
        server = self.start()
        for first in range(0, count, BATCH):
            numbers = range(first, min(first + BATCH, count))
            status, text = server.call("POST", "/v1/decisions:batch",
                                       json.dumps({"requests": [varied(n) for n in numbers]}))
            self.assertEqual(status, 200, text)
        return server

    def replay(self, server, *arguments, code=0):
        done = self.reeve("policy", "replay", server.data, *arguments, "--json", code=code)
        return json.loads(done.stdout)

    def test_ten_thousand_decisions_replay_and_a_changed_engine_is_noticed(self):
        server = self.recorded(DECISIONS)
        report = self.replay(server)
        self.assertEqual(report["decisions"], DECISIONS)
        self.assertEqual(report["identical"] + report["not_by_rules"], DECISIONS)
        self.assertGreater(report["identical"], DECISIONS * 0.9)
        self.assertEqual(server.stop(), 0)
        changed = subprocess.run([CHANGED, server.data], capture_output=True, text=True)
        self.assertEqual(changed.returncode, 1, changed.stdout + changed.stderr)
        self.assertIn("replay.differs", changed.stdout)

    def test_another_bundle_says_what_would_have_changed(self):
        server = self.recorded(300)
        self.write("stricter/limits.yaml", STRICTER)
        self.write("stricter/bundle.yaml", BUNDLE)
        report = self.replay(server, "--under", self.folder / "stricter")
        self.assertEqual(report["decisions"], 300)
        self.assertEqual(report["identical"] + report["changed"] + report["not_by_rules"], 300)
        changes = {(c["to"], *c["rules"]): c for c in report["changes"]}
        denied = [c for c in report["changes"] if "+limits/amount" in c["rules"]]
        self.assertTrue(denied)
        self.assertTrue(all(c["to"] == "deny" for c in denied), changes)
        # Whether the words were in the text, no record says.
        unknown = [c for c in report["changes"] if c["to"] == "undecided"]
        self.assertTrue(any("?limits/words" in c["rules"] for c in unknown), changes)
        for change in report["changes"]:
            shown = json.loads(self.reeve("ledger", "show", server.data, change["examples"][0]).stdout)
            self.assertEqual(shown["body"]["effect"], change["from"])
        text = self.reeve("policy", "replay", server.data, "--under", self.folder / "stricter").stdout
        self.assertIn("%)  +limits/amount", text)

    def test_a_range_is_replayed_and_a_wrong_one_refused(self):
        server = self.recorded(50)
        whole = self.replay(server)
        part = self.replay(server, "--records", f"{whole['end'] - 10}..")
        # Approvals that decisions opened lie between them.
        self.assertEqual((part["end"] - part["first"], part["fault_count"]), (10, 0))
        self.assertEqual(part["decisions"], part["identical"] + part["not_by_rules"])
        self.assertGreater(part["decisions"], 3)
        self.assertEqual(self.replay(server, "--records", "..3")["end"], 3)
        for bad in ("x..3", "3", "-1..2"):
            self.assertIn("range", self.reeve("policy", "replay", server.data, f"--records={bad}", code=2).stderr)
        done = self.reeve("policy", "replay", server.data, "--records", "0..100000", code=3)
        self.assertIn("replay.range", done.stderr)
        self.assertIn("nowhere", self.reeve("policy", "replay", self.folder / "nowhere", code=3).stderr)


if __name__ == "__main__":
    unittest.main()
