"""The records of checkpoints that witnesses cosigned or a time authority stamped."""
from .form import Malformed, as_time, decode_base64, moment
from .merkle import Tree
from .note import Checkpoint
from .timestamp import Token

COSIGNED, STAMPED = "checkpoint.cosigned", "checkpoint.timestamped"


class Anchors:
    """Is fed the records in order; judges what it found once the leaves are known."""

    def __init__(self, policy, authorities):
        self.policy, self.authorities = policy, authorities
        self.found = []
        self.last = {}

    def add(self, record):
        if record.kind in (COSIGNED, STAMPED):
            self.found.append(record)

    def judge(self, history, leaves, report):
        """`leaves` are those of the records that were checked, or more."""
        tree, roots = Tree(), {}
        sizes = sorted({record.body["size"] for record in self.found if _has_form(record)})
        for size in sizes:
            for leaf in leaves[tree.size:size]:
                tree.add(leaf)
            roots[size] = tree.root()
        for record in self.found:
            fault = self._judge_one(record, history, roots)
            if fault:
                report.fault(record.index, *fault)
        cosigned = sum(record.kind == COSIGNED for record in self.found)
        if self.policy and self.policy.asks_witnesses() and not cosigned:
            report.fault(None, "anchor.missing", "no checkpoint of the log was cosigned, which the policy asks for")
        if self.found:
            report.anchors = self._as_json(cosigned)

    def _judge_one(self, record, history, roots):
        """What is wrong with it, as code and message; or None."""
        if not _has_form(record):
            return "anchor.form", f"record {record.index} is not one of a checkpoint"
        body = record.body
        raw = body["checkpoint"].encode()
        try:
            checkpoint = Checkpoint(raw, history)
        except Malformed as error:
            return "anchor.checkpoint", f"record {record.index}: {error}"
        if checkpoint.size != body["size"]:
            return "anchor.checkpoint", f"record {record.index} names another size than its checkpoint"
        if checkpoint.root != roots[checkpoint.size]:
            return "anchor.root", f"record {record.index} holds a checkpoint of another log"
        if record.kind == COSIGNED:
            return self._judge_cosigned(record, raw)
        return self._judge_token(record, raw)

    def _judge_cosigned(self, record, raw):
        names = sorted(record.body["witnesses"])
        if self.policy:
            try:
                names = self.policy.cosigners(raw)
            except Malformed as error:
                return "anchor.quorum", f"record {record.index}: {error}"
            if not self.policy.holds(names):
                return "anchor.quorum", f"record {record.index} has the lines of {' '.join(names) or 'none'}, which is no quorum"
        self.last[COSIGNED] = (record.body["size"], names)
        return None

    def _judge_token(self, record, raw):
        try:
            token = Token(decode_base64(record.body["token"]))
        except Malformed as error:
            return "anchor.token", f"record {record.index}: {error}"
        if not token.is_of(raw):
            return "anchor.token", f"the token in record {record.index} is of something else"
        if moment(record.body["time"]) != token.time:
            return "anchor.token", f"the token in record {record.index} is of another time than the record says"
        if self.authorities and not token.is_signed(self.authorities):
            return "anchor.token", f"the token in record {record.index} is not signed by an authority that you gave"
        self.last[STAMPED] = (record.body["size"], as_time(token.time), record.body["authority"])
        return None

    def _as_json(self, cosigned):
        out = {"cosigned": cosigned, "stamped": len(self.found) - cosigned}
        if COSIGNED in self.last:
            out["cosigned_size"], out["witnesses"] = self.last[COSIGNED]
            out["witnesses_checked"] = self.policy is not None
        if STAMPED in self.last:
            out["stamped_size"], out["stamped_time"], out["authority"] = self.last[STAMPED]
            out["tokens_checked"] = self.authorities is not None
        return out


def _has_form(record):
    body = record.body
    size = body.get("size")
    if not isinstance(body.get("checkpoint"), str) or isinstance(size, bool) or not isinstance(size, int):
        return False
    if not 0 <= size <= record.index:
        return False
    if record.kind == COSIGNED:
        names = body.get("witnesses")
        return isinstance(names, list) and all(isinstance(name, str) for name in names)
    if not all(isinstance(body.get(name), str) for name in ("authority", "time", "token")):
        return False
    try:
        moment(body["time"])
        decode_base64(body["token"])
        return True
    except Malformed:
        return False
