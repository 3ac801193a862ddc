"""An export of real decisions, changed in every way that we can think of: each is refused with exit
code 1, and the record that is wrong is named.

$REEVE_TAMPER_STRIDE: of the positions in a record, every how many-th is changed (1: all of them).
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import tempfile

import foreign
from harness import REQUESTS, CliTest, Server, run, run_module

DECISIONS = 60
STRIDE = int(os.environ.get("REEVE_TAMPER_STRIDE", "1"))
SAMPLES = 3  # positions in each of the other records
WORKERS = os.cpu_count() or 2


def faults(said):
    """[(index or None, code)] of a report."""
    found = re.findall(r"^  (?:at (\d+): )?([a-z]+\.[a-z_]+): ", said, re.M)
    return [(int(index) if index else None, code) for index, code in found]


class Tampering(CliTest):
    @classmethod
    def setUpClass(cls):
        cls.shared = pathlib.Path(tempfile.mkdtemp(prefix="reeve-tamper-"))
        cls.addClassCleanup(shutil.rmtree, cls.shared, ignore_errors=True)
        server = Server(cls.shared / "data")
        cls.addClassCleanup(server.kill)
        for number in range(DECISIONS):
            if number == DECISIONS // 2:
                cls.earlier = cls.export_to("earlier")
            server.decide(**REQUESTS[number % len(REQUESTS)])
        cls.whole = cls.export_to("export")
        assert server.stop() == 0
        cls.key = str(cls.shared / "data/vkey")
        cls.records = (cls.whole / "records.jsonl").read_bytes().splitlines(keepends=True)
        cls.leaves = (cls.whole / "leaves").read_bytes().splitlines(keepends=True)
        assert len(cls.records) > DECISIONS

    @classmethod
    def export_to(cls, name):
        done = run("ledger", "export", cls.shared / "data", cls.shared / name)
        assert done.returncode == 0, done.stderr
        return cls.shared / name

    def changed(self, records=None, leaves=None, checkpoint=None, name="changed"):
        """A copy of the export in which these files hold something else."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.whole, folder)
        for file, content in (("records.jsonl", records), ("leaves", leaves), ("checkpoint", checkpoint)):
            if content is not None:
                (folder / file).write_bytes(content if isinstance(content, bytes) else b"".join(content))
        return folder

    def refused(self, folder, index, *more):
        """Verifies, and requires that the first record named is `index`; the fault's code."""
        done = self.reeve("ledger", "verify", folder, "--key", self.key, *more, code=1)
        self.assertIn("result      WRONG", done.stdout)
        found = faults(done.stdout)
        self.assertTrue(found, done.stdout)
        self.assertEqual(found[0][0], index, done.stdout)
        return found[0][1]

    def test_the_whole_export_is_accepted(self):
        self.reeve("ledger", "verify", self.changed(), "--key", self.key)

    # One byte -----------------------------------------------------------------------------------

    def positions(self):
        """(record, offset in it), and for each how its byte is changed."""
        choice = random.Random(8484)
        decisions = [i for i, record in enumerate(self.records) if b'"kind":"decision"' in record]
        every = {1, min(decisions, key=lambda i: len(self.records[i]))}
        for index, record in enumerate(self.records):
            size = len(record)  # with its newline
            offsets = range(choice.randrange(STRIDE), size, STRIDE) if index in every else \
                sorted(choice.sample(range(size), SAMPLES))
            for offset in offsets:
                yield index, offset, choice.randrange(1, 256)

    def test_a_changed_byte_anywhere_in_a_record_is_refused_with_its_index(self):
        starts = [0]
        for record in self.records:
            starts.append(starts[-1] + len(record))
        whole = b"".join(self.records)

        def attempt(job):
            number, (index, offset, mask) = job
            folder = self.folder / f"byte-{number % WORKERS}-{number}"
            folder.mkdir()
            for file in ("leaves", "checkpoint", "vkey"):
                (folder / file).symlink_to(self.whole / file)
            at = starts[index] + offset
            (folder / "records.jsonl").write_bytes(whole[:at] + bytes([whole[at] ^ mask]) + whole[at + 1:])
            done = run("ledger", "verify", folder, "--key", self.key)
            shutil.rmtree(folder)
            found = faults(done.stdout)
            if done.returncode != 1 or not found or found[0][0] != index:
                return f"record {index}, byte {offset}, xor {mask}: {done.returncode} {done.stdout} {done.stderr}"
            return None

        jobs = list(enumerate(self.positions()))
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            wrong = [said for said in pool.map(attempt, jobs) if said]
        self.assertEqual(wrong[:3], [], f"{len(wrong)} of {len(jobs)} changes")
        self.assertGreaterEqual(len(jobs), SAMPLES * (len(self.records) - 2))
        print(f"{len(jobs)} bytes changed in {len(self.records)} records, each refused with its index")

    def test_a_changed_byte_with_a_leaf_to_match_is_refused_with_its_index(self):
        for index in (0, 1, 7, len(self.records) // 2, len(self.records) - 2, len(self.records) - 1):
            with self.subTest(index):
                bad = self.records[index].replace(b'"tenant":"default"', b'"tenant":"defaulT"', 1)
                self.assertNotEqual(bad, self.records[index])
                leaf = foreign.leaf_hash(bad.rstrip(b"\n")).hex().encode() + b"\n"
                folder = self.changed(self.records[:index] + [bad] + self.records[index + 1:],
                                      self.leaves[:index] + [leaf] + self.leaves[index + 1:])
                self.refused(folder, index)

    def test_a_log_rewritten_from_a_record_on_is_refused(self):
        """The forger who redoes every hash and cannot sign."""
        index = 20
        records, leaves, prev = self.records[:index], self.leaves[:index], None
        for number, record in enumerate(self.records[index:], index):
            value = json.loads(record)
            if number == index:
                value["tenant"] = "other"
            else:
                value["prev"] = prev
            line = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            prev = foreign.leaf_hash(line).hex()
            records.append(line + b"\n")
            leaves.append(prev.encode() + b"\n")
        folder = self.changed(records, leaves)
        done = self.reeve("ledger", "verify", folder, "--key", self.key, code=1)
        self.assertTrue(faults(done.stdout), done.stdout)
        # A checkpoint kept from earlier proves no more than that the log is another one.
        self.reeve("ledger", "verify", folder, "--key", self.key, "--checkpoint", self.earlier / "checkpoint", code=1)

    def test_a_changed_byte_in_leaves_is_refused_with_its_index(self):
        for index in (0, 9, len(self.leaves) - 1):
            for offset in (0, 31, 63):
                digit = self.leaves[index][offset:offset + 1]
                bad = bytearray(self.leaves[index])
                bad[offset:offset + 1] = b"0" if digit != b"0" else b"1"
                self.refused(self.changed(leaves=self.leaves[:index] + [bytes(bad)] + self.leaves[index + 1:]), index)

    def test_a_changed_byte_anywhere_in_the_checkpoint_is_refused(self):
        whole = (self.whole / "checkpoint").read_bytes()
        for offset in range(0, len(whole), 2 * STRIDE):
            bad = bytearray(whole)
            bad[offset] ^= 1
            done = self.reeve("ledger", "verify", self.changed(checkpoint=bytes(bad)), "--key", self.key, code=1)
            self.assertTrue(any(code.startswith("checkpoint.") for _, code in faults(done.stdout)),
                            (offset, done.stdout))

    # Records removed, moved, doubled -------------------------------------------------------------

    def test_a_removed_record_is_refused_with_its_index(self):
        for index in (0, 1, 5, len(self.records) // 2, len(self.records) - 2, len(self.records) - 1):
            with self.subTest(index):
                without = self.records[:index] + self.records[index + 1:]
                self.assertEqual(self.refused(self.changed(without), index), "record.missing")
                leaves = self.leaves[:index] + self.leaves[index + 1:]
                self.refused(self.changed(without, leaves), index)

    def test_a_cut_tail_is_refused_with_the_first_that_is_missing(self):
        for lost in (1, 2, 17, len(self.records)):
            with self.subTest(lost):
                left = len(self.records) - lost
                self.refused(self.changed(self.records[:left]), left)
                self.refused(self.changed(self.records[:left], self.leaves[:left]), left)

    def test_half_a_line_is_refused_with_its_index(self):
        last = len(self.records) - 1
        for keep in (len(self.records[last]) // 2, 1, len(self.records[last]) - 2, len(self.records[last]) - 1):
            with self.subTest(keep):
                self.refused(self.changed(self.records[:last] + [self.records[last][:keep]]), last)

    def test_two_records_swapped_are_refused_with_the_first(self):
        for one, other in ((3, 4), (0, 9), (10, 40), (len(self.records) - 2, len(self.records) - 1)):
            with self.subTest((one, other)):
                records, leaves = list(self.records), list(self.leaves)
                records[one], records[other] = records[other], records[one]
                leaves[one], leaves[other] = leaves[other], leaves[one]
                self.refused(self.changed(records), one)
                self.refused(self.changed(records, leaves), one)

    def test_a_record_that_stands_twice_is_refused_where_it_should_not(self):
        for index in (0, 12, len(self.records) - 1):
            with self.subTest(index):
                records = self.records[:index + 1] + self.records[index:]
                self.refused(self.changed(records), index + 1)
                self.refused(self.changed(records, self.leaves[:index + 1] + self.leaves[index:]), index + 1)

    def test_a_line_added_is_refused(self):
        end = len(self.records)
        for extra in (b"\n", b"{}\n", b"x", self.records[5]):
            with self.subTest(extra[:9]):
                self.refused(self.changed(self.records + [extra]), end)

    def test_other_newlines_and_a_byte_order_mark_are_refused(self):
        self.refused(self.changed([line[:-1] + b"\r\n" for line in self.records]), 0)
        self.refused(self.changed([b"\xef\xbb\xbf"] + self.records), 0)
        self.refused(self.changed(b""), 0)

    # Checkpoint and key ---------------------------------------------------------------------------

    def test_an_older_checkpoint_of_the_same_log_is_refused_with_the_first_record_behind_it(self):
        older = (self.earlier / "checkpoint").read_bytes()
        size = int(older.splitlines()[1])
        self.assertLess(size, len(self.records))
        self.refused(self.changed(checkpoint=older), size)
        # A whole export of that time is accepted: only someone who has seen more can tell.
        self.reeve("ledger", "verify", self.earlier, "--key", self.key)
        self.refused(self.earlier, size, "--checkpoint", self.whole / "checkpoint")

    def test_no_checkpoint_is_refused(self):
        folder = self.changed()
        (folder / "checkpoint").unlink()
        done = self.reeve("ledger", "verify", folder, "--key", self.key, code=1)
        self.assertIn((None, "checkpoint.missing"), faults(done.stdout))

    def test_another_key_is_refused(self):
        origin = (self.shared / "data/origin").read_text().strip()
        other = self.reeve("key", "new", "--origin", origin, self.folder / "k").stdout.strip()
        for folder in (self.changed(), self.shared / "data"):
            done = self.reeve("ledger", "verify", folder, "--key", other, code=1)
            self.assertIn("WRONG", done.stdout)

    def test_a_folder_whose_key_was_replaced_is_refused_by_who_knows_the_key(self):
        origin = (self.shared / "data/origin").read_text().strip()
        folder = self.changed()
        (folder / "vkey").write_text(self.reeve("key", "new", "--origin", origin, self.folder / "k").stdout)
        self.reeve("ledger", "verify", folder, "--key", self.key, code=1)

    def test_a_changed_blob_is_refused(self):
        folder = self.changed()
        (blob,) = (folder / "blobs").iterdir()
        content = bytearray(blob.read_bytes())
        content[len(content) // 2] ^= 1
        blob.write_bytes(content)
        self.assertNotEqual(hashlib.sha256(content).hexdigest(), blob.name)
        self.assertIn("blob.damaged", self.reeve("ledger", "verify", folder, "--key", self.key, code=1).stdout)


if __name__ == "__main__":
    run_module()
