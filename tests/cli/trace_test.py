"""`reeve serve --otlp`: a collector that speaks HTTP by itself, and one that is not there."""
import http.server
import json
import queue
import re
import threading
import urllib.request

from harness import PATIENCE, CliTest, request, run_module

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PRIVATE = "Zephyrine Quillfeather of Nowhere Lane"


class Collector(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.got.put((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


class Traces(CliTest):
    def collector(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector)
        server.got = queue.Queue()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server

    def decide(self, server, headers):
        asked = urllib.request.Request(
            f"http://127.0.0.1:{server.port}/v1/decisions", json.dumps(request(content={"text": PRIVATE})).encode(),
            {"Authorization": f"Bearer {server.token}", "Content-Type": "application/json", **headers})
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            return json.load(answer), answer.headers

    def test_a_decision_is_three_spans_of_the_callers_trace(self):
        collector = self.collector()
        server = self.start("--otlp", f"http://127.0.0.1:{collector.server_address[1]}/")
        answer, headers = self.decide(server, {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"})
        span = re.fullmatch(rf"00-{TRACE}-([0-9a-f]{{16}})-01", headers["traceresponse"]).group(1)
        path, body = collector.got.get(timeout=PATIENCE)
        self.assertEqual(path, "/v1/traces")
        self.assertNotIn(b"Zephyrine", body)
        sent = json.loads(body)["resourceSpans"][0]
        resource = {each["key"]: each["value"] for each in sent["resource"]["attributes"]}
        self.assertEqual(resource["service.name"], {"stringValue": "reeve"})
        self.assertRegex(resource["service.version"]["stringValue"], r"^\d+\.")
        spans = {each["name"]: each for each in sent["scopeSpans"][0]["spans"]}
        self.assertEqual(set(spans), {"POST /v1/decisions", "evaluate", "record"})
        self.assertEqual(spans["POST /v1/decisions"]["spanId"], span)
        self.assertEqual({each["traceId"] for each in spans.values()}, {TRACE})
        record = json.loads(server.get(f"/v1/decisions/{answer['id']}"))["record"]
        self.assertEqual(record["body"]["trace"], TRACE)
        event = self.reeve("events", "follow", "--url", f"http://127.0.0.1:{server.port}", "--data", server.data,
                           "--first", str(record["index"]), "--count", "1", "--json").stdout
        self.assertEqual(json.loads(event)["data"]["trace"], TRACE)
        self.assertEqual(server.stop(), 0)
        self.reeve("ledger", "verify", server.data)

    def test_what_waits_is_sent_at_the_end(self):
        collector = self.collector()
        server = self.start("--otlp", f"http://127.0.0.1:{collector.server_address[1]}")
        for _ in range(5):
            self.decide(server, {})
        self.assertEqual(server.stop(), 0)
        bodies = []
        while not collector.got.empty():
            bodies.append(collector.got.get()[1])
        self.assertEqual(b"".join(bodies).count(b'"name":"record"'), 5)

    def test_without_a_collector_decisions_go_on(self):
        collector = self.collector()
        port = collector.server_address[1]
        collector.shutdown()
        collector.server_close()
        server = self.start("--otlp", f"http://127.0.0.1:{port}")
        self.decide(server, {})
        while "otlp.unreachable" not in server.errors():
            self.assertIsNone(server.process.poll())
        self.decide(server, {})
        while "reeve_spans_waiting 6" not in server.get("/metrics"):
            self.assertIsNone(server.process.poll())
        self.assertEqual(server.stop(), 0)

    def test_a_collector_elsewhere_is_reached_by_tls(self):
        done = self.reeve("serve", "--data", self.folder / "data", "--otlp", "http://collector.example.org:4318", code=3)
        self.assertIn("[otlp.url]", done.stderr)
        self.assertFalse((self.folder / "data").exists())


if __name__ == "__main__":
    run_module()
