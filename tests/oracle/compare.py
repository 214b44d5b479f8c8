"""Runs crit over a generated policy and its members, and compares all that LANGUAGE.md determines."""

import json
import os
import random
import re
import subprocess
from fractions import Fraction

import days
import verdicts
from days import NEVER
from answers import are_idle, broken_answers
from criteria import Outline
from decision import decide
from members import Members, facts_file
from model import Several
from printing import policy_text, set_file
from units import DIMENSIONS
from worlds import filled

WORLDS = 40
# A known fact is asked for where its value cannot be used.
AT_FAULT = {"span-backwards", "division-by-zero", "outside-rows", "no-logarithm", "score-not-above-zero", "does-not-settle"}


class Finding:
    def __init__(self, kind, member, where, crit, oracle):
        self.kind = kind
        self.member = member
        self.where = where
        self.crit = crit
        self.oracle = oracle
        self.condition = ""
        self.output = None

    def __str__(self):
        return f"{self.kind}: member {self.member}, {self.where}: crit {self.crit}, oracle {self.oracle}" + (
            f": {self.condition}" if self.condition else "")


class Counts(dict):
    def add(self, name, by=1):
        self[name] = self.get(name, 0) + by

    def merge(self, other):
        for name, number in other.items():
            self.add(name, number)


def write_policy(policy, folder):
    """One file, or a folder of versions."""
    files = {}
    if policy.others:
        folder = os.path.join(folder, "versions")
        os.makedirs(folder, exist_ok=True)
        for old in os.listdir(folder):
            os.remove(os.path.join(folder, old))
    for number, version in enumerate((policy, *policy.others)):
        files[f"version{number}.crit" if policy.others else "policy.crit"] = policy_text(version)
        for one in version.sets.values():
            if one.csv:
                files[f"{one.name}.csv"] = set_file(one)
        for table in version.tables.values():
            if table.csv:
                files[f"{table.name}.csv"] = table.file()
    for name, text in files.items():
        with open(os.path.join(folder, name), "w") as file:
            file.write(text)


def run_crit(crit, folder, policy, *arguments):
    done = subprocess.run([crit, "eval", os.path.join(folder, "versions" if policy.others else "policy.crit"), os.path.join(folder, "facts.json"), "--format", "json",
                           *arguments], capture_output=True, text=True)
    records = []
    for line in done.stdout.splitlines():
        records.append(json.loads(line))
    return records, done


def compare(crit, policy, members, folder, counts, plain_too=True):
    """The findings. Criteria crit and the oracle both know are compared one by one."""
    write_policy(policy, folder)
    with open(os.path.join(folder, "facts.json"), "w") as file:
        file.write(facts_file(members, policy))
    records, done = run_crit(crit, folder, policy)
    if done.returncode not in (0, 4) or len(records) != len(members):
        return [Finding("REFUSED", "", "policy", refusal(done), "accepted")]
    findings = []
    source = Members(None, policy, 0)
    for member, record in zip(members, records):
        if not record["valid"]:
            findings.append(Finding("REFUSED", member.name, "facts", record["diagnostics"][:2], "accepted"))
            continue
        version = policy.in_force(member.as_of) or policy
        found, outline = compare_member(version, member, record, counts)
        check_surer(version, source, member, found, counts, outline)
        findings += found
    if plain_too:
        plain, _ = run_crit(crit, folder, policy, "--no-explain")
        for member, record, other in zip(members, records, plain):
            findings += compare_plain(member, record, other)
            counts.add("members compared with --no-explain")
        broken = broken_answers(policy, members, records, folder, lambda: run_crit(crit, folder, policy), counts)
        findings += [Finding("ANSWER", member.name, where, found, told) for member, where, found, told in broken]
    return findings


def check_surer(policy, source, member, findings, counts, known_outline):
    """Where crit is surer than the rules a filled-in member may contradict it."""
    surer = [one for one in findings if one.kind == "SURER"]
    perhaps = known_outline.perhaps_not_taken if surer else ()
    for one in surer:
        # What `is documented` says of the file is all there is to it: no world can say more.
        if all(map(asks_only_documents, bodies_of(policy, one.where))):
            one.kind = "WRONG"
    # What `latest` and its like ask is asked of the items on file: further ones contradict nothing.
    on_file = {one.where: asks_items_on_file(policy, one.where) for one in surer}
    for seed in range(WORLDS if surer else 0):
        world = filled(source, policy, member, random.Random(seed), seed % 2 == 0)
        outline = Outline(policy, world, seed)
        outline.ev.on_file = member
        for one in surer:
            if on_file[one.where] and seed % 2 == 0:
                continue
            if one.where == "decision":
                decision = decide(policy, world, seed, trying=False)
                contradicts(one, seed, decision.outcome[0], decision.outcome[0] not in ("pend", one.crit))
                continue
            if one.where.startswith("output "):
                contradicts(one, seed, *other_output(policy, world, seed, one))
                continue
            outline.all_sections()
            verdict = verdicts.name(outline.shown.get(one.where, outline.conditions.get(one.where[:-5], 3)))
            if one.crit == "not applicable" and (one.where in perhaps or one.where in outline.perhaps_not_taken):
                continue
            own = one.where in outline.perhaps_not_taken or one.where in perhaps
            contradicts(one, seed, verdict, verdict not in ("unknown", one.crit) and not (own and verdict == "not applicable"))
    counts.add("surer verdicts tried in worlds", len(surer))


def other_output(policy, world, seed, finding):
    """What the output is in a world, and whether that is certain and not what crit says."""
    decision = decide(policy, world, seed, trying=False)
    kind, unit, values = decision.outputs.get(finding.where.removeprefix("output "), ("", "", []))
    if decision.outcome[0] != "approve" or len(values) != 1 or values[0] is None or type(values[0]) in (Several, tuple):
        return "", False
    bound = re.fullmatch("at least ([0-9]+)", finding.crit)
    if bound and kind == "num" and unit == "number":
        return values[0], values[0] < int(bound[1])
    expected = output_text(kind, unit, values, finding.output)
    return expected, expected is not None and expected != finding.crit


def bodies_of(policy, where):
    """What a criterion asks, and what amendments put in its place."""
    changes = [change.body for amendment in policy.amendments for change in amendment.changes if change.path == where and change.body is not None]
    return [policy.bodies.get(where), *changes]


def asks_only_documents(body):
    while body is not None and body[0] in ("documented_by", "not"):
        body = body[1]
    return body is not None and body[0] in ("documented", "stated")


def asks_items_on_file(policy, where):
    text = repr(bodies_of(policy, where) if where in policy.bodies else policy.sections)
    return any(f"selector='{word}'" in text for word in ("latest", "earliest", "previous", "change", "rate")) or "pair=('" in text or (
        "'meets'" in text)


def contradicts(finding, seed, says, does):
    if does and finding.kind == "SURER":
        finding.kind = "WRONG"
        finding.oracle = f"{finding.oracle}; in world {seed} {says}"


def refusal(done):
    text = done.stdout + done.stderr
    return text[max(text.find("error["), 0):][:500]


def compare_plain(member, record, other):
    differing = [key for key in record if key not in ("sections", "needs") and record[key] != other.get(key)]
    if record["valid"] and [n["fact"] for n in record["needs"]] != [n["fact"] for n in other["needs"]]:
        differing.append("needs")
    return [Finding("PLAIN", member.name, f"--no-explain, {key}", str(other.get(key))[:80], str(record[key])[:80]) for key in differing]


def compare_member(policy, member, record, counts):
    decision = decide(policy, member)
    findings = []
    outline = decision.outline
    outline.all_sections()
    counts.add("undetermined: sections not compared", not record["sections"])
    for section in record["sections"]:
        if section["kind"] == "amendment":
            continue
        if section["kind"] == "common" and section["verdict"] == "not applicable":
            continue
        for criterion in section["criteria"]:
            compare_criterion(findings, member, criterion, outline, section["path"], counts)
    for section in record["sections"]:
        if section["kind"] in ("indication", "exclusion", "referral") and not findings:
            one(findings, member, f"section {section['path']}", section["verdict"], outline.sections.get(section["path"]), counts)
    if not findings:
        compare_decision(findings, policy, member, record, decision, counts)
    return findings, outline


def compare_criterion(findings, member, criterion, outline, section, counts):
    """Of a criterion that differs only because a part of it does nothing is told."""
    before = len(findings)
    for child in criterion["children"]:
        if child["path"] == criterion["path"]:
            counts.add("texts of amended criteria, not compared")
            continue
        compare_criterion(findings, member, child, outline, section, counts)
    if criterion["path"] == f"{section} when":
        expected = outline.conditions.get(section)
    else:
        expected = outline.shown.get(criterion["path"])
    if expected is None:
        counts.add("criteria that only crit names")
    elif len(findings) == before:
        one(findings, member, criterion["path"], criterion["verdict"], expected, counts)
        if len(findings) > before and criterion["verdict"] == "not applicable" and criterion["path"] in outline.perhaps_not_taken:
            findings[-1].kind = "SURER"
        elif len(findings) > before and expected == verdicts.NA and criterion["path"] in outline.surely_not_taken:
            findings[-1].kind = "UNSETTLED"
        if len(findings) > before:
            findings[-1].condition = criterion["condition"]


def one(findings, member, where, crit, expected, counts):
    if expected is None:
        findings.append(Finding("WRONG", member.name, where, crit, "no such section"))
        return
    counts.add("verdicts")
    oracle = verdicts.name(expected)
    counts.add("unknown verdicts" if oracle == "unknown" else "certain verdicts")
    if crit == oracle:
        return
    if crit == "unknown":
        findings.append(Finding("UNSETTLED", member.name, where, crit, oracle))
    elif oracle == "unknown":
        findings.append(Finding("SURER", member.name, where, crit, oracle))
    else:
        findings.append(Finding("WRONG", member.name, where, crit, oracle))


def compare_decision(findings, policy, member, record, decision, counts):
    counts.add("decisions")
    counts.add(f"decisions: {record['decision']}")
    crit, expected = record["decision"], decision.outcome[0]
    if crit != expected:
        kind = "SURER" if expected == "pend" else "UNSETTLED" if crit == "pend" else "WRONG"
        findings.append(Finding(kind, member.name, "decision", crit, (decision.outcome, decision.tried)))
        return
    if crit == "refer":
        target = decision.outcome[1]
        shown = "review" if target == "review" else f"P.{target}"
        found = "review" if record["review"] else record["target"]
        if found != target_text(policy, decision):
            findings.append(Finding("WRONG", member.name, "target", found, shown))
    if crit == "approve":
        compare_approval(findings, member, record, decision, counts)
    if crit == "deny" and decision.category is not None and record["category"] != decision.category.strip('"'):
        findings.append(Finding("WRONG", member.name, "category", record["category"], decision.category))
    if crit == "deny" and decision.because is not None and [
            name for name in record["because"] if not name.startswith(decision.because[0])]:
        findings.append(Finding("WRONG", member.name, "because", record["because"], decision.because))
    compare_reasons(findings, policy, member, record, decision, counts)
    # Where the policy's own dates run backwards no fact is at fault; a warning says so.
    if crit == "pend" and not record["needs"] and not record["open_ends"] and not record["warnings"]:
        findings.append(Finding("WRONG", member.name, "needs", "nothing", "a fact, or an end that is ongoing"))
    for need in record["needs"]:
        counts.add("needs")
        cell = member.facts.get(need["fact"])
        at_fault = not AT_FAULT.isdisjoint(codes_of({"code": need["reason_code"], "arguments": need["reason_arguments"]}))
        if cell is not None and not at_fault and plainly_known(policy, need["fact"], cell):
            findings.append(Finding("WRONG", member.name, "needs", need["fact"], "a known fact"))


def codes_of(value):
    """The codes of a reason and of those that it holds."""
    if isinstance(value, list):
        return {code for one in value for code in codes_of(one)}
    if not isinstance(value, dict):
        return set()
    return {value["code"]} | codes_of(list(value["arguments"].values())) if "code" in value else codes_of(list(value.values()))


def compare_reasons(findings, policy, member, record, decision, counts):
    """An approval names what approves in every world; a denial what is not met, or would already have ended, and denies."""
    if record["decision"] in ("approve", "deny") and not record["because"]:
        findings.append(Finding("WRONG", member.name, "because", record["because"], "a reason"))
    if decision.tried or decision.excluded:
        return
    if record["decision"] == "approve" and record["because"] != decision.approved_by:
        findings.append(Finding("WRONG", member.name, "because", record["because"], decision.approved_by))
    names = [name for name in record["because"] if decision.outline.shown.get(name) == verdicts.NOT_MET]
    if record["decision"] == "deny" and names == record["because"]:
        counts.add("denials turned round")
        if are_idle(policy, member, names):
            findings.append(Finding("WRONG", member.name, "because", names, "the denial stands where all of them are met"))
    if record["decision"] == "deny" and decision.reasons is not None:
        counts.add("reasons of denials")
        if record["because"] != decision.reasons:
            findings.append(Finding("WRONG", member.name, "because", record["because"], decision.reasons))
    elif record["decision"] == "deny":
        for name in record["because"]:
            verdict = decision.outline.shown.get(name)
            if verdict is not None and verdict != verdicts.NOT_MET and name not in decision.outline.sections:
                findings.append(Finding("WRONG", member.name, "because", name, verdicts.name(verdict)))


def plainly_known(policy, name, cell):
    declared = policy.facts[name].type
    if cell.state != 2 or declared.kind in ("code", "duration"):
        return False
    if type(cell.value) is tuple:
        return False
    return cell.source == "chart_note"


def target_text(policy, decision):
    return "review" if decision.outcome[1] == "review" else decision.outcome[1]


def compare_approval(findings, member, record, decision, counts):
    counts.add("ends of approvals")
    expected = "" if decision.until >= NEVER else days.text_of(decision.until)
    if record["until"] != expected and "differ" not in decision.tried:
        findings.append(Finding("WRONG", member.name, "until", record["until"] or "no end", expected or "no end"))
    if decision.tried:
        return
    found = {output["name"]: output for output in record["outputs"]}
    for name, (kind, unit, values) in decision.outputs.items():
        expected = output_text(kind, unit, values, found.get(name))
        if expected is None:
            counts.add("outputs that LANGUAGE.md leaves open, not compared")
            continue
        counts.add("outputs")
        shown = found[name]["value"] if name in found else "not given"
        if shown != expected:
            # No approval's value is known: crit may know more of it.
            kind = "SURER" if values == [None] * len(values) and expected == "unknown" else "WRONG"
            findings.append(Finding(kind, member.name, f"output {name}", shown, expected))
            findings[-1].output = found.get(name)


def output_text(kind, unit, values, found):
    """What the output should say, or None where it is left open: it is what every longest approval gives, else unknown."""
    exact = [value for value in values if value is not None and type(value) is not Several and type(value) is not tuple]
    if any(value != exact[0] for value in exact) or (exact and None in values) or values == [None] * len(values):
        return "unknown"
    if len(exact) < len(values):
        return None
    value = exact[0]
    if kind == "date":
        return days.text_of(value) if value < days.LAST_DAY else None
    if kind == "enum":
        return unit[value]
    if found is None:
        return "given"
    if found["value"] == "unknown" or found["value"].startswith("about"):
        return None if found["value"] != "unknown" else str(value)
    shown = Fraction(found["value"])
    for name, (factor, offset) in DIMENSIONS[unit].units.items():
        if name == found["unit"] or (name == "" and not found["unit"]):
            return found["value"] if shown * factor + offset == value else str((value - offset) / factor)
    return None


__all__ = ["compare", "Counts", "Finding", "write_policy"]
