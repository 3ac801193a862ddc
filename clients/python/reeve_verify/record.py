"""One record of the log."""
import re

from .canonical import parse_canonical
from .form import MAX_RECORD, Malformed, is_time
from .merkle import leaf_hash

FIELDS = ["body", "id", "index", "kind", "log", "origin", "prev", "tenant", "time", "v"]


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
        if isinstance(self.index, bool) or not isinstance(self.index, int) or not 0 <= self.index < 2**63:
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
