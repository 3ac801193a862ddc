"""docs/walkthrough.md as a risk officer follows it: every command runs against a live server.

A block of `sh` must succeed, one of `sh refused` must exit with 1, `sh server` starts the server that the later blocks
speak to. A block of `text` behind one holds lines that must have been printed, in this order; `…` stands for any text.
"""
import os
import pathlib
import re
import signal
import socket
import subprocess
import time
import unittest
import urllib.error
import urllib.request

from harness import PATIENCE, REEVE, SOURCE, CliTest, run_module

DOCUMENT = SOURCE / "docs/walkthrough.md"
DOCUMENTED_PORT = "8484"


def blocks():
    """[(kind, text)] of all fenced blocks, in order."""
    return re.findall(r"^```([a-z ]*)\n(.*?)^```$", DOCUMENT.read_text(encoding="utf-8"), re.M | re.S)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def missing_line(shown, said):
    """The first line of `shown` that `said` does not have behind those before it; None where it has them all."""
    lines = iter(line.strip() for line in said.splitlines())
    for wanted in filter(None, (line.strip() for line in shown.splitlines())):
        pattern = ".*".join(re.escape(part) for part in wanted.split("…"))
        if not any(re.fullmatch(pattern, line) for line in lines):
            return wanted
    return None


class Walkthrough(CliTest):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        self.server = None
        (self.folder / "examples").symlink_to(SOURCE / "examples")
        (self.folder / "reeve").symlink_to(REEVE)
        self.environment = {**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}", "PYTHONDONTWRITEBYTECODE": "1"}
        self.environment.pop("REEVE_DATA", None)
        self.addCleanup(self.stop)

    def shell(self, text):
        return subprocess.run(["bash", "-e", "-o", "pipefail", "-c", self.settings + text], cwd=self.folder, text=True,
                              env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE,
                              check=False)

    def serve(self, command):
        with open(self.folder / "serve.log", "wb") as log:
            self.server = subprocess.Popen(["bash", "-c", "exec " + command], cwd=self.folder, env=self.environment,
                                           stdout=log, stderr=subprocess.STDOUT)
        end = time.monotonic() + PATIENCE
        while not self.answers():
            if self.server.poll() is not None or time.monotonic() > end:
                self.fail("the server does not answer:\n" + (self.folder / "serve.log").read_text(errors="replace"))
            time.sleep(0.05)

    def answers(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as response:
                return response.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self):
        if self.server is not None and self.server.poll() is None:
            self.server.send_signal(signal.SIGTERM)
            self.server.wait(PATIENCE)

    def test_every_command_runs_and_prints_what_is_shown(self):
        self.settings = ""
        said = None
        ran = {"sh": 0, "sh refused": 0, "sh server": 0, "text": 0}
        for kind, block in blocks():
            text = block.replace(DOCUMENTED_PORT, self.port)
            self.assertIn(kind, ran, f"a block of `{kind}`: say here how it is checked")
            ran[kind] += 1
            if kind == "sh server":
                self.serve(text.strip())
            elif kind == "text":
                self.assertIsNotNone(said, "a block of `text` without a command before it")
                missing = missing_line(text, said)
                self.assertIsNone(missing, f"not printed: {missing}\nbut:\n{said}")
            else:
                done = self.shell(text)
                said = done.stdout
                self.assertEqual(done.returncode, 1 if kind == "sh refused" else 0, f"{text}\n{said}")
                if text.startswith("export "):
                    self.settings += text  # for the commands that follow, as in one terminal
        self.assertGreater(ran["sh"], 10)
        self.assertGreater(ran["text"], 8)
        self.assertEqual(ran["sh server"], 1)


class MissingLine(unittest.TestCase):
    def test_what_is_shown_must_have_been_printed_in_order(self):
        self.assertIsNone(missing_line("a…c\nd\n", "x\nabc\n\n d\n"))
        self.assertEqual(missing_line("d\na…c\n", "abc\nd\n"), "a…c")
        self.assertEqual(missing_line("a.c\n", "abc\n"), "a.c")


if __name__ == "__main__":
    run_module()
