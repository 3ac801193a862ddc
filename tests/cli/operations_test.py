"""The dashboard, the alert rules and the table of docs/operations.md, against what servers answer at /metrics.

`promtool` (of Prometheus) checks the forms where it is there.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import time
import unittest

from anchors_test import Authority, Witness
from external_detector_test import BUNDLE, POLICY
from harness import PATIENCE, SOURCE, CliTest, run_module

DASHBOARD = SOURCE / "ops/grafana/reeve.json"
ALERTS = SOURCE / "ops/prometheus/alerts.yaml"
DOCUMENT = SOURCE / "docs/operations.md"
FAILING = """apiVersion: reeve/v1
kind: Policy
metadata: { id: failing, title: Failing, owner: Ada Example }
scope: { stages: [output] }
rules:
  - id: divides
    when: 1 / size(action.tool) > 1
    effect: deny
    reason: It cannot be evaluated where no tool is named.
"""
BUDGETS = "budgets: { calls: { of: calls, window: 1h, limit: 1000 } }\n"
# Of no metric of ours: of the scrape, of histograms, of what a template sets.
SCRAPE_LABELS = {"instance", "job", "le"}
# What a server answers only while a trial runs, or with models behind it, or with issuers.
ELSEWHERE = {"reeve_trial_decisions_total", "reeve_proxy_calls_total", "reeve_proxy_upstream_failures_total",
             "reeve_proxy_bypasses_waiting", "reeve_jwks_failures_total", "reeve_spans_total", "reeve_spans_waiting"}


def read_metrics(text):
    """{name: (kind, labels)}; the parts of a histogram count for it."""
    kinds = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.M))
    found = {name: (kind, set()) for name, kind in kinds.items()}
    for name, labels in re.findall(r"^(\w+)(?:\{(.*)\})? \S+$", text, re.M):
        family = name if name in kinds else re.sub(r"_(bucket|sum|count)$", "", name)
        found[family][1].update(re.findall(r'(\w+)="', labels))
    return {name: (kind, labels - {"le"}) for name, (kind, labels) in found.items()}


def named_in(text):
    return set(re.findall(r"\breeve_[a-z0-9_]+\b", text))


def expressions():
    """[(where, expression)] of the dashboard and of the rules."""
    dashboard = json.loads(DASHBOARD.read_text())
    found = [(panel["title"], target["expr"]) for panel in dashboard["panels"] for target in panel.get("targets", [])]
    found += [(each["name"], each["expr"]) for each in dashboard["annotations"]["list"]]
    found += [(each["name"], each["query"]) for each in dashboard["templating"]["list"] if each["type"] == "query"]
    rules = ALERTS.read_text()
    for name, expression in re.findall(r"- alert: (\w+)\n +expr: (?:>-\n)?((?:.*\n)+?) +(?:for|labels):", rules):
        found.append((name, expression))
    assert rules.count("- alert: ") == sum(1 for name, _ in found if name.startswith("Reeve"))
    return found


class Operations(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.metrics, cls.text = None, None

    def example_detector(self):
        process = subprocess.Popen([sys.executable, SOURCE / "examples/word_classifier.py", "--port", "0"],
                                   stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait, PATIENCE)
        self.addCleanup(process.kill)
        return process.stdout.readline().decode().split()[-1]

    def all_metrics(self):
        """Of a server with everything set up, each part of which has happened once."""
        if type(self).metrics:
            return type(self).metrics
        origin = self.example_detector()
        self.write("policies/bundle.yaml", BUNDLE.format(origin=origin, on_failure="deny") + BUDGETS)
        self.write("policies/tone.yaml", POLICY)
        self.write("policies/failing.yaml", FAILING)
        secret = self.write("desk.secret", "whsec_" + "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3\n")
        secret.chmod(0o600)
        notifications = self.write(
            "notifications.yaml", "apiVersion: reeve/v1\nkind: Notifications\nwebhooks:\n  - { id: desk, "
            "url: 'http://127.0.0.1:1/x', secret_file: desk.secret, kinds: ['*'] }\n")
        first = self.start()
        vkey = (first.data / "vkey").read_text().strip()
        self.assertEqual(first.stop(), 0)
        witness = Witness(self.folder / "w0", "w0.example", vkey)
        self.addCleanup(witness.stop)
        policy = self.write("witnesses", f"log {vkey}\nwitness w0 {witness.vkey} {witness.url}\nquorum w0\n")
        authority = Authority(self.folder / "tsa")
        self.addCleanup(authority.stop)
        server = self.start("--policies", self.folder / "policies", "--poll", "1h", "--detector", origin,
                            "--notifications", notifications, "--witnesses", policy, "--cosign-every", "1s",
                            "--time-authority", authority.url, "--stamp-every", "1s")
        server.started = time.time()
        held = server.decide(content={"text": "This is outrageous and an outrage."})
        server.decide(content={"text": "Where is Project Bluebird?"})
        server.decide(stage="output")  # to which the failing rule applies
        server.call("POST", "/v1/decisions", "{}", token="wrong")
        # A witness and an authority answer in their own time.
        end = time.monotonic() + PATIENCE
        wanted = {"reeve_ledger_cosigned_age_seconds", "reeve_ledger_timestamped_age_seconds"}
        while not wanted <= read_metrics(server.get("/metrics")).keys():
            self.assertLess(time.monotonic(), end, "nothing was cosigned, or nothing stamped")
        self.assertEqual(held["effect"], "hold")
        self.assertIn('\nreeve_approvals_open{age="under_1h"} 1\n', server.get("/metrics"))
        # An external detector that does not answer.
        down = self.write("down/bundle.yaml", BUNDLE.format(origin="http://127.0.0.1:1", on_failure="deny"))
        self.write("down/tone.yaml", POLICY)
        failing = self.start("--policies", down.parent, "--detector", "http://127.0.0.1:1", data="failing")
        failing.decide()
        type(self).text = server.get("/metrics")
        type(self).metrics = {**read_metrics(failing.get("/metrics")), **read_metrics(self.text)}
        self.assertIn('reeve_http_responses_total{status="401"} 1\n', self.text)
        signed = float(re.search(r"\nreeve_ledger_checkpoint_timestamp_seconds (\S+)\n", self.text).group(1))
        self.assertTrue(server.started - 1 <= signed <= time.time() + 1)
        return type(self).metrics

    def test_every_metric_of_the_dashboard_and_the_rules_is_one_of_a_server_with_its_labels(self):
        metrics = self.all_metrics()
        families = {**metrics, **{name + part: of for name, of in metrics.items() if of[0] == "histogram"
                                  for part in ("_bucket", "_sum", "_count")}}
        self.assertGreater(len(expressions()), 50)
        for where, expression in expressions():
            with self.subTest(where):
                names = named_in(expression)
                if where != "ReeveDown":
                    self.assertTrue(names, expression)
                self.assertEqual(names - families.keys(), set())
                known = SCRAPE_LABELS.union(*(families[name][1] for name in names))
                used = set(re.findall(r"(\w+) *(?:=~|!=|!~|=) *\"", expression))
                for listed in re.findall(r"\bby \(([^)]*)\)", expression):
                    used |= {label.strip() for label in listed.split(",")}
                self.assertEqual(used - known, set())

    def test_the_document_lists_every_metric_with_its_kind_and_labels(self):
        table = {}
        for name, kind, labels in re.findall(r"^\| `(reeve_\w+)`[ °]*\| (\w+) \|([^|]*)\|", DOCUMENT.read_text(), re.M):
            table[name] = (kind, set(re.findall(r"`(\w+)`", labels)))
        metrics = self.all_metrics()
        for name, (kind, labels) in metrics.items():
            self.assertEqual(table.get(name), (kind, labels), f"{name} in {DOCUMENT.name}")
        self.assertEqual(table.keys() - metrics.keys(), ELSEWHERE)

    def test_no_metric_of_the_source_is_missing_in_the_document(self):
        declared = set()
        for room in ["base", "policy", "detectors", "ledger", "oversight", "engine", "api", "cli"]:
            for path in (SOURCE / room).rglob("*.cc"):
                declared |= set(re.findall(r'"(reeve_[a-z0-9_]+)"', path.read_text(encoding="utf-8")))
        self.assertGreater(len(declared), 30)
        self.assertEqual(declared - named_in(DOCUMENT.read_text()), set())

    @unittest.skipUnless(shutil.which("promtool"), "skipped: there is no promtool (apt-get install prometheus)")
    def test_promtool_finds_no_fault_in_the_metrics_and_the_rules(self):
        self.all_metrics()
        done = subprocess.run(["promtool", "check", "metrics"], input=self.text, capture_output=True, text=True,
                              check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        subprocess.run(["promtool", "check", "rules", "--lint-fatal", str(ALERTS)], capture_output=True, check=True)
        done = subprocess.run(["promtool", "test", "rules", str(pathlib.Path(__file__).parent.parent / "ops/alerts.yaml")],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    run_module()
