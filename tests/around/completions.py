"""What bash, zsh and fish offer of a command line of crit. A shell that is not installed is left out, and said so.

python3 completions.py CRIT
"""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

CRIT = os.path.abspath(sys.argv[1])
failures = []


def check(name, found, expected):
    if found != expected:
        failures.append(f"{name}\n  expected {expected}\n  found    {found}")


def script(shell):
    return subprocess.run([CRIT, "completions", shell], check=True, capture_output=True, text=True).stdout


def verbs():
    text = subprocess.run([CRIT, "help"], check=True, capture_output=True, text=True).stdout
    return re.findall(r"^  (\w+)  *\w", text.split("verbs:")[1].split("exit codes:")[0], re.M)


# A line, and what is to be offered at its end. `eval` has two operands, and flags with a word, a file, and with nothing.
LINES = [
    ("crit ev", ["eval"]),
    ("crit eval --for", ["--format"]),
    ("crit eval --format ", ["json", "text"]),
    ("crit eval --format j", ["json"]),
    ("crit eval --format=j", ["json"]),
    ("crit eval --as-of ", []),
    ("crit eval ", ["folder", "p q.crit", "p.crit"]),
    ("crit eval p.", ["p.crit"]),
    ("crit eval p.crit ", ["folder", "m.json", "more.ndjson"]),
    ("crit eval p.crit m.json mo", ["more.ndjson"]),
    ("crit eval --as-of 2022-10-01 p.crit m", ["m.json", "more.ndjson"]),
    ("crit eval --format=json p.crit m.", ["m.json"]),
    ("crit eval -- p.crit m.", ["m.json"]),
    ("crit eval --facts m", ["m.json", "more.ndjson"]),
    ("crit eval p.crit --confine ", ["folder"]),
    ("crit check p.crit p", ["p q.crit", "p.crit"]),
    ("crit explain E020", [f"E020{digit}" for digit in "123456789"]),
    ("crit explain grow", ["growth"]),
    ("crit help chec", ["check"]),
    ("crit completions ", ["bash", "fish", "zsh"]),
    ("crit version ", []),
    ("crit nonsense ", []),
]


VERBS = verbs()
if "repl" in VERBS:
    # A policy alone is opened by the shell.
    LINES += [
        ("crit p.", ["p.crit"]),
        ("crit p.crit m", ["m.json", "more.ndjson"]),
        ("crit p.crit --keys ", ["emacs", "vi"]),
        ("crit repl p.crit m.", ["m.json"]),
        ("crit repl -c .help p.", ["p.crit"]),
    ]
if "fmt" in VERBS:
    LINES += [
        ("crit fmt -", ["--check", "--color", "--diff", "--error-format", "--help", "--write", "-d", "-h", "-w"]),
        ("crit fmt p.crit p.", ["p.crit"]),
    ]


def words_of(line):
    """As bash splits a line: an equals sign is a word of its own."""
    words = []
    for word in line.split(" "):
        words += [part for part in re.split("(=)", word) if part] or [""]
    if line.endswith("="):
        words.append("")
    return words


def offered(line):
    words = words_of(line)
    quoted = " ".join("'" + word + "'" for word in words)
    program = (
        script("bash")
        + f"\nCOMP_WORDS=({quoted})\nCOMP_CWORD={len(words) - 1}\n_crit\n"
        + '((${#COMPREPLY[@]})) && printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    ran = subprocess.run(["bash", "--norc", "-c", program], capture_output=True, text=True)
    if ran.stderr:
        failures.append(f"bash: {line}\n  {ran.stderr}")
    return sorted(set(ran.stdout.splitlines()))


def typed(command, setting, keys, until):
    """What a shell on a terminal shows when keys are typed; until a text is there, or ten seconds are over."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(
            TERM="xterm",
            PS1="$ ",
            COLUMNS="200",
            LINES="50",
            HOME=HOME,
            PATH=os.path.dirname(CRIT) + ":" + os.environ["PATH"],
        )
        os.execvp(command[0], command)
    shown = b""

    def read(wanted):
        nonlocal shown
        end = time.monotonic() + 10
        while wanted not in shown and time.monotonic() < end:
            if select.select([terminal], [], [], 0.1)[0]:
                try:
                    shown += os.read(terminal, 65536)
                except OSError:
                    return

    os.write(terminal, setting.encode() + b"\necho rea''dy\n")
    read(b"ready")
    shown = b""
    os.write(terminal, keys.encode())
    read(until.encode())
    os.write(terminal, b"\x03\nexit\n")
    os.close(terminal)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return shown.decode(errors="replace")


def in_bash():
    for line, expected in LINES:
        check(f"bash: {line}", offered(line), sorted(expected))
    with open("crit.bash", "w") as file:
        file.write(script("bash"))
    # With a real line editor: the word is split at `=`, and a blank in a name is written with a backslash.
    for keys, until in (
        ("crit ev\t", "crit eval"),
        ("crit eval --format=j\t", "--format=json"),
        ("crit check p\\ \t", r"p\ q.crit"),
    ):
        shown = typed(
            ["bash", "--norc", "--noprofile", "-i"],
            "bind 'set enable-bracketed-paste off'; source ./crit.bash",
            keys,
            until,
        )
        if until not in shown:
            failures.append(f"bash, typed: {keys!r} shows {shown!r}")


def in_zsh():
    with open("_crit", "w") as file:
        file.write(script("zsh"))
    subprocess.run(["zsh", "-n", "_crit"], check=True)
    setting = "fpath=($PWD $fpath); autoload -U compinit; compinit -D -u; unsetopt PROMPT_SP"
    lines = [
        ("crit ev\t", "crit eval"),
        ("crit eval --form\t", "--format"),
        ("crit eval --format j\t", "--format json"),
        ("crit eval --format=j\t", "--format=json"),
        ("crit eval p.\t", "p.crit"),
        ("crit eval p.crit m.\t", "m.json"),
        ("crit eval --as-of 2022-10-01 p.crit m.\t", "m.json"),
        ("crit check p.crit p\\ \t", r"p\ q.crit"),
        ("crit explain grow\t", "growth"),
        ("crit completions f\t", "fish"),
        # A list: the help stands beside.
        ("crit eval --max-\t\t", "any number"),
    ]
    for keys, until in lines:
        shown = typed(["zsh", "-f", "-i"], setting, keys, until)
        if until not in shown or "_arguments:" in shown:
            failures.append(f"zsh: {keys!r} shows {shown!r}")


def in_fish():
    with open("crit.fish", "w") as file:
        file.write(script("fish"))
    subprocess.run(["fish", "-n", "crit.fish"], check=True)
    environment = dict(os.environ, HOME=HOME, XDG_CONFIG_HOME=HOME, XDG_DATA_HOME=HOME, TERM="xterm")
    for line, expected in LINES:
        ran = subprocess.run(
            ["fish", "--no-config", "-c", f"source crit.fish; complete -C '{line}'"],
            capture_output=True,
            text=True,
            env=environment,
        )
        found = sorted(
            {
                re.sub(r"\t.*", "", one).rstrip("/").replace("--format=", "").replace("\\ ", " ")
                for one in ran.stdout.splitlines()
            }
        )
        check(f"fish: {line}{ran.stderr}", found, sorted(expected))


with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as HOME:
    os.chdir(folder)
    for name in ("p.crit", "p q.crit", "m.json", "more.ndjson", "notes.txt"):
        open(name, "w").close()
    os.mkdir("folder")
    for verb in VERBS:
        # Nothing in the table is left out anywhere: each flag of the help is in each script.
        text = subprocess.run([CRIT, verb, "--help"], check=True, capture_output=True, text=True).stdout
        flags = re.findall(r"^  (?:-\w, )?(--[\w-]+)", text, re.M)
        check(f"bash: the flags of {verb}", offered(f"crit {verb} --"), sorted(flags + ["--help"]))
        check(f"bash: {verb} is a verb", verb in offered("crit "), True)
        for shell in ("zsh", "fish"):
            whole = script(shell)
            for flag in flags + [verb]:
                wanted = flag if shell == "zsh" else flag.replace("--", "-l ")
                check(f"{shell}: {flag} of {verb}", wanted in whole, True)
    for shell, run in (("bash", in_bash), ("zsh", in_zsh), ("fish", in_fish)):
        if shutil.which(shell):
            run()
        else:
            print(f"{shell} is not installed: its completions were read, and not run")
    os.chdir("/")

for failure in failures:
    print(failure)
print(f"{len(failures)} failures")
sys.exit(1 if failures else 0)
