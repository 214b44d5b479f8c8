"""Conditions and values of one member (LANGUAGE.md, "Expressions", "Missing facts", "Functions", "Dates and spans").

A value of which nothing is known is None. A date is a day or a pair (first, last); a duration (months, days); a span
("span", from, to); an alternative its index; a text is folded; a code is (system, code); a number see intervals.py.
Where LANGUAGE.md leaves open what holds, the evaluator says unknown: the comparison then lets either answer pass, so far
as no filled-in member contradicts it.
"""

from fractions import Fraction

import days
import intervals
import verdicts
from codes import contains
from days import FOREVER, NEVER
from model import ABSENT, Several, each, several
from verdicts import NO, UNKNOWN, YES

OPS = {}
LONG_AGO = days.day("1700-01-01")


def op(name):
    def register(function):
        OPS[name] = function
        return function
    return register


class Evaluator:
    """Evaluates for one member. In a world (a seed) sources do not matter and what lists leave open is settled by chance."""

    def __init__(self, policy, member, world=None):
        self.policy = policy
        self.member = member
        self.as_of = member.as_of
        self.march_1 = policy.march_1
        self.world = world
        self.kinds = ()
        self.items = []
        self.in_until = False
        self.on_file = member
        self.supposed = None

    def __call__(self, expression):
        return OPS[expression[0]](self, expression)

    # Sources

    def will_do(self, source, wanted):
        if self.world is not None:
            return True
        if source == "*" or not wanted:
            return True
        if source is None:
            return False
        word = source.lower().replace(" ", "_").replace("-", "_")
        said = self.policy.groups.get(word, (word,))
        return all(set(said) <= kinds for kinds in wanted)

    def wanted(self, name):
        return (*self.kinds, *self.policy.evidence_of(name)) if self.policy.evidence else self.kinds

    def value_of(self, cell, wanted):
        if cell.state != 2 or (wanted and not self.will_do(cell.source, wanted)):
            return None
        return cell.value

    # Dates

    def forward(self, date, length, sign=1):
        if date is None or length is None:
            return None
        if type(date) is tuple:
            return self.forward(date[0], length, sign), self.forward(date[1], length, sign)
        if sign < 0:
            return days.back(date, length) if date < FOREVER else date
        return days.forward(date, length, self.march_1)


def date_ends(date):
    return date if type(date) is tuple else (date, date)


def compare_intervals(operator, al, ah, bl, bh):
    """Two days, each somewhere between its ends."""
    if operator in ("<", ">="):
        result = verdicts.truth(al < bh, ah >= bl)
        return result if operator == "<" else verdicts.negated(result)
    if operator in ("<=", ">"):
        result = verdicts.truth(al <= bh, ah > bl)
        return result if operator == "<=" else verdicts.negated(result)
    same = YES if al == ah == bl == bh else NO if ah < bl or bh < al else UNKNOWN
    return same if operator == "is" else verdicts.negated(same)


def compare_numbers(operator, a, b):
    if operator == "<":
        return intervals.less(a, b)
    if operator == ">":
        return intervals.less(b, a)
    if operator == "<=":
        return verdicts.negated(intervals.less(b, a))
    if operator == ">=":
        return verdicts.negated(intervals.less(a, b))
    same = intervals.equal(a, b)
    return same if operator == "is" else verdicts.negated(same)


def compare_days(operator, a, b):
    return compare_intervals(operator, *date_ends(a), *date_ends(b))


def compare_plain(operator, a, b):
    same = YES if a == b else NO
    return same if operator == "is" else verdicts.negated(same)


def compare_order(operator, a, b):
    return YES if {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "is": a == b, "is not": a != b}[operator] else NO


def compare_durations(operator, a, b):
    if a[0] == b[0]:
        return compare_order(operator, a[1], b[1])
    if a[1] == b[1]:
        return compare_order(operator, a[0], b[0])
    return compare_intervals(operator, *days.bounds_of(a), *days.bounds_of(b))


def compare_span(ev, operator, span, length):
    _, start, end = span
    (sl, sh), (el, eh) = date_ends(start), date_ends(end)
    if sh > el:
        return UNKNOWN
    first, last = ev.forward(sl, length), ev.forward(sh, length)
    if operator in ("is", "is not") and first != last and sh < FOREVER:
        landed = {ev.forward(day, length) for day in range(sl, sh + 1)}
        if not any(el <= day <= eh for day in landed):
            return NO if operator == "is" else YES
        return UNKNOWN
    return compare_intervals({">=": "<=", ">": "<", "<=": ">=", "<": ">"}.get(operator, operator), first, last, el, eh)


def compare_pair(ev, kind, operator, a, b):
    if a is None or b is None:
        return UNKNOWN
    if kind == "num":
        return compare_numbers(operator, a, b)
    if kind == "date":
        return compare_days(operator, a, b)
    if kind == "span":
        return compare_span(ev, operator, a, b)
    if kind == "dur":
        return compare_durations(operator, a, b)
    if kind == "order":
        return compare_order(operator, a, b)
    return compare_plain(operator, a, b)


# Conditions


@op("cmp")
def comparison(ev, e):
    _, kind, operator, left, right = e
    a, b = ev(left), ev(right)
    if type(a) is not Several and type(b) is not Several:
        return compare_pair(ev, kind, operator, a, b)
    result = 0
    for x in each(a):
        for y in each(b):
            result |= compare_pair(ev, kind, operator, x, y)
    return result


@op("truth")
def truth_literal(ev, e):
    return e[1]


@op("fact")
def fact(ev, e):
    """A fact of any type; a yes_no is a truth, every other a value."""
    name = e[1]
    value = ev.value_of(ev.member.facts.get(name, ABSENT), ev.wanted(name))
    if value is None and ev.supposed is not None and ev.supposed[0] == name:
        return ev.supposed[1]
    return UNKNOWN if value is None and e[2] == "yes_no" else value


@op("field")
def item_field(ev, e):
    """("field", depth, alias, name, kind, which): of the item at that depth of queries; which is 1 for a pair's later item."""
    _, depth, _, name, kind, which = e
    value = ev.items[-1 - depth].read(ev, name, which)
    return UNKNOWN if value is None and kind == "yes_no" else value


@op("not")
def negation(ev, e):
    return verdicts.negated(ev(e[1]))


@op("and")
def conjunction(ev, e):
    return verdicts.conjunction([ev(part) for part in e[1]])


@op("or")
def disjunction(ev, e):
    return verdicts.disjunction([ev(part) for part in e[1]])


@op("plain_block")
def plain_block(ev, e):
    return verdicts.block(e[1], e[2], [ev(part) for part in e[3]])


@op("in")
def member_of(ev, e):
    """("in", kind, value, values, negative): one of several written-out values."""
    _, kind, left, values, negative = e
    result = 0
    for value in each(ev(left)):
        result |= verdicts.disjunction([compare_pair(ev, kind, "is", value, ev(other)) for other in values])
    return verdicts.negated(result) if negative else result


@op("contains")
def contains_words(ev, e):
    value = ev(e[1])
    if value is None:
        return UNKNOWN
    return YES if f" {e[2]} " in f" {words_of(value)} " else NO


def words_of(text):
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


def in_set(ev, system, such_as, entries, code, name):
    result = contains(entries, system, such_as, code, ev.as_of)
    if result == UNKNOWN and ev.world is not None:
        return YES if hash((ev.world, name, code)) & 1 else NO
    return result


def set_of(ev, reference):
    """A code set by name, or written out: ("codes", system, entries, shown)."""
    if isinstance(reference, str):
        found = ev.policy.sets[reference]
        return found.system, found.such_as, found.entries, reference
    return reference[1], False, reference[2], repr(reference[3])


@op("in_code")
def code_in(ev, e):
    value = ev(e[1])
    if value is None:
        return UNKNOWN
    system, such_as, entries, name = set_of(ev, e[2])
    result = in_set(ev, system, such_as, entries, value, name)
    return verdicts.negated(result) if e[3] else result


@op("includes")
def includes(ev, e):
    """A list of codes; one of a poor source is never a hit."""
    _, of, reference = e
    found = ev.member.lists.get(of)
    if found is None or found.state != 2:
        return UNKNOWN
    system, such_as, entries, name = set_of(ev, reference)
    wanted = ev.wanted(of)
    result = NO if ev.list_is_complete(of, found, None, wanted) else UNKNOWN
    for item in found.items:
        cell = item.cells["value"]
        one = in_set(ev, system, such_as, entries, cell.value, name)
        if one == YES and wanted and not ev.will_do(cell.source, wanted):
            one = UNKNOWN
        result = verdicts.disjunction([result, one])
    return result


@op("known")
def known(ev, e):
    _, name, negative = e
    on_file = ev.on_file.facts.get(name) or ev.on_file.lists.get(name) or ABSENT
    return YES if (on_file.state == 2) != negative else NO


@op("documented")
def documented(ev, e):
    result = is_documented(ev, e[1])
    return verdicts.negated(result) if e[2] else result


def is_documented(ev, name):
    if ev.world is not None:
        return UNKNOWN
    wanted = ev.wanted(name)
    if name in ev.policy.facts:
        cell, declared = ev.on_file.facts.get(name, ABSENT), ev.policy.facts[name]
        if cell.state == 2:
            return YES if not wanted or ev.will_do(cell.source, wanted) else UNKNOWN
        if cell.state == 3:
            return UNKNOWN
        return NO if cell.state == 1 or declared.absent_no else UNKNOWN
    declared = ev.policy.lists[name]
    found = ev.on_file.lists.get(name)
    if found is None or found.state == 0:
        return NO if declared.absent_no else UNKNOWN
    if found.state == 1:
        return NO
    if found.items:
        return YES if any(ev.item_documented(item, wanted) for item in found.items) else UNKNOWN
    if declared.absent_no or ev.list_is_complete(name, found, None, wanted):
        return NO
    return UNKNOWN


@op("stated")
def stated(ev, e):
    """("stated", field node, negative): `h.value is documented`."""
    _, (_, depth, _, name, _, which), negative = e
    result = UNKNOWN if ev.world is not None else ev.items[-1 - depth].stated(ev, name, which)
    return verdicts.negated(result) if negative else result


@op("documented_by")
def documented_by(ev, e):
    outer = ev.kinds
    ev.kinds = (*outer, ev.policy.kinds_of(e[2]))
    result = ev(e[1])
    ev.kinds = outer
    return result


@op("define")
def defined(ev, e):
    """("define", text of the call, what it is written out as)."""
    return ev(e[2])


@op("with_items")
def with_outer_items(ev, e):
    """What is given to a parameter keeps its meaning: ("with_items", how many queries the define opened round it, value)."""
    inner = ev.items[len(ev.items) - e[1]:]
    del ev.items[len(ev.items) - e[1]:]
    result = ev(e[2])
    ev.items.extend(inner)
    return result


@op("select")
def select_value(ev, e):
    """`choose` of values: ("select", rows of (condition, value), otherwise, is it a truth)."""
    return chosen(ev, [(ev(condition), value) for condition, value in e[1]], e[2], e[3])


@op("match")
def match_value(ev, e):
    """("match", kind, key, rows of (keys, value), otherwise or None, is it a truth)."""
    _, kind, key, rows, otherwise, is_truth = e
    results = []
    for value in each(ev(key)):
        conditions = [(verdicts.disjunction([compare_pair(ev, kind, "is", value, ev(k)) for k in keys]), result)
                      for keys, result in rows]
        results.append(chosen(ev, conditions, otherwise, is_truth))
    return joined_results(results, is_truth)


def joined_results(results, is_truth):
    if not is_truth:
        return several(results)
    union = 0
    for result in results:
        union |= result
    return union


def chosen(ev, rows, otherwise, is_truth):
    taken = []
    for condition, value in rows:
        if condition & YES:
            taken.append(ev(value))
        if not condition & NO:
            return joined_results(taken, is_truth)
    if otherwise is not None:
        taken.append(ev(otherwise))
    return joined_results(taken, is_truth)


# Values


@op("const")
def constant(ev, e):
    """("const", value, how it is written)."""
    return e[1]


@op("as_of")
def as_of(ev, e):
    return ev.as_of


def two(ev, e, combine):
    a, b = ev(e[1]), ev(e[2])
    if type(a) is Several or type(b) is Several:
        return several([None if x is None or y is None else combine(x, y) for x in each(a) for y in each(b)])
    return None if a is None or b is None else combine(a, b)


def one(ev, value, change):
    return several([None if x is None else change(x) for x in each(value)])


@op("+")
def plus(ev, e):
    return two(ev, e, intervals.add)


@op("-")
def minus(ev, e):
    return two(ev, e, lambda a, b: intervals.add(a, intervals.negate(b)))


@op("*")
def times(ev, e):
    return two(ev, e, intervals.multiply)


@op("/")
def divided(ev, e):
    return two(ev, e, intervals.divide)


@op("negate")
def negate(ev, e):
    return one(ev, ev(e[1]), intervals.negate)


def round_half_away(number, places):
    scaled = abs(Fraction(number)) * 10 ** places
    whole = scaled.numerator * 2 + scaled.denominator
    rounded = Fraction(whole // (2 * scaled.denominator), 10 ** places)
    return rounded if number >= 0 else -rounded


@op("stepped")
def stepped(ev, e):
    """("stepped", round | ceiling | floor, places, factor of the unit, value)."""
    _, word, places, factor, value = e
    if word == "round":
        step = lambda x: round_half_away(x / factor, places) * factor
    elif word == "ceiling":
        step = lambda x: -((-Fraction(x) / factor).__floor__()) * factor
    else:
        step = lambda x: (Fraction(x) / factor).__floor__() * factor
    return one(ev, ev(value), lambda x: intervals.stepped(intervals.plain(x, places), step))


@op("of_all")
def of_all(ev, e):
    """lesser_of, greater_of, earlier_of, later_of."""
    _, word, parts = e
    values = [()]
    for part in parts:
        values = [(*before, x) for before in values for x in each(ev(part))]
    return several([_of_unknown(ev, word, group) if None in group else _extreme(word, group) for group in values])


def _of_unknown(ev, word, group):
    """In an `until`, of a date and of what is not known, the least (the greatest) that it may be."""
    known = [x for x in group if x is not None]
    if not ev.in_until or word not in ("earlier_of", "later_of") or not known:
        return None
    low, high = date_ends(_extreme(word, known))
    return (low, NEVER) if word == "later_of" else (LONG_AGO, high)


def _extreme(word, group):
    if word in ("lesser_of", "greater_of"):
        return intervals.least(group) if word == "lesser_of" else intervals.greatest(group)
    choose = min if word == "earlier_of" else max
    all_ends = [date_ends(x) for x in group]
    low, high = choose(x[0] for x in all_ends), choose(x[1] for x in all_ends)
    return low if low == high else (low, high)


@op("first_known")
def first_known(ev, e):
    """It asks the file: in a world, where all is filled in, each may be the first that was known."""
    if ev.world is not None:
        return several([ev(part) for part in e[1]])
    for part in e[1]:
        value = ev(part)
        if type(value) is Several:
            return None
        if value is not None:
            return value
    return None


@op("forward")
def forward(ev, e):
    """A date plus (or, with -1, less) a duration."""
    _, date, length, sign = e
    return several([ev.forward(x, y, sign) for x in each(ev(date)) for y in each(ev(length))])


@op("span")
def span(ev, e):
    return two(ev, e, lambda a, b: ("span", a, b))


@op("days")
def days_between(ev, e):
    def between(found):
        (sl, sh), (el, eh) = date_ends(found[1]), date_ends(found[2])
        if sh > el:
            return None
        return intervals.made(el - sh, eh - sl if eh < FOREVER else intervals.INF)
    return one(ev, ev(e[1]), between)


@op("of_month")
def of_month(ev, e):
    """first_of_month, last_of_month, first_of_next_month."""
    def of_day(day):
        if day >= FOREVER:
            return day
        first, last = days.month_of(day)
        return {"first_of_month": first, "last_of_month": last, "first_of_next_month": last + 1}[e[1]]

    def of_date(date):
        low, high = [of_day(day) for day in date_ends(date)]
        return low if low == high else (low, high)
    return one(ev, ev(e[2]), of_date)


@op("calendar")
def calendar(ev, e):
    """month_of, quarter_of, year_of."""
    def of_day(day):
        year, month, _ = days.parts(day)
        return {"month_of": month, "quarter_of": (month + 2) // 3, "year_of": year}[e[1]]

    def of_date(date):
        low, high = date_ends(date)
        if high - low > 400 or high >= FOREVER:
            return None
        numbers = {of_day(day) for day in range(low, high + 1)}
        return intervals.made(min(numbers), max(numbers))
    return one(ev, ev(e[2]), of_date)


@op("completed_years")
def completed_years(ev, e):
    def between(found):
        (sl, sh), (el, eh) = date_ends(found[1]), date_ends(found[2])
        if sh > el:
            return None
        most = days.completed_years(sl, eh, ev.march_1) if eh < FOREVER else intervals.INF
        return intervals.made(days.completed_years(sh, el, ev.march_1), most)
    return one(ev, ev(e[1]), between)
