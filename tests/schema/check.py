#!/usr/bin/env python3
"""Holds what crit prints as JSON to share/decision.schema.json: every member of every example, and facts that are wrong in
many ways.

    check.py CRIT SOURCE
"""
import json
import subprocess
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

crit, root = sys.argv[1], Path(sys.argv[2])
schema = json.loads((root / "share/decision.schema.json").read_text(encoding="utf-8"))
Draft202012Validator.check_schema(schema)
decision, error_record = (Draft202012Validator({**schema, "oneOf": [{"$ref": f"#/$defs/{kind}"}]}) for kind in ("decision", "error_record"))
order = list(schema["$defs"]["decision"]["properties"])
seen = {}
faults = []


def check(line, where):
    record = json.loads(line)
    kind, validator = ("decision", decision) if record.get("valid") else ("error_record", error_record)
    for fault in list(validator.iter_errors(record))[:3]:
        faults.append(f"{where}: {fault.json_path}: {fault.message}")
    if kind == "decision" and list(record) != [key for key in order if key in record]:
        faults.append(f"{where}: the keys stand in another order")
    what = record.get("decision", kind)
    seen[what] = seen.get(what, 0) + 1


def run(policy, facts, *flags):
    done = subprocess.run([crit, "eval", policy, *facts, "--format", "json", *flags], capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode == 3:  # a spec of a policy that has errors
        return
    if not done.stdout and done.returncode != 1:
        faults.append(f"{policy}: nothing was decided: {done.stderr[:400]}")
    for line in done.stdout.splitlines():
        check(line, f"{policy} {' '.join(flags)}")


for folder in sorted((root / "examples").iterdir()):
    cases = sorted(str(case) for case in folder.glob("cases/*.json"))
    policy = folder / f"{folder.name}.crit"
    if cases:
        run(str(policy if policy.exists() else folder), cases)
        run(str(policy if policy.exists() else folder), cases, "--no-explain")
for facts in sorted((root / "tests/spec").glob("*/*/*.json")):
    policy = facts.with_suffix(".crit")
    if policy.exists():
        run(str(policy), [str(facts)], "--as-of", "2022-10-01")
# What is no decision has no way to be one, and the other way round.
assert list(decision.iter_errors({"valid": True})) and list(error_record.iter_errors({"valid": False}))

print(", ".join(f"{count} {what}" for what, count in sorted(seen.items())))
for kind in ("approve", "deny", "pend", "refer", "undetermined", "error_record"):
    if kind not in seen:
        faults.append(f"no {kind} was seen")
print("\n".join(faults[:20]))
sys.exit(1 if faults else 0)
