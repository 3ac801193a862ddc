"""The history of a log's keys, which its own records tell."""
from .form import Malformed, as_time, moment
from .note import Vkey, open_note

KEY_KINDS = ("key.rotated", "key.revoked")


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
        self.keys.append({"key": new, "from": record.index + 1, "until": None, "rotated": record.index})

    def _revoke(self, record):
        body = record.body
        if not {"by", "key", "reason"} <= set(body) <= {"by", "compromise", "key", "reason"}:
            raise Malformed(f"record {record.index} is not a revocation")
        if not all(isinstance(body[name], str) and body[name] for name in ("by", "key", "reason")):
            raise Malformed(f"record {record.index} is not a revocation")
        matching = [each for each in self.keys[:-1] if each["key"].text == body["key"]]
        if not matching:
            raise Malformed(f"record {record.index} revokes no earlier key of the log")
        matching[0].update(revoked=record.index, reason=body["reason"])
        if "compromise" in body:
            matching[0]["compromise"] = self._window(body["compromise"], record.index)

    @staticmethod
    def _window(given, index):
        if not isinstance(given, dict) or not {"from"} <= set(given) <= {"from", "until"}:
            raise Malformed(f"record {index} does not say from when the key was in other hands")
        return {name: moment(time) for name, time in given.items()}

    def doubts(self, key, time):
        """Whether the key was perhaps in other hands at that time (of a record, a text)."""
        for each in self.keys:
            window = each.get("compromise")
            if each["key"] == key and window is not None:
                return window["from"] <= moment(time) <= window.get("until", float("inf"))
        return False

    def as_json(self):
        out = []
        for each in self.keys:
            entry = {"vkey": each["key"].text, "from_size": each["from"], "until_size": each["until"],
                     "rotated_at": each.get("rotated"), "revoked_at": each.get("revoked"), "reason": each.get("reason")}
            entry = {name: value for name, value in entry.items() if value is not None}
            if "compromise" in each:
                entry["compromise"] = {name: as_time(micros) for name, micros in each["compromise"].items()}
            out.append(entry)
        return out
