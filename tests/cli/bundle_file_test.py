"""Bundle files: built, signed by several persons, verified here and by openssl, and let in or
refused, on the record, by a running server."""
import base64
import hashlib
import json
import re
import subprocess

from foreign import openssl_verifies, parse_vkey
from harness import REEVE, CliTest, run_module

BUNDLE = "apiVersion: reeve/v1\nkind: Bundle\ntitle: Words\ndefault: allow\n"
PERSONS = {"ada": "Ada Example", "ben": "Ben Example", "cleo": "Cleo Example"}


def policy(word, effect="deny"):
    return (f"apiVersion: reeve/v1\nkind: Policy\nmetadata: {{ id: {word}, title: No {word} }}\nrules:\n"
            f"  - id: {word}\n    when: content.text.contains(\"{word}\")\n    effect: deny\n    reason: No {word}.\n"
            f"tests:\n  - {{ name: it denies, request: {{ content: {{ text: {word} }} }}, expect: {{ effect: {effect} }} }}\n")


class BundleFiles(CliTest):
    def setUp(self):
        super().setUp()
        self.vkeys = {}

    def key(self, who):
        if who not in self.vkeys:
            self.vkeys[who] = self.reeve("key", "new", "--name", f"{who}.example", self.folder / f"{who}.pem").stdout.strip()
        return self.vkeys[who]

    def trust(self, *signers, quorum=1, more=""):
        """Each signer is a name, or a name and further members of its entry."""
        lines = []
        for signer in signers:
            who, further = signer if isinstance(signer, tuple) else (signer, "")
            lines.append(f"  - {{ name: {PERSONS[who.split('-')[0]]}, key: {self.key(who)}{further} }}")
        return self.write("trust.yaml", f"apiVersion: reeve/v1\nkind: BundleTrust\nquorum: {quorum}\n{more}signers:\n"
                          + "\n".join(lines) + "\n")

    def build(self, name, *words, revision=None, code=0, more=()):
        for word in words:
            self.write(f"{name}/{word}.yaml", policy(word))
        self.write(f"{name}/bundle.yaml", BUNDLE)
        file = self.folder / f"{name}.bundle"
        options = ["--revision", revision] if revision else []
        self.reeve("bundle", "build", self.folder / name, "-o", file, *options, *more, code=code)
        return file

    def sign(self, file, *persons):
        for who in persons:
            self.key(who)
            self.reeve("bundle", "sign", file, "--key", self.folder / f"{who}.pem", "--name", f"{who}.example")

    def signed(self, name, *words, revision=None, by=("ada",)):
        file = self.build(name, *words, revision=revision)
        self.sign(file, *by)
        return file

    def digest(self, file):
        return "sha256:" + hashlib.sha256(file.read_bytes()).hexdigest()

    def sig(self, file):
        return file.with_name(file.name + ".sig")

    def verify(self, file, trust, code):
        return self.reeve("bundle", "verify", file, "--trust", trust, code=code)

    def records(self, server, kind):
        server.stop()
        size = int(re.search(r"server.stopped records=(\d+)", server.errors())[1])
        shown = [json.loads(self.reeve("ledger", "show", server.data, i).stdout) for i in range(size)]
        self.reeve("ledger", "verify", server.data)
        self.reeve("ledger", "rebuild", server.data)
        return [record["body"] for record in shown if record["kind"] == kind]

    def propose(self, server, file, code=0, reason="next"):
        return self.reeve("bundle", "propose", file, "--reason", reason, "--as", "Ada Example", "--url",
                          f"http://127.0.0.1:{server.port}", "--data", server.data, code=code)

    # -- the file ---------------------------------------------------------------------------------

    def test_the_same_policies_give_the_same_bytes_named_by_their_sha256(self):
        one = self.build("one", "alpha", revision=7).read_bytes()
        two = self.build("one", revision=7)
        self.assertEqual(two.read_bytes(), one)
        self.assertNotEqual(self.build("one", revision=8).read_bytes(), one)
        shown = json.loads(self.reeve("bundle", "inspect", two, "--json").stdout)
        self.assertEqual((shown["bundle"], shown["title"], shown["revision"]), (self.digest(two), "Words", 8))
        self.assertEqual([rule["id"] for rule in shown["policies"][0]["rules"]], ["alpha"])
        self.assertEqual(shown["signatures"], [])
        checked = self.reeve("policy", "check", self.folder / "one").stdout
        plain = self.build("one")
        self.assertIn(self.digest(plain), checked)
        dated = self.build("one", more=["--created", "2026-11-27T10:00:00Z"])
        self.assertIn("2026-11-27T10:00:00.000000Z", self.reeve("bundle", "inspect", dated).stdout)

    def test_nothing_is_built_of_policies_with_errors_or_failing_tests(self):
        self.write("bad/p.yaml", policy("alpha").replace("content.text", "content.txet"))
        self.assertIn("txet", self.reeve("bundle", "build", self.folder / "bad", "-o", self.folder / "x", code=1).stderr)
        self.write("failing/p.yaml", policy("alpha", effect="allow"))
        self.assertIn("nothing was written",
                      self.reeve("bundle", "build", self.folder / "failing", "-o", self.folder / "x", code=1).stderr)
        self.assertFalse((self.folder / "x").exists())

    def test_openssl_verifies_each_signature_over_the_text_and_the_text_names_the_file(self):
        file = self.signed("next", "alpha", revision=12, by=("ada", "ben"))
        text, _, lines = self.sig(file).read_text().partition("\n\n")
        text += "\n"
        self.assertEqual(text, f"reeve-bundle-signature/v1\nbundle {self.digest(file)}\nrevision 12\n")
        keys = {}
        for who in ("ada", "ben"):
            name, identity, public = parse_vkey(self.key(who))
            keys[name] = (identity, public)
        signers = []
        for line in lines.splitlines():
            dash, name, encoded = line.split(" ")
            blob = base64.b64decode(encoded, validate=True)
            self.assertEqual((dash, blob[:4]), ("\u2014", keys[name][0]))
            self.assertTrue(openssl_verifies(keys[name][1], text.encode(), blob[4:]))
            self.assertFalse(openssl_verifies(keys[name][1], text.encode() + b"x", blob[4:]))
            signers.append(name)
        self.assertEqual(signers, ["ada.example", "ben.example"])

    def test_who_signs_twice_stands_there_once_and_another_bundles_signatures_are_kept(self):
        file = self.signed("next", "alpha", by=("ada", "ben"))
        before = self.sig(file).read_bytes()
        self.sign(file, "ben")
        self.assertEqual(self.sig(file).read_bytes(), before)
        self.build("next", "beta")
        done = self.reeve("bundle", "sign", file, "--key", self.folder / "ada.pem", "--name", "ada.example", code=3)
        self.assertIn("[bundle.digest]", done.stderr)
        self.assertIn("to begin anew", done.stderr)
        self.assertEqual(self.sig(file).read_bytes(), before)

    def test_files_are_compared_with_each_other_and_with_folders(self):
        one, two = self.build("one", "alpha"), self.build("two", "alpha", "beta")
        said = self.reeve("bundle", "diff", one, two).stdout
        self.assertIn("beta", said)
        self.assertEqual(self.reeve("policy", "diff", self.folder / "one", two).stdout, said)
        self.reeve("bundle", "diff", two, one, "--fail-on", "loosened", code=1)

    # -- the trust --------------------------------------------------------------------------------

    def test_the_quorum_is_of_persons_and_not_of_keys(self):
        trust = self.trust("ada", "ada-second", "ben", quorum=2)
        file = self.signed("next", "alpha", by=("ada", "ada-second"))
        self.assertIn("1 of 2 persons", self.verify(file, trust, 1).stdout)
        self.sign(file, "ben")
        said = self.verify(file, trust, 0).stdout
        self.assertIn("signed by Ada Example (ada.example+", said)
        self.assertIn("signed by Ben Example", said)
        shown = json.loads(self.reeve("bundle", "verify", file, "--trust", trust, "--json").stdout)
        self.assertEqual([one["name"] for one in shown["signed_by"]], ["Ada Example", "Ben Example"])

    def test_a_key_counts_by_the_time_of_the_question(self):
        file = self.signed("next", "alpha", by=("ada",))
        trust = self.trust("ben", ("ada", ", revoked: 2026-10-01T00:00:00Z, reason: 'Laptop stolen.'"))

        def at(time, code):
            return self.reeve("bundle", "verify", file, "--trust", trust, "--at", time, code=code).stdout
        self.assertIn("good", at("2026-09-30T23:59:59Z", 0))
        said = at("2026-10-01T00:00:00Z", 1)
        self.assertIn("Laptop stolen.", said)
        self.assertIn("[bundle.revoked_key]", said)
        trust = self.trust("ben", ("ada", ", from: 2026-01-01T00:00:00Z, until: 2027-01-01T00:00:00Z"))
        self.assertIn("[bundle.key_period]", at("2025-12-31T23:59:59Z", 1))
        at("2026-01-01T00:00:00Z", 0)
        self.assertIn("[bundle.key_period]", at("2027-01-01T00:00:00Z", 1))

    def test_an_unknown_key_does_not_count_and_does_no_harm(self):
        file = self.signed("next", "alpha", by=("cleo",))
        trust = self.trust("ada")
        self.assertIn("[bundle.unknown_key]", self.verify(file, trust, 1).stdout)
        self.sign(file, "ada")
        self.assertIn("not counted: the key `cleo.example", self.verify(file, trust, 0).stdout)

    def test_a_trust_with_a_slip_is_refused_with_its_place(self):
        file = self.signed("next", "alpha")
        trust = self.trust("ada")
        trust.write_text(trust.read_text().replace("quorum", "qourum"))
        done = self.verify(file, trust, 3)
        self.assertIn("trust.yaml:3:1", done.stderr)
        self.assertIn("did you mean `quorum`?", done.stderr)

    # -- every byte -------------------------------------------------------------------------------

    def test_a_changed_byte_anywhere_is_refused(self):
        file = self.signed("next", "alpha", revision=3, by=("ada", "ben"))
        trust = self.trust("ada", "ben", quorum=2)
        self.verify(file, trust, 0)
        for path in (file, self.sig(file)):
            whole = path.read_bytes()
            # Each is a run of the program; tests/engine/bundle_file_test.cc takes every byte.
            for i in sorted({0, len(whole) - 1, *range(0, len(whole), len(whole) // 12)}):
                path.write_bytes(whole[:i] + bytes([whole[i] ^ 1]) + whole[i + 1:])
                self.assertRegex(self.verify(file, trust, 1).stdout, r"\[bundle\.\w+\]", (path.name, i))
            path.write_bytes(whole)

    # -- a server ---------------------------------------------------------------------------------

    def test_a_server_refuses_proposals_that_are_not_well_signed_and_records_each(self):
        trust = self.trust("ada", ("ben", ", revoked: 2026-01-01T00:00:00Z, reason: Left."))
        first = self.signed("first", "alpha", revision=5)
        server = self.start("--governed", "--policies", first, "--trust", trust)
        active = self.digest(first)
        cases = []

        def refused(file, code):
            self.assertIn(f"[{code}]", self.propose(server, file, code=1).stderr)
            cases.append((self.digest(file) if file.is_file() else None, code))
        refused(self.build("unsigned", "alpha", "beta", revision=6), "bundle.unsigned")
        refused(self.folder / "unsigned", "bundle.unsigned")
        refused(self.signed("unknown", "alpha", "gamma", revision=6, by=("cleo",)), "bundle.unknown_key")
        refused(self.signed("revoked", "alpha", "delta", revision=6, by=("ben",)), "bundle.revoked_key")
        refused(self.signed("older", "alpha", "eta", revision=4), "bundle.older")
        refused(self.signed("same", "alpha", "theta", revision=5), "bundle.older")
        changed = self.signed("changed", "alpha", "iota", revision=6)
        changed.write_bytes(changed.read_bytes().replace(b"iota", b"iotb"))
        refused(changed, "bundle.digest")
        refused(changed, "bundle.digest")  # the same again is not recorded again
        good = self.signed("good", "alpha", "kappa", revision=6)
        self.assertIn("proposed", self.propose(server, good).stdout)
        entry = json.loads(server.get("/v1/bundles/" + self.digest(good)))
        self.assertEqual((entry["proposal"]["revision"], entry["proposal"]["signed_by"][0]["name"]), (6, "Ada Example"))
        self.assertEqual(json.loads(server.get("/v1/bundles"))["active"], active)
        self.assertEqual(server.decide(content={"text": "alpha"})["effect"], "deny")
        told = self.records(server, "bundle.refused")
        self.assertEqual([body["code"] for body in told], [code for _, code in cases[:-1]])
        for body, (digest, _) in zip(told, cases):
            self.assertEqual((body["active"], body["source"], body["by"]), (active, "proposal", "Ada Example"))
            if digest:
                self.assertEqual(body["bundle"], digest)

    def test_what_is_active_says_in_the_log_who_signed_it(self):
        trust = self.trust("ada", "ben", quorum=2)
        first = self.signed("first", "alpha", revision=5, by=("ada", "ben"))
        server = self.start("--policies", first, "--trust", trust)
        self.assertEqual(server.decide(content={"text": "alpha"})["bundle"], self.digest(first))
        activated = self.records(server, "bundle.activated")[0]
        self.assertEqual((activated["revision"], [one["name"] for one in activated["signed_by"]]),
                         (5, ["Ada Example", "Ben Example"]))

    def test_a_refused_file_leaves_the_last_good_one_in_force_and_is_recorded(self):
        trust = self.trust("ada")
        first = self.signed("first", "alpha", revision=5)
        self.start("--policies", first, "--trust", trust).stop()
        older = self.signed("older", "beta", revision=4)
        for _ in range(2):  # recorded once, across restarts
            server = self.start("--policies", older, "--trust", trust)
            self.assertEqual(server.decide(content={"text": "alpha"})["bundle"], self.digest(first))
            server.stop()
            self.assertIn("stays in force", server.errors())
        server = self.start("--policies", older, "--trust", trust, "--allow-older")
        self.assertEqual(server.decide(content={"text": "beta"})["bundle"], self.digest(older))
        told = self.records(server, "bundle.refused")
        self.assertEqual([(body["code"], body["bundle"], body["active"]) for body in told],
                         [("bundle.older", self.digest(older), self.digest(first))])

    def test_with_nothing_good_no_server_starts_and_the_refusal_is_in_the_log(self):
        trust = self.trust("ada")
        file = self.build("first", "alpha")
        data = self.folder / "data"
        done = subprocess.run([REEVE, "serve", "--data", data, "--port", "0", "--policies", file, "--trust", trust],
                              capture_output=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"[bundle.unsigned]", done.stderr)
        shown = json.loads(self.reeve("ledger", "show", data, 0).stdout)
        self.assertEqual((shown["kind"], shown["body"]["code"]), ("bundle.refused", "bundle.unsigned"))
        done = subprocess.run([REEVE, "serve", "--data", data, "--port", "0", "--policies", self.folder / "first",
                               "--trust", trust], capture_output=True, timeout=120, check=False)
        self.assertIn(b"a folder has no signatures", done.stderr)

    def test_what_a_person_went_back_from_does_not_come_back_by_a_restart(self):
        first = self.build("first", "alpha", revision=1)
        second = self.build("second", "beta", revision=2)
        self.start("--policies", first).stop()
        server = self.start("--policies", second)
        self.reeve("bundle", "rollback", "--reason", "beta is ours", "--as", "Ada Example", "--url",
                   f"http://127.0.0.1:{server.port}", "--data", server.data)
        server.stop()
        server = self.start("--policies", second)
        self.assertEqual(server.decide(content={"text": "beta"})["bundle"], self.digest(first))
        self.assertEqual([body["code"] for body in self.records(server, "bundle.refused")], ["bundle.rolled_back"])




if __name__ == "__main__":
    run_module()
