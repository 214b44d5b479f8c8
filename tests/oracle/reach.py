"""Counts what generated policies hold, and with which operands it was worked out: known, unknown, partial."""

from dataclasses import is_dataclass

from criteria import Outline
from evaluate import OPS, Evaluator
from model import Query, Several, Window
from verdicts import MET, NA, NOT_MET

# What is not generated, and why.
LEFT_OUT = (
    "modules (`use`) and the standard library: tests/spec/modules and tests/spec/stdlib hold them",
    "`status`, `action … when` beyond an unconfirmed version: tests/spec/versions",
    "the words of reasons, notes and evidence, and the order of needs: the specs hold them",
    "`because` of a denial that rests on amended criteria or rows of a choice; answers that are no value (\"I.1 is met\")",
    "texts of amended criteria: the verdict of the criterion is compared, not what either text comes to",
    "comparisons whose two sides read the same fact or field: crit reads each side by itself, so it may not know what all days agree on",
    "`for_at_least` over what another query gives; `lasting <` of a period that begins after the date of service",
)


def state(value):
    if value is None or value == 3 or value is Several:
        return "unknown"
    if isinstance(value, tuple) and (type(value) is Several or len(value) == 4 or (len(value) == 2 and isinstance(value[0], int)
                                                                                 and value[0] > 600_000)):
        return "partial"
    return "known"


class CountingEvaluator(Evaluator):
    counts = None

    def __call__(self, expression):
        stack = self.__dict__.setdefault("stack", [])
        stack.append(set())
        value = OPS[expression[0]](self, expression)
        operands = stack.pop()
        own = state(value)
        for name in labels(expression):
            if expression[0] in ("query", "includes", "documented", "known"):
                self.note(name, {self.state_on_file(expression)})
            else:
                self.note(name, operands or {own})
        if stack:
            stack[-1].add(own)
        return value

    def note(self, name, states):
        for one in states:
            key = name, one
            self.counts[key] = self.counts.get(key, 0) + 1

    def state_on_file(self, expression):
        name = expression[1].of if expression[0] == "query" else expression[1]
        found = self.member.lists.get(name)
        if found is None:
            cell = self.member.facts.get(name)
            return "unknown" if cell is None or cell.state != 2 else "partial" if type(cell.value) is tuple else "known"
        if found.state != 2:
            return "unknown"
        complete = self.policy.lists[name].complete if found.complete is None else found.complete
        whole = all(cell.state == 2 and type(cell.value) is not tuple for item in found.items for cell in item.cells.values())
        return "known" if complete is True and whole else "partial"


def labels(expression):
    kind = expression[0]
    if kind == "query":
        query = expression[1]
        base = f"query {'joined ' if query.joined else ''}{'pair ' if query.pair else ''}{query.selector}"
        names = [base + (" for_at_least" if query.run is not None else "")]
        names += [f"window {window.kind}{' a to b' if isinstance(window.anchor, list) else ''}" for window in query.windows]
        names += ["where"] if query.where is not None else []
        return names
    if kind == "cmp":
        return [f"{expression[1]} {expression[2]}"]
    if kind in ("stepped", "of_all", "function"):
        return [expression[1]]
    if kind == "datewin":
        return [f"date {expression[2].kind}"]
    if kind in ("fact", "field"):
        return [f"{kind} {expression[2] if kind == 'fact' else expression[4]}"]
    if kind == "plain_block":
        return [f"condition {expression[1]}"]
    return [kind]


class CountingOutline(Outline):
    """Counts blocks and conditions of criteria by what their parts come to."""

    def criterion(self, body, path):
        verdict = super().criterion(body, path)
        name = f"criterion {body[1] if body[0] == 'block' else body[0]}"
        if body[0] in ("block", "if", "unless", "choose", "choose_match", "asked", "covered", "written_out", "word"):
            self.ev.note(name, {"known" if verdict in (MET, NOT_MET, NA) else "unknown" if verdict in (3, 7) else "partial"})
        return verdict


def count(policy, member, counts):
    CountingEvaluator.counts = counts
    outline = CountingOutline(policy, member)
    outline.ev.__class__ = CountingEvaluator
    for section in policy.sections:
        verdict = outline.section(section)
        outline.ev.note(f"section {section.kind}", {"known" if verdict in (1, 2, 4) else "unknown"})
        for name in ("until", "refer"):
            value = getattr(section, name)
            if value is not None:
                outline.ev.in_until = name == "until"
                outline.ev.note(name, {state(outline.ev(value))})
                outline.ev.in_until = False
        for _, kind, _, value in section.gives:
            outline.ev.note(f"give {kind}", {state(outline.ev(value))})
    for amendment in policy.amendments:
        for change in amendment.changes:
            outline.ev.note(f"amend {change.kind}", {"known" if amendment.when is None else state(outline.ev(amendment.when))})


def declared(policy, counts):
    """What stands outside of expressions."""
    names = []
    names += [f"table{' csv' if table.csv else ''}{' interpolated' if table.points is not None else ''}" for table in
              policy.tables.values()]
    names += [f"table key {key.kind}" for table in policy.tables.values() for key in table.keys]
    names += [f"codes {one.system}{' such_as' if one.such_as else ''}{' csv' if one.csv else ''}" for one in policy.sets.values()]
    names += ["define with parameters" if one.parameters else "define" for one in policy.defines.values()]
    names += ["evidence"] * len(policy.evidence) + ["leap_birthday march_1"] * policy.march_1
    names += ["common with give" for one in policy.sections if one.kind == "common" and one.gives]
    names += ["when" for one in policy.sections if one.when is not None]
    names += ["version"] * bool(policy.others) + ["unconfirmed version"] * bool(policy.unconfirmed)
    for name in names:
        counts[name, ""] = counts.get((name, ""), 0) + 1


def table(counts):
    """Lines of a table: name, and how often it was worked out with known, unknown and partial operands."""
    names = sorted({name for name, _ in counts})
    lines = [f"{'':32}{'known':>10}{'unknown':>10}{'partial':>10}"]
    for name in names:
        if (name, "") in counts:
            lines.append(f"{name:32}{counts[name, '']:>10,} policies")
            continue
        lines.append(f"{name:32}" + "".join(f"{counts.get((name, one), 0):>10,}" for one in ("known", "unknown", "partial")))
    return lines + ["left out:"] + [f"  {line}" for line in LEFT_OUT]


__all__ = ["count", "declared", "table", "Query", "Window", "is_dataclass"]
