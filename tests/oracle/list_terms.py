"""Generates queries, and their windows, for terms.py."""

import days
from model import Query, Type, Window


def duration(length):
    return "const", length, days.duration_text(length)


class Level:
    """A query whose items may be read: fields by name, the item's alias, or the two of a pair."""

    def __init__(self, fields, alias="", pair=(), joined=False):
        self.fields = fields
        self.alias = alias
        self.pair = pair
        self.joined = joined


class Lists:
    """What Terms says of lists."""

    def any_list(self):
        return self.policy.lists[self.rng.choice(["s1", "s1", "s2", "s2", "p1", "p1", "p2", "p2", "l1", "v1", "v2", "dx"])]

    def leaf_list(self):
        rng = self.rng
        one = self.any_list()
        roll = rng.random()
        if one.kind == "series" and roll < 0.12 and not self.levels:
            return "query", self.pair(one)
        if one.kind == "series" and roll < 0.22:
            query = Query("latest", one.name, run=self.small())
            self.narrow(query, one)
            query.has = self.body(one, query)
            return "query", query
        if one.kind == "periods" and roll < 0.25:
            return "query", self.joined(one, rng.choice(["some", "no", "every", "at_least", "at_most", "exactly", "latest", "earliest"]))
        options = ["some", "no", "every", "at_least", "at_most", "exactly"]
        if one.kind in ("series", "periods"):
            options += ["latest", "latest", "earliest", "previous"]
        selector = rng.choice(options)
        query = Query(selector, one.name, rng.randint(1, 3))
        self.narrow(query, one)
        if selector in ("latest", "earliest", "previous", "every") or rng.random() < 0.7:
            query.has = self.body(one, query)
        return "query", query

    def fields(self, one):
        if one.kind in ("values", "codes"):
            return {"value": one.value or Type("code", system=one.system)}
        dates = {"series": {"date": Type("date")}, "periods": {"start": Type("date"), "end": Type("date")}}.get(one.kind, {})
        return {**one.fields, **dates}

    def body(self, one, query, depth=1):
        """The condition of a `where` or `has`."""
        rng = self.rng
        plain = query.selector == "count_distinct" or query.joined
        if not plain and not query.alias and (self.levels or one.kind in ("values", "codes") or rng.random() < 0.2):
            self.aliases += 1
            query.alias = f"it{self.aliases}"
        self.levels.append(Level(self.fields(one), query.alias))
        result = self.truth(depth if rng.random() < 0.3 else 0)
        self.levels.pop()
        return result

    def where(self, query, one):
        if self.rng.random() < 0.25 and (one.fields or one.kind in ("values", "codes")):
            query.where = self.body(one, query)

    def narrow(self, query, one):
        """Windows and a where."""
        rng = self.rng
        if one.kind in ("series", "periods"):
            make = self.date_window if one.kind == "series" else self.period_window
            for _ in range(rng.choice([0, 1, 1, 1, 2])):
                query.windows.append(make())
        self.where(query, one)

    def anchor(self):
        rng = self.rng
        roll = rng.random()
        if roll < 0.3:
            return self.date_constant()
        if roll < 0.75:
            return self.read(lambda t: t.kind == "date")
        return "forward", ("as_of",), self.length(), rng.choice([1, -1, -1])

    def date_window(self):
        rng = self.rng
        kind = rng.choice(["within", "within", "within", "within_days", "within_of", "within_before", "within_after", "within_around",
                           "before", "after", "since", "in_month", "in_year"])
        if kind == "within":
            return Window("within", self.small())
        if kind == "within_days":
            return Window("within", duration((0, rng.choice([14, 30, 90]))), None, "days")
        if kind in ("within_of", "within_before"):
            return Window("within", self.small(), self.anchor(), kind[7:])
        if kind in ("within_after", "within_around"):
            return Window(kind, self.small(), self.anchor())
        if kind in ("in_month", "in_year") and rng.random() < 0.3:
            return Window(kind, None, ("as_of",))
        if kind == "since" and rng.random() < 0.2:
            return Window(kind, None, ("as_of",))
        return Window(kind, None, self.anchor())

    def period_window(self, joined=False):
        rng = self.rng
        kind = rng.choice(["overlapping", "overlapping", "overlapping_span", "covering", "covering_last", "active", "active",
                           "started", "ended", "lasting", "lasting"])
        if kind == "overlapping_span":
            return Window("overlapping", None, [("forward", ("as_of",), self.length(), -1), ("as_of",)])
        if kind in ("overlapping", "covering"):
            return Window(kind, None, ("as_of",) if rng.random() < 0.3 else self.anchor())
        if kind == "covering_last":
            return Window(kind, self.length())
        if kind == "lasting":
            return Window(kind, self.small(), None, rng.choice([">=", ">=", ">", "<"]))
        return Window(kind, self.small(), self.anchor() if rng.random() < 0.3 else None)

    def pair(self, one):
        rng = self.rng
        self.aliases += 1
        query = Query(rng.choice(["some", "some", "no", "at_least", "at_most", "exactly"]), one.name, rng.randint(1, 2))
        query.pair = (f"a{self.aliases}", f"z{self.aliases}")
        for _ in range(rng.choice([0, 1])):
            query.windows.append(self.date_window())
        for _ in range(rng.choice([0, 1, 1])):
            query.windows.append(Window(rng.choice(["apart_least", "apart_most"]), self.length()))
        fields = {name: t for name, t in one.fields.items() if t.kind in ("number", "unit", "yes_no", "enum", "date")}
        self.levels.append(Level(fields, "", query.pair))
        query.has = self.truth(rng.choice([0, 0, 1]))
        self.levels.pop()
        return query

    def joined(self, one, selector):
        rng = self.rng
        query = Query(selector, one.name, rng.randint(1, 2), joined=True)
        if rng.random() < 0.7:
            query.gap = duration(rng.choice([(0, 7), (0, 14), (0, 30), (1, 0)]))
        self.where(query, one)
        for _ in range(rng.choice([0, 1, 1, 2])):
            query.windows.append(self.period_window(True))
        if selector in ("latest", "earliest", "every") or (selector != "count" and rng.random() < 0.4):
            self.levels.append(Level({"start": Type("date"), "end": Type("date")}, "", (), True))
            query.has = rng.choice([self.leaf_date, self.leaf_span])()
            self.levels.pop()
        return query
