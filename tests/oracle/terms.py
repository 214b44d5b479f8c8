"""Generates conditions and values that fit a policy's declarations."""

from fractions import Fraction

import days
from codes import Entry
from list_terms import Lists, duration
from model import Query, Window
from schema import COLOURS, ENUM, FEATURES, LENGTHS, LEVELS, TEXTS, code_item, dimension_of
from units import DIMENSIONS, amount_text

ORDER = ("<", "<=", ">", ">=")
ANY = (*ORDER, "is", "is not")


def folded(text):
    return " ".join(text.casefold().split())


class Terms(Lists):
    def __init__(self, rng, policy, as_of):
        self.rng = rng
        self.policy = policy
        self.as_of = as_of
        self.levels = []
        self.aliases = 0
        self.calls = None
        self.tables = []
        self.meets = []
        self.parameters = {}

    # Constants

    def length(self):
        return duration(self.rng.choice(LENGTHS))

    def small(self):
        if self.rng.random() < 0.04:
            return "fact", "u1", "dur"
        return self.length()

    def near_day(self):
        rng = self.rng
        length = rng.choice(LENGTHS[:9])
        sign = rng.choice([1, 1, 1, -1]) if rng.random() < 0.5 else 1
        return days.forward(self.as_of, (-sign * length[0], -sign * length[1])) + rng.choice([-1, 0, 0, 1])

    def date_constant(self):
        day = self.near_day()
        return "const", day, days.text_of(day)

    def amount(self, dimension):
        rng = self.rng
        one = DIMENSIONS[dimension]
        while True:
            value = rng.choice(one.grid)
            if rng.random() < 0.1:
                value += Fraction(1, 100)
            unit = rng.choice(list(one.units))
            text = amount_text(dimension, value, unit)
            if text is not None:
                return "const", value, text

    # Reading

    def fields_of(self, fits):
        """The ways to read a field that fits, of the items in reach: nodes by (depth, level)."""
        found = []
        for depth, level in enumerate(reversed(self.levels)):
            if level.joined and not level.alias and depth:
                continue
            if depth and not (level.alias or level.pair):
                continue
            for name, declared in level.fields.items():
                if not fits(declared):
                    continue
                for which, alias in enumerate(level.pair) if level.pair else ((0, level.alias),):
                    if len(self.levels) > 1 and not alias:
                        continue
                    found.append(("field", depth, alias, name, declared.kind, which))
        return found

    def read(self, fits):
        """A fact or a field."""
        fields = self.fields_of(fits)
        if fields and self.rng.random() < 0.75:
            return self.rng.choice(fields)
        names = [name for name, fact in self.policy.facts.items() if fits(fact.type)]
        parameters = [("parameter", name) for name, declared in self.parameters.items() if declared and fits(declared)]
        if parameters and self.rng.random() < 0.7:
            return self.rng.choice(parameters)
        if not names:
            return self.rng.choice(fields) if fields else None
        name = self.rng.choice(names)
        return "fact", name, self.policy.facts[name].type.kind

    # Numbers

    def dimension(self):
        found = {dimension_of(t) for level in self.levels for t in level.fields.values() if t.kind in ("number", "unit")}
        if found and self.rng.random() < 0.7:
            return self.rng.choice(sorted(found))
        return self.rng.choice(["number", "number", "mass", "mass", "body", "length", "percent", "warmth", "cells", "money", "count"])

    def measure(self, dimension):
        return self.read(lambda t: t.kind in ("number", "unit") and dimension_of(t) == dimension)

    def number(self, dimension, depth=2):
        """A value of the dimension that reads something."""
        rng = self.rng
        roll = rng.random()
        if depth <= 0 or roll < 0.45 or dimension == "warmth":
            found = self.measure(dimension)
            if found is not None and not (dimension == "warmth" and roll > 0.97):
                return found
        if roll < 0.62 and not self.levels:
            found = self.list_number(dimension)
            if found is not None:
                return found
        if dimension == "warmth":
            return self.measure(dimension)
        if roll < 0.72:
            return rng.choice("+-"), self.number(dimension, depth - 1), self.number(dimension, depth - 1)
        if roll < 0.78:
            scale = "const", rng.choice([Fraction(1, 2), 2, 3, -1]), None
            scale = "const", scale[1], {Fraction(1, 2): "0.5", 2: "2", 3: "3", -1: "-1"}[scale[1]]
            if rng.random() < 0.5:
                return "/", self.number(dimension, depth - 1), scale
            return "*", scale, self.number(dimension, depth - 1)
        if roll < 0.84:
            word = rng.choice(["lesser_of", "greater_of"])
            return "of_all", word, [self.number(dimension, depth - 1) for _ in range(rng.choice([2, 2, 3]))]
        if roll < 0.88:
            return "first_known", [self.measure(dimension), self.measure(dimension)], "num"
        if roll < 0.91:
            return "negate", self.number(dimension, depth - 1)
        if roll < 0.96:
            return self.chosen(lambda: self.rng.choice([self.amount(dimension), self.measure(dimension)]), False)
        if dimension == "number":
            return self.plain_number(depth)
        return self.measure(dimension)

    def plain_number(self, depth):
        rng = self.rng
        roll = rng.random()
        if roll < 0.3:
            return "completed_years", self.span()
        if roll < 0.6:
            word = rng.choice(["round", "ceiling", "floor"])
            return "stepped", word, rng.choice([0, 0, 1, 2]) if word == "round" else 0, 1, self.number("number", depth - 1)
        if roll < 0.65:
            return self.root(depth)
        if roll < 0.7:
            power, spread = rng.choice(["0.5", "1", "-1.25", "0.005", "2"]), rng.choice(["0.04", "0.1", "0"])
            middle = self.amount("length")
            return "lms_z", [("fact", "tall", "unit"), ("const", Fraction(power), power), middle, ("const", Fraction(spread), spread)]
        if roll < 0.9 or self.levels:
            amount = rng.choice([("fact", "dose", "unit"), ("fact", "dose2", "unit")])
            unit = self.policy.facts[amount[1]].type.unit
            texts = {"mg": "4 mg", "g": "0.004 g", "mcg": "4000 mcg"}
            return "stepped", "ceiling", 0, 1, ("/", amount, ("const", Fraction(4), texts[unit]))
        return self.list_number("number") or self.measure("number")

    def root(self, depth):
        """A number without an exact fraction, mostly; of a number that may be without a fraction, too."""
        rng = self.rng
        operand = ("/", ("fact", "tall", "unit"), self.amount("length")) if rng.random() < 0.4 else self.number("number", depth - 1)
        word = rng.choice(["sqrt", "sqrt", "exp", "ln", "power", "power", "z_percentile", "percentile_z"])
        if word != "power":
            return "function", word, operand
        if rng.random() < 0.3:
            text = rng.choice(["0.5", "2", "1", "0.9938", "0"])
            return "power", ("const", Fraction(text), text), operand
        text = rng.choice(["0.425", "-0.302", "-1.2", "2", "3", "-1", "0.5", "0"])
        return "power", operand, ("const", Fraction(text), text)

    def list_number(self, dimension):
        """A query that gives a number of the dimension."""
        rng = self.rng
        if dimension == "number" and rng.random() < 0.5:
            return self.counted()
        if dimension == "time":
            return self.days_covered()
        places = [(one, name) for one in self.policy.lists.values() for name, t in one.fields.items()
                  if t.kind in ("number", "unit") and dimension_of(t) == dimension]
        if not places:
            return None
        one, name = rng.choice(places)
        options = ["highest", "lowest", "average", "sum"]
        if one.kind in ("series", "periods"):
            options += ["latest", "earliest", "previous"]
        if one.kind == "series":
            options += ["change", "change"]
        return self.valued(rng.choice(options), one, name)

    def valued(self, selector, one, name):
        query = Query(selector, one.name, field=name)
        self.narrow(query, one)
        return "query", query

    def counted(self):
        rng = self.rng
        one = self.any_list()
        if rng.random() < 0.15 and one.kind == "periods":
            return "query", self.joined(one, "count")
        if rng.random() < 0.3 and one.fields:
            names = [name for name, t in one.fields.items() if t.kind in ("enum", "text", "number")]
            if names:
                return self.valued("count_distinct", one, rng.choice(names))
        return self.valued("count", one, "")

    def days_covered(self):
        rng = self.rng
        one = self.policy.lists[rng.choice(["p1", "p2"])]
        query = Query("covered", one.name)
        if rng.random() < 0.3:
            names = [name for name, t in one.fields.items() if t.kind in ("enum", "text")]
            query.field = rng.choice(names) if names else ""
        kind = rng.choice(["active", "active", "span", "started", "none"])
        if kind == "active":
            query.windows.append(Window("active", duration(rng.choice([(0, 29), (0, 89), (0, 179), (6, 0)]))))
        elif kind == "span":
            query.windows.append(Window("overlapping", None, [self.date_constant_back(), ("as_of",)]))
        elif kind == "started":
            query.windows.append(Window("started", self.length()))
        self.where(query, one)
        return "query", query

    def date_constant_back(self):
        day = self.as_of - self.rng.choice([20, 31, 60, 180])
        return "const", day, days.text_of(day)

    # Dates

    def date(self, depth=2):
        rng = self.rng
        roll = rng.random()
        if roll < 0.5 or depth <= 0:
            return self.read(lambda t: t.kind == "date") if roll < 0.45 else ("as_of",)
        if roll < 0.65:
            return "forward", self.date(depth - 1), self.small(), rng.choice([1, -1])
        if roll < 0.75:
            return "of_all", rng.choice(["earlier_of", "later_of"]), [self.date(depth - 1), self.date(depth - 1)]
        if roll < 0.8:
            return "first_known", [self.read(lambda t: t.kind == "date"), self.read(lambda t: t.kind == "date")], "date"
        if roll < 0.86 and not self.levels:
            one = self.policy.lists[rng.choice(["s1", "s2", "p1", "p2"])]
            name = "date" if one.kind == "series" else rng.choice(["start", "end"])
            return self.valued(rng.choice(["latest", "earliest", "previous"]), one, name)
        if roll < 0.9:
            return self.chosen(lambda: self.rng.choice([self.date_constant(), self.read(lambda t: t.kind == "date")]), False)
        return self.date_constant()

    def span(self):
        rng = self.rng
        if rng.random() < 0.15 and not self.levels:
            one = self.policy.lists[rng.choice(["s1", "s2"])]
            return self.valued("gap", one, "")
        if rng.random() < 0.2:
            return "span", self.date_constant(), self.date(1)
        return "span", self.date(1), ("as_of",) if rng.random() < 0.7 else self.date(1)

    # Conditions

    def truth(self, depth=2):
        rng = self.rng
        roll = rng.random()
        if depth > 0 and roll < 0.22:
            return rng.choice(["and", "or"]), [self.truth(depth - 1) for _ in range(rng.choice([2, 2, 3]))]
        if depth > 0 and roll < 0.28:
            return "not", self.truth(depth - 1)
        if depth > 0 and roll < 0.31 and not self.levels:
            kind = rng.choice(["all_of", "any_of", "none_of", "at_least", "at_most", "exactly"])
            parts = [self.truth(depth - 1) for _ in range(rng.randint(1, 3))]
            return "and", [self.truth(0), ("plain_block", kind, rng.randint(1, len(parts)), parts)]
        if roll < 0.34 and not self.levels:
            return "documented_by", self.sourced_leaf(), self.kinds()
        if roll < 0.36 and self.meets and not self.levels and not self.parameters:
            return "meets", rng.choice(self.meets)
        if roll < 0.40 and self.calls and not self.levels:
            found = self.calls.condition(self)
            if found is not None:
                return found
        return self.leaf()

    def kinds(self):
        rng = self.rng
        return rng.choice([("chart_note",), ("chart_note", "lab_report"), ("records",), ("chart_note", "claims")])

    def sourced_leaf(self):
        for _ in range(20):
            found = self.leaf()
            if found[0] not in ("known", "truth", "define") and reads_something(found):
                return found
        return "fact", "b1", "yes_no"

    def leaf(self):
        while True:
            leaf = self.field_leaf() if self.levels else self.fact_leaf()
            if not holds_a_value_against_itself(leaf):
                return leaf

    def fact_leaf(self):
        kinds = ["yes_no", "number", "number", "quotient", "date", "span", "text", "enum", "order", "code", "includes", "datewin",
                 "documented", "known", "duration", "list", "list", "list", "list", "list", "days", "month", "in", "table", "covered", "rate",
                 "truth_match", "years", "rounded"]
        return getattr(self, "leaf_" + self.rng.choice(kinds))()

    def field_leaf(self):
        rng = self.rng
        level = self.levels[-1]
        roll = rng.random()
        if roll < 0.12 and len(self.levels) == 1 and (level.alias or level.pair) and not level.joined:
            return self.leaf_list()
        if roll < 0.2:
            return self.leaf_number()
        if level.joined:
            return rng.choice([self.leaf_date, self.leaf_span])()
        fields = list(level.fields.items())
        name, declared = rng.choice(fields)
        which = rng.randrange(2) if level.pair else 0
        node = "field", 0, level.pair[which] if level.pair else level.alias, name, declared.kind, which
        if rng.random() < 0.06:
            return "stated", node, rng.random() < 0.3
        if level.pair and rng.random() < 0.6 and declared.kind in ("number", "unit"):
            other = "field", 0, level.pair[1 - which], name, declared.kind, 1 - which
            return "cmp", "num", rng.choice(ORDER), ("-", node, other), self.amount(dimension_of(declared))
        return self.about(node, declared)

    def about(self, node, declared):
        """A condition on something that is read."""
        rng = self.rng
        kind = declared.kind
        if kind == "yes_no":
            return node
        if kind in ("number", "unit"):
            return "cmp", "num", rng.choice(ANY), node, self.amount(dimension_of(declared))
        if kind == "text":
            return self.text_about(node)
        if kind == "date":
            return rng.choice([lambda: ("datewin", node, self.date_window()),
                               lambda: ("cmp", "date", rng.choice(ANY), node, self.date(1)),
                               lambda: ("cmp", "span", rng.choice(ORDER), ("span", node, ("as_of",)), self.small())])()
        if kind == "duration":
            return "cmp", "dur", rng.choice(ORDER), node, self.length()
        if kind == "code":
            return self.code_about(node, declared.system)
        words = declared.words
        if declared.ordered and rng.random() < 0.6:
            return "cmp", "order", rng.choice(ORDER), node, self.word(words)
        if rng.random() < 0.3:
            picked = rng.sample(range(len(words)), rng.randint(1, 2))
            return "in", "enum", node, [("const", index, words[index]) for index in picked], rng.random() < 0.3
        return "cmp", "enum", rng.choice(["is", "is", "is not"]), node, self.word(words)

    def word(self, words):
        index = self.rng.randrange(len(words))
        return "const", index, words[index]

    def text_about(self, node):
        rng = self.rng
        text = rng.choice(TEXTS)
        roll = rng.random()
        if roll < 0.4:
            return "contains", node, folded(text), text
        if roll < 0.7:
            return "cmp", "text", rng.choice(["is", "is", "is not"]), node, ("const", folded(text), f'"{text}"')
        texts = rng.sample(TEXTS, 2)
        texts = list({folded(t): t for t in texts}.values())
        return "in", "text", node, [("const", folded(t), f'"{t}"') for t in texts], rng.random() < 0.3

    def code_about(self, node, system):
        return "in_code", node, self.code_set(system), self.rng.random() < 0.15

    def code_set(self, system):
        rng = self.rng
        names = [one.name for one in self.policy.sets.values() if one.system == system]
        if rng.random() < 0.6 and names:
            return rng.choice(names)
        entries, shown = [], []
        for _ in range(rng.randint(1, 2)):
            arguments, written = code_item(rng, system)
            if written not in shown:
                entries.append(Entry(system, *arguments))
                shown.append(written)
        return "codes", system, entries, shown

    def leaf_yes_no(self):
        return self.read(lambda t: t.kind == "yes_no")

    def leaf_number(self):
        dimension = self.dimension()
        right = self.amount(dimension) if self.rng.random() < 0.8 else self.number(dimension, 1)
        return "cmp", "num", self.rng.choice(ANY), self.number(dimension), right

    def leaf_quotient(self):
        rng = self.rng
        roll = rng.random()
        if roll < 0.4:
            return "cmp", "num", rng.choice(ORDER), ("/", self.measure("mass"), ("fact", "kilos", "unit")), self.amount("dose")
        dimension = rng.choice(["mass", "length", "cells"])
        # Constants may be in another unit, and what is computed in two units is no plain number.
        first, second = self.measure(dimension), self.measure(dimension)
        if roll < 0.9:
            first = rng.choice("+-"), first, self.measure(dimension)
        if roll < 0.7:
            return "cmp", "num", rng.choice(ORDER), ("/", ("-", first, second), second), self.amount("percent")
        return "cmp", "num", rng.choice(ORDER), ("/", first, second), self.amount("number")

    def leaf_days(self):
        return "cmp", "num", self.rng.choice(ANY), ("days", self.span_of_dates()), self.amount("time")

    def span_of_dates(self):
        return "span", self.date(1), ("as_of",)

    def leaf_years(self):
        value = self.rng.choice([0, 1, 1, 2, 3])
        return "cmp", "num", self.rng.choice(ANY), ("completed_years", self.span_of_dates()), ("const", value, str(value))

    def leaf_rounded(self):
        """Of a number whose half is often just what is rounded."""
        number = self.read(lambda t: t.kind == "number")
        return "cmp", "num", self.rng.choice(ANY), ("stepped", "round", 0, 1, number), self.amount("number")

    def leaf_month(self):
        rng = self.rng
        if "months" not in FEATURES:
            return self.leaf_days()
        if rng.random() < 0.5:
            word = rng.choice(["first_of_month", "last_of_month", "first_of_next_month"])
            return "cmp", "date", rng.choice(ANY), ("of_month", word, self.date(1)), self.date_constant()
        word, most = rng.choice([("month_of", 12), ("quarter_of", 4), ("year_of", 2024)])
        value = rng.randint(2021, 2024) if word == "year_of" else rng.randint(1, most)
        return "cmp", "num", rng.choice(ANY), ("calendar", word, self.date(1)), ("const", value, str(value))

    def leaf_covered(self):
        rng = self.rng
        found = self.days_covered()
        if rng.random() < 0.4:
            return "cmp", "num", rng.choice(ORDER), ("/", found, ("const", Fraction(90), "90 days")), self.amount("percent")
        return "cmp", "num", rng.choice(ANY), found, self.amount("time")

    def leaf_rate(self):
        one = self.policy.lists[self.rng.choice(["s1", "s2"])]
        return "cmp", "num", self.rng.choice(ORDER), self.valued("rate", one, "q"), self.amount("velocity")

    def leaf_date(self):
        return "cmp", "date", self.rng.choice(ANY), self.date(), self.date(1) if self.rng.random() < 0.6 else self.date_constant()

    def leaf_span(self):
        operator = self.rng.choice(ANY) if self.rng.random() < 0.3 else self.rng.choice(ORDER)
        return "cmp", "span", operator, self.span(), self.small()

    def leaf_text(self):
        return self.text_about(self.read(lambda t: t.kind == "text"))

    def leaf_enum(self):
        roll = self.rng.random()
        if roll < 0.2:
            return "cmp", "enum", self.rng.choice(["is", "is not"]), ("fact", "e1", "enum"), ("fact", "e2", "enum")
        if roll < 0.4:
            value = self.chosen(lambda: self.rng.choice([self.word(COLOURS), ("fact", "e2", "enum")]), False)
            return "cmp", "enum", self.rng.choice(["is", "is not"]), ("fact", "e1", "enum"), value
        return self.about(self.read(lambda t: t.kind == "enum" and t.words == COLOURS), ENUM)

    def leaf_order(self):
        rng = self.rng
        right = ("fact", "o2", "enum") if rng.random() < 0.3 else self.word(LEVELS)
        return "cmp", "order", rng.choice(ANY), ("fact", "o1", "enum"), right

    def leaf_code(self):
        name, system = self.rng.choice([("c1", "icd10"), ("c2", "cpt"), ("c3", "ndc")])
        return self.code_about(("fact", name, "code"), system)

    def leaf_includes(self):
        return "includes", self.rng.choice(["dx", "hx"]), self.code_set("icd10")

    def leaf_datewin(self):
        return "datewin", self.read(lambda t: t.kind == "date"), self.date_window()

    def any_name(self):
        return self.rng.choice([*self.policy.facts, *self.policy.lists, *self.policy.lists])

    def leaf_documented(self):
        return "documented", self.any_name(), self.rng.random() < 0.3

    def leaf_known(self):
        return "known", self.any_name(), self.rng.random() < 0.3

    def leaf_duration(self):
        return "cmp", "dur", self.rng.choice(ANY), ("fact", "u1", "dur"), self.length()

    def leaf_in(self):
        dimension = "number"
        amounts = {text: value for value, text in ((a[1], a[2]) for a in (self.amount(dimension) for _ in range(2)))}
        return ("in", "num", self.measure(dimension), [("const", value, text) for text, value in amounts.items()],
                self.rng.random() < 0.3)

    def leaf_table(self):
        if not self.tables:
            return self.leaf_number()
        return self.rng.choice(self.tables).condition(self)

    def leaf_truth_match(self):
        return self.chosen(lambda: self.leaf_yes_no(), True)

    def chosen(self, value, is_truth):
        """`choose` or `match` of values."""
        rng = self.rng
        if self.levels:
            return value()
        if rng.random() < 0.5:
            rows = [(self.truth(0), value()) for _ in range(rng.randint(1, 2))]
            return "select", rows, value(), is_truth
        words = list(range(len(COLOURS)))
        rng.shuffle(words)
        cut = rng.randint(1, 2)
        groups = [words[:cut], words[cut:]]
        otherwise = None
        if rng.random() < 0.4:
            groups.pop()
            otherwise = value()
        rows = [([("const", index, COLOURS[index]) for index in group], value()) for group in groups]
        return "match", "enum", ("fact", "e1", "enum"), rows, otherwise, is_truth


def values_read(node):
    """The facts and fields that an expression reads, other than those of its queries."""
    if not isinstance(node, (tuple, list)):
        return set()
    if isinstance(node, tuple) and node and node[0] in ("fact", "field"):
        return {node}
    return set().union(*map(values_read, node))


def holds_a_value_against_itself(node):
    """`end <= later_of(end, …)`, `start to start`: what holds of every day, and crit does not look for."""
    if not isinstance(node, (tuple, list)):
        return False
    if isinstance(node, tuple) and node and node[0] in ("cmp", "span") and values_read(node[-2]) & values_read(node[-1]):
        return True
    return any(map(holds_a_value_against_itself, node))


def reads_something(node):
    text = repr(node)
    return "'fact'" in text or "Query" in text or "'includes'" in text or "'documented'" in text

