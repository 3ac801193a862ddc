"""The register and halts against a running server, by the command line and over HTTP."""
import hashlib
import json
import re

from harness import CliTest, run_module

SYSTEMS = """apiVersion: reeve/v1
kind: SystemRegister
systems:
  - id: demo-assistant
    name: Demo assistant
    owner: Ines Example, service desk
    purpose: answers questions
    risk_class: limited
    version: 2
    role: deployer
    models: [m-1]
    regions: [DE, FR]
    review_due: 2200-06-30
"""
FACTS = """sys.machine_based: yes
sys.infers: yes
org.role: deployer
org.established_in_union: yes
use.workplace: yes
annex3.4.a: yes
"""
PROPOSAL = ("--name", "Candidate ranking", "--owner", "Ada Example", "--purpose", "ranks applications",
            "--declared-purpose", "ranking", "--declared-purpose", "scheduling", "--model", "m-1")


class Register(CliTest):
    def ask(self, server, *arguments, person=None, reason=None, code=0):
        whole = [*arguments, "--url", f"http://127.0.0.1:{server.port}", "--data", server.data]
        if person:
            whole += ["--as", person, "--reason", reason or "minutes of 3 March"]
        return self.reeve(*whole, code=code)

    def shown(self, server, system="hr"):
        return json.loads(self.ask(server, "system", "show", system, "--json").stdout)

    def records(self, server):
        server.stop()
        size = int(re.search(r"server.stopped records=(\d+)", server.errors())[1])
        return [json.loads(self.reeve("ledger", "show", server.data, i).stdout) for i in range(size)]

    def refused(self, server, code, words, *arguments, person="Ben Example"):
        said = self.ask(server, *arguments, person=person, code=1).stderr
        self.assertIn(f"[{code}]", said)
        self.assertIn(words, said)

    def test_a_system_is_proposed_reviewed_approved_and_every_step_is_on_record(self):
        server = self.start()
        done = self.ask(server, "system", "propose", "hr", *PROPOSAL, person="Ada Example")
        for part in ("proposed", "Candidate ranking", "ranking, scheduling", "m-1", "by Ada Example: minutes of 3 March"):
            self.assertIn(part, done.stdout)
        denied = server.decide(system="hr", action={"kind": "chat", "purpose": "ranking"})
        self.assertEqual(denied["reasons"][0]["rule"], "system.not_active")
        self.refused(server, "system.own_proposal", "another person", "system", "review", "hr", person="ada EXAMPLE")
        self.ask(server, "system", "review", "hr", "--review-due", "2200-01-31", person="Ben Example")
        self.refused(server, "system.state", "is in_review", "system", "activate", "hr")
        self.ask(server, "system", "approve", "hr", person="Ben Example")
        self.refused(server, "system.unclassified", "reeve system classify", "system", "activate", "hr", person="Ada Example")
        path = self.write("dpia.pdf", "the assessment")
        self.ask(server, "system", "document", "hr", "--kind", "dpia", "--file", path, "--title", "DPIA", person="Cleo Example")
        shown = self.shown(server)
        self.assertEqual(shown["documents"], [{"kind": "dpia", "title": "DPIA",
                                               "digest": "sha256:" + hashlib.sha256(b"the assessment").hexdigest()}])
        self.assertEqual((shown["state"], shown["review_due"], shown["runs"]), ("approved", "2200-01-31", False))
        listed = self.ask(server, "system", "list", "--state", "approved").stdout.splitlines()
        self.assertRegex(listed[0], r"^ID +STATE +CLASS +OWNER +REVIEW DUE +NAME$")
        self.assertRegex(listed[1], r"^hr +approved +unclassified +Ada Example +2200-01-31 +Candidate ranking$")
        self.ask(server, "system", "change", "hr", "--model", "m-2", person="Ben Example")
        self.refused(server, "system.own_proposal", "proposed or changed", "system", "approve", "hr")
        self.ask(server, "system", "retire", "hr", person="Cleo Example")
        self.refused(server, "system.retired", "final", "system", "change", "hr", "--name", "Phoenix")
        records = self.records(server)
        said = [(r["kind"], r["body"]["by"], r["body"].get("from"), r["body"].get("to"))
                for r in records if r["kind"].startswith("system.") and r["kind"] != "system.registered"]
        self.assertEqual(said, [
            ("system.proposed", "Ada Example", None, None),
            ("system.reviewed", "Ben Example", "proposed", "in_review"),
            ("system.approved", "Ben Example", "in_review", "approved"),
            ("system.document_added", "Cleo Example", "approved", "approved"),
            ("system.changed", "Ben Example", "approved", "in_review"),
            ("system.retired", "Cleo Example", "in_review", "retired")])
        self.reeve("ledger", "verify", server.data)
        self.assertIn("equal to the fold", self.reeve("ledger", "rebuild", server.data).stdout)

    def test_a_class_is_put_on_record_and_lets_the_system_run(self):
        server = self.start()
        self.ask(server, "system", "propose", "hr", *PROPOSAL, person="Ada Example")
        self.ask(server, "system", "review", "hr", person="Ben Example")
        facts = self.write("facts.yaml", FACTS)
        shown = self.ask(server, "system", "classify", "hr", facts, "--absent", "no", person="Cleo Example").stdout
        for part in ("high", "high_risk_annex3", "by Cleo Example", "Not legal advice"):
            self.assertIn(part, shown)
        self.ask(server, "system", "approve", "hr", person="Ben Example")
        self.ask(server, "system", "activate", "hr", person="Ada Example")
        self.assertEqual(self.shown(server)["runs"], True)
        duties = self.ask(server, "system", "obligations", "hr").stdout
        self.assertIn("obl.26.7", duties)
        self.assertIn("worker notice in the register: not held", duties)
        self.assertIn("Not legal advice", duties)
        self.ask(server, "system", "change", "hr", "--region", "FR", person="Ada Example")
        self.assertEqual((self.shown(server)["state"], self.shown(server)["risk_class"]), ("in_review", "unclassified"))
        self.assertIn("system.no_classification", self.ask(server, "system", "obligations", "hr", code=1).stderr)
        wrong = self.write("wrong.yaml", FACTS.replace("sys.infers", "sys.infer"))
        said = self.ask(server, "system", "classify", "hr", wrong, person="Cleo Example", code=1).stderr
        self.assertIn("did you mean `sys.infers`", said)
        self.assertIn("wrong.yaml:2:", said)
        classified = [r["body"] for r in self.records(server) if r["kind"] == "system.classified"]
        self.assertEqual([(c["result"]["class"], c["risk_class"], c["by"]) for c in classified],
                         [("high_risk_annex3", "high", "Cleo Example")])
        self.assertTrue((server.data / "blobs" / classified[0]["table"].removeprefix("sha256:")).is_file())
        self.assertIn("equal to the fold", self.reeve("ledger", "rebuild", server.data).stdout)

    def test_what_people_decided_outlives_a_restart_with_the_file(self):
        systems = self.write("systems.yaml", SYSTEMS)
        server = self.start("--systems", systems)
        self.assertEqual(server.decide()["effect"], "allow")
        shown = self.shown(server, "demo-assistant")
        self.assertEqual((shown["version"], shown["role"], shown["regions"], shown["review_due"]),
                         ("2", "deployer", ["DE", "FR"], "2200-06-30"))
        self.ask(server, "system", "suspend", "demo-assistant", person="Ben Example")
        self.assertEqual(server.decide()["reasons"][0]["rule"], "system.suspended")
        server.kill()
        server = self.start("--systems", systems)
        self.assertIn("systems.governed", server.errors())
        self.assertEqual(server.decide()["reasons"][0]["rule"], "system.suspended")
        self.refused(server, "system.own_stop", "another person", "system", "activate", "demo-assistant")
        self.ask(server, "system", "activate", "demo-assistant", person="Ada Example")
        self.assertEqual(server.decide()["effect"], "allow")
        self.ask(server, "system", "restrict", "demo-assistant", person="Ben Example")
        self.assertEqual(server.decide()["effect"], "allow")
        consequential = server.decide(action={"kind": "chat", "consequential": True})
        self.assertEqual(consequential["reasons"][0]["rule"], "system.restricted")

    def test_a_file_with_a_fault_is_refused_with_its_place(self):
        for line, words in [("role: owner", "none of"), ("review_due: soon", "not a day like 2027-06-30"),
                            ("models: [a, a]", "stands twice"), ("documents: [{kind: dpia}]", "`digest`")]:
            systems = self.write("systems.yaml", SYSTEMS.split("    version")[0] + f"    {line}\n")
            done = self.reeve("serve", "--data", self.folder / "d", "--port", "0", "--systems", systems, code=3)
            self.assertIn(words, done.stderr)
            self.assertIn("systems.yaml:9:", done.stderr)

    def test_purpose_drift_is_denied_and_raises_one_alarm(self):
        systems = self.write("systems.yaml", SYSTEMS + "    purposes: [support]\n")
        server = self.start("--systems", systems)
        self.assertEqual(server.decide(action={"kind": "chat", "purpose": "support"})["effect"], "allow")
        for _ in range(2):
            denied = server.decide(action={"kind": "chat", "purpose": "firing"})
            self.assertEqual(denied["reasons"][0]["rule"], "system.purpose_drift")
        self.assertIn("Art. 25(1)(c)", self.ask(server, "system", "show", "demo-assistant").stdout)
        self.assertIn("reeve_purpose_drift_total 2", server.get("/metrics"))
        alarms = [r["body"] for r in self.records(server) if r["kind"] == "system.purpose_drift"]
        self.assertEqual([(a["purpose"], a["articles"], a["effect"]) for a in alarms],
                         [("firing", ["Art. 25(1)(c)"], "deny")])

    def test_shadow_ai_is_listed_by_caller(self):
        server = self.start()
        self.assertIn("no call with an unknown system", self.ask(server, "system", "unknown").stdout)
        for _ in range(3):
            status, text = server.call("POST", "/v1/decisions", json.dumps({
                "interaction": "i-1", "stage": "input", "system": "shadow", "actor": {"id": "u"},
                "action": {"kind": "chat"}, "content": {"text": "hello"}}))
            self.assertEqual((status, json.loads(text)["code"]), (403, "engine.unknown_system"))
        listed = self.ask(server, "system", "unknown").stdout
        self.assertRegex(listed.splitlines()[1], r"^shadow +development +3 ")
        self.assertEqual(json.loads(server.get("/v1/systems/unknown"))["unknown"][0]["calls"], 3)

    def test_a_halt_stops_at_once_outlives_a_crash_and_another_person_lifts_it(self):
        systems = self.write("systems.yaml", SYSTEMS)
        server = self.start("--systems", systems)
        done = self.ask(server, "halt", "place", "--model", "m-1", person="Ada Example", reason="it invents case law")
        halt = re.search(r"h-[0-9A-Z]{26}", done.stdout)[0]
        # It names no model, and its system declares this one.
        denied = server.decide()
        self.assertEqual((denied["reasons"][0]["rule"], denied["halt"]["id"]), ("model.halted", halt))
        self.assertEqual(server.decide(model="m-2")["effect"], "allow")
        self.refused(server, "halt.own", "another person must lift it", "halt", "lift", halt, person="ada example")
        server.kill()
        server = self.start("--systems", systems)
        self.assertEqual(server.decide(model="m-1")["halt"]["id"], halt)
        listed = self.ask(server, "halt", "list").stdout
        self.assertRegex(listed, rf"{halt}  model m-1 .* Ada Example  stands  it invents case law")
        self.ask(server, "halt", "lift", halt, person="Ben Example")
        self.assertEqual(self.ask(server, "halt", "list").stdout, "no halt stands\n")
        self.assertIn("lifted by Ben Example", self.ask(server, "halt", "list", "--all").stdout)
        self.assertEqual(server.decide()["effect"], "allow")
        self.refused(server, "halt.state", "lifted by `Ben Example` already", "halt", "lift", halt, person="Cleo Example")
        self.refused(server, "halt.unknown_system", "did you mean `demo-assistant`?", "halt", "place", "--system", "demo-asistant")
        self.assertIn("--system", self.ask(server, "halt", "place", person="Ada Example", code=2).stderr)
        self.ask(server, "halt", "place", "--all", person="Ada Example")
        self.assertEqual(server.decide()["reasons"][0]["rule"], "all.halted")
        records = self.records(server)
        self.assertEqual([r["kind"] for r in records if r["kind"].startswith("halt.")],
                         ["halt.placed", "halt.lifted", "halt.placed"])
        self.assertEqual([r["body"]["standstill"]["halt"] for r in records
                          if "standstill" in r["body"]][:2], [halt, halt])
        self.reeve("ledger", "verify", server.data)
        self.assertIn("equal to the fold", self.reeve("ledger", "rebuild", server.data).stdout)

    def test_over_http(self):
        server = self.start()
        def problem(method, path, body=None):
            status, text = server.call(method, path, body and json.dumps(body))
            found = json.loads(text)
            return status, found["code"], found.get("field")
        self.assertEqual(problem("POST", "/v1/systems", {"id": "x"}), (400, "person.missing", None))
        self.assertEqual(problem("POST", "/v1/halts", {"all": True}), (400, "person.missing", None))
        self.assertEqual(problem("GET", "/v1/systems?state=asleep"), (400, "json.value", "/state"))
        self.assertEqual(problem("GET", "/v1/halts?state=asleep"), (400, "json.value", "/state"))
        self.assertEqual(problem("GET", "/v1/systems/none"), (404, "system.not_found", None))
        self.assertEqual(problem("GET", "/v1/halts/h-none"), (404, "halt.not_found", None))
        self.assertEqual(server.call("DELETE", "/v1/systems")[0], 405)
        self.assertEqual(server.call("DELETE", "/v1/halts")[0], 405)
        self.assertEqual(server.call("GET", "/v1/systems", token="wrong")[0], 401)
        self.assertEqual(server.call("GET", "/v1/halts", token="wrong")[0], 401)
        ids = [system["id"] for system in json.loads(server.get("/v1/systems"))["systems"]]
        self.assertEqual(ids, ["demo-assistant", "demo-credit"])


if __name__ == "__main__":
    run_module()
