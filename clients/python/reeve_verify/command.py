"""The command line."""
import argparse
import json
import pathlib
import re
import sys
import tempfile

from .archive import unpack
from .canonical import canonical, parse_json
from .completeness import GRACE
from .export import is_range, verify_export, verify_range
from .form import MAX_RECORD, Malformed, Unavailable
from .judge import Question
from .keys import KeyHistory
from .merkle import leaf_hash
from .note import Vkey
from .policy import MAX_POLICY, Policy
from .receipt import Receipt
from .record import Record
from .tiles import mirror, verify_tiles

EXIT_CODES = "Exit codes: 0 whole or proven, 1 not, 2 wrong usage, 3 could not be looked at."
NO_EXPORT = "is no export (no `records.jsonl`) and holds no tiles (no `checkpoint`)"


def verify(where, question):
    """A Report on an export, a zip of one, a folder of tiles, or the address of tiles."""
    if re.match(r"https?://", str(where)):
        with tempfile.TemporaryDirectory(prefix="reeve-verify-") as folder:
            mirror(str(where), pathlib.Path(folder), question.keys[0] if question.keys else None)
            return verify_tiles(pathlib.Path(folder), question)
    path = pathlib.Path(where)
    if path.is_file():
        with tempfile.TemporaryDirectory(prefix="reeve-verify-") as folder:
            unpack(path, folder)
            return _verify_folder(pathlib.Path(folder), where, question)
    return _verify_folder(path, where, question)


def _verify_folder(folder, where, question):
    if (folder / "records.jsonl").is_file():
        return verify_range(folder, question) if is_range(folder) else verify_export(folder, question)
    if (folder / "checkpoint").is_file():
        return verify_tiles(folder, question)
    raise Unavailable(f"`{where}` {NO_EXPORT}")


def verify_receipt(raw, keys, policy=None, leaf=None, record=None):
    """What a receipt proves, as an object for a program; raises Malformed where it proves nothing.
    `record` are canonical bytes. Without `leaf` and `record`, the receipt's own extra is the record."""
    receipt = Receipt(raw)
    record = receipt.extra if leaf is None and record is None else record
    if leaf is None and record is None:
        raise Unavailable("the receipt does not hold its record: give --record or --leaf")
    leaf = leaf_hash(record) if leaf is None else leaf
    problem = Malformed("no key of the log")
    for key in keys:
        try:
            checkpoint = receipt.prove(leaf, KeyHistory(key))
            break
        except Malformed as error:
            problem = error
    else:
        raise problem
    names = policy.cosigners(receipt.note) if policy else []
    if policy and not policy.holds(names):
        raise Malformed(f"cosigned by {' '.join(names) or 'nobody'}, which is no quorum")
    out = {"ok": True, "log": checkpoint.origin, "index": receipt.index, "leaf_hash": leaf.hex(), "size": checkpoint.size,
           "root": checkpoint.root.hex(), "cosigned": [{"witness": name} for name in names]}
    if record is not None:
        if Record(record).index != receipt.index:
            raise Malformed("the record is of another index than the receipt")
        out["record"] = json.loads(record)
    return out


# Arguments --------------------------------------------------------------------------------------------

def read_key(given):
    path = pathlib.Path(given)
    try:
        if path.is_file():
            given = path.read_text("utf-8")
    except OSError:  # a vkey that is longer than a path may be
        pass
    return Vkey(given)


def read_policy(path):
    with open(path, "rb") as file:
        return Policy(file.read(MAX_POLICY + 1))


def read_record(path):
    """Its canonical bytes, from any JSON that shows it."""
    value = parse_json(pathlib.Path(path).read_bytes()[:4 * MAX_RECORD])
    if isinstance(value, dict) and isinstance(value.get("record"), dict) and "body" in value["record"]:
        value = value["record"]
    return canonical(value).encode()


def microseconds(text):
    found = re.fullmatch(r"([0-9]{1,9})(s|m|h|d)", text)
    if not found:
        raise argparse.ArgumentTypeError("a time like 30s, 15m, 12h, 7d")
    return int(found[1]) * {"s": 1, "m": 60, "h": 3600, "d": 86_400}[found[2]] * 1_000_000


def _verify_parser():
    parser = argparse.ArgumentParser(
        prog="reeve-verify", description="Verify an export of a ledger, a range of one, a zip, or tiles, without Reeve.",
        epilog=f"{EXIT_CODES}\nA receipt is verified with: reeve-verify receipt --help\n"
               "Example: reeve-verify ./export --key ./vkey-from-the-operator --policy trust.policy",
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("where", help="an export, one as a zip, a folder of tiles, or the http(s):// address of tiles")
    parser.add_argument("--key", help="a vkey of the log, or a file with it, obtained elsewhere")
    parser.add_argument("--checkpoint", help="a checkpoint kept from earlier (file): the log must still begin with it")
    parser.add_argument("--policy", help="logs, witnesses and quorum (C2SP tlog-policy) that cosigned checkpoints need")
    parser.add_argument("--time-ca", help="certificates (PEM) of the time authorities; their tokens are judged by openssl")
    parser.add_argument("--require-complete", action="store_true",
                        help="exit 1 also where an output was never checked, or a caller's counter has gaps")
    parser.add_argument("--grace", type=microseconds, default=GRACE,
                        help="before the end of the log an output may still be to come for this long; 15m")
    parser.add_argument("--json", action="store_true", help="the report for a program")
    return parser


def _receipt_parser():
    parser = argparse.ArgumentParser(
        prog="reeve-verify receipt", description="Verify a receipt (C2SP tlog-proof): no log, no network.",
        epilog=f"{EXIT_CODES}\nExample: reeve-verify receipt d-7.tlog-proof --policy trust.policy --record d-7.json",
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="the receipt")
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--key", help="the log's vkey, or a file with it")
    whom.add_argument("--policy", help="logs, witnesses and a quorum (C2SP tlog-policy)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--record", help="the record, where the receipt does not hold it (file)")
    what.add_argument("--leaf", help="or its leaf hash, 64 hex digits")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _receipt(arguments):
    parser = _receipt_parser()
    options = parser.parse_args(arguments)
    if options.leaf and not re.fullmatch(r"[0-9a-f]{64}", options.leaf):
        parser.error("a leaf hash has 64 hex digits")
    policy = read_policy(options.policy) if options.policy else None
    keys = [read_key(options.key)] if options.key else policy.logs
    record = read_record(options.record) if options.record else None
    raw = pathlib.Path(options.file).read_bytes()
    try:
        found = verify_receipt(raw, keys, policy, bytes.fromhex(options.leaf) if options.leaf else None, record)
    except Malformed as error:
        found = {"ok": False, "message": str(error)}
    if options.json:
        print(json.dumps(found, indent=2))
    elif found["ok"]:
        print(f"proven: `{found['log']}` has it at index {found['index']}, under the checkpoint of size {found['size']}"
              + "".join(f", cosigned by {each['witness']}" for each in found["cosigned"]))
    else:
        print(f"NOT PROVEN: {found['message']}")
    return 0 if found["ok"] else 1


def _verify(arguments):
    options = _verify_parser().parse_args(arguments)
    policy = read_policy(options.policy) if options.policy else None
    keys = [read_key(options.key)] if options.key else []
    earlier = pathlib.Path(options.checkpoint).read_bytes() if options.checkpoint else None
    if options.time_ca:
        with open(options.time_ca, "rb"):  # to say now that it is not there
            pass
    report = verify(options.where, Question(keys, earlier, policy, options.time_ca, options.grace))
    print(json.dumps(report.as_json(), indent=2) if options.json else report.as_text())
    if report.faults:
        return 1
    if options.require_complete and report.completeness is None:
        raise Unavailable("of a range nothing can be said about completeness")
    return 1 if options.require_complete and not report.completeness["complete"] else 0


def main(arguments=None):
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        return _receipt(arguments[1:]) if arguments[:1] == ["receipt"] else _verify(arguments)
    except (OSError, Malformed, Unavailable) as error:
        print(f"reeve-verify: error: {error}", file=sys.stderr)
        return 3
