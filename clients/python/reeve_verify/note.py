"""Keys, signed notes, checkpoints and cosignatures (C2SP signed-note, tlog-checkpoint, tlog-cosignature)."""
import hashlib
import re

from .form import Malformed, decode_base64, whole_number
from .signature import ed25519_verifies

MAX_NOTE = 1 << 20
MAX_SIGNATURES = 100
LOG_KEY, WITNESS_KEY = 1, 4


def _is_name(text):
    return bool(text) and not re.search(r"[+\s\x00-\x1f\x7f-\xa0]", text)


class Vkey:
    """A public key with its name. `kind` is that of a log or that of a witness."""

    def __init__(self, text, kind=LOG_KEY):
        self.text = text[:-1] if text.endswith("\n") else text
        parts = self.text.split("+", 2)
        if len(parts) != 3 or not re.fullmatch(r"[0-9a-f]{8}", parts[1]):
            raise Malformed("a vkey is NAME+KEYID+KEY")
        self.name, identity, encoded = parts
        if not _is_name(self.name):
            raise Malformed("the name of a key has no white space")
        typed = decode_base64(encoded)
        if len(typed) != 33 or typed[0] != kind:
            raise Malformed(f"the key is not an Ed25519 key of type {kind:02x}")
        self.id = hashlib.sha256(self.name.encode() + b"\n" + typed).digest()[:4]
        if self.id.hex() != identity:
            raise Malformed("the key id does not belong to this name and key")
        self.kind, self.public = kind, typed[1:]

    def __eq__(self, other):
        return self.text == other.text

    def __hash__(self):
        return hash(self.text)


def split_note(raw):
    """The text, and its signatures as (name, key id, signature)."""
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
    lines = lines[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise Malformed("a note has more than 100 signatures")
    signatures = []
    for line in lines:
        mark, name, blob = (line.split(" ") + ["", "", ""])[:3]
        if mark != "\u2014" or line.count(" ") != 2 or not _is_name(name):
            raise Malformed("a signature line is not one")
        blob = decode_base64(blob)
        if len(blob) < 5:
            raise Malformed("a signature is too short")
        signatures.append((name, blob[:4], blob[4:]))
    return text + "\n", signatures


def _verifies(key, text, blob):
    if key.kind == LOG_KEY:
        return ed25519_verifies(key.public, text.encode(), blob)
    if len(blob) != 72 or blob[0] & 0x80:
        return False
    seconds = int.from_bytes(blob[:8], "big")
    return ed25519_verifies(key.public, f"cosignature/v1\ntime {seconds}\n{text}".encode(), blob[8:])


def open_note(raw, keys):
    """The text, and which of the keys signed it; a bad signature of a known key rejects all."""
    text, signatures = split_note(raw)
    signed_by = []
    for name, identity, blob in signatures:
        for key in keys:
            if key.name != name or key.id != identity:
                continue
            if not _verifies(key, text, blob):
                raise Malformed(f"the signature of `{name}` does not verify")
            if key not in signed_by:
                signed_by.append(key)
    return text, signed_by


def parse_checkpoint(raw):
    """Text, origin, size and root, which nothing vouches for."""
    text, _ = split_note(raw)
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] != "":
        raise Malformed("a checkpoint has three lines")
    size, root = whole_number(lines[1]), decode_base64(lines[2])
    if size is None or len(root) != 32:
        raise Malformed("the size is not a number, or the root not a hash")
    return text, lines[0], size, root


class Checkpoint:
    """A signed checkpoint of a log. `history` knows which keys may sign a size."""

    def __init__(self, raw, history):
        self.raw, (self.text, self.origin, self.size, self.root) = raw, parse_checkpoint(raw)
        keys = history.at(self.size)
        if not keys or self.origin != keys[0].name:
            raise Malformed("the origin is not the log's")
        self.signed_by = open_note(raw, keys)[1]
        if not self.signed_by:
            raise Malformed("no signature of a known key")
