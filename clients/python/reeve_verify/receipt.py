"""Receipts: that a record is in a log, under a signed checkpoint (C2SP tlog-proof)."""
from .form import Malformed, decode_base64, whole_number
from .merkle import root_by_path
from .note import Checkpoint

HEADER = b"c2sp.org/tlog-proof@v1"


class Receipt:
    """What it says, which nothing vouches for before `prove`. `extra` are bytes or None."""

    def __init__(self, raw):
        head, found, self.note = raw.partition(b"\n\n")
        lines = head.decode("latin-1").split("\n")
        if not found or lines[0].encode("latin-1") != HEADER:
            raise Malformed("not a receipt")
        self.extra = decode_base64(lines.pop(1)[6:]) if len(lines) > 1 and lines[1].startswith("extra ") else None
        self.index = whole_number(lines[1][6:]) if len(lines) > 1 and lines[1].startswith("index ") else None
        if self.index is None:
            raise Malformed("the receipt names no index")
        self.path = [decode_base64(line) for line in lines[2:]]
        if len(self.path) > 63 or any(len(each) != 32 for each in self.path):
            raise Malformed("the proof is not one of hashes")

    def prove(self, leaf, history):
        """The checkpoint under which the leaf is proven to stand at the index."""
        checkpoint = Checkpoint(self.note, history)
        if root_by_path(self.index, checkpoint.size, leaf, self.path) != checkpoint.root:
            raise Malformed("the proof does not lead to the signed root")
        return checkpoint
