"""`reeve ledger export` of a range and as a zip, `import`; verified by tools that are not ours."""
import json
import os
import subprocess
import sys
import zipfile

import foreign
from harness import REQUESTS, SOURCE, CliTest, run_module


class Export(CliTest):
    def filled(self, count=12):
        server = self.start()
        for number in range(count):
            server.decide(**REQUESTS[number % len(REQUESTS)])
        return server

    def test_a_range_is_proven_by_receipts_and_by_its_chain(self):
        server = self.filled()
        out = self.folder / "range"
        self.assertIn("exported 5 records", self.reeve("ledger", "export", server.data, out, "--records", "4..9",
                                                       "--receipts").stdout)
        said = self.reeve("ledger", "verify", out, "--key", server.data / "vkey").stdout
        self.assertIn("records 4 to 8", said)
        vkey = (server.data / "vkey").read_text()
        records = (out / "records.jsonl").read_bytes().splitlines()
        for name, record, index in [("first", records[0], 4), ("last", records[-1], 8)]:
            self.assertEqual(foreign.check_receipt((out / f"{name}.tlog-proof").read_text(), record, vkey), index)
        for before, after in zip(records, records[1:]):
            self.assertEqual(json.loads(after)["prev"], foreign.leaf_hash(before).hex())
        for index, record in enumerate(records, 4):
            receipt = (out / "receipts" / f"{index}.tlog-proof").read_text()
            self.assertEqual(foreign.check_receipt(receipt, record, vkey), index)
        (out / "records.jsonl").write_bytes((out / "records.jsonl").read_bytes().replace(b"employee", b"employed", 1))
        self.assertIn("record.altered", self.reeve("ledger", "verify", out, code=1).stdout)
        self.reeve("ledger", "export", server.data, self.folder / "none", "--records", "9..4", code=3)
        self.reeve("ledger", "export", server.data, self.folder / "none", "--records", "100..200", code=3)
        self.assertFalse((self.folder / "none").exists())

    def test_a_zip_verifies_and_holds_what_outlives_the_product(self):
        server = self.filled()
        out = self.folder / "all.zip"
        self.reeve("ledger", "export", server.data, out)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["all.zip", "data"])
        self.assertIn("whole", self.reeve("ledger", "verify", out, "--key", server.data / "vkey").stdout)
        self.reeve("ledger", "export", server.data, out, code=3)
        with zipfile.ZipFile(out) as archive:
            self.assertIsNone(archive.testzip())
            names = set(archive.namelist())
            archive.extractall(self.folder / "plain")
        for name in ("records.jsonl", "leaves", "checkpoint", "checkpoints", "vkey", "README.txt", "ledger-format.md",
                     "records.md"):
            self.assertIn(name, names)
        self.assertEqual((self.folder / "plain/ledger-format.md").read_bytes(),
                         (SOURCE / "docs/ledger-format.md").read_bytes())
        self.reeve("ledger", "verify", self.folder / "plain", "--key", server.data / "vkey")
        verifier = self.folder / "plain/reeve_verify.py"
        if verifier.exists():
            done = subprocess.run([sys.executable, verifier, self.folder / "plain"], capture_output=True, check=False,
                                  text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_zip_that_other_tools_packed_or_that_was_altered(self):
        server = self.filled()
        out = self.folder / "export"
        self.reeve("ledger", "export", server.data, out)
        for method, name in [(zipfile.ZIP_STORED, "stored.zip"), (zipfile.ZIP_DEFLATED, "deflated.zip")]:
            with zipfile.ZipFile(self.folder / name, "w", method) as archive:
                for path in sorted(out.rglob("*")):
                    archive.write(path, path.relative_to(out))
                archive.comment = b"packed by hand"
            self.reeve("ledger", "verify", self.folder / name, "--key", server.data / "vkey")
        bytes_ = bytearray((self.folder / "stored.zip").read_bytes())
        bytes_[bytes_.index(b'"kind":"decision"') + 10] ^= 1
        (self.folder / "altered.zip").write_bytes(bytes_)
        self.assertIn("zip.malformed", self.reeve("ledger", "verify", self.folder / "altered.zip", code=3).stderr)
        (self.folder / "cut.zip").write_bytes(bytes_[:len(bytes_) // 2])
        self.assertIn("zip.malformed", self.reeve("ledger", "verify", self.folder / "cut.zip", code=3).stderr)
        with zipfile.ZipFile(self.folder / "outside.zip", "w") as archive:
            archive.writestr("../outside", "x")
        self.assertIn("zip.name", self.reeve("ledger", "verify", self.folder / "outside.zip", code=3).stderr)
        self.assertFalse(os.path.exists(self.folder.parent / "outside"))

    def test_an_import_elsewhere_verifies_and_signs_nothing(self):
        server = self.filled()
        self.reeve("ledger", "export", server.data, self.folder / "all.zip")
        vkey = server.data / "vkey"
        elsewhere = self.folder / "elsewhere"
        said = self.reeve("ledger", "import", self.folder / "all.zip", elsewhere, "--key", vkey).stdout
        self.assertIn("every record is as it was signed", said)
        self.assertIn("whole", self.reeve("ledger", "verify", elsewhere, "--key", vkey).stdout)
        own = self.reeve("ledger", "show", server.data, 5).stdout
        self.assertEqual(self.reeve("ledger", "show", elsewhere, 5).stdout, own)
        self.assertFalse((elsewhere / "signing.key").exists())
        self.assertIn("signing.key", self.reeve("serve", "--data", elsewhere, "--port", "0", code=3).stderr)
        self.reeve("ledger", "import", self.folder / "all.zip", elsewhere, code=3)


if __name__ == "__main__":
    run_module()
