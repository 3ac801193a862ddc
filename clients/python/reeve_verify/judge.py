"""Judges records, against their signed leaves or by their chain, and finds the keys that a log has."""
from .anchors import Anchors
from .completeness import GRACE, Completeness
from .form import Malformed
from .keys import KEY_KINDS, KeyHistory
from .merkle import Tree, leaf_hash, root_of
from .note import Checkpoint, Vkey
from .record import Record

NO_RECORD = "0" * 64


class Question:
    """What the caller knows and wants to know."""

    def __init__(self, keys=(), earlier=None, policy=None, authorities=None, grace=GRACE):
        self.keys = list(keys) or (policy.logs if policy else [])
        self.earlier, self.policy, self.authorities, self.grace = earlier, policy, authorities, grace


def find_key_records(records):
    """By id. Records that cannot be read are judged later."""
    found = {}
    try:
        for raw in records:
            if b'"id":"key-' in raw:
                try:
                    record = Record(raw)
                except Malformed:
                    continue
                if record.kind in KEY_KINDS:
                    found[record.id] = record
    except Malformed:
        pass
    return found


def first_key(own, records):
    """What a folder names is any of the log's keys; the first record about keys names the first."""
    try:
        return Vkey(records["key-1"].body["old"])
    except (KeyError, AttributeError, TypeError, Malformed):
        return own


def choose_keys(folder, records, question, report):
    """The history of the log's keys, or None; `records` are those about keys, by id."""
    report.key_pinned = bool(question.keys)
    history = None
    try:
        own = Vkey((folder / "vkey").read_text("utf-8"))
    except (OSError, UnicodeError, Malformed) as error:
        report.fault(None, "key.form", f"the folder's key: {error}")
    else:
        history = KeyHistory(first_key(own, records))
        try:
            while f"key-{history.records + 1}" in records:
                history.apply(records[f"key-{history.records + 1}"])
            if not history.has(own):
                raise Malformed("the folder's key is none of those that its records tell")
        except Malformed as error:
            report.fault(None, "key.history", str(error))
        if question.keys and not any(history.has(key) for key in question.keys):
            report.fault(None, "key.other", f"the folder names the key `{own.text}`")
            history = None
    if history is None and question.keys:
        history = KeyHistory(question.keys[0])
    if history is not None:
        report.vkey, report.origin = history.active().text, history.active().name
        report.keys = history.as_json()
    return history


def open_head(folder, history, report):
    """The checkpoint of the log's end, or None."""
    try:
        raw = (folder / "checkpoint").read_bytes()
    except OSError:
        report.fault(None, "checkpoint.missing", "there is no checkpoint of the log's end")
        return None
    try:
        if history is None:
            raise Malformed("there is no key")
        head = Checkpoint(raw, history)
    except Malformed as error:
        report.fault(None, "checkpoint.signature", f"the checkpoint is not signed: {error}")
        return None
    report.size, report.root = head.size, head.root
    return head


def check_earlier(question, history, leaves, report):
    """Whether the log begins with what the checkpoint has seen. `leaves` is None where they are not known."""
    if question.earlier is None or history is None:
        return
    try:
        earlier = Checkpoint(question.earlier, history)
    except Malformed as error:
        report.fault(None, "earlier.signature", str(error))
        return
    if leaves is None:
        return
    if earlier.size > len(leaves):
        report.fault(len(leaves), "earlier.behind", f"the earlier checkpoint has seen {earlier.size} records")
    elif root_of(leaves[:earlier.size]) != earlier.root:
        report.fault(None, "earlier.root", "the log does not begin with the records seen then")


class Judge:
    """Judges what a record says beside its hash: time, origin, keys. Collects what is judged at the end."""

    def __init__(self, history, report, question, in_range=False):
        self.history, self.report = history, report
        self.followed = KeyHistory(history.keys[0]["key"]) if history and not in_range else None
        self.anchors = Anchors(question.policy, question.authorities)
        self.completeness = Completeness(question.grace)
        self.signed = []  # (size, keys) of each checkpoint that was believed
        self.times = []

    def envelope(self, record, at):
        """False after a fault."""
        report = self.report
        if self.times and record.time < self.times[-1]:
            report.fault(at, "record.time", f"record {at} is older than the one before")
            return False
        if report.origin and record.origin != report.origin:
            report.fault(at, "record.origin", f"record {at} is of another log")
            return False
        if self.followed and record.kind in KEY_KINDS:
            try:
                self.followed.apply(record)
            except Malformed as error:
                report.fault(at, "key.history", str(error))
                return False
        self.times.append(record.time)
        report.first_time, report.last_time = self.times[0], record.time
        self.anchors.add(record)
        self.completeness.add(record)
        return True

    def believe(self, checkpoint):
        self.signed.append((checkpoint.size, checkpoint.signed_by))
        self.report.checkpoints_checked = len(self.signed)

    def finish(self, leaves):
        """Once the records were read: anchors, completeness, checkpoints of keys in other hands."""
        if self.history is not None:
            self.anchors.judge(self.history, leaves, self.report)
        self.report.completeness = self.completeness.as_json()
        for size, keys in self.signed:
            at = max(size - 1, 0)  # a checkpoint was signed when the last record under it was written
            if at < len(self.times) and any(self.history.doubts(key, self.times[at]) for key in keys):
                self.report.checkpoints_doubtful += 1


def parse(raw):
    try:
        return Record(raw)
    except Malformed as error:
        return error


def judge_by_leaves(records, leaves, judge):
    """Each record against its signed leaf. Behind the first fault the others are still counted."""
    report = judge.report
    previous, at, whole = NO_RECORD, 0, True
    proven = bytearray(len(leaves))
    try:
        for raw in records:
            record, leaf = parse(raw), leaf_hash(raw)
            if whole:
                whole = _judge_one(record, leaf, at, leaves, previous, judge)
                if at < len(leaves) and leaves[at] == leaf:
                    proven[at] = 1
                if whole:
                    previous = leaf.hex()
                    at += 1
                    report.records_checked = at
                    continue
            if isinstance(record, Record) and record.index < len(leaves) and leaves[record.index] == leaf:
                proven[record.index] = 1
    except Malformed as error:
        if whole:
            report.fault(at, "record.unreadable", str(error))
            whole = False
    report.prove("leaves", proven)
    if whole and at < len(leaves):
        report.fault(at, "record.missing", f"the log is cut: record {at} and what follows")


def _judge_one(record, leaf, at, leaves, previous, judge):
    report = judge.report
    if at >= len(leaves):
        report.fault(at, "record.extra", f"record {at} is not under the signed checkpoint")
    elif leaves[at] != leaf:
        if isinstance(record, Record) and record.index > at:
            report.fault(at, "record.missing", f"record {at} is missing from its place")
        else:
            report.fault(at, "record.altered", f"record {at} is not the one that was signed")
    elif not isinstance(record, Record):
        report.fault(at, "record.form", str(record))
    elif record.index != at:
        report.fault(at, "record.out_of_place", f"record {at} is not in its place")
    elif record.prev != previous:
        report.fault(at, "record.chain", f"record {at} was signed with a wrong previous hash")
    else:
        return judge.envelope(record, at)
    return False


class Chain:
    """The records of a log, or of a range of one that begins at `first`, each judged by the one behind it."""

    def __init__(self, judge, first=0):
        self.judge, self.report, self.first = judge, judge.report, first
        self.hashes, self.prevs = [], []
        self.broken = None  # the first record whose `prev` is not the hash of the one before

    def end(self):
        return self.first + len(self.hashes)

    def read(self, records):
        """False after a fault. `broken` may still be set, where the last two records do not fit."""
        try:
            for raw in records:
                if not self._add(raw):
                    return False
            return True
        except Malformed as error:
            self.report.fault(self.end(), "record.unreadable", str(error))
            return False

    def _add(self, raw):
        at, record = self.end(), parse(raw)
        if not isinstance(record, Record):
            self.report.fault(at, "record.form", str(record))
            return False
        if record.index != at:
            self.report.fault(at, "record.out_of_place", f"record {at} is not in its place: {record.index} stands there")
            return False
        before = self.hashes[-1].hex() if self.hashes else NO_RECORD if at == 0 else record.prev
        if self.broken is not None:
            return self.blame(self.broken if record.prev != before else max(self.broken - 1, self.first))
        if record.prev != before:
            self.broken = at
        elif not self.judge.envelope(record, at):
            return False
        self.hashes.append(record.leaf)
        self.prevs.append(record.prev)
        self.report.records_checked = len(self.hashes)
        return True

    def blame_one_of_the_last_two(self, is_last_whole):
        return self.blame(max(self.broken - 1, self.first) if is_last_whole else self.broken)

    def blame(self, at):
        self.report.fault(at, "record.altered", f"record {at} breaks the chain of leaf hashes")
        return False


def judge_by_chain(records, leaves, head, kept, judge):
    """Where the leaves are not those that were signed. `kept` has the roots of signed checkpoints by size."""
    report, chain = judge.report, Chain(judge)
    went_well = chain.read(records)
    hashes, tree, proven = chain.hashes, Tree(), 0
    roots = dict(kept)
    if head is not None:
        roots[head.size] = head.root
    for leaf in hashes:
        tree.add(leaf)
        if tree.size in roots and tree.root() == roots[tree.size]:
            proven = tree.size
    if proven:
        report.prove("checkpoint", bytearray(b"\1" * proven + b"\0" * (max(head.size - proven, 0) if head else 0)))
    if went_well:
        _judge_end(chain, leaves, head, tree, report)
    return hashes


def _judge_end(chain, leaves, head, tree, report):
    hashes = chain.hashes
    signed = head is not None and head.size == len(hashes)
    if chain.broken is not None:
        as_linked = hashes[:-1]
        if as_linked:
            as_linked[-1] = bytes.fromhex(chain.prevs[-1])
        chain.blame_one_of_the_last_two(not signed or root_of(as_linked + hashes[-1:]) == head.root)
    elif head is not None and len(hashes) < head.size:
        report.fault(len(hashes), "record.missing", "the log is cut")
    elif head is not None and len(hashes) > head.size:
        report.fault(head.size, "record.extra", "not under the signed checkpoint")
    elif hashes and head is not None and tree.root() != head.root:
        report.fault(len(hashes) - 1, "record.altered", "the signed root is another")
    else:
        for at, leaf in enumerate(hashes):
            if at >= len(leaves) or leaves[at] != leaf:
                return report.fault(at, "leaves.altered", f"the leaf hash of record {at} is not the stored one")
        if not report.faults:
            report.fault(None, "leaves.altered", "the stored leaf hashes are not those of the records")
    return None
