"""The man pages: each is written, roff has nothing to complain of, and what the help says stands in it.

python3 man.py CRIT
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

CRIT = sys.argv[1]
failures = []


def run(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, **more)


def help_of(*words):
    return run(CRIT, *words, check=True).stdout


verbs = re.findall(r"^  (\w+)  *\w", help_of("help").split("verbs:")[1].split("exit codes:")[0], re.M)
if "eval" not in verbs:
    failures.append(f"the verbs of `crit help` are not read: {verbs}")

with tempfile.TemporaryDirectory() as folder:
    pages = os.path.join(folder, "man", "man1")
    help_of("help", "--man-pages", pages)
    expected = sorted(["crit.1"] + [f"crit-{verb}.1" for verb in verbs])
    if sorted(os.listdir(pages)) != expected:
        failures.append(f"written are {sorted(os.listdir(pages))}, and not {expected}")
    for name in sorted(os.listdir(pages)):
        path = os.path.join(pages, name)
        text = open(path, encoding="ascii").read()
        verb = name[len("crit-") : -len(".1")] if "-" in name else None
        if help_of("help", "--man", *([verb] if verb else [])) != text:
            failures.append(f"{name} is not what `crit help --man` prints")
        for line in text.splitlines():
            # What begins with a point is a request of ours, and nothing that was written in a help.
            if line.startswith((".", "'")) and not re.match(r"\.(TH|SH|TP|PP|nf|fi)( |$)", line):
                failures.append(f"{name}: {line}")
        if shutil.which("groff"):
            ran = run("groff", "-man", "-ww", "-b", "-z", "-Tutf8", path)
            if ran.stderr or ran.returncode:
                failures.append(f"groff: {name}: {ran.stderr}")
            shown = run("groff", "-man", "-Tutf8", "-P-cbou", path).stdout
            # Words that roff parted at the end of a line are put together.
            shown = re.sub(r"\x1b\[[\d;]*m|.\x08", "", shown)
            shown = re.sub(r"\u2010\n *", "", shown).replace("\u2010", "-")
            shown = " ".join(shown.split())
            wanted = [f"crit {verb}"] if verb else []
            if verb:
                wanted += re.findall(r"^  (?:-\w, )?(--[\w-]+)", help_of(verb, "--help"), re.M)
                wanted.append(" ".join(help_of(verb, "--help").splitlines()[0].replace("`", "").split()))
            else:
                wanted += verbs + ["14 undetermined"]
            for one in wanted:
                if one not in shown:
                    failures.append(f"{name} does not show: {one}")
        if shutil.which("man"):
            ran = run("man", "--warnings", "-l", path, env=dict(os.environ, MANPAGER="cat", LC_ALL="C.UTF-8"))
            if ran.stderr or ran.returncode:
                failures.append(f"man: {name}: {ran.stderr}")
    if run(CRIT, "help", "--man-pages", os.path.join(pages, "crit.1", "below")).returncode != 1:
        failures.append("a folder that cannot be made is no failure")
if not shutil.which("groff"):
    print("groff is not installed: the pages were read, and not set")

for failure in failures:
    print(failure)
print(f"{len(failures)} failures")
sys.exit(1 if failures else 0)
