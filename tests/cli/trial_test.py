"""Trials of bundles against a running server: shadow, canary, widened, stopped, promoted."""
import hashlib
import json
import re

from bundle_test import BUNDLE, policy
from harness import CliTest, run, run_module


def bucket(digest, interaction, tenant="default"):
    """Which interactions a canary decides, computed as docs/lifecycle.md says, by other code than the server's."""
    joined = b"\0".join(part.encode() for part in ["reeve trial", digest, tenant, interaction])
    return int.from_bytes(hashlib.sha256(joined).digest()[:8], "big") % 10_000


class Trials(CliTest):
    def policies(self, name, *words):
        self.write(f"{name}/bundle.yaml", BUNDLE)
        for word in words:
            self.write(f"{name}/{word}.yaml", policy(word, word))
        return self.folder / name

    def governed(self):
        return self.start("--governed", "--policies", self.policies("first", "alpha"))

    def bundle(self, server, *arguments, person="Ada Example", code=0):
        as_whom = [] if arguments[0] == "status" else ["--as", person]
        return self.reeve("bundle", *arguments, "--url", f"http://127.0.0.1:{server.port}", "--data", server.data,
                          *as_whom, code=code)

    def propose(self, server, folder):
        done = self.bundle(server, "propose", folder, "--reason", "a word is missing")
        return re.match(r"sha256:[0-9a-f]{64}", done.stdout)[0]

    def trial(self, server, digest):
        return json.loads(server.get(f"/v1/bundles/{digest}/trial"))

    def recount(self, server, trial):
        """The decisions of each side and their denials, from the records alone, by other code than the server's."""
        size = int(re.search(r"server.stopped records=(\d+)", server.errors())[1])
        sides = {"active": [0, 0], "tried": [0, 0]}
        for index in range(size):
            record = json.loads(self.reeve("ledger", "show", server.data, index).stdout)
            part = record["body"].get("trial", {}) if record["kind"] == "decision" else {}
            if part.get("id") != trial:
                continue
            side = "tried" if part.get("arm") == "canary" else "active"
            sides[side][0] += 1
            sides[side][1] += record["body"]["effect"] == "deny"
            if "shadow" in part:
                sides["tried"][0] += 1
                sides["tried"][1] += part["shadow"]["effect"] == "deny"
        return sides

    def test_a_shadow_is_begun_looked_at_and_stopped(self):
        server = self.governed()
        digest = self.propose(server, self.policies("next", "alpha", "beta"))
        said = self.bundle(server, "shadow", digest[7:15], "--reason", "what would it deny").stdout
        self.assertIn("shadow since", said)
        self.assertIn("what would it deny", said)
        for i in range(6):
            self.assertEqual(server.decide(interaction=f"i-{i}", content={"text": "beta"})["effect"], "allow")
        decided = server.decide(content={"text": "alpha"})
        self.assertEqual(decided["effect"], "deny")
        shown = self.bundle(server, "status", digest).stdout
        self.assertIn("would differ: 6 in the effect, 0 in the rules alone", shown)
        self.assertIn("6 x allow -> deny +beta/beta", shown)
        self.assertIn("6 x beta/beta", shown)
        self.assertIn("nothing is judged yet", shown)
        refused = self.bundle(server, "canary", digest, "--share", "10%", "--reason", "x", code=1)
        self.assertIn("[bundle.state]", refused.stderr)
        trial = self.trial(server, digest)
        self.bundle(server, "stop", digest, "--reason", "seen enough", person="Ben Example")
        self.assertIn("by Ben Example: stopped: seen enough", self.bundle(server, "status").stdout)
        self.assertIn('reeve_trial_running{mode="shadow"} 0', server.get("/metrics"))
        server.stop()
        counted = {side: [trial[side]["decisions"], trial[side]["effects"]["deny"]] for side in ("active", "tried")}
        self.assertEqual(counted, self.recount(server, trial["trial"]["id"]))
        self.assertEqual(counted, {"active": [7, 1], "tried": [7, 7]})
        self.assertIn("equal to the fold", self.reeve("ledger", "rebuild", server.data).stdout)
        self.reeve("ledger", "verify", server.data)
        self.reeve("policy", "replay", server.data)

    def test_a_canary_decides_its_share_widens_goes_on_after_a_crash_and_is_promoted(self):
        server = self.governed()
        digest = self.propose(server, self.policies("next", "alpha", "beta"))
        self.bundle(server, "approve", digest, person="Ben Example")
        said = self.bundle(server, "canary", digest, "--share", "12.5%", "--max-deny-increase", "100",
                           "--max-latency", "1000", "--min-decisions", "20", "--reason", "an eighth").stdout
        self.assertIn("canary on 12.5 % of the interactions", said)

        def check(share):
            for i in range(60):
                by = server.decide(interaction=f"i-{i}", content={"text": "beta"})
                inside = bucket(digest, f"i-{i}") < share
                self.assertEqual((by["effect"], by["bundle"] == digest), ("deny" if inside else "allow", inside))

        check(1250)
        refused = self.bundle(server, "promote", digest, code=1)
        self.assertIn("[bundle.trial_minimum]", refused.stderr)
        self.bundle(server, "share", digest, "5%", code=1)
        self.bundle(server, "share", digest, "50%", "--reason", "it goes well")
        check(5000)
        before = self.trial(server, digest)
        server.kill()  # as a crash does
        server = self.governed()
        self.assertEqual(self.trial(server, digest), before)
        check(5000)
        self.assertTrue(self.trial(server, digest)["minimum_reached"])
        self.assertIn("active", self.bundle(server, "promote", digest, person="Ben Example").stdout)
        self.assertEqual(server.decide(content={"text": "beta"})["bundle"], digest)
        server.stop()
        self.reeve("policy", "replay", server.data)
        self.assertIn("equal to the fold", self.reeve("ledger", "rebuild", server.data).stdout)

    def test_a_canary_that_denies_too_much_stops_by_itself(self):
        server = self.governed()
        digest = self.propose(server, self.policies("next", "alpha", "beta"))
        self.bundle(server, "approve", digest, person="Ben Example")
        self.bundle(server, "canary", digest, "--share", "50%", "--min-decisions", "20", "--max-latency", "1000",
                    "--reason", "half")
        effects = [server.decide(interaction=f"i-{i}", content={"text": "beta"})["effect"] for i in range(120)]
        self.assertEqual(set(effects[100:]), {"allow"})
        shown = self.bundle(server, "status", digest).stdout
        self.assertIn("by reeve: threshold", shown)
        self.assertIn("stopped by deny_increase: 100, at most 5 allowed", shown)
        self.assertIn(f"canary  {effects.count('deny')} decisions", shown)
        self.assertIn("reeve_trial_stops_total 1", server.get("/metrics"))
        self.assertIn("event=bundle.trial_stopped", server.errors())
        self.bundle(server, "stop", digest, "--reason", "late", code=1)

    def test_wrong_arguments_are_named(self):
        for wrong, said in [(["canary", "x", "--share", "abc"], "is no share"),
                            (["canary", "x", "--share", "0%"], "is no share"),
                            (["canary", "x", "--share", "1.234%"], "is no share"),
                            (["canary", "x", "--share", "5%", "--promote-after", "24"], "is no time span"),
                            (["canary", "x", "--share", "5%", "--max-errors", "101"], "--max-errors"),
                            (["promote", "x", "--force"], "--reason"),
                            (["promote", "x", "--reason", "y"], "--force"),
                            (["stop", "x"], "--reason")]:
            done = run("bundle", *wrong, "--as", "Ada Example")
            self.assertEqual(done.returncode, 2, (wrong, done.stderr))
            self.assertIn(said, done.stderr)


if __name__ == "__main__":
    run_module()
