"""`reeve key new`, and a log that begins under such a key."""
import base64
import hashlib
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


if __name__ == "__main__":
    run_module()
