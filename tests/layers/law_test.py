"""Holds the repository to the include law, and the checker to its word: each fixture breaks the law
in one way, and must be found with its file and line."""

import pathlib
import tempfile
import unittest

import law

ROOT = pathlib.Path(__file__).resolve().parents[2]

SOUND = {
    "base/json.h": "#pragma once\n#include <string>\n",
    "base/json.cc": '#include "base/json.h"\n#include <simdjson.h>\n#include <sys/stat.h>\n',
    "policy/cel/value.h": '#pragma once\n#include "base/json.h"\n',
    "policy/rule.h": '#pragma once\n#include "policy/cel/value.h"\n',
    "ledger/log.h": '#pragma once\n#include "base/json.h"\n',
    "oversight/hold.h": '#pragma once\n#include "ledger/log.h"\n#include "policy/rule.h"\n',
    "engine/engine.cc": '#include "oversight/hold.h"\n#include "ledger/log.h"\n',
}


def breaches_with(files):
    """The breaches of the sound tree with these files put in."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in {**SOUND, **files}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        return law.breaches(root)


class Repository(unittest.TestCase):
    def test_the_repository_keeps_the_law(self):
        self.assertEqual([], law.breaches(ROOT))

    def test_the_repository_was_looked_at(self):
        self.assertGreater(len(law.sources(ROOT)), 20)
        self.assertGreater(len(list(law.includes(ROOT))), 50)


class Checker(unittest.TestCase):
    def assert_found(self, files, *expected):
        found = breaches_with(files)
        for text in expected:
            self.assertTrue(any(text in line for line in found), f"{text!r} is not in {found}")

    def test_a_sound_tree_has_no_breach(self):
        self.assertEqual([], breaches_with({}))

    def test_every_pair_of_rooms_obeys_the_table_and_the_table_has_no_cycle(self):
        for room, others in law.LAW.items():
            for other in law.LAW:
                self.assertFalse(other in others and room in law.LAW[other], f"{room}, {other}")
                if other in others or other == room:
                    continue
                header = f"{other}/x.h"
                user = f'#include "{header}"\n'
                found = breaches_with({header: "#pragma once\n", f"{room}/x.cc": user})
                self.assertIn(f"{room}/x.cc:1: {room} may not include {other} (`{header}`)", found)

    def test_the_three_in_the_middle_do_not_know_each_other(self):
        for room in ("policy", "detectors", "ledger"):
            self.assertFalse(law.LAW[room] & {"policy", "detectors", "ledger"})

    def test_a_library_header_in_a_header(self):
        text = "#pragma once\n\n#  include <rocksdb/db.h>\n"
        self.assert_found({"ledger/store.h": text}, "ledger/store.h:3: a library's header")

    def test_a_library_in_a_room_that_may_not_use_it(self):
        self.assert_found({"engine/a.cc": "#include <httplib.h>\n"}, "engine may not use `httplib.h`")

    def test_a_library_in_too_many_files(self):
        files = {"base/copy.cc": "#include <simdjson.h>\n"}
        self.assert_found(files, "`simdjson.h` is included in 2 files, 1 allowed")

    def test_a_library_that_nobody_named(self):
        self.assert_found({"base/a.cc": "#include <boost/any.hpp>\n"}, "of no library that the law")

    def test_a_header_that_is_not_there_or_not_from_the_root(self):
        self.assert_found(
            {"ledger/a.cc": '#include "log.h"\n#include "../base/json.h"\n#include "base/no.h"\n'},
            "ledger/a.cc:1: there is no `log.h`",
            "ledger/a.cc:2: there is no `../base/json.h`",
            "ledger/a.cc:3: there is no `base/no.h`",
        )

    def test_a_header_of_the_tests_in_a_room(self):
        self.assert_found(
            {"tests/base/x.h": "#pragma once\n", "base/a.cc": '#include "tests/base/x.h"\n'},
            "base/a.cc:1: `tests/base/x.h` belongs to no room",
        )

    def test_our_header_in_angle_brackets(self):
        self.assert_found({"ledger/a.cc": "#include <base/json.h>\n"}, "in angle brackets")
        self.assert_found({"base/a.cc": "#include <ledger/log.h>\n"}, "base may not include ledger")

    def test_folders_that_include_each_other_inside_one_room(self):
        files = {
            "ledger/tiles/tile.h": '#pragma once\n#include "ledger/log.h"\n',
            "ledger/log.cc": '#include "ledger/tiles/tile.h"\n',
        }
        self.assert_found(files, "folders include each other: ledger -> ledger/tiles -> ledger")

    def test_a_header_without_its_guard(self):
        self.assert_found({"base/a.h": "// nothing\n"}, "base/a.h:1: a header without")


if __name__ == "__main__":
    unittest.main()
