#!/usr/bin/env python3
"""Feeds a file of prompts through the server and says what was decided, how fast, and whether the
ledger verifies after.

The file has one JSON object a line, with the prompt in `text`, `prompt` or `question`. With
`./dev serve` running in another terminal, from the project's folder:

    python3 examples/replay_prompts.py prompts.jsonl

`--journal FILE` keeps what was acknowledged (id, index, leaf hash), one JSON object a line.
"""
import argparse
import collections
import json
import pathlib
import queue
import subprocess
import sys
import threading
import time

from reeve_client import Reeve, ReeveError


def read_prompts(path, limit):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if limit == 0:
                return
            entry = json.loads(line)
            text = next((entry[key] for key in ("text", "prompt", "question") if entry.get(key)), None)
            if text:
                limit -= 1
                yield text


def work(options, prompts, results):
    reeve = Reeve(options.url, options.token_file)
    while True:
        try:
            number, text = prompts.get_nowait()
        except queue.Empty:
            return
        try:
            answer = reeve.decide(f"replay-{number}", "input", [{"role": "user", "content": text}])
        except (ReeveError, OSError) as error:
            answer = {"effect": "error", "reasons": [], "error": str(error)}
        results.append(answer)


def run(options):
    prompts = queue.Queue()
    for numbered in enumerate(read_prompts(options.prompts, options.limit)):
        prompts.put(numbered)
    total = prompts.qsize()
    results = []
    threads = [threading.Thread(target=work, args=(options, prompts, results)) for _ in range(options.connections)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        if sys.stderr.isatty():
            print(f"\r{len(results)} of {total}", end="", file=sys.stderr, flush=True)
        threads[0].join(0.2)
        if not threads[0].is_alive():
            for thread in threads:
                thread.join()
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    return results, time.monotonic() - start


def report(results, seconds):
    effects = collections.Counter(answer["effect"] for answer in results)
    rules = collections.Counter(
        f"{reason['policy']}/{reason['rule']}" for answer in results for reason in answer["reasons"])
    print(f"{len(results)} prompts in {seconds:.1f} s, {len(results) / seconds:.0f} a second")
    for effect, count in effects.most_common():
        print(f"  {effect:8}{count:8}")
    print("rules that applied most:")
    for rule, count in rules.most_common(10):
        print(f"  {count:8}  {rule}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("prompts")
    parser.add_argument("--url", default="http://127.0.0.1:8484")
    parser.add_argument("--data", default="data", help="the server's data folder")
    parser.add_argument("--token-file", help="default: DATA/token")
    parser.add_argument("--reeve", default="build/release/reeve", help="the program, to verify with")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--limit", type=int, default=-1, help="at most this many prompts")
    parser.add_argument("--journal", help="where to write what was acknowledged")
    options = parser.parse_args()
    options.token_file = options.token_file or str(pathlib.Path(options.data) / "token")

    results, seconds = run(options)
    report(results, seconds)
    if options.journal:
        with open(options.journal, "w", encoding="utf-8") as journal:
            for answer in results:
                if "record" in answer:
                    journal.write(json.dumps({"id": answer["id"], **answer["record"]}) + "\n")
    verified = subprocess.run([options.reeve, "ledger", "verify", options.data], check=False)
    failed = any(answer["effect"] == "error" for answer in results)
    sys.exit(1 if failed or verified.returncode != 0 else 0)


if __name__ == "__main__":
    main()
