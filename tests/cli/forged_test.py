"""Logs that only the holder of a key could forge, made here by the published keys of the test vectors: what their
records say of checkpoints, keys and calls is wrong, though every hash and signature is right. Both verifiers judge alike."""
import json
import subprocess
import sys

from anchors_test import Authority, openssl
from harness import SOURCE, CliTest, run, run_module

sys.path[:0] = [str(SOURCE / "clients/python"), str(SOURCE / "tests/vectors/ledger")]
import make  # noqa: E402
from reeve_verify.command import read_policy, verify  # noqa: E402
from reeve_verify.judge import Question  # noqa: E402

NEXT = make.Key(make.ORIGIN, make.SEEDS["w1"], 1)
STRANGER = make.Key(make.ORIGIN, make.SEEDS["w2"], 1)


def decision(stage="input", interaction="i-1", effect="allow", system="s", principal="p", **further):
    facts = {"interaction": interaction, "stage": stage, "system": {"id": system}}
    return "decision", {"effect": effect, "facts": facts, "principal": principal, **further}


def signed(leaves, key=make.LOG, size=None, origin=make.ORIGIN):
    text = make.checkpoint_text(leaves, origin)
    if size is not None:
        text = text.replace(f"\n{len(leaves)}\n", f"\n{size}\n")
    return text + "\n" + key.signature(text)


class Forged:
    """A log of the bodies given, one record a second. A body may be a function of the leaves before it."""

    def __init__(self, *bodies, step=1):
        self.lines, self.leaves, keys = [], [], 0
        for index, (kind, body) in enumerate(bodies):
            body = body(self.leaves) if callable(body) else body
            keys += kind.startswith("key.")
            seconds = index * step
            record = {"body": body, "id": f"key-{keys}" if kind.startswith("key.") else f"r-{index}", "index": index,
                      "kind": kind, "log": "decision" if kind == "decision" else "control", "origin": make.ORIGIN,
                      "prev": self.leaves[-1].hex() if self.leaves else "0" * 64, "tenant": "default",
                      "time": f"2026-11-18T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000000Z", "v": 1}
            self.lines.append(make.canonical(record))
            self.leaves.append(make.leaf_hash(self.lines[-1]))

    def write(self, folder, key=make.LOG, kept=()):
        folder.mkdir()
        (folder / "records.jsonl").write_bytes(b"".join(line + b"\n" for line in self.lines))
        (folder / "leaves").write_text("".join(leaf.hex() + "\n" for leaf in self.leaves))
        (folder / "checkpoint").write_text(signed(self.leaves, key))
        (folder / "checkpoints").write_text("".join(f"{size} {make.b64(note.encode())}\n" for size, note in kept))
        (folder / "vkey").write_text(make.LOG.vkey + "\n")
        return folder


def rotation(number=1, old=make.LOG, new=NEXT, signers=None, **changes):
    text = f"{make.ORIGIN}\nreeve key rotation\n{number}\n{old.vkey}\n{new.vkey}\n"
    statement = text + "\n" + "".join(key.signature(text) for key in signers or (old, new))
    return "key.rotated", {"by": "Ada Example", "new": new.vkey, "old": old.vkey, "reason": "r", "statement": statement, **changes}


def revocation(key=make.LOG, **further):
    return "key.revoked", {"by": "Ada Example", "key": key.vkey, "reason": "r", **further}


class ForgedLogs(CliTest):
    def judge(self, log, name, policy=None, authorities=None, **written):
        """Both verdicts, required to be the same in every member of a good log, else in the first fault."""
        folder = log.write(self.folder / name, **written)
        options = [*(["--policy", policy] if policy else []), *(["--time-ca", authorities] if authorities else [])]
        done = run("ledger", "verify", folder, "--json", *options)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        ours = json.loads(done.stdout)
        theirs = verify(folder, Question((), None, read_policy(policy) if policy else None, authorities)).as_json()
        faults = [[(fault.get("index"), fault["code"]) for fault in each["faults"]][:1] for each in (ours, theirs)]
        self.assertEqual(*faults, f"{name}\n{ours['faults']}\n{theirs['faults']}")
        if ours["ok"]:
            for member in {*ours, *theirs}:
                self.assertEqual(ours.get(member), theirs.get(member), f"{name}: {member}")
        return faults[0][0] if faults[0] else None

    def test_cosigned_checkpoints(self):
        policies = {need: self.write(f"policy-{need}", make.POLICY % need) for need in ("any", "all")}

        def cosigned(**changes):
            def body(leaves):
                note = changes.get("note") or signed(leaves, size=changes.get("claims"))
                text = note.partition("\n\n")[0] + "\n"
                for key in changes.get("by", (make.W1, make.W2)):
                    note += key.cosignature(text, 1795000000)
                return {"checkpoint": note, "size": len(leaves), "witnesses": ["w1"], **changes.get("body", {})}
            return "checkpoint.cosigned", body
        forged = make.W1.line(bytes(72))
        cases = {"both": (cosigned(), None, None), "one": (cosigned(by=[make.W2]), None, "anchor.quorum"),
                 "none": (cosigned(by=[]), "anchor.quorum", "anchor.quorum"),
                 "another size": (cosigned(body={"size": 1}), "anchor.checkpoint", "anchor.checkpoint"),
                 "a size ahead": (cosigned(body={"size": 9}), "anchor.form", "anchor.form"),
                 "another root": (cosigned(claims=1, body={"size": 1}), "anchor.root", "anchor.root"),
                 "of a stranger": (cosigned(note=signed([], STRANGER)), "anchor.checkpoint", "anchor.checkpoint"),
                 "no text": (cosigned(body={"checkpoint": 7}), "anchor.form", "anchor.form"),
                 "no witnesses": (cosigned(body={"witnesses": "w1"}), "anchor.form", "anchor.form"),
                 "a forged line": (("checkpoint.cosigned", lambda leaves: {
                     "checkpoint": signed(leaves) + forged, "size": len(leaves), "witnesses": []}), "anchor.quorum", "anchor.quorum")}
        for name, (anchor, by_any, by_all) in cases.items():
            log = Forged(decision(), decision(), anchor, decision("output"))
            for need, code in (("any", by_any), ("all", by_all)):
                with self.subTest(name, need=need):
                    self.assertEqual(self.judge(log, f"{name} {need}", policies[need]), (2, code) if code else None)
            self.judge(log, f"{name} without a policy")
        self.assertEqual(self.judge(Forged(decision()), "missing", policies["any"]), (None, "anchor.missing"))

    def test_stamped_checkpoints(self):
        authority, stranger = (Authority(self.folder / name, name) for name in ("tsa", "stranger"))
        self.addCleanup(authority.stop)
        self.addCleanup(stranger.stop)

        def token_of(data, by):
            (self.folder / "data").write_bytes(data)
            openssl("ts", "-query", "-data", self.folder / "data", "-sha256", "-cert", "-out", self.folder / "asked")
            by.reply((self.folder / "asked").read_bytes())
            openssl("ts", "-reply", "-in", by.folder / "reply", "-token_out", "-out", self.folder / "token")
            said = subprocess.run(["openssl", "ts", "-reply", "-in", by.folder / "reply", "-text"], capture_output=True, check=True)
            line = next(line for line in said.stdout.decode().splitlines() if line.startswith("Time stamp:"))
            day = subprocess.run(["date", "-u", "-d", line.partition(": ")[2], "+%Y-%m-%dT%H:%M:%S.000000Z"],
                                 capture_output=True, check=True).stdout.decode().strip()
            return (self.folder / "token").read_bytes(), day

        def stamped(by=authority, of=None, damage=None, **changes):
            def body(leaves):
                note = signed(leaves)
                token, time = token_of(of or note.encode(), by)
                token = damage(token) if damage else token
                return {"authority": f"CN={by.folder.name}.example", "checkpoint": note, "size": len(leaves), "time": time, "token": make.b64(token), **changes}
            return "checkpoint.timestamped", body
        cases = {"whole": (stamped(), None), "of something else": (stamped(of=b"x"), "anchor.token"),
                 "another time": (stamped(time="2026-11-18T00:00:00.000000Z"), "anchor.token"),
                 "cut": (stamped(damage=lambda token: token[:-1]), "anchor.token"),
                 "longer": (stamped(damage=lambda token: token + b"x"), "anchor.token"),
                 "no token": (stamped(token="AAAA"), "anchor.token"), "no base64": (stamped(token="!"), "anchor.form"),
                 "no time": (stamped(time="soon"), "anchor.form")}
        for name, (anchor, code) in cases.items():
            with self.subTest(name):
                self.assertEqual(self.judge(Forged(decision(), anchor), name), (1, code) if code else None)
        good = Forged(decision(), stamped())
        self.assertIsNone(self.judge(good, "signed", authorities=authority.ca))
        self.assertEqual(self.judge(good, "by another", authorities=stranger.ca), (1, "anchor.token"))

    def test_the_history_of_keys(self):
        window = {"from": "2026-11-18T00:00:00.000000Z", "until": "2026-11-18T00:00:01.500000Z"}
        good = Forged(decision(), decision(), rotation(), revocation(compromise=window), decision("output"))
        kept = [(size, signed(good.leaves[:size], make.LOG if size < 4 else NEXT)) for size in range(6)]
        with self.subTest("whole"):
            self.assertIsNone(self.judge(good, "whole", key=NEXT, kept=kept))
        self.assertEqual(self.judge(good, "a late size by the old key", key=NEXT, kept=[*kept[:5], (5, signed(good.leaves))]),
                         (None, "checkpoint.signature"))
        self.assertEqual(self.judge(good, "an early size by the new key", key=NEXT, kept=[(1, signed(good.leaves[:1], NEXT))]),
                         (None, "checkpoint.signature"))
        self.assertEqual(self.judge(good, "the end by the old key"), (None, "checkpoint.signature"))
        cases = {"not signed by the new": [rotation(signers=[make.LOG])], "not signed by the old": [rotation(signers=[NEXT])],
                 "another number": [rotation(2)], "not the key it has": [rotation(old=STRANGER)],
                 "the same key": [rotation(new=make.LOG)], "a key again": [rotation(), rotation(2, NEXT, make.LOG)],
                 "no key": [rotation()[:1] + ({**rotation()[1], "new": "x"},)], "no reason": [rotation(reason="")],
                 "a member more": [rotation(more="x")], "revoked though in use": [revocation()],
                 "revoked though a stranger's": [rotation(), revocation(STRANGER)],
                 "no window": [rotation(), revocation(compromise={})], "a window of words": [rotation(), revocation(compromise={"from": "then"})],
                 "a window that ends before": [rotation(), revocation(compromise={"from": window["until"], "until": window["from"]})],
                 "revoked twice": [rotation(), revocation(), revocation()], "who is no text": [rotation(), revocation(by=7)]}
        for name, records in cases.items():
            with self.subTest(name):
                self.judge(Forged(decision(), *records, decision("output")), name, key=NEXT)

    def test_what_callers_leave_a_trace_of(self):
        quiet = [("x", {}) for _ in range(3)]
        calls = [decision(sequence=number, principal=principal) for principal, number in
                 [("a", 5), ("a", 1), ("b", 9), ("a", 3), ("a", 2), ("b", 9), ("a", 8), ("b", -2), ("a", 10**15)]]
        cases = [[*quiet], [decision(), decision("output")], [decision(), *quiet], [decision("output"), decision(), *quiet],
                 [decision(effect="deny"), *quiet], [decision(effect="hold"), *quiet], [decision(effect="redact"), *quiet],
                 [decision(), decision("output", effect="deny"), *quiet], [decision(), decision("output", system="t"), *quiet],
                 [decision(), decision("output", interaction="i-2"), *quiet], [decision(), decision("tool_call"), *quiet],
                 [decision(), decision(), decision("output"), decision(), *quiet], calls,
                 [decision(), *quiet, decision(), *quiet], [("decision", {"effect": "allow", "sequence": 4, "principal": "a"}), *quiet],
                 [decision(sequence="7"), decision(sequence=1.5), decision(sequence=True), *quiet],
                 [decision(system=7), decision(interaction=None), decision(effect=None), *quiet], [decision("input", "", system=""), *quiet]]
        for number, records in enumerate(cases):
            for step in (1, 700):
                with self.subTest(case=number, step=step):
                    self.judge(Forged(*records, step=step), f"{number} {step}")


if __name__ == "__main__":
    run_module()
