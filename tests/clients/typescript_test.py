"""@reeve/client: compiled by TypeScript as strictly as it can, and run by node's own tests against a live
server; its middleware within the Vercel AI SDK. Skipped, with a word, where there is no node, or npm cannot
have the packages.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
sys.path.insert(0, str(SOURCE / "tests/cli"))
from harness import PATIENCE, CliTest, run_module  # noqa: E402

FOLDER = pathlib.Path(os.environ.get("REEVE_COMPAT_FOLDER", SOURCE / "build/compat")) / "typescript"
PACKAGES = {"typescript": "5.9.3", "ai": "7.0.173"}


def skip(why):
    print(f"skipped: {why}")
    sys.exit(0)


def fetch():
    """Fills FOLDER, once."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        skip("there is no node with npm")
    major = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    if int(re.match(r"v(\d+)", major).group(1)) < 20:
        skip(f"node {major.strip()} is older than 20")
    wanted = json.dumps({"private": True, "dependencies": PACKAGES})
    if (FOLDER / "fetched").exists() and (FOLDER / "fetched").read_text() == wanted:
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    (FOLDER / "package.json").write_text(wanted)
    npm = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1"],
                         cwd=FOLDER, capture_output=True, text=True, check=False)
    if npm.returncode != 0:
        said = npm.stderr.strip().splitlines()
        shutil.rmtree(FOLDER, ignore_errors=True)
        skip(f"the packages cannot be had here: {said[0] if said else 'npm failed'}")
    (FOLDER / "fetched").write_text(wanted)


class TypeScript(CliTest):
    def setUp(self):
        super().setUp()
        modules = self.folder / "node_modules"
        modules.mkdir()
        for each in (FOLDER / "node_modules").iterdir():
            (modules / each.name).symlink_to(each)
        shutil.copytree(SOURCE / "clients/typescript", self.folder / "client",
                        ignore=shutil.ignore_patterns("dist", "node_modules"))
        (modules / "@reeve").mkdir()
        (modules / "@reeve/client").symlink_to(self.folder / "client")
        self.node(FOLDER / "node_modules/typescript/bin/tsc", "-p", self.folder / "client")

    def node(self, *arguments, **environment):
        done = subprocess.run(["node", *map(str, arguments)], cwd=self.folder, capture_output=True, text=True,
                              env={**os.environ, **environment}, timeout=5 * PATIENCE, check=False)
        self.assertEqual(done.returncode, 0, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def test_the_client_and_its_middleware_do_as_their_tests_say(self):
        server = self.start()
        for file in sorted((HERE / "typescript").glob("*.test.mjs")):
            shutil.copy(file, self.folder)
            with self.subTest(file=file.name):
                said = self.node("--test", "--test-reporter=tap", self.folder / file.name,
                                 REEVE_URL=f"http://127.0.0.1:{server.port}", REEVE_TOKEN=server.token)
                self.assertRegex(said, r"# pass [1-9]")
                self.assertRegex(said, r"# skipped 0")

    def test_a_misspelt_field_does_not_compile(self):
        self.write("use.ts", """import { Client } from "@reeve/client";
const client = new Client({ url: "http://127.0.0.1:1", token: "t" });
client.call("listWaivers", { query: { sate: "active" } });
""")
        done = subprocess.run(["node", str(FOLDER / "node_modules/typescript/bin/tsc"), "--noEmit", "--strict", "--module",
                               "nodenext", "--target", "es2022", "use.ts"],
                              cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("sate", done.stdout)

    def test_it_needs_no_other_package(self):
        package = json.loads((SOURCE / "clients/typescript/package.json").read_text())
        self.assertNotIn("dependencies", package)
        for file in (SOURCE / "clients/typescript/src").glob("*.ts"):
            for place in re.findall(r'from "([^"]+)"', file.read_text()):
                if not place.startswith("//"):
                    self.assertTrue(place.startswith("./"), f"{file.name}: {place}")


if __name__ == "__main__":
    fetch()
    run_module()
