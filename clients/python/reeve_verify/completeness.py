"""What callers' traces say of decisions that were never asked for: outputs, and gaps in counters."""
import bisect

from .form import moment

MAX_OPEN = 1_000_000
MAX_STRETCHES = 65_536
LISTED = 100
GRACE = 15 * 60 * 1_000_000


def _text(facts, name, body, bare):
    """What the facts say; of a decision without them it stands in the body itself. What is no text is empty."""
    value = facts[name] if name in facts else body.get(bare)
    return value if isinstance(value, str) else ""


class Completeness:
    """Is fed the records in order. An interaction is that of a system and a tenant."""

    def __init__(self, grace=GRACE):
        self.grace = grace
        self.decisions = self.not_followed = self.repeated = 0
        self.waiting = {}  # by tenant, system, interaction: the first input let through since its last output
        self.callers = {}  # by tenant, principal, system: stretches [first, last] of numbers, sorted, apart
        self.last_time = None

    def add(self, record):
        self.last_time = record.time
        if record.kind != "decision":
            return
        self.decisions += 1
        body = record.body
        facts = body.get("facts")
        facts = facts if isinstance(facts, dict) else {}
        system = facts.get("system")
        system = _text(system if isinstance(system, dict) else {}, "id", body, "system")
        interaction = _text(facts, "interaction", body, "interaction")
        self._follow((record.tenant, system, interaction), _text(facts, "stage", body, "stage"), body.get("effect"), record)
        number = body.get("sequence")
        if isinstance(number, int) and not isinstance(number, bool) and number >= 0:
            caller = (record.tenant, _text(body, "principal", body, "principal"), system)
            self._count(self.callers.setdefault(caller, []), number)

    def _follow(self, which, stage, effect, record):
        if stage == "output":
            self.waiting.pop(which, None)
        elif stage == "input" and effect in ("allow", "redact") and which not in self.waiting:
            if len(self.waiting) == MAX_OPEN:
                self.not_followed += 1
            else:
                self.waiting[which] = (record.index, record.time)

    def _count(self, stretches, number):
        at = bisect.bisect_right(stretches, [number, float("inf")])
        before = stretches[at - 1] if at else None
        after = stretches[at] if at < len(stretches) else None
        if before is not None and before[1] >= number:
            self.repeated += 1
        elif before is not None and before[1] == number - 1:
            before[1] = number
            if after is not None and after[0] == number + 1:
                before[1] = after[1]
                del stretches[at]
        elif after is not None and after[0] == number + 1:
            after[0] = number
        elif len(stretches) == MAX_STRETCHES:
            self.not_followed += 1
        else:
            stretches.insert(at, [number, number])

    def as_json(self):
        unchecked, still_open = [], 0
        end = moment(self.last_time) if self.last_time else 0
        for (tenant, system, interaction), (index, time) in self.waiting.items():
            if moment(time) > end - self.grace:
                still_open += 1
            else:
                unchecked.append({"index": index, "interaction": interaction, "system": system, "tenant": tenant,
                                  "time": time})
        unchecked.sort(key=lambda each: each["index"])
        gaps, missing = [], 0
        for (tenant, principal, system), stretches in sorted(self.callers.items()):
            for before, after in zip(stretches, stretches[1:]):
                missing += after[0] - before[1] - 1
                gaps.append({"first": before[1] + 1, "last": after[0] - 1, "principal": principal, "system": system,
                             "tenant": tenant})
        return {"complete": not unchecked and not missing and not self.not_followed, "decisions": self.decisions,
                "unchecked": len(unchecked), "unchecked_interactions": unchecked[:LISTED], "open": still_open,
                "callers": len(self.callers), "missing_numbers": missing, "repeated_numbers": self.repeated,
                "gaps": gaps[:LISTED], "not_followed": self.not_followed}
