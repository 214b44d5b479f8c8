"""Members with all that is not known filled in by chance, to contradict a verdict that is surer than the rules.

Sources do not matter in such a world, and what is stated stays. `known` and `is documented` still ask about the file as it is.
"""

import days
from days import FOREVER
from model import ONGOING, Cell, Item, ListFact, Member, Type


def filled(source, policy, member, rng, more=True):
    """source makes values (members.Members); it is asked for whole ones. more: open lists get further items."""
    source.as_of, source.gaps, source.rng = member.as_of, 0.0, rng
    facts = {name: whole(source, rng, policy.facts[name].type, cell) for name, cell in member.facts.items()}
    lists = {name: whole_list(source, rng, policy.lists[name], found, member.as_of, more) for name, found in member.lists.items()}
    answers = {path: cell if cell.state == 2 else source.answer() for path, cell in member.answers.items()}
    return Member(member.name, member.as_of, facts, lists, answers)


def whole(source, rng, declared, cell):
    if cell.state != 2:
        return source.cell(declared)
    return Cell(2, whole_value(source, rng, declared, cell.value), None, cell.source)


def whole_value(source, rng, declared, value):
    if declared.kind == "date" and type(value) is tuple:
        return rng.randint(*value)
    if declared.kind in ("number", "unit") and type(value) is tuple:
        return within(rng, value)
    if declared.kind == "code" and value[0] != declared.system:
        return source.value(declared)[0]
    return value


def within(rng, bounds):
    low, high, low_in, high_in = bounds
    if low == float("-inf"):
        return high - rng.randint(0 if high_in else 1, 40)
    if high == float("inf"):
        return low + rng.randint(0 if low_in else 1, 40)
    return (low + high) / 2


def whole_list(source, rng, one, found, as_of, more):
    if found.state != 2:
        made = source.list_fact(one)
        return ListFact(2, made.items, True)
    items = [whole_item(source, rng, one, item, as_of) for item in found.items]
    complete = one.complete if found.complete is None else found.complete
    if complete is not True and not more:
        return ListFact(2, items, complete)
    if complete is not True:
        for _ in range(rng.choice([0, 1, 2, 3])):
            extra = source.item(one, None)
            if not complete or outside(extra, one.kind, days.first_within(as_of, complete), as_of):
                items.append(extra)
    return ListFact(2, items, True)


def outside(item, kind, first, last):
    """Whether it has no day of which a list that is complete within a time speaks."""
    if kind == "series":
        return not first <= item.cells["date"].value <= last
    end = item.cells["end"].value
    return item.cells["start"].value > last or (end != ONGOING and end < first)


def whole_item(source, rng, one, item, as_of):
    if one.kind in ("codes", "values"):
        declared = one.value or Type("code", system=one.system)
        return Item({"value": whole(source, rng, declared, item.cells["value"])}, item.source)
    cells = {name: whole(source, rng, declared, item.cells[name]) for name, declared in one.fields.items()}
    if one.kind == "series":
        cells["date"] = whole(source, rng, Type("date"), item.cells["date"])
    if one.kind == "periods":
        cells["start"], cells["end"] = whole_days(rng, item, as_of)
    return Item(cells, item.source, item.time)


def whole_days(rng, item, as_of):
    from items import Period
    start, end = item.cells["start"], item.cells["end"]
    period = Period(start.value, end.value, as_of)
    if period.empty:
        return start, end
    sl, sh, el, eh = period.bounds
    top = min(sh, max(sl, as_of) + 400)
    begins = rng.randint(max(sl, top - 800), top)
    if period.ongoing:
        return Cell(2, begins, None, start.source), Cell(2, ONGOING, None, end.source)
    low = max(el, begins)
    last = rng.choice([low, low + rng.randint(0, 60), low + rng.randint(0, 700)]) if eh >= FOREVER else rng.randint(low, max(eh, low))
    return Cell(2, begins, None, start.source), Cell(2, last, None, end.source)

