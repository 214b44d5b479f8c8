#!/usr/bin/env python3
"""Shows one finding: `show.py CRIT SEED MEMBER PATH [POLICY.crit]` prints the criterion, what it reads, and crit's reasons."""

import json
import re
import sys
import tempfile

from compare import run_crit, write_policy
from decision import decide
from members import facts_file, member_json
from printing import expression
from run import made
import verdicts


def names_in(policy, text, found):
    for name in [*policy.facts, *policy.lists]:
        if re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", text):
            found.add(name)
    for one in policy.defines.values():
        if re.search(rf"\b{one.name}\b", text):
            print(f"  define {one.name}{one.parameters} = {expression(one.body)}")
            names_in(policy, expression(one.body), found)


def evidence(criterion, path):
    if criterion["path"] == path:
        for one in criterion["evidence"]:
            print("  crit:", one["fact"], one["value"], one["date"], one["source"], one["reason"])
    for child in criterion["children"]:
        evidence(child, path)


def main():
    crit, seed, name, path = sys.argv[1:5]
    policy, members = made(int(seed), 8)
    member = next(one for one in members if one.name == name)
    shown = member_json(member, policy)
    with tempfile.TemporaryDirectory() as folder:
        write_policy(policy, folder)
        with open(f"{folder}/facts.json", "w") as file:
            file.write(facts_file([member], policy))
        records, _ = run_crit(crit, folder, policy)
    record = records[0]
    decision = decide(policy, member)
    decision.outline.all_sections()
    print(f"as_of {shown['as_of']}; crit {record['decision']} {record['until']}; oracle {decision.outcome} march_1 {policy.march_1}")
    body = policy.bodies.get(path)
    if path.endswith(" when"):
        body = next(s.when for s in policy.sections if s.path == path[:-5])
    if body is not None:
        text = expression(body)
        print(f"  {path}: {text}")
        print("  oracle:", verdicts.name(decision.outline.shown.get(path, decision.outline.conditions.get(path[:-5], 3))))
        found = set()
        names_in(policy, text, found)
        for one in sorted(found):
            extra = ""
            if one in policy.lists:
                extra = f"   (declared complete: {policy.lists[one].complete})"
            print(f"  {one}: {json.dumps(shown.get(one, 'ABSENT'))}{extra}")
    for kinds, names in policy.evidence:
        print("  evidence", kinds, "for", names)
    for section in record["sections"]:
        for criterion in section["criteria"]:
            evidence(criterion, path)


if __name__ == "__main__":
    main()
