"""`reeve hook` as Claude Code calls it: an event on standard input, and a refusal whenever there is no answer."""
import json

from harness import CliTest, run_module

POLICY = """apiVersion: reeve/v1
kind: Policy
metadata: { id: words }
rules:
  - id: alpha
    scope: { stages: [tool_call] }
    when: has(action.arguments.command) && action.arguments.command.contains("alpha")
    effect: deny
    reason: No alpha.
"""
BUNDLE = "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n"


class Hook(CliTest):
    def setUp(self):
        super().setUp()
        self.write("policies/bundle.yaml", BUNDLE)
        self.write("policies/words.yaml", POLICY)
        self.server = self.start("--policies", self.folder / "policies")

    def hook(self, event, *more, code=0, url=None, system="demo-assistant"):
        stdin = event if isinstance(event, bytes) else json.dumps(event).encode()
        return self.reeve("hook", "--system", system, "--url", url or f"http://127.0.0.1:{self.server.port}",
                          "--data", self.server.data, *more, stdin=stdin, code=code)

    def call(self, command, *more, **options):
        event = {"session_id": "s-1", "cwd": "/", "hook_event_name": "PreToolUse", "tool_name": "Bash",
                 "tool_input": {"command": command}, "tool_use_id": "t-1"}
        return self.hook(event, *more, **options)

    def output(self, done):
        return json.loads(done.stdout)["hookSpecificOutput"]

    def test_a_call_is_denied_by_a_rule_with_its_reason_and_a_record(self):
        told = self.output(self.call("echo alpha"))
        self.assertEqual(told, {"hookEventName": "PreToolUse", "permissionDecision": "deny",
                                "permissionDecisionReason": "No alpha."})
        found = json.loads(self.server.get("/v1/records?kind=decision&effect=deny"))
        self.assertEqual(len(found["records"]), 1)

    def test_what_is_allowed_is_granted_only_when_asked_for(self):
        self.assertNotIn("permissionDecision", self.output(self.call("ls")))
        self.assertEqual(self.output(self.call("ls", "--grant"))["permissionDecision"], "allow")

    def test_whatever_keeps_an_answer_away_refuses(self):
        for done in (self.call("ls", url="http://127.0.0.1:9", code=2),
                     self.hook(b"no JSON", code=2),
                     self.call("ls", "--token-file", self.folder / "none", code=2)):
            self.assertEqual(done.stdout, "")
            self.assertTrue(done.stderr.startswith("reeve: "))
        self.assertEqual(self.output(self.call("ls", system="nobody"))["permissionDecision"], "deny")


if __name__ == "__main__":
    run_module()
