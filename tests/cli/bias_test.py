"""`reeve bias`: a file of rows; decisions of a server, exported, audited and verified elsewhere."""
import csv
import http.client
import io
import json
import os
import re
import shutil

from harness import PATIENCE, CliTest, request, run_module

ROWS = "race,sex,pred,label,decile\n" + "".join(
    f"{race},{sex},{int(i < selected)},{int(i % 3 == 0)},{i % 10 + 1}\n"
    for race, sex, n, selected in [("a", "m", 200, 120), ("a", "f", 180, 100), ("b", "m", 150, 60),
                                   ("b", "f", 120, 30), ("rarest", "f", 4, 4), ("seldom", "m", 7, 0)]
    for i in range(n))
COLUMNS = ("--group", "race", "--group", "sex", "--outcome", "pred", "--label", "label",
           "--score", "decile", "--favourable", "1")
DECISIONS = int(os.environ.get("REEVE_BIAS_DECISIONS", "20000"))
BATCH = 100


class Files(CliTest):
    def test_every_form_says_the_same_and_hides_small_groups(self):
        rows = self.write("rows.csv", ROWS)
        forms = {form: self.reeve("bias", "audit", "--csv", rows, *COLUMNS, "--format", form).stdout
                 for form in ("text", "json", "csv", "html")}
        for form, text in forms.items():
            self.assertNotIn("rarest", text, form)
            self.assertNotIn("seldom", text, form)
        report = json.loads(forms["json"])
        table = next(t for t in report["tables"] if t["attributes"] == ["race"])
        b = next(g for g in table["groups"] if g["group"] == ["b"])
        self.assertEqual(b["counts"]["n"], 270)
        self.assertEqual(b["judgements"][0]["verdict"], "flag")
        line = next(r for r in csv.DictReader(io.StringIO(forms["csv"]))
                    if (r["table"], r["group"], r["metric"]) == ("race", "b", "selection_rate"))
        self.assertEqual(float(line["value"]), b["rates"]["selection_rate"]["value"])
        self.assertIn("33.3 %", forms["html"])
        self.assertNotIn("<script", forms["html"])

    def test_standard_input_and_json_lines_give_the_same_tables(self):
        rows = self.write("rows.csv", ROWS)
        lines = "".join(json.dumps({**r, "pred": int(r["pred"])}) + "\n"
                        for r in csv.DictReader(io.StringIO(ROWS)))
        tables = []
        for arguments, stdin in ((("--csv", rows), ""), (("--csv", "-"), ROWS), (("--jsonl", "-"), lines)):
            done = self.reeve("bias", "audit", *arguments, *COLUMNS, "--format", "json", stdin=stdin)
            tables.append(json.loads(done.stdout)["tables"])
        self.assertEqual(tables[0], tables[1])
        self.assertEqual(tables[0], tables[2])

    def test_exit_codes_and_messages(self):
        rows = self.write("rows.csv", ROWS)
        audit = ("bias", "audit", "--csv", rows)
        self.reeve(*audit, *COLUMNS, "--fail", code=1)
        self.reeve(*audit, *COLUMNS, "--reference", "lowest", code=2)
        self.reeve(*audit, *COLUMNS, "--depth", "9", code=2)
        self.reeve("bias", "audit", *COLUMNS, code=2)
        done = self.reeve(*audit, "--group", "rase", "--outcome", "pred", "--favourable", "1", code=3)
        self.assertIn("did you mean `race`", done.stderr)
        broken = self.write("broken.csv", "race,pred\na,1\nprivate\n")
        done = self.reeve("bias", "audit", "--csv", broken, "--group", "race", "--outcome", "pred",
                          "--favourable", "1", code=3)
        self.assertIn("line 3", done.stderr)
        self.assertNotIn("private", done.stderr)

    def test_a_report_is_computed_again_and_a_changed_one_is_told(self):
        rows = self.write("rows.csv", ROWS)
        report = self.folder / "audit.json"
        self.reeve("bias", "audit", "--csv", rows, *COLUMNS, "--bootstrap", "200", "--preset",
                   "eu-ai-act-10", "--format", "json", "--out", report)
        self.assertIn("equal: sha256:", self.reeve("bias", "verify", report, "--rows", rows).stdout)
        changed = json.loads(report.read_text(encoding="utf-8"))
        changed["tables"][0]["groups"][1]["counts"]["selected"] += 1
        told = self.write("changed.json", json.dumps(changed))
        done = self.reeve("bias", "verify", told, "--rows", rows, code=1)
        self.assertIn("/tables/0/groups/1/counts/selected: reported 91, computed 90", done.stdout)

    def test_drift_is_told(self):
        rows = self.write("rows.csv", ROWS)
        earlier = self.folder / "earlier.json"
        self.reeve("bias", "audit", "--csv", rows, *COLUMNS, "--format", "json", "--out", earlier)
        later = self.write("later.csv", re.sub(r"^b,m,1", "b,m,0", ROWS, flags=re.M))
        done = self.reeve("bias", "audit", "--csv", later, *COLUMNS, "--earlier", earlier)
        self.assertIn("race=b: the selection_rate moved from 33.3 % to 11.1 %", done.stdout)

    def test_the_public_page_has_every_item_or_is_refused(self):
        audit = ("bias", "audit", "--csv", self.write("rows.csv", ROWS), *COLUMNS, "--preset", "nyc-ll144",
                 "--exclude", "race=rarest", "--reason", "under 2 %", "--by", "Ada Example", "--format",
                 "summary", "--tool", "Ranker 3", "--auditor", "Example & Partners", "--audit-date",
                 "2026-11-27", "--used-from", "2026-12-01")
        page = self.reeve(*audit, "--data-source", "Applications of 2026").stdout
        for item in ("Ranker 3", "Example &amp; Partners", "2026-11-27", "2026-12-01", "seldom",
                     "Applications of 2026", "33.3 %", "0.576", "left out: under 2 % (Ada Example)"):
            self.assertIn(item, page)
        self.assertIn("the source of the data is missing", self.reeve(*audit, code=2).stderr)

    def test_presets_are_data(self):
        listed = json.loads(self.reeve("bias", "presets", "--json").stdout)
        own = dict(listed[0], name="own")
        own["conventions"]["min_group"] = 25
        rows = self.write("rows.csv", ROWS)
        done = self.reeve("bias", "audit", "--csv", rows, *COLUMNS, "--format", "json", "--preset",
                          self.write("own.json", json.dumps(own)))
        conventions = json.loads(done.stdout)["conventions"]
        self.assertEqual((conventions["preset"], conventions["min_group"]), ("own", 25))


class Records(CliTest):
    def test_an_audit_inside_the_server_is_verified_from_an_export(self):
        server = self.start()
        at = ("--url", f"http://127.0.0.1:{server.port}", "--data", server.data)
        ids = self.decided(server)
        self.report_outcomes(server, ids)
        people = self.write("people.csv", "decision,sex\n" + "".join(
            f"{one},{self.sex(n)}\n" for n, one in enumerate(ids)))
        server.connection.close()  # it will be idle for long, and the server closes its end
        before = self.folder / "before"
        uploaded = json.loads(self.reeve(
            "bias", "upload", people, "--system", "demo-assistant", "--purpose", "audit of November",
            "--legal-basis", "ART4A-2026-3", "--delete-at", "30d", "--as", "Ada Example", "--json", *at).stdout)
        self.assertEqual((uploaded["rows"], uploaded["columns"]), (DECISIONS, ["sex"]))
        self.reeve("ledger", "export", server.data, before)
        columns = ("--group", "sex", "--label", "outcome", "--favourable", "allow", "--favourable", "repaid")
        report = self.folder / "audit.json"
        run = json.loads(self.reeve(
            "bias", "run", "--system", "demo-assistant", "--attributes", uploaded["attributes"], *columns,
            "--format", "json", "--out", report, "--as", "Ada Example", "--json", *at).stdout)
        self.assertEqual(run["state"], "done")
        self.counted(json.loads(report.read_text(encoding="utf-8")), ids)
        self.assertIn(run["report"], self.reeve("bias", "runs", *at).stdout)

        # The same of the export that was written before: to the byte.
        elsewhere = json.loads(self.reeve(
            "bias", "audit", "--ledger", before, "--system", "demo-assistant", "--attributes", people,
            *columns, "--format", "json").stdout)
        self.assertEqual(elsewhere, json.loads(report.read_text(encoding="utf-8")))
        self.kept(server, run, report, at)

        export = self.folder / "elsewhere" / "export"
        export.parent.mkdir()
        self.reeve("ledger", "export", server.data, export)
        verify = ("bias", "verify", report, "--rows", people, "--ledger")
        self.assertIn(f"equal: {run['report']}", self.reeve(*verify, export).stdout)
        self.nowhere(server, export, run)
        self.withheld(export, verify, ids)
        self.deleted(server, uploaded["attributes"], at)

    def decided(self, server):
        ids = []
        for first in range(0, DECISIONS, BATCH):
            requests = [request(interaction=f"i-{n}", content={"text": self.text(n)})
                        for n in range(first, min(first + BATCH, DECISIONS))]
            status, text = server.call("POST", "/v1/decisions:batch", json.dumps({"requests": requests}))
            self.assertEqual(status, 200, text)
            ids += [one["id"] for one in json.loads(text)["results"]]
        return ids

    @staticmethod
    def sex(n):
        """Eleven people are of two groups that are too small to be shown."""
        if n in (1, 2, 4):
            return "omegafolk"
        if n < 40 and n % 5 == 0:
            return "sigmafolk"
        return "zeta" if n % 3 == 0 else "ypsilon"

    def counted(self, report, ids):
        self.assertEqual(report["source"]["decisions"], DECISIONS)
        self.assertEqual(report["source"]["outcomes"], len(ids))
        groups = {g["group"][0]: g["counts"] for g in report["tables"][0]["groups"]}
        self.assertEqual(report["tables"][0]["groups_not_shown"], 2)
        zeta = [n for n in range(DECISIONS) if self.sex(n) == "zeta"]
        self.assertEqual(groups["zeta"]["n"], len(zeta))
        # Every sixth text has a card, so it is redacted, and nobody else's is.
        self.assertEqual(groups["ypsilon"]["selected"], groups["ypsilon"]["n"])
        self.assertEqual(groups["zeta"]["n"] - groups["zeta"]["selected"], sum(n % 6 == 0 for n in zeta))
        self.assertEqual(groups["zeta"]["true_positive"] + groups["zeta"]["false_negative"],
                         sum(n % 4 == 0 for n in zeta))

    def kept(self, server, run, report, at):
        """The report in its forms, and on the record; one that was made elsewhere is recorded too."""
        told = json.loads(report.read_text(encoding="utf-8"))
        path = f"/v1/bias-reports/{run['report']}"
        self.assertEqual(json.loads(server.get(path)), told)
        self.assertIn("<html", server.get(path + "?format=html"))
        self.assertIn("selection_rate", server.get(path + "?format=csv"))
        self.assertEqual(server.call("GET", path + "?format=pdf")[0], 400)
        server.connection.close()
        done = self.reeve("bias", "record", report, "--as", "Ada Example", "--json", *at)
        self.assertEqual(json.loads(done.stdout)["digest"], run["report"])
        self.assertIn("<html", server.get(path + "?format=html"))
        server.connection.close()

    def nowhere(self, server, export, run):
        """No attribute is in the log, the metrics, or the export, but for groups that a report shows; and
        of small groups none at all."""
        page = server.get(f"/v1/bias-reports/{run['report']}?format=html")
        server.connection.close()
        for small in ("omegafolk", "sigmafolk"):
            self.assertNotIn(small, page)
        shown = [path.parent.name for path in export.rglob("*") if path.is_file()
                 and b"ypsilon" in path.read_bytes()]
        self.assertEqual(set(shown), {"blobs"})
        for path in [p for folder in (export, server.data) for p in folder.rglob("*") if p.is_file()]:
            for small in (b"omegafolk", b"sigmafolk"):
                self.assertNotIn(small, path.read_bytes(), path)
        for text in (server.get("/metrics"), server.errors()):
            for attribute in ("ypsilon", "zeta", "omegafolk", "sigmafolk"):
                self.assertNotIn(attribute, text)
        server.connection.close()
        records = [json.loads(line) for line in (export / "records.jsonl").read_text(encoding="utf-8").splitlines()]
        kinds = [r["kind"] for r in records if r["kind"].startswith("bias.")]
        self.assertEqual(kinds, ["bias.attributes_uploaded", "bias.audit_started", "bias.audited", "bias.audited"])
        self.assertEqual(next(r["body"]["by"] for r in records if r["kind"] == "bias.audited"), "Ada Example")

    def deleted(self, server, attributes, at):
        self.assertIn(attributes, self.reeve("bias", "attributes", "list", *at).stdout)
        self.reeve("bias", "attributes", "delete", attributes, "--reason", "done", "--as", "Ada Example", *at)
        self.assertIn("no attributes", self.reeve("bias", "attributes", "list", *at).stdout)
        done = self.reeve("bias", "run", "--system", "demo-assistant", "--attributes", attributes, "--group",
                          "sex", "--favourable", "allow", "--as", "Ada Example", *at, code=1)
        self.assertIn("bias.attributes_deleted", done.stderr)

    def report_outcomes(self, server, ids):
        for first in range(0, len(ids), 1000):
            body = {"outcomes": [{"decision": one, "outcome": "defaulted" if n % 4 else "repaid"}
                                 for n, one in enumerate(ids[first:first + 1000], first)]}
            status, text = server.call("POST", "/v1/outcomes", json.dumps(body))
            self.assertEqual((status, json.loads(text)), (200, {"recorded": len(body["outcomes"])}))

    def withheld(self, folder, verify, ids):
        lines = (folder / "records.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        at = next(n for n, line in enumerate(lines) for record in [json.loads(line)]
                  if record["kind"] == "outcome.recorded" and record["body"]["decision"] == ids[len(ids) // 2])
        (folder / "records.jsonl").write_text("".join(lines[:at] + lines[at + 1:]), encoding="utf-8")
        done = self.reeve(*verify, folder, code=1)
        self.assertIn(f"record {at}: ", done.stderr)

    def test_what_outcomes_are_refused(self):
        server = self.start()
        decision = server.decide()["id"]
        def outcome(**changes):
            one = {"decision": decision, "outcome": "repaid", **changes}
            status, text = server.call("POST", "/v1/outcomes", json.dumps({"outcomes": [one]}))
            return status, json.loads(text).get("code")
        self.assertEqual(outcome(decision="d-none"), (404, "outcome.unknown_decision"))
        self.assertEqual(outcome(outcome="a text about a person"), (400, "json.value"))
        self.assertEqual(outcome(race="a"), (400, "json.unknown_field"))
        self.assertEqual(outcome(), (200, None))
        self.assertEqual(server.call("POST", "/v1/bias-reports", "{}")[0], 400)
        self.assertEqual(server.call("GET", "/v1/bias-reports/sha256:" + "0" * 64)[0], 404)
        self.assertEqual(server.call("GET", "/v1/bias-audits/br-NONE")[0], 404)

    @staticmethod
    def text(n):
        return "My card is 4111 1111 1111 1111." if n % 6 == 0 else "How many vacation days do I have?"


class Monitors(CliTest):
    """What is not computed: monitors, corrections, public summaries, and refusals that say no cell."""

    def small(self):
        """A server with 90 decisions, of which every sixth is redacted, and their attributes in a file."""
        server = self.start()
        at = ("--url", f"http://127.0.0.1:{server.port}", "--data", server.data)
        ids = []
        for n in range(90):
            ids.append(server.decide(interaction=f"i-{n}", content={"text": Records.text(n)})["id"])
        people = self.write("people.csv", "decision,sex\n" + "".join(
            f"{one},{'zeta' if n % 2 else 'ypsilon'}\n" for n, one in enumerate(ids)))
        server.connection.close()
        return server, at, people

    def upload(self, people, at, code=0):
        return self.reeve("bias", "upload", people, "--system", "demo-assistant", "--purpose", "audit", "--legal-basis",
                          "ART4A-1", "--delete-at", "30d", "--as", "Ada Example", *at, code=code)

    def test_a_summary_is_public_until_it_is_withdrawn(self):
        server, at, people = self.small()
        self.upload(people, at)
        page = self.folder / "summary.html"
        run = json.loads(self.reeve(
            "bias", "run", "--system", "demo-assistant", "--group", "sex", "--favourable", "allow", "--preset", "nyc-ll144",
            "--tool", "Ranker 3", "--auditor", "Example & Partners", "--audit-date", "2026-11-27", "--used-from",
            "2026-12-01", "--data-source", "Applications of 2026", "--format", "summary", "--out", page,
            "--as", "Ada Example", "--json", *at).stdout)
        done = self.reeve("bias", "publish", run["report"], "--as", "Ada Example", "--json", *at)
        published = json.loads(done.stdout)

        def anybody(path):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
            connection.request("GET", path)
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            return answer.status, text
        status, text = anybody("/.well-known/audits.json")
        listed = json.loads(text)["audits"]
        self.assertEqual((status, [one["tool"] for one in listed]), (200, ["Ranker 3"]))
        self.assertEqual(anybody(listed[0]["page"]), (200, page.read_text(encoding="utf-8")))
        self.assertIn("Example &amp; Partners", anybody(published["path"])[1])
        self.assertEqual(anybody("/v1/bias-publications")[0], 401)
        self.assertEqual(anybody("/audits/bp-NONE")[0], 404)
        self.assertIn("public", self.reeve("bias", "published", *at).stdout)
        self.reeve("bias", "withdraw", published["id"], "--reason", "out of use", "--as", "Ada Example", *at)
        self.assertEqual(anybody(published["path"])[0], 410)
        self.assertEqual(json.loads(anybody("/.well-known/audits.json")[1]), {"audits": []})
        self.assertIn("withdrawn", self.reeve("bias", "published", *at).stdout)

    def test_a_monitor_is_set_corrected_and_ended(self):
        _, at, _ = self.small()
        columns = ("--system", "demo-assistant", "--group", "sex", "--favourable", "allow", "--as", "Ada Example", *at)
        wrong = self.reeve("bias", "monitor", "set", "weekly", "--schedule", "weekly", *columns, code=1)
        self.assertIn("0 6 * * 1", wrong.stderr)
        monitor = ("bias", "monitor")
        done = json.loads(self.reeve(*monitor, "set", "weekly", "--schedule", "0 6 * * 1", "--window-days", "28",
                                     "--raise-below", "0.7", "--json", *columns).stdout)
        self.assertEqual(done["state"], "quiet")
        self.assertEqual(done["alarm"], {"metric": "selection_rate", "raise_below": 0.7, "clear_at": 0.85,
                                         "act": "tell"})
        self.assertRegex(done["next"], r"T06:00:00")
        self.assertIn("0 6 * * 1", self.reeve(*monitor, "list", *at).stdout)
        opened = json.loads(self.reeve(*monitor, "correct", "weekly", "--measure", "a new cut-off", "--owner",
                                       "Ben Example", "--due", "30d", "--as", "Ada Example", "--json", *at).stdout)
        correction = opened["corrections"][0]["correction"]
        self.reeve(*monitor, "corrected", "weekly", correction, "--note", "in use", "--as", "Ben Example", *at)
        shown = self.reeve(*monitor, "show", "weekly", *at).stdout
        self.assertIn("a new cut-off (Ben Example, by ", shown)
        self.assertIn("done by Ben Example", shown)
        self.reeve(*monitor, "end", "weekly", "--reason", "retired", "--as", "Ada Example", *at)
        self.assertIn("no monitors", self.reeve(*monitor, "list", *at).stdout)
        self.assertIn("ended", self.reeve(*monitor, "list", "--all", *at).stdout)

    def test_a_refusal_repeats_no_attribute(self):
        server, at, people = self.small()
        good = people.read_text(encoding="utf-8")
        said = ""
        for wrong in (good + 'd-1,"omegafolk\n', good + "d-1,omegafolk,omegafolk\n",
                      good + "d-1,omegafolk\nd-1,omegafolk\n"):
            done = self.upload(self.write("wrong.csv", wrong), at, code=1)
            said += done.stdout + done.stderr
        self.upload(self.write("long.csv", good.replace("ypsilon\n", "omegafolk" * 20 + "\n", 1)), at)
        done = self.reeve("bias", "run", "--system", "demo-assistant", "--group", "sex", "--favourable", "allow", "--as",
                          "Ada Example", *at, code=1)
        self.assertIn("failed", done.stdout)
        said += done.stdout + done.stderr + server.errors() + server.get("/metrics")
        server.connection.close()
        self.assertNotIn("omegafolk", said)
        export = self.folder / "export"
        self.reeve("ledger", "export", server.data, export)
        for path in [p for folder in (export, server.data) for p in folder.rglob("*") if p.is_file()]:
            self.assertNotIn(b"omegafolk", path.read_bytes(), path)


if __name__ == "__main__":
    run_module()
