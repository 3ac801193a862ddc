"""Where a running server gets its bundle from: a folder that is watched, a file, an address."""
import hashlib
import http.server
import json
import shutil
import signal
import ssl
import subprocess
import threading
import time

from harness import CliTest, PATIENCE, run_module

BUNDLE = "apiVersion: reeve/v1\nkind: Bundle\ntitle: T\ndefault: allow\n"


def policy(word):
    return ("apiVersion: reeve/v1\nkind: Policy\nmetadata: { id: p, title: P, owner: o }\n"
            f"rules:\n  - {{ id: r, when: content.text == \"{word}\", effect: deny, reason: R }}\n")


def canonical(word):
    """A bundle file, as docs/sources.md has it."""
    return json.dumps({"documents": {"bundle.yaml": BUNDLE, "p.yaml": policy(word)}, "entities": {},
                       "format": "reeve-bundle/v1"}, sort_keys=True, separators=(",", ":")).encode()


class Web:
    """A server with one bundle and an ETag; plain, or with TLS by a certificate of its own."""

    def __init__(self, test, folder=None):
        self.body, self.not_modified, self.certificate = b"", 0, None
        web = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                tag = '"' + hashlib.sha256(web.body).hexdigest() + '"'
                same = self.headers["If-None-Match"] == tag
                web.not_modified += same
                self.send_response(304 if same else 200)
                self.send_header("ETag", tag)
                if not same:
                    self.send_header("Content-Length", str(len(web.body)))
                self.end_headers()
                if not same:
                    self.wfile.write(web.body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/eu.bundle"
        if folder is not None:
            key = folder / "web.key"
            self.certificate = folder / "web.pem"
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                            "-days", "2", "-subj", "/CN=web", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key,
                            "-out", self.certificate], check=True, capture_output=True)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate, key)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            self.url = self.url.replace("http:", "https:")
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        test.addCleanup(self.close)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Sources(CliTest):
    def until(self, holds):
        """Waits for what a thread of the server does."""
        end = time.monotonic() + PATIENCE
        while not (found := holds()):
            self.assertLess(time.monotonic(), end, "it never came to hold")
        return found

    def ready(self, server):
        return json.loads(server.call("GET", "/readyz")[1])

    def effect(self, server, text):
        return server.decide(content={"text": text})["effect"]

    def write_policies(self, word):
        self.write("policies/bundle.yaml", BUNDLE)
        self.write("policies/p.yaml", policy(word))
        return self.folder / "policies"

    def test_a_folder_is_read_again_at_a_hangup(self):
        server = self.start("--policies", self.write_policies("one"))
        self.assertEqual(self.effect(server, "two"), "allow")
        self.write_policies("two")
        server.process.send_signal(signal.SIGHUP)
        self.until(lambda: self.effect(server, "two") == "deny")
        self.write("policies/p.yaml", policy("three") + "rules: []\n")
        server.process.send_signal(signal.SIGHUP)
        error = self.until(lambda: self.ready(server)["source"].get("last_error"))
        self.assertEqual((error["code"], error["at"]), ("policy.invalid", "p.yaml:6:1"))
        self.assertIn("duplicate", error["message"])
        self.assertEqual(self.effect(server, "two"), "deny")
        self.assertEqual(server.stop(), 0)

    def test_a_folder_that_is_watched(self):
        server = self.start("--policies", self.write_policies("one"), "--poll", "1s")
        self.write_policies("two")
        self.until(lambda: self.effect(server, "two") == "deny")
        shutil.rmtree(self.folder / "policies")
        self.until(lambda: self.ready(server)["degraded"])
        self.assertEqual(self.effect(server, "two"), "deny")
        self.assertEqual(server.stop(), 0)

    def test_an_address_with_a_certificate_its_restart_and_its_age(self):
        web = Web(self, self.folder)
        web.body = canonical("one")
        arguments = ("--policies", web.url, "--poll", "1s", "--ca", web.certificate)
        server = self.start(*arguments)
        digest = "sha256:" + hashlib.sha256(web.body).hexdigest()
        self.assertEqual(self.ready(server)["source"]["digest"], digest)
        self.until(lambda: web.not_modified > 1)
        web.body = canonical("two")
        self.until(lambda: self.effect(server, "two") == "deny")
        web.body = b"<html>"
        self.until(lambda: self.ready(server)["degraded"])
        self.assertEqual(self.effect(server, "two"), "deny")
        self.assertEqual(server.stop(), 0)

        web.close()
        again = self.start(*arguments, "--max-bundle-age", "24h")
        self.assertEqual(self.effect(again, "two"), "deny")
        state = self.ready(again)
        self.assertEqual((state["degraded"], state["source"]["last_error"]["code"]), (True, "source.unreachable"))
        self.assertIn("reeve_bundle_info{digest=\"" + state["bundle"] + "\"} 1\n", again.get("/metrics"))
        self.assertEqual(again.stop(), 0)

    def test_there_is_no_start_without_a_good_bundle(self):
        web = Web(self)
        web.body = b"<html>"
        done = self.reeve("serve", "--data", self.folder / "other", "--port", 0, "--policies", web.url, code=3)
        self.assertIn("[bundle.syntax]", done.stderr)
        shown = json.loads(self.reeve("ledger", "show", self.folder / "other", 0).stdout)
        self.assertEqual((shown["kind"], shown["body"]["source"]), ("bundle.refused", web.url))
        for source, code in [("http://policies.example.org/b", "source.plain_http"),
                             (web.url.replace("http:", "https:"), "source.unreachable"),
                             ("https://a:b@policies.example.org/b", "source.url"), (self.folder / "none", "source.not_found")]:
            done = self.reeve("serve", "--data", self.folder / "data", "--port", 0, "--policies", source, code=3)
            self.assertIn(f"[{code}]", done.stderr)
            self.assertFalse((self.folder / "data").exists(), "a folder was made for nothing")

    def test_options_that_contradict_each_other(self):
        folder = self.write_policies("one")
        for wrong in [("--governed", "--poll", "30s"), ("--max-bundle-age", "1h"), ("--poll", "30"), ("--poll", "0s"),
                      ("--ca", "x.pem"), ("--insecure-http",)]:
            done = self.reeve("serve", "--data", self.folder / "data", "--port", 0, "--policies", folder, *wrong, code=2)
            self.assertIn("reeve: error:", done.stderr)


if __name__ == "__main__":
    run_module()
