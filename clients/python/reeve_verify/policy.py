"""Whom to believe: logs, witnesses, a quorum (C2SP tlog-policy)."""
import re

from .form import Malformed
from .note import WITNESS_KEY, Vkey, open_note

MAX_POLICY = 64 << 10
MAX_LINES = 256  # of logs, of witnesses, of groups


class Policy:
    def __init__(self, raw):
        if len(raw) > MAX_POLICY:
            raise Malformed("a policy has at most 64 KiB")
        if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", raw):
            raise Malformed("a policy has no control characters but tab and newline")
        self.logs, self.witnesses, self.groups, self.quorum = [], {}, {}, None
        self._members = set()
        # Names are opaque bytes; latin-1 keeps each as one character, and vkeys are UTF-8.
        for number, line in enumerate(raw.decode("latin-1").split("\n"), 1):
            words = [word for word in re.split(r"[ \t]+", line) if word]
            if not words or words[0].startswith("#"):
                continue
            try:
                self._read(words)
            except Malformed as error:
                raise Malformed(f"line {number} of the policy: {error}") from None
        if self.quorum is None:
            raise Malformed("a policy has a line `quorum`")

    def _read(self, words):
        word, rest = words[0], words[1:]
        if word == "log" and len(rest) in (1, 2):
            key = Vkey(_utf8(rest[0]))
            if any(each.public == key.public for each in self.logs) or len(self.logs) == MAX_LINES:
                raise Malformed("the log is there twice, or there are too many")
            self.logs.append(key)
        elif word == "witness" and len(rest) in (2, 3):
            key = Vkey(_utf8(rest[1]), WITNESS_KEY)
            if any(each.public == key.public for each in self.witnesses.values()):
                raise Malformed("the witness is there twice")
            self._name(rest[0], self.witnesses)[rest[0]] = key
        elif word == "group" and len(rest) >= 3:
            self._group(*rest[:2], rest[2:])
        elif word == "quorum" and len(rest) == 1 and self.quorum is None:
            if rest[0] != "none" and rest[0] not in self.witnesses and rest[0] not in self.groups:
                raise Malformed(f"`{rest[0]}` is neither a witness nor a group above")
            self.quorum = rest[0]
        else:
            raise Malformed("not a line of a policy, or a second quorum")

    def _name(self, name, into):
        if name == "none" or name in self.witnesses or name in self.groups:
            raise Malformed(f"the name `{name}` is taken")
        if len(into) == MAX_LINES:
            raise Malformed("there are too many")
        return into

    def _group(self, name, need, members):
        if not re.fullmatch(r"all|any|[1-9][0-9]{0,3}", need):
            raise Malformed("a group needs a number, `all` or `any`")
        need = {"all": len(members), "any": 1}.get(need) or int(need)
        if need > len(members):
            raise Malformed("a group needs more than it has members")
        for member in members:
            if member not in self.witnesses and member not in self.groups:
                raise Malformed(f"`{member}` is neither a witness nor a group above")
            if member in self._members:
                raise Malformed(f"`{member}` is a member twice")
            self._members.add(member)
        self._name(name, self.groups)[name] = (need, members)

    def asks_witnesses(self):
        return self.quorum != "none"

    def cosigners(self, note):
        """The names of those that cosigned; a line of a known witness that does not verify rejects the note."""
        signed_by = open_note(note, list(self.witnesses.values()))[1]
        return sorted(name for name, key in self.witnesses.items() if key in signed_by)

    def holds(self, names):
        """Whether these witnesses are the quorum."""
        def is_met(name):
            if name in self.witnesses:
                return name in names
            need, members = self.groups[name]
            return sum(map(is_met, members)) >= need
        return self.quorum == "none" or is_met(self.quorum)


def _utf8(text):
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        raise Malformed("a vkey is UTF-8") from None
