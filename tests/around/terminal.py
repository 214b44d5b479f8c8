"""The pager and the line of progress, on a terminal: crit runs behind a pseudo-terminal.

python3 terminal.py CRIT
"""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time

CRIT = os.path.abspath(sys.argv[1])
WIPED = b"\r\x1b[K"
failures = []


def check(name, holds, what=""):
    if not holds:
        failures.append(f"{name}: {what!r}"[:2000])


POLICY = """policy "T.1" { title "Test"; effective from 2000-01-01 }
facts { adult : yes_no; number : list { n : number } complete }
indication I "Adults" {
  all_of {
    1 "Adult": adult
    2 "Numbers": every number has (n > 0 and n < 1000000)
  }
  approve
}
"""


class Run:
    """crit on a terminal of 24 rows. Where `out` is given, standard output goes to that file and only messages are shown."""

    def __init__(self, words, environment=None, rows=24, columns=80, out=None):
        child, self.terminal = pty.fork()
        if child == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            if out:
                os.dup2(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
            for name in ("PAGER", "CRIT_PAGER", "NO_COLOR", "LESS"):
                os.environ.pop(name, None)
            os.environ.update({"TERM": "xterm", **(environment or {})})
            os.execv(CRIT, ["crit", *words])
        self.child = child
        self.shown = b""

    def read(self, seconds, until=None):
        end = time.monotonic() + seconds
        while time.monotonic() < end and (until is None or until not in self.shown):
            if select.select([self.terminal], [], [], 0.05)[0]:
                try:
                    part = os.read(self.terminal, 65536)
                except OSError:
                    part = b""
                if not part:
                    return self
                self.shown += part
        return self

    def type(self, keys):
        os.write(self.terminal, keys)
        return self

    def end(self, seconds=60):
        """Its exit code; below 0, the signal that ended it; None: it did not end."""
        self.read(seconds)
        end = time.monotonic() + 5
        while time.monotonic() < end:
            done, status = os.waitpid(self.child, os.WNOHANG)
            if done:
                os.close(self.terminal)
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.02)
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.terminal)
        return None


def program(name, text):
    """A pager of our own."""
    with open(name, "w") as file:
        file.write("#!/bin/sh\n" + text)
    os.chmod(name, 0o755)
    return os.path.join(os.getcwd(), name)


def plain(words):
    return subprocess.run([CRIT, *words], capture_output=True).stdout


def lines(text):
    return text.replace(b"\r\n", b"\n")


def try_pager():
    keeping = program("keeping", "cat > paged\n")
    first = {"CRIT_PAGER": keeping, "PAGER": "false"}

    def paged(name, words, environment=None, **more):
        if os.path.exists("paged"):
            os.unlink("paged")
        run = Run(words, {**first, **(environment or {})}, **more)
        code = run.end()
        check(name, code is not None, "it did not end")
        return open("paged", "rb").read() if os.path.exists("paged") else None, run.shown, code

    # What is higher than the terminal goes to the pager, whole and in order; what fits does not.
    for words in (["explain", "growth"], ["help"], ["eval", "--help"], ["help", "eval"], ["explain"]):
        text, shown, code = paged(f"paged: {words}", words, rows=12)
        check(f"the pager has all of it: {words}", text == plain(words), text)
        check(f"and nothing else is shown: {words}", (shown, code) == (b"", 0), (shown, code))
        text, shown, code = paged(f"a high terminal: {words}", words, rows=5000)
        check(f"it fits: {words}", text is None and lines(shown) == plain(words) and code == 0, (text, shown, code))
        text, shown, code = paged(f"--no-pager: {words}", [*words, "--no-pager"], rows=12)
        check(f"--no-pager: {words}", text is None and lines(shown) == plain(words), (text, shown))
    # On the edge: a text of so many lines fits where a row is left for the prompt.
    height = plain(["help"]).count(b"\n")
    check("one row too few", paged("edge", ["help"], rows=height, columns=200)[0] is not None)
    check("just enough", paged("edge", ["help"], rows=height + 1, columns=200)[0] is None)
    # Lines that wrap take several rows.
    check("they wrap", paged("wrap", ["help"], rows=height + 1, columns=40)[0] is not None)

    members = ["many.json"]
    text, shown, code = paged("eval", ["eval", "p.crit", *members])
    check(
        "eval's text is paged, in colour",
        text is not None and b"\x1b[" in text and text.count(b"APPROVE") == 400 and code == 0,
        (text or b"")[:300],
    )
    text, shown, code = paged("one member", ["eval", "p.crit", "one.json"], rows=60)
    check("one member is not", text is None and b"APPROVE" in shown, (text, shown))
    text, shown, code = paged("json", ["eval", "p.crit", *members, "--format", "json"])
    check("JSON is not paged", text is None and shown.count(b'"approve"') == 400, shown[:300])
    # Messages for the same terminal stand in their place; elsewhere they are no part of it.
    text, shown, code = paged("messages", ["eval", "p.crit", "wrong.json", *members])
    check(
        "a message is paged with the rest",
        text is not None and b"error" in text and text.index(b"INVALID") < text.index(b"APPROVE") and code == 4,
        (code, (text or b"")[:300]),
    )
    # A verb that shows no text to read, and output that goes to a file.
    check("`check` is not paged", paged("check", ["check"] + ["p.crit"] * 60)[0] is None)
    check(
        "a file is not paged",
        paged("file", ["explain"], out="out.txt")[0] is None and open("out.txt", "rb").read() == plain(["explain"]),
    )
    # Facts from a pipe: they come when they come.
    ran = Run(["eval", "p.crit", "-"], first)
    one = open("one.json", "rb").read().strip() + b"\n"
    for _ in range(30):
        ran.type(one)
    ran.type(b"\x04")
    code = ran.end()
    check(
        "facts from standard input are not paged",
        ran.shown.count(b"APPROVE") == 30 and code == 0,
        (code, ran.shown[-300:]),
    )

    # Which pager.
    check("PAGER", paged("PAGER", ["explain"], {"CRIT_PAGER": keeping})[0] is not None)
    os.environ.pop("CRIT_PAGER", None)
    run = Run(["explain"], {"PAGER": keeping + " "})
    os.unlink("paged")
    run.end()
    check("PAGER where there is no CRIT_PAGER", os.path.exists("paged"))
    for none in ("", "cat"):
        text, shown, code = paged(f"no pager: {none}", ["explain"], {"CRIT_PAGER": none})
        check(f"no pager: {none!r}", text is None and lines(shown) == plain(["explain"]), shown[:300])
    text, shown, code = paged("dumb", ["explain"], {"TERM": "dumb"})
    check("a dumb terminal", text is None and lines(shown) == plain(["explain"]), shown[:300])
    text, shown, code = paged("absent", ["explain"], {"CRIT_PAGER": "there_is_no_such_pager"})
    check(
        "a pager that is not there loses nothing", plain(["explain"]) in lines(shown) and code == 0, (code, shown[:300])
    )

    # A pager that is quit early: no error, and the run ends.
    head = program("head_of_it", "head -n 3\n")
    for words in (["explain"], ["explain"] + ["growth"] * 60, ["eval", "p.crit"] + ["many.json"] * 300):
        run = Run(words, {"CRIT_PAGER": head})
        code = run.end()
        check(
            f"quit early: {words[:3]}",
            code == 0 and run.shown.count(b"\n") == 3 and b"crit:" not in run.shown,
            (code, run.shown),
        )

    # ^C is for the pager.
    waiting = program(
        "waiting", "trap 'echo interrupted' INT\ncat > paged\nread line < /dev/tty\necho \"went on: $line\"\n"
    )
    run = Run(["explain", "growth"], {"CRIT_PAGER": waiting}, rows=12)
    end = time.monotonic() + 20
    while time.monotonic() < end and not (
        os.path.exists("paged") and open("paged", "rb").read() == plain(["explain", "growth"])
    ):
        time.sleep(0.05)
    for _ in range(100):  # until it waits for a line
        if b"interrupted" not in run.shown:
            run.type(b"\x03").read(0.3, b"interrupted")
    run.type(b"still here\n")
    code = run.end(20)
    check("^C reaches the pager, and crit waits for it", code == 0 and b"interrupted" in run.shown, (code, run.shown))

    # The pager that is there without being asked for.
    if subprocess.run(["sh", "-c", "command -v less"], capture_output=True).returncode == 0:
        run = Run(["explain", "growth"], rows=12).read(20, b"\r\n:")
        check("less shows the first page", 5 < run.shown.count(b"\n") < 20, run.shown)
        run.type(b"\x03").read(0.5)
        # Behind ^C, less may take a key for the end of that.
        for _ in range(5):
            if b"\x1b[?1l" not in run.shown:  # it gives the keypad back
                run.type(b"q").read(1, b"\x1b[?1l")
        code = run.end(20)
        check("less is quit with q", code == 0, (code, run.shown[-300:]))


class Slow:
    """Members that come slowly, of a length that is not known: through a pipe with a name, until they are to end."""

    def __init__(self, name):
        os.mkfifo(name)
        self.name = name
        self.over = threading.Event()
        self.last = b""
        self.thread = threading.Thread(target=self.feed)
        self.thread.start()

    def feed(self):
        member = open("one.json", "rb").read().strip() + b"\n"
        with open(self.name, "wb", buffering=0) as pipe:
            while not self.over.is_set():
                pipe.write(member * 7)
                time.sleep(0.05)
            pipe.write(self.last)

    def end(self, last=b""):
        self.last = last
        self.over.set()
        self.thread.join()
        os.unlink(self.name)


def try_progress():
    def slowly(until, words=(), environment=None, seconds=60, last=b"", **more):
        """Until the text is shown, or for so many seconds."""
        slow = Slow("slow")
        run = Run(["eval", "p.crit", "slow", *words], environment, **{"out": "out.txt", **more})
        run.read(seconds, until)
        slow.end(last)
        code = run.end()
        return run.shown, code

    def draws(shown):
        return shown.count(b"members")

    shown, code = slowly(b" a second")
    check("members and rate", b" members, " in shown and code == 0, (code, shown))
    check("no time is left where the end is not known", b"left" not in shown, shown)
    check(
        "it is drawn on one line, and wiped away at the end",
        b"\n" not in shown and shown.endswith(WIPED) and shown.startswith(WIPED),
        shown,
    )
    check(
        "decisions stay as they are",
        b"\x1b" not in open("out.txt", "rb").read() and b"APPROVE" in open("out.txt", "rb").read(),
    )
    for name, words, environment in (
        ("NO_COLOR", [], {"NO_COLOR": "1"}),
        ("a dumb terminal", [], {"TERM": "dumb"}),
        ("messages as JSON", ["--error-format", "json"], {}),
    ):
        shown, code = slowly(None, words, environment, seconds=1.6)
        check(f"nothing moves: {name}", (shown, code) == (b"", 0), (shown, code))
    shown, code = slowly(b" members", ["--format", "json"])
    check("decisions as JSON in a file, and the terminal for progress", draws(shown) > 0 and shown.endswith(WIPED), shown)
    shown, code = slowly(b" mem", columns=12)
    check("a narrow terminal", shown and all(len(one) < 12 for one in shown.split(WIPED)), shown)
    shown, code = slowly(None, seconds=1.6, environment={"CRIT_PAGER": program("keeping", "cat > paged_slowly\n")}, out=None)
    check("what comes from a pipe is not paged", not os.path.exists("paged_slowly"))
    check("decisions that are shown show how far it is", b"members" not in shown and b"APPROVE" in shown, shown[-300:])

    # The message of the last member stands alone: the line before it was wiped.
    shown, code = slowly(b" a second", last=open("wrong.json", "rb").read())
    at = shown.find(b"error")
    check(
        "a message is not written into the line",
        code == 4
        and at > 0
        and WIPED in shown[:at]
        and b"members" not in shown[:at].rsplit(WIPED, 1)[1]
        and (b"members" not in shown[at:] or b"\n" + WIPED in shown[at:]),
        shown[-500:],
    )

    # Files: their length is known. There are more of them than anybody waits for.
    run = Run(["eval", "p.crit", *["many.json"] * 2000], out="/dev/null").read(120, b" left")
    check("time left", b" left" in run.shown, run.shown[-300:])
    run.type(b"\x03")
    check("and ^C ends it", run.end(60) is not None)
    # No terminal at all.
    ran = subprocess.Popen(
        [CRIT, "eval", "p.crit", *["many.json"] * 20000, "--format", "json"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.6)
    ran.kill()
    check("no terminal, no progress", ran.stderr.read() == b"")

    # Tests, over several policies.
    tests = "".join(f'test "t{i}" {{ as_of 2022-10-01; facts {{ adult : no }}; expect deny }}\n' for i in range(300))
    with open("tested.crit", "w") as file:
        file.write(POLICY + tests)
    run = Run(["test", *["tested.crit"] * 20000], out="/dev/null").read(120, b" a second")
    check("tests and rate", b" tests, " in run.shown, run.shown[-300:])
    run.type(b"\x03")
    run.end(60)


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    numbers = ", ".join(f'{{"n": {n + 1}}}' for n in range(40))
    member = '{"id": "m%d", "as_of": "2022-10-01", "adult": true, "number": [' + numbers + "]}\n"
    with open("p.crit", "w") as file:
        file.write(POLICY)
    with open("one.json", "w") as file:
        file.write(member % 1)
    with open("many.json", "w") as file:
        file.write("".join(member % i for i in range(400)))
    with open("wrong.json", "w") as file:
        file.write('{"id": "w", "as_of": "2022-10-01", "adult": 7}\n')
    first = plain(["eval", "p.crit", "one.json"])
    check("the member is approved", b"APPROVE" in first, first)
    try_pager()
    try_progress()
    os.chdir("/")

for failure in failures:
    print(failure)
print(f"{len(failures)} failures")
sys.exit(1 if failures else 0)
