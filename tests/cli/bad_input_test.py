"""Documents made to hurt: a duplicate key, a tab, 10 MB, an alias bomb, a list that is gone.

Each is refused by every way that policies take in, with its place and what to do, and the running
bundle decides as before.
"""
import http.client
import json
import re
import shutil

from harness import CliTest, Server, run_module

BUNDLE = "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n"
POLICY = """apiVersion: reeve/v1
kind: Policy
metadata: { id: words }
lists: [words]
rules:
  - id: word
    when: content.text in lists.words
    effect: deny
    reason: Not this word.
"""
LIST = "alpha\n"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi"))

# What becomes of the policy, its list, the code, the place, and a word of the remedy.
HURTFUL = {
    "duplicate key": (POLICY.replace("    effect: deny\n", "    effect: deny\n    effect: allow\n"), LIST,
                      "policy.duplicate_key", "words.yaml:9:5", "already given on line 8"),
    "tab": (POLICY.replace("    effect", "\teffect"), LIST, "policy.character", "words.yaml:8:1", "indent with spaces"),
    "alias bomb": (BOMB, LIST, "policy.yaml_alias", "words.yaml:1:4", "anchors are not used"),
    "10 MB": (POLICY + "# filler, line after line\n" * 400_000, LIST, "policy.too_large", "words.yaml", "divide it"),
    "list that is gone": (POLICY, None, "policy.unknown_list", "words.yaml:4:9", "lists/words.txt"),
}


class BadInput(CliTest):
    def folder_of(self, name, text=POLICY, listed=LIST):
        shutil.rmtree(self.folder / name, ignore_errors=True)
        self.write(f"{name}/bundle.yaml", BUNDLE)
        self.write(f"{name}/words.yaml", text)
        if listed is not None:
            self.write(f"{name}/lists/words.txt", listed)
        return self.folder / name

    def each(self):
        for text, listed, code, place, remedy in HURTFUL.values():
            yield self.folder_of("bad", text, listed), code, place, remedy

    def assert_refused(self, said, code, place, remedy):
        self.assertIn(f"[{code}]", said)
        self.assertIn(place, said)
        self.assertIn(remedy, said)
        self.assertLess(len(said), 4000)

    def test_the_commands_that_read_a_folder(self):
        for folder, code, place, remedy in self.each():
            for command in (["check"], ["test"], ["eval", "--policies"]):
                done = self.reeve("policy", *command, folder, code=None, stdin="{}")
                self.assertIn(done.returncode, (1, 3))
                self.assert_refused(done.stderr, code, place, remedy)

    def test_formatting_changes_nothing(self):
        for folder, code, place, remedy in self.each():
            before = (folder / "words.yaml").read_bytes()
            done = self.reeve("policy", "fmt", folder, code=None)
            self.assertEqual((folder / "words.yaml").read_bytes(), before)
            if code != "policy.unknown_list":  # which is no matter of form
                self.assert_refused(done.stderr, code, place, remedy)

    def active(self, server):
        self.assertEqual(server.decide(content={"text": "alpha"})["effect"], "deny")
        decided = server.decide(content={"text": "beta"})
        self.assertEqual(decided["effect"], "allow")
        return decided["bundle"]

    def proposals(self, server):
        return json.loads(server.get("/v1/bundles"))["bundles"]

    def test_a_proposal_on_the_command_line(self):
        server = self.start("--governed", "--policies", self.folder_of("good"))
        before, bundles = self.active(server), self.proposals(server)
        for folder, code, place, remedy in self.each():
            done = self.reeve("bundle", "propose", folder, "--reason", "x", "--as", "Ada Example", "--url",
                              f"http://127.0.0.1:{server.port}", "--data", server.data, code=None)
            self.assertIn(done.returncode, (1, 3))
            self.assert_refused(done.stderr, code, place, remedy)
            self.assertEqual(self.active(server), before)
            self.assertEqual(self.proposals(server), bundles)

    def post(self, server, files):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        self.addCleanup(connection.close)
        connection.request("POST", "/v1/bundles", json.dumps({"reason": "x", "files": files}),
                           {"Authorization": f"Bearer {server.token}", "Content-Type": "application/json",
                            "Reeve-Person": "Ada Example"})
        response = connection.getresponse()
        return response.status, response.read().decode()

    def test_a_proposal_over_http(self):
        server = self.start("--governed", "--policies", self.folder_of("good"))
        before, bundles = self.active(server), self.proposals(server)
        for folder, code, place, remedy in self.each():
            files = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.*")}
            status, answer = self.post(server, files)
            if code == "policy.too_large":  # not even read
                self.assertEqual(status, 413)
                self.assertIn("http.too_large", answer)
                half = POLICY + "# filler, line after line\n" * 50_000
                status, answer = self.post(server, {**files, "words.yaml": half})
            self.assertEqual(status, 400, answer)
            self.assert_refused(json.loads(answer)["detail"], code, place, remedy)
            self.assertEqual(self.active(server), before)
            self.assertEqual(self.proposals(server), bundles)

    def test_a_server_that_is_started_again(self):
        server = self.start("--policies", self.folder_of("good"))
        before = self.active(server)
        self.assertEqual(server.stop(), 0)
        size = re.search(r"server.stopped records=(\d+)", server.errors())[1]
        for folder, code, place, remedy in self.each():
            with self.assertRaises(AssertionError) as refused:
                Server(server.data, "--policies", folder)
            self.assert_refused(str(refused.exception), code, place, remedy)
        self.assertIn(f"{size} records", self.reeve("ledger", "verify", server.data).stdout)
        self.assertEqual(self.active(self.start("--policies", self.folder_of("good"))), before)

    def test_a_list_that_vanishes_under_a_running_server(self):
        folder = self.folder_of("good")
        server = self.start("--policies", folder)
        before = self.active(server)
        (folder / "lists/words.txt").unlink()
        self.assertEqual(self.active(server), before)


if __name__ == "__main__":
    run_module()
