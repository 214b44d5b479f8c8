"""Criteria and sections of one member: a verdict for each outline name (LANGUAGE.md, "Criteria", "Sections", "Amendments")."""

import verdicts
from evaluate import Evaluator, op
from model import ABSENT
from verdicts import MET, NA, NO, NOT_MET, UNKNOWN, YES

WORDS = {"met": MET, "not_met": NOT_MET, "not_applicable": NA}


class Outline:
    """Works out verdicts, each once. `shown` has what the explanation shows, `at` what a criterion comes to where it stands."""

    def __init__(self, policy, member, world=None, supposed=None):
        self.policy = policy
        self.ev = Evaluator(policy, member, world)
        self.ev.supposed = supposed
        self.ev.outline = self
        self.shown = {}
        self.sections = {}
        self.conditions = {}
        self.amended = {}
        for amendment in policy.amendments:
            for change in amendment.changes:
                self.amended.setdefault(change.path, []).append((amendment, change))
        self.entries = policy.bodies
        self.asked = {}
        self.own = {}
        self.perhaps_not_taken = set()
        self.surely_not_taken = set()
        self.flipped = {}       # by name: criteria that are turned round
        self.as_it_is = None    # where some are: the outline in which none is, which `meets` asks

    def all_sections(self):
        for section in self.policy.sections:
            self.section(section)
        return self.sections

    def section(self, section):
        """The verdict with common criteria; worked out once."""
        if section.path in self.sections:
            return self.sections[section.path]
        if section.body is None:
            own = self.shown[section.path] = MET
        else:
            own = self.criterion(section.body, section.path)
        self.own[section.path] = own
        if section.when is not None:
            condition = self.ev(section.when)
            self.conditions[section.path] = condition
            own = verdicts.conditional(condition, own)
        if section.kind == "indication":
            for common in self.policy.sections:
                if common.kind == "common" and covers(common, section.path) and common.body is not None:
                    own = verdicts.also(own, self.common_verdict(common))
        self.sections[section.path] = own
        return own

    def common_verdict(self, common):
        if common.path not in self.asked:
            self.asked[common.path] = self.criterion(common.body, common.path)
        return self.asked[common.path]

    def criterion(self, body, path):
        verdict = self.body(body, path)
        verdict = self.flipped.get(path, self.with_amendments(verdict, path))
        self.shown[path] = verdict
        return verdict

    def with_amendments(self, verdict, path):
        for amendment, change in self.amended.get(path, ()):
            condition = YES if amendment.when is None else self.ev(amendment.when)
            if change.kind == "replace":
                other = self.body(change.body, path)
            elif change.kind == "remove":
                other = NA
            else:
                continue
            verdict = verdicts.choice(condition, other, verdict)
        return verdict

    def body(self, body, path):
        kind = body[0]
        if kind == "block":
            parts = [self.criterion(entry.body, entry.path) for entry in body[3]]
            parts += self.additions(path)
            return verdicts.block(body[1], body[2], parts)
        if kind in ("if", "unless"):
            condition = self.plainly(body[1])
            if kind == "unless":
                condition = verdicts.negated(condition)
            verdict = self.body(body[2], path)
            self.taken(condition, body[2])
            return verdicts.conditional(condition, verdict)
        if kind == "choose":
            return self.rows([(self.ev(condition), row) for condition, row in body[1]], body[2], path)
        if kind == "choose_match":
            return self.matched(body, path)
        if kind == "asked":
            cell = self.ev.member.answers.get(path, ABSENT)
            value = self.ev.value_of(cell, self.ev.kinds)
            return UNKNOWN if value is None else value
        if kind == "word":
            return WORDS[body[1]]
        if kind == "covered":
            outer = self.ev.kinds
            self.ev.kinds = (*outer, self.policy.kinds_of(body[2]))
            self.outer_kinds = outer
            verdict = self.body(body[1], path)
            self.ev.kinds = outer
            return verdict
        if kind == "written_out":
            return self.body(body[2], path)
        return self.ev(body)

    outer_kinds = ()

    def plainly(self, condition):
        """`documented_by` does not cover the condition under which a criterion applies."""
        covering = self.ev.kinds
        self.ev.kinds = ()
        result = self.ev(condition)
        self.ev.kinds = covering
        return result

    def has_additions(self, path):
        return any(change.kind == "add" and change.path.rpartition(".")[0] == path
                   for amendment in self.policy.amendments for change in amendment.changes)

    def additions(self, path):
        found = []
        for amendment in self.policy.amendments:
            for change in amendment.changes:
                if change.kind == "add" and change.path.rpartition(".")[0] == path:
                    condition = YES if amendment.when is None else self.ev(amendment.when)
                    verdict = self.flipped.get(change.path, verdicts.choice(condition, self.body(change.body, change.path), NA))
                    self.shown[change.path] = verdict
                    if condition == UNKNOWN:
                        self.perhaps_not_taken.add(change.path)
                    found.append(verdict)
        return found

    def matched(self, body, path):
        from evaluate import compare_pair
        from model import each
        _, kind, key, rows, otherwise = body
        conditions = []
        values = each(self.ev(key))
        for keys, row in rows:
            condition = 0
            for value in values:
                condition |= verdicts.disjunction([compare_pair(self.ev, kind, "is", value, self.ev(k)) for k in keys])
            conditions.append((condition, row))
        return self.rows(conditions, otherwise, path)

    def rows(self, rows, otherwise, path):
        result, settled = 0, False
        for condition, row in rows:
            verdict = self.body(row, path)
            self.taken(NO if settled else UNKNOWN if result and condition == YES else condition, row)
            if settled or condition == NO:
                continue
            result |= verdict
            settled = condition == YES
        if otherwise is not None:
            verdict = self.body(otherwise, path)
            self.taken(NO if settled else UNKNOWN, otherwise)
            if not settled:
                result |= verdict
        return result

    def taken(self, condition, body):
        """Criteria of a row that is not taken do not speak."""
        if condition == YES:
            return
        paths = list(paths_in(body))
        if condition == UNKNOWN:
            self.perhaps_not_taken.update(paths)
            return
        self.surely_not_taken.update(paths)
        for path in paths:
            self.shown[path] = NA

    # meets

    def meets(self, path):
        """A criterion as it stands, outside of what surrounds the question."""
        kinds, items, until = self.ev.kinds, self.ev.items, self.ev.in_until
        self.ev.kinds, self.ev.items, self.ev.in_until = (), [], False
        section = next((s for s in self.policy.sections if s.path == path and s.kind != "common"), None)
        if section is not None:
            verdict = self.section(section)
        else:
            before = dict(self.shown)
            verdict = self.criterion(self.entries[path], path)
            self.shown = before
        self.ev.kinds, self.ev.items, self.ev.in_until = kinds, items, until
        return verdict


def paths_in(body):
    """The criteria that stand in a body."""
    kind = body[0]
    if kind == "block":
        for entry in body[3]:
            yield entry.path
            yield from paths_in(entry.body)
    elif kind in ("if", "unless", "written_out"):
        yield from paths_in(body[2])
    elif kind == "covered":
        yield from paths_in(body[1])
    elif kind in ("choose", "choose_match"):
        rows, otherwise = (body[1], body[2]) if kind == "choose" else (body[3], body[4])
        for row in [row for _, row in rows] + ([otherwise] if otherwise is not None else []):
            yield from paths_in(row)


def covers(common, path):
    return not common.covers or any(path == name or path.startswith(name + ".") for name in common.covers)


@op("meets")
def meets(ev, e):
    return verdicts.asks_met((ev.outline.as_it_is or ev.outline).meets(e[1]))
