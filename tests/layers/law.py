"""The include law of docs/architecture.md, as a check over the tree.

    python3 tests/layers/law.py [ROOT]

A room includes itself and the rooms that LAW names for it; policy/cel, a language that is usable by
itself, includes base alone. A library's header stands in no header of ours, and in no more .cc files
than LIBRARIES says: what is wrapped in one place can be replaced in one place. Exit code 1 and one
line a breach, "file:line: what".
"""

import collections
import pathlib
import re
import sys

LAW = {
    "base": set(),
    "policy": {"base", "policy/cel"},
    "policy/cel": {"base"},
    "detectors": {"base"},
    "ledger": {"base"},
    "oversight": {"base", "policy", "policy/cel", "detectors", "ledger"},
    "engine": {"base", "policy", "policy/cel", "detectors", "ledger", "oversight"},
    "embed": {"base", "policy", "policy/cel", "detectors", "ledger", "oversight", "engine"},
    "api": {"base", "policy", "policy/cel", "detectors", "ledger", "oversight", "engine"},
    "cli": {"base", "policy", "policy/cel", "detectors", "ledger", "oversight", "engine", "api"},
}

# Include path (a folder, or a whole name) -> the rooms that may use it, and in how many .cc files.
LIBRARIES = {
    "CLI/": ({"cli"}, 64),  # one command a file, each declares its own options
    "curl/": ({"api"}, 2),
    "histedit.h": ({"cli"}, 1),
    "httplib.h": ({"api", "cli"}, 11),
    "openssl/": ({"base", "ledger", "api"}, 9),
    "p11-kit/": ({"base"}, 1),
    "phonenumbers/": ({"detectors"}, 1),
    "prometheus/": ({"base"}, 1),
    "re2/": ({"base", "policy", "policy/cel", "detectors"}, 4),
    "rocksdb/": ({"ledger"}, 3),
    "simdjson.h": ({"base"}, 1),
    "spdlog/": ({"base"}, 1),
    "unicode/": ({"base", "detectors", "policy/cel"}, 2),
    "yaml-cpp/": ({"policy", "oversight"}, 2),
    "zlib.h": ({"ledger"}, 2),
    "zstd.h": ({"ledger"}, 1),
}

# Headers of what the compiler brings are found by their look: <vector>, <sys/stat.h>, <unistd.h>.
SYSTEM = re.compile(r"^([a-z0-9_]+|(sys|netinet|arpa|linux)/[a-z0-9_]+\.h|[a-z0-9_]+\.h)$")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')

Include = collections.namedtuple("Include", "file line room target quoted")


def room_of(path):
    """The room of a path from the root, or None: the longest folder that the law names."""
    parts = path.split("/")[:-1]
    return next(
        ("/".join(parts[:n]) for n in range(len(parts), 0, -1) if "/".join(parts[:n]) in LAW), None
    )


def sources(root):
    rooms = sorted({room.split("/")[0] for room in LAW})
    return sorted(
        path for room in rooms for path in (root / room).rglob("*") if path.suffix in (".h", ".cc")
    )


def includes(root):
    for path in sources(root):
        name = path.relative_to(root).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = INCLUDE.match(line)
            if match:
                yield Include(name, number, room_of(name), match[2], match[1] == '"')


def library_of(target):
    return next((lib for lib in LIBRARIES if target == lib or
                 (lib.endswith("/") and target.startswith(lib))), None)


def own_breaches(root, include):
    """Breaches of an include of one of our own headers."""
    where = f"{include.file}:{include.line}"
    if not include.quoted:
        yield f"{where}: our header `{include.target}` stands in angle brackets"
    if not (root / include.target).is_file():
        yield f"{where}: there is no `{include.target}` from the root"
        return
    target = room_of(include.target)
    if target is None:
        yield f"{where}: `{include.target}` belongs to no room"
    elif target != include.room and target not in LAW[include.room]:
        yield f"{where}: {include.room} may not include {target} (`{include.target}`)"


def library_breaches(include):
    where = f"{include.file}:{include.line}"
    library = library_of(include.target)
    if library is None:
        if not SYSTEM.match(include.target):
            yield f"{where}: `{include.target}` is of no library that the law names"
    elif include.file.endswith(".h"):
        yield f"{where}: a library's header (`{include.target}`) in a header of ours"
    elif include.room not in LIBRARIES[library][0]:
        yield f"{where}: {include.room} may not use `{library}`"


def spread_breaches(found):
    users = collections.defaultdict(set)
    for include in found:
        library = library_of(include.target)
        if library:
            users[library].add(include.file)
    for library, files in sorted(users.items()):
        limit = LIBRARIES[library][1]
        if len(files) > limit:
            names = ", ".join(sorted(files))
            yield f"`{library}` is included in {len(files)} files, {limit} allowed: {names}"


def cycle_in(found):
    """A cycle between folders, as a list that ends where it starts, or None."""
    edges = collections.defaultdict(set)
    for include in found:
        here = include.file.rpartition("/")[0]
        there = include.target.rpartition("/")[0]
        if include.quoted and here != there and room_of(include.target):
            edges[here].add(there)
    done = set()

    def visit(folder, trail):
        if folder in trail:
            return trail[trail.index(folder):] + [folder]
        if folder in done:
            return None
        done.add(folder)
        cycles = (visit(after, trail + [folder]) for after in sorted(edges[folder]))
        return next((cycle for cycle in cycles if cycle), None)

    return next((cycle for cycle in map(lambda f: visit(f, []), sorted(edges)) if cycle), None)


def breaches(root):
    root = pathlib.Path(root)
    found = list(includes(root))
    out = []
    for include in found:
        if include.quoted or room_of(include.target):
            out.extend(own_breaches(root, include))
        else:
            out.extend(library_breaches(include))
    out.extend(spread_breaches(found))
    cycle = cycle_in(found)
    if cycle:
        out.append("folders include each other: " + " -> ".join(cycle))
    for path in sources(root):
        if path.suffix == ".h" and "#pragma once" not in path.read_text(encoding="utf-8"):
            out.append(f"{path.relative_to(root).as_posix()}:1: a header without `#pragma once`")
    return out


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]
    found = breaches(root)
    print("\n".join(found) if found else "the include law holds")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
