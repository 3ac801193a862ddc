#!/usr/bin/env python3
"""reeve-verify: verifies an export of a ledger, or a receipt, without Reeve.

A second implementation of docs/ledger-format.md, written from that page and from nothing else, so
that an error in one of the two shows as a disagreement. It needs Python 3.9 and, to be fast, one of
the packages `cryptography` and `PyNaCl`; without either it verifies signatures by the arithmetic of
RFC 8032 itself, which is slow and just as right.

  reeve_verify.py FOLDER [--key VKEY] [--checkpoint FILE] [--json]
  reeve_verify.py --receipt FILE --record FILE --key VKEY

Exit codes: 0 whole, 1 not, 2 wrong usage, 3 could not be looked at.
"""
import argparse
import base64
import binascii
import hashlib
import json
import pathlib
import re
import sys

MAX_RECORD = 65_535
MAX_NOTE = 1 << 20
MAX_SIGNATURES = 100
MAX_DEPTH = 256
FIELDS = ["body", "id", "index", "kind", "log", "origin", "prev", "tenant", "time", "v"]
TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.\d{6}Z")
KEY_KINDS = ("key.rotated", "key.revoked")


class Malformed(Exception):
    """What was read is not of the form that the format document gives."""


# Ed25519 ------------------------------------------------------------------------------------------

def _plain_verify(public, message, signature):
    """RFC 8032 section 5.1.7, by its formulas; slow."""
    p = 2**255 - 19
    q = 2**252 + 27742317777372353535851937790883648493
    d = -121665 * pow(121666, p - 2, p) % p

    def add(a, b):
        x1, y1, z1, t1 = a
        x2, y2, z2, t2 = b
        s, m = (y1 - x1) * (y2 - x2) % p, (y1 + x1) * (y2 + x2) % p
        c, e = 2 * t1 * t2 * d % p, 2 * z1 * z2 % p
        u, v, w, h = m - s, e - c, e + c, m + s
        return (u * v % p, w * h % p, v * w % p, u * h % p)

    def times(n, point):
        out = (0, 1, 1, 0)
        while n:
            if n & 1:
                out = add(out, point)
            point = add(point, point)
            n >>= 1
        return out

    def point_of(raw):
        y = int.from_bytes(raw, "little")
        sign, y = y >> 255, y & ((1 << 255) - 1)
        if y >= p:
            return None
        square = (y * y - 1) * pow(d * y * y + 1, p - 2, p) % p
        x = pow(square, (p + 3) // 8, p)
        if (x * x - square) % p:
            x = x * pow(2, (p - 1) // 4, p) % p
        if (x * x - square) % p or (x == 0 and sign):
            return None
        x = p - x if x & 1 != sign else x
        return (x, y, 1, x * y % p)

    a, r = point_of(public), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= q:
        return False
    base = point_of((4 * pow(5, p - 2, p) % p).to_bytes(32, "little"))
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % q
    left, right = times(s, base), add(r, times(k, a))
    return ((left[0] * right[2] - right[0] * left[2]) % p == 0
            and (left[1] * right[2] - right[1] * left[2]) % p == 0)


def _choose_verify():
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        def verify(public, message, signature):
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
                return True
            except (InvalidSignature, ValueError):
                return False
        return verify
    except ImportError:
        pass
    try:
        from nacl.exceptions import BadSignatureError
        from nacl.signing import VerifyKey

        def verify(public, message, signature):
            try:
                VerifyKey(public).verify(message, signature)
                return True
            except (BadSignatureError, ValueError):
                return False
        return verify
    except ImportError:
        return _plain_verify


_ed25519 = _choose_verify()


def ed25519_verifies(public, message, signature):
    return len(public) == 32 and len(signature) == 64 and _ed25519(public, message, signature)


# The tree (RFC 6962 section 2.1) --------------------------------------------------------------------

def leaf_hash(record):
    return hashlib.sha256(b"\x00" + record).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows: the roots of its full subtrees, largest first, with their sizes."""

    def __init__(self):
        self.size = 0
        self.peaks = []

    def add(self, leaf):
        width = 1
        while self.peaks and self.peaks[-1][0] == width:
            leaf = node_hash(self.peaks.pop()[1], leaf)
            width *= 2
        self.peaks.append((width, leaf))
        self.size += 1

    def root(self):
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        root = self.peaks[-1][1]
        for _, peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def root_of(leaves):
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def root_by_path(index, size, leaf, path):
    """The root to which an inclusion proof leads (RFC 9162 section 2.1.3.2), or None."""
    if index >= size:
        return None
    at, last, hashed = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if at % 2 or at == last:
            hashed = node_hash(sibling, hashed)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            hashed = node_hash(hashed, sibling)
        at, last = at >> 1, last >> 1
    return hashed if last == 0 else None


# Canonical JSON (RFC 8785) --------------------------------------------------------------------------

def _number(value):
    """As ECMAScript prints a double."""
    if isinstance(value, int):
        if abs(value) <= 2**53:
            return str(value)
        printed = _number(float(value))
        if printed != str(value):
            raise Malformed("a number has no exact canonical form")
        return printed
    if value != value or value in (float("inf"), float("-inf")):
        raise Malformed("a number is not finite")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0)
    if whole == "0":
        point = int(exponent or 0) - (len(fraction) - len(fraction.lstrip("0")))
    digits = digits.rstrip("0")
    if -6 < point <= 21:
        if point <= 0:
            return sign + "0." + "0" * -point + digits
        if len(digits) <= point:
            return sign + digits + "0" * (point - len(digits))
        return sign + digits[:point] + "." + digits[point:]
    text = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{sign}{text}e{'+' if point > 0 else '-'}{abs(point - 1)}"


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _string(text):
    return '"' + re.sub(r'["\\\x00-\x1f]',
                        lambda c: _ESCAPES.get(c[0]) or f"\\u{ord(c[0]):04x}", text) + '"'


def canonical(value):
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(_string(key) + ":" + canonical(value[key]) for key in keys) + "}"


def _pairs(pairs):
    out = dict(pairs)
    if len(out) != len(pairs):
        raise Malformed("an object has a key twice")
    return out


def _constant(name):
    raise Malformed(f"{name} is not JSON")


def _depth(text):
    depth = deepest = 0
    for token in re.findall(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', text):
        if token in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif token in "]}":
            depth -= 1
    return deepest


def parse_canonical(raw):
    """The value, if the bytes are its canonical form."""
    try:
        text = raw.decode("utf-8")
        if _depth(text) > MAX_DEPTH:
            raise Malformed("it nests too deep")
        value = json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant)
        if canonical(value) != text:
            raise Malformed("it is not in canonical form")
        return value
    except (UnicodeError, ValueError, RecursionError, OverflowError) as error:
        raise Malformed(str(error)) from None


# Records --------------------------------------------------------------------------------------------

class Record:
    """The fields of a record, checked for form."""

    def __init__(self, raw):
        if len(raw) > MAX_RECORD:
            raise Malformed("a record has more than 65,535 bytes")
        value = parse_canonical(raw)
        if not isinstance(value, dict) or sorted(value) != FIELDS:
            raise Malformed("a record is an object of ten fields")
        self.__dict__.update(value)
        texts = (self.id, self.kind, self.log, self.origin, self.prev, self.tenant, self.time)
        if not all(isinstance(text, str) for text in texts) or not isinstance(self.body, dict):
            raise Malformed("a field is of the wrong type")
        if isinstance(self.index, bool) or not isinstance(self.index, int) or self.index < 0:
            raise Malformed("the index is not a whole number")
        if self.v != 1 or isinstance(self.v, bool):
            raise Malformed("the version is not 1")
        if not 1 <= len(self.id.encode()) <= 256 or not self.kind:
            raise Malformed("the id or the kind is empty or too long")
        if self.log not in ("decision", "control"):
            raise Malformed("the log is neither decision nor control")
        if not re.fullmatch(r"[0-9a-f]{64}", self.prev):
            raise Malformed("prev is not a hash")
        if not is_time(self.time):
            raise Malformed("the time is not RFC 3339 in UTC with six digits")
        self.leaf = leaf_hash(raw)


def is_time(text):
    found = TIME.fullmatch(text)
    if not found:
        return False
    year, month, day, hour, minute, second = map(int, found.groups())
    days = [31, 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28,
            31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (year > 0 and 1 <= month <= 12 and 1 <= day <= days[month - 1]
            and hour < 24 and minute < 60 and second < 60)


# Notes and keys (C2SP signed-note, tlog-checkpoint) --------------------------------------------------

def _base64(text):
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("not base64") from None
    if base64.b64encode(raw).decode() != text:
        raise Malformed("not the one base64 of its bytes")
    return raw


class Vkey:
    def __init__(self, text):
        self.text = text[:-1] if text.endswith("\n") else text
        parts = self.text.split("+", 2)
        if len(parts) != 3 or not re.fullmatch(r"[0-9a-f]{8}", parts[1]):
            raise Malformed("a vkey is NAME+KEYID+KEY")
        self.name, identity, encoded = parts
        if not self.name or re.search(r"[\s\x00-\x1f\x7f-\xa0]", self.name):
            raise Malformed("the name of a key has no white space")
        typed = _base64(encoded)
        if len(typed) != 33 or typed[0] != 1:
            raise Malformed("the key is not an Ed25519 key")
        self.id = hashlib.sha256(self.name.encode() + b"\n" + typed).digest()[:4]
        if self.id.hex() != identity:
            raise Malformed("the key id does not belong to this name and key")
        self.public = typed[1:]

    def __eq__(self, other):
        return self.text == other.text

    def __hash__(self):
        return hash(self.text)


def open_note(raw, keys):
    """The text, and which of the keys signed it; a bad signature of a known key rejects all."""
    if len(raw) > MAX_NOTE:
        raise Malformed("a note has more than 1 MiB")
    try:
        whole = raw.decode("utf-8")
    except UnicodeError:
        raise Malformed("a note is not UTF-8") from None
    if re.search(r"[\x00-\x09\x0b-\x1f\x7f]", whole):
        raise Malformed("a note has control characters")
    text, found, lines = whole.rpartition("\n\n")
    if not found or not lines.endswith("\n"):
        raise Malformed("a note has a text, an empty line and signatures")
    text += "\n"
    lines = lines[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise Malformed("a note has more than 100 signatures")
    signed_by = []
    for line in lines:
        mark, name, blob = (line.split(" ") + ["", "", ""])[:3]
        if mark != "\u2014" or line.count(" ") != 2:
            raise Malformed("a signature line is not one")
        blob = _base64(blob)
        if len(blob) < 5:
            raise Malformed("a signature is too short")
        for key in keys:
            if key.name != name or key.id != blob[:4]:
                continue
            if not ed25519_verifies(key.public, text.encode(), blob[4:]):
                raise Malformed(f"the signature of `{name}` does not verify")
            if key not in signed_by:
                signed_by.append(key)
    return text, signed_by


class Checkpoint:
    """A signed checkpoint of the log, opened by its keys."""

    def __init__(self, raw, history):
        text, _ = open_note(raw, [])
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] != "":
            raise Malformed("a checkpoint has three lines")
        self.origin = lines[0]
        if not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]) or int(lines[1]) >= 2**63:
            raise Malformed("the size is not a number")
        self.size = int(lines[1])
        self.root = _base64(lines[2])
        if len(self.root) != 32:
            raise Malformed("the root is not a hash")
        keys = history.at(self.size)
        if not keys or self.origin != keys[0].name:
            raise Malformed("the origin is not the log's")
        if not open_note(raw, keys)[1]:
            raise Malformed("no signature of a known key")


class KeyHistory:
    """The keys of a log, one after the other, with the sizes that each may sign."""

    def __init__(self, first):
        self.keys = [{"key": first, "from": 0, "until": None}]
        self.records = 0

    def at(self, size):
        return [each["key"] for each in self.keys
                if each["from"] <= size and (each["until"] is None or size <= each["until"])]

    def active(self):
        return self.keys[-1]["key"]

    def has(self, key):
        return any(each["key"] == key for each in self.keys)

    def apply(self, record):
        if record.id != f"key-{self.records + 1}" or record.kind not in KEY_KINDS:
            raise Malformed(f"record {record.index} is not the next about keys")
        if record.kind == "key.rotated":
            self._rotate(record)
        else:
            self._revoke(record)
        self.records += 1

    def _rotate(self, record):
        body = record.body
        if sorted(body) != ["by", "new", "old", "reason", "statement"]:
            raise Malformed(f"record {record.index} is not a rotation")
        if not all(isinstance(text, str) and text for text in body.values()):
            raise Malformed(f"record {record.index} is not a rotation")
        old, new = self.active(), Vkey(body["new"])
        if body["old"] != old.text or new.name != old.name or self.has(new):
            raise Malformed(f"record {record.index} does not replace the log's key")
        text, signed_by = open_note(body["statement"].encode(), [old, new])
        expected = f"{old.name}\nreeve key rotation\n{self.records + 1}\n{old.text}\n{new.text}\n"
        if text != expected or len(signed_by) != 2:
            raise Malformed(f"the statement in record {record.index} is not signed by both keys")
        self.keys[-1]["until"] = record.index + 1
        self.keys.append({"key": new, "from": record.index + 1, "until": None})

    def _revoke(self, record):
        body = record.body
        if not {"by", "key", "reason"} <= set(body) <= {"by", "compromise", "key", "reason"}:
            raise Malformed(f"record {record.index} is not a revocation")
        matching = [each for each in self.keys[:-1] if each["key"].text == body["key"]]
        if not matching:
            raise Malformed(f"record {record.index} revokes no earlier key of the log")
        matching[0]["revoked"] = record.index


# Exports --------------------------------------------------------------------------------------------

class Report:
    def __init__(self):
        self.origin = self.vkey = ""
        self.key_pinned = False
        self.size = 0
        self.root = bytes(32)
        self.records_checked = self.checkpoints_checked = self.blobs_checked = self.provable = 0
        self.faults = []

    def fault(self, index, code, message):
        self.faults.append({"index": index, "code": code, "message": message})

    def sorted_faults(self):
        return sorted(self.faults, key=lambda f: float("inf") if f["index"] is None else f["index"])

    def as_json(self):
        faults = [{k: v for k, v in fault.items() if v is not None} for fault in self.sorted_faults()]
        return {"ok": not self.faults, "origin": self.origin, "vkey": self.vkey,
                "key_pinned": self.key_pinned, "size": self.size, "root": self.root.hex(),
                "records_checked": self.records_checked,
                "checkpoints_checked": self.checkpoints_checked, "blobs_checked": self.blobs_checked,
                "provable_records": self.provable, "faults": faults}

    def as_text(self):
        whose = ("given by you" if self.key_pinned else
                 "from the folder itself: whoever could replace the folder could replace its key")
        lines = [f"log         {self.origin or 'unknown'}", f"key         {self.vkey or 'none'}",
                 f"            {whose}", f"checkpoint  size {self.size}, root {self.root.hex()}",
                 f"checked     {self.records_checked} records, {self.checkpoints_checked} checkpoints, "
                 f"{self.blobs_checked} blobs"]
        if not self.faults:
            return "\n".join(lines + ["result      whole: every record is as it was signed"])
        lines.append("result      WRONG")
        for fault in self.sorted_faults():
            where = "" if fault["index"] is None else f"at {fault['index']}: "
            lines.append(f"  {where}{fault['code']}: {fault['message']}")
        lines.append(f"provable    {self.provable} records are as they were signed")
        return "\n".join(lines)


def lines_of(path, longest):
    """The lines of a file, each without its newline; an unfinished or too long one is an error."""
    if not path.exists():
        return
    with open(path, "rb") as file:
        while True:
            line = file.readline(longest + 2)
            if not line:
                return
            if not line.endswith(b"\n"):
                raise Malformed("a line is too long, or is cut off")
            yield line[:-1]


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


def find_key_records(folder):
    found = {}
    try:
        for line in lines_of(folder / "records.jsonl", MAX_RECORD):
            if b'"id":"key-' in line:
                try:
                    record = Record(line)
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


def choose_keys(folder, given, report):
    report.key_pinned = given is not None
    history = None
    try:
        own = Vkey((folder / "vkey").read_text("utf-8"))
    except (OSError, UnicodeError, Malformed) as error:
        report.fault(None, "key.form", f"the folder's key: {error}")
    else:
        records = find_key_records(folder)
        history = KeyHistory(first_key(own, records))
        try:
            while f"key-{history.records + 1}" in records:
                history.apply(records[f"key-{history.records + 1}"])
            if not history.has(own):
                raise Malformed("the folder's key is none of those that its records tell")
        except Malformed as error:
            report.fault(None, "key.history", str(error))
        if given is not None and not history.has(given):
            report.fault(None, "key.other", f"the folder names the key `{own.text}`")
            history = None
    if history is None and given is not None:
        history = KeyHistory(given)
    if history is not None:
        report.vkey, report.origin = history.active().text, history.active().name
    return history


def open_head(folder, history, report):
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


class Judge:
    """Judges the records of an export one after the other."""

    def __init__(self, history, report):
        self.history = history
        self.report = report
        self.followed = KeyHistory(history.keys[0]["key"]) if history else None
        self.last_time = ""

    def envelope(self, record, at):
        """False after a fault."""
        report = self.report
        if record.time < self.last_time:
            report.fault(at, "record.time", f"record {at} is older than the one before")
        elif report.origin and record.origin != report.origin:
            report.fault(at, "record.origin", f"record {at} is of another log")
        elif self.followed and record.kind in KEY_KINDS:
            try:
                self.followed.apply(record)
            except Malformed as error:
                report.fault(at, "key.history", str(error))
                return False
            self.last_time = record.time
            return True
        else:
            self.last_time = record.time
            return True
        return False


def parse(raw):
    try:
        return Record(raw)
    except Malformed as error:
        return error


def judge_by_leaves(folder, leaves, judge, report):
    """Each record against its signed leaf. Behind the first fault the others are still counted."""
    previous = bytes(32)
    at = 0
    whole = True
    provable = set()
    try:
        for raw in lines_of(folder / "records.jsonl", MAX_RECORD):
            record = parse(raw)
            leaf = leaf_hash(raw)
            if not whole:
                index = record.index if isinstance(record, Record) else None
                if index is not None and index < len(leaves) and leaves[index] == leaf:
                    provable.add(index)
                continue
            whole = judge_one(record, leaf, at, leaves, previous, judge, report)
            if at < len(leaves) and leaves[at] == leaf:
                provable.add(at)
            elif isinstance(record, Record) and record.index < len(leaves) and \
                    leaves[record.index] == leaf:
                provable.add(record.index)
            if whole:
                previous = leaf
                at += 1
                report.records_checked = at
    except Malformed as error:
        if whole:
            report.fault(at, "record.unreadable", str(error))
            whole = False
    report.provable = len(provable)
    if whole and at < len(leaves):
        report.fault(at, "record.missing", f"the log is cut: record {at} and what follows")


def judge_one(record, leaf, at, leaves, previous, judge, report):
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
    elif record.prev != previous.hex():
        report.fault(at, "record.chain", f"record {at} was signed with a wrong previous hash")
    else:
        return judge.envelope(record, at)
    return False


def judge_by_chain(folder, leaves, head, judge, report):
    """Without leaves that were signed: each record by the one behind it, the last by the root."""
    records = []
    broken = None  # the first record whose `prev` is not the hash of the one before
    hashes = []
    try:
        for raw in lines_of(folder / "records.jsonl", MAX_RECORD):
            at = len(hashes)
            record = parse(raw)
            if not isinstance(record, Record):
                return report.fault(at, "record.form", str(record))
            if record.index != at:
                return report.fault(at, "record.out_of_place", f"record {at} is not in its place")
            linked = record.prev == (hashes[-1].hex() if hashes else "0" * 64)
            if broken is not None:
                return blame(broken if not linked else max(broken - 1, 0), report)
            if not linked:
                broken = at
            elif not judge.envelope(record, at):
                return None
            hashes.append(record.leaf)
            records.append(record.prev)
            report.records_checked = len(hashes)
    except Malformed as error:
        return report.fault(len(hashes), "record.unreadable", str(error))
    signed = head is not None and head.size == len(hashes)
    if signed and root_of(hashes) == head.root:
        report.provable = head.size
    if broken is not None:
        as_linked = hashes[:-1]
        if as_linked:
            as_linked[-1] = bytes.fromhex(records[-1])
        later_whole = not signed or root_of(as_linked + hashes[-1:]) == head.root
        return blame(max(broken - 1, 0) if later_whole else broken, report)
    if head is not None:
        if len(hashes) < head.size:
            return report.fault(len(hashes), "record.missing", "the log is cut")
        if len(hashes) > head.size:
            return report.fault(head.size, "record.extra", "not under the signed checkpoint")
        if hashes and root_of(hashes) != head.root:
            return report.fault(len(hashes) - 1, "record.altered", "the signed root is another")
    for at, leaf in enumerate(hashes):
        if at >= len(leaves) or leaves[at] != leaf:
            return report.fault(at, "leaves.altered", f"`leaves` has not the hash of record {at}")
    if not report.faults:
        report.fault(None, "leaves.altered", "`leaves` does not hold the hashes of the records")
    return None


def blame(at, report):
    report.fault(at, "record.altered", f"record {at} breaks the chain of leaf hashes")


def check_blobs(folder, report):
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if hashlib.sha256(path.read_bytes()).hexdigest() != path.name:
            report.fault(None, "blob.damaged", f"`{path.name}` is not what its name says")
            return
        report.blobs_checked += 1


def check_earlier(raw, history, leaves, report):
    if raw is None or history is None:
        return
    try:
        earlier = Checkpoint(raw, history)
    except Malformed as error:
        report.fault(None, "earlier.signature", str(error))
        return
    if earlier.size > len(leaves):
        report.fault(len(leaves), "earlier.behind",
                     f"the earlier checkpoint has seen {earlier.size} records")
    elif root_of(leaves[:earlier.size]) != earlier.root:
        report.fault(None, "earlier.root", "the log does not begin with the records seen then")


def check_kept(path, history, leaves, report):
    """Every line of `checkpoints` against the leaves before it; one fault."""
    tree = Tree()
    try:
        for line in lines_of(path, MAX_NOTE * 2):
            size, blank, note = line.decode("ascii", "replace").partition(" ")
            if not blank or not re.fullmatch(r"0|[1-9][0-9]{0,18}", size):
                raise Malformed("a line is not a size and a note")
            size, note = int(size), _base64(note)
            if size > len(leaves):
                return report.fault(None, "checkpoint.extra", f"a checkpoint of size {size} is kept")
            while tree.size < size:
                tree.add(leaves[tree.size])
            try:
                checkpoint = Checkpoint(note, history)
            except Malformed as error:
                return report.fault(None, "checkpoint.signature", f"that of size {size}: {error}")
            if checkpoint.size != size or tree.size != size:
                return report.fault(None, "checkpoint.size", f"{size} is kept under another size")
            if checkpoint.root != tree.root():
                return report.fault(None, "checkpoint.root", f"that of size {size} has another root")
            report.checkpoints_checked += 1
    except Malformed as error:
        report.fault(None, "checkpoint.form", str(error))
    return None


def verify_export(folder, key=None, earlier=None):
    """A Report on the export in `folder`; `key` is a Vkey, `earlier` the bytes of a checkpoint."""
    folder = pathlib.Path(folder)
    report = Report()
    history = choose_keys(folder, key, report)
    head = open_head(folder, history, report)
    leaves, complete = read_leaves(folder / "leaves")
    authentic = (complete and head is not None and head.size == len(leaves)
                 and root_of(leaves) == head.root)
    judge = Judge(history, report)
    if authentic:
        check_earlier(earlier, history, leaves, report)
        check_kept(folder / "checkpoints", history, leaves, report)
        judge_by_leaves(folder, leaves, judge, report)
    else:
        if earlier is not None and history is not None:
            try:
                Checkpoint(earlier, history)
            except Malformed as error:
                report.fault(None, "earlier.signature", str(error))
        judge_by_chain(folder, leaves, head, judge, report)
    check_blobs(folder / "blobs", report)
    return report


# Receipts (C2SP tlog-proof) ---------------------------------------------------------------------------

def verify_receipt(text, record, key):
    """The checkpoint under which the record is proven. `text` and `record` are bytes."""
    head, found, note = text.partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    if not found or lines[0] != "c2sp.org/tlog-proof@v1":
        raise Malformed("not a receipt")
    if len(lines) > 1 and lines[1].startswith("extra "):
        _base64(lines.pop(1)[6:])
    if len(lines) < 2 or not re.fullmatch(r"index (0|[1-9][0-9]{0,18})", lines[1]):
        raise Malformed("the receipt names no index")
    path = [_base64(line) for line in lines[2:]]
    if len(path) > 63 or any(len(each) != 32 for each in path):
        raise Malformed("the proof is not one of hashes")
    checkpoint = Checkpoint(note, KeyHistory(key))
    root = root_by_path(int(lines[1][6:]), checkpoint.size, leaf_hash(record), path)
    if root != checkpoint.root:
        raise Malformed("the proof does not lead to the signed root")
    return checkpoint


# Command line -----------------------------------------------------------------------------------------

def read_key(given):
    path = pathlib.Path(given)
    try:
        if path.is_file():
            given = path.read_text("utf-8")
    except OSError:  # a vkey that is longer than a path may be
        pass
    return Vkey(given)


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="reeve-verify", description="Verify an export of a ledger, or a receipt, without Reeve.",
        epilog="Exit codes: 0 whole, 1 not, 2 wrong usage, 3 could not be looked at.")
    parser.add_argument("folder", nargs="?", help="the export")
    parser.add_argument("--key", help="a vkey of the log, or a file with it, obtained elsewhere")
    parser.add_argument("--checkpoint", help="a checkpoint kept from earlier (file)")
    parser.add_argument("--receipt", help="a receipt (file) instead of an export")
    parser.add_argument("--record", help="the canonical bytes of its record (file)")
    parser.add_argument("--json", action="store_true", help="the report for a program")
    options = parser.parse_args(arguments)
    try:
        key = read_key(options.key) if options.key else None
        if options.receipt:
            if key is None or not options.record:
                parser.error("a receipt is verified with --record and --key")
            record = pathlib.Path(options.record).read_bytes().rstrip(b"\n")
            receipt = pathlib.Path(options.receipt).read_bytes()
            try:
                checkpoint = verify_receipt(receipt, record, key)
            except Malformed as error:
                print(f"NOT PROVEN: {error}")
                return 1
            print(f"proven under the checkpoint of size {checkpoint.size} of {checkpoint.origin}")
            return 0
        if not options.folder:
            parser.error("name the folder of an export")
        folder = pathlib.Path(options.folder)
        if (folder / "last.tlog-proof").is_file():
            raise OSError(f"`{folder}` is an export of a range: verify its receipts (--receipt)")
        if not (folder / "records.jsonl").is_file():
            raise OSError(f"`{folder}` is no export: it has no records.jsonl")
        earlier = pathlib.Path(options.checkpoint).read_bytes() if options.checkpoint else None
        report = verify_export(folder, key, earlier)
    except (OSError, Malformed) as error:
        print(f"reeve-verify: error: {error}", file=sys.stderr)
        return 3
    print(json.dumps(report.as_json(), indent=2) if options.json else report.as_text())
    return 0 if not report.faults else 1


if __name__ == "__main__":
    sys.exit(main())
