"""Makes the test vectors of the ledger's formats, from the specifications and nothing of Reeve's.

    python3 tests/vectors/ledger/make.py           writes the files beside this one
    python3 tests/vectors/ledger/make.py --check   says whether they are what would be written

Python's standard library, and `openssl` for Ed25519. README.md beside this says what is in each file.
"""
import base64
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ORIGIN = "ledger.example/vectors"
# RFC 8032 section 7.1, tests 1 to 3: published, so never to be used for anything else.
SEEDS = {"log": "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "w1": "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "w2": "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"}


def sha256(data):
    return hashlib.sha256(data).digest()


def b64(data):
    return base64.b64encode(data).decode()


# The tree of RFC 6962 section 2.1, as its definitions say it.

def leaf_hash(entry):
    return sha256(b"\0" + entry)


def split(n):
    """The largest power of two below n."""
    return 1 << (n - 1).bit_length() - 1


def root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\1" + root(leaves[:k]) + root(leaves[k:]))


def inclusion(index, leaves):
    if len(leaves) <= 1:
        return []
    k = split(len(leaves))
    if index < k:
        return inclusion(index, leaves[:k]) + [root(leaves[k:])]
    return inclusion(index - k, leaves[k:]) + [root(leaves[:k])]


def subproof(old, leaves, whole):
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    k = split(len(leaves))
    if old <= k:
        return subproof(old, leaves[:k], whole) + [root(leaves[k:])]
    return subproof(old - k, leaves[k:], False) + [root(leaves[:k])]


def consistency(old, leaves):
    return [] if old == 0 else subproof(old, leaves, True)


# Keys and signed notes (C2SP signed-note, tlog-checkpoint, tlog-cosignature).

class Key:
    def __init__(self, name, seed, kind):
        self.name, self.kind = name, kind
        der = bytes.fromhex("302e020100300506032b657004220420" + seed)
        self.pem = tempfile.NamedTemporaryFile(suffix=".pem")
        self.pem.write(b"-----BEGIN PRIVATE KEY-----\n" + base64.b64encode(der) + b"\n-----END PRIVATE KEY-----\n")
        self.pem.flush()
        self.public = subprocess.run(["openssl", "pkey", "-in", self.pem.name, "-pubout", "-outform", "DER"],
                                     capture_output=True, check=True).stdout[-32:]
        typed = bytes([kind]) + self.public
        self.id = sha256(name.encode() + b"\n" + typed)[:4]
        self.vkey = f"{name}+{self.id.hex()}+{b64(typed)}"

    def sign(self, message):
        with tempfile.NamedTemporaryFile() as file:
            file.write(message)
            file.flush()
            return subprocess.run(["openssl", "pkeyutl", "-sign", "-inkey", self.pem.name, "-rawin", "-in", file.name],
                                  capture_output=True, check=True).stdout

    def line(self, blob):
        return f"\N{EM DASH} {self.name} {b64(self.id + blob)}\n"

    def signature(self, text):
        return self.line(self.sign(text.encode()))

    def cosignature(self, text, seconds):
        return self.line(seconds.to_bytes(8, "big") + self.sign(f"cosignature/v1\ntime {seconds}\n{text}".encode()))


LOG = Key(ORIGIN, SEEDS["log"], 1)
W1, W2 = Key("w1.example", SEEDS["w1"], 4), Key("w2.example", SEEDS["w2"], 4)
POLICY = f"log {LOG.vkey}\nwitness w1 {W1.vkey}\nwitness w2 {W2.vkey}\ngroup g %s w1 w2\nquorum g\n"


def checkpoint_text(leaves, origin=ORIGIN):
    return f"{origin}\n{len(leaves)}\n{b64(root(leaves))}\n"


def checkpoint(leaves, origin=ORIGIN):
    text = checkpoint_text(leaves, origin)
    return text + "\n" + LOG.signature(text)


# Records: canonical JSON; Python's output is RFC 8785's for ASCII keys and whole numbers.

def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


BODIES = [("decision", "decision", {"effect": "allow"}), ("decision", "decision", {"effect": "hold", "text": "caf\u00e9 \U0001f600"}),
          ("approval.vote", "control", {"vote": "approve"}), ("kind.nobody.knows", "control", {"a": [1, None, True, {"b": {}}]}),
          ("decision", "decision", {}), ("escapes", "control", {"s": "\"\\/\b\f\n\r\t\x01\x1f\u2028"}),
          ("decision", "decision", {"n": -9007199254740991})]


def records(change=None):
    """A chained log; `change(index, record)` may alter a record before what follows is chained to it."""
    out, prev = [], "0" * 64
    for index, (kind, log, body) in enumerate(BODIES):
        record = {"body": body, "id": f"r-{index}", "index": index, "kind": kind, "log": log, "origin": ORIGIN,
                  "prev": prev, "tenant": "default", "time": f"2026-11-18T11:06:4{index}.000000Z", "v": 1}
        if change:
            change(index, record)
        out.append(canonical(record))
        prev = leaf_hash(out[-1]).hex()
    return out


def tree_vectors():
    entries = [f"entry {n}".encode() for n in range(260)]
    leaves = [leaf_hash(entry) for entry in entries]
    proofs, grown = [], []
    for size in [1, 2, 3, 4, 7, 8, 255, 256, 257, 260]:
        for index in sorted({0, 1, size // 2, size - 2, size - 1} & set(range(size))):
            proofs.append({"index": index, "size": size, "leaf": leaves[index].hex(), "root": root(leaves[:size]).hex(),
                           "proof": [b64(hash_) for hash_ in inclusion(index, leaves[:size])]})
        for old in sorted({0, 1, 2, size // 2, size - 1, size} & set(range(size + 1))):
            grown.append({"old_size": old, "size": size, "old_root": root(leaves[:old]).hex(), "root": root(leaves[:size]).hex(),
                          "proof": [b64(hash_) for hash_ in consistency(old, leaves[:size])]})
    return {"entries": "entry N, in ASCII, for N from 0", "leaves": [leaf.hex() for leaf in leaves[:8]],
            "roots": {str(size): root(leaves[:size]).hex() for size in [*range(9), 255, 256, 257, 260]},
            "inclusion": proofs, "consistency": grown}


def record_vectors():
    good = records()
    one = json.loads(good[1])

    def with_(**changes):
        return canonical({**one, **changes}).decode()

    text = good[1].decode()
    refused = {"another field": with_(extra=1), "a field is missing": canonical({k: v for k, v in one.items() if k != "tenant"}).decode(),
               "white space": text.replace(",", ", ", 1), "keys in another order": '{"id":"r-1",' + text[1:].replace('"id":"r-1",', "", 1),
               "a key twice": text.replace('"v":1', '"v":1,"v":1'), "another version": with_(v=2), "index is text": with_(index="1"),
               "index is negative": with_(index=-1), "index has a fraction": text.replace('"index":1', '"index":1.0'),
               "prev in upper case": with_(prev=one["prev"].upper()), "prev is short": with_(prev=one["prev"][:-2]),
               "time without its fraction": with_(time="2026-11-18T11:06:41Z"), "time of another zone": with_(time="2026-11-18T11:06:41.000000+00:00"),
               "a log of no role": with_(log="other"), "no kind": with_(kind=""), "no id": with_(id=""), "an id of 257 bytes": with_(id="i" * 257),
               "the body is no object": with_(body=[]), "a character escaped without need": text.replace("caf\u00e9", "caf\\u00e9"),
               "cut off": text[:-1], "a newline behind it": text + "\n"}
    return {"accepted": [{"record": record.decode(), "index": index, "leaf": leaf_hash(record).hex()} for index, record in enumerate(good)],
            "refused": [{"why": why, "record": record} for why, record in refused.items()]}


def note_vectors():
    leaves = [leaf_hash(record) for record in records()]
    text, note = checkpoint_text(leaves), checkpoint(leaves)
    other = Key("other.example", SEEDS["w2"], 1)
    lines = {"an unknown key signed as well": note + other.signature(text), "sixteen lines": note + other.signature(text) * 15}
    bad = {"no signature": text + "\n", "unsigned": text, "another size": note.replace("\n7\n", "\n6\n", 1), "a size with a zero in front": signed(text.replace("\n7\n", "\n07\n")),
           "an extension line": signed(text + "more\n"), "another origin": signed(text.replace(ORIGIN, "elsewhere.example")), "a root that is too short": signed(f"{ORIGIN}\n7\nAAAA\n"),
           "a hyphen for the dash": note.replace("\N{EM DASH}", "-"), "the key's line does not verify": text + "\n" + LOG.line(bytes(64)),
           "a good line and one that does not verify": note + LOG.line(bytes(64)), "only an unknown key": text + "\n" + other.signature(text), "no newline at the end": note[:-1]}
    seconds = 1795000000
    return {"seed": SEEDS["log"], "vkey": LOG.vkey, "checkpoint": {"note": note, "origin": ORIGIN, "size": len(leaves), "root": root(leaves).hex()},
            "empty": checkpoint([]), "accepted": [{"why": why, "note": value} for why, value in lines.items()],
            "refused": [{"why": why, "note": value} for why, value in bad.items()],
            "cosignature": {"seed": SEEDS["w1"], "vkey": W1.vkey, "text": text, "time": seconds, "line": W1.cosignature(text, seconds)}}


def signed(text):
    return text + "\n" + LOG.signature(text)


def receipt_of(index, leaves, note, extra=None):
    return ("c2sp.org/tlog-proof@v1\n" + (f"extra {b64(extra)}\n" if extra is not None else "") + f"index {index}\n" +
            "".join(b64(hash_) + "\n" for hash_ in inclusion(index, leaves)) + "\n" + note)


def receipt_vectors():
    log = records()
    leaves = [leaf_hash(record) for record in log]
    text, note = checkpoint_text(leaves), checkpoint(leaves)
    both = note + W1.cosignature(text, 1795000000) + W2.cosignature(text, 1795000001)
    one = note + W2.cosignature(text, 1795000001)
    forged = note + W1.line(bytes(72)) + W2.cosignature(text, 1795000001)
    none = f"log {LOG.vkey}\nquorum none\n"
    cases = [("every index", none, index, receipt_of(index, leaves, note), True) for index in range(len(log))]
    whole = receipt_of(3, leaves, note)
    cases += [("with its record", none, 3, receipt_of(3, leaves, note, log[3]), True),
              ("of another record", none, 2, whole, False), ("another index", none, 3, whole.replace("index 3", "index 4"), False),
              ("a hash is missing", none, 3, whole.replace(b64(inclusion(3, leaves)[0]) + "\n", ""), False),
              ("a hash too many", none, 3, whole.replace("\n\n", "\n" + b64(leaves[0]) + "\n\n", 1), False),
              ("no header", none, 3, whole.split("\n", 1)[1], False), ("cut off", none, 3, whole[:-1], False),
              ("both witnesses", POLICY % "all", 3, receipt_of(3, leaves, both), True), ("any witness", POLICY % "any", 3, receipt_of(3, leaves, one), True),
              ("one of two", POLICY % "2", 3, receipt_of(3, leaves, one), False), ("no witness", POLICY % "any", 3, whole, False),
              ("a line of a known witness that does not verify", POLICY % "any", 3, receipt_of(3, leaves, forged), False)]
    return [{"why": why, "policy": policy, "record": log[index].decode(), "receipt": receipt, "proven": proven}
            for why, policy, index, receipt, proven in cases]


def tile_vectors():
    log = [f"entry {n}".encode() for n in range(600)]
    leaves = [leaf_hash(entry) for entry in log]
    tiles = []
    for index, width in [(0, 1), (0, 255), (0, 256), (1, 256), (2, 88)]:
        part = slice(index * 256, index * 256 + width)
        suffix = "" if width == 256 else f".p/{width}"
        bundle = b"".join(len(entry).to_bytes(2, "big") + entry for entry in log[part])
        tiles.append({"path": f"tile/0/{index:03}{suffix}", "sha256": sha256(b"".join(leaves[part])).hex()})
        tiles.append({"path": f"tile/entries/{index:03}{suffix}", "sha256": sha256(bundle).hex()})
    for width in (1, 2):
        upper = b"".join(root(leaves[n * 256:n * 256 + 256]) for n in range(width))
        tiles.append({"path": f"tile/1/000.p/{width}", "sha256": sha256(upper).hex()})
    paths = {"tile/0/000": [0, 0, 256], "tile/3/x001/x234/067": [3, 1234067, 256], "tile/0/x001/000.p/7": [0, 1000, 7],
             "tile/63/999.p/255": [63, 999, 255], "tile/entries/x001/x234/067.p/1": ["entries", 1234067, 1]}
    bad = ["tile/0/0", "tile/0/0000", "tile/00/000", "tile/64/000", "tile/0/x000/001", "tile/0/001/002", "tile/0/x001",
           "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000/", "tile/entry/000", "checkpoint"]
    return {"entries": "entry N, in ASCII, for N from 0 to 599", "root": root(leaves).hex(), "tiles": tiles,
            "paths": [{"path": path, "level": name[0], "index": name[1], "width": name[2]} for path, name in paths.items()],
            "refused": bad}


def log_case(why, lines, leaves=None, note=None, code=None, index=None):
    """An export as its files; leaves and checkpoint are those of the lines unless others are given."""
    own = [leaf_hash(line) for line in lines]
    leaves = own if leaves is None else leaves
    return {"why": why, "records": [line.decode() for line in lines], "leaves": [leaf.hex() for leaf in leaves],
            "checkpoint": checkpoint(leaves) if note is None else note, "vkey": LOG.vkey,
            "fault": None if code is None else {"code": code, "index": index}}


def log_vectors():
    good = records()
    leaves = [leaf_hash(record) for record in good]
    note = checkpoint(leaves)
    altered = [*good[:2], good[2].replace(b"approve", b"refused"), *good[3:]]

    def set_(at, **changes):
        return records(lambda index, record: record.update(changes) if index == at else None)

    return [log_case("whole", good), log_case("empty", []),
            log_case("a record altered", altered, leaves, note, "record.altered", 2),
            log_case("a record and its leaf altered", altered, [leaf_hash(record) for record in altered], note, "record.altered", 2),
            log_case("a record removed", good[:2] + good[3:], leaves, note, "record.missing", 2),
            log_case("the last record removed", good[:-1], leaves, note, "record.missing", 6),
            log_case("a record added", good + [good[-1]], leaves, note, "record.extra", 7),
            log_case("a chain broken and signed", set_(3, prev="11" * 32), code="record.chain", index=3),
            log_case("a time set back and signed", set_(4, time="2026-11-18T11:06:40.000000Z"), code="record.time", index=4),
            log_case("a record of another log, signed", set_(5, origin="elsewhere.example"), code="record.origin", index=5),
            log_case("an index twice, signed", set_(2, index=1), code="record.out_of_place", index=2),
            log_case("the checkpoint of another log", good, leaves, checkpoint(leaves[:-1]), "record.extra", 6),
            log_case("a checkpoint that nobody signed", good, leaves, checkpoint_text(leaves) + "\n" + LOG.line(bytes(64)), "checkpoint.signature", None)]


FILES = {"tree.json": tree_vectors, "records.json": record_vectors, "notes.json": note_vectors, "receipts.json": receipt_vectors,
         "tiles.json": tile_vectors, "logs.json": log_vectors}


def main():
    wrong = []
    for name, make in FILES.items():
        text = json.dumps(make(), indent=1, ensure_ascii=True) + "\n"
        path = HERE / name
        if sys.argv[1:] == ["--check"]:
            if not path.exists() or path.read_text() != text:
                wrong.append(name)
        else:
            path.write_text(text)
    if wrong:
        sys.exit(f"not what would be made: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
