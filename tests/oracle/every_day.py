#!/usr/bin/env python3
"""Tries every possible day: `every_day.py CRIT [--members N]`, see README.md.

Policies are made of comparisons and queries that read each date once, members of partial dates, missing ends and open lists.
What is not known is filled in with every day that it may be, and each filled-in member is decided. Where all agree crit must
know the answer; where they do not it must not.
"""

import argparse
import multiprocessing
import os
import random
import re
import sys
import tempfile
from itertools import product

import days
import verdicts
from compare import Counts, run_crit, write_policy
from days import FOREVER
from evaluate import Evaluator
from items import Period
from members import Members, facts_file
from model import Cell, Entry, Query, Section
from printing import expression
from schema import new_policy, SERVICE_DAYS
from terms import Terms
from worlds import filled

CRITERIA = 6
MEMBERS = 40
MOST_WORLDS = 4000
AHEAD = 800
# What is asked of the items on file, also where the list is open.
ON_FILE = ("latest", "earliest", "previous", "change", "rate")


class Dated(Terms):
    """Only what depends on days, each date read once."""

    def small(self):
        return self.length()

    def leaf(self):
        kinds = ["datewin", "datewin", "date", "span", "days", "month", "years", "one_list", "one_list", "one_list", "covered", "rate", "pair",
                 "joined", "gap"]
        return getattr(self, "leaf_" + self.rng.choice(kinds))()

    def leaf_years(self):
        value = self.rng.choice([0, 1, 2, 17, 18])
        return ("cmp", "num", self.rng.choice(["<", ">=", "is"]), ("completed_years", ("span", ("fact", "who.born", "date"), ("as_of",))),
                ("const", value, str(value)))

    def leaf_gap(self):
        one = self.policy.lists[self.rng.choice(["s1", "s2"])]
        return "cmp", "span", self.rng.choice(["<", "<=", ">", ">="]), self.valued("gap", one, ""), self.length()

    def leaf_pair(self):
        return "query", self.pair(self.policy.lists[self.rng.choice(["s1", "s2"])])

    def leaf_joined(self):
        selector = self.rng.choice(["some", "no", "at_least", "at_most", "exactly"])
        return "query", self.joined(self.policy.lists[self.rng.choice(["p1", "p2"])], selector)

    def leaf_one_list(self):
        one = self.policy.lists[self.rng.choice(["s1", "s2", "p1", "p2"])]
        selector = self.rng.choice(["some", "no", "every", "at_least", "at_most", "exactly", "latest", "earliest", "previous", "run"])
        if selector == "run" and one.kind == "periods":
            selector = "latest"
        query = Query("latest" if selector == "run" else selector, one.name, self.rng.randint(1, 3))
        make = self.date_window if one.kind == "series" else self.period_window
        if self.rng.random() < 0.8:
            query.windows.append(make())
        if selector == "run":
            query.run = self.length()
        name = "flag" if one.kind == "series" else "ok"
        if selector not in ("some", "no", "at_least", "at_most", "exactly") or self.rng.random() < 0.5:
            query.has = "field", 0, "", name, "yes_no", 0
        return "query", query


def reads_once(policy, body):
    """Each date once: no list and no date twice, one window, no day of an item in a condition."""
    text = expression(body)
    for name in (*policy.facts, *policy.lists):
        if len(re.findall(rf"(?<![\w.]){re.escape(name)}(?![\w])", text)) > 1:
            return False
    for query in queries_in(body):
        inner = repr((query.where, query.has))
        if any(f"'{word}'" in inner for word in ("date", "start", "end", "on")):
            return False
        if len([window for window in query.windows if not window.kind.startswith("apart")]) > 1:
            return False
        if len(query.windows) > 1 and query.pair:
            return False
    return True


def queries_in(body):
    if isinstance(body, Query):
        yield body
    if isinstance(body, (tuple, list)):
        for part in body:
            yield from queries_in(part)


def build(seed):
    rng = random.Random(seed)
    policy = new_policy(rng, seed)
    policy.evidence = []
    policy.effective = (None, None)
    as_of = rng.choice(SERVICE_DAYS)
    terms = Dated(rng, policy, as_of)
    entries = []
    while len(entries) < CRITERIA:
        body = terms.leaf()
        if reads_once(policy, body):
            label = str(len(entries) + 1)
            entries.append(Entry(label, "", body, f"I.{label}"))
    policy.sections.append(Section("indication", "I", body=("block", "all_of", 1, entries)))
    policy.bodies = {entry.path: entry.body for entry in entries}
    return policy, as_of


class DatedMembers(Members):
    """Every field is known; days are not."""

    def member(self, name):
        self.as_of = self.main_day
        self.gaps = 0.0
        facts = {fact: self.cell(declared.type, False) for fact, declared in self.policy.facts.items() if fact in self.policy.read}
        lists = {one.name: self.list_fact(one) for one in self.policy.lists.values() if one.name in self.policy.read}
        from model import Member
        return Member(name, self.as_of, facts, lists, {})

    def source(self):
        return None

    def shown_date(self, day, partial=0.2):
        self.gaps = self.rng.choice([0, 0, 1.5, 3])
        found = super().shown_date(day, partial)
        self.gaps = 0.0
        if type(found[0]) is tuple and len(found[1]) == 4 and self.rng.random() < 0.7:
            return days.month_of(day), days.text_of(day)[:7]
        return found

    def days_of_period(self, source):
        begins, ends = super().days_of_period(source)
        if self.rng.random() < 0.12:
            ends = Cell(0)
        return begins, ends

    def list_fact(self, one):
        found = super().list_fact(one)
        if self.rng.random() < 0.75:
            found.complete = True
        return found


def slots(policy, member, body):
    """What is not known of all that the criterion reads: (mapping, key, each cell it may be)."""
    text = expression(body)
    found = []
    for name, cell in member.facts.items():
        if type(cell.value) is tuple and policy.facts[name].type.kind == "date" and name in text:
            found.append((member.facts, name, every(cell.value)))
    for name, on_file in member.lists.items():
        if not re.search(rf"\b{name}\b", text):
            continue
        for item in on_file.items:
            if "date" in item.cells and type(item.cells["date"].value) is tuple:
                found.append((item.cells, "date", every(item.cells["date"].value)))
            if "start" in item.cells:
                found += period_slots(item, member.as_of)
    return found


def every(bounds):
    return [Cell(2, day) for day in range(bounds[0], bounds[1] + 1)]


def period_slots(item, as_of):
    period = Period(item.cells["start"].value, item.cells["end"].value, as_of)
    sl, sh, el, eh = period.bounds
    found = []
    if type(item.cells["start"].value) is tuple:
        found.append((item.cells, "start", every((sl, sh))))
    if not period.ongoing and not period.empty and el != eh:
        last = max(el, as_of) + AHEAD if eh >= FOREVER else eh
        found.append((item.cells, "end", every((el, last)) + ([Cell(2, as_of + 20_000)] if eh >= FOREVER else [])))
    return found


def is_open(policy, member, body):
    """Whether it asks a list to which further items may belong, other than of those on file."""
    text = expression(body)
    if any(query.selector in ON_FILE or query.pair for query in queries_in(body)):
        return False
    for name, found in member.lists.items():
        complete = policy.lists[name].complete if found.complete is None else found.complete
        if complete is not True and re.search(rf"\b{name}\b", text):
            return True
    return False


def stands(member):
    for found in member.lists.values():
        for item in found.items:
            start, end = item.cells.get("start"), item.cells.get("end")
            if end is not None and type(end.value) is int and type(start.value) is int and end.value < start.value:
                return False
    return True


def every_world(policy, member, body, unknown):
    """The verdict of each world, or None where there are too many."""
    total = 1
    for _, _, options in unknown:
        total *= len(options)
    if total > MOST_WORLDS:
        return None
    before = [(mapping, key, mapping[key]) for mapping, key, _ in unknown]
    found, evaluator = set(), Evaluator(policy, member)
    for way in product(*[options for _, _, options in unknown]):
        for (mapping, key, _), cell in zip(unknown, way):
            mapping[key] = cell
        if stands(member):
            found.add(evaluator(body))
    for mapping, key, cell in before:
        mapping[key] = cell
    return found


def some_worlds(policy, member, body, seed):
    """Of an open list: filled in at random."""
    source = Members(None, policy, member.as_of)
    found = set()
    for number in range(20):
        found.add(Evaluator(policy, filled(source, policy, member, random.Random(seed + number)))(body))
    return found


def judge(crit, worlds, whole):
    """What is wrong with crit's answer, if anything."""
    known = {verdicts.name(one) for one in worlds}
    if crit != "unknown" and known - {crit, "unknown"}:
        return "WRONG", f"{crit}, and some day gives {sorted(known - {crit})}"
    if not whole:
        return None
    if crit != "unknown" and "unknown" in known:
        return "SURER", f"{crit}, and some day leaves it unknown"
    if crit == "unknown" and len(known) == 1 and "unknown" not in known:
        return "UNSETTLED", f"unknown, and every day gives {known.pop()}"
    return None


def work(job):
    crit, seeds, parent = job
    counts, findings = Counts(), []
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        for seed in seeds:
            check(crit, seed, folder, counts, findings)
    return counts, findings


def check(crit, seed, folder, counts, findings):
    from run import facts_read
    policy, as_of = build(seed)
    policy.read = facts_read(policy)
    source = DatedMembers(random.Random(seed + 1), policy, as_of)
    members = [source.member(str(index + 1)) for index in range(MEMBERS)]
    write_policy(policy, folder)
    with open(os.path.join(folder, "facts.json"), "w") as file:
        file.write(facts_file(members, policy))
    records, done = run_crit(crit, folder, policy)
    if len(records) != len(members):
        findings.append((seed, f"REFUSED: {done.stdout[:300]} {done.stderr[:300]}"))
        counts.add("REFUSED")
        return
    counts.add("policies")
    for member, record in zip(members, records):
        counts.add("members")
        if not record["valid"]:
            findings.append((seed, f"REFUSED: {record['diagnostics'][:1]}"))
            counts.add("REFUSED")
            continue
        for criterion in record["sections"][0]["criteria"][0]["children"]:
            body = policy.bodies[criterion["path"]]
            check_criterion(policy, member, criterion, body, counts, findings, seed)


def check_criterion(policy, member, criterion, body, counts, findings, seed):
    unknown = slots(policy, member, body)
    worlds = every_world(policy, member, body, unknown)
    if worlds is None:
        counts.add("criteria with too many worlds, left out")
    else:
        counts.add(f"criteria with {min(len(unknown), 3)}{' or more' if len(unknown) > 2 else ''} days not known, each tried")
        tell(judge(criterion["verdict"], worlds, True), member, criterion, body, counts, findings, seed)
    if criterion["verdict"] != "unknown" and is_open(policy, member, body):
        counts.add("certain verdicts over open lists, further items tried at random")
        worlds = some_worlds(policy, member, body, seed)
        tell(judge(criterion["verdict"], worlds, False), member, criterion, body, counts, findings, seed)


def tell(wrong, member, criterion, body, counts, findings, seed):
    if wrong is not None:
        counts.add(wrong[0])
        findings.append((seed, f"{wrong[0]}: member {member.name}, {criterion['path']}: crit {wrong[1]}: {expression(body)}"))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("crit")
    options.add_argument("--members", type=int, default=20_000)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    given = options.parse_args()
    counts = Counts()
    seeds = list(range(given.first, given.first + -(-given.members // MEMBERS)))
    with tempfile.TemporaryDirectory() as folder, multiprocessing.Pool(given.jobs) as pool:
        jobs = [(given.crit, seeds[i:i + 4], folder) for i in range(0, len(seeds), 4)]
        for one, findings in pool.imap(work, jobs):
            counts.merge(one)
            for seed, text in findings:
                print(f"seed {seed}: {text}", flush=True)
    for name in sorted(counts):
        print(f"{counts[name]:>10,}  {name}")
    return 1 if any(counts.get(kind) for kind in ("WRONG", "REFUSED", "UNSETTLED")) else 0


if __name__ == "__main__":
    sys.exit(main())
