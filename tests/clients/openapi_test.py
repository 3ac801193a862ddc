"""The OpenAPI document: that it is whole, that every route is in it and nothing else, and that the clients'
types are made from it."""
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
sys.path.insert(0, str(SOURCE / "tests/cli"))
from harness import CliTest, run_module  # noqa: E402

METHODS = ("get", "post", "put", "patch", "delete")
# How routes are written in api/access.cc, which has every one that is served.
ROW = re.compile(r'\{"(GET|POST)",\s*(?:"([^"]+)"|(\w+))')
# The proxy's patterns stand where they are bound.
GATEWAY = re.compile(r'constexpr char (\w+)\[\] =\s*"([^"]+)"')
# A value of each parameter in a path that its pattern takes.
VALUES = {"digest": "sha256:" + "0" * 64, "path": "0/000", "target": "t-1"}


def routes():
    """(method, pattern) of every route in the source, but for what a gateway passes on by any method."""
    text = (SOURCE / "api/access.cc").read_text(encoding="utf-8")
    named = dict(GATEWAY.findall((SOURCE / "api/gateway_routes.h").read_text(encoding="utf-8")))
    return sorted({(method.lower(), (pattern or named[name]).replace("\\\\", "\\"))
                   for method, pattern, name in ROW.findall(text)})


def texts_of(value, key):
    """Every value of that key, at any depth."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name == key and isinstance(each, str):
                yield each
            yield from texts_of(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each, key)


class OpenApi(CliTest):
    def setUp(self):
        super().setUp()
        self.server = self.start()
        status, text = self.server.call("GET", "/v1/openapi.json", token="none")
        self.assertEqual(status, 200)
        self.document = json.loads(text)

    def operations(self):
        """(method, path, the path with values in it)"""
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method not in item:
                    continue
                parameters = {}
                for each in item.get("parameters", []) + item[method].get("parameters", []):
                    each = self.resolved(each)
                    if each["in"] == "path":
                        choices = each["schema"].get("enum", [VALUES.get(each["name"], "x-1")])
                        parameters[each["name"]] = choices[0]
                self.assertEqual(set(parameters), set(re.findall(r"\{(\w+)\}", path)), path)
                yield method, path, re.sub(r"\{(\w+)\}", lambda found: parameters[found.group(1)], path)

    def resolved(self, value):
        if "$ref" not in value:
            return value
        at = self.document
        for part in value["$ref"].removeprefix("#/").split("/"):
            at = at[part]
        return at

    def test_it_is_3_1_and_every_reference_leads_somewhere(self):
        self.assertTrue(self.document["openapi"].startswith("3.1."))
        references = set(texts_of(self.document, "$ref"))
        for reference in references:
            self.resolved({"$ref": reference})
        for kind, members in self.document["components"].items():
            for name in members:
                if kind != "securitySchemes":
                    self.assertIn(f"#/components/{kind}/{name}", references, "nothing refers to it")
        ids = list(texts_of(self.document["paths"], "operationId"))
        self.assertEqual(len(ids), len(set(ids)))
        self.assertEqual(len(ids), len(list(self.operations())))

    def test_every_route_is_described(self):
        described = [(method, sample) for method, _, sample in self.operations()]
        found = routes()
        self.assertGreater(len(found), 60)
        for method, pattern in found:
            whole = re.compile(pattern)
            self.assertTrue(any(method == other and whole.fullmatch(sample) for other, sample in described),
                            f"{method} {pattern} is in no path of docs/api/openapi.yaml")

    def test_everything_described_is_there(self):
        patterns = [(method, re.compile(pattern)) for method, pattern in routes()]
        for method, path, sample in self.operations():
            with self.subTest(method=method, path=path):
                self.assertTrue(any(method == other and pattern.fullmatch(sample) for other, pattern in patterns))
                if "/events" in path:  # which would be followed without an end
                    continue
                if "Proxy" in json.dumps(self.document["paths"][path]):  # this server is none
                    continue
                body = "{}" if method != "get" else None
                _, text = self.server.call(method.upper(), sample, body, token="none")
                self.assertNotIn('"http.not_found"', text)
                self.assertNotIn('"http.method"', text)

    def test_the_clients_types_are_made_from_it(self):
        path = self.write("openapi.json", json.dumps(self.document))
        done = subprocess.run([sys.executable, "-B", SOURCE / "clients/generate.py", path, "--check"],
                              capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        changed = json.loads(path.read_text())
        changed["components"]["schemas"]["Decision"]["properties"]["new"] = {"type": "string"}
        path.write_text(json.dumps(changed))
        done = subprocess.run([sys.executable, "-B", SOURCE / "clients/generate.py", path, "--check"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("clients/python/reeve/schema.py is not up to date", done.stdout)


if __name__ == "__main__":
    run_module()
