"""`reeve cel repl`: line by line from a script, and in a real terminal."""
import fcntl
import os
import pty
import re
import select
import stat
import struct
import subprocess
import termios
import time

from harness import PATIENCE, REEVE, CliTest, run_module

CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>()][A-Z0-9]?|\r|\x07")
UP, TAB, CTRL_C, CTRL_D, CTRL_R, CTRL_Z = "\x1b[A", "\t", "\x03", "\x04", "\x12", "\x1a"

# Lines of a script, and what is answered on standard output.
ANSWERS = [
    ("1 + 2", "3\n"),
    ("   'a' + 'b'  ", '"ab"\n'),
    ("", ""),
    (":type [1u]", "list(uint)\n"),
    (":english n > 500", "the n is above 500\n"),
    (":format n>500&&(true)", "n > 500 && true\n"),
    (":cost true", "steps: 1\n"),
    (":trace n > 500", "false: n > 500\n    n = 7\n"),
    (":ast n.exists(x, x > 1)", ".exists(x) : bool\n  n : dyn  (variable)\n  > : bool\n    x : dyn  (variable of a macro)\n"
                                "    1 : int\n"),
    (":ast has(j.a) ? int(j.?a[?0].orValue('1')) : -n", None),
    (":vars", 'j : dyn = {"a": ["1"]}\nn : dyn = 7\n'),
]

# Lines of a script, and what is said on standard error.
ERRORS = [
    ("1 +", ["line:1:4: error: expected an expression", "[cel.syntax]", "^"]),
    ("amuont + 1", ["unknown variable `amuont`", "did you mean `amount`?"]),
    ("1 / 0", ["error: division by zero [cel.division]"]),
    (":tpye 1", ["no command `:tpye`; did you mean `:type`?"]),
    (":", ["no command `:`"]),
    (":type", ["usage: :type EXPR"]),
    (":vars x", ["usage: :vars"]),
    (":let x", [":let name = EXPR"]),
    (":let = 1", ["`` cannot name a variable"]),
    (":let in = 1", ["`in` cannot name a variable"]),
    (":let x = 1 / 0", ["division by zero"]),
    (":let x = 1 +", ["[cel.syntax]"]),
    (":load missing.json", ["missing.json"]),
    ("(" * 10_000, ["[cel.too_deep]"]),
    ("a" * 1_000_000, ["[cel.too_long]"]),
    ("[1,2,3,4,5,6,7,8,9]" + "".join(f".all(x{i}, [1,2,3,4,5,6,7,8,9]" for i in range(12)) + ".all(y, true)" + ")" * 12,
     ["[cel.budget]"]),
]


class Script(CliTest):
    def repl(self, *lines, options=(), code=0):
        return self.reeve("cel", "repl", *options, stdin="\n".join(lines), code=code, cwd=self.folder)

    def test_every_line_is_answered(self):
        options = ["--var", "n=7", "--var", 'j={"a": ["1"]}']
        for line, answer in ANSWERS:
            with self.subTest(line):
                done = self.repl(line, options=options)
                self.assertEqual(done.stderr, "")
                if answer is None:
                    self.assertIn(" : ", done.stdout)
                elif line.startswith(":vars"):
                    self.assertEqual(sorted(done.stdout.splitlines()), sorted(answer.splitlines()))
                else:
                    self.assertEqual(done.stdout, answer)

    def test_an_error_is_told_and_ends_nothing(self):
        for line, said in ERRORS:
            with self.subTest(line[:60]):
                done = self.repl(line, "41 + 1", options=["--var", "amount=7"], code=1)
                self.assertEqual(done.stdout, "42\n")
                for words in said:
                    self.assertIn(words, done.stderr)

    def test_variables_are_bound_to_values(self):
        done = self.repl(":let a = [1, 2]", ":let b = a.map(x, x * 10)", ":type b", ":let a = 'new'", "a", "b", ":vars")
        self.assertEqual(done.stdout, '[1, 2]\n[10, 20]\nlist(int)\n"new"\n"new"\n[10, 20]\n'
                                      'a : string = "new"\nb : list(int) = [10, 20]\n')

    def test_variables_are_loaded(self):
        self.write("v.json", '{"n": 1, "o": {"deep": [true]}}')
        self.write("w.json", '{"n": "one"}')
        self.write("bad.json", "[1]")
        self.assertEqual(self.repl(":load v.json", "o.deep[n - 1]", ":load w.json", "n").stdout, 'true\n"one"\n')
        self.assertIn("JSON object", self.repl(":load bad.json", code=1).stderr)

    def test_the_help_lists_every_command(self):
        printed = self.repl(":help").stdout
        for command in [":ast", ":cost", ":english", ":format", ":help", ":let", ":load", ":quit", ":trace", ":type", ":vars"]:
            self.assertIn(f"  {command} ", printed)

    def test_quit_ends(self):
        self.assertEqual(self.repl("1", ":quit", "2").stdout, "1\n")

    def test_a_rule_sees_the_request_that_is_loaded(self):
        self.write("request.json", '{"action": {"kind": "refund", "amount": 900}}')
        done = self.repl("action.amount > 500.0", ":load request.json", "action.amount > 500.0", ":let big = action.amount",
                         "big * 2.0", "action.amuont", options=["--policy"], code=1)
        self.assertEqual(done.stdout, "false\ntrue\n900.0\n1800.0\n")
        self.assertIn("did you mean `amount`?", done.stderr)

    def test_values_that_double_with_every_line_stay_bounded(self):
        lines = [":let x = [1, 1]"] + [":let x = [x, x]"] * 200
        printed = self.repl(*lines, "x == x", ":vars", code=1).stdout
        self.assertLess(len(printed), 200 * 70_000)
        self.assertTrue(printed.splitlines()[-1].startswith("x : list("))

    def test_a_value_nested_too_deep_is_not_bound(self):
        lines = [":let x = 1"] + [":let x = " + "[" * 100 + "x" + "]" * 100] * 20
        done = self.repl(*lines, code=1)
        self.assertIn("[cel.too_deep]", done.stderr)

    def test_nothing_is_kept_of_a_script(self):
        os.environ["XDG_STATE_HOME"] = str(self.folder / "state")
        self.addCleanup(os.environ.pop, "XDG_STATE_HOME")
        self.repl("1 + 2")
        self.assertEqual(list(self.folder.iterdir()), [])


class Terminal:
    """The program in a pseudo-terminal of 100 columns."""

    def __init__(self, state, *arguments, says):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        environment = dict(os.environ, TERM="xterm", XDG_STATE_HOME=str(state), HOME=str(state), LC_ALL="C")
        self.process = subprocess.Popen([REEVE, "cel", "repl", *arguments], stdin=slave, stdout=slave, stderr=slave,
                                        env=environment, start_new_session=True,
                                        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(slave)
        self.shown = ""
        self.until(says)
        self.until("cel> ")

    def until(self, words):
        """What is shown up to these words, without control sequences."""
        end = time.monotonic() + PATIENCE
        while words not in self.shown:
            ready, _, _ = select.select([self.master], [], [], max(0, end - time.monotonic()))
            try:
                data = os.read(self.master, 65536) if ready else b""
            except OSError:  # the other side is closed
                data = b""
            if not data:
                raise AssertionError(f"{words!r} never came: {self.shown!r}")
            self.shown = CONTROL.sub("", self.shown + data.decode())
        before, _, self.shown = self.shown.partition(words)
        return before

    def type(self, keys):
        os.write(self.master, keys.encode())

    def ask(self, line):
        """What is answered to a line."""
        self.type(line + "\r")
        self.until("\n")
        return self.until("cel> ").strip()

    def end(self):
        self.type(CTRL_D)
        code = self.process.wait(PATIENCE)
        os.close(self.master)
        return code

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
            os.close(self.master)


class OnTerminal(CliTest):
    def open(self, *arguments, says="TAB completes"):
        terminal = Terminal(self.folder, *arguments, says=says)
        self.addCleanup(terminal.kill)
        return terminal

    def history(self):
        return self.folder / "reeve" / "cel_history"

    def test_lines_are_answered(self):
        terminal = self.open()
        self.assertEqual(terminal.ask("1 + 2"), "3")
        self.assertEqual(terminal.ask("size('é😀')"), "2")
        self.assertIn("[cel.division]", terminal.ask("1 / 0"))
        self.assertEqual(terminal.ask(":let a = 20"), "20")
        self.assertEqual(terminal.ask("a + 1"), "21")
        self.assertEqual(terminal.end(), 0)

    def test_quit_ends(self):
        terminal = self.open()
        terminal.type(":quit\r")
        self.assertEqual(terminal.process.wait(PATIENCE), 0)

    def test_a_line_is_edited(self):
        terminal = self.open()
        self.assertEqual(terminal.ask("12\x1b[D0"), "102")  # an arrow to the left, and a digit between
        self.assertEqual(terminal.ask("99\x7f\x7f7"), "7")

    def test_tab_completes_fields_functions_and_commands(self):
        terminal = self.open("--policy")
        self.assertEqual(terminal.ask(f"content.te{TAB}"), '""')
        self.assertEqual(terminal.ask(f"action.am{TAB} + 1.0"), "1.0")
        self.assertEqual(terminal.ask(f"'abc'.startsW{TAB}'a')"), "true")
        self.assertEqual(terminal.ask(f"findings.exists(f, f.sc{TAB} > 0.0)"), "false")
        self.assertEqual(terminal.ask(f":ty{TAB}action.am{TAB}"), "double")
        self.assertEqual(terminal.ask(f":let big = action.am{TAB}"), "0.0")
        self.assertEqual(terminal.ask(f"bi{TAB}"), "0.0")

    def test_tab_lists_what_there_is(self):
        terminal = self.open("--policy")
        terminal.type(f"con{TAB}{TAB}")
        listed = terminal.until("cel> ")
        self.assertRegex(listed, r"content +content\n +context +context")
        terminal.type("n")
        self.assertEqual(terminal.ask(f"{TAB}.size"), "0")
        terminal.type(f":{TAB}")
        self.assertIn(":english", terminal.until("cel> "))

    def test_tab_looks_into_values(self):
        terminal = self.open("--var", 'order={"amount": 12}')
        self.assertEqual(terminal.ask(f"order.am{TAB}"), "12")

    def test_control_c_forgets_the_line(self):
        terminal = self.open()
        terminal.type("1 + " + CTRL_C)
        terminal.until("^C")
        terminal.until("cel> ")
        self.assertEqual(terminal.ask("7"), "7")
        terminal.type(CTRL_C)
        terminal.until("cel> ")
        self.assertEqual(terminal.end(), 0)

    def test_control_z_loses_nothing(self):
        terminal = self.open()
        terminal.type("40 + " + CTRL_Z)
        self.assertEqual(terminal.ask("2"), "42")  # nobody waits for this session, so it goes on

    def test_history_goes_from_one_session_to_the_next(self):
        first = self.open()
        first.ask("100 + 11")
        first.ask(" 200 + 22")  # begins with a blank
        first.ask("300 + 33")
        self.assertEqual(first.ask(UP + UP + UP), "111")
        self.assertEqual(first.end(), 0)
        self.assertEqual(stat.S_IMODE(self.history().stat().st_mode), 0o600)
        self.assertEqual(self.history().read_text(), "100 + 11\n300 + 33\n100 + 11\n")
        second = self.open()
        self.assertEqual(second.ask(UP), "111")
        self.assertEqual(second.ask(UP + UP), "333")
        second.type(CTRL_R + "100")
        second.until("100 + 11")
        second.type("\r")
        second.until("\n111\n")

    def test_history_is_bounded_and_secret(self):
        self.history().parent.mkdir()
        self.history().write_text("".join(f"{i}\n" for i in range(2500)))
        self.history().chmod(0o644)
        terminal = self.open()
        self.assertEqual(terminal.ask(UP), "2499")
        lines = self.history().read_text().splitlines()
        self.assertEqual((len(lines), lines[0]), (1001, "1500"))
        self.assertEqual(stat.S_IMODE(self.history().stat().st_mode), 0o600)

    def test_no_history_keeps_nothing(self):
        terminal = self.open("--no-history")
        terminal.ask("1 + 2")
        self.assertEqual(terminal.ask(UP), "3")  # within the session it is there
        self.assertEqual(terminal.end(), 0)
        self.assertFalse(self.history().exists())

    def test_a_history_that_cannot_be_written_is_told_once(self):
        (self.folder / "reeve").write_text("no folder")
        terminal = self.open(says="warning: no history is kept")
        self.assertEqual(terminal.ask("1 + 2"), "3")
        self.assertEqual(terminal.ask("3 + 4"), "7")


if __name__ == "__main__":
    run_module()
