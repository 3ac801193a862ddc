"""The life cycle of a bundle against a running server: two persons, their commands, the record."""
import json
import re

from harness import CliTest, run, run_module

BUNDLE = "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n"


def policy(word, name="word"):
    return (f"apiVersion: reeve/v1\nkind: Policy\nmetadata: {{ id: {name} }}\nrules:\n"
            f"  - id: {word}\n    when: content.text.contains(\"{word}\")\n    effect: deny\n    reason: No {word}.\n"
            f"tests:\n  - {{ name: it denies, request: {{ content: {{ text: {word} }} }}, expect: {{ effect: deny }} }}\n")


class Bundles(CliTest):
    def policies(self, name, *words):
        self.write(f"{name}/bundle.yaml", BUNDLE)
        for word in words:
            self.write(f"{name}/{word}.yaml", policy(word, word))
        return self.folder / name

    def governed(self, data="data"):
        return self.start("--governed", "--policies", self.policies("first", "alpha"), data=data)

    def bundle(self, server, *arguments, person=None, code=0):
        whole = ["bundle", *arguments, "--url", f"http://127.0.0.1:{server.port}", "--data", server.data]
        return self.reeve(*whole, *(["--as", person] if person else []), code=code)

    def propose(self, server, folder, person="Ada Example"):
        done = self.bundle(server, "propose", folder, "--reason", "a word is missing", person=person)
        return re.match(r"sha256:[0-9a-f]{64}", done.stdout)[0]

    def effect(self, server, text):
        return server.decide(content={"text": text})["effect"]

    def records(self, server):
        server.stop()
        size = int(re.search(r"server.stopped records=(\d+)", server.errors())[1])
        shown = [json.loads(self.reeve("ledger", "show", server.data, i).stdout) for i in range(size)]
        return [record for record in shown if record["kind"].startswith("bundle.")]

    def test_a_bundle_is_proposed_approved_by_another_person_activated_and_rolled_back(self):
        server = self.governed()
        digest = self.propose(server, self.policies("next", "alpha", "beta"))
        refused = self.bundle(server, "approve", digest, person="Ada Example", code=1)
        self.assertIn("another person must approve", refused.stderr)
        self.assertIn("[bundle.own_proposal]", refused.stderr)
        self.bundle(server, "activate", digest, person="Ada Example", code=1)
        said = self.bundle(server, "approve", digest[7:15], "--reason", "read", person="Ben Example").stdout
        self.assertIn("approved", said)
        self.assertIn("1 of 1 approvals: Ben Example", said)
        self.assertEqual(self.effect(server, "beta"), "allow")
        self.bundle(server, "activate", digest, person="Ada Example")
        decided = server.decide(content={"text": "beta"})
        self.assertEqual((decided["effect"], decided["bundle"]), ("deny", digest))
        self.bundle(server, "rollback", "--reason", "beta is a product of ours", person="Cleo Example")
        self.assertEqual(self.effect(server, "beta"), "allow")
        self.assertIn(f"{digest}  rolled_back", self.bundle(server, "status").stdout)
        records = self.records(server)
        self.assertEqual([(r["kind"], r["body"].get("by")) for r in records],
                         [("bundle.activated", None), ("bundle.proposed", "Ada Example"),
                          ("bundle.approved", "Ben Example"), ("bundle.activated", "Ada Example"),
                          ("bundle.rolled_back", "Cleo Example")])
        self.assertEqual(records[1]["body"]["tests"], {"passed": 2, "failed": 0, "not_run": 0})
        self.assertEqual(records[4]["body"]["reason"], "beta is a product of ours")
        self.assertIn("equal to the fold", self.reeve("ledger", "rebuild", server.data).stdout)
        self.reeve("ledger", "verify", server.data)

    def test_what_loosens_needs_two_persons(self):
        server = self.governed()
        digest = self.propose(server, self.policies("next", "beta"))
        self.assertIn("1 of 2", self.bundle(server, "approve", digest, person="Ben Example").stdout)
        refused = self.bundle(server, "activate", digest, person="Ada Example", code=1)
        self.assertIn("1 more approval (1 of 2)", refused.stderr)
        self.bundle(server, "approve", digest, person="ben example", code=1)
        self.bundle(server, "approve", digest, person="Cleo Example")
        self.bundle(server, "activate", digest, person="Ada Example")
        self.assertEqual(self.effect(server, "alpha"), "allow")

    def test_after_a_restart_everything_is_as_it_was(self):
        server = self.governed()
        active = self.propose(server, self.policies("next", "alpha", "beta"))
        self.bundle(server, "approve", active, person="Ben Example")
        self.bundle(server, "activate", active, person="Ada Example")
        waiting = self.propose(server, self.policies("later", "alpha", "beta", "gamma"))
        before = self.bundle(server, "status", "--json").stdout
        server.kill()  # as a crash does
        server = self.governed()
        self.assertEqual(self.bundle(server, "status", "--json").stdout, before)
        self.assertEqual(self.effect(server, "beta"), "deny")
        self.bundle(server, "approve", waiting, person="Ben Example")

    def test_a_scheduled_bundle_is_shown_and_may_be_rejected(self):
        server = self.governed()
        digest = self.propose(server, self.policies("next", "alpha", "beta"))
        self.bundle(server, "approve", digest, person="Ben Example")
        late = self.bundle(server, "schedule", digest, "--at", "2001-01-01T00:00:00Z", person="Ada Example", code=1)
        self.assertIn("[bundle.schedule]", late.stderr)
        status, listed = server.call("GET", "/v1/bundles")
        self.assertEqual(status, 200)
        year = int(json.loads(listed)["bundles"][0]["proposal"]["time"][:4])
        at = f"{year + 1}-01-01T06:00:00Z"
        self.assertIn(f"takes over at {year + 1}-01-01T06:00:00",
                      self.bundle(server, "schedule", digest, "--at", at, person="Ada Example").stdout)
        self.bundle(server, "reject", digest, "--reason", "after the holidays", person="Ben Example")
        self.assertIn("rejected", self.bundle(server, "status", digest).stdout)

    def test_bad_policies_are_refused_with_their_place_and_nothing_changes(self):
        server = self.governed()
        broken = self.write("broken/p.yaml", policy("beta").replace("content.text", "content.txet"))
        refused = self.bundle(server, "propose", broken.parent, "--reason", "x", person="Ada Example", code=1)
        self.assertIn("p.yaml:6", refused.stderr)
        self.assertIn("[policy.invalid]", refused.stderr)
        failing = self.write("failing/p.yaml", policy("beta").replace("expect: { effect: deny", "expect: { effect: allow"))
        refused = self.bundle(server, "propose", failing.parent, "--reason", "x", person="Ada Example", code=1)
        self.assertIn("it denies", refused.stderr)
        self.assertIn("[bundle.tests_failed]", refused.stderr)
        self.assertEqual(len(self.records(server)), 1)

    def test_a_server_that_is_not_governed_takes_its_folder(self):
        server = self.start("--policies", self.policies("first", "alpha"))
        server.stop()
        server = self.start("--policies", self.policies("next", "beta"))
        self.assertEqual(self.effect(server, "beta"), "deny")
        self.assertEqual(self.effect(server, "alpha"), "allow")

    def test_who_acts_is_named_and_who_may_not_is_refused(self):
        server = self.governed()
        done = run("bundle", "rollback", "--reason", "r", "--url", f"http://127.0.0.1:{server.port}", "--data",
                   server.data)
        self.assertEqual(done.returncode, 1)
        self.assertIn("[person.missing]", done.stderr)
        body = json.dumps({"reason": "x", "files": {}})
        status, text = server.call("POST", "/v1/bundles", body)
        self.assertEqual((status, json.loads(text)["code"]), (400, "person.missing"))
        status, text = server.call("POST", "/v1/bundles", body, token="wrong")
        self.assertEqual((status, json.loads(text)["code"]), (401, "http.unauthorized"))
        self.bundle(server, "approve", "ab" * 10, person="Ben Example", code=3)

    def test_a_server_that_is_not_there_and_a_token_that_is_not_there_are_named(self):
        done = self.reeve("bundle", "status", "--data", self.folder, code=3)
        self.assertIn("[client.token]", done.stderr)
        token = self.write("token", "x" * 40 + "\n")
        done = self.reeve("bundle", "status", "--token-file", token, "--url", "http://127.0.0.1:1", code=3)
        self.assertIn("[client.unreachable]", done.stderr)
        done = self.reeve("bundle", "status", "--token-file", token, "--url", "ftp://x", code=3)
        self.assertIn("[client.url]", done.stderr)


if __name__ == "__main__":
    run_module()
