#!/usr/bin/env python3
"""Builds crit with single changes of an operator or bound, and says which of them the oracle's minute finds.

`mutants/run.py [NAME…]` works in build/mutants: a copy of the sources, one build folder, rebuilt for each change. The changes
stand in list.txt. It ends with 1 where more than MISSED_AT_MOST are not found, or a change no longer fits its file.
"""

import os
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, "..", "..", ".."))
WORK = os.path.join(ROOT, "build", "mutants")
BUILD = os.path.join(WORK, "build", "dev")
SOURCES = ("CMakeLists.txt", "CMakePresets.json", "cmake", "grammar", "interp", "repl", "stdlib", "tests", "bench", "examples", "README.md",
           "LANGUAGE.md", "LICENSE")
MISSED_AT_MOST = 2
SECONDS = 60


def changes():
    """(name, file, what stands there, what it is changed to); each stands on four lines, apart by an empty one."""
    with open(os.path.join(HERE, "list.txt")) as file:
        blocks = [block.splitlines() for block in file.read().split("\n\n")]
    for lines in blocks:
        lines = [line for line in lines if not line.startswith("#")]
        if lines:
            name, path, before, after = lines
            yield name, path, before, after


def prepare():
    """A copy of the sources with its own build/dev, so that ccache knows what is not changed."""
    os.makedirs(WORK, exist_ok=True)
    for name in SOURCES:
        place = os.path.join(ROOT, name)
        if os.path.isdir(place):
            subprocess.run(["cp", "-r", "--update", "--preserve=timestamps", place, WORK], check=True)
        elif os.path.exists(place):
            shutil.copy2(place, WORK)
    if not os.path.exists(os.path.join(BUILD, "build.ninja")):
        launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
        subprocess.run(["cmake", "--preset", "dev", *launcher], check=True, stdout=subprocess.DEVNULL, cwd=WORK)


def build():
    done = subprocess.run(["ninja", "-C", BUILD, "crit_tool"], capture_output=True, text=True)
    return done.returncode == 0, done.stdout[-2000:]


def finding():
    """The oracle's first finding of a minute, or None."""
    crit = os.path.join(BUILD, "bin", "crit")
    for command in ([os.path.join(HERE, "..", "run.py"), crit, "0", "100000", "--seconds", str(SECONDS), "--first", "any", "--plain-every", "10"],):
        done = subprocess.run([sys.executable, *command], capture_output=True, text=True)
        if done.returncode != 0:
            return next((line[:150] for line in done.stdout.splitlines() if line.startswith("seed ") and "SURER" not in line), done.stderr[-150:])
    return None


def main():
    wanted = sys.argv[1:]
    prepare()
    fine, log = build()
    if not fine:
        print(log)
        return 1
    if not wanted:
        found = finding()
        if found is not None:
            print(f"without a change: {found}")
            return 1
    missed = broken = tried = 0
    for name, path, before, after in changes():
        if wanted and name not in wanted:
            continue
        place = os.path.join(WORK, path)
        with open(place) as file:
            text = file.read()
        if text.count(before) != 1:
            print(f"{name:24} does not fit: {path} has it {text.count(before)} times", flush=True)
            broken += 1
            continue
        with open(place, "w") as file:
            file.write(text.replace(before, after))
        fine, log = build()
        started = time.monotonic()
        found = finding() if fine else f"does not build: {log[-200:]}"
        seconds = time.monotonic() - started
        with open(place, "w") as file:
            file.write(text)
        tried += 1
        broken += not fine
        missed += found is None
        print(f"{name:24} {'MISSED' if found is None else f'found in {seconds:.0f} s'}: {found or ''}", flush=True)
    print(f"{tried} changes, {missed} missed, {broken} that do not fit or build")
    return 1 if missed > MISSED_AT_MOST or broken else 0


if __name__ == "__main__":
    sys.exit(main())
