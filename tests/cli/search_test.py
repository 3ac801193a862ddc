"""`GET /v1/records`, `/v1/records:count` and `reeve ledger search` find the same records."""
import json
import urllib.parse

from harness import REQUESTS, CliTest, run_module


def indexes(page):
    return [each["record"]["index"] for each in page["records"]]


class Search(CliTest):
    def setUp(self):
        super().setUp()
        self.server = self.start()
        for each in REQUESTS:
            self.server.decide(**each)
        self.records = [each["record"] for each in self.page()["records"]]

    def page(self, **parameters):
        return json.loads(self.server.get("/v1/records?" + urllib.parse.urlencode(parameters)))

    def refused(self, path):
        status, text = self.server.call("GET", path)
        return status, json.loads(text)["code"]

    def expected(self, fits):
        return [record["index"] for record in self.records if fits(record)]

    def test_fields_are_combined_and_names_are_found_by_their_digests(self):
        decisions = self.expected(lambda r: r["kind"] == "decision")
        self.assertEqual(len(decisions), len(REQUESTS))
        self.assertEqual(indexes(self.page(kind="decision")), decisions)
        denied = self.expected(lambda r: r["body"].get("effect") == "deny")
        self.assertTrue(denied)
        self.assertEqual(indexes(self.page(effect="deny")), denied)
        self.assertEqual(indexes(self.page(effect="deny,hold")),
                         self.expected(lambda r: r["body"].get("effect") in ("deny", "hold")))
        self.assertEqual(indexes(self.page(actor="u-1", kind="decision")), decisions)
        (of_subject,) = self.page(subject="s-17")["records"]
        self.assertEqual(of_subject["record"]["body"]["sequence"], 7)
        self.assertEqual(indexes(self.page(subject="nobody")), [])
        rule = self.records[denied[0]]["body"]["verdict"]["hits"][0]["rule"]
        self.assertIn(denied[0], indexes(self.page(rule=rule, effect="deny")))
        self.assertEqual(indexes(self.page(id=self.records[3]["id"])), [3])
        self.assertEqual(indexes(self.page(interaction="i-1", kind="decision")), decisions)
        self.assertEqual(indexes(self.page(system="demo-credit", kind="decision")),
                         self.expected(lambda r: r["body"].get("facts", {}).get("system", {}).get("id") == "demo-credit"))
        self.assertEqual(indexes(self.page(until="2020-01-01")), [])
        self.assertEqual(len(indexes(self.page(**{"from": "2020-01-01"}))), len(self.records))

    def test_pages_go_on_at_the_checkpoint_of_the_first_while_the_log_grows(self):
        first = self.page(kind="decision", limit=4)
        self.server.decide()
        found = indexes(first)
        page = first
        while "next" in page:
            page = self.page(kind="decision", limit=4, size=first["size"], first=page["next"])
            self.assertEqual(page["checkpoint"], first["checkpoint"])
            found += indexes(page)
        self.assertEqual(found, self.expected(lambda r: r["kind"] == "decision"))
        newest = self.page(kind="decision", order="newest", limit=1)
        self.assertEqual(newest["size"], first["size"] + 1)
        self.assertEqual(indexes(newest), [first["size"]])

    def test_counts_by_time_are_split_by_effect(self):
        counts = json.loads(self.server.get("/v1/records:count?every=1d&kind=decision&by=effect"))
        self.assertEqual(sum(each["records"] for each in counts["counts"]), len(REQUESTS))
        for effect in ("allow", "redact", "hold", "deny"):
            self.assertEqual(sum(each["by"][effect] for each in counts["counts"]),
                             len(self.expected(lambda r: r["kind"] == "decision" and r["body"]["effect"] == effect)))

    def test_what_cannot_be_asked_for_is_refused_with_its_name(self):
        self.assertEqual(self.refused("/v1/records?colour=red"), (400, "search.field"))
        self.assertEqual(self.refused("/v1/records?limit=0"), (400, "search.limit"))
        self.assertEqual(self.refused("/v1/records?limit=x"), (400, "search.parameter"))
        self.assertEqual(self.refused("/v1/records?from=yesterday"), (400, "search.parameter"))
        self.assertEqual(self.refused("/v1/records?size=100000"), (400, "search.size"))
        self.assertEqual(self.refused("/v1/records?tenant=other"), (400, "search.parameter"))
        self.assertEqual(self.refused("/v1/records:count?kind=decision"), (400, "search.parameter"))
        self.assertEqual(self.server.call("GET", "/v1/records", token="x" * 40)[0], 401)

    def test_the_command_finds_the_same_beside_the_running_server_and_after_it(self):
        data = self.folder / "data"
        for _ in range(2):
            said = self.reeve("ledger", "search", data, "kind=decision", "actor=u-1", "effect=deny", "--json")
            self.assertEqual(indexes(json.loads(said.stdout)),
                             self.expected(lambda r: r["body"].get("effect") == "deny"))
            self.server.stop()
        table = self.reeve("ledger", "search", data, "kind=decision", "limit=2").stdout
        self.assertIn("INDEX", table)
        self.assertIn("more: size=", table)
        counts = json.loads(self.reeve("ledger", "search", data, "kind=decision", "--every", "1d", "--by", "effect").stdout)
        self.assertEqual(sum(each["records"] for each in counts["counts"]), len(REQUESTS))
        self.assertIn("search.parameter", self.reeve("ledger", "search", data, "system", code=3).stderr)
        (data / "commitment.key").unlink()
        self.assertIn("search.identity", self.reeve("ledger", "search", data, "subject=s-17", code=3).stderr)


if __name__ == "__main__":
    run_module()
