#!/usr/bin/env python3
"""What decides without a server, in C and in C++: it works, and its log verifies.

    REEVE=build/release/reeve embed_test.py ABI_TEST SERVICE_DESK [LIBREEVE]
"""
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
REEVE = os.environ["REEVE"]


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def with_log(program, folder):
    data = str(pathlib.Path(folder) / pathlib.Path(program).name)
    said = run(program, data, str(ROOT / "policies"), str(ROOT / "examples" / "systems.yaml"))
    run(REEVE, "ledger", "verify", data)
    return said


def exported(library):
    return {line.split()[-1] for line in run("nm", "-D", "--defined-only", library).splitlines()}


def main():
    abi_test, service_desk, *library = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        assert with_log(abi_test, folder).startswith("d-")
        assert with_log(service_desk, folder).splitlines() == [
            "a message with a card number: redact", "a greeting: allow"]
    if library:
        assert exported(library[0]) == {"reeve_abi_version", "reeve_open", "reeve_decide",
                                        "reeve_receipt", "reeve_close", "reeve_free"}


if __name__ == "__main__":
    main()
