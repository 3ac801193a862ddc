"""Incidents, break-glass, overrides and appeals against a running server, to the verified log."""
import json
import re

from harness import CliTest, run_module

POLICY = """apiVersion: reeve/v1
kind: Policy
metadata: { id: acts }
rules:
  - id: large
    when: action.amount > 100.0
    effect: hold
    hold: { roles: [lead] }
    reason: A person must look.
  - id: scoring
    when: action.purpose == "social_scoring"
    effect: deny
    reason: A prohibited practice.
"""
BUNDLE = "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n"
LARGE = {"stage": "tool_call", "action": {"kind": "refund", "amount": 900, "currency": "EUR"}}
SCORING = {"action": {"kind": "score", "purpose": "social_scoring"}}


class Incidents(CliTest):
    def serve(self, *more):
        self.write("policies/bundle.yaml", BUNDLE)
        self.write("policies/acts.yaml", POLICY)
        return self.start("--policies", self.folder / "policies", "--break-glass-person", "Ada Example", *more)

    def ask(self, server, *arguments, person=None, code=0):
        whole = [*arguments, "--url", f"http://127.0.0.1:{server.port}", "--data", server.data]
        return self.reeve(*whole, *(["--as", person] if person else []), code=code)

    def open(self, server, *more, category="death"):
        done = self.ask(server, "incident", "open", "demo-assistant", "--category", category, "--aware", "1h",
                        *more, person="Dora Example")
        return re.search(r"inc-[0-9A-Z]{26}", done.stdout)[0], done.stdout

    def records(self, server):
        server.stop()
        size = int(re.search(r"server.stopped records=(\d+)", server.errors())[1])
        return [json.loads(self.reeve("ledger", "show", server.data, i).stdout) for i in range(size)]

    def test_an_incident_with_a_death_is_opened_reported_closed_and_all_of_it_is_on_record(self):
        server = self.serve()
        decided = server.decide(**SCORING)["id"]
        text = self.write("what.txt", "The pump stopped.\n")
        incident, said = self.open(server, "--causal-link", "suspected", "--description", text, "--decision", decided)
        self.assertRegex(said, r"report due +\d{4}-\d\d-\d\d \d\d:\d\d UTC \(10 days, .*\) +9 days")
        listed = self.ask(server, "incident", "list").stdout.splitlines()
        self.assertRegex(listed[0], r"^ID +SYSTEM +CATEGORIES +AWARE \(UTC\) +DUE \(UTC\) +LEFT +STATE +OPENED BY$")
        self.assertRegex(listed[1], rf"^{incident}  demo-assistant  death  .*  9 days  open   Dora Example$")
        hold = re.search(r"lh-[0-9A-Z]{26}", said)[0]
        self.assertIn(hold, self.ask(server, "legal-hold", "list").stdout)
        refused = self.ask(server, "legal-hold", "lift", hold, "--reason", "in the way", person="Ben Example", code=1)
        self.assertIn("[legal_hold.incident]", refused.stderr)
        self.ask(server, "incident", "update", incident, "--add", "widespread", "--reason", "also abroad",
                 person="Dora Example")
        self.assertIn("(2 days", self.ask(server, "incident", "show", incident).stdout)
        draft = self.ask(server, "incident", "report", incident, "--draft", person="Dora Example").stdout
        self.assertIn("The pump stopped.", draft)
        page = self.folder / "report.html"
        self.ask(server, "incident", "report", incident, "--kind", "full", "--to", "Example authority",
                 "--out", page, person="Dora Example")
        self.assertTrue(page.read_text().startswith("<!DOCTYPE html>"))
        self.assertIn(decided, page.read_text())
        for wrong, code in [("Dora Example", "incident.own")]:
            refused = self.ask(server, "incident", "close", incident, "--resolution", "reported", "--reason", "done",
                               person=wrong, code=1)
            self.assertIn(f"[{code}]", refused.stderr)
        self.ask(server, "incident", "close", incident, "--resolution", "reported", "--reason", "done",
                 person="Ben Example")
        self.assertEqual(self.ask(server, "incident", "list").stdout, "no such incident\n")
        self.assertEqual(self.ask(server, "legal-hold", "list").stdout, "no legal hold\n")
        records = self.records(server)
        kinds = [r["kind"] for r in records if r["kind"].split(".")[0] in ("incident", "legal_hold")]
        self.assertEqual(kinds, ["incident.opened", "legal_hold.placed", "incident.updated", "incident.reported",
                                 "incident.closed", "legal_hold.lifted"])
        self.assertNotIn("pump", json.dumps(records))
        self.reeve("ledger", "verify", server.data)
        self.assertIn("equal to the fold", self.reeve("ledger", "rebuild", server.data).stdout)

    def test_a_glass_is_broken_by_who_holds_the_role_and_reviewed_by_another(self):
        server = self.serve()
        incident, _ = self.open(server, category="health")
        self.assertEqual(server.decide(**LARGE)["effect"], "hold")
        invoke = ["break-glass", "invoke", "--incident", incident, "--system", "demo-assistant", "--time", "45m",
                  "--reason", "nobody answers"]
        refused = self.ask(server, *invoke, person="Ben Example", code=1)
        self.assertIn("[break_glass.role]", refused.stderr)
        done = self.ask(server, *invoke, person="Ada Example")
        glass = re.search(r"bg-[0-9A-Z]{26}", done.stdout)[0]
        self.assertIn("Dora Example", done.stdout)
        passed = server.decide(**LARGE)
        self.assertEqual((passed["effect"], passed["waivers"][0]["id"]), ("allow", glass))
        self.assertEqual(server.decide(**SCORING)["effect"], "deny")
        server.kill()
        server = self.serve()
        self.assertEqual(server.decide(**LARGE)["effect"], "allow")
        self.ask(server, "break-glass", "end", glass, "--reason", "they answer", person="Cleo Example")
        self.assertEqual(server.decide(**LARGE)["effect"], "hold")
        review = ["break-glass", "review", glass, "--finding", "justified", "--reason", "it was due"]
        self.assertIn("[break_glass.own_review]", self.ask(server, *review, person="ADA example", code=1).stderr)
        self.assertIn("to_review", self.ask(server, "break-glass", "list").stdout)
        self.ask(server, *review, person="Ben Example")
        self.assertRegex(self.ask(server, "break-glass", "list", "--state", "reviewed").stdout,
                         rf"{glass}  {incident}  systems demo-assistant  Ada Example .*  2 +.* reviewed")
        waived = [r["body"]["verdict"]["waived"] for r in self.records(server)
                  if "waived" in r["body"].get("verdict", {})]
        self.assertEqual(waived, [[{"policy": "acts", "rule": "large", "waiver": glass, "break_glass": True}]] * 2)
        self.assertIn("identical   5", self.reeve("policy", "replay", server.data).stdout)
        self.assertIn("equal to the fold", self.reeve("ledger", "rebuild", server.data).stdout)

    def test_a_review_that_is_overdue_suspends_and_is_recorded_at_the_next_look(self):
        server = self.serve("--break-glass-review", "1s")
        incident, _ = self.open(server, category="health")
        invoke = ["break-glass", "invoke", "--incident", incident, "--system", "demo-assistant", "--time", "1s",
                  "--reason", "nobody answers"]
        done = self.ask(server, *invoke, person="Ada Example")
        glass = re.search(r"bg-[0-9A-Z]{26}", done.stdout)[0]
        while "overdue" not in self.ask(server, "break-glass", "list").stdout:
            pass
        self.assertIn("[break_glass.suspended]", self.ask(server, *invoke, person="Ada Example", code=1).stderr)
        server.stop()
        server = self.serve("--break-glass-review", "1s")  # a server looks when it starts
        while "overdue" not in json.loads(self.ask(server, "break-glass", "show", glass, "--json").stdout):
            pass
        noted = [r["body"] for r in self.records(server) if r["kind"] == "break_glass.overdue"]
        self.assertEqual([(b["break_glass"], b["suspended"], b["by"]) for b in noted],
                         [(glass, "Ada Example", "reeve")])

    def test_overrides_are_counted_and_an_appeal_is_decided_by_another(self):
        server = self.serve()
        decided = server.decide(**SCORING)["id"]
        self.ask(server, "override", "record", decided, "--did", "overridden", "--reason", "inaccurate",
                 "--role", "clerk", "--person", "u-17")
        done = self.ask(server, "appeal", "open", decided, "--grounds", "facts", "--person", "s-17",
                        person="Ada Example")
        appeal = re.search(r"al-[0-9A-Z]{26}", done.stdout)[0]
        decide = ["appeal", "decide", appeal, "--result", "reversed", "--outcome", "granted", "--reason", "misread"]
        self.assertIn("[appeal.own]", self.ask(server, *decide, person="Ada Example", code=1).stderr)
        self.assertIn(appeal, self.ask(server, "appeal", "list").stdout)
        self.ask(server, *decide, person="Ben Example")
        self.assertEqual(self.ask(server, "appeal", "list").stdout, "no such appeal\n")
        rates = self.ask(server, "override", "rates").stdout
        self.assertRegex(rates, r"(?m)^demo-assistant +0 +0 +1 +0 +100\.0 % +1 +0 +1 +100\.0 %$")
        self.assertRegex(rates, r"(?m)^acts/scoring ")
        records = self.records(server)
        self.assertNotIn("u-17", json.dumps(records))
        self.assertNotIn("s-17", json.dumps(records))
        self.assertEqual([r["body"]["outcome"] for r in records if r["kind"] == "outcome.recorded"], ["granted"])


if __name__ == "__main__":
    run_module()
