#!/usr/bin/env python3
"""Gives the completions of pends back to crit: `completions.py CRIT [FIRST [LAST]] [--pends N]`, see README.md."""

import argparse
import json
import multiprocessing
import os
import sys
import tempfile

from compare import Counts, run_crit, write_policy
from members import member_json
from run import made

TWO = "two completions that crit decides differently"
BOUND = "none within the bound of work"
NONE = "none, for another reason"
WRONG = "WRONG: decided otherwise than said"
BOUND_SAYS = "within the bound of work"


def decisions(crit, folder, policy, members):
    with open(os.path.join(folder, "facts.json"), "w") as file:
        json.dump(members, file)
    records, done = run_crit(crit, folder, policy, "--completions")
    if len(records) != len(members):
        sys.exit(f"crit gave {len(records)} records for {len(members)} members:\n{done.stderr[:2000]}")
    return records


def work(job):
    crit, seed, how_many, show = job
    counts, findings = Counts(), []
    with tempfile.TemporaryDirectory() as folder:
        policy, members = made(seed, how_many)
        write_policy(policy, folder)
        given = [member_json(member, policy) for member in members]
        records = decisions(crit, folder, policy, given)
        pends = [(facts, record) for facts, record in zip(given, records) if record.get("decision") == "pend"]
        completed = [({**facts, **one["facts"]}, record, one) for facts, record in pends for one in record["completions"]]
        found = decisions(crit, folder, policy, [facts for facts, _, _ in completed]) if completed else []
        wrong = set()
        for (_, record, one), now in zip(completed, found):
            if not now["valid"] or (now["decision"], now["because"]) != (one["decision"], one["because"]):
                wrong.add(record["member"])
                findings.append(f"seed {seed}, member {record['member']}: {one} is decided {now.get('decision', now.get('diagnostics'))}")
        for _, record in pends:
            kind = kind_of(record, wrong, counts, findings, seed)
            counts.add(kind)
            if show and kind in (BOUND, NONE):
                findings.append(f"seed {seed}, member {record['member']}: {record['no_completions']}")
    return counts, findings


def kind_of(record, wrong, counts, findings, seed):
    counts.add("pends")
    ways = {(one["decision"], one["then"].split(" because")[0] if one["decision"] == "refer" else "") for one in record["completions"]}
    if record["member"] in wrong:
        return WRONG
    if len(ways) == 2:
        return TWO
    if record["completions"]:
        findings.append(f"seed {seed}, member {record['member']}: its completions come to one decision")
        return WRONG
    return BOUND if record["no_completions"].endswith(BOUND_SAYS) else NONE


def main():
    options = argparse.ArgumentParser()
    options.add_argument("crit")
    options.add_argument("first", type=int, nargs="?", default=0)
    options.add_argument("last", type=int, nargs="?", default=100)
    options.add_argument("--members", type=int, default=8)
    options.add_argument("--pends", type=int, default=10**9, help="end once there are so many")
    options.add_argument("--least", type=float, default=98, help="of a hundred pends, so many must carry two")
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    options.add_argument("--show", action="store_true", help="name the pends that carry none")
    given = options.parse_args()
    counts = Counts()
    with multiprocessing.Pool(given.jobs) as pool:
        jobs = [(given.crit, seed, given.members, given.show) for seed in range(given.first, given.last)]
        for one, findings in pool.imap(work, jobs):
            counts.merge(one)
            for text in findings:
                print(text, flush=True)
            if counts.get("pends", 0) >= given.pends:
                pool.terminate()
                break
    for name in sorted(counts):
        print(f"{counts[name]:>10,}  {name}")
    share = 100 * counts.get(TWO, 0) / max(counts.get("pends", 0), 1)
    print(f"{share:.2f} % carry two")
    return 1 if counts.get(WRONG) or share < given.least else 0


if __name__ == "__main__":
    sys.exit(main())
