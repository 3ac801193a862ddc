#!/usr/bin/env python3
"""An external detector: a server of the classifier contract (docs/detectors/external.md) in a few
lines. It knows some words; put a model in the place of `findings_in`.

    python3 examples/word_classifier.py --port 5005

`--token-file FILE` asks callers for the bearer token on its first line.
"""
import argparse
import hmac
import http.server
import json
import pathlib
import re

WORDS = {"angry": r"\b(?:furious|outrageous|unacceptable)\b", "codename": r"\bproject\s+bluebird\b"}


def findings_in(text, labels):
    """[{"label", "score", "start", "end"}, ...], counted in code points, as Python does."""
    return [{"label": label, "score": 0.9, "start": match.start(), "end": match.end()}
            for label in labels for match in re.finditer(WORDS.get(label, r"(?!)"), text, re.I)]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections are kept

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.server.token and not hmac.compare_digest(token.encode(), self.server.token.encode()):
            return self.answer(401, {"error": "no such token"})
        return self.answer(200, {"results": [findings_in(t, asked["labels"]) for t in asked["texts"]]})

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):  # texts are no business of a log
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--port", type=int, default=5005, help="0 for any free one")
    parser.add_argument("--token-file", type=pathlib.Path)
    options = parser.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", options.port), Handler)
    server.token = options.token_file.read_text().split("\n")[0] if options.token_file else ""
    print(f"listening on http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
