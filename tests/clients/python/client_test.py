"""The Python client against a live server; and against servers that fail, of which there is a stand-in."""
import asyncio
import contextlib
import http.server
import json
import logging
import pathlib
import socket
import sys
import threading
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[2]
logging.getLogger("reeve").addHandler(logging.NullHandler())
sys.path[:0] = [str(SOURCE / "tests/cli"), str(SOURCE / "clients/python")]
import reeve  # noqa: E402
from harness import CliTest, request, run_module  # noqa: E402

CARD = "Please bill my card 4111 1111 1111 1111."
AT_ONCE = reeve.Retry(first=0.0, longest=0.0)


class Answers(http.server.BaseHTTPRequestHandler):
    """Gives what the test says, call by call: (status, headers, body), or None to hang up."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def do_GET(self):
        self.server.calls.append((self.command, self.path, dict(self.headers)))
        answers = self.server.answers
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer is None:
            self.close_connection = True
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Transfer-Encoding" not in headers and "Connection" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def answering(*answers):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # a client that hung up
    server.answers, server.calls, server.connections = list(answers), [], []
    serve = server.process_request

    def accept(connection, address):
        server.connections.append(connection)
        serve(connection, address)
    server.process_request = accept
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def as_json(value, status=200, **headers):
    return status, {"Content-Type": "application/json", **headers}, json.dumps(value).encode()


DECIDED = {"id": "d-1", "effect": "allow", "reasons": [], "obligations": [], "findings": [],
           "content": {"text": "hello"}, "bundle": "sha256:0", "record": {"index": 1, "leaf_hash": "0"}}


class Both:
    """Each test twice: with the client that blocks, and with the one that awaits."""

    def client(self, url, **options):
        client = reeve.Client(url, **{"token": "t", "retry": AT_ONCE, **options})
        self.addCleanup(client.close)
        return client


class Awaiting:
    """AsyncClient behind the same face, on an event loop of its own."""

    def __init__(self, url, **options):
        self._loop = asyncio.new_event_loop()
        self._client = reeve.AsyncClient(url, **options)

    def __getattr__(self, name):
        method = getattr(self._client, name)

        def call(*args, **kwargs):
            value = method(*args, **kwargs)
            return self._loop.run_until_complete(value) if asyncio.iscoroutine(value) else value
        return call

    def close(self):
        self._loop.run_until_complete(self._client.close())
        self._loop.close()


class AwaitingInstead:
    def client(self, url, **options):
        client = Awaiting(url, **{"token": "t", "retry": AT_ONCE, **options})
        self.addCleanup(client.close)
        return client


class Live(CliTest, Both):
    """The real server."""

    def setUp(self):
        super().setUp()
        self.server = self.start()
        self.reeve = self.client(f"http://127.0.0.1:{self.server.port}", token=self.server.token)

    def test_a_decision_is_asked_for_and_has_a_receipt(self):
        decision = self.reeve.decide(request(content={"text": CARD}))
        self.assertEqual(decision["effect"], "redact")
        self.assertNotIn("4111", decision["content"]["text"])
        self.assertIn("tlog-proof", self.reeve.receipt(decision["id"]))
        self.assertFalse(reeve.is_bypass(decision))

    def test_many_are_asked_at_once_each_with_its_answer(self):
        decided, refused = self.reeve.decide_batch([request(), request(system="nobody")])
        self.assertEqual(decided["effect"], "allow")
        self.assertEqual(refused["code"], "engine.unknown_system")

    def test_what_the_server_refuses_says_where_the_mistake_is(self):
        with self.assertRaises(reeve.Refused) as raised:
            self.reeve.decide(request(stage="inptu"))
        self.assertEqual((raised.exception.status, raised.exception.field), (400, "/stage"))

    def test_a_wrong_token_is_refused_and_never_let_pass(self):
        client = self.client(f"http://127.0.0.1:{self.server.port}", token="wrong", fail="open")
        with self.assertRaises(reeve.Refused) as raised:
            client.decide(request())
        self.assertEqual(raised.exception.code, "http.unauthorized")
        self.assertNotIn("wrong", str(raised.exception))

    def test_every_operation_can_be_called_and_a_person_is_named(self):
        with self.assertRaises(ValueError):
            self.reeve.call("placeHalt", body={"system": "demo-assistant", "reason": "it errs"})
        halt = self.reeve.call("placeHalt", body={"system": "demo-assistant", "reason": "it errs"},
                               person="Zoë Example")
        self.assertEqual(self.reeve.call("getHalt", path={"id": halt["id"]})["by"], "Zoë Example")
        self.assertEqual(self.reeve.decide(request())["effect"], "deny")
        self.assertEqual(self.reeve.call("livez"), "ok\n")

    def test_outcomes_and_overrides_are_reported(self):
        decision = self.reeve.decide(request())
        self.assertEqual(self.reeve.report_outcomes([{"decision": decision["id"], "outcome": "answered"}]), 1)
        self.assertEqual(self.reeve.report_overrides([{"decision": decision["id"], "did": "followed"}]), 1)

    def test_a_held_request_waits_and_its_approval_is_looked_at(self):
        held = self.reeve.decide(request(stage="tool_call", action={
            "kind": "refund", "amount": 900, "currency": "EUR"}, content={"text": "refund"}))
        self.assertEqual(held["effect"], "hold")
        with self.assertRaises(reeve.Held) as raised:
            reeve.enforce(held)
        self.assertEqual(self.reeve.approval(raised.exception.approval)["state"], "open")
        self.assertEqual(self.reeve.wait_for_approval(raised.exception.approval, 0)["state"], "open")

    def test_a_server_that_went_is_unavailable(self):
        self.reeve.decide(request())
        self.server.stop()
        with self.assertRaises(reeve.Unavailable) as raised:
            self.reeve.decide(request())
        self.assertEqual(raised.exception.cause, "connection")


class LiveAwaiting(AwaitingInstead, Live):
    pass


class Failing(unittest.TestCase, Both):
    """Servers that fail."""

    def test_a_busy_server_is_asked_again_and_then_answers(self):
        busy = as_json({"code": "ledger.busy"}, 503)
        with answering(busy, as_json({}, 429), as_json(DECIDED)) as (server, url):
            self.assertEqual(self.client(url).decide(request())["id"], "d-1")
        self.assertEqual(len(server.calls), 3)

    def test_there_is_an_end_to_asking(self):
        with answering(as_json({"code": "ledger.busy", "detail": "the queue is full"}, 503)) as (server, url):
            with self.assertRaisesRegex(reeve.Unavailable, "the queue is full") as raised:
                self.client(url).decide(request())
        self.assertEqual((len(server.calls), raised.exception.cause), (3, "http.503"))

    def test_an_act_of_a_person_is_not_done_twice(self):
        with answering(None) as (server, url):
            with self.assertRaises(reeve.Unavailable):
                self.client(url).call("placeHalt", body={}, person="Ada Example")
        self.assertEqual(len(server.calls), 1)

    def test_a_wait_longer_than_ours_is_not_waited(self):
        with answering(as_json({}, 429, **{"Retry-After": "60"})) as (server, url):
            with self.assertRaises(reeve.Refused) as raised:
                self.client(url).decide(request())
        self.assertEqual((len(server.calls), raised.exception.retry_after), (1, 60.0))

    def test_what_is_no_decision_lets_nothing_pass(self):
        for answer in [as_json({}), as_json([]), (200, {}, b""), (200, {}, b"ok"), as_json({"effect": "allow"}),
                       as_json({**DECIDED, "effect": "pass"}), (204, {}, b"")]:
            with self.subTest(answer=answer), answering(answer) as (_, url):
                with self.assertRaises(reeve.Unavailable):
                    self.client(url).decide(request())

    def test_a_redirect_is_not_followed(self):
        with answering(as_json(DECIDED)) as (other, elsewhere):
            with answering((307, {"Location": elsewhere + "/v1/decisions"}, b"")) as (_, url):
                with self.assertRaises(reeve.Refused):
                    self.client(url, fail="open").decide(request())
            self.assertEqual(other.calls, [])

    def test_answers_of_every_form_are_read(self):
        body = json.dumps(DECIDED).encode()
        half = len(body) // 2
        chunked = b"%x\r\n%b\r\n%x;a=b\r\n%b\r\n0\r\nTrailer: 1\r\n\r\n" % (half, body[:half], len(body) - half, body[half:])
        for answer in [(200, {"Transfer-Encoding": "chunked"}, chunked), (200, {"Connection": "close"}, body)]:
            with self.subTest(answer=answer[1]), answering(answer) as (_, url):
                client = self.client(url)
                self.assertEqual(client.decide(request())["id"], "d-1")
                self.assertEqual(client.decide(request())["id"], "d-1")

    def test_an_answer_that_is_cut_short_is_none(self):
        for answer in [(200, {"Transfer-Encoding": "chunked", "Connection": "close"}, b"ff\r\n{"),
                       (200, {"Content-Length": "999", "Connection": "close"}, json.dumps(DECIDED).encode())]:
            with self.subTest(answer=answer[1]), answering(answer) as (_, url):
                with self.assertRaises(reeve.Unavailable):
                    self.client(url).decide(request())

    def test_an_idle_connection_that_the_server_closed_is_no_failure(self):
        with answering(as_json(DECIDED)) as (server, url):
            client = self.client(url)
            client.decide(request())
            for each in server.connections:
                each.shutdown(socket.SHUT_RDWR)
            self.assertEqual(client.decide(request())["id"], "d-1")
            self.assertEqual(len(server.connections), 2)

    def test_connections_are_used_again(self):
        with answering(as_json(DECIDED)) as (server, url):
            client = self.client(url)
            for _ in range(5):
                client.decide(request())
        self.assertEqual(len(server.connections), 1)


class FailingAwaiting(AwaitingInstead, Failing):
    pass


class Open(CliTest, Both):
    """A client that was told to go on without an answer."""

    def test_a_pass_in_failure_is_told_kept_and_on_record_afterwards(self):
        server = self.start()
        told = []
        with answering(as_json({"code": "ledger.stopped"}, 503)) as (_, url):
            client = self.client(url, token=server.token, fail="open", bypass_file=self.folder / "passes",
                                 on_bypass=lambda request, cause: told.append((request["stage"], cause)))
            decision = client.decide(request(content={"text": CARD}))
        self.assertTrue(reeve.is_bypass(decision))
        self.assertEqual((decision["effect"], decision["content"]["text"]), ("allow", CARD))
        self.assertEqual(told, [("input", "http.503")])
        self.assertNotIn("4111", (self.folder / "passes").read_text())
        # A new process, which reaches the server.
        later = self.client(f"http://127.0.0.1:{server.port}", token=server.token, fail="open",
                            bypass_file=self.folder / "passes")
        later.decide(request())
        found = json.loads(server.get("/v1/records?kind=bypass.reported"))["records"]
        self.assertEqual([(each["record"]["body"]["system"], each["record"]["body"]["cause"]) for each in found],
                         [("demo-assistant", "http.503")])
        self.assertFalse((self.folder / "passes").exists())
        self.assertEqual(later.report_bypasses(), 0)

    def test_a_report_whose_answer_was_lost_makes_no_second_record(self):
        server = self.start()
        client = self.client(f"http://127.0.0.1:{server.port}", token=server.token)
        report = {"key": "k-1", "system": "demo-assistant", "interaction": "i-1", "stage": "input",
                  "cause": "timeout", "passed": "2026-11-28T00:00:00Z"}
        for _ in range(2):
            self.assertEqual(client.call("reportBypasses", body={"bypasses": [report]}), {"recorded": 1})
        self.assertEqual(len(json.loads(server.get("/v1/records?kind=bypass.reported"))["records"]), 1)
        with self.assertRaises(reeve.Refused) as raised:
            client.call("reportBypasses", body={"bypasses": [report, report]})
        self.assertEqual(raised.exception.code, "bypass.twice")
        with self.assertRaises(reeve.Refused) as raised:
            client.call("reportBypasses", body={"bypasses": [{**report, "passed": "yesterday"}]})
        self.assertEqual(raised.exception.field, "/bypasses/0/passed")

    def test_what_cannot_be_kept_does_not_pass(self):
        with answering(None) as (_, url):
            client = self.client(url, fail="open", bypass_file=self.folder / "no" / "such" / "folder")
            with self.assertRaises(reeve.Unavailable):
                client.decide(request())
            for wrong in ({"interaction": "i" * 257}, {"stage": "inptu"}, {"system": ""}):
                with self.subTest(wrong=wrong), self.assertRaises(reeve.Unavailable):
                    self.client(url, fail="open").decide(request(**wrong))

    def test_closed_is_the_default(self):
        with answering(None) as (_, url):
            with self.assertRaises(reeve.Unavailable):
                self.client(url).decide(request())


class OpenAwaiting(AwaitingInstead, Open):
    pass


class Settings(CliTest):
    def test_addresses_and_tokens_that_will_not_do_are_refused(self):
        for url in ("ftp://127.0.0.1", "127.0.0.1:8484", "http://user:secret@127.0.0.1", "http://reeve.example",
                    "http://127.0.0.1/?a=b"):
            with self.subTest(url=url), self.assertRaises(ValueError) as raised:
                reeve.Client(url, "t")
            self.assertTrue(str(raised.exception))
        reeve.Client("http://reeve.example", "t", plain_http=True).close()
        for token in ("a\nHost: b", " "):
            with self.subTest(token=token), self.assertRaises(ValueError):
                reeve.Client("http://127.0.0.1", token)
        self.assertNotIn("t0ken", repr(reeve.Client("http://127.0.0.1", "t0ken")._core.server))

    def test_an_id_is_never_another_path(self):
        client = reeve.Client("http://127.0.0.1:1", "t")
        with self.assertRaises(ValueError):
            client.approval("..")
        self.assertEqual(client._core.call_of("getApproval", path={"id": "a/b?c"}).target, "/v1/approvals/a%2Fb%3Fc")

    def test_the_wait_grows_and_has_a_longest(self):
        retry = reeve.Retry(attempts=6, first=0.1, longest=0.5)
        self.assertEqual([retry.wait(n, draw=lambda: 1.0) for n in range(1, 7)], [0.1, 0.2, 0.4, 0.5, 0.5, None])
        self.assertEqual(retry.wait(1, draw=lambda: 0.0), 0.05)
        self.assertEqual(retry.wait(1, 0.3, draw=lambda: 0.0), 0.3)
        self.assertIsNone(retry.wait(1, 0.6))


if __name__ == "__main__":
    run_module()
