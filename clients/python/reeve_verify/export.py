"""A whole log as an export, and a range of one."""
import hashlib
import re

from .form import MAX_RECORD, Malformed, decode_base64, lines_of, whole_number
from .judge import (Chain, Judge, check_earlier, choose_keys, find_key_records, judge_by_chain, judge_by_leaves,
                    open_head)
from .merkle import Tree, root_of
from .note import MAX_NOTE, Checkpoint
from .receipt import Receipt
from .report import Report

FIRST, LAST = "first.tlog-proof", "last.tlog-proof"


def is_range(folder):
    return (folder / FIRST).exists() or (folder / LAST).exists()


def read_leaves(path):
    """The leaves, or those before the first line that is none, and whether that is all."""
    leaves = []
    try:
        for line in lines_of(path, 64):
            if not re.fullmatch(rb"[0-9a-f]{64}", line):
                return leaves, False
            leaves.append(bytes.fromhex(line.decode()))
    except Malformed:
        return leaves, False
    return leaves, True


def kept_checkpoints(path):
    """The lines of `checkpoints`: sizes and notes."""
    for line in lines_of(path, MAX_NOTE * 2):
        size, blank, note = line.decode("ascii", "replace").partition(" ")
        size = whole_number(size)
        if not blank or size is None:
            raise Malformed("a line is not a size and a note")
        yield size, decode_base64(note)


def check_kept(path, leaves, judge):
    """Every line of `checkpoints` against the leaves before it, where they are known; one fault."""
    tree, report = Tree(), judge.report
    try:
        for size, note in kept_checkpoints(path):
            if leaves is not None and size > len(leaves):
                return report.fault(None, "checkpoint.extra", f"a checkpoint of size {size} is kept")
            while leaves is not None and tree.size < size:
                tree.add(leaves[tree.size])
            try:
                checkpoint = Checkpoint(note, judge.history)
            except Malformed as error:
                return report.fault(None, "checkpoint.signature", f"that of size {size}: {error}")
            if checkpoint.size != size or (leaves is not None and tree.size != size):
                return report.fault(None, "checkpoint.size", f"{size} is kept under another size")
            if leaves is not None and checkpoint.root != tree.root():
                return report.fault(None, "checkpoint.root", f"that of size {size} has another root")
            judge.believe(checkpoint)
    except Malformed as error:
        report.fault(None, "checkpoint.form", str(error))
    return None


def kept_roots(path, history):
    """The roots of the checkpoints that are signed, by size; the others are passed over."""
    roots = {}
    try:
        for size, note in kept_checkpoints(path):
            try:
                checkpoint = Checkpoint(note, history)
            except Malformed:
                continue
            roots[checkpoint.size] = checkpoint.root
    except Malformed:
        pass
    return roots


def check_blobs(folder, report):
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        digest = hashlib.sha256()
        with open(path, "rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
        if digest.hexdigest() != path.name:
            report.fault(None, "blob.damaged", f"`{path.name}` is not what its name says")
            return
        report.blobs_checked += 1


def verify_export(folder, question):
    """A Report on the export of a whole log in `folder`."""
    report = Report()

    def records():
        return lines_of(folder / "records.jsonl", MAX_RECORD)
    history = choose_keys(folder, find_key_records(records()), question, report)
    head = open_head(folder, history, report)
    leaves, complete = read_leaves(folder / "leaves")
    is_signed = complete and head is not None and head.size == len(leaves) and root_of(leaves) == head.root
    judge = Judge(history, report, question)
    report.checkpoints_checked = 0 if head is None else 1
    if is_signed:
        check_earlier(question, history, leaves, report)
        check_kept(folder / "checkpoints", leaves, judge)
        judge_by_leaves(records(), leaves, judge)
    else:
        check_earlier(question, history, None, report)
        kept = kept_roots(folder / "checkpoints", history) if history else {}
        leaves = judge_by_chain(records(), leaves, head, kept, judge)
    judge.finish(leaves)
    check_blobs(folder / "blobs", report)
    return report


# A range ----------------------------------------------------------------------------------------------

class _Range:
    """The last receipt proves the last record, each record the one before it, the first receipt where it begins."""

    def __init__(self, folder, question):
        self.folder, self.question, self.report = folder, question, Report()

    def verify(self):
        folder, report = self.folder, self.report
        self.history = choose_keys(folder, {}, self.question, report)
        if self.history is not None:
            self.head = open_head(folder, self.history, report)
            self._judge_what_was_asked()
            judge = Judge(self.history, report, self.question, in_range=True)
            receipts = self._receipts()
            if receipts:
                self._judge_records(judge, *receipts)
            if not report.faults:
                check_kept(folder / "checkpoints", None, judge)
        check_blobs(folder / "blobs", report)
        return report

    def _judge_what_was_asked(self):
        """Of an earlier checkpoint a range can tell little, of cosigned ones nothing."""
        earlier, policy, head = self.question.earlier, self.question.policy, self.head
        check_earlier(self.question, self.history, None, self.report)
        if earlier is not None and head is not None and not self.report.faults:
            earlier = Checkpoint(earlier, self.history)
            if earlier.size == head.size and earlier.root != head.root:
                self.report.fault(None, "earlier.root", "the earlier checkpoint has another root at the same size")
        if policy and policy.asks_witnesses():
            self.report.fault(None, "anchor.missing", "of a range no cosigned checkpoint is proven, which the policy asks for")

    def _receipts(self):
        out = []
        for name in (FIRST, LAST):
            try:
                out.append(Receipt((self.folder / name).read_bytes()))
            except (OSError, Malformed) as error:
                self.report.fault(None, "receipt.malformed", f"`{name}` does not read: {error}")
                return None
        self.report.range = (out[0].index, out[1].index + 1)
        return out

    def _why_not(self, receipt, leaf):
        """Why the receipt does not prove the leaf under the folder's checkpoint; or None."""
        try:
            checkpoint = receipt.prove(leaf, self.history)
            if self.head is not None and (checkpoint.size, checkpoint.root) != (self.head.size, self.head.root):
                raise Malformed("it is under another checkpoint than the folder's")
        except Malformed as error:
            return str(error)
        return None

    def _judge_records(self, judge, first, last):
        report, chain = self.report, Chain(judge, first.index)
        if not chain.read(lines_of(self.folder / "records.jsonl", MAX_RECORD)):
            return
        if chain.end() != last.index + 1 or not chain.hashes:
            report.fault(chain.end(), "range.ends", f"the records do not end with record {last.index}, as the receipt does")
            return
        is_last_proven = self._believe(last, chain.hashes[-1])
        if chain.broken is not None and is_last_proven:
            chain.blame(max(chain.broken - 1, chain.first))
        elif is_last_proven:
            self._believe(first, chain.hashes[0])
            self._judge_leaves(chain)
            self._judge_receipts(chain)

    def _believe(self, receipt, leaf):
        wrong = self._why_not(receipt, leaf)
        if wrong:
            self.report.fault(receipt.index, "receipt.wrong",
                              f"record {receipt.index} is not the one that the receipt proves: {wrong}")
        return not wrong

    def _judge_leaves(self, chain):
        leaves, _ = read_leaves(self.folder / "leaves")
        for at, leaf in enumerate(chain.hashes):
            if at >= len(leaves) or leaves[at] != leaf:
                self.report.fault(chain.first + at, "leaves.altered", f"`leaves` has not the hash of record {chain.first + at}")
                return
        if (self.folder / "leaves").stat().st_size != 65 * len(chain.hashes):
            self.report.fault(chain.end(), "leaves.altered", "`leaves` goes on behind the last record")

    def _judge_receipts(self, chain):
        folder = self.folder / "receipts"
        if not folder.is_dir():
            return
        for at, leaf in enumerate(chain.hashes, chain.first):
            try:
                receipt = Receipt((folder / f"{at}.tlog-proof").read_bytes())
            except (OSError, Malformed) as error:
                self.report.fault(at, "receipt.malformed", f"the receipt of record {at} does not read: {error}")
                return
            wrong = self._why_not(receipt, leaf) if receipt.index == at else "it is of another index"
            if wrong:
                self.report.fault(at, "receipt.wrong", f"the receipt of record {at} does not prove it: {wrong}")
                return


def verify_range(folder, question):
    """A Report on the export of a range in `folder`."""
    return _Range(folder, question).verify()
