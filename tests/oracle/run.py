#!/usr/bin/env python3
"""Compares crit with the oracle over generated policies: `run.py CRIT [FIRST [LAST]]`, see README.md."""

import argparse
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from dataclasses import is_dataclass

import reach
from compare import Counts, compare
from members import Members
from policies import build


# SURER is no failure: no filled-in member contradicts it.
FAILURES = ("WRONG", "UNSETTLED", "REFUSED", "PLAIN", "ANSWER")


def made(seed, how_many):
    builder = build(seed)
    policy = builder.build()
    for version in (policy, *policy.others):
        policy.asked += [path for path, body in every_body(version) if body[0] == "asked" and path not in policy.asked]
    policy.read = facts_read(policy)
    for version in policy.others:
        version.read = policy.read
    rng = random.Random(seed * 7 + 1)
    source = Members(rng, policy, builder.as_of)
    return policy, [source.member(str(index + 1)) for index in range(how_many)]


def facts_read(policy):
    """The names of facts and lists that it reads; members have no others."""
    names, found = {*policy.facts, *policy.lists}, set()

    def look(part):
        if isinstance(part, str):
            if part in names:
                found.add(part)
        elif isinstance(part, (tuple, list)):
            for one in part:
                look(one)
        elif isinstance(part, dict):
            look(list(part.values()))
        elif is_dataclass(part):
            look(list(vars(part).values()))
        elif hasattr(part, "by_box"):
            look([key.argument for key in part.keys])

    for version in (policy, *policy.others):
        look([version.sections, version.amendments, version.tables])
    return frozenset(found)


def every_body(policy):
    def walk(path, body):
        yield path, body
        for part in body[1:]:
            yield from inside(path, part)

    def inside(path, part):
        if isinstance(part, list):
            for one in part:
                if hasattr(one, "body"):
                    yield from walk(one.path, one.body)
                elif isinstance(one, tuple):
                    for piece in one:
                        if isinstance(piece, tuple) and piece and isinstance(piece[0], str):
                            yield from walk(path, piece)
        elif isinstance(part, tuple) and part and isinstance(part[0], str):
            yield from walk(path, part)

    for section in policy.sections:
        if section.body is not None:
            yield from walk(section.path, section.body)


def work(job):
    crit, seeds, how_many, plain_every, folder = job
    folder = tempfile.mkdtemp(dir=folder)
    counts, findings, reached = Counts(), [], Counts()
    for seed in seeds:
        policy, members = made(seed, how_many)
        counts.add("policies")
        if seed % 10 == 0:
            for version in (policy, *policy.others):
                reach.declared(version, reached)
            for member in members:
                version = policy.in_force(member.as_of)
                if version is not None:
                    reach.count(version, member, reached)
        found = compare(crit, policy, members, folder, counts, seed % plain_every == 0)
        findings += [(seed, str(one)) for one in found]
        for one in found:
            counts.add(one.kind)
    shutil.rmtree(folder)
    return counts, findings, reached


def main():
    options = argparse.ArgumentParser()
    options.add_argument("crit")
    options.add_argument("first", type=int, nargs="?", default=0)
    options.add_argument("last", type=int, nargs="?", default=100)
    options.add_argument("--members", type=int, default=8)
    options.add_argument("--plain-every", type=int, default=1, help="compare with --no-explain for every Nth policy")
    options.add_argument("--seconds", type=float, default=1e9)
    options.add_argument("--first", dest="until", metavar="KIND", help="end at the first finding of a kind, such as WRONG")
    options.add_argument("--reach", action="store_true", help="print what was generated and worked out, of every tenth policy")
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    given = options.parse_args()
    started = time.monotonic()
    counts, reached = Counts(), Counts()
    with tempfile.TemporaryDirectory() as folder, multiprocessing.Pool(given.jobs) as pool:
        seeds = list(range(given.first, given.last))
        jobs = [(given.crit, seeds[i:i + 10], given.members, given.plain_every, folder) for i in range(0, len(seeds), 10)]
        for one, findings, more in pool.imap(work, jobs):
            counts.merge(one)
            reached.merge(more)
            for seed, text in findings:
                print(f"seed {seed}: {text}", flush=True)
            if time.monotonic() - started > given.seconds or (given.until and counts.get(given.until)):
                pool.terminate()
                break
    if given.reach:
        print("\n".join(reach.table(reached)))
    for name in sorted(counts):
        print(f"{counts[name]:>10,}  {name}")
    print(f"{time.monotonic() - started:.1f} s")
    return 1 if any(counts.get(kind) for kind in ([given.until] if given.until else FAILURES)) else 0


if __name__ == "__main__":
    sys.exit(main())
