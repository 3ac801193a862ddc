"""Tiles over HTTP and as files; receipts and consistency proofs; `reeve receipt verify` offline."""
import hashlib
import http.client
import json

import foreign
from harness import REQUESTS, CliTest, run_module


class Proofs(CliTest):
    def filled(self, count=12, *arguments):
        server = self.start(*arguments)
        return server, [server.decide(**REQUESTS[n % len(REQUESTS)]) for n in range(count)]

    def fetch(self, server, path, token=True, **headers):
        """(status, headers, bytes)"""
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        if token:
            headers["Authorization"] = f"Bearer {server.token}"
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, response.headers, body


class Tiles(Proofs):
    def test_the_checkpoint_is_asked_for_again_and_tiles_never(self):
        server, _ = self.filled()
        status, headers, note = self.fetch(server, "/log/checkpoint", token=False)
        self.assertEqual((status, headers["Cache-Control"]), (200, "no-cache"))
        self.assertEqual(headers["Content-Type"], "text/plain; charset=utf-8")
        status, again, body = self.fetch(server, "/log/checkpoint", token=False, **{"If-None-Match": headers["ETag"]})
        self.assertEqual((status, again["ETag"], body), (304, headers["ETag"], b""))
        server.decide()
        status, _, grown = self.fetch(server, "/log/checkpoint", token=False, **{"If-None-Match": headers["ETag"]})
        self.assertEqual(status, 200)
        self.assertNotEqual(note, grown)
        size = int(note.splitlines()[1])
        status, headers, tile = self.fetch(server, f"/log/tile/0/000.p/{size}", token=False)
        self.assertEqual((status, len(tile)), (200, 32 * size))
        self.assertEqual(headers["Cache-Control"], "public, max-age=31536000, immutable")
        self.assertEqual(headers["Content-Type"], "application/octet-stream")

    def test_tiles_are_the_leaves_and_the_records(self):
        server, answers = self.filled()
        size = int(server.get("/log/checkpoint").splitlines()[1])
        _, _, tile = self.fetch(server, f"/log/tile/0/000.p/{size}")
        _, headers, bundle = self.fetch(server, f"/log/tile/entries/000.p/{size}")
        self.assertEqual(headers["Cache-Control"], "private, max-age=31536000, immutable")
        leaves = [tile[at:at + 32] for at in range(0, len(tile), 32)]
        for leaf in leaves:
            length = int.from_bytes(bundle[:2], "big")
            self.assertEqual(foreign.leaf_hash(bundle[2:2 + length]), leaf)
            bundle = bundle[2 + length:]
        self.assertEqual(bundle, b"")
        for answer in answers:
            self.assertEqual(leaves[answer["record"]["index"]].hex(), answer["record"]["leaf_hash"])

    def test_records_need_the_token_unless_the_log_is_public(self):
        server, _ = self.filled(1)
        self.assertEqual(self.fetch(server, "/log/tile/entries/000.p/1", token=False)[0], 401)
        self.assertEqual(self.fetch(server, "/log/cosigned/tile/entries/000.p/1", token=False)[0], 401)
        self.assertEqual(self.fetch(server, "/log/tile/entries/000.p/1")[0], 200)
        server.stop()
        server, _ = self.filled(1, "--public-log")
        status, headers, _ = self.fetch(server, "/log/tile/entries/000.p/1", token=False)
        self.assertEqual((status, headers["Cache-Control"]), (200, "public, max-age=31536000, immutable"))

    def test_what_is_not_there_is_not_found_and_nothing_can_be_written(self):
        server, _ = self.filled(1)
        size = int(server.get("/log/checkpoint").splitlines()[1])
        for path in [f"tile/0/000.p/{size + 1}", "tile/0/000", "tile/1/000.p/1", "tile/0/001.p/1", "tile/0/0", "tile/x/000",
                     "tile/entries/000", "tile/64/000", "tile/0/../../v1", "other"]:
            self.assertEqual(self.fetch(server, "/log/" + path)[0], 404, path)
        self.assertEqual(self.fetch(server, "/log/cosigned/checkpoint")[0], 404)
        for path in ["/log/checkpoint", "/log/tile/0/000.p/1"]:
            status, text = server.call("POST", path, "{}")
            self.assertEqual((status, json.loads(text)["code"]), (405, "http.method"))

    def test_files_are_what_is_served_and_grow_with_the_log(self):
        server, _ = self.filled()
        out = self.folder / "tiles"
        for _ in range(3):
            self.reeve("ledger", "tiles", server.data, out)
            for path in [path for path in out.rglob("*") if path.is_file() and path.name != "vkey"]:
                served = self.fetch(server, f"/log/{path.relative_to(out)}")
                self.assertEqual((served[0], served[2]), (200, path.read_bytes()), path)
            server.decide()
        self.assertIn("wrote 0 tiles", self.reeve("ledger", "tiles", server.data, self.folder / "tiles").stdout
                      + self.reeve("ledger", "tiles", server.data, out).stdout)
        other = self.start(data="other")
        other.decide()
        said = self.reeve("ledger", "tiles", other.data, out, code=3).stderr
        self.assertIn("ledger.tiles_of_another", said)


class Receipts(Proofs):
    def verify(self, *arguments, code=0):
        return self.reeve("receipt", "verify", *arguments, code=code).stdout

    def test_a_receipt_with_its_record_verifies_with_the_key_alone(self):
        server, answers = self.filled()
        vkey = (server.data / "vkey").read_text().strip()
        for answer in answers:
            index = answer["record"]["index"]
            receipt = self.write("r", server.get(f"/v1/ledger/receipt?id={answer['id']}&with=record"))
            self.assertEqual(receipt.read_text(), server.get(f"/v1/ledger/receipt?index={index}&with=record"))
            self.assertEqual(receipt.read_text(), self.reeve("ledger", "receipt", server.data, "--index", index, "--with-record").stdout)
            self.assertIn("proven: the log has this record", self.verify(receipt, "--key", vkey))
            said = json.loads(self.verify(receipt, "--key", server.data / "vkey", "--json"))
            self.assertEqual((said["ok"], said["index"], said["leaf_hash"], said["record"]["id"]),
                             (True, index, answer["record"]["leaf_hash"], answer["id"]))

    def test_a_receipt_without_it_is_given_the_record_or_its_leaf(self):
        server, answers = self.filled(3)
        vkey = (server.data / "vkey").read_text().strip()
        answer, other = answers[1], answers[2]
        leaf = answer["record"]["leaf_hash"]
        receipt = self.write("r", server.get(f"/v1/decisions/{answer['id']}/receipt"))
        self.assertEqual(receipt.read_text(), server.get(f"/v1/ledger/receipt?leaf_hash={leaf}"))
        self.assertEqual(receipt.read_text(), self.reeve("ledger", "receipt", server.data, "--leaf", leaf).stdout)
        self.assertEqual(receipt.read_text(), self.reeve("ledger", "receipt", server.data, "--id", answer["id"]).stdout)
        self.assertIn("receipt.no_record", self.reeve("receipt", "verify", receipt, "--key", vkey, code=3).stderr)
        self.verify(receipt, "--key", vkey, "--leaf", leaf)
        shown = self.write("shown", self.reeve("ledger", "show", server.data, answer["record"]["index"]).stdout)
        answered = self.write("answered", server.get(f"/v1/decisions/{answer['id']}"))
        for record in (shown, answered):
            self.verify(receipt, "--key", vkey, "--record", record)
        self.assertIn("NOT PROVEN", self.verify(receipt, "--key", vkey, "--leaf", other["record"]["leaf_hash"], code=1))
        wrong = self.write("wrong", server.get(f"/v1/decisions/{other['id']}"))
        self.assertIn("receipt.index", self.verify(receipt, "--key", vkey, "--record", wrong, code=1))
        changed = self.write("changed", shown.read_text().replace('"default"', '"other"'))
        self.assertIn("ledger.proof", self.verify(receipt, "--key", vkey, "--record", changed, code=1))

    def test_every_byte_of_a_receipt_counts(self):
        server, answers = self.filled(2)
        vkey = (server.data / "vkey").read_text().strip()
        whole = server.get(f"/v1/ledger/receipt?id={answers[0]['id']}").encode()
        leaf = answers[0]["record"]["leaf_hash"]
        for at in range(0, len(whole), 23):
            path = self.folder / "changed"
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
            self.verify(path, "--key", vkey, "--leaf", leaf, code=1)
        said = json.loads(self.verify(path, "--key", vkey, "--leaf", leaf, "--json", code=1))
        self.assertFalse(said["ok"])

    def test_wrong_questions_are_named(self):
        server, answers = self.filled(1)
        size = int(server.get("/log/checkpoint").splitlines()[1])
        for query, status in [("", 400), ("index=-1", 400), ("index=1&id=x", 400), ("index=01", 400), ("leaf_hash=00", 400),
                              ("index=0&with=all", 400), ("index=0&under=all", 400), (f"index={size}", 404), ("id=d-none", 404),
                              ("leaf_hash=" + "0" * 64, 404), ("index=0&under=cosigned", 404)]:
            got, text = server.call("GET", "/v1/ledger/receipt?" + query)
            self.assertEqual(got, status, (query, text))
        for query, status in [("", 400), ("old=x", 400), ("old=3&size=2", 400), (f"old=0&size={size + 1}", 400)]:
            got, text = server.call("GET", "/v1/ledger/consistency?" + query)
            self.assertEqual(got, status, (query, text))
        self.reeve("receipt", "verify", "x", code=2)
        self.reeve("receipt", "verify", "x", "--key", "k", "--policy", "p", code=2)
        self.reeve("ledger", "receipt", server.data, code=2)
        self.assertIn("ledger.vkey", self.reeve("receipt", "verify", "x", "--key", "k", code=3).stderr)
        self.assertIn("ledger.not_found", self.reeve("ledger", "receipt", server.data, "--index", size, code=3).stderr)
        self.assertIn("ledger.out_of_range", self.reeve("ledger", "consistency", server.data, 0, size + 1, code=3).stderr)

    def test_sizes_are_consistent(self):
        server, _ = self.filled(9)
        size = int(server.get("/log/checkpoint").splitlines()[1])
        for old in range(size + 1):
            proof = json.loads(server.get(f"/v1/ledger/consistency?old={old}"))
            self.assertEqual((proof["old_size"], proof["size"], proof["checkpoint"]), (old, size, server.get("/log/checkpoint")))
            self.assertEqual(proof, json.loads(self.reeve("ledger", "consistency", server.data, old).stdout))
        self.assertEqual(json.loads(server.get("/v1/ledger/consistency?old=0&size=0"))["root"], hashlib.sha256(b"").hexdigest())


if __name__ == "__main__":
    run_module()
