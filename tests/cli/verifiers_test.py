"""The two verifiers, `reeve ledger verify` and clients/python, agree on whole and on changed logs of every kind."""
import base64
import functools
import hashlib
import http.server
import json
import os
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import zipfile

from harness import REEVE, REQUESTS, SOURCE, CliTest, Server, run, run_module

sys.path.insert(0, str(SOURCE / "clients/python"))
from reeve_verify import signature  # noqa: E402
from reeve_verify.canonical import canonical, parse_canonical  # noqa: E402
from reeve_verify.command import verify, verify_receipt  # noqa: E402
from reeve_verify.form import Malformed, Unavailable  # noqa: E402
from reeve_verify.judge import Question  # noqa: E402
from reeve_verify.note import Vkey  # noqa: E402

# Sanitizers make each run slow.
VARIANTS = 240 // int(os.environ.get("REEVE_TAMPER_STRIDE", "1")) + 12


def first(report):
    """What a verdict comes to: whether it is good, and the first fault by index and code."""
    faults = report["faults"]
    return report["ok"], (faults[0].get("index"), faults[0]["code"]) if faults else None


def change(raw, chance):
    """One of the ways in which bytes go wrong, by chance."""
    raw, at, what = bytearray(raw), chance.randrange(len(raw)), chance.random()
    if what < 0.6:
        raw[at] ^= 1 << chance.randrange(8)
    elif what < 0.7:
        del raw[at]
    elif what < 0.8:
        raw.insert(at, chance.randrange(256))
    elif what < 0.9:
        del raw[at:]
    else:
        raw[at:at] = raw[at:at + 1 + chance.randrange(300)]
    return bytes(raw)


class Verifiers(CliTest):
    """`shared` has one log of two keys, the first of them stolen: as data folder, export, range, zip and tiles."""

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
        for number in (1, 2, 5, 5, 9, 4):
            server.decide(sequence=number, interaction=f"n-{number}")
        server.decide(stage="output", interaction="n-5")
        server.decide(sequence=2, interaction="n-5")
        for number in range(280):
            server.decide(interaction=f"many-{number}")
        server.stop()
        cls.whole, cls.range, cls.zip, cls.tiles = (cls.shared / name for name in ("whole", "range", "whole.zip", "tiles"))
        for made in [("export", cls.shared / "data", cls.whole), ("export", cls.shared / "data", cls.zip),
                     ("export", cls.shared / "data", cls.range, "--records", "5..14", "--receipts"),
                     ("tiles", cls.shared / "data", cls.tiles)]:
            done = run("ledger", *made)
            assert done.returncode == 0, done.stderr

    def agree(self, place, *options, key="first"):
        """Both verdicts, required to be the same. None where neither could look."""
        key = self.first_key if key == "first" else key
        done = run("ledger", "verify", place, *(["--key", key] if key else []), "--json", *options)
        earlier = [options[i + 1].read_bytes() for i, each in enumerate(options) if each == "--checkpoint"]
        try:
            theirs = verify(place, Question([Vkey(key)] if key else [], *earlier)).as_json()
        except (Malformed, Unavailable) as error:
            self.assertEqual(done.returncode, 3, f"{done.stdout}\n{error}")
            return None
        self.assertIn(done.returncode, (0, 1), f"{done.stderr}\n{theirs}")
        ours = json.loads(done.stdout)
        self.assertEqual(first(ours), first(theirs), f"{ours}\n{theirs}")
        self.assertEqual(ours["size"], theirs["size"])
        self.assertEqual(done.returncode, 0 if ours["ok"] else 1)
        return ours, theirs

    def agree_on_all(self, *arguments, **named):
        """On a good log each member of the two reports is the same."""
        ours, theirs = self.agree(*arguments, **named)
        self.assertTrue(ours["ok"], ours)
        self.assertEqual(ours, theirs)
        return ours

    def variant(self, of=None):
        folder = self.folder / "variant"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(of or self.whole, folder)
        return folder

    def agree_on_changes(self, of, count, key="first", seed=6):
        """Changes by chance of the files of `of`. Only two carry bytes that prove nothing: `checkpoints` the lines of keys
        that are not known, and the file `vkey` its newline."""
        chance = random.Random(seed)
        names = sorted(path.relative_to(of) for path in of.rglob("*")
                       if path.is_file() and path.stat().st_size and path.suffix not in (".md", ".py", ".txt"))
        for _ in range(count):
            folder, name = self.variant(of), chance.choice(names)
            (folder / name).write_bytes(change((of / name).read_bytes(), chance))
            with self.subTest(name=str(name), seed=seed):
                ours, _ = self.agree(folder, key=key)
                self.assertTrue(not ours["ok"] or name.name in ("checkpoints", "vkey"), ours)

    def test_whole_logs_are_whole_to_both_from_either_key(self):
        for key in (None, self.first_key, self.second_key):
            for place in (self.whole, self.zip, self.tiles):
                with self.subTest(key=key, place=place.name):
                    said = self.agree_on_all(place, key=key)
                    self.assertEqual(said["vkey"], self.second_key)
        said = self.agree_on_all(self.whole)
        self.assertEqual(said["records_checked"], said["size"])
        self.assertGreater(said["checkpoints_doubtful"], 5)
        self.assertEqual([key.get("revoked_at") is not None for key in said["keys"]], [True, False])

    def test_what_was_never_asked_is_told_by_both(self):
        said = self.agree_on_all(self.whole)["completeness"]
        self.assertEqual((said["missing_numbers"], said["repeated_numbers"], said["unchecked"]), (3, 2, 0))
        ours = json.loads(self.reeve("ledger", "verify", self.whole, "--json", "--grace", "0s").stdout)["completeness"]
        theirs = verify(self.whole, Question(grace=0)).as_json()["completeness"]
        self.assertEqual(ours, theirs)
        self.assertGreater(ours["unchecked"], 280)

    def test_a_range_is_whole_to_both_and_says_nothing_of_the_rest(self):
        said = self.agree_on_all(self.range, key=self.second_key)
        self.assertEqual(said["range"], {"first": 5, "end": 14})
        self.assertNotIn("completeness", said)
        self.assertIn("verify.range", self.reeve("ledger", "verify", self.range, "--require-complete", code=3).stderr)
        self.assertEqual(self.call(self.range, "--require-complete").returncode, 3)

    def test_changes_of_a_range_are_found_by_both_at_the_same_index(self):
        self.agree_on_changes(self.range, VARIANTS, key=self.second_key)

    def test_records_of_a_range_removed_moved_and_cut_are_found_by_both(self):
        lines = (self.range / "records.jsonl").read_bytes().splitlines(keepends=True)

        def altered(at, old=b'"tenant":"default"', new=b'"tenant":"another"'):
            return [*lines[:at], lines[at].replace(old, new), *lines[at + 1:]]
        prevs = [b'"prev":"' + json.loads(line)["prev"].encode() for line in lines]
        variants = [lines[:-1], lines[1:], [], lines + lines[-1:], lines[:3] + lines[4:], lines[::-1], lines[:-1] + [lines[-1][:40]]]
        variants += [altered(at) for at in range(len(lines))]
        variants += [altered(at, prevs[at], b'"prev":"' + b"0" * 64) for at in range(len(lines))]
        variants += [altered(at, b'"time":"2026', b'"time":"2027') for at in range(len(lines))]
        for i, changed in enumerate(variants):
            folder = self.variant(self.range)
            (folder / "records.jsonl").write_bytes(b"".join(changed))
            with self.subTest(variant=i):
                self.assertFalse(self.agree(folder, key=self.second_key)[0]["ok"])
        for name in ("first.tlog-proof", "last.tlog-proof", "leaves", "checkpoint", "vkey", "receipts/7.tlog-proof"):
            folder = self.variant(self.range)
            (folder / name).unlink()
            with self.subTest(gone=name):
                self.assertFalse(self.agree(folder, key=self.second_key)[0]["ok"])
        folder = self.variant(self.range)
        shutil.copy(folder / "receipts/7.tlog-proof", folder / "receipts/6.tlog-proof")
        self.assertEqual(first(self.agree(folder, key=self.second_key)[0]), (False, (6, "receipt.wrong")))

    def test_what_a_range_cannot_answer_is_not_passed_over(self):
        self.agree_on_all(self.range, "--checkpoint", self.whole / "checkpoint", key=self.second_key)
        bad = self.write("bad", (self.whole / "checkpoint").read_text().replace("\n\n", "\nx\n\n"))
        self.assertEqual(first(self.agree(self.range, "--checkpoint", bad, key=self.second_key)[0]), (False, (None, "earlier.signature")))
        witness = base64.b64encode(b"\4" + bytes(32)).decode()
        name = hashlib.sha256(b"w.example\n\4" + bytes(32)).hexdigest()[:8]
        policy = self.write("policy", f"log {self.second_key}\nwitness w w.example+{name}+{witness}\nquorum w\n")
        said = self.reeve("ledger", "verify", self.range, "--policy", policy, "--json", code=1).stdout
        self.assertEqual(first(json.loads(said)), (False, (None, "anchor.missing")))
        self.assertEqual(json.loads(self.call(self.range, "--policy", policy, "--json").stdout)["faults"][0]["code"], "anchor.missing")

    def test_changes_of_tiles_are_found_by_both_at_the_same_index(self):
        self.agree_on_changes(self.tiles, VARIANTS // 2)
        for name in ("tile/0/000", "tile/1/000.p/1", "tile/entries/000"):
            folder = self.variant(self.tiles)
            (folder / name).unlink()
            with self.subTest(gone=name):
                self.assertFalse(self.agree(folder)[0]["ok"])

    def test_tiles_are_read_from_a_web_server_by_both(self):
        folder = self.variant(self.tiles)
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
        handler.func.log_message = lambda *_: None
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            try:  # a thread that serves is stopped before its socket is closed
                address = f"http://127.0.0.1:{server.server_port}/"
                self.agree_on_all(address)
                self.assertEqual(first(self.agree(address + "elsewhere")[0]), (False, (None, "checkpoint.missing")))
                (folder / "vkey").unlink()
                self.assertEqual(first(self.agree(address, key=None)[0]), (False, (None, "key.form")))
                self.agree_on_all(address)
                tile = folder / "tile/entries/000"
                tile.write_bytes(tile.read_bytes().replace(b"employee", b"employed", 1))
                self.assertFalse(self.agree(address)[0]["ok"])
            finally:
                server.shutdown()

    def test_zips_that_are_changed_or_made_to_hurt_are_refused_by_both(self):
        chance, raw = random.Random(6), self.zip.read_bytes()
        for _ in range(VARIANTS // 6):
            path = self.folder / "changed.zip"
            path.write_bytes(change(raw, chance))
            with self.subTest(size=path.stat().st_size):
                self.agree(path)
        for names in (["../outside"], ["/outside"], ["a//b"], ["x", "x"]):
            with zipfile.ZipFile(self.folder / "bad.zip", "w") as archive:
                for name in names:
                    archive.writestr(name, "x")
            self.assertIsNone(self.agree(self.folder / "bad.zip"), names)
        folder = self.variant()
        blob = next((folder / "blobs").iterdir())
        blob.write_bytes(b"x")
        with zipfile.ZipFile(self.folder / "wrong.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                archive.write(path, path.relative_to(folder))
        self.assertEqual(first(self.agree(self.folder / "wrong.zip")[0]), (False, (None, "blob.damaged")))

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
                        self.assertEqual(ours["provable"], theirs["provable"])
                        self.assertLessEqual(theirs["provable"]["records"], count)

    def test_a_wrong_record_that_was_chained_and_leafed_anew_is_refused_by_both(self):
        records = [json.loads(line) for line in (self.whole / "records.jsonl").read_text().splitlines()]
        for victim in (0, 5, len(records) - 1):
            prev, lines, leaves = "0" * 64, [], []
            for record in records:
                record = dict(record, prev=prev)
                if record["index"] == victim:
                    record["tenant"] = "another"
                raw = canonical(record).encode()
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

    def test_receipts_are_judged_alike_whole_and_changed(self):
        page = json.loads(self.reeve("ledger", "search", self.shared / "data", "limit=3", "--proofs").stdout)
        key, chance = Vkey(self.second_key), random.Random(6)
        for each in page["records"]:
            raw, receipt = canonical(each["record"]).encode(), each["receipt"].encode()
            # The newest checkpoint is of the second key, which a receipt is verified with.
            said = verify_receipt(receipt, [key], record=raw)
            path = self.write("r.tlog-proof", each["receipt"])
            ours = self.reeve("receipt", "verify", path, "--key", self.second_key, "--record", self.write("r.json", raw.decode()), "--json")
            self.assertEqual(said, json.loads(ours.stdout))
            self.assertEqual((said["size"], said["index"]), (page["size"], each["record"]["index"]))
            with self.assertRaises(Malformed):
                verify_receipt(receipt, [key], record=raw + b" ")
            leaf = hashlib.sha256(b"\0" + raw).digest()
            for _ in range(VARIANTS // 8):
                path.write_bytes(change(receipt, chance))
                ours = subprocess.run([REEVE, "receipt", "verify", path, "--key", self.second_key, "--leaf", leaf.hex()],
                                      capture_output=True, check=False).returncode
                try:
                    verify_receipt(path.read_bytes(), [key], leaf=leaf)
                    self.assertEqual(ours, 0, path.read_bytes())
                except Malformed:
                    self.assertEqual(ours, 1, path.read_bytes())

    def test_numbers_and_texts_have_the_one_form_of_rfc_8785(self):
        for each in json.loads((SOURCE / "tests/vectors/jcs/numbers.json").read_text()):
            (number,) = struct.unpack(">d", bytes.fromhex(each["bits"]))
            with self.subTest(each["bits"]):
                if each["text"] is None:
                    with self.assertRaises(Malformed):
                        canonical(number)
                else:
                    self.assertEqual(canonical(number), each["text"])
        for raw in (b'{"a":1.0}', b'{"a":01}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'{"a":"\\u00e9"}', b'[1, 2]',
                    b'{"a":NaN}', b'"\xed\xa0\x80"', b"[" * 300 + b"]" * 300, b'{"a":9007199254740993}'):
            with self.subTest(raw), self.assertRaises(Malformed):
                parse_canonical(raw)
        for raw in (b'{"a":1e+30}', b'"\\u001f"', '"é😀"'.encode(), b"[-1,0.000001,1e-7,123456789012345680000]"):
            with self.subTest(raw):
                parse_canonical(raw)

    def test_the_arithmetic_of_rfc_8032_agrees_with_the_library(self):
        text = (self.whole / "checkpoint").read_text().rpartition("\n\n")
        message = (text[0] + "\n").encode()
        blob = base64.b64decode(text[2].split("\n")[0].split(" ")[2])
        public = Vkey(self.second_key).public
        self.assertTrue(signature._plain_verify(public, message, blob[4:]))
        self.assertFalse(signature._plain_verify(public, message + b"x", blob[4:]))
        self.assertFalse(signature._plain_verify(public, message, bytes(64)))

    def call(self, *arguments, program=SOURCE / "clients/python/reeve_verify"):
        return subprocess.run([sys.executable, "-B", program, *map(str, arguments)], check=False, capture_output=True, text=True)

    def test_the_command_says_what_it_finds_by_its_exit_code(self):
        good = self.call(self.whole, "--key", self.first_key)
        self.assertEqual(good.returncode, 0, good.stderr)
        self.assertIn("whole", good.stdout)
        self.assertEqual(self.call(self.whole, "--require-complete").returncode, 1)
        folder = self.variant()
        (folder / "leaves").write_text("")
        self.assertEqual(self.call(folder, "--json").returncode, 1)
        self.assertEqual(self.call(self.folder / "none").returncode, 3)
        self.assertEqual(self.call().returncode, 2)
        self.assertEqual(self.call("receipt", self.range / "first.tlog-proof").returncode, 2)
        lines = (self.range / "leaves").read_text().splitlines()
        asked = ("receipt", self.range / "receipts/7.tlog-proof", "--key", self.range / "vkey")
        self.assertEqual(self.call(*asked, "--leaf", lines[2]).returncode, 0)
        self.assertEqual(self.call(*asked, "--leaf", lines[3]).returncode, 1)
        self.assertEqual(self.call(*asked).returncode, 3)

    def test_the_verifier_that_an_export_holds_is_the_same(self):
        program = self.whole / "reeve_verify.py"
        for place in (self.whole, self.range, self.zip, self.tiles):
            with self.subTest(place.name):
                own, held = self.call(place, "--json"), self.call(place, "--json", program=program)
                self.assertEqual((held.returncode, held.stdout, held.stderr), (0, own.stdout, ""))
        asked = ("receipt", self.range / "first.tlog-proof", "--key", self.range / "vkey", "--record")
        record = self.write("record", (self.range / "records.jsonl").read_text().splitlines()[0])
        self.assertEqual(self.call(*asked, record, program=program).returncode, 0)


if __name__ == "__main__":
    run_module()
