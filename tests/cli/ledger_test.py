"""`reeve ledger`: export, show, verify, rebuild; and the same proofs by tools that are not ours."""
import hashlib
import http.client
import json
import subprocess
import threading

import foreign
from harness import REQUESTS, CliTest, request, run_module


class Ledger(CliTest):
    def filled(self, count=23):
        """A data folder in which a server made decisions, and what it answered."""
        server = self.start()
        answers = [server.decide(**REQUESTS[n % len(REQUESTS)]) for n in range(count)]
        return server, answers

    def export(self, data, name="export"):
        out = self.folder / name
        self.reeve("ledger", "export", data, out)
        return out


class Foreign(Ledger):
    def test_an_export_verifies_with_python_and_openssl(self):
        server, answers = self.filled()
        out = self.export(server.data)
        records = (out / "records.jsonl").read_bytes().split(b"\n")
        self.assertEqual(records.pop(), b"")
        leaves = [foreign.leaf_hash(record) for record in records]
        self.assertEqual([leaf.hex() for leaf in leaves], (out / "leaves").read_text().split())
        vkey = (server.data / "vkey").read_text()
        self.assertEqual((out / "vkey").read_text(), vkey)
        size, root = foreign.open_checkpoint((out / "checkpoint").read_text(), vkey)
        self.assertEqual((size, root), (len(records), foreign.tree_root(leaves)))
        previous, last = "0" * 64, ""
        for index, record in enumerate(records):
            parsed = json.loads(record)
            self.assertEqual((parsed["index"], parsed["prev"]), (index, previous))
            self.assertGreaterEqual(parsed["time"], last)
            previous, last = leaves[index].hex(), parsed["time"]
        for blob in (out / "blobs").iterdir():
            self.assertEqual(hashlib.sha256(blob.read_bytes()).hexdigest(), blob.name)
        for answer in answers:
            self.assertEqual(leaves[answer["record"]["index"]].hex(), answer["record"]["leaf_hash"])
            self.assertEqual(json.loads(records[answer["record"]["index"]])["id"], answer["id"])
            self.assertTrue((out / "blobs" / answer["bundle"].removeprefix("sha256:")).exists())

    def test_records_are_canonical(self):
        server, _ = self.filled()
        for line in (self.export(server.data) / "records.jsonl").read_text(encoding="utf-8").splitlines():
            # True of RFC 8785 where keys are ASCII and numbers are short, as they are here.
            self.assertEqual(line, json.dumps(json.loads(line), sort_keys=True, separators=(",", ":"), ensure_ascii=False))

    def test_every_receipt_verifies_with_python_and_openssl(self):
        server, answers = self.filled()
        vkey = (server.data / "vkey").read_text()
        for answer in answers:
            receipt = server.get(f"/v1/decisions/{answer['id']}/receipt")
            found = json.loads(server.get(f"/v1/decisions/{answer['id']}"))
            shown = server.get(f"/v1/decisions/{answer['id']}")
            record = shown[shown.index('"record":') + len('"record":'):-1].encode()
            self.assertEqual(foreign.leaf_hash(record).hex(), found["leaf_hash"])
            self.assertEqual(found["leaf_hash"], answer["record"]["leaf_hash"])
            self.assertEqual(foreign.check_receipt(receipt, record, vkey), answer["record"]["index"])

    def test_the_foreign_tools_refuse_what_is_wrong(self):
        server, answers = self.filled(9)
        vkey = (server.data / "vkey").read_text()
        receipt = server.get(f"/v1/decisions/{answers[4]['id']}/receipt")
        shown = server.get(f"/v1/decisions/{answers[4]['id']}")
        record = shown[shown.index('"record":') + len('"record":'):-1].encode()
        self.assertEqual(foreign.check_receipt(receipt, record, vkey), answers[4]["record"]["index"])
        size = receipt.partition("\n\n")[2].splitlines()[1]
        for bad in [(receipt, record.replace(b"decision", b"decisiom", 1), vkey),
                    (receipt.replace("index 7", "index 6"), record, vkey),
                    (receipt.replace(f"\n{size}\n", f"\n{int(size) - 1}\n"), record, vkey)]:
            with self.assertRaises(AssertionError):
                foreign.check_receipt(*bad)

    def test_the_commands_in_the_exports_readme_run(self):
        server, _ = self.filled(3)
        out = self.export(server.data)
        readme = (out / "README.txt").read_text()
        self.assertTrue(all(len(line) <= 100 for line in readme.splitlines()))
        commands = [line.strip() for line in readme.splitlines() if "sha256sum" in line and "printf" in line or
                    line.strip().startswith("sed ")]
        said = subprocess.run(["sh", "-ec", "\n".join(commands)], cwd=out, capture_output=True, check=True,
                              text=True).stdout
        self.assertEqual(said.count((out / "leaves").read_text().split()[2]), 2, said)


class Commands(Ledger):
    def test_verify_says_what_it_checked_and_where_the_key_came_from(self):
        server, _ = self.filled()
        out = self.export(server.data)
        for folder in (server.data, out):
            said = self.reeve("ledger", "verify", folder).stdout
            self.assertIn("from the folder itself", said)
            self.assertIn("whole: every record is as it was signed", said)
            for key in (server.data / "vkey", (server.data / "vkey").read_text().strip()):
                said = self.reeve("ledger", "verify", folder, "--key", key).stdout
                self.assertIn("given by you", said)

    def test_verify_works_beside_a_running_server_and_after_it(self):
        server, _ = self.filled(5)
        self.reeve("ledger", "verify", server.data)
        size = server.decide()["record"]["index"] + 1
        self.reeve("ledger", "verify", server.data)
        self.assertEqual(server.stop(), 0)
        self.assertIn(f"size {size},", self.reeve("ledger", "verify", server.data).stdout)

    def test_verify_and_export_see_no_fault_while_a_server_appends(self):
        server, stop = self.start(), threading.Event()

        def client():
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            headers = {"Authorization": f"Bearer {server.token}", "Content-Type": "application/json"}
            while not stop.is_set():
                connection.request("POST", "/v1/decisions", json.dumps(request()), headers)
                connection.getresponse().read()
                stop.wait(0.01)  # else the log outgrows its verification
            connection.close()

        threads = [threading.Thread(target=client) for _ in range(8)]
        for thread in threads:
            thread.start()
        try:
            for number in range(15):
                self.reeve("ledger", "verify", server.data, "--key", server.data / "vkey")
                if number % 5 == 0:
                    self.reeve("ledger", "verify", self.export(server.data, f"export-{number}"))
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        self.assertEqual(server.stop(), 0)
        self.reeve("ledger", "verify", server.data)

    def test_a_checkpoint_kept_from_earlier_is_found_again(self):
        server, _ = self.filled(5)
        earlier = self.export(server.data, "one") / "checkpoint"
        for _ in range(7):
            server.decide()
        out = self.export(server.data, "two")
        for folder in (server.data, out):
            self.reeve("ledger", "verify", folder, "--checkpoint", earlier)
        # A log that never had it: another one, under the same name and key.
        self.assertEqual(server.stop(), 0)
        other = self.folder / "other"
        other.mkdir()
        for name in ["signing.key", "origin"]:
            (other / name).write_bytes((server.data / name).read_bytes())
        rewritten = self.start(data="other")
        for _ in range(12):
            rewritten.decide()
        said = self.reeve("ledger", "verify", self.export(other, "three"), "--checkpoint", earlier, code=1).stdout
        self.assertIn("earlier", said)

    def test_verify_of_what_is_no_ledger(self):
        (self.folder / "empty").mkdir()
        for folder in ("empty", "nowhere"):
            for command in (["verify"], ["show"], ["rebuild"], ["export"]):
                more = {"show": ["0"], "export": [self.folder / "out"]}.get(command[0], [])
                done = self.reeve("ledger", *command, self.folder / folder, *more, code=3)
                self.assertIn(folder, done.stderr)
        self.assertFalse((self.folder / "out").exists())
        self.assertEqual(list((self.folder / "empty").iterdir()), [])

    def test_a_key_that_is_none_is_refused(self):
        server, _ = self.filled(1)
        vkey = (server.data / "vkey").read_text().strip()
        for bad in ["garbage", vkey[:-4], vkey.replace("+", "x", 1), ""]:
            if bad:
                self.assertIn("ledger.vkey", self.reeve("ledger", "verify", server.data, "--key", bad, code=3).stderr)

    def test_show_prints_the_record_and_its_leaf_hash(self):
        server, answers = self.filled(4)
        for answer in answers:
            done = self.reeve("ledger", "show", server.data, answer["record"]["index"])
            record = json.loads(done.stdout)
            self.assertEqual((record["id"], record["index"]), (answer["id"], answer["record"]["index"]))
            self.assertEqual(done.stderr, f"leaf hash {answer['record']['leaf_hash']}\n")
            canonical = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            self.assertEqual(foreign.leaf_hash(canonical).hex(), answer["record"]["leaf_hash"])
        done = self.reeve("ledger", "show", server.data, 99, code=3)
        self.assertIn("there is no record `99`", done.stderr)

    def test_an_export_does_not_write_over_anything(self):
        server, _ = self.filled(1)
        out = self.export(server.data)
        self.assertIn("not empty", self.reeve("ledger", "export", server.data, out, code=3).stderr)
        file = self.write("file", "mine")
        self.reeve("ledger", "export", server.data, file, code=3)
        self.assertEqual(file.read_text(), "mine")
        (self.folder / "empty").mkdir()
        self.reeve("ledger", "export", server.data, self.folder / "empty")

    def test_rebuild_proves_the_state(self):
        server, _ = self.filled()
        self.assertEqual(server.stop(), 0)
        for more in ([], ["--write"], []):
            self.assertIn("equal to the fold over the log", self.reeve("ledger", "rebuild", server.data, *more).stdout)
        self.reeve("ledger", "verify", server.data)

    def test_a_held_decision_names_its_approval_and_both_are_recorded(self):
        server = self.start()
        answer = server.decide(**REQUESTS[4])
        self.assertEqual(answer["effect"], "hold")
        out = self.export(server.data)
        records = [json.loads(line) for line in (out / "records.jsonl").read_text(encoding="utf-8").splitlines()]
        kinds = {record["id"]: record["kind"] for record in records}
        self.assertEqual(kinds[answer["id"]], "decision")
        self.assertTrue(kinds[answer["approval"]["id"]].startswith("approval."), kinds)


if __name__ == "__main__":
    run_module()
