"""schemathesis, unmodified, makes up requests from the OpenAPI document and sends them to a live server, with the
token of development: no 5xx, and no answer that is not as the document says.

It is fetched by pip; $REEVE_COMPAT_PYTHON names an interpreter that has it. Skipped, with a word, where it cannot
be had. A seed is drawn for each run and printed; $REEVE_SEED repeats one. $REEVE_EXAMPLES is how many requests are
made up for each operation (8) beside those that are worked out from its limits; $REEVE_OPERATIONS a pattern of the
operations to try, by their ids.
"""
import os
import pathlib
import random
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "cli")]
from harness import CliTest, run_module  # noqa: E402
from packages import fetched, skip  # noqa: E402
import stand_in_model  # noqa: E402

PYTHON = os.environ.get("REEVE_COMPAT_PYTHON", "")
EXAMPLES = os.environ.get("REEVE_EXAMPLES", "8")
OPERATIONS = os.environ.get("REEVE_OPERATIONS", "")
SEED = os.environ.get("REEVE_SEED") or str(random.SystemRandom().randrange(1 << 32))
PATIENCE = 1500  # seconds
CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance",
          "response_headers_conformance", "response_schema_conformance", "unsupported_method",
          "allow_header_conformance", "ignored_auth"]
# Its own program, which has no module to be run by.
MAIN = "from schemathesis.cli import schemathesis; schemathesis()"
# Every name of a model leads to the stand-in.
PROXY = """apiVersion: reeve/v1
kind: Proxy
upstreams:
  - {{ id: main, url: "http://127.0.0.1:{port}/v1" }}
models:
  - {{ name: "*", upstream: main }}
"""


def interpreter():
    """(command, environment) of an interpreter that has schemathesis."""
    if not PYTHON:
        return sys.executable, {"PYTHONPATH": str(fetched("schemathesis", "schemathesis==4.32.5"))}
    if subprocess.run([PYTHON, "-c", "import schemathesis"], capture_output=True, check=False).returncode != 0:
        skip(f"{PYTHON} has no package `schemathesis`")
    return PYTHON, {}


class Schemathesis(CliTest):
    def test_no_request_that_the_document_allows_or_forbids_meets_anything_but_its_answers(self):
        python, environment = interpreter()
        model = stand_in_model.start()
        self.addCleanup(model.server_close)
        self.addCleanup(model.shutdown)
        settings = self.write("proxy.yaml", PROXY.format(port=model.server_port))
        server = self.start("--proxy", settings)
        for n, text in enumerate(["How many vacation days?", "My card is 4111 1111 1111 1111."]):
            server.decide(interaction=f"i-{n}", content={"text": text})
        command = [python, "-c", MAIN, "run", f"http://127.0.0.1:{server.port}/v1/openapi.json",
                   "--header", f"Authorization: Bearer {server.token}", "--checks", ",".join(CHECKS),
                   # What is followed has no end.
                   "--exclude-operation-id-regex", "^follow",
                   "--phases", "examples,coverage,fuzzing", "--max-examples", EXAMPLES, "--seed", SEED, "--no-shrink",
                   "--generation-database", "none", "--suppress-health-check", "all", "--continue-on-failure",
                   "--request-timeout", "30", "--no-color"]
        if OPERATIONS:
            command += ["--include-operation-id-regex", OPERATIONS]
        done = subprocess.run(command, cwd=self.folder, env={**os.environ, **environment, "COLUMNS": "160"},
                              capture_output=True, text=True, timeout=PATIENCE, check=False)
        self.assertEqual(done.returncode, 0, f"REEVE_SEED={SEED}\n{done.stdout[-600000:]}\n{done.stderr[-4000:]}")
        server.connection.close()  # which the server has given up by now
        ready, text = server.call("GET", "/readyz")
        self.assertEqual(ready, 200, text)
        print(f"seed {SEED}: " + done.stdout.strip().splitlines()[-1])


if __name__ == "__main__":
    run_module()
