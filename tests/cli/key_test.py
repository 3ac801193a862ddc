"""`reeve key new`, and a log that begins under such a key."""
import base64
import hashlib
import json
import os
import stat
import subprocess

from harness import CliTest, run_module


def key_id(name, key):
    """C2SP signed-note: of the name, a newline, the type and the public key."""
    return hashlib.sha256(name.encode() + b"\n\x01" + key).hexdigest()[:8]


class Key(CliTest):
    def test_the_file_is_secret_and_the_public_line_belongs_to_it(self):
        os.umask(0)  # even so
        self.addCleanup(os.umask, 0o022)
        file = self.folder / "signing.key"
        vkey = self.reeve("key", "new", "--origin", "example.org/log", file).stdout
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        name, identity, encoded = vkey.rstrip("\n").split("+", 2)
        key = base64.b64decode(encoded)
        self.assertEqual((name, key[0], len(key)), ("example.org/log", 1, 33))
        self.assertEqual(identity, key_id(name, key[1:]))
        # OpenSSL reads the file and finds the same public key in it.
        der = subprocess.run(["openssl", "pkey", "-in", file, "-pubout", "-outform", "DER"], check=True,
                             capture_output=True).stdout
        self.assertEqual(der[-32:], key[1:])

    def test_a_key_is_never_overwritten(self):
        file = self.folder / "signing.key"
        self.reeve("key", "new", "--origin", "example.org/log", file)
        before = file.read_bytes()
        done = self.reeve("key", "new", "--origin", "example.org/log", file, code=3)
        self.assertIn("never overwritten", done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(file.read_bytes(), before)

    def test_a_link_that_leads_nowhere_is_not_followed_or_replaced_in_silence(self):
        link = self.folder / "signing.key"
        link.symlink_to(self.folder / "elsewhere")
        self.reeve("key", "new", "--origin", "example.org/log", link, code=3)
        self.assertFalse((self.folder / "elsewhere").exists())

    def test_two_keys_differ(self):
        made = {self.reeve("key", "new", "--origin", "a", self.folder / name).stdout for name in "xy"}
        self.assertEqual(len(made), 2)

    def test_a_name_that_cannot_name_a_log_is_refused(self):
        for name in ["a b", "a+b", "", "a\nb", "a\u00a0b"]:
            with self.subTest(name):
                self.assertIn("cannot name a log",
                              self.reeve("key", "new", "--origin", name, self.folder / "k", code=3).stderr)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_folder_that_is_not_there(self):
        self.assertIn("nowhere", self.reeve("key", "new", "--origin", "a", self.folder / "nowhere/k", code=3).stderr)

    def test_a_log_begins_under_the_key(self):
        data = self.folder / "data"
        data.mkdir()
        vkey = self.reeve("key", "new", "--origin", "example.org/log", data / "signing.key").stdout
        server = self.start("--origin", "example.org/log")
        server.decide()
        self.assertEqual(server.stop(), 0)
        self.assertEqual((data / "vkey").read_text(), vkey)
        self.reeve("ledger", "verify", data, "--key", vkey.strip())

    # Encrypted files --------------------------------------------------------------------------------

    def test_an_encrypted_key_is_opened_by_its_passphrase_alone_by_us_and_by_openssl(self):
        file = self.folder / "data/signing.key"
        file.parent.mkdir()
        secret = self.write("passphrase", "correct horse\n")
        self.reeve("key", "new", "--origin", "example.org/log", "--encrypt", "--passphrase-file", secret, file)
        self.assertTrue(file.read_text().startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
        subprocess.run(["openssl", "pkey", "-in", file, "-passin", f"file:{secret}", "-noout"], check=True)
        wrong = self.write("wrong", "incorrect horse\n")
        serve = ("serve", "--data", self.folder / "data", "--port", "0", "--origin", "example.org/log")
        for options, said in (((), "is encrypted"), (("--passphrase-file", wrong), "does not open")):
            done = self.reeve(*serve, *options, code=3)
            self.assertIn(said, done.stderr)
            self.assertIn("key.passphrase", done.stderr)
            self.assertNotIn("horse", done.stdout + done.stderr)
        server = self.start("--origin", "example.org/log", "--passphrase-file", secret)
        server.decide()
        self.assertEqual(server.stop(), 0)
        self.assertNotIn("horse", server.errors())

    def test_a_passphrase_that_is_short_empty_or_not_needed_is_refused(self):
        short = self.write("short", "seven77\n")
        empty = self.write("empty", "\n")
        for file in (short, empty):
            self.assertIn("key.passphrase", self.reeve(
                "key", "new", "--name", "a", "--encrypt", "--passphrase-file", file, self.folder / "k", code=3).stderr)
        self.assertFalse((self.folder / "k").exists())
        self.assertIn("--passphrase-file", self.reeve(
            "key", "new", "--name", "a", "--encrypt", self.folder / "k", code=3).stderr)

    def test_a_key_file_is_put_under_a_passphrase_later(self):
        file = self.folder / "k"
        self.reeve("key", "new", "--name", "a", file)
        secret = self.write("passphrase", "correct horse\n")
        self.reeve("key", "encrypt", file, "--new-passphrase-file", secret)
        self.assertIn("ENCRYPTED", file.read_text())
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        self.assertIn("is encrypted", self.reeve("key", "encrypt", file, "--new-passphrase-file", secret, code=3).stderr)

    # Rotation ---------------------------------------------------------------------------------------

    def rotated(self, *options):
        server = self.start("--origin", "example.org/log")
        server.decide()
        self.assertEqual(server.stop(), 0)
        data = self.folder / "data"
        old = (data / "vkey").read_text().strip()
        pem = (data / "signing.key").read_bytes()
        new = self.reeve("key", "rotate", data, "--by", "Ada Example", "--reason", "yearly", *options).stdout.strip()
        return data, old, new, pem

    def test_a_log_goes_on_under_its_next_key_and_verifies_from_either(self):
        data, old, new, pem = self.rotated()
        self.assertNotEqual(old, new)
        self.assertEqual((data / "vkey").read_text().strip(), new)
        self.assertNotEqual((data / "signing.key").read_bytes(), pem)
        self.assertEqual(stat.S_IMODE((data / "signing.key").stat().st_mode), 0o600)
        self.assertFalse((data / "signing.key.next").exists())
        server = self.start()
        server.decide()
        self.assertEqual(server.stop(), 0)
        for key in (old, new):
            self.assertIn("whole", self.reeve("ledger", "verify", data, "--deep", "--key", key).stdout)
        keys = json.loads(self.reeve("key", "list", data, "--json").stdout)["keys"]
        self.assertEqual([key["vkey"] for key in keys], [old, new])
        self.assertEqual(keys[0]["until_size"], keys[1]["from_size"])
        self.assertIn(new, self.reeve("key", "list", data).stdout)
        # The private halves are in no record, no export and no message.
        self.reeve("ledger", "export", data, self.folder / "out")
        secret = b"".join(pem.split(b"\n")[1:-2])
        for file in (self.folder / "out").rglob("*"):
            if file.is_file():
                self.assertNotIn(secret, file.read_bytes())

    def test_the_old_key_opens_the_log_no_more(self):
        data, _, _, pem = self.rotated()
        (data / "signing.key").write_bytes(pem)
        self.assertIn("ledger.wrong_key", self.reeve("serve", "--data", data, "--port", "0", code=3).stderr)

    def test_a_rotation_that_was_cut_off_is_ended_by_the_next_start(self):
        data, _, new, pem = self.rotated()
        # As after the record, and before the file had its name.
        os.rename(data / "signing.key", data / "signing.key.next")
        (data / "signing.key").write_bytes(pem)
        server = self.start()
        server.decide()
        self.assertEqual(server.stop(), 0)
        self.assertFalse((data / "signing.key.next").exists())
        self.assertEqual((data / "vkey").read_text().strip(), new)
        # As before the record: another key that the log never had.
        self.reeve("key", "new", "--name", "example.org/log", data / "signing.key.next")
        server = self.start()
        server.decide()
        self.assertEqual(server.stop(), 0)
        self.assertFalse((data / "signing.key.next").exists())
        self.reeve("ledger", "verify", data, "--key", new)

    def test_a_stolen_key_is_revoked_with_its_window(self):
        data, old, new, _ = self.rotated("--compromised-from", "2026-01-01T00:00:00Z")
        done = self.reeve("ledger", "verify", data, "--key", new)
        self.assertIn("REVOKED", done.stdout)
        self.assertIn("doubtful", done.stdout)
        refused = self.reeve("key", "revoke", data, "--key", new, "--by", "Ada Example", "--reason", "x", code=3)
        self.assertIn("key.active", refused.stderr)
        self.reeve("key", "revoke", data, "--key", old, "--by", "Ada Example", "--reason", "again",
                   "--compromised-from", "2026-01-01T00:00:00Z", "--compromised-until", "2026-01-02T00:00:00Z")
        self.assertNotIn("doubtful", self.reeve("ledger", "verify", data, "--key", new).stdout)

    def test_a_running_server_keeps_its_key(self):
        self.start("--origin", "example.org/log")
        before = (self.folder / "data/signing.key").read_bytes()
        done = self.reeve("key", "rotate", self.folder / "data", "--by", "Ada Example", "--reason", "x", code=3)
        self.assertIn("ledger.locked", done.stderr)
        self.assertEqual((self.folder / "data/signing.key").read_bytes(), before)
        self.assertFalse((self.folder / "data/signing.key.next").exists())

    def test_a_folder_without_a_log_has_no_key_to_replace(self):
        self.assertIn("data.none", self.reeve("key", "rotate", self.folder / "no", "--by", "A", "--reason", "x", code=3).stderr)
        self.assertFalse((self.folder / "no").exists())


if __name__ == "__main__":
    run_module()
