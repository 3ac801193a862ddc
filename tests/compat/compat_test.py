"""What Reeve writes, judged by programs that are not Reeve's (tests/compat/outside, Tessera's fsck).

Skipped, with a word, where there is no Go or its modules cannot be had.
"""
import base64
import hashlib
import json
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cli"))
from harness import REQUESTS, CliTest, request, run_module  # noqa: E402

# torchwood needs a newer Go than Debian 12 and many others have; the go command fetches it as a module.
ENVIRONMENT = {**os.environ, "GOTOOLCHAIN": os.environ.get("GOTOOLCHAIN", "go1.27.3"), "GOFLAGS": "-mod=readonly -buildvcs=false"}
TOOLS = ["github.com/transparency-dev/tessera/cmd/fsck", "filippo.io/torchwood/cmd/litewitness"]
BIN = pathlib.Path(tempfile.mkdtemp(prefix="reeve-compat-"))
COUNT = 700  # past one full tile, and so with a second level


def build(*packages):
    return subprocess.run(["go", "build", "-o", f"{BIN}/", *packages], cwd=HERE, env=ENVIRONMENT,
                          capture_output=True, text=True, check=False)


def skip(why):
    print(f"skipped: {why}")
    sys.exit(0)


def setUpModule():
    if shutil.which("go") is None:
        skip("there is no go")
    tools = build(*TOOLS)
    if tools.returncode != 0:
        skip(f"the Go modules cannot be had here: {tools.stderr.strip().splitlines()[-1]}")
    ours = build("./outside")
    assert ours.returncode == 0, ours.stderr


def tearDownModule():
    shutil.rmtree(BIN, ignore_errors=True)


class Outside(CliTest):
    def outside(self, *arguments, code=0):
        done = subprocess.run([BIN / "outside", *map(str, arguments)], capture_output=True, text=True,
                              timeout=300, check=False)
        self.assertEqual(done.returncode, code, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def fsck(self, url, vkey):
        """Its last word; it exits with 0 even when a log is corrupt."""
        done = subprocess.run([BIN / "fsck", "--N=32", "--ui=false", f"--public_key={vkey}",
                               f"--storage_url={url}", "-logtostderr"],
                              capture_output=True, text=True, timeout=120, check=False)
        return "Successfully fsck'd log" in done.stderr, done.stderr

    def filled(self, count=COUNT):
        """A server whose log has that many decisions, committed in groups of many sizes."""
        server = self.start("--public-log")
        made = 0
        while made < count:
            batch = min(count - made, 1 + made % 90)
            body = {"requests": [request(**REQUESTS[(made + n) % len(REQUESTS)]) for n in range(batch)]}
            status, text = server.call("POST", "/v1/decisions:batch", json.dumps(body))
            self.assertEqual(status, 200, text)
            made += batch
        return server

    def vkey_of(self, server):
        return (server.data / "vkey").read_text().strip()

    def test_served_tiles_are_accepted(self):
        server = self.filled()
        url, vkey = f"http://127.0.0.1:{server.port}/log/", self.vkey_of(server)
        self.outside("tiles", vkey, url)
        self.outside("tree", vkey, url)
        good, said = self.fsck(url, server.data / "vkey")
        self.assertTrue(good, said)
        signed = self.write("checkpoint", server.get("/log/checkpoint"))
        self.outside("checkpoint", vkey, signed)
        origin, size, rest = server.get("/log/checkpoint").split("\n", 2)
        altered = self.write("altered", f"{origin}\n{int(size) - 1}\n{rest}")
        self.outside("checkpoint", vkey, altered, code=1)

    def test_tile_files_are_accepted_and_a_changed_one_is_not(self):
        server = self.filled()
        out = self.folder / "tiles"
        self.reeve("ledger", "tiles", server.data, out)
        good, said = self.fsck(out.as_uri() + "/", server.data / "vkey")
        self.assertTrue(good, said)
        bundle = out / "tile/entries/001"
        whole = bundle.read_bytes()
        bundle.write_bytes(whole.replace(b"allow", b"allox", 1))
        good, said = self.fsck(out.as_uri() + "/", server.data / "vkey")
        self.assertFalse(good, said)

    def test_receipts_by_index_id_and_leaf_are_accepted(self):
        server = self.filled(300)
        policy = self.write("policy", f"log {self.vkey_of(server)}\nquorum none\n")
        bundle = server.decide()
        size = bundle["record"]["index"] + 1
        for index in [0, 1, 255, 256, size - 1]:
            line = self.reeve("ledger", "show", server.data, index)
            record = json.dumps(json.loads(line.stdout), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            leaf = line.stderr.split()[-1]
            path = self.write("record", record)
            for query in [f"index={index}", f"leaf_hash={leaf}", f"id={json.loads(record)['id']}", f"index={index}&with=record"]:
                receipt = self.write("receipt", server.get(f"/v1/ledger/receipt?{query}"))
                self.outside("proof", policy, receipt, path)
                self.reeve("receipt", "verify", receipt, "--policy", policy, "--record", path)
            self.outside("proof", policy, receipt, self.write("other", record + " "), code=1)

    def test_consistency_between_any_two_sizes_is_accepted(self):
        server = self.filled(300)
        size = int(server.get("/log/checkpoint").splitlines()[1])
        for old, new in [(1, 2), (1, size), (2, 3), (255, 256), (256, 257), (100, 200), (size - 1, size), (size, size)]:
            proof = self.write("proof", server.get(f"/v1/ledger/consistency?old={old}&size={new}"))
            self.outside("consistency", proof)
            own = self.reeve("ledger", "consistency", server.data, old, new).stdout
            self.assertEqual(json.loads(own), json.loads(proof.read_text()))
            if old != new:
                wrong = json.loads(own)
                wrong["root"] = "00" + wrong["root"][2:]
                self.outside("consistency", self.write("wrong", json.dumps(wrong)), code=1)

    def litewitness(self, vkey):
        """torchwood's witness of that log, its key in an ssh-agent: its own vkey and URL."""
        folder, name = self.folder / "lw", "litewitness.example"
        folder.mkdir()
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "key"], check=True)
        agent = subprocess.Popen(["ssh-agent", "-D", "-a", folder / "agent"], stdout=subprocess.DEVNULL)
        self.addCleanup(lambda: (agent.terminate(), agent.wait()))
        added = 1
        while added != 0:  # until the agent listens
            added = subprocess.run(["ssh-add", "-q", folder / "key"], env={**os.environ, "SSH_AUTH_SOCK": str(folder / "agent")},
                                   stderr=subprocess.DEVNULL, check=False).returncode
        fingerprint = subprocess.run(["ssh-keygen", "-l", "-f", folder / "key.pub"], capture_output=True, check=True,
                                     text=True).stdout.split()[1]
        public = base64.b64decode((folder / "key.pub").read_text().split()[1])[-32:]
        key_id = hashlib.sha256(name.encode() + b"\n\x04" + public).hexdigest()[:8]
        with sqlite3.connect(folder / "db") as db:
            db.execute("CREATE TABLE log (origin TEXT PRIMARY KEY, tree_size INTEGER NOT NULL, tree_hash TEXT NOT NULL)")
            db.execute("CREATE TABLE key (origin TEXT NOT NULL, key TEXT NOT NULL, FOREIGN KEY(origin) REFERENCES log(origin))")
            origin = vkey.split("+")[0]
            db.execute("INSERT INTO log VALUES (?, 0, ?)", (origin, base64.b64encode(hashlib.sha256(b"").digest()).decode()))
            db.execute("INSERT INTO key VALUES (?, ?)", (origin, vkey))
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        log = open(folder / "log", "wb")
        self.addCleanup(log.close)
        witness = subprocess.Popen([BIN / "litewitness", f"-db={folder / 'db'}", f"-name={name}", f"-key={fingerprint}",
                                    f"-ssh-agent={folder / 'agent'}", f"-listen=127.0.0.1:{port}"],
                                   stdout=subprocess.DEVNULL, stderr=log)
        self.addCleanup(lambda: (witness.terminate(), witness.wait()))
        return f"{name}+{key_id}+{base64.b64encode(bytes([4]) + public).decode()}", f"http://127.0.0.1:{port}/"

    @unittest.skipIf(shutil.which("ssh-agent") is None, "there is no ssh-agent")
    def test_a_foreign_witness_cosigns_and_torchwood_accepts_the_receipt_under_the_policy(self):
        server = self.start()
        vkey = self.vkey_of(server)
        server.stop()
        witness, url = self.litewitness(vkey)
        policy = self.write("policy", f"log {vkey}\nwitness lw {witness} {url}\nquorum lw\n")
        server = self.start("--witnesses", policy, "--cosign-every", "1s")
        for _ in range(3):  # the witness is asked from where it stands, each time
            answer = server.decide()
            path = f"/v1/ledger/receipt?id={answer['id']}&under=cosigned"
            end = time.monotonic() + 60
            while server.call("GET", path)[0] != 200:
                self.assertLess(time.monotonic(), end, server.errors() + (self.folder / "lw/log").read_text())
            receipt = self.write("receipt", server.get(path))
            shown = server.get(f"/v1/decisions/{answer['id']}")
            record = self.write("record", shown[shown.index('"record":') + len('"record":'):-1])
            self.outside("proof", policy, receipt, record)
            self.reeve("receipt", "verify", receipt, "--policy", policy, "--record", record)
            newest = self.write("newest", server.get(f"/v1/ledger/receipt?id={answer['id']}"))
            self.outside("proof", policy, newest, record, code=1)
        server.stop()
        self.assertIn("by lw, as your policy asks", self.reeve("ledger", "verify", server.data, "--policy", policy).stdout)


if __name__ == "__main__":
    run_module()
