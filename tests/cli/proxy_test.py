"""`reeve serve --proxy`: a service keeps its code, and calls its model through the server."""
import http.server
import json
import threading

from harness import CliTest, run_module

KEY = "sk-upstream-that-nobody-sees-0123456789"


class Upstream(http.server.BaseHTTPRequestHandler):
    """A model that repeats what the last message said."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((self.path, dict(self.headers), body))
        said = "You said: " + body["messages"][-1]["content"]
        if body.get("stream"):
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            for letter in said:
                self.chunk({"index": 0, "delta": {"content": letter}, "finish_reason": None})
            self.chunk({"index": 0, "delta": {}, "finish_reason": "stop"})
            self.wfile.write(b"data: [DONE]\n\n")
            return
        answer = json.dumps({
            "id": "c-1", "object": "chat.completion", "created": 1, "model": body["model"],
            "choices": [{"index": 0, "message": {"role": "assistant", "content": said},
                         "finish_reason": "stop"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def chunk(self, choice):
        data = {"id": "c-1", "object": "chat.completion.chunk", "created": 1, "model": "m",
                "choices": [choice]}
        self.wfile.write(b"data: " + json.dumps(data).encode() + b"\n\n")

    def log_message(self, *_):
        pass


class ProxyTest(CliTest):
    def setUp(self):
        super().setUp()
        self.upstream = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
        self.upstream.got = []
        threading.Thread(target=self.upstream.serve_forever, daemon=True).start()
        self.addCleanup(self.upstream.server_close)
        self.addCleanup(self.upstream.shutdown)
        self.write("upstream.key", KEY + "\n")
        self.settings = self.write("proxy.yaml", f"""apiVersion: reeve/v1
kind: Proxy
upstreams:
  - {{ id: main, url: "http://127.0.0.1:{self.upstream.server_port}/v1", key_file: upstream.key }}
models:
  - {{ name: m, upstream: main }}
""")

    def test_a_call_goes_through_and_its_card_does_not(self):
        server = self.start("--proxy", self.settings)
        call = {"model": "m", "messages": [
            {"role": "user", "content": "Please bill my card 4111 1111 1111 1111."}]}
        path = "/proxy/demo-assistant/v1/chat/completions"
        status, body = server.call("POST", path, json.dumps(call))
        self.assertEqual(status, 200, body)
        _, headers, asked = self.upstream.got[0]
        self.assertNotIn("4111 1111 1111 1111", json.dumps(asked))
        self.assertEqual(headers["Authorization"], f"Bearer {KEY}")
        self.assertTrue(json.loads(body)["choices"][0]["message"]["content"].startswith("You said"))
        status, streamed = server.call("POST", path, json.dumps(dict(call, stream=True)))
        self.assertEqual(status, 200, streamed)
        self.assertTrue(streamed.endswith("data: [DONE]\n\n"), streamed)
        self.assertNotIn("4111 1111 1111 1111", streamed)
        status, refused = server.call("POST", "/v1/chat/completions", json.dumps(call))
        self.assertEqual(status, 400)
        self.assertEqual(json.loads(refused)["error"]["code"], "proxy.no_system")
        status, unknown = server.call("POST", "/proxy/nobody/v1/chat/completions", json.dumps(call))
        self.assertEqual(json.loads(unknown)["error"]["code"], "engine.unknown_system")
        server.stop()
        self.assertNotIn(KEY, server.errors())
        self.reeve("ledger", "verify", server.data)

    def test_settings_with_a_slip_are_refused_with_their_line(self):
        self.settings.write_text(self.settings.read_text().replace("upstream: main", "upstream: mian"))
        done = self.reeve("serve", "--data", self.folder / "data", "--proxy", self.settings, code=3)
        self.assertIn("there is no upstream `mian`; did you mean `main`?", done.stderr)
        self.assertIn("proxy.yaml:6:", done.stderr)
        self.assertNotIn(KEY, done.stderr)
        self.assertFalse((self.folder / "data").exists())
        again = self.reeve("proxy", "check", self.settings, code=1)
        self.assertIn("did you mean `main`?", again.stderr)

    def test_settings_are_shown_without_their_keys(self):
        done = self.reeve("proxy", "check", self.settings)
        self.assertIn("given", done.stdout)
        self.assertNotIn(KEY, done.stdout)
        shown = json.loads(self.reeve("proxy", "check", self.settings, "--json").stdout)
        self.assertEqual([(m["name"], m["key"]) for m in shown["models"]], [("m", True)])
        (self.folder / "upstream.key").unlink()
        self.assertIn("the file of the key cannot be read",
                      self.reeve("proxy", "check", self.settings, code=1).stderr)


if __name__ == "__main__":
    run_module()
