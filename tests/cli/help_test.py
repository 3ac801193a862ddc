"""The command line itself: help, wrong usage, version."""
import subprocess

from harness import REEVE, CliTest, run_module

COMMANDS = ["serve", "config", "config check", "config show", "config example", "init", "token", "token new", "token list", "token show", "token revoke", "token whoami",
            "scan", "detectors list", "detectors explain",
            "policy", "policy check", "policy test", "policy eval", "policy fmt", "policy describe", "policy new",
            "policy diff", "policy replay", "policy schema", "policy import", "policy controls",
            "ledger", "ledger verify", "ledger show", "ledger export", "ledger rebuild", "ledger tiles", "ledger receipt", "ledger anchors",
            "ledger consistency", "receipt", "receipt verify", "witness", "key", "key new",
            "cel", "cel eval", "cel check", "cel repl",
            "bundle", "bundle build", "bundle sign", "bundle verify", "bundle inspect", "bundle diff", "bundle propose",
            "bundle approve", "bundle reject", "bundle schedule", "bundle activate", "bundle rollback", "bundle status",
            "approval", "approval list", "approval show", "approval approve", "approval reject", "approval withdraw",
            "grant", "grant give", "grant end", "grant delegate", "grant list", "training", "training record", "training list",
            "bundle shadow", "bundle canary", "bundle share", "bundle stop", "bundle promote",
            "system", "system propose", "system change", "system document", "system review", "system approve",
            "system activate", "system restrict", "system suspend", "system retire", "system show", "system list",
            "system unknown", "system classify", "system obligations", "halt", "halt place", "halt lift", "halt list",
            "classify", "law", "law check", "law dates", "law list", "law questions", "incident deadline",
            "waiver", "waiver grant", "waiver revoke", "waiver show", "waiver list",
            "incident", "incident open", "incident update", "incident report", "incident close", "incident show",
            "proxy", "proxy check",
            "incident list", "break-glass", "break-glass invoke", "break-glass end", "break-glass review",
            "break-glass show", "break-glass list", "override", "override record", "override rates",
            "appeal", "appeal open", "appeal decide", "appeal show", "appeal list",
            "bias", "bias audit", "bias verify", "bias presets", "bias record", "bias upload", "bias run", "bias runs",
            "bias attributes", "bias attributes list", "bias attributes delete", "bias monitor", "bias monitor set",
            "bias monitor list", "bias monitor show", "bias monitor end", "bias monitor correct", "bias monitor corrected",
            "bias publish", "bias withdraw", "bias published",
            "review", "review list", "review show", "review decide",
            "oversight", "oversight quality", "oversight measures", "oversight seed"]

# What is typed, and the word that the message must name.
WRONG = [
    ("", "subcommand"),
    ("nonsense", "no command `nonsense`"),
    ("polcy", "did you mean `policy`?"),
    ("policy", "subcommand"),
    ("classify", "FACTS is required"),
    ("classify a --absent maybe", "--absent: maybe not in"),
    ("classify a --as-of 2026-02-30", "no day such as"),
    ("proxy chek a", "did you mean `check`?"),
    ("law", "subcommand"),
    ("law chek", "did you mean `check`?"),
    ("incident deadline a", "--aware is required"),
    ("policy chek", "did you mean `check`?"),
    ("policy check", "DIR is required"),
    ("policy check a b", "one argument too many: `b`"),
    ("policy fmt", "PATH is required"),
    ("policy describe", "PATH is required"),
    ("policy describe x --format pdf", "--format: pdf not in"),
    ("policy new a.yaml --to b", "FILE"),
    ("policy schema --kind rule", "--kind: rule not in"),
    ("policy test --verbose a", "no option `--verbose`"),
    ("init", "--as is required"),
    ("token new x", "--role is required"),
    ("token revoke t-1", "--reason is required"),
    ("token list --state gone", "--state: gone not in"),
    ("serve --tls-key x", "--tls-certificate"),
    ("serve --prot 1", "no option `--prot`; did you mean `--port`?"),
    ("serve --port", "--port"),
    ("serve --port 65536", "--port: Value 65536"),
    ("serve --port http", "--port: Value http"),
    ("serve --queue 0", "--queue: Value 0"),
    ("serve --connections many", "--connections: Value many"),
    ("receipt verify a", "one of --key and --policy"),
    ("receipt verify a --key b --policy c", "--policy"),
    ("ledger receipt a", "--index"),
    ("ledger receipt a --index -1", "`-1` is no whole number"),
    ("ledger consistency a 010", "`010` is no whole number"),
    ("ledger consistency a", "OLD is required"),
    ("witness --log a", "--name is required"),
    ("review decide rv-1 good --reason r", "good not in"),
    ("review decide rv-1 wrong --as a", "--reason is required"),
    ("review list --limit 0", "--limit: Value 0"),
    ("oversight measures --fast 101 --reason r", "--fast: Value 101"),
    ("oversight measures --min-votes 0 --reason r", "--min-votes: Value 0"),
    ("oversight seed --reason r --as a", "APPROVAL is required"),
    ("witness --name a", "--log is required"),
    ("system propose x --name n --owner o --as a --reason r", "--purpose is required"),
    ("system document x --kind dpia --as a --reason r", "--file"),
    ("system list --state asleep", "--state: asleep not in"),
    ("halt place --as a --reason r", "--system"),
    ("halt place --system a --model b --as a --reason r", "--system"),
    ("halt lift --as a --reason r", "ID is required"),
    ("config", "subcommand"),
    ("config chek", "did you mean `check`?"),
    ("config check", "FILE is required"),
    ("serve --config", "--config"),
    ("serve extra", "one argument too many: `extra`"),
    ("policy eval extra", "one argument too many: `extra`"),
    ("cel", "subcommand"),
    ("cel evl 1", "did you mean `eval`?"),
    ("cel eval", "EXPR or --file is required"),
    ("cel check", "EXPR or --file is required"),
    ("cel check 1 --type a=int", "--type requires --plain"),
    ("cel check 1 --plain --policies x", "--policies excludes --plain"),
    ("cel repl 1", "one argument too many: `1`"),
    ("cel repl --nohistory", "did you mean `--no-history`?"),
    ("cel eval 1 2", "one argument too many: `2`"),
    ("cel eval 1 --file x", "EXPR excludes --file"),
    ("cel eval 1 --max-steps 0", "--max-steps: Value 0"),
    ("cel eval 1 --deadline 0", "--deadline: Value 0"),
    ("cel eval 1 --vra x=1", "did you mean `--var`?"),
    ("scan --jsonl file", "excludes"),
    ("scan --json", "did you mean `--jsonl`?"),
    ("ledger", "subcommand"),
    ("ledger verify", "FOLDER is required"),
    ("ledger show data", "INDEX is required"),
    ("ledger show data x", "`x` is no index"),
    ("ledger show data -1", "`-1` is no index"),
    ("ledger show data 010", "`010` is no index"),
    ("ledger show data 1.5", "`1.5` is no index"),
    ("ledger export data", "OUT is required"),
    ("ledger rebuild", "DATA is required"),
    ("waiver", "subcommand"),
    ("waiver grant --as x", "RULE is required"),
    ("waiver grant alpha --as x", "`alpha` names no rule: type POLICY/RULE"),
    ("waiver grant a/b --as x --reason y --requested-by z", "--until is required"),
    ("waiver grant a/b --as x --until 1d --reason y", "--requested-by is required"),
    ("waiver list --expiring soon", "`soon` is no length of time"),
    ("waiver list --unused --state all", "--state excludes --unused"),
    ("waiver list --state asleep", "asleep"),
    ("bundle", "subcommand"),
    ("bundle aprove x", "did you mean `approve`?"),
    ("bundle build x", "--out is required"),
    ("bundle sign x --name y", "--key is required"),
    ("bundle verify x", "--trust is required"),
    ("bundle build x -o y --revision 0", "--revision: Value 0"),
    ("bundle propose --as x --reason y", "PATH is required"),
    ("bundle approve --as x", "DIGEST is required"),
    ("bundle reject x --as x", "--reason is required"),
    ("bundle rollback --as x", "--reason is required"),
    ("key new key.pem", "--origin is required"),
    ("key new --origin example.org/log", "FILE is required"),
]


class Help(CliTest):
    def test_every_command_has_help_with_an_example_of_its_own(self):
        for command in COMMANDS:
            with self.subTest(command):
                done = self.reeve(*command.split(), "--help")
                examples = done.stdout[done.stdout.index("\nExample"):]
                self.assertIn(f"reeve {command} ", examples.replace("\n", " \n"))
                self.assertEqual(done.stderr, "")

    def test_the_program_lists_its_commands_and_exit_codes(self):
        done = self.reeve("--help")
        for word in ["serve", "policy", "cel", "scan", "ledger", "key", "Exit codes: 0 good", "Example: reeve "]:
            self.assertIn(word, done.stdout)
        self.assertEqual(done.stdout, self.reeve("-h").stdout)

    def test_the_example_of_scan_runs_as_it_stands(self):
        line = next(line for line in self.reeve("scan", "--help").stdout.splitlines() if line.startswith("Example: "))
        command = line.removeprefix("Example: ").replace("reeve", f"'{REEVE}'")
        self.assertIn("CREDIT_CARD", subprocess.run(["sh", "-c", command], capture_output=True, check=True,
                                                    text=True).stdout)

    def test_wrong_usage_names_the_word_and_exits_with_2(self):
        for typed, said in WRONG:
            with self.subTest(typed):
                done = self.reeve(*typed.split(), code=2, cwd=self.folder)
                self.assertIn(said, done.stderr)
                self.assertTrue(done.stderr.startswith("reeve: error: "), done.stderr)
                self.assertIn("--help", done.stderr)
                self.assertEqual(done.stdout, "")
        self.assertEqual(list(self.folder.iterdir()), [], "wrong usage left something behind")

    def test_the_version(self):
        self.assertRegex(self.reeve("--version").stdout, r"^reeve \d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    run_module()
