#!/usr/bin/env python3
"""Makes a finding small: `shrink.py CRIT SEED [KIND]` drops members, facts, sections, entries and parts while it repeats.

KIND is WRONG (or UNSETTLED, REFUSED, SURER); the smallest policy and member are printed.
"""

import dataclasses
import sys
import tempfile

from compare import Counts, compare
from members import facts_file
from model import ABSENT, Entry, ListFact, Query, Window
from printing import policy_text
from run import made

TRUTHS = {"and", "or", "not", "cmp", "in", "contains", "in_code", "includes", "datewin", "known", "documented", "stated", "documented_by", "meets",
          "plain_block", "if", "unless", "choose", "choose_match", "block", "covered", "written_out", "asked", "word"}


def findings(crit, policy, members, kind, folder):
    try:
        return [one for one in compare(crit, policy, members, folder, Counts(), kind == "PLAIN") if one.kind == kind]
    except Exception:
        # A part that was dropped was needed; this is no smaller case.
        return []


def smaller(node):
    """Nodes with one thing less."""
    if isinstance(node, list):
        for index, part in enumerate(node):
            if len(node) > 1:
                yield node[:index] + node[index + 1:]
            for other in smaller(part):
                yield node[:index] + [other] + node[index + 1:]
    elif isinstance(node, tuple) and node and isinstance(node[0], str):
        if node[0] in TRUTHS:
            yield from inner(node)
        for index, part in enumerate(node[1:], 1):
            for other in smaller(part):
                yield (*node[:index], other, *node[index + 1:])
    elif isinstance(node, tuple):
        for index, part in enumerate(node):
            for other in smaller(part):
                yield (*node[:index], other, *node[index + 1:])
    elif isinstance(node, (Query, Window, Entry)):
        if isinstance(node, Query):
            for index in range(len(node.windows)):
                yield dataclasses.replace(node, windows=node.windows[:index] + node.windows[index + 1:])
            if node.where is not None:
                yield dataclasses.replace(node, where=None)
        for name in ("where", "has", "body"):
            if getattr(node, name, None) is not None:
                for other in smaller(getattr(node, name)):
                    yield dataclasses.replace(node, **{name: other})


def inner(node):
    """What stands in it and is a condition, too."""
    parts = node[1] if node[0] in ("and", "or") else node[3] if node[0] == "plain_block" else node[1:]
    for part in parts:
        if isinstance(part, tuple) and part and part[0] in TRUTHS and part[0] != "block":
            yield part


def with_bodies(policy):
    """The paths of criteria follow their bodies."""
    for section in policy.sections:
        collect(section.body, policy.bodies)
    return policy


def collect(body, bodies):
    if isinstance(body, Entry):
        bodies[body.path] = body.body
        collect(body.body, bodies)
    elif isinstance(body, (tuple, list)):
        for part in body:
            collect(part, bodies)


def policies(policy):
    for name in ("sections", "amendments", "evidence"):
        found = getattr(policy, name)
        for index in range(len(found)):
            yield dataclasses.replace(policy, **{name: found[:index] + found[index + 1:]})
    for name in list(policy.defines):
        yield dataclasses.replace(policy, defines={key: one for key, one in policy.defines.items() if key != name})
    for index, section in enumerate(policy.sections):
        changed = []
        for name in ("body", "when", "until", "refer"):
            value = getattr(section, name)
            if value is None:
                continue
            if name in ("when", "until"):
                changed.append(dataclasses.replace(section, **{name: None}))
            changed += [dataclasses.replace(section, **{name: other}) for other in smaller(value)]
        if section.gives:
            changed.append(dataclasses.replace(section, gives=[]))
        for other in changed:
            sections = policy.sections[:index] + [other] + policy.sections[index + 1:]
            yield with_bodies(dataclasses.replace(policy, sections=sections, bodies={}))
    if policy.otherwise:
        yield dataclasses.replace(policy, otherwise="")


def members_of(member):
    for name in list(member.facts):
        if member.facts[name].state:
            yield changed(member, facts={**member.facts, name: ABSENT})
    for name, found in member.lists.items():
        if found.state:
            yield changed(member, lists={**member.lists, name: ListFact(0)})
        for index in range(len(found.items)):
            items = found.items[:index] + found.items[index + 1:]
            yield changed(member, lists={**member.lists, name: ListFact(2, items, found.complete, found.source)})
    for name in list(member.answers):
        if member.answers[name].state:
            yield changed(member, answers={**member.answers, name: ABSENT})


def changed(member, **parts):
    made_new = type(member)(member.name, member.as_of, member.facts, member.lists, member.answers)
    for name, value in parts.items():
        setattr(made_new, name, value)
    return made_new


def shrink(crit, policy, members, kind, folder):
    policy.others = []
    found = findings(crit, policy, members, kind, folder)
    if not found:
        return None
    if found[0].member:
        members = [one for one in members if one.name == found[0].member]
    again = True
    while again:
        again = False
        for other in policies(policy):
            if findings(crit, other, members, kind, folder):
                policy, again = other, True
                break
        for other in members_of(members[0]):
            if findings(crit, policy, [other], kind, folder):
                members, again = [other], True
                break
    return policy, members


def main():
    crit, seed = sys.argv[1], int(sys.argv[2])
    kind = sys.argv[3] if len(sys.argv) > 3 else "WRONG"
    policy, members = made(seed, 8)
    with tempfile.TemporaryDirectory() as folder:
        result = shrink(crit, policy, members, kind, folder)
        if result is None:
            print("it does not repeat")
            return 1
        policy, members = result
        print(policy_text(policy))
        print(facts_file(members[:1], policy))
        for one in findings(crit, policy, members, kind, folder):
            print(one)
    return 0


if __name__ == "__main__":
    sys.exit(main())
