"""What crit promises of a decision: each answer of a pend, given, does what is told; the reasons of a denial are what denies.

An answer is put into the facts and crit decides again. Reasons are turned round in the oracle's own outline: where all of them
come out otherwise, and all others as they do, the denial must not stand.
"""

import json
import os

from decision import ruling
from members import facts_file
from model import Cell, Member
from verdicts import MET


def given_answers(policy, members, records):
    """(member, need, answer, member with the answer) for answers that are values."""
    for member, record in zip(members, records):
        if not record["valid"] or record["decision"] != "pend":
            continue
        version = policy.in_force(member.as_of)
        for need in record["needs"]:
            for answer in need["answers"]:
                changed = with_answer(version, member, need["fact"], answer["answer"])
                if changed is not None:
                    yield member, need, answer, changed


def with_answer(policy, member, name, answer):
    """None where the answer is no value: "I.1 is met"."""
    if name in member.answers:
        value = {"yes": 1, "no": 2}.get(answer)
        return None if value is None else changed(member, {}, {name: Cell(2, value, value == 1, "chart_note")})
    declared = policy.facts[name].type if name in policy.facts else None
    if declared is None or name not in member.facts:
        return None
    if declared.kind == "yes_no" and answer in ("yes", "no"):
        return changed(member, {name: Cell(2, 1 if answer == "yes" else 2, answer == "yes", "chart_note")}, {})
    if declared.kind == "enum" and answer in declared.words:
        return changed(member, {name: Cell(2, declared.words.index(answer), answer, "chart_note")}, {})
    return None


def changed(member, facts, answers):
    return Member(member.name, member.as_of, {**member.facts, **facts}, member.lists, {**member.answers, **answers})


def broken_answers(policy, members, records, folder, decide_again, counts):
    """(member, place, what crit decides, what was told)."""
    given = list(given_answers(policy, members, records))
    if not given:
        return
    for number, (_, _, _, one) in enumerate(given):
        one.name = str(number + 1)
    with open(os.path.join(folder, "facts.json"), "w") as file:
        file.write(facts_file([one for _, _, _, one in given], policy))
    again, _ = decide_again()
    for (member, need, answer, _), record in zip(given, again):
        counts.add("answers given")
        told = answer["decision"], answer["then"]
        found = record.get("decision"), then(record) if record["valid"] else json.dumps(record["diagnostics"])[:200]
        if found != told:
            yield member, f"{need['fact']} {answer['answer']}", found, told


def then(record):
    """What a pend would have told of this decision."""
    if record["decision"] == "approve":
        return f"approve until {record['until']}" if record["until"] else "approve with no end date"
    if record["decision"] == "pend":
        return "still pend"
    if record["decision"] == "refer":
        return f"refer to review: {record['review']}" if record["review"] else f"refer to {record['target']}"
    if record["decision"] == "deny":
        for end in (" are not met", " is not met", " are met", " is met"):
            if record["summary"].endswith(end):
                return record["summary"].removesuffix(end).replace(" (an exclusion)", "").replace(" (exclusions)", "")
    return record["summary"]


def are_idle(policy, member, names):
    """Whether the member would be denied, too, where all of these were met, though an approval would not yet have ended."""
    turned = ruling(policy, member, flipped={name: MET for name in names})
    return turned.outcome == ("deny",) and not turned.over
