"""Generates whole policies: criteria, sections, defines, tables, amendments."""

import random

import schema
from calls import Calls
from criteria import covers
from model import Amendment, Change, Entry, Section
from schema import COLOURS, SERVICE_DAYS
from tables import make_table
from terms import Terms

CATEGORIES = ("experimental", "not_medically_necessary", "contraindicated", "not_covered", '"own words"')


class Builder:
    """Builds a policy; of a further version, with the facts, lists and code sets of the first."""

    def __init__(self, seed, first=None):
        self.seed = seed
        self.rng = random.Random(seed)
        self.policy = schema.new_policy(self.rng, seed)
        self.first = first
        if first is not None:
            self.policy.name, self.policy.facts, self.policy.lists = first.name, first.facts, first.lists
            self.policy.groups, self.policy.sets = first.groups, first.sets
        self.as_of = self.rng.choice(SERVICE_DAYS)
        self.terms = Terms(self.rng, self.policy, self.as_of)
        self.bodies = {}
        self.asked = []

    def build(self):
        rng, policy = self.rng, self.policy
        for index in range(rng.choice([0, 0, 1, 2])):
            table = make_table(self.terms, f"table{index + 1}{'b' if self.first else ''}")
            policy.tables[table.name] = table
            self.terms.tables.append(table)
        self.terms.calls = Calls(self.terms, policy)
        kinds = ["indication"] * rng.choice([1, 1, 2, 2, 3]) + ["exclusion"] * rng.choice([0, 0, 1, 1, 2]) + [
            "referral"] * rng.choice([0, 0, 1, 2])
        if rng.random() < 0.08:
            kinds = kinds[1:] if len(kinds) > 1 else kinds
        names = ["I", "II", "III.A", "III.B", "IV", "V", "VI", "VII"]
        sections = [(kind, names[index]) for index, kind in enumerate(kinds)]
        rng.shuffle(sections)
        for kind, path in sections:
            policy.sections.append(self.section(kind, path))
        indications = [path for kind, path in sections if kind == "indication"]
        if indications and rng.random() < 0.3:
            policy.sections.insert(rng.randint(0, len(policy.sections)), self.common(indications))
        if rng.random() < 0.5:
            policy.otherwise = rng.choice(CATEGORIES)
        if rng.random() < 0.2:
            self.amend()
        policy.bodies = self.bodies
        if self.first is None and rng.random() < 0.08:
            self.add_version()
        return policy

    def add_version(self):
        """Two versions: the first up to a day, the other from then on, or some days later."""
        rng, policy = self.rng, self.policy
        cut = rng.choice(SERVICE_DAYS)
        other = Builder(self.seed + 50_000_000, policy).build()
        policy.version, other.version = "first", "second"
        policy.effective, other.effective = (None, cut - rng.choice([0, 1])), (cut + 1, None)
        if rng.random() < 0.3:
            other.unconfirmed = "nobody has the text"
        policy.others.append(other)

    # Criteria

    def entries(self, path, count, depth):
        found = []
        for index in range(count):
            label = self.label(index, path) if self.rng.random() < 0.85 else ""
            entry_path = f"{path}.{label}" if label else f"{path}[{index + 1}]"
            entry = Entry(label, "Some text" if self.rng.random() < 0.1 else "", self.criterion(entry_path, depth), entry_path)
            if entry.text and not label:
                entry.text = ""
            self.bodies[entry_path] = entry.body
            found.append(entry)
            if label and "[" not in entry_path and entry.body[0] in ("cmp", "fact", "query", "block"):
                self.terms.meets.append(entry_path)
        return found

    def label(self, index, path):
        level = path.count(".")
        return [str(index + 1), "abcdefg"[index], ("i", "ii", "iii", "iv", "v")[index]][(level + path.count("[")) % 3]

    def block(self, path, depth):
        rng = self.rng
        count = rng.randint(2, 4) if depth > 1 else rng.randint(1, 3)
        kind = rng.choice(["all_of", "all_of", "any_of", "any_of", "none_of", "at_least", "at_most", "exactly"])
        return "block", kind, rng.randint(1, count), self.entries(path, count, depth - 1)

    def question(self):
        return ("asked", "Is it so?") if self.rng.random() < 0.15 else None

    def criterion(self, path, depth):
        rng = self.rng
        roll = rng.random()
        if depth > 0 and roll < 0.25:
            return self.block(path, depth)
        if roll < 0.33:
            body = self.block(path, depth - 1) if depth > 0 and rng.random() < 0.4 else self.question() or self.terms.truth(1)
            return rng.choice(["if", "unless"]), self.terms.truth(0), body
        if roll < 0.38:
            rows = [(self.terms.truth(0), self.row()) for _ in range(rng.randint(1, 2))]
            return "choose", rows, self.question() or self.row()
        if roll < 0.42:
            words = list(range(3))
            rng.shuffle(words)
            groups = [words[:1], words[1:]]
            otherwise = None
            if rng.random() < 0.5:
                groups.pop()
                otherwise = self.row()
            rows = [([("const", index, COLOURS[index]) for index in group], self.row()) for group in groups]
            return "choose_match", "enum", ("fact", rng.choice(["e1", "e2"]), "enum"), rows, otherwise
        if roll < 0.45:
            return "asked", "Is it so?"
        if roll < 0.49 and depth > 0:
            body = self.sourced_block(path) if rng.random() < 0.5 else self.terms.sourced_leaf()
            return "covered", body, self.terms.kinds()
        if roll < 0.54:
            found = self.terms.calls.criterion(path, self.bodies)
            if found is not None:
                return found
        return self.terms.truth(rng.choice([0, 1, 2]))

    def sourced_block(self, path):
        found = []
        for index in range(2):
            label = self.label(index, path)
            body = self.terms.sourced_leaf()
            if self.rng.random() < 0.3:
                body = "if", self.terms.truth(0), body
            found.append(Entry(label, "", body, f"{path}.{label}"))
        return "block", self.rng.choice(["all_of", "any_of"]), 1, found

    def row(self):
        rng = self.rng
        if rng.random() < 0.35:
            return "word", rng.choice(["met", "not_met", "not_applicable"])
        return self.terms.truth(rng.choice([0, 1]))

    # Sections

    def section(self, kind, path):
        rng = self.rng
        one = Section(kind, path, "A section" if rng.random() < 0.2 else "")
        if rng.random() < 0.3:
            one.when = self.terms.truth(0)
        if kind == "referral" and rng.random() < 0.3:
            one.when = one.when or self.terms.truth(0)
        else:
            one.body = self.block(path, 2) if rng.random() < 0.85 else self.terms.truth(1)
            self.bodies[path] = one.body
        if kind == "exclusion":
            one.category = rng.choice(CATEGORIES)
        if kind == "indication":
            one.until = self.until()
            for index in range(rng.choice([0, 0, 1, 2])):
                one.gives.append(self.give(f"out{index + 1}"))
        if kind == "referral":
            self.refer(one)
        if kind != "exclusion" and rng.random() < 0.2:
            self.terms.meets.append(path)
        return one

    def until(self):
        rng, terms = self.rng, self.terms
        roll = rng.random()
        if roll < 0.25:
            return None
        later = "forward", ("as_of",), terms.length(), 1
        if roll < 0.6:
            return later
        if roll < 0.7:
            return "of_all", "earlier_of", [later, ("forward", ("fact", rng.choice(["d1", "who.born"]), "date"), terms.length(), 1)]
        if roll < 0.8:
            end = terms.valued("latest", self.policy.lists[rng.choice(["p1", "p2"])], "end")
            return ("of_all", rng.choice(["earlier_of", "later_of"]), [end, later]) if rng.random() < 0.7 else end
        if roll < 0.9:
            return "forward", terms.date(1), terms.length(), 1
        return terms.chosen(lambda: ("forward", ("as_of",), terms.length(), 1), False)

    def give(self, name):
        rng, terms = self.rng, self.terms
        roll = rng.random()
        if roll < 0.5:
            dimension = rng.choice(["number", "mass", "length", "percent"])
            return name, "num", dimension, terms.number(dimension, 1)
        if roll < 0.8:
            return name, "date", "", terms.date(1)
        return name, "enum", COLOURS, terms.chosen(lambda: ("fact", rng.choice(["e1", "e2"]), "enum"), False)

    def refer(self, one):
        rng = self.rng
        if rng.random() < 0.3:
            one.review = "somebody looks"
            return
        names = [("const", name, f'"{name}"') for name in rng.sample(["P.1", "P.2", "P.3"], 2)]
        if rng.random() < 0.5:
            one.refer = names[0]
            return
        groups = [[0], [1, 2]]
        rows = [([("const", index, COLOURS[index]) for index in group], name) for group, name in zip(groups, names)]
        one.refer = "match", "enum", ("fact", "e1", "enum"), rows, None, False

    def common(self, indications):
        rng = self.rng
        # What it asked of an indication would rest on itself.
        self.asked, self.terms.meets = self.terms.meets, []
        one = Section("common", "G")
        if rng.random() < 0.5:
            one.covers = tuple(rng.sample(indications, 1))
        if rng.random() < 0.9:
            one.body = "block", "all_of", 1, self.entries("G", rng.randint(1, 2), 1)
            one.plain = True
        if rng.random() < 0.4 or one.body is None:
            one.gives.append(self.give("shared"))
        return one

    # Amendments

    def amend(self):
        rng, asked = self.rng, self.asked + self.terms.meets
        # An amended text that asks for a section may rest on itself.
        self.terms.meets = []
        blocks = [section.body for section in self.policy.sections
                  if section.body and section.body[0] == "block" and section.kind != "common"]
        targets = [entry for block in blocks for entry in block[3] if entry.label and not any(
            path == entry.path or path.startswith((entry.path + ".", entry.path + "[")) for path in asked)]
        if not targets:
            return
        when = rng.choice([("cmp", "enum", "is", ("fact", "e2", "enum"), self.terms.word(COLOURS)), ("fact", "b4", "yes_no"), None])
        changes = []
        for entry in rng.sample(targets, min(len(targets), rng.randint(1, 2))):
            if rng.random() < 0.6:
                changes.append(Change("replace", entry.path, self.terms.truth(1)))
            else:
                changes.append(Change("remove", entry.path))
        if rng.random() < 0.4:
            block = targets[0].path.rpartition(".")[0]
            changes.append(Change("add", f"{block}.9", self.terms.truth(1)))
        self.policy.amendments.append(Amendment("Letter", when, changes))
        if rng.random() < 0.3 and changes[0].kind != "add":
            other = Change(rng.choice(["replace", "remove"]), changes[0].path)
            if other.kind == "replace":
                other.body = self.terms.truth(0)
            self.policy.amendments.append(Amendment("Later letter", ("fact", "b3", "yes_no"), [other], ("Letter",)))


def build(seed):
    return Builder(seed)


__all__ = ["build", "covers"]
