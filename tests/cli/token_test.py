"""A log whose key is in a PKCS#11 token, which it never leaves: SoftHSM."""
import os
import pathlib
import shutil
import stat
import subprocess
import unittest
import unittest.mock

from harness import CliTest, run_module

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "4711-example"


@unittest.skipUnless(pathlib.Path(MODULE).exists() and shutil.which("softhsm2-util"),
                     "skipped: softhsm2 is not installed")
class Token(CliTest):
    def setUp(self):
        super().setUp()
        (self.folder / "tokens").mkdir()
        (self.folder / "softhsm.conf").write_text(f"directories.tokendir = {self.folder / 'tokens'}\n")
        # C_SignInit of SoftHSM 2.6.1 never frees the curve's name, which is not for us to be told.
        mine = {"SOFTHSM2_CONF": str(self.folder / "softhsm.conf"),
                "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}
        patch = unittest.mock.patch.dict(os.environ, mine)
        patch.start()
        self.addCleanup(patch.stop)
        subprocess.run(["softhsm2-util", "--init-token", "--free", "--label", "reeve", "--so-pin", "12345678",
                        "--pin", PIN], check=True, capture_output=True)
        self.pin = self.folder / "pin"
        self.pin.write_text(PIN + "\n")
        self.data = self.folder / "data"
        self.data.mkdir(mode=0o700)

    def uri(self, label):
        return f"pkcs11:token=reeve;object={label}?module-path={MODULE}&pin-source={self.pin}"

    def test_a_log_lives_under_keys_of_a_token_and_its_private_key_is_nowhere(self):
        first = self.reeve("key", "new", "--origin", "example.org/log", "--pkcs11", self.uri("first"),
                           self.data / "signing.key").stdout.strip()
        self.assertEqual(stat.S_IMODE((self.data / "signing.key").stat().st_mode), 0o600)
        self.assertTrue((self.data / "signing.key").read_text().startswith("pkcs11:token=reeve;object=first?"))
        server = self.start("--origin", "example.org/log")
        for _ in range(3):
            server.decide()
        self.assertEqual(server.stop(), 0)
        second = self.reeve("key", "rotate", self.data, "--by", "Ada Example", "--reason", "yearly", "--pkcs11",
                            self.uri("second")).stdout.strip()
        self.assertNotEqual(first, second)
        server = self.start()
        server.decide()
        self.assertEqual(server.stop(), 0)
        for key in (first, second):
            self.assertIn("whole", self.reeve("ledger", "verify", self.data, "--deep", "--key", key).stdout)
        for file in self.data.rglob("*"):
            if file.is_file():
                self.assertFalse(PIN.encode() in file.read_bytes(), file)
        self.assertEqual([file.name for file in self.data.glob("*.key*") if b"PRIVATE" in file.read_bytes()], [])

    def test_a_key_in_a_file_is_replaced_by_one_in_a_token(self):
        server = self.start("--origin", "example.org/log")
        server.decide()
        self.assertEqual(server.stop(), 0)
        self.reeve("key", "rotate", self.data, "--by", "Ada Example", "--reason", "we have a token now", "--pkcs11",
                   self.uri("log-key"))
        server = self.start()
        server.decide()
        self.assertEqual(server.stop(), 0)
        self.assertIn("whole", self.reeve("ledger", "verify", self.data, "--deep").stdout)

    def test_what_is_wrong_is_named_and_nothing_is_left(self):
        self.reeve("key", "new", "--origin", "a", "--pkcs11", self.uri("one"), self.folder / "one.key")
        again = self.reeve("key", "new", "--origin", "a", "--pkcs11", self.uri("one"), self.folder / "two.key", code=3)
        self.assertIn("token.exists", again.stderr)
        self.assertFalse((self.folder / "two.key").exists())
        self.pin.write_text("0000-wrong\n")
        wrong = self.reeve("key", "new", "--origin", "a", "--pkcs11", self.uri("two"), self.folder / "two.key", code=3)
        self.assertIn("token.pin", wrong.stderr)
        self.assertNotIn("0000-wrong", wrong.stderr)
        secret = self.folder / "new-passphrase"
        secret.write_text("a passphrase\n")
        self.pin.write_text(PIN + "\n")
        kept = self.reeve("key", "encrypt", self.folder / "one.key", "--new-passphrase-file", secret, code=3)
        self.assertIn("key.kept", kept.stderr)

    def test_a_server_whose_token_is_gone_does_not_start(self):
        self.reeve("key", "new", "--origin", "example.org/log", "--pkcs11", self.uri("first"),
                   self.data / "signing.key")
        shutil.rmtree(self.folder / "tokens")
        (self.folder / "tokens").mkdir()
        started = self.reeve("serve", "--data", self.data, "--port", "0", "--origin", "example.org/log", code=3)
        self.assertIn("token.absent", started.stderr)


if __name__ == "__main__":
    run_module()
