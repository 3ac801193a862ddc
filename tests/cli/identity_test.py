"""Who may call: `reeve init`, tokens of persons and services, the development token, TLS, signed tokens."""
import base64
import json
import os
import re
import signal
import ssl
import subprocess
import time
import unittest

import harness
from harness import CliTest, run, run_module

SECRET = re.compile(r"reeve_[0-9A-HJKMNP-TV-Z]{26}_[0-9a-f]{64}")


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def table_routes():
    """(method, path) of each row of docs/identity.md, parameters without their names."""
    page = (harness.SOURCE / "docs/identity.md").read_text()
    return {(method, re.sub(r"\{(?!command)[a-z]+\}", "{}", path))
            for method, path in re.findall(r"^\| `(GET|POST|ANY) (\S+)` \|", page, re.M)}


def described_routes():
    """The same of docs/api/openapi.yaml."""
    routes, path = set(), None
    for line in (harness.SOURCE / "docs/api/openapi.yaml").read_text().split("components:")[0].splitlines():
        if re.match(r"  /\S+:$", line):
            path = re.sub(r"\{[a-z]+\}", "{}", line.strip()[:-1])
            path = re.sub(r"(/v1/data/).*", r"\1{}", path)
        elif re.match(r"    (get|post):", line):
            routes.add((line.strip()[:-1].upper(), path))
    return routes


class DescriptionTest(unittest.TestCase):
    def test_the_table_of_roles_and_the_description_have_the_same_routes(self):
        table, described = table_routes(), described_routes()
        commands = {(method, path[:-len("{command}")]) for method, path in table if path.endswith("{command}")}
        for method, path in sorted(described):
            of_command = (method, path[:path.rfind("/") + 1]) in commands
            self.assertTrue((method, path) in table or of_command, f"{method} {path} is in no row")
        for method, path in sorted(route for route in table if route[0] != "ANY"):
            plain = path.replace("/cosigned", "")
            above = plain[:plain.rfind("/") + 1]
            if path.endswith("{command}"):
                self.assertTrue(any(m == method and p.startswith(above) for m, p in described), path)
            else:
                self.assertTrue({(method, plain), (method, above + "{}")} & described, f"{method} {path}")


class IdentityTest(CliTest):
    def setUp(self):
        super().setUp()
        os.environ.pop("REEVE_SERVE_DEV_TOKEN", None)
        self.addCleanup(os.environ.__setitem__, "REEVE_SERVE_DEV_TOKEN", "true")
        self.data = self.folder / "data"

    def serve(self, *arguments):
        """A server without a development token; nothing but tokens of access is taken."""
        (self.data / "token").write_text("none\n")  # what the harness reads
        server = self.start(*arguments)
        (self.data / "token").unlink()
        return server

    def init(self, *arguments, **options):
        return self.reeve("init", "--data", self.data, "--as", "Root Example", *arguments, **options)

    def ask(self, server, secret, *arguments, code=0):
        os.environ["REEVE_TOKEN"] = secret
        try:
            done = run(*arguments, "--url", f"http://127.0.0.1:{server.port}")
        finally:
            del os.environ["REEVE_TOKEN"]
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def new(self, server, root, *arguments):
        return json.loads(self.ask(server, root, "token", "new", *arguments, "--json").stdout)

    def test_nobody_may_call_a_new_server(self):
        done = self.reeve("serve", "--data", self.data, "--port", 0, code=3)
        self.assertIn("[server.token]", done.stderr)
        self.assertIn("reeve init", done.stderr)

    def test_the_development_token_is_asked_for_and_is_loud(self):
        server = self.start("--dev-token")
        self.assertIn("FOR DEVELOPMENT ONLY", server.errors())
        self.assertIn("cat '" + str(self.data / "token"), server.banner)
        self.assertEqual(server.decide()["effect"], "allow")
        who = json.loads(server.get("/v1/principal"))
        self.assertEqual((who["principal"], who["development"]), ("development", True))
        self.assertEqual(server.stop(), 0)

    def test_the_first_administrator_is_made_once(self):
        said = self.init().stdout
        secrets = SECRET.findall(said)
        self.assertEqual(len(secrets), 1)
        for path in self.data.rglob("*"):
            if path.is_file():
                self.assertNotIn(secrets[0].encode(), path.read_bytes(), path)
        self.assertIn("[token.administrator]", self.init(code=1).stderr)
        self.assertNotIn(secrets[0], self.init("--again").stdout)

    def test_the_secret_goes_to_a_file_of_its_owner(self):
        secret = self.folder / "root.token"
        said = self.init("--token-file", secret).stdout
        self.assertEqual(SECRET.findall(said), [])
        self.assertEqual(secret.stat().st_mode & 0o777, 0o600)
        self.assertRegex(secret.read_text(), SECRET)
        self.assertIn("[file.exists]", self.init("--again", "--token-file", secret, code=3).stderr)

    def test_persons_and_services_are_given_tokens_and_lose_them(self):
        root = SECRET.search(self.init().stdout)[0]
        server = self.serve()
        self.assertIn("$REEVE_TOKEN", server.banner)
        service = self.new(server, root, "front-end", "--role", "service", "--system", "demo-assistant")
        ada = self.new(server, root, "ada", "--role", "risk_officer", "--person", "Ada Example")
        status, text = server.call("POST", "/v1/decisions", json.dumps(harness.request()), token=service["secret"])
        self.assertEqual(status, 200, text)
        status, text = server.call("POST", "/v1/decisions", json.dumps(harness.request(system="demo-credit")),
                                   token=service["secret"])
        self.assertEqual((status, json.loads(text)["code"]), (403, "identity.system"))
        # The administrator decides nothing and reads nothing.
        status, text = server.call("POST", "/v1/decisions", json.dumps(harness.request()), token=root)
        self.assertEqual((status, json.loads(text)["code"]), (403, "identity.role"))
        self.assertIn("[identity.role]", self.ask(server, root, "approval", "list", code=1).stderr)
        # A person acts in their own name, and need not say it.
        halted = self.ask(server, ada["secret"], "halt", "place", "--system", "demo-credit", "--reason", "A look", "--json")
        self.assertEqual(json.loads(halted.stdout)["by"], "Ada Example")
        self.assertIn("[identity.person]", self.ask(server, ada["secret"], "halt", "place", "--system", "demo-credit",
                                                    "--reason", "A look", "--as", "Ben Example", code=1).stderr)
        who = self.ask(server, ada["secret"], "token", "whoami").stdout
        self.assertIn("Ada Example", who)
        listed = self.ask(server, root, "token", "list").stdout
        for word in ("front-end", "ada", "Root Example", "demo-assistant", "active"):
            self.assertIn(word, listed)
        self.assertEqual(SECRET.findall(listed), [])
        revoked = self.ask(server, root, "token", "revoke", service["id"], "--reason", "It leaked").stdout
        self.assertIn("revoked", revoked)
        status, text = server.call("POST", "/v1/decisions", json.dumps(harness.request()), token=service["secret"])
        self.assertEqual((status, json.loads(text)["code"]), (401, "http.unauthorized"))
        self.assertIn("It leaked", self.ask(server, root, "token", "show", service["id"]).stdout)
        metrics = server.get("/metrics")
        self.assertIn('reeve_http_forbidden_total{reason="role"} 2', metrics)
        self.assertIn('reeve_http_forbidden_total{reason="person"} 1', metrics)
        self.assertIn("reeve_http_unauthorized_total 1", metrics)
        self.assertEqual(server.stop(), 0)
        self.assertIn("whole", self.reeve("ledger", "verify", self.data).stdout)

    def test_a_token_in_a_file_is_not_shown(self):
        root = SECRET.search(self.init().stdout)[0]
        server = self.serve()
        path = self.folder / "auditor.token"
        done = self.ask(server, root, "token", "new", "cleo", "--role", "auditor", "--person", "Cleo Example",
                        "--secret-file", path)
        self.assertEqual(SECRET.findall(done.stdout), [])
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        self.ask(server, path.read_text().strip(), "token", "whoami")

    def certificate(self, name, subject):
        """A certificate of its own making, and its key."""
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", self.folder / f"{name}.key", "-out", self.folder / f"{name}.pem", "-days", "2",
                        "-subj", f"/CN={subject}", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
                       check=True, capture_output=True)

    def served(self, port):
        """The common name that a new connection is shown."""
        shown = ssl.get_server_certificate(("127.0.0.1", port))
        done = subprocess.run(["openssl", "x509", "-noout", "-subject"], input=shown.encode(), capture_output=True,
                              check=True)
        return done.stdout.decode().rsplit("= ", 1)[-1].strip()

    def test_tls_is_spoken_and_its_files_are_read_anew(self):
        root = SECRET.search(self.init().stdout)[0]
        self.certificate("server", "one")
        (self.data / "token").write_text("none\n")
        process = subprocess.Popen(
            [harness.REEVE, "serve", "--data", self.data, "--port", "0", "--host", "0.0.0.0", "--tls-certificate",
             self.folder / "server.pem", "--tls-key", self.folder / "server.key"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.kill)
        port = int(re.search(rb"https://0\.0\.0\.0:(\d+)", process.stdout.readline())[1])
        for line in iter(process.stdout.readline, b""):
            if line.startswith(b"Stop with"):
                break
        self.assertEqual(self.served(port), "one")
        url = ("--url", f"https://localhost:{port}")
        os.environ["REEVE_TOKEN"] = root
        self.addCleanup(os.environ.pop, "REEVE_TOKEN", None)
        said = self.reeve("token", "whoami", *url, "--server-ca", self.folder / "server.pem").stdout
        self.assertIn("Root Example", said)
        self.assertIn("[client.unreachable]", self.reeve("token", "whoami", *url, code=3).stderr)
        self.certificate("server", "two")
        process.send_signal(signal.SIGHUP)
        for line in iter(process.stderr.readline, b""):
            if b"tls.reload" in line:
                self.assertIn(b"taken", line)
                break
        self.assertEqual(self.served(port), "two")
        (self.folder / "server.key").write_text("no key")
        process.send_signal(signal.SIGHUP)
        for line in iter(process.stderr.readline, b""):
            if b"tls.reload" in line:
                self.assertNotIn(b"taken", line)
                break
        self.assertEqual(self.served(port), "two")
        process.terminate()
        self.assertEqual(process.wait(harness.PATIENCE), 0)

    def test_an_issuer_proves_who_somebody_is_and_the_token_says_what_they_may(self):
        root = SECRET.search(self.init().stdout)[0]
        key = self.folder / "issuer.key"
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True, capture_output=True)
        public = subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-outform", "DER"], check=True,
                                capture_output=True).stdout[-32:]
        keys = self.write("keys", json.dumps({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": base64url(public)}]}))
        server = self.serve("--jwt-issuer", f"https://idp.example.org={keys}", "--jwt-audience", "reeve")
        self.ask(server, root, "token", "new", "ada", "--role", "auditor", "--person", "Ada Example",
                 "--jwt-issuer", "https://idp.example.org", "--jwt-subject", "u-1")

        def signed(subject, algorithm="EdDSA"):
            claims = {"iss": "https://idp.example.org", "sub": subject, "aud": "reeve", "exp": int(time.time()) + 600}
            text = ".".join(base64url(json.dumps(part).encode()) for part in ({"alg": algorithm}, claims))
            message = self.write("message", text)
            signature = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", key, "-in", message],
                                       check=True, capture_output=True).stdout
            return f"{text}.{base64url(signature)}"

        self.assertIn("Ada Example", self.ask(server, signed("u-1"), "token", "whoami").stdout)
        for token in (signed("u-2"), signed("u-1", "none"), signed("u-1", "HS256"), signed("u-1")[:-4] + "AAAA"):
            self.assertIn("[http.unauthorized]", self.ask(server, token, "token", "whoami", code=1).stderr)
        self.assertIn("code=jwt.algorithm", server.errors())

    def test_another_host_asks_for_tls_or_for_a_word(self):
        self.init()
        for arguments in ((), ("--dev-token",), ("--dev-token", "--plain-network")):
            done = self.reeve("serve", "--data", self.data, "--port", 0, "--host", "0.0.0.0", *arguments, code=3)
            self.assertIn("[server.host]", done.stderr)
        self.assertIn("--tls-key", self.reeve("serve", "--tls-certificate", "x", code=2).stderr)
        self.assertIn("--jwt-audience", self.reeve("serve", "--jwt-issuer", "https://i.example=k", code=2).stderr)
        self.assertIn("[file.not_found]", self.reeve("serve", "--data", self.data, "--port", 0, "--tls-certificate",
                                                     self.folder / "x", "--tls-key", self.folder / "x", code=3).stderr)

    def test_wrong_terms_are_named(self):
        root = SECRET.search(self.init().stdout)[0]
        server = self.serve()
        for arguments, code in (
                (("x", "--role", "service"), "token.systems"),
                (("x", "--role", "auditor"), "token.person"),
                (("x", "--role", "king", "--person", "A Example"), "json.value"),
                (("X", "--role", "auditor", "--person", "A Example"), "token.principal"),
                (("x", "--role", "auditor", "--person", "Root Example"), "token.duties"),
                (("x", "--role", "auditor", "--person", "A Example", "--expires", "400d"), "token.expires"),
                (("x", "--role", "auditor", "--person", "A Example", "--certificate", "x"), "token.credential"),
        ):
            done = self.ask(server, root, "token", "new", *arguments, code=1)
            self.assertIn(f"[{code}]", done.stderr, arguments)


if __name__ == "__main__":
    run_module()
