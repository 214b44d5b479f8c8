"""Defines, with and without parameters, and calls of them written out (LANGUAGE.md, "Defines")."""

from model import Define, Entry, Query, Type, Window


class Calls:
    def __init__(self, terms, policy):
        self.terms = terms
        self.policy = policy
        self.made = 0

    def name(self):
        self.made += 1
        return f"def{self.made}"

    def condition(self, terms):
        """A call that is a condition."""
        rng = terms.rng
        if terms.parameters:
            return None
        if rng.random() < 0.4:
            one = self.plain(rng.choice(["truth", "number"]))
            return one
        return self.with_parameters()

    def plain(self, kind):
        """A define without parameters, used at once."""
        terms, rng = self.terms, self.terms.rng
        name = self.name()
        if kind == "truth":
            body = terms.truth(1)
            self.policy.defines[name] = Define(name, (), "", body)
            return "define", name, body
        dimension = rng.choice(["number", "mass", "length"])
        body = terms.number(dimension, 1)
        self.policy.defines[name] = Define(name, (), "A value" if rng.random() < 0.3 else "", body)
        return "cmp", "num", rng.choice(["<", "<=", ">", ">="]), ("define", name, body), terms.amount(dimension)

    def with_parameters(self):
        terms, rng = self.terms, self.terms.rng
        name = self.name()
        template = rng.choice([self.tried, self.lately, self.held, self.coded, self.limit])
        parameters, body, arguments = template()
        self.policy.defines[name] = Define(name, tuple(parameters), "", body)
        return written_out(name, parameters, body, arguments)

    def tried(self):
        query = Query("some", "trials", windows=[Window("lasting", ("parameter", "time"), None, ">=")])
        query.has = "cmp", "enum", "is", ("field", 0, "", "drug", "enum", 0), ("parameter", "agent")
        lists = [name for name in ("p1", "p2")]
        return (["trials", "time", "agent"], ("query", query),
                [self.terms.rng.choice(lists), self.terms.length(), self.terms.word(("alfa", "beta", "gamma"))])

    def lately(self):
        rng = self.terms.rng
        query = Query(rng.choice(["latest", "some", "no", "every"]), "values", windows=[Window("within", ("parameter", "time"))])
        query.has = "and", [("cmp", "num", ">=", ("field", 0, "", "v", "number", 0), ("parameter", "limit")), ("parameter", "also")]
        return (["values", "time", "limit", "also"], ("query", query),
                [rng.choice(["s1", "s2"]), self.terms.length(), self.terms.amount("number"), self.terms.truth(0)])

    def held(self):
        return (["first", "second"], ("or", [("and", [("parameter", "first"), ("parameter", "second")]), ("not", ("parameter", "first"))]),
                [self.terms.truth(1), self.terms.truth(0)])

    def coded(self):
        return (["group"], ("or", [("includes", "dx", "group"), ("in_code", ("fact", "c1", "code"), "group", False)]),
                [self.terms.rng.choice(["set_a", "set_b"])])

    def limit(self):
        return (["amount", "most"], ("cmp", "num", "<=", ("*", ("const", 2, "2"), ("parameter", "amount")), ("parameter", "most")),
                [self.terms.number("mass", 1), self.terms.amount("mass")])

    def criterion(self, path, bodies):
        """A block of criteria that is written out where it stands."""
        terms, rng = self.terms, self.terms.rng
        if terms.levels:
            return None
        name = self.name()
        if rng.random() < 0.5:
            block = self.block_of([terms.truth(1), terms.truth(0)], rng.choice(["any_of", "all_of", "none_of"]), "")
            self.policy.defines[name] = Define(name, (), "", block)
            return "written_out", name, placed(block, path)
        body = self.block_of([("parameter", "first"), ("query", Query("some", "trials", windows=[
            Window("overlapping", None, ("as_of",))]))], rng.choice(["any_of", "all_of"]), "")
        parameters, arguments = ["first", "trials"], [terms.truth(0), rng.choice(["p1", "p2"])]
        self.policy.defines[name] = Define(name, tuple(parameters), "", body)
        call, expanded = call_text(name, arguments), substitute(body, dict(zip(parameters, arguments)), 0)
        return "written_out", call, placed(expanded, path)

    def block_of(self, bodies, kind, path):
        entries = [Entry("pq"[index], "", body, "") for index, body in enumerate(bodies)]
        return "block", kind, 1, entries


def placed(block, path):
    return (*block[:3], [Entry(entry.label, entry.text, entry.body, f"{path}.{entry.label}") for entry in block[3]])


def call_text(name, arguments):
    from printing import expression, tight
    shown = [one if isinstance(one, str) else tight(one) if one[0] == "documented_by" else expression(one) for one in arguments]
    return f"{name}({', '.join(shown)})"


def written_out(name, parameters, body, arguments):
    return "define", call_text(name, arguments), substitute(body, dict(zip(parameters, arguments)), 0)


def substitute(node, given, depth):
    """The define with what it is given in the parameters' place; depth: queries that the define opened round it."""
    if isinstance(node, tuple):
        if len(node) == 2 and node[0] == "parameter":
            value = given[node[1]]
            return ("with_items", depth, value) if depth else value
        return tuple(substitute(part, given, depth) for part in node)
    if isinstance(node, list):
        return [substitute(part, given, depth) for part in node]
    if isinstance(node, Query):
        return Query(node.selector, given.get(node.of, node.of), node.count, node.alias, node.pair,
                     [substitute(window, given, depth) for window in node.windows], substitute(node.where, given, depth + 1),
                     substitute(node.has, given, depth + 1), node.field, substitute(node.run, given, depth), node.joined,
                     substitute(node.gap, given, depth))
    if isinstance(node, Window):
        return Window(node.kind, substitute(node.small, given, depth), substitute(node.anchor, given, depth), node.op)
    if isinstance(node, Entry):
        return Entry(node.label, node.text, substitute(node.body, given, depth), node.path)
    if isinstance(node, str) and isinstance(given.get(node), str):
        return given[node]
    return node


__all__ = ["Calls", "Type"]
