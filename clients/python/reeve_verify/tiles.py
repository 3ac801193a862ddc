"""A log as tiles (C2SP tlog-tiles), in a folder or on a web server."""
import http.client
import re
import urllib.error
import urllib.request

from .form import MAX_RECORD, Malformed, Unavailable
from .judge import (Judge, check_earlier, choose_keys, find_key_records, judge_by_chain, judge_by_leaves, open_head)
from .merkle import node_hash, root_of
from .note import MAX_NOTE, parse_checkpoint
from .report import Report

WIDTH = 256
MAX_LEVEL = 63
MAX_BUNDLE = WIDTH * (2 + MAX_RECORD)
TIMEOUT = 60  # seconds


def tile_path(level, number, width):
    """`level` is a number, or `entries`."""
    digits = f"{number:03}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at:at + 3] for at in range(0, len(digits), 3)]
    path = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{path}" + ("" if width == WIDTH else f".p/{width}")


def parse_tile_path(path):
    """(level, number, width)"""
    found = re.fullmatch(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", path)
    if not found:
        raise Malformed("not the path of a tile")
    level = found[1] if found[1] == "entries" else int(found[1])
    number, width = int(re.sub("[x/]", "", found[2])), int(found[3] or WIDTH)
    if (level != "entries" and level > MAX_LEVEL) or number >= 2**63 or tile_path(level, number, width) != path:
        raise Malformed("not the path of a tile")
    return level, number, width


def tiles_of(level, count):
    """The numbers and widths of the tiles of a level that has `count` hashes or records."""
    for number in range(-(-count // WIDTH)):
        yield number, min(WIDTH, count - number * WIDTH)


def levels_of(size):
    """The levels above the leaves, each with the number of its hashes."""
    level, count = 1, size // WIDTH
    while count:
        yield level, count
        level, count = level + 1, count // WIDTH


class Tiles:
    """The tiles of a log of a size, in a folder."""

    def __init__(self, folder, size):
        self.folder, self.size = folder, size

    def _read(self, level, number, width):
        name = tile_path(level, number, width)
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            raise Malformed(f"there is no file `{name}`") from None

    def hashes(self, level, number, width):
        raw = self._read(level, number, width)
        if len(raw) != 32 * width:
            raise Malformed(f"`{tile_path(level, number, width)}` has another length than its name says")
        return [raw[at:at + 32] for at in range(0, 32 * width, 32)]

    def records(self):
        for number, width in tiles_of("entries", self.size):
            name, raw = tile_path("entries", number, width), self._read("entries", number, width)
            at = count = 0
            while at < len(raw):
                end = at + 2 + int.from_bytes(raw[at:at + 2], "big")
                if at + 2 > len(raw) or end > len(raw):
                    raise Malformed(f"`{name}` is cut off within a record")
                yield raw[at + 2:end]
                at, count = end, count + 1
            if count != width:
                raise Malformed(f"`{name}` has {count} records, not {width}")

    def leaves(self, report):
        """The leaf hashes, up to the first tile that does not read, and whether these are all."""
        leaves = []
        for number, width in tiles_of(0, self.size):
            try:
                leaves += self.hashes(0, number, width)
            except Malformed as error:
                report.fault(number * WIDTH, "tree.damaged", str(error))
                return leaves, False
        return leaves, True

    def check_upper(self, leaves, report):
        """The levels above the leaves, against those. Of a wrong hash the record that completes it is named."""
        wrong, below = [], leaves
        for level, count in levels_of(self.size):
            below = [_full_root(below[at * WIDTH:(at + 1) * WIDTH]) for at in range(len(below) // WIDTH)]
            stored = []
            try:
                for number, width in tiles_of(level, count):
                    stored += self.hashes(level, number, width)
            except Malformed:
                pass  # from there on they are missing
            differing = [at for at, right in enumerate(below) if at >= len(stored) or stored[at] != right]
            wrong += [(differing[0] + 1) * WIDTH**level - 1] if differing else []
        if wrong:
            report.fault(min(wrong), "tree.altered",
                         f"a tile above the leaves, which record {min(wrong)} completes a hash of, is not what lies below it")


def _full_root(hashes):
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def _size_in(folder):
    """The size that the checkpoint names, signed or not: where to look for tiles. Of one that does not read, 0."""
    try:
        return parse_checkpoint((folder / "checkpoint").read_bytes())[2]
    except (OSError, Malformed):
        return 0


def verify_tiles(folder, question):
    """A Report on the tiles in `folder`."""
    report = Report()
    named = Tiles(folder, _size_in(folder))
    history = choose_keys(folder, find_key_records(named.records()), question, report)
    head = open_head(folder, history, report)
    tiles = Tiles(folder, head.size if head else named.size)
    judge = Judge(history, report, question)
    if head is not None:
        judge.believe(head)
    leaves, complete = tiles.leaves(report if head else Report())
    if complete and head is not None and root_of(leaves) == head.root:
        check_earlier(question, history, leaves, report)
        tiles.check_upper(leaves, report)
        judge_by_leaves(tiles.records(), leaves, judge)
    else:
        check_earlier(question, history, None, report)
        leaves = judge_by_chain(tiles.records(), leaves, head, {}, judge)
    judge.finish(leaves)
    return report


# A web server -----------------------------------------------------------------------------------------

def _fetch(url, most):
    """The bytes, or None where there is nothing."""
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT) as response:
            raw = response.read(most + 1)
    except urllib.error.HTTPError as error:
        if error.code in (404, 410):
            return None
        raise Unavailable(f"`{url}` answers {error.code}") from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise Unavailable(f"`{url}` cannot be read: {error}") from None
    if len(raw) > most:
        raise Unavailable(f"`{url}` is longer than {most} bytes")
    return raw


def mirror(address, folder, key):
    """Copies tiles from http(s)://... into `folder`. Of what is not there nothing is copied: that is judged later.
    Where the server has no `vkey`, `key` takes its place."""
    address = address.rstrip("/") + "/"

    def copy(name, most):
        path = folder / name
        raw = _fetch(address + name, most)
        if raw is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
        return raw is not None
    copy("checkpoint", MAX_NOTE)
    if not copy("vkey", 4096) and key is not None:
        (folder / "vkey").write_text(key.text + "\n")
    size = _size_in(folder)
    for level, count, most in [("entries", size, MAX_BUNDLE), (0, size, 32 * WIDTH),
                               *((level, count, 32 * WIDTH) for level, count in levels_of(size))]:
        for number, width in tiles_of(level, count):
            if not copy(tile_path(level, number, width), most):
                break
