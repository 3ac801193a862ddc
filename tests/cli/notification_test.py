"""Webhooks and e-mails of a running server, to peers that speak HTTP and SMTP by themselves."""
import base64
import email
import email.policy
import hashlib
import hmac
import http.server
import json
import queue
import socketserver
import threading

from harness import PATIENCE, CliTest, run_module

POLICY = """apiVersion: reeve/v1
kind: Policy
metadata: { id: lending }
rules:
  - id: large
    when: has(action.amount) && action.amount > 1000.0
    effect: hold
    hold: { roles: [loan_officer], deadline: 8h }
    reason: An officer must approve.
"""
BUNDLE = "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n"
SECRET = b"a secret of thirty-two bytes....."[:32]
PRIVATE = "Zephyrine Quillfeather of Nowhere Lane"


class Hook(http.server.BaseHTTPRequestHandler):
    """Keeps what is posted; answers with the next status, and then 204."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.put((dict(self.headers), body))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Smtp(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a mail needs. Refuses the recipient that the server names."""

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 mail.example.org")
        sender, to = None, []
        for line in iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ""):
            verb = line.upper()
            if verb.startswith(("EHLO", "HELO")):
                self.wfile.write(b"250-mail.example.org\r\n250 8BITMIME\r\n")
            elif verb.startswith("MAIL FROM:"):
                sender, to = line[10:].split()[0], []
                self.say("250 good")
            elif verb.startswith("RCPT TO:"):
                refused = self.server.refused and self.server.refused in line
                if not refused:
                    to.append(line[8:].split()[0])
                self.say("550 nobody of that name" if refused else "250 good")
            elif verb == "DATA":
                self.say("354 go on")
                lines = []
                for text in iter(self.rfile.readline, b".\r\n"):
                    lines.append(text[1:] if text.startswith(b".") else text)
                self.server.got.put((sender, to, b"".join(lines)))
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 good")


class Listening(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


class Notifications(CliTest):
    def peer(self, handler):
        server = Listening(("127.0.0.1", 0), handler)
        server.got, server.statuses, server.refused = queue.Queue(), [], None
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server

    def settings(self, text):
        self.write("policies/bundle.yaml", BUNDLE)
        self.write("policies/lending.yaml", POLICY)
        self.write("desk.secret", "whsec_" + base64.b64encode(SECRET).decode() + "\n")
        head = "apiVersion: reeve/v1\nkind: Notifications\nlink: https://reeve.example.org/\n"
        return self.write("notifications.yaml", head + text)

    def serve(self, settings):
        return self.start("--policies", self.folder / "policies", "--notifications", settings)

    def hold(self, server):
        answer = server.decide(stage="tool_call", system="demo-credit", content={"text": PRIVATE},
                               action={"kind": "loan", "tool": "grant", "amount": 5000.0, "currency": "EUR", "arguments": {}})
        self.assertEqual(answer["effect"], "hold")
        return answer["approval"]["id"]

    def test_a_webhook_is_told_and_its_signature_verifies(self):
        hook = self.peer(Hook)
        url = f"http://127.0.0.1:{hook.server_address[1]}/reeve"
        file = self.settings(f"webhooks:\n  - {{ id: desk, url: '{url}', secret_file: desk.secret, kinds: [approval.*] }}\n")
        server = self.serve(file)
        approval = self.hold(server)
        headers, body = hook.got.get(timeout=PATIENCE)
        headers = {name.lower(): value for name, value in headers.items()}
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        mac = base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
        self.assertEqual(headers["webhook-signature"], "v1," + mac)
        told = json.loads(body)
        self.assertEqual((told["type"], told["data"]["record"]), ("approval.opened", approval))
        self.assertEqual(told["data"]["link"], f"https://reeve.example.org/v1/approvals/{approval}")
        self.assertNotIn(b"Zephyrine", body)
        connection = ["--url", f"http://127.0.0.1:{server.port}", "--data", server.data]
        listed = self.reeve("notification", "list", *connection)
        self.assertRegex(listed.stdout, r"TARGET +PENDING +DEAD")
        self.assertRegex(listed.stdout, r"desk +\d+ +0 ")
        self.reeve("notification", "retry", "desk", "ap-none", *connection, "--as", "Ada Example", code=1)
        self.assertIn("reeve_notifications_pending{target=\"desk\"}", server.get("/metrics"))
        self.assertEqual(server.stop(), 0)
        self.assertNotIn("Zephyrine", server.errors())

    def test_a_mail_is_sent_and_names_no_content(self):
        mail = self.peer(Smtp)
        address = f"smtp://127.0.0.1:{mail.server_address[1]}"
        file = self.settings(
            f"emails:\n  - id: officers\n    server: '{address}'\n    from: reeve@example.org\n"
            "    to: [ada@example.org, ben@example.org]\n    kinds: [approval.opened]\n"
            "    subject: 'Prüfen: {{kind}} für {{roles}}'\n")
        server = self.serve(file)
        approval = self.hold(server)
        sender, to, text = mail.got.get(timeout=PATIENCE)
        self.assertEqual((sender, to), ("<reeve@example.org>", ["<ada@example.org>", "<ben@example.org>"]))
        self.assertNotRegex(text, rb"[^\r]\n|[\x80-\xff]")
        message = email.message_from_bytes(text, policy=email.policy.default)
        self.assertEqual(message["Subject"], "Prüfen: approval.opened für loan_officer")
        self.assertEqual(message["Auto-Submitted"], "auto-generated")
        self.assertEqual(message["From"], "reeve@example.org")
        self.assertIsNotNone(message["Date"].datetime)
        content = message.get_content()
        self.assertIn(f"https://reeve.example.org/v1/approvals/{approval}", content)
        self.assertIn("roles loan_officer", content)
        self.assertNotIn("Zephyrine", content + str(message))

    def test_a_mail_that_is_refused_waits(self):
        mail = self.peer(Smtp)
        mail.refused = "nobody"
        address = f"smtp://127.0.0.1:{mail.server_address[1]}"
        file = self.settings(f"emails: [{{ id: officers, server: '{address}', from: reeve@example.org, to: [nobody@example.org], kinds: ['*'] }}]\n")
        server = self.serve(file)
        self.hold(server)
        while "notify.failed" not in server.errors():
            self.assertIsNone(server.process.poll())
        self.assertIn("550", server.errors())
        listed = json.loads(server.get("/v1/notifications"))["targets"][0]
        self.assertEqual(listed["pending"][0]["attempts"], 1)
        self.assertTrue(mail.got.empty())

    def test_settings_that_are_wrong_are_named_with_their_line(self):
        for line, code in [
            ("webhooks: [{ id: desk, url: 'http://desk.example.org/x', secret_file: desk.secret, kinds: ['*'] }]", "notify.plain"),
            ("webhooks: [{ id: desk, url: 'https://10.1.2.3/x', secret_file: desk.secret, kinds: ['*'] }]", "notify.private"),
            ("webhooks: [{ id: desk, url: 'https://[fd00::1]/x', secret_file: desk.secret, kinds: ['*'] }]", "notify.private"),
            ("webhooks: [{ id: desk, url: 'https://172.20.0.1/x', secret_file: desk.secret, kinds: ['*'] }]", "notify.private"),
            ("webhooks: [{ id: desk, url: 'https://d.example.org/x', secret_file: none.secret, kinds: ['*'] }]", "notify.secret"),
            ("webhooks: [{ id: desk, url: 'https://d.example.org/x', secret_file: desk.secret, kinds: [aproval.opened] }]", "notify.kind"),
            ("webhooks: [{ id: desk, url: 'https://d.example.org/x', secret_file: desk.secret, kinds: [oversight.seeded] }]", "notify.kind"),
            ("webhooks: [{ id: desk, url: 'https://d.example.org/x', secret_file: desk.secret, kinds: ['*'], effects: [denied] }]", "notify.effect"),
            ("webhooks: [{ id: desk, url: 'https://d.example.org/x', secret_file: desk.secret, kinds: ['*'], batch: 10 }]", "notify.batch"),
            ("webhooks: [{ id: desk, url: 'https://d.example.org/x', secret_file: desk.secret, kinds: ['*'], form: cloudevents, batch: 101 }]", "policy.type"),
            ("webhooks: [{ id: desk, url: 'https://d.example.org/x', secret_file: desk.secret, kinds: ['*'], callbacks: true, systems: [a] }]", "notify.callbacks"),
            ("webhooks: [{ id: desk, urll: 'https://d.example.org/x', secret_file: desk.secret, kinds: ['*'] }]", "policy.unknown_key"),
            ("emails: [{ id: a, server: 'smtp://mail.example.org', from: a@example.org, to: [b@example.org], kinds: ['*'] }]", "notify.plain"),
            ("emails: [{ id: a, server: 'smtps://mail.example.org', from: 'a@b@c', to: [b@example.org], kinds: ['*'] }]", "notify.address"),
            ("emails: [{ id: a, server: 'smtps://mail.example.org', from: a@b.org, to: [b@b.org], kinds: ['*'], subject: '{{kinds}}' }]", "notify.template"),
            ("emails: [{ id: a, server: 'https://mail.example.org', from: a@b.org, to: [b@b.org], kinds: ['*'] }]", "notify.server"),
        ]:
            with self.subTest(line=line):
                done = self.reeve("notification", "check", self.settings(line + "\n"), code=1)
                self.assertIn(f"[{code}]", done.stderr)
                self.assertIn("notifications.yaml:4:", done.stderr)
        events = self.settings("webhooks: [{ id: siem, url: 'https://d.example.org/x', secret_file: desk.secret, kinds: ['*', decision], "
                               "effects: [deny, hold], systems: [credit], form: cloudevents, batch: 100 }]\n")
        self.assertIn("1 webhooks, 0 e-mails: good", self.reeve("notification", "check", events).stdout)
        good = self.settings("webhooks: [{ id: desk, url: 'https://10.1.2.3/x', private: true, secret_file: desk.secret, kinds: ['approval.*'] }]\n")
        self.assertIn("1 webhooks, 0 e-mails: good", self.reeve("notification", "check", good).stdout)
        self.reeve("notification", "check", self.folder / "none.yaml", code=3)


if __name__ == "__main__":
    run_module()
