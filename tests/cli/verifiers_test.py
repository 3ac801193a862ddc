"""The two verifiers, `reeve ledger verify` and clients/python, agree on whole and on changed exports."""
import base64
import hashlib
import json
import os
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile

from harness import REQUESTS, SOURCE, CliTest, Server, run, run_module

sys.path.insert(0, str(SOURCE / "clients/python"))
import reeve_verify  # noqa: E402

# Sanitizers make each run slow.
VARIANTS = 240 // int(os.environ.get("REEVE_TAMPER_STRIDE", "1")) + 12


def first(report):
    """What a verdict comes to: whether it is good, and the first fault by index and code."""
    faults = report["faults"]
    return report["ok"], (faults[0].get("index"), faults[0]["code"]) if faults else None


class Verifiers(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shared = pathlib.Path(tempfile.mkdtemp(prefix="reeve-verifiers-"))
        cls.addClassCleanup(shutil.rmtree, cls.shared, ignore_errors=True)
        server = Server(cls.shared / "data")
        for each in REQUESTS[:4]:
            server.decide(**each)
        server.stop()
        cls.first_key = (cls.shared / "data/vkey").read_text().strip()
        done = run("key", "rotate", cls.shared / "data", "--by", "Ada Example", "--reason", "yearly",
                   "--compromised-from", "2026-01-01T00:00:00Z")
        assert done.returncode == 0, done.stderr
        cls.second_key = done.stdout.strip()
        server = Server(cls.shared / "data")
        for each in REQUESTS[4:]:
            server.decide(**each)
        server.stop()
        cls.whole = cls.shared / "whole"
        assert run("ledger", "export", cls.shared / "data", cls.whole).returncode == 0

    def agree(self, folder, *options, key=None):
        """Both verdicts, required to be the same."""
        key = key or self.first_key
        done = run("ledger", "verify", folder, "--key", key, "--json", *options)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        ours = json.loads(done.stdout)
        earlier = [options[i + 1].read_bytes() for i, each in enumerate(options) if each == "--checkpoint"]
        theirs = reeve_verify.verify_export(folder, reeve_verify.Vkey(key), *earlier).as_json()
        self.assertEqual(first(ours), first(theirs), f"{ours}\n{theirs}")
        self.assertEqual(ours["size"], theirs["size"])
        self.assertEqual(done.returncode, 0 if ours["ok"] else 1)
        return ours, theirs

    def variant(self, name="variant"):
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.whole, folder)
        return folder

    def test_a_whole_export_is_whole_to_both_from_either_key(self):
        for key in (self.first_key, self.second_key):
            ours, theirs = self.agree(self.whole, key=key)
            self.assertTrue(ours["ok"], ours)
            self.assertEqual(ours["records_checked"], theirs["records_checked"])
            self.assertEqual(theirs["vkey"], self.second_key)
            self.assertEqual(ours["blobs_checked"], theirs["blobs_checked"])
            self.assertEqual(ours["checkpoints_checked"], theirs["checkpoints_checked"])
            self.assertGreater(theirs["checkpoints_checked"], 5)

    def test_a_stranger_s_key_is_refused_by_both(self):
        name = self.first_key.split("+")[0]
        stranger = self.reeve("key", "new", "--name", name, self.folder / "k").stdout.strip()
        self.assertFalse(self.agree(self.whole, key=stranger)[0]["ok"])

    def test_changes_of_bytes_are_found_by_both_at_the_same_index(self):
        chance = random.Random(6)
        for _ in range(VARIANTS):
            folder = self.variant()
            name = chance.choice(["records.jsonl", "records.jsonl", "leaves", "checkpoint", "checkpoints", "vkey"])
            raw = bytearray((folder / name).read_bytes())
            at = chance.randrange(len(raw))
            raw[at] ^= 1 << chance.randrange(8)
            (folder / name).write_bytes(raw)
            if name != "checkpoints" and chance.random() < 0.3:
                (folder / "leaves").unlink()
            with self.subTest(name=name, at=at):
                ours, _ = self.agree(folder)
                # The checkpoint of a takeover carries two signatures, and one is enough.
                self.assertTrue(name == "checkpoints" or not ours["ok"], ours)

    def test_records_removed_moved_repeated_and_cut_are_found_by_both(self):
        lines = (self.whole / "records.jsonl").read_bytes().splitlines(keepends=True)
        count = len(lines)
        late = (6, 7)  # in which records come too late for the verifier that reads once
        variants = [lines[:-1], lines[1:], [], lines + lines[-1:], lines[:5] + lines[6:],
                    lines[:2] + lines[1:], lines[::-1], [lines[1], lines[0]] + lines[2:],
                    lines[:-1] + [lines[-1][:-1]], lines[:-1] + [lines[-1][:40]],
                    lines[:3] + [b"\n"] + lines[3:], lines[:3] + [b"{}\n"] + lines[4:]]
        for at in (True, False):
            for i, changed in enumerate(variants):
                folder = self.variant()
                (folder / "records.jsonl").write_bytes(b"".join(changed))
                if not at:
                    (folder / "leaves").unlink()
                with self.subTest(variant=i, leaves=at):
                    ours, theirs = self.agree(folder)
                    self.assertFalse(ours["ok"])
                    if at and i not in late:
                        self.assertEqual(ours["provable"]["records"], theirs["provable_records"])
                        self.assertLessEqual(theirs["provable_records"], count)

    def test_a_wrong_record_that_was_chained_and_leafed_anew_is_refused_by_both(self):
        records = [json.loads(line) for line in (self.whole / "records.jsonl").read_text().splitlines()]
        for victim in (0, 5, len(records) - 1):
            prev, lines, leaves = "0" * 64, [], []
            for record in records:
                record = dict(record, prev=prev)
                if record["index"] == victim:
                    record["tenant"] = "another"
                raw = reeve_verify.canonical(record).encode()
                prev = hashlib.sha256(b"\0" + raw).hexdigest()
                lines.append(raw + b"\n")
                leaves.append(prev + "\n")
            folder = self.variant()
            (folder / "records.jsonl").write_bytes(b"".join(lines))
            (folder / "leaves").write_text("".join(leaves))
            with self.subTest(victim=victim):
                self.assertFalse(self.agree(folder)[0]["ok"])

    def test_an_earlier_checkpoint_is_compared_by_both(self):
        self.assertTrue(self.agree(self.whole, "--checkpoint", self.whole / "checkpoint")[0]["ok"])
        bad = self.write("bad", (self.whole / "checkpoint").read_text().replace("\n\n", "\nx\n\n"))
        self.assertFalse(self.agree(self.whole, "--checkpoint", bad)[0]["ok"])

    def test_a_damaged_blob_is_found_by_both(self):
        folder = self.variant()
        blob = next((folder / "blobs").iterdir())
        blob.write_bytes(blob.read_bytes() + b"x")
        self.assertEqual(first(self.agree(folder)[0]), (False, (None, "blob.damaged")))

    def test_a_receipt_verifies_and_a_changed_one_does_not(self):
        page = json.loads(self.reeve("ledger", "search", self.shared / "data", "limit=3", "--proofs").stdout)
        key = reeve_verify.Vkey(self.second_key)
        for each in page["records"]:
            raw = reeve_verify.canonical(each["record"]).encode()
            receipt = each["receipt"].encode()
            # The newest checkpoint is of the second key, which a receipt is verified with.
            self.assertEqual(reeve_verify.verify_receipt(receipt, raw, key).size, page["size"])
            with self.assertRaises(reeve_verify.Malformed):
                reeve_verify.verify_receipt(receipt, raw + b" ", key)
            at = receipt.index(b"\n", 40) + 3
            flipped = receipt[:at] + (b"A" if receipt[at:at + 1] != b"A" else b"B") + receipt[at + 1:]
            with self.assertRaises(reeve_verify.Malformed):
                reeve_verify.verify_receipt(flipped, raw, key)

    def test_numbers_and_texts_have_the_one_form_of_rfc_8785(self):
        for each in json.loads((SOURCE / "tests/vectors/jcs/numbers.json").read_text()):
            (number,) = struct.unpack(">d", bytes.fromhex(each["bits"]))
            with self.subTest(each["bits"]):
                if each["text"] is None:
                    with self.assertRaises(reeve_verify.Malformed):
                        reeve_verify.canonical(number)
                else:
                    self.assertEqual(reeve_verify.canonical(number), each["text"])
        for raw in (b'{"a":1.0}', b'{"a":01}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'{"a":"\\u00e9"}', b'[1, 2]',
                    b'{"a":NaN}', b'"\xed\xa0\x80"', b"[" * 300 + b"]" * 300, b'{"a":9007199254740993}'):
            with self.subTest(raw), self.assertRaises(reeve_verify.Malformed):
                reeve_verify.parse_canonical(raw)
        for raw in (b'{"a":1e+30}', b'"\\u001f"', '"é😀"'.encode(), b"[-1,0.000001,1e-7,123456789012345680000]"):
            with self.subTest(raw):
                reeve_verify.parse_canonical(raw)

    def test_the_arithmetic_of_rfc_8032_agrees_with_the_library(self):
        text = (self.whole / "checkpoint").read_text().rpartition("\n\n")
        message = (text[0] + "\n").encode()
        blob = base64.b64decode(text[2].split("\n")[0].split(" ")[2])
        public = reeve_verify.Vkey(self.second_key).public
        self.assertTrue(reeve_verify._plain_verify(public, message, blob[4:]))
        self.assertFalse(reeve_verify._plain_verify(public, message + b"x", blob[4:]))
        self.assertFalse(reeve_verify._plain_verify(public, message, bytes(64)))

    def test_the_command_says_what_it_finds_by_its_exit_code(self):
        script = SOURCE / "clients/python/reeve_verify.py"

        def call(*arguments):
            return subprocess.run([sys.executable, "-B", script, *map(str, arguments)], check=False,
                                  capture_output=True, text=True)
        good = call(self.whole, "--key", self.first_key)
        self.assertEqual(good.returncode, 0, good.stderr)
        self.assertIn("whole", good.stdout)
        folder = self.variant()
        (folder / "leaves").write_text("")
        self.assertEqual(call(folder, "--json").returncode, 1)
        self.assertEqual(call(self.folder / "none").returncode, 3)
        self.assertEqual(call().returncode, 2)


if __name__ == "__main__":
    run_module()
