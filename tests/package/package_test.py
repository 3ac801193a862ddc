"""What the package brings beside the program: manual pages, completions, the unit.

The whole package, on a clean Debian, is the work of tests/package/run.
"""
import functools
import gzip
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
REEVE = str(pathlib.Path(os.environ.get("REEVE", SOURCE / "build/release/reeve")).resolve())
UNIT = SOURCE / "ops/systemd/reeve.service"
# Of 100, by `systemd-analyze security`: what is left is the network, and the user's own files.
MOST_EXPOSED = 15


def output_of(*command, **more):
    return subprocess.run(command, capture_output=True, check=True, text=True, **more).stdout


@functools.cache
def help_of(path):
    """(commands below, long options) as a plain look at --help finds them."""
    text = output_of(REEVE, *path, "--help")
    text = re.split(r"\nExamples?: ", text)[0]
    listed = text.partition("\nSubcommands:\n")[2].split("\n\n")[0]
    names = re.findall(r"^ +((?:-[a-z],)?--[a-z0-9-]+(?:,--[a-z0-9-]+)*)", text, re.M)
    options = [name for entry in names for name in entry.split(",") if name.startswith("--")]
    return re.findall(r"^  ([a-z][a-z0-9-]*)", listed, re.M), options


def all_paths(path=()):
    yield path
    for name in help_of(path)[0]:
        yield from all_paths((*path, name))


class Manual(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="reeve-manual-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        output_of("python3", "-B", str(SOURCE / "ops/manual/make.py"), REEVE, str(cls.folder))
        cls.paths = list(all_paths())

    def complete_all(self, lines):
        """What bash offers for the last of the words of each line."""
        script = ('source "$0"; while read -r count; do mapfile -tn "$count" COMP_WORDS; COMP_CWORD=$((count - 1)); '
                  '_reeve; echo "${COMPREPLY[@]+"${COMPREPLY[@]}"}"; done')
        asked = "".join(f"{len(words) + 1}\nreeve\n" + "".join(word + "\n" for word in words) for words in lines)
        said = output_of("bash", "-uc", script, str(self.folder / "bash/reeve"), input=asked)
        return [line.split() for line in said.splitlines()]

    def complete(self, *words):
        return self.complete_all([words])[0]

    def test_every_command_has_a_page_with_its_options_and_an_example(self):
        self.assertGreater(len(self.paths), 100)
        pages = {page.name for page in (self.folder / "man1").iterdir()}
        self.assertEqual(pages, {"-".join(("reeve", *path)) + ".1.gz" for path in self.paths})
        for path in self.paths:
            with self.subTest(path):
                page = gzip.decompress((self.folder / "man1" / ("-".join(("reeve", *path)) + ".1.gz")).read_bytes())
                text = page.decode().replace("\\-", "-")
                commands, options = help_of(path)
                for word in [*commands, *options]:
                    self.assertIn(f"\\fB{word}\\fR", text)
                self.assertIn(".SH EXAMPLES", text)
                self.assertIn(".SH EXIT STATUS", text)

    def test_the_settings_are_good_and_name_the_data_folder(self):
        said = output_of(REEVE, "config", "check", str(self.folder / "reeve.yaml"))
        self.assertIn(": 1 setting,", said)
        self.assertIn("\ndata: /var/lib/reeve\n", (self.folder / "reeve.yaml").read_text())

    @unittest.skipUnless(shutil.which("groff"), "there is no groff")
    def test_a_page_is_set_without_a_warning(self):
        for name in ["reeve", "reeve-serve", "reeve-policy-import", "reeve-cel-eval", "reeve-halt-place"]:
            page = gzip.decompress((self.folder / f"man1/{name}.1.gz").read_bytes())
            done = subprocess.run(["groff", "-man", "-Tutf8", "-P-c", "-wmac", "-wescape", "-wsyntax"], input=page,
                                  capture_output=True, check=True)
            self.assertEqual(done.stderr, b"", name)
            self.assertIn("SYNOPSIS", re.sub(".\b", "", done.stdout.decode()))  # bold is struck twice

    def test_bash_offers_every_command_and_every_option_and_nothing_else(self):
        below = self.complete_all([(*path, "") for path in self.paths])
        dashes = self.complete_all([(*path, "--") for path in self.paths])
        for path, offered_below, offered in zip(self.paths, below, dashes, strict=True):
            with self.subTest(path):
                commands, options = help_of(path)
                self.assertEqual(sorted(offered_below), sorted(commands))
                self.assertEqual(sorted(offered), sorted(options))

    def test_bash_offers_values_where_they_are_few_and_files_elsewhere(self):
        self.assertEqual(self.complete("scan", "--format", ""), ["text", "json", "sarif"])
        self.assertEqual(self.complete("scan", "--format", "s"), ["sarif"])
        self.assertEqual(self.complete("scan", "--format", "="), ["text", "json", "sarif"])
        self.assertEqual(self.complete("scan", "--format", "=", "j"), ["json"])
        self.assertEqual(self.complete("serve", "--data", ""), [])  # then bash takes files
        self.assertEqual(self.complete("pol"), ["policy"])
        self.assertEqual(self.complete("serve", "--po"), ["--policies", "--poll", "--port"])

    def test_a_value_that_is_called_like_a_command_is_none(self):
        self.assertIn("--format", self.complete("scan", "--text", "policy", "--fo"))
        self.assertEqual(self.complete("policy", "check", "--f"), self.complete("policy", "check", "x", "--f"))

    @unittest.skipUnless(shutil.which("zsh"), "there is no zsh")
    def test_zsh_is_told_of_every_option(self):
        # In place of the completion system: what it is asked for.
        asked = ("_arguments() { for spec in \"$@\"; print -r -- $spec; return 0 }; _describe() { print -r -- ${(P)2} };"
                 "state= line=(); source $0")
        for path in [("serve",), ("scan",), ("halt", "place")]:
            script = f"{asked} >/dev/null; {'_' + '_'.join(('reeve', *path)).replace('-', '_')}"
            said = output_of("zsh", "-fc", script, str(self.folder / "zsh/_reeve"))
            for option in help_of(path)[1]:
                self.assertRegex(said, rf"(?m)^\*?{option}\[")


@unittest.skipUnless(shutil.which("systemd-analyze"), "there is no systemd-analyze")
class Unit(unittest.TestCase):
    def test_systemd_takes_the_unit_and_finds_little_exposed(self):
        with tempfile.TemporaryDirectory() as folder:
            unit = pathlib.Path(folder) / UNIT.name
            unit.write_text(UNIT.read_text().replace("/usr/bin/reeve", REEVE))
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True,
                                  check=False, text=True)
            own = [line for line in done.stderr.splitlines() if UNIT.name in line]
            self.assertEqual((done.returncode, own), (0, []), done.stderr)
            done = subprocess.run(["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}",
                                   "--no-pager", str(unit)], capture_output=True, check=False, text=True)
            self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr)

    def test_the_command_line_of_the_unit_is_one_that_the_program_knows(self):
        words = re.search(r"^ExecStart=/usr/bin/reeve (.*)$", UNIT.read_text(), re.M)[1].split()
        options = help_of((words[0],))[1]
        for word in words[1:]:
            if word.startswith("--"):
                self.assertIn(word, options)


if __name__ == "__main__":
    unittest.main(argv=["package"], verbosity=1)
