"""Presidio's anonymizer flow with Presidio's own code, unmodified: what /analyze finds is given to the package
`presidio-anonymizer`, and /anonymize makes the same of it. Skipped, with a word, where pip cannot have the package.

    python3 tests/compat/presidio_test.py
"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "cli")]
from harness import CliTest, run_module  # noqa: E402
from packages import fetched  # noqa: E402

sys.path.insert(0, str(fetched("presidio", "presidio-anonymizer==2.2.366")))
from presidio_anonymizer import AnonymizerEngine  # noqa: E402
from presidio_anonymizer.entities import OperatorConfig, RecognizerResult  # noqa: E402

# Code points, bytes and UTF-16 units differ before the findings.
TEXT = "é😀 My card is 4111 1111 1111 1111, my mail is nora.example@example.org."
OPERATORS = {
    "nothing said": {},
    "replace": {"DEFAULT": {"type": "replace", "new_value": "<hidden>"}},
    "redact": {"DEFAULT": {"type": "redact"}},
    "mask": {"CREDIT_CARD": {"type": "mask", "masking_char": "*", "chars_to_mask": 14, "from_end": False},
             "DEFAULT": {"type": "keep"}},
}


class Presidio(CliTest):
    def setUp(self):
        super().setUp()
        self.server = self.start()

    def post(self, path, body):
        status, text = self.server.call("POST", "/contracts/demo-assistant" + path, json.dumps(body))
        self.assertEqual(status, 200, text)
        return json.loads(text)

    def test_the_package_and_the_server_make_the_same_of_what_was_found(self):
        found = self.post("/analyze", {"text": TEXT, "language": "en"})
        self.assertEqual({(each["entity_type"], TEXT[each["start"]:each["end"]]) for each in found}, {
            ("CREDIT_CARD", "4111 1111 1111 1111"), ("EMAIL_ADDRESS", "nora.example@example.org")})
        results = [RecognizerResult.from_json(each) for each in found]
        for name, operators in OPERATORS.items():
            with self.subTest(operators=name):
                own = AnonymizerEngine().anonymize(text=TEXT, analyzer_results=results, operators={
                    entity: OperatorConfig.from_json(dict(terms)) for entity, terms in operators.items()})
                answer = self.post("/anonymize", {"text": TEXT, "anonymizers": operators, "analyzer_results": found})
                self.assertEqual(answer["text"], own.text)
                self.assertNotIn("4111 1111 1111 1111", answer["text"])
                self.assertEqual(
                    sorted((each["entity_type"], each["start"], each["end"], each["text"]) for each in answer["items"]),
                    sorted((each.entity_type, each.start, each.end, each.text) for each in own.items))


if __name__ == "__main__":
    run_module()
