#!/usr/bin/env python3
"""Decisions a second over HTTP, beside Open Policy Agent's server with the same rules.

  GOBIN=/tmp/opa go install github.com/open-policy-agent/opa@v1.22.3
  python3 bench/opa_bench.py --opa /tmp/opa/opa

Both servers have 100 rules, one a tool: deny above an amount. Both are asked by the same client (wrk, one thread)
for the same actions, of which one in four is denied, and both keep a log of every decision on this disk: OPA its
console decision log in a file, as it comes; Reeve its ledger, signed, and synced before each answer. The servers
take turns; medians of the runs, and the ratio of each pair. Reeve runs its detectors over the tool's arguments as
ever, which OPA has none of. It asks both for one allowed and one denied action first, and stops where they differ.
"""
import argparse
import json
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

SOURCE = pathlib.Path(__file__).resolve().parents[1]
RULES = 100
LIMIT = 500
BUNDLE = "apiVersion: reeve/v1\nkind: Bundle\ntitle: A bench\ndefault: allow\n"


def reeve_policy():
    rules = "".join(f"  - id: limit-{i}\n    when: action.tool == \"tool-{i}\" && action.amount > {LIMIT + i}.0\n"
                    f"    effect: deny\n    reason: Too much for tool {i}.\n" for i in range(RULES))
    return ("apiVersion: reeve/v1\nkind: Policy\nmetadata: { id: limits, title: Limits of tools, owner: bench }\n"
            f"scope: {{ stages: [tool_call] }}\nrules:\n{rules}")


def rego_policy():
    rules = "".join(f'deny contains "Too much for tool {i}." if {{\n\tinput.stage == "tool_call"\n'
                    f'\tinput.action.tool == "tool-{i}"\n\tinput.action.amount > {LIMIT + i}\n}}\n\n'
                    for i in range(RULES))
    return ("package reeve\n\nimport rego.v1\n\n" + rules +
            'default effect := "allow"\n\neffect := "deny" if count(deny) > 0\n\n'
            'decision := {"effect": effect, "reasons": deny}\n')


def request(i, amount):
    return {"interaction": f"i-{i}", "stage": "tool_call", "system": "demo-assistant",
            "actor": {"id": "u-1", "roles": ["employee"]},
            "action": {"kind": "tool", "tool": f"tool-{i * 7 % RULES}", "amount": amount,
                       "arguments": {"order": f"o-{i}", "note": "The customer asks for it back."}}}


def bodies():
    return [request(i, 900 if i % 4 == 0 else 40) for i in range(16)]


def script(path, texts, token):
    listed = ",\n".join(f"[==[{text}]==]" for text in texts)
    path.write_text(f"""local bodies = {{ {listed} }}
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer {token}"
local n = 0
request = function()
  n = n + 1
  return wrk.format("POST", nil, nil, bodies[n % #bodies + 1])
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %f %f %f %d\\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, e.connect + e.read + e.write + e.status + e.timeout))
end
""", encoding="utf-8")


def load(path, url, connections, seconds):
    said = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", path, url],
                          capture_output=True, text=True, check=True).stdout
    rate, median, p99, errors = re.search(r"RESULT (\S+) (\S+) (\S+) (\d+)", said).groups()
    if errors != "0":
        sys.exit(f"{url}: {errors} requests failed")
    return float(rate), float(median), float(p99)


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def ask(url, body, token=""):
    call = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json",
                                                                  "Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(call, timeout=10) as answer:
        return json.load(answer)


def wait_for(url):
    end = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            if time.monotonic() > end:
                sys.exit(f"nothing answers at {url}")
            time.sleep(0.05)


class Reeve:
    def __init__(self, folder):
        policies = folder / "policies"
        policies.mkdir()
        (policies / "bundle.yaml").write_text(BUNDLE)
        (policies / "limits.yaml").write_text(reeve_policy())
        port = free_port()
        self.process = subprocess.Popen(
            [SOURCE / "build/release/reeve", "serve", "--dev-token", "--data", folder / "data", "--port", str(port),
             "--policies", policies], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(f"http://127.0.0.1:{port}/readyz")
        self.url = f"http://127.0.0.1:{port}/v1/decisions"
        self.token = (folder / "data/token").read_text().strip()
        self.script = folder / "reeve.lua"
        script(self.script, [json.dumps(body) for body in bodies()], self.token)

    def effect(self, body):
        return ask(self.url, body, self.token)["effect"]


class Opa:
    def __init__(self, folder, program):
        (folder / "policy.rego").write_text(rego_policy())
        (folder / "opa.yaml").write_text("decision_logs: { console: true }\n")
        port = free_port()
        self.log = (folder / "decisions.log").open("wb")
        self.process = subprocess.Popen(
            [program, "run", "--server", "--addr", f"127.0.0.1:{port}", "--config-file", folder / "opa.yaml",
             "--log-level", "error", folder / "policy.rego"], stdout=self.log, stderr=self.log)
        wait_for(f"http://127.0.0.1:{port}/health")
        self.url = f"http://127.0.0.1:{port}/v1/data/reeve/decision"
        self.script = folder / "opa.lua"
        script(self.script, [json.dumps({"input": body}) for body in bodies()], "")

    def effect(self, body):
        return ask(self.url, {"input": body})["result"]["effect"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--opa", default=shutil.which("opa"), help="the program; else the one of the path")
    parser.add_argument("--seconds", type=int, default=4, help="of a run")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not options.opa:
        sys.exit("there is no opa; say where by --opa (go install github.com/open-policy-agent/opa@v1.22.3)")
    with tempfile.TemporaryDirectory(prefix="reeve-opa-", dir=SOURCE / "build") as name:
        folder = pathlib.Path(name)
        reeve, opa = Reeve(folder), Opa(folder, options.opa)
        try:
            for body in bodies():
                if reeve.effect(body) != opa.effect(body):
                    sys.exit(f"they differ on {body}")
            compare(reeve, opa, options)
            logged = (folder / "decisions.log").stat().st_size
            print(f"OPA's log has {logged >> 20} MB, and Reeve's ledger "
                  f"{sum(f.stat().st_size for f in (folder / 'data').rglob('*') if f.is_file()) >> 20} MB")
        finally:
            for server in (reeve, opa):
                server.process.terminate()
                server.process.wait()


def compare(reeve, opa, options):
    print(f"{RULES} rules, client wrk -t1, {options.seconds} s a run, medians of {options.rounds} rounds")
    print("connections   Reeve/s  p99 ms     OPA/s  p99 ms   ratio")
    for connections in (32, 128, 512):
        rows = []
        for _ in range(options.rounds):
            theirs = load(opa.script, opa.url, connections, options.seconds)
            ours = load(reeve.script, reeve.url, connections, options.seconds)
            rows.append((ours[0], ours[2], theirs[0], theirs[2], ours[0] / theirs[0]))
        print("{:11d} {:9.0f} {:7.1f} {:9.0f} {:7.1f} {:7.2f}".format(
            connections, *(statistics.median(column) for column in zip(*rows))))


if __name__ == "__main__":
    main()
