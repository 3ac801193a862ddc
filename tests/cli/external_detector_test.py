"""External detectors: the example server is asked by a running server, as docs/detectors/external.md says."""
import json
import re
import subprocess
import sys

from harness import CliTest, PATIENCE, SOURCE, request, run_module

BUNDLE = """apiVersion: reeve/v1
kind: Bundle
default: allow
detectors:
  words:
    url: {origin}/classify
    contract: classifier
    gives:
      angry: {{ entity: TONE_ANGRY, category: topic }}
      codename: {{ entity: ACME_CODENAME, category: mention }}
    timeout: 10s
    on_failure: {on_failure}
"""
POLICY = """apiVersion: reeve/v1
kind: Policy
metadata: { id: tone, title: Tone, owner: Ada Example }
scope: { stages: [input] }
detect: [TONE_ANGRY, ACME_CODENAME]
rules:
  - id: codenames
    when: findings.exists(f, f.entity == "ACME_CODENAME")
    effect: redact
    redact: { entities: [ACME_CODENAME], operator: label }
    reason: Code names are taken out.
  - id: angry
    when: findings.exists(f, f.entity == "TONE_ANGRY" && f.score > 0.8)
    effect: hold
    hold: { roles: [team_lead] }
    reason: A colleague should answer.
tests:
  - name: nobody is asked in a test
    request: { stage: input, content: { text: This is outrageous. } }
    expect: { effect: allow, rules: [], findings: [] }
  - name: a test says what is found
    request: { stage: input, content: { text: "Is é Bluebird late? No, Bluebird is here." } }
    detected: [{ entity: ACME_CODENAME, text: Bluebird }]
    expect: { effect: redact, findings: [ACME_CODENAME],
              redacted: "Is é <ACME_CODENAME> late? No, <ACME_CODENAME> is here." }
    rows:
      - { name: both, detected: [{ entity: TONE_ANGRY, text: late, score: 0.9 }, { entity: ACME_CODENAME, text: Bluebird }],
          expect: { effect: hold, findings: [ACME_CODENAME, TONE_ANGRY] } }
      - { name: not sure, detected: [{ entity: TONE_ANGRY, text: late, score: 0.8 }],
          expect: { effect: allow, rules: [], findings: [TONE_ANGRY], redacted: "Is é Bluebird late? No, Bluebird is here." } }
"""
NOBODY = "http://127.0.0.1:1"  # a port that no server may have


class ExternalDetectors(CliTest):
    def example(self, *arguments):
        """The address of the example server."""
        process = subprocess.Popen([sys.executable, SOURCE / "examples/word_classifier.py", "--port", "0", *arguments],
                                   stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait, PATIENCE)
        self.addCleanup(process.kill)
        return process.stdout.readline().decode().split()[-1]

    def policies(self, origin, on_failure="deny"):
        self.write("policies/bundle.yaml", BUNDLE.format(origin=origin, on_failure=on_failure))
        self.write("policies/tone.yaml", POLICY)
        return self.folder / "policies"

    def identical(self, data):
        """How many decisions a replay comes to again."""
        return json.loads(self.reeve("policy", "replay", self.folder / data, "--json").stdout)["identical"]

    def test_the_example_answers_and_what_it_says_is_decided_by_and_recorded(self):
        token = self.write("words.token", "a-secret-of-the-example\n")
        origin = self.example("--token-file", token)
        server = self.start("--policies", self.policies(origin), "--detector", f"{origin}={token}")
        answer = server.decide(content={"text": "😀 Where is Project Bluebird?"})
        self.assertEqual((answer["effect"], answer["content"]["text"]), ("redact", "😀 Where is <ACME_CODENAME>?"))
        [finding] = answer["findings"]
        self.assertEqual((finding["detector"], finding["entity"], finding["category"], finding["score"]),
                         ("words", "ACME_CODENAME", "mention", 0.9))
        self.assertEqual(finding["span"], {"bytes": [14, 30], "code_points": [11, 27], "utf16": [12, 28]})
        self.assertEqual(server.decide(content={"text": "This is unacceptable."})["effect"], "hold")
        self.assertEqual(server.decide(content={"text": "Good morning."})["effect"], "allow")
        metrics = server.get("/metrics")
        self.assertIn('reeve_detector_calls_total{detector="words",outcome="answered"} 3', metrics)
        server.stop()
        self.assertEqual(self.identical("data"), 3)
        self.assertNotIn("a-secret-of-the-example", server.errors() + metrics)
        for path in (self.folder / "data").rglob("*"):
            if path.is_file():
                self.assertNotIn(b"a-secret-of-the-example", path.read_bytes(), path)
                self.assertNotIn(b"unacceptable", path.read_bytes(), path)

    def test_without_an_answer_nothing_passes_or_all_that_the_rules_let_as_the_bundle_says(self):
        for on_failure, effect in (("deny", "deny"), ("ignore", "allow")):
            with self.subTest(on_failure):
                server = self.start("--policies", self.policies(NOBODY, on_failure), "--detector", NOBODY,
                                    data=on_failure)
                answer = server.decide(content={"text": "This is outrageous."})
                self.assertEqual(answer["effect"], effect)
                said = json.dumps(answer["reasons"] if effect == "deny" else answer["warnings"])
                self.assertIn("the external detector `words` gave no answer (detector.unreachable)", said)
                self.assertEqual(server.decide(stage="output")["effect"], "allow")  # no rule needs it there
                self.assertIn(f'reeve_detector_failures_total{{detector="words",then="{on_failure}"}} 1',
                              server.get("/metrics"))
                server.stop()
                self.assertEqual(self.identical(on_failure), 2)

    def test_texts_go_nowhere_but_where_the_server_was_told(self):
        started = self.reeve("serve", "--data", self.folder / "data", "--port", "0", "--policies",
                             self.policies("https://elsewhere.example"), code=3)
        self.assertIn("start it with --detector https://elsewhere.example", started.stderr)
        wrong = self.reeve("serve", "--data", self.folder / "data", "--port", "0", "--detector", "elsewhere", code=3)
        self.assertIn("is no address that texts could be sent to", wrong.stderr)

    def test_the_documented_example_works(self):
        page = (SOURCE / "docs/detectors/external.md").read_text(encoding="utf-8")
        for name, text in re.findall(r"```yaml\n# (tone/\S+)\n(.*?)```", page, re.S):
            self.write(name, text.replace("http://127.0.0.1:5005", NOBODY))
        self.assertEqual(self.reeve("policy", "test", self.folder / "tone").stdout, "1 passed, 0 failed\n")
        self.assertIn("good", self.reeve("policy", "check", self.folder / "tone").stdout)

    def test_a_rehearsal_asks_nobody_and_says_so(self):
        policies = self.policies(NOBODY)
        self.assertIn("good", self.reeve("policy", "check", policies).stdout)
        self.assertEqual(self.reeve("policy", "test", policies).stdout, "3 passed, 0 failed\n")
        asked = self.reeve("policy", "eval", "--policies", policies, "--json",
                           stdin=json.dumps(request(content={"text": "This is outrageous."})))
        answer = json.loads(asked.stdout)
        self.assertEqual(answer["effect"], "allow")
        self.assertIn("the external detector `words` is not asked here", answer["warnings"][0]["message"])
        text = (policies / "tone.yaml").read_text(encoding="utf-8")
        self.write("policies/tone.yaml", text.replace("entity: ACME_CODENAME, text", "entity: EMAIL_ADDRESS, text"))
        wrong = self.reeve("policy", "check", policies, code=1)
        self.assertIn("`EMAIL_ADDRESS` is no entity that this policy detects and an external detector of the bundle gives",
                      wrong.stdout + wrong.stderr)


if __name__ == "__main__":
    run_module()
