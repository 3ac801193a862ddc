"""`reeve events follow` against a running server, and one that is started anew."""
import json
import subprocess
import threading

from harness import PATIENCE, REEVE, CliTest, run_module

PRIVATE = "Zephyrine Quillfeather of Nowhere Lane, card 4111 1111 1111 1111"


class Follower:
    """The command, with what it says read as it comes."""

    def __init__(self, test, server, *arguments):
        self.process = subprocess.Popen(
            [REEVE, "events", "follow", "--url", f"http://127.0.0.1:{server.port}", "--data", str(server.data), *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        test.addCleanup(self.end)

    def line(self):
        timer = threading.Timer(PATIENCE, self.process.kill)
        timer.start()
        try:
            return self.process.stdout.readline().rstrip("\n")
        finally:
            timer.cancel()

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


class Events(CliTest):
    def follow(self, server, *arguments, code=0):
        return self.reeve("events", "follow", "--url", f"http://127.0.0.1:{server.port}", "--data", server.data,
                          *arguments, code=code)

    def test_what_was_recorded_is_printed_as_a_line_or_a_cloud_event(self):
        server = self.start()
        first = server.decide(content={"text": PRIVATE})
        server.decide()
        done = self.follow(server, "--first", "0", "--kind", "decision", "--count", "2", "--json")
        events = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([event["type"] for event in events], ["reeve.decision"] * 2)
        self.assertEqual(events[0]["subject"], first["id"])
        self.assertEqual(events[0]["id"], str(first["record"]["index"]))
        self.assertEqual(events[0]["data"]["effect"], first["effect"])
        self.assertNotIn("Zephyrine", done.stdout)
        self.assertNotIn("4111", done.stdout)
        text = self.follow(server, "--first", "0", "--effect", first["effect"], "--count", "1").stdout
        self.assertRegex(text, rf"Z  \d+  decision  {first['effect']}  demo-assistant  .*{first['id']}\n$")

    def test_who_follows_hears_of_what_comes_and_goes_on_behind_it_after_a_restart(self):
        server = self.start()
        before = server.decide()
        follower = Follower(self, server, "--kind", "decision", "--first", str(before["record"]["index"]), "--json")
        self.assertEqual(json.loads(follower.line())["subject"], before["id"])
        later = server.decide()
        self.assertEqual(json.loads(follower.line())["subject"], later["id"])
        port = server.port
        self.assertEqual(server.stop(), 0)
        server = self.start(port=port)
        again = [server.decide()["id"] for _ in range(3)]
        self.assertEqual([json.loads(follower.line())["subject"] for _ in range(3)], again)

    def test_what_cannot_be_followed_is_said(self):
        server = self.start()
        self.assertIn("[events.parameter]", self.follow(server, "--kind", "decisions", code=1).stderr)
        self.assertIn("did you mean", self.follow(server, "--kind", "desicion", code=1).stderr)
        self.follow(server, "--effect", "allowed", code=2)
        self.assertEqual(server.stop(), 0)
        self.assertIn("[client.unreachable]", self.follow(server, code=3).stderr)


if __name__ == "__main__":
    run_module()
