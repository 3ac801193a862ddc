"""Holds the verifier of clients/python to the vectors beside this, as vectors_test.cc holds Reeve to them."""
import base64
import json
import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "clients/python"))

from reeve_verify.command import verify, verify_receipt  # noqa: E402
from reeve_verify.form import Malformed  # noqa: E402
from reeve_verify.judge import Question  # noqa: E402
from reeve_verify.keys import KeyHistory  # noqa: E402
from reeve_verify.merkle import leaf_hash, root_by_path, root_of  # noqa: E402
from reeve_verify.note import WITNESS_KEY, Checkpoint, Vkey, open_note  # noqa: E402
from reeve_verify.policy import Policy  # noqa: E402
from reeve_verify.record import Record  # noqa: E402
from reeve_verify.tiles import parse_tile_path, tile_path, verify_tiles  # noqa: E402


def vectors(name):
    return json.loads((HERE / f"{name}.json").read_text("utf-8"))


class Vectors(unittest.TestCase):
    def test_tree(self):
        given = vectors("tree")
        leaves = [leaf_hash(f"entry {number}".encode()) for number in range(260)]
        self.assertEqual([leaf.hex() for leaf in leaves[:8]], given["leaves"])
        for size, root in given["roots"].items():
            self.assertEqual(root_of(leaves[:int(size)]).hex(), root)
        for each in given["inclusion"]:
            path = [base64.b64decode(line) for line in each["proof"]]
            proven = [bytes.fromhex(each[name]) for name in ("leaf", "root")]
            self.assertEqual(root_by_path(each["index"], each["size"], proven[0], path), proven[1])
            for at in range(len(path)):
                wrong = [*path[:at], bytes([path[at][0] ^ 1]) + path[at][1:], *path[at + 1:]]
                self.assertNotEqual(root_by_path(each["index"], each["size"], proven[0], wrong), proven[1])

    def test_records(self):
        given = vectors("records")
        for each in given["accepted"]:
            record = Record(each["record"].encode())
            self.assertEqual((record.index, record.leaf.hex()), (each["index"], each["leaf"]))
        for each in given["refused"]:
            with self.subTest(each["why"]), self.assertRaises(Malformed):
                Record(each["record"].encode())

    def test_notes(self):
        given = vectors("notes")
        history = KeyHistory(Vkey(given["vkey"]))
        whole = given["checkpoint"]
        found = Checkpoint(whole["note"].encode(), history)
        self.assertEqual((found.origin, found.size, found.root.hex()), (whole["origin"], whole["size"], whole["root"]))
        self.assertEqual(Checkpoint(given["empty"].encode(), history).size, 0)
        for each in given["accepted"]:
            self.assertEqual(Checkpoint(each["note"].encode(), history).root, found.root, each["why"])
        for each in given["refused"]:
            with self.subTest(each["why"]), self.assertRaises(Malformed):
                Checkpoint(each["note"].encode(), history)
        cosigned = given["cosignature"]
        witness = Vkey(cosigned["vkey"], WITNESS_KEY)
        self.assertEqual(open_note((cosigned["text"] + "\n" + cosigned["line"]).encode(), [witness])[1], [witness])
        with self.assertRaises(Malformed):
            open_note((cosigned["text"].replace("\n7\n", "\n6\n") + "\n" + cosigned["line"]).encode(), [witness])

    def test_receipts(self):
        for each in vectors("receipts"):
            policy, record = Policy(each["policy"].encode()), each["record"].encode()
            with self.subTest(each["why"]):
                try:
                    found = verify_receipt(each["receipt"].encode(), policy.logs, policy, record=record)
                    self.assertEqual(found["index"], json.loads(record)["index"])
                    self.assertTrue(each["proven"])
                except Malformed:
                    self.assertFalse(each["proven"])

    def test_tiles(self):
        given = vectors("tiles")
        for each in given["paths"]:
            self.assertEqual(parse_tile_path(each["path"]), (each["level"], each["index"], each["width"]))
            self.assertEqual(tile_path(each["level"], each["index"], each["width"]), each["path"])
        for path in given["refused"]:
            with self.subTest(path), self.assertRaises(Malformed):
                parse_tile_path(path)

    def test_tiles_of_a_log_of_three_levels(self):
        """Made here as make.py does: 600 records, of which the tiles of hashes are given by their SHA-256 above."""
        sys.path.insert(0, str(HERE))
        import make  # by which the vectors are made
        make.BODIES = [("decision", "decision", {"n": number}) for number in range(600)]
        lines = make.records(lambda index, record: record.update(time=f"2026-11-18T11:{index // 60:02}:{index % 60:02}.000000Z"))
        leaves = [make.leaf_hash(line) for line in lines]
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "vkey").write_text(make.LOG.vkey)
            (folder / "checkpoint").write_text(make.checkpoint(leaves))
            for number, width in [(0, 256), (1, 256), (2, 88)]:
                part = slice(number * 256, number * 256 + width)
                bundle = b"".join(len(line).to_bytes(2, "big") + line for line in lines[part])
                for level, raw in [("entries", bundle), (0, b"".join(leaves[part]))]:
                    path = folder / tile_path(level, number, width)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(raw)
            upper = folder / tile_path(1, 0, 2)
            upper.parent.mkdir(parents=True)
            upper.write_bytes(b"".join(make.root(leaves[at:at + 256]) for at in (0, 256)))
            report = verify_tiles(folder, Question())
            self.assertEqual((report.faults, report.records_checked), ([], 600))
            raw = upper.read_bytes()
            upper.write_bytes(raw[:40] + bytes([raw[40] ^ 1]) + raw[41:])
            self.assertEqual([(each["index"], each["code"]) for each in verify_tiles(folder, Question()).faults], [(511, "tree.altered")])

    def test_logs(self):
        for each in vectors("logs"):
            with self.subTest(each["why"]), tempfile.TemporaryDirectory() as folder:
                folder = pathlib.Path(folder)
                (folder / "records.jsonl").write_bytes(b"".join(line.encode() + b"\n" for line in each["records"]))
                (folder / "leaves").write_text("".join(leaf + "\n" for leaf in each["leaves"]))
                (folder / "checkpoint").write_bytes(each["checkpoint"].encode())
                (folder / "vkey").write_text(each["vkey"] + "\n")
                faults = verify(folder, Question()).as_json()["faults"]
                found = {"code": faults[0]["code"], "index": faults[0].get("index")} if faults else None
                self.assertEqual(found, each["fault"])


if __name__ == "__main__":
    unittest.main()
