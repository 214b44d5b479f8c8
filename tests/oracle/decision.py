"""What a policy decides (LANGUAGE.md, "Sections, and how a policy decides")."""

from dataclasses import dataclass, field

import days
import lists
from criteria import Outline, covers
from days import FOREVER, NEVER
from evaluate import date_ends
from model import ABSENT, each, several
from reasons import of_denial
from verdicts import MET, NA, NOT_MET

PEND = ("pend",)
MISSING = "missing"


@dataclass
class Decision:
    outcome: tuple
    until: int = 0
    outline: object = None
    outputs: dict = field(default_factory=dict)
    category: object = None
    because: object = None
    approved_by: list = field(default_factory=list)
    reasons: object = None
    excluded: bool = False
    tried: str = ""
    over: bool = False  # every approval that there might be would already have ended


def decide(policy, member, world=None, trying=True):
    """By the version in force, which the caller looked up (Policy.in_force)."""
    if policy.unconfirmed or policy.in_force(member.as_of) is not policy:
        return Decision(("undetermined",), outline=Outline(policy, member, world))
    found = ruling(policy, member, world)
    if found.outcome == PEND and trying:
        try_facts(policy, member, found, world)
    return found


def ruling(policy, member, world=None, supposed=None, flipped=()):
    outline = Outline(policy, member, world, supposed)
    if flipped:
        outline.flipped = dict(flipped)
        outline.as_it_is = Outline(policy, member, world, supposed)
        outline.as_it_is.all_sections()
    outline.all_sections()
    found = Decision(PEND, outline=outline)
    exclusions = [(s, outline.sections[s.path]) for s in policy.sections if s.kind == "exclusion"]
    met = next((s for s, verdict in exclusions if verdict == MET), None)
    if met is not None:
        found.outcome, found.excluded = ("deny",), True
        if not any(verdict & MET for s, verdict in exclusions if s is not met):
            found.category = met.category
            found.because = [met.path]
        return found
    may_exclude = any(verdict & MET for _, verdict in exclusions)
    indications = [Approval(outline, s) for s in policy.sections if s.kind == "indication"]
    found.over = all(one.past for one in indications if one.verdict != NA)
    outcomes = set()
    if may_exclude:
        outcomes.add(("deny",))
    sure = [one for one in indications if one.sure]
    if any(one.may for one in indications):
        outcomes.add(("approve",))
    if not sure:
        outcomes.update(after_indications(policy, outline))
    if len(outcomes) > 1:
        return found
    found.outcome = outcomes.pop()
    if found.outcome == ("approve",):
        found.until = max(one.low for one in sure)
        found.approved_by = [one.section.path for one in sure]
        found.outputs = outputs(outline, policy, longest(indications, sure))
    elif found.outcome == ("deny",) and not may_exclude:
        found.category = policy.otherwise
        found.reasons = of_denial(outline, policy, indications)
    elif found.outcome == PEND:
        pass
    return found


def after_indications(policy, outline):
    for section in policy.sections:
        if section.kind != "referral":
            continue
        verdict = outline.sections[section.path]
        if verdict & MET:
            yield from targets(outline, section)
        if verdict == MET:
            return
    yield ("deny",)


def targets(outline, section):
    if section.review:
        yield "refer", "review"
        return
    for value in each(outline.ev(section.refer)):
        yield PEND if value is None else ("refer", value)


class Approval:
    """An indication as it may approve: the days between which its end lies, and whether it surely can."""

    def __init__(self, outline, section):
        self.section = section
        self.verdict = outline.sections[section.path]
        self.low, self.high = ends_of(outline, section)
        now = outline.ev.as_of
        self.past = self.high <= now
        self.sure = self.verdict == MET and self.low > now
        self.may = bool(self.verdict & MET) and self.high > now


def ends_of(outline, section):
    """No end is an end behind all others; of an end that is not known nothing is known."""
    if section.until is None:
        return NEVER, NEVER
    outline.ev.in_until = True
    values = each(outline.ev(section.until))
    outline.ev.in_until = False
    if None in values:
        return -1, NEVER
    all_ends = [date_ends(value) for value in values]
    return min(low for low, _ in all_ends), max(NEVER if high >= FOREVER else high for _, high in all_ends)


def longest(indications, sure):
    """The indications of which each is the longest approval of some world."""
    found = []
    for index, one in enumerate(indications):
        if not one.may:
            continue
        if all(other is one or one.high > other.low or (one.high == other.low and index < indications.index(other))
               for other in sure):
            found.append(one)
    return found


def outputs(outline, policy, winners):
    """By name: (kind, unit, the value that each longest approval gives, or MISSING). 0 m is not the number 0, and 0 % is."""
    given = []
    for one in winners:
        gives = list(one.section.gives)
        for common in policy.sections:
            if common.kind == "common" and covers(common, one.section.path):
                gives += common.gives
        given.append({name: (kind, unit, outline.ev(value)) for name, kind, unit, value in gives})
    found = {}
    for name in {name for gives in given for name in gives}:
        kind, unit = next(gives[name][:2] for gives in given if name in gives)
        alike = {(kind, unit), (kind, "number")} if unit == "percent" else {(kind, unit), (kind, "percent")} if unit == "number" else {(kind, unit)}
        found[name] = kind, unit, [MISSING if name not in gives or gives[name][:2] not in alike else gives[name][2] for gives in given]
    return found


# One missing fact


def try_facts(policy, member, found, world):
    """If every value of one missing yes_no or enumeration fact gives the same decision, that stands."""
    for name, declared in policy.facts.items():
        if declared.type.kind not in ("yes_no", "enum") or name not in policy.read or wholly_known(policy, member, name):
            continue
        values = (1, 2) if declared.type.kind == "yes_no" else range(len(declared.type.words))
        tried = []
        for value in values:
            tried.append(ruling(policy, member, world, (name, value)))
            if tried[-1].outcome == PEND or tried[-1].outcome != tried[0].outcome:
                break
        else:
            outcomes = {(one.outcome, one.until) for one in tried}
            found.outcome = tried[0].outcome
            found.until = min(one.until for one in tried)
            found.tried = name
            found.category = tried[0].category if len({one.category for one in tried}) == 1 else None
            if len(outcomes) > 1:
                found.tried = name + " (ends differ)"
            return


def wholly_known(policy, member, name):
    """On file, and from a source of every kind: else it is tried where its source will not do."""
    cell = member.facts.get(name, ABSENT)
    return cell.state == 2 and cell.source == "chart_note"


__all__ = ["decide", "ruling", "Decision", "days", "lists", "NA", "NOT_MET", "several"]
