"""Budgets against a running server: used up, settled, listed, measured, kept over a restart."""
import json

from harness import CliTest, run_module

BUNDLE = """apiVersion: reeve/v1
kind: Bundle
default: allow
budgets:
  chats: { of: calls, per: [actor], window: 366d, limit: 2 }
  tokens: { of: tokens, per: [system], window: 366d, limit: 1000 }
"""
POLICY = """apiVersion: reeve/v1
kind: Policy
metadata: { id: fair-use }
rules:
  - id: chats
    scope: { stages: [input] }
    when: usage.chats.remaining == 0
    effect: deny
    reason: The calls are used up.
  - id: tokens
    scope: { stages: [input] }
    when: usage.tokens.asked > usage.tokens.remaining
    effect: deny
    reason: There are not so many tokens left.
"""


class Budgets(CliTest):
    def serve(self):
        self.write("policies/bundle.yaml", BUNDLE)
        self.write("policies/fair-use.yaml", POLICY)
        return self.start("--policies", self.folder / "policies")

    def usage(self, server, *arguments, code=0):
        return self.reeve("usage", *arguments, "--url", f"http://127.0.0.1:{server.port}",
                          "--data", server.data, code=code)

    def ask(self, server, actor, **changes):
        return server.decide(actor={"id": actor}, **changes)["effect"]

    def test_a_budget_is_used_up_listed_measured_and_kept(self):
        server = self.serve()
        self.assertIn("nothing was used", self.usage(server).stdout)
        self.assertEqual([self.ask(server, "ada") for _ in range(3)], ["allow", "allow", "deny"])
        self.assertEqual(self.ask(server, "ben"), "allow")
        listed = self.usage(server, "--actor", "ada").stdout.splitlines()
        self.assertRegex(listed[0], r"^BUDGET +OF +USED +LIMIT +LEFT +UNTIL +BY$")
        self.assertRegex(listed[1], r"^chats +calls +2 +2 +0 +\d{4}-.* actor hmac-sha256:")
        self.assertEqual(len(listed), 2)
        metrics = server.get("/metrics")
        for line in ('reeve_budget_counts{budget="chats"} 2', 'reeve_budget_used_up{budget="chats"} 1',
                     'reeve_budget_highest_share{budget="chats"} 1', 'reeve_budget_counts{budget="tokens"} 0'):
            self.assertIn(line, metrics)
        self.assertEqual(server.stop(), 0)
        server = self.serve()
        self.assertEqual([self.ask(server, "ada"), self.ask(server, "ben"), self.ask(server, "ben")],
                         ["deny", "allow", "deny"])
        self.assertEqual(server.stop(), 0)
        self.reeve("ledger", "rebuild", server.data)

    def test_tokens_are_reserved_and_settled(self):
        server = self.serve()
        self.assertEqual(self.ask(server, "ada", interaction="i-1", usage={"tokens": 800}), "allow")
        self.assertEqual(self.ask(server, "ben", interaction="i-2", usage={"tokens": 300}), "deny")
        self.ask(server, "ada", interaction="i-1", stage="output", usage={"tokens": 120})
        count = json.loads(self.usage(server, "--budget", "tokens", "--json").stdout)["counts"][0]
        self.assertEqual((count["used"], count["remaining"], count["system"], count["of"]),
                         (120, 880, "demo-assistant", "tokens"))
        self.assertEqual(self.ask(server, "ben", interaction="i-3", usage={"tokens": 880}), "allow")
        self.assertIn("tokens", self.usage(server, "--system", "demo-assistant").stdout)
        self.assertIn("nothing was used", self.usage(server, "--system", "demo-credit").stdout)

    def test_what_is_wrong_is_named(self):
        server = self.serve()
        self.assertIn("usage.unknown_budget", self.usage(server, "--budget", "none", code=1).stderr)
        status, text = server.call("POST", "/v1/decisions", json.dumps(
            {"interaction": "i", "stage": "input", "system": "demo-assistant", "actor": {"id": "a"},
             "action": {"kind": "chat"}, "content": {"text": "x"}, "usage": {"tokens": "many"}}))
        self.assertEqual(status, 400)
        self.assertEqual(json.loads(text)["code"], "json.type")


if __name__ == "__main__":
    run_module()
