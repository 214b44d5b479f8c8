"""Tables: generated as boxes over the parts of their keys, printed in the policy or a CSV file, looked up (LANGUAGE.md, "Tables")."""

from itertools import product

import days
import intervals
import verdicts
from evaluate import compare_days, compare_numbers, compare_pair, compare_span, in_set, op, set_of
from model import each, several
from schema import COLOURS, LEVELS
from units import decimal_text
from verdicts import NO, YES


class Part:
    """A part of what a key may be: limits ((operator, value), …), one value, a code set, or the rest."""

    def __init__(self, shown, limits=(), value=None, of_set=""):
        self.shown = shown
        self.limits = limits
        self.value = value
        self.of_set = of_set


class Key:
    """kind: num, enum, date, span, text, code, yes_no, point."""

    def __init__(self, kind, argument, parts, type_text, dimension=""):
        self.kind = kind
        self.argument = argument
        self.parts = parts
        self.type_text = type_text
        self.dimension = dimension


class TableMade:
    def __init__(self, name, keys, outputs, rows, otherwise, csv):
        self.name = name
        self.keys = keys
        self.outputs = outputs
        self.rows = rows
        self.otherwise = otherwise
        self.csv = csv
        self.by_box = {box: values for cells, values in rows for box in product(*cells)}

    def condition(self, terms):
        """A condition that looks it up."""
        index = terms.rng.randrange(len(self.outputs))
        name, kind, dimension = self.outputs[index]
        node = "lookup", self.name, [key.argument for key in self.keys], index, name if len(self.outputs) > 1 else "", kind
        if kind == "yes_no":
            return node
        if kind == "num":
            return "cmp", "num", terms.rng.choice(["<", "<=", ">", ">=", "is"]), terms.number(dimension, 0), node
        if kind == "enum":
            return "cmp", "enum", terms.rng.choice(["is", "is not"]), node, terms.word(COLOURS)
        return "cmp", "date", terms.rng.choice(["<", "<=", ">", ">="]), terms.date(0), node

    # Text

    def text(self):
        keys = ", ".join(f"key{index}{key.type_text}" for index, key in enumerate(self.keys, 1))
        outputs = ", ".join(f"{name}{' : ' + type_of(kind, dimension) if type_of(kind, dimension) else ''}"
                            for name, kind, dimension in self.outputs)
        head = f"table {self.name}({keys}) -> {outputs}"
        last = [] if self.otherwise is None else ["otherwise : " + ", ".join(self.shown(v, k) for v, k in self._values(self.otherwise))]
        if self.csv:
            return f'{head} from "{self.name}.csv"' + (f" {{ {last[0]} }}" if last else "")
        rows = [f"{', '.join(self.cell(key, parts) for key, parts in zip(self.keys, cells))} : "
                f"{', '.join(self.shown(v, k) for v, k in self._values(values))}" for cells, values in self.rows]
        return head + " {\n" + "\n".join(rows + last) + "\n}"

    def _values(self, values):
        return zip(values, [kind for _, kind, _ in self.outputs])

    def shown(self, value, kind):
        return value[2]

    def cell(self, key, parts):
        if len(parts) == len(key.parts):
            return "any"
        shown = [key.parts[index].shown for index in parts]
        return shown[0] if len(shown) == 1 else "{ " + ", ".join(shown) + " }"

    def file(self):
        names = [f"key{index}" for index in range(1, len(self.keys) + 1)] + ["remark"] + [name for name, _, _ in self.outputs]
        lines = [",".join(names)]
        for cells, values in self.rows:
            columns = [self.cell(key, parts) for key, parts in zip(self.keys, cells)] + ["x"] + [value[2] for value in values]
            lines.append(",".join(f'"{column.replace(chr(34), chr(34) * 2)}"' if "," in column or '"' in column else column
                                  for column in columns))
        return "\n".join(lines) + "\n"

    # Looking up

    def possible_parts(self, ev, key, value):
        """The parts in which the key may lie."""
        found = [index for index, part in enumerate(key.parts) if part.limits or part.value is not None or part.of_set
                 if test(ev, key, part, value) & YES]
        sure = any(test(ev, key, part, value) == YES for part in key.parts if part.limits or part.value is not None or part.of_set)
        rest = [index for index, part in enumerate(key.parts) if not (part.limits or part.value is not None or part.of_set)]
        return found if sure else found + rest


def test(ev, key, part, value):
    if part.of_set:
        if value is None:
            return verdicts.UNKNOWN
        system, such_as, entries, name = set_of(ev, part.of_set)
        return in_set(ev, system, such_as, entries, value, name)
    if value is None:
        return verdicts.UNKNOWN
    if part.value is not None:
        return compare_pair(ev, "enum", "is", value, part.value)
    result = YES
    for operator, limit in part.limits:
        if key.kind == "date":
            one = compare_days(operator, value, limit)
        elif key.kind == "span":
            one = compare_span(ev, operator, value, limit)
        else:
            one = compare_numbers(operator, value, limit)
        result = verdicts.conjunction((result, one))
    return result


@op("lookup")
def lookup(ev, e):
    """("lookup", table, keys, index of the output, its name, its kind)."""
    _, name, arguments, index, _, kind = e
    table = ev.policy.tables[name]
    if table.points is not None:
        return interpolated(ev, table, arguments, index)
    parts = []
    for key, argument in zip(table.keys, arguments):
        value = ev(argument)
        if key.kind == "yes_no":
            value = {1: 1, 2: 2}.get(value)
        found = []
        for one in each(value):
            if key.kind == "span" and one is not None and backwards(one):
                one = None
            found += [p for p in table.possible_parts(ev, key, one) if p not in found]
        parts.append(found)
    values = []
    for box in product(*parts):
        row = table.by_box.get(box, table.otherwise)
        values.append(row[index][1])
    if kind == "yes_no":
        union = 0
        for value in values:
            union |= value
        return union
    return several(values)


def backwards(span):
    from evaluate import date_ends
    return date_ends(span[1])[1] > date_ends(span[2])[0]


TableMade.points = None


class Interpolated(TableMade):
    """Points of a number key, straight lines between them."""

    def __init__(self, name, key, outputs, points):
        super().__init__(name, [key], outputs, [], None, False)
        self.points = points

    def text(self):
        outputs = ", ".join(f"{name}{' : ' + type_of(kind, dimension) if type_of(kind, dimension) else ''}"
                            for name, kind, dimension in self.outputs)
        rows = [f"{shown} : {', '.join(value[2] for value in values)}" for shown, _, values in self.points]
        return f"table {self.name}(key1 interpolated) -> {outputs} {{\n" + "\n".join(rows) + "\n}"


def interpolated(ev, table, arguments, index):
    results = []
    for key in each(ev(arguments[0])):
        results.append(_between(table.points, key, index))
    return several(results)


def _between(points, key, index):
    if key is None or type(key) is tuple or key < points[0][1] or key > points[-1][1]:
        return None
    for (_, low, first), (_, high, second) in zip(points, points[1:]):
        if low <= key <= high:
            share = intervals.Fraction(key - low) / (high - low)
            return first[index][1] + share * (second[index][1] - first[index][1])
    return None


def type_of(kind, dimension):
    from units import DIMENSIONS
    if kind == "num":
        return DIMENSIONS[dimension].declared[0] if dimension != "number" else ""
    return {"enum": " | ".join(COLOURS), "date": "date", "yes_no": "yes_no"}[kind]


# Generating


def make_table(terms, name):
    rng = terms.rng
    if rng.random() < 0.25:
        return make_interpolated(terms, name)
    makers = [number_key, enum_key, date_key, span_key, text_key, code_key, yes_no_key]
    rng.shuffle(makers)
    keys = [make(terms) for make in makers[:rng.choice([1, 2, 2, 3])]]
    outputs = [(f"out{index + 1}", *rng.choice([("num", "mass"), ("num", "number"), ("enum", ""), ("yes_no", ""), ("date", "")]))
               for index in range(rng.choice([1, 1, 2]))]
    boxes = split(rng, [list(range(len(key.parts))) for key in keys], keys)
    rows, dropped = [], False
    for box in boxes:
        has_rest = any(not written(keys[i].parts[p]) and len(box[i]) < len(keys[i].parts) for i in range(len(keys)) for p in box[i])
        if has_rest or (rng.random() < 0.2 and len(boxes) > 1):
            dropped = True
            continue
        rows.append((box, [output(terms, kind, dimension) for _, kind, dimension in outputs]))
    otherwise = [output(terms, kind, dimension) for _, kind, dimension in outputs] if dropped else None
    if not rows:
        rows = [([list(range(len(key.parts))) for key in keys], otherwise)]
        otherwise = None
    simple = all(key.kind in ("enum", "yes_no", "num") for key in keys)
    csv = simple and rng.random() < 0.3 and all(len(cells[i]) == 1 or len(cells[i]) == len(keys[i].parts) or True
                                                for cells, _ in rows for i in range(len(keys)))
    return TableMade(name, keys, outputs, rows, otherwise, csv)


def written(part):
    return bool(part.limits) or part.value is not None or bool(part.of_set)


def split(rng, box, keys, depth=0):
    open_keys = [index for index, parts in enumerate(box) if len(parts) > 1]
    if not open_keys or (depth > 0 and rng.random() < 0.35):
        return [box]
    index = rng.choice(open_keys)
    parts = box[index]
    cut = rng.randint(1, len(parts) - 1)
    found = []
    for piece in (parts[:cut], parts[cut:]):
        found += split(rng, [*box[:index], piece, *box[index + 1:]], keys, depth + 1)
    return found


def output(terms, kind, dimension):
    rng = terms.rng
    if kind == "num":
        while True:
            found = terms.amount(dimension)
            from units import DIMENSIONS, amount_text
            unit = DIMENSIONS[dimension].declared[0]
            text = amount_text(dimension, found[1], unit)
            if text is not None:
                return "const", found[1], text
    if kind == "enum":
        return terms.word(COLOURS)
    if kind == "yes_no":
        value = rng.choice([1, 2])
        return "const", value, "yes" if value == 1 else "no"
    return terms.date_constant()


def limits_parts(values, shown):
    """Parts of a line at one or two values: below, between, from there on, or with a range that holds both its ends."""
    if len(values) == 1:
        return [Part(f"< {shown[0]}", (("<", values[0]),)), Part(f">= {shown[0]}", ((">=", values[0]),))]
    return [Part(f"< {shown[0]}", (("<", values[0]),)), Part(f"{shown[0]} .. {shown[1]}", ((">=", values[0]), ("<=", values[1]))),
            Part(f"> {shown[1]}", ((">", values[1]),))]


def half_open_parts(values, shown):
    return [Part(f"<= {shown[0]}", (("<=", values[0]),)), Part(f"> {shown[0]} and < {shown[1]}", ((">", values[0]), ("<", values[1]))),
            Part(f">= {shown[1]}", ((">=", values[1]),))]


def number_key(terms):
    rng = terms.rng
    dimension = rng.choice(["number", "mass", "length"])
    from units import DIMENSIONS, amount_text
    unit = DIMENSIONS[dimension].declared[0]
    values = sorted(rng.sample(DIMENSIONS[dimension].grid, rng.choice([1, 2, 2])))
    shown = [amount_text(dimension, value, unit) for value in values]
    parts = half_open_parts(values, shown) if len(values) == 2 and rng.random() < 0.4 else limits_parts(values, shown)
    return Key("num", terms.number(dimension, 0), parts, f" : {unit or 'number'}", dimension)


def enum_key(terms):
    ordered = terms.rng.random() < 0.4
    words = LEVELS if ordered else COLOURS
    name = terms.rng.choice(["o1", "o2"] if ordered else ["e1", "e2"])
    parts = [Part(word, (), index) for index, word in enumerate(words)]
    return Key("enum", ("fact", name, "enum"), parts, f" : {(' < ' if ordered else ' | ').join(words)}")


def yes_no_key(terms):
    parts = [Part("yes", (), 1), Part("no", (), 2)]
    return Key("yes_no", ("fact", terms.rng.choice(["b1", "b2", "b3"]), "yes_no"), parts, " : yes_no")


def date_key(terms):
    values = sorted({terms.near_day() for _ in range(2)})
    parts = limits_parts(values, [days.text_of(value) for value in values])
    return Key("date", ("fact", terms.rng.choice(["d1", "d2"]), "date"), parts, " : date")


def span_key(terms):
    lengths = terms.rng.choice([[(6, 0)], [(3, 0), (12, 0)], [(12, 0), (18 * 12, 0)]])
    parts = limits_parts(lengths, [days.duration_text(one) for one in lengths])
    return Key("span", ("span", ("fact", "who.born", "date"), ("as_of",)), parts, " : duration")


def text_key(terms):
    from terms import folded
    parts = [Part('"somatropin"', (), folded("somatropin")), Part('"growth hormone"', (), "growth hormone"), Part("any other")]
    return Key("text", ("fact", "t1", "text"), parts, " : text")


def code_key(terms):
    name = terms.rng.choice(["set_a", "set_b"])
    return Key("code", ("fact", "c1", "code"), [Part(name, (), None, name), Part("any other")], " : code icd10")


def make_interpolated(terms, name):
    rng = terms.rng
    values = sorted(rng.sample([1, 2, 3, 4, 5, 6], rng.choice([2, 3])))
    outputs = [("out1", "num", rng.choice(["mass", "number"]))]
    points = [(decimal_text(value), intervals.Fraction(value), [output(terms, "num", outputs[0][2])]) for value in values]
    return Interpolated(name, Key("num", terms.number("number", 0), [], "", "number"), outputs, points)


__all__ = ["make_table", "TableMade", "NO"]
