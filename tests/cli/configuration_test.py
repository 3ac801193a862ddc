"""The settings of a server: command line, environment, file, what is built in; and how they are told."""
import json
import os
import re
import subprocess

from harness import PATIENCE, REEVE, SOURCE, CliTest, Server, run_module


class Configuration(CliTest):
    def show(self, *arguments, code=0, **variables):
        """The settings by name, as `config show --json` tells them."""
        done = subprocess.run([REEVE, "config", "show", "--json", *map(str, arguments)], capture_output=True, text=True,
                              env={**os.environ, **variables}, timeout=PATIENCE, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        if code:
            return done.stderr
        self.answer = json.loads(done.stdout)
        return {each["name"]: (each["values"], each["source"], each.get("place")) for each in self.answer["settings"]}

    def test_the_command_line_goes_before_the_environment_the_file_and_what_is_built_in(self):
        path = self.write("reeve.yaml", "port: 9001\nqueue: 11\n\nhost: 127.0.0.1\ngoverned: true\n")
        all_four = self.show("--config", path, "--", "--port", 9003,
                             REEVE_SERVE_PORT="9002", REEVE_SERVE_QUEUE="12")
        self.assertEqual(all_four["port"], (["9003"], "command line", None))
        self.assertEqual(all_four["queue"], (["12"], "environment", "REEVE_SERVE_QUEUE"))
        self.assertEqual(all_four["host"], (["127.0.0.1"], "file", f"{path}:4"))
        self.assertEqual(all_four["governed"], (["true"], "file", f"{path}:5"))
        self.assertEqual(all_four["connections"], (["1024"], "default", None))
        self.assertEqual(all_four["public-log"], (["false"], "default", None))
        self.assertEqual(all_four["systems"], ([], "default", None))

    def test_every_option_of_serve_is_a_setting(self):
        options = re.findall(r"^  (?:-h,)?--([a-z0-9-]+)", self.reeve("serve", "--help").stdout, re.M)
        self.assertEqual(sorted(self.show()), sorted(set(options) - {"help"}))

    def test_a_server_does_as_the_file_says(self):
        data = self.folder / "elsewhere"
        path = self.write("reeve.yaml", f"data: {data}\npublic-log: true\nport: 1\n"
                                        "break-glass-person: [Ada Example, 'Bo Example']\n")
        # Server gives --data and --port, which go before those of the file.
        server = Server(self.folder / "data", "--config", path)
        self.addCleanup(server.kill)
        self.assertFalse(data.exists())
        server.decide()
        server.get("/log/checkpoint")

    def test_a_server_takes_the_environment_and_a_file_that_it_names(self):
        data = self.folder / "named"
        path = self.write("reeve.yaml", f"data: {data}\nport: 1\n")
        process = subprocess.Popen([REEVE, "serve"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   env={**os.environ, "REEVE_SERVE_CONFIG": str(path), "REEVE_SERVE_PORT": "0"})
        self.addCleanup(process.stdout.close)
        self.assertRegex(process.stdout.readline().decode(), r"^Reeve listens on http://127.0.0.1:\d{2,}\n$")
        process.terminate()
        self.assertEqual(process.wait(PATIENCE), 0)
        self.assertTrue((data / "ledger").is_dir())

    def test_lists_of_a_file_and_of_the_environment_keep_their_order(self):
        path = self.write("reeve.yaml", "break-glass-person:\n  - Example, Ada\n  - Bo\n")
        self.assertEqual(self.show("--config", path)["break-glass-person"][0], ["Example, Ada", "Bo"])
        shown = self.show("--config", path, REEVE_SERVE_BREAK_GLASS_PERSON="Cy;Example, Di;")
        self.assertEqual(shown["break-glass-person"],
                         (["Cy", "Example, Di"], "environment", "REEVE_SERVE_BREAK_GLASS_PERSON"))

    def test_a_flag_of_the_file_is_taken_back(self):
        path = self.write("reeve.yaml", "public-log: true\n")
        self.assertEqual(self.show("--config", path, REEVE_SERVE_PUBLIC_LOG="false")["public-log"][:2],
                         (["false"], "environment"))
        self.assertEqual(self.show("--config", path, "--", "--public-log=false")["public-log"][:2],
                         (["false"], "command line"))

    def test_mistakes_of_the_file_are_told_with_their_place_and_all_at_once(self):
        path = self.write("bad.yaml", "prot: 8484\nport: 99999\npoll: often\nqueue: [1, 2]\nhost: ''\ndata:\n"
                                      "governed: yes\npassphrase: hunter2\nconfig: other.yaml\ntrust: {a: b}\n")
        for arguments, code in [(["config", "check", path], 1), (["serve", "--config", path], 2)]:
            said = self.reeve(*arguments, code=code, cwd=self.folder).stderr
            for line, message in enumerate(
                    ["no setting `prot`; did you mean `port`?", "`port`: Value 99999 not in range", "`poll`: ",
                     "`queue`: it takes one value, and has 2", "`host` must be a text, not an empty one",
                     "`data` must be a text, not nothing", "`governed`: `yes` is neither `true` nor `false`",
                     "no setting `passphrase`; a secret stands in a file of its own", "no setting `config`",
                     "`trust` must be a text, not a map"], 1):
                self.assertRegex(said, rf"bad\.yaml:{line}:\d+: error: {re.escape(message)}")
            self.assertIn("\n     1 | prot: 8484\n", said)
            self.assertEqual([entry.name for entry in self.folder.iterdir()], ["bad.yaml"])

    def test_files_that_are_no_settings_are_refused(self):
        for text, said in [("- port\n", "must be a map"), ("port: 1\nport: 2\n", "port"), ("\tport: 1\n", "tab"),
                           ("port: &a 1\n", "anchor"), ("port: !!int 1\n", "tag"), ("port: 1\n---\nport: 2\n", "second"),
                           ("data: " + "x" * 5000 + "\n", "the most is 4096"), ("#" * 70_000, "file.too_large"),
                           ("break-glass-person: []\n", "1 to 256 values"), ("port: [[1]]\n", "not a list")]:
            path = self.write("bad.yaml", text)
            done = self.reeve("config", "check", path, code=None)
            self.assertIn(done.returncode, (1, 3), text[:40])
            self.assertIn(said, done.stderr)
        self.assertIn("file.not_found", self.reeve("config", "check", self.folder / "none.yaml", code=3).stderr)
        self.assertIn("file.not_found", self.reeve("serve", "--config", self.folder / "none.yaml", code=2).stderr)

    def test_mistakes_of_the_environment_name_the_variable(self):
        self.assertIn("`REEVE_SERVE_PROT`; did you mean `REEVE_SERVE_PORT`?", self.show(code=1, REEVE_SERVE_PROT="1"))
        self.assertIn("`REEVE_SERVE_PORT`: Value http", self.show(code=1, REEVE_SERVE_PORT="http"))
        self.assertIn("neither `true` nor", self.show(code=1, REEVE_SERVE_GOVERNED="1"))
        self.assertEqual(self.show(REEVE_SERVE_PORT="")["port"][1], "default")
        self.assertIn("--prot", self.show("--", "--prot", "1", code=2))

    def test_check_looks_at_what_the_file_names_and_at_all_together(self):
        for text, said in [("notifications: none.yaml\n", "none.yaml"), ("host: 0.0.0.0\n", "0.0.0.0"),
                           ("poll: 30s\n", "--poll and --max-bundle-age need --policies"),
                           ("cosign-every: soon\nwitnesses: none.policy\n", "none.policy")]:
            self.assertIn(said, self.reeve("config", "check", self.write("bad.yaml", text), code=1,
                                           cwd=self.folder).stderr)
        good = self.write("good.yaml", "port: 8485\nqueue: 100\n")
        self.assertIn("2 settings", self.reeve("config", "check", good).stdout)

    def test_secrets_are_set_or_unset(self):
        self.show(REEVE_KEY_PASSPHRASE="correct horse")
        self.assertEqual(self.answer["secrets"], {"REEVE_KEY_PASSPHRASE": "set"})
        self.show(REEVE_KEY_PASSPHRASE="")
        self.assertEqual(self.answer["secrets"], {"REEVE_KEY_PASSPHRASE": "unset"})
        done = subprocess.run([REEVE, "config", "show"], capture_output=True, text=True, check=True,
                              env={**os.environ, "REEVE_KEY_PASSPHRASE": "correct horse"})
        self.assertRegex(done.stdout, r"\nREEVE_KEY_PASSPHRASE +set ")
        self.assertNotIn("correct horse", done.stdout + done.stderr)

    def test_the_example_is_good_as_it_is_and_with_every_default_said(self):
        example = self.reeve("config", "example").stdout
        self.assertIn("0 settings", self.reeve("config", "check", self.write("all.yaml", example)).stdout)
        said = re.sub(r"^#([a-z-]+: [^\[\n]+)$", r"\1", example, flags=re.M)
        self.assertGreater(said.count("\nport: 8484\n"), 0)
        self.reeve("config", "check", self.write("said.yaml", said))
        shown = self.show("--config", self.folder / "said.yaml")
        self.assertEqual({name: values for name, (values, _, _) in shown.items() if name != "config"},
                         {name: values for name, (values, _, _) in self.show().items() if name != "config"})

    def test_the_document_has_the_example_as_it_is(self):
        document = (SOURCE / "docs/configuration.md").read_text()
        self.assertIn(f"```yaml\n{self.reeve('config', 'example').stdout}```", document,
                      "put the output of `reeve config example` into docs/configuration.md")


if __name__ == "__main__":
    run_module()
