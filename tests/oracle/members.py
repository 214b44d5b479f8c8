"""Generates members for a policy, and writes them as a facts file."""

import json

import days
from model import ABSENT, NULL, ONGOING, Cell, Item, ListFact, Member
from schema import CPT, FEATURES, ICD, KINDS, LENGTHS, NDC, SERVICE_DAYS, TEXTS, dimension_of
from intervals import INF
from terms import folded
from units import DIMENSIONS, amount_text, decimal_text

NO_VALUE = ("N/A", "#N/A", "NULL", "NaN", "unknown", "-", "n/a")
CODES = {"icd10": ICD, "cpt": CPT, "ndc": NDC}


class Members:
    """What is given is seldom whole: facts are left out, dates are partial, lists are open."""

    def __init__(self, rng, policy, as_of):
        self.rng = rng
        self.policy = policy
        self.main_day = as_of
        self.as_of = as_of
        self.gaps = 1.0

    def member(self, name):
        rng = self.rng
        self.as_of = self.main_day if rng.random() < 0.75 else rng.choice(SERVICE_DAYS)
        self.gaps = rng.choice([0.1, 0.5, 1.0])
        read = self.policy.read
        facts = {fact: self.cell(declared.type) for fact, declared in self.policy.facts.items() if fact in read}
        lists = {one.name: self.list_fact(one) for one in self.policy.lists.values() if one.name in read}
        answers = {path: self.answer() for path in self.policy.asked}
        return Member(name, self.as_of, facts, lists, answers)

    def chance(self, share):
        return self.rng.random() < share * self.gaps

    def source(self):
        return self.rng.choice([None, None, "chart_note", "chart_note", "Chart note", "lab-report", "claims", "records", "fax"])

    def answer(self):
        if self.chance(0.3):
            return self.rng.choice([ABSENT, NULL])
        value = self.rng.choice([1, 2])
        return Cell(2, value, value == 1, self.source())

    def cell(self, declared, sourced=True):
        rng = self.rng
        if self.chance(0.3):
            return rng.choice([ABSENT, ABSENT, NULL])
        if "words" in FEATURES and declared.kind != "text" and self.chance(0.03):
            return Cell(3, None, rng.choice(NO_VALUE))
        value, shown = self.value(declared)
        return Cell(2, value, shown, self.source() if sourced and self.rng.random() < 0.5 else None)

    def value(self, declared):
        rng, kind = self.rng, declared.kind
        if kind == "yes_no":
            value = rng.choice([1, 2])
            return value, value == 1
        if kind in ("number", "unit") and "bounds" in FEATURES and self.chance(0.1):
            return self.bound(dimension_of(declared))
        if kind == "number":
            value = self.amount("number")
            return value, float(value) if value.denominator != 1 else int(value)
        if kind == "unit":
            return self.quantity(dimension_of(declared))
        if kind == "text":
            text = rng.choice(TEXTS)
            return folded(text), text
        if kind == "date":
            return self.date()
        if kind == "duration":
            length = rng.choice(LENGTHS + [(0, 182), (0, 365), (1, 15)])
            return length, days.duration_text(length)
        if kind == "enum":
            index = rng.randrange(len(declared.words))
            return index, declared.words[index]
        code = rng.choice(CODES[declared.system])
        if declared.system == "icd10" and self.chance(0.06):
            return ("snomed", "367460001"), {"system": "snomed", "code": "367460001"}
        return (declared.system, code), code

    def amount(self, dimension):
        value = self.rng.choice(DIMENSIONS[dimension].grid)
        if self.rng.random() < 0.1:
            value += type(value)(1, 100)
        return value

    def quantity(self, dimension):
        rng = self.rng
        while True:
            value = self.amount(dimension)
            unit = rng.choice(list(DIMENSIONS[dimension].units))
            text = amount_text(dimension, value, unit, True)
            if text is None:
                continue
            if rng.random() < 0.1:
                digits, _, word = text.partition(" ")
                return value, {"value": float(digits) if "." in digits else int(digits), "unit": word}
            return value, text

    def bound(self, dimension):
        """An amount of which a laboratory says only that it is below or above."""
        rng = self.rng
        value, shown = self.quantity(dimension)
        if dimension == "number":
            digits = float(value) if value.denominator != 1 else int(value)
            shown = {"value": digits} if rng.random() < 0.2 else str(digits)
        operator = rng.choice(["<", "<=", ">", ">="])
        bounds = (-INF, value, False, operator == "<=") if operator[0] == "<" else (value, INF, operator == ">=", False)
        if isinstance(shown, dict):
            return bounds, {**shown, "comparator": operator}
        return bounds, operator + rng.choice(["", " "]) + shown

    def near_day(self):
        rng = self.rng
        length = rng.choice(LENGTHS[:10]) if rng.random() < 0.9 else rng.choice(LENGTHS)
        sign = -1 if rng.random() < 0.9 else 1
        return days.forward(self.as_of, (sign * length[0], sign * length[1])) + rng.choice([-1, 0, 0, 0, 1])

    def date(self):
        return self.shown_date(self.near_day())

    def shown_date(self, day, partial=0.2):
        if self.chance(partial):
            year, month, _ = days.parts(day)
            if self.rng.random() < 0.8:
                return days.month_of(day), f"{year:04}-{month:02}"
            return days.year_of(day), f"{year:04}"
        return day, days.text_of(day)

    # Lists

    def list_fact(self, one):
        rng = self.rng
        if self.chance(0.2):
            return ListFact(rng.choice([0, 0, 1]))
        source = self.source() if rng.random() < 0.3 else None
        items = [self.item(one, source) for _ in range(rng.choice([0, 1, 1, 2, 2, 3, 4]))]
        complete = None
        if rng.random() < 0.4:
            choices = [True, True, False] + ([rng.choice(LENGTHS)] if one.kind in ("series", "periods") else [])
            complete = rng.choice(choices)
        return ListFact(2, items, complete, source)

    def item(self, one, outer):
        rng = self.rng
        if one.kind in ("codes", "values"):
            from model import Type
            value, shown = self.value(one.value or Type("code", system=one.system))
            own = self.source() if rng.random() < 0.3 else None
            return Item({"value": Cell(2, value, shown, own or outer)}, own)
        own = self.source() if rng.random() < 0.4 else None
        source = own or outer
        cells = {}
        for name, declared in one.fields.items():
            if self.chance(0.2):
                word = "words" in FEATURES and declared.kind != "text" and rng.random() < 0.2
                cells[name] = Cell(3, None, rng.choice(NO_VALUE)) if word else rng.choice([ABSENT, NULL])
                continue
            value, shown = self.value(declared)
            cells[name] = Cell(2, value, shown, source)
        time = None
        if one.kind == "series":
            if "rows" in FEATURES and self.chance(0.04):
                cells["date"] = rng.choice([ABSENT, NULL])
            else:
                day, shown = self.date()
                if "times" in FEATURES and type(day) is not tuple and rng.random() < 0.15:
                    time, shown = self.time(shown)
                cells["date"] = Cell(2, day, shown, source)
        elif one.kind == "periods":
            cells["start"], cells["end"] = self.days_of_period(source)
        return Item(cells, own, time)

    def time(self, shown):
        rng = self.rng
        minute, offset = rng.choice([0, 480, 485, 1439]), rng.choice([None, None, 0, 120, -300])
        text = f"{shown}T{minute // 60:02}:{minute % 60:02}:00"
        if offset is not None:
            text += f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02}:{abs(offset) % 60:02}"
        return (minute, offset), text

    def days_of_period(self, source):
        rng = self.rng
        day = self.near_day()
        start, shown = self.shown_date(day, 0.15)
        begins = Cell(2, start, shown, source)
        roll = rng.random()
        if "rows" in FEATURES and self.chance(0.05):
            begins = rng.choice([ABSENT, NULL])
            start, day = days.month_of(day), day
        elif "rows" in FEATURES and self.chance(0.05):
            last = day - rng.choice([1, 1, 2, 40])
            return begins, Cell(2, *self.shown_date(last, 0.3), source)
        if roll < 0.2:
            return begins, Cell(2, ONGOING, "ongoing", source)
        if self.chance(0.2):
            return begins, rng.choice([ABSENT, NULL])
        length = rng.choice(LENGTHS[:8])
        last = days.forward(day, length) + rng.choice([-2, -1, -1, 0, 1])
        end, shown_end = self.shown_date(max(last, day), 0.12)
        if "rows" not in FEATURES and type(end) is tuple and end[1] < (start[0] if type(start) is tuple else start):
            end, shown_end = last, days.text_of(last)
        return begins, Cell(2, end, shown_end, source)


# The facts file


def facts_file(members, policy):
    return json.dumps([member_json(member, policy) for member in members])


def member_json(member, policy):
    shown = {"id": member.name, "as_of": days.text_of(member.as_of)}
    for name, cell in member.facts.items():
        put(shown, name, cell)
    for path, cell in member.answers.items():
        put(shown, path, cell)
    for name, found in member.lists.items():
        if found.state == 1:
            shown[name] = None
        elif found.state == 2:
            shown[name] = list_json(found, policy.lists[name].kind)
    return shown


def put(shown, name, cell):
    if cell.state in (1, 3):
        shown[name] = cell.shown
    elif cell.state == 2:
        shown[name] = wrapped(cell.shown, cell.source)


def wrapped(shown, source):
    if source is None:
        return shown
    if isinstance(shown, dict):
        return {"value": shown, "source": source} if "system" in shown else {**shown, "source": source}
    return {"value": shown, "source": source}


def list_json(found, kind):
    items = [item_json(item, kind) for item in found.items]
    if found.complete is None and found.source is None:
        return items
    result = {"items": items}
    if found.complete is not None:
        result["complete"] = (found.complete if isinstance(found.complete, bool)
                              else f"within {days.duration_text(found.complete)}")
    if found.source is not None:
        result["source"] = found.source
    return result


def item_json(item, kind):
    if kind in ("codes", "values"):
        return wrapped(item.cells["value"].shown, item.source)
    shown = {} if item.source is None else {"source": item.source}
    for name, cell in item.cells.items():
        if cell.state in (1, 3):
            shown[name] = cell.shown
        elif cell.state == 2:
            shown[name] = cell.shown
    return shown


__all__ = ["Members", "facts_file", "decimal_text"]
