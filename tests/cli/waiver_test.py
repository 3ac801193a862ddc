"""Waivers against a running server: granted by another person, used, listed, revoked, replayed."""
import json
import re

from harness import CliTest, run, run_module

POLICY = """apiVersion: reeve/v1
kind: Policy
metadata: { id: words }
rules:
  - id: alpha
    when: content.text.contains("alpha")
    effect: deny
    waivable: true
    reason: No alpha.
  - id: beta
    when: content.text.contains("beta")
    effect: deny
    waivable: false
    reason: No beta.
"""
BUNDLE = "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n"


class Waivers(CliTest):
    def policies(self, name="policies", text=POLICY):
        self.write(f"{name}/bundle.yaml", BUNDLE)
        self.write(f"{name}/words.yaml", text)
        return self.folder / name

    def serve(self):
        return self.start("--policies", self.policies())

    def waiver(self, server, *arguments, person=None, code=0):
        whole = ["waiver", *arguments, "--url", f"http://127.0.0.1:{server.port}", "--data", server.data]
        return self.reeve(*whole, *(["--as", person] if person else []), code=code)

    def grant(self, server, rule="words/alpha", *more, person="Ben Example", code=0, until="14d",
              scope=("--system", "demo-assistant")):
        return self.waiver(server, "grant", rule, *scope, "--until", until, "--reason", "the list is being repaired",
                           "--requested-by", "Ada Example", *more, person=person, code=code)

    def id_of(self, done):
        return re.search(r"w-[0-9A-Z]{26}", done.stdout)[0]

    def test_a_waiver_is_granted_used_listed_revoked_and_all_of_it_is_on_record(self):
        server = self.serve()
        self.assertEqual(server.decide(content={"text": "alpha"})["effect"], "deny")
        done = self.grant(server, "words/alpha", "--reference", "TICKET-7")
        waiver = self.id_of(done)
        for part in ("words/alpha", "systems demo-assistant", "accepted by", "Ben Example", "Ada Example",
                     "TICKET-7", "in 13 days", "none"):
            self.assertIn(part, done.stdout)
        self.assertIn(waiver, self.waiver(server, "list", "--unused").stdout)
        decided = server.decide(content={"text": "alpha"})
        self.assertEqual((decided["effect"], decided["waivers"][0]["id"]), ("allow", waiver))
        self.assertEqual(server.decide(content={"text": "beta"})["effect"], "deny")
        listed = self.waiver(server, "list").stdout.splitlines()
        self.assertRegex(listed[0], r"^ID +RULE +SCOPE +UNTIL \(UTC\) +LEFT +USES +ACCEPTED BY +STATE$")
        self.assertRegex(listed[1], rf"^{waiver}  words/alpha  systems demo-assistant  .* 13 days  1  +Ben Example  active$")
        self.assertEqual(self.waiver(server, "list", "--unused").stdout, "no such waiver\n")
        self.assertIn(waiver, self.waiver(server, "list", "--expiring", "14d").stdout)
        self.assertNotIn(waiver, self.waiver(server, "list", "--expiring", "13d").stdout)
        self.assertIn(decided["id"], self.waiver(server, "show", waiver).stdout)
        self.assertIn("reeve_waiver_uses_total{effect=\"deny\"} 1", server.get("/metrics"))
        done = self.waiver(server, "revoke", waiver, "--reason", "repaired", person="Cleo Example")
        self.assertIn("by Cleo Example: repaired", done.stdout)
        self.assertEqual(server.decide(content={"text": "alpha"})["effect"], "deny")
        self.waiver(server, "revoke", waiver, "--reason", "repaired", person="Cleo Example", code=1)
        server.stop()
        size = int(re.search(r"server.stopped records=(\d+)", server.errors())[1])
        records = [json.loads(self.reeve("ledger", "show", server.data, i).stdout) for i in range(size)]
        said = [(r["kind"], r["body"]["by"]) for r in records if r["kind"].startswith("waiver.")]
        self.assertEqual(said, [("waiver.granted", "Ben Example"), ("waiver.revoked", "Cleo Example")])
        waived = [r["body"]["verdict"]["waived"] for r in records if "waived" in r["body"].get("verdict", {})]
        self.assertEqual(waived, [[{"policy": "words", "rule": "alpha", "waiver": waiver}]])
        self.reeve("ledger", "verify", server.data)
        self.assertIn("equal to the fold", self.reeve("ledger", "rebuild", server.data).stdout)
        self.assertIn("identical   4", self.reeve("policy", "replay", server.data).stdout)
        strict = self.policies("strict", POLICY.replace("waivable: true", "waivable: false"))
        self.assertIn("1 x allow -> deny (25.0 %)  +words/alpha",
                      self.reeve("policy", "replay", server.data, "--under", strict).stdout)

    def test_after_a_crash_it_is_still_in_force_with_its_uses(self):
        server = self.serve()
        waiver = self.id_of(self.grant(server, scope=("--everywhere",)))
        server.decide(content={"text": "alpha"})
        before = json.loads(self.waiver(server, "show", waiver, "--json").stdout)
        self.assertEqual((before["uses"]["count"], before["scope"]), (1, {"everywhere": True}))
        server.kill()
        server = self.serve()
        self.assertEqual(json.loads(self.waiver(server, "show", waiver, "--json").stdout), before)
        self.assertEqual(server.decide(content={"text": "alpha"})["effect"], "allow")

    def test_a_bundle_without_the_rule_leaves_it_orphaned(self):
        server = self.serve()
        waiver = self.id_of(self.grant(server))
        server.stop()
        server = self.start("--policies", self.policies("next", POLICY.replace("id: alpha", "id: aleph")))
        self.assertEqual(server.decide(content={"text": "alpha"})["effect"], "deny")
        self.assertIn("active, orphaned: the rule is gone", self.waiver(server, "list").stdout)
        self.assertIn(waiver, self.waiver(server, "list", "--state", "orphaned").stdout)

    def test_what_may_not_be_is_refused_and_says_what_to_do(self):
        server = self.serve()
        for code, words, arguments in [
                ("waiver.own_request", "another person must accept", {"person": "ada  EXAMPLE"}),
                ("waiver.not_waivable", "waivable: true", {"rule": "words/beta"}),
                ("waiver.no_rule", "did you mean `words/alpha`", {"rule": "words/alhpa"}),
                ("waiver.until", "366 days", {"until": "400d"}),
                ("waiver.until", "ends after it begins", {"until": "2001-01-01"}),
                ("time.syntax", "is not a time like", {"until": "next week"}),
                ("waiver.scope", "or say `everywhere: true`", {"scope": ()}),
                ("waiver.scope", "did you mean `demo-assistant`", {"scope": ("--system", "demo-asistant")}),
                ("waiver.prohibited", "prohibited class", {"scope": ("--risk-class", "prohibited")}),
                ("waiver.tenant", "and not of `other`", {"scope": ("--tenant", "other")}),
                ("json.value", "`inptu` is none of the stages", {"scope": ("--stage", "inptu")})]:
            refused = self.grant(server, **{"code": 1, **arguments}).stderr
            self.assertIn(f"[{code}]", refused)
            self.assertIn(words, refused)
        self.assertEqual(self.waiver(server, "list", "--state", "all").stdout, "no such waiver\n")
        self.assertIn("[waiver.not_found]", self.waiver(server, "show", "w-0", code=1).stderr)

    def test_over_http(self):
        server = self.serve()
        status, text = server.call("POST", "/v1/waivers", json.dumps({"policy": "words"}))
        self.assertEqual((status, json.loads(text)["code"]), (400, "person.missing"))
        status, text = server.call("GET", "/v1/waivers?state=asleep")
        self.assertEqual((status, json.loads(text)["field"]), (400, "/state"))
        status, text = server.call("GET", "/v1/waivers?state=expiring&within=soon")
        self.assertEqual((status, json.loads(text)["field"]), (400, "/within"))
        self.assertEqual(json.loads(server.get("/v1/waivers")), {"waivers": [], "total": 0})
        self.assertEqual(server.call("DELETE", "/v1/waivers")[0], 405)
        self.assertEqual(server.call("GET", "/v1/waivers", token="wrong")[0], 401)


if __name__ == "__main__":
    run_module()
