#!/usr/bin/env python3
"""Holds `crit facts --format schema` to what crit reads: each is a JSON Schema, what `crit facts` prints and the members of the
examples' cases are valid by it where crit reads them without a warning, and what crit refuses is refused.

    facts.py CRIT SOURCE
"""
import json
import subprocess
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

crit, root = sys.argv[1], Path(sys.argv[2])
faults = []
seen = {"policies": 0, "members": 0, "refused": 0}


def run(*words):
    return subprocess.run([crit, *words], capture_output=True, text=True, encoding="utf-8", check=False)


def validator_of(policy):
    printed = run("facts", policy, "--format", "schema")
    if printed.returncode == 3:  # a spec of a policy that has errors
        return None
    schema = json.loads(printed.stdout)
    Draft202012Validator.check_schema(schema)
    seen["policies"] += 1
    return Draft202012Validator(schema)


def members_of(file):
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError):
        return None
    return read if isinstance(read, list) else [read]


def check(policy, validator, file):
    """Valid by the schema: crit reads it without an error."""
    members = members_of(file)
    if not members:
        return
    by_schema = [next(iter(validator.iter_errors(member)), None) for member in members]
    done = run("eval", policy, str(file), "--as-of", "2022-10-01", "--format", "json", "--no-explain", "--error-format", "json")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    if len(records) != len(members):
        return  # values in it that are no members
    for member, fault, record in zip(members, by_schema, records):
        seen["members"] += 1
        if fault is None and not record["valid"]:
            codes = {one["code"] for one in record["diagnostics"]}
            # What no schema can say: days of the calendar, units of another kind, codes that a system cannot have, twice the same.
            if not codes <= {"E0505", "E0509", "E0510", "E0511", "E0512", "E0514", "E0508", "E0515", "E0516", "E0531", "E0533", "E0534"}:
                faults.append(f"{file.relative_to(root)}: valid by the schema, and crit says {sorted(codes)}")
        if fault is not None and not record["valid"]:
            seen["refused"] += 1


for folder in sorted((root / "examples").iterdir()):
    cases = sorted(folder.glob("cases/*.json"))
    if not cases:
        continue
    own = folder / f"{folder.name}.crit"
    policy = str(own if own.exists() else folder)
    validator = validator_of(policy)
    empty = json.loads(run("facts", policy, "--as-of", "2022-10-01").stdout)
    for fault in validator.iter_errors(empty):
        faults.append(f"{policy}: what `crit facts` prints: {fault.json_path}: {fault.message}")
    for case in cases:
        for member in members_of(case) or []:
            for fault in list(validator.iter_errors(member))[:2]:
                faults.append(f"{case.relative_to(root)}: {fault.json_path}: {fault.message[:200]}")
        check(policy, validator, case)
for facts in sorted((root / "tests/spec").glob("*/*/*.json")):
    policy = facts.with_suffix(".crit")
    if policy.exists():
        validator = validator_of(str(policy))
        if validator is not None:
            check(str(policy), validator, facts)

print(", ".join(f"{count} {what}" for what, count in seen.items()))
if min(seen.values()) == 0:
    faults.append("nothing was looked at")
print("\n".join(faults[:40]))
sys.exit(1 if faults else 0)
