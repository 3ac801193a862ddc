"""Witnesses and time authorities: cosignatures and tokens are asked for, recorded, verified offline."""
import http.client
import http.server
import json
import re
import subprocess
import threading
import time

from harness import PATIENCE, REEVE, CliTest, run_module

TSA = """[tsa]
default_tsa = tsa1
[tsa1]
dir = {dir}
serial = {dir}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ordering = yes
[tsa_cert]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
"""


def openssl(*arguments, code=0):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, check=False)
    assert (done.returncode == 0) == (code == 0), (arguments, done.stderr)
    return done


class Witness:
    """`reeve witness` as a process of its own."""

    def __init__(self, folder, name, *logs, port=0):
        arguments = [REEVE, "witness", "--data", folder, "--name", name, "--port", port]
        for log in logs:
            arguments += ["--log", log]
        self.process = subprocess.Popen([*map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        said = ""
        for line in iter(self.process.stdout.readline, b""):
            said += line.decode()
            if line.startswith(b"Stop with"):
                break
        self.port = int(re.search(r"http://127\.0\.0\.1:(\d+)", said).group(1))
        self.vkey = re.search(r"key +(\S+)", said).group(1)
        self.url = f"http://127.0.0.1:{self.port}/"

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE)
        self.process.stdout.close()


class Authority:
    """A time authority of `openssl ts`, over HTTP; told to, it answers another request."""

    def __init__(self, folder, name="tsa"):
        folder.mkdir(exist_ok=True)
        self.folder, self.config, self.asked, self.answer = folder, folder / "tsa.cnf", [], None
        self.config.write_text(TSA.format(dir=folder))
        (folder / "serial").write_text("01\n")
        self.ca = folder / "ca.pem"
        openssl("req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", folder / "ca.key", "-out", self.ca,
                "-subj", f"/CN={name} root", "-days", 30)
        openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr",
                "-subj", f"/CN={name}.example")
        openssl("x509", "-req", "-in", folder / "tsa.csr", "-CA", self.ca, "-CAkey", folder / "ca.key", "-CAcreateserial",
                "-out", folder / "tsa.pem", "-extfile", self.config, "-extensions", "tsa_cert", "-days", 30)
        authority = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                query = self.rfile.read(int(self.headers["Content-Length"]))
                authority.asked.append(self.headers["Content-Type"])
                body = authority.answer or authority.reply(query)
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/stamp"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def reply(self, query):
        (self.folder / "query").write_bytes(query)
        openssl("ts", "-reply", "-config", self.config, "-section", "tsa1", "-queryfile", self.folder / "query",
                "-signer", self.folder / "tsa.pem", "-inkey", self.folder / "tsa.key", "-out", self.folder / "reply")
        return (self.folder / "reply").read_bytes()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Anchors(CliTest):
    def witnesses(self, count, vkey):
        made = []
        for number in range(count):
            witness = Witness(self.folder / f"w{number}", f"w{number}.example", vkey)
            self.addCleanup(witness.stop)
            made.append(witness)
        return made

    def authority(self, name="tsa"):
        authority = Authority(self.folder / name, name)
        self.addCleanup(authority.stop)
        return authority

    def policy(self, vkey, witnesses, need, urls=True):
        lines = [f"log {vkey}"]
        lines += [f"witness w{n} {w.vkey} {w.url if urls else ''}" for n, w in enumerate(witnesses)]
        names = " ".join(f"w{n}" for n in range(len(witnesses)))
        return self.write("policy", "\n".join(lines) + f"\ngroup g {need} {names}\nquorum g\n")

    def begun(self):
        """The vkey of a log that has begun."""
        server = self.start()
        vkey = (server.data / "vkey").read_text().strip()
        self.assertEqual(server.stop(), 0)
        return vkey

    def until(self, server, holds, what):
        """Asks the server until it holds, however long it takes."""
        end = time.monotonic() + PATIENCE
        while not holds():
            server.get("/livez")
            self.assertLess(time.monotonic(), end, what)

    def is_cosigned(self, server, index):
        return server.call("GET", f"/v1/ledger/receipt?index={index}&under=cosigned")[0] == 200

    def test_a_quorum_of_witnesses_cosigns_and_receipts_verify_offline_under_the_policy(self):
        vkey = self.begun()
        witnesses = self.witnesses(3, vkey)
        policy = self.policy(vkey, witnesses, 2)
        witnesses[2].stop()  # one is down: the quorum holds without it
        server = self.start("--witnesses", policy, "--cosign-every", "1s")
        answer = server.decide()
        index = answer["record"]["index"]

        def is_covered():
            status, text = server.call("GET", f"/v1/ledger/receipt?index={index}&with=record&under=cosigned")
            return status == 200 and self.write("receipt", text)

        self.until(server, is_covered, "no checkpoint with the decision was cosigned")
        said = json.loads(self.reeve("receipt", "verify", self.folder / "receipt", "--policy", policy, "--json").stdout)
        self.assertEqual([one["witness"] for one in said["cosigned"]], ["w0", "w1"])
        self.assertEqual(said["record"]["id"], answer["id"])
        # The newest checkpoint is the log's alone.
        newest = self.write("newest", server.get(f"/v1/ledger/receipt?index={index}&with=record"))
        self.assertIn("ledger.quorum", self.reeve("receipt", "verify", newest, "--policy", policy, code=1).stdout)
        self.reeve("receipt", "verify", newest, "--key", vkey)
        cosigned = server.get("/log/cosigned/checkpoint")
        self.assertEqual(cosigned.count("\N{EM DASH} "), 3)
        metrics = server.get("/metrics")
        self.assertIn('reeve_witness_requests_total{result="cosigned",witness="w0"}', metrics)
        self.assertRegex(metrics, r'reeve_witness_requests_total\{result="failed",witness="w2"\} [1-9]')
        self.assertRegex(metrics, r"\nreeve_ledger_cosigned_age_seconds [0-9.e-]+\n")
        self.assertRegex(metrics, r"\nreeve_ledger_cosigned_behind_records [0-9]+\n")
        self.assertEqual(server.stop(), 0)
        said = self.reeve("ledger", "verify", server.data, "--policy", policy).stdout
        self.assertIn("by w0 w1, as your policy asks", said)
        self.assertIn("given by you", said)
        out = self.folder / "export"
        self.reeve("ledger", "export", server.data, out)
        self.assertIn("as your policy asks", self.reeve("ledger", "verify", out, "--policy", policy).stdout)
        stricter = self.write("stricter", policy.read_text().replace("group g 2", "group g all"))
        self.assertIn("anchor.quorum", self.reeve("ledger", "verify", out, "--policy", stricter, code=1).stdout)

    def test_a_log_at_rest_is_cosigned_once(self):
        vkey = self.begun()
        policy = self.policy(vkey, self.witnesses(1, vkey), "any")
        server = self.start("--witnesses", policy, "--cosign-every", "1s")
        self.until(server, lambda: server.call("GET", "/log/cosigned/checkpoint")[0] == 200, "nothing was cosigned")
        size = int(server.get("/log/checkpoint").splitlines()[1])
        rounds = lambda: float(re.search(r'result="cosigned",witness="w0"\} ([0-9.]+)', server.get("/metrics")).group(1))
        self.assertEqual(rounds(), 1)
        index = server.decide()["record"]["index"]
        self.until(server, lambda: self.is_cosigned(server, index), "the decision was not cosigned")
        self.assertEqual(rounds(), 2)
        self.assertEqual(int(server.get("/log/checkpoint").splitlines()[1]), size + 2)

    def test_a_log_that_was_set_back_is_refused_by_its_witness(self):
        vkey = self.begun()
        witness, = self.witnesses(1, vkey)
        policy = self.policy(vkey, [witness], "all")
        copy = self.folder / "copy"
        subprocess.run(["cp", "-r", self.folder / "data", copy], check=True)
        for data in ("data", "copy"):
            server = self.start("--witnesses", policy, "--cosign-every", "1s", data=data)
            index = [server.decide() for _ in range(3)][-1]["record"]["index"]
            if data == "data":
                self.until(server, lambda: self.is_cosigned(server, index), "nothing was cosigned")
            else:
                self.until(server, lambda: "event=cosign.no_quorum" in server.errors(), "the fork was not refused")
                self.assertEqual(server.call("GET", "/log/cosigned/checkpoint")[0], 404)
            self.assertEqual(server.stop(), 0)

    def test_a_witness_answers_by_the_protocol_and_remembers(self):
        server = self.start()
        server.decide()
        vkey, note = (server.data / "vkey").read_text().strip(), server.get("/log/checkpoint")
        size = int(note.splitlines()[1])
        witness, = self.witnesses(1, vkey)

        def ask(body):
            connection = http.client.HTTPConnection("127.0.0.1", witness.port, timeout=PATIENCE)
            connection.request("POST", "/add-checkpoint", body.encode() if isinstance(body, str) else body)
            response = connection.getresponse()
            text = response.read().decode()
            connection.close()
            return response.status, response.headers["Content-Type"], text

        status, _, line = ask(f"old 0\n\n{note}")
        self.assertEqual((status, line.split()[1]), (200, "w0.example"))
        self.assertEqual(ask(f"old 0\n\n{note}"), (409, "text/x.tlog.size", f"{size}\n"))
        self.assertEqual(ask(f"old {size}\n\n{note}")[0], 200)
        server.decide()
        grown = server.get("/log/checkpoint")
        proof = "".join(line + "\n" for line in json.loads(server.get(f"/v1/ledger/consistency?old={size}"))["proof"])
        self.assertEqual(ask(f"old {size}\n\n{grown}")[0], 422)
        self.assertEqual(ask(f"old {size + 5}\n{proof}\n{grown}")[0], 400)
        self.assertEqual(ask("hello")[0], 400)
        self.assertEqual(ask(f"old 0\n\n{note.replace(chr(10) + str(size) + chr(10), chr(10) + '1' + chr(10), 1)}")[0], 403)
        self.assertEqual(ask("old 0\n\n" + note.replace(vkey.split("+")[0], "elsewhere.example"))[0], 404)
        self.assertEqual(ask("x" * 200_000)[0], 413)
        self.assertEqual(ask((b"x" * 4096 for _ in range(50)))[0], 413)
        witness.stop()
        witness = Witness(self.folder / "w0", "w0.example", vkey)
        self.addCleanup(witness.stop)
        self.assertEqual(ask(f"old 0\n\n{note}"), (409, "text/x.tlog.size", f"{size}\n"))
        self.assertEqual(ask(f"old {size}\n{proof}\n{grown}")[0], 200)

    def test_a_time_authority_stamps_and_openssl_verifies_the_token(self):
        authority = self.authority()
        server = self.start("--time-authority", authority.url, "--stamp-every", "1s", "--time-ca", authority.ca)
        server.decide()
        self.until(server, lambda: "timestamped_age" in server.get("/metrics") and
                   re.search(r"\nreeve_ledger_timestamped_age_seconds [0-9]", server.get("/metrics")), "nothing was stamped")
        self.assertEqual(set(authority.asked), {"application/timestamp-query"})
        self.assertEqual(server.stop(), 0)
        out = self.folder / "anchors"
        listed = self.reeve("ledger", "anchors", server.data, "--out", out).stdout
        self.assertIn("stamped", listed)
        token = next(out.glob("*.token"))
        checkpoint = token.with_suffix(".checkpoint")
        openssl("ts", "-verify", "-in", token, "-token_in", "-data", checkpoint, "-CAfile", authority.ca)
        said = self.reeve("ledger", "verify", server.data, "--time-ca", authority.ca).stdout
        self.assertIn("by CN=tsa.example, signed", said)
        said = self.reeve("ledger", "verify", server.data).stdout
        self.assertIn("signature not checked", said)
        stranger = self.authority("stranger")
        said = self.reeve("ledger", "verify", server.data, "--time-ca", stranger.ca, code=1).stdout
        self.assertIn("anchor.token", said)

    def test_tokens_that_are_not_right_are_not_recorded(self):
        authority, stranger = self.authority(), self.authority("stranger")
        query = self.folder / "query"
        openssl("ts", "-query", "-data", authority.ca, "-sha256", "-out", query)
        for answer, ca, code in [(b"garbage", authority.ca, "time.reply"),
                                 (authority.reply(query.read_bytes()), authority.ca, "time.reply"),
                                 (b"\x00" * 40_000, authority.ca, "post.too_large"),
                                 (None, stranger.ca, "time.signature")]:
            authority.answer = answer
            server = self.start("--time-authority", authority.url, "--time-ca", ca, data=code)
            self.until(server, lambda: "event=time_stamp.failed" in server.errors(), "nothing was refused")
            self.assertIn(f"code={code}", server.errors())
            self.assertEqual(self.reeve("ledger", "anchors", server.data).stdout, "")
            server.kill()

    def test_wrong_options_are_named_before_anything_is_made(self):
        vkey = self.begun()
        witness, = self.witnesses(1, vkey)
        cases = [(["--witnesses", self.write("a", "quorum x\n")], "ledger.policy"),
                 (["--witnesses", self.folder / "none"], "file.not_found"),
                 (["--time-authority", "ftp://x/"], "source.url"),
                 (["--time-authority", "http://x/", "--stamp-every", "often"], "anchor.duration"),
                 (["--witnesses", self.policy(vkey, [witness], 1), "--cosign-every", "0s"], "anchor.duration")]
        for arguments, code in cases:
            said = self.reeve("serve", "--data", self.folder / "new", "--port", 0, *arguments, code=3).stderr
            self.assertIn(code, said)
            self.assertFalse((self.folder / "new").exists())
        without_urls = self.policy(vkey, [witness], 1, urls=False)
        said = self.reeve("serve", "--data", self.folder / "data", "--port", 0, "--witnesses", without_urls, code=3).stderr
        self.assertIn("cosign.policy", said)


if __name__ == "__main__":
    run_module()
