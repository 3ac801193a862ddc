"""A disk that fails under a running server: what it answers, what /readyz says, how it recovers."""
import json
import resource
import shutil
import subprocess

from harness import REEVE, CliTest, request, run_module


class Faults(CliTest):
    def test_a_write_that_fails_stops_the_log_and_loses_nothing(self):
        server = self.start()
        before = [server.decide() for _ in range(3)]
        self.assertTrue(json.loads(server.get("/readyz"))["ready"])
        # From here on every write past the first byte of a file fails, as on a full disk.
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        for _ in range(2):
            status, text = server.call("POST", "/v1/decisions", json.dumps(request()))
            self.assertEqual((status, json.loads(text)["code"]), (503, "ledger.stopped"))
            self.assertNotIn("effect", json.loads(text))  # no answer without a record: a denial
        status, text = server.call("GET", "/readyz")
        self.assertEqual(status, 503)
        self.assertIn("File too large", text)
        self.assertIn("ulimit -f", text)
        self.assertEqual(server.get("/livez"), "ok\n")
        # What was acknowledged is still proven; and the disk being well again changes nothing.
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE,
                         (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        for decision in before:
            self.assertIn("tlog-proof", server.get(f"/v1/decisions/{decision['id']}/receipt"))
        status, _ = server.call("POST", "/v1/decisions", json.dumps(request()))
        self.assertEqual(status, 503)
        self.assertEqual(server.stop(), 0)
        # Started again it goes on.
        server = self.start()
        self.assertTrue(json.loads(server.get("/readyz"))["ready"])
        for decision in before:
            self.assertIn("tlog-proof", server.get(f"/v1/decisions/{decision['id']}/receipt"))
        server.decide()
        server.stop()
        self.reeve("ledger", "verify", server.data)
        self.assertIn("healthy", self.reeve("ledger", "doctor", server.data).stdout)

    def test_the_doctor_names_a_damaged_file_and_what_to_do(self):
        server = self.start()
        server.decide()
        server.stop()
        tables = sorted((server.data / "ledger").glob("*.sst"), key=lambda path: path.stat().st_size)
        text = bytearray(tables[-1].read_bytes())
        text[len(text) // 3] ^= 0x10
        tables[-1].write_bytes(text)
        said = self.reeve("ledger", "doctor", server.data, code=1).stdout
        self.assertIn(tables[-1].name, said)
        self.assertIn("do: ", said)
        found = json.loads(self.reeve("ledger", "doctor", server.data, "--json", code=1).stdout)
        self.assertFalse(found["healthy"])
        self.assertTrue(all(complaint["remedy"] for complaint in found["complaints"]))
        self.reeve("ledger", "doctor", self.folder / "none", code=3)

    def test_the_doctor_restores_from_an_export_what_it_can_prove(self):
        server = self.start()
        for _ in range(3):
            server.decide()
        server.stop()
        export = self.folder / "export"
        self.reeve("ledger", "export", server.data, export)
        for table in (server.data / "ledger").glob("*.sst"):
            table.write_bytes(b"gone")
        self.reeve("ledger", "verify", server.data, code=3)
        new = self.folder / "new"
        said = self.reeve("ledger", "doctor", server.data, "--restore", new, "--from", export,
                          "--key", export / "vkey").stdout
        self.assertIn("complete", said)
        for name in ["token", "signing.key", "commitment.key"]:
            shutil.copy(server.data / name, new / name)
        again = self.start(data="new")
        again.decide()
        again.stop()
        self.reeve("ledger", "verify", new, "--key", export / "vkey")
        # Without the copy there is nothing.
        self.assertIn("salvage.nothing", self.reeve(
            "ledger", "doctor", server.data, "--restore", self.folder / "none", code=3).stderr)

    def test_a_second_server_on_the_folder_is_refused(self):
        server = self.start()
        done = subprocess.run([REEVE, "serve", "--data", str(server.data), "--port", "0"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn("ledger.locked", done.stderr)
        server.decide()


if __name__ == "__main__":
    run_module()
