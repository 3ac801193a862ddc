"""Kept content against a running server: kept, read, exported, held, erased; and backups of it."""
import json
import re
import signal

import foreign
from harness import CliTest, run_module

POLICY = """apiVersion: reeve/v1
kind: Policy
metadata: { id: keep }
rules:
  - id: keep
    when: content.text.contains("complaint")
    effect: allow
    obligations: [ { type: log_content } ]
    reason: Complaints are kept.
"""
BUNDLE = "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n"
ADA = ("--as", "Ada Example", "--reason", "request of 3 March")


class Content(CliTest):
    def serve(self, data="data"):
        self.write("policies/bundle.yaml", BUNDLE)
        self.write("policies/keep.yaml", POLICY)
        return self.start("--policies", self.folder / "policies", data=data)

    def ask(self, server, *arguments, code=0):
        return self.reeve(*arguments, "--url", f"http://127.0.0.1:{server.port}", "--data", server.data, code=code)

    def complain(self, server, subject, text):
        return server.decide(subject=subject, content={"text": f"a complaint: {text}"})["id"]

    def found(self, data, needle):
        """Files of a folder in which the text, or the bytes, lie."""
        needle = needle if isinstance(needle, bytes) else needle.encode()
        return [path for path in data.rglob("*") if path.is_file() and needle in path.read_bytes()]

    def hold(self, server, *arguments):
        done = self.ask(server, "legal-hold", "place", *arguments, "--matter", "case 4", *ADA)
        return re.search(r"lh-[0-9A-Z]{26}", done.stdout)[0]

    def test_kept_read_held_erased_and_the_log_verifies(self):
        server = self.serve()
        decision = self.complain(server, "s-17", "zebra stripes")
        other = self.complain(server, "s-18", "giraffe necks")
        shown = json.loads(self.ask(server, "subject", "content", decision, *ADA).stdout)
        self.assertEqual(shown["request"]["content"]["text"], "a complaint: zebra stripes")
        hold = self.hold(server, "--subject", "s-17")
        self.assertIn(hold, self.ask(server, "legal-hold", "list").stdout)
        refused = self.ask(server, "subject", "erase", "s-17", "--yes", *ADA, code=1)
        self.assertIn("subject.legal_hold", refused.stderr)
        self.ask(server, "legal-hold", "lift", hold, *ADA)
        self.assertIn("no legal hold", self.ask(server, "legal-hold", "list").stdout)
        self.assertIn("--yes", self.ask(server, "subject", "erase", "s-17", *ADA, code=2).stderr)
        self.assertIn("1 contents", self.ask(server, "subject", "erase", "s-17", "--yes", *ADA).stdout)
        self.assertIn("vault.not_kept", self.ask(server, "subject", "content", decision, *ADA, code=1).stderr)
        self.ask(server, "subject", "content", other, *ADA)
        self.reeve("ledger", "verify", server.data)
        server.process.send_signal(signal.SIGKILL)
        server.process.wait()
        for text in ("zebra", "giraffe", "s-17"):
            self.assertEqual(self.found(server.data, text), [], text)
        self.reeve("ledger", "verify", server.data)
        self.assertIn("equal to the fold", self.reeve("ledger", "rebuild", server.data).stdout)
        again = self.serve()
        self.ask(again, "subject", "content", other, *ADA)
        self.ask(again, "subject", "content", decision, *ADA, code=1)

    def test_an_access_request_verifies_with_tools_that_are_not_ours(self):
        server = self.serve()
        decision = self.complain(server, "s-17", "zebra")
        self.complain(server, "s-18", "giraffe")
        server.decide(subject="s-17")
        out = self.folder / "s-17"
        said = self.ask(server, "subject", "export", "s-17", "--out", out, *ADA).stdout
        self.assertIn("3 records", said)
        self.assertIn("1 contents", said)
        vkey = (server.data / "vkey").read_text()
        self.assertEqual((out / "vkey").read_text(), vkey)
        digest = json.loads((out / "subject.json").read_text())["subject"]
        for line in (out / "records.jsonl").read_bytes().splitlines():
            index = json.loads(line)["index"]
            receipt = (out / "receipts" / f"{index}.tlog-proof").read_text()
            self.assertEqual(foreign.check_receipt(receipt, line, vkey), index)
            self.assertIn(digest, line.decode())
        contents = [json.loads(path.read_text()) for path in (out / "content").iterdir()]
        self.assertEqual([content["decision"] for content in contents], [decision])
        self.ask(server, "subject", "export", "s-17", "--out", out, *ADA, code=3)

    def test_retention_is_shown_and_set_within_its_bounds(self):
        server = self.serve()
        self.assertRegex(self.ask(server, "retention", "show").stdout, r"high +184 days +3653 days +184 days +default")
        low = self.ask(server, "retention", "set", "high", "--content", "100d", *ADA, code=1)
        self.assertIn("retention.floor", low.stderr)
        self.ask(server, "retention", "set", "limited", "--content", "30h", *ADA, code=2)
        said = self.ask(server, "retention", "set", "limited", "--content", "30d", *ADA).stdout
        self.assertRegex(said, r"limited +30 days +3653 days +1 days +Ada Example")
        self.assertIn("0 contents", self.ask(server, "retention", "sweep", "--as", "Ada Example").stdout)

    def test_a_hot_backup_is_restored_serves_and_forgets_who_was_erased(self):
        server = self.serve()
        decision = self.complain(server, "s-17", "zebra")
        other = self.complain(server, "s-18", "giraffe")
        backup, secrets = self.folder / "backup", self.folder / "secrets"
        self.assertIn("2 contents and 2 keys new",
                      self.reeve("backup", "create", server.data, backup, "--secrets", secrets).stdout)
        for name in ("signing.key", "vault.key", "commitment.key"):
            self.assertEqual(self.found(backup, (secrets / name).read_bytes()), [])
            self.assertNotEqual(self.found(server.data, (secrets / name).read_bytes()), [])
        self.ask(server, "subject", "erase", "s-17", "--yes", *ADA)
        self.assertIn("1 keys destroyed", self.reeve("backup", "create", server.data, backup).stdout)
        checkpoint = self.folder / "newest"
        self.reeve("ledger", "export", server.data, self.folder / "export")
        checkpoint.write_bytes((self.folder / "export/checkpoint").read_bytes())
        vkey = server.data / "vkey"
        self.reeve("backup", "verify", backup, "--key", vkey, "--checkpoint", checkpoint)
        self.assertEqual(server.stop(), 0)
        restored = self.folder / "restored"
        self.reeve("backup", "restore", backup, restored, "--secrets", secrets, "--key", vkey,
                   "--checkpoint", checkpoint)
        self.reeve("ledger", "verify", restored, "--key", vkey, "--checkpoint", checkpoint)
        self.reeve("backup", "restore", backup, restored, code=3)
        again = self.serve(data="restored")
        self.ask(again, "subject", "content", other, *ADA)
        self.ask(again, "subject", "content", decision, *ADA, code=1)
        self.assertEqual(again.stop(), 0)
        self.assertIn("equal to the fold", self.reeve("ledger", "rebuild", restored).stdout)

    def test_what_is_no_backup_and_secrets_within_it_are_refused(self):
        server = self.serve()
        backup = self.folder / "backup"
        self.reeve("backup", "create", server.data, backup, "--secrets", backup / "keys", code=3)
        self.assertFalse(backup.exists())
        self.assertIn("no backup", self.reeve("backup", "verify", server.data, code=3).stderr)
        self.reeve("backup", "create", server.data, backup)
        segment = next((backup / "segments").glob("*.records"))
        segment.write_bytes(segment.read_bytes().replace(b"allow", b"alloy", 1))
        self.assertIn("backup.segment", self.reeve("backup", "verify", backup, code=1).stdout)
        self.assertIn("backup.segment", self.reeve("backup", "restore", backup, self.folder / "r", code=3).stderr)


if __name__ == "__main__":
    run_module()
