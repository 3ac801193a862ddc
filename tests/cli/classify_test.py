"""The class of a system by a law, the tables of law, and deadlines of incidents, without a server."""
import json

from harness import SOURCE, CliTest, run_module

CREDIT = """# A credit score of consumers.
sys.machine_based: yes
sys.infers: yes
sys.profiling: yes
org.role: [provider, deployer]
org.established_in_union: yes
annex3.5.b: yes
"""


class Classify(CliTest):
    def classified(self, facts, *arguments):
        path = self.write("facts.yaml", facts)
        done = self.reeve("classify", path, *arguments, "--format", "json")
        return json.loads(done.stdout)

    def test_a_class_with_its_rules_duties_and_dates(self):
        found = self.classified(CREDIT, "--absent", "no")
        self.assertEqual((found["class"], found["applies_from"]), ("high_risk_annex3", "2027-12-02"))
        rules = {rule["id"]: rule for rule in found["rules"]}
        self.assertEqual(rules["annex3.5.b"]["by"], "answer")
        self.assertEqual(rules["art6.3.profiling"]["by"], "condition")
        self.assertIn("Annex III, 5(b)", rules["annex3.5.b"]["articles"])
        duties = {duty["id"]: duty for duty in found["obligations"]}
        self.assertEqual(duties["obl.27"]["from"], "2027-12-02")
        self.assertEqual(duties["obl.27"]["articles"], ["Art. 27"])
        self.assertIn("obl.9", duties)
        self.assertEqual({role["role"] for role in found["roles"]}, {"provider", "deployer"})
        self.assertEqual((found["open_questions"], found["reasons"]), ([], []))
        self.assertEqual(found["axes"], {"gpai": "none"})
        self.assertIn("not legal advice", found["notice"])

    def test_what_is_unknown_is_for_a_person(self):
        found = self.classified(CREDIT)
        self.assertEqual(found["class"], "needs_review")
        self.assertIn("prohibited", found["possible_classes"])
        self.assertIn("art5.1.c", [question["id"] for question in found["open_questions"]])
        found = self.classified(CREDIT.replace("sys.profiling: yes", "sys.profiling: unknown\nart6.3.a: yes"), "--absent", "no")
        self.assertEqual(found["possible_classes"], ["high_risk_annex3", "not_high_risk_6_3"])
        self.assertEqual([q["id"] for q in found["open_questions"] if q["changes_class"]], ["sys.profiling"])

    def test_the_text_begins_with_the_class(self):
        path = self.write("facts.yaml", CREDIT)
        said = self.reeve("classify", path, "--absent", "no").stdout
        self.assertTrue(said.startswith("high_risk_annex3  (from 2027-12-02)\n"), said[:80])
        for part in ("Why", "annex3.5.b", "Duties of the provider", "Duties of the deployer", "not legal advice"):
            self.assertIn(part, said)
        said = self.reeve("classify", path, "--absent", "no", "--as-of", "2026-11-27").stdout
        self.assertTrue(said.startswith("high_risk_annex3  (coming, from 2027-12-02)\n"), said[:80])
        said = self.reeve("classify", path).stdout
        self.assertTrue(said.startswith("needs_review\n"), said[:80])
        self.assertIn("Open questions", said)

    def test_facts_are_read_from_json_and_from_standard_input(self):
        facts = json.dumps({"sys.machine_based": True, "sys.infers": True, "org.role": "provider",
                            "annex3": {"4": {"a": "yes"}}})
        done = self.reeve("classify", "-", "--absent", "no", "--format", "json", stdin=facts)
        self.assertEqual(json.loads(done.stdout)["class"], "high_risk_annex3")

    def test_wrong_facts_are_named_with_their_place(self):
        path = self.write("facts.yaml", "sys.infers: yes\nsys.profilling: yes\n")
        done = self.reeve("classify", path, code=3)
        self.assertIn("facts.yaml:2:1: error:", done.stderr)
        self.assertIn("did you mean `sys.profiling`?", done.stderr)
        self.assertEqual(done.stdout, "")
        self.reeve("classify", self.folder / "none.yaml", code=3)
        self.assertIn("no day such as", self.reeve("classify", path, "--as-of", "soon", code=2).stderr)
        done = self.reeve("classify", self.write("good.yaml", CREDIT), "--as-of", "2020-01-01", code=3)
        self.assertIn("before the law was in force", done.stderr)
        self.assertIn("did you mean `eu_ai_act`?", self.reeve("classify", path, "--table", "eu_ai_ct", code=3).stderr)

    def test_another_jurisdiction_is_another_table(self):
        facts = self.write("facts.yaml", "tool: { derived_by_learning: yes, simplified_output: yes, substantial: yes }\n"
                                         "use.hiring: yes\nuse.in_city: yes\norg.role: employer\n")
        done = self.reeve("classify", facts, "--table", "nyc_hiring", "--absent", "no", "--format", "json")
        found = json.loads(done.stdout)
        self.assertEqual((found["class"], found["applies_from"]), ("covered", "2023-07-05"))
        self.assertEqual([duty["id"] for duty in found["obligations"]],
                         ["ll144.audit", "ll144.summary", "ll144.notice", "ll144.data"])

    def test_a_changed_table_is_checked_and_used(self):
        text = (SOURCE / "policies/law/eu_ai_act.yaml").read_text(encoding="utf-8")
        self.assertIn("sound", self.reeve("law", "check", SOURCE / "policies/law/eu_ai_act.yaml").stdout)
        wrong = self.write("wrong.yaml", text.replace("when: any(\"annex3\") && sys.profiling", "when: any(\"anex3\") && sys.profiling"))
        done = self.reeve("law", "check", wrong, code=1)
        self.assertIn("did you mean `annex3`?", done.stdout)
        self.assertIn("^", done.stdout)
        path = self.write("facts.yaml", CREDIT)
        self.assertIn("is not sound", self.reeve("classify", path, "--table", wrong, code=3).stderr)
        later = self.write("later.yaml", text.replace("from: 2027-12-02", "from: 2029-12-02"))
        done = self.reeve("classify", path, "--absent", "no", "--table", later, "--format", "json")
        self.assertEqual(json.loads(done.stdout)["applies_from"], "2029-12-02")

    def test_the_questions_of_a_table_are_a_file_of_facts(self):
        questions = self.reeve("law", "questions").stdout
        self.assertIn("\nannex3.5.b: unknown\n", questions)
        found = self.classified(questions, "--absent", "no")
        self.assertEqual(found["class"], "needs_review")
        self.assertIn("2027-12-02  High-risk systems of Annex III", self.reeve("law", "dates").stdout)
        listed = self.reeve("law", "list").stdout
        self.assertIn("eu_ai_act", listed)
        self.assertIn("nyc_hiring", listed)

    def test_tables_may_lie_among_policies(self):
        self.reeve("policy", "check", SOURCE / "policies")


class Deadline(CliTest):
    def deadline(self, facts, aware, *arguments):
        path = self.write("facts.yaml", facts)
        done = self.reeve("incident", "deadline", path, "--aware", aware, *arguments, "--format", "json")
        return json.loads(done.stdout)

    def test_the_shortest_limit_that_applies(self):
        found = self.deadline("inc.category: [a, b]\ninc.person_died: yes\n", "2026-11-27T16:30:00+01:00")
        self.assertEqual((found["deadline"], found["days"], found["rule"], found["outer_limit"]),
                         ("2026-11-29", 2, "inc.widespread_or_critical", "2026-12-01"))
        self.assertEqual([(limit["id"], limit["due"]) for limit in found["limits"]],
                         [("inc.widespread_or_critical", "2026-11-29"), ("inc.death", "2026-12-07"),
                          ("inc.default", "2026-12-12")])
        self.assertTrue(found["certain"])

    def test_an_unknown_death_counts(self):
        found = self.deadline("inc.category: a\ninc.person_died: unknown\n", "2026-11-27")
        self.assertEqual((found["deadline"], found["days"], found["certain"]), ("2026-12-07", 10, False))

    def test_for_people(self):
        path = self.write("facts.yaml", "inc.category: b\n")
        said = self.reeve("incident", "deadline", path, "--aware", "2026-11-27").stdout
        self.assertTrue(said.startswith("Report by 2026-11-29: 2 days from awareness, Art. 73(3)"), said)
        self.assertIn("May extend to 2026-12-01", said)
        self.assertIn("not legal advice", said)

    def test_the_outer_day_knows_the_holidays_that_are_named(self):
        found = self.deadline("category: b\n", "2026-12-23", "--holiday", "2026-12-24", "--holiday", "2026-12-25")
        self.assertEqual((found["deadline"], found["outer_limit"]), ("2026-12-25", "2026-12-29"))
        path = self.write("facts.yaml", "category: b\n")
        said = self.reeve("incident", "deadline", path, "--aware", "2026-12-23", "--holiday", "2026-12-25").stdout
        self.assertIn("May extend to 2026-12-28 by Regulation 1182/71, weekends and the holidays named", said)
        done = self.reeve("incident", "deadline", path, "--aware", "2026-12-23", "--holiday", "xmas", code=2)
        self.assertIn("no day such as", done.stderr)

    def test_a_time_that_is_none(self):
        path = self.write("facts.yaml", "inc.category: b\n")
        self.assertIn("is no time", self.reeve("incident", "deadline", path, "--aware", "soon", code=2).stderr)


if __name__ == "__main__":
    run_module()
