"""Clients of models that are not ours, unmodified, through the proxy to a stand-in model.

The packages come from their registry into build/compat-python; $REEVE_COMPAT_PYTHON names an interpreter
that has them already, $REEVE_COMPAT_NODE a folder whose node_modules has the npm package. Skipped, with
a word, where `openai` cannot be had; the others, too heavy for every run, are tried where they are.
"""
import os
import pathlib
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cli"))
sys.path.insert(0, str(HERE))
from harness import PATIENCE, SOURCE, CliTest, run_module  # noqa: E402
import stand_in_model  # noqa: E402

OPENAI = "openai==3.57.0"
PYTHON = os.environ.get("REEVE_COMPAT_PYTHON", "")
NODE_FOLDER = os.environ.get("REEVE_COMPAT_NODE", "")
KEY = "sk-upstream-that-nobody-sees-0123456789"
POLICIES = """apiVersion: reeve/v1
kind: Policy
metadata: { id: cards, title: Cards, references: [PCI DSS] }
detect: [payment]
rules:
  - id: mask
    when: findings.exists(f, f.entity == "CREDIT_CARD")
    effect: redact
    redact: { entities: [CREDIT_CARD], operator: label }
    reason: A card was removed.
  - id: word
    when: content.text.contains("xyzzy")
    effect: deny
    reason: The word is forbidden.
"""
TOOLS = """apiVersion: reeve/v1
kind: Policy
metadata: { id: tools, title: Whom to send to, owner: service desk }
scope: { stages: [tool_call], tools: [send] }
rules:
  - id: nobody
    when: action.arguments.to.contains("plugh")
    effect: deny
    reason: Nothing is sent there.
"""


def skip(why):
    print(f"skipped: {why}")
    sys.exit(0)


def has(package):
    return subprocess.run([PYTHON, "-c", f"import {package}"], capture_output=True,
                          check=False).returncode == 0


def setUpModule():
    global PYTHON
    if PYTHON:
        if not has("openai"):
            skip(f"{PYTHON} has no package `openai`")
        return
    folder = SOURCE / "build/compat-python"
    PYTHON = str(folder / "bin/python")
    if pathlib.Path(PYTHON).exists() and has("openai"):
        return
    for command in ([sys.executable, "-m", "venv", folder],
                    [PYTHON, "-m", "pip", "install", "--quiet", "--retries", "0", OPENAI]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            skip("the package `openai` cannot be had here")


class Clients(CliTest):
    def setUp(self):
        super().setUp()
        self.model = stand_in_model.start()
        self.addCleanup(self.model.server_close)
        self.addCleanup(self.model.shutdown)
        self.write("policies/bundle.yaml", "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n")
        self.write("policies/cards.yaml", POLICIES)
        self.write("policies/tools.yaml", TOOLS)
        self.write("key", KEY + "\n")
        url = f"http://127.0.0.1:{self.model.server_port}/v1"
        settings = self.write("proxy.yaml", f"""apiVersion: reeve/v1
kind: Proxy
upstreams:
  - {{ id: main, url: "{url}", key_file: key }}
  - {{ id: other, url: "{url}", kind: anthropic, key_file: key }}
models:
  - {{ name: m, upstream: main }}
  - {{ name: claude, upstream: other }}
""")
        self.server = self.start("--policies", self.folder / "policies", "--proxy", settings)

    def through(self, script, package, suffix="/v1"):
        if not has(package):
            self.skipTest(f"there is no package `{package}`")
        self.speak(script, [PYTHON, HERE / script], suffix)

    def speak(self, script, command, suffix="/v1", *more):
        base = f"http://127.0.0.1:{self.server.port}/proxy/demo-assistant{suffix}"
        done = subprocess.run([*command, base, self.server.token, *more], capture_output=True,
                              text=True, timeout=PATIENCE, check=False)
        self.assertEqual(done.returncode, 0, f"{done.stdout}\n{done.stderr}\n{self.server.errors()}")
        print(f"{script}: {', '.join(done.stdout.split(chr(10))[:-1])}")
        sent = str(self.model.got)
        self.assertIn("CREDIT_CARD", sent)
        self.assertNotIn("4111 1111 1111 1111", sent)
        self.assertEqual(self.server.stop(), 0)
        self.assertNotIn(KEY, self.server.errors())
        self.reeve("ledger", "verify", self.server.data)

    def test_openai(self):
        self.through("openai_client.py", "openai")

    def test_openai_of_npm(self):
        if not NODE_FOLDER:
            self.skipTest("$REEVE_COMPAT_NODE names no folder")
        self.speak("openai_client.mjs", ["node", HERE / "openai_client.mjs"], "/v1", NODE_FOLDER)

    def test_anthropic(self):
        self.through("anthropic_client.py", "anthropic", suffix="")

    def test_langchain(self):
        self.through("langchain_client.py", "langchain_openai")

    def test_litellm(self):
        self.through("litellm_client.py", "litellm")


if __name__ == "__main__":
    run_module()
