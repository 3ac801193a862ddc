"""The JSON Schema of policy documents, held to what the readers accept by a validator of its own.

A document that compiles validates; one that is refused for its form (an unknown key or word, a
wrong type, a missing key) does not. $REEVE_VERDICTS says what the compiler makes of a document.
"""
import copy
import json
import os
import re
import subprocess

import jsonschema

from harness import PATIENCE, SOURCE, CliTest, run_module

VERDICTS = os.environ.get("REEVE_VERDICTS", str(SOURCE / "build/release/tests/document_verdicts"))
# What can be told from the form of one document alone.
BY_FORM = {"policy.unknown_key", "policy.unknown_word", "policy.missing_key", "policy.type", "policy.empty",
           "policy.effect", "policy.id", "policy.too_long"}
BY_FORM_OF_VALUES = BY_FORM - {"policy.id", "policy.too_long"}
FULL = """apiVersion: reeve/v1
kind: Policy
metadata: { id: full, title: Everything, owner: Ada Example, references: [GDPR Art. 22] }
scope: { stages: [output, tool_call], systems: [desk], risk_classes: [high, limited], actions: [refund],
         tools: [pay], tenants: [acme], channels: web }
parameters:
  limit: { type: double, default: 500, min: 0, max: 1000.5, description: A bound }
  count: { type: int, default: 3 }
  strict: { type: bool, default: true }
  word: { type: string, default: 12 }
  wait: { type: duration, default: 24h, min: 1h }
  names: { type: list<string>, default: [] }
attributes:
  amount_eur: { type: double, record: value }
  since: { type: timestamp }
entities:
  ACME_A:
    { title: A number, category: pii, patterns: ["A[0-9]{4}", "B[0-9]{4}"], check: luhn, terms: [Falcon, 12], exact_case: true,
      words: [thing, other], needs_word: true, score: 0.75, examples: { found: [thing A1230], not_found: [A1230, B1] } }
detect: [CREDIT_CARD, pii, ACME_A]
rules:
  - id: hold
    title: 2026
    scope: { stages: tool_call }
    mode: shadow
    when: action.amount > parameters.limit && has(context.amount_eur)
    effect: hold
    hold: { roles: [a, b], quorum: 2, deadline: 4h, escalation: { after: 1h, roles: c }, on_timeout: allow,
            uses: 2, valid: 1h, distinct_units: true, exclude_author: false, blind: true, veto: [d] }
    severity: high
    obligations:
      - { type: notify, to: desk }
      - { type: label_output, label: AI }
      - { type: add_disclosure, text: By a machine }
      - { type: log_content }
      - { type: route, to: queue }
    reason: { user: Wait, operator: It waits, auditor: Waited }
  - { id: redact, when: findings.size() > 0, effect: redact, redact: { entities: [CREDIT_CARD], operator: mask }, reason: Masked }
  - { id: allow, when: true, effect: allow }
decision_rights:
  stages: tool_call
  currency: EUR
  rows:
    - { id: small, actions: refund, up_to: 500, then: allow }
    - { id: told, title: Told, actions: refund, risk_classes: [high], above: 200, then: notify, to: desk, severity: low }
    - { id: one, actions: [refund], systems: desk, tenants: [acme], data: [pii], above: 500, up_to: 900, then: hold by one,
        by: a, deadline: 4h, escalation: { after: 1h, roles: c }, on_timeout: deny, uses: 2, valid: 1h, distinct_units: true,
        exclude_author: true, blind: false, veto: [d], waivable: true, reason: { user: Wait } }
    - { id: never, actions: refund, above: 9000, then: deny, reason: No }
tests:
  - name: one
    request: { stage: tool_call, system: desk, action: { kind: refund, amount: 900 } }
    expect: { effect: allow, rules: [], findings: [], redacted: text }
  - name: table
    request: { stage: output }
    expect: { effect: allow }
    rows:
      - { name: first, request: { subject: s-1 }, expect: { rules: allow } }
      - { name: second }
"""
BUNDLE = """apiVersion: reeve/v1
kind: Bundle
title: All
default: allow
parameters: { full: { limit: 20, strict: false, wait: 2h, names: [a] } }
detectors:
  ner: { url: "https://ner.example.org/analyze", contract: presidio, language: en,
         gives: { PER: { entity: NER_PERSON, category: pii, min_score: 0.75 } }, timeout: 250ms, on_failure: ignore,
         batch: { texts: 2, wait: 5ms }, cache: { entries: 10, ttl: 1h }, breaker: { failures: 2, open: 1m } }
"""


# A request with every key but `file`, and `messages`, which excludes `text`.
REQUEST = {"interaction": "i-1", "stage": "tool_call", "subject": "s-1", "channel": "web", "sequence": 7,
           "system": {"id": "desk", "tenant": "acme", "name": "Desk", "owner": "Ada Example", "purpose": "service",
                      "risk_class": "high", "state": "active"},
           "actor": {"id": "a-1", "roles": ["agent"], "unit": "Desk"},
           "action": {"kind": "refund", "tool": "pay", "purpose": "service", "consequential": True, "amount": 900.5,
                      "currency": "EUR", "arguments": {"to": "somebody"}},
           "content": {"text": "Pay."}, "context": {"known": True}}


def blocks(markdown):
    """The documents in the examples of a page."""
    for kind, text in re.findall(r"```(yaml policy|yaml folder)\n(.*?)\n```", markdown, re.S):
        if kind == "yaml policy":
            yield text + "\n"
            continue
        for name, part in re.findall(r"# file: (\S+)\n(.*?)(?=# file: |\Z)", text + "\n", re.S):
            if name.endswith(".yaml"):
                yield part


def places(value, path=()):
    """Every place in a document, but within the requests of tests, which nobody reads before they run."""
    yield path
    if path and path[-1] == "request":
        return
    if isinstance(value, (dict, list)):
        for key in (value if isinstance(value, dict) else range(len(value))):
            yield from places(value[key], (*path, key))


def changed(document, path):
    """Copies of a document with the value at a place replaced, taken away, or given another key."""
    def copied():
        whole = copy.deepcopy(document)
        parent = whole
        for key in path[:-1]:
            parent = parent[key]
        return whole, parent
    for value in (5, 0.5, True, "zzz", "", None, [], {}, ["zzz"], {"zzz": 1}, [{"zzz": 1}]):
        whole, parent = copied()
        parent[path[-1]] = value
        yield whole
    whole, parent = copied()
    del parent[path[-1]]
    yield whole
    if isinstance(path[-1], str):
        whole, parent = copied()
        parent[path[-1] + "zz"] = parent.pop(path[-1])
        yield whole


def renamed(request, path):
    """Copies of a request with the value at a place of another type, or under another key."""
    for rename in (False, True):
        whole = copy.deepcopy(request)
        parent = whole
        for key in path[:-1]:
            parent = parent[key]
        if not rename:
            parent[path[-1]] = [[]]
        elif isinstance(path[-1], str):
            parent[path[-1] + "zz"] = parent.pop(path[-1])
        if whole != request:
            yield whole


class PolicySchema(CliTest):
    def setUp(self):
        super().setUp()
        self.schema = json.loads(self.reeve("policy", "schema").stdout)
        self.validator = jsonschema.Draft202012Validator(self.schema)

    def verdicts(self, paths):
        done = subprocess.run([VERDICTS], input="".join(f"{path}\n" for path in paths), capture_output=True,
                              text=True, timeout=PATIENCE, check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def verdicts_of(self, texts):
        return self.verdicts([self.write(f"document-{i}.yaml", text) for i, text in enumerate(texts)])

    def must_validate(self, value, but_requests=False):
        errors = [f"{error.json_path}: {error.message}" for error in self.validator.iter_errors(value)
                  if not (but_requests and "request" in error.absolute_path)]
        self.assertEqual(errors, [], value)

    def test_it_is_a_schema_and_the_one_in_the_documentation(self):
        for kind in ([], ["--kind", "policy"], ["--kind", "bundle"]):
            jsonschema.Draft202012Validator.check_schema(json.loads(self.reeve("policy", "schema", *kind).stdout))
        committed = (SOURCE / "docs/policy.schema.json").read_text(encoding="utf-8")
        self.assertEqual(committed, self.reeve("policy", "schema").stdout,
                         "run: build/release/reeve policy schema > docs/policy.schema.json")

    def test_the_documents_of_the_project_validate(self):
        files = list(SOURCE.glob("policies/*.yaml"))
        needed = ["--set", "owner=Ada Example", "--set"]
        made = [self.reeve("policy", "new", "--template", path.stem, *needed, more).stdout
                for path, more in ((path, {"tool-gate": "tools=pay", "denied-topics": "phrases=tobacco"}.get(path.stem, "id=made"))
                                   for path in SOURCE.glob("cli/templates/*.yaml"))]
        self.assertEqual(len(made), 7)
        texts = made + [text for page in SOURCE.glob("docs/*.md") for text in blocks(page.read_text(encoding="utf-8"))]
        found = self.verdicts(files) + self.verdicts_of(texts)
        self.assertGreater(len(found), 22)
        for verdict in found:
            self.must_validate(verdict["value"])

    def test_a_document_with_everything_validates(self):
        full, bundle = self.verdicts_of([FULL, BUNDLE])
        self.assertEqual(full["codes"], [])
        self.must_validate(full["value"])
        self.must_validate(bundle["value"])
        for kind, value in ("policy", full["value"]), ("bundle", bundle["value"]):
            schema = json.loads(self.reeve("policy", "schema", "--kind", kind).stdout)
            jsonschema.Draft202012Validator(schema).validate(value)
            other = jsonschema.Draft202012Validator(json.loads(self.reeve(
                "policy", "schema", "--kind", "bundle" if kind == "policy" else "policy").stdout))
            self.assertFalse(other.is_valid(value))

    def test_what_is_broken_in_its_form_does_not_validate(self):
        files = sorted((SOURCE / "tests/scenarios/broken").glob("*.yaml"))
        refused = 0
        for file, verdict in zip(files, self.verdicts(files)):
            with self.subTest(file.name):
                if "value" in verdict and BY_FORM & set(verdict["codes"]):
                    refused += 1
                    self.assertFalse(self.validator.is_valid(verdict["value"]), verdict["codes"])
        self.assertGreater(refused, 20)

    def test_every_change_of_form_is_judged_as_the_readers_do(self):
        for text in FULL, BUNDLE:
            [whole] = self.verdicts_of([text])
            documents = [changed_one for path in places(whole["value"]) if path
                         for changed_one in changed(whole["value"], path)]
            self.assertGreater(len(documents), 300 if text is FULL else 80)
            for document, verdict in zip(documents, self.verdicts_of(map(json.dumps, documents))):
                codes = set(verdict["codes"])
                if not codes:
                    self.must_validate(document, but_requests=True)
                elif codes & BY_FORM_OF_VALUES:
                    self.assertFalse(self.validator.is_valid(document), (codes, document))

    def test_every_change_of_a_request_is_judged_as_by_the_runner(self):
        requests = [REQUEST, *(one for path in places(REQUEST) if path and "arguments" not in path[:-1]
                               and path[0] != "context" for one in renamed(REQUEST, path))]
        self.assertGreater(len(requests), 25)
        self.write("bundle.yaml", "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\n")
        tests = [{"name": f"test {i}", "request": request, "expect": {"effect": "allow"}}
                 for i, request in enumerate(requests)]
        document = {"apiVersion": "reeve/v1", "kind": "Policy", "metadata": {"id": "p"},
                    "rules": [{"id": "r", "when": True, "effect": "allow"}], "tests": tests}
        self.write("p.yaml", json.dumps(document))
        results = json.loads(self.reeve("policy", "test", self.folder, "--json", code=1).stdout)["tests"]
        for request, result in zip(requests, results):
            document["tests"] = [{"name": "test", "request": request, "expect": {"effect": "allow"}}]
            with self.subTest(request=request):
                self.assertEqual(self.validator.is_valid(document), result["passed"], result)
        self.assertTrue(results[0]["passed"])

    def test_every_key_says_what_it_is(self):
        def walk(node, where):
            if isinstance(node, dict):
                for name, shape in node.get("properties", {}).items() if "additionalProperties" in node else ():
                    self.assertTrue(shape.get("description", "").endswith("."), f"{where}/{name}")
                for key, value in node.items():
                    walk(value, f"{where}/{key}")
            elif isinstance(node, list):
                for value in node:
                    walk(value, where)
        walk(self.schema, "")


if __name__ == "__main__":
    run_module()
